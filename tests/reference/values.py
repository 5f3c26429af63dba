"""Section 3, but for timestamps: white space, missing values, numbers, e-mail, categories."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
WHITE_SPACE = " \t\v\f\r\u00a0"
MISSING = {"", "null", "none", "nil", "nan", "n/a", "na", "-", "\\n"}
# Digits before a decimal point and behind it: 5, 5., .5, 1.5e3; 1,234,567.89
POINTED = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
SHORT_DECIMALS = re.compile(r".*,\d{1,2}", re.ASCII)  # what makes a comma a decimal one by itself
EXCHANGED = str.maketrans(".,", ",.")
AMOUNT_LIMIT = Decimal(10) ** 14  # decimal(18,4) holds less than this
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(rf"{ATOM}(\.{ATOM})*")
DIGITS = "0123456789"


@dataclass(frozen=True)
class Number:
    """A number as written, exactly, and the currency its mark stands for."""

    value: Decimal
    currency: str | None = None
    is_ambiguous: bool = False  # the other decimal mark would make it another number


@dataclass(frozen=True)
class Vocabularies:
    """The seeds: look-up form of a name to its canonical value."""

    country: Mapping[str, str]
    currency: Mapping[str, str]
    category: Mapping[str, Mapping[str, str]]
    sign: Mapping[str, int]  # of an order's status: how its amount counts


def read_vocabularies(seeds: Path = SEEDS) -> Vocabularies:
    """Reads the three seed files of the dbt project, and the names of one's own."""
    names: dict[str, dict[str, str]] = {
        category: {row["name"]: row["code"] for row in read_seed(seeds / f"{category}_names.csv")}
        for category in ("country", "currency")
    }
    for row in read_seed(seeds / "category_names.csv"):
        names.setdefault(row["category"], {})[row["name"]] = row["value"]
    sign = {"paid": 1, "failed": 0, "refunded": -1, "chargeback": -1}
    for row in read_seed(seeds / "own_names.csv"):
        known = names[row["category"]]
        known[look_up_form(row["name"])] = row["value"]
        known.setdefault(look_up_form(row["value"]), row["value"])
        if row["sign"]:
            sign[row["value"]] = int(row["sign"])
    return Vocabularies(names.pop("country"), names.pop("currency"), names, sign)


def read_seed(path: Path) -> list[dict[str, str]]:
    """Rows of a seed file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def trim(text: str) -> str:
    """Cuts the contract's white space off both ends."""
    return text.strip(WHITE_SPACE)


def lower_case(text: str) -> str:
    """One letter for one letter: Σ is σ at the end of a word too, and İ is i."""
    return "".join(character.lower()[0] for character in text)


def look_up_form(text: str) -> str:
    """Trimmed, lower-cased, inner white space folded to one blank."""
    return re.sub(f"[{WHITE_SPACE}]+", " ", lower_case(trim(text)))


def is_missing(column: str, text: str | None) -> bool:
    """Tells whether a received text stands for no value."""
    if text is None:
        return True
    token = trim(text).lower()
    return token in MISSING and not (column == "country" and token == "na")


def is_email(text: str) -> bool:
    """Checks a trimmed address."""
    local, at, domain = text.partition("@")
    labels = domain.split(".")
    return (
        at == "@"
        and len(text) <= 254
        and 1 <= len(local) <= 64
        and LOCAL_PART.fullmatch(local) is not None
        and len(labels) >= 2
        and all(is_domain_label(label) for label in labels)
        and not all(character in DIGITS for character in labels[-1])
    )


def is_domain_label(label: str) -> bool:
    """Letters of any script, digits and inner hyphens, 1 to 63 of them."""
    return (
        1 <= len(label) <= 63
        and all(character.isalpha() or character in DIGITS + "-" for character in label)
        and not label.startswith("-")
        and not label.endswith("-")
    )


def parse_number(
    text: str, currencies: Mapping[str, str], decimal_mark: str = "auto"
) -> Number | None:
    """Reads a trimmed number, with at most one sign and at most one currency mark."""
    for negative, currency, digits in readings(text, currencies):
        magnitude = parse_magnitude(digits, decimal_mark)
        if magnitude is not None:
            value = magnitude.copy_negate() if negative else magnitude
            return Number(value, currency, decimal_mark == "auto" and is_ambiguous(digits))
    return None


def readings(text: str, currencies: Mapping[str, str]) -> Iterator[tuple[bool, str | None, str]]:
    """Every way to take off a sign and a mark, in either order: (negative, currency, rest)."""
    negative, unsigned = without_sign(text)
    for currency, rest in without_mark(unsigned, currencies):
        yield negative, currency, rest
    for currency, rest in without_mark(text, currencies):
        negative, unsigned = without_sign(rest)
        yield negative, currency, unsigned


def without_sign(text: str) -> tuple[bool, str]:
    """Takes off one sign in front, or accounting parentheses around: (negative, rest)."""
    if text.startswith(("+", "-")):
        return text[0] == "-", text[1:]
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1]
    return False, text


def without_mark(text: str, currencies: Mapping[str, str]) -> Iterator[tuple[str | None, str]]:
    """Takes off no mark, then each mark that stands before or after: (currency, rest)."""
    yield None, text
    if text != trim(text):
        return
    for cut in range(1, len(text)):
        before, after = text[:cut], text[cut:]
        if look_up_form(before) in currencies:
            yield currencies[look_up_form(before)], trim(after)
        if look_up_form(after) in currencies:
            yield currencies[look_up_form(after)], trim(before)


def is_ambiguous(digits: str) -> bool:
    """Tells whether the two decimal marks make two numbers of it."""
    either = parse_magnitude(digits, "."), parse_magnitude(digits, ",")
    return None not in either and either[0] != either[1]


def parse_magnitude(digits: str, decimal_mark: str = "auto") -> Decimal | None:
    """Reads a number without sign and mark, exactly; None when a double can't hold it."""
    if decimal_mark == "auto":
        if not SHORT_DECIMALS.fullmatch(digits):
            return parse_magnitude(digits, ".")
        return None if re.search("[eE]|^,", digits) else parse_magnitude(digits, ",")
    if decimal_mark == ",":
        digits = digits.translate(EXCHANGED)
    if not POINTED.fullmatch(digits):
        return None
    plain = digits.replace(",", "")
    if math.isinf(float(plain)):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:  # an exponent far from what a double can hold, so as good as zero
        is_zero = not re.search("[1-9]", re.split("[eE]", plain)[0])
        return Decimal(0) if is_zero else Decimal("1e-1000")


def to_amount(number: Number | None) -> Decimal | None:
    """Rounds to 4 decimals, half away from zero; None for what decimal(18,4) can't hold."""
    if number is None or abs(number.value) >= AMOUNT_LIMIT:
        return None
    rounded = number.value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return rounded if abs(rounded) < AMOUNT_LIMIT else None


def to_whole(value: Decimal | None) -> int | None:
    """Rounds half away from zero; None for what a bigint can't hold."""
    if value is None or abs(value) > 2**64:
        return None
    whole = int(value.to_integral_value(rounding=ROUND_HALF_UP))
    return whole if -(2**63) <= whole < 2**63 else None

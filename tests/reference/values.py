"""Section 3, but for timestamps: white space, missing values, numbers, e-mail, categories."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
WHITE_SPACE = " \t\n\v\f\r\u00a0"
MISSING = {"", "null", "none", "nil", "nan", "n/a", "na", "-", "\\n"}
# Digits before a decimal point and behind it: 5, 5., .5, 1.5e3; 1,234,567.89
POINTED = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
SHORT_DECIMALS = re.compile(r".*,\d{1,2}", re.ASCII)  # what makes a comma a decimal one by itself
PENCE = "GBp"  # a hundredth of GBP, and no currency
LONGEST_MARK = 12
EXCHANGED = str.maketrans(".,", ",.")
AMOUNT_LIMIT = Decimal(10) ** 14  # decimal(18,4) holds less than this
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL_PART = re.compile(rf"{ATOM}(\.{ATOM})*")
DIGITS = "0123456789"


@dataclass(frozen=True)
class Number:
    """A number as written, exactly, and the currency its mark stands for."""

    value: Decimal
    currencies: frozenset[str] | None = None  # that its marks may stand for; None without marks
    is_ambiguous: bool = False  # the other decimal mark would make it another number


@dataclass(frozen=True)
class CurrencyName:
    """What a code or symbol stands for alone, for any of which currencies, and until when."""

    code: str | None
    shared_by: frozenset[str]
    legal_until: date


@dataclass(frozen=True)
class Vocabularies:
    """The seeds: look-up form of a name to its canonical value."""

    country: Mapping[str, str]
    currency: Mapping[str, CurrencyName]
    category: Mapping[str, Mapping[str, str]]
    sign: Mapping[str, int]  # of an order's status: how its amount counts


def read_vocabularies(seeds: Path = SEEDS) -> Vocabularies:
    """Reads the three seed files of the dbt project, and the names of one's own."""
    names: dict[str, dict[str, str]] = {
        "country": {row["name"]: row["code"] for row in read_seed(seeds / "country_names.csv")},
        "currency": {},  # of one's own
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
    own = {
        name: CurrencyName(code, frozenset({code}), date.max)
        for name, code in names.pop("currency").items()
    }
    currency = own | read_currencies(seeds / "currency_names.csv")
    return Vocabularies(names.pop("country"), currency, names, sign)


def read_currencies(path: Path) -> dict[str, CurrencyName]:
    """The codes and symbols that every user has."""
    return {
        row["name"]: CurrencyName(
            row["code"] or None,
            frozenset((row["shared_by"] or row["code"]).split()),
            date.fromisoformat(row["legal_until"] or "9999-12-31"),
        )
        for row in read_seed(path)
    }


def read_seed(path: Path) -> list[dict[str, str]]:
    """Rows of a seed file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def legal_currencies(day: date, seeds: Path = SEEDS) -> Mapping[str, frozenset[str]]:
    """The currencies that each mark may stand for on a day."""
    names = read_vocabularies(seeds).currency
    return {name: found.shared_by for name, found in names.items() if day <= found.legal_until}


def find_currency(
    text: str, day: date, names: Mapping[str, CurrencyName], symbols: Mapping[str, str]
) -> str | None:
    """The code that a text in a currency column stands for on a day."""
    name = look_up_form(text)
    if text == PENCE or (name not in symbols and name not in names):
        return None
    if name in symbols:
        return symbols[name]
    return names[name].code if day <= names[name].legal_until else None


def trim(text: str) -> str:
    """Cuts the contract's white space off both ends."""
    return text.strip(WHITE_SPACE)


def lower_case(text: str) -> str:
    """One letter for one letter: Σ is σ at the end of a word too, and İ is i."""
    return "".join(character.lower()[0] for character in text)


def look_up_form(text: str) -> str:
    """Trimmed, lower-cased, inner white space folded to one blank."""
    return re.sub(f"[{WHITE_SPACE}]+", " ", lower_case(trim(text)))


def is_missing(column: str, text: str | None, words: Sequence[str] = ()) -> bool:
    """Tells whether a received text stands for no value; `words` are the feed's own for that."""
    if text is None:
        return True
    token = trim(text).lower()
    if token in {word.strip().lower() for word in words}:
        return True
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
    text: str, currencies: Mapping[str, frozenset[str]], decimal_mark: str = "auto"
) -> Number | None:
    """Reads a trimmed number, with at most one sign and a currency mark on either side."""
    for negative, marks, digits in readings(text, currencies):
        magnitude = parse_magnitude(digits, decimal_mark)
        if magnitude is not None:
            value = magnitude.copy_negate() if negative else magnitude
            return Number(value, marks, decimal_mark == "auto" and is_ambiguous(digits))
    return None


Reading = tuple[bool, frozenset[str] | None, str]  # negative, what its marks may be, the rest


def readings(
    text: str, currencies: Mapping[str, frozenset[str]], left: str = "sba"
) -> Iterator[Reading]:
    """Every way to take off a sign, a mark before and one behind (`left`: s, b, a), each once."""
    yield False, None, text
    if "s" in left:
        negative, unsigned = without_sign(text)
        if unsigned != text:
            for _, marks, rest in readings(unsigned, currencies, left.replace("s", "")):
                yield negative, marks, rest
    for side in "ba":
        if side in left and text == trim(text):
            for found, shorter in without_mark(text, currencies, side):
                for negative, marks, rest in readings(shorter, currencies, left.replace(side, "")):
                    both = found if marks is None else found & marks
                    if both:
                        yield negative, both, rest


def without_sign(text: str) -> tuple[bool, str]:
    """Takes off one sign in front, or accounting parentheses around: (negative, rest)."""
    if text.startswith(("+", "-")):
        return text[0] == "-", text[1:]
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1]
    return False, text


def without_mark(
    text: str, currencies: Mapping[str, frozenset[str]], side: str
) -> Iterator[tuple[frozenset[str], str]]:
    """Takes off each mark that stands before (b) or behind (a), the longest first."""
    for length in range(min(len(text), LONGEST_MARK), 0, -1):
        cut = length if side == "b" else len(text) - length
        mark, rest = (text[:cut], text[cut:]) if side == "b" else (text[cut:], text[:cut])
        name = look_up_form(mark)
        if name in currencies and mark != PENCE and mark == trim(mark):
            yield currencies[name], trim(rest)


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

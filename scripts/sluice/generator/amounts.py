"""Numbers and the many ways to write them: durations, and amounts of money."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sluice.generator.dice import Cell, Dice, deck

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "AUD": "A$"}
MISSING = ("", "", "", " ", "\u00a0", "null", "NULL", "None", "nil", "NaN", "n/a", "N/A")
MISSING_TOKENS = (*MISSING, "na", "NA", "-", "\\N", "\\n", "nan", "NIL", " none ", "\u00a0-\t")

NEGATIVE, TOO_LONG = "duration_ms_negative", "duration_ms_too_long"
DURATIONS: dict[str, tuple[str, str]] = {
    "decimals": ("{n}.0", ""),
    "fraction": ("{n}.4963", ""),
    "trailing_point": ("{n}.", ""),
    "leading_point": (".5", ""),
    "zero": ("0", ""),
    "minus_zero": ("-0", ""),
    "plus": ("+{n}", ""),
    "leading_zeros": ("000{n}", ""),
    "grouped": ("1,{k:03}", ""),
    "grouped_decimals": ("12,{k:03}.25", ""),
    "decimal_comma": ("{n},5", ""),
    "grouped_dots": ("1.{k:03},75", ""),
    "exponent": ("1.{k:03}e4", ""),
    "exponent_plus": ("{k}E+1", ""),
    "padded": ("\u00a0{n} ", ""),
    "a_whole_day": ("86400000", ""),
    "outlier": ("8399{k:03}1", ""),
    "minus_one": ("-1", NEGATIVE),
    "negative": ("-{n}", NEGATIVE),
    "barely_negative": ("-0.4", NEGATIVE),
    "parentheses": ("({n})", NEGATIVE),
    "beyond_a_day": ("86400001", TOO_LONG),
    "barely_beyond_a_day": ("86400000.4", TOO_LONG),
    "sentinel": ("999999999", TOO_LONG),
    "astronomic": ("1e300", TOO_LONG),
    "word": ("fast", "duration_ms_invalid"),
    "unit": ("{n}ms", "duration_ms_invalid"),
    "clock": ("00:01:{k:02}", "duration_ms_invalid"),
    "infinity": ("Infinity", "duration_ms_invalid"),
    "overflow": ("1e400", "duration_ms_invalid"),
    "two_points": ("1.{k}.5", "duration_ms_invalid"),
    "two_signs": ("--{n}", "duration_ms_invalid"),
    "sign_behind": ("{n}-", "duration_ms_invalid"),
    "grouped_in_twos": ("1,23,456", "duration_ms_invalid"),
    "grouped_zero": ("0,{k:03}", "duration_ms_invalid"),
    "group_too_long": ("1234,{k:03}", "duration_ms_invalid"),
    "sign_and_parentheses": ("-({n})", "duration_ms_invalid"),
    "underscores": ("1_{k:03}", "duration_ms_invalid"),
    "hexadecimal": ("0x{k:x}", "duration_ms_invalid"),
    "blank_inside": ("1 {k:03}", "duration_ms_invalid"),
}


# What is read only where the feed names no decimal mark
COMMA_DECIMALS = ("decimal_comma", "decimal_comma_one_digit", "grouped_dots", "symbol_behind")
EXCHANGED = str.maketrans(".,", ",.")


def marked(text: str, mark: str) -> str:
    """A number with the decimal mark of its feed."""
    return text.translate(EXCHANGED) if mark == "," else text


def duration(name: str, dice: Dice, mark: str = "auto") -> Cell:
    """A duration in the form of that name."""
    text, issue = DURATIONS[name]
    if mark != "auto" and name in COMMA_DECIMALS:
        issue = "duration_ms_invalid"
    text = text.format(n=dice.between(200, 90_000), k=dice.between(101, 999))
    text = marked(text, mark)
    return Cell(text, (issue,) if issue else (), f"duration_{name}")


class Amount(NamedTuple):
    """What an amount means to the rules: its size, its sign and its currency mark, if any."""

    size: str = "usual"  # usual, zero, large, ambiguous, missing or invalid
    negative: bool = False
    mark: str = ""


class AmountForm(NamedTuple):
    """How an amount is written: w and c are units and cents, m is the mark and k its code."""

    text: str
    size: str = "usual"
    negative: bool = False
    mark: str = ""  # code or symbol: the row's own currency; other: another one's symbol
    statuses: tuple[str, ...] = ("paid", "paid", "refunded", "failed", "chargeback")


PAID = ("paid",)
MONEY_BACK = ("refunded", "chargeback")
AMOUNTS: dict[str, AmountForm] = {
    "no_cents": AmountForm("{w}"),
    "trailing_point": AmountForm("{w}."),
    "leading_point": AmountForm(".{c:02}"),
    "many_decimals": AmountForm("{w}.{c:02}49999"),
    "plus": AmountForm("+{w}.{c:02}"),
    "leading_zeros": AmountForm("00{w}.{c:02}"),
    "grouped": AmountForm("1,{c:03}.{c:02}"),
    "grouped_whole": AmountForm("2,{c:03}", "ambiguous"),
    "three_decimals": AmountForm("{w}.{c:03}", "ambiguous"),
    "decimal_comma": AmountForm("{w},{c:02}"),
    "decimal_comma_one_digit": AmountForm("{w},5"),
    "grouped_dots": AmountForm("1.{c:03},{c:02}"),
    "exponent": AmountForm("{w}.{c:02}e0"),
    "exponent_upper_case": AmountForm("1.2{c:02}E+2"),
    "padded": AmountForm("\u00a0{w}.{c:02}\t"),
    "symbol_before": AmountForm("{m}{w}.{c:02}", mark="symbol"),
    "symbol_behind": AmountForm("{w},{c:02}{m}", mark="symbol"),
    "code_before": AmountForm("{m}{w}.{c:02}", mark="code"),
    "code_behind": AmountForm("{w}.{c:02}{m}", mark="code"),
    "code_blank_before": AmountForm("{m} {w}.{c:02}", mark="code"),
    "code_blank_behind": AmountForm("{w}.{c:02} {m}", mark="code"),
    "symbol_on_both_sides": AmountForm("{m}{w}.{c:02}{m}", mark="symbol"),
    "symbol_and_code": AmountForm("{m}{w}.{c:02} {k}", mark="symbol"),
    "outlier": AmountForm("98{w}.{c:02}"),
    "one_million": AmountForm("1000000.00", statuses=PAID),
    "above_one_million": AmountForm("1000000.01", "large"),
    "very_large": AmountForm("12,345,678.{c:02}", "large"),
    "refund_minus": AmountForm("-{w}.{c:02}", negative=True, statuses=MONEY_BACK),
    "refund_parentheses": AmountForm("({w}.{c:02})", negative=True, statuses=MONEY_BACK),
    "refund_sign_mark": AmountForm("-{m}{w}.{c:02}", "usual", True, "symbol", MONEY_BACK),
    "refund_mark_sign": AmountForm("{m}-{w}.{c:02}", "usual", True, "symbol", MONEY_BACK),
    "refund_mark_parentheses": AmountForm("({m}{w}.{c:02})", "usual", True, "symbol", MONEY_BACK),
    "negative": AmountForm("-{w}.{c:02}", negative=True, statuses=("paid", "failed")),
    "negative_parentheses": AmountForm("({w}.{c:02})", negative=True, statuses=PAID),
    "zero": AmountForm("0.00", "zero", statuses=("paid", "refunded", "chargeback")),
    "rounds_to_zero": AmountForm("0.00004", "zero", statuses=PAID),
    "minus_rounds_to_zero": AmountForm("-0.00004", "zero", statuses=PAID),
    "failed_zero": AmountForm("0", "zero", statuses=("failed",)),
    "failed_missing": AmountForm("", "missing", statuses=("failed",)),
    "missing": AmountForm("N/A", "missing", statuses=PAID),
    "conflict": AmountForm("{m}{w}.{c:02}", mark="other", statuses=PAID),
    "negative_conflict": AmountForm("-{m}{w}.{c:02}", "usual", True, "other", PAID),
    "zero_conflict": AmountForm("{m}0.00", "zero", False, "other", PAID),
    "word": AmountForm("free", "invalid"),
    "word_behind": AmountForm("{w}.{c:02} approx", "invalid"),
    "infinity": AmountForm("-inf", "invalid"),
    "overflow": AmountForm("1e400", "invalid"),
    "too_many_digits": AmountForm("123456789012345678.{c:02}", "invalid"),
    "two_points": AmountForm("{w}.{c:02}.{c:02}", "invalid"),
    "two_currencies": AmountForm("{m}{w}.{c:02} CHF", "invalid", mark="symbol"),
    "pence": AmountForm("{w} GBp", "invalid"),
    "sign_behind": AmountForm("{w}.{c:02}-", "invalid"),
    "three_decimals_comma": AmountForm("0,{c:03}", "invalid"),
    "grouped_in_twos": AmountForm("1,23,{w}.{c:02}", "invalid"),
    "both_signs": AmountForm("-({w}.{c:02})", "invalid"),
    "unicode_minus": AmountForm("\u2212{w}.{c:02}", "invalid"),
    "mark_unheard_of": AmountForm("¤{w}.{c:02}", "invalid"),
}


class SharedMark(NamedTuple):
    """An amount whose mark is that of several currencies, and codes that it suits, or doesn't."""

    text: str
    codes: tuple[str, ...]
    suits: bool = True


SHARED_MARKS = (
    SharedMark("${n}", ("CAD", "AUD", "MXN", "SGD", "USD")),
    SharedMark("${n} CAD", ("CAD",)),
    SharedMark("USD$ {n}", ("USD",)),
    SharedMark("¥{n}", ("CNY", "JPY")),
    SharedMark("£{n}", ("EGP", "GBP")),
    SharedMark("{n} kr", ("SEK", "NOK", "DKK")),
    SharedMark("Rs. {n}", ("INR", "PKR", "LKR")),
    SharedMark("£{n}", ("CAD", "SEK"), suits=False),
    SharedMark("{n} kr", ("EUR", "CNY"), suits=False),
)
ENDED = {"HRK": date(2023, 1, 14), "BGN": date(2026, 1, 31)}  # and their last day
USUAL_FORMS = deck({"{w}.{c:02}": 30, "{w}.{d}": 3, "{w}": 1})
USUAL, NEGATIVE_USUAL = Amount(), Amount(negative=True)


def usual_amount(dice: Dice, decimal_mark: str, negative: bool = False) -> Cell:
    """A price as most rows have it."""
    units = int(4 + 60 * dice.random() + 220 * dice.random() ** 6)
    text = dice.pick(USUAL_FORMS).format(w=units, c=dice.between(0, 99), d=dice.between(0, 9))
    text = marked(text, decimal_mark)
    return Cell(f"-{text}", value=NEGATIVE_USUAL) if negative else Cell(text, value=USUAL)


def formed_amount(name: str, currency: object, dice: Dice, decimal_mark: str) -> Cell:
    """An amount in the form of that name, for a row with this currency."""
    form = AMOUNTS[name]
    size = form.size
    if decimal_mark != "auto":
        size = "invalid" if name in COMMA_DECIMALS else "usual" if size == "ambiguous" else size
    own = currency if currency in SYMBOLS else "USD"
    other = dice.pick([code for code in SYMBOLS if code not in (own, "USD")])
    mark = other if form.mark == "other" else str(own) if form.mark else ""
    written = mark if form.mark == "code" else SYMBOLS.get(mark, "")
    units, cents = dice.between(101, 240), dice.between(11, 99)
    text = marked(form.text.format(m=written, k=mark, w=units, c=cents), decimal_mark)
    return Cell(text, (), f"amount_{name}", Amount(size, form.negative, mark))


def amount_issues(amount: Amount, currency: object, status: object) -> tuple[str, ...]:
    """Which rules an amount breaks in a row with this currency and status (None: unknown)."""
    issues = []
    if amount.size in ("missing", "invalid"):
        return () if amount.size == "missing" and status == "failed" else (f"amount_{amount.size}",)
    if amount.size == "zero" and status in ("paid", "refunded", "chargeback"):
        issues.append("amount_zero")
    if amount.negative and status in ("paid", "failed"):
        issues.append("amount_negative")
    if amount.size == "ambiguous":
        issues.append("amount_ambiguous")
    if amount.size == "large":
        issues.append("amount_too_large")
    if amount.mark and currency and amount.mark != currency:
        issues.append("amount_currency_conflict")
    return tuple(issues)

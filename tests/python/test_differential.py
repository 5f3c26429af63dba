"""The dbt project and tests/reference agree on every value, line, file and day that Hypothesis draws.

The short form draws the same cases every time. SLUICE_LONG=1 draws new ones, many more, and prints
the seed; SLUICE_SEED=n draws those of a printed seed again.
"""

from __future__ import annotations

import gzip
import random
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]

from conftest import IS_LONG, SEED  # noqa: E402
from correcting import write_corrections  # noqa: E402
from differential import OWN_TIMES, Dbt, ValueReader, compare  # noqa: E402

from sluice.files import raw_files  # noqa: E402
from tests.reference import lines as reference_lines  # noqa: E402
from tests.reference import timestamps as reference_timestamps  # noqa: E402
from tests.reference import values as reference_values  # noqa: E402
from tests.reference import variables as reference_variables  # noqa: E402

VALUES = 60_000 if IS_LONG else 3_000
FOLDERS = 40 if IS_LONG else 4
PARTITIONS = 14  # of each folder
POOL = 120  # values of each kind that a folder is made of
NAMES = reference_values.read_vocabularies()
SHOWN = 400 if IS_LONG else 60
FIRST_DAY = date(2025, 12, 1)


def drawn(strategy: st.SearchStrategy, count: int, number: int = 0) -> list:
    """Draws that many examples; `number` tells one series of a seed from the next."""
    found: list = []

    @seed(SEED + 1_000_003 * number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: object) -> None:
        found.append(example)

    collect()
    return found


def pick(*choices: object) -> st.SearchStrategy:
    """One of some values, or a draw from one of some strategies."""
    return st.one_of(
        *(
            choice if isinstance(choice, st.SearchStrategy) else st.just(choice)
            for choice in choices
        )
    )


def words(text: str) -> st.SearchStrategy[str]:
    """One of the words of a text; `_` stands for a blank and `0` alone for nothing."""
    return st.sampled_from(["" if word == "0" else word.replace("_", " ") for word in text.split()])


def joined(*parts: object) -> st.SearchStrategy[str]:
    """Texts and strategies for texts, put together."""
    return st.tuples(
        *(part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts)
    ).map("".join)


# --- values -----------------------------------------------------------------------------------

NUMBER_2 = pick(st.integers(0, 61), st.integers(1, 12), st.integers(1, 12)).map(
    lambda n: f"{n:02d}"
)
NUMBER_1 = st.integers(0, 32).map(str)
CLOCK_HOUR = pick(st.integers(0, 25).map(lambda n: f"{n:02d}"), st.integers(0, 13).map(str))
YEAR = words("2025 2025 2025 2025 2024 2016 1999 1970 1969 1900 1899 2199 2200 0000 9999")
SHORT_YEAR = words("25 25 24 2025 00 68 69 99 7 125")
FRACTION = words("0 0 0 .5 .25 .000001 .9999995 .1234567890123 . ,5 .5e1")
OFFSET = words(
    "+00:00 -00:00 +05:30 +0530 +05 -0800 -08 +15:59 -15:59 +16:00 +15:60 +5 +99 +005:30"
)
ZONE_NAME = words(
    "Europe/Berlin America/New_York Asia/Kolkata America/Argentina/Buenos_Aires Etc/GMT+5 Etc/GMT-14"
    " Pacific/Kiritimati Australia/Lord_Howe Etc/UTC US/Eastern europe/berlin EUROPE/BERLIN"
    " Europe/Atlantis Etc/GMT+99 posix/Europe/Berlin right/UTC Europe//Berlin"
    " /Berlin Europe/ America/Port-au-Prince GMT/ Etc/GMT0 Asia/Ho_Chi_Minh Europe/Kyiv"
    " America/Ciudad_Juarez Antarctica/Troll Africa/Casablanca"
)
ZONE_WORD = words("Z z UTC utc GMT gmt Gmt EST IST PST CET UTC+1 GMT+0100 ZZ")
BRACKETS = pick(
    joined(
        words("Z z +00:00 +0000 -00:00 +01:00 +02:00 +0530 -05:00 +00 EST UTC 0 +1"),
        words("0 0 0 _"),
        "[",
        pick(ZONE_NAME, words("Europe/Berlin Europe/Berlin Europe/London UTC utc GMT Z 0 CET")),
        words("] ] ] ] 0 ]]"),
    ),
    joined(words("+0000 -0000 +00 +00:00 +0100 Z +000"), words("_ __ 0"), words("UTC GMT utc CET")),
)
ZONE = pick(
    "",
    "",
    joined(words("0 0 _ __"), pick(OFFSET, ZONE_WORD, ZONE_NAME)),
    joined(st.sampled_from(["", "", " ", "\u202f"]), BRACKETS),
)
SECONDS = pick("", joined(":", NUMBER_2, FRACTION), joined(":", NUMBER_2))
CLOCK = joined(CLOCK_HOUR, ":", NUMBER_2, SECONDS)
DOTTED = joined(CLOCK_HOUR, ".", NUMBER_2, ".", NUMBER_2)
HALF = pick(
    words("0 0 0 AM _AM am _pm PM __Pm _A.M. _a"),
    words("AM _pm").map(lambda h: "\u202f" + h.strip()),
)
GAP = pick(
    words("_ _ _ T t __ 0 , ,_ ,__ -"), st.sampled_from(["\u00a0", "\t", ",\u202f", " ,", ", ,"])
)
BLANKS = pick(words("_ _ __"), st.sampled_from(["\u00a0", "\u202f", "\u2009"]))
WEEKDAY = words("0 0 0 Mon_ Wed,_ wed,__ Wednesday,_ THU_ Thurs,_ Foo,_ sunday, Tues_ ſunday,_")
MONTH_NAME = words(
    "Jan feb MAR Apr May jun Jul Aug Sep sept Sept. Oct Nov Dec January february MARCH April June"
    " July august September October november December Dez Sex Auguſt ſep Mai de Decem"
)
TIME_BEHIND = pick("", joined(GAP, CLOCK, HALF, ZONE), joined(" ", CLOCK, ZONE))
ISO = st.builds(
    lambda year, mark, month, other, day, rest: f"{year}{mark}{month}{other or mark}{day}{rest}",
    YEAR,
    words("- - - / ."),
    pick(NUMBER_2, NUMBER_1),
    words("0 0 0 0 0 0 0 - /"),
    pick(NUMBER_2, NUMBER_1),
    TIME_BEHIND,
)
COMPACT = joined(
    YEAR,
    NUMBER_2,
    NUMBER_2,
    pick(
        "",
        joined(words("T t T 0 _"), NUMBER_2, NUMBER_2, pick("", joined(NUMBER_2, FRACTION)), ZONE),
    ),
)
YEAR_LAST = st.builds(
    lambda first, mark, second, other, year, rest: (
        f"{first}{mark}{second}{other or mark}{year}{rest}"
    ),
    pick(NUMBER_2, NUMBER_1),
    words("/ / - ."),
    pick(NUMBER_2, NUMBER_1),
    words("0 0 0 0 0 0 0 - / ."),
    pick(YEAR, YEAR, SHORT_YEAR, words("125 12025")),
    TIME_BEHIND,
)
NAMED = pick(
    joined(WEEKDAY, pick(NUMBER_2, NUMBER_1), BLANKS, MONTH_NAME, BLANKS, YEAR, TIME_BEHIND),
    joined(WEEKDAY, pick(NUMBER_2, NUMBER_1), "-", MONTH_NAME, "-", YEAR, TIME_BEHIND),
    joined(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_1, words(",_ ,_ , _ ,__"), YEAR, TIME_BEHIND),
    joined(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_1, BLANKS, SHORT_YEAR, TIME_BEHIND),
    joined(WEEKDAY, NUMBER_1, words("- - _"), MONTH_NAME, words("- - _"), SHORT_YEAR, TIME_BEHIND),
    joined(NUMBER_2, "-", MONTH_NAME, "-", SHORT_YEAR, GAP, DOTTED, FRACTION, HALF, ZONE),
)
OLD = pick(
    joined(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_2, BLANKS, CLOCK, BLANKS, YEAR),
    joined(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_2, BLANKS, CLOCK, HALF, ZONE, BLANKS, YEAR),
    joined(
        *(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_2, BLANKS, YEAR, BLANKS, CLOCK),
        *(words("_GMT _gmt GMT _UTC __GMT"), OFFSET),
        words("0 _(CST) __(Central_European_Standard_Time) (CET) _() _(a)(b) _((x)) _(x"),
    ),
)
NUMBER_9 = st.integers(0, 10**9 - 1).map(lambda n: f"{n:09d}")
EPOCH = pick(
    joined(st.integers(0, 9_999_999_999).map(lambda n: f"{n:010d}"), FRACTION),
    joined(st.integers(1_760_000_000_000, 1_770_000_000_000).map(str), words("0 0 0 .5 ,25 .1239")),
    joined(st.integers(1_760_000_000, 1_770_000_000).map(str), NUMBER_9, words("0 0 .5")),
    st.integers(0, 10**19 - 1).map(lambda n: f"{n:019d}"),
    st.integers(0, 9_999_999_999_999).map(lambda n: f"{n:013d}"),
    st.integers(0, 10**16 - 1).map(lambda n: f"{n:016d}"),
    st.integers(0, 10**18).map(str),
    words("7258118399 7258118400 7258118399999 7258118400000 7258118399999999 1e9 -1765355415"),
)
TIME_WORDS = words(
    "now today epoch infinity -infinity tomorrow 2025 2025-12 2025-W50-3 2025-344 08:30:15 T08:30 20251 "
    " 2025-12-10(BC) ２０２５-12-10 2025‐12‐10 0001-01-01 2025-12-10T08 2025-12-10T08:30:15,5Z"
    " 2025-12-10|08:30 |||||||| 2025|12|10|8|30|0|||Z 2025-12-10T08:30:15Z\x00 \x002025-12-10"
)
GOOD_TIMES = st.builds(
    lambda moment, form: moment.strftime(form).replace("{z}", ""),
    st.datetimes(datetime(2025, 11, 20), datetime(2025, 12, 20)),
    st.sampled_from(
        [
            "%Y-%m-%dT%H:%M:%SZ",
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%d %H:%M:%S.%f",
            "%Y/%m/%d %H:%M",
            "%m/%d/%Y %I:%M %p",
            "%d.%m.%Y %H:%M",
            "%d %b %Y %H:%M:%S",
            "%B %d, %Y %I:%M:%S %p",
            "%a, %d %b %Y %H:%M:%S +0200",
            "%a %b %d %H:%M:%S %Y",
            "%Y%m%dT%H%M%S.%f-0530",
            "%Y%m%d%H%M%S",
            "%Y-%m-%d",
            "%a %b %d %Y %H:%M:%S GMT+0800 (CST)",
            "%Y-%m-%dT%H:%M Asia/Kolkata",
            "%Y-%m-%d %H:%M:%S+00:00",
        ]
    ),
)
OWN = pick(
    joined(SHORT_YEAR, NUMBER_2, NUMBER_2, BLANKS, CLOCK_HOUR, words("h h H 0"), NUMBER_2),
    joined(
        *(WEEKDAY, NUMBER_1, BLANKS, MONTH_NAME, words(",_ ,_ _ ,"), YEAR, words("_at_ _AT_ at_")),
        *(CLOCK_HOUR, ":", NUMBER_2, HALF),
    ),
    joined(YEAR, ".", NUMBER_1, ".", NUMBER_2, "-", DOTTED, words(",5 ,123456 , .5"), OFFSET),
    joined(
        YEAR,
        "-",
        NUMBER_2,
        "-",
        NUMBER_1,
        BLANKS,
        CLOCK_HOUR,
        " o'clock ",
        pick(ZONE_WORD, ZONE_NAME),
    ),
)
TIMES = pick(*(ISO, COMPACT, YEAR_LAST, NAMED, OLD, EPOCH, OWN, TIME_WORDS, GOOD_TIMES, GOOD_TIMES))

DIGITS = pick(
    st.integers(0, 9).map(str),
    st.integers(0, 99_999).map(str),
    st.integers(0, 10**20).map(str),
    words(
        "0 00 007 86400000 86400001 1000000 1000001 99999999999999 100000000000000 5e 9007199254740993"
    ),
)
GROUPED = words(
    "1,234 1,234,567 12,345,678 0,123 01,234 1,23 1,2345 ,123 1,,234 1.234 1.234.567 0.123.456 1,234.567"
)
DECIMALS = pick(
    "", "", words(". .5 .50 .00005 .99995 .12345 ,5 ,50 ,500 .0 ,00 .00004999999 .5.5 ,5,5")
)
EXPONENT = words(
    "0 0 0 0 0 0 e5 E2 e-3 e+2 e400 e-400 e308 e309 e e5.5 e99999999999999999999 e-99999999999999999999"
)
MARK = pick(
    st.sampled_from(sorted(NAMES.currency)),
    words(
        "$ € £ ¥ ₹ kr kr. Rs. rs. GBp GBP BGN hrk USD$ $_usd EUR_€ US$ us_$ A$ EUR eur usd USD XXX XTS bucks % ~ $$ Rs. kr zł e£ E £e XBT $. CHF_ ( s$"
    ),
)
SHARED = words("0 $ $ USD usd CAD € EUR kr kr. SEK Rs. INR £ GBP GBp ¥ CNY BGN HRK USD$")
SIGN = words("0 0 0 0 + - -- +- − ＋")
NUMBER = joined(pick(DIGITS, DIGITS, GROUPED, words(". 0")), DECIMALS, EXPONENT)
SIGNED = joined(SIGN, words("0 0 0 0 0 ( (("), NUMBER, words("0 0 0 0 0 ) )) -"))
GAPS = words("0 0 0 _ \u00a0 \t __")
NUMBERS = pick(
    SIGNED,
    joined(SIGN, NUMBER),
    joined("(", NUMBER, ")"),
    joined(SIGN, MARK, GAPS, SIGN, NUMBER),
    joined(SIGN, NUMBER, GAPS, MARK),
    joined(SIGN, "(", MARK, GAPS, NUMBER, words("0 0 _"), words(") ) 0")),
    joined(words("( ( 0"), NUMBER, GAPS, MARK, ")"),
    joined(MARK, GAPS, words("( 0"), NUMBER, ")"),
    joined("(", NUMBER, ")", GAPS, MARK),
    joined(MARK, GAPS, SIGNED, GAPS, MARK),
    joined(SIGN, SHARED, GAPS, NUMBER, GAPS, SHARED),
    joined("(", SHARED, NUMBER, ")", GAPS, SHARED),
    words(
        "NaN inf -inf Infinity 0x10 1_000 １２ 1O 5- 1e5 1E+05 .e5 -.5 +5. () (-5) -(5) 1,2 $ EUR five ٣ 1\x002 -0 -0.0"
    ),
)

ATOM = pick(
    st.text("abcXYZ019!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=8),
    words('john.doe a..b .a a. 0 ä a_b o\'neil "quoted" a,b x' + "y" * 62),
)
LABEL = pick(
    st.text("abcXYZ019-", min_size=1, max_size=8),
    words(
        "example gmail mail-server -bad bad- a--b münchen пример 例え 123 0 a_b ΟΔΟΣ İstanbul भारत xn--p1ai"
    ),
    st.sampled_from(["a" * 63, "b" * 64]),
)
EMAILS = pick(
    joined(
        ATOM,
        words("@ @ @ @ @@ 0 _@"),
        LABEL,
        words(". . . .. 0"),
        LABEL,
        pick("", joined(".", LABEL)),
    ),
    joined(ATOM, "@", LABEL, words(".com .COM .org .123 .c0m .ελ .c .4a")),
    st.sampled_from(
        [
            "a" * 64 + "@example.com",
            "a" * 65 + "@example.com",
            "a@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + "." + "e" * 59 + ".f",  # 254
            "ab@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + "." + "e" * 59 + ".f",  # 255
            "A.User@Example.COM",
            "a@b",
            "a@127.0.0.1",
            "a b@example.com",
            "a@exam ple.com",
            "a@example.com.",
            "K@K.com",
        ]
    ),
)


def respelled(text: str, way: int) -> str:
    """A name in another case or with other blanks."""
    ways = [
        text,
        text.upper(),
        text.title(),
        text.swapcase(),
        text.replace(" ", "  "),
        text.replace(" ", "\u00a0"),
        text.replace(" ", "\t\v"),
        text.replace(" ", "_"),
        text + ".",
        text[1:],
    ]
    return ways[way % len(ways)]


def names_of(*vocabularies: object) -> st.SearchStrategy[str]:
    """Names of some vocabularies, mostly spelled otherwise."""
    names = sorted({name for vocabulary in vocabularies for name in vocabulary})  # type: ignore[attr-defined]
    return st.builds(respelled, st.sampled_from(names), st.integers(0, 9))


CATEGORIES = pick(
    names_of(NAMES.country), names_of(NAMES.currency), names_of(*NAMES.category.values())
)
MISSING = words(
    "0 0 null NULL None nil NaN n/a N/A na NA Na - \\N \\n -- n.a. nulls . ? N/A/ \\\\N"
)
HOSTILE = st.sampled_from(
    [
        "'; drop table staging.stg_events; --",
        "{{ 7 * 7 }}",
        "{% do run_query('drop schema clean') %}",
        "=1+1",
        "@SUM(A1:A2)",
        "+cmd|' /C calc'!A0",
        "$(rm -rf /)",
        "../../etc/passwd",
        "\u202eabc\u200b",
        "\ufeff",
        "\ufffd",
        "a\x00b",
        "\x01\x02\x03\x04",
        "\x1b[31mred",
        "\\x41\\",
        "\x85\u2028\u2029",
        "e\u0301",
        "😀" * 3,
        "x" * 5_000,
        "9" * 400,
        "1" + ",000" * 200,
        "NULL\x00",
        "=",
        "!",
        "%s %d {0} \\1 $1",
        "\x7f",
        "\u3000",
        "\u200b",
        "İ",
        "ß",
        "K",
    ]
)
ANY_TEXT = st.text(max_size=12)


@st.composite
def changed(draw: Callable, strategy: st.SearchStrategy[str]) -> str:
    """A text, sometimes with a character lost, doubled, replaced or put in, or blanks around."""
    text = draw(strategy)
    if draw(st.integers(0, 5)) == 0 and text:
        at = draw(st.integers(0, len(text) - 1))
        new = draw(
            st.sampled_from([*"0123456789.,:;-+/|TZ apmAMeE()$€\"' ", "\u00a0", "\x00", "é", "\n"])
        )
        text = (
            text[:at]
            + draw(st.sampled_from(["", text[at] * 2, new, new + text[at]]))
            + text[at + 1 :]
        )
    if draw(st.integers(0, 3)) == 0:
        text = draw(BLANK_RUN) + text + draw(BLANK_RUN)
    return text


BLANK_RUN = st.sampled_from(
    [
        "",
        "",
        "",
        " ",
        "  ",
        "\u00a0",
        "\t",
        "\v",
        "\f",
        "\r",
        " \u00a0\t",
        "\u3000",
        "\u2007",
        "\x85",
        "\x1c",
        "\u200b",
        "\n",
    ]
)
QUOTING = st.text('""",;\t|ab \u00a0', max_size=14)
TEXTS = changed(
    pick(
        TIMES,
        TIMES,
        TIMES,
        NUMBERS,
        NUMBERS,
        EMAILS,
        CATEGORIES,
        MISSING,
        HOSTILE,
        ANY_TEXT,
        QUOTING,
    )
)


@pytest.fixture(scope="session")
def reader(dbt: Dbt) -> ValueReader:
    """The macros for values."""
    return ValueReader(dbt)


def expected_value(text: str) -> dict[str, object]:
    """What the reference makes of a text: the columns of VALUE_QUERY."""
    value = None if reference_values.is_missing("", text) else reference_values.trim(text)
    country = None if reference_values.is_missing("country", text) else reference_values.trim(text)
    number = None if value is None else reference_values.parse_number(value, {})
    marks = reference_values.legal_currencies(date(2025, 12, 10))
    money = None if value is None else reference_values.parse_number(value, marks)
    amount = reference_values.to_amount(money)
    delimiter = reference_lines.find_delimiter(text)
    return {
        "value": value,
        "country_value": country,
        "name": None if value is None else reference_values.look_up_form(value),
        **{name: None if value is None else read_time(value, name) for name in TIME_SETTINGS},
        "number": None if number is None else float(number.value),
        "whole": None if number is None else reference_values.to_whole(number.value),
        "outward": None if number is None else outward(number.value),
        "amount": amount,
        "is_ambiguous": money is not None and amount is not None and money.is_ambiguous,
        "comma_number": None if value is None else as_double(value, ","),
        "dot_number": None if value is None else as_double(value, "."),
        "amount_currency": None if money is None else money.currencies,
        "own_value": None
        if reference_values.is_missing("", text, ("Gone", "(unbekannt)"))
        else value,
        "currency": None
        if value is None
        else reference_values.find_currency(value, date(2025, 12, 10), NAMES.currency, {}),
        "email": reference_values.lower_case(value)
        if value is not None and reference_values.is_email(value)
        else None,
        **{
            f"{name}_{kind}": listed(reference_lines.split_fields(text, mark, quotes))
            for name, mark in DELIMITERS.items()
            for kind, quotes in QUOTES.items()
        },
        "delimiter": delimiter,
        "header_names": list(reference_lines.split_header(text, delimiter)),
    }


QUOTES = {
    "fields": (),
    "escaped": ("escaped",),
    "literal": ("literal",),
    "loose": ("escaped", "literal"),
}
TIME_SETTINGS: dict[str, dict[str, object]] = {
    "mdy_utc": {},
    "dmy_berlin": {"naive_timezone": "Europe/Berlin", "order": "dmy"},
    "own_utc": {"order": "dmy", "two_digit_years": True, "time_formats": OWN_TIMES},
}


def read_time(value: str, name: str, fold: int = 0) -> datetime | None:
    """A time as the reference reads it with the settings of that column of VALUE_QUERY."""
    settings_of_column = TIME_SETTINGS[name]
    return reference_timestamps.parse_timestamp(value, fold=fold, **settings_of_column)  # type: ignore[arg-type]


def as_double(value: str, mark: str) -> float | None:
    """A number as the reference reads it with a decimal mark."""
    number = reference_values.parse_number(value, {}, mark)
    return None if number is None else float(number.value)


def outward(value: Decimal) -> int:
    """A number rounded away from zero; more than 18 digits before the point are nines."""
    whole = value.copy_abs().to_integral_value(rounding=ROUND_DOWN)
    magnitude = min(int(whole), 10**18 - 1) + (value.copy_abs() != whole)
    return -magnitude if value.is_signed() else magnitude


DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


def listed(fields: tuple[str, ...] | None) -> list[str] | None:
    """Fields as DuckDB gives them."""
    return None if fields is None else list(fields)


def value_differences(text: str, found: dict[str, object]) -> list[str]:
    """What the macros and the reference see differently in a text."""
    expected = expected_value(text)
    if found["amount"] is None:  # the row is rejected, whatever its mark says
        found["amount_currency"] = expected["amount_currency"]
    marks = expected["amount_currency"]
    if marks and found["amount_currency"] in ({"CAD"} & marks or marks):  # type: ignore[operator]
        expected["amount_currency"] = found["amount_currency"]
    differences = [
        f"{text!r} {name}: got {found[name]!r}, expected {value!r}"
        for name, value in expected.items()
        if found[name] != value and not is_repeated_or_skipped_hour(text, name, found[name])
    ]
    for name in DELIMITERS:
        fields = found[f"{name}_fields"]
        if fields and not found[f"{name}_has_odd_blanks"]:
            differences += [
                f"{text!r} {name}: blanks of {field!r} overlooked"
                for field in fields
                if field != reference_values.trim(field)
                or reference_values.look_up_form(field) != reference_values.lower_case(field)
            ]
    return differences


def is_repeated_or_skipped_hour(text: str, name: str, found: object) -> bool:
    """A local time that daylight saving repeats or skips may be read either way."""
    if name not in TIME_SETTINGS or found is None:
        return False
    return found == read_time(reference_values.trim(text), name, fold=1)


def test_values_are_read_alike(reader: ValueReader) -> None:
    print(f"differential tests: seed {SEED}{' (long form)' if IS_LONG else ''}")
    texts = drawn(TEXTS, VALUES)
    for start in range(0, len(texts), 20_000):
        block = texts[start : start + 20_000]
        differences = [
            difference
            for text, found in zip(block, reader.read(block), strict=True)
            for difference in value_differences(text, found)
        ]
        report(differences)


def report(differences: list[str]) -> None:
    """Fails with the shortest differences first."""
    if differences:
        shown = sorted(set(differences), key=len)[:SHOWN]
        text = "\n".join([f"{len(differences)} differences, seed {SEED}", *shown])
        pytest.fail(text, pytrace=False)


# --- folders ----------------------------------------------------------------------------------

# Values come from Hypothesis; a plain random generator puts them together, so that most lines are
# fair, ids repeat, and a folder is as large as one build is worth.
DAY, SLASHED, DOTTED, NAMED_DAY = "\ue000", "\ue001", "\ue002", "\ue003"  # stand for D
BEFORE, AFTER, WEEK_BEFORE, TWO_AFTER = "\ue004", "\ue005", "\ue006", "\ue007"  # for days around D
PLACEHOLDERS = {
    DAY: (0, "%Y-%m-%d"),
    SLASHED: (0, "%Y/%m/%d"),
    DOTTED: (0, "%d.%m.%Y"),
    NAMED_DAY: (0, "%b %d, %Y"),
    BEFORE: (-1, "%Y-%m-%d"),
    AFTER: (1, "%Y-%m-%d"),
    WEEK_BEFORE: (-7, "%Y-%m-%d"),
    TWO_AFTER: (2, "%Y-%m-%d"),
}
COLUMNS = {feed: list(columns) for feed, columns in reference_variables.COLUMNS.items()}
WORDS = NAMES.category
IDS = {
    "customers": 14,
    "events": 90,
    "orders": 40,
}  # how many ids there are: few, so that they repeat
FAIR = {
    "email": "a@example.com A.B@Example.COM x@mail.example.org o'neil@ex-ample.de x@пример.рф",
    "country": "US us USA DE Germany na NA Namibia United_States deutschland gb",
    "platform": "ios Android web and Browser iPad WWW",
    "event_type": "login feature_use Feature-Use Log_In SIGN_OUT error paywall_view",
    "session_id": "s1 s2 s3 S3",
    "currency": "USD usd EUR eur $ € US_$ GBP CAD SEK kr Rs. BGN",
    "amount": "12.50 7 0.01 1,234.56 12,50 1e2 .5 250.00005 19.99 2.804 2,804",
    "duration_ms": "0 1 250 1500.5 2.4999 86400000 1e3 12,345 0.5",
    "customers.status": "active inactive banned actv In-Active baned",
    "orders.status": "paid paid paid succeeded failed refunded refund chargeback Charge_Back",
}
ODD = {
    "email": "0 null b@c a@b.123 a@@b.de",
    "country": "0 - Atlantis XX",
    "platform": "0 null tv",
    "event_type": "0 N/A click",
    "session_id": "0 null \\N NONE",
    "currency": "0 XXX bucks XTS HRK GBp DEM",
    "amount": (
        "0 -3 0.00 (5.00) $12.50 €7,50 $5_EUR $12_USD 12,50_kr Rs.500 5_BGN 5_HRK 5_GBp USD$_9 5_EUR 1000000 1000000.01 99999999999999.99995 0.00004 1e14"
        " -0.00005 USD_1 usd5 1.5e-2 five 1.2.3 £_3,10 (USD_2) +€5 $-5 -(5) NaN 1e400"
    ),
    "duration_ms": "0 - -1 -0 86400000.5 86400001 NaN inf $5 1e400 9e307 +7 (3) -0.4 1,50 x",
    "customers.status": "0 gone deleted",
    "orders.status": "0 pending cancelled null",
    "customer_id": "c99 C1 0 NULL ç1 c1\u200b",
    "event_id": "0 - NULL E1 e\u00a01",
    "order_id": "0 n/a O1",
    "ingest_date": (
        f"{SLASHED} {DAY}T23:59:59Z {DAY}T23:59-08:00 {BEFORE}T23:00:00-02:00 {DAY}_00:00 {BEFORE}"
        f" {DOTTED} {AFTER} 2025-11-11 x 20251201"
    ),
}
EDGE_TIMES = (
    f"{TWO_AFTER}T00:00:00Z|{TWO_AFTER}T00:00:00.000001Z|{TWO_AFTER} 00:00:00.0000001|{WEEK_BEFORE} 00:00"
    f"|{BEFORE}T23:59:59.999999Z|{WEEK_BEFORE}T00:00:00+00:01|{AFTER} 00:30+01:00|{DAY}|{NAMED_DAY} 12:00 AM"
    f"|{DAY} 24:00|{AFTER}T04:21:24.5-05:00|{WEEK_BEFORE}"
).split("|")
ZONES_BEHIND = [
    "",
    "",
    "",
    "Z",
    " UTC",
    "+00:00",
    "+05:30",
    "-0800",
    " Asia/Kolkata",
    " America/New_York",
]
HEADER_WAYS = ["plain"] * 14 + [
    "UPPER",
    "blanks",
    "quoted",
    "half",
    "order",
    "order",
    "no_ingest_date",
]
HEADER_WAYS += ["twice", "lost", "unknown", "odd", "hostile"]
LINE_WAYS = ["plain"] * 60 + ["copy"] * 6 + ["again"] * 6 + ["respelled"] * 3
LINE_WAYS += [
    "short",
    "long",
    "stray",
    "after",
    "open",
    "latin",
    "cut_utf8",
    "fffd",
    "noise",
    "nul",
]
LINE_WAYS += ["empty", "blank", "delimiters"]
LINE_DAMAGE = {
    "stray": b'"',
    "after": b'" x',
    "open": b',"',
    "latin": b"\xe9",
    "cut_utf8": b"\xe2\x82",
    "fffd": "\ufffd".encode(),
    "nul": b"\x00",
}
ENDS = [[b"\n"]] * 8 + [[b"\r\n"]] * 3 + [[b"\r"], [b"\n", b"\r\n"]]
ENDS += [[b"\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n"]]
FILE_WAYS = ["plain"] * 24 + [
    "bom",
    "bom",
    "cut",
    "cut",
    "utf16",
    "utf16be",
    "empty",
    "header",
    "bom_only",
]
FILE_WAYS += ["preamble", "latin1"]
PREAMBLES = [b"\n", b"\r\n", b"sep=,\n", b"# preamble\n", b" \n"]


# What lies beside the files of feeds and is not read: told or not
UNREAD = [
    "orders_raw (1).csv",
    "EVENTS_RAW.CSV",
    "customers.xlsx",
    "notes.txt",
    "orders_raw.csv.md5",
]


class FolderMaker:
    """Draws raw folders, the same ones for the same number."""

    def __init__(self, number: int) -> None:
        """Draws the values that the folder's lines are made of."""
        self.random = random.Random(f"{SEED} {number}")
        pools = {"times": TIMES, "numbers": NUMBERS, "emails": EMAILS, "texts": TEXTS}
        pools |= {
            "country": names_of(NAMES.country),
            "currency": names_of(NAMES.currency),
            "names": names_of(*WORDS.values()),
        }
        self.pools = {
            name: drawn(changed(strategy), POOL, 1 + number * len(pools) + at)
            for at, (name, strategy) in enumerate(pools.items())
        }
        self.files_before: dict[str, tuple[bytes, str]] = {}

    def write(self, raw: Path) -> None:
        """Writes a folder of partitions, some days apart."""
        day = FIRST_DAY
        for _ in range(PARTITIONS):
            day += timedelta(days=self.random.choice([1, 1, 1, 1, 1, 2, 3, 7, 8, 40]))
            folder = raw / f"ingest_date={day}"
            folder.mkdir(parents=True)
            for name, (content, way) in self.partition().items():
                content = self.damaged_file(dated(content, day), way)
                is_zipped = name.endswith(".gz") and content != b""
                (folder / name).write_bytes(
                    gzip.compress(content, mtime=0) if is_zipped else content
                )
            dice = random.Random(f"{SEED} unread {day}")
            for name in dice.sample(UNREAD, dice.choice([0, 0, 0, 1, 2])):
                (folder / name).write_bytes(b"x" * dice.randrange(2_000))

    def partition(self) -> dict[str, tuple[bytes, str]]:
        """The files of a date, with placeholders for the date; some are those of the date before."""
        files = {}
        for feed in COLUMNS:
            suffixes = [["csv"]] * 12 + [["csv.gz"]] * 2 + [["csv", "csv.gz"]] * 3 + [[]]
            for suffix in self.random.choice(suffixes):
                name = f"{feed}_raw.{suffix}"
                is_repeated = name in self.files_before and self.random.random() < 0.12
                files[name] = self.files_before[name] if is_repeated else self.file(feed)
                if is_repeated and self.random.random() < 0.5:
                    files[name] = self.in_other_order(*files[name])
        self.files_before |= files
        return files

    def in_other_order(self, content: bytes, way: str) -> tuple[bytes, str]:
        """A file with its lines shuffled."""
        header, *lines = content.splitlines(keepends=True) or [b""]
        self.random.shuffle(lines)
        return header + b"".join(lines), way

    def file(self, feed: str) -> tuple[bytes, str]:
        """A file's content and what happens to it as a whole."""
        delimiter = self.random.choice([",", ",", ",", ",", ",", ";", "\t", "|"])
        names = list(COLUMNS[feed])
        header = self.header(names, delimiter)
        lines = [header.replace("\n", "").encode("utf-8", "surrogatepass")]
        rows: list[dict[str, str]] = []
        is_dense = self.random.random() < 0.4
        sizes = {"customers": 12, "events": 60 if is_dense else 16, "orders": 14}
        way = self.random.choice(FILE_WAYS)
        for number in range(0 if way == "header" else self.random.randint(0, sizes[feed]) + 4):
            lines.append(self.line(feed, names, delimiter, rows, number))
        ends = self.random.choice(ENDS)
        chosen = [self.random.choice(ends) for _ in lines]
        if self.random.random() < 0.2:
            chosen[-1] = b""
        return b"".join(line + end for line, end in zip(lines, chosen, strict=True)), way

    def header(self, names: list[str], delimiter: str) -> str:
        """A header line; `names` becomes the columns in its order."""
        way = self.random.choice(HEADER_WAYS)
        at = self.random.randrange(len(names))
        if way == "lost":
            names.pop(at)
        elif way == "no_ingest_date":
            names.remove("ingest_date")
        elif way == "twice":
            names.insert(at, self.random.choice(names))
        elif way == "unknown":
            names.insert(at, self.random.choice(["note", "", "Note", "é", "\ufffd", "a b", "id"]))
        elif way == "order":
            self.random.shuffle(names)
        shown = list(names)
        if way == "hostile":
            shown[at] = self.random.choice(self.pools["texts"])
        if way == "UPPER":
            shown = [name.upper() for name in shown]
        if way == "blanks":
            shown = [self.blanks() + name.title() + self.blanks() for name in shown]
        if way in ("quoted", "half"):
            shown = [
                f'"{name}"' if way == "quoted" or n % 2 else f" {name}"
                for n, name in enumerate(shown)
            ]
        if way == "odd":
            shown[at] = shown[at].replace("_", self.random.choice(['"', " ", '""', "\x00", "\r"]))
        return delimiter.join(shown)

    def blanks(self) -> str:
        """Blanks, or what only looks like them."""
        return self.random.choice(
            ["", "", " ", "  ", "\u00a0", "\t", "\v", "\f", "\u3000", " \u00a0"]
        )

    def line(
        self, feed: str, names: list[str], delimiter: str, rows: list[dict[str, str]], number: int
    ) -> bytes:
        """A data line; some repeat an earlier one of the file."""
        way = self.random.choice(LINE_WAYS)
        row = {column: self.cell(feed, column, number) for column in COLUMNS[feed]}
        if way in ("copy", "again", "respelled") and rows:
            row = dict(self.random.choice(rows))
        if way == "again":
            column = self.random.choice(COLUMNS[feed][1:])
            row[column] = self.cell(feed, column, number)
        if way == "respelled":
            column = self.random.choice(COLUMNS[feed])
            row[column] = self.blanks() + row[column] + self.blanks()
        rows.append(row)
        values = [row.get(name, "extra") for name in names]
        values = values[:-1] if way == "short" else [*values, ""] if way == "long" else values
        quoting = self.random.choice(["needed"] * 8 + ["all", "all", "blank", "raw", "some"])
        content = delimiter.join(
            self.written(value, delimiter, quoting) for value in values
        ).encode("utf-8", "surrogatepass")
        if way in LINE_DAMAGE:
            at = self.random.randint(0, len(content))
            content = content[:at] + LINE_DAMAGE[way] + content[at:]
        if way == "noise":
            content += self.random.randbytes(self.random.randint(1, 5))
        lone = {"empty": b"", "blank": b" ", "delimiters": delimiter.encode() * (len(names) - 1)}
        return lone.get(way, content)

    def cell(self, feed: str, column: str, number: int) -> str:
        """A value for a column: mostly a fair one."""
        dice = self.random.random()
        if dice < 0.01:
            return self.random.choice(self.pools["texts"])
        if dice < 0.06:
            return self.odd(feed, column)
        text = self.fair(feed, column, number)
        return self.blanks() + text + self.blanks() if dice < 0.1 else text

    def fair(self, feed: str, column: str, number: int) -> str:
        """A value that a rule has nothing against, as far as one cell tells."""
        if column == f"{feed[:-1]}_id" or column == "customer_id":
            prefix = column[0]
            return f"{prefix}{self.random.randrange(IDS[f'{column[:-3]}s'])}"
        if column in reference_variables.TIME.values():
            minute, second = self.random.randrange(60), self.random.randrange(60)
            day = self.random.choice([DAY] * 6 + [f"{SLASHED}", f"{DOTTED}", NAMED_DAY, BEFORE])
            clock = self.random.choice(["", f":{second:02d}", f":{second:02d}.25"])
            return f"{day} {number % 24:02d}:{minute:02d}{clock}{self.random.choice(ZONES_BEHIND)}"
        if column == "ingest_date":
            return self.random.choice([DAY, DAY, ""])
        names = FAIR[column if column in FAIR else f"{feed}.{column}"]
        return self.random.choice(names.split()).replace(
            "_", " " if column != "event_type" else "_"
        )

    def odd(self, feed: str, column: str) -> str:
        """A value of the column's kind that may break a rule."""
        if column in reference_variables.TIME.values():
            choice = self.random.choice(
                [EDGE_TIMES, EDGE_TIMES, self.pools["times"], ["", "null", "soon"]]
            )
            return self.random.choice(choice)
        pool = {"email": "emails", "amount": "numbers", "duration_ms": "numbers"}.get(
            column, column
        )
        pool = "names" if column in ("status", "platform", "event_type") else pool
        if pool in self.pools and self.random.random() < 0.5:
            return self.random.choice(self.pools[pool])
        found = self.random.choice(ODD[column if column in ODD else f"{feed}.{column}"].split(" "))
        return (
            ""
            if found == "0" and column not in ("amount", "duration_ms")
            else found.replace("_", " ")
        )

    def written(self, value: str, delimiter: str, quoting: str) -> str:
        """A value as it stands in a line."""
        value = value if quoting == "raw" else value.replace("\n", " ")
        needs = delimiter in value or '"' in value
        if quoting == "some":
            needs = needs or self.random.random() < 0.5
        if quoting == "raw" or (quoting != "all" and not needs):
            return f" {value} " if quoting == "blank" else value
        return '"' + value.replace('"', '""') + '"'

    def damaged_file(self, content: bytes, way: str) -> bytes:
        """Damage to a file as a whole."""
        text = content.decode("utf-8", "replace")
        return {
            "bom": b"\xef\xbb\xbf" + content,
            "bom_only": b"\xef\xbb\xbf",
            "empty": b"",
            "cut": content[: self.random.randint(0, len(content))],
            "preamble": self.random.choice(PREAMBLES) + content,
            "latin1": text.encode("latin-1", "replace"),
            "utf16": text.encode("utf-16"),
            "utf16be": text.encode("utf-16-be"),
        }.get(way, content)


def dated(content: bytes, day: date) -> bytes:
    """Puts dates where their placeholders are."""
    for mark, (days, form) in PLACEHOLDERS.items():
        text = (day + timedelta(days=days)).strftime(form)
        content = content.replace(mark.encode(), text.encode())
    return content


VARIABLES = [
    {},
    {
        "naive_timezone": {
            "customers": "UTC",
            "events": "America/Los_Angeles",
            "orders": "America/New_York",
        },
        # Weekday baselines within a few weeks
        "baseline_weekdays": 1,
        "min_baseline_weekdays": 1,
        "min_level_days": 1,
        "min_spread_days": 1,
        "unusual_deviation": 0.6,
        "announced_dates": [str(FIRST_DAY + timedelta(days=9))],
        "alerts": {
            "events": {"min_missing_lines": 2, "min_lacking_lines": 1, "min_low_hours": 1},
            "orders": {"hourly_coverage": False, "min_volume_drop": 0.05, "feed_empty": False},
        },
        "late_customer_days": 2,
    },
    {
        "rule_severities": {
            "customer_id_orphan": "warn",
            "email_missing": "reject",
            "status_missing": "warn",
            "status_unknown": "warn",
            "row_duplicate": "warn",
            "amount_too_large": "reject",
        }
    },
    {
        "date_order": {"customers": "dmy", "events": "dmy", "orders": "mdy"},
        "late_days": 1,
        "future_days": 0,
        "words": {
            "two_digit_years": {"customers": True, "events": True},
            "time_formats": {"events": OWN_TIMES, "orders": OWN_TIMES[:2]},
            "decimal_mark": {"events": ",", "orders": ","},
            "symbols": {"orders": {"$": "CAD", "kr": "SEK"}},
            "missing_words": {
                "customers": ["Na"],
                "orders": ["bucks", "UNKNOWN"],
                "events": ["c99", "(not set)"],
            },
        },
    },
    {
        "lookback_days": {"customers": 0, "events": 1, "orders": 3},
        "max_amount": 10,
        "max_duration_ms": 500,
    },
    {
        "rule_severities": {
            "event_id_duplicate": "warn",
            "order_id_duplicate": "warn",
            "duration_ms_invalid": "warn",
            "amount_missing": "warn",
            "amount_invalid": "warn",
            "currency_unknown": "warn",
            "ingest_date_mismatch": "warn",
        },
        "baseline_partitions": 2,
        "min_baseline_partitions": 1,
        "max_empty_hours": {"events": 20},
        "malformed_rate_error": 0.5,
    },
]


@pytest.mark.parametrize("number", range(FOLDERS))
def test_folders_are_built_alike(dbt: Dbt, tmp_path: Path, number: int) -> None:
    raw = tmp_path / "raw"
    FolderMaker(number).write(raw)
    variables = VARIABLES[number % len(VARIABLES)]
    differences = compare(dbt, raw, variables)
    if differences:
        differences.insert(0, f"raw folder {raw}, variables {variables}, seed {SEED}")
        pytest.fail("\n".join(differences), pytrace=False)


@pytest.mark.parametrize("number", range(max(2, FOLDERS // 2)))
def test_corrected_folders_are_built_alike(dbt: Dbt, tmp_path: Path, number: int) -> None:
    raw = tmp_path / "raw"
    maker = FolderMaker(1000 + number)
    maker.write(raw)

    def cell(feed: str, column: str) -> str:
        text = maker.cell(feed, column, maker.random.randrange(24))
        return dated(text.encode("utf-8", "replace"), FIRST_DAY).decode()

    write_corrections(raw, tmp_path / "corrections", maker.random, cell)
    variables = VARIABLES[number % len(VARIABLES)]
    differences = compare(dbt, raw, variables, tmp_path / "corrections")
    if differences:
        differences.insert(0, f"raw folder {raw}, variables {variables}, seed {SEED}")
        pytest.fail("\n".join(differences), pytrace=False)


def test_a_gzip_file_cut_at_any_byte_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / f"ingest_date={FIRST_DAY}"
    folder.mkdir()
    whole = gzip.compress(b"order_id,status\n" + b"".join(b"o%d,paid\n" % n for n in range(200)))
    for size in range(1, len(whole)):
        (folder / "orders_raw.csv.gz").write_bytes(whole[:size])
        name = f"{folder.name}/orders_raw.csv.gz"
        found = raw_files.inspect(tmp_path, FIRST_DAY, "orders", name, tmp_path / "scratch")
        assert found.problem, f"{size} of {len(whole)} bytes were taken for a whole file"

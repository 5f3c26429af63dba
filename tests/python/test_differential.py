"""The dbt project and tests/reference agree on every value, line, file and day that Hypothesis draws.

The short form draws the same cases every time. SLUICE_LONG=1 draws new ones, many more, and prints
the seed; SLUICE_SEED=n draws those of a printed seed again.
"""

from __future__ import annotations

import gzip
import os
import random
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]

from differential import Dbt, ValueReader, compare  # noqa: E402

from scripts import raw_files  # noqa: E402
from tests.reference import lines as reference_lines  # noqa: E402
from tests.reference import timestamps as reference_timestamps  # noqa: E402
from tests.reference import values as reference_values  # noqa: E402
from tests.reference import variables as reference_variables  # noqa: E402

IS_LONG = os.environ.get("SLUICE_LONG") == "1"
SEED = int(
    os.environ.get("SLUICE_SEED") or (random.SystemRandom().randrange(2**32) if IS_LONG else 1)
)
VALUES = 60_000 if IS_LONG else 3_000
FOLDERS = 40 if IS_LONG else 3
PARTITIONS = 16  # of each folder
DRAWN_BEFORE = 40  # partitions drawn first and left out: Hypothesis begins with the simplest
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
ZONE = pick(
    "",
    "",
    joined(words("0 0 _ __"), pick(OFFSET, ZONE_WORD, ZONE_NAME)),
)
SECONDS = pick("", joined(":", NUMBER_2, FRACTION), joined(":", NUMBER_2))
CLOCK = joined(CLOCK_HOUR, ":", NUMBER_2, SECONDS)
HALF = words("0 0 0 AM _AM am _pm PM __Pm _A.M. _a")
GAP = words("_ _ _ T t __ 0 , ,_ \u00a0 \t -")
BLANKS = words("_ _ __ \u00a0")
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
    pick(YEAR, YEAR, words("25 125 12025")),
    TIME_BEHIND,
)
NAMED = pick(
    joined(WEEKDAY, pick(NUMBER_2, NUMBER_1), BLANKS, MONTH_NAME, BLANKS, YEAR, TIME_BEHIND),
    joined(WEEKDAY, pick(NUMBER_2, NUMBER_1), "-", MONTH_NAME, "-", YEAR, TIME_BEHIND),
    joined(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_1, words(",_ ,_ , _ ,__"), YEAR, TIME_BEHIND),
)
OLD = pick(
    joined(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_2, BLANKS, CLOCK, BLANKS, YEAR),
    joined(
        *(WEEKDAY, MONTH_NAME, BLANKS, NUMBER_2, BLANKS, YEAR, BLANKS, CLOCK),
        *(words("_GMT _gmt GMT _UTC __GMT"), OFFSET),
        words("0 _(CST) __(Central_European_Standard_Time) (CET) _() _(a)(b) _((x)) _(x"),
    ),
)
EPOCH = pick(
    joined(st.integers(0, 9_999_999_999).map(lambda n: f"{n:010d}"), FRACTION),
    joined(st.integers(1_760_000_000_000, 1_770_000_000_000).map(str), words("0 0 0 .5 0")),
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
        "%Y-%m-%dT%H:%M:%SZ|%Y-%m-%d %H:%M:%S|%Y-%m-%d %H:%M:%S.%f|%Y/%m/%d %H:%M|%m/%d/%Y %I:%M %p"
        "|%d.%m.%Y %H:%M|%d %b %Y %H:%M:%S|%B %d, %Y %I:%M:%S %p|%a, %d %b %Y %H:%M:%S +0200"
        "|%a %b %d %H:%M:%S %Y|%Y%m%dT%H%M%S.%f-0530|%Y%m%d%H%M%S|%Y-%m-%d|%a %b %d %Y %H:%M:%S GMT+0800 (CST)"
        "|%Y-%m-%dT%H:%M Asia/Kolkata|%Y-%m-%d %H:%M:%S+00:00".split("|")
    ),
)
TIMES = pick(ISO, COMPACT, YEAR_LAST, NAMED, OLD, EPOCH, TIME_WORDS, GOOD_TIMES, GOOD_TIMES)

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
        "$ € £ ¥ ₹ US$ us_$ A$ EUR eur usd USD XXX XTS bucks % ~ $$ Rs. kr zł e£ E £e XBT $. CHF_ ( s$"
    ),
)
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
WHITE = words(
    "0 0 0 0 0 0 0 _ __ \u00a0 \t \v \f \r \u3000 \u2007 \x85 \x1c \u200b".replace("\t", "TAB")
).map(lambda blank: {"TAB": "\t"}.get(blank, blank))


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
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """dbt in this process."""
    print(f"differential tests: seed {SEED}{' (long form)' if IS_LONG else ''}")
    return Dbt(tmp_path_factory.mktemp("differential"))


@pytest.fixture(scope="session")
def reader(dbt: Dbt) -> ValueReader:
    """The macros for values."""
    return ValueReader(dbt)


def expected_value(text: str) -> dict[str, object]:
    """What the reference makes of a text: the columns of VALUE_QUERY."""
    value = None if reference_values.is_missing("", text) else reference_values.trim(text)
    country = None if reference_values.is_missing("country", text) else reference_values.trim(text)
    number = None if value is None else reference_values.parse_number(value, {})
    money = None if value is None else reference_values.parse_number(value, NAMES.currency)
    amount = reference_values.to_amount(money)
    delimiter = reference_lines.find_delimiter(text)
    return {
        "value": value,
        "country_value": country,
        "name": None if value is None else reference_values.look_up_form(value),
        "mdy_utc": None
        if value is None
        else reference_timestamps.parse_timestamp(value, "UTC", "mdy"),
        "dmy_berlin": None
        if value is None
        else reference_timestamps.parse_timestamp(value, "Europe/Berlin", "dmy"),
        "number": None if number is None else float(number.value),
        "amount": amount,
        "amount_currency": None if money is None else money.currency,
        "email": reference_values.lower_case(value)
        if value is not None and reference_values.is_email(value)
        else None,
        **{
            f"{name}_fields": listed(reference_lines.split_fields(text, mark))
            for name, mark in DELIMITERS.items()
        },
        "delimiter": delimiter,
        "header_names": list(reference_lines.split_header(text, delimiter)),
    }


DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


def listed(fields: tuple[str, ...] | None) -> list[str] | None:
    """Fields as DuckDB gives them."""
    return None if fields is None else list(fields)


def value_differences(text: str, found: dict[str, object]) -> list[str]:
    """What the macros and the reference see differently in a text."""
    expected = expected_value(text)
    if found["amount"] is None:  # the row is rejected, whatever its mark says
        found["amount_currency"] = expected["amount_currency"]
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
    if name not in ("mdy_utc", "dmy_berlin") or found is None:
        return False
    zone, order = ("UTC", "mdy") if name == "mdy_utc" else ("Europe/Berlin", "dmy")
    return found == reference_timestamps.parse_timestamp(
        reference_values.trim(text), zone, order, fold=1
    )


def test_values_are_read_alike(reader: ValueReader) -> None:
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

DAY, SLASHED, DOTTED, EVENING = (
    "\ue000",
    "\ue001",
    "\ue002",
    "\ue003",
)  # stand for a partition's date
COLUMNS = {feed: list(columns) for feed, columns in reference_variables.COLUMNS.items()}
ROUND_TIMES = st.builds(
    lambda day, hour, minute, rest: f"{day}{hour:02d}:{minute:02d}{rest}",
    words(f"{DAY}T {DAY}_ {SLASHED}_ {DOTTED}_ {EVENING}_"),
    st.integers(0, 23),
    st.integers(0, 59),
    words("0 :07 :07Z Z :59.999999+00:00 :07+05:30 _Asia/Kolkata :30.1234567-08"),
)
CELL_TIMES = pick(ROUND_TIMES, ROUND_TIMES, ROUND_TIMES, GOOD_TIMES, TIMES)
MONEY = pick(
    st.decimals(-50, 2_000, places=2).map(str),
    words(
        "12.50 $12.50 -3 0 0.00 (5.00) €7,50 1,234.56 12.345678 5_EUR 1000000 1000000.01 99999999999999.99995"
    ),
    words("0.00005 -0.00004 USD_1 usd5 2e3 1.5e-2 five 1.2.3 1e14 £_3,10 (USD_2)"),
)
DURATIONS = pick(
    st.integers(0, 90_000_000).map(str),
    words(
        "0 -1 -0 0.5 1.5 2.4999 86400000 86400000.5 86400001 1e3 1,500 12,5 NaN inf $5 1e400 9e307 +7 (3) x"
    ),
)
WORDS = NAMES.category
COLUMN_VALUES: dict[str, st.SearchStrategy[str]] = {
    "customer_id": words("c1 c2 c3 c4 c5 c6 c7 C1 c9 ç1 0 NULL"),
    "event_id": words("e1 e2 e3 e4 e5 e6 e7 e8 e9 e10 e11 e12 E1 0 -"),
    "order_id": words("o1 o2 o3 o4 o5 o6 o7 o8 O1 n/a"),
    "session_id": words("s1 s2 0 null \\N"),
    "email": pick(words("a@example.com A@Example.com b@c a@b.123 0 none x@ä.de"), EMAILS),
    "country": pick(
        words("US na NA usa Namibia United_States deutschland 0 Atlantis"), names_of(NAMES.country)
    ),
    "platform": pick(words("ios Android web and Browser 0 tv"), names_of(WORDS["platform"])),
    "event_type": pick(
        words("login feature_use Log_In SIGN_OUT 0 click"), names_of(WORDS["event_type"])
    ),
    "currency": pick(words("USD usd eur EUR $ € US_$ XXX 0 bucks"), names_of(NAMES.currency)),
    "amount": MONEY,
    "duration_ms": DURATIONS,
    "ingest_date": words(
        f"0 0 {DAY} {DAY} {SLASHED} {DAY}T23:59:59Z {DAY}T23:59-08:00 2025-11-11 x null {DOTTED}"
    ),
    **dict.fromkeys(("created_at", "event_time", "order_time"), CELL_TIMES),
}
STATUS = {
    "customers": pick(
        words("active inactive banned actv 0 gone"), names_of(WORDS["customer_status"])
    ),
    "orders": pick(
        words("paid paid failed refunded chargeback pending 0 Charge_Back"),
        names_of(WORDS["order_status"]),
    ),
}
TROUBLE = changed(pick(HOSTILE, ANY_TEXT, MISSING, QUOTING, NUMBERS, TIMES))
QUOTE_WAYS = ["plain", "plain", "plain", "plain", "needed", "needed", "all", "all", "blank", "raw"]


def cell(feed: str, column: str) -> st.SearchStrategy[str]:
    """A value for a column: mostly a fair one."""
    fair = STATUS[feed] if column == "status" else COLUMN_VALUES[column]
    return st.integers(0, 19).flatmap(
        lambda dice: TROUBLE if dice == 0 else changed(fair) if dice < 4 else fair
    )


ROWS = {
    feed: st.tuples(*(cell(feed, column) for column in columns))
    for feed, columns in COLUMNS.items()
}
OTHER_COLUMNS = words('note 0 Note email status customer_id x,y "q" ingest_date é \ufffd')
HEADER_WAYS = words(
    "plain plain plain plain plain UPPER blanks quoted half other twice lost unknown odd hostile"
)
LINE_WAYS = words(
    "plain plain plain plain plain plain plain plain plain plain plain plain copy copy again again"
    " short long stray after open empty blank delimiters latin cut_utf8 fffd noise nul"
)
END_WAYS = words("lf lf lf lf lf crlf crlf cr mixed random")
FILE_WAYS = words(
    "plain plain plain plain plain plain plain plain bom bom utf16 utf16be cut cut cut empty header bom_only gap latin1"
)


@st.composite
def file_bytes(draw: Callable, feed: str) -> bytes:
    """A file of a feed with every kind of trouble."""
    delimiter = draw(st.sampled_from([",", ",", ",", ",", ";", "\t", "|"]))
    names, way = list(COLUMNS[feed]), draw(FILE_WAYS)
    order = draw(st.sampled_from([None, None, None, "reversed", "rotated"]))
    header = damaged_header(draw, names, delimiter)
    lines: list[bytes] = [header.encode("utf-8", "surrogatepass")]
    rows: list[tuple[str, ...]] = []
    for _ in range(0 if way == "header" else draw(st.integers(0, 9))):
        lines.append(
            damaged_line(draw, feed, delimiter, rows, len(header_cells(header, delimiter)), order)
        )
    content = with_ends(draw, lines)
    return damaged_file(draw, content, way)


def header_cells(header: str, delimiter: str) -> list[str]:
    """How wide the header is, roughly: quotes don't count."""
    return header.split(delimiter)


def damaged_header(draw: Callable, names: list[str], delimiter: str) -> str:
    """A header line: its names in any order, spelled in any way, now and then one too few or many."""
    way = draw(HEADER_WAYS)
    if way == "lost":
        names.pop(draw(st.integers(0, len(names) - 1)))
    if way == "twice":
        names.insert(draw(st.integers(0, len(names))), draw(st.sampled_from(names)))
    if way == "unknown":
        names.insert(draw(st.integers(0, len(names))), draw(OTHER_COLUMNS))
    if way == "other":
        names[:] = draw(st.permutations(names))
    if way == "hostile":
        names[draw(st.integers(0, len(names) - 1))] = draw(TROUBLE).replace("\n", "")
    if way == "UPPER":
        return delimiter.join(names).upper()
    if way == "blanks":
        return delimiter.join(
            draw(BLANK_RUN) + name.title() + draw(BLANK_RUN) for name in names
        ).replace("\n", "")
    if way == "quoted":
        return delimiter.join(f'"{name}"' for name in names)
    if way == "half":
        return delimiter.join(
            f'" {name} "' if number % 2 else name for number, name in enumerate(names)
        )
    if way == "odd":
        return delimiter.join(names).replace("_", draw(words('" _ "" \x00 \r é')), 1)
    return delimiter.join(names)


def damaged_line(
    draw: Callable,
    feed: str,
    delimiter: str,
    rows: list[tuple[str, ...]],
    width: int,
    order: str | None,
) -> bytes:
    """A data line; most are well-formed, many repeat an earlier one of the file."""
    way = draw(LINE_WAYS)
    if way in ("copy", "again") and rows:
        values = list(draw(st.sampled_from(rows)))
        if way == "again":
            at = draw(st.integers(1, len(values) - 1))
            values[at] = draw(ROWS[feed])[at]
    else:
        values = list(draw(ROWS[feed]))
    rows.append(tuple(values))
    values = (values + ["extra", "", "more"])[:width] if width < 20 else values
    if way == "short":
        values.pop()
    if way == "long":
        values.append(draw(words("0 0 x")))
    quoting = draw(st.sampled_from(QUOTE_WAYS))
    line = delimiter.join(written(value, delimiter, quoting) for value in values)
    at = draw(st.integers(0, max(0, len(line) - 1))) if way in LINE_DAMAGE else 0
    if way in ("empty", "blank", "delimiters"):
        line = {
            "empty": "",
            "blank": draw(words("_ \u00a0 __")),
            "delimiters": delimiter * (width - 1),
        }[way]
    content = line.encode("utf-8", "surrogatepass")
    if way in LINE_DAMAGE:
        at = min(at, len(content))
        content = content[:at] + LINE_DAMAGE[way] + content[at:]
    if way == "noise":
        content += draw(st.binary(max_size=6))
    return content


LINE_DAMAGE = {
    "stray": b'"',
    "after": b'" x',
    "open": b',"',
    "latin": b"\xe9",
    "cut_utf8": b"\xe2\x82",
    "fffd": "\ufffd".encode(),
    "nul": b"\x00",
}


def written(value: str, delimiter: str, quoting: str) -> str:
    """A value as it stands in a line."""
    value = value.replace("\n", " ") if quoting != "raw" else value
    needs = delimiter in value or '"' in value
    if quoting == "raw" or (quoting in ("plain", "blank") and not needs):
        return f" {value} " if quoting == "blank" else value
    if quoting == "needed" and not needs:
        return value
    return '"' + value.replace('"', '""') + '"'


def with_ends(draw: Callable, lines: list[bytes]) -> bytes:
    """Lines put together, with or without a last line end."""
    way = draw(END_WAYS)
    ends = {"lf": [b"\n"], "crlf": [b"\r\n"], "cr": [b"\r"], "mixed": [b"\n", b"\r\n"]}.get(
        way, [b"\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n"]
    )
    chosen = [draw(st.sampled_from(ends)) if len(ends) > 1 else ends[0] for _ in lines]
    if draw(st.integers(0, 4)) == 0:
        chosen[-1] = b""
    return b"".join(line + end for line, end in zip(lines, chosen, strict=True))


def damaged_file(draw: Callable, content: bytes, way: str) -> bytes:
    """Damage to a file as a whole."""
    if way == "bom":
        return b"\xef\xbb\xbf" + content
    if way == "bom_only":
        return b"\xef\xbb\xbf"
    if way == "empty":
        return b""
    if way == "cut":
        return content[: draw(st.integers(0, len(content)))]
    if way == "gap":
        return (
            draw(st.sampled_from([b"\n", b"\r\n", b"sep=,\n", b"# preamble\n", b" \n"])) + content
        )
    if way == "latin1":
        return content.decode("utf-8", "replace").encode("latin-1", "replace")
    if way in ("utf16", "utf16be"):
        text = content.decode("utf-8", "replace")
        return text.encode("utf-16" if way == "utf16" else "utf-16-be")
    return content


@st.composite
def partition(draw: Callable) -> dict:
    """The files of one date (None: as on the date before), and how many days it follows that."""
    files: dict[str, bytes | None] = {}
    for feed in COLUMNS:
        suffixes = draw(
            st.sampled_from([["csv"]] * 6 + [["csv.gz"], ["csv", "csv.gz"], [], ["csv", "csv.gz"]])
        )
        for suffix in suffixes:
            files[f"{feed}_raw.{suffix}"] = draw(st.one_of(*[file_bytes(feed)] * 9, st.none()))
    return {"files": files, "gap": draw(st.sampled_from([1, 1, 1, 1, 1, 2, 7, 8, 40]))}


def write_folder(raw: Path, partitions: list[dict]) -> None:
    """Writes the partitions, each behind the one before."""
    day, before = FIRST_DAY, {}
    for found in partitions:
        day += timedelta(days=found["gap"])
        folder = raw / f"ingest_date={day}"
        folder.mkdir(parents=True)
        for name, content in found["files"].items():
            before[name] = content = before.get(name, b"") if content is None else content
            content = dated(content, day)
            is_zipped = name.endswith(".gz") and content != b""
            (folder / name).write_bytes(gzip.compress(content, mtime=0) if is_zipped else content)


def dated(content: bytes, day: date) -> bytes:
    """Puts the date where its placeholders are."""
    for mark, form in {
        DAY: "%Y-%m-%d",
        SLASHED: "%Y/%m/%d",
        DOTTED: "%d.%m.%Y",
        EVENING: "%b %d, %Y",
    }.items():
        content = content.replace(mark.encode(), day.strftime(form).encode())
    return content


VARIABLES = [
    {},
    {
        "naive_timezone": {
            "customers": "UTC",
            "events": "America/Los_Angeles",
            "orders": "America/New_York",
        }
    },
    {
        "date_order": {"customers": "dmy", "events": "dmy", "orders": "mdy"},
        "late_days": 1,
        "future_days": 0,
    },
    {
        "lookback_days": {"customers": 0, "events": 1, "orders": 3},
        "max_amount": 10,
        "max_duration_ms": 500,
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
        "max_empty_hours": 20,
        "malformed_rate_error": 0.5,
    },
]


@pytest.mark.parametrize("number", range(FOLDERS))
def test_folders_are_built_alike(dbt: Dbt, tmp_path: Path, number: int) -> None:
    raw = tmp_path / "raw"
    partitions = drawn(partition(), DRAWN_BEFORE + PARTITIONS, number + 1)
    write_folder(raw, partitions[DRAWN_BEFORE:])
    variables = VARIABLES[number % len(VARIABLES)]
    differences = compare(dbt, raw, variables)
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

"""Whatever is set either builds and keeps the promises, or is refused before anything changes."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import HEADERS, IS_LONG, Finished, Workspace, copy_project  # noqa: E402
from differential import BuildFailed, Dbt, compare, with_words  # noqa: E402
from test_rule_fixtures import rule_book  # noqa: E402

from sluice import books  # noqa: E402
from sluice.books import feed_book  # noqa: E402
from sluice.faults.feed_book import limits_of  # noqa: E402
from sluice.faults.values import is_time_format, value_fault  # noqa: E402
from sluice.faults.variables import variable_faults  # noqa: E402
from sluice.literals import literal  # noqa: E402
from tests.reference import Variables  # noqa: E402

DAY = "2025-12-10"
FEEDS = ("customers", "events", "orders")
SEED = int(os.environ.get("SLUICE_SEED") or 1)


BOOK = literal("settings/variable_book.sql", "variables")
WORDS = literal("books/feed_words.sql", "words")
NUMBERS = {name: entry for name, entry in BOOK.items() if "at_most" in entry}
BY_FEED = [name for name, entry in BOOK.items() if entry.get("by") == "feed"]
OF_RUNS = [name for name, entry in BOOK.items() if "default" not in entry]


def test_the_book_the_project_and_the_reference_have_the_same_variables() -> None:
    """By feed, the feed book says what is true and a variable what is otherwise."""
    block = yaml.safe_load((ROOT / "dbt_project.yml").read_text("utf-8"))["vars"]
    book = block.pop("feeds")
    of_book = {name: entry["default"] for name, entry in BOOK.items() if name not in OF_RUNS}
    assert block == of_book
    for name in BY_FEED:
        standard = WORDS[name].get("default")
        of_book[name] = {feed: entry.get(name, standard) for feed, entry in book.items()}
    of_reference = {
        field.name: field.default if field.default is not MISSING else field.default_factory()
        for field in fields(Variables)
    }
    for name in [name for name in WORDS if name in of_reference and name not in BY_FEED]:
        said = {feed: entry[name] for feed, entry in book.items() if name in entry}
        of_book[name] = said  # what is not said has its default
    of_book.pop("max_compared_values")  # of suggestions, which the reference has none of
    assert of_reference | {"announced_dates": list(of_reference["announced_dates"])} == of_book


# What builds


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day whose lines break and keep every rule, and the day after it."""
    workspace = Workspace(tmp_path_factory.mktemp("settings"))
    for feed in FEEDS:
        header = HEADERS[feed].replace(",", "|")
        fixture = ROOT / "tests" / "fixtures" / f"rules_of_{feed}.csv"
        with fixture.open(encoding="utf-8", newline="") as stream:
            lines = [row["raw_line"] for row in csv.DictReader(stream)]
        columns = header.count("|")
        more = [with_id(line, n) for n, line in enumerate(lines) if line.count("|") == columns]
        workspace.put(DAY, feed, [*lines, *more, *OWN_LINES[feed]], header)
        workspace.put("2025-12-11", feed, [*more[:9], *more[:9]], header)
    return workspace.raw


def with_id(line: str, number: int) -> str:
    """A line with an id of its own."""
    return f"{number}|{line.partition('|')[2]}"


# What the fixtures of the rules can't have: their customers, and numbers no column can hold.
OWN_LINES = {
    "customers": [f"c{n}|c{n}@example.com|2025-01-01|DE|active|{DAY}" for n in (1, 3)],
    "events": [
        f"{text}|c1|{DAY} 08:00:00|login|web|s1|{text}|{DAY}"
        for text in ("1e300", "-1e300", "9223372036854775807.5", "86400000.0000000001", "-1e-400")
    ],
    "orders": [],
}


def is_fixed(rule: dict[str, Any]) -> bool:
    """Tells whether a rule can't be a warning."""
    return bool(rule.get("fixed"))


def other_severities(feed: str) -> dict[str, str]:
    """Every rule of a feed that can have another severity, with that."""
    other = {"reject": "warn", "warn": "reject"}
    return {
        f"{feed}.{rule['name']}": other[rule["severity"]]
        for rule in rule_book()
        if feed in rule["feeds"] and not is_fixed(rule)
    }


OTHER = {feed: other_severities(feed) for feed in FEEDS}
ALL_OTHER = {name: severity for feed in FEEDS for name, severity in OTHER[feed].items()}


def alone(number: int) -> dict[str, str]:
    """The n-th rule of each feed with its other severity: feeds don't read each other's rules."""
    return dict(list(OTHER[feed].items())[number] for feed in FEEDS if number < len(OTHER[feed]))


def some(number: int) -> dict[str, str]:
    """About half of the rules with their other severity."""
    dice = random.Random(f"{SEED} {number}")
    return {name: severity for name, severity in ALL_OTHER.items() if dice.random() < 0.5}


def all_of(severity: str) -> dict[str, str]:
    """Every rule with that severity, as far as it can have it."""
    return {name: value for name, value in ALL_OTHER.items() if value == severity}


ALONE = [alone(number) for number in range(max(map(len, OTHER.values())))]
SEVERITIES = {
    "all others": ALL_OTHER,
    "all reject": all_of("reject"),
    "all warn": all_of("warn"),
    **{f"all of {feed}": OTHER[feed] for feed in FEEDS if IS_LONG},
    **{f"some, {number}": some(number) for number in range(30 if IS_LONG else 1)},
}


@pytest.mark.parametrize("name", SEVERITIES)
def test_severities_are_built_as_the_reference_has_them(dbt: Dbt, raw: Path, name: str) -> None:
    assert differences(dbt, raw, {"rule_severities": SEVERITIES[name]}) == []


def differences(dbt: Dbt, raw: Path, variables: Mapping[str, Any]) -> list[str]:
    """What differs from the reference, or why the build or one of its promises failed."""
    try:
        return compare(dbt, raw, variables, with_tests=True)
    except BuildFailed as failure:
        return [str(failure)]


@pytest.mark.parametrize("number", range(len(ALONE)) if IS_LONG else [SEED % len(ALONE)])
def test_each_severity_alone_keeps_the_promises(dbt: Dbt, raw: Path, number: int) -> None:
    dbt.build(raw, {"rule_severities": ALONE[number]}, with_tests=True)


def at_bound(bound: str) -> dict[str, Any]:
    """Every number at one of its bounds."""
    found: dict[str, Any] = {}
    for name, entry in NUMBERS.items():
        value = entry[bound]
        found[name] = (
            {feed: limit(name, feed, value) for feed in of_feeds(entry)} if "by" in entry else value
        )
    return found


def of_feeds(entry: dict[str, Any]) -> list[str]:
    """The feeds for which a variable has values."""
    return [feed for feed in FEEDS if entry["by"] == "feed" or feed_book()[feed]["has_hours"]]


def limit(name: str, feed: str, value: float) -> float:
    """A value as far as a feed can have it: a snapshot repeats its rows."""
    return 0 if name == "lookback_days" and feed_book()[feed]["is_snapshot"] else value


FRACTIONS = {
    name: entry["at_least"] + 1 / 3 for name, entry in NUMBERS.items() if entry["kind"] == "number"
}
TUNABLE = [name for name in FRACTIONS if name not in ("max_amount", "unusual_deviation")]
OTHERS = {
    "at least": at_bound("at_least"),
    "at most": at_bound("at_most"),
    "fractions": FRACTIONS,
    "of feeds": {
        "alerts": {
            "events": {name: FRACTIONS[name] for name in TUNABLE},
            "orders": {"min_low_hours": 24, **{name: BOOK[name]["at_most"] for name in TUNABLE}},
            "customers": {name: BOOK[name]["at_least"] for name in TUNABLE},
        }
    },
    "of the feed book": {
        "words": {
            "severities": {
                "orders": {"status_missing": "warn", "amount_zero": "reject"},
                "customers": {"email_missing": "reject", "country_unknown": "reject"},
            },
            "alerts": {"events": {"max_quarantine_rate": 0.05}, "orders": {"volume_drop": False}},
        },
        "rule_severities": {"customers.email_missing": "warn", "amount_zero": "warn"},
    },
    "choices": {
        "naive_timezone": dict(zip(FEEDS, ("Asia/Tokyo", "America/New_York", "UTC"), strict=True)),
        "date_order": dict.fromkeys(FEEDS, "dmy"),
        "announced_dates": [DAY, "1900-01-01", "2199-12-31"],
        "max_empty_hours": {},
    },
}


@pytest.mark.parametrize("name", OTHERS)
def test_values_are_built_as_the_reference_has_them(dbt: Dbt, raw: Path, name: str) -> None:
    assert differences(dbt, raw, OTHERS[name]) == []


def test_a_feed_book_that_counts_nothing_is_built(dbt: Dbt, raw: Path) -> None:
    nothing: dict[str, Any] = {"dimensions": [], "distributions": {}, "has_hours": False}
    words = {word: dict.fromkeys(FEEDS, value) for word, value in nothing.items()}
    book = {"feeds": with_words(words), "max_empty_hours": {}}
    with duckdb.connect(str(dbt.build(raw, book, with_tests=True)), read_only=True) as warehouse:
        for table in ("daily_breakdowns", "daily_distributions", "hourly_volume", "hourly_events"):
            assert warehouse.sql(f"select count(*) from marts.{table}").fetchall() == [(0,)], table


def test_unit_tests_read_the_vocabularies_without_own_names() -> None:
    texts = [path.read_text("utf-8") for path in ROOT.glob("models/**/*.yml")]
    assert not [text for text in texts if "read_csv('seeds/" in text]


# What is refused


WRONG = [
    None,
    "x",
    "1 or true",
    "",
    -1,
    0.5,
    10**400,
    float("nan"),
    float("inf"),
    True,
    [1],
    {"x": 1},
]


def is_right(entry: dict[str, Any], value: object) -> bool:
    """Tells whether one of the wrong values is right for a variable."""
    return value == 0.5 and entry["kind"] == "number" and entry["at_least"] <= 0


def is_text_of_zone(entry: dict[str, Any], value: object) -> bool:
    """Tells whether a value may be a time zone, as the warehouse tells later."""
    return entry["kind"] == "time zone" and isinstance(value, str)


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:9])
def test_a_wrong_value_is_refused_by_name(dbt: Dbt, raw: Path, value: object) -> None:
    """The feed book's by dbt itself, which reads the project with it before it can be refused."""
    dbt.raw = raw
    assert "feeds" in refused(dbt, {"feeds": value})  # alone, as the others are by its feeds
    chosen = {
        name: value
        for name, entry in BOOK.items()
        if name != "feeds" and not is_right(entry, value)
    }
    refusal = refused(dbt, chosen) if value == "x" else told(chosen)
    for name in chosen:
        assert re.search(rf"\b{name}\b", refusal) or name == "date", name
    assert len(refusal) < 160 * len(chosen)
    by_feed = {
        name: dict.fromkeys(of_feeds(entry), value)
        for name, entry in BOOK.items()
        if "by" in entry and not (is_right(entry, value) or is_text_of_zone(entry, value))
    }
    alerts = {"events": {name: value for name in TUNABLE if not is_right(BOOK[name], value)}}
    refusal = told(by_feed | {"alerts": alerts})
    for name, feeds in by_feed.items():
        for feed in feeds:
            assert f"{name}: {feed} must be" in refusal
    for name in alerts["events"]:
        assert f"alerts: events.{name} must be" in refusal
    words = [name for name in WORDS if name != "columns" and not is_right_word(name, value)]
    book = with_words({name: {"events": value} for name in words} | {"columns": {"orders": value}})
    refusal = refused(dbt, {"feeds": book})
    for name in words:
        assert f"feeds: events.{name} must" in refusal, name
    assert "feeds: orders." in refusal
    assert len(refusal) < 400 * len(words)


NAMES = st.none() | st.integers() | st.text() | st.sampled_from([*FEEDS, "order_id", "status"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(list(BOOK)), ANYTHING)
def test_any_value_of_a_variable_is_judged(name: str, value: object) -> None:
    """In sentences or none, and never by an error."""
    assert isinstance(told({name: value}), str)


@given(st.sampled_from(FEEDS), st.sampled_from(list(WORDS)), ANYTHING)
def test_any_value_of_a_word_is_judged(feed: str, word: str, value: object) -> None:
    assert isinstance(told({"feeds": with_words({word: {feed: value}})}), str)


@given(st.sampled_from(FEEDS), st.data(), ANYTHING)
def test_any_entry_of_a_column_is_judged(feed: str, data: st.DataObject, value: object) -> None:
    column = data.draw(st.sampled_from(list(feed_book()[feed]["columns"])))
    word = data.draw(st.sampled_from(["kind", "required", "feed", "category", "currency", "whole"]))
    assert isinstance(told(of_columns(feed, column, **{word: value})), str)


def is_right_word(name: str, value: object) -> bool:
    """Tells whether one of the wrong values is right for a word of the feed book."""
    is_zone = is_text_of_zone(limits_of({}, name) or {"kind": ""}, value)
    has_names = name == "alerts" and isinstance(value, dict)  # as are those of no check
    return is_zone or has_names or (WORDS[name].get("kind") == "switch" and value is True)


def told(variables: dict[Any, Any]) -> str:
    """What is said of variables by themselves, in the place of those of the project."""
    given = yaml.safe_dump(books.variables() | variables)
    return " ".join(variable_faults(given, [str(name) for name in variables]))


def refused(dbt: Dbt, variables: dict[Any, Any]) -> str:
    """What a build says that is refused before it made anything, whatever it is to make."""
    dbt.warehouse.unlink(missing_ok=True)
    try:
        with pytest.raises(BuildFailed) as refusal:
            dbt.invoke(["build", "--select", "rules", "--vars", dumped(variables)])
        assert not list(dbt.tables())
    finally:
        dbt.close()
    text = str(refusal.value)
    before_dbt_reads = "Runtime Error\n  feeds"  # the form of a feed book
    assert text.startswith(
        ("Compilation Error in operation sluice-on-run-start-0", before_dbt_reads)
    )
    return " ".join(text.split("> in macro")[0].splitlines()[1:]).strip()


def dumped(variables: dict[Any, Any]) -> str:
    """Variables as --vars takes them."""
    return yaml.safe_dump(variables, default_flow_style=True, width=10**6)


SENTENCES: list[tuple[dict[Any, Any], str]] = [
    ({"dat": DAY}, "No variable is called 'dat'; did you mean date?"),
    ({"max_amout": 1}, "No variable is called 'max_amout'; did you mean max_amount?"),
    ({"sluice": {"late_days": 3}}, "No variable is called 'sluice'"),
    (
        {"future_days": "two"},
        "future_days must be a whole number from 0 to 36500, not the text 'two'.",
    ),
    ({"date": None}, "Invalid date nothing: write it as YYYY-MM-DD."),
    ({"lookback_days": 7}, "lookback_days must have values by feed, not be '7'."),
    (
        {"lookback_days": {"events": -1}},
        "lookback_days: events must be a whole number from 0 to 3650, not '-1'.",
    ),
    (
        {"lookback_days": {"customers": 1, "events": 1, "orders": 1}},
        "lookback_days: customers must be 0, not '1'.",
    ),
    (
        {"date_order": {"customers": "mdy", "events": "ymd", "orders": "dmy", "order": "dmy"}},
        "date_order: events must be mdy or dmy, not 'ymd'. "
        "date_order: no feed is called 'order', only customers, events, orders.",
    ),
    (
        {"naive_timezone": dict.fromkeys(FEEDS, "UTC") | {"orders": "europe/berlin"}},
        "naive_timezone: orders must be the name of a time zone, not 'europe/berlin'.",
    ),
    (
        {"feeds": with_words({"day_zone": {"orders": "NewYork", "events": "Asia/Tokyo"}})},
        "feeds: orders.day_zone must be the name of a time zone, not 'NewYork'.",
    ),
    (
        {"feeds": with_words({"naive_timezone": {"orders": ""}, "day_zone": {"events": "x"}})},
        "feeds: events.day_zone must be the name of a time zone, not 'x'. "
        "feeds: orders.naive_timezone must be the name of a time zone, not ''.",
    ),
    (
        {"naive_timezone": {"events": "Q" * 500}},
        f"naive_timezone: events must be the name of a time zone, not '{'Q' * 60}…'.",
    ),
    ({"announced_dates": DAY}, f"announced_dates must be a list of dates, not '{DAY}'."),
    ({"rule_severities": {"x": "warn"}}, "rule_severities: no rule is called 'x'."),
    (
        {"rule_severities": {"email_missing": "ignore"}},
        "rule_severities: email_missing must be reject or warn, not 'ignore'.",
    ),
    (
        {"rule_severities": {"customer_id_missing": "warn"}},
        "rule_severities: customer_id_missing can't be a warning of customers: "
        "such a row lacks its id, its time or its fields; "
        "write events.customer_id_missing, orders.customer_id_missing.",
    ),
    (
        {
            "feeds": with_words(
                {"severities": {"orders": {"x": "warn", "order_id_missing": "warn"}}}
            )
        },
        "feeds: orders.severities: order_id_missing can't be a warning of orders: such a row lacks"
        " its id, its time or its fields. feeds: orders.severities: no rule is called 'x'.",
    ),
    (
        {"feeds": with_words({"alerts": {"orders": {"volume_spike_ratio": {"a": 1}}}})},
        "feeds: orders.alerts.volume_spike_ratio must be a number from ",
    ),
    (
        {"feeds": with_words({"alerts": {"orders": {"volume_spike": 5}}})},
        "feeds: orders.alerts.volume_spike must be true or false, not '5'.",
    ),
    ({"max_empty_hours": {"customers": 1}}, "max_empty_hours: customers must be a feed with hours"),
    ({"max_amount": "x" * 500}, f"not the text '{'x' * 60}…'."),
    (
        {"feeds": with_words({"time_formats": {"orders": ["%d.%m.%Y", "%d.%j.%Y"]}})},
        "feeds: orders.time_formats must be a list of strptime patterns, each with a whole date, of"
        " %Y or %y, %m, %b or %B, %d, %H or %I with %p, %M, %S, %f, %z or %Z, %a and %A,"
        " not '%d.%j.%Y'.",
    ),
    (
        {"feeds": with_words({"aliases": {"orders": {"order_id": ["id", "STATUS "]}}})},
        "feeds: orders.aliases: 'STATUS ' can't be another name of order_id, it is a column's own.",
    ),
    (
        {"feeds": with_words({"aliases": {"orders": {"order_id": ["İD"], "amount": ["id"]}}})},
        "feeds: orders.aliases: 'İD' must be said once, not of amount and order_id.",
    ),
    (
        {"feeds": with_words({"aliases": {"orders": {"amount": [" "]}}})},
        "feeds: orders.aliases: a name of amount is empty.",
    ),
    (
        {"feeds": with_words({"aliases": {"orders": {"total": ["price"]}}})},
        "feeds: orders.aliases: no column is called 'total', only amount, currency, customer_id, ",
    ),
    (
        {"feeds": with_words({"two_digit_years": {"events": "yes"}})},
        "feeds: events.two_digit_years must be true or false, not 'yes'.",
    ),
]
WRONG_WORDS = {
    "encoding": ["UTF-8", "utf8", "", 8, None, ["utf-16"], {"utf-16": 1}],
    "skip_lines": [-1, 1001, 1.0, "1", True, None, [1]],
    "day_zone": [0, None, True, ["UTC"]],
    "decimal_mark": [";", "", None, ["."]],
    "symbols": [
        *("$", {"€": "USD"}, {"$": "usd"}, {"$": "US"}, {"$": None}, ["$"], {"$": ["CAD"]}),
        *({"$": "XXX"}, {"£": "QQQ"}, {"$": "EUR"}, {"$": "CAD", "kr": "SKE"}),
    ],
    "missing_words": ["gone", {"gone": 1}, [1], [None]],
    "severities": ["warn", ["warn"], {"status_missing": "error"}, {"status_missing": None}, None],
    "alerts": [False, ["volume_spike"], None],
    "two_digit_years": ["yes", 1, None],
    "aliases": ["id", ["id"], {"order_id": "id"}, {"order_id": [1]}, {"order_id": {}}, None],
    "pad_short_lines": ["yes", 1, None],
    "multiline": ["yes", 1, None],
    "folders": ["", True, None, ["read"]],
    "escape": ["", True, None, ["backslash"]],
    "literal_quotes": ["yes", 1, None],
    "time_formats": ["%Y", {"a": 1}, [5], ["%j"]],
}
WRONG_TIME_FORMATS = [
    *("", "%", "%Y-%m", "%Y-%m-%d%", "%Y-%m-%d %d", "%Y-%m-%b-%d", "%y %Y %m %d", "%d %m %y %Q"),
    *("%Y%m%d %I:%M", "%Y%m%d %H:%M %p", "%Y%m%d %H %S", "%Y%m%d %M", "%Y%m%d %H:%M.%f", "%c"),
]
TIME_FORMATS = ["%Y-%m-%d", "%A, %d %B %y, %I o'clock%%%p", "%d%m%y%H%M%S.%f%z", "%a %b %d %Y %Z"]


def test_wrong_values_of_the_feed_book_are_named() -> None:
    """By the word's own sentence; what is right has none."""
    cases = [(word, value) for word, values in WRONG_WORDS.items() for value in values]
    right = {
        "encoding": "cp1252",
        "skip_lines": 1000,
        "day_zone": "America/New_York",
        "decimal_mark": ",",
        "symbols": {"$": "CAD", "kr": "SEK"},
        "missing_words": ["(not set)", ""],
        "severities": {"status_missing": "warn"},
        "alerts": {"volume_spike": False},
        "two_digit_years": True,
        "aliases": {"order_id": ["id"], "amount": []},
        "pad_short_lines": True,
        "multiline": True,
        "folders": "read",
        "escape": "backslash",
        "literal_quotes": True,
        "time_formats": [],
    }
    for word, value in cases:
        assert value_fault(limits_of({}, word), value).startswith(" must be "), (word, value)
    for word, value in right.items():
        assert value_fault(limits_of({}, word), value) == "", word


def test_the_columns_of_a_feed_are_those_of_its_models(dbt: Dbt, raw: Path) -> None:
    """Before anything is written: the models' SQL would fail in the middle of a run."""
    book = with_words({})
    columns = book["events"]["columns"]
    columns["visit_id"] = columns.pop("session_id")
    columns["duration_ms"] = {"kind": "number"}
    refusal = refused(dbt, {"feeds": book})
    otherwise = "of type {}; its model declares them otherwise."
    assert refusal.count(" is a column of ") == 2 and refusal.count(" lacks ") == 1
    for column, kind in {"visit_id": "varchar", "duration_ms": "double"}.items():
        sentence = f"feeds: events.columns: {column} is a column of quarantine_events, and"
        assert f"{sentence} {column}_read one {otherwise.format(kind)}" in refusal
    assert "feeds: events.columns lacks session_id, which quarantine_events declares." in refusal


@pytest.mark.parametrize("pattern", [*WRONG_TIME_FORMATS, 5, None, *TIME_FORMATS])
def test_a_time_format_says_a_whole_date_and_nothing_twice(pattern: object) -> None:
    assert is_time_format(pattern) == (pattern in TIME_FORMATS)


def of_columns(name: str, column: str, **entry: object) -> dict[Any, Any]:
    """A feed book in which a column says something else."""
    columns = feed_book()[name]["columns"]
    changed = columns | {column: columns[column] | entry}
    return {"feeds": with_words({"columns": {name: changed}})}


SENTENCES += [
    (
        {"feeds": {name: entry for name, entry in feed_book().items() if name != "orders"}},
        "feeds lacks orders, which has models",
    ),
    (
        {"feeds": with_words({"key": {"orders": ["status"]}})},
        "feeds: orders.key must have the id 'order_id'.",
    ),
    (
        {"feeds": with_words({"key": {"orders": "order_id"}})},
        "feeds: orders.key must be a list of columns, not 'order_id'.",
    ),
    (
        {"feeds": with_words({"key": {"orders": ["order_id", "order_id"]}})},
        "feeds: orders.key must name a column once.",
    ),
    (
        {"feeds": with_words({"key": {"customers": ["customer_id", "email"]}})},
        "feeds: customers.key must name a column of kind id or reference or text or category or "
        "timestamp or number or amount, not 'email'.",
    ),
    (
        {"feeds": with_words({"keep": {"orders": "first"}})},
        "feeds: orders.keep must be best or last, not 'first'.",
    ),
    (
        {"feeds": with_words({"across_partitions": {"orders": "latest"}})},
        "feeds: orders.across_partitions must be first or replace, not 'latest'.",
    ),
    (
        {"feeds": with_words({"distributions": {"orders": {"amount": "customer_id"}}})},
        "feeds: orders.distributions: amount must be taken by nothing or a column of kind "
        "category, not 'customer_id'.",
    ),
    (
        of_columns("events", "session_id", required="no"),
        "feeds: events.session_id.required must be true or false, not 'no'.",
    ),
    (
        of_columns("orders", "amount", currency="order_id"),
        "feeds: orders.amount.currency must name a column of the category currency, not "
        "'order_id'.",
    ),
    (
        of_columns("orders", "amount", currency="status"),
        "feeds: orders.amount.currency must name a column of the category currency, not 'status'.",
    ),
    (
        of_columns("events", "duration_ms", whole=False),
        "feeds: events.columns: the rule duration_ms_negative needs duration_ms_outward, "
        "which no column of such a kind gives.",
    ),
    (
        of_columns("orders", "status", category="platform"),
        "feeds: orders.columns: the rule amount_zero needs status_sign, ",
    ),
    (
        of_columns("orders", "customer_id", feed="events"),
        "feeds: orders.customer_id.feed must be customers, not 'events'.",
    ),
    (
        of_columns("orders", "status", category=5),
        "feeds: orders.status.category must be a name of small letters, digits and underscores, "
        "not '5'.",
    ),
]


def test_what_is_wrong_is_said_in_sentences(dbt: Dbt, raw: Path) -> None:
    dbt.raw = raw
    for variables, sentence in SENTENCES:
        is_value = variables.keys() <= BOOK.keys() - {"feeds"}  # dbt has no part in those
        refusal = is_value and told(variables) or refused(dbt, variables)
        assert sentence in refusal, variables
        assert len(refusal) < 500


def test_a_rule_book_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    book = project / "macros" / "books" / "reject_rules.sql"
    changed = book.read_text().replace("name: session_id_missing", "name: platform_missing")
    book.write_text(changed.replace("severity: warn\n", "severity: warns\n", 1))
    workspace = Workspace(tmp_path / "work", project)
    workspace.put_day(DAY)
    finished = workspace.pipeline("--date", DAY)
    assert finished.code == 2
    assert "Two rules of events are called platform_missing." in finished.err
    assert "must have the severity reject or warn, not 'warns'." in finished.err
    book.write_text(changed.replace("  when: is_malformed\n", "", 1))
    finished = workspace.pipeline("--date", DAY)
    sentence = "The rule line_malformed must have a text as its when, not nothing."
    assert finished.code == 2 and sentence in finished.err, finished.err


def test_no_text_becomes_sql(dbt: Dbt) -> None:
    """Of a command that opens no run, either."""
    query = "select {{ setting('max_amount') }}"
    for chosen in ({"max_amount": "1 or true"}, {"max_duration_ms": "x"}):
        with pytest.raises(BuildFailed, match=" must be a "):
            dbt.invoke(["show", "--inline", query, "--vars", json.dumps(chosen)])


def test_the_types_of_alerts_are_those_of_the_alert_book(dbt: Dbt) -> None:
    types = dbt.compile("{{ alert_book() | map(attribute='type') | join(' ') }}")
    assert sorted(types.split()) == sorted(books.alert_types())


def test_variables_are_read_in_one_place() -> None:
    """But for the dates of a run, which are no numbers or texts of SQL."""
    paths = [
        *ROOT.glob("macros/**/*.sql"),
        *ROOT.glob("models/**/*.sql"),
        *ROOT.glob("tests/*.sql"),
    ]
    reading = {
        name
        for path in paths
        if path.parent.name != "settings"
        for name in re.findall(r"(?<![\w.])var\(([^),]*)", path.read_text("utf-8"))
    }
    assert reading == {f"'{name}'" for name in OF_RUNS}


@pytest.fixture(scope="module")
def misspelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose vars block has a typo, an impossible value and another package's variable."""
    folder = copy_project(tmp_path_factory.mktemp("misspelled"), late_days="soon")
    project = folder / "dbt_project.yml"
    text = project.read_text("utf-8").replace("\n  max_amount:", "\n  max_amout:")
    text = text.replace("\nvars:\n", "\nvars:\n  dbt: {anything: 1}\n  sluice: {future_dais: 3}\n")
    project.write_text(text, encoding="utf-8")
    return folder


def test_what_is_wrong_in_the_project_is_said_in_sentences(
    new_workspace: Any, misspelled: Path
) -> None:
    workspace = new_workspace()
    workspace.project = misspelled
    workspace.put_day(DAY)
    finished: Finished = workspace.pipeline("--date", DAY)
    assert finished.code == 2, finished.err
    assert finished.err == (
        "No variable is called 'future_dais'; did you mean future_days? "
        "No variable is called 'max_amout'; did you mean max_amount? "
        "late_days must be a whole number from 0 to 36500, not the text 'soon'.\n"
    )

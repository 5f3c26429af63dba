"""The reference implementation does what the contract says, sentence by sentence."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.reference import Variables, build  # noqa: E402
from tests.reference.lines import find_delimiter, physical_lines, split_fields  # noqa: E402
from tests.reference.timestamps import parse_timestamp  # noqa: E402
from tests.reference.values import (  # noqa: E402
    is_email,
    is_missing,
    parse_number,
    read_vocabularies,
    to_amount,
    to_whole,
)

REAL = ROOT.parent / "shared" / "real"
FEEDS = ("customers", "events", "orders")
DAY, NEXT_DAY = date(2025, 12, 10), date(2025, 12, 11)
CURRENCIES = {
    **{name: frozenset({"USD"}) for name in ("usd", "us $")},
    **{"€": frozenset({"EUR"}), "eur": frozenset({"EUR"}), "e£": frozenset({"EGP"})},
    "$": frozenset({"USD", "CAD"}),
    "kr": frozenset({"SEK", "DKK"}),
}
NOON = "2025-12-10 12:00:00"
HEADERS = {
    "customers": "customer_id,email,created_at,country,status",
    "events": "event_id,customer_id,event_time,event_type,platform,session_id,duration_ms",
    "orders": "order_id,customer_id,order_time,amount,currency,status",
}


@pytest.fixture(scope="module")
def real_days():
    """
    The four real days, built, and what is expected of them.

    Their counts were taken when the best version of a customer stayed, not the last.
    """
    if not REAL.is_dir():
        reason = f"no real sample days at {REAL}"
        print(reason)
        pytest.skip(reason)
    expected = json.loads((REAL / "expected_counts.json").read_text(encoding="utf-8"))
    return build(REAL / "raw", None, Variables(keep={})), expected


def test_real_days_give_the_expected_counts(real_days):
    result, expected = real_days
    assert [str(day) for day in result.days] == sorted(expected)
    for day in result.days:
        report = result.validation_report(day)["datasets"]
        for feed in FEEDS:
            found = {name: report[feed][name] for name in expected[str(day)][feed]}
            for counts in ("quarantine_by_reason", "reason_combinations", "warnings_by_reason"):
                found[counts] = {name: rows for name, rows in found[counts].items() if rows}
            assert found == expected[str(day)][feed], (day, feed)
            assert report[feed]["balanced"]


def test_real_days_alert_of_exactly_the_partial_loads(real_days):
    result, expected = real_days
    for day in result.days:
        empty = expected[str(day)]["empty_hours"]
        hours = [row for row in result.metrics["hourly_events"] if row["ingest_date"] == day]
        assert [row["hour"] for row in hours if row["received"] == 0] == empty
        fired = [alert for alert in result.alerts(day)["alerts"] if alert["dataset"] == "events"]
        wanted = [("hourly_coverage", {"empty_hours": empty})] if len(empty) > 3 else []
        assert [(alert["type"], alert["details"]) for alert in fired] == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # ISO 8601
        ("2025-12-10", "2025-12-10 00:00:00"),
        ("2025/1/2", "2025-01-02 00:00:00"),
        ("2025-12-10T08:15", "2025-12-10 08:15:00"),
        ("2025-12-10t08:15:30z", "2025-12-10 08:15:30"),
        ("2025-12-10   8:15:30.1234567 UTC", "2025-12-10 08:15:30.123456"),
        ("2025-12-10 08:15:30gmt", "2025-12-10 08:15:30"),
        ("2025-12-10T04:21:24-05:00", "2025-12-10 09:21:24"),
        ("2025-12-10T04:21:24 +0530", "2025-12-09 22:51:24"),
        ("2025-12-10T04:21-15:59", "2025-12-10 20:20:00"),
        ("2025-12-10 04:21+02", "2025-12-10 02:21:00"),
        ("2025-07-10 08:00 Europe/Berlin", "2025-07-10 06:00:00"),
        ("2025-12-10T08:00America/New_York", "2025-12-10 13:00:00"),
        ("2025/12/10T08:00:00Z", "2025-12-10 08:00:00"),
        ("20251210", "2025-12-10 00:00:00"),
        ("20251210T0815Z", "2025-12-10 08:15:00"),
        ("20251210T081530.5+0100", "2025-12-10 07:15:30.500000"),
        ("20251210081530", "2025-12-10 08:15:30"),
        ("2024-02-29", "2024-02-29 00:00:00"),
        # year last
        ("12/10/2025", "2025-12-10 00:00:00"),
        ("1-2-2025 8:15 PM", "2025-01-02 20:15:00"),
        ("12/10/2025 12:00:01.5am", "2025-12-10 00:00:01.500000"),
        ("12/10/2025 12:00 pm +02:00", "2025-12-10 10:00:00"),
        ("12/10/2025 08:15 America/New_York", "2025-12-10 13:15:00"),
        ("31.1.2025 23:59:59", "2025-01-31 23:59:59"),
        # month names
        ("10 Dec 2025", "2025-12-10 00:00:00"),
        ("10-DEC-2025 08:15", "2025-12-10 08:15:00"),
        ("december 10, 2025 8:15 pm", "2025-12-10 20:15:00"),
        ("Wed, 10 Dec 2025 08:15:00 +0100", "2025-12-10 07:15:00"),
        ("Friday, 10 Sept 2025 08:15:00 GMT", "2025-09-10 08:15:00"),
        ("Wed Aug  5 12:00:00 2015", "2015-08-05 12:00:00"),
        ("Fri Sep 23 2016 10:34:51 GMT+0800 (CST)", "2016-09-23 02:34:51"),
        # epoch
        ("1765353600", "2025-12-10 08:00:00"),
        ("1765353600.25", "2025-12-10 08:00:00.250000"),
        ("1765353600123", "2025-12-10 08:00:00.123000"),
        ("1765353600123456", "2025-12-10 08:00:00.123456"),
    ],
)
def test_timestamps_that_are_read(text, expected):
    assert str(parse_timestamp(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "not a date",
        "2025-02-30",
        "2025-12-10 24:00",
        "2025-12-10 08:60",
        "2025-12-10 08:15:60",
        "2025-12-10 8:15 PM",
        "2025-12-10 08",
        "2025-12-10 08:15:30.",
        "2025-12-10 08:15 EST",
        "2025-12-10 08:15 IST",
        "2025-12-10 08:15+16:00",
        "2025-12-10 08:15+05:60",
        "2025-12-10 08:15 europe/berlin",
        "2025-12-10 08:15 Europe/Nowhere",
        "2025-12/10",
        "25-12-10",
        "1899-12-31",
        "2200-01-01",
        "2025-12-10 08:15 garbage",
        "31/12/2025",
        "12/10/25",
        "12.31.2025",
        "12/10/2025 13:00 PM",
        "12/10/2025 0:30 AM",
        "10 Foo 2025",
        "Foo, 10 Dec 2025",
        "20251310",
        "2025121",
        "176535360",
        "7999999999",
        "-1765353600",
        "infinity",
        "\u0662025-12-10",
    ],
)
def test_timestamps_that_are_invalid(text):
    assert parse_timestamp(text) is None


def test_date_order_and_naive_timezone_are_the_feeds():
    assert parse_timestamp("31/12/2025", order="dmy") == datetime(2025, 12, 31)
    assert parse_timestamp("12/31/2025", order="dmy") is None
    assert parse_timestamp("31.12.2025", order="mdy") == datetime(2025, 12, 31)
    assert parse_timestamp("2025-12-10 01:00", "Europe/Berlin") == datetime(2025, 12, 10)
    assert parse_timestamp("2025-12-10 01:00Z", "Europe/Berlin") == datetime(2025, 12, 10, 1)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("5", "5", None),
        ("5.", "5", None),
        (".5", "0.5", None),
        ("007", "7", None),
        ("+1.5E3", "1500", None),
        ("1.234", "1.234", None),
        ("1,234", "1234", None),
        ("-1,234,567.89", "-1234567.89", None),
        ("12,50", "12.5", None),
        ("0,5", "0.5", None),
        ("1.234,56", "1234.56", None),
        ("$5", "5", "CAD USD"),
        ("-$5", "-5", "CAD USD"),
        ("$-5", "-5", "CAD USD"),
        ("$12.50 USD", "12.5", "USD"),
        ("($5) USD", "-5", "USD"),
        ("12,50 kr", "12.5", "DKK SEK"),
        ("12,50 €", "12.5", "EUR"),
        ("5 usd", "5", "USD"),
        ("US $5", "5", "USD"),
        ("5e£", "5", "EGP"),
        ("(5)", "-5", None),
        ("($1,234.50)", "-1234.5", "CAD USD"),
        ("1e308", "1e308", None),
    ],
)
def test_numbers_that_are_read(text, value, currency):
    found = parse_number(text, CURRENCIES)
    assert found.value == Decimal(value)
    assert (currency or "").split() == sorted(found.currencies or ())
    assert found.is_ambiguous == (text in ("1.234", "1,234"))


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "",
        ".",
        "5-",
        "--5",
        "-(5)",
        "(-5)",
        "-$-5",
        "$5 EUR",
        "5 GBp",
        "$$5",
        "CHF5",
        "1,23,456",
        "0,123",
        "01,234",
        "1,234,56",
        "1.234.567",
        "12,505,",
        ",50",
        "1_000",
        "0x10",
        "1 000",
        "- 5",
        "1e400",
        "1e",
        "inf",
        "NaN",
        "\u0665",
    ],
)
def test_numbers_that_are_invalid(text):
    assert parse_number(text, CURRENCIES) is None


def test_numbers_are_rounded_half_away_from_zero():
    def amount(text: str) -> Decimal | None:
        return to_amount(parse_number(text, CURRENCIES))

    assert amount("0.00005") == Decimal("0.0001")
    assert amount("-0.00005") == Decimal("-0.0001")
    assert amount("1e-5") == 0
    assert amount("99999999999999.9999") == Decimal("99999999999999.9999")
    assert amount("99999999999999.99995") is None
    assert to_whole(Decimal("2.5")) == 3
    assert to_whole(Decimal("-2.5")) == -3
    assert to_whole(Decimal("9223372036854775808")) is None


@pytest.mark.parametrize(
    "text",
    ["a@b.co", "a.b+c@x-y.example", "o'neil@exämple.de", "a@1.b2", "x" * 64 + "@b.co"],
)
def test_emails_that_are_valid(text):
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a@b",
        "@b.co",
        "a@@b.co",
        "a b@c.co",
        ".a@b.co",
        "a.@b.co",
        "a..b@c.co",
        '"a"@b.co',
        "a@-b.co",
        "a@b-.co",
        "a@b..co",
        "a@b.123",
        "a@b_c.co",
        "x" * 65 + "@b.co",
        "a@" + "b" * 64 + ".co",
        "a@" + "b." * 126 + "co",
    ],
)
def test_emails_that_are_invalid(text):
    assert not is_email(text)


def test_missing_values():
    for text in ("", " \t\v\f\r\u00a0", "NULL", "n/A", " - ", "\\N", "NaN", "na"):
        assert is_missing("status", text)
    assert not is_missing("country", " Na ")
    assert is_missing("country", "n/a")
    assert not is_missing("status", "0")
    assert read_vocabularies().country["na"] == "NA"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("a,b", ("a", "b")),
        ("", ("",)),
        (",", ("", "")),
        ('"a,b",c', ("a,b", "c")),
        ('"a""b",""', ('a"b', "")),
        ('" a ", b', (" a ", " b")),
        ('a"b', None),
        ('"a', None),
        ('"a"b,c', None),
        (' "a",b', None),
        ('"a" ,b', None),
        ('"a"",b', None),
    ],
)
def test_lines_are_split(line, fields):
    assert split_fields(line, ",") == fields


def test_line_ends_and_delimiters():
    assert physical_lines(b"a\r\nb\rc\nd") == [b"a", b"b", b"c", b"d"]
    assert physical_lines(b"a\n\n\r\n") == [b"a", b"", b""]
    assert physical_lines(b"") == []
    assert [find_delimiter(header) for header in ("a;b,c", "a;b", "a|b|c;d", "a\tb", "a")] == [
        *",;|\t,"
    ]


def put(raw: Path, day: date, feed: str, lines: list[str] | bytes, name: str = "csv") -> None:
    """Writes a feed's file: the header the feed usually has and these lines, or these bytes."""
    folder = raw / f"ingest_date={day}"
    folder.mkdir(exist_ok=True)
    content = lines if isinstance(lines, bytes) else "\n".join([HEADERS[feed], *lines]).encode()
    (folder / f"{feed}_raw.{name}").write_bytes(content)


def reasons(result, day: date, feed: str) -> dict[int, list[str]]:
    """Line number to reasons, of the quarantine."""
    return {row["line_number"]: row["reject_reason"] for row in result.quarantine[day][feed]}


def test_lines_that_are_not_rows(tmp_path):
    put(tmp_path, DAY, "customers", [f"c1,a@b.co,{NOON},NA,active"])
    good = f"e1,c1,{NOON},login,ios,s,5"
    events = [HEADERS["events"], "", good, "short", f'e2,"c1,{NOON},login,ios,s,5']
    put(tmp_path, DAY, "events", "\r\n".join(events).encode() + b"\r\ne3,c1,\xff,a,b,c,1")
    put(tmp_path, DAY, "orders", b"order_id;AMOUNT;amount\no1;5;6\nbad\n")
    result = build(tmp_path)
    assert [row["line_number"] for row in result.clean[DAY]["events"]] == [3]
    malformed = ["line_malformed"]
    assert reasons(result, DAY, "events") == {4: malformed, 5: malformed, 6: malformed}
    assert result.quarantine[DAY]["events"][2]["raw_line"] == "e3,c1,\ufffd,a,b,c,1"
    assert reasons(result, DAY, "orders") == {2: ["column_missing"], 3: ["column_missing"]}
    assert result.quarantine[DAY]["orders"][0]["order_id"] == "o1"
    assert result.quarantine[DAY]["orders"][0]["amount"] is None
    assert (
        "amount"
        in result.validation_report(DAY)["datasets"]["orders"]["files"][0]["missing_columns"]
    )
    assert result.clean[DAY]["customers"][0]["country"] == "NA"


def test_amounts_and_categories(tmp_path):
    put(tmp_path, DAY, "customers", [f"c1,a@b.co,{NOON},XX,active"])
    orders = ["5,USD,paid", "-5,usd,Refund", ",USD,failed", "$5,EUR,paid", "0.00001,EUR,paid"]
    orders += ["-5,EUR,paid", "5,EUR,no such status", "x,EUR,paid", "9999999,EUR,disputed"]
    lines = [f"o{number},c1,{NOON},{order}" for number, order in enumerate(orders)]
    put(tmp_path, DAY, "orders", lines)
    result = build(tmp_path)
    clean = [
        (row["order_id"], row["amount"], row["signed_amount"], row["status"], row["warnings"])
        for row in result.clean[DAY]["orders"]
    ]
    large = Decimal(9999999)
    assert clean == [
        ("o0", 5, 5, "paid", []),
        ("o1", 5, -5, "refunded", []),
        ("o2", None, 0, "failed", []),
        ("o8", large, -large, "chargeback", ["amount_too_large"]),
    ]
    assert reasons(result, DAY, "orders") == {
        5: ["amount_currency_conflict"],
        6: ["amount_zero"],
        7: ["amount_negative"],
        8: ["status_unknown"],
        9: ["amount_invalid"],
    }
    assert result.clean[DAY]["customers"][0]["country"] == "unknown"
    assert result.clean[DAY]["customers"][0]["warnings"] == ["country_unknown"]


def test_duplicates_within_and_across_partitions(tmp_path):
    put(tmp_path, DAY, "customers", [f"c1,a@b.co,{NOON},US,active", f"c1,,{NOON},US,active"])
    event = "c1,{},login,ios,s,5"
    first = [f"e1,{event.format(NOON)}", f"e2,{event.format('x')}"]
    put(tmp_path, DAY, "events", first)
    late_copy = [first[0], first[0], "e1," + event.format("2025-12-10 13:00:00")]
    put(tmp_path, NEXT_DAY, "events", [*late_copy, f"e2,{event.format(NOON)}"])
    put(tmp_path, NEXT_DAY, "events", gzip.compress(HEADERS["events"].encode()), "csv.gz")
    result = build(tmp_path)
    assert reasons(result, DAY, "customers") == {2: ["customer_id_duplicate"]}
    assert reasons(result, DAY, "events") == {3: ["event_time_invalid"]}
    assert reasons(result, NEXT_DAY, "events") == {
        2: ["event_id_duplicate"],
        3: ["row_duplicate"],
        4: ["event_id_duplicate"],
    }
    report = result.validation_report(NEXT_DAY)["datasets"]["events"]
    assert report["duplicates"] == {"id": 2, "full_row": 1}
    assert len(report["files"]) == 2


def test_severities_and_dates_are_the_users(tmp_path):
    put(tmp_path, DAY, "customers", [f"c1,,{NOON},US,active"])
    put(tmp_path, NEXT_DAY, "orders", [f"o1,c1,{NOON},5,USD,", f"o2,c2,{NOON},5,USD,paid"])
    variables = Variables(rule_severities={"status_missing": "warn", "email_missing": "reject"})
    result = build(tmp_path, variables=variables)
    assert reasons(result, DAY, "customers") == {2: ["email_missing"]}
    order = result.clean[NEXT_DAY]["orders"][0]
    assert (order["status"], order["amount"], order["signed_amount"]) == ("unknown", 5, None)
    assert reasons(result, NEXT_DAY, "orders") == {3: ["customer_id_orphan"]}
    with pytest.raises(ValueError, match="can't be a warning"):
        build(tmp_path, variables=Variables(rule_severities={"order_id_missing": "warn"}))


def test_alerts_of_loads_that_are_not_as_usual(tmp_path):
    days = [date(2025, 12, number) for number in range(8, 13)]  # a Monday to a Friday
    for day in days:
        customers = [f"c{number},e@example.com,{NOON},US,active" for number in range(100)]
        put(tmp_path, day, "customers", customers if day != days[-1] else customers[:40])
    put(tmp_path, days[-1], "orders", b"")
    result = build(tmp_path)
    last = result.alerts(days[-1])
    fired = [(alert["type"], alert["dataset"], alert["severity"]) for alert in last["alerts"]]
    assert fired == [
        ("feed_missing", "events", "error"),
        ("feed_empty", "orders", "error"),
        ("volume_drop", "customers", "error"),
    ]
    kinds = [[alert["type"] for alert in result.alerts(day)["alerts"]] for day in days[:4]]
    # That a snapshot stands still is told when it begins.
    assert ["repeated_feed" in found for found in kinds] == [False, True, False, False]
    assert len(last["evaluated"]) == 43
    assert all(check["reason"] for check in last["evaluated"])


def test_a_truncated_gzip_file_is_refused(tmp_path):
    whole = gzip.compress(HEADERS["events"].encode() * 100)
    put(tmp_path, DAY, "events", whole[:-10], "csv.gz")
    with pytest.raises(EOFError):
        build(tmp_path)

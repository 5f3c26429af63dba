"""sluice quarantine shows what is in quarantine as it is, and never harms a terminal."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Finished, Workspace

from sluice.quarantine.vocabulary import add, proposed, proposed_text

DAY, NEXT = "2025-12-10", "2025-12-11"
EVENTS = f"ingest_date={DAY}/events_raw.csv"
ORDERS = f"ingest_date={DAY}/orders_raw.csv"


def quarantine(workspace: Workspace, *arguments: object) -> Finished:
    """Runs `sluice quarantine` on a workspace."""
    return workspace.quarantine(*arguments)


def told(workspace: Workspace, *arguments: object) -> list[dict]:
    """What a command prints as JSON."""
    finished = quarantine(workspace, *arguments, "--json")
    assert finished.code == 0, finished.err
    return json.loads(finished.out)


@pytest.fixture(scope="module")
def two_days(new_workspace: Callable[[], Workspace]) -> Workspace:
    """Two built days with rows that are wrong in one way or in two. Not to be changed."""
    found = new_workspace()
    found.put(DAY, "customers", [f"c1,c1@x.com,2025-01-01,DE,active,{DAY}"])
    found.put(NEXT, "customers", [f"late,l@x.com,2025-01-01,DE,active,{NEXT}"])
    found.put(
        DAY,
        "events",
        [
            f"e1,c1,{DAY} 08:00:00,login,ios,s1,5,{DAY}",
            f"e1,c1,{DAY} 07:00:00,login,ios,s1,5,{DAY}",
            f"e2,late,{DAY} 08:00:00,login,ios,s1,5,{DAY}",
            f"e3,never,soon,login,ios,s1,5,{DAY}",
            "\x1b[2Jmalformed",
            f"e4,c1,{DAY} 08:00:00,log-in-in,ios,s1,5,{DAY}",
        ],
    )
    found.put(NEXT, "events", [f"e1,c1,{NEXT} 08:00:00,login,ios,s1,5,{NEXT}"])
    found.put(
        DAY,
        "orders",
        [f"o1,c1,{DAY} 08:00:00,5,EUR,payd,{DAY}", f"o2,c1,{DAY} 08:00:00,x,EUR,payd,{DAY}"],
    )
    assert found.pipeline().code == 0
    return found


# list


def test_a_reason_is_counted_and_how_many_would_pass_without_it(two_days: Workspace) -> None:
    found = told(two_days, "list", "--date", DAY)
    counts = {(row["feed"], row["reason"]): (row["rows"], row["would_pass"]) for row in found}
    assert counts == {
        ("events", "customer_id_orphan"): (2, 1),
        ("events", "event_time_invalid"): (1, 0),
        ("events", "event_id_duplicate"): (1, 1),
        ("events", "line_malformed"): (1, 1),
        ("orders", "status_unknown"): (2, 1),
        ("orders", "amount_invalid"): (1, 0),
    }


def test_each_reason_has_an_example_and_what_mends_it(two_days: Workspace) -> None:
    row = told(two_days, "list", "--feed", "orders", "--reason", "amount_invalid")[0]
    assert (row["example"], row["raw_line"]) == (
        f"{ORDERS}:3",
        f"o2,c1,{DAY} 08:00:00,x,EUR,payd,{DAY}",
    )
    assert "plain number" in row["mend"]
    assert row["description"] == "The amount is not a number that fits decimal(18,4)."


def test_a_list_can_be_of_one_feed_date_or_reason(two_days: Workspace) -> None:
    assert {row["feed"] for row in told(two_days, "list", "--feed", "orders")} == {"orders"}
    days = told(two_days, "list", "--date", NEXT)
    assert [(row["reason"], row["rows"]) for row in days] == [("event_id_duplicate", 1)]
    both = told(two_days, "list", "--reason", "event_id_duplicate")
    assert [(row["rows"], row["first_date"], row["last_date"]) for row in both] == [(2, DAY, NEXT)]
    nothing = quarantine(two_days, "list", "--reason", "amount_zero")
    assert (nothing.code, "Nothing is in quarantine" in nothing.out) == (0, True)


def test_a_list_ends_with_how_many_rows_there_are_each_once(two_days: Workspace) -> None:
    out = quarantine(two_days, "list", "--date", DAY).out
    assert out.endswith("\n\n6 rows in quarantine\n")
    short = quarantine(two_days, "list", "--date", DAY, "--short").out
    assert short.splitlines() == [
        f"events customer_id_orphan: 2 rows ({DAY}), 1 would pass without it",
        f"events line_malformed: 1 row ({DAY}), 1 would pass without it",
        f"events event_id_duplicate: 1 row ({DAY}), 1 would pass without it",
        f"events event_time_invalid: 1 row ({DAY}), 0 would pass without it",
        f"orders status_unknown: 2 rows ({DAY}), 1 would pass without it",
        f"orders amount_invalid: 1 row ({DAY}), 0 would pass without it",
        "6 rows in quarantine",
    ]
    one = quarantine(two_days, "list", "--feed", "orders", "--reason", "amount_invalid").out
    assert one.endswith("\n1 row in quarantine\n")


def test_lines_with_a_reason_are_shown_as_received_and_as_read(two_days: Workspace) -> None:
    words = ("show", "--reason", "orders.status_unknown")
    first, second = told(two_days, *words)
    assert (first["line_number"], second["line_number"]) == (2, 3)
    assert second["reject_reason"] == ["status_unknown", "amount_invalid"]
    assert second["columns"]["amount"] == {"received": "x", "read": None}
    assert second["columns"]["currency"] == {"received": "EUR", "read": "EUR"}
    assert first["columns"]["order_time"]["read"] == f"{DAY} 08:00:00"
    text = quarantine(two_days, *words, "--limit", 1).out.splitlines()
    assert text[0] == f"orders {ORDERS}:2"
    assert "    status       payd                 -" in text
    assert text[-1] == "1 line"
    nothing = quarantine(two_days, "show", "--reason", "amount_zero").out
    assert nothing == "No such line is in quarantine, of the dates that were built.\n"
    malformed = quarantine(two_days, "show", "--reason", "line_malformed").out
    assert "\\x1b[2Jmalformed" in malformed and "\x1b" not in malformed
    for limit in ("0", "-1", "few"):
        refused = quarantine(two_days, *words, "--limit", limit)
        assert (refused.code, "is no number from 1 on" in refused.err) == (2, True)


def test_a_reason_may_be_named_with_its_feed(two_days: Workspace) -> None:
    found = told(two_days, "list", "--reason", "orders.status_unknown")
    assert [(row["feed"], row["reason"]) for row in found] == [("orders", "status_unknown")]
    words = ["--date", DAY, "--feed", "orders", "--reason"]
    exports = [
        quarantine(two_days, "export", *words, reason).out
        for reason in ("orders.amount_invalid", "amount_invalid", "status_unknown")
    ]
    assert exports[0] == exports[1] != exports[2]


def test_a_received_line_can_do_nothing_to_a_terminal(two_days: Workspace) -> None:
    for arguments in (["list"], ["why", f"{EVENTS}:6"]):
        out = quarantine(two_days, *arguments).out
        assert "\x1b" not in out and "\\x1b[2Jmalformed" in out


def test_arguments_are_never_read_as_sql(two_days: Workspace) -> None:
    hostile = "' or true --"
    assert quarantine(two_days, "list", "--reason", hostile).code == 2
    assert quarantine(two_days, "why", hostile).code == 2


# why


def test_a_rows_story_has_its_line_values_and_rules(two_days: Workspace) -> None:
    (row,) = told(two_days, "why", f"{ORDERS}:3")
    assert row["raw_line"] == f"o2,c1,{DAY} 08:00:00,x,EUR,payd,{DAY}"
    assert row["values"]["currency"] == "EUR" and row["values"]["amount"] is None
    assert [rule["rule"] for rule in row["rules"]] == ["status_unknown", "amount_invalid"]
    text = quarantine(two_days, "why", f"{ORDERS}:3").out
    assert "rejected by status_unknown" in text
    assert "The status is not in the vocabulary of order statuses." in text


def test_a_line_is_found_however_its_file_is_named(two_days: Workspace) -> None:
    (row,) = told(two_days, "why", f"{ORDERS}:3")
    raw = two_days.raw
    for name in (f"raw/{ORDERS}", f"./{ORDERS}", f"{raw}/{ORDERS}", f"data/raw//{ORDERS}"):
        assert told(two_days, "why", f"{name}:3") == [row], name
    assert told(two_days, "why", "orders_raw.csv:3") == [row]
    several = quarantine(two_days, "why", "events_raw.csv:2")
    both = f"ingest_date={NEXT}/events_raw.csv:2, {EVENTS}:2"
    assert (several.code, several.out) == (2, "") and both in several.err


def test_a_duplicates_story_names_the_row_that_stays(two_days: Workspace) -> None:
    (row,) = told(two_days, "why", f"{EVENTS}:3")
    assert (row["winner"]["source_file"], row["winner"]["line_number"]) == (EVENTS, 2)
    assert row["winner"]["values"]["event_time_utc"] == f"{DAY} 08:00:00"
    (later,) = told(two_days, "why", f"ingest_date={NEXT}/events_raw.csv:2")
    assert (later["winner"]["ingest_date"], later["winner"]["line_number"]) == (DAY, 2)
    assert f"stays instead: {EVENTS}:2" in quarantine(two_days, "why", f"{EVENTS}:3").out


def test_an_orphans_story_says_when_its_customer_appeared(two_days: Workspace) -> None:
    (late,), (never,) = told(two_days, "why", "e2"), told(two_days, "why", "e3")
    assert (late["customer_first_named"], never["customer_first_named"]) == (NEXT, None)
    assert f"late is first named on {NEXT}" in quarantine(two_days, "why", "e2").out
    assert "never is in no customers file so far" in quarantine(two_days, "why", "e3").out


def test_an_id_gives_every_row_that_has_it_quarantined_ones_first(two_days: Workspace) -> None:
    found = told(two_days, "why", "e1")
    assert [row["is_clean"] for row in found] == [False, False, True]


def test_a_clean_row_and_a_warning_have_a_story_too(two_days: Workspace) -> None:
    (row,) = told(two_days, "why", "e4")
    assert row["is_clean"] and [rule["severity"] for rule in row["rules"]] == ["warn"]
    assert "clean" in quarantine(two_days, "why", f"{EVENTS}:2").out


# suggest


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the seeds."""
    return Path(shutil.copytree(ROOT / "seeds", tmp_path / "seeds"))


def unknown(category: str, name: str, value: str, similarity: float, nearest: str = "") -> tuple:
    """A row of unmapped_values."""
    row = f"{category},{name},{value}"
    return category, name, 1, DAY, DAY, nearest or value, value, similarity, row


@pytest.fixture
def unmapped() -> duckdb.DuckDBPyConnection:
    """A warehouse of nothing but some unknown values."""
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute("create schema intermediate")
    connection.execute(
        "create table marts.unmapped_values (category text, name text, rows bigint,"
        " first_seen date, last_seen date, nearest_name text, nearest_value text,"
        " similarity double, seed_row text)"
    )
    connection.executemany(
        "insert into marts.unmapped_values values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            unknown("order_status", "paid,", "paid", 0.96),
            unknown("country", "untied states", "US", 0.97, "united states"),
            unknown("currency", "us$1", "USD", 0.98),
            unknown("platform", "and\x01roid", "android", 0.99),
            unknown("currency", "kr", "KRW", 0.93, "krw"),
            unknown("order_status", "refund_failed", "refunded", 0.92),
            unknown("platform", "telly", "web", 0.5),
        ],
    )
    connection.execute(
        "create table intermediate.int_unmapped_values as"
        " select category, name, unnest([first_seen, first_seen + 3]) as ingest_date"
        " from marts.unmapped_values"
    )
    return connection


def test_unknown_values_come_with_the_seed_row_that_teaches_them(two_days: Workspace) -> None:
    found = {row["name"]: row for row in told(two_days, "suggest")}
    assert found["payd"]["seed_row"] == "order_status,payd,paid"
    assert (found["payd"]["rows"], found["payd"]["first_seen"]) == (2, DAY)
    assert found["log-in-in"]["nearest_value"] == "login"
    assert "order_status,payd,paid" in quarantine(two_days, "suggest").out


def test_accepting_adds_what_is_alike_enough_and_can_be_a_name(
    unmapped: duckdb.DuckDBPyConnection, seeds: Path
) -> None:
    result = proposed(unmapped, 0.9, seeds=seeds)
    assert [row["name"] for row in result.added] == ["untied states", "paid,"]
    refused = {row["name"]: why for row, why in result.refused}
    assert list(refused) == ["and\x01roid", "us$1", "kr", "refund_failed"]
    assert refused["kr"] == "one letter makes another currency"
    text = proposed_text(result)
    assert "country,untied states,US" in text
    assert "Not added: order_status,refund_failed,refunded: it has other words" in text
    before = {path.name: path.read_bytes() for path in seeds.iterdir()}
    add(result, seeds)
    own = (seeds / "own_names.csv").read_text().splitlines()
    assert own[1:] == ["country,untied states,US,", 'order_status,"paid,",paid,']
    once = {path.name: path.read_bytes() for path in seeds.iterdir()}
    add(result, seeds)  # twice is as once
    assert {path.name: path.read_bytes() for path in seeds.iterdir()} == once
    assert {name for name in once if once[name] != before[name]} == {"own_names.csv"}


def test_accepting_is_by_category_and_may_find_nothing(
    unmapped: duckdb.DuckDBPyConnection, seeds: Path
) -> None:
    result = proposed(unmapped, 0.9, ["country"], seeds)
    assert [row["name"] for row in result.added] == ["untied states"] and not result.refused
    assert "No unknown value" in proposed_text(proposed(unmapped, 1, seeds=seeds))


def test_accepting_asks_and_without_anybody_to_ask_adds_nothing(two_days: Workspace) -> None:
    before = (ROOT / "seeds" / "own_names.csv").read_bytes()
    found = quarantine(two_days, "suggest", "--accept", "0.8", "--category", "order_status")
    assert (found.code, "order_status,payd,paid" in found.out) == (2, True)
    assert found.err == "Nothing was added: there is no terminal to ask, give --yes.\n"
    assert (ROOT / "seeds" / "own_names.csv").read_bytes() == before


# Whatever is wrong


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["why", "nothing"], "No row is or has nothing"),
        (["why", f"{ORDERS}:1"], "its last data line is 3"),
        (["why", f"{ORDERS[:-7]}.csv:3"], f"did you mean {ORDERS}?"),
        (["list", "--reason", "amount_invalidd"], "did you mean amount_invalid?"),
        (["list", "--reason", "events.amount_invalid"], "orders has it"),
        (["list", "--reason", "order.amount_invalid"], "did you mean orders?"),
        (["list", "--feed", "events", "--reason", "orders.amount_invalid"], "another feed"),
        (["list", "--feed", "order"], "did you mean orders?"),
        (["list", "--date", "2025-12-31"], f"the nearest date that is built is {NEXT}"),
        (
            ["list", "--start", "2025-01-01", "--end", "2025-02-01"],
            f"nearest date that is built is {DAY}",
        ),
        (["export", "--feed", "orders", "--date", "2025-12-31"], "Never built: 2025-12-31"),
        (["export", "--feed", "ordres", "--date", DAY], "did you mean orders?"),
        (["export", "--feed", "orders", "--date", DAY, "--reason", "ammount_zero"], "did you mean"),
        (["list", "--date", "2025-02-30"], "no such calendar day"),
        (["list", "--end", DAY], "--end needs --start"),
        (["list", "--feed", "clicks"], "--feed"),
        (["suggest", "--category", "currencies"], "did you mean currency?"),
        (["suggest", "--category", "", "--accept", "0.9", "--yes"], "No category is called ''"),
        (["waive", "a.csv:2", "--note", " "], "Argument --note: it is empty"),
        (["suggest", "--accept", "2"], "not above 0 and at most 1"),
        (["suggest", "--accept", "most"], "not above 0 and at most 1"),
        ([], "COMMAND"),
    ],
)
def test_bad_input_is_one_sentence(two_days: Workspace, arguments: list, words: str) -> None:
    finished = quarantine(two_days, *arguments)
    assert finished.code == 2
    assert words in finished.err and len(finished.err.splitlines()) == 1


def test_a_date_that_is_not_finished_is_no_date_without_rejected_rows(
    two_days: Workspace, workspace: Workspace
) -> None:
    shutil.copy(two_days.warehouse, workspace.warehouse)
    workspace.change(f"insert into raw.begun_dates (ingest_date) values ('{DAY}')")
    finished = quarantine(workspace, "list", "--date", DAY)
    assert finished.code == 2
    assert finished.err.startswith(f"Not finished by the last run: {DAY}.")


def test_no_warehouse_is_said(workspace: Workspace) -> None:
    for finished in (quarantine(workspace, "list"), workspace.export()):
        assert finished.code == 2 and finished.err.startswith("No warehouse: ")
        assert finished.err.endswith("warehouse.duckdb does not exist. Build a date first.\n")
    duckdb.connect(str(workspace.warehouse)).close()
    finished = quarantine(workspace, "list")
    assert (finished.code, "holds no finished build" in finished.err) == (2, True)


def test_a_warehouse_in_use_is_named_with_its_holder(
    two_days: Workspace, workspace: Workspace
) -> None:
    shutil.copy(two_days.warehouse, workspace.warehouse)
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(Path(workspace.warehouse))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout and holder.stdout.readline()
    finished = quarantine(workspace, "list")
    holder.communicate("\n")
    assert finished.code == 4
    assert f"process {holder.pid}" in finished.err

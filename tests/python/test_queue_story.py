"""One story: 1,000 rejected rows, mended by each of the ways, and accounted for to the last one."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import ROOT, Workspace, copy_project, started

from sluice.quarantine.vocabulary import proposed

START, END = "2025-12-10", "2025-12-21"
WAIT = 3  # late_customer_days
ROWS = 1000
IDS = {"customers": "customer_id", "events": "event_id", "orders": "order_id"}
TIMES = {"customers": "created_at", "events": "event_time", "orders": "order_time"}
NAMES = """
    select dataset, ingest_date, source_file, line_number, row_id, reject_reason, status
    from marts.quarantine_ledger
    order by ingest_date desc, source_file, line_number
"""

Row = dict[str, Any]


@pytest.fixture(scope="module")
def story(
    new_workspace: Callable[[], Workspace], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Workspace, list[Row]]:
    """Twelve sample days, built once, and the 1,000 rows with what is to become of each."""
    project = copy_project(tmp_path_factory.mktemp("project"), late_customer_days=WAIT)
    found = Workspace(new_workspace().folder, project)
    command = [
        *started(ROOT, "generate"),
        "--start",
        START,
        "--end",
        END,
    ]
    command += ["--out", found.raw, "--truth", "none"]
    subprocess.run(command, check=True, capture_output=True)
    assert found.pipeline().code == 0
    rows = the_rows(found)
    mend(found, rows)
    finished = found.pipeline()
    assert finished.code == 0, finished.err
    return found, rows


def the_rows(workspace: Workspace) -> list[Row]:
    """The latest 1,000 quarantined rows, each with the way it is mended.

    Repeats with a value that is taught are left out: they may become the better line.
    """
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        rows = connection.execute(NAMES).fetchall()
        names = [column[0] for column in connection.description]
        every = [dict(zip(names, row, strict=True)) for row in rows]
        lines = received(connection)
        for row in every:
            row |= lines[row["source_file"], row["line_number"]]
        near = [(row["category"], row["name"]) for row in proposed(connection, 0.9).added]
    found = [row for row in every if not is_taught_repeat(row)][:ROWS]
    times = Counter((row["dataset"], row["values"][IDS[row["dataset"]]]) for row in found)
    for row in found:
        is_alone = times[row["dataset"], row["values"][IDS[row["dataset"]]]] == 1
        row["way"] = way(row, set(near), is_alone)
    return found


def is_taught_repeat(row: Row) -> bool:
    """Tells whether a duplicate has a value that no vocabulary knows yet."""
    is_unknown = any(name.endswith("_unknown") for name in row["values"]["warnings"])
    return is_unknown and any(name.endswith("_duplicate") for name in row["reject_reason"])


def received(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], Row]:
    """Every quarantined line as received and its values, by its file and number."""
    found = {}
    for feed in IDS:
        cursor = connection.execute(f"from quarantine.quarantine_{feed}")
        names = [column[0] for column in cursor.description]
        for values in (dict(zip(names, row, strict=True)) for row in cursor.fetchall()):
            place = values["source_file"], values["line_number"]
            found[place] = {"raw_line": values["raw_line"], "values": values}
    return found


def way(row: Row, near: set[tuple[str, str]], is_alone: bool) -> str:
    """How a row is mended: by its first reason, where it is its only one."""
    first, *others = row["reject_reason"]
    if first in ("row_duplicate", "event_id_duplicate", "order_id_duplicate"):
        return "waive"
    if others or not is_alone:
        return "leave"
    if first == "customer_id_orphan":
        is_late = date.fromisoformat(END) - row["ingest_date"] <= timedelta(days=WAIT)
        return "late customer" if is_late else "correct"
    if first in ("status_unknown", "currency_unknown"):
        category = {"status_unknown": "order_status", "currency_unknown": "currency"}[first]
        value = row["values"][first.removesuffix("_unknown")]
        return "vocabulary" if (category, value.strip().lower()) in near else "leave"
    if first.endswith("_invalid") and first != "amount_invalid" or first == "line_malformed":
        return "correct"
    if first in ("amount_invalid", "customer_id_missing"):
        return "new file"
    return "leave"


def mend(workspace: Workspace, rows: list[Row]) -> None:
    """Mends each row its way."""
    ways = defaultdict(list)
    for row in rows:
        ways[row["way"]].append(row)
    teach(workspace)
    send_new_files(workspace, ways["new file"])
    send_late_customers(workspace, ways["late customer"])
    correct(workspace, ways["correct"], ways["waive"])


def quarantine(workspace: Workspace, *arguments: str) -> str:
    """Runs `sluice quarantine`; returns what it printed."""
    finished = workspace.quarantine(*arguments)
    assert finished.code == 0, finished.err
    return finished.out


def teach(workspace: Workspace) -> None:
    """Accepts the unknown values that are much like a known one."""
    added = quarantine(workspace, "suggest", "--accept", "0.9", "--yes")
    assert "Added" in added and " --warehouse warehouse.duckdb and the --raw-dir" in added


def send_new_files(workspace: Workspace, rows: list[Row]) -> None:
    """Takes the lines out of their files; the others keep their numbers."""
    for row in rows:
        path = workspace.raw / row["source_file"]
        lines = path.read_bytes().split(b"\n")
        lines[row["line_number"] - 1] = b"\r" if lines[0].endswith(b"\r") else b""
        path.write_bytes(b"\n".join(lines))


def send_late_customers(workspace: Workspace, rows: list[Row]) -> None:
    """Adds the customers to the last day's file."""
    path = workspace.raw / f"ingest_date={END}" / "customers_raw.csv"
    names = path.read_text(encoding="utf-8").splitlines()[0].lower()
    delimiter = max(",;\t|", key=names.count)
    columns = [name.strip().strip('"') for name in names.split(delimiter)]
    values = {"created_at": "2025-01-01", "country": "DE", "status": "active"}
    with path.open("a", encoding="utf-8", newline="") as file:
        if not path.read_bytes().endswith(b"\n"):
            file.write("\n")
        for customer in sorted({row["values"]["customer_id"].strip() for row in rows}):
            known = values | {"customer_id": customer, "email": "a@x.com", "ingest_date": END}
            file.write(delimiter.join(known.get(name, "") for name in columns) + "\n")


def correct(workspace: Workspace, corrected: list[Row], waived: list[Row]) -> None:
    """Exports every date and feed, edits the table as a person would, and saves it."""
    known = "select customer_id from intermediate.int_known_customers order by ingest_date limit 1"
    ((customer,),) = workspace.query(known)
    decided = {(row["source_file"], str(row["line_number"])): row for row in corrected + waived}
    for day, feed in sorted({(row["ingest_date"], row["dataset"]) for row in decided.values()}):
        out = quarantine(workspace, "export", "--date", str(day), "--feed", feed, "--by", "ann")
        reader = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
        table = list(reader)
        for number, cells in enumerate(table):
            row = decided.get((cells["source_file"], cells["line_number"]))
            if row is not None:
                cells |= edits(row, customer, f"new-{day}-{feed}-{number}")
        path = workspace.corrections / f"ingest_date={day}" / f"{feed}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, reader.fieldnames or [])
            writer.writeheader()
            writer.writerows(table)


def edits(row: Row, customer: str, new_id: str) -> dict[str, str]:
    """What a person writes into a row of the table."""
    if row["way"] == "waive":
        return {"waive": "yes", "note": "a repeat"}
    feed, day, (reason,) = row["dataset"], row["ingest_date"], row["reject_reason"]
    time = {TIMES[feed]: f"{day} 12:00:00"}
    if reason == "customer_id_orphan":
        return {"customer_id": customer}
    if reason == "duration_ms_invalid":
        return {"duration_ms": "7"}
    if reason != "line_malformed":
        return time
    values = {"customer_id": customer, "amount": "5", "currency": "EUR", "status": "paid"}
    if feed == "customers":
        values |= {"status": "active"}
    columns = {"customers": ["status"], "events": ["customer_id"]}
    wanted = columns.get(feed, ["customer_id", "amount", "currency", "status"])
    return {name: values[name] for name in wanted} | time | {IDS[feed]: new_id, "ingest_date": ""}


# What came of it


EXPECTED = {
    "correct": ("resolved", "correction"),
    "waive": ("waived", None),
    "vocabulary": ("resolved", "vocabulary"),
    "late customer": ("resolved", "late_customer"),
    "new file": ("resolved", "new_file"),
    "leave": ("open", None),
}


def test_every_row_is_accounted_for(story: tuple[Workspace, list[Row]]) -> None:
    workspace, rows = story
    ledger = {
        row_id: (status, resolved_by)
        for row_id, status, resolved_by in workspace.query(
            "select row_id, status, resolved_by from marts.quarantine_ledger"
        )
    }
    wrong = [
        (row["way"], row["reject_reason"], row["raw_line"], ledger.get(row["row_id"]))
        for row in rows
        if ledger.get(row["row_id"]) != EXPECTED[row["way"]]
    ]
    assert wrong == []
    assert len({row["row_id"] for row in rows}) == ROWS
    counts = Counter(ledger[row["row_id"]] for row in rows)
    assert sum(counts.values()) == ROWS
    assert counts == {EXPECTED[way]: sum(row["way"] == way for row in rows) for way in EXPECTED}
    assert set(counts) == set(EXPECTED.values()), counts  # likeness alone teaches few


def test_the_reports_say_the_same(story: tuple[Workspace, list[Row]]) -> None:
    workspace, rows = story
    totals: Counter = Counter()
    for path in workspace.reports.glob("ingest_date=*/validation_report.json"):
        for counts in json.loads(path.read_text())["datasets"].values():
            assert counts["balanced"]
            totals.update(
                {name: counts[name] for name in ("corrected", "waived", "still_rejected")}
            )
    ways = Counter(row["way"] for row in rows)
    assert totals == {
        "corrected": ways["correct"],
        "waived": ways["waive"],
        "still_rejected": 0,
    }


def test_the_audit_has_every_decision(story: tuple[Workspace, list[Row]]) -> None:
    workspace, rows = story
    audit = workspace.query(
        "select distinct source_file, line_number, status, is_clean, corrected_by"
        " from marts.corrections_audit"
    )
    lines = {
        way: {(row["source_file"], row["line_number"]) for row in rows if row["way"] == way}
        for way in EXPECTED
    }
    applied = [entry for entry in audit if entry[2] == "applied"]
    assert {entry[:2] for entry in applied} == lines["correct"]
    assert {entry[3:] for entry in applied} == {(True, "ann")}
    assert {entry[:2] for entry in audit if entry[2] == "waived"} == lines["waive"]
    # Untouched rows of the table whose lines have gone since are told apart, as nobody can know.
    lost = {entry[:2] for entry in audit if entry[2] == "not applied"}
    assert lost and lost <= lines["new file"]


def test_clean_rows_say_that_they_were_corrected(story: tuple[Workspace, list[Row]]) -> None:
    workspace, rows = story
    for feed in IDS:
        lines = sorted(
            row["raw_line"] for row in rows if (row["way"], row["dataset"]) == ("correct", feed)
        )
        found = workspace.query(f"select received_line from clean.clean_{feed} where corrected")
        assert sorted(line for (line,) in found) == lines


def test_a_rerun_changes_nothing(story: tuple[Workspace, list[Row]], tmp_path: Path) -> None:
    workspace, _ = story
    ledger = "select * from marts.quarantine_ledger order by all"
    before = workspace.published(), workspace.tables(), workspace.query(ledger)
    assert workspace.pipeline("--date", END, "--refresh-stale").code == 0
    assert (workspace.published(), workspace.tables(), workspace.query(ledger)) == before
    fresh = Workspace(tmp_path / "fresh", workspace.project)
    fresh.folder.mkdir()
    for name in ("raw", "corrections"):
        shutil.copytree(workspace.folder / name, fresh.folder / name)
    assert fresh.pipeline().code == 0
    assert (fresh.published(), fresh.tables()) == before[:2]


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("correct", "resolved by correction"),
        ("waive", "waived by ann: a repeat"),
        ("vocabulary", "resolved by vocabulary"),
        ("late customer", "resolved by late_customer"),
        ("new file", "is no longer there"),
        ("leave", "open since"),
    ],
)
def test_each_row_can_be_asked_for_by_its_id(
    story: tuple[Workspace, list[Row]], way: str, words: str
) -> None:
    workspace, rows = story
    row_id = next(row["row_id"] for row in rows if row["way"] == way)
    finished = workspace.quarantine("why", row_id)
    assert finished.code == (2 if way == "new file" else 0)
    assert words in finished.out + finished.err

"""Corrections mend the lines they were made for, and nothing else; no decision is lost."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import CORRECTIONS, HEADERS, ROOT, Workspace, started
from hypothesis import given, settings
from hypothesis import strategies as st
from test_quarantine import quarantine

from sluice.build.spelled import python
from sluice.files import corrections
from sluice.files.cells import bare, protected
from sluice.files.correction_rows import BadFile, read_rows
from sluice.quarantine.exporting import as_csv, fingerprint
from sluice.report.sameness import named

DAY, NEXT = "2025-12-10", "2025-12-11"
NAMES = HEADERS["orders"].split(",")


def good(day: str) -> str:
    """An order that is clean."""
    return f"o1,c1,{day} 08:00:00,5,EUR,paid,{day}"


def bad(day: str) -> str:
    """An order whose status is misspelt."""
    return f"o2,c1,{day} 08:00:00,5,EUR,payd,{day}"


GOOD, BAD = good(DAY), bad(DAY)


def put(workspace: Workspace, feed: str, rows: list[dict], day: str = DAY) -> Path:
    """Writes a file of corrections."""
    path = workspace.corrections / f"ingest_date={day}" / f"{feed}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def correction(feed: str, number: int, line: str, day: str = DAY, **values: str) -> dict:
    """A row that corrects a line."""
    return {
        "source_file": f"ingest_date={day}/{feed}_raw.csv",
        "line_number": number,
        "line_fingerprint": fingerprint(line),
        **values,
    }


def exported(workspace: Workspace, *arguments: str) -> list[dict]:
    """What an export gives."""
    finished = workspace.quarantine("export", *arguments)
    assert finished.code == 0, finished.err
    return list(csv.DictReader(io.StringIO(finished.out.removeprefix("\ufeff"))))


def report(workspace: Workspace, feed: str, day: str = DAY) -> dict:
    """A feed's counts in the report."""
    path = workspace.reports / f"ingest_date={day}" / "validation_report.json"
    return json.loads(path.read_text())["datasets"][feed]


def alert(workspace: Workspace, feed: str, day: str = DAY, among: str = "evaluated") -> dict:
    """The alert about a feed's corrections; `among` "alerts", where it fires, with its details."""
    path = workspace.reports / f"ingest_date={day}" / "alerts.json"
    checks = json.loads(path.read_text())[among]
    return next(c for c in checks if (c["type"], c["dataset"]) == ("correction_unmatched", feed))


def run(workspace: Workspace, *arguments: str) -> str:
    """Runs the pipeline; returns what it said and what it warned of."""
    finished = workspace.pipeline(*arguments)
    assert finished.code == 0, finished.err
    return finished.out + finished.err


@pytest.fixture(scope="module")
def folder(new_workspace: Callable[[], Workspace]) -> Path:
    """Always the same, so that dbt parses the project once."""
    return new_workspace().folder


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    """An empty workspace."""
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
        elif path.name != "target":
            shutil.rmtree(path)
    found = Workspace(folder)
    found.raw.mkdir()
    return found


@pytest.fixture
def orders(workspace: Workspace) -> Workspace:
    """A day with a good order and a bad one, not built yet."""
    workspace.put(DAY, "customers", [f"c1,c1@x.com,2025-01-01,DE,active,{DAY}"])
    workspace.put(DAY, "orders", [GOOD, BAD])
    return workspace


# What a correction does, and what can't be applied: every case is a date of one run, as they are
# further apart than an order's id is looked for.

LATE = "the line has changed since the correction was made"
NO_LINE = "no such line in the file"
ELSEWHERE = f"ingest_date={NEXT}/orders_raw.csv"
CASES: dict[str, list[dict[str, object]]] = {  # what is said of the misspelt order, line 3
    "status": [{"status": "paid", "corrected_by": "ann"}],
    "no help": [{"status": "paid", "amount": "-7,5x"}],
    "waived": [{"waive": "yes", "note": "a test order"}],
    "amount": [{"amount": "x", "note": "hm", "corrected_by": "ann"}],
    "twice": [{"status": "paid"}, {"status": "failed"}],
    "many": [
        {"status": "paid", "line_number": 2},
        *({"status": "paid", "line_number": number} for number in range(50, 70)),
    ],
    "another line": [{"status": "paid", "line_fingerprint": "h0"}],
    "beyond the end": [{"status": "paid", "line_number": 99}],
    "the header": [{"status": "paid", "line_number": 1}],
    "no number": [{"status": "paid", "line_number": "two"}],
    "another file": [{"status": "paid", "source_file": ELSEWHERE}],
    "no answer": [{"status": "paid", "waive": "perhaps"}],
    "a line break": [{"status": "pa\nid"}],
    "the next day's id": [{"status": "paid"}],
    "another's id": [{"status": "paid", "order_id": "o1", "amount": "6"}],
    "another's line": [{"status": "paid", "order_id": "o1", "amount": "5"}],
}
NOT_APPLIED = {
    "another line": LATE,
    "beyond the end": NO_LINE,
    "the header": NO_LINE,
    "no number": "its line_number is no whole number",
    "another file": NO_LINE,
    "no answer": "its waive is neither yes nor no",
    "a line break": "a value holds a line break",
}
MALFORMED = [b'c1;"x', b"c2;caf\xe9;2025-01-01;DE;active;"]
TEXTS = [line.decode("utf-8", "replace") for line in MALFORMED]
OTHERS = ("malformed", "no column", "two reasons")
DAYS = {
    case: str(date(2020, 1, 1) + timedelta(days=100 * place))
    for place, case in enumerate([*CASES, *OTHERS])
}
DAYS["the next day"] = str(date.fromisoformat(DAYS["the next day's id"]) + timedelta(days=1))


@pytest.fixture(scope="module")
def decided(new_workspace: Callable[[], Workspace]) -> Workspace:
    """Every case on its date, built by one run that expects alerts. Not to be changed."""
    found = new_workspace()
    for case, rows in CASES.items():
        day = DAYS[case]
        found.put(day, "customers", [f"c1,c1@x.com,2019-01-01,DE,active,{day}"])
        found.put(day, "orders", [good(day), bad(day)])
        put(found, "orders", [correction("orders", 3, bad(day), day) | row for row in rows], day)

    day = DAYS["the next day"]
    found.put(day, "orders", [good(day).replace("o1", "o2")])

    day = DAYS["malformed"]
    header = HEADERS["customers"].replace(",", ";").encode()
    found.put(day, "customers", []).write_bytes(b"\r\n".join([header, *MALFORMED, b""]))
    values = {"email": 'a;"b"@x.com', "created_at": "2019-01-01", "country": "DE"}
    rows = [
        correction("customers", n + 2, text, day, customer_id=f"c{n + 1}", status="active")
        for n, text in enumerate(TEXTS)
    ]
    put(found, "customers", [row | values for row in rows], day)

    day = DAYS["no column"]
    line = f"o1,c1,{day} 08:00:00,5,payd"
    found.put(day, "orders", [line], "order_id,customer_id,order_time,amount,status")
    put(found, "orders", [correction("orders", 2, line, day, currency="EUR")], day)

    day = DAYS["two reasons"]
    line = bad(day).replace("o2", "o3").replace(",5,", ",x,")
    found.put(day, "orders", [bad(day), line])
    put(found, "orders", [correction("orders", 3, BAD)], day="1999-01-01")
    finished = found.pipeline("--fail-on", "warn")
    assert finished.code == 1
    (found.folder / "said").write_text(finished.out + finished.err)
    return found


def of_case(workspace: Workspace, case: str, columns: str, table: str) -> list[tuple]:
    """Some columns of the rows that a table has of a case."""
    where = "where ingest_date = ? order by all"
    return workspace.query(f"select {columns} from {table} {where}", DAYS[case])


def test_a_corrected_line_is_checked_like_any_other_and_keeps_what_was_received(
    decided: Workspace,
) -> None:
    day = DAYS["status"]
    columns = "order_id, status, corrected, received_line"
    assert of_case(decided, "status", columns, "clean.clean_orders") == [
        ("o1", "paid", False, None),
        ("o2", "paid", True, bad(day)),
    ]
    counts = report(decided, "orders", day)
    assert (counts["corrected"], counts["still_rejected"], counts["waived"]) == (1, 0, 0)
    columns = "column_name, received_value, corrected_value, corrected_by, is_clean"
    assert of_case(decided, "status", columns, "marts.corrections_audit") == [
        ("status", "payd", "paid", "ann", True)
    ]
    assert alert(decided, "orders", day)["status"] == "ok"


def test_a_correction_that_does_not_help_stays_in_quarantine(decided: Workspace) -> None:
    columns = "reject_reason, amount, status, raw_line, corrected, waived"
    assert of_case(decided, "no help", columns, "quarantine.quarantine_orders") == [
        (["amount_invalid"], "-7,5x", "paid", bad(DAYS["no help"]), True, False)
    ]
    assert report(decided, "orders", DAYS["no help"])["still_rejected"] == 1


def test_a_waived_line_stays_in_quarantine_and_is_counted_apart(decided: Workspace) -> None:
    rows = of_case(decided, "waived", "waived, corrected", "quarantine.quarantine_orders")
    assert rows == [(True, False)]
    counts = report(decided, "orders", DAYS["waived"])
    assert (counts["quarantine"], counts["waived"], counts["corrected"]) == (1, 1, 0)
    rows = of_case(decided, "waived", "status, column_name, note", "marts.corrections_audit")
    assert rows == [("waived", None, "a test order")]


def test_a_malformed_line_can_be_given_its_fields(decided: Workspace) -> None:
    columns = "customer_id, country, received_line, warnings"
    assert of_case(decided, "malformed", columns, "clean.clean_customers") == [
        (f"c{n + 1}", "DE", TEXTS[n], ["email_invalid"]) for n in (0, 1)
    ]


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("the next day", "order_id_duplicate"),
        ("another's id", "order_id_duplicate"),
        ("another's line", "row_duplicate"),
    ],
)
def test_a_corrected_id_is_a_duplicate_within_and_across_dates(
    decided: Workspace, case: str, reason: str
) -> None:
    rows = of_case(decided, case, "reject_reason", "quarantine.quarantine_orders")
    assert rows == [([reason],)]


@pytest.mark.parametrize("case", NOT_APPLIED)
def test_a_correction_without_its_line_is_an_alert(decided: Workspace, case: str) -> None:
    found = alert(decided, "orders", DAYS[case])
    assert (found["status"], found["observed"]) == ("firing", 1)
    assert "1 correction not applied" in found["reason"]
    rows = of_case(decided, case, "status, problem", "marts.corrections_audit")
    assert rows == [("not applied", NOT_APPLIED[case])]
    (name,) = named(alert(decided, "orders", DAYS[case], among="alerts"))
    assert re.fullmatch(rf"problems row \d+: {NOT_APPLIED[case]}", name), name
    assert report(decided, "orders", DAYS[case])["quarantine"] == 1


def test_two_corrections_of_a_line_are_both_refused(decided: Workspace) -> None:
    assert alert(decided, "orders", DAYS["twice"])["observed"] == 2
    assert report(decided, "orders", DAYS["twice"])["quarantine"] == 1


def test_what_a_file_has_no_column_for_cannot_be_corrected(decided: Workspace) -> None:
    assert alert(decided, "orders", DAYS["no column"])["status"] == "firing"
    (problem,) = of_case(decided, "no column", "problem", "marts.corrections_audit")
    assert "lacks a required column" in problem[0]
    place = f"ingest_date={DAYS['no column']}/orders_raw.csv:2"
    refused = decided.quarantine("fix", place, "amount=7")
    assert refused.code == 2 and "its file lacks " in refused.err, refused.err


def test_the_alert_says_which_correction_and_why(decided: Workspace) -> None:
    message = alert(decided, "orders", DAYS["many"])["reason"]
    assert message.startswith(
        "21 corrections not applied, expected none: row 2: the line has changed since the"
        " correction was made, row 3: no such line in the file, row 4: "
    )
    assert message.endswith(f"…; mend the file and rerun {DAYS['many']}")
    assert len(message) < 400


def test_corrections_of_no_partition_are_warned_of(decided: Workspace) -> None:
    assert "Corrections without a partition" in (decided.folder / "said").read_text()


def test_the_story_of_a_corrected_row_tells_of_it(decided: Workspace) -> None:
    place = f"ingest_date={DAYS['amount']}/orders_raw.csv:3"
    out = quarantine(decided, "why", place).out
    assert "corrected" in out and "amount" in out and "ann" in out
    assert os.linesep in out


def test_an_export_can_be_of_one_reason_and_names_who(decided: Workspace) -> None:
    options = ("--date", DAYS["two reasons"], "--feed", "orders", "--reason", "amount_invalid")
    rows = exported(decided, *options, "--by", "ann")
    assert [(row["order_id"], row["corrected_by"]) for row in rows] == [("o3", "ann")]


def test_an_export_into_the_file_of_corrections_is_refused(decided: Workspace) -> None:
    path = decided.corrections / f"ingest_date={DAYS['status']}" / "orders.csv"
    command = [*started(ROOT, "quarantine"), "--warehouse", decided.warehouse]
    command += ["export", "--date", DAYS["status"], "--feed", "orders"]
    with path.open("r+") as output:
        done = subprocess.run(
            [*command, "--corrections-dir", decided.corrections],
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, "use --save instead" in done.stderr) == (2, True)


# What a correction makes of other dates


def test_a_corrected_customer_is_a_known_one_and_makes_later_dates_stale(
    workspace: Workspace,
) -> None:
    line = f"n/a,c1@x.com,2025-01-01,DE,active,{DAY}"
    workspace.put(DAY, "customers", [line])
    workspace.put(NEXT, "orders", [GOOD.replace(DAY, NEXT)])
    run(workspace)
    assert report(workspace, "orders", NEXT)["quarantine"] == 1
    put(workspace, "customers", [correction("customers", 2, line, customer_id="c1")])
    said = run(workspace, "--refresh-stale")
    assert "its corrections are not those it was built with" in said
    assert report(workspace, "orders", NEXT)["quarantine"] == 0


def test_the_outcome_depends_on_files_alone(orders: Workspace, tmp_path: Path) -> None:
    orders.put(NEXT, "orders", [GOOD.replace(DAY, NEXT)])
    run(orders)
    before = orders.published(), orders.tables()
    file = put(orders, "orders", [correction("orders", 3, BAD, status="paid", waive="yes")])
    run(orders, "--refresh-stale")
    corrected = orders.published(), orders.tables()
    run(orders)
    assert (orders.published(), orders.tables()) == corrected != before
    fresh = Workspace(tmp_path)
    fresh.raw.symlink_to(orders.raw)
    fresh.corrections.symlink_to(orders.corrections)
    run(fresh)
    assert (fresh.published(), fresh.tables()) == corrected
    file.unlink()
    run(orders, "--refresh-stale")
    assert (orders.published(), orders.tables()) == before


def test_without_corrections_no_statement_mentions_them(orders: Workspace) -> None:
    run(orders)
    compiled = orders.folder / "target" / "compiled" / "sluice" / "models" / "clean"
    assert 'int_corrections" as' not in (compiled / "clean_orders.sql").read_text()
    put(orders, "customers", [correction("customers", 2, "another", waive="yes")])
    run(orders)
    assert 'int_corrections" as' not in (compiled / "clean_orders.sql").read_text()
    put(orders, "orders", [correction("orders", 3, BAD, waive="yes")])
    run(orders)
    assert 'int_corrections" as' in (compiled / "clean_orders.sql").read_text()


# What stops a run

UNREADABLE = {
    b"source_file,line_number\n": "lacks the column line_fingerprint",
    b"source_file,line_number,line_fingerprint,ammount\n": "unknown column ammount",
    b"source_file,line_number,line_fingerprint,note,note\n": "has twice the column note",
    b"source_file,line_number,line_fingerprint,note\na,2,h,caf\xe9\n": "is not UTF-8",
    b'source_file,line_number,line_fingerprint,note\na,2,h,"open\n': "is no CSV file",
    b"": "lacks the column source_file, line_number, line_fingerprint",
}


def test_an_unreadable_file_stops_the_run_before_anything_changes(orders: Workspace) -> None:
    run(orders)
    before = orders.published(), orders.tables()
    path = put(orders, "orders", [correction("orders", 3, BAD)])
    for content, why in UNREADABLE.items():
        path.write_bytes(content)
        finished = orders.pipeline()
        assert (finished.code, why in finished.err) == (2, True), finished.err
        assert f"corrections/ingest_date={DAY}/orders.csv" in finished.err
        assert (orders.published(), orders.tables()) == before


def test_a_folder_that_is_gone_is_not_taken_for_no_corrections(orders: Workspace) -> None:
    put(orders, "orders", [correction("orders", 3, BAD, status="paid")])
    run(orders)
    orders.corrections.rename(orders.folder / "elsewhere")
    finished = orders.pipeline()
    assert (finished.code, "were corrected from it" in finished.err) == (2, True)
    finished = orders.pipeline("--corrections-dir", "nowhere")
    assert (finished.code, "nowhere does not exist" in finished.err) == (2, True)
    assert orders.pipeline("--corrections-dir", "elsewhere").code == 0


def make_link(path: Path, to: str) -> None:
    """Puts a link in the place of a file or folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.symlink_to(to)


def renamed(file: Path, name: str) -> None:
    """Gives a file another name."""
    file.rename(file.with_name(name))


UNREAD = {
    "a link to nothing": (lambda file: make_link(file, "nowhere"), "orders.csv cannot be read: No"),
    "a link to itself": (
        lambda file: make_link(file, file.name),
        "cannot be read: Too many levels",
    ),
    "a folder": (lambda file: (file.unlink(), file.mkdir()), "orders.csv is a folder"),
    "a pipe": (lambda file: (file.unlink(), os.mkfifo(file)), "orders.csv is not a regular file"),
    "another case": (lambda file: renamed(file, "Orders.CSV"), "Orders.CSV would not be"),
    "a raw file's name": (lambda file: renamed(file, "orders_raw.csv"), "orders_raw.csv wo"),
    "one order": (lambda file: renamed(file, "order.csv"), "order.csv would not be read"),
    "compressed": (lambda file: renamed(file, "orders.csv.gz"), "orders.csv.gz would not"),
    "not UTF-8": (lambda file: renamed(file, "\udcff.csv"), r"\udcff.csv would not be read"),
    "no date": (
        lambda file: make_link(file.parent, "nowhere"),
        f"ingest_date={DAY} cannot be read",
    ),
    "no root": (lambda file: make_link(file.parents[1], "nowhere"), "corrections/ cannot be read"),
}


@pytest.mark.parametrize("way", UNREAD)
def test_a_file_that_nothing_would_read_is_named(tmp_path: Path, way: str) -> None:
    spoil, words = UNREAD[way]
    file = tmp_path / "root" / f"ingest_date={DAY}" / "orders.csv"
    file.parent.mkdir(parents=True)
    file.write_text("source_file,line_number,line_fingerprint\n")
    columns, days = {"orders": NAMES}, [date.fromisoformat(DAY)]
    (good,) = corrections.correction_files(str(tmp_path / "root"), days, columns)
    assert good["problem"] is None
    loaded = [{**good, "ingest_date": days[0]}]
    assert not differ(tmp_path / "root", loaded)
    spoil(file)
    (bad,) = corrections.correction_files(str(tmp_path / "root"), days, columns)
    assert words in bad["problem"]
    assert differ(tmp_path / "root", loaded)


def differ(root: Path, loaded: list[dict]) -> bool:
    """Tells whether the corrections are others than the loaded ones, or can't be told."""
    changes = corrections.correction_changes(str(root), loaded)
    return any(change["is_other"] or change["problem"] for change in changes)


def test_no_correction_is_taken_back_in_silence(orders: Workspace) -> None:
    file = put(orders, "orders", [correction("orders", 3, BAD, status="paid")])
    run(orders)
    before = orders.published(), orders.tables()
    file.rename(file.with_name("orders.csv.gz"))
    refused = orders.pipeline()
    assert (refused.code, f"{DAY}/orders.csv.gz would not be read" in refused.err) == (2, True)
    assert refused.err.endswith("Nothing was changed.\n")
    refused = orders.pipeline(**{CORRECTIONS: ""})
    assert (refused.code, "data/corrections does not exist, but" in refused.err) == (2, True)
    assert (orders.published(), orders.tables()) == before
    file.with_name("orders.csv.gz").rename(file.with_name("notes.txt"))
    (orders.corrections / "orders.csv").write_text("")
    said = run(orders)
    gone = f"corrections/ingest_date={DAY}/orders.csv"
    assert f"Corrections are taken back, as their file is gone: {gone}\n" in said
    assert f"Ignored among the corrections: orders.csv, ingest_date={DAY}/notes.txt\n" in said
    assert "taken back" not in run(orders)


# Export, and the way back


def test_an_export_comes_back_unchanged(orders: Workspace) -> None:
    hostile = f'=cmd(),+1,@{DAY},-5,\'=x,"pay, ""d""",\''
    orders.put(DAY, "orders", [GOOD, hostile, "-malformed", BAD])
    run(orders)
    rows = exported(orders, "--date", DAY, "--feed", "orders")
    assert [row["amount"] for row in rows] == ["'-5", "", "5"]
    assert [row["received_line"][0] for row in rows] == ["'", "'", "o"]
    assert rows[0]["reject_reason"].startswith("ingest_date_mismatch|")
    put(orders, "orders", rows)
    before = orders.tables()
    run(orders)
    assert orders.query("select count(*) from marts.corrections_audit") == [(0,)]
    after = orders.tables()
    assert {k: v for k, v in after.items() if before[k] != v} == {}


def test_an_export_saved_over_the_file_loses_nothing_decided_before(orders: Workspace) -> None:
    other = BAD.replace("o2", "o3")
    waived = BAD.replace("o2", "o4")
    orders.put(DAY, "orders", [GOOD, BAD, other, waived])
    decided = [
        correction("orders", 3, BAD, status="paid", note="by phone", waive=""),
        correction("orders", 5, waived, status="payd", note="a test", waive="yes"),
    ]
    put(orders, "orders", decided)
    run(orders)
    before = orders.published()
    rows = exported(orders, "--date", DAY, "--feed", "orders")
    assert {(row["order_id"], row["status"], row["waive"], row["note"]) for row in rows} == {
        ("o2", "paid", "", "by phone"),
        ("o3", "payd", "", ""),
        ("o4", "payd", "yes", "a test"),
    }
    assert {row["received_line"] for row in rows} == {BAD, other, waived}  # of the mended one too
    put(orders, "orders", rows)
    run(orders)
    assert orders.published() == before


# One line by hand


def by_hand(workspace: Workspace, *words: str) -> str:
    """What a command of the queue says."""
    finished = quarantine(workspace, *words)
    return f"{finished.code} {finished.out}{finished.err}".rstrip()


def saved(workspace: Workspace) -> list[dict]:
    """The corrections of the orders, by what they say."""
    path = workspace.corrections / f"ingest_date={DAY}" / "orders.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_line_is_fixed_and_waived_by_hand_and_nothing_decided_is_lost(
    orders: Workspace,
) -> None:
    lines = [GOOD, BAD, BAD.replace("o2", "o3"), BAD.replace("o2", "o4"), "malformed"]
    orders.put(DAY, "orders", lines)
    run(orders)
    file = f"ingest_date={DAY}/orders_raw.csv"
    said = by_hand(orders, "fix", f"{file}:3", "status=paid", "amount==1+1", "--by", "ann")
    name = f"{orders.corrections}/ingest_date={DAY}/orders.csv"
    command = f"{python()} scripts/run_pipeline.py --date {DAY} --warehouse warehouse.duckdb"
    places = "and the --raw-dir and --reports-dir of that warehouse"
    assert said == f"0 {file}:3 is corrected in {name}; now run {command} {places}"
    by_hand(orders, "fix", f"raw/{file}:3", "amount=5", "--note", "by phone", "--by", "bob")
    assert by_hand(orders, "waive", f"{file}:4", "--note", "a test", "--by", "ann")[0] == "0"
    names = ("order_id", "status", "amount", "waive", "corrected_by", "note")
    assert [tuple(row[name] for name in names) for row in saved(orders)] == [
        ("o2", "paid", "5", "", "bob", "by phone"),
        ("o3", "payd", "5", "yes", "ann", "a test"),
    ]
    assert [path.name for path in Path(name).parent.iterdir()] == ["orders.csv"]

    run(orders)
    counts = report(orders, "orders")
    assert (counts["corrected"], counts["waived"], counts["still_rejected"]) == (1, 1, 0)
    again = by_hand(orders, "fix", f"{file}:3", "status=refunded", "--by", "ann")  # it is clean now
    assert again[0] == "0"
    whole = ("export", "--date", DAY, "--feed", "orders", "--by", "cy", "--save")
    assert f"4 rows. Saved as {name}: edit values" in by_hand(orders, *whole)
    assert [(row["order_id"], row["status"], row["waive"]) for row in saved(orders)] == [
        ("o3", "payd", "yes"),
        ("o4", "payd", ""),
        ("", "", ""),
        ("o2", "refunded", ""),
    ]

    before = saved(orders)
    refused = {
        ("fix", f"{file}:2", "amount=1"): f"{file}:2 is clean: there is nothing to mend.",
        ("fix", f"{file}:99", "amount=1"): f"No data line is {file}:99; its last data line is 6.",
        ("fix", "o2", "amount=1"): "No row is or has o2: give FILE:LINE, which `sluice quarantine ",
        ("fix", f"{file}:4", "amount=\udcff"): "Not UTF-8: ",
        ("fix", f"{file}:4", "amout=1"): "orders has no column amout, there are order_id, ",
        ("fix", f"{file}:4", "amount"): "'amount' is not written as column=value.",
        ("fix", f"{file}:4", "amount=1", "amount=2"): "amount is given twice.",
        ("fix", f"{file}:4", "amount=1\n2"): "The value of amount holds a line break.",
        ("waive", f"{file}:4"): "The following arguments are required: --note",
    }
    for words, sentence in refused.items():
        assert by_hand(orders, *words, "--by", "ann").startswith(f"2 {sentence}")
    assert saved(orders) == before


def test_decisions_made_at_the_same_time_are_all_kept(orders: Workspace) -> None:
    names = [f"o{number}" for number in range(2, 8)]
    orders.put(DAY, "orders", [GOOD, *(BAD.replace("o2", name) for name in names)])
    run(orders)
    places = [f"ingest_date={DAY}/orders_raw.csv:{line}" for line in range(3, 3 + len(names))]
    words = ("--warehouse", "warehouse.duckdb", "waive")
    about = ("--note", "a test", "--by", "ann")
    runs = [orders.start(*words, place, *about, script="quarantine") for place in places]
    whole = ("export", "--date", DAY, "--feed", "orders", "--save")
    runs.append(orders.start(*words[:2], *whole, script="quarantine"))
    assert [(run.wait(), *run.communicate())[0] for run in runs] == [0] * len(runs)
    assert sorted(row["order_id"] for row in saved(orders) if row["waive"]) == names


@given(st.text())
def test_any_text_survives_as_a_cell(text: str) -> None:
    cell = protected(text)
    assert bare(cell) == text
    assert cell[:1] not in {*"=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"}


@given(st.sampled_from(["'", "''", ""]), st.from_regex(r"\A[=+\-@\t\r'][^\x00]{0,5}\Z"))
def test_apostrophes_of_ones_own_survive_too(before: str, text: str) -> None:
    assert bare(protected(before + text)) == before + text


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=7, max_size=7), st.booleans())
def test_any_values_survive_the_file(texts: list[str], is_waived: bool) -> None:
    key = {"source_file": "f", "line_number": 2, "line_fingerprint": "h1"}
    row = {**key, **dict(zip(NAMES, texts, strict=True)), "waive": "yes" if is_waived else ""}
    (found,) = read_rows(as_csv(NAMES, [row]), date(2025, 12, 10), "orders", NAMES)
    assert found.texts == [re.sub("\r\n?", "\n", text) for text in texts]
    assert found.is_waived == is_waived
    assert found.problem is None


@pytest.mark.parametrize("typed", ["-5", "5", "'-5", "'quoted", "=5", ""])
def test_what_a_person_types_is_read_as_meant(typed: str) -> None:
    assert bare(typed) == {"'-5": "-5"}.get(typed, typed)


def test_a_semicolon_file_of_a_spreadsheet_is_read() -> None:
    content = "Source_File;line_number;line_fingerprint;amount;note\r\nf;2;h;'-5;a,b\r\n;;;;\r\n"
    (row,) = read_rows(content.encode("utf-8-sig"), date(2025, 12, 10), "orders", NAMES)
    assert (row.texts[3], row.note, row.line_number) == ("-5", "a,b", 2)
    with pytest.raises(BadFile):
        read_rows(b"\xff\xfe\x00", date(2025, 12, 10), "orders", NAMES)

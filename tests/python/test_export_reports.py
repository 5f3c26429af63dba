"""The reports: their form, how they are published, and scripts/export_reports.py."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from conftest import REPORTS, ROOT, Workspace

from sluice.report import pending, publish
from sluice.report.rounding import rounded

DAY = "2025-12-10"
FEEDS = ["customers", "events", "orders"]
D10, D11, D12 = date(2025, 12, 10), date(2025, 12, 11), date(2025, 12, 12)


def schema_of(report: str) -> dict:
    """The JSON Schema of a report."""
    name = report.replace(".json", ".schema.json")
    return json.loads((ROOT / "scripts" / "sluice" / "report" / "schemas" / name).read_text())


def read(workspace: Workspace, day: str, report: str) -> dict:
    """A published report."""
    return json.loads((workspace.reports / f"ingest_date={day}" / report).read_text())


# What is in them


@pytest.mark.parametrize("report", REPORTS)
def test_reports_follow_their_schema(built_template: Workspace, report: str) -> None:
    schema = schema_of(report)
    jsonschema.Draft202012Validator.check_schema(schema)
    for day in (DAY, "2025-12-11", "2025-12-13"):
        found = read(built_template, day, report)
        jsonschema.Draft202012Validator(schema).validate(found)
        for extra in ({"more": 1}, {"schema_version": 2}, {"ingest_date": "today"}):
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate(found | extra, schema)


def test_committed_reports_follow_their_schema() -> None:
    committed = sorted((ROOT / "reports").glob("ingest_date=*/*.json"))
    if not committed:
        pytest.skip("no reports of the sample days")
    for path in committed:
        jsonschema.validate(json.loads(path.read_text()), schema_of(path.name))


def test_the_report_counts_what_was_received(built_template: Workspace) -> None:
    report = read(built_template, "2025-12-13", "validation_report.json")
    assert list(report["datasets"]) == FEEDS
    events = report["datasets"]["events"]
    path = "ingest_date=2025-12-13/events_raw.csv"
    columns = {"missing_columns": [], "unexpected_columns": ["referrer"], "further_lines": 0}
    assert events["files"] == [{"path": path, "data_lines": 24, **columns}]
    assert (events["total"], events["clean"], events["balanced"]) == (24, 24, True)
    orders = report["datasets"]["orders"]
    assert orders["reason_combinations"] == {"customer_id_orphan": 1}
    assert orders["quarantine_by_reason"]["customer_id_orphan"] == 1
    assert orders["quarantine_by_reason"]["amount_zero"] == 0
    assert orders["duplicates"] == {"id": 1, "full_row": 0}
    warnings = {"amount_ambiguous", "order_time_late", "amount_too_large"}
    assert set(orders["warnings_by_reason"]) == warnings


def test_metrics_are_in_the_contracts_order(built_template: Workspace) -> None:
    metrics = read(built_template, DAY, "validation_report.json")["metrics"]
    breakdowns = [(row["dataset"], row["dimension"]) for row in metrics["daily_breakdowns"]]
    assert list(dict.fromkeys(breakdowns)) == [
        ("customers", "country"),
        ("customers", "status"),
        ("events", "event_type"),
        ("events", "platform"),
        ("orders", "status"),
        ("orders", "currency"),
    ]
    orders = [row for row in metrics["daily_quality"] if row["dataset"] == "orders"]
    assert [f"{row['metric']} {row['column_name']}" for row in orders] == [
        "invalid_timestamp order_time",
        "orphan customer_id",
        "duplicate_id order_id",
        "duplicate_row None",
        *(f"missing {name}" for name in ["order_id", "customer_id", "order_time", "amount"]),
        *(f"missing {name}" for name in ["currency", "status", "ingest_date"]),
    ]
    assert orders[1]["rate"] == 0.5
    rules = [row["rule"] for row in metrics["daily_reject_reasons"] if row["dataset"] == "orders"]
    assert rules[:5] == [
        "line_malformed",
        "column_missing",
        "header_repeated",
        "ingest_date_mismatch",
        "row_duplicate",
    ]
    assert [row["hour"] for row in metrics["hourly_events"]] == list(range(24))


def test_every_check_of_every_feed_is_evaluated(built_template: Workspace) -> None:
    alerts = read(built_template, "2025-12-13", "alerts.json")
    kinds = [(check["type"], check["dataset"]) for check in alerts["evaluated"]]
    assert len(kinds) == len(set(kinds)) == 43
    assert kinds[:3] == [("feed_missing", feed) for feed in FEEDS]
    assert alerts["status"] == "firing"
    assert [(alert["type"], alert["dataset"]) for alert in alerts["alerts"]] == [
        ("unexpected_column", "events"),
        ("repeated_feed", "customers"),
    ]
    drop = next(check for check in alerts["evaluated"] if check["type"] == "volume_drop")
    assert drop["status"] == "not_evaluated"
    assert drop["reason"]


def test_reports_are_written_in_one_way(built_template: Workspace) -> None:
    for name, text in built_template.published().items():
        assert str(built_template.folder).encode() not in text
        if name.endswith(".html"):
            continue
        report = json.loads(text)
        assert text == (json.dumps(report, indent=2, sort_keys=True) + "\n").encode(), name


def test_numbers_have_six_decimals_at_most() -> None:
    assert rounded({"a": [1 / 3, 2.0, -0.0, None, True]}) == {"a": [0.333333, 2, 0, None, True]}
    assert isinstance(rounded(2.0), int)
    assert str(rounded(-0.0000001)) == "0"


# export_reports.py


def test_an_export_gives_the_same_bytes(built: Workspace) -> None:
    before = built.published()
    (built.reports / f"ingest_date={DAY}" / "alerts.json").write_text("{}")
    own = built.reports / f"ingest_date={DAY}" / "what we think of it.txt"
    own.write_text("fine")
    one = built.export("--date", DAY)
    assert (one.code, one.err) == (0, "")
    assert own.read_text() == "fine"
    own.unlink()
    assert built.published() == before
    built.reports.rename(built.folder / "earlier reports")
    every = built.export()
    assert (every.code, every.err) == (0, "")
    assert every.out.splitlines() == [
        f"Wrote the reports of 3 dates to {built.reports}",
        f"Open {built.reports / 'index.html'}",
    ]
    assert built.published() == before


def test_an_export_of_a_range_leaves_other_dates_alone(built: Workspace) -> None:
    folders = {path.name: path.stat().st_ino for path in built.reports.glob("ingest_date=*")}
    assert built.export("--start", "2025-12-11", "--end", "2025-12-12").code == 0
    after = {path.name: path.stat().st_ino for path in built.reports.glob("ingest_date=*")}
    assert [name for name in folders if folders[name] != after[name]] == ["ingest_date=2025-12-11"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--date", "2025-12-12"], "Not built: 2025-12-12."),
        (["--date", "2025-12-99"], "'2025-12-99' is no such calendar day"),
        (["--end", DAY], "--end needs --start."),
        (["--warehouse", "none.duckdb"], "No warehouse: "),
        (["--reports-dir", "warehouse.duckdb"], "is also the warehouse"),
        (["--reports-dir", "summary.json"], "File exists"),
    ],
)
def test_an_export_that_cannot_be(built: Workspace, arguments: list[str], sentence: str) -> None:
    before = built.published()
    finished = built.export(*arguments)
    assert finished.code == 2
    assert sentence in finished.err
    assert finished.err.count("\n") == 1
    assert built.published() == before


# How a folder is published


def filler(text: str) -> Callable[[Path], None]:
    """What fills a report folder with two files of the same text."""

    def fill(folder: Path) -> None:
        for name in REPORTS:
            (folder / name).write_text(text)

    return fill


def texts(folder: Path) -> list[str]:
    """The contents of a folder's files."""
    return [path.read_text() for path in sorted(folder.iterdir())]


@pytest.fixture(params=["exchange", "no exchange"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, also on a system that can't swap two folders at once."""
    if request.param == "no exchange":
        monkeypatch.setattr(publish, "exchange", lambda one, other: False)
    return tmp_path / "published"


def test_a_folder_is_replaced_as_a_whole(root: Path) -> None:
    publish.publish(root, "a/ingest_date=2025-12-10", filler("old"))
    publish.publish(root, "a/ingest_date=2025-12-11", filler("other"))
    publish.publish(root, "a/ingest_date=2025-12-10", filler("new"))
    assert texts(root / "a/ingest_date=2025-12-10") == ["new", "new"]
    assert texts(root / "a/ingest_date=2025-12-11") == ["other", "other"]
    publish.withdraw(root, "a/ingest_date=2025-12-11")
    publish.withdraw(root, "a/ingest_date=2025-12-11")
    folders = [path.name for path in root.rglob("*") if path.is_dir()]
    assert folders == ["a", "ingest_date=2025-12-10"]


def test_a_failure_keeps_the_published_folder(root: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "alerts.json").write_text("half")
        raise OSError(28, os.strerror(28))

    publish.publish(root, "ingest_date=2025-12-10", filler("old"))
    with pytest.raises(OSError, match="No space left"):
        publish.publish(root, "ingest_date=2025-12-10", fail)
    assert texts(root / "ingest_date=2025-12-10") == ["old", "old"]
    assert [path.name for path in root.iterdir()] == ["ingest_date=2025-12-10"]


def test_a_crash_between_two_renames_is_mended(tmp_path: Path) -> None:
    publish.publish(tmp_path, "ingest_date=2025-12-10", filler("old"))
    own = tmp_path / publish.NEW / "ingest_date=2025-12-10" / "notes.txt"
    own.parent.mkdir(parents=True)
    own.write_text("on their way to the new folder")
    (own.parent / "alerts.json").write_text("half")
    (tmp_path / publish.OLD).mkdir()
    (tmp_path / "ingest_date=2025-12-10").rename(tmp_path / publish.OLD / "ingest_date=2025-12-10")
    publish.publish(tmp_path, "ingest_date=2025-12-11", filler("other"))
    found = texts(tmp_path / "ingest_date=2025-12-10")
    assert found == ["old", "on their way to the new folder", "old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ingest_date=2025-12-10",
        "ingest_date=2025-12-11",
    ]


def test_what_a_user_laid_beside_our_files_stays(root: Path) -> None:
    day = root / "a/ingest_date=2025-12-10"
    publish.publish(root, "a/ingest_date=2025-12-10", filler("old"))
    (day / "notes.txt").write_text("mine")
    (day / "more").mkdir()
    (day / "more/index.html").write_text("mine")
    publish.publish(root, "a/ingest_date=2025-12-10", filler("new"))
    assert texts(day / "more") == ["mine"]
    publish.withdraw(root, "a/ingest_date=2025-12-10")
    files = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    names = ("notes.txt", "more/index.html")
    assert files == {f"a/ingest_date=2025-12-10/{name}" for name in names}


@pytest.mark.parametrize("scratch", [".old", ".new", publish.OLD, publish.NEW])
def test_what_a_user_keeps_in_a_hidden_folder_stays(root: Path, scratch: str) -> None:
    kept = root / scratch / "thesis" / "chapter.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    publish.publish(root, "ingest_date=2025-12-10", filler("old"))
    publish.publish(root, "ingest_date=2025-12-10", filler("new"))
    publish.publish_file(root, "index.html", "page")
    publish.withdraw(root, "ingest_date=2025-12-10")
    assert kept.read_text() == "mine"


def test_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    kept = tmp_path / "raw/ingest_date=2025-12-10/alerts.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    root.mkdir()
    for link, aim in {
        "ingest_date=2025-12-10": kept.parent,
        "clean": kept.parent.parent,
        publish.OLD: kept.parent.parent,
        publish.NEW: kept.parent.parent,
    }.items():
        (root / link).symlink_to(aim)
        for name in ("ingest_date=2025-12-10", "clean/ingest_date=2025-12-10"):
            if link in (Path(name).parts[0], publish.OLD, publish.NEW):
                with pytest.raises(publish.NotOurs):
                    publish.publish(root, name, filler("new"))
                with pytest.raises(publish.NotOurs):
                    publish.withdraw(root, name)
        (root / link).unlink()
    assert kept.read_text() == "mine"
    assert [path.name for path in tmp_path.rglob("*.json")] == ["alerts.json"]


def test_a_folder_that_was_not_made_here_is_refused(root: Path) -> None:
    kept = root / "ingest_date=2025-12-10/events_raw.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    with pytest.raises(publish.NotOurs, match="holds other files, and was not made here"):
        publish.publish(root, "ingest_date=2025-12-10", filler("new"))
    with pytest.raises(publish.NotOurs):
        publish.withdraw(root, "ingest_date=2025-12-10")
    assert kept.read_text() == "mine"
    assert len(list(kept.parent.iterdir())) == 1


def test_a_reader_never_sees_two_reports_of_different_runs(tmp_path: Path) -> None:
    name = "ingest_date=2025-12-10"
    publish.publish(tmp_path, name, filler("0"))
    done = threading.Event()
    seen: set[tuple[str, ...]] = set()

    def watch() -> None:
        while not done.is_set():
            handle = os.open(tmp_path / name, os.O_RDONLY)
            try:
                files = [os.open(report, os.O_RDONLY, dir_fd=handle) for report in REPORTS]
            except FileNotFoundError:
                continue  # replaced since the folder was opened
            finally:
                os.close(handle)
            seen.add(tuple(os.fdopen(file).read() for file in files))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(1, 200):
        publish.publish(tmp_path, name, filler(str(number)))
    done.set()
    watcher.join()
    assert seen
    assert all(one == other for one, other in seen)


# What a run that died leaves to the next


def test_pending_dates_are_settled_as_far_as_they_are_finished(tmp_path: Path) -> None:
    written: list[date] = []
    removed: list[date] = []
    pending.note(tmp_path, [D10, D11], [D12])
    pending.settle(tmp_path, {D10}, {D11, D12}, written.extend, removed.extend)
    assert (written, removed) == ([D10], [])
    assert pending.read(tmp_path) == pending.Pending({D11}, {D12})
    pending.settle(tmp_path, {D10, D11}, set(), written.extend, removed.extend)
    assert (written, removed) == ([D10, D11], [D12])
    assert not list(tmp_path.iterdir())


def test_a_removed_date_that_came_back_keeps_its_reports(tmp_path: Path) -> None:
    removed: list[date] = []
    pending.note(tmp_path, [], [D10])
    pending.settle(tmp_path, {D10}, set(), lambda days: None, removed.extend)
    assert removed == []
    assert pending.read(tmp_path) == pending.Pending()

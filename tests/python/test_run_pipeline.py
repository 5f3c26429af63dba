"""scripts/run_pipeline.py, and dbt by hand: what is replaced, what is said, how it exits."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
import yaml
from conftest import REPORTS, ROOT, SHARED, Finished, Workspace

from sluice.build import dbt_runs
from sluice.build.console import Console
from sluice.build.places import Place, Places
from sluice.build.runs import Run
from sluice.build.summary import Summary, alert_lines
from sluice.problems import Problem, calendar_day
from sluice.warehouse.state import MEMORY_LIMIT, open_warehouse

REAL = SHARED / "real"
FEEDS = ("customers", "events", "orders")
DAY = "2025-12-10"
HOLD = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
time.sleep(float(sys.argv[2]))
"""


def is_one_sentence(finished: Finished) -> bool:
    """Nothing on stdout but plain lines, one line on stderr, and no traceback."""
    return finished.err.count("\n") == 1 and "Traceback" not in finished.out + finished.err


@contextmanager
def reader(warehouse: Path, seconds: float) -> Iterator[int]:
    """Another process that has the warehouse open for reading; yields its id."""
    command = [sys.executable, "-c", HOLD, str(warehouse), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        yield process.pid
        process.kill()


# Wrong arguments and unreadable input: exit code 2, one sentence, nothing changed


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--date", "2025-02-30"], "'2025-02-30' is no such calendar day"),
        (["--date", "10.12.2025"], "'10.12.2025' is not written as YYYY-MM-DD"),
        (["--date", "20251210"], "'20251210' is not written as YYYY-MM-DD"),
        (["--date", "2025-12-10'; drop table x"], "is not written as YYYY-MM-DD"),
        (["--date", DAY, "--start", DAY], "not both"),
        (["--end", DAY], "--end needs --start"),
        (["--start", "2025-12-11", "--end", DAY], "--start 2025-12-11 is after --end 2025-12-10"),
        (["--date", DAY, "--remove-missing"], "--remove-missing goes with --refresh-stale"),
        (["--fail-on", "never ever"], "invalid choice: 'never ever'"),
        (["--speed", "9"], "Unrecognized arguments: --speed 9"),
        (["--date", DAY, "--raw-dir", "nowhere"], "No raw folder: nowhere does not exist"),
        (["--date", DAY, "--reports-dir", "a file"], "Cannot write to a file: File exists"),
        (["--date", DAY, "--reports-dir", "/proc/reports"], "Cannot write to /proc/reports: "),
        (["--date", DAY, "--parquet", "a file/in it"], "Cannot write to a file/in it: "),
        (["--date", DAY, "--warehouse", "a file"], "Cannot open the warehouse a file: "),
        (["--date", DAY, "--warehouse", "a file/in it"], "Cannot write a file/in it: "),
    ],
)
def test_wrong_arguments(workspace: Workspace, arguments: list[str], sentence: str) -> None:
    (workspace.folder / "a file").write_text("neither a folder nor a warehouse" * 400)
    finished = workspace.pipeline(*arguments)
    assert (finished.code, finished.out) == (2, "")
    assert sentence in finished.err
    assert is_one_sentence(finished)
    assert not workspace.warehouse.exists()
    assert not workspace.published()


def test_json_tells_of_a_problem_too(workspace: Workspace) -> None:
    finished = workspace.pipeline("--end", DAY, "--json")
    assert finished.code == 2
    sentence = "--end needs --start."
    assert finished.summary == {"exit_code": 2, "error": sentence, "warnings": []}


def test_help_shows_examples() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "run_pipeline.py"), "--help"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "examples:" in text
    assert "exit codes:" in text


def test_a_date_without_a_folder(built: Workspace) -> None:
    before = built.tables(), built.published()
    finished = built.pipeline("--date", "2025-12-12")
    assert finished.code == 2
    assert finished.err.endswith("/raw/ingest_date=2025-12-12: nothing to load.\n")
    assert is_one_sentence(finished)
    assert (built.tables(), built.published()) == before


def test_a_gzip_file_that_cannot_be_read(built: Workspace) -> None:
    whole = gzip.compress((built.raw / f"ingest_date={DAY}/events_raw.csv").read_bytes())
    folder = built.raw / f"ingest_date={DAY}"
    (folder / "events_raw.csv.gz").write_bytes(whole[:-20])
    (folder / "orders_raw.csv.gz").write_bytes(b"no gzip at all")
    before = built.tables(), built.published()
    finished = built.pipeline("--date", DAY)
    assert finished.code == 2
    assert "events_raw.csv.gz is truncated: its gzip stream ends too early;" in finished.err
    assert "orders_raw.csv.gz is not a readable gzip file" in finished.err
    assert finished.err.endswith("Nothing was changed.\n")
    assert is_one_sentence(finished)
    assert (built.tables(), built.published()) == before


def test_with_keep_going_a_truncated_file_stops_its_date_alone(built: Workspace) -> None:
    for day in (DAY, "2025-12-11", "2025-12-13"):
        built.put_day(day, 20)
    bad = built.raw / "ingest_date=2025-12-11/events_raw.csv"
    bad.with_suffix(".csv.gz").write_bytes(gzip.compress(bad.read_bytes())[:-20])
    bad.unlink()
    before = built.query("from marts.daily_volume where ingest_date = '2025-12-11' order by all")
    alone = built.pipeline("--date", "2025-12-11", "--keep-going")
    assert alone.code == 2 and alone.err.endswith("Nothing was changed.\n")
    finished = built.pipeline("--start", DAY, "--keep-going", "--json")
    why = "ingest_date=2025-12-11/events_raw.csv.gz is truncated: its gzip stream ends too early"
    assert finished.code == 2
    assert finished.err.endswith(f"Left out: 2025-12-11. {why}.\n")
    assert finished.summary["left_out"] == {"2025-12-11": why}
    assert [day["ingest_date"] for day in finished.summary["days"]] == [DAY, "2025-12-13"]
    assert finished.summary["skipped"] == ["2025-12-12"]
    query = "select ingest_date, total from marts.daily_volume where dataset = 'events' order by 1"
    assert [total for _, total in built.query(query)] == [20, 24, 20]
    where = "where ingest_date = '2025-12-11'"
    assert built.query(f"from marts.daily_volume {where} order by all") == before


def test_what_is_ignored_is_named_in_every_way_and_no_link_is_lost(built: Workspace) -> None:
    folder = built.raw / f"ingest_date={DAY}"
    (built.raw / "ingest_date=2025-13-01").mkdir()
    (built.corrections / "ingest_date=2025-12-01").mkdir(parents=True)
    for name in ("event_raw.csv", "readme.txt", "_SUCCESS", ".part"):
        (folder / name).write_text("x")
    span = ("--start", DAY, "--end", "2025-12-12")
    warnings = [
        f"Ignored in {built.raw}, not named ingest_date=YYYY-MM-DD with a day of 1900 to 2199:"
        " ingest_date=2025-13-01",
        "Ignored, not named like a feed's file:"
        f" ingest_date={DAY}/event_raw.csv, ingest_date={DAY}/readme.txt",
        f"Corrections without a partition in {built.corrections}: ingest_date=2025-12-01",
    ]
    told = "".join(f"Warning: {text}\n" for text in warnings)
    skipped = "skipped, as there is no folder: 2025-12-12"
    found = built.pipeline(*span, "--json")
    assert (found.code, found.err) == (0, f"{told}Warning: {skipped}\n")
    assert found.summary["warnings"] == [*warnings, skipped]
    quiet = built.pipeline(*span, "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", found.err)
    (folder / "orders_raw.csv.gz").symlink_to("nowhere")
    finished = built.pipeline("--date", DAY, "--json")
    assert (finished.code, finished.summary["warnings"]) == (2, warnings[:2])
    assert finished.err.startswith(told.partition("Warning: Corrections")[0])
    assert f"ingest_date={DAY}/orders_raw.csv.gz cannot be read: No such file" in finished.err


def test_of_much_that_is_ignored_the_first_is_named(built: Workspace) -> None:
    for number in range(30):
        (built.raw / f"ingest_date={DAY}" / f"notes_{number:02}.txt").write_text("x")
    found = built.pipeline("--date", DAY)
    assert found.err.endswith(f"ingest_date={DAY}/notes_11.txt, and 18 more\n")
    assert found.err.count("notes_") == 12


def test_a_memory_limit_that_is_none(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_MEMORY_LIMIT", "banana")
    found = [built.pipeline("--date", DAY), built.quarantine("list"), built.export()]
    built.warehouse.unlink()  # dbt is the first to open what isn't there
    for finished in [*found, built.pipeline("--date", DAY)]:
        assert finished.code == 2
        assert finished.err.startswith("SLUICE_MEMORY_LIMIT is no size such as 2GB: ")
        assert is_one_sentence(finished)


def test_whatever_opens_the_warehouse_keeps_to_the_memory_limit(
    built: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = yaml.safe_load((ROOT / "profiles.yml").read_text())["sluice"]["outputs"]["duckdb"]
    assert f"or '{MEMORY_LIMIT}'" in profile["config_options"]["memory_limit"]
    for limit, taken in (("", "1.8 GiB"), ("1GiB", "1.0 GiB")):
        monkeypatch.setenv("SLUICE_MEMORY_LIMIT", limit)
        with open_warehouse(built.warehouse, "warehouse", read_only=True) as connection:
            found = connection.execute("select current_setting('memory_limit')").fetchone()
        assert found == (taken,)


# What a range, a rerun, changed files and deleted folders do


def test_a_range_skips_and_lists_the_dates_without_a_folder(built_template: Workspace) -> None:
    summary = json.loads((built_template.folder / "summary.json").read_text())
    assert [day["ingest_date"] for day in summary["days"]] == [DAY, "2025-12-11", "2025-12-13"]
    assert summary["skipped"] == ["2025-12-12", "2025-12-14"]
    assert summary["stale"] == {}
    orders = {"total": 2, "clean": 1, "quarantine": 1}
    reason = {"rule": "customer_id_orphan", "rows": 1}
    assert summary["days"][0]["datasets"]["orders"] == {**orders, "top_reason": reason}
    built = built_template.published()
    days = (DAY, "2025-12-11", "2025-12-13")
    reports = [f"ingest_date={day}/{name}" for day in days for name in (*REPORTS, "index.html")]
    assert sorted(built) == sorted([*reports, "index.html"])


def test_a_copy_under_another_name_can_be_read(built_template: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "a copy.duckdb"
    shutil.copy(built_template.warehouse, copy)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{copy}' as other (read_only)")
        views = connection.execute(
            "select schema_name, view_name from duckdb_views() where database_name = 'other'"
            " and not internal"
        ).fetchall()
        assert ("marts", "orders_current") in views
        for schema, view in views:
            connection.execute(f"from other.{schema}.{view}").fetchall()


def test_dates_that_were_never_built_are_named(built: Workspace) -> None:
    built.put_day("2025-12-09")
    built.put_day("2025-12-12")
    finished = built.pipeline("--refresh-stale")
    assert finished.code == 0, finished.err
    assert "Never built, though there is a folder: 2025-12-09, 2025-12-12\n" in finished.out
    finished = built.pipeline("--refresh-stale", "--quiet")
    assert finished.code == 0
    assert finished.err == "Warning: never built, though there is a folder: 2025-12-12\n"


def test_alerts_are_harmless_to_a_terminal() -> None:
    alert = {"dataset": "events", "type": "unexpected_column", "severity": "warn"}
    day = {"ingest_date": DAY, "alerts": [{**alert, "message": "\x1b[31mred\x07\u202e"}]}
    assert alert_lines([day])[0].endswith(": \\x1b[31mred\\x07\\u202e")


def busy_days(count: int) -> dict[date, dict]:
    """Days of three feeds with big numbers and an alert of each severity."""
    counts = {"total": 12_345_678, "clean": 12_345_000, "quarantine": 678}
    reason = {"rule": "amount_currency_conflict", "rows": 678}
    alerts = [
        {"dataset": "events", "type": kind, "severity": severity, "message": "m " * 100}
        for kind, severity in (("unexpected_column", "warn"), ("hourly_coverage", "error"))
    ]
    feeds = {feed: {**counts, "top_reason": reason} for feed in FEEDS}
    days = [date(2025, 1, 1) + timedelta(number) for number in range(count)]
    return {day: {"ingest_date": str(day), "datasets": feeds, "alerts": alerts} for day in days}


def test_after_a_run_come_errors_then_warnings_then_a_table_that_fits_and_the_total() -> None:
    text = Summary("reports", None, ["run"], days=busy_days(2)).as_text()
    lines = text.splitlines()
    kinds = [line.split()[2] for line in lines[:4]]
    assert kinds == ["hourly_coverage"] * 2 + ["unexpected_column"] * 2
    assert [line.split()[0] for line in lines[:4]] == ["2025-01-01", "2025-01-02"] * 2
    table = lines[-8:-1]
    assert " ".join(table[0].split()) == "date feed lines clean rejected alerts top reason"
    assert all(len(line) <= 80 for line in table)
    assert table[2].split()[:5] == ["events", "12,345,678", "12,345,000", "678", "1E"]
    assert re.fullmatch(
        r"2 dates, 74,074,068 lines; 74,070,000 clean, 4,068 rejected; 2 errors; 2 warnings;"
        r" \d+\.\d s",
        lines[-1],
    )


def test_of_a_very_long_run_all_is_counted_and_the_first_alerts_are_said() -> None:
    lines = Summary("reports", None, ["run"], days=busy_days(400)).as_text().splitlines()
    assert (lines[60], lines[91]) == ("and 340 more", "and 370 more")
    assert "Not in the table, but in their reports: 369 earlier dates." in lines
    assert lines[-1].startswith("400 dates, 14,814,813,600 lines; ")
    assert len(lines) < 200


def test_yesterday_is_that_of_utc() -> None:
    days = {(datetime.now(UTC) - timedelta(days=1)).date() for _ in range(2)}
    assert calendar_day("yesterday") in days


def test_parquet_holds_what_the_tables_hold(built_template: Workspace) -> None:
    for layer in ("clean", "quarantine"):
        for feed in FEEDS:
            files = built_template.folder / "parquet" / layer / feed
            rows = built_template.query(
                f"select * from read_parquet('{files}/*/*.parquet', hive_partitioning = true)"
                " order by all"
            )
            named = f"select * exclude (ingest_date), ingest_date from {layer}.{layer}_{feed}"
            assert rows == built_template.query(f"{named} order by all")
    marts = {path.name for path in (built_template.folder / "parquet" / "marts").iterdir()}
    assert {"daily_volume", "daily_alerts", "hourly_volume", "feed_files"} <= marts
    assert not {"quarantine_ledger", "rules", "stale_dates"} & marts
    for name in marts:
        files = built_template.folder / "parquet" / "marts" / name
        assert sorted(path.name for path in files.iterdir()) == [
            f"ingest_date={day}" for day in (DAY, "2025-12-11", "2025-12-13")
        ]
        count = f"select count(*) from read_parquet('{files}/*/*.parquet')"
        assert built_template.query(count) == built_template.query(
            f"select count(*) from marts.{name}"
        )


def test_latest_is_the_latest_date_and_what_is_of_no_date_in_one_step(built: Workspace) -> None:
    root = built.folder / "parquet"
    first = os.readlink(root / "latest")
    count = "select count(*) from read_parquet('{}')".format
    assert built.query(count(f"{root}/latest/clean/*/*/*.parquet")) == [(2 + 24 + 1,)]
    assert built.query(count(f"{root}/latest/marts/customers_current/*.parquet")) == [(2,)]
    assert built.query(count(f"{root}/latest/marts/quarantine_ledger/*.parquet")) == [(3,)]

    built.put_day("2025-12-13", 20)
    finished = built.pipeline("--date", "2025-12-13", SLUICE_PARQUET_DIR=str(root))
    assert finished.code == 0 and f"Parquet: {root}\n" in finished.out, finished.err
    second = os.readlink(root / "latest")
    assert second != first
    rows = "clean/events/ingest_date=2025-12-13/rows.parquet"
    assert (root / second / rows).samefile(root / rows)
    assert built.query(count(f"{root}/{first}/clean/events/*/*.parquet")) == [(24,)]
    assert built.query(count(f"{root}/latest/clean/events/*/*.parquet")) == [(20,)]
    assert sorted(path.name for path in root.iterdir()) == sorted(
        [first, second, "clean", "latest", "marts", "quarantine"]
    )

    (root / "latest").unlink()
    (root / "latest").mkdir()
    refused = built.pipeline("--date", "2025-12-13", "--parquet", "parquet")
    assert refused.code == 2
    assert refused.err.endswith("/latest was not made here: nothing was changed.\n")


def test_latest_changes_once_in_a_run_and_what_has_no_copies_gets_them(built: Workspace) -> None:
    root = built.folder / "parquet"
    first = os.readlink(root / "latest")
    shutil.rmtree(root / "clean")
    shutil.rmtree(root / "quarantine")
    built.put_day(DAY, 22)
    built.put(DAY, "customers", [])  # whom later dates know, which become stale
    finished = built.pipeline("--date", DAY, "--refresh-stale", "--parquet", "parquet")
    assert finished.code == 0 and "Stale: 2025-12-11" in finished.out, finished.err
    second = os.readlink(root / "latest")
    assert second != first
    assert (root / first / "clean/events").exists()  # whoever reads there can finish
    copies = (root / "clean/events").iterdir()
    days = [DAY, "2025-12-11", "2025-12-13"]
    assert sorted(path.name for path in copies) == [f"ingest_date={day}" for day in days]


def test_docs_of_a_warehouse_that_is_held_say_who_has_it(built: Workspace) -> None:
    with reader(built.warehouse, 60) as process:
        run = built.start(script="docs", SLUICE_WAREHOUSE=str(built.warehouse))
        out, err = run.communicate()
    finished = Finished(run.returncode, out, err)
    assert (finished.code, finished.out) == (4, ""), err
    assert f"process {process} " in finished.err and is_one_sentence(finished)


def test_artifacts_of_dbt_are_kept_where_they_are_wanted(built: Workspace) -> None:
    found = built.folder / "target"
    names = ("manifest.json", "run_results.json", "catalog.json")
    for name in names:
        (found / name).unlink(missing_ok=True)
    finished = built.pipeline("--date", DAY, "--artifacts", "--quiet")
    assert (finished.code, finished.err) == (0, "")
    manifest, results, catalog = (json.loads((found / name).read_text()) for name in names)
    assert {result["status"] for result in results["results"]} == {"success", "pass", "no-op"}
    models = {"model.sluice.clean_events", "model.sluice.daily_volume"}
    assert models <= manifest["nodes"].keys() & catalog["nodes"].keys()
    assert models <= {result["unique_id"] for result in results["results"]}
    assert json.loads((found / names[1]).read_text())["args"]["vars"] == {"date": DAY}


def test_a_rerun_waits_for_a_reader_and_changes_nothing(built: Workspace) -> None:
    tables, reports = built.tables(), built.published()
    with reader(built.warehouse, seconds=3) as pid:
        refused = built.pipeline("--date", "2025-12-13")
        waited = built.pipeline("--date", "2025-12-13", "--wait", 60, "--fail-on", "warn")
    assert refused.code == 4
    assert f"is in use by process {pid}" in refused.err and "--parquet" in refused.err
    assert is_one_sentence(refused)
    assert waited.code == 1, waited.err
    where = "events_raw.csv (24 of 24 lines)"
    assert f"unexpected_column (warn): unknown column referrer in {where}, expected" in waited.out
    assert "Stale" not in waited.out
    assert waited.err == ""
    assert built.published() == reports
    assert built.tables() == tables


def test_empty_files_a_deleted_folder_and_a_late_day(built: Workspace) -> None:
    others = without_date(built.tables(), "2025-12-11")
    options = "--raw-dir raw --warehouse warehouse.duckdb --reports-dir reports --parquet parquet"
    for feed in FEEDS:
        built.put("2025-12-11", feed, [])
    changed = built.pipeline("--date", "2025-12-11", "--parquet", "parquet", "--fail-on", "error")
    assert changed.code == 1, changed.err
    assert "feed_empty (error): 0 data lines" in changed.out
    assert "Stale dates:\n  2025-12-13: earlier customers changed; " in changed.out
    assert f"run_pipeline.py --refresh-stale {options}\n" in changed.out
    assert without_date(built.tables(), "2025-12-11") == others
    assert not any(rows_of_feeds(built, "2025-12-11"))
    copies = built.folder / "parquet/clean/orders/ingest_date=2025-12-11/*.parquet"
    assert built.query(f"select count(*) from '{copies}'") == [(0,)]

    remove_day(built, DAY)
    built.put_day("2025-12-12")
    late = built.pipeline("--date", "2025-12-12", "--parquet", "parquet", "--quiet")
    assert (late.code, late.out, late.err) == (0, "", "")
    refreshed = built.pipeline("--refresh-stale", "--parquet", "parquet", "--json")
    assert refreshed.code == 0, refreshed.err
    assert refreshed.summary["removed"] == [DAY]
    assert refreshed.summary["stale"] == {}
    assert not list(built.folder.glob(f"parquet/*/*/ingest_date={DAY}"))
    assert not any(rows_of_feeds(built, DAY))

    reports, tables = built.published(), built.tables()
    shutil.rmtree(built.reports)
    built.warehouse.unlink()
    at_once = built.pipeline("--json")
    assert at_once.code == 0, at_once.err
    assert built.published() == reports
    assert built.tables() == tables


def test_many_dates_without_a_folder_are_not_removed_unasked(built: Workspace) -> None:
    before = built.tables(), built.published()
    last = built.raw / "ingest_date=2025-12-13"
    for gone, arguments in (
        ((DAY, "2025-12-11"), ["--date", "2025-12-13"]),
        (("2025-12-13",), []),
    ):
        for day in gone:
            (built.raw / f"ingest_date={day}").rename(built.folder / f"away {day}")
        finished = built.pipeline(*arguments, "--refresh-stale")
        assert (finished.code, is_one_sentence(finished)) == (2, True), finished
        assert f"of 3 loaded dates have no folder in raw any more, {DAY} to " in finished.err
        assert "--remove-missing removes their rows and reports." in finished.err
        assert (built.tables(), built.published()) == before
    (built.folder / "away 2025-12-13").rename(last)
    removed = built.pipeline("--refresh-stale", "--remove-missing", "--json")
    assert removed.summary["removed"] == [DAY, "2025-12-11"], removed.err


@pytest.mark.parametrize(
    ("known", "gone", "is_refused"),
    [(1, 1, True), (2, 1, False), (3, 2, True), (100, 7, False), (100, 8, True), (14, 14, True)],
)
def test_few_is_a_week_and_half_of_all_at_most(
    tmp_path: Path, known: int, gone: int, is_refused: bool
) -> None:
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(known + 1)]
    for day in days[gone : known + (gone < known)]:  # and one that was never loaded
        (tmp_path / f"ingest_date={day}").mkdir()
    place = Place(tmp_path, "raw")
    found = Run(Places(*[place] * 5), Console(True), Summary("", None, []))
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.built_dates (ingest_date date)")
        rows = [[day] for day in days[:known]]
        connection.executemany("insert into marts.built_dates values (?)", rows)
        refusal = pytest.raises(Problem, match=f"^{gone} of {known} loaded dates have no folder")
        with refusal if is_refused else nullcontext():
            found.refuse_to_remove_many(connection)
        found.may_remove_many = True
        found.refuse_to_remove_many(connection)


def without_date(tables: dict[str, list[tuple]], day: str) -> dict[str, list[tuple]]:
    """Tables without the rows of a date; stale_dates is about other dates than its own."""
    return {
        name: [row for row in rows if not any(str(value) == day for value in row)]
        for name, rows in tables.items()
        if name != "marts.stale_dates"
    }


def rows_of_feeds(workspace: Workspace, day: str) -> list[int]:
    """How many rows of a date staging, clean and quarantine hold."""
    prefixes = {"staging": "stg", "clean": "clean", "quarantine": "quarantine"}
    count = "select count(*) from {0}.{1}_{2} where ingest_date = ?"
    return [
        workspace.query(count.format(layer, prefix, feed), day)[0][0]
        for layer, prefix in prefixes.items()
        for feed in FEEDS
    ]


def remove_day(workspace: Workspace, day: str) -> None:
    """Deletes a partition's folder."""
    shutil.rmtree(workspace.raw / f"ingest_date={day}")


# A build that fails: exit code 3, the reports stay, the date is unfinished until it is rebuilt


def test_a_look_for_stale_dates_that_fails_says_so(built: Workspace) -> None:
    built.change("alter table raw.loaded_files rename column bytes to size")
    failed = built.pipeline("--refresh-stale")
    assert failed.code == 3, failed.out + failed.err
    assert failed.err.startswith("The look for stale dates failed: "), failed.err
    assert "bytes" in failed.err
    assert "Traceback" not in failed.err


def test_a_build_that_fails_is_mended_by_the_next(built: Workspace) -> None:
    reports = built.published()
    built.put_day(DAY, events=20)
    built.change("alter table marts.daily_volume rename to kept")
    built.change("create view marts.daily_volume as from marts.kept")
    failed = built.pipeline("--date", DAY)
    assert failed.code == 3, failed.out + failed.err
    assert "The build failed in 1 step" in failed.err
    assert "\n  daily_volume: Can only delete from base table" in failed.err
    assert "Traceback" not in failed.err + failed.out
    left = built.published()
    assert json.loads(left.pop(".pending.json")) == {"remove": [], "write": [DAY]}
    assert left == reports

    for span in (["--date", DAY], ["--start", DAY, "--end", "2025-12-31"]):
        refused = built.export(*span)
        assert refused.code == 2
        assert refused.err == f"Not exported: {DAY}, as the last run did not finish them.\n"
    others = built.export()
    assert others.code == 0
    assert f"Left out, as the last run did not finish them: {DAY}" in others.err

    built.change("drop view marts.daily_volume")
    built.change("alter table marts.kept rename to daily_volume")
    mended = built.pipeline("--refresh-stale")
    assert mended.code == 0, mended.err
    assert f"Stale: {DAY}, as " in mended.out
    assert "its last run did not finish" in mended.out
    assert "Stale dates" not in mended.out
    assert ".pending.json" not in built.published()
    lines = built.query("select total from marts.daily_volume where dataset = 'events' order by 1")
    assert lines == [(20,), (24,), (24,)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(built_template: Workspace, small_disk: Path) -> None:
    built = Workspace(small_disk / "built")
    shutil.copytree(built_template.folder, built.folder, ignore=shutil.ignore_patterns("target"))
    before = without_date(built.tables(), DAY), built.published()
    built.put_day(DAY, events=20_000)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"x" * max(0, free - 200_000))
    target = {"DBT_TARGET_PATH": str(built_template.folder / "target")}
    logs = {"DBT_LOG_PATH": str(built_template.folder / "logs")}
    failed = built.pipeline("--date", DAY, **target, **logs)
    assert failed.code == 3, failed.out + failed.err
    assert "the disk is full" in failed.err
    assert "Traceback" not in failed.err + failed.out
    (small_disk / "filler").unlink()
    left = built.published()
    left.pop(".pending.json", None)
    assert (without_date(built.tables(), DAY), left) == before


def test_failing_steps_are_named_in_plain_words() -> None:
    results = [
        result("clean_events", "error", "Runtime Error in model clean_events (x.sql)\n  It broke."),
        result("ids_are_unique", "fail", "Got 3 results, configured to fail if != 0"),
        result("daily_volume", "skipped", None),
        result("rules", "success", "OK"),
    ]
    assert dbt_runs.failures(results).splitlines()[:3] == [
        "The build failed in 2 steps; 1 more was skipped.",
        "  clean_events: It broke.",
        "  ids_are_unique: Got 3 results, configured to fail if != 0",
    ]


def test_too_little_memory_is_named_with_what_sets_it() -> None:
    found = dbt_runs.plain("Runtime Error\n  java.lang.OutOfMemoryError: Java heap space\n  at x.y")
    assert found.startswith("Java is out of memory (SLUICE_SPARK_MEMORY ")


def result(name: str, status: str, message: str | None) -> SimpleNamespace:
    """A node's result as dbt gives it."""
    return SimpleNamespace(node=SimpleNamespace(name=name), status=status, message=message)


# dbt by hand


@pytest.fixture
def dbt(
    built: Workspace, monkeypatch: pytest.MonkeyPatch, manifest: Any
) -> Iterator[Callable[..., Finished]]:
    """`dbt build` by hand in this process on the built days; in `err` what it says."""
    from dbt.cli.main import dbtRunner

    for name, value in built.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SLUICE_RAW_DIR", str(built.raw))
    monkeypatch.setenv("SLUICE_WAREHOUSE", str(built.warehouse))
    monkeypatch.chdir(ROOT)

    quiet = ["--quiet", "--log-level", "none"]

    def build(*arguments: str, is_parsed: bool = True) -> Finished:
        runner = dbtRunner(manifest=manifest if is_parsed else None)
        options = ["--exclude-resource-type", "unit_test", *quiet, *arguments]
        outcome = runner.invoke(["build", *options])
        dbt_runs.release()
        return Finished(0 if outcome.success else 1, "", str(outcome.exception or ""))

    yield build
    dbt_runs.release()


BAD_VARIABLES = {
    '{date: "2025-02-30"}': "Invalid date '2025-02-30': no such calendar day.",
    "{date: 2025-12-10x}": "Invalid date '2025-12-10x': write it as YYYY-MM-DD.",
    "{date: 20251210}": "Invalid date '20251210': write it as YYYY-MM-DD.",
    "{date: ../../etc}": "Invalid date '../../etc': write it as YYYY-MM-DD.",
    '{date: "2025-12-10\'; drop table x"}': "write it as YYYY-MM-DD.",
    '{date: "{{ 7 * 7 }}"}': "write it as YYYY-MM-DD.",  # dbt itself renders variables
    "{date: 2025-12-10, start_date: 2025-12-10}": "Give either date or start_date and end_date",
    "{start_date: 2025-12-10}": "start_date and end_date go together.",
    "{start_date: 2025-12-11, end_date: 2025-12-10}": "is after end_date 2025-12-10.",
    "{date: 2025-12-10, removed_dates: [nothing]}": "Invalid date 'nothing'",
    "{alerts: {event: {volume_drop: false}}}": "alerts: no feed is called 'event'",
    "{alerts: {events: {volume_dorp: false}}}": "alerts: events.volume_dorp is neither a check nor",
    "{alerts: {events: {volume_drop: 0.5}}}": "alerts: events.volume_drop must be true or false",
    "{alerts: {events: {volume_drop_ratio: half}}}": "ratio must be a number from 0 to 1, not the",
    "{alerts: {events: volume_drop}}": "alerts: events must have names and values",
    "{alerts: false}": "alerts must have values by feed, not be 'False'.",
    "{max_empty_hours: 3}": "max_empty_hours must have values by feed, not be '3'.",
    "{max_empty_hours: {customers: 3}}": "max_empty_hours: customers must be a feed with hours",
    '{announced_dates: ["2025-12-32"]}': "'2025-12-32' in announced_dates: no such calendar day.",
    "{date: 2025-02-30}": "day is out of range for month",  # dbt's own YAML reader
}


def test_dbt_by_hand_refuses_what_it_cannot_use(
    built: Workspace, dbt: Callable[..., Finished]
) -> None:
    before = built.tables()
    for variables, sentence in BAD_VARIABLES.items():
        refused = dbt("--vars", variables)
        assert refused.code == 1, variables
        assert sentence in refused.err, variables
    refused = dbt("--vars", "{date: 2025-12-10}", "--empty")
    assert "--empty would replace loaded dates by nothing: refused." in refused.err
    assert built.tables() == before


def test_a_full_refresh_costs_no_other_date_and_ends_with_the_alerts_of_its_own(
    built: Workspace, dbt: Callable[..., Finished], capfd: pytest.CaptureFixture[str]
) -> None:
    before = built.tables()
    options = ("--full-refresh", "--no-quiet", "--log-level", "info")
    assert dbt("--vars", "{date: 2025-12-13}", *options, is_parsed=False).code == 0
    assert built.tables() == before
    said = capfd.readouterr().out
    assert "2025-12-13 events unexpected_column (warn): unknown column referrer" in said


# The real days


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no real days in {REAL}")
def test_real_days_have_the_expected_counts(workspace: Workspace) -> None:
    workspace.raw.rmdir()
    workspace.raw.symlink_to(REAL / "raw")
    finished = workspace.pipeline("--json", "--fail-on", "error")
    assert finished.code == 1, finished.err
    expected = json.loads((REAL / "expected_counts.json").read_text())
    published = workspace.published().items()
    reports = {name: json.loads(text) for name, text in published if name.endswith(".json")}
    assert len(reports) == 2 * len(expected)
    for day, counts in expected.items():
        # taken when the best version of a customer stayed: which of two bad ones it is differs
        counts["customers"].pop("reason_combinations")
        datasets = reports[f"ingest_date={day}/validation_report.json"]["datasets"]
        found = {
            feed: {key: nonzero(datasets[feed][key]) for key in counts[feed]} for feed in FEEDS
        }
        assert found == {feed: counts[feed] for feed in FEEDS}, day
        assert all(datasets[feed]["balanced"] for feed in FEEDS)
        alerts = reports[f"ingest_date={day}/alerts.json"]["alerts"]
        hours = [
            alert["details"]["empty_hours"]
            for alert in alerts
            if alert["type"] == "hourly_coverage"
        ]
        assert hours == ([counts["empty_hours"]] if counts["empty_hours"] else []), day


def nonzero(counts: object) -> object:
    """Counts by reason without zeros; anything else, and duplicates, as they are."""
    if isinstance(counts, dict) and set(counts) != {"id", "full_row"}:
        return {name: count for name, count in counts.items() if count}
    return counts

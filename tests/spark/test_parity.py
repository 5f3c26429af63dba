"""Spark makes the same rows and the same reports of the same files as DuckDB, to the byte."""

from __future__ import annotations

import csv
import gzip
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import test_pairs
import yaml
from conftest import HEADERS, SHARED, Workspace, copy_project, differing, files_in, started
from engines import (
    ROOT,
    Engines,
    copy_days,
    forget_everything,
    in_long_form,
    in_this_process,
    leave_as_killed,
    session,
    share_session,
    small_splits,
)

from sluice.quarantine.exporting import fingerprint
from sluice.warehouse.spark import SMALL

SAMPLES = ROOT / "data" / "raw"
REAL = SHARED / "real" / "raw"
DAYS = [f"2025-12-{day}" for day in (10, 11, 12, 13)]
PART = ("+clean_events", "+quarantine_events")  # where a line goes that is corrected, and is from
UNREADABLE_TIME = """
select source_file, line_number, raw_line
from quarantine.quarantine_events
where ingest_date = ? and list_contains(reject_reason, 'event_time_invalid')
order by all
"""
HOLDER = """
import sys, time
from pathlib import Path
from sluice.warehouse import spark
with spark.alone(Path(sys.argv[1]), "here"):
    print("held", flush=True)
    time.sleep(600)
"""  # a process of its own, as a lock is one's own


@pytest.fixture(scope="module", autouse=True)
def one_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spark's warehouse, dbt's folders, and the project as the working directory."""
    with pytest.MonkeyPatch.context() as patch:
        share_session(tmp_path_factory.getbasetemp() / "spark", patch)
        yield


@pytest.fixture
def engines(tmp_path: Path) -> Engines:
    """Both engines, without any date."""
    forget_everything()
    return Engines(tmp_path)


def test_two_runs_never_write_at_once(engines: Engines):
    command = [sys.executable, "-c", HOLDER, str(engines.warehouse)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    holder = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        found = engines.spark("--raw-dir", SAMPLES, "--date", DAYS[0])
    finally:
        holder.kill()
        holder.communicate()
    assert found.code == 4
    assert f"in use by process {holder.pid} " in found.err


def test_parquet_copies_are_refused(engines: Engines):
    found = engines.spark("--raw-dir", SAMPLES, "--date", DAYS[0], "--parquet", "copies")
    assert found.code == 2
    assert "--parquet is for DuckDB" in found.err


def test_sample_days_with_a_correction_and_a_day_that_becomes_empty(engines: Engines):
    """A part of each date first, which costs a third of a whole one, then all of them, changed."""
    copy_days(SAMPLES, engines.raw, *DAYS[:3])
    engines.both_parts(*PART)
    parts = [(day, True) for day in DAYS[:3]]
    assert engines.begun() == (parts, parts)

    leave_as_killed("clean.clean_events")
    change_the_days(engines)
    engines.both()
    assert engines.begun() == ([], [])
    assert engines.differences() == []
    assert_changed()
    assert many_files(engines) == set()


@in_long_form
def test_sample_days_in_any_order_and_refreshed(engines: Engines):
    copy_days(SAMPLES, engines.raw, *DAYS[:2])
    engines.both("--start", DAYS[0], "--end", DAYS[1])
    assert engines.differences() == []

    copy_days(SAMPLES, engines.raw, *DAYS[2:])
    engines.both("--date", DAYS[3])
    engines.both("--date", DAYS[2])
    found = engines.both("--refresh-stale")
    assert f"Stale: {DAYS[3]}" in found.out
    assert engines.differences() == []

    change_the_days(engines)
    found = engines.both("--refresh-stale")
    assert "its corrections are not those it was built with" in found.out
    assert engines.differences() == []
    assert_changed()


def change_the_days(engines: Engines) -> None:
    """Corrects a line of the third day, takes the second's events away, and the first's orders."""
    correct_a_line(engines)
    events = engines.raw / f"ingest_date={DAYS[1]}" / "events_raw.csv"
    events.write_text(HEADERS["events"] + "\n")
    (engines.raw / f"ingest_date={DAYS[0]}" / "orders_raw.csv").unlink()


def assert_changed() -> None:
    """Fails where Spark has not done what change_the_days() asks for."""
    assert session().table("staging.stg_events").where(f"ingest_date = '{DAYS[1]}'").count() == 0
    assert session().table("marts.corrections_audit").where("status = 'applied'").count() == 1


def correct_a_line(engines: Engines) -> None:
    """Corrects the time of the first event of the third day that has none to read."""
    with duckdb.connect(str(engines.duckdb.warehouse), read_only=True) as connection:
        file, number, line = connection.execute(UNREADABLE_TIME, [DAYS[2]]).fetchall()[0]
    row = {
        "source_file": file,
        "line_number": number,
        "line_fingerprint": fingerprint(line),
        "event_time": f"{DAYS[2]} 12:00:00",
    }
    path = engines.corrections / f"ingest_date={DAYS[2]}" / "events.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as out_file:
        writer = csv.DictWriter(out_file, row)
        writer.writeheader()
        writer.writerow(row)


@in_long_form
def test_a_date_whose_folder_is_gone_and_files_cut_into_many_splits(tmp_path: Path):
    forget_everything()
    engines = Engines(tmp_path, "r w,{x}*[y]\\z'`\"ü%20?#")
    generate(engines.raw, "2026-01-05", "2026-01-07", "--events", "900", "--seed", "7")
    for number, path in enumerate(sorted(engines.raw.rglob("*_raw.csv"))):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        path.write_bytes(as_received(content, number))
    gzipped = engines.raw / "ingest_date=2026-01-06" / "orders_raw.csv"
    gzipped.with_name("orders_raw.csv.gz").write_bytes(gzip.compress(gzipped.read_bytes()))
    gzipped.unlink()
    with small_splits("997"):
        engines.both("--start", "2026-01-05", "--end", "2026-01-07")
        assert engines.differences() == []
        for path in (engines.raw / "ingest_date=2026-01-06").iterdir():
            path.unlink()
        (engines.raw / "ingest_date=2026-01-06").rmdir()
        found = engines.both("--refresh-stale")
        assert "2026-01-06" in found.out
        assert engines.differences() == []


def as_received(content: bytes, number: int) -> bytes:
    """A file with line ends of its own, or with a byte-order mark, empty lines or NUL."""
    kinds = {
        0: lambda text: text.replace(b"\n", b"\r\n"),
        1: lambda text: text.replace(b"\n", b"\r"),
        2: lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\n\n"),
        3: lambda text: text.replace(b",web,", b",w\0eb,").removesuffix(b"\n"),
        4: lambda text: text.replace(b"\n", b"\r\n", 40),
        5: lambda text: text.replace(b",ios,", b",i\xff\xfeos,"),
    }
    return kinds[number % len(kinds)](content)


@in_long_form
def test_days_with_defects_of_every_kind(engines: Engines):
    generate(engines.raw, "2026-02-01", "2026-02-04", "--events", "2500", "--seed", "3")
    engines.both()
    assert engines.differences() == []


@in_long_form
@pytest.mark.parametrize("number", range(len(test_pairs.RUNS)))
def test_any_two_words_of_the_feed_book_go_together(tmp_path: Path, number: int):
    books, dice = test_pairs.books_of(number), random.Random(number)
    workspace = Workspace(tmp_path / "days", copy_project(tmp_path / "project"))
    test_pairs.write_days(workspace.raw, books, dice)
    settings = workspace.project / "dbt_project.yml"
    project = yaml.safe_load(settings.read_text(encoding="utf-8"))
    for feed, book in books.items():
        project["vars"]["feeds"][feed] |= book
    settings.write_text(yaml.safe_dump(project, sort_keys=False), encoding="utf-8")
    published = {}
    for target in ("duckdb", "spark"):
        places = ("--raw-dir", "raw", "--warehouse", f"of_{target}", "--reports-dir", target)
        finished = workspace.run("run_pipeline.py", "--target", target, *places)
        assert finished.code == 0, finished.err
        published[target] = files_in(workspace.folder / target)
    assert differing(published["duckdb"], published["spark"]) == []


@in_long_form
def test_a_day_that_is_not_small_with_ids_that_many_share(engines: Engines):
    """Which Spark writes code for, and plans anew between its stages."""
    words = ["--start", DAYS[0], "--events", "120000", "--kind", "skewed"]
    maker = ROOT / "benchmarks" / "big_days.py"
    subprocess.run([sys.executable, maker, engines.raw, *words], check=True)
    assert sum(path.stat().st_size for path in engines.raw.rglob("*.csv")) > SMALL
    engines.both("--date", DAYS[0])
    assert engines.differences() == []
    marts = {name for name in many_files(engines) if name.startswith("marts.")}
    assert marts <= {"marts.quarantine_ledger"}


def many_files(engines: Engines) -> set[str]:
    """The tables that have more than one file of some date."""
    files = (engines.warehouse / "tables").glob("*.db/*/ingest_date=*/*.parquet")
    counts = Counter(path.parent for path in files)
    crowded = [date.parent for date, count in counts.items() if count > 1]
    return {f"{table.parent.name.removesuffix('.db')}.{table.name}" for table in crowded}


@in_long_form
@pytest.mark.skipif(not REAL.is_dir(), reason="the real days are not part of the project")
def test_the_real_days(engines: Engines):
    copy_days(REAL, engines.raw, *DAYS)
    engines.both()
    assert engines.differences() == []


def generate(raw: Path, start: str, end: str, *options: str) -> None:
    """Generates messy days."""
    command = [*started(ROOT, "generate"), "--start", start]
    command += ["--end", end, "--out", str(raw), "--truth", "none", *options]
    subprocess.run(command, check=True, capture_output=True)


@in_long_form
def test_the_reports_are_written_again_by_themselves(engines: Engines):
    from sluice.commands import report as export_reports

    copy_days(SAMPLES, engines.raw, DAYS[0])
    assert engines.spark("--raw-dir", engines.raw, "--date", DAYS[0]).code == 0
    again = engines.folder / "again"
    places = ["--warehouse", str(engines.warehouse), "--reports-dir", str(again)]
    words = ["--target", "spark", "--date", DAYS[0], *places]
    finished = in_this_process(export_reports.main, words)
    assert finished.code == 0, finished.err
    for path in again.rglob("*.json"):
        written = engines.spark_reports / path.relative_to(again)
        assert path.read_bytes() == written.read_bytes()
    assert len(list(again.rglob("*.json"))) == 2

"""Runs at the same time: each looks at the files only once the warehouse is its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import HEADERS, IS_LONG, ROOT, Workspace

from sluice.files import raw_files
from sluice.problems import WarehouseLocked
from sluice.warehouse import scratch, spark
from sluice.warehouse import state as warehouse

DAY = "2025-12-10"
COPIES = "(readers of the copies that --parquet makes need not wait)"
PAIRS = range(6) if IS_LONG else [1]
HOLD = """
import sys
from pathlib import Path
from sluice.warehouse.lock import locked
with locked(Path(sys.argv[1]), "here"):
    print("held", flush=True)
    sys.stdin.read()
"""
OTHER_ORDER = ",".join(reversed(HEADERS["events"].split(",")))


@contextmanager
def holder(path: Path) -> Iterator[Any]:
    """Another process that holds a lock until its standard input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        cwd=ROOT / "scripts",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


@pytest.fixture(scope="module")
def folder(new_workspace: Callable[[], Workspace]) -> Path:
    """Always the same, so that dbt parses the project once."""
    found = new_workspace()
    found.put_day(DAY)
    finished = found.pipeline("--date", DAY)
    assert finished.code == 0, finished.err
    return found.folder


@pytest.fixture
def day(folder: Path) -> Workspace:
    """A day whose files need a marked copy each, in a warehouse where it is built."""
    found = Workspace(folder)
    found.put_day(DAY, events=30)
    for path in found.raw.glob("*/*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n", 1))
    return found


def finish(process: Any) -> tuple[int, str]:
    """A run's exit code and what it said of problems."""
    _, err = process.communicate()
    return process.returncode, err


def test_two_runs_never_damage_each_other(day: Workspace) -> None:
    for pair in PAIRS:
        waits = (60, 60 * (pair % 2))
        runs = [day.start(*day.options, "--wait", seconds) for seconds in waits]
        (code, err), other = (finish(run) for run in runs)
        assert (code, err) == (0, ""), pair
        if waits[1]:
            assert other == (0, ""), pair
        else:
            assert other[0] in (0, 4), other
            assert other[0] == 0 or " is in use by process " in other[1], other
    assert day.query("select count(*) from clean.clean_events") == [(30,)]
    assert not list(day.folder.glob("*.scratch*"))


def test_files_that_change_while_a_run_waits_are_read_as_they_are_then(day: Workspace) -> None:
    with holder(day.folder / "warehouse.duckdb.lock") as lock:
        refused = day.pipeline("--date", DAY)
        assert refused.code == 4
        named = f"warehouse.duckdb is in use by process {lock.pid} (-c): nothing was changed"
        assert refused.err == f"{named} {COPIES}.\n"
        waiting = day.start(*day.options, "--date", DAY, "--wait", 60)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(4)
        line = f"e1,c1,{DAY} 08:00:00,login,ios,s1,5,{DAY}"
        day.put(DAY, "events", [",".join(reversed(line.split(",")))], header=OTHER_ORDER)
    assert finish(waiting) == (0, "")
    assert day.query("select event_id, duration_ms from clean.clean_events") == [("e1", 5)]


def test_a_lock_that_a_dead_process_held_is_free(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with holder(warehouse.lock_file(path)) as lock:
        with pytest.raises(WarehouseLocked, match=f"in use by process {lock.pid} "):
            warehouse.when_free(path, "w.duckdb", 0, lambda: 1)
        lock.kill()
        lock.wait()
        assert warehouse.when_free(path, "w.duckdb", 0, lambda: 1) == 1


def test_a_lock_on_spark_knows_no_copies(tmp_path: Path) -> None:
    with (
        holder(tmp_path / spark.LOCK) as lock,
        pytest.raises(WarehouseLocked) as refused,
        spark.alone(tmp_path, "spark"),
    ):
        pass
    assert str(refused.value) == f"spark is in use by process {lock.pid} (-c): nothing was changed."


def test_a_warehouse_has_one_lock_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "link.duckdb").symlink_to(tmp_path / "w.duckdb")
    names = (tmp_path / "w.duckdb", tmp_path / "link.duckdb", tmp_path / "x" / ".." / "w.duckdb")
    assert {warehouse.lock_file(path) for path in names} == {tmp_path / "w.duckdb.lock"}


def test_what_was_found_out_before_a_wait_is_forgotten(day: Workspace, tmp_path: Path) -> None:
    raw_files.begin_raw_files(str(day.raw), [], str(tmp_path / "scratch"), {})
    raw_files.end_raw_files()
    assert not raw_files.BEGUN


def test_scratch_folders_of_the_living_stay(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as alive:
        dead = subprocess.Popen([sys.executable, "-c", ""])
        dead.wait()
        names = [f"w.scratch.{alive.pid}", f"w.scratch.{dead.pid}", f"v.scratch.{dead.pid}"]
        somebodys = ["w.scratch.1x", f"w.scratch.0{dead.pid}"]
        for name in [*names, *somebodys]:
            (tmp_path / name).mkdir()
        (tmp_path / names[1] / "2025-12-10_events_raw.csv").write_text("=a line\n")
        (tmp_path / somebodys[1] / "thesis.txt").write_text("a chapter")
        own = scratch.own_scratch(str(tmp_path / "w"))
        assert own not in names
        left = {path.name for path in tmp_path.iterdir()}
        assert left == {names[0], names[2], *somebodys}
        alive.communicate(b"\n")

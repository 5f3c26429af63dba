"""Whatever happens to a command, it ends in a sentence and the exit code that is its own."""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, Workspace
from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager_client import add_logger_to_manager
from dbt_common.events.functions import get_stdout_config
from dbt_common.events.logger import LineFormat
from forked_runs import LOGGED

from sluice import command_line as commands
from sluice.build import dbt_runs
from sluice.commands import mending
from sluice.commands import run as runs
from sluice.problems import Problem
from sluice.report import pending

DAY = "2025-12-10"
ODD_NOTES = ["", "{", "[]", "null", '{"write": []}', '{"write": 1, "remove": []}', "\x00"]
ODD_NOTES += [
    '{"write": ["soon"], "remove": []}',
    '{"write": "2025-12-10", "remove": []}',
    "[" * 9999,
]


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (Problem(4, "It is held."), 4, "It is held."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (KeyError("total"), 3, "Unforeseen KeyError: 'total' (test_commands.py, line "),
        (RuntimeError("one\ntwo"), 3, "Unforeseen RuntimeError: one ("),
        (ValueError(), 3, "Unforeseen ValueError: no more is known ("),
        (FileNotFoundError(2, "No such file", "x"), 3, "Cannot use x: No such file."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_nobody_foresaw_is_a_sentence(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, sentence: str
) -> None:
    def work(arguments: argparse.Namespace) -> int:
        print("so far")
        raise error

    before = sys.stdout
    assert commands.run(argparse.Namespace, work) == code
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("so far\n", 1)
    assert err.startswith(sentence)
    assert sys.stdout is before


@pytest.mark.parametrize("text", ODD_NOTES)
def test_a_note_that_cannot_be_understood_is_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / pending.NOTE).write_text(text)
    with pytest.raises(Problem, match=r"\.pending\.json is damaged") as problem:
        pending.read(tmp_path)
    assert problem.value.exit_code == 2
    assert (tmp_path / pending.NOTE).read_text() == text


def test_a_note_that_is_a_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / pending.NOTE).mkdir()
    with pytest.raises(Problem, match=r"Cannot read .*: Is a directory\."):
        pending.read(tmp_path)


def test_a_user_without_a_name_is_asked_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 123_456_789)
    with pytest.raises(Problem, match="say who corrects with --by") as problem:
        mending.user()
    assert problem.value.exit_code == 2


# Standard output that is odd, closed or full


def run(workspace: Workspace, shell: str, *arguments: str, **environment: str) -> tuple[int, str]:
    """Runs the pipeline with its output as a shell directs it; its exit code and its errors."""
    script = [sys.executable, str(ROOT / "scripts" / "run_pipeline.py"), *workspace.options]
    finished = subprocess.run(
        ["bash", "-c", f'"$@" {shell}; exit ${{PIPESTATUS[0]}}', "bash", *script, *arguments],
        cwd=workspace.folder,
        env=workspace.environment(**environment),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return finished.returncode, finished.stderr


def test_output_that_nobody_reads_or_that_has_no_room(built: Workspace) -> None:
    again = ("--refresh-stale", "--json")
    full = run(built, "> /dev/full", *again)
    assert full == (3, "Cannot write to standard output: No space left on device.\n")
    assert run(built, ">&- 2>&- <&-", *again) == (0, "")
    built.put(DAY, "events", ["e1,c1,2025-12-10 01:00,login,ios,s1,5,2025-12-10"], "event_id,顧客")
    assert run(built, "| true", "--date", DAY) == (0, "")
    alerts = (built.reports / f"ingest_date={DAY}/alerts.json").read_text()
    assert "unknown column 顧客" in alerts
    assert run(built, "2>&1 >/dev/null | true", "--date", "soon")[0] == 2
    assert run(built, "2> /dev/full", "--date", "soon")[0] == 2


def test_what_an_ascii_terminal_cannot_show_is_escaped(built: Workspace) -> None:
    columns = "event_id,customer_id,event_time,event_type,platform,session_id,duration_ms,é"
    built.put(DAY, "events", ["e1,c1,2025-12-10 01:00,login,ios,s1,5,x"], columns)
    (built.reports / "..pending.json.1.bak").write_text("mine")
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    told = built.pipeline("--date", DAY, "--json", **ascii_only)
    assert told.code == 0, told.err
    messages = [alert["message"] for alert in told.summary["days"][0]["alerts"]]
    assert any("unknown column é" in message for message in messages)
    shown = built.pipeline("--date", DAY, **ascii_only)
    assert (shown.code, shown.err) == (0, "")
    assert "unknown column \\xe9" in shown.out


def test_a_damaged_note_stops_every_run_with_a_sentence(built: Workspace) -> None:
    (built.reports / pending.NOTE).write_text('{"write": ')
    before = built.tables()
    for options in (["--date", DAY], ["--refresh-stale", "--json"]):
        finished = built.pipeline(*options)
        assert finished.code == 2
        assert re.search(r"\.pending\.json is damaged", finished.err)
        assert finished.err.count("\n") == 1
    assert json.loads(finished.out)["exit_code"] == 2
    assert built.tables() == before


# Ctrl-C and SIGTERM


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("is_run", [True, False])
def test_a_signal_is_what_is_said_whatever_it_is_taken_for(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    code: int,
    is_run: bool,
) -> None:
    def wait(*_: object) -> int:
        try:
            os.kill(os.getpid(), number)
            time.sleep(60)
        except KeyboardInterrupt:
            raise Problem(3, "dbt could not start: Query interrupted.") from None
        return 0

    monkeypatch.setattr(runs, "run", wait)
    found = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        before = [signal.getsignal(heard) for heard in (signal.SIGINT, signal.SIGTERM)]
        assert (runs.main([]) if is_run else commands.run(argparse.Namespace, wait)) == code
        assert [signal.getsignal(heard) for heard in (signal.SIGINT, signal.SIGTERM)] == before
    finally:
        signal.signal(signal.SIGINT, found)
    said = runs.STOPPED if is_run else "Interrupted."
    assert capsys.readouterr().err == f"{said}\n"


def test_dbt_that_was_interrupted_as_it_was_imported_is_not_imported_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "dbt.adapters.duckdb.connections"
    monkeypatch.delitem(sys.modules, name, raising=False)
    dbt_runs.release()
    assert name not in sys.modules


def test_dbt_prints_nothing_before_it_has_read_its_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dbt.cli.requires.Flags", interrupted)
    add_logger_to_manager(get_stdout_config(LineFormat.PlainText, True, EventLevel.INFO, False))
    with pytest.raises(KeyboardInterrupt):
        dbt_runs.read_project()
    assert capsys.readouterr() == ("", "")


def test_an_interrupted_build_says_so(built: Workspace) -> None:
    built.put_day(DAY, events=40_000)
    script = [sys.executable, str(ROOT / "scripts" / "run_pipeline.py"), *built.options]
    log = built.folder / "logs" / "dbt.log"
    log.unlink(missing_ok=True)  # of the runs before
    process = subprocess.Popen(
        [*script, "--date", DAY],
        cwd=built.folder,
        env=built.environment(**LOGGED),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # a shell's background job has it ignored, and so would what the tests start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 120
    while not (log.exists() and "Began executing node model" in log.read_text()):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    err = process.communicate(timeout=120)[1]
    stopped = "Interrupted: dates that were being built stay unfinished. Run it again.\n"
    assert (process.returncode, err) == (130, stopped)
    assert built.query("select ingest_date::varchar from raw.begun_dates") == [(DAY,)]
    built.put_day(DAY)
    assert built.pipeline("--refresh-stale", "--quiet").code == 0


def test_where_java_gave_up_in_its_code_is_no_part_of_what_is_said() -> None:
    error = """Runtime Error
      java.lang.IllegalArgumentException: System memory 1 must be at least 2.
        at org.apache.spark.memory.UnifiedMemoryManager$.getMaxMemory(UnifiedMemoryManager.scala:2)
        at java.base/java.lang.reflect.Constructor.<init>(Constructor.java:480)"""
    said = str(dbt_runs.as_problem(RuntimeError(error), "data/spark"))
    assert said.startswith("dbt could not start: ") and said.endswith("must be at least 2."), said
    cause = "\n      Caused by: java.io.IOException: no such disk\n        ... 12 more"
    said = str(dbt_runs.as_problem(RuntimeError(error + cause), "data/spark"))
    assert said.endswith("must be at least 2. Caused by: java.io.IOException: no such disk"), said

"""What can't be done on Spark is one sentence, and Java's own words stay out of the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Finished, Workspace
from engines import in_long_form

SPARK = ("--target", "spark", "--warehouse", "spark")
NO_JAVA = "Spark needs a Java runtime, 17 or newer: none is in JAVA_HOME or on PATH.\n"
# Java as pyspark starts it, and no session, which takes half a minute.
STARTS_JAVA = """
import sys
from sluice.settings import choose_target
choose_target("spark")
from pyspark.java_gateway import launch_gateway
launch_gateway()
print("and we do", file=sys.stderr)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    found = Workspace(tmp_path / "workspace")
    found.raw.mkdir(parents=True)
    return found


def finished(workspace: Workspace, *arguments: str, script: str, **more: str) -> Finished:
    """Runs a script to its end."""
    process = workspace.start(*arguments, script=script, **more)
    out, err = process.communicate()
    return Finished(process.returncode, out, err)


@pytest.mark.parametrize("variable", ["PATH", "JAVA_HOME"])
def test_a_missing_java_is_one_sentence(workspace: Workspace, variable: str):
    workspace.put_day("2025-12-10")
    places = ("--raw-dir", "raw", "--reports-dir", "reports")
    nowhere = {variable: "/nowhere"}
    found = finished(workspace, *SPARK, *places, script="run_pipeline.py", **nowhere)
    assert (found.code, found.out, found.err) == (2, "", NO_JAVA)
    assert not workspace.reports.exists()


def test_a_file_is_no_warehouse(workspace: Workspace):
    (workspace.folder / "spark").touch()
    found = finished(workspace, *SPARK, "--raw-dir", "raw", script="run_pipeline.py")
    assert found.code == 2
    assert found.err == "spark is a file: on Spark the warehouse is a folder.\n"


def test_a_log_that_cannot_be_written_is_bad_input(workspace: Workspace):
    nowhere = {"DBT_LOG_PATH": "/proc/dbt"}
    found = finished(workspace, *SPARK, "--raw-dir", "raw", script="run_pipeline.py", **nowhere)
    assert found.code == 2
    assert found.err.startswith("Cannot write to /proc/dbt: ")
    assert "name folders for dbt's log" in found.err


@pytest.mark.parametrize("words", ["quarantine list", "docs"])
def test_what_looks_at_duckdb_alone_says_so(workspace: Workspace, words: str):
    script, *arguments = words.split()
    found = finished(workspace, *arguments, script=script, SLUICE_TARGET="spark")
    assert found.code == 2
    assert found.err == "This looks at DuckDB's warehouse alone: unset SLUICE_TARGET.\n"


def test_what_java_prints_goes_to_a_file(workspace: Workspace):
    command = [sys.executable, "-c", STARTS_JAVA]
    environment = workspace.environment(JAVA_TOOL_OPTIONS="-Dso.it=speaks")
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "and we do\n")
    assert "-Dso.it=speaks" in (workspace.folder / "logs" / "spark.log").read_text()


@in_long_form
def test_a_command_says_nothing_of_what_java_prints(workspace: Workspace):
    places = (*SPARK, "--reports-dir", "reports")
    found = finished(workspace, *places, script="export_reports.py")
    assert (found.code, found.err) == (0, "")
    assert "log4j" in (workspace.folder / "logs" / "spark.log").read_text()

"""Every script helps whoever asks it to, and then does nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from sluice.cli import COMMANDS

HAS_MAIN = 'if __name__ == "__main__":'
SCRIPTS = sorted(
    path.name
    for path in (ROOT / "scripts").glob("*.py")
    if HAS_MAIN in path.read_text(encoding="utf-8")
)
NAMES = ("list", "why", "show", "suggest", "fix", "waive", "export")
WORDS = [[name, "--help"] for name in SCRIPTS]
WORDS += [["sluice", "--help"], *(["sluice", name, "--help"] for name in COMMANDS)]
WORDS += [["sluice", "quarantine", name, "--help"] for name in NAMES]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the scripts need of the project to begin with, to see that it stays as it is."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("scripts", "benchmarks", "docs", "macros", "seeds"):
        hidden = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=hidden)
    shutil.copy(ROOT / "dbt_project.yml", folder)
    return folder


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in the project; fails where any file is made, changed or removed by it."""
    before = contents(project)
    own = {name: str(project / "made") for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH", "TMPDIR")}
    finished = subprocess.run(
        [*begun(project, words[0]), *words[1:]],
        cwd=project,
        env=os.environ | own | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": f"{project}/scripts"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert contents(project) == before
    return finished


def begun(project: Path, name: str) -> list[str]:
    """The words that start a script, or the command `sluice`."""
    words = ["-m", "sluice.cli"] if name == "sluice" else [f"{project}/scripts/{name}"]
    return [sys.executable, *words]


def contents(project: Path) -> dict[str, bytes]:
    """Every file of the project."""
    return {str(path): path.read_bytes() for path in project.rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_help_helps_and_does_nothing_else(project: Path, words: list[str]) -> None:
    finished = run(project, *words)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith(f"usage: {words[0]}")
    assert len(finished.stdout.splitlines()) > 4


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_unknown_option_is_refused_and_nothing_is_done(project: Path, name: str) -> None:
    finished = run(project, name, "--no-such-option")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr


def test_no_script_is_overlooked() -> None:
    assert {"run_pipeline.py", "export_reports.py", "take_screenshots.py"} <= set(SCRIPTS)


@pytest.mark.runs
def test_the_days_of_the_pictures_can_be_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import take_screenshots

    days = ["--start", "2025-12-09", "--end", "2025-12-10", "--events", "60"]
    monkeypatch.setattr(take_screenshots, "DAYS", days)
    reports = take_screenshots.build(tmp_path)
    assert (reports / f"ingest_date={take_screenshots.LAST}" / "index.html").exists()

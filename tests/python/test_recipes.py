"""The recipes of docs/recipes.md, taken out of the page and run on a sample day."""

import datetime
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Workspace

PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
HOME = "/srv/sluice"
CRON = re.compile(r"15 6 \* \* \*  (cd .+)")


def blocks(heading: str) -> list[str]:
    """Returns the fenced blocks under a heading of the page."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```\w+\n(.*?)```", section, re.S)


def here(text: str) -> str:
    """Returns a recipe's command for this checkout and this Python."""
    own = re.sub(rf"(?:{HOME}/)?\.venv/bin/python", lambda _: sys.executable, text)
    return own.replace(HOME, str(ROOT))


@pytest.fixture(scope="module")
def yesterday(new_workspace: Callable[[], Workspace]) -> Workspace:
    """A workspace whose one day is yesterday, by UTC; not built."""
    found = new_workspace()
    now = datetime.datetime.now(datetime.UTC)
    found.put_day(str(now.date() - datetime.timedelta(days=1)), events=24)
    return found


def run(workspace: Workspace, command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the page with the workspace's places."""
    places = {
        "SLUICE_RAW_DIR": str(workspace.raw),
        "SLUICE_WAREHOUSE": str(workspace.warehouse),
        "SLUICE_REPORTS_DIR": str(workspace.reports),
    }
    environment = workspace.environment(**places)
    return subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def built_dates(workspace: Workspace) -> list[tuple]:
    """Returns the dates in the warehouse."""
    return workspace.query("select distinct ingest_date::varchar from clean.clean_events")


def test_crons_line_builds_yesterday_and_pages_nobody(yesterday: Workspace) -> None:
    line = CRON.fullmatch(blocks("cron")[0].strip())
    assert line
    finished = run(yesterday, here(line[1]).replace("page-me", "exit 99"))
    assert finished.returncode == 0, finished.stderr
    assert built_dates(yesterday) == [(min(yesterday.raw.iterdir()).name.split("=")[1],)]


def test_crons_line_pages_when_the_date_has_no_folder(workspace: Workspace) -> None:
    line = CRON.fullmatch(blocks("cron")[0].strip())
    assert line
    finished = run(workspace, here(line[1]).replace("page-me", "exit 99"))
    assert finished.returncode == 99
    assert "ingest_date=" in finished.stderr


def test_the_readme_has_the_same_line_for_cron() -> None:
    assert blocks("cron")[0] in (ROOT / "README.md").read_text(encoding="utf-8")


def test_systemds_service_builds_yesterday(yesterday: Workspace) -> None:
    service = blocks("systemd")[0]
    command = re.search(r"^ExecStart=(.+)$", service, re.M)
    assert command and f"WorkingDirectory={HOME}\n" in service
    yesterday.warehouse.unlink(missing_ok=True)
    finished = run(yesterday, here(command[1]))
    assert finished.returncode == 0, finished.stderr
    assert len(built_dates(yesterday)) == 1


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd isn't installed")
def test_systemd_takes_the_service_and_the_timer(tmp_path: Path) -> None:
    service, timer = blocks("systemd")
    (tmp_path / "sluice.service").write_text(here(service), encoding="utf-8")
    (tmp_path / "sluice.timer").write_text(timer, encoding="utf-8")
    command = ["systemd-analyze", "verify", "./sluice.service", "./sluice.timer"]
    verified = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    said = verified.stdout + verified.stderr
    assert verified.returncode == 0, said
    assert "sluice." not in said, said

"""The recipes of docs/recipes.md, taken out of the page and run on a sample day.

Those beside other tools run in the environments that `make test-recipes` makes, in a copy of the
project whose places are the default ones.
"""

import datetime
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, SLUICE_VARIABLES, Workspace, copy_project

PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
HOME = "/srv/sluice"
# The environments beside the project's, and the headings that make them.
TOOLS = {"dagster": "Dagster", "openlineage": "OpenLineage", "airflow": "Airflow"}
MAX_WAITS = 300  # of two seconds
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


def has(name: str) -> pytest.MarkDecorator:
    """Skips a test where there is no environment of that name."""
    missing = not (ROOT / f".venv-{name}").exists()
    return pytest.mark.skipif(missing, reason=f"no .venv-{name}: make test-recipes makes it")


def commands(heading: str, word: str) -> list[str]:
    """Returns the commands of a heading's consoles that have the word."""
    lines = "".join(blocks(heading)).splitlines()
    return [line[2:] for line in lines if line.startswith("$ ") and word in line]


class Installed:
    """A copy of the project, with the environments of this one and a few days."""

    def __init__(self, folder: Path, days: tuple[str, ...]) -> None:
        self.home = copy_project(folder)
        for environment in ROOT.glob(".venv*"):
            (folder / environment.name).symlink_to(environment.resolve())
        self.data = Workspace(folder / "data", folder)
        for day in days:
            self.data.put_day(day, events=24)
        names = [name for name in os.environ if name.startswith(("DBT_", "DAGSTER_", "AIRFLOW_"))]
        own = {name: os.environ[name] for name in {*os.environ} - {*names, *SLUICE_VARIABLES}}
        self.environment = own | {"PYTHONPATH": str(folder / "scripts")}

    def of_page(self, text: str) -> str:
        """Returns the page's text for this copy."""
        return text.replace(HOME, str(self.home))

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of the page in the copy."""
        return subprocess.run(
            ["sh", "-c", self.of_page(command)],
            cwd=self.home,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def reported(self) -> list[str]:
        """Returns the dates that have reports."""
        return sorted(path.parent.name[-10:] for path in self.home.glob("reports/*/alerts.json"))


@pytest.mark.parametrize("name", [pytest.param(name, marks=has(name)) for name in TOOLS])
def test_the_versions_are_those_of_the_page(name: str) -> None:
    asks = "import importlib.metadata as found, sys; print(found.version(sys.argv[1]))"
    (install,) = commands(TOOLS[name], "pip install")
    wanted = re.findall(r"([\w-]+)==([\w.]+)", install)
    python = str(ROOT / f".venv-{name}/bin/python")
    for package, version in wanted:
        said = subprocess.run([python, "-c", asks, package], capture_output=True, check=True)
        assert said.stdout.decode().strip() == version
        assert f"{package} {version}" in " ".join(PAGE.split())


@pytest.fixture(scope="module")
def dagster(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A copy of the project with Dagster's file and three days; not built."""
    copy = Installed(
        tmp_path_factory.mktemp("dagster") / "sluice", ("2025-12-10", "2025-12-11", "2025-12-12")
    )
    file = next(block for block in blocks("Dagster") if "import dagster" in block)
    (copy.home / "sluice_assets.py").write_text(copy.of_page(file), encoding="utf-8")
    settings = copy.home / "dagster"
    settings.mkdir()
    (settings / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    copy.environment["DAGSTER_HOME"] = str(settings)
    (parse,) = commands("Dagster", "dbt parse")
    parsed = copy.run(parse)
    assert parsed.returncode == 0, parsed.stdout
    return copy


@has("dagster")
def test_dagster_builds_a_day_and_then_two_at_once(dagster: Installed) -> None:
    for command, days in zip(commands("Dagster", "materialize"), (1, 2), strict=True):
        finished = dagster.run(command)
        assert finished.returncode == 0, finished.stderr
        said = finished.stderr
        manifest = json.loads((dagster.home / "target" / "manifest.json").read_bytes())
        kinds = [node["resource_type"] for node in manifest["nodes"].values()]
        assets = kinds.count("model") + kinds.count("seed") + 1
        assert said.count(" - ASSET_MATERIALIZATION - ") == assets * days
        assert said.count(" - ASSET_CHECK_EVALUATION - ") > 0
        assert said.count("Running dbt command") == 1
    assert len(built_dates(dagster.data)) == 3
    assert dagster.reported() == ["2025-12-10", "2025-12-11", "2025-12-12"]


@has("dagster")
def test_a_day_without_a_folder_fails_dagsters_run(dagster: Installed) -> None:
    before = dagster.reported()
    command = commands("Dagster", "materialize")[0].replace("2025-12-10", "2025-12-20")
    finished = dagster.run(command)
    assert finished.returncode == 1
    assert "ingest_date=2025-12-20" in finished.stdout + finished.stderr
    assert dagster.reported() == before


@has("openlineage")
def test_openlineage_gets_the_events_of_a_run(tmp_path: Path) -> None:
    now = datetime.datetime.now(datetime.UTC)
    yesterday = str(now.date() - datetime.timedelta(days=1))
    copy = Installed(tmp_path / "sluice", (yesterday,))
    file = next(block for block in blocks("OpenLineage") if "transport:" in block)
    (copy.home / "openlineage.yml").write_text(copy.of_page(file), encoding="utf-8")
    for command in commands("OpenLineage", "--artifacts") + commands("OpenLineage", "dbt-ol"):
        finished = copy.run(command)
        assert finished.returncode == 0, finished.stdout + finished.stderr
    lines = (copy.home / "logs" / "lineage.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    ends = [event for event in events if event["eventType"] == "COMPLETE"]
    assert len(events) == 2 * len(ends)
    lineage = {
        output["name"]: {found["name"] for found in event["inputs"]}
        for event in ends
        for output in event["outputs"]
    }
    assert "warehouse.staging.stg_orders" in lineage["warehouse.clean.clean_orders"]
    (output,) = next(event["outputs"] for event in ends if "clean_orders" in event["job"]["name"])
    fields = {field["name"]: field for field in output["facets"]["schema"]["fields"]}
    assert fields["amount"]["type"] == "DECIMAL(18,4)"
    assert fields["amount"]["description"]


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Airflow(Installed):
    """A copy of the project beside a scheduler of its own that has the page's DAG."""

    def __init__(self, folder: Path, days: tuple[str, ...]) -> None:
        super().__init__(folder / "sluice", days)
        (folder / "dags").mkdir()
        file = next(block for block in blocks("Airflow") if "import DAG" in block)
        (folder / "dags" / "sluice.py").write_text(self.of_page(file), encoding="utf-8")
        port = free_port()
        self.command = str(self.home / ".venv-airflow" / "bin" / "airflow")
        self.database = folder / "home" / "airflow.db"
        self.environment |= {
            "AIRFLOW_HOME": str(folder / "home"),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(port),
            "AIRFLOW__CORE__DAGS_FOLDER": str(folder / "dags"),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PARALLELISM": "4",
            "AIRFLOW__COSMOS__ENABLE_TELEMETRY": "False",
            "PATH": f"{self.home}/.venv-airflow/bin:{os.environ['PATH']}",
        }
        (parse,) = commands("Airflow", "dbt parse")
        assert self.run(parse).returncode == 0
        self.log = folder / "airflow.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [self.command, "standalone"],
                cwd=folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ask(self, sql: str) -> list[tuple]:
        """Asks Airflow's database; nothing as long as there is none."""
        try:
            with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20) as found:
                return found.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []

    def wait_for(self, sql: str) -> list[tuple]:
        """Returns the rows that a question has once it has some."""
        for _ in range(MAX_WAITS):
            if rows := self.ask(sql):
                return rows
            assert self.process.poll() is None, self.log.read_text()[-5000:]
            time.sleep(2)
        raise AssertionError(f"Nothing yet of {sql}: {self.log.read_text()[-5000:]}")

    def stop(self) -> None:
        """Ends the scheduler and all that it started."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    """A scheduler with the page's DAG and the two days that may be its last one by now."""
    today = datetime.datetime.now(datetime.UTC).date()
    days = tuple(str(today - datetime.timedelta(days=days)) for days in (1, 2))
    found = Airflow(tmp_path_factory.mktemp("airflow"), days)
    yield found
    found.stop()


@has("airflow")
def test_airflow_builds_the_last_day_by_itself(airflow: Airflow) -> None:
    airflow.wait_for("select 1 from dag where dag_id = 'sluice'")
    assert airflow.run(f"{airflow.command} dags unpause sluice").returncode == 0
    ended = "select state, logical_date from dag_run where state in ('success', 'failed')"
    ((state, date),) = airflow.wait_for(ended)
    assert state == "success", airflow.log.read_text()[-5000:]
    day = str(date)[:10]
    assert built_dates(airflow.data) == [(day,)]
    assert airflow.reported() == [day]
    tasks = dict(airflow.ask("select task_id, state from task_instance"))
    models = {path.stem for path in (airflow.home / "models").rglob("*.sql")}
    assert models <= {re.sub(r"^tables\.|[._]run$", "", name) for name in tasks}
    assert set(tasks.values()) == {"success"}


@has("airflow")
def test_a_day_without_a_folder_fails_airflows_run(airflow: Airflow) -> None:
    trigger = f"{airflow.command} dags trigger sluice --logical-date 2025-12-20T06:15:00+00:00"
    assert airflow.run(trigger).returncode == 0
    day = "logical_date like '2025-12-20%'"
    ended = f"select state from dag_run where state in ('success', 'failed') and {day}"
    assert airflow.wait_for(ended) == [("failed",)]
    assert "2025-12-20" not in airflow.reported()

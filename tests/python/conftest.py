"""What several tests share: small raw files, and runs of the commands in folders of their own."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
REPORTS = ("alerts.json", "validation_report.json")
LEDGER = "marts.quarantine_ledger"  # a history of runs: all else depends on files alone
LAYERS = ("staging", "clean", "quarantine", "marts")
SLUICE_VARIABLES = (
    "SLUICE_RAW_DIR",
    "SLUICE_SPARK_WAREHOUSE",
    "SLUICE_TARGET",
    "SLUICE_WAREHOUSE",
    "SLUICE_REPORTS_DIR",
    "SLUICE_NOTIFY_URL",
    "SLUICE_PARQUET_DIR",
)
CORRECTIONS = "SLUICE_CORRECTIONS_DIR"  # by the environment: then the folder needn't be there
HEADERS = {
    "customers": "customer_id,email,created_at,country,status,ingest_date",
    "events": (
        "event_id,customer_id,event_time,event_type,platform,session_id,duration_ms,ingest_date"
    ),
    "orders": "order_id,customer_id,order_time,amount,currency,status,ingest_date",
}


IS_LONG = os.environ.get("SLUICE_LONG") == "1"
SEED = int(
    os.environ.get("SLUICE_SEED") or (random.SystemRandom().randrange(2**32) if IS_LONG else 1)
)
in_long_form = pytest.mark.skipif(
    not IS_LONG, reason="another test runs what it is about: SLUICE_LONG=1 make test-long"
)
RUNS = {"new_workspace", "driver", "dbt", "browser", "models", "history"}  # fixtures
# The files that take longest, as they begin first: both workers end together.
LONGEST = ("corrections", "order", "crashes", "run_pipeline", "queue_story", "settings", "hostile")
LONGEST += ("feed_book", "differential", "reach", "late_customers", "pages", "commands")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the folder in which all processes of a test run keep what dbt read."""
    if "TESTS_READ" not in os.environ:
        os.environ["TESTS_READ"] = tempfile.mkdtemp(prefix="sluice-read-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop("TESTS_READ")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that run the pipeline, by what they build on, and puts long files first."""
    for item in items:
        if RUNS.intersection(getattr(item, "fixturenames", [])):
            item.add_marker("runs")
    places = {f"test_{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@dataclass
class Finished:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def summary(self) -> dict[str, Any]:
        """What --json printed."""
        return json.loads(self.out)


def started(project: Path, script: str) -> list[str]:
    """The words that start a script of the project, or a command of `sluice` by its name."""
    if script.endswith(".py"):
        return [sys.executable, str(project / "scripts" / script)]
    return [sys.executable, "-m", "sluice.cli", script]


@dataclass
class Workspace:
    """A raw folder, warehouse, reports and dbt target of its own."""

    folder: Path
    project: Path = ROOT

    @property
    def raw(self) -> Path:
        """The raw folder."""
        return self.folder / "raw"

    @property
    def corrections(self) -> Path:
        """The folder of the corrections."""
        return self.folder / "corrections"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def reports(self) -> Path:
        """The reports folder."""
        return self.folder / "reports"

    @property
    def options(self) -> list[str]:
        """The options that name these places, relative to the folder."""
        return ["--raw-dir", "raw", "--warehouse", "warehouse.duckdb", "--reports-dir", "reports"]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a command."""
        inherited = {key: value for key, value in os.environ.items() if key not in SLUICE_VARIABLES}
        own = {"DBT_TARGET_PATH": self.folder / "target", "DBT_LOG_PATH": self.folder / "logs"}
        own["PYTHONPATH"] = self.project / "scripts"
        own[CORRECTIONS] = self.corrections
        own["SLUICE_ACKNOWLEDGED"] = self.folder / "acknowledged.csv"
        return inherited | {key: str(value) for key, value in own.items()} | more

    def start(self, *arguments: object, script: str = "run_pipeline.py", **more: str) -> Any:
        """Starts a script from another folder than the project's."""
        return subprocess.Popen(
            [*started(self.project, script), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *words: object, **more: str) -> Finished:
        """Runs a script or command on this workspace, forked where nothing is the process's own."""
        from forked_runs import can_fork, forked

        if can_fork(words, **more):
            return forked(self, script, [str(word) for word in words], self.environment(**more))
        process = self.start(*words, script=script, **more)
        out, err = process.communicate()
        return Finished(process.returncode, out, err)

    def pipeline(self, *arguments: object, **more: str) -> Finished:
        """Runs run_pipeline.py on this workspace."""
        return self.run("run_pipeline.py", *self.options, *arguments, **more)

    def export(self, *arguments: object) -> Finished:
        """Runs export_reports.py on this workspace."""
        return self.run("export_reports.py", *self.options[2:], *arguments)

    def quarantine(self, *arguments: object, **more: str) -> Finished:
        """Runs `sluice quarantine` on this workspace."""
        return self.run("quarantine", "--warehouse", "warehouse.duckdb", *arguments, **more)

    def put(self, day: str, feed: str, lines: Iterable[str], header: str = "") -> Path:
        """Writes a feed's file."""
        folder = self.raw / f"ingest_date={day}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{feed}_raw.csv"
        path.write_text("\n".join([header or HEADERS[feed], *lines, ""]), encoding="utf-8")
        return path

    def put_day(self, day: str, events: int = 3, extra_column: bool = False) -> None:
        """Writes a day: two customers, clean events, and a refund of a paid order."""
        customers = [f"c{n},c{n}@example.com,2025-01-01,DE,active,{day}" for n in (1, 2)]
        columns = HEADERS["events"] + (",referrer" if extra_column else "")
        times = [f"{day} {n % 24:02d}:00:00" for n in range(events)]
        lines = [f"{day}-{n},c1,{time},login,ios,s1,{n},{day}" for n, time in enumerate(times)]
        orders = [
            f"{day},c2,{day} 10:00:00,12.50,EUR,paid,{day}",
            f"{day},c9,{day} 11:00:00,12.50,EUR,refunded,{day}",
        ]
        self.put(day, "customers", customers)
        self.put(day, "events", [line + ",x" * extra_column for line in lines], columns)
        self.put(day, "orders", orders)

    def query(self, sql: str, *parameters: object) -> list[tuple]:
        """Asks the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql, list(parameters)).fetchall()

    def change(self, sql: str) -> None:
        """Changes the warehouse by hand."""
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(sql)

    def tables(self) -> dict[str, list[tuple]]:
        """Every table that is replaced by date, with its rows in a fixed order."""
        dated = """
            select distinct table_schema, table_name from information_schema.columns
            where column_name = 'ingest_date' order by all
        """
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            found = connection.execute(dated).fetchall()
            names = [f"{schema}.{table}" for schema, table in found if schema in LAYERS]
            return {
                name: connection.execute(f"from {name} order by all").fetchall()
                for name in names
                if name != LEDGER
            }

    def published(self) -> dict[str, bytes]:
        """Every file under the reports folder, hidden ones too."""
        return files_in(self.reports)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its name in it."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of files that differ, or that only one of two folders has."""
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def checks_of(workspace: Workspace, day: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Status and reason of every check of a date, by type and feed."""
    path = workspace.reports / f"ingest_date={day}" / "alerts.json"
    return {
        (check["type"], check["dataset"]): (check["status"], check["reason"])
        for check in json.loads(path.read_text(encoding="utf-8"))["evaluated"]
    }


def copy_project(folder: Path, **variables: object) -> Path:
    """Copies what a run needs of the project, with variables set in its dbt_project.yml."""
    for name in ("macros", "models", "seeds", "scripts", "tests", "analyses", "docs"):
        hidden = shutil.ignore_patterns("__pycache__", "python")
        shutil.copytree(ROOT / name, folder / name, ignore=hidden)
    shutil.copy(ROOT / "profiles.yml", folder)
    text = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    for name, value in variables.items():
        text, times = re.subn(rf"(?m)^  {name}: \S+", f"  {name}: {value}", text)
        assert times == 1, name
    (folder / "dbt_project.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def manifest() -> Any:
    """What dbt reads of the project, for tests that have it run by hand in this process."""
    from forked_runs import read_project

    with chdir(os.getcwd()):  # which it leaves
        return read_project()


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory, manifest: Any) -> Iterator[Any]:
    """dbt in this process, which has read the project once: a Dbt of differential.py."""
    from differential import Dbt

    found = Dbt(tmp_path_factory.mktemp("dbt"), manifest)
    yield found
    found.close()


@pytest.fixture(scope="session")
def new_workspace(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Workspace]:
    """Makes empty workspaces."""

    def make() -> Workspace:
        workspace = Workspace(tmp_path_factory.mktemp("workspace"))
        workspace.raw.mkdir()
        return workspace

    return make


@pytest.fixture
def workspace(new_workspace: Callable[[], Workspace]) -> Workspace:
    """An empty workspace."""
    return new_workspace()


@pytest.fixture(scope="session")
def built_folder(new_workspace: Callable[[], Workspace]) -> Path:
    """Where built days are: always here, so that dbt parses the project once."""
    return new_workspace().folder


@pytest.fixture(scope="session")
def built_template(built_folder: Path) -> Workspace:
    """Three days, the last with an unknown column, built by one range. Not to be changed."""
    found = Workspace(built_folder)
    for day, events in {"2025-12-10": 30, "2025-12-11": 24, "2025-12-13": 24}.items():
        found.put_day(day, events, extra_column=day == "2025-12-13")
    # Another snapshot on the first day: that it stands still is told when it begins, on the last.
    customers = [f"c{n},c{n}@example.com,2025-01-02,DE,active,2025-12-10" for n in (1, 2)]
    found.put("2025-12-10", "customers", customers)
    span = ("--start", "2025-12-10", "--end", "2025-12-14")
    first = found.pipeline(*span, "--parquet", "parquet", "--json")
    assert first.code == 0, first.err
    (found.folder / "summary.json").write_text(first.out)
    template = built_folder.with_name("template")
    hidden = shutil.ignore_patterns("target", "logs")
    shutil.copytree(built_folder, template, symlinks=True, ignore=hidden)
    return Workspace(template)


@pytest.fixture
def built(built_template: Workspace, built_folder: Path) -> Workspace:
    """The three built days, to be changed."""
    for path in built_folder.iterdir():
        if path.is_file():
            path.unlink()
        elif path.name != "target":
            shutil.rmtree(path)
    shutil.copytree(built_template.folder, built_folder, symlinks=True, dirs_exist_ok=True)
    return Workspace(built_folder)


@pytest.fixture(scope="session")
def sample_days(new_workspace: Callable[[], Workspace]) -> Workspace:
    """The sample days as built by one run. Not to be changed."""
    found = new_workspace()
    shutil.copytree(ROOT / "data" / "raw", found.raw, dirs_exist_ok=True)
    finished = found.pipeline()
    assert finished.code == 0, finished.err
    return found

"""`kill -9` at chosen points of a run, too little memory, two runs at once: nothing is half done.

The runs are forked from one process that has read the project once, so that a run costs seconds.
This file is also that process: see Driver. It changes nothing in the pipeline but two things: the
manifest is kept, and the run may kill itself when a step of dbt begins or ends, when the n-th file
operation in the reports folder is about to happen, or after some time.

The short form kills a run a few times. SLUICE_LONG=1 kills it before and after every model and
test, at every file operation and at random moments, and prints the seed; SLUICE_SEED=n repeats it
and SLUICE_KILLS=n limits it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts"), str(ROOT / "tests" / "python")]

import pytest  # noqa: E402
from conftest import CORRECTIONS, Finished, Workspace  # noqa: E402

IS_LONG = os.environ.get("SLUICE_LONG") == "1"
SEED = int(
    os.environ.get("SLUICE_SEED") or (random.SystemRandom().randrange(2**32) if IS_LONG else 1)
)
KILLS = int(os.environ.get("SLUICE_KILLS") or (0 if IS_LONG else 8))  # 0: all there are
MODELS_ONLY = ["--exclude-resource-type", "test", "--exclude-resource-type", "seed"]
UNFINISHED = "its last run did not finish"
OLD, LATE, CHANGED, OTHER = "2025-12-09", "2025-12-11", "2025-12-10", "2025-12-13"

Kill = dict[str, Any]  # {"step": n, "when": "begins" or "ends"}, {"operation": n} or {"seconds": s}


class Driver:
    """Forks runs of the pipeline from one process that has read the project once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = os.environ | {
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        workspace: Workspace,
        *arguments: object,
        kill: Kill | None = None,
        build_options: list[str] | None = None,
        **environment: str,
    ) -> Finished:
        """Runs run_pipeline.py on a workspace; the exit code of a killed run is -9."""
        order = {
            "folder": str(workspace.folder),
            "arguments": [*workspace.options, *map(str, arguments)],
            "kill": kill,
            "build_options": build_options or [],
            "environment": {CORRECTIONS: str(workspace.corrections)} | environment,
        }
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the driver died"
        out, err = ((workspace.folder / f"run.{name}").read_text() for name in ("out", "err"))
        return Finished(json.loads(answer), out, err)

    def new_workspace(self, name: str) -> Workspace:
        """An empty workspace whose warehouse holds just the seeds."""
        found = Workspace(self.folder / name)
        found.raw.mkdir(parents=True)
        seeds = Workspace(self.folder / "seeds")
        if not seeds.warehouse.exists():
            seeds.put("2025-12-01", "events", [])
            assert self.run(seeds).code == 0
            others = "database_name = 'warehouse' and schema_name not in ('main', 'vocabulary')"
            for (name,) in seeds.query(
                f"select schema_name from duckdb_schemas() where {others} and not internal"
            ):
                seeds.change(f"drop schema {name} cascade")
        shutil.copy(seeds.warehouse, found.warehouse)
        return found

    def close(self) -> None:
        """Ends the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """Runs of the pipeline at a few seconds each."""
    found = Driver(tmp_path_factory.mktemp("driver"))
    yield found
    found.close()


# The driver's own process


def serve() -> None:
    """Reads the project, then forks a run per line on stdin and answers with its exit code."""
    from dbt.cli.main import dbtRunner

    from sluice.build import dbt_runs

    os.chdir(ROOT)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    manifest = dbtRunner().invoke(["parse", *dbt_runs.QUIET]).result
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(run_order(order, manifest))
        status = os.waitpid(child, 0)[1]
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


def run_order(order: dict[str, Any], manifest: Any) -> int:
    """Runs the pipeline in a forked process."""
    from dbt.cli.main import dbtRunner

    from sluice.build import dbt_runs
    from sluice.commands import run as run_pipeline

    folder = Path(order["folder"])
    os.chdir(folder)
    os.environ.update(order["environment"])
    killer = Killer(order["kill"] or {}, folder)

    def invoke(
        arguments: list[str],
        warehouse: str,
        watcher: dbt_runs.Watcher,
        more: Sequence[str] = (),
    ) -> None:
        """As the pipeline's, with a manifest that is kept."""
        options = order["build_options"] if arguments[0] == "build" else []
        errors: list[str] = []
        listeners = [dbt_runs.listener(watcher, errors), killer.hear]
        runner = dbtRunner(manifest=manifest, callbacks=listeners)
        outcome = runner.invoke([*arguments, *dbt_runs.QUIET, *more, *options])
        dbt_runs.check(outcome, errors, warehouse)

    dbt_runs.invoke = invoke
    with ExitStack() as stack:
        for name, redirect in (("out", redirect_stdout), ("err", redirect_stderr)):
            stream = stack.enter_context((folder / f"run.{name}").open("w", buffering=1))
            stack.enter_context(redirect(stream))
        try:
            return run_pipeline.main(order["arguments"])
        except SystemExit as end:
            return int(end.code or 0)
        finally:
            killer.write_journal()


class Killer:
    """Kills this process at the point it was told; else writes down the points there are."""

    def __init__(self, kill: Kill, folder: Path) -> None:
        self.kill = kill
        self.folder = folder
        self.reports = str(folder / "reports")
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.operations: list[str] = []
        sys.addaudithook(self.watch)
        if "seconds" in kill:
            timer = threading.Timer(kill["seconds"], self.die)
            timer.daemon = True
            timer.start()

    def hear(self, event: Any) -> None:
        """Hears of dbt's steps."""
        for name, when, steps in (
            ("NodeStart", "begins", self.begun),
            ("NodeFinished", "ends", self.ended),
        ):
            if event.info.name == name:
                steps.append(event.data.node_info.unique_id)
                if self.kill.get("when") == when and self.kill["step"] == len(steps):
                    self.die()

    def watch(self, event: str, arguments: tuple) -> None:
        """Hears of file operations in the reports folder, and of the swap of two folders."""
        if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
            if not any(isinstance(item, str | Path) and self.is_report(item) for item in arguments):
                return
        elif event != "ctypes.dlopen" or not self.operations:
            return
        self.operations.append(f"{event} {arguments[0]}")
        if self.kill.get("operation") == len(self.operations):
            self.die()

    def is_report(self, path: str | Path) -> bool:
        """Tells whether a path is in the reports folder."""
        return str(path).startswith(self.reports)

    def die(self) -> None:
        """As `kill -9` does."""
        os.kill(os.getpid(), signal.SIGKILL)

    def write_journal(self) -> None:
        """Writes down every point at which this run could have been killed."""
        journal = {"begun": self.begun, "ended": self.ended, "operations": self.operations}
        (self.folder / "journal.json").write_text(json.dumps(journal))


# kill -9


class Scene:
    """Days of which one has changed and one is new, before and after a run over both."""

    command = ("--start", CHANGED, "--end", LATE)

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.before = driver.new_workspace("before")
        for day, events in {OLD: 20, CHANGED: 24, OTHER: 24}.items():
            self.before.put_day(day, events)
        assert driver.run(self.before, build_options=MODELS_ONLY).code == 0
        self.old = reports_of(self.before)
        self.before.put_day(CHANGED, 18, extra_column=True)
        self.before.put(CHANGED, "customers", [f"c3,c3@example.com,2025-01-01,DE,active,{CHANGED}"])
        self.before.put_day(LATE, 26)
        self.after = self.copy("after")
        started = time.monotonic()
        finished = driver.run(self.after, *self.command)
        self.seconds = time.monotonic() - started
        assert finished.code == 0, finished.err
        self.new = reports_of(self.after)
        self.tables = tables_of(self.after)
        self.journal = json.loads((self.after.folder / "journal.json").read_text())
        refreshed = self.copy("refreshed", self.after)
        assert driver.run(refreshed, "--refresh-stale", build_options=MODELS_ONLY).code == 0
        self.refreshed = tables_of(refreshed), reports_of(refreshed)
        self.pages = {False: overview_of(self.after), True: overview_of(refreshed)}

    def copy(self, name: str, source: Workspace | None = None) -> Workspace:
        """A workspace as another one is."""
        found = Workspace(self.driver.folder / name)
        shutil.rmtree(found.folder, ignore_errors=True)
        shutil.copytree((source or self.before).folder, found.folder, symlinks=True)
        return found

    def points(self) -> list[Kill]:
        """Every point of the run at which it can be killed."""
        count = len(self.journal["begun"])
        steps = [
            {"step": number, "when": when}
            for number in range(1, count + 1)
            for when in ("begins", "ends")
        ]
        operations = range(1, len(self.journal["operations"]) + 1)
        dice = random.Random(SEED)
        moments = [{"seconds": round(dice.uniform(0.05, self.seconds), 3)} for _ in range(20)]
        return [*steps, *({"operation": number} for number in operations), *moments]

    def is_model_boundary(self, point: Kill) -> bool:
        """Tells whether a point is the begin or end of a model."""
        names = self.journal["begun"]
        return "step" in point and names[point["step"] - 1].startswith("model.")

    def chosen_points(self) -> list[Kill]:
        """All points, or as many as were asked for, spread over the run."""
        points = self.points()
        if not KILLS or len(points) <= KILLS:
            return points
        if IS_LONG:
            return random.Random(SEED).sample(points, KILLS)
        # A few steps, two of them model boundaries late in the run, and the moments of the export.
        models = [point for point in points if self.is_model_boundary(point)]
        swaps = [
            {"operation": number}
            for number, name in enumerate(self.journal["operations"], 1)
            if name.startswith("ctypes.dlopen") or "alerts.json" in name
        ]
        steps = [models[len(models) * part // 5] for part in range(5)]
        return [*steps, models[-1], swaps[0], swaps[1]]


@pytest.fixture(scope="module")
def scene(driver: Driver) -> Scene:
    """The days that are being run when the run is killed."""
    return Scene(driver)


def tables_of(workspace: Workspace) -> dict[str, list[tuple]]:
    """Every table of a row per date or line, intermediate ones too, and the dates in progress."""
    listed = "select schema_name, table_name from duckdb_tables() where schema_name in "
    layers = "('staging', 'intermediate', 'clean', 'quarantine', 'marts') order by all"
    names = [".".join(row) for row in workspace.query(listed + layers)]
    # Where the raw folder is, and the clock of the ledger, are no outcome.
    columns = "columns(lambda name: name not in ('read_path', 'first_seen', 'status_since'))"
    found = {name: workspace.query(f"select {columns} from {name} order by all") for name in names}
    return found | {"raw.begun_dates": workspace.query("from raw.begun_dates order by all")}


def reports_of(workspace: Workspace) -> dict[str, bytes]:
    """The published reports of dates: what a reader sees, without what is hidden."""
    published = workspace.published()
    return {name: text for name, text in published.items() if name.startswith("ingest_date=")}


def overview_of(workspace: Workspace) -> bytes:
    """The page over all dates."""
    return workspace.published()["index.html"]


def by_day(reports: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Reports by the folder they are in."""
    days: dict[str, dict[str, bytes]] = {}
    for name, text in reports.items():
        days.setdefault(name.split("/")[0], {})[name] = text
    return days


def kill_and_mend(scene: Scene, point: Kill, look_elsewhere: bool) -> None:
    """Kills a run at a point, checks what it left, and runs it again."""
    driver, built = scene.driver, scene.copy("killed")
    killed = driver.run(built, *scene.command, kill=point)
    if killed.code == 0 and "seconds" in point:
        return  # it was faster than the clock
    assert killed.code == -9, (point, killed)

    old, new = by_day(scene.old), by_day(scene.new)
    for day, reports in by_day(reports_of(built)).items():
        assert reports in (old.get(day), new.get(day)), (point, day, list(reports))
    assert set(by_day(reports_of(built))) >= set(old), point
    begun = set()
    if built.query("select 1 from duckdb_tables() where table_name = 'begun_dates'"):
        begun = {str(row[0]) for row in built.query("select ingest_date from raw.begun_dates")}
    assert begun in (set(), {CHANGED, LATE}), point

    if look_elsewhere:
        other = driver.run(built, "--date", OTHER, "--json", build_options=MODELS_ONLY)
        assert other.code == 0, (point, other.err)
        unfinished = {day for day, why in other.summary["stale"].items() if UNFINISHED in why}
        assert unfinished == begun, point
        if begun:
            shown = by_day(reports_of(built))
            for day in begun & {CHANGED}:
                assert shown[f"ingest_date={day}"] == old[f"ingest_date={day}"], point
    again = driver.run(built, *scene.command, build_options=MODELS_ONLY)
    assert again.code == 0, (point, again.err)
    if look_elsewhere:
        assert driver.run(built, "--refresh-stale", build_options=MODELS_ONLY).code == 0
        expected = scene.refreshed
    else:
        expected = scene.tables, scene.new
    tables, reports = tables_of(built), reports_of(built)
    different = [name for name in expected[0] if tables.get(name) != expected[0][name]]
    assert not different, (point, different)
    assert set(tables) == set(expected[0])
    assert reports == expected[1], point
    assert overview_of(built) == scene.pages[look_elsewhere], point
    hidden = [name for name in built.published() if name.startswith(".")]
    assert not hidden, (point, hidden)


def test_a_killed_run_leaves_nothing_half_done(scene: Scene) -> None:
    points = scene.chosen_points()
    boundaries = sum(map(scene.is_model_boundary, points))
    print(f"killing a run {len(points)} times, seed {SEED}; {boundaries} are model boundaries")
    failures = []
    for number, point in enumerate(points):
        try:
            kill_and_mend(scene, point, look_elsewhere=number % 3 == 1)
            print(f"{number + 1}/{len(points)}: {point}", flush=True)
        except AssertionError as error:
            failures.append(f"{point}: {str(error)[:600]}")
    assert not failures, "\n".join([f"{len(failures)} of {len(points)}", *failures[:20]])


# Memory


def test_too_little_memory_is_said_and_mended(scene: Scene) -> None:
    built = scene.copy("small")
    columns = scene.before.raw / f"ingest_date={CHANGED}" / "events_raw.csv"
    header = columns.read_text().splitlines()[0]
    times = [f"{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}" for n in range(86_400)]
    line = "e{},c1,{} {},login,ios,s1,1,,x"
    lines = [line.format(n, CHANGED, clock) for n, clock in enumerate(times)]
    built.put(CHANGED, "events", lines * 3, header)
    before = reports_of(built)
    failed = scene.driver.run(
        built, "--date", CHANGED, build_options=MODELS_ONLY, SLUICE_MEMORY_LIMIT="40MB"
    )
    assert failed.code == 3, failed.out + failed.err
    assert "out of memory" in failed.err
    assert "SLUICE_MEMORY_LIMIT" in failed.err
    assert "Traceback" not in failed.out + failed.err
    assert reports_of(built) == before
    enough = scene.driver.run(built, "--date", CHANGED, "--json", build_options=MODELS_ONLY)
    assert enough.code == 0, enough.err
    counts = enough.summary["days"][0]["datasets"]["events"]
    assert (counts["total"], counts["clean"]) == (3 * 86_400, 86_400)


# Two runs at once


def test_two_runs_at_once(scene: Scene) -> None:
    built = scene.copy("two")
    folder = scene.driver.folder  # where the project is read already
    environment = {"DBT_TARGET_PATH": str(folder / "target"), "DBT_LOG_PATH": str(folder / "logs")}
    runs = [
        built.start(*built.options, *scene.command, "--wait", wait, **environment)
        for wait in (0, 120, 120)
    ]
    finished = [(run, *run.communicate()) for run in runs]
    codes = [run.returncode for run, _, _ in finished]
    assert set(codes[1:]) == {0}, finished
    assert codes[0] in (0, 4), finished
    if codes[0] == 4:
        assert "is in use by process " in finished[0][2]
    assert (tables_of(built), reports_of(built)) == (scene.tables, scene.new)


def test_a_dead_process_holds_nothing(scene: Scene) -> None:
    built = scene.copy("dead")
    killed = scene.driver.run(built, *scene.command, kill={"step": 9, "when": "begins"})
    assert killed.code == -9
    again = scene.driver.run(built, *scene.command, build_options=MODELS_ONLY)
    assert (again.code, again.err) == (0, "")


if __name__ == "__main__":
    serve()

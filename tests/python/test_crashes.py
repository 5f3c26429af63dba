"""`kill -9` at chosen points of a run, too little memory, two runs at once: nothing is half done.

The runs are forked from one process that has read the project once (forked_runs.py), and kill
themselves when a step of dbt begins or ends, when the n-th file operation in the reports folder is
about to happen, or after some time.

The short form kills a run a few times. SLUICE_LONG=1 kills it before and after every model and
test, at every file operation and at random moments, and prints the seed; SLUICE_SEED=n repeats it
and SLUICE_KILLS=n limits it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time

import pytest
from conftest import IS_LONG, SEED, Workspace, in_long_form
from forked_runs import Driver, Kill

KILLS = int(os.environ.get("SLUICE_KILLS") or (0 if IS_LONG else 3))  # 0: all there are
MODELS_ONLY = ["--exclude-resource-type", "test", "--exclude-resource-type", "seed"]
UNFINISHED = "its last run did not finish"
OLD, LATE, CHANGED, OTHER = "2025-12-09", "2025-12-11", "2025-12-10", "2025-12-13"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Driver:
    """Runs of the pipeline at a few seconds each."""
    return Driver(tmp_path_factory.mktemp("driver"))


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
        finished = driver.run(self.after, *self.command, kill={})
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
        # A step in the middle, the last model, and the moment in which the export swaps folders.
        models = [point for point in points if self.is_model_boundary(point)]
        swaps = [
            {"operation": number}
            for number, name in enumerate(self.journal["operations"], 1)
            if name.startswith("ctypes.dlopen") or "alerts.json" in name
        ]
        return [models[len(models) // 2], models[-1], swaps[0]]


@pytest.fixture(scope="module")
def scene(driver: Driver) -> Scene:
    """The days that are being run when the run is killed."""
    return Scene(driver)


def tables_of(workspace: Workspace) -> dict[str, list[tuple]]:
    """Every table of a row per date or line, intermediate ones too, and the dates in progress."""
    listed = "select schema_name, table_name from duckdb_tables() where schema_name in "
    layers = "('staging', 'intermediate', 'clean', 'quarantine', 'marts') order by all"
    names = [".".join(row) for row in workspace.query(listed + layers)]
    # The clock of the ledger is no outcome.
    columns = "columns(lambda name: name not in ('first_seen', 'status_since'))"
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


@in_long_form
def test_two_runs_at_once(scene: Scene) -> None:
    built = scene.copy("two")
    environment = scene.driver.environment  # where the project is read already
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

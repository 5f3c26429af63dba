"""Whatever the order of runs, after --refresh-stale all is as one run from scratch leaves it.

A Hypothesis state machine changes a small raw folder and runs dates, ranges and refreshes in any
order; targeted tests say which dates a change makes stale, and which it must not. The short form
draws the same cases every time. SLUICE_LONG=1 draws new ones, many more, and prints the seed;
SLUICE_SEED=n draws those of a printed seed again, SLUICE_STORIES=n so many of them.
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import duckdb
import pytest
from conftest import HEADERS, IS_LONG, LEDGER, SEED, Workspace, differing, in_long_form
from correcting import write_corrections
from forked_runs import Driver
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from test_crashes import MODELS_ONLY
from test_differential import FolderMaker, dated

STORIES = int(os.environ.get("SLUICE_STORIES") or (30 if IS_LONG else 1))
STEPS = 14 if IS_LONG else 9
FIRST = date(2025, 12, 1)
# Around the look-back of events (7 days) and of orders (90), and beyond.
DAYS = [str(FIRST + timedelta(days=days)) for days in (0, 1, 7, 8, 9, 60, 91, 99)]
FEEDS = ("customers", "events", "orders")
SEEDS = st.integers(0, 2**32)
DAY = st.sampled_from(DAYS)
COUNTER = count()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Driver:
    """Runs of the pipeline at a few seconds each."""
    return Driver(tmp_path_factory.mktemp("order"))


@pytest.fixture(scope="module")
def makers() -> list[FolderMaker]:
    """Makers of raw files of every kind of defect."""
    return [FolderMaker(number) for number in range(4 if IS_LONG else 1)]


# What is compared


def differences(one: Workspace, other: Workspace) -> list[str]:
    """Tables and reports that are not the same in two workspaces, with a row of each."""
    found = []
    with duckdb.connect() as connection:
        for name, workspace in (("one", one), ("other", other)):
            connection.execute(f"attach '{workspace.warehouse}' as {name} (read_only)")
        tables = {
            name: connection.execute(
                "select schema_name || '.' || table_name from duckdb_tables()"
                " where database_name = ? and schema_name not in ('raw', 'vocabulary')"
                f" and schema_name || '.' || table_name <> '{LEDGER}'"
                " order by all",
                [name],
            ).fetchall()
            for name in ("one", "other")
        }
        if tables["one"] != tables["other"]:
            found.append(f"tables: {set(tables['one']) ^ set(tables['other'])}")
        for (table,) in tables["one"]:
            for left, right in (("one", "other"), ("other", "one")):
                rows = connection.execute(
                    f"from {left}.{table} except all from {right}.{table} order by all"
                ).fetchall()
                if rows:
                    found.append(f"{table}: {len(rows)} row(s) only in {left}, as {rows[0]}")
    names = differing(one.published(), other.published())
    return found + [f"report {name} differs" for name in names]


def from_scratch(driver: Driver, workspace: Workspace) -> list[str]:
    """How a workspace differs from one run over all its raw files."""
    fresh = driver.new_workspace(f"{workspace.folder.name} from scratch")
    if not any(workspace.raw.iterdir()):
        shutil.rmtree(fresh.folder)
        return [str(name) for name in workspace.published()]
    fresh.raw.rmdir()
    fresh.raw.symlink_to(workspace.raw)
    if workspace.corrections.exists():
        fresh.corrections.symlink_to(workspace.corrections)
    finished = driver.run(fresh, build_options=MODELS_ONLY)
    assert finished.code == 0, finished.err
    found = differences(workspace, fresh)
    shutil.rmtree(fresh.folder)
    return found


# Raw files


def sharp_lines(feed: str, day: str, dice: random.Random) -> list[str]:
    """A few lines whose ids and customers are those of other days, most of them good."""
    lines = []
    for _ in range(dice.randint(0, 5)):
        customer = f"c{dice.randrange(6)}"
        time = f"{day} {dice.randrange(24):02d}:00:00" if dice.random() < 0.85 else "soon"
        number = dice.randrange(5)
        lines.append(
            {
                "customers": f"{customer},{customer}@example.com,2025-01-01,DE,active,{day}",
                "events": f"e{number},{customer},{time},login,ios,s1,{number},{day}",
                "orders": (
                    f"o{number},{customer},{time},{number}.50,EUR,"
                    f"{dice.choice(['paid', 'refunded'])},{day}"
                ),
            }[feed]
        )
    return lines + lines[:1] * (dice.random() < 0.1)


class Story(RuleBasedStateMachine):
    """Changes to raw files and corrections, and runs in any order."""

    driver: Driver
    makers: list[FolderMaker]

    @initialize(number=SEEDS)
    def begin(self, number: int) -> None:
        """Some days are there, and mostly loaded."""
        self.told: list[str] = []
        self.loaded: set[str] = set()
        self.workspace = self.driver.new_workspace(f"story{next(COUNTER)}")
        dice = random.Random(number)
        for day in dice.sample(DAYS, 6):
            self.write_day(day, dice.randrange(2**32))
        if dice.random() < 0.8:
            self.run()

    # files

    def folder(self, day: str) -> Path:
        """A partition's folder."""
        return self.workspace.raw / f"ingest_date={day}"

    def files(self, day: str) -> list[Path]:
        """A partition's files."""
        return sorted(self.folder(day).glob("*_raw.csv*"))

    def present(self) -> list[str]:
        """The days that have a folder."""
        return [day for day in DAYS if self.folder(day).is_dir()]

    def write_day(self, day: str, number: int) -> None:
        """Writes or replaces a partition."""
        self.told.append(f"write {day} {number}")
        shutil.rmtree(self.folder(day), ignore_errors=True)
        self.folder(day).mkdir()
        for feed in FEEDS:
            self.write_feed(day, feed, number)

    def write_feed(self, day: str, feed: str, number: int) -> None:
        """Writes or replaces a feed's files of a day."""
        dice = random.Random(f"{number} {feed}")
        for path in self.folder(day).glob(f"{feed}_raw.csv*"):
            path.unlink()
        kind = dice.random()
        if kind < 0.6:
            self.workspace.put(day, feed, sharp_lines(feed, day, dice))
        elif kind < 0.95:
            maker = dice.choice(self.makers)
            maker.random = random.Random(dice.randrange(2**32))
            for suffix in dice.choice([["csv"], ["csv"], ["csv.gz"], ["csv", "csv.gz"]]):
                content, way = maker.file(feed)
                content = maker.damaged_file(dated(content, date.fromisoformat(day)), way)
                if suffix.endswith("gz") and content:
                    content = gzip.compress(content, mtime=0)
                (self.folder(day) / f"{feed}_raw.{suffix}").write_bytes(content)

    @rule(day=DAY, number=SEEDS)
    def add_or_replace_a_day(self, day: str, number: int) -> None:
        self.write_day(day, number)

    @rule(day=DAY, feed=st.sampled_from(FEEDS), number=SEEDS, is_run=st.booleans())
    def replace_files(self, day: str, feed: str, number: int, is_run: bool) -> None:
        if self.folder(day).is_dir():
            self.told.append(f"replace {day} {feed} {number}")
            self.write_feed(day, feed, number)
            if is_run:
                self.run("--date", day)

    @rule(day=DAY, other=DAY, feed=st.sampled_from(FEEDS))
    def repeat_the_files_of_a_day(self, day: str, other: str, feed: str) -> None:
        if day != other and self.folder(day).is_dir() and self.folder(other).is_dir():
            self.told.append(f"repeat {feed} of {other} on {day}")
            for path in self.folder(day).glob(f"{feed}_raw.csv*"):
                path.unlink()
            for path in self.folder(other).glob(f"{feed}_raw.csv*"):
                shutil.copy(path, self.folder(day))

    @rule(day=DAY, number=SEEDS, way=st.sampled_from(["touch", "reorder", "delete", "columns"]))
    def change_a_file(self, day: str, number: int, way: str) -> None:
        dice = random.Random(number)
        paths = self.files(day)
        if not paths:
            return
        path = dice.choice(paths)
        self.told.append(f"{way} {day}/{path.name} {number}")
        if way == "delete":
            path.unlink()
            return
        content = path.read_bytes()
        if way != "touch" and path.suffix == ".csv":
            header, *lines = content.splitlines(keepends=True) or [b""]
            if way == "columns":
                names = header.decode("utf-8", "replace").strip().split(",")
                dice.shuffle(names)
                header = (",".join(names) + "\n").encode()
            else:
                dice.shuffle(lines)
            content = header + b"".join(lines)
        path.write_bytes(content)

    @rule(day=DAY, number=SEEDS)
    def correct_a_day(self, day: str, number: int) -> None:
        if not self.folder(day).is_dir():
            return
        self.told.append(f"correct {day} {number}")
        dice = random.Random(number)
        corrections = self.workspace.corrections
        corrections.mkdir(exist_ok=True)
        shutil.rmtree(corrections / f"ingest_date={day}", ignore_errors=True)
        maker = dice.choice(self.makers)
        maker.random = random.Random(dice.randrange(2**32))
        at = date.fromisoformat(day)

        def cell(feed: str, column: str) -> str:
            text = maker.cell(feed, column, dice.randrange(24))
            return dated(text.encode("utf-8", "replace"), at).decode()

        if dice.random() < 0.8:
            write_corrections(self.workspace.raw, corrections, dice, cell, at)

    @rule(day=DAY)
    def delete_a_day(self, day: str) -> None:
        self.told.append(f"delete {day}")
        shutil.rmtree(self.folder(day), ignore_errors=True)

    # runs

    def run(self, *arguments: str) -> None:
        """Runs the pipeline, which succeeds wherever there is something to load."""
        self.told.append(f"run {' '.join(arguments)}")
        span = (arguments[1], arguments[-1]) if arguments[:1] in (("--date",), ("--start",)) else ()
        if "--refresh-stale" in arguments:
            span = (arguments[1], arguments[1]) if len(arguments) > 1 else ()
        present = self.present()
        is_refresh_only = arguments == ("--refresh-stale",)
        asked = [day for day in present if not span or span[0] <= day <= span[1]]
        many = ["--remove-missing"] * ("--refresh-stale" in arguments)
        finished = self.driver.run(self.workspace, *arguments, *many, build_options=MODELS_ONLY)
        if not asked and not is_refresh_only:
            assert finished.code == 2, self.show(finished.err)
            return
        assert finished.code == 0, self.show(finished.err)
        if not is_refresh_only:
            self.loaded |= set(asked)
        if "--refresh-stale" in arguments:
            self.loaded &= set(present)

    @rule(day=DAY, is_refreshed=st.booleans())
    def run_a_day(self, day: str, is_refreshed: bool) -> None:
        self.run("--date", day, *["--refresh-stale"] * is_refreshed)

    @rule(day=DAY)
    def run_a_day_twice(self, day: str) -> None:
        self.run("--date", day)
        self.run("--date", day)

    @rule(days=st.tuples(DAY, DAY).map(sorted))
    def run_a_range(self, days: list[str]) -> None:
        self.run("--start", days[0], "--end", days[1])

    @rule()
    def run_everything(self) -> None:
        self.run()

    @rule()
    def refresh(self) -> None:
        self.run("--refresh-stale")

    @invariant()
    def exactly_the_loaded_days_are_finished(self) -> None:
        if not getattr(self, "loaded", None):
            return
        begun = self.workspace.query("from raw.begun_dates")
        built = self.workspace.query(
            "select distinct ingest_date from marts.built_dates order by all"
        )
        assert (begun, [str(row[0]) for row in built]) == ([], sorted(self.loaded)), self.show("")
        folders = sorted(path.name[12:] for path in self.workspace.reports.glob("ingest_date=*"))
        assert folders == sorted(self.loaded), self.show("")

    def teardown(self) -> None:
        """Loads what never was, refreshes, and compares with one run from scratch."""
        if not hasattr(self, "workspace"):
            return
        for day in self.present():
            if day not in self.loaded:
                self.run("--date", day)
        if self.loaded:
            self.run("--refresh-stale")
            self.exactly_the_loaded_days_are_finished()
            found = from_scratch(self.driver, self.workspace)
            assert not found, self.show("\n".join(found))
        shutil.rmtree(self.workspace.folder)

    def show(self, text: str) -> str:
        """A failure, with the whole story."""
        return f"{text}\nseed {SEED}, {self.workspace.raw}:\n" + "\n".join(self.told)


def test_any_order_ends_the_same(driver: Driver, makers: list[FolderMaker]) -> None:
    print(f"order tests: {STORIES} stories, seed {SEED}")
    Story.driver, Story.makers = driver, makers

    @seed(SEED)
    class Seeded(Story):
        """The story with this seed."""

    run_state_machine_as_test(
        Seeded,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


# Which dates a change makes stale

SPAN = [str(FIRST + timedelta(days=days)) for days in (0, 7, 8, 90, 91, 92, 93, 94, 160, 161, 162)]
BASE, IN_EVENTS, PAST_EVENTS, IN_ORDERS, PAST_ORDERS = SPAN[:5]


@pytest.fixture(scope="module")
def span_template(driver: Driver) -> Workspace:
    """Built days around the ends of the look-backs."""
    found = driver.new_workspace("span template")
    for day in SPAN:
        found.put_day(day, events=24)
    assert driver.run(found, build_options=MODELS_ONLY).code == 0
    return found


@pytest.fixture
def span(driver: Driver, span_template: Workspace) -> Iterator[Workspace]:
    """Built days around the ends of the look-backs, to be changed."""
    found = Workspace(driver.folder / "span")
    shutil.copytree(span_template.folder, found.folder)
    yield found
    shutil.rmtree(found.folder)


def stale_after(driver: Driver, workspace: Workspace, day: str) -> dict[str, str]:
    """The dates that are stale, and why, after a run of a date."""
    finished = driver.run(workspace, "--date", day, "--json", build_options=MODELS_ONLY)
    assert finished.code == 0, finished.err
    return finished.summary["stale"]


def dates_because(stale: dict[str, str], reason: str) -> list[str]:
    """The dates that are stale for a reason."""
    return sorted(day for day, reasons in stale.items() if reason in reasons)


def reversed_lines(path: Path) -> None:
    """Turns the order of a file's lines around."""
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(lines), ""]))


def test_only_dates_that_look_at_the_change_are_stale(driver: Driver, span: Workspace) -> None:
    folder = span.raw / f"ingest_date={BASE}"

    for path in folder.iterdir():
        os.utime(path, ns=(1, 1))
    assert stale_after(driver, span, BASE) == {}

    events = folder / "events_raw.csv"
    lines = events.read_text().splitlines()
    events.write_text("\n".join([*lines[:-1], lines[-1].replace("login", "logout"), ""]))
    stale = stale_after(driver, span, BASE)
    assert dates_because(stale, "events it looks back at") == [IN_EVENTS]

    orders = folder / "orders_raw.csv"
    orders.write_text(orders.read_text().replace("12.50", "12.51"))
    stale = stale_after(driver, span, BASE)
    # Lines that changed without a change of their number concern only whoever looks back at them,
    # and the next date, whose feeds may repeat them.
    assert dates_because(stale, "orders it looks back at") == [*SPAN[1:4]]
    assert dates_because(stale, "events it looks back at") == [IN_EVENTS]
    assert set(stale) == set(SPAN[1:4])

    span.put(BASE, "customers", [f"c7,c7@example.com,2025-01-01,DE,active,{BASE}"] * 2)
    stale = stale_after(driver, span, BASE)
    assert dates_because(stale, "earlier customers") == SPAN[1:]
    # Now most of it is rejected: the dates of 159 days compare with it.
    assert dates_because(stale, "compared with") == SPAN[1:8]

    finished = driver.run(span, "--refresh-stale", "--json", build_options=MODELS_ONLY)
    assert finished.code == 0, finished.err
    assert finished.summary["stale"] == {}
    assert from_scratch(driver, span) == []


def test_the_order_of_lines_concerns_only_the_date_itself(driver: Driver, span: Workspace) -> None:
    for feed in FEEDS:
        reversed_lines(span.raw / f"ingest_date={BASE}" / f"{feed}_raw.csv")
    finished = driver.run(span, "--date", SPAN[-1], "--json", build_options=MODELS_ONLY)
    assert list(finished.summary["stale"]) == [BASE]
    assert stale_after(driver, span, BASE) == {}
    assert from_scratch(driver, span) == []


def test_a_baseline_looks_twenty_two_weeks_back(driver: Driver) -> None:
    weekly = [str(FIRST + timedelta(weeks=week)) for week in range(24)]
    built = driver.new_workspace("weekly")
    for day in weekly:
        built.put_day(day, events=24)
    assert driver.run(built, build_options=MODELS_ONLY).code == 0
    orders = built.raw / f"ingest_date={weekly[0]}" / "orders_raw.csv"
    orders.write_text(orders.read_text().replace("10:00:00", "12:00:00"))
    stale = stale_after(driver, built, weekly[0])
    # As many lines, rejected ones too, but in another hour: the last week is past the look-back.
    assert dates_because(stale, "compared with") == weekly[1:23]
    finished = driver.run(built, "--refresh-stale", build_options=MODELS_ONLY)
    assert finished.code == 0, finished.err
    assert from_scratch(driver, built) == []


# Dates that are run while an earlier date is stale: the run is right only once that one is mended


CUSTOMER = "{0},{0}@example.com,2025-01-01,DE,active,{1}"
ORDER = "{0},{1},{2} 10:00:00,12.50,EUR,paid,{2}"
EVENT = "{0},{1},{2} 10:00:00,login,ios,s1,5,{2}"


@in_long_form
def test_a_date_run_before_an_earlier_stale_one(driver: Driver) -> None:
    one, two, three = DAYS[:3]
    built = driver.new_workspace("customers of two days")
    for day in (one, two):
        built.put(day, "customers", [CUSTOMER.format("x", day)])
    built.put(three, "orders", [ORDER.format("o1", "x", three)])
    assert driver.run(built, build_options=MODELS_ONLY).code == 0
    built.put(one, "customers", [CUSTOMER.format("y", one)])
    for arguments in (["--date", one], ["--date", three, "--refresh-stale"], ["--refresh-stale"]):
        assert driver.run(built, *arguments, build_options=MODELS_ONLY).code == 0
    assert from_scratch(driver, built) == []


@in_long_form
def test_a_repeat_of_a_row_that_its_own_customers_decide(driver: Driver) -> None:
    one, *between, last = [str(FIRST + timedelta(days=days)) for days in range(11)]
    built = driver.new_workspace("orders of two days")
    built.put(one, "customers", [CUSTOMER.format("y", one)])
    for day in between:
        built.put(day, "orders", [ORDER.format(f"o{day}", "y", day)])
    built.put(between[0], "orders", [ORDER.format("o1", "x", between[0])])
    built.put(last, "customers", [CUSTOMER.format("x", last)])
    built.put(last, "orders", [ORDER.format("o1", "x", last)])
    assert driver.run(built, build_options=MODELS_ONLY).code == 0
    built.put(one, "customers", [CUSTOMER.format("x", one), CUSTOMER.format("y", one)])
    for arguments in (["--date", one], ["--date", last, "--refresh-stale"], ["--refresh-stale"]):
        assert driver.run(built, *arguments, build_options=MODELS_ONLY).code == 0
    assert from_scratch(driver, built) == []


@in_long_form
def test_a_header_that_changes(driver: Driver) -> None:
    one, two = DAYS[:2]
    built = driver.new_workspace("header")
    line = f"x,x@example.com,2025-01-01,DE,active,{one}"
    built.put(one, "customers", [line])
    built.put(two, "events", [EVENT.format("e1", "x", two)])
    assert driver.run(built, build_options=MODELS_ONLY).code == 0
    names = HEADERS["customers"].replace("customer_id,email", "email,customer_id")
    built.put(one, "customers", [line], names)
    for arguments in (["--date", one], ["--refresh-stale"]):
        assert driver.run(built, *arguments, build_options=MODELS_ONLY).code == 0
    assert from_scratch(driver, built) == []


def test_a_winner_that_moves(driver: Driver) -> None:
    one, two = DAYS[:2]
    built = driver.new_workspace("winner")
    built.put(one, "customers", [CUSTOMER.format("x", one)])
    for day in (one, two):
        built.put(day, "events", [EVENT.format(name, "x", day) for name in ("e1", "e2")])
    assert driver.run(built, build_options=MODELS_ONLY).code == 0
    reversed_lines(built.raw / f"ingest_date={one}" / "events_raw.csv")
    for arguments in (["--date", one], ["--refresh-stale"]):
        assert driver.run(built, *arguments, build_options=MODELS_ONLY).code == 0
    assert from_scratch(driver, built) == []


def test_bytes_that_only_look_alike(driver: Driver) -> None:
    one, two = DAYS[:2]
    built = driver.new_workspace("bytes")
    good, bad = "\ufffd".encode(), b"\xff"  # a reader shows both as U+FFFD; one isn't UTF-8
    path = built.put(
        one, "customers", [CUSTOMER.format(name, one).replace("@", "@\ufffd") for name in "xy"]
    )
    x, y = path.read_bytes().splitlines()[1:]
    header = HEADERS["customers"].encode()
    path.write_bytes(b"\n".join([header, x, y.replace(good, bad), b""]))
    built.put(two, "events", [EVENT.format("e1", "x", two), EVENT.format("e2", "y", two)])
    assert driver.run(built, build_options=MODELS_ONLY).code == 0
    path.write_bytes(b"\n".join([header, x.replace(good, bad), y, b""]))
    for arguments in (["--date", one], ["--refresh-stale"]):
        assert driver.run(built, *arguments, build_options=MODELS_ONLY).code == 0
    assert from_scratch(driver, built) == []

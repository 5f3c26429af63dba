"""Where everything is, and whether a run can begin there without harm to what it never made."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from sluice.files.saving import check_writable
from sluice.problems import BAD_INPUT, Problem, cannot_write
from sluice.report import acknowledged, pending, publish
from sluice.report.acknowledged import Acknowledged
from sluice.report.pages.overview import NAME, check_overview
from sluice.report.parquet_copies import check_copies
from sluice.report.publish import NotOurs
from sluice.report.reports import folder
from sluice.settings import ROOT, check_dbt_folders, warehouse_default
from sluice.warehouse import spark
from sluice.warehouse.state import check_file, check_name

CORRECTIONS = ("SLUICE_CORRECTIONS_DIR", "data/corrections")  # as warehouse_default()
ACKNOWLEDGED = ("SLUICE_ACKNOWLEDGED", "data/acknowledged.csv")
PARQUET = "SLUICE_PARQUET_DIR"
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True)
class Place:
    """A file or folder, and its name as the user knows it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Area:
    """A place as others must keep away from it: `replaced` matches what of it is replaced."""

    what: str
    place: Place
    is_input: bool = False
    replaced: str = ".*"


@dataclass(frozen=True)
class Places:
    """Where everything is."""

    raw: Place
    corrections: Place
    warehouse: Place
    reports: Place
    acknowledged: Place
    parquet: Place | None = None
    metrics: Place | None = None

    def check(self) -> None:
        """Raises a Problem where a run couldn't even begin, or would harm what it never made."""
        self.check_warehouse()
        for area in self.areas():
            check_path(area)
        check_input("raw folder", self.raw)
        if os.path.lexists(self.corrections.path):
            check_input("folder of corrections", self.corrections)
        self.check_apart()
        for place in self.published():
            try:
                check_writable(place.path)
            except OSError as error:
                raise cannot_write(f"to {place.name}", error) from None
            pending.read(place.path)
        self.known_alerts()
        check_dbt_folders()
        try:
            self.warehouse.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self.warehouse.name, error) from None

    def known_alerts(self) -> Acknowledged:
        """The acknowledged alerts; a Problem where their file is damaged."""
        return acknowledged.read(self.acknowledged.path, self.acknowledged.name)

    def published(self) -> list[Place]:
        """The folders that are written into."""
        return [self.reports, *([self.parquet] if self.parquet else [])]

    def check_warehouse(self) -> None:
        """Raises a Problem where no warehouse can be."""
        if spark.is_chosen():
            return
        check_name(self.warehouse.path, self.warehouse.name)
        check_file(self.warehouse.path, self.warehouse.name)

    def check_apart(self) -> None:
        """Raises a Problem where one place is another, or lies where another is replaced."""
        for one, other in combinations(self.areas(), 2):
            for inner, outer in ((one, other), (other, one)):
                if (parts := below(inner.place.path, outer.place.path)) is not None:
                    check_nesting(inner, outer, parts)

    def areas(self) -> list[Area]:
        """What must be apart from one another."""
        found = [
            Area("raw folder", self.raw, is_input=True),
            Area("folder of corrections", self.corrections, is_input=True),
            Area("reports folder", self.reports, replaced=rf"{publish.PARTITION}.*|\..*|{NAME}"),
            Area("warehouse", self.warehouse),
            Area("file of acknowledged alerts", self.acknowledged, is_input=True),
        ]
        if self.parquet:
            layers = r"clean|quarantine|marts|latest|\..*"
            found.append(Area("Parquet folder", self.parquet, replaced=layers))
        if self.metrics:
            found.append(Area("metrics file", self.metrics))
        if not spark.is_chosen():
            found.append(Area("write-ahead log", beside(self.warehouse, ".wal")))
        return found

    def check_published(self, days: Iterable[date]) -> None:
        """Raises a Problem where what is published of some dates would replace what isn't ours."""
        try:
            check_overview(self.reports.path)
            for place in self.published():
                publish.check_scratch(place.path)
            for day in days:
                publish.check(self.reports.path, folder(day))
                if self.parquet:
                    check_copies(self.parquet.path, day)
        except NotOurs as error:
            raise Problem(BAD_INPUT, f"{error.strerror}: nothing was changed.") from None
        except OSError as error:
            raise cannot_write("what is built", error) from None


def check_path(area: Area) -> None:
    """Raises a Problem for an address: it would be taken for folders of such names."""
    if address := ADDRESS.match(area.place.name):  # of which the rest may be secret
        problem = f"The {area.what} must be a path on this machine, not {address[0]}..."
        elsewhere = " (where Spark's tables are, SLUICE_SPARK_TABLES says)"
        hint = elsewhere if spark.is_chosen() and area.what == "warehouse" else ""
        raise Problem(BAD_INPUT, f"{problem}{hint}.")


def check_nesting(inner: Area, outer: Area, parts: tuple[str, ...]) -> None:
    """Raises a Problem where a place may not be at `parts` inside another, or be the same."""
    are_inputs = inner.is_input + outer.is_input
    if parts and (are_inputs == 2 or not (are_inputs or re.fullmatch(outer.replaced, parts[0]))):
        return
    words = "is also" if not parts else "is inside"
    raise Problem(
        BAD_INPUT,
        f"The {inner.what} {inner.place.name} {words} the {outer.what} {outer.place.name}:"
        " give each a place of its own.",
    )


def below(path: Path, folder: Path) -> tuple[str, ...] | None:
    """The way from a folder down to a path, by whichever names; None where it isn't inside."""
    path, folder = resolved(str(path)), resolved(str(folder))
    for parent in (path, *path.parents):
        if parent == folder or is_same(parent, folder):
            return path.relative_to(parent).parts
    return None


def is_same(one: Path, other: Path) -> bool:
    """Tells whether two names lead to one folder, as they may on a disk that is mounted twice."""
    try:
        return one.samefile(other)
    except (FileNotFoundError, NotADirectoryError):  # nothing is there
        return False
    except OSError as error:
        problem = f"{error.filename} cannot be reached: {error.strerror or error}."
        raise Problem(BAD_INPUT, problem) from None


def beside(place: Place, end: str) -> Place:
    """A file or folder beside another."""
    return Place(Path(f"{place.path}{end}"), f"{place.name}{end}")


def check_input(what: str, place: Place) -> None:
    """Raises a Problem where there is no such folder, or it can't be listed."""
    try:
        with os.scandir(place.path) as entries:
            next(entries, None)
    except FileNotFoundError:
        problem = f"No {what}: {place.name} does not exist."
    except NotADirectoryError:
        problem = f"No {what}: {place.name} is no folder."
    except OSError as error:
        problem = f"The {what} {place.name} cannot be read: {error.strerror or error}."
    else:
        return
    raise Problem(BAD_INPUT, problem)


def find_places(arguments: argparse.Namespace) -> Places:
    """Where everything is: options are relative to the caller's folder, the rest to the project."""
    options = vars(arguments)
    parquet, metrics = options.get("parquet"), options.get("metrics")
    has_parquet = parquet or (os.environ.get(PARQUET) and not spark.is_chosen())
    return Places(
        raw=find_place(options.get("raw_dir"), "SLUICE_RAW_DIR", "data/raw"),
        corrections=corrections_place(options.get("corrections_dir")),
        warehouse=find_place(options.get("warehouse"), *warehouse_default()),
        reports=find_place(options.get("reports_dir"), "SLUICE_REPORTS_DIR", "reports"),
        acknowledged=find_place(options.get("acknowledged"), *ACKNOWLEDGED),
        parquet=find_place(parquet, PARQUET, "") if has_parquet else None,
        metrics=Place(resolved(metrics), metrics) if metrics else None,
    )


def corrections_place(option: str | None) -> Place:
    """Where the corrections are: there may be none, but not in a folder that was named."""
    place = find_place(option, *CORRECTIONS)
    if option:
        check_input("folder of corrections", place)
    return place


def find_place(option: str | None, variable: str, default: str) -> Place:
    """Where one thing is. dbt learns of an option through the environment variable.

    So does Spark of every place: what reads it may be on another machine, in another folder.
    """
    name = option or os.environ.get(variable) or default
    path = resolved(name) if option else ROOT / name
    if option or spark.is_chosen():
        os.environ[variable] = str(path)
    return Place(path, name)


def resolved(name: str) -> Path:
    """An option's path from the caller's folder, through every link."""
    try:
        return Path(name).resolve()
    except (OSError, RuntimeError) as error:  # a link to itself, or a folder that is gone
        why = getattr(error, "strerror", None) or "its links lead nowhere"
        raise Problem(BAD_INPUT, f"{name} cannot be found: {why}.") from None

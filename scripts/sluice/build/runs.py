"""One run of the pipeline: builds dates, refreshes stale ones, publishes what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from sluice.books import readings
from sluice.build import dbt_runs
from sluice.build.console import Console
from sluice.build.places import Places
from sluice.build.readable import runs_between, unreadable
from sluice.build.summary import Summary, day_summary, gaps
from sluice.files.raw_files import begin_raw_files, raw_partitions
from sluice.problems import BAD_INPUT, FAILED, Problem, cannot_write
from sluice.report import pending
from sluice.report.news import signs_before
from sluice.report.pages.overview import NAME, publish_overview
from sluice.report.parquet_copies import is_copied, remove_copies, write_copies, write_latest
from sluice.report.publish import withdraw
from sluice.report.reports import folder, publish_reports
from sluice.report.sameness import Sign
from sluice.warehouse import spark
from sluice.warehouse.scratch import own_scratch
from sluice.warehouse.state import (
    begun_dates,
    dates_in,
    finished_dates,
    open_warehouse,
    stale_dates,
)
from sluice.words import dates_in_words

# A date is refreshed again when a later one brings the customers it waited for.
MAX_REFRESHES = 10
# What a person takes away by hand is a few days, a week at most; more at once is a disk that isn't
# mounted or somebody's retention, and their rows and reports can't be brought back.
MAX_GONE = 7
MAX_GONE_SHARE = 0.5  # of the loaded dates
Span = tuple[date, date]
Connection = duckdb.DuckDBPyConnection
Work = Callable[[list[date]], None]


@dataclass
class Run:
    """A run, and what it has done so far."""

    places: Places
    console: Console
    summary: Summary
    may_remove_many: bool = False
    keeps_going: bool = False
    keeps_artifacts: bool = False
    built: set[date] = field(default_factory=set)
    before: dict[date, set[Sign]] = field(default_factory=dict)  # alerts of refreshed dates

    def build_requested(self, span: Span | None) -> None:
        """Builds the dates of a span that have a folder, or every date; lists the others."""
        present = self.present(span)
        if span and span[1] == date.max:
            span = (span[0], present[-1] if present else span[0])
        self.build_readable(span)
        if span and span[0] < span[1]:
            self.summary.skipped = gaps(*span, present)

    def build_readable(self, span: Span | None, removed: Iterable[date] = ()) -> None:
        """Builds a span; where it is refused and that is wanted, without its unreadable dates."""
        try:
            self.build(span, removed)
        except Problem as problem:
            if not self.keeps_going or problem.exit_code != BAD_INPUT:
                raise
            present, scratch = (
                self.present(span),
                f"{own_scratch(str(self.places.warehouse.path))}.look",
            )
            bad = unreadable(str(self.places.raw.path), present, scratch)
            readable = [day for day in present if day not in bad]
            if not bad or not (readable or self.built):
                raise
            self.summary.left_out |= {str(day): why for day, why in bad.items()}
        else:
            return
        for part in runs_between(readable, sorted(bad)):
            self.build((part[0], part[-1]), removed)
            removed = ()

    def build(self, span: Span | None, removed: Iterable[date] = ()) -> None:
        """Builds the dates of a span that have a folder, removes others, and publishes that."""
        present, removed = self.present(span), sorted(removed)
        self.places.check_published([*present, *removed])
        for verb, dates in (("Building", present), ("Removing", removed)):
            if dates:
                self.console.say(f"{verb} {dates_in_words(dates)}")
        if present and not dbt_runs.has_started() and not spark.is_chosen():
            scratch = own_scratch(str(self.places.warehouse.path))
            begin_raw_files(str(self.places.raw.path), present, scratch, readings())
        if spark.is_chosen():
            folders = (self.places.raw.path / f"ingest_date={day}" for day in present)
            spark.suit_java(path for folder in folders for path in folder.rglob("*"))
        with self.noted(present, removed):
            name = self.places.warehouse.name
            dbt_runs.build(variables(span, removed), name, self.console, self.keeps_artifacts)
        connection = dbt_runs.connection()
        self.built |= dates_in(connection, "raw", "run_dates") & finished_dates(connection)
        self.publish()

    @contextmanager
    def noted(self, present: list[date], removed: list[date]) -> Iterator[None]:
        """Notes what is about to change; forgets it again where dbt refused the input."""
        roots = [place.path for place in self.places.published()]
        before = {root: pending.read(root) for root in roots}
        for root in roots:
            pending.note(root, present, removed)
        try:
            yield
        except Problem as problem:
            if problem.exit_code == BAD_INPUT:
                for root in roots:
                    pending.save(root, before[root])
            raise

    def present(self, span: Span | None) -> list[date]:
        """The dates that have a folder, those of a span or all."""
        folders = raw_partitions(str(self.places.raw.path)) or []
        if problem := next((entry["problem"] for entry in folders if entry["problem"]), None):
            raise Problem(BAD_INPUT, f"{problem}. Nothing was changed.")
        dates: list[Any] = [entry["ingest_date"] for entry in folders if entry["ingest_date"]]
        return [day for day in dates if span is None or span[0] <= day <= span[1]]

    def check_folders(self) -> None:
        """Raises a Problem where a refresh would remove many dates, before anything is changed."""
        warehouse = self.places.warehouse
        if warehouse.path.exists() and not spark.is_chosen():
            with open_warehouse(warehouse.path, warehouse.name, read_only=True) as connection:
                self.refuse_to_remove_many(connection)

    def refuse_to_remove_many(self, connection: Connection) -> None:
        """Raises a Problem where more dates lost their folder than anybody takes away by hand."""
        known = finished_dates(connection) | begun_dates(connection)
        present = self.present(None)
        gone = sorted(known - set(present))
        is_many = len(gone) > min(MAX_GONE, MAX_GONE_SHARE * len(known))
        if gone and (is_many or not present) and not self.may_remove_many:
            raise Problem(
                BAD_INPUT,
                f"{len(gone)} of {len(known)} loaded dates have no folder in {self.places.raw.name}"
                f" any more, {gone[0]} to {gone[-1]}: is a disk not mounted? Nothing was removed;"
                " --remove-missing removes their rows and reports.",
            )

    def refresh(self) -> None:
        """Rebuilds stale dates, oldest first, until none is left."""
        if not self.built:
            dbt_runs.find_stale_dates(self.places.warehouse.name, self.console)
            self.publish()
        times: Counter[date] = Counter()
        while found := self.stale(connection := dbt_runs.connection()):
            self.refuse_to_remove_many(connection)
            stale = list(found)
            if times[stale[0]] > MAX_REFRESHES:
                raise Problem(FAILED, f"{stale[0]} is stale again: its files keep changing.")
            present = self.present(None)
            others = [day for day in present if day > stale[0] and day not in stale]
            batch = [day for day in stale if not others or day < others[0]]
            for day in batch:
                self.console.say(f"Stale: {day}, as {found[day]}")
            removed = [day for day in batch if day not in present]
            self.remember_alerts(batch)
            self.build_readable((batch[0], batch[-1]), removed)
            times.update(batch)

    def remember_alerts(self, stale: list[date]) -> None:
        """Keeps what alerts some stale dates had before this run: they are no news."""
        first_time = [day for day in stale if day not in self.built]
        self.before |= signs_before(self.places.reports.path, first_time)

    def stale(self, connection: Connection) -> dict[date, str]:
        """The stale dates but for those that can't be read."""
        found = stale_dates(connection)
        return {day: why for day, why in found.items() if str(day) not in self.summary.left_out}

    def publish(self) -> None:
        """Publishes what was built, and what an interrupted run left behind."""
        connection = dbt_runs.connection()
        try:
            self.publish_reports(connection)
            self.publish_parquet(connection)
        except (OSError, duckdb.Error) as error:
            raise not_published(error) from None
        self.summary.stale = stale_dates(connection)
        known = finished_dates(connection) | begun_dates(connection)
        self.summary.never_built = [str(day) for day in self.present(None) if day not in known]
        self.summary.first_built = str(min(known, default=""))

    def publish_reports(self, connection: Connection) -> None:
        """Brings the report folders up to date."""
        root, acknowledged = self.places.reports.path, self.places.known_alerts()

        def write(days: list[date]) -> None:
            written = publish_reports(connection, root, days, acknowledged)
            for done, (day, marts) in enumerate(written):
                self.console.progress("dates", done, len(days), f"reports of {day}")
                if day in self.built:
                    before = self.before.get(day, ())
                    self.summary.days[day] = day_summary(day, marts, before)
                else:
                    self.summary.published_late.append(str(day))

        def remove(days: list[date]) -> None:
            for day in days:
                withdraw(root, folder(day))
                self.summary.removed.append(str(day))

        self.settle(connection, root, self.built, write, remove)
        has_page = publish_overview(connection, root, acknowledged)
        self.summary.page = str(Path(self.places.reports.name) / NAME) if has_page else None

    def publish_parquet(self, connection: Connection) -> None:
        """Brings the Parquet copies up to date, where wanted; a date without any gets them."""
        if self.places.parquet:
            root = self.places.parquet.path
            missing = {day for day in finished_dates(connection) if not is_copied(root, day)}
            write = partial(write_copies, connection, root)
            days = {*self.built, *missing}
            self.settle(connection, root, days, write, partial(remove_copies, root))

    def publish_latest(self) -> None:
        """Lets `latest` of the Parquet copies lead to what the run made: once, at its end."""
        if self.places.parquet:
            try:
                write_latest(dbt_runs.connection(), self.places.parquet.path)
            except (OSError, duckdb.Error) as error:
                raise not_published(error) from None

    def settle(
        self, connection: Connection, root: Path, days: set[date], write: Work, remove: Work
    ) -> None:
        """Settles what is pending in a folder, and some dates more."""
        pending.note(root, days, [])
        finished, begun = finished_dates(connection), begun_dates(connection)
        pending.settle(root, finished, begun, write, remove)


def variables(span: Span | None, removed: list[date]) -> dict[str, Any]:
    """The variables of a dbt run for a span."""
    found: dict[str, Any] = {"removed_dates": [str(day) for day in removed]} if removed else {}
    if span and span[0] == span[1]:
        found["date"] = str(span[0])
    elif span:
        found |= {"start_date": str(span[0]), "end_date": str(span[1])}
    return found


def not_published(error: OSError | duckdb.Error) -> Problem:
    """A problem with publishing what is built."""
    problem = (
        cannot_write("what was built", error)
        if isinstance(error, OSError)
        else f"Cannot write what was built: {dbt_runs.plain(str(error))}."
    )
    later = "The warehouse is up to date, and the next run publishes what is missing."
    return Problem(FAILED, f"{problem} {later}")

#!/usr/bin/env python3
"""Measures the alerts on hours of real feeds, with faults put in by seed.

The series are no part of the project: CSV files of date, hour and a count in a folder of one's own.

    python benchmarks/real_series.py FOLDER             the figures of docs/alerts.md
    python benchmarks/real_series.py FOLDER --half 0    the first half, which was tuned on
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from alert_models import AlertModels, announced_dates
from alerts_backtest import Score
from histories import DAYS, FAULTS, FIRST_DAY, History, Kind, in_hand

from sluice.commands.holidays import known
from sluice.files.holidays import Place

# By file: the counts, whose holidays it keeps, and days on which lines truly lacked.
SERIES: dict[str, tuple[tuple[str, ...], Place, tuple[str, ...]]] = {
    "bikeshare": (
        ("count",),
        ("US", "DC"),
        # An ice storm, a blizzard, snow, two hurricanes and the hour that summer time skips
        (
            *("2011-01-18", "2011-01-26", "2011-01-27", "2011-02-22", "2011-08-27"),
            *("2011-08-28", "2012-03-11", "2012-10-29", "2012-10-30"),
        ),
    ),
    "retail": (
        ("lines",),
        ("GB", "ENG"),
        ("2011-12-09",),  # stops at midday
    ),
    "mentions": (
        ("count_a", "count_b"),
        ("US", ""),
        # Begins at 21:00; two hours that both companies lack; the end
        ("2015-02-26", "2015-03-11", "2015-04-22", "2015-04-23"),
    ),
}
# The shop's year ends: its owner lists this.
CLOSED = {
    "retail": {str(date(2010, 12, 23) + timedelta(days=number)) for number in range(12)},
}


def real_histories(folder: Path, seeds: Iterable[int], half: int | None) -> Iterator[History]:
    """Every series once for each seed, the faults by it; below 0 there are none."""
    for name, (columns, place, excused) in SERIES.items():
        for column in columns:
            counts = read(folder / f"{name}.csv", column)
            span = range(min(counts).year, max(counts).year + 1)
            announced = {row[0] for row in known(place, span)} | CLOSED.get(name, set())
            for number, seed in enumerate(seeds):
                yield history(f"{name}, {column}", number, counts, announced, excused, seed, half)


def read(path: Path, column: str) -> dict[date, np.ndarray]:
    """The counts of a file by day and hour."""
    counts: dict[date, np.ndarray] = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            counts.setdefault(day, np.zeros(24, int))[int(row["hour"])] = int(row[column])
    return counts


def history(
    label: str,
    number: int,
    counts: dict[date, np.ndarray],
    holidays: set[str],
    excused: Iterable[str],
    seed: int,
    half: int | None,
) -> History:
    """A series as a history: weekdays stay what they are, days without lines have no folder."""
    days = sorted(counts)
    if half is not None:
        days = days[len(days) // 2 :] if half else days[: len(days) // 2]
    start = days[0] - timedelta(days=days[0].weekday() - FIRST_DAY.weekday())
    usual = np.median([counts[day] for day in days], axis=0)
    filled = np.flatnonzero(usual)  # where something can be lost
    kind = Kind(
        label,
        float(np.median([counts[day].sum() for day in days])),
        closed=tuple(range(filled[0])),
        ends=int(filled[-1]) + 1,
        is_announced=True,
    )
    hours, special, is_excused = (
        np.zeros((DAYS, 24), int),
        np.zeros(DAYS, bool),
        np.zeros(DAYS, bool),
    )
    for day in days:
        place = (day - start).days
        if place < DAYS:
            hours[place] = counts[day]
            is_excused[place] = str(day) in excused
    for place in range(DAYS):
        special[place] = str(start + timedelta(days=place)) in holidays
    return in_hand(kind, number, hours, special > 0, is_excused > 0, seed)


def report(folder: Path, seeds: int, half: int | None, own: dict[str, object]) -> Iterator[str]:
    """What the alerts find in each series, as Markdown."""
    yield "| series | days | false alarms per 100 | errors | by | faults found on their first day |"
    yield "| --- | ---: | ---: | ---: | --- | --- |"
    first = 500 if half == 0 else 900
    calm = list(real_histories(folder, [-1], half))
    spoilt = list(real_histories(folder, range(first, first + seeds), half))
    for untouched in calm:
        label = untouched.kind.name
        wrong, score, errors = Counter(), Score(), Score()
        for fired in alarms([untouched], own):
            score.add(untouched, fired != "")
            errors.add(untouched, np.array(["!" in types for types in fired]))
            for types in fired[untouched.judged]:
                wrong.update(filter(None, types.split(",")))
        mine = [history for history in spoilt if history.kind.name == label]
        found = Score()
        for history, fired in zip(mine, alarms(mine, own), strict=True):
            found.add(history, fired != "")
        by = ", ".join(f"{name} {count}" for name, count in wrong.most_common())
        shares = ", ".join(
            f"{fault.label}: {found.found[index]} of {found.injected[index]}"
            for index, fault in enumerate(FAULTS)
            if found.injected[index]
        )
        rates = f"{score.rate:.2f} | {errors.rate:.2f}"
        yield f"| {label} | {score.normal_days} | {rates} | {by} | {shares} |"


def alarms(histories: Sequence[History], own: dict[str, object]) -> np.ndarray:
    """Which checks fire on each day of some histories of one series."""
    variables = own | {"announced_dates": announced_dates(histories)}
    with (
        tempfile.TemporaryDirectory() as work,
        AlertModels(Path(work), len(histories), variables) as models,
    ):
        return models.alerts(histories)


def main(argv: list[str] | None = None) -> int:
    """Runs the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    named = os.environ.get("SLUICE_REAL_SERIES")
    parser.add_argument("folder", type=Path, nargs="?" if named else None, default=named)
    parser.add_argument("--seeds", type=int, default=6, metavar="N", help="faults put in N times")
    parser.add_argument("--half", type=int, choices=(0, 1), help="of each series")
    parser.add_argument("--vars", type=json.loads, default={}, help="variables of dbt, as JSON")
    arguments = parser.parse_args(argv)
    options = (arguments.seeds, arguments.half, arguments.vars)
    print("\n".join(report(Path(arguments.folder), *options)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

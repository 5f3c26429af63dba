#!/usr/bin/env python3
"""Measures the alerts: what share of known faults they find, how soon, how often they are wrong.

Simulated histories of two years with injected faults go through the project's own alert models, as
dbt compiles them, and through three other methods.

    python benchmarks/alerts_backtest.py                 the figures of docs/alerts.md, some minutes
    python benchmarks/alerts_backtest.py --histories 5   a quick look
    python benchmarks/alerts_backtest.py --tuning        the histories the thresholds were tuned on
    python benchmarks/alerts_backtest.py --vars '{"volume_spread_factor": 4}'
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from alert_models import AlertModels, announced_dates
from alert_peers import PEERS, Alarms
from best_possible import best_shares
from histories import (
    DAYS,
    EVALUATION_SEED,
    FAULT_DAYS,
    FAULTS,
    KINDS,
    TUNING_SEED,
    History,
    simulate,
    tuned_on,
)

OURS = "Sluice"
METHODS = (OURS, *PEERS)
AT_ONCE = 5  # histories in the warehouse together
SMALL = 1_000  # rows a day: faults of smaller feeds are shown apart


@dataclass
class Score:
    """What a method did on the histories of one kind."""

    found: Counter[int] = field(default_factory=Counter)  # on the first day, by fault
    later: dict[int, list[int]] = field(default_factory=dict)  # days until found, by fault
    injected: Counter[int] = field(default_factory=Counter)
    best: dict[int, float] = field(default_factory=dict)  # the most that could be found, in percent
    false_alarms: int = 0
    normal_days: int = 0

    def add(self, history: History, alarms: Alarms) -> None:
        """Counts a history in."""
        for index in range(len(FAULTS)):
            for first in np.flatnonzero((history.fault == index) & (history.fault_day == 0)):
                found = np.flatnonzero(alarms[first : first + FAULT_DAYS])
                self.injected[index] += 1
                self.found[index] += bool(alarms[first])
                self.later.setdefault(index, []).extend(found[:1] + 1)
        normal = history.judged & (history.fault < 0)
        self.normal_days += int(normal.sum())
        self.false_alarms += int((alarms & normal).sum())

    @property
    def rate(self) -> float:
        """False alarms per 100 normal days."""
        return 100 * self.false_alarms / max(1, self.normal_days)

    def share(self, index: int) -> float:
        """Share of a fault found on its first day, in percent."""
        return 100 * self.found[index] / max(1, self.injected[index])


def together(scores: Sequence[Score]) -> Score:
    """Several kinds as one."""
    total = Score()
    for score in scores:
        total.found.update(score.found)
        total.injected.update(score.injected)
        total.false_alarms += score.false_alarms
        total.normal_days += score.normal_days
        for index, days in score.later.items():
            total.later.setdefault(index, []).extend(days)
    return total


Scores = dict[str, dict[str, Score]]  # by kind and method


def measure(
    kinds: Sequence[str], count: int, is_tuning: bool, variables: dict[str, object]
) -> tuple[Scores, dict[str, Counter[str]]]:
    """Runs every method over so many histories of each kind."""
    scores: Scores = {kind: {method: Score() for method in METHODS} for kind in kinds}
    wrong: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    whole: dict[str, list[History]] = {kind: [] for kind in kinds}
    for kind, histories, checks in alarms_of(kinds, count, is_tuning, variables):
        whole[kind] += histories
        for history, fired in zip(histories, checks, strict=True):
            scores[kind][OURS].add(history, fired != "")
            for types in fired[history.judged & (history.fault < 0)]:
                wrong[kind].update(filter(None, types.split(",")))
            for name, method in PEERS.items():
                scores[kind][name].add(history, method(history))
    for kind, all_of_it in whole.items():
        scores[kind][OURS].best = best_shares(all_of_it)
    return scores, wrong


def alarms_of(
    kinds: Sequence[str], count: int, is_tuning: bool, variables: dict[str, object]
) -> Iterator[tuple[str, list[History], np.ndarray]]:
    """The histories of each kind, some at a time, with the checks that fire on each day."""
    seed = TUNING_SEED if is_tuning else EVALUATION_SEED
    announced = [name for name in kinds if KINDS[name].is_announced]
    with tempfile.TemporaryDirectory() as work:
        for group in ([name for name in kinds if name not in announced], *([n] for n in announced)):
            batches = {
                name: [
                    simulate(tuned_on(KINDS[name]) if is_tuning else KINDS[name], number, seed)
                    for number in range(count)
                ]
                for name in group
            }
            dates = [date for name in group for date in announced_dates(batches[name])]
            own = variables | ({"announced_dates": dates} if dates else {})
            with AlertModels(Path(work), count, own) as models:
                for name, histories in batches.items():
                    for first in range(0, count, AT_ONCE):
                        part = histories[first : first + AT_ONCE]
                        yield name, part, models.alerts(part)


def report(scores: Scores, wrong: dict[str, Counter[str]], count: int) -> Iterator[str]:
    """The tables, as Markdown."""
    large = [kind for kind in scores if KINDS[kind].rows > SMALL]
    for title, kinds in (
        (f"Feeds above {SMALL:,} rows a day", large),
        ("The small feed, 50 rows a day", [kind for kind in scores if kind not in large]),
    ):
        if kinds:
            whole = {name: together([scores[kind][name] for kind in kinds]) for name in METHODS}
            yield from faults_table(title, whole)
    days = f"{count} histories of {DAYS} days each"
    yield f"\nFalse alarms per 100 normal days ({days})\n"
    yield "| kind | " + " | ".join(METHODS) + " | of Sluice's |"
    yield "| --- |" + " ---: |" * len(METHODS) + " --- |"
    for kind in scores:
        rates = " | ".join(f"{scores[kind][method].rate:.2f}" for method in METHODS)
        checks = ", ".join(f"{name} {n}" for name, n in wrong[kind].most_common())
        yield f"| {kind} | {rates} | {checks} |"
    yield "\nFound on the first day by Sluice, by kind, in percent, and the most that could be\n"
    yield "| fault | " + " | ".join(scores) + " |"
    yield "| --- |" + " ---: |" * len(scores)
    for index, fault in enumerate(FAULTS):
        shares = " | ".join(share_of_best(scores[kind][OURS], index) for kind in scores)
        yield f"| {fault.label} | {shares} |"


def share_of_best(score: Score, index: int) -> str:
    """Percent found, and where it is known what could be, of how many."""
    best = f" of {score.best[index]:.0f}" if index in score.best else ""
    return f"{score.share(index):.0f}{best}"


def faults_table(title: str, scores: dict[str, Score]) -> Iterator[str]:
    """Share of each fault found on its first day, and the mean day of those found at all."""
    yield f"\n{title}: % found on the first day (mean day found, of those found in {FAULT_DAYS})\n"
    yield "| fault | injected | " + " | ".join(METHODS) + " |"
    yield "| --- | ---: |" + " ---: |" * len(METHODS)
    for index, fault in enumerate(FAULTS):
        cells = []
        for score in scores.values():
            days = score.later.get(index) or []
            mean = f" ({np.mean(days):.1f})" if days else ""
            cells.append(f"{score.share(index):.1f}{mean}")
        yield f"| {fault.label} | {scores[OURS].injected[index]} | {' | '.join(cells)} |"


def main(argv: list[str] | None = None) -> int:
    """Runs the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--histories", type=int, default=100, metavar="N", help="of each kind")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--tuning", action="store_true", help="with the seed that was tuned on")
    parser.add_argument("--vars", type=json.loads, default={}, help="variables of dbt, as JSON")
    arguments = parser.parse_args(argv)
    found = measure(arguments.kinds, arguments.histories, arguments.tuning, arguments.vars)
    print("\n".join(report(*found, arguments.histories)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

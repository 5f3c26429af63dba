"""Runs the variants of a scenario in alternating rounds, and prints what came of them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.processes import Cost, Failed, measure

FIRST_DAY = date(2025, 12, 10)
MB, GB = 1e6, 2**30
HEADINGS = (
    f"{'':20} {'median':>8} {'min':>7} {'max':>7} {'CPU':>8}"
    f" {'memory':>9} {'written':>9} {'disk':>9}"
)

Variant = Callable[[], Cost]
Costs = dict[str, list[Cost]]


@dataclass
class Bench:
    """Where things are, and how much is asked for."""

    root: Path
    scratch: Path
    rounds: int
    events: int | None = None

    def claim(self) -> None:
        """Makes sure that no other benchmark uses the same scratch folder until this one ends."""
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.lock = (self.scratch / "lock").open("w")
        try:
            flock(self.lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise Failed(f"Another benchmark is using {self.scratch}.") from None

    def size(self, usual: int) -> int:
        """The events of a day: as the command line says, or as usual."""
        return self.events or usual

    def days(self, events: int, count: int = 1, kind: str = "ordinary", **more: int) -> Path:
        """Raw days, made unless they are there; returns their folder.

        In a process of its own: on Linux a process counts the peak memory of its parent as its own.
        """
        raw = self.scratch / "raw" / f"{kind}_{events}_x{count}"
        options = {"start": FIRST_DAY, "days": count, "events": events, "kind": kind} | more
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        raw.mkdir(parents=True, exist_ok=True)
        maker = self.root / "benchmarks" / "big_days.py"
        measure([sys.executable, maker, raw, *words], self.scratch_of("generator"))
        return raw

    def scratch_of(self, name: str, keep: bool = False) -> Path:
        """A folder for what a variant writes, empty unless it is to be kept."""
        folder = self.scratch / "work" / name
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def pipeline(
        self,
        raw: Path,
        first: date = FIRST_DAY,
        last: date | None = None,
        warehouse: Path | None = None,
        **environment: str,
    ) -> Cost:
        """Builds dates as a user would: into an empty warehouse, or into a copy of another one."""
        folder = self.scratch_of("pipeline")
        if warehouse:
            shutil.copyfile(warehouse, folder / warehouse.name)
            os.sync()  # a user's is on the disk before the run, which must not wait for it
        command = [
            *(sys.executable, self.root / "scripts" / "run_pipeline.py"),
            *("--start", first, "--end", last or first),
            *("--raw-dir", raw, "--warehouse", folder / "warehouse.duckdb"),
            *("--reports-dir", folder / "reports"),
        ]
        return measure([str(word) for word in command], folder, **environment)

    def warm_up(self) -> None:
        """Lets dbt read the project, which it keeps for later runs."""
        self.pipeline(self.days(100))

    def peer(self, name: str, raw: Path, *options: str) -> Cost:
        """Runs a peer, such as polars_events, on one day."""
        library = name.split("_")[0]
        if not find_spec(library):
            raise Failed(f"Needs {library}: {sys.executable} -m pip install {library}")
        script, folder = self.root / "benchmarks" / f"{name}.py", self.scratch_of("peer")
        partition = raw / f"ingest_date={FIRST_DAY}"
        return measure([sys.executable, script, partition, folder, *options], folder)

    def compare(self, variants: dict[str, Variant], ratios: dict[str, tuple[str, str]]) -> Costs:
        """Runs the variants in alternating order; prints their costs and ratios of their times."""
        costs: Costs = {name: [] for name in variants}
        for number in range(self.rounds):
            for name in sorted(variants, key=list(variants).index, reverse=number % 2 == 1):
                costs[name].append(variants[name]())
                took = f"{costs[name][-1].seconds:.2f} s, CPU {costs[name][-1].cpu_seconds:.2f} s"
                print(f"  round {number + 1}, {name}: {took}", flush=True)
        print_costs(costs)
        for text, (one, other) in ratios.items():
            print_ratio(text, costs[one], costs[other])
        return costs


def print_costs(costs: Costs) -> None:
    """One line per variant: medians of all that was measured."""
    print(HEADINGS)
    for name, found in costs.items():
        seconds = [cost.seconds for cost in found]
        print(
            f"{name:20} {median(seconds):6.2f} s {min(seconds):7.2f} {max(seconds):7.2f}"
            f" {median(cost.cpu_seconds for cost in found):6.2f} s"
            f" {max(cost.memory for cost in found) / GB:5.2f} GiB"
            f" {median(cost.written for cost in found) / MB:6.0f} MB"
            f" {max(cost.disk for cost in found) / MB:6.0f} MB"
        )


def print_ratio(text: str, costs: list[Cost], others: list[Cost]) -> None:
    """The median of the ratios that the rounds give, and their range."""
    pairs = list(zip(costs, others, strict=True))
    wall = [one.seconds / other.seconds for one, other in pairs]
    cpu = [one.cpu_seconds / other.cpu_seconds for one, other in pairs]
    print(
        f"{text}: {median(wall):.2f} x ({min(wall):.2f} to {max(wall):.2f}),"
        f" CPU {median(cpu):.2f} x",
        flush=True,
    )


def day_after(days: int) -> date:
    """The date that lies so many days after the first."""
    return FIRST_DAY + timedelta(days=days)

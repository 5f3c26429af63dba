"""Runs the pipeline and prints what each step of it cost, the dearest first.

Takes the arguments of scripts/run_pipeline.py. CPU seconds count all threads of the process, and
are what to compare on a machine that has other work; what lies between the steps is dbt itself.

    python benchmarks/steps.py --date 2025-12-10 --raw-dir RAW --warehouse FILE --reports-dir DIR
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from dbt.task.base import BaseRunner  # noqa: E402

from sluice.commands import run as run_pipeline  # noqa: E402

Step = tuple[str, float, float]


def cpu_seconds() -> float:
    """What this process has used so far."""
    usage = getrusage(RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def timed(run: Callable[..., object], steps: list[Step]) -> Callable[..., object]:
    """Wraps dbt's method that compiles and executes a node."""

    def wrapper(runner: BaseRunner, manifest: object) -> object:
        started, cpu = perf_counter(), cpu_seconds()
        try:
            return run(runner, manifest)
        finally:
            name = f"{runner.node.resource_type} {runner.node.name}"
            steps.append((name, perf_counter() - started, cpu_seconds() - cpu))

    return wrapper


def main() -> int:
    """Runs the pipeline and prints the table."""
    steps: list[Step] = []
    BaseRunner.safe_run = timed(BaseRunner.safe_run, steps)
    started, cpu = perf_counter(), cpu_seconds()
    exit_code = run_pipeline.main()
    seconds, cpu = perf_counter() - started, cpu_seconds() - cpu
    rest = ("all else", seconds - sum(s[1] for s in steps), cpu - sum(s[2] for s in steps))
    print("| step | s | CPU s |\n| --- | --- | --- |")
    for name, wall, used in sorted([*steps, rest, ("in all", seconds, cpu)], key=lambda s: -s[2]):
        print(f"| {name} | {wall:.2f} | {used:.2f} |")
    return exit_code


if __name__ == "__main__":
    sys.exit(main())

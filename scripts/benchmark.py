#!/usr/bin/env python3
"""Measures the pipeline as a whole process, and a peer beside it in the same rounds.

examples:
  python scripts/benchmark.py day                    10 million events, against Polars
  python scripts/benchmark.py small history range bad
  python scripts/benchmark.py day --events 100000 --rounds 1

Each round runs every variant of a scenario once, in turns from either end. A ratio is the median of
the rounds' own ratios. Raw days, warehouses and reports go to a scratch folder, which keeps the
days for the next time.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.processes import Failed  # noqa: E402
from benchmarks.rounds import Bench  # noqa: E402
from benchmarks.scenarios import SCENARIOS  # noqa: E402


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = found.add_argument
    listed = "; ".join(f"{name}: {scenario.__doc__}" for name, scenario in SCENARIOS.items())
    add("scenarios", nargs="*", metavar="SCENARIO", help=f"default: day. {listed}")
    add("--events", type=int, metavar="N", help="of a day, instead of the scenario's own size")
    add("--rounds", type=int, default=5, metavar="N", help="default: 5")
    add("--scratch", type=Path, default=ROOT / "data" / "bench", metavar="DIR")
    return found


def main(words: list[str] | None = None) -> int:
    """Runs the chosen scenarios, one after the other."""
    found = parser()
    chosen = found.parse_args(words)
    names = chosen.scenarios or ["day"]
    if unknown := [name for name in names if name not in SCENARIOS]:
        found.error(f"no scenario {unknown[0]}: choose from {', '.join(SCENARIOS)}")
    if chosen.rounds < 1 or (chosen.events or 1) < 1:
        found.error("--rounds and --events must be at least 1")
    bench = Bench(ROOT, chosen.scratch.resolve(), chosen.rounds, chosen.events)
    try:
        bench.claim()
        bench.warm_up()
        for name in names:
            print(f"\n## {name}: {SCENARIOS[name].__doc__}", flush=True)
            SCENARIOS[name](bench)
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

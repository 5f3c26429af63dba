"""What is measured: each scenario makes its days, runs its variants and prints their ratios."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

from benchmarks.big_days import KINDS
from benchmarks.processes import Cost, measure
from benchmarks.rounds import FIRST_DAY, Bench, Variant, day_after, print_ratio

HISTORY_DAYS = 365
RANGE_DAYS = 30
MORE_DATES = 10  # of the range that tells what a further date costs

EMPTY_PROJECT = {
    "dbt_project.yml": "name: empty\nprofile: empty\nflags: {send_anonymous_usage_stats: false}\n",
    "profiles.yml": "empty:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: DATABASE}\n",
    "models/one.sql": "select 1 as number\n",
}


def day(bench: Bench) -> None:
    """10 M events, 800 k orders and 400 k customers in one date, against Polars on the events."""
    raw = bench.days(bench.size(10_000_000))
    bench.compare(
        {
            "pipeline": lambda: bench.pipeline(raw),
            "Polars, events": lambda: bench.peer("polars_events", raw),
            "Polars, least": lambda: bench.peer("polars_events", raw, "--lean"),
        },
        {
            "pipeline / Polars (at most 1.0, or 1.5)": ("pipeline", "Polars, events"),
            "pipeline / Polars doing the least": ("pipeline", "Polars, least"),
        },
    )


def memory(bench: Bench) -> None:
    """The same day with DuckDB limited to 1 GB, against the default of 2 GB."""
    raw = bench.days(bench.size(10_000_000))
    bench.compare(
        {
            "2 GB": lambda: bench.pipeline(raw),
            "1 GB": lambda: bench.pipeline(raw, SLUICE_MEMORY_LIMIT="1GB"),
        },
        {"1 GB / 2 GB (at most 1.5)": ("1 GB", "2 GB")},
    )


def parquet(bench: Bench) -> None:
    """The same day with copies as Parquet, against without."""
    raw = bench.days(bench.size(10_000_000))
    copies = bench.scratch_of("pipeline", keep=True) / "parquet"  # counted as what a run leaves
    bench.compare(
        {
            "without": lambda: bench.pipeline(raw),
            "--parquet": lambda: bench.pipeline(raw, SLUICE_PARQUET_DIR=str(copies)),
        },
        {"--parquet / without": ("--parquet", "without")},
    )


def huge(bench: Bench) -> None:
    """100 M events in one date, against a day of a tenth."""
    events = bench.size(100_000_000)
    tenth, whole = bench.days(events // 10), bench.days(events)
    costs = bench.compare(
        {"a tenth": lambda: bench.pipeline(tenth), "whole": lambda: bench.pipeline(whole)},
        {"whole / a tenth (at most 12)": ("whole", "a tenth")},
    )
    raw_bytes = sum(path.stat().st_size for path in whole.rglob("*.csv"))
    disk = max(cost.disk for cost in costs["whole"])
    print(f"disk / raw files (at most 3): {disk / raw_bytes:.2f} x")


def history(bench: Bench) -> None:
    """One more day of 50 k events after 365 loaded days, against an empty warehouse."""
    raw = bench.days(bench.size(50_000), HISTORY_DAYS + 1)
    loaded = bench.scratch / f"loaded_{bench.size(50_000)}" / "warehouse.duckdb"
    load_history(bench, raw, loaded)
    last = day_after(HISTORY_DAYS)
    bench.compare(
        {
            "after 365 days": lambda: bench.pipeline(raw, last, warehouse=loaded),
            "empty warehouse": lambda: bench.pipeline(raw, last),
        },
        {"after 365 days / empty (at most 1.2)": ("after 365 days", "empty warehouse")},
    )


def load_history(bench: Bench, raw: Path, loaded: Path) -> None:
    """Loads the days before the last one, all at once."""
    cost = bench.pipeline(raw, FIRST_DAY, day_after(HISTORY_DAYS - 1))
    print(f"  {HISTORY_DAYS} days loaded in {cost.seconds:.0f} s")
    loaded.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(bench.scratch_of("pipeline", keep=True) / loaded.name, loaded)


def range_(bench: Bench) -> None:
    """30 days of 100 k events in one run, against the same number of events in one date."""
    events = bench.size(100_000)
    days, one = bench.days(events, RANGE_DAYS), bench.days(events * RANGE_DAYS)
    bench.compare(
        {
            "30 days": lambda: bench.pipeline(days, last=day_after(RANGE_DAYS - 1)),
            "one day": lambda: bench.pipeline(one),
        },
        {"30 days / one day (at most 2)": ("30 days", "one day")},
    )


def bad(bench: Bench) -> None:
    """Days that are hard in one way each, against an ordinary day of 1 M."""
    raw = {kind: bench.days(bench.size(1_000_000), kind=kind) for kind in KINDS}
    bench.compare(
        {kind: partial(bench.pipeline, raw[kind]) for kind in KINDS},
        {f"{kind} / ordinary (at most 2)": (kind, "ordinary") for kind in KINDS[1:]},
    )


def small(bench: Bench) -> None:
    """A day of 5 k events, ten more dates, a day of 1 M, against an empty dbt project's build."""
    empty_build(bench)  # lets dbt read it
    few = bench.size(5_000)
    days, big = bench.days(few, 1 + MORE_DATES), bench.days(few * 200)
    variants: dict[str, Variant] = {
        "empty dbt project": lambda: empty_build(bench),
        "5 k events": lambda: bench.pipeline(days),
        "11 dates of 5 k": lambda: bench.pipeline(days, last=day_after(MORE_DATES)),
        "1 M events": lambda: bench.pipeline(big),
    }
    costs = bench.compare(
        variants,
        {
            "5 k events / empty (at most 1.5)": ("5 k events", "empty dbt project"),
            "1 M events / empty (at most 3)": ("1 M events", "empty dbt project"),
        },
    )
    further = [
        one_further(many, one)
        for many, one in zip(costs["11 dates of 5 k"], costs["5 k events"], strict=True)
    ]
    print_ratio("a further date / empty (at most 0.2)", further, costs["empty dbt project"])


def one_further(many: Cost, one: Cost) -> Cost:
    """What each date after the first adds."""
    return Cost(
        (many.seconds - one.seconds) / MORE_DATES,
        (many.cpu_seconds - one.cpu_seconds) / MORE_DATES,
        many.memory,
        (many.written - one.written) // MORE_DATES,
        many.disk,
    )


def empty_build(bench: Bench) -> Cost:
    """Runs `dbt build` in a project of one model, parsed before as any project is."""
    folder = bench.scratch_of("empty_project", keep=True)
    for name, text in EMPTY_PROJECT.items():
        path = folder / name
        if not path.is_file():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("DATABASE", str(folder / "empty.duckdb")))
    (folder / "empty.duckdb").unlink(missing_ok=True)
    dbt = Path(sys.executable).with_name("dbt")
    paths = ("--project-dir", folder, "--profiles-dir", folder)
    return measure([dbt, "build", *paths], folder)


def pandas(bench: Bench) -> None:
    """100 k events, against row by row in pandas."""
    raw = bench.days(bench.size(100_000))
    bench.compare(
        {
            "pipeline": lambda: bench.pipeline(raw),
            "pandas, row by row": lambda: bench.peer("pandas_events", raw),
        },
        {"pipeline / pandas": ("pipeline", "pandas, row by row")},
    )


def spark(bench: Bench) -> None:
    """10 M events on Spark, evenly spread or not, against DuckDB."""
    raw = {kind: bench.days(bench.size(10_000_000), kind=kind) for kind in ("ordinary", "skewed")}
    bench.compare(
        {
            "DuckDB": lambda: bench.pipeline(raw["ordinary"]),
            "Spark": lambda: bench.pipeline(raw["ordinary"], SLUICE_TARGET="spark"),
            "Spark, skewed": lambda: bench.pipeline(raw["skewed"], SLUICE_TARGET="spark"),
        },
        {
            "Spark / DuckDB": ("Spark", "DuckDB"),
            "Spark, skewed / Spark": ("Spark, skewed", "Spark"),
        },
    )


SCENARIOS = {
    "day": day,
    "memory": memory,
    "parquet": parquet,
    "huge": huge,
    "history": history,
    "range": range_,
    "bad": bad,
    "small": small,
    "pandas": pandas,
    "spark": spark,
}

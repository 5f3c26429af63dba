"""Runs the project's own alert models, as dbt compiles them, over simulated histories."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType

import duckdb
import numpy as np
from histories import APART, DAYS, FIRST_DAY, History

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from sluice.books import feed_book  # noqa: E402
from sluice.settings import clear_environment, project_options  # noqa: E402

FEED = "events"
MODELS = (
    *("int_volume_levels", "int_baseline_days", "int_baselines", "int_hour_spreads"),
    *("int_usual_hours", "int_lowest_hours", "int_odd_hours", "int_odd_hour_ranges"),
    *("int_alert_subjects", "daily_alerts"),
)
INPUTS = """
create schema raw;
create schema marts;
create schema intermediate;
create schema clean;
create schema quarantine;
create schema vocabulary;
create table vocabulary.holidays (day date);
create table raw.run_dates (ingest_date date);
create table marts.daily_volume (
    ingest_date date, dataset varchar, total bigint, clean bigint, quarantine bigint,
    malformed_lines bigint
);
create table marts.hourly_volume (
    ingest_date date, dataset varchar, hour integer, received bigint
);
create table marts.feed_files (
    ingest_date date, dataset varchar, source_file varchar, has_header boolean, data_lines bigint,
    missing_columns varchar[], unexpected_columns varchar[], repeated_columns varchar[]
);
create table marts.daily_reject_reasons (
    ingest_date date, dataset varchar, rule_number integer, rule varchar, severity varchar,
    rows bigint
);
create table intermediate.int_repeated_feeds (
    ingest_date date, dataset varchar, previous_ingest_date date
);
-- Nobody corrects simulated lines or misnames files: these stay empty.
create table raw.run_files (
    ingest_date date, feed varchar, source_file varchar, bytes bigint, form varchar
);
create table intermediate.int_known_customers (ingest_date date, customer_id varchar);
create table raw.run_strays (ingest_date date, feed varchar, source_file varchar, bytes bigint);
create table intermediate.int_file_profiles (
    ingest_date date, dataset varchar, source_file varchar, lines_in_quotes bigint,
    undecoded_lines bigint
);
create table marts.daily_corrections (
    ingest_date date, dataset varchar, not_applied bigint, problems varchar
);
"""
# Where first lines of frequent reasons are looked for: these stay empty.
LINES = """
create table {table} (
    ingest_date date, source_file varchar, line_number bigint, reject_reason varchar[],
    warnings varchar[], customer_id_read varchar, {time} varchar, {time}_utc timestamp
);
"""
FILL = """
insert into marts.daily_volume
select date '{first}' + day, '{feed}', total, total - quarantine, quarantine, 0 from days
where is_there;
insert into marts.hourly_volume
select date '{first}' + cell // 24, '{feed}', cell % 24, received from hours
where is_there;
insert into marts.feed_files
select date '{first}' + day, '{feed}', 'events_raw.csv', true, total, [], [], []
from days where is_there and not is_missing;
insert into intermediate.int_repeated_feeds
select date '{first}' + day, '{feed}', date '{first}' + day - 1 from days where is_repeated;
"""
TABLES = (
    "marts.daily_volume",
    "marts.hourly_volume",
    "marts.feed_files",
    "intermediate.int_repeated_feeds",
)


class AlertModels:
    """The alert models over a scratch warehouse that holds simulated volumes."""

    def __init__(self, work: Path, histories: int, variables: dict[str, object]) -> None:
        """Compiles the models for so many histories, one after the other in the calendar."""
        self.warehouse = work / "backtest.duckdb"
        self.warehouse.unlink(missing_ok=True)
        self.days = (histories - 1) * APART + DAYS
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(INPUTS)
            book = feed_book()
            for feed in book:
                for schema in ("clean", "quarantine"):
                    names = {"table": f"{schema}.{schema}_{feed}", "time": book[feed]["time"]}
                    connection.execute(LINES.format(**names))
            connection.execute(
                "insert into raw.run_dates"
                f" select date '{FIRST_DAY}' + cast(unnest(range({self.days})) as integer)"
            )
        self.queries = compiled(work, self.warehouse, variables)
        self.connection = duckdb.connect(str(self.warehouse))
        self.connection.execute("set memory_limit = '2GB'")

    def __enter__(self) -> AlertModels:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def alerts(self, histories: Sequence[History]) -> np.ndarray:
        """Which checks fire, as names joined by commas, `!` after an error, by history and day."""
        for table in TABLES:
            self.connection.execute(f"truncate {table}")
        for history in histories:
            self.fill(history)
        for name, query in self.queries.items():
            kind = "view" if name == "int_volume_levels" else "table"
            schema = "marts" if name == "daily_alerts" else "intermediate"
            self.connection.execute(f"create or replace {kind} {schema}.{name} as {query}")
        fired = self.connection.execute(
            "select cast(ingest_date - $first as integer),"
            " string_agg(type || case severity when 'error' then '!' else '' end, ',')"
            " from marts.daily_alerts where status = 'firing' group by all",
            {"first": FIRST_DAY},
        ).fetchall()
        found = np.full(self.days + APART, "", dtype=object)
        for day, types in fired:
            found[day] = types
        return np.stack([found[h.number * APART : h.number * APART + DAYS] for h in histories])

    def fill(self, history: History) -> None:
        """Loads a history."""
        days = {
            "day": np.arange(DAYS, dtype=np.int32),
            "total": history.total,
            "quarantine": history.quarantine,
            "is_there": history.is_there,
            "is_missing": history.is_missing,
            "is_repeated": history.is_repeated,
        }
        hours = {
            "cell": np.arange(DAYS * 24, dtype=np.int32),
            "received": history.hours.ravel(),
            "is_there": np.repeat(history.is_there, 24),
        }
        self.connection.register("days", days)
        self.connection.register("hours", hours)
        self.connection.execute(FILL.format(first=history.first_day, feed=FEED))


def compiled(work: Path, warehouse: Path, variables: dict[str, object]) -> dict[str, str]:
    """The SQL of the alert models, by name, in the order to run them."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    before, folder = dict(os.environ), os.getcwd()
    os.environ.update(
        DBT_TARGET_PATH=str(work / "target"),
        DBT_LOG_PATH=str(work / "logs"),
        SLUICE_WAREHOUSE=str(warehouse),
    )
    clear_environment()
    os.chdir(ROOT)
    try:
        command = [
            "--quiet",
            "--no-print",
            "--log-level",
            "none",
            "compile",
            "--select",
            *MODELS,
            "--vars",
            json.dumps(variables),
            *project_options(),
        ]
        outcome = dbtRunner().invoke(command)
    finally:
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)
    if not outcome.success:
        raise RuntimeError(f"dbt could not compile the alert models: {outcome.exception}")
    queries = {result.node.name: result.node.compiled_code for result in outcome.result.results}
    return {name: queries[name] for name in MODELS}


def announced_dates(histories: Sequence[History]) -> list[str]:
    """The special days of kinds that announce theirs."""
    return [
        str(history.first_day + timedelta(days=int(day)))
        for history in histories
        if history.kind.is_announced
        for day in np.flatnonzero(history.special)
    ]

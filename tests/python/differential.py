"""Compares the warehouse that dbt builds with tests/reference, row by row.

    python tests/python/differential.py RAW [--vars JSON] [--keep FOLDER]

builds a raw folder both ways and prints what differs; exit code 1 when anything does.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sluice.build.dbt_runs import what_is_needed  # noqa: E402
from tests.reference import Result, Variables, build, current  # noqa: E402

FEEDS = ("customers", "events", "orders")
LINE = ("ingest_date", "source_file", "line_number")
TOLERANCE = 1e-9
QUIET = ["--quiet", "--no-write-json", "--log-level-file", "none"]
SHOWN = 12  # differences per table; the rest is counted

Rows = dict[tuple, dict[str, object]]  # by key


class BuildFailed(Exception):
    """dbt refused or broke; the message is dbt's."""


class Dbt:
    """dbt in this process, with a warehouse, target and log folder of its own in `work`."""

    def __init__(self, work: Path, manifest: Any = None) -> None:
        """Reads the project, where nobody has, and keeps a warehouse that holds just the seeds."""
        from dbt.cli.main import dbtRunner

        self.work = work
        self.warehouse = work / "warehouse.duckdb"
        self.raw = work / "raw"
        self.corrections = work / "corrections"
        self.environment = {
            "DBT_PROJECT_DIR": str(ROOT),
            "DBT_PROFILES_DIR": str(ROOT),
            "DBT_TARGET_PATH": str(work / "target"),
            "DBT_LOG_PATH": str(work / "logs"),
            "SLUICE_WAREHOUSE": str(self.warehouse),
        }
        self.runner = dbtRunner()
        self.runner = dbtRunner(manifest=manifest or self.invoke(["parse"]).result)
        gc.freeze()  # close() looks for garbage, which is not in what was read of the project
        self.invoke(["seed"])
        self.close()
        shutil.move(self.warehouse, work / "seeds.duckdb")

    def invoke(self, arguments: list[str]) -> Any:
        """Runs a dbt command in the project's folder; raises BuildFailed with its messages.

        An inline query that fails stays in what dbt read, where the next has the same name: each is
        read with a project of its own.
        """
        from dbt.cli.main import dbtRunner

        runner = dbtRunner() if "--inline" in arguments else self.runner
        before, folder = dict(os.environ), os.getcwd()
        os.environ.update(self.environment, SLUICE_RAW_DIR=str(self.raw))
        os.environ["SLUICE_CORRECTIONS_DIR"] = str(self.corrections)
        os.chdir(ROOT)
        try:
            with what_is_needed():
                result = runner.invoke([*QUIET, *arguments])
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(before)
        if not result.success:
            raise BuildFailed(messages_of(result))
        return result

    def close(self) -> None:
        """Frees the warehouse: dbt keeps it open."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()
        gc.collect()

    def tables(self) -> list[str]:
        """What is in the warehouse; nothing where there is none."""
        self.close()
        if not self.warehouse.exists():
            return []
        with duckdb.connect(str(self.warehouse), read_only=True) as warehouse:
            return [
                row[0]
                for row in warehouse.execute("select table_name from duckdb_tables()").fetchall()
            ]

    def compile(self, query: str) -> str:
        """Renders a query that calls the project's macros."""
        result = self.invoke(["compile", "--inline", query])
        self.close()
        self.warehouse.unlink(missing_ok=True)
        return result.result.results[0].node.compiled_code

    def build(
        self, raw: Path, variables: Mapping[str, object] | None = None, with_tests: bool = False
    ) -> Path:
        """Builds every partition under `raw` from scratch; returns the warehouse."""
        self.close()
        self.raw = raw
        self.warehouse.with_suffix(".duckdb.wal").unlink(missing_ok=True)
        shutil.copy(self.work / "seeds.duckdb", self.warehouse)
        types = ["seed", "unit_test"] if with_tests else ["seed", "unit_test", "test"]
        try:
            self.invoke(
                ["build", "--vars", json.dumps(variables or {})]
                + [word for kind in types for word in ("--exclude-resource-type", kind)]
            )
        finally:
            self.close()
        return self.warehouse


def messages_of(result: object) -> str:
    """Why a dbt command failed."""
    if result.exception is not None:  # type: ignore[attr-defined]
        return str(result.exception)  # type: ignore[attr-defined]
    found = getattr(result.result, "results", [])  # type: ignore[attr-defined]
    return "\n".join(
        f"{node.node.name}: {node.message}" for node in found if node.status in ("error", "fail")
    )


def compare(
    dbt: Dbt,
    raw: Path,
    variables: Mapping[str, object] | None = None,
    corrections: Path | None = None,
    with_tests: bool = False,
) -> list[str]:
    """Builds `raw` both ways; returns the differences as readable lines.

    What `variables` has under "words" is the feed book's: {word: {feed: value}}.
    """
    dbt.corrections = corrections or dbt.work / "none"
    given = dict(variables or {})
    words = given.pop("words", {})
    book = {"feeds": with_words(words)} if words else {}
    warehouse = from_warehouse(dbt.build(raw, given | book, with_tests))
    expected = from_reference(build(raw, None, for_reference(given | words), dbt.corrections))
    return [
        text
        for table in expected
        for text in table_differences(table, warehouse[table], expected[table])
    ]


def for_reference(variables: Mapping[str, object]) -> Variables:
    """Variables as the reference takes them: for feeds that are not named, what holds anyway."""
    known = {name: value for name, value in variables.items() if name not in NOT_OF_DATES}
    own = known.pop("severities", {})  # of feeds, by rule
    if own:
        rules = {
            f"{feed}.{rule}": side for feed, chosen in own.items() for rule, side in chosen.items()
        }
        known["rule_severities"] = rules | dict(known.get("rule_severities", {}))
    for name, standard in vars(Variables()).items():
        if name in known and isinstance(standard, dict) and FEEDS[0] in standard:
            known[name] = standard | known[name]  # type: ignore[operator]
    return Variables(**known)  # type: ignore[arg-type]


def with_words(words: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """The feed book with other values of some words."""
    book = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["feeds"]
    for word, values in words.items():
        for feed, value in values.items():
            book[feed][word] = value
    return book


def table_differences(table: str, found: Rows, expected: Rows) -> list[str]:
    """What differs in one table: rows on one side only, and columns of rows on both."""
    texts = [
        *(
            f"{table} {show(key)}: not expected: {found[key]}"
            for key in found
            if key not in expected
        ),
        *(f"{table} {show(key)}: lost: {expected[key]}" for key in expected if key not in found),
        *(
            f"{table} {show(key)} {column}: got {found[key].get(column)!r}, expected {value!r}"
            for key in expected
            if key in found
            for column, value in expected[key].items()
            if not is_same(found[key].get(column), value)
        ),
    ]
    left_out = [f"{table}: and {len(texts) - SHOWN} more"] if len(texts) > SHOWN else []
    return texts[:SHOWN] + left_out


def show(key: tuple) -> str:
    """A row's key for a person."""
    return " ".join(str(part) for part in key)


def is_same(found: object, expected: object) -> bool:
    """Equal; numbers with a fraction within a tolerance."""
    if isinstance(expected, float) and found is not None:
        return abs(float(found) - expected) <= TOLERANCE * max(1, abs(expected))  # type: ignore[arg-type]
    return found == expected


# What is compared: by table, which columns make a row's key. The others are compared by name.
METRIC_KEYS = {
    "daily_volume": ("ingest_date", "dataset"),
    "daily_breakdowns": ("ingest_date", "dataset", "dimension", "value"),
    "daily_quality": ("ingest_date", "dataset", "metric", "column_name"),
    "daily_distributions": ("ingest_date", "dataset", "column_name", "currency"),
    "daily_reject_reasons": ("ingest_date", "dataset", "rule"),
    "hourly_events": ("ingest_date", "hour"),
    "hourly_volume": ("ingest_date", "dataset", "hour"),
    "feed_files": ("ingest_date", "dataset", "source_file"),
    "daily_alerts": ("ingest_date", "type", "dataset"),
}
CURRENT = {
    "customers_current": ("customer_id",),
    "orders_current": ("order_id",),
    "superseded_rows": ("dataset", *LINE),
}
RENAMED = {"column": "column_name", "file": "source_file"}  # reference to warehouse
LEFT_OUT = {"fingerprint", "lines_fingerprint"}
NOT_OF_DATES = {"max_compared_values"}  # variables of suggestions, which the reference has none of


def from_warehouse(path: Path) -> dict[str, Rows]:
    """Reads every compared table."""
    with duckdb.connect(str(path), read_only=True) as warehouse:
        tables = {
            name: read_table(warehouse, name, keys)
            for schema in ("staging", "clean", "quarantine")
            for feed in FEEDS
            for name, keys in [(line_table(schema, feed), LINE)]
        }
        for name, keys in (METRIC_KEYS | CURRENT).items():
            tables[name] = read_table(warehouse, f"marts.{name}", keys)
    for row in tables["daily_alerts"].values():
        row["observed"], row["threshold"] = rounded(row["observed"]), rounded(row["threshold"])
    return tables


def line_table(schema: str, feed: str) -> str:
    """The full name of a table that has a row per line."""
    return f"{schema}.{'stg' if schema == 'staging' else schema}_{feed}"


def read_table(warehouse: duckdb.DuckDBPyConnection, name: str, keys: Iterable[str]) -> Rows:
    """A table as rows by key."""
    cursor = warehouse.execute(f"select * from {name}")
    columns = [column[0] for column in cursor.description]
    return keyed(name, keys, (dict(zip(columns, row, strict=True)) for row in cursor.fetchall()))


def keyed(name: str, keys: Iterable[str], rows: Iterable[dict[str, object]]) -> Rows:
    """Rows by key; a key that occurs twice becomes a key of its own, so that it shows."""
    found: Rows = {}
    for row in rows:
        key = tuple(row.pop(column) for column in keys)
        while key in found:
            key += ("again",)
        found[key] = row
    return found


def rounded(number: float | None) -> float | None:
    """A number as alerts.json has it."""
    return None if number is None else round(float(number), 6)


def from_reference(result: Result) -> dict[str, Rows]:
    """The same tables as the reference gives them."""
    tables = {
        line_table(schema, feed): keyed(schema, LINE, rows_of(getattr(result, schema), feed))
        for schema in ("staging", "clean", "quarantine")
        for feed in FEEDS
    }
    for name in METRIC_KEYS:
        rows = alerts_of(result) if name == "daily_alerts" else result.metrics[name]
        renamed = (
            {RENAMED.get(column, column): row[column] for column in row if column not in LEFT_OUT}
            for row in rows
        )
        tables[name] = keyed(name, METRIC_KEYS[name], renamed)
    for name, keys in CURRENT.items():
        tables[name] = keyed(name, keys, getattr(current, name)(result))
    return tables


def rows_of(days: Mapping[date, Mapping[str, list[dict]]], feed: str) -> list[dict]:
    """Every day's rows of a feed."""
    return [dict(row) for day in days.values() for row in day[feed]]


def alerts_of(result: Result) -> list[dict[str, object]]:
    """What was evaluated on every day, with the severity of what fired."""
    rows = []
    for day in result.days:
        report = result.alerts(day)
        severity = {
            (alert["type"], alert["dataset"]): alert["severity"] for alert in report["alerts"]
        }
        for check in report["evaluated"]:
            row = {name: value for name, value in check.items() if name != "reason"}
            row["observed"], row["threshold"] = rounded(row["observed"]), rounded(row["threshold"])
            fired = severity.get((check["type"], check["dataset"]))
            rows.append({"ingest_date": day, **row, "severity": fired})
    return rows


class ValueReader:
    """The project's macros for values, rendered once and run in a plain DuckDB."""

    def __init__(self, dbt: Dbt) -> None:
        """Renders VALUE_QUERY and loads the one vocabulary it needs."""
        self.query = dbt.compile(VALUE_QUERY)
        self.engine = duckdb.connect()
        self.engine.execute("set TimeZone = 'UTC'")
        with (ROOT / "seeds" / "currency_names.csv").open(encoding="utf-8", newline="") as stream:
            names = [[value or None for value in row.values()] for row in csv.DictReader(stream)]
        self.engine.execute(f"create table currency_names ({CURRENCY_COLUMNS})")
        self.engine.executemany("insert into currency_names values (?, ?, ?, ?)", names)

    def read(self, texts: list[str]) -> list[dict[str, object]]:
        """What the macros make of each text."""
        self.engine.execute("create or replace table texts (n bigint, text varchar)")
        self.engine.execute(
            "insert into texts select unnest(?::bigint[]), unnest(?::varchar[])",
            [list(range(len(texts))), texts],
        )
        cursor = self.engine.execute(self.query)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


CURRENCY_COLUMNS = "name varchar, code varchar, shared_by varchar, legal_until date"
OWN_TIMES = [  # strptime patterns of a feed
    "%y%m%d %Hh%M",
    "%A %d %b, %Y at %I:%M %p",
    "%Y.%m.%d-%H.%M.%S,%f%z",
    "%Y-%d-%m %H o'clock %Z",
]

VALUE_QUERY = """
with received as (
    select
        n,
        text,
        text as value_raw,
        date '2025-12-10' as ingest_date,
        true as has_odd_blanks,
        {{ header_delimiter('text') }} as delimiter,
    from texts
),

present as (
    select
        *,
        {{ present(trimmed('value_raw', 'has_odd_blanks')) }} as value,
        {{ present(trimmed('value_raw', 'has_odd_blanks'), more=['Gone', '(unbekannt)']) }} as own_value,
        {{ present(trimmed('value_raw', 'has_odd_blanks'), is_country=true) }} as country_value,
    from received
),

matched as (
    select
        *,
        {{ timestamp_form('value', 'mdy') }} as mdy_form,
        {{ timestamp_form('value', 'dmy') }} as dmy_form,
        {{ timestamp_form('value', 'dmy', two_digit_years=true, formats=OWN_TIMES) }} as own_form,
        {{ number_text('value') }} as number_text,
        {{ number_text(amount_digits('value', number_text('value'))) }} as amount_text,
        {{ is_ambiguous_number(amount_digits('value', number_text('value'))) }} as is_ambiguous,
        {{ number_text('value', ',') }} as comma_text,
        {{ number_text('value', '.') }} as dot_text,
        {{ currency_name(amount_mark('value', 'before', number_text('value')), 'has_odd_blanks') }} as mark,
        {{ currency_name(amount_mark('value', 'behind', number_text('value')), 'has_odd_blanks') }} as mark_behind,
        {{ currency_name('value', 'has_odd_blanks') }} as currency_name,
        {{ category_name('value', 'has_odd_blanks') }} as name,
    from present
),

cut as (
    select
        *,
        {%- for name in ['mdy', 'dmy', 'own'] %}
        {{ timestamp_parts(name ~ '_form') }} as {{ name }}_parts,
        {%- endfor %}
    from matched
),

spelled as (
    select
        *,
        {%- for name in ['mdy', 'dmy', 'own'] %}
        {{ timestamp_text(name ~ '_form', name ~ '_parts') }} as {{ name }}_text,
        {%- endfor %}
    from cut
),

timed as (
    select
        *,
        {{ instant('mdy_text', 'UTC') }} as mdy_instant,
        {{ instant('dmy_text', 'Europe/Berlin') }} as dmy_instant,
        {{ instant('own_text', 'UTC') }} as own_instant,
    from spelled
)

select
    value,
    country_value,
    own_value,
    timed.name,
    {{ currency_of_a_name('orders', 'timed.currency_name', 'named') }} as currency,
    {{ utc_timestamp('mdy_instant') }} as mdy_utc,
    {{ utc_timestamp('dmy_instant') }} as dmy_berlin,
    {{ utc_timestamp('own_instant') }} as own_utc,
    {{ finite_double('number_text') }} as number,
    {{ whole_number(plain_number('number_text')) }} as whole,
    {{ outward_number(plain_number('number_text')) }} as outward,
    case when {{ marks_agree('timed.mark', 'marks', 'timed.mark_behind', 'marks_behind') }} then {{ amount('amount_text') }} end as amount,
    timed.is_ambiguous and {{ amount('amount_text') }} is not null
    and {{ marks_agree('timed.mark', 'marks', 'timed.mark_behind', 'marks_behind') }} as is_ambiguous,
    {{ finite_double('comma_text') }} as comma_number,
    {{ finite_double('dot_text') }} as dot_number,
    {{ currency_of_marks("'CAD'", 'timed.mark', 'marks', 'timed.mark_behind', 'marks_behind') }} as amount_currency,
    case when {{ is_email('value') }} then {{ lower_case('value') }} end as email,
    {%- for name, delimiter in {'comma': "','", 'semicolon': "';'", 'tab': 'chr(9)', 'bar': "'|'"}.items() %}
    {{ split_fields('text', delimiter) }} as {{ name }}_fields,
    {{ split_fields('text', delimiter, {'is_escaped': true}) }} as {{ name }}_escaped,
    {{ split_fields('text', delimiter, {'is_literal': true}) }} as {{ name }}_literal,
    {{ split_fields('text', delimiter, {'is_escaped': true, 'is_literal': true}) }} as {{ name }}_loose,
    {{ has_odd_blanks('text', delimiter) }} or contains(text, chr(10)) as {{ name }}_has_odd_blanks,  -- see where_untrimmed()
    {%- endfor %}
    delimiter,
    {{ header_names('text', 'delimiter') }} as header_names,
from timed
left join currency_names as marks on timed.mark = marks.name
left join currency_names as marks_behind on timed.mark_behind = marks_behind.name
left join currency_names as named on timed.currency_name = named.name
order by n
""".replace("OWN_TIMES", repr(OWN_TIMES))


def main() -> int:
    """Compares one folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raw", type=Path, metavar="RAW")
    parser.add_argument("--vars", type=json.loads, default={}, metavar="JSON")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the warehouse stays")
    arguments = parser.parse_args()
    work = arguments.keep or Path(tempfile.mkdtemp(prefix="differential-"))
    work.mkdir(parents=True, exist_ok=True)
    texts = compare(Dbt(work), arguments.raw.resolve(), arguments.vars)
    print("\n".join(texts) or "no difference")
    if not arguments.keep:
        shutil.rmtree(work)
    return 1 if texts else 0


if __name__ == "__main__":
    sys.exit(main())

"""What is published of a warehouse on Spark.

Reports and pages are made from DuckDB. On Spark they are made from a DuckDB in memory with the same
tables: the marts, which are small, and of quarantine the lines that a page may show, with the
headers of their files.
"""

from __future__ import annotations

import duckdb

from sluice.books import feeds
from sluice.report.pages.examples import CANDIDATES
from sluice.report.reports import DETAILS, METRICS

TABLES = {
    "raw": ["warehouse_version", "run_dates", "begun_dates", "stale_dates"],
    "intermediate": ["int_usual_hours"],
    "marts": [*METRICS, *DETAILS, "built_dates", "daily_usual", "hourly_volume", "rules"],
}
QUARANTINED = """
    with reasons as (
        select ingest_date, source_file, line_number, raw_line, reject_reason,
            explode(reject_reason) as reason
        from quarantine.quarantine_{feed}
    )

    select distinct ingest_date, source_file, line_number, raw_line, reject_reason
    from (
        select *
        from reasons
        qualify row_number() over (
            partition by ingest_date, reason
            order by size(reject_reason), source_file, line_number
        ) <= {limit}
    )
"""

HEADERS = "select ingest_date, source_file, header, delimiter from staging.stg_files"


def published_tables() -> duckdb.DuckDBPyConnection:
    """Copies what is published from the session that dbt left open."""
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    queries = {
        f"{schema}.{table}": f"select * from {schema}.{table}"
        for schema, tables in TABLES.items()
        for table in tables
        if spark.catalog.tableExists(f"{schema}.{table}")
    }
    for feed in feeds():
        if spark.catalog.tableExists(f"quarantine.quarantine_{feed}"):
            query = QUARANTINED.format(feed=feed, limit=CANDIDATES)
            queries[f"quarantine.quarantine_{feed}"] = query
    if spark.catalog.tableExists("staging.stg_files"):
        queries["staging.stg_files"] = HEADERS
    connection = duckdb.connect()
    for schema in (*TABLES, "quarantine", "staging"):
        connection.execute(f"create schema {schema}")
    for table, query in queries.items():
        rows = spark.sql(query).toArrow()
        connection.register("copied_rows", rows)
        connection.execute(f"create table {table} as from copied_rows")
        connection.unregister("copied_rows")
    return connection

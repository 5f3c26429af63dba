"""The pipeline on both engines, over the same raw files, and what differs between what they made.

DuckDB's runs are processes of their own. Spark's are made in this process, which keeps one session
for all modules: Java and its executors take longer to start than a small day to build.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

from conftest import (  # noqa: E402
    CORRECTIONS,
    IS_LONG,
    SLUICE_VARIABLES,
    Finished,
    Workspace,
    differing,
    files_in,
)

from sluice.warehouse.spark import SMALL_JAVA  # noqa: E402

SCHEMAS = ("raw", "vocabulary", "staging", "intermediate", "clean", "quarantine", "marts")
COMPARED = ("clean", "quarantine", "marts")
# Fingerprints are hashes of the engine's own, and the ledger has a clock: neither is in a report.
LEFT_OUT = {
    "marts.built_dates": {"fingerprint"},
    "marts.feed_files": {"lines_fingerprint"},
    "marts.quarantine_ledger": {"first_seen", "status_since"},
}
SHOWN = 5  # rows of a table that differ
in_long_form = pytest.mark.skipif(
    not IS_LONG,
    reason="many runs on Spark, half an hour of them: SLUICE_LONG=1 make test-spark",
)
# Executors are processes of their own, with another time zone and Python path.
DEFAULTS = """
spark.master local-cluster[2,1,800]
spark.executor.memory 800m
spark.executorEnv.TZ Asia/Kolkata
spark.executorEnv.PYTHONPATH /nowhere
"""
# Short-lived: nothing waits for the disk after each change of the catalog, and no class is
# verified, which is a quarter of what it takes to load them.
SHORT_LIVED = (
    "-Dderby.system.durability=test -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)


class Engines:
    """A raw folder, and a warehouse and reports on either engine."""

    def __init__(self, folder: Path, raw_name: str = "raw") -> None:
        self.folder = folder
        self.duckdb = Workspace(folder / "duckdb")
        self.duckdb.folder.mkdir(parents=True)
        self.raw = folder / raw_name
        self.raw.mkdir()
        self.corrections = folder / "corrections"
        self.spark_reports = folder / "spark" / "reports"

    def both(self, *arguments: object) -> Finished:
        """Runs run_pipeline.py on both engines; they end alike. What Spark's run printed."""
        places = ("--raw-dir", str(self.raw))
        environment = {CORRECTIONS: str(self.corrections)}
        process = self.duckdb.start(
            *places,
            *("--warehouse", "warehouse.duckdb", "--reports-dir", "reports"),
            *arguments,
            **environment,
        )
        found = self.spark(*places, *arguments, **environment)  # meanwhile
        out, err = process.communicate()
        expected = Finished(process.returncode, out, err)
        assert found.code == expected.code, f"{found.err}\n{found.out}\nDuckDB: {expected.err}"
        return found

    def both_parts(self, *selection: str) -> None:
        """Builds some models of all dates on both engines, and no tests: some ask others too."""
        from sluice.build import dbt_runs

        words = ["build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"]
        words += ["--select", *selection]
        environment = {"SLUICE_RAW_DIR": str(self.raw), CORRECTIONS: str(self.corrections)}
        command = [Path(sys.executable).with_name("dbt"), "--quiet", *words]
        places = environment | {"SLUICE_WAREHOUSE": str(self.duckdb.warehouse)}
        process = subprocess.Popen(command, cwd=ROOT, env=self.duckdb.environment(**places))
        with process, pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            dbt_runs.invoke(words, str(self.warehouse), dbt_runs.Watcher())
        assert process.returncode == 0

    def begun(self) -> tuple[list[tuple], list[tuple]]:
        """The dates that are not whole, and whether they are a part, on DuckDB and on Spark."""
        query = "select cast(ingest_date as varchar(10)), is_part from raw.begun_dates order by 1"
        with duckdb.connect(str(self.duckdb.warehouse), read_only=True) as connection:
            of_duckdb = connection.execute(query).fetchall()
        return of_duckdb, [tuple(row) for row in session().sql(query).collect()]

    def spark(self, *arguments: object, **environment: str) -> Finished:
        """Runs run_pipeline.py on Spark, in this process."""
        from sluice.commands import run as run_pipeline

        places = ("--warehouse", self.warehouse, "--reports-dir", self.spark_reports)
        words = ["--target", "spark", *map(str, (*places, *arguments))]
        return in_this_process(run_pipeline.main, words, **environment)

    @property
    def warehouse(self) -> Path:
        """Spark's warehouse, the same for every test of this process, as its session is."""
        return Path(os.environ["SLUICE_TEST_WAREHOUSE"])

    def differences(self) -> list[str]:
        """What differs between the tables and between the reports."""
        return [*self.table_differences(), *self.report_differences()]

    def table_differences(self) -> list[str]:
        """Rows that only one engine has."""
        found = []
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.duckdb.warehouse}' as expected (read_only)")
            for table, columns in compared_tables(connection).items():
                rows = session().table(table).select(*columns).toArrow()
                connection.register("rows", rows)
                casts = ", ".join(
                    f"cast({name} as {kind}) as {name}" for name, kind in columns.items()
                )
                sides = {
                    "DuckDB": f"select {casts} from expected.{table}",
                    "Spark": f"select {casts} from rows",
                }
                for one, other in (("DuckDB", "Spark"), ("Spark", "DuckDB")):
                    query = f"{sides[one]} except all {sides[other]} order by all limit {SHOWN}"
                    alone = connection.execute(query).fetchall()
                    found += [f"{table}, only {one}: {row}" for row in alone]
                connection.unregister("rows")
        return found

    def report_differences(self) -> list[str]:
        """Files that differ, or that only one engine wrote."""
        return differing(self.duckdb.published(), files_in(self.spark_reports))


def compared_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The columns that must be equal of every table that must, with their types."""
    query = """
        select table_schema || '.' || table_name, column_name, replace(data_type, 'JSON', 'VARCHAR')
        from information_schema.columns
        where table_catalog = 'expected' and table_schema in ?
        order by table_schema, table_name, ordinal_position
    """
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(query, [COMPARED]).fetchall():
        if column not in LEFT_OUT.get(table, ()):
            found.setdefault(table, {})[column] = kind
    return found


def in_this_process(main: Any, words: list[str], **environment: str) -> Finished:
    """Calls a script's main(), with what it prints kept and the environment put back afterwards."""
    before = dict(os.environ)
    out, err = io.StringIO(), io.StringIO()
    try:
        for name in SLUICE_VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(environment)
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(words)
            except SystemExit as end:
                code = int(end.code or 0)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return Finished(code, out.getvalue(), err.getvalue())


def session() -> Any:
    """The session that dbt left open."""
    from pyspark.sql import SparkSession

    return SparkSession.builder.getOrCreate()


def forget_everything() -> None:
    """Empties Spark's warehouse."""
    for schema in SCHEMAS:
        session().sql(f"drop schema if exists {schema} cascade")


def leave_as_killed(table: str) -> None:
    """Leaves a table as a driver does that is killed while it creates it: no partition is known."""
    spark = session()
    spark.sql(f"alter table {table} rename to {table}_whole")
    spark.conf.set("spark.sql.hive.manageFilesourcePartitions", "false")
    query = f"select * from {table}_whole"
    spark.sql(f"create table {table} using parquet partitioned by (ingest_date) as {query}")
    spark.conf.unset("spark.sql.hive.manageFilesourcePartitions")
    spark.sql(f"drop table {table}_whole")


@contextmanager
def small_splits(size: str) -> Iterator[None]:
    """Cuts the files that Spark reads into splits of so many bytes."""
    names = ("spark.sql.files.maxPartitionBytes", "spark.sql.files.openCostInBytes")
    for name in names:
        session().conf.set(name, size)
    try:
        yield
    finally:
        for name in names:
            session().conf.unset(name)


def share_session(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Sets the environment of the one session of this process, and opens it for who is first.

    Java keeps the environment that it started with, and its executors, as long as this process.
    """
    for name in ("PYTHONPATH", "PYSPARK_PYTHON", "SLUICE_TARGET", "SLUICE_SPARK_WAREHOUSE"):
        patch.setenv(name, "")  # so that it is put back
    patch.setenv("SLUICE_TEST_WAREHOUSE", str(folder / "warehouse"))
    patch.setenv("DBT_TARGET_PATH", str(folder / "target"))
    patch.setenv("DBT_LOG_PATH", str(folder / "logs"))
    patch.setenv("SPARK_CONF_DIR", str(folder))
    patch.setenv("JAVA_TOOL_OPTIONS", f"{SMALL_JAVA} {SHORT_LIVED}")
    patch.chdir(ROOT)
    if not folder.exists():
        folder.mkdir()
        (folder / "spark-defaults.conf").write_text(DEFAULTS, encoding="utf-8")
    open_session(folder / "warehouse")


def open_session(warehouse: Path) -> None:
    """Opens the session that all runs share, as profiles.yml has it, or finds it open."""
    from sluice.build import dbt_runs
    from sluice.warehouse import spark

    os.environ |= {"SLUICE_TARGET": "spark", "SLUICE_SPARK_WAREHOUSE": str(warehouse)}
    spark.prepare()
    dbt_runs.open_session(str(warehouse))


def copy_days(source: Path, target: Path, *days: str) -> None:
    """Copies partitions of a raw folder."""
    for day in days:
        shutil.copytree(source / f"ingest_date={day}", target / f"ingest_date={day}")

"""Gives DuckDB the functions of raw_files.py, staleness.py, corrections.py: a dbt-duckdb plugin."""

from __future__ import annotations

from dataclasses import fields

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from sluice.files import corrections, raw_files, staleness
from sluice.files.correction_rows import Correction, CorrectionFile
from sluice.files.staleness import Change
from sluice.warehouse import layout, scratch

SQL_TYPES = {"date": "DATE", "bool": "BOOLEAN", "int": "BIGINT", "int | None": "BIGINT"}


def list_of(record: type, **special: str) -> str:
    """The SQL type of a list of such records."""
    columns = ", ".join(
        f"{f.name} {special.get(f.name) or SQL_TYPES.get(str(f.type), 'VARCHAR')}"
        for f in fields(record)
    )
    return f"STRUCT({columns})[]"


LOADED = (
    "STRUCT(ingest_date DATE, source_file VARCHAR, bytes BIGINT, modified_ns BIGINT,"
    " changed_ns BIGINT, inode BIGINT, checksum BIGINT)[]"
)
STATES = LOADED.replace("ingest_date DATE, ", "")
FOLDERS = "STRUCT(name VARCHAR, ingest_date DATE, problem VARCHAR)[]"
CHANGES = list_of(Change)
FILES = list_of(raw_files.RawFile)
CORRECTION_FILES = list_of(CorrectionFile)
CORRECTIONS = list_of(Correction, texts="VARCHAR[]")
FUNCTIONS = (  # function, types of its arguments, type of what it returns
    (raw_files.raw_partitions, ["VARCHAR"], FOLDERS),
    (raw_files.raw_files, ["VARCHAR", "DATE[]", "VARCHAR"], FILES),
    (raw_files.stray_files, ["VARCHAR", "DATE[]"], "VARCHAR[]"),
    (raw_files.changed_files, ["VARCHAR", STATES], "VARCHAR[]"),
    (staleness.raw_changes, ["VARCHAR", LOADED], CHANGES),
    (raw_files.remove_scratch, ["VARCHAR"], "BOOLEAN"),
    (scratch.own_scratch, ["VARCHAR"], "VARCHAR"),
    (layout.this_layout, [], "STRUCT(layout BIGINT, built_by VARCHAR)"),
    (layout.layout_problem, ["VARCHAR", "BIGINT", "VARCHAR"], "VARCHAR"),
    (corrections.correction_folders, ["VARCHAR"], "VARCHAR[]"),
    (corrections.correction_files, ["VARCHAR", "DATE[]", "VARCHAR"], CORRECTION_FILES),
    (corrections.stray_corrections, ["VARCHAR", "DATE[]"], "VARCHAR[]"),
    (corrections.correction_rows, ["VARCHAR", "DATE[]", "VARCHAR"], CORRECTIONS),
    (corrections.correction_changes, ["VARCHAR", LOADED], CHANGES),
)


class Plugin(BasePlugin):
    """Registers the functions with DuckDB."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Called by dbt-duckdb once per database connection."""
        for work, arguments, returned in FUNCTIONS:
            conn.create_function(
                work.__name__,
                work,
                arguments,
                returned,
                side_effects=True,
                null_handling="special",
            )

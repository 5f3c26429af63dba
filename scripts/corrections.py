"""Gives SQL the corrections that people made: a dbt-duckdb plugin.

Four functions, used by macros/engine/find_corrections.sql, read_corrections.sql and
find_stale_dates.sql:

- correction_folders(root): the names of the folders under `root`, NULL where there is no root.
- correction_files(root, dates, columns): one row per file of those dates, with a checksum.
- correction_rows(root, dates, columns): one row per correction in them.
- changed_corrections(root, loaded): the dates whose files are no longer what was loaded.

`columns` has each feed's columns as JSON. A file that can't be read, or has columns nobody knows,
stops the run before it changes anything. A row that can't be used has a `problem`, which becomes an
alert.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from mending.corrections import (
    NAME,
    Correction,
    CorrectionFile,
    found_files,
    inspect,
    read_rows,
)

SQL_TYPES = {"date": "DATE", "bool": "BOOLEAN", "int": "BIGINT", "int | None": "BIGINT"}


def struct(of: type, **special: str) -> str:
    """The SQL type of a list of such records."""
    types = ", ".join(
        f"{f.name} {special.get(f.name) or SQL_TYPES.get(str(f.type), 'VARCHAR')}"
        for f in fields(of)
    )
    return f"STRUCT({types})[]"


def correction_folders(root: str) -> list[str] | None:
    """Lists the folders under `root`; None where `root` is no folder."""
    if not Path(root).is_dir():
        return None
    return sorted(entry.name for entry in Path(root).iterdir() if entry.is_dir())


def correction_files(root: str, dates: list[date], columns: str) -> list[dict[str, object]]:
    """Finds the files of some dates and whether each can be read."""
    return [
        asdict(inspect(path, day, feed, json.loads(columns)[feed]))
        for day, feed, path in found_files(Path(root), dates)
    ]


def correction_rows(root: str, dates: list[date], columns: str) -> list[dict[str, object]]:
    """Reads the corrections of some dates, from files that can be read."""
    return [
        asdict(row)
        for day, feed, path in found_files(Path(root), dates)
        for row in read_rows(path.read_bytes(), day, feed, json.loads(columns)[feed])
    ]


def changed_corrections(root: str, loaded: list[dict[str, object]]) -> list[date]:
    """Returns the loaded dates whose files are not those in `loaded`.

    `loaded` has (ingest_date, source_file, bytes, modified_ns, checksum) of every loaded file, and
    an entry without a source_file for each loaded date.
    """
    known: dict[date, dict[str, dict[str, object]]] = {}
    for entry in loaded:
        files = known.setdefault(entry["ingest_date"], {})  # type: ignore[arg-type]
        if entry["source_file"] is not None:
            files[str(entry["source_file"])] = entry
    return [day for day, files in sorted(known.items()) if has_changed(Path(root), day, files)]


def has_changed(root: Path, day: date, files: dict[str, dict[str, object]]) -> bool:
    """Tells whether a date's files differ from what was loaded."""
    present = {NAME.format(day=day, feed=feed): path for _, feed, path in found_files(root, [day])}
    return present.keys() != files.keys() or any(
        is_other(path, files[name]) for name, path in present.items()
    )


def is_other(path: Path, loaded: dict[str, object]) -> bool:
    """Tells whether a file's content is another than what was loaded."""
    stat = path.stat()
    if (stat.st_size, stat.st_mtime_ns) == (loaded["bytes"], loaded["modified_ns"]):
        return False
    try:
        return zlib.crc32(path.read_bytes()) != loaded["checksum"]
    except OSError:
        return True


class Plugin(BasePlugin):
    """Registers the functions above with DuckDB."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Called by dbt-duckdb once per database connection."""
        loaded = (
            "STRUCT(ingest_date DATE, source_file VARCHAR, bytes BIGINT, modified_ns BIGINT,"
            " checksum BIGINT)[]"
        )
        for name, work, arguments, result in (
            ("correction_folders", correction_folders, ["VARCHAR"], "VARCHAR[]"),
            (
                "correction_files",
                correction_files,
                ["VARCHAR", "DATE[]", "VARCHAR"],
                struct(CorrectionFile),
            ),
            (
                "correction_rows",
                correction_rows,
                ["VARCHAR", "DATE[]", "VARCHAR"],
                struct(Correction, texts="VARCHAR[]"),
            ),
            ("changed_corrections", changed_corrections, ["VARCHAR", loaded], "DATE[]"),
        ):
            conn.create_function(
                name, work, arguments, result, side_effects=True, null_handling="special"
            )

"""The functions that SQL calls, on either engine, each by its name.

See macros/engine/python_rows.sql. They take their arguments as JSON and give a row per record.
DuckDB gets them from plugin.py, Spark from pyspark_sluice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sluice.faults.books import book_faults
from sluice.faults.variables import variable_faults
from sluice.files import corrections, own_names, raw_files, staleness, strays
from sluice.files.correction_rows import Correction, CorrectionFile
from sluice.files.staleness import Change
from sluice.warehouse import layout, scratch

Record = dict[str, Any]
TYPES = {"date": "date", "bool": "boolean", "int": "bigint", "int | None": "bigint"}
PATHS = ("root", "scratch")


@dataclass(frozen=True)
class Function:
    """A function, the columns of what it returns and their types, and what it calls its rows."""

    work: Callable[..., Any]
    columns: dict[str, str]
    rows: str = ""

    def call(self, arguments: str, rows: str) -> list[Record]:
        """Calls it; a record of nothing where it returns None."""
        given = {name: typed(name, value) for name, value in json.loads(arguments).items()}
        if self.rows:
            given[self.rows] = [dated(row) for row in json.loads(rows)]
        found = self.work(**given)
        return [self.record(value) for value in (found if isinstance(found, list) else [found])]

    def record(self, value: Any) -> Record:
        """What it returned as a record."""
        if isinstance(value, dict):
            return value
        return dict.fromkeys(self.columns, None) | ({} if value is None else self.single(value))

    def single(self, value: Any) -> Record:
        """A value by the name of the only column."""
        (name,) = self.columns
        return {name: value}


def typed(name: str, value: Any) -> Any:
    """An argument as the functions take it: in JSON dates are texts; Spark wants whole paths."""
    if name in PATHS:
        return os.path.abspath(value)
    return [date.fromisoformat(day) for day in value] if name == "dates" else value


def dated(row: Record) -> Record:
    """A row with its date as one."""
    day = row.get("ingest_date")
    return row | {"ingest_date": date.fromisoformat(day)} if day else row


def columns_of(record: type, **special: str) -> dict[str, str]:
    """The columns of such records and their types."""
    return {
        field.name: special.get(field.name) or TYPES.get(str(field.type), "varchar")
        for field in fields(record)
    }


NAMES = {"name": "varchar"}
FAULTS = {"fault": "varchar"}
PARTITIONS = {"name": "varchar", "ingest_date": "date", "problem": "varchar"}
FUNCTIONS = {
    function.work.__name__: function
    for function in (
        Function(variable_faults, FAULTS),
        Function(book_faults, FAULTS),
        Function(raw_files.raw_partitions, PARTITIONS),
        Function(raw_files.raw_files, columns_of(raw_files.RawFile)),
        Function(strays.stray_files, columns_of(strays.Stray)),
        Function(raw_files.changed_files, NAMES, "files"),
        Function(raw_files.remove_scratch, {"is_removed": "boolean"}),
        Function(staleness.raw_changes, columns_of(Change), "loaded"),
        Function(corrections.correction_folders, NAMES),
        Function(corrections.correction_files, columns_of(CorrectionFile)),
        Function(corrections.stray_corrections, NAMES),
        Function(corrections.correction_rows, columns_of(Correction, texts="varchar[]")),
        Function(corrections.correction_changes, columns_of(Change), "loaded"),
        Function(own_names.own_names, columns_of(own_names.OwnName)),
        Function(scratch.own_scratch, {"path": "varchar"}),
        Function(layout.this_layout, {"layout": "bigint", "built_by": "varchar"}),
        Function(layout.layout_problem, {"problem": "varchar"}),
    )
}

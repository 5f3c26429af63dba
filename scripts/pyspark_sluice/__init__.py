"""Gives Spark SQL the functions of raw_files.py, staleness.py, corrections.py: a data source.

Spark finds packages named pyspark_* on Python's path by itself and registers their DefaultSource:

    create temporary view found using sluice
    options (function 'raw_partitions', arguments '{"root": "data/raw"}')

gives what the function returns, one row per record; NULLs where it returns None.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

from sluice.files import corrections, raw_files, staleness
from sluice.files.correction_rows import Correction, CorrectionFile
from sluice.files.line_fingerprints import sum_of_crcs
from sluice.files.staleness import Change
from sluice.warehouse import layout

SQL_TYPES = {"date": "date", "bool": "boolean", "int": "bigint", "int | None": "bigint"}


def ddl(record: type, **special: str) -> str:
    """The columns of such records, as Spark declares them."""
    return ", ".join(
        f"{f.name} {special.get(f.name) or SQL_TYPES.get(str(f.type), 'string')}"
        for f in fields(record)
    )


@dataclass(frozen=True)
class Function:
    """A function and the columns of what it returns."""

    work: Callable[..., Any]
    columns: str

    def rows(self, arguments: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Calls it; one tuple per record."""
        found = self.work(**{name: typed(name, value) for name, value in arguments.items()})
        if found is None:
            return [(None,) * len(self.columns.split(", "))]
        records = found if isinstance(found, list) else [found]
        return [tuple(r.values()) if isinstance(r, dict) else (r,) for r in records]


FUNCTIONS = {
    "raw_partitions": Function(
        raw_files.raw_partitions, "name string, ingest_date date, problem string"
    ),
    "raw_files": Function(
        partial(raw_files.inspect_all, fingerprint=sum_of_crcs), ddl(raw_files.RawFile)
    ),
    "stray_files": Function(raw_files.stray_files, "name string"),
    "changed_files": Function(raw_files.changed_files, "name string"),
    "raw_changes": Function(staleness.raw_changes, ddl(Change)),
    "remove_scratch": Function(raw_files.remove_scratch, "is_removed boolean"),
    "this_layout": Function(layout.this_layout, "layout bigint, built_by string"),
    "layout_problem": Function(layout.layout_problem, "problem string"),
    "correction_folders": Function(corrections.correction_folders, "name string"),
    "correction_files": Function(corrections.correction_files, ddl(CorrectionFile)),
    "stray_corrections": Function(corrections.stray_corrections, "name string"),
    "correction_rows": Function(
        corrections.correction_rows, ddl(Correction, texts="array<string>")
    ),
    "correction_changes": Function(corrections.correction_changes, ddl(Change)),
}


def typed(name: str, value: Any) -> Any:
    """An argument as the functions take it: in JSON, dates are texts; Spark wants whole paths."""
    if name in ("root", "scratch"):
        return os.path.abspath(value)
    if name == "dates":
        return [date.fromisoformat(day) for day in value]
    if name == "loaded":
        return [{**file, "ingest_date": date.fromisoformat(file["ingest_date"])} for file in value]
    return value


class Reader(DataSourceReader):
    """Calls the function, in one task."""

    def __init__(self, options: dict[str, str]) -> None:
        self.function = options["function"]
        self.arguments = json.loads(options["arguments"])

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]]:
        """Called by Spark."""
        yield from FUNCTIONS[self.function].rows(self.arguments)


class DefaultSource(DataSource):
    """The data source."""

    @classmethod
    def name(cls) -> str:
        """What `using` calls it."""
        return "sluice"

    def schema(self) -> str:
        """The columns of the function."""
        return FUNCTIONS[self.options["function"]].columns

    def reader(self, schema: Any) -> Reader:
        """Called by Spark."""
        return Reader(dict(self.options))

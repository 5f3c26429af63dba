"""Gives Spark SQL the functions of sluice.warehouse.functions: a Python data source.

Spark finds packages named pyspark_* on Python's path by itself and registers their DefaultSource:

    create temporary view found using sluice
    options (function 'raw_partitions', arguments '{"root": "data/raw"}', rows '[]')

gives what the function returns, one row per record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

from sluice.warehouse.functions import FUNCTIONS

TYPES = {"varchar": "string", "varchar[]": "array<string>"}


class Reader(DataSourceReader):
    """Calls the function, in one task."""

    def __init__(self, options: dict[str, str]) -> None:
        self.function = options["function"]
        self.arguments, self.rows = options["arguments"], options["rows"]

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]]:
        """Called by Spark."""
        for record in FUNCTIONS[self.function].call(self.arguments, self.rows):
            yield tuple(record.values())


class DefaultSource(DataSource):
    """The data source."""

    @classmethod
    def name(cls) -> str:
        """What `using` calls it."""
        return "sluice"

    def schema(self) -> str:
        """The columns of the function."""
        columns = FUNCTIONS[self.options["function"]].columns.items()
        return ", ".join(f"{name} {TYPES.get(kind, kind)}" for name, kind in columns)

    def reader(self, schema: Any) -> Reader:
        """Called by Spark."""
        return Reader(dict(self.options))

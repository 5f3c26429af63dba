"""Gives Spark SQL the functions of sluice.warehouse.functions: a Python data source.

Spark finds packages named pyspark_* on Python's path by itself and registers their DefaultSource:

    create temporary view found using sluice
    options (function 'raw_partitions', arguments '{"root": "data/raw"}', rows '[]')

gives what the function returns, one row per record. The function is called where Spark plans its
query, beside the driver: an executor has another folder, other variables, and no Sluice.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from pyspark import cloudpickle
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

TYPES = {"varchar": "string", "varchar[]": "array<string>"}

# What goes to an executor goes there whole, instead of by this module's name.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


class Reader(DataSourceReader):
    """Calls the function, and has a task hand on what it returned."""

    def __init__(self, options: dict[str, str]) -> None:
        self.options = options

    def partitions(self) -> list[InputPartition]:
        """Called by Spark as it plans a query."""
        from sluice.warehouse.functions import FUNCTIONS

        function = FUNCTIONS[self.options["function"]]
        records = function.call(self.options["arguments"], self.options["rows"])
        return [InputPartition([tuple(record.values()) for record in records])]

    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]]:
        """Called by Spark in an executor."""
        yield from partition.value


class DefaultSource(DataSource):
    """The data source."""

    @classmethod
    def name(cls) -> str:
        """What `using` calls it."""
        return "sluice"

    def schema(self) -> str:
        """The columns of the function."""
        from sluice.warehouse.functions import FUNCTIONS

        columns = FUNCTIONS[self.options["function"]].columns.items()
        return ", ".join(f"{name} {TYPES.get(kind, kind)}" for name, kind in columns)

    def reader(self, schema: Any) -> Reader:
        """Called by Spark as it plans a query."""
        return Reader(dict(self.options))

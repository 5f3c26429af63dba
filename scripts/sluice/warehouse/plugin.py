"""Gives DuckDB the functions of functions.py: a dbt-duckdb plugin."""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection
from duckdb.func import FunctionNullHandling
from duckdb.sqltypes import VARCHAR, DuckDBPyType

from sluice.warehouse.functions import FUNCTIONS


class Plugin(BasePlugin):
    """Registers the functions with DuckDB: of two texts, the arguments and the rows, a list."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Called by dbt-duckdb once per database connection."""
        for name, function in FUNCTIONS.items():
            columns = ", ".join(f"{column} {kind}" for column, kind in function.columns.items())
            conn.create_function(
                name,
                function.call,
                [VARCHAR, VARCHAR],
                DuckDBPyType(f"STRUCT({columns})[]"),
                side_effects=True,
                null_handling=FunctionNullHandling.SPECIAL,
            )

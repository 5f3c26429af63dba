"""The warehouse, on DuckDB or Spark: who has it, what it holds, and the functions its SQL calls."""

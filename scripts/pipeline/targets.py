"""The engines that a command can work on: dbt's targets, in profiles.yml."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from pipeline import spark
from pipeline.problems import BAD_INPUT, Problem

ROOT = Path(__file__).resolve().parents[2]
TARGET = "SLUICE_TARGET"
TARGETS = {
    "duckdb": ("SLUICE_WAREHOUSE", "data/warehouse.duckdb"),
    "spark": ("SLUICE_SPARK_WAREHOUSE", "data/spark"),
}  # the variable that names the warehouse, and where it is otherwise
WAREHOUSE_HELP = (
    "default: SLUICE_WAREHOUSE or data/warehouse.duckdb; on Spark a folder,"
    " SLUICE_SPARK_WAREHOUSE or data/spark"
)


def add_target_argument(parser: argparse.ArgumentParser) -> None:
    """Adds --target."""
    words = "the engine; default: SLUICE_TARGET or duckdb"
    parser.add_argument("--target", choices=list(TARGETS), help=words)


def choose_target(target: str | None) -> None:
    """Decides for an engine; dbt learns of it through the environment variable."""
    if target:
        os.environ[TARGET] = target
    if (chosen := os.environ.get(TARGET) or "duckdb") not in TARGETS:
        raise Problem(BAD_INPUT, f"{TARGET} must be {' or '.join(TARGETS)}, not '{chosen}'.")
    if spark.is_chosen():
        spark.prepare()
        logs = Path(os.environ.get("DBT_LOG_PATH") or ROOT / "logs")
        spark.keep_java_apart(logs / spark.JAVA_LOG)


def warehouse_default() -> tuple[str, str]:
    """The environment variable that names the warehouse, and where it is without."""
    return TARGETS["spark" if spark.is_chosen() else "duckdb"]

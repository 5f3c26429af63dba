"""The engines that a command can work on: dbt's targets, in profiles.yml."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sluice.files.saving import check_writable
from sluice.problems import BAD_INPUT, Problem, cannot_write
from sluice.warehouse import spark

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

# What of dbt's variables only says where and how much it writes, or what a project reads.
DBT_KEPT = (
    *("DBT_LOG_PATH", "DBT_LOG_LEVEL_FILE", "DBT_LOG_FILE_MAX_BYTES"),
    *("DBT_TARGET_PATH", "DBT_MACRO_DEBUGGING", "DBT_ENV_"),
)
DBT_FOLDERS = {"DBT_LOG_PATH": "logs", "DBT_TARGET_PATH": "target"}  # and where they are otherwise


def clear_environment() -> None:
    """Forgets the caller's settings of dbt that change what runs, and variables that are empty."""
    for name, value in list(os.environ.items()):
        is_dbts = name.startswith("DBT_") and not name.startswith(DBT_KEPT)
        if is_dbts or (not value and name.startswith(("DBT_", "SLUICE_"))):
            del os.environ[name]


def target_folder() -> Path:
    """Where dbt keeps what it made of the project."""
    return dbt_folder("DBT_TARGET_PATH")


def dbt_folder(variable: str) -> Path:
    """A folder that dbt writes into, by the variable that names it."""
    return ROOT / (os.environ.get(variable) or DBT_FOLDERS[variable])


def check_dbt_folders() -> None:
    """Raises a Problem where dbt couldn't write its log or what it compiles."""
    for variable in DBT_FOLDERS:
        path = dbt_folder(variable)
        try:
            check_writable(path)
        except OSError as error:
            problem = str(cannot_write(f"to {path}", error))
            both = " and ".join(DBT_FOLDERS)
            words = f"{problem} The variables {both} name folders for dbt's log and build files."
            raise Problem(BAD_INPUT, words) from None


def project_options() -> list[str]:
    """The options of dbt that name this project, whatever the caller's folder or settings are."""
    target = os.environ.get(TARGET) or "duckdb"
    return ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT), "--target", target]


def add_target_argument(parser: argparse.ArgumentParser) -> None:
    """Adds --target."""
    words = "the engine; default: SLUICE_TARGET or duckdb"
    parser.add_argument("--target", choices=list(TARGETS), help=words)


def add_acknowledged_argument(parser: argparse.ArgumentParser) -> None:
    """Adds --acknowledged."""
    words = "alerts that somebody knows of; default: SLUICE_ACKNOWLEDGED or data/acknowledged.csv"
    parser.add_argument("--acknowledged", metavar="FILE", help=words)


def choose_target(target: str | None) -> None:
    """Decides for an engine; dbt learns of it through the environment variable."""
    clear_environment()
    if target:
        os.environ[TARGET] = target
    if (chosen := os.environ.get(TARGET) or "duckdb") not in TARGETS:
        raise Problem(BAD_INPUT, f"{TARGET} must be {' or '.join(TARGETS)}, not '{chosen}'.")
    if spark.is_chosen():
        spark.prepare()
        check_dbt_folders()
        spark.keep_java_apart(dbt_folder("DBT_LOG_PATH") / spark.JAVA_LOG)


def warehouse_default() -> tuple[str, str]:
    """The environment variable that names the warehouse, and where it is without."""
    return TARGETS["spark" if spark.is_chosen() else "duckdb"]

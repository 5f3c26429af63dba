"""The warehouse on Spark as the scripts see it: what it needs, and whether it is free."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sluice.problems import BAD_INPUT, Problem, cannot_write
from sluice.warehouse.lock import locked

SCRIPTS = Path(__file__).resolve().parents[2]
LOCK = "lock"
JAVA_LOG = "spark.log"  # beside dbt's log
SMALL = 8 * 2**20  # bytes of raw files: as suit_size() in macros/engine has it
JAVA_OPTIONS = "SLUICE_SPARK_JAVA_OPTIONS"
# Stopped at its first tier, Java keeps a fifth of the room for compiled code that it has otherwise:
# less than a day needs, so that it throws code away and compiles it again without an end. It would
# look for garbage at every 100 MB, and in all there is whenever it has read some more classes.
SMALL_JAVA = (
    "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
    " -XX:NewSize=400m -XX:MetaspaceSize=256m"
)
NOT_HERE = "This looks at DuckDB's warehouse alone: unset SLUICE_TARGET."
# What a client of Spark Connect says again and again: that a server keeps what it was started with,
# and that a newer pandas is here, of which nothing is used.
CONNECT_NOISE = ("Failed to set spark", "PySpark does not yet fully support pandas")
CATALOG_CLOSED = "Unable to instantiate org.apache.hadoop.hive.ql.metadata.SessionHive"


def is_chosen() -> bool:
    """Tells whether dbt's target is Spark."""
    return os.environ.get("SLUICE_TARGET") == "spark"


def prepare() -> None:
    """Lets the processes that Spark starts find this Python and the functions that SQL calls."""
    try:
        import dbt.adapters.spark  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError:
        problem = "Spark is not installed here: pip install --editable '.[spark]'."
        raise Problem(BAD_INPUT, problem) from None
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=f"{home}/bin" if home else None):
        problem = "Spark needs a Java runtime, 17 or newer: none is in JAVA_HOME or on PATH."
        raise Problem(BAD_INPUT, problem)
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(SCRIPTS) not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(SCRIPTS), *filter(None, paths)])
    os.environ["PYSPARK_PYTHON"] = os.environ.get("PYSPARK_PYTHON") or sys.executable
    for noise in CONNECT_NOISE:
        warnings.filterwarnings("ignore", message=noise)


def suit_java(files: Iterable[Path]) -> None:
    """Has Java start as suits the size of a run's files: of a small one, it optimizes in vain."""
    if sum(path.stat().st_size for path in files if path.is_file()) < SMALL:
        os.environ.setdefault(JAVA_OPTIONS, SMALL_JAVA)


def keep_java_apart(log: Path) -> None:
    """Lets what Java prints go to a file: pages, whose gist is in the error that Python gets.

    A process that Python starts writes where the process's own errors go, so these move instead.
    """
    if sys.stderr is not sys.__stderr__:
        return  # somebody reads along, or this was done before
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8", errors="replace")
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Keeps other runs out of the warehouse; WarehouseLocked where one is in it."""
    if folder.is_file():
        raise Problem(BAD_INPUT, f"{name} is a file: on Spark the warehouse is a folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(name, error) from None
    with locked(folder / LOCK, name, has_copies=False):
        yield

"""Spark's own daemons from the pyspark package, on loopback, each ended by its process id.

Runs on them are processes of their own too, and their reports are held against DuckDB's.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import pyspark
from conftest import CORRECTIONS, Finished, Workspace, differing, files_in

from sluice.warehouse.spark import SMALL_JAVA

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(pyspark.__file__).parent
PATIENCE = 900  # seconds, on a busy machine
REGISTERED = "Successfully registered with master"
Process = subprocess.Popen[bytes]


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Waits until something is so; an error where it never is."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"Waited in vain: {what}"
        time.sleep(0.2)


def listens(port: int) -> bool:
    """Tells whether something listens on a port."""
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def started(log: Path, *words: str, **environment: str) -> Iterator[Process]:
    """A process that is killed in the end, whatever happens, with the session that it leads."""
    found = os.environ | {"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1"} | environment
    with log.open("wb") as file:
        process = subprocess.Popen(
            words, env=found, cwd=log.parent, stdout=file, stderr=file, start_new_session=True
        )
    try:
        yield process
    finally:
        kill_session(process)


def kill_session(process: Process) -> None:
    """Kills a process and those it started, which may have outlived it, and waits for it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def standalone(folder: Path) -> Iterator[tuple[str, list[Process]]]:
    """A master and two workers of one core each: the master's address, and the workers."""
    daemon = "org.apache.spark.deploy"
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    command = (str(HOME / "bin" / "spark-class"),)
    small = {"SPARK_DAEMON_MEMORY": "256m", "JAVA_TOOL_OPTIONS": "-XX:+UseSerialGC"}
    with ExitStack() as stack:
        place = ("--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        words = (*command, f"{daemon}.master.Master", *place)
        stack.enter_context(started(folder / "master.log", *words, **small))
        wait_until(lambda: listens(port), "the master")
        workers = []
        for number in (1, 2):
            size = ("--cores", "1", "--memory", "800m", "--work-dir", str(folder / f"work{number}"))
            words = (*command, f"{daemon}.worker.Worker", *size, "--webui-port", "0", address)
            log = folder / f"worker{number}.log"
            workers.append(stack.enter_context(started(log, *words, **small)))
            wait_until(lambda log=log: REGISTERED in log.read_text(), f"worker {number}")
        yield address, workers


@contextmanager
def connect_server(folder: Path, memory: str) -> Iterator[str]:
    """A Spark Connect server with a warehouse in a folder: its address."""
    port = free_port()
    settings = {
        "spark.driver.memory": memory,
        "spark.connect.grpc.binding.port": str(port),
        "spark.sql.warehouse.dir": f"{folder}/tables",
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={folder}/catalog;create=true"
        ),
        "spark.sql.catalogImplementation": "hive",
        "spark.ui.enabled": "false",
    }
    words = [str(HOME / "bin" / "spark-submit")]
    words += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    for name, value in settings.items():
        words += ["--conf", f"{name}={value}"]
    python = {"PYTHONPATH": str(ROOT / "scripts"), "PYSPARK_PYTHON": sys.executable}
    java = {"JAVA_TOOL_OPTIONS": SMALL_JAVA}
    log = folder.parent / "server.log"
    with started(log, *words, "spark-internal", **python, **java):
        wait_until(lambda: listens(port), "the server")
        yield f"sc://127.0.0.1:{port}"


class OnCluster:
    """Runs of the sample days on a cluster, each a process of its own, and DuckDB's beside them."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = environment
        self.duckdb = Workspace(folder / "duckdb")
        self.duckdb.folder.mkdir()
        self.warehouse = folder / "warehouse"
        self.reports = folder / "reports"

    def start(self, *arguments: str) -> AbstractContextManager[Process]:
        """Starts a run on Spark."""
        log = self.folder / "run.log"
        words = [sys.executable, str(ROOT / "scripts" / "run_pipeline.py"), "--target", "spark"]
        words += ["--raw-dir", str(ROOT / "data" / "raw"), "--warehouse", str(self.warehouse)]
        words += ["--reports-dir", str(self.reports), *arguments]
        environment = {
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            CORRECTIONS: str(self.folder / "corrections"),
        }
        return started(log, *words, **environment, **self.environment)

    def finished(self, *arguments: str) -> Finished:
        """Runs on Spark to the end; what it printed."""
        with self.start(*arguments) as process:
            code = process.wait()
        return Finished(code, (self.folder / "run.log").read_text(), "")

    def has_built(self, table: str) -> bool:
        """Tells whether a table's folder has a file of rows."""
        return any((self.warehouse / "tables").glob(f"{table}/**/part-*.parquet"))

    def differences(self, *arguments: str) -> list[str]:
        """The reports that differ from those of DuckDB, which is run with the same arguments."""
        places = ("--raw-dir", str(ROOT / "data" / "raw"), *self.duckdb.options[2:])
        process = self.duckdb.start(*places, *arguments)
        _, err = process.communicate()
        assert process.returncode == 0, err
        return differing(self.duckdb.published(), files_in(self.reports))

"""Runs dbt in this process, silently, and says in plain words what went wrong."""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluice.books import check_models
from sluice.build.events import heard_events
from sluice.build.templates import kept_templates
from sluice.problems import BAD_INPUT, FAILED, HELD, Problem
from sluice.report.spark_tables import published_tables
from sluice.settings import ROOT, project_options, target_folder
from sluice.warehouse import spark
from sluice.warehouse.state import as_held, as_no_limit
from sluice.words import counted, first_of, grouped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

QUIET = ["--quiet", "--log-level", "none", "--no-use-colors"]
QUIET += ["--no-write-json"]  # a twentieth of a small run; dbt's own commands write its artifacts
LOG_LEVEL = ("DBT_LOG_LEVEL_FILE", "info")  # with debug, dbt's log is a tenth of a small run
TEMPLATES = "sluice_templates.marshal"  # in dbt's target folder
ARTIFACTS = ["--write-json"]
DISK_FULL = re.compile(r"No space left on device|disk quota exceeded", re.IGNORECASE)
JAVA_FULL = re.compile(r"OutOfMemoryError|Java heap space|GC overhead limit exceeded")
REFUSED = re.compile(r"\s*(Runtime Error\s+)?Compilation Error in ")
LACKING_FEED = re.compile(r"\bfeeds lacks \w+, which has ")  # feed_entry() in macros/books
HEARD = {"NodeFinished"}  # of dbt's events for developers
# A line of a message that tells where in dbt's or in Java's code it was.
OF_STACK = re.compile(r"> (in|called by) |compiled code at |at [\w.$<>/]+\(|\.\.\. \d+ more$")
HEADING = re.compile(r"[A-Z]\w+ Error( in .*)?$")
MAX_NAMED = 10  # failing steps that are named


class Watcher:
    """Is told how far a build is, and of warnings."""

    def progress(self, unit: str, done: int, total: int, name: str) -> None:
        """So many of the steps or dates are done, and one of that name is next."""

    def warning(self, text: str) -> None:
        """Something is worth a word."""


def has_started() -> bool:
    """Tells whether dbt is in memory already; it takes a second to get there."""
    return "dbt.cli.main" in sys.modules


def build(
    variables: dict[str, Any], warehouse: str, watcher: Watcher, keeps_artifacts: bool = False
) -> None:
    """Builds and tests everything for the dates in `variables`; may keep what dbt says of it."""
    arguments = ["build", "--exclude-resource-type", "unit_test", "--vars", json.dumps(variables)]
    invoke(arguments, warehouse, watcher, ARTIFACTS if keeps_artifacts else [])


def write_catalog(warehouse: str, watcher: Watcher) -> None:
    """Writes dbt's catalog beside its other artifacts."""
    invoke(["docs", "generate", "--no-compile"], warehouse, watcher, ARTIFACTS)


def find_stale_dates(warehouse: str, watcher: Watcher) -> None:
    """Brings raw.stale_dates up to date."""
    invoke(["run-operation", "find_stale_dates"], warehouse, watcher)


def read_project() -> Any:
    """What dbt knows of the project, its manifest; it opens no warehouse."""
    return run_each([["parse"]], "", Watcher())


def open_session(warehouse: str) -> None:
    """Opens Spark's session as profiles.yml has it."""
    invoke(["show", "--inline", "select 1"], warehouse, Watcher())


def invoke(
    arguments: list[str], warehouse: str, watcher: Watcher, more: Sequence[str] = ()
) -> None:
    """Runs a dbt command; a Problem where it doesn't succeed.

    dbt parses a project anew whenever --vars differ from the last run's. Parsed first without them,
    it is read from the cache instead, which takes seconds off every run.
    """
    run_each([["parse"], arguments], warehouse, watcher, more)


def run_each(
    commands: Sequence[list[str]], warehouse: str, watcher: Watcher, more: Sequence[str] = ()
) -> Any:
    """Runs commands of dbt, each with the manifest that the one before gave; the last's result."""
    check_models()
    with without_collector(), unseen_arguments(), what_is_needed():
        from dbt.cli.main import dbtRunner  # takes a second or two: only when it is needed
        from dbt_common.events.event_manager_client import cleanup_event_logger

        cleanup_event_logger()  # it would print what it does until it has read its options
        result: Any = None
        errors: list[str] = []
        for command in commands:
            runner = dbtRunner(manifest=result, callbacks=[listener(watcher, errors)])
            words = [*command, *project_options(), *quiet_options(), *more]
            outcome = runner.invoke(words)
            if is_outdated(outcome.exception):
                outcome = runner.invoke([*words, "--no-partial-parse"])
            check(outcome, errors, warehouse)
            result = outcome.result
        return result


def quiet_options() -> list[str]:
    """The options that have dbt write to its log alone."""
    return [*QUIET, "--log-level-file", os.environ.get(*LOG_LEVEL)]


def is_outdated(error: BaseException | None) -> bool:
    """Tells whether dbt found something twice, as it does where it keeps what an update moved."""
    return type(error).__name__.startswith("Duplicate")


def check(outcome: Any, errors: list[str], warehouse: str) -> None:
    """A Problem where a command of dbt didn't succeed. `errors` are what an operation failed of."""
    if isinstance(outcome.exception, KeyboardInterrupt):
        raise outcome.exception
    if outcome.exception is not None:
        raise as_problem(outcome.exception, warehouse)
    if outcome.success:
        return
    for error in errors:
        if REFUSED.match(error):
            raise Problem(BAD_INPUT, sentence(error))
        raise Problem(FAILED, f"The look for stale dates failed: {plain(error)}")
    raise Problem(FAILED, failures(getattr(outcome.result, "results", [])))


@contextmanager
def what_is_needed() -> Iterator[None]:
    """Has dbt do nothing that it has done before, or that nobody will see."""
    is_debugged = os.environ.get(*LOG_LEVEL) == "debug"
    with (
        kept_templates(target_folder() / TEMPLATES),
        nullcontext() if is_debugged else heard_events(HEARD),
    ):
        yield


@contextmanager
def unseen_arguments() -> Iterator[None]:
    """Keeps the caller's arguments from dbt, which logs them: the webhook's address is a secret."""
    arguments, sys.argv = sys.argv, sys.argv[:1]
    try:
        yield
    finally:
        sys.argv = arguments


@contextmanager
def without_collector() -> Iterator[None]:
    """Keeps Python from looking for garbage, during a command of dbt and for what it leaves behind.

    dbt makes a million objects that live until the process ends. To look through them again and
    again, and once more at the end, is a sixth of a small run; what is garbage among them is 50 MB,
    which the next command gives back before it begins.
    """
    gc.unfreeze()
    if has_started():
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def listener(watcher: Watcher, errors: list[str]) -> Callable[[Any], None]:
    """Translates dbt's events for a watcher; adds what an operation failed of to `errors`."""
    steps = {"done": 0}

    def hear(event: Any) -> None:
        if event.info.name == "LogStartLine":
            name = event.data.node_info.node_name
            watcher.progress("steps", steps["done"], event.data.total, name)
        elif event.info.name == "NodeFinished":
            steps["done"] += 1
        elif event.info.level == "warn":
            watcher.warning(sentence(event.info.msg))
        elif event.info.name == "RunningOperationCaughtError":
            errors.append(event.data.exc)

    return hear


def as_problem(error: BaseException, warehouse: str) -> Problem:
    """What made dbt give up before any step."""
    if held := as_held(error, warehouse):
        return held
    text = str(error)
    if spark.CATALOG_CLOSED in text:
        return Problem(HELD, f"The catalog in {warehouse} can't be opened: another process has it.")
    is_refused = re.match(r"Compilation Error in operation \S*on-run-start", text)
    if is_refused or LACKING_FEED.search(text):
        return Problem(BAD_INPUT, sentence(text))
    if refused := as_no_limit(plain(text)):
        return refused
    return Problem(FAILED, f"dbt could not start: {plain(text)}")


def failures(results: list[Any]) -> str:
    """The failing steps of a build and why, one per line."""
    failed = [result for result in results if result.status in ("error", "fail", "runtime error")]
    skipped = sum(result.status == "skipped" for result in results)
    verb = "was" if skipped == 1 else "were"
    others = f"; {grouped(skipped)} more {verb} skipped" if skipped else ""
    steps = [f"{result.node.name}: {plain(result.message or '')}" for result in failed]
    return "\n".join(
        [
            f"The build failed in {counted(len(failed), 'step')}{others}.",
            *(f"  {step}" for step in first_of(steps, MAX_NAMED)),
            "Its dates stay unfinished, their published reports as they were.",
            f"Details: dbt's log, {log_file()} ({LOG_LEVEL[0]}=debug has it name every statement)",
        ]
    )


def log_file() -> Path:
    """Where dbt writes what it does."""
    return ROOT / (os.environ.get("DBT_LOG_PATH") or "logs") / "dbt.log"


def plain(text: str) -> str:
    """An error message as a sentence."""
    if DISK_FULL.search(text):
        return "the disk is full"
    if "Out of Memory Error" in text:
        return "out of memory (the environment variable SLUICE_MEMORY_LIMIT sets the limit)"
    if JAVA_FULL.search(text):
        return (
            "Java is out of memory (SLUICE_SPARK_MEMORY sets what the driver may take; of an"
            " executor it is Spark's spark.executor.memory, of a Connect server --driver-memory)"
        )
    return sentence(text)


def sentence(text: str) -> str:
    """A message without dbt's headings and the call stacks of dbt and Java, on one line."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not OF_STACK.match(line)]
    while lines and HEADING.match(lines[0]):  # two where Spark's adapter has wrapped an error
        lines = lines[1:]
    return re.sub(r"^(\[WARNING\]: |\w+ Error: )", "", " ".join(lines))


def connection() -> DuckDBPyConnection:
    """A cursor of the connection that dbt leaves open, so that nobody comes in between."""
    if spark.is_chosen():
        return published_tables()
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    environment: Any = DuckDBConnectionManager.env()
    return environment.conn.cursor()


def release() -> None:
    """Closes dbt's connection: others may open the warehouse. Spark's ends with the process.

    Where dbt was interrupted while it was imported, it has none, and can't be imported any more.
    """
    connections = sys.modules.get("dbt.adapters.duckdb.connections")
    if spark.is_chosen() or connections is None:
        return
    manager = connections.DuckDBConnectionManager
    with manager._LOCK:
        if manager._ENV is not None:
            manager._ENV.close()
            manager.close_all_connections()

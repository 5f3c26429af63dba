"""Commands that are forked from a process which has read the project once.

This file is also that process. It changes nothing in the pipeline but six things: what dbt made
of the project is kept, and what Jinja made of its texts; Python doesn't look for garbage; a build
may leave out what a test doesn't need; a run may kill itself at a point it is told; and one that
doesn't builds one model at a time, as the tests keep every core busy themselves.
A copy of the project is served as well, by its own scripts.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

if __name__ == "__main__":
    PROJECT = Path(sys.argv[1])
    sys.path[:0] = [str(PROJECT / "scripts"), str(Path(__file__).parent)]

from conftest import ROOT, Finished, Workspace, started  # noqa: E402

Kill = dict[str, Any]  # {"step": n, "when": "begins" or "ends"}, {"operation": n} or {"seconds": s}
OF_THE_PROCESS = {"SLUICE_TARGET"}  # variables that a fork is too late for
LOGGED = {"DBT_LOG_LEVEL_FILE": "debug"}  # asks for all that dbt can log
READ_BY_DBT = ("dbt_project.yml", "models", "macros", "seeds", "tests", "analyses", "docs")


class Server:
    """The process that runs are forked from."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sluice-server-"))
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(ROOT), str(self.folder)],
            env=Workspace(self.folder).environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.close)

    def run(self, order: dict[str, Any]) -> Finished:
        """Has a command run; the exit code of a killed one is -9."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the server of runs died"
        out, err = ((self.folder / f"run.{name}").read_text("utf-8") for name in ("out", "err"))
        return Finished(json.loads(answer), out, err)

    def close(self) -> None:
        """Ends the process."""
        assert self.process.stdin
        with suppress(OSError):
            self.process.stdin.close()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def server() -> Server:
    """The server, which reads the project when the first command is asked for."""
    return Server()


def can_fork(arguments: tuple[object, ...], **more: str) -> bool:
    """Tells whether a command may be forked: nothing of it concerns the process."""
    return "--target" not in arguments and not more.keys() & OF_THE_PROCESS


def forked(
    workspace: Workspace,
    script: str,
    words: list[str],
    environment: dict[str, str],
    kill: Kill | None = None,
    build_options: list[str] | None = None,
) -> Finished:
    """Runs a script of the project as Workspace.start() does, forked from the server."""
    order = {
        "project": str(workspace.project),
        "folder": str(workspace.folder),
        "words": [*started(workspace.project, script)[1:], *words],
        "kill": kill,
        "build_options": build_options or [],
        "environment": environment,
    }
    return server().run(order)


class Driver:
    """Runs of the pipeline on workspaces in a folder, all with one target and log folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }

    def run(
        self,
        workspace: Workspace,
        *arguments: object,
        kill: Kill | None = None,
        build_options: list[str] | None = None,
        **more: str,
    ) -> Finished:
        """Runs run_pipeline.py on a workspace; with an empty `kill` it writes journal.json."""
        environment = workspace.environment(**self.environment | more)
        words = [*workspace.options, *map(str, arguments)]
        return forked(workspace, "run_pipeline.py", words, environment, kill, build_options)

    def new_workspace(self, name: str) -> Workspace:
        """An empty workspace whose warehouse holds just the seeds."""
        found = Workspace(self.folder / name)
        found.raw.mkdir(parents=True)
        shutil.copy(seeds(), found.warehouse)
        return found


@cache
def seeds() -> Path:
    """A warehouse that holds just the seeds."""
    found = Workspace(server().folder / "seeds")
    found.put("2025-12-01", "events", [])
    finished = Driver(server().folder).run(found)
    assert finished.code == 0, finished.err
    others = "database_name = 'warehouse' and schema_name not in ('main', 'vocabulary')"
    schemas = f"select schema_name from duckdb_schemas() where {others} and not internal"
    for (name,) in found.query(schemas):
        found.change(f"drop schema {name} cascade")
    return found.warehouse


# The server's own process


def serve(folder: Path) -> None:
    """Reads the project, then forks a run per line on stdin and answers with its exit code."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    from sluice.build.templates import kept_templates

    with kept_templates(folder / "templates"):
        manifest = read_project()
        warm_up(folder / "first", manifest)
        gc.collect()
        gc.freeze()
        gc.disable()
        for line in sys.stdin:
            order = json.loads(line)
            project = Path(order["project"])
            read = manifest if project == PROJECT else read_copy(project, state_of(project), folder)
            child = os.fork()
            if child == 0:
                os._exit(run_order(order, read, folder))
            status = os.waitpid(child, 0)[1]
            answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
            answers.flush()


def read_project() -> Any:
    """What dbt makes of the project, which all processes of a test run read once."""
    with one_at_a_time():
        return parse(ROOT, read_before())


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lets one process at a time at what dbt read."""
    with (read_before() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_before() -> Path:
    """The folder in which all processes of a test run keep what dbt read; see conftest.py."""
    return Path(os.environ["TESTS_READ"])


@lru_cache(maxsize=1)
def read_copy(project: Path, state: int, folder: Path) -> Any:
    """What dbt makes of a copy of the project, kept while its files are as they are.

    It reads what the copy has otherwise; all of it where that is its dbt_project.yml.
    """
    place = folder / f"read-{hash(project)}"
    if not place.exists():
        with one_at_a_time():
            shutil.copytree(read_before(), place)
    return parse(project, place)


def parse(project: Path, place: Path) -> Any:
    """What dbt makes of a project, as the pipeline has it read; None where that fails."""
    from dbt.cli.main import dbtRunner

    from sluice.build import dbt_runs

    os.chdir(project)
    options = ["--project-dir", str(project), "--profiles-dir", str(project)]
    options += ["--target", "duckdb", "--target-path", str(place), "--partial-parse"]
    with patch.dict(os.environ):
        for name in [name for name in os.environ if name.startswith("SLUICE_")]:
            del os.environ[name]  # a part of the profile, which has to be the same to read on
        return dbtRunner().invoke(["parse", *options, *dbt_runs.quiet_options()]).result


def state_of(project: Path) -> int:
    """A number that changes with any file that dbt reads of a project."""
    places = [project / name for name in READ_BY_DBT]
    files = [path for place in places for path in [place, *place.rglob("*")]]
    return hash(tuple((path, path.stat().st_mtime_ns) for path in files))


def adopt(project: Path) -> None:
    """Has this process run a copy's scripts instead of the project's."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "sluice"]:
        del sys.modules[name]
    sys.path[sys.path.index(str(PROJECT / "scripts"))] = str(project / "scripts")


def warm_up(folder: Path, manifest: Any) -> None:
    """Runs once: what is imported and compiled by then, no fork has to do again."""
    import dbt.cli.main as dbt

    from sluice.commands import quarantine, report, run  # noqa: F401

    first = Workspace(folder, PROJECT)
    first.put_day("2025-12-10")
    before, place, plain = dict(os.environ), os.getcwd(), dbt.dbtRunner
    os.environ.update(first.environment())
    os.chdir(folder)
    keep_manifest(manifest, [], None)
    assert run.main([*first.options, "--date", "2025-12-10", "--quiet"]) == 0
    dbt.dbtRunner = plain
    os.chdir(place)
    os.environ.clear()
    os.environ.update(before)


def run_order(order: dict[str, Any], manifest: Any, folder: Path) -> int:
    """Runs a command in a forked process; returns its exit code."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if order["project"] != str(PROJECT):
        adopt(Path(order["project"]))
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(folder / f"run.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdout, sys.stderr = (open(n, "w", encoding=encoding, closefd=False) for n in (1, 2))  # noqa: SIM115
    killer = None if order["kill"] is None else Killer(order["kill"], Path(order["folder"]))
    keep_manifest(manifest, order["build_options"], killer)
    try:
        return main_of(order["words"])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        if killer:
            killer.write_journal()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()


def main_of(words: list[str]) -> int:
    """Runs what Python was to run: a script of the project, or its module with a command."""
    from sluice import cli
    from sluice.commands import report, run

    mains = {"run_pipeline.py": run.main, "export_reports.py": report.main}
    if words[0] == "-m":
        sys.argv = words[1:]
        return cli.main()
    sys.argv = words
    return mains[Path(words[0]).name]()


def keep_manifest(kept: Any, build_options: list[str], killer: Killer | None) -> None:
    """Gives dbt what was read of the project; else the pipeline does what it always does."""
    import dbt.cli.main as dbt

    from sluice.build import dbt_runs

    invoked: list[str] = []

    class Runner(dbt.dbtRunner):
        """dbt's, with a manifest that is kept."""

        def __init__(self, manifest: Any, callbacks: list[Any]) -> None:
            heard = [killer.hear] if killer else []
            super().__init__(manifest or kept, [*callbacks, *heard])

        def invoke(self, arguments: list[str], **more: Any) -> Any:
            """Parses nothing."""
            invoked.append(arguments[0])
            if arguments[0] == "parse" and kept:
                return dbt.dbtRunnerResult(success=True, result=self.manifest)
            options = [] if killer else ["--threads", "1"]
            options += build_options if arguments[0] == "build" else []
            return super().invoke([*arguments, *options], **more)

    dbt.dbtRunner = Runner
    dbt_runs.has_started = lambda: bool(invoked)
    dbt_runs.without_collector = nullcontext
    dbt_runs.kept_templates = nullcontext  # the server keeps them
    dbt_runs.HEARD |= {"NodeStart"}


class Killer:
    """Kills this process at the point it was told; else writes down the points there are."""

    def __init__(self, kill: Kill, folder: Path) -> None:
        self.kill = kill
        self.folder = folder
        self.reports = str(folder / "reports")
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.operations: list[str] = []
        sys.addaudithook(self.watch)
        if "seconds" in kill:
            timer = threading.Timer(kill["seconds"], self.die)
            timer.daemon = True
            timer.start()

    def hear(self, event: Any) -> None:
        """Hears of dbt's steps."""
        for name, when, steps in (
            ("NodeStart", "begins", self.begun),
            ("NodeFinished", "ends", self.ended),
        ):
            if event.info.name == name:
                steps.append(event.data.node_info.unique_id)
                if self.kill.get("when") == when and self.kill["step"] == len(steps):
                    self.die()

    def watch(self, event: str, arguments: tuple) -> None:
        """Hears of file operations in the reports folder, and of the swap of two folders."""
        if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
            if not any(isinstance(item, str | Path) and self.is_report(item) for item in arguments):
                return
        elif event != "ctypes.dlopen" or not self.operations:
            return
        self.operations.append(f"{event} {arguments[0]}")
        if self.kill.get("operation") == len(self.operations):
            self.die()

    def is_report(self, path: str | Path) -> bool:
        """Tells whether a path is in the reports folder."""
        return str(path).startswith(self.reports)

    def die(self) -> None:
        """As `kill -9` does."""
        os.kill(os.getpid(), signal.SIGKILL)

    def write_journal(self) -> None:
        """Writes down every point at which this run could have been killed."""
        journal = {"begun": self.begun, "ended": self.ended, "operations": self.operations}
        (self.folder / "journal.json").write_text(json.dumps(journal))


if __name__ == "__main__":
    serve(Path(sys.argv[2]))

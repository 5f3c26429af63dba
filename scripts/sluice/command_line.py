"""What every command does around its work: whatever happens ends in a sentence and an exit code."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sluice.printable import printable
from sluice.problems import (
    ALERTS,
    BAD_INPUT,
    DONE,
    FAILED,
    INTERRUPTED,
    TERMINATED,
    Problem,
    complain,
    let_go,
)

Arguments = argparse.Namespace


class Output:
    """A stream that outlives its reader: what can't be written is dropped, and why is kept."""

    def __init__(self, stream: Any, failures: list[OSError] | None = None) -> None:
        self.stream = stream
        self.failures: list[OSError] = [] if failures is None else failures

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    @property
    def buffer(self) -> Output:
        """The same for bytes."""
        return Output(self.stream.buffer, self.failures)

    def write(self, text: Any) -> int:
        """Writes, as long as that works."""
        return self.attempt(lambda: self.stream.write(text))

    def flush(self) -> None:
        """Passes on what was written, as long as that works."""
        self.attempt(self.stream.flush)

    def attempt(self, work: Callable[[], Any]) -> Any:
        """Does something with the stream, until it fails."""
        if self.failures:
            return 0
        try:
            return work()
        except OSError as error:
            self.failures.append(error)
            let_go(self.stream)
            return 0


def run(
    parse: Callable[[], Arguments],
    work: Callable[[Arguments], int],
    tell: Callable[[Arguments, Problem], None] = lambda _, problem: complain(str(problem)),
) -> int:
    """Does a command's work; `tell` says what went wrong. Returns the exit code."""
    have_streams()
    plain, sys.stdout = sys.stdout, Output(sys.stdout)  # type: ignore[assignment]
    try:
        try:
            arguments = parse()
        except Problem as refusal:
            complain(str(refusal))
            return refusal.exit_code
        try:
            with ended_by_signals("Interrupted."):
                code = work(arguments)
        except Exception as error:
            problem = as_problem(error)
            tell(arguments, problem)
            code = problem.exit_code
        return written(code)
    finally:
        sys.stdout.flush()
        sys.stdout = plain


@contextmanager
def ended_by_signals(sentence: str) -> Iterator[None]:
    """Has SIGTERM end what is done as Ctrl-C does, and either be what is said to have ended it.

    What they interrupt may take that for an error of its own: of a value, as mashumaro does under
    dbt, or of a query.
    """
    came: list[int] = []

    def interrupt(number: int, _: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    before = {}
    try:
        if threading.current_thread() is threading.main_thread():  # which alone hears signals
            for number in (signal.SIGTERM, signal.SIGINT):
                if signal.getsignal(number) not in (signal.SIG_IGN, None):  # as in the background
                    before[number] = signal.signal(number, interrupt)
        yield
    except BaseException as error:
        if not came and not isinstance(error, KeyboardInterrupt):
            raise
        code = TERMINATED if signal.SIGTERM in came else INTERRUPTED
        raise Problem(code, sentence) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def have_streams() -> None:
    """Opens what the caller closed: else the next file that is opened would take its place."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def written(code: int) -> int:
    """The exit code, but FAILED where the output had no room. A reader may leave when it likes."""
    output: Any = sys.stdout  # an Output, as run() has it
    output.flush()
    for error in output.failures:
        if not isinstance(error, BrokenPipeError) and code in (DONE, ALERTS):
            complain(f"Cannot write to standard output: {error.strerror or error}.")
            return FAILED
    return code


def as_problem(error: Exception) -> Problem:
    """Whatever ended a command, as a sentence."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, OSError) and error.filename:
        return Problem(FAILED, f"Cannot use {error.filename}: {error.strerror or error}.")
    if isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason:
        what = printable(error.object, 60)  # an argument: nothing that is read has any
        return Problem(BAD_INPUT, f"Not UTF-8: {what}.")
    lines = str(error).strip().splitlines() or ["no more is known"]
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}, line {place.lineno}"
    return Problem(FAILED, f"Unforeseen {type(error).__name__}: {lines[0]} ({where}).")


def as_json(value: Any, **options: Any) -> str:
    """JSON that standard output can hold, whatever its encoding."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    is_ascii = not encoding.startswith("utf")
    return json.dumps(value, indent=2, ensure_ascii=is_ascii, **options)

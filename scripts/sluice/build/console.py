"""What a run says while it runs."""

from __future__ import annotations

import sys
import time

from sluice.build.dbt_runs import Watcher
from sluice.printable import printable
from sluice.problems import complain
from sluice.terminal import cut, fitted, width
from sluice.words import grouped

ERASE_LINE = "\r\x1b[K"
PLAIN_SECONDS = 10  # between two lines of progress where there is no terminal
FORETELL_SECONDS = 2  # before that, what is left is anybody's guess


class Console(Watcher):
    """Plain lines; in a terminal also a counter with the time that is left. Quiet, what is odd.

    dbt builds all dates of a run together, model by model: while it does, steps are what can be
    counted; dates are counted when their reports are written.
    """

    def __init__(self, is_quiet: bool) -> None:
        self.is_quiet = is_quiet
        self.warnings: list[str] = []
        self.has_counter = not is_quiet and sys.stdout.isatty()
        self.began = self.last_line = time.monotonic()

    def say(self, text: str) -> None:
        """Prints a line."""
        if not self.is_quiet:
            print(f"{self.eraser()}{fitted(text, sys.stdout)}", flush=True)

    def progress(self, unit: str, done: int, total: int, name: str) -> None:
        """Counts what is done of the steps or dates; `name` is the one at hand."""
        now = time.monotonic()
        if done == 0:
            self.began = self.last_line = now
        left = in_time(now - self.began, done, total)
        text = f"{grouped(done)}/{grouped(total)} {unit}  {name[:40]}{left}"
        if self.has_counter:
            print(f"{ERASE_LINE}{cut(f'  {text}', width() - 1)}", end="", flush=True)
        elif now - self.last_line >= PLAIN_SECONDS:
            self.last_line = now
            self.say(f"  {text}")

    def warning(self, text: str) -> None:
        """Prints what may be the only clue that something is wrong: always, but once."""
        shown = printable(text)
        if shown not in self.warnings:
            self.warnings.append(shown)
            self.problem(f"Warning: {shown}")

    def problem(self, text: str) -> None:
        """Prints what went wrong, always."""
        if self.has_counter:
            print(self.eraser(), end="", flush=True)
        complain(text)

    def eraser(self) -> str:
        """What removes the counter from the terminal."""
        return ERASE_LINE if self.has_counter else ""


def in_time(seconds: float, done: int, total: int) -> str:
    """How long it took so far, and about how long it will: as if all steps took alike."""
    if not done or seconds < FORETELL_SECONDS:
        return ""
    left = seconds / done * (total - done)
    return f"  {clock(seconds)} so far, about {clock(left)} left"


def clock(seconds: float) -> str:
    """A duration as 2:05 or 1:02:05."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"

"""What a run says while it runs."""

from __future__ import annotations

import sys

from pipeline.dbt_runs import Watcher

ERASE_LINE = "\r\x1b[K"


class Console(Watcher):
    """Plain lines; in a terminal also a counter of steps. Quiet, it says nothing."""

    def __init__(self, is_quiet: bool) -> None:
        self.is_quiet = is_quiet
        self.has_counter = not is_quiet and sys.stdout.isatty()

    def say(self, text: str) -> None:
        """Prints a line."""
        if not self.is_quiet:
            print(f"{self.eraser()}{text}", flush=True)

    def progress(self, done: int, total: int, name: str) -> None:
        """Counts a step of a build."""
        if self.has_counter:
            print(f"{ERASE_LINE}  {done}/{total} {name[:60]}", end="", flush=True)

    def warning(self, text: str) -> None:
        """Prints a warning of dbt's."""
        self.say(f"Warning: {text}")

    def problem(self, text: str) -> None:
        """Prints what went wrong, always."""
        if self.has_counter:
            print(self.eraser(), end="", flush=True)
        print(text, file=sys.stderr)

    def eraser(self) -> str:
        """What removes the counter from the terminal."""
        return ERASE_LINE if self.has_counter else ""

"""What stops a command: a sentence for a person and an exit code for cron."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn

from sluice.terminal import fitted

DONE, ALERTS, BAD_INPUT, FAILED, HELD = range(5)
INTERRUPTED = 130  # as of any command that Ctrl-C ended
TERMINATED = 143  # by SIGTERM
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class Problem(Exception):
    """Ends the command with a sentence and an exit code."""

    def __init__(self, exit_code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


class WarehouseLocked(Problem):
    """Another process has the warehouse open. Copies as Parquet are made of DuckDB's alone."""

    def __init__(self, warehouse: str, holder: str, has_copies: bool = True) -> None:
        readers = (
            " (readers of the copies that --parquet makes need not wait)" if has_copies else ""
        )
        super().__init__(HELD, f"{warehouse} is in use by {holder}: nothing was changed{readers}.")


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        """Called by argparse."""
        raise Problem(BAD_INPUT, f"{message[:1].upper()}{message[1:]} (see --help).")


def complain(text: str) -> None:
    """Says on standard error what is wrong, as long as somebody can hear it."""
    try:
        print(fitted(text, sys.stderr), file=sys.stderr, flush=True)
    except OSError:
        let_go(sys.stderr)


def let_go(stream: Any) -> None:
    """Lets what a stream still holds go nowhere, so that Python doesn't fail of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def some_words(text: str) -> str:
    """Reads a text that says something; the type of a note that is asked for."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def calendar_day(text: str) -> date:
    """Reads YYYY-MM-DD or `yesterday`, which is that of UTC; the type of every date argument."""
    if text == "yesterday":
        return datetime.now(UTC).date() - timedelta(days=1)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not written as YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no such calendar day") from None


def add_date_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds --date or --start and --end."""
    add = parser.add_argument
    add("--date", type=calendar_day, metavar="D", help="one date, YYYY-MM-DD, or yesterday (UTC)")
    add("--start", type=calendar_day, metavar="A", help="first date of a range")
    add("--end", type=calendar_day, metavar="B", help="last date of a range (default: the latest)")


def date_range(arguments: argparse.Namespace) -> tuple[date, date] | None:
    """Returns the first and last date asked for; None where no date was given.

    The last is date.max where a range has no end.
    """
    day, start, end = arguments.date, arguments.start, arguments.end
    if day and (start or end):
        raise Problem(BAD_INPUT, "Give either --date or --start and --end, not both.")
    if end and not start:
        raise Problem(BAD_INPUT, "--end needs --start.")
    if start and end and start > end:
        raise Problem(BAD_INPUT, f"--start {start} is after --end {end}.")
    return (day, day) if day else (start, end or date.max) if start else None


def cannot_write(what: str, error: OSError) -> Problem:
    """A problem with files we write: a full disk is a failure, anything else bad input."""
    code = FAILED if error.errno in DISK_FULL else BAD_INPUT
    return Problem(code, f"Cannot write {what}: {error.strerror or error}.")

"""How a command is written: the one that was given, and the one to run next."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from sluice.report.notify import masked
from sluice.settings import ROOT
from sluice.warehouse.state import ADDRESS

OPTIONS = (
    "raw_dir",
    "corrections_dir",
    "warehouse",
    "reports_dir",
    "acknowledged",
    "parquet",
    "metrics",
    "target",
)  # that a command to run next repeats


def given(words: list[str]) -> str:
    """The command as it was given, but for addresses, of which the rest may be secret."""
    shown = [without_secret(word) for word in words]
    return " ".join([sys.argv[0], *([shlex.join(shown)] if shown else [])])


def without_secret(word: str) -> str:
    """A word of a command; of an address, also behind `--option=`, no more than where it leads."""
    option, mark, value = word.partition("=") if word.startswith("--") else ("", "", word)
    scheme = ADDRESS.match(value)
    if not scheme:
        return word
    is_url = value.startswith(f"{scheme[0]}//")
    return option + mark + (masked(value) if is_url else f"{scheme[0]}...")


def refresh_command(arguments: argparse.Namespace) -> list[str]:
    """The command that refreshes stale dates of the same warehouse."""
    return [python(), sys.argv[0], "--refresh-stale", *repeated(arguments)]


def run_command(arguments: argparse.Namespace, *dates: object) -> str:
    """The command that runs dates, after a command that knows the raw folder of no warehouse."""
    words = [python(), "scripts/run_pipeline.py", *map(str, dates), *repeated(arguments)]
    of_its_own = " and the --raw-dir and --reports-dir of that warehouse"
    return shlex.join(words) + (of_its_own if arguments.warehouse else "")


def repeated(arguments: argparse.Namespace) -> list[str]:
    """The options of a command that say where things are."""
    return [
        word
        for name in OPTIONS
        if (value := getattr(arguments, name, None))
        for word in (f"--{name.replace('_', '-')}", value)
    ]


def python() -> str:
    """This interpreter, by its place in the project where it is there."""
    path = Path(sys.executable)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)

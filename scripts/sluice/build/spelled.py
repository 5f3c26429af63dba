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
)  # that the refresh command repeats


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
    repeated = [
        word
        for name in OPTIONS
        if (value := getattr(arguments, name))
        for word in (f"--{name.replace('_', '-')}", value)
    ]
    return [python(), sys.argv[0], "--refresh-stale", *repeated]


def python() -> str:
    """This interpreter, by its place in the project where it is there."""
    path = Path(sys.executable)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)

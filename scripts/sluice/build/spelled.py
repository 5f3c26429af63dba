"""How a command is written: the one that was given, and the one to run next."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from sluice.report.notify import masked
from sluice.settings import ROOT

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


def given(words: list[str], address: str | None) -> str:
    """The command as it was given, but for the webhook's address, which is a secret."""
    shown = [word.replace(address, masked(address)) if address else word for word in words]
    return " ".join([sys.argv[0], *([shlex.join(shown)] if shown else [])])


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

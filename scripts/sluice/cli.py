"""The command `sluice`: one word says which part of the project is meant, the rest is its own.

commands:
  run          build dates from their raw files and publish their reports
  report       write the reports of built dates again
  acknowledge  say that an alert is known: it stays in the reports and no longer pages
  quarantine   see what was rejected and why, and mend it: list, why, show, fix, waive, …
  holidays     list the holidays of countries, which count as announced dates
  contract     write a feed's data contract: what comes, its rules, what the clean table promises
  generate     make messy days to try things on
  docs         build the docs site, one file

`sluice COMMAND --help` says more.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from importlib import import_module

from sluice.command_line import run
from sluice.problems import BAD_INPUT, DONE, complain

COMMANDS = {
    "run": "sluice.commands.run",
    "report": "sluice.commands.report",
    "acknowledge": "sluice.commands.acknowledge",
    "quarantine": "sluice.commands.quarantine",
    "holidays": "sluice.commands.holidays",
    "contract": "sluice.commands.contract",
    "generate": "sluice.commands.generate",
    "docs": "sluice.commands.docs",
}


def main(words: list[str] | None = None) -> int:
    """Runs a command; returns its exit code."""
    name, *rest = (sys.argv[1:] if words is None else words) or ["--help"]
    if name in ("--help", "-h"):
        return run(Namespace, show_help)
    if name not in COMMANDS:
        known = ", ".join(COMMANDS)
        complain(f"There is no command '{name}': give one of {known} (see --help).")
        return BAD_INPUT
    sys.argv[0] = f"sluice {name}"  # what its help calls itself
    return import_module(COMMANDS[name]).main(rest)


def show_help(_: Namespace) -> int:
    """Prints which commands there are."""
    print(f"usage: sluice COMMAND [ARGUMENT ...]\n\n{__doc__}".rstrip())
    return DONE


if __name__ == "__main__":
    sys.exit(main())

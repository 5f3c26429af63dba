"""Writes the data contract of a feed, as the Open Data Contract Standard has it, in YAML.

What the sender delivers, by which rules it is checked, and what the clean table promises to whoever
reads it. It is written from the feed book, the rule book and dbt's contracts; no warehouse is read.

examples:
  sluice contract orders
  sluice contract orders --out orders.odcs.yaml

exit codes: 0 done   2 wrong arguments or settings   3 writing failed
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import yaml

from sluice import command_line as commands
from sluice.books import feeds
from sluice.build.dbt_runs import read_project
from sluice.data_contract import contract
from sluice.files.saving import save
from sluice.problems import BAD_INPUT, DONE, Parser, Problem, cannot_write
from sluice.settings import ROOT, check_dbt_folders, clear_environment

KIND = b"kind: DataContract"  # the second line of one


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    return commands.run(lambda: parser().parse_args(argv), write)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("feed", choices=feeds(), metavar="FEED", help=", ".join(feeds()))
    found.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    return found


def write(arguments: argparse.Namespace) -> int:
    """Writes the contract."""
    out = arguments.out and arguments.out.absolute()
    if out:
        check_out(out, str(arguments.out))
    clear_environment()
    check_dbt_folders()
    os.chdir(ROOT)
    models = {node.name: node for node in read_project().nodes.values() if is_model(node)}
    found = contract(arguments.feed, models)
    text = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=100)
    if out:
        save(out, text.encode(), str(arguments.out))
    else:
        print(text, end="")
    return DONE


def check_out(path: Path, name: str) -> None:
    """Raises a Problem where the file would replace what is no contract."""
    try:
        before = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise cannot_write(name, error) from None
    if before and KIND not in before.splitlines()[:2]:
        raise Problem(BAD_INPUT, f"{name} is no data contract: it would be overwritten.")


def is_model(node: object) -> bool:
    """Tells whether a node of dbt's is a model."""
    return getattr(node, "resource_type", None) == "model"

"""Teaches the vocabularies the values that they don't know."""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from sluice.printable import printable
from sluice.quarantine.reading import Row, rows
from sluice.settings import ROOT
from sluice.words import counted

SEEDS = ROOT / "seeds"
OWN_NAMES = "own_names"
# Where a category's names are looked up; those of all others are in category_names.
LOOKED_UP = {"country": "country_names", "currency": "currency_names"}
NUMBER_CHARACTER = re.compile(r"[\d+().,-]")  # none may be in the mark of a currency

UNMAPPED = """
    select * from marts.unmapped_values
    order by similarity desc nulls last, rows desc, category, name
"""
DATES = """
    select min(ingest_date) as first_date, max(ingest_date) as last_date
    from intermediate.int_unmapped_values
    where list_contains($names, [category, name])
"""


@dataclass(frozen=True)
class Accepted:
    """The rows that were added, those that were refused with why, and the dates that have them."""

    added: list[Row]
    refused: list[tuple[Row, str]]
    first_date: date | None
    last_date: date | None


def similarity(text: str) -> float:
    """Reads a similarity; the type of the argument."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not above 0 and at most 1")
    return value


def unmapped(connection: DuckDBPyConnection) -> list[Row]:
    """The unknown values, those most like a known one first."""
    return rows(connection, UNMAPPED)


def unmapped_text(found: list[Row]) -> str:
    """The same for a person: each with the row that would teach it."""
    if not found:
        return "Every value is known."
    lines = [
        f"{row['rows']:>9,}  {row['similarity'] or 0:.2f}  {row['first_seen']}  "
        + printable(row["seed_row"] or f"{row['category']},{row['name']}, (like nothing known)")
        for row in found
    ]
    return "\n".join(["     rows  like  since       row for seeds/own_names.csv", *lines])


def accept(connection: DuckDBPyConnection, similarity: float, seeds: Path = SEEDS) -> Accepted:
    """Adds the values that are at least so much like a known one to the seeds."""
    alike = [row for row in unmapped(connection) if (row["similarity"] or 0) >= similarity > 0]
    problems = [(row, why_not(row)) for row in alike]
    added = [row for row, problem in problems if problem is None]
    add_to_seeds(added, seeds)
    names = [[row["category"], row["name"]] for row in added]
    dates = rows(connection, DATES, names=names)[0] if names else dict.fromkeys(("a", "b"))
    refused = [(row, problem) for row, problem in problems if problem is not None]
    return Accepted(added, refused, *dates.values())


def why_not(row: Row) -> str | None:
    """Why a value can't become a name; None where it can."""
    if not row["name"].isprintable():
        return "it holds characters that can't be seen"
    if row["category"] == "currency" and NUMBER_CHARACTER.search(row["name"]):
        return "a currency's mark stands next to numbers, so it can hold none of their characters"
    return None


def add_to_seeds(added: list[Row], seeds: Path) -> None:
    """Writes new names to the user's own ones and to the vocabularies that are looked up in."""
    own = [(row["category"], row["name"], row["nearest_value"]) for row in added]
    new: dict[str, list[tuple[str, ...]]] = {OWN_NAMES: own}
    for category, name, value in own:
        is_alone = category in LOOKED_UP  # one category, so the seed doesn't name it
        entry = (name, value) if is_alone else (category, name, value)
        new.setdefault(LOOKED_UP.get(category, "category_names"), []).append(entry)
    for seed, entries in new.items():
        insert(seeds / f"{seed}.csv", entries)


def insert(path: Path, entries: list[tuple[str, ...]]) -> None:
    """Adds rows that aren't there yet to a sorted seed, in one step."""
    with path.open(encoding="utf-8", newline="") as lines:
        header, *known = (tuple(row) for row in csv.reader(lines))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *sorted({*known, *entries})])
    new = path.with_suffix(".csv.new")
    new.write_bytes(text.getvalue().encode())
    os.replace(new, path)


def accepted_text(result: Accepted) -> str:
    """What was accepted, and what to run now."""
    if not result.added and not result.refused:
        return "No unknown value is so much like a known one: nothing was added."
    lines = [
        f"Added {counted(len(result.added), 'name')} to seeds/own_names.csv and the vocabularies:",
        *(f"  {printable(row['seed_row'])}" for row in result.added),
        *(f"Not added: {printable(row['seed_row'])}: {why}." for row, why in result.refused),
    ]
    if result.added:
        span = f"--start {result.first_date} --end {result.last_date}"
        lines.append(f"Run their dates again: .venv/bin/python scripts/run_pipeline.py {span}")
    return "\n".join(lines)

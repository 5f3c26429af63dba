"""Teaches the vocabularies the values that they don't know."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from sluice.books import feed_book
from sluice.files.own_names import SEEDS, name_fault, standard_names
from sluice.files.saving import alone_at, save
from sluice.printable import printable
from sluice.problems import BAD_INPUT, Problem
from sluice.quarantine.alike import why_another
from sluice.quarantine.reading import Row, rows
from sluice.words import counted, listed, nearest

OWN_NAMES = "seeds/own_names.csv"
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
class Proposed:
    """The rows that can be added, those that can't with why, and the dates that have the former."""

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


def unmapped(connection: DuckDBPyConnection, categories: Collection[str] = ()) -> list[Row]:
    """The unknown values of some or all categories, those most like a known one first."""
    check_categories(categories)
    found = rows(connection, UNMAPPED)
    return [row for row in found if not categories or row["category"] in categories]


def check_categories(categories: Collection[str]) -> None:
    """A Problem where one is no category of the feed book."""
    entries = [column for feed in feed_book().values() for column in feed["columns"].values()]
    known = sorted({entry["category"] for entry in entries if "category" in entry})
    for category in categories:
        if category not in known:
            what = f"No category is called '{printable(category)}', there are {listed(known)}"
            raise Problem(BAD_INPUT, what + (nearest(category, known) or "."))


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


def proposed(
    connection: DuckDBPyConnection,
    similarity: float,
    categories: Collection[str] = (),
    seeds: Path = SEEDS,
) -> Proposed:
    """The values that are at least so much like a known one, and look like nothing else."""
    names: dict[str, dict[str, str]] = {}
    for (category, name), value in standard_names(seeds).items():
        names.setdefault(category, {})[name] = value
    alike = [
        row
        for row in unmapped(connection, categories)
        if (row["similarity"] or 0) >= similarity > 0
    ]
    problems = [(row, why_not(row, names[row["category"]])) for row in alike]
    added = [row for row, problem in problems if problem is None]
    asked = [[row["category"], row["name"]] for row in added]
    dates = rows(connection, DATES, names=asked)[0] if asked else dict.fromkeys(("a", "b"))
    refused = [(row, problem) for row, problem in problems if problem is not None]
    return Proposed(added, refused, *dates.values())


def why_not(row: Row, names: dict[str, str]) -> str | None:
    """Why a value can't become a name by its likeness alone; None where it can."""
    if problem := name_fault(row["category"], row["name"]):
        return problem
    if row["category"] == "currency":
        return "one letter makes another currency"
    known = {row["nearest_name"]: row["nearest_value"]} | names  # that may be one of one's own
    return why_another(row["name"], row["nearest_name"], known)


def add(found: Proposed, seeds: Path = SEEDS) -> None:
    """Writes new names to the user's own ones, sorted, in one step."""
    path = seeds / "own_names.csv"
    with alone_at(path, OWN_NAMES):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header, *known = (tuple(row) for row in csv.reader(lines) if row)
        new = {(row["category"], row["name"], row["nearest_value"], "") for row in found.added}
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *sorted({*known, *new})])
        save(path, text.getvalue().encode(), OWN_NAMES)


def proposed_text(found: Proposed) -> str:
    """What would be added, and what not."""
    lines = [f"  {printable(row['seed_row'])}" for row in found.added]
    if lines:
        lines.insert(0, f"To add to seeds/own_names.csv, {counted(len(lines), 'name')}:")
    lines += [f"Not added: {printable(row['seed_row'])}: {why}." for row, why in found.refused]
    if found.refused:
        lines.append("Whatever of these is right can be written into seeds/own_names.csv by hand.")
    return "\n".join(lines or ["No unknown value is so much like a known one."])


def added_text(found: Proposed, run_again: str) -> str:
    """What was added, and what to run now."""
    return f"Added {counted(len(found.added), 'name')}.\nRun their dates again: {run_again}"

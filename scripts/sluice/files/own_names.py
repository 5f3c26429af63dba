"""The names and values of one's own, seeds/own_names.csv: read and checked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from sluice.printable import printable
from sluice.settings import ROOT

SEEDS = ROOT / "seeds"
COLUMNS = ["category", "name", "value", "sign"]
# Where a category's names are looked up; those of all others are in category_names.
LOOKED_UP = {"country": "country_names", "currency": "currency_names"}
VALUES = {"country": "[A-Z]{2}", "currency": "[A-Z]{3}"}
OTHER_VALUES = "[a-z][a-z0-9_]*"
SIGNS = {"1": 1, "+1": 1, "-1": -1, "0": 0}
SIGNED = "order_status"
BLANKS = " \t\v\f\r\u00a0"
MISSING = {"", "null", "none", "nil", "nan", "n/a", "na", "-", "\\n"}
NUMBER_CHARACTER = re.compile(r"[\d+().,-]")  # none may be in the mark of a currency

Names = dict[tuple[str, str], str]  # category and name to value


@dataclass(frozen=True)
class OwnName:
    """A name of one's own and its value; or what is wrong with a row of the file."""

    category: str | None = None
    name: str | None = None
    value: str | None = None
    sign: int | None = None
    problem: str | None = None


def own_names(categories: list[str]) -> list[dict[str, object]]:
    """What own_names.csv adds to the vocabularies, for SQL."""
    return [asdict(row) for row in added_names(categories, SEEDS)]


def added_names(categories: list[str], seeds: Path) -> list[OwnName]:
    """The same: each name once, new values too; or what is wrong with the file."""
    rows, problem = read_rows(seeds / "own_names.csv")
    if problem or not rows:
        return [OwnName(problem=problem)] if problem else []
    standard = standard_names(seeds)
    problems = [
        OwnName(problem=f"seeds/own_names.csv, row {number}: {wrong}")
        for number, row in enumerate(rows, 2)
        if (wrong := fault(row, categories, standard))
    ]
    return problems or with_signs(rows, standard, standard_signs(seeds))


def read_rows(path: Path) -> tuple[list[dict[str, str]], str | None]:
    """The rows of the file, names as they are looked up; or why it can't be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header, *lines = [row for row in csv.reader(stream, strict=True) if any(row)] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        return [], f"seeds/own_names.csv can't be read: {failure}"
    if header != COLUMNS:
        return [], f"seeds/own_names.csv must have the columns {', '.join(COLUMNS)}"
    rows = [dict(zip(COLUMNS, [*line, "", "", "", ""], strict=False)) for line in lines]
    for row in rows:
        row["name"] = look_up_form(row["name"])
    return rows, None


def look_up_form(text: str) -> str:
    """A name as it is looked up: trimmed, lower case, inner white space folded."""
    folded = re.sub(f"[{BLANKS}]+", " ", text.strip(BLANKS))
    return lower_case(folded)


def lower_case(text: str) -> str:
    """Text in lower case, each character on its own, as the macro of that name has it."""
    return "".join(character.lower()[0] for character in text)


def standard_names(seeds: Path = SEEDS) -> Names:
    """The names that every user has."""
    found: Names = {}
    for seed in ("category_names", *LOOKED_UP.values()):
        with (seeds / f"{seed}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                category = row.get("category", seed.removesuffix("_names"))
                found[category, row["name"]] = row.get("value") or row["code"]
    return found


@cache
def shared_symbols() -> dict[str, list[str]]:
    """The symbols that several currencies share, each with the codes of those."""
    with (SEEDS / "currency_names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row["name"]: row["shared_by"].split(" ") for row in rows if row["shared_by"]}


def fault(row: dict[str, str], categories: Iterable[str], standard: Names) -> str | None:
    """What is wrong with a row, looked at alone."""
    category, name, value = row["category"], row["name"], row["value"]
    if category not in categories:
        return f"no category is called '{printable(category)}', only {', '.join(categories)}"
    if problem := name_fault(category, name):
        return problem
    if value == "unknown" or not re.fullmatch(VALUES.get(category, OTHER_VALUES), value):
        shape = {"country": "two capital letters", "currency": "three capital letters"}
        what = shape.get(category, "small letters, digits and underscores, and not 'unknown'")
        return f"a value of {category} must be {what}, not '{printable(value)}'"
    if standard.get((category, name)) == "":
        return f"'{name}' stands for several currencies: `symbols` in the feed book says for which"
    if standard.get((category, name), value) != value:
        return f"'{name}' is {standard[category, name]} already, and can't be {value} too"
    if row["sign"] not in ("", *SIGNS):
        return f"a sign must be 1, -1 or 0, not '{printable(row['sign'])}'"
    is_new = value not in values_of(category, standard)
    if row["sign"] and not (category == SIGNED and is_new):
        return f"only a new value of {SIGNED} has a sign"
    return None


def name_fault(category: str, name: str) -> str | None:
    """Why a text can't become a name of a category."""
    if name in MISSING and not (category == "country" and name == "na"):
        return f"'{name}' stands for a missing value, it can't be a name"
    if not name.isprintable():
        return "the name holds characters that can't be seen"
    if category == "currency" and NUMBER_CHARACTER.search(name):
        return "a currency's mark stands next to numbers, so it can hold none of their characters"
    return None


def values_of(category: str, names: Names) -> set[str]:
    """The canonical values of a category."""
    return {value for (of, _), value in names.items() if of == category}


def with_signs(rows: list[dict[str, str]], standard: Names, known: dict[str, int]) -> list[OwnName]:
    """Every new name with its value and sign; or what contradicts itself."""
    names: Names = {}
    signs: dict[str, set[int]] = {}
    for row in rows:
        key, value = (row["category"], row["name"]), row["value"]
        if names.setdefault(key, value) != value:
            what = f"'{key[1]}' of {key[0]} is {names[key]} and {value}: it can be one of them"
            return [OwnName(problem=f"seeds/own_names.csv: {what}")]
        if key[0] == SIGNED and value not in known:
            signs.setdefault(value, set()).update([SIGNS[row["sign"]]] if row["sign"] else [])
    problems = [
        OwnName(problem=f"seeds/own_names.csv: {SIGNED} {value} needs one sign: 1, -1 or 0")
        for value, found in signs.items()
        if len(found) != 1
    ]
    known = known | {value: min(found) for value, found in signs.items() if found}
    return problems or sorted(
        added(names, known, standard), key=lambda row: (row.category, row.name)
    )


def standard_signs(seeds: Path) -> dict[str, int]:
    """How the amount of an order counts that has a status of every user's."""
    with (seeds / "category_names.csv").open(encoding="utf-8", newline="") as stream:
        return {row["value"]: int(row["sign"]) for row in csv.DictReader(stream) if row["sign"]}


def added(names: Names, signs: dict[str, int], standard: Names) -> Iterator[OwnName]:
    """The names that the vocabularies lack; a new value is a name of itself."""
    themselves = {(category, look_up_form(value)): value for (category, _), value in names.items()}
    for (category, name), value in (themselves | names).items():
        if (category, name) not in standard:
            sign = signs[value] if category == SIGNED else None
            yield OwnName(category, name, value, sign)

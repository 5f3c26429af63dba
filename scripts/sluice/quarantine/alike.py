"""Whether a name is a known one misspelled, and not one that means something else."""

from __future__ import annotations

import re
from collections.abc import Mapping

MIN_LETTERS = 4  # shorter ones are codes: one letter more or less is another one
LONG = 8  # letters from which two may be wrong
BETWEEN_WORDS = re.compile(r"[\s_-]+")
NOT_LETTERS = re.compile(r"[\W_]+")
# Of words, what turns them round, or says that it hasn't happened yet.
PREFIXES = (
    "un",
    "in",
    "im",
    "ir",
    "il",
    "non",
    "not",
    "no",
    "dis",
    "de",
    "mis",
    "anti",
    "pre",
    "re",
)
ENDINGS = ("d", "ed", "r", "er", "ing", "able", "less")


def why_another(name: str, known: str, names: Mapping[str, str]) -> str | None:
    """Why a name may mean something else than a known one; None where it is that one misspelled.

    `names` are all names of the category, with what they stand for.
    """
    if letters(name) == letters(known):
        return None
    if len(words(name)) != len(words(known)):
        return f"it has other words than '{known}'"
    if min(len(name), len(known)) < MIN_LETTERS:
        return f"it is too short to be '{known}' misspelled"
    if is_turned(name, known) or is_turned(known, name):
        return f"it may be the contrary of '{known}'"
    if has_ending(name, known) or has_ending(known, name):
        return f"it may be another form of '{known}', for what has not happened yet"
    if not is_near(name, known):
        return f"it is another word than '{known}'"
    others = {value for other, value in names.items() if is_near(name, other)} - {names[known]}
    return f"it may as well be {min(others)}" if others else None


def letters(name: str) -> str:
    """A name's letters and digits alone."""
    return NOT_LETTERS.sub("", name)


def words(name: str) -> list[str]:
    """A name's words."""
    return [word for word in BETWEEN_WORDS.split(name) if word]


def is_turned(name: str, known: str) -> bool:
    """A name is a known one, or nearly, behind a syllable that turns it round."""
    return any(
        name.startswith(prefix)
        and not known.startswith(prefix)
        and is_near(name.removeprefix(prefix), known)
        for prefix in PREFIXES
    )


def has_ending(name: str, known: str) -> bool:
    """A name is a known one with an ending that changes its time."""
    return any(letters(name) == letters(known) + ending for ending in ENDINGS)


def is_near(name: str, known: str) -> bool:
    """One letter is wrong, two of a long name: missing, too much, another, or two exchanged."""
    allowed = 2 if min(len(name), len(known)) >= LONG else 1
    return abs(len(name) - len(known)) <= allowed and distance(name, known) <= allowed


def distance(name: str, known: str) -> int:
    """How many letters have to be changed to get from one to the other."""
    before, last = [0] * (len(known) + 1), list(range(len(known) + 1))
    for row, letter in enumerate(name, 1):
        this = [row]
        for column, other in enumerate(known, 1):
            cost = min(last[column] + 1, this[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == known[column - 2] and name[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            this.append(cost)
        before, last = last, this
    return last[-1]

"""What is wrong with one value, as the end of a sentence about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sluice.files.own_names import shared_symbols
from sluice.literals import literal

Entry = Mapping[str, Any]  # of the variable book, or of the feed words: a kind and its limits

NUMBERS = ("number", "whole number")
SEVERITIES = ("reject", "warn")
OTHER_CODES = ("%a", "%A", "%%")


def variable_book() -> dict[str, dict[str, Any]]:
    """What every variable may be."""
    return literal("settings/variable_book.sql", "variables")


def value_fault(entry: Entry, value: Any) -> str:
    """What it must be instead; nothing when it is of its kind and within its bounds."""
    wrong = next(WRONG[entry["kind"]](entry, value), None)
    if wrong is None:
        return ""
    accepted, culprit = wrong
    is_text = isinstance(culprit, str) and entry["kind"] in NUMBERS
    return f" must be {accepted}, not {'the text ' if is_text else ''}{shown(culprit)}."


def shown(value: Any) -> str:
    """A value as a sentence quotes it."""
    text = str(value)
    return "nothing" if value is None else f"'{text if len(text) <= 60 else f'{text[:60]}…'}'"


Wrong = Iterator[tuple[str, Any]]  # what is accepted, and what isn't that


def wrong_number(entry: Entry, value: Any) -> Wrong:
    """A number that is none, or out of its bounds; infinity and NaN are out of any."""
    kinds = (int,) if entry["kind"] == "whole number" else (int, float)
    least, most = entry["at_least"], entry["at_most"]
    if isinstance(value, bool) or not (isinstance(value, kinds) and least <= value <= most):
        yield f"a {entry['kind']} from {least} to {most}" if least != most else most, value


def wrong_choice(entry: Entry, value: Any) -> Wrong:
    """A text that is none of some."""
    if not isinstance(value, str) or value not in entry["choices"]:
        yield " or ".join(entry["choices"]), value


def wrong_switch(_: Entry, value: Any) -> Wrong:
    """What is neither true nor false."""
    if not isinstance(value, bool):
        yield "true or false", value


def wrong_symbols(_: Entry, value: Any) -> Wrong:
    """Symbols that currencies don't share, and codes of others."""
    shared = shared_symbols()
    chosen = value if isinstance(value, dict) else {}
    accepted = f"codes of currencies for some of {' '.join(shared)}"
    others = [name for name, code in chosen.items() if code not in shared.get(name, (code,))]
    if others:
        accepted += f", of {others[0]} one of {' '.join(shared[others[0]])}"
    if others or not isinstance(value, dict) or set(chosen) - set(shared):
        yield accepted, value


def wrong_severities(_: Entry, value: Any) -> Wrong:
    """What isn't reject or warn by rule."""
    if not isinstance(value, dict) or any(chosen not in SEVERITIES for chosen in value.values()):
        yield "reject or warn by rule, such as {status_missing: warn}", value


def wrong_names(_: Entry, value: Any) -> Wrong:
    """What isn't a mapping; what it names is looked at where all checks are known."""
    if not isinstance(value, dict):
        yield "names and values, such as {volume_spike: false}", value


def wrong_words(_: Entry, value: Any) -> Wrong:
    """What isn't a list of texts."""
    if not are_texts(value):
        yield "a list of words", value


def wrong_aliases(_: Entry, value: Any) -> Wrong:
    """What isn't a mapping to lists of texts."""
    if not are_aliases(value):
        yield "lists of other names of columns, such as {order_id: [id]}", value


def are_aliases(value: Any) -> bool:
    """Tells whether a value is a mapping to lists of texts."""
    return isinstance(value, dict) and all(are_texts(names) for names in value.values())


def are_texts(value: Any) -> bool:
    """Tells whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def wrong_time_formats(_: Entry, value: Any) -> Wrong:
    """Patterns that don't say a whole date, or say something twice; or what is no list."""
    accepted = (
        "a list of strptime patterns, each with a whole date, of %Y or %y, %m, %b or %B, %d, "
        "%H or %I with %p, %M, %S, %f, %z or %Z, %a and %A"
    )
    for pattern in value if isinstance(value, list) else [value]:
        if not isinstance(value, list) or not is_time_format(pattern):
            yield accepted, pattern


def is_time_format(pattern: Any) -> bool:
    """Tells whether times can be read by a strptime pattern, to the day at least."""
    if not isinstance(pattern, str):
        return False
    slots = literal("parsing/time_formats.sql", "slots")
    codes = re.findall("%.?", pattern)
    said = [slots[code] for code in codes if code in slots]
    needed = {"minute": "hour", "second": "minute", "fraction": "second"}
    return (
        {"year", "month", "day"} <= set(said)
        and len(set(said)) == len(said)
        and ("%I" in codes) == ("half" in said)
        and all(other in said for slot, other in needed.items() if slot in said)
        and all(code in slots or code in OTHER_CODES for code in codes)
    )


def wrong_zone(_: Entry, value: Any) -> Wrong:
    """What is no text; whether a text is a zone, the warehouse tells."""
    if not isinstance(value, str):
        yield "the name of a time zone", value


WRONG: dict[str, Callable[[Entry, Any], Wrong]] = {
    "number": wrong_number,
    "whole number": wrong_number,
    "choice": wrong_choice,
    "switch": wrong_switch,
    "symbols": wrong_symbols,
    "severities": wrong_severities,
    "alert settings": wrong_names,
    "words": wrong_words,
    "aliases": wrong_aliases,
    "time formats": wrong_time_formats,
    "time zone": wrong_zone,
}

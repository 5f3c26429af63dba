"""What books that are right by themselves say against one another, or the models."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sluice.books import alert_types
from sluice.faults.feed_book import Book
from sluice.faults.values import SEVERITIES, shown
from sluice.faults.variables import tunable
from sluice.literals import read_yaml

Rule = dict[str, Any]
OF_STEPS = re.compile(  # what a rule can ask of a column
    r"\b(?:received_\w+|has_other_\w+|is_\w+_ambiguous|\w+_(?:value|utc|outward|sign|currency))\b"
)


def book_faults(
    given: str, rules: list[Rule], taken: list[str], feeds: dict[str, Book]
) -> list[str]:
    """Of the variables that are set, as YAML, the rule book, and the names of lines.

    Of each feed: the names that its columns `give`, what is `read` of them and its type, and the
    types of the columns that its model `declares`. For SQL.
    """
    values = read_yaml(given)
    book = values["feeds"]
    if faults := list(shape_faults(rules)):
        return faults
    return [
        *name_faults(book, feeds, taken),
        *severity_faults(values, rules),
        *alert_faults(values),
        *model_faults(book, feeds),
        *rule_faults(book, rules),
        *step_faults(feeds, rules),
    ]


def shape_faults(rules: list[Rule]) -> Iterator[str]:
    """Rules without what each must have."""
    for number, rule in enumerate(rules, 1):
        place = f"The rule {rule.get('name') or f'number {number} of the rule book'}"
        for word in ("name", "severity", "when"):
            if not isinstance(rule.get(word), str):
                yield f"{place} must have a text as its {word}, not {shown(rule.get(word))}."
        if not isinstance(rule.get("feeds", []), list):
            yield f"{place} must have a list of feeds, not {shown(rule['feeds'])}."


def name_faults(book: Book, feeds: dict[str, Book], taken: list[str]) -> Iterator[str]:
    """Columns called as what every line has, or a step of reading; and two with a step."""
    for feed, entry in book.items():
        given = [name.lower() for name in feeds[feed]["gives"]]
        for column in entry["columns"]:
            if column.lower() in (*taken, *given):
                wrong = "is a name that lines have for something else: call the column otherwise"
                yield f"feeds: {feed}.{column} {wrong}, and list {column} in its aliases."
        for name, times in Counter(given).items():
            if times > 1:
                wrong = f"two of them are read by way of {name}: call one otherwise"
                yield f"feeds: {feed}.columns: {wrong}, and list its name in its aliases."


def severity_faults(values: Book, rules: list[Rule]) -> Iterator[str]:
    """Severities of rules that no feed has, or that can't be a warning."""
    book = values["feeds"]
    for key, severity in values.get("rule_severities", {}).items():
        keys = {feed: (key, str(key).removeprefix(f"{feed}.")) for feed in book}
        yield from severity_fault("rule_severities", key, severity, rules, keys)
    for feed, entry in book.items():
        for key, severity in entry.get("severities", {}).items():
            place = f"feeds: {feed}.severities"
            yield from severity_fault(place, key, severity, rules, {feed: (key,)})


def severity_fault(
    place: str, key: Any, severity: str, rules: list[Rule], names: dict[str, tuple[Any, ...]]
) -> Iterator[str]:
    """The same of one, that is by these names a rule of some feeds."""
    named = [
        (feed, bool(rule.get("fixed")))
        for rule in rules
        for feed, keys in names.items()
        if rule["name"] in keys and feed in rule.get("feeds", names)
    ]
    fixed = [feed for feed, is_fixed in named if is_fixed]
    others = [f"{feed}.{key}" for feed, is_fixed in named if not is_fixed]
    if not named:
        yield f"{place}: no rule is called {shown(key)}."
    elif severity == "warn" and fixed:
        why = "such a row lacks its id, its time or its fields"
        instead = f"; write {', '.join(others)}" if others else ""
        yield f"{place}: {key} can't be a warning of {', '.join(fixed)}: {why}{instead}."


def alert_faults(values: Book) -> Iterator[str]:
    """What is set of alerts under names of no check, or is neither true nor false."""
    settings = {
        f"feeds: {feed}.alerts": entry.get("alerts", {}) for feed, entry in values["feeds"].items()
    }
    settings |= {f"alerts: {feed}": own for feed, own in values.get("alerts", {}).items()}
    for place, chosen in settings.items():
        for name in [name for name in chosen if name not in tunable()]:
            if name not in alert_types():
                known = ", ".join([*alert_types(), *tunable()])
                what = "is neither a check nor a number that can differ by feed, which are"
                yield f"{place}.{name} {what} {known}."
            elif not isinstance(chosen[name], bool):
                yield f"{place}.{name} must be true or false, not {shown(chosen[name])}."


def model_faults(book: Book, feeds: dict[str, Book]) -> Iterator[str]:
    """Columns that only the feed book or only its model knows, or of which none is read."""
    for feed, entry in book.items():
        model, declared = f"quarantine_{feed}", feeds[feed]["declares"]
        if not declared:
            yield f"feeds: {feed} has no model {model} with columns."
            continue
        for column, (read, kind) in feeds[feed]["reads"].items():
            if column not in declared or without_blanks(declared.get(read)) != without_blanks(kind):
                what = f"is a column of {model}, and {read} one of type {kind}"
                wrong = "its model declares them otherwise"
                yield f"feeds: {feed}.columns: {column} {what}; {wrong}."
        for name in declared:
            column = name.removesuffix("_read")
            if column != name and column not in entry["columns"]:
                yield f"feeds: {feed}.columns lacks {column}, which {model} declares."


def without_blanks(kind: str | None) -> str:
    """A type as two of them are compared."""
    return (kind or "").replace(" ", "")


def rule_faults(book: Book, rules: list[Rule]) -> Iterator[str]:
    """Rules of feeds that the feed book lacks, and of no severity."""
    for rule in rules:
        name, severity = rule["name"], rule["severity"]
        if severity not in SEVERITIES:
            yield f"The rule {name} must have the severity reject or warn, not {shown(severity)}."
        for feed in rule.get("feeds", []):
            if feed not in book:
                yield f"feeds lacks {feed}, which has the rule {name}."


def step_faults(feeds: dict[str, Book], rules: list[Rule]) -> Iterator[str]:
    """Rules of the same name in a feed, and such as need what its columns don't give.

    A column of another kind or vocabulary has other steps.
    """
    for feed, own in feeds.items():
        of_feed = [rule for rule in rules if feed in rule.get("feeds", [feed])]
        yield from (f"Two rules of {feed} are called {name}." for name in repeated(of_feed))
        for rule in of_feed:
            for name in dict.fromkeys(OF_STEPS.findall(rule["when"])):
                if name not in own["gives"]:
                    needs = f"the rule {rule['name']} needs {name}"
                    why = "which no column of such a kind gives"
                    yield f"feeds: {feed}.columns: {needs}, {why}."


def repeated(rules: Iterable[Rule]) -> list[str]:
    """The names that several rules have."""
    return [name for name, times in Counter(rule["name"] for rule in rules).items() if times > 1]

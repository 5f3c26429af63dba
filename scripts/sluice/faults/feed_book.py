"""What is wrong with the feed book, a sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sluice.faults.values import are_aliases, shown, value_fault, variable_book
from sluice.files.own_names import BLANKS, lower_case
from sluice.literals import literal
from sluice.words import listed

NAME = re.compile(r"[a-z][a-z0-9_]*")
NAME_RULE = "a name of small letters, digits and underscores"
SEVERAL = ("key", "dimensions", "distributions")  # words that name any number of columns
Book = dict[str, Any]


def feed_book_faults(book: Any) -> list[str]:
    """Sentences about the variable `feeds`."""
    if not isinstance(book, dict) or not book:
        return [f"feeds must have an entry for each feed, not be {shown(book)}."]
    faults = (fault for feed, entry in book.items() for fault in entry_faults(feed, entry))
    return list(dict.fromkeys(faults))


def entry_faults(feed: Any, entry: Any) -> Iterable[str]:
    """What is wrong with a feed's entry: with its words, or else with what they say."""
    if not is_name(feed):
        return [f"feeds: {shown(feed)} must be {NAME_RULE}."]
    place = f"feeds: {feed}"
    if not isinstance(entry, dict):
        return [f"{place} must have names and values, not be {shown(entry)}."]
    needed = {word: "default" not in limits for word, limits in feed_words().items()}
    if faults := list(word_faults(place, entry, needed)):
        return faults
    if not isinstance(entry["columns"], dict) or not entry["columns"]:
        return [f"{place}.columns must have an entry for each column."]
    return [
        *column_entry_faults(place, entry["columns"]),
        *word_value_faults(place, entry),
        *named_column_faults(place, entry),
        *shape_faults(place, entry),
        *alias_faults(place, entry),
    ]


def feed_words() -> dict[str, dict[str, Any]]:
    """The words of a feed's entry, and what each may be."""
    return literal("books/feed_words.sql", "words")


def words_of(kind: Any) -> dict[str, bool] | None:
    """The words of a column's entry by its kind, and whether each is needed; None for no kind."""
    kinds = literal("feed/kinds.sql", "kinds")
    if not isinstance(kind, str) or kind not in kinds:
        return None
    return {"kind": True, "required": False, **kinds[kind].get("words", {})}


def limits_of(entry: Book, word: str) -> dict[str, Any]:
    """The limits of a word's value, its own or its variable's; nothing where it names columns."""
    limits = feed_words()[word]
    if limits.get("kind") == "variable":
        return of_feed(word, variable_book()[word], entry)
    return limits if "kind" in limits else {}


def of_feed(name: str, limits: dict[str, Any], entry: Book) -> dict[str, Any]:
    """Limits as they hold for a feed: a snapshot repeats its rows, so it can't look back."""
    is_narrower = name == "lookback_days" and entry.get("is_snapshot")
    return limits | {"at_most": 0} if is_narrower else limits


def word_faults(place: str, entry: Book, words: dict[str, bool]) -> Iterator[str]:
    """Words of an entry that are unknown, and those that it lacks."""
    for word in entry:
        if word not in words:
            yield f"{place}: no word is {shown(word)}, only {', '.join(words)}."
    for word, is_needed in words.items():
        if is_needed and word not in entry:
            yield f"{place} lacks {word}."


def column_entry_faults(place: str, columns: Book) -> Iterator[str]:
    """What is wrong with the entries of columns."""
    for name, entry in columns.items():
        is_entry = isinstance(entry, dict)
        kind = entry.get("kind") if is_entry else entry
        words = words_of(kind) if is_entry else None
        if not isinstance(name, str):
            yield f"{place}.columns: {shown(name)} must be the name of a column."
        elif words is None:
            yield f"{place}.{name} must have a kind of column, not {shown(kind)}."
        else:
            faults = list(word_faults(f"{place}.{name}", entry, words))
            yield from faults or column_faults(f"{place}.{name}", entry, columns)


def column_faults(place: str, entry: Book, columns: Book) -> Iterator[str]:
    """What is wrong with what a column's entry says."""
    for word in ("required", "whole"):
        if not isinstance(entry.get(word, True), bool):
            yield f"{place}.{word} must be true or false, not {shown(entry[word])}."
    kind = entry["kind"]
    if kind == "reference" and entry["feed"] != "customers":
        yield f"{place}.feed must be customers, not {shown(entry['feed'])}."
    elif kind == "amount" and category_of(columns, entry["currency"]) != "currency":
        wanted = "name a column of the category currency"
        yield f"{place}.currency must {wanted}, not {shown(entry['currency'])}."
    elif kind == "category" and not is_name(entry["category"]):
        yield f"{place}.category must be {NAME_RULE}, not {shown(entry['category'])}."


def is_name(value: Any) -> bool:
    """Tells whether something can be called so."""
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def category_of(columns: Book, name: Any) -> Any:
    """The category of a column; None where the name is of none that has any."""
    entry = columns.get(name) if isinstance(name, str) else None
    return entry.get("category") if isinstance(entry, dict) else None


def word_value_faults(place: str, entry: Book) -> Iterator[str]:
    """What is wrong with the words that name no columns."""
    for word in feed_words():
        limits = limits_of(entry, word)
        if limits and word in entry and (fault := value_fault(limits, entry[word])):
            yield f"{place}.{word}{fault}"


def named_column_faults(place: str, entry: Book) -> Iterator[str]:
    """Columns that an entry names, but that it hasn't, or that are of a kind that doesn't serve."""
    columns = entry["columns"]
    for word, limits in feed_words().items():
        served = limits.get("columns", [])
        named = entry[word] if word in SEVERAL else [entry.get(word)]
        for name in named if served and isinstance(named, (list, dict)) else []:
            found = columns.get(name) if isinstance(name, str) else None
            if not isinstance(found, dict) or found.get("kind") not in served:
                kinds = " or ".join(served)
                yield f"{place}.{word} must name a column of kind {kinds}, not {shown(name)}."


def shape_faults(place: str, entry: Book) -> Iterator[str]:
    """How an entry names columns: one, several, or by name; a key has the id, and none twice."""
    for word in ("key", "dimensions"):
        names = entry[word]
        if not isinstance(names, list):
            yield f"{place}.{word} must be a list of columns, not {shown(names)}."
        elif len({str(name) for name in names}) != len(names):
            yield f"{place}.{word} must name a column once."
    if isinstance(entry["key"], list) and entry["id"] not in entry["key"] and is_name(entry["id"]):
        yield f"{place}.key must have the id {shown(entry['id'])}."
    entries = [(name, of) for name, of in entry["columns"].items() if isinstance(of, dict)]
    days = [name for name, of in entries if of.get("kind") == "partition"]
    if len(days) > 1:
        yield f"{place}.columns: one of them may be of kind partition, not {listed(days)}."
    distributions = entry["distributions"]
    if not isinstance(distributions, dict):
        wanted = "have columns and what each is taken by"
        yield f"{place}.distributions must {wanted}, not be {shown(distributions)}."
        return
    for column, by in distributions.items():
        if by is not None and category_of(entry["columns"], by) is None:
            wanted = "be taken by nothing or a column of kind category"
            yield f"{place}.distributions: {column} must {wanted}, not {shown(by)}."


def alias_faults(place: str, entry: Book) -> Iterator[str]:
    """Other names of columns: each belongs to one column, and is no column's own."""
    aliases, columns = entry.get("aliases", {}), list(entry["columns"])
    owners: dict[str, str] = {}
    for column, names in aliases.items() if are_aliases(aliases) else []:
        if column not in columns:
            known = ", ".join(map(str, columns))
            yield f"{place}.aliases: no column is called {shown(column)}, only {known}."
        for name in names:
            called = alias_key(name)
            if not called:
                yield f"{place}.aliases: a name of {column} is empty."
            elif called in columns:
                wrong = f"can't be another name of {column}, it is a column's own"
                yield f"{place}.aliases: {shown(name)} {wrong}."
            elif called in owners:
                wrong = f"must be said once, not of {owners[called]} and {column}"
                yield f"{place}.aliases: {shown(name)} {wrong}."
            owners[called] = column


def alias_key(name: str) -> str:
    """An alias as a header's names are compared, as columns_by_alias() in macros/books has it."""
    return lower_case(name.strip(BLANKS))

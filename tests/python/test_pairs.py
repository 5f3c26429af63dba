"""Every two words of the feed book go together, built as the reference has them.

One day's files are written as the book of that run says, for the most part. The short form has the
fewest runs in which each pair occurs; SLUICE_LONG=1 draws many more at random.
"""

from __future__ import annotations

import gzip
import os
import random
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import IS_LONG  # noqa: E402
from differential import Dbt, compare  # noqa: E402
from test_settings import ALL_OTHER, WORDS  # noqa: E402

from sluice.books import feed_book  # noqa: E402

SEED = int(os.environ.get("SLUICE_SEED") or 1)
DAYS = [date(2025, 12, day) for day in (9, 10, 12)]
FEEDS = tuple(feed_book())
WORD_VALUES: dict[str, list[Any]] = {
    "encoding": ["utf-8", "cp1252", "utf-16", "latin-1"],
    "skip_lines": [0, 2],
    "multiline": [False, True],
    "escape": ["doubled", "backslash"],
    "literal_quotes": [False, True],
    "pad_short_lines": [False, True],
    "folders": ["alert", "read"],
    "aliases": [False, True],  # those of the feed
    "decimal_mark": ["auto", ",", "."],
    "symbols": [{}, {"$": "CAD", "kr": "SEK"}],
    "missing_words": [[], ["(not set)", "c9", "gelöscht"]],
    "two_digit_years": [False, True],
    "time_formats": [[], ["%d|%m|%Y %Hh%M", "%y%m%d %H:%M:%S%z"]],
    "date_order": ["mdy", "dmy"],
    "naive_timezone": ["UTC", "Asia/Kolkata"],
    "day_zone": ["UTC", "America/New_York", "Asia/Tokyo"],
    "keep": ["best", "last"],
    "severities": [{}, {"ingest_date_mismatch": "warn"}],
    "alerts": [{}, {"quarantine_rate": False}],
    "across_partitions": ["first", "replace"],
    "key": [False, True],  # a longer one
    "lookback_days": [90, 1],
}
STRUCTURE = {"id", "time", "columns", "dimensions", "distributions", "is_snapshot", "has_hours"}
ALIASES = {
    "customers": {"customer_id": ["Kunden-Nr."], "created_at": ["Angelegt"], "email": ["E-Mail"]},
    "events": {"event_id": ["id"], "event_time": ["Zeit"], "ingest_date": ["Tag"]},
    "orders": {"order_id": ["Name", "Größe"], "order_time": ["Created at"], "amount": ["Total"]},
}
LONGER = {"customers": ["status"], "events": ["duration_ms"], "orders": ["order_time", "amount"]}
Book = dict[str, Any]


def chosen(feed: str, values: Book) -> Book:
    """What a choice of values says of a feed, as the feed book has it."""
    book = values | {"aliases": ALIASES[feed] if values["aliases"] else {}}
    book["key"] = feed_book()[feed]["key"] + (LONGER[feed] if values["key"] else [])
    if feed_book()[feed]["is_snapshot"]:
        book["lookback_days"] = 0
    return book


def pairs(book: Mapping[str, int]) -> set[tuple[str, int, str, int]]:
    """The places of every two values of a book."""
    return {(*one, *other) for one, other in combinations(book.items(), 2)}


def covering(dice: random.Random) -> list[Book]:
    """Few books in which every two values of two words occur together."""
    places = {word: range(len(values)) for word, values in WORD_VALUES.items()}
    lacking = {
        (*one, *other)
        for first, second in combinations(places, 2)
        for one in product([first], places[first])
        for other in product([second], places[second])
    }
    books = []
    while lacking:
        tries = []
        for pair in dice.choices(sorted(lacking), k=20):
            book = {word: dice.choice(of) for word, of in places.items()}
            book |= {pair[0]: pair[1], pair[2]: pair[3]}
            for word in dice.sample([name for name in places if name not in pair], len(places) - 2):
                others = [book | {word: at} for at in places[word]]
                book = max(others, key=lambda other: len(pairs(other) & lacking))
            tries.append(book)
        best = max(tries, key=lambda book: len(pairs(book) & lacking))
        lacking -= pairs(best)
        books.append({word: WORD_VALUES[word][at] for word, at in best.items()})
    return books


NOTES = ["", "", "", "fine", "Größe", 'said "hi", twice', "two\nlines", "a\n\n\nb", "C:\\", "\n"]
NOTES += ['5" pipe', "\\", 'x\\"y', "o9,c1,2025-12-10 08:00:00,9.99,USD,paid\nthanks", "; | \t ,"]
TIMES = [
    *("{d} 08:00:00", "{d} 23:30", "{d} 00:15", "{d}T12:00:00Z", "{d}T05:00:00+09:00", "{d}"),
    *("{m}/{day}/{y} 10:00", "{day}/{m}/{y}", "{m}/{day}/{yy} 9:00 PM", "{day}-{m}-{yy}", "soon"),
    *("{day}.{m}.{y} 10:00", "{day}.{m}.{yy}", "{day}|{m}|{y} 7h30", "{yy}{m}{day} 01:02:03+0100"),
    *("{epoch}", "{epoch}.5", "{d} 07:00 Europe/Berlin", "", "null", "(not set)", "12/10/2025"),
]
CELLS: dict[str, list[str]] = {
    "customer_id": ["c1", "c2", "c3", "c4", "C1", "c9", "", "(not set)", "Österreich", "c\n5"],
    "email": ["a@b.co", "A@B.CO", "x", "", "gelöscht", "(not set)"],
    "country": ["DE", "us", "NA", "Österreich", "", "null", "gelöscht"],
    "customers.status": ["active", "banned", "ACTIVE", "", "gelöscht", "x"],
    "event_id": ["e1", "e2", "e3", "e4", "e5", "e6", "", "(not set)", " e1", 'e"7'],
    "event_type": ["login", "logout", "Log In", "page", ""],
    "platform": ["ios", "web", "Android", "gelöscht", "\n"],
    "session_id": ["s1", "s2", "", "s\n3", '5" s'],
    "duration_ms": ["0", "1", "1,5", "1.5", "2.804", "2,804", "1.234,5", "1,234.5", "-3", "x", ""],
    "order_id": ["o1", "o2", "o3", "o4", "o5", "", "o\n6", "(not set)", "o1 "],
    "amount": [
        *("5.00", "5.00", "12,50", "2.804", "2,804", "1.234,56", "1,234.56", "$5.00", "$ 12,50"),
        *("5 kr", "CAD 5", "€5", "$12.50 USD", "-5", "0", "", "x", "(not set)", "1.234.567,8"),
    ],
    "currency": ["USD", "usd", "CAD", "SEK", "$", "kr", "EUR", "€", "", "(not set)", "xx"],
    "orders.status": ["paid", "paid", "refunded", "failed", "chargeback", "Refund", "", "x"],
    "ingest_date": ["{d}", "{d}", "{d}", "", "{d} 23:00", "{d}T23:00:00-05:00", "{day}.{m}.{y}"],
    "note": NOTES,
}
ODD_BYTES = {"utf-8": b"\xd6", "cp1252": b"\x81", "latin-1": b"\xd6", "utf-16": b"\x00\xd8"}


class Writer:
    """Files of a feed, mostly as a book says."""

    def __init__(self, feed: str, book: Book, dice: random.Random) -> None:
        self.feed, self.book, self.dice = feed, book, dice
        self.delimiter, self.end = dice.choice(",,;\t|"), dice.choice(["\n", "\n", "\r\n", "\r"])

    def file(self, day: date) -> bytes:
        """A file of a day."""
        dice, names = self.dice, [*feed_book()[self.feed]["columns"], "note"]
        if dice.random() < 0.3:
            dice.shuffle(names)
        titles = ["Bericht – Größe", "", 'the "last', "sep=;"][: self.book["skip_lines"]]
        shown = [self.shown(name) for name in names]
        lines = [*titles, *(["sep=,"] if dice.random() < 0.1 else []), self.delimiter.join(shown)]
        rows = [[self.cell(name, day) for name in names] for _ in range(dice.randrange(4, 40))]
        rows += [list(dice.choice(rows)) for _ in range(6)]
        text = self.end.join([*lines, *(self.line(row) for row in rows), ""])
        encoding = self.book["encoding"] if dice.random() < 0.93 else "utf-8"
        content = text.encode(encoding, "replace")
        if dice.random() < 0.3:
            at = dice.randrange(len(content) // 2, len(content) // 2 + 40) // 2 * 2
            content = content[:at] + ODD_BYTES[encoding] + content[at:]
        return content

    def shown(self, name: str) -> str:
        """A column's name as the header has it."""
        others = ALIASES[self.feed].get(name, [])
        share = 0.5 if self.book["aliases"] else 0.03
        return self.dice.choice(others) if others and self.dice.random() < share else name

    def cell(self, name: str, day: date) -> str:
        """A value of a column."""
        times = feed_book()[self.feed]["time"] == name
        pool = TIMES if times else CELLS.get(name) or CELLS[f"{self.feed}.{name}"]
        text = self.dice.choice(pool[:4] if self.dice.random() < 0.4 else pool)
        moved = day + timedelta(self.dice.choice([0, 0, 0, 0, -1, 1, -9, 4]) if times else 0)
        for mark, value in {
            **{"{d}": str(day), "{m}": f"{moved:%m}", "{day}": f"{moved:%d}", "{y}": f"{moved:%Y}"},
            **{"{yy}": f"{moved:%y}", "{epoch}": f"{1765353600 + day.day * 40000}"},
        }.items():
            text = text.replace(mark, value)
        return text

    def line(self, row: list[str]) -> str:
        """A row as it stands in the file; now and then cut short or open at its end."""
        dice = self.dice
        line = self.delimiter.join(map(self.field, row))
        if dice.random() < 0.08:
            line = self.delimiter.join(map(self.field, row[: dice.randrange(1, len(row))]))
        return line + dice.choice(["", *[""] * 30, '"', self.delimiter, '"oh', " \\"])

    def field(self, text: str) -> str:
        """A field, in quotes where it needs them or by chance."""
        dice = self.dice
        is_needed = any(mark in text for mark in (self.delimiter, '"', "\n"))
        if '"' in text and text[0] != '"' and dice.random() < 0.3:
            is_needed = False
        if not is_needed and dice.random() < 0.9:
            return text.replace("\n", " ")
        is_escaped = (self.book["escape"] == "backslash") != (dice.random() < 0.1)
        if is_escaped:
            text = text.replace("\\", "\\\\")
        inner = text.replace('"', '\\"' if is_escaped else '""')
        return '"' + inner.replace("\n", self.end) + '"'

    def write(self, folder: Path, day: date) -> None:
        """Writes the day's file, or its parts in a folder of that name, or nothing."""
        dice = self.dice
        suffix = ".gz" if dice.random() < 0.15 else ""
        path = folder / f"{self.feed}_raw.csv{suffix}"
        if dice.random() > (0.5 if self.book["folders"] == "read" else 0.95):
            path.mkdir(parents=True)
            (path / "_SUCCESS").touch()
            (path / "readme.txt").write_text("x")
            for part in ("part-00000.csv", "part-00001-x.csv.gz"):
                put(path / part, self.file(day))
        elif dice.random() < 0.97:
            put(path, self.file(day))


def put(path: Path, content: bytes) -> None:
    """Writes a file, packed if it is called so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def books_of(number: int) -> dict[str, Book]:
    """The words of each feed in a run."""
    if number < len(RUNS):
        values = RUNS[number]
    else:
        dice = random.Random(f"{SEED} {number}")
        values = [{word: dice.choice(of) for word, of in WORD_VALUES.items()} for _ in FEEDS]
    return {feed: chosen(feed, of_feed) for feed, of_feed in zip(FEEDS, values, strict=True)}


def in_runs(books: list[Book]) -> list[list[Book]]:
    """Books by run, one for each feed."""
    whole = [*books, *books[: -len(books) % len(FEEDS)]]
    return [whole[at : at + len(FEEDS)] for at in range(0, len(whole), len(FEEDS))]


RUNS = in_runs(covering(random.Random(SEED)))


def test_every_word_of_the_feed_book_is_here() -> None:
    assert set(WORD_VALUES) == set(WORDS) - STRUCTURE


def write_days(raw: Path, books: dict[str, Book], dice: random.Random) -> None:
    """Writes the folders of all days."""
    for day in DAYS:
        (raw / f"ingest_date={day}").mkdir(parents=True)
        for feed, book in books.items():
            Writer(feed, book, dice).write(raw / f"ingest_date={day}", day)


@pytest.mark.parametrize("number", range(60 if IS_LONG else len(RUNS)))
def test_any_two_words_go_together(dbt: Dbt, tmp_path: Path, number: int) -> None:
    books, dice = books_of(number), random.Random(f"{SEED} {number} files")
    write_days(tmp_path / "raw", books, dice)
    words: dict[str, dict[str, Any]] = {}
    for feed, book in books.items():
        for word, value in book.items():
            words.setdefault(word, {})[feed] = value
    variables = {
        "words": words,
        "max_record_lines": dice.choice([100, 3]),
        "rule_severities": {
            name: severity for name, severity in ALL_OTHER.items() if dice.random() < 0.15
        },
    }
    assert compare(dbt, tmp_path / "raw", variables, with_tests=True) == []

"""Which lines of a file stand inside a quoted field that was opened on an earlier line.

A line that ends in an open quote begins a record of several lines, if joining the lines up to the
one that closes it gives a well-formed record with as many fields as the header has. A stray quote
that nothing closes like that begins nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np

QUOTE, NEWLINE = ord('"'), ord("\n")
DELIMITERS = (b",", b";", b"\t", b"|")
Readings = dict[str, dict[str, Any]]  # by feed, what readings() in macros/reading has


@dataclass(frozen=True)
class Reading:
    """How the files of a feed are written."""

    max_record_lines: int
    is_escaped: bool = False  # a backslash may stand before a quote of a quoted field
    is_literal: bool = False  # a quote inside an unquoted field is a character
    encoding: str = "utf-8"
    skip_lines: int = 0
    pad_short_lines: bool = False  # a record may lack its last fields
    multiline: bool = False  # a record of several lines is one row
    folders: str = "alert"  # or read: a folder in place of a file holds its parts

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Reading:
        """What a feed's entry in the feed book, with max_record_lines, says of it."""
        return cls(
            is_escaped=entry.get("escape") == "backslash",
            is_literal=entry.get("literal_quotes", False),
            **{word.name: entry[word.name] for word in fields(cls) if word.name in entry},
        )

    @property
    def is_strict(self) -> bool:
        """Tells whether only a line with an odd number of quotes can end in an open one."""
        return not (self.is_escaped or self.is_literal)

    def fits(self, fields: float, width: int) -> bool:
        """Tells whether a record may have so many fields under a header of that width."""
        return fields == width or (self.pad_short_lines and fields < width)


STRICT = Reading(max_record_lines=100)


def may_be_open(block: bytes, reading: Reading) -> bool:
    """Tells whether a line of a block may end in an open quote."""
    return has_odd_quotes(block) if reading.is_strict else b'"' in block


def has_odd_quotes(block: bytes) -> bool:
    """Tells whether a line of a block has an odd number of quotes: only such a one can be open."""
    if b'"' not in block:
        return False
    text = np.frombuffer(block, np.uint8)
    quotes, ends = np.flatnonzero(text == QUOTE), np.flatnonzero(text == NEWLINE)
    return bool(len(quotes) & 1 or (np.searchsorted(quotes, ends) & 1).any())


def records_of_lines(lines: Iterable[bytes], reading: Reading) -> Iterator[tuple[int, int]]:
    """The numbers of the first and the last line of each record of several lines, from the header.

    Between a line that opens a quote and the one that closes it every line has as many quotes that
    open as that close, so that a record goes from one line with an odd number to the next.
    """
    delimiter, width, most = b"", 0, reading.max_record_lines
    opened: list[bytes] = []
    for number, line in enumerate(lines, 1):
        if number == 1:
            delimiter = delimiter_of(line)
            width = len(fields_of(line, delimiter) or line.split(delimiter))
        is_odd = line.count(b'"') & 1
        if opened:
            opened.append(line)
        is_whole = is_odd and 1 < len(opened) <= most
        if is_whole and reading.fits(count_fields(opened, delimiter), width):
            yield number - len(opened) + 1, number
            opened = []
        elif is_odd:
            opened = [line]
        elif len(opened) >= most:
            opened = []


def count_fields(lines: list[bytes], delimiter: bytes) -> float:
    """How many fields lines have as one record; more than any where they are no well-formed one."""
    fields = fields_of(b"\n".join(lines), delimiter)
    return math.inf if fields is None else len(fields)


def delimiter_of(header: bytes) -> bytes:
    """The delimiter of a header line, as macros/parsing/headers.sql finds it."""
    return max(DELIMITERS, key=header.count)


def fields_of(text: bytes, delimiter: bytes) -> list[bytes] | None:
    """The fields of a record as received; None where a quote is not part of a quoted field."""
    record, field = patterns(delimiter)
    return field.findall(delimiter + text) if record.fullmatch(text) else None


@cache
def patterns(delimiter: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What a record is, and each field behind its delimiter; both can be read in one way only."""
    mark = re.escape(delimiter)
    field = rb'(?:"[^"]*+(?:""[^"]*+)*+"|[^"%b]*+)' % mark
    return re.compile(rb"%b(?:%b%b)*+" % (field, mark, field)), re.compile(mark + field)

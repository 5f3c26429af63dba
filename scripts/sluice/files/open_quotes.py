"""Records of several lines, found by what is open, where a quote is more than RFC 4180 has it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache

from sluice.files.records import Reading, delimiter_of, fields_of

Scanned = tuple[int, bool | None]  # delimiters outside quotes; open at the end, or None: malformed


def records_otherwise(lines: Iterable[bytes], reading: Reading) -> Iterator[tuple[int, int]]:
    """What records_of_lines() gives, for a reading that isn't strict."""
    ahead = Ahead(lines)
    header = ahead.line(0)
    if header is None:
        return
    delimiter = delimiter_of(header)
    width = len(fields_of(header, delimiter) or header.split(delimiter))
    scanner = Scanner(delimiter, reading)
    number = 1
    while ahead.line(0) is not None:
        length = length_of_record(ahead, scanner, width)
        if length > 1:
            yield number, number + length - 1
        ahead.drop(length)
        number += length


class Ahead:
    """Lines that are looked at before it is known what they are, and what each would go on with."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines = iter(lines)
        self.read: deque[bytes] = deque()
        self.going_on: deque[Scanned | None] = deque()

    def line(self, place: int) -> bytes | None:
        """The line at a place from here; None behind the last one."""
        while len(self.read) <= place:
            line = next(self.lines, None)
            if line is None:
                return None
            self.read.append(line)
            self.going_on.append(None)
        return self.read[place]

    def drop(self, count: int) -> None:
        """Forgets the first lines."""
        for _ in range(count):
            self.read.popleft()
            self.going_on.popleft()


def length_of_record(ahead: Ahead, scanner: Scanner, width: int) -> int:
    """How many lines the record has that begins here; 1 where none of several lines does."""
    line = ahead.line(0)
    if line is None or b'"' not in line:
        return 1
    delimiters, is_open = scanner.scan(line, False)
    for place in range(1, scanner.reading.max_record_lines):
        if not is_open:
            return 1
        line = ahead.line(place)
        if line is None:
            return 1
        scanned = ahead.going_on[place] = ahead.going_on[place] or scanner.scan(line, True)
        delimiters, is_open = delimiters + scanned[0], scanned[1]
        if is_open is False:
            return place + 1 if scanner.reading.fits(delimiters + 1, width) else 1
    return 1


class Scanner:
    """Tells of a line where its quotes are open."""

    def __init__(self, delimiter: bytes, reading: Reading) -> None:
        self.delimiter, self.reading = delimiter[0], reading
        self.quoted, self.unquoted = patterns(delimiter, reading.is_escaped, reading.is_literal)

    def scan(self, line: bytes, is_open: bool) -> Scanned:
        """Reads a line to its end, or to what makes it malformed."""
        position, delimiters = 0, 0
        while True:
            is_quoted = is_open or line[position : position + 1] == b'"'
            position += is_quoted and not is_open
            pattern = self.quoted if is_quoted else self.unquoted
            position = pattern.match(line, position).end()  # type: ignore[union-attr]
            if is_quoted and position == len(line):
                return delimiters, True
            position += is_quoted
            if position == len(line):
                return delimiters, False
            if line[position] != self.delimiter:
                return delimiters, None
            position, delimiters, is_open = position + 1, delimiters + 1, False


@cache
def patterns(
    delimiter: bytes, is_escaped: bool, is_literal: bool
) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What is inside a quoted field, and an unquoted field; both can be read in one way only."""
    mark = re.escape(delimiter)
    quoted = rb'(?:[^"\\]|""|\\[\s\S]|\\\Z)*+' if is_escaped else rb'(?:[^"]|"")*+'
    unquoted = rb'(?:[^"%b][^%b]*+)?+' % (mark, mark) if is_literal else rb'[^"%b]*+' % mark
    return re.compile(quoted), re.compile(unquoted)

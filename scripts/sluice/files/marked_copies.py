"""Copies of files that an engine's reader would not read exactly: one marked line each.

The mark of a line says what is wrong with it that can't be told from its text alone; see
macros/engine/numbered_lines.sql. Of a feed whose records may be of several lines each is in its
first line, see joined_records.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sluice.files.file_bytes import (
    Content,
    check_line_lengths,
    first_line,
    is_utf8,
    with_newlines,
)
from sluice.files.joined_records import INSIDE, TAKEN, joined_records
from sluice.files.line_fingerprints import Fingerprint
from sluice.files.open_quotes import records_otherwise
from sluice.files.records import Reading, records_of_lines

GOOD, BAD = b"=", b"!"  # valid UTF-8 or not,
QUOTED = b'"'  # or inside a quoted field that was opened on an earlier line


def lines_inside(path: Path, reading: Reading) -> bytes:
    """A byte for each line that stands inside a quoted field, and 0 for others; b"" without any.

    It is TAKEN by its record where the feed's may be of several lines; but a header is of one.
    """
    inside = bytearray()
    lines = lines_of(path, reading)
    records = (
        records_of_lines(lines, reading) if reading.is_strict else records_otherwise(lines, reading)
    )
    for first, last in records:
        state = TAKEN if reading.multiline and first > 1 else INSIDE
        inside.extend(bytes(first - len(inside)))
        inside.extend(bytes([state]) * (last - first))
    return bytes(inside)


def lines_of(path: Path, reading: Reading) -> Iterator[bytes]:
    """The lines of a file without their ends."""
    for text in texts_of(path, reading):
        yield from text.split(b"\n")


def texts_of(path: Path, reading: Reading) -> Iterator[bytes]:
    """The lines of a file, many together, without the end of the last of them."""
    for block in Content(path, reading).blocks():
        yield with_newlines(block).removesuffix(b"\n")


def write_marked_copy(
    path: Path, copy: Path, inside: bytes, fingerprint: Fingerprint, reading: Reading
) -> int:
    """Writes each line that is not empty behind a mark; the fingerprint of the data lines."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    total = before = 0
    texts = texts_of(path, reading)
    with copy.open("wb") as out:
        for lines in joined_records(texts, inside) if reading.multiline else texts:
            count = lines.count(b"\n") + 1
            marked = marked_lines(lines, inside[before : before + count])
            before += count
            header = b"" if out.tell() else first_line(marked)
            total += fingerprint(marked[len(header) :])
            out.write(marked + b"\n")
    return total


def marked_lines(lines: bytes, inside: bytes) -> bytes:
    """Lines with a mark before each that is not empty; `inside` as lines_inside()."""
    has_empty = b"\n" in (lines[:1], lines[-1:]) or b"\n\n" in lines or not lines
    if is_utf8(lines) and not has_empty and INSIDE not in inside:
        return GOOD + lines.replace(b"\n", b"\n" + GOOD)
    split = lines.split(b"\n")
    marked = map(marked_line, split, inside.ljust(len(split), b"\0"))
    return b"\n".join(marked)


def marked_line(line: bytes, is_inside: int) -> bytes:
    """A line decoded as it can be, behind a mark. Nothing for an empty one."""
    text = line.decode("utf-8", "replace").encode()
    check_line_lengths(text)
    mark = QUOTED if is_inside else GOOD if is_utf8(line) else BAD
    return mark + text if text else b""

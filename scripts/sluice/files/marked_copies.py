"""Copies of files that an engine's reader would not read exactly: one marked line each.

The mark of a line says what is wrong with it that can't be told from its text alone; see
macros/engine/numbered_lines.sql.
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
from sluice.files.line_fingerprints import Fingerprint
from sluice.files.open_quotes import records_otherwise
from sluice.files.records import Reading, records_of_lines

GOOD, BAD = b"=", b"!"  # valid UTF-8 or not,
INSIDE = b'"'  # or inside a quoted field that was opened on an earlier line


def lines_inside(path: Path, reading: Reading) -> bytes:
    """A byte for each line, 1 where it stands inside a quoted field; nothing where none does."""
    inside = bytearray()
    lines = lines_of(path, reading)
    records = (
        records_of_lines(lines, reading.max_record_lines)
        if reading.is_strict
        else records_otherwise(lines, reading)
    )
    for first, last in records:
        inside.extend(bytes(first - len(inside)))
        inside.extend(bytes([1]) * (last - first))
    return bytes(inside)


def lines_of(path: Path, reading: Reading) -> Iterator[bytes]:
    """The lines of a file without their ends."""
    for block in Content(path, reading).blocks():
        yield from with_newlines(block).removesuffix(b"\n").split(b"\n")


def write_marked_copy(
    path: Path, copy: Path, inside: bytes, fingerprint: Fingerprint, reading: Reading
) -> int:
    """Writes each line that is not empty behind a mark; the fingerprint of the data lines."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    total = before = 0
    with copy.open("wb") as out:
        for block in Content(path, reading).blocks():
            lines = with_newlines(block).removesuffix(b"\n")
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
    if is_utf8(lines) and not has_empty and 1 not in inside:
        return GOOD + lines.replace(b"\n", b"\n" + GOOD)
    split = lines.split(b"\n")
    marked = map(marked_line, split, inside.ljust(len(split), b"\0"))
    return b"\n".join(marked)


def marked_line(line: bytes, is_inside: int) -> bytes:
    """A line decoded as it can be, behind a mark. Nothing for an empty one."""
    text = line.decode("utf-8", "replace").encode()
    check_line_lengths(text)
    mark = INSIDE if is_inside else GOOD if is_utf8(line) else BAD
    return mark + text if text else b""

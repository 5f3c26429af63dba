"""Records of several lines, each in one line of a marked copy, so that lines keep their numbers.

A line break inside a record is written \\n there, and every backslash \\-. The lines that a record
took are empty. macros/engine/joined_records.sql makes of it what it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from sluice.files.file_bytes import check_line_lengths

INSIDE, TAKEN = 1, 2  # of a line inside a quoted field: malformed, or a part of its record


def joined_records(texts: Iterator[bytes], inside: bytes) -> Iterator[bytes]:
    """Texts of lines with each record in its first line; `inside` as lines_inside()."""
    before = 0
    for text in whole_records(texts, inside):
        count = text.count(b"\n") + 1
        escaped = text.replace(b"\\", b"\\-")
        taken = inside[before : before + count]
        before += count
        if TAKEN in taken:
            escaped = b"\n".join(joined_lines(escaped.split(b"\n"), taken))
        check_line_lengths(escaped)
        yield escaped


def whole_records(texts: Iterator[bytes], inside: bytes) -> Iterator[bytes]:
    """The same texts, cut only between records."""
    held: list[bytes] = []
    end = 0
    for text in texts:
        held.append(text)
        end += text.count(b"\n") + 1
        if inside[end : end + 1] != bytes([TAKEN]):
            yield b"\n".join(held)
            held = []


def joined_lines(lines: list[bytes], taken: bytes) -> Iterator[bytes]:
    """Each record as one line, then as many empty ones as it took."""
    first = 0
    while first < len(lines):
        end = first + 1
        while taken[end : end + 1] == bytes([TAKEN]):
            end += 1
        yield b"\\n".join(lines[first:end])
        yield from [b""] * (end - first - 1)
        first = end

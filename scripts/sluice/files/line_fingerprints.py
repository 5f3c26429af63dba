"""Fingerprints of a file's lines, taken of its bytes, that SQL takes again of the lines it read.

Each is a sum over the lines, whatever their order, of a hash that the engine's SQL has too: see
macros/engine/check_lines_read.sql. DuckDB's own hash is asked of DuckDB, which splits the lines as
a text here and so shares nothing with its reader of files.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import cache

import duckdb

BITS = (1 << 63) - 1  # of a sum: a BIGINT's
PIECE_BYTES = 1 << 17  # in larger texts DuckDB asks the system for memory again and again
QUERY = """
    select list_sum(list_transform(
        $1::varchar[],
        lambda text: list_sum(list_transform(
            string_split(text, chr(10)),
            lambda line: if(line = '', 0, hash(line))
        ))
    ))
"""
Fingerprint = Callable[[bytes], int]


def sum_of_hashes(lines: bytes) -> int:
    """The sum of DuckDB's hashes of lines of UTF-8, without the empty ones."""
    (found,) = calculator().execute(QUERY, [list(pieces(lines))]).fetchone()  # type: ignore[misc]
    return int(found or 0)


def sum_of_crcs(lines: bytes) -> int:
    """The sum of the CRC-32 of lines; that of an empty one is 0."""
    return sum(map(zlib.crc32, lines.split(b"\n")))


def pieces(lines: bytes) -> Iterator[str]:
    """Some of the lines after others, each time at least so many bytes of them."""
    start = 0
    while start < len(lines):
        end = lines.find(b"\n", start + PIECE_BYTES)
        end = len(lines) if end < 0 else end
        yield lines[start:end].decode()
        start = end + 1


@cache
def calculator() -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own, in memory and without threads, so that a process may fork with it."""
    return duckdb.connect(config={"threads": 1})


FINGERPRINTS: dict[str, Fingerprint] = {"duckdb": sum_of_hashes, "spark": sum_of_crcs}

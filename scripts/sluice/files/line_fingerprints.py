"""Fingerprints of a file's lines, taken of its bytes, that SQL takes again of the lines it read.

Each is a sum over the lines, whatever their order, of a hash that the engine's SQL has too: see
macros/engine/check_read.sql. DuckDB's own hash is asked of DuckDB, which splits the lines as a text
here and so shares nothing with its reader of files.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import cache

import duckdb

BITS = (1 << 63) - 1  # of a sum: a BIGINT's
QUERY = "select list_sum(list_transform(string_split($1, chr(10)), lambda line: hash(line)))"
Fingerprint = Callable[[bytes], int]


def sum_of_hashes(lines: bytes) -> int:
    """The sum of DuckDB's hashes of lines of UTF-8, without the empty ones."""
    text = without_empty_lines(lines)
    if not text:
        return 0
    (found,) = calculator().execute(QUERY, [text.decode()]).fetchone()  # type: ignore[misc]
    return int(found)


def sum_of_crcs(lines: bytes) -> int:
    """The sum of the CRC-32 of lines, without the empty ones."""
    text = without_empty_lines(lines)
    return sum(map(zlib.crc32, text.split(b"\n"))) if text else 0


def without_empty_lines(lines: bytes) -> bytes:
    """Lines that are not empty, with a newline between them."""
    return (re.sub(rb"\n+", b"\n", lines) if b"\n\n" in lines else lines).strip(b"\n")


@cache
def calculator() -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own, in memory and without threads, so that a process may fork with it."""
    return duckdb.connect(config={"threads": 1})

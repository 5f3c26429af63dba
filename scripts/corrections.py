"""The corrections that people made, for SQL.

Four functions that macros/engine/find_corrections.sql, read_corrections.sql and
find_stale_dates.sql call, as they call those of raw_files.py:

- correction_folders(root): the names of the folders under `root`, NULL where there is no root.
- correction_files(root, dates, columns): one row per file of those dates, with a checksum.
- correction_rows(root, dates, columns): one row per correction in them.
- correction_changes(root, loaded): what differs from what was loaded; see staleness.py.

`columns` has each feed's columns as JSON. A file that can't be read, or has columns nobody knows,
stops the run before it changes anything. A row that can't be used has a `problem`, which becomes an
alert.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from datetime import date
from pathlib import Path

from mending.corrections import NAME, content_of, found_files, inspect, read_rows
from on_disk import Unreachable, folders_in, reaching, shown
from staleness import Loaded, changes


def correction_folders(root: str) -> list[str] | None:
    """Lists the folders under `root`; None where there is no `root`.

    Says nothing of one that can't be read: correction_files() does.
    """
    try:
        names = folders_in(Path(root), root)
    except Unreachable:
        return []
    return None if names is None else [shown(name) for name in names]


def correction_files(root: str, dates: list[date], columns: str) -> list[dict[str, object]]:
    """Finds the files of some dates and whether each can be read."""
    return [
        asdict(inspect(path, day, feed, json.loads(columns)[feed]))
        for day, feed, path in found_files(Path(root), dates)
    ]


def correction_rows(root: str, dates: list[date], columns: str) -> list[dict[str, object]]:
    """Reads the corrections of some dates, from files that can be read."""
    return [
        asdict(row)
        for day, feed, path in found_files(Path(root), dates)
        for row in read_rows(content_of(path), day, feed, json.loads(columns)[feed])
    ]


def correction_changes(root: str, loaded: Loaded) -> list[dict[str, object]]:
    """Compares the files of the loaded dates with those that are there."""

    def present(day: date) -> dict[str, Path]:
        found = {}
        for _, feed, path in found_files(Path(root), [day]):
            name = NAME.format(day=day, feed=feed)
            with reaching(name):
                path.stat()
            found[name] = path
        return found

    return changes(loaded, present, lambda path: zlib.crc32(content_of(path)))

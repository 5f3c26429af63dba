"""The corrections that people made, for SQL.

Four functions that macros/engine/find_corrections.sql, read_corrections.sql and
find_stale_dates.sql call, as they call those of raw_files.py:

- correction_folders(root): the names of the folders under `root`, NULL where there is no root.
- correction_files(root, dates, columns): one row per file of those dates, with a checksum.
- correction_rows(root, dates, columns): one row per correction in them.
- changed_corrections(root, loaded): the dates whose files are no longer what was loaded.

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

from mending.corrections import NAME, found_files, inspect, read_rows
from raw_files import by_date


def correction_folders(root: str) -> list[str] | None:
    """Lists the folders under `root`; None where `root` is no folder."""
    if not Path(root).is_dir():
        return None
    return sorted(entry.name for entry in Path(root).iterdir() if entry.is_dir())


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
        for row in read_rows(path.read_bytes(), day, feed, json.loads(columns)[feed])
    ]


def changed_corrections(root: str, loaded: list[dict[str, object]]) -> list[date]:
    """Returns the loaded dates whose files are not those in `loaded`.

    `loaded` has (ingest_date, source_file, bytes, modified_ns, checksum) of every loaded file, and
    an entry without a source_file for each loaded date.
    """
    known = sorted(by_date(loaded).items())
    return [day for day, files in known if has_changed(Path(root), day, files)]


def has_changed(root: Path, day: date, files: dict[str, dict[str, object]]) -> bool:
    """Tells whether a date's files differ from what was loaded."""
    present = {NAME.format(day=day, feed=feed): path for _, feed, path in found_files(root, [day])}
    return present.keys() != files.keys() or any(
        is_other(path, files[name]) for name, path in present.items()
    )


def is_other(path: Path, loaded: dict[str, object]) -> bool:
    """Tells whether a file's content is another than what was loaded."""
    stat = path.stat()
    if (stat.st_size, stat.st_mtime_ns) == (loaded["bytes"], loaded["modified_ns"]):
        return False
    try:
        return zlib.crc32(path.read_bytes()) != loaded["checksum"]
    except OSError:
        return True

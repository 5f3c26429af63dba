"""The corrections that people made, for SQL.

Five functions that macros/engine/find_corrections.sql, open_run.sql and find_file_changes.sql call,
as they call those of raw_files.py:

- correction_folders(root): the names of the folders under `root`, NULL where there is no root.
- correction_files(root, dates, columns): one row per file of those dates, with a checksum.
- stray_corrections(root, dates): what else lies there, or beside the folders of the dates.
- correction_rows(root, dates, columns): one row per correction in them.
- correction_changes(root, loaded): what differs from what was loaded; see staleness.py.

`columns` has each feed's columns. A file that can't be read, has columns nobody knows, or
is a CSV of another name stops the run before it changes anything: what somebody decided would be
lost. So does a folder that can't be reached; only what certainly isn't there is absent. A row that
can't be used has a `problem`, which becomes an alert.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import asdict
from datetime import date
from pathlib import Path

from sluice.files.correction_rows import (
    FOLDER,
    IS_CSV,
    NAME,
    CorrectionFile,
    content_of,
    found_files,
    inspect,
    misnamed_files,
    names_in,
    read_rows,
    unreachable,
)
from sluice.files.on_disk import reaching
from sluice.files.staleness import Loaded, changes
from sluice.printable import printable


def correction_folders(root: str) -> list[str] | None:
    """Lists the folders under `root`; None where there is no `root`."""
    if not os.path.isdir(root):
        return [] if os.path.lexists(root) else None
    return sorted(printable(name) for name in listed(root) if os.path.isdir(Path(root) / name))


def listed(root: str) -> list[str]:
    """The names under `root`; none where it can't be read, which correction_files() reports."""
    try:
        return names_in(Path(root))
    except OSError:
        return []


def correction_files(
    root: str, dates: list[date], columns: dict[str, list[str]]
) -> list[dict[str, object]]:
    """Finds the files of some dates and whether each can be read."""
    try:
        names_in(Path(root))
    except OSError as error:  # as for all dates
        return [asdict(unreachable(day, "", error)) for day in dates[:1]]
    found: list[CorrectionFile] = []
    for day in dates:
        try:
            files = found_files(Path(root), day)
            found += [inspect(path, day, feed, columns[feed]) for feed, path in files]
            found += misnamed_files(Path(root), day)
        except OSError as error:
            found.append(unreachable(day, FOLDER.format(day=day), error))
    return [asdict(file) for file in found]


def stray_corrections(root: str, dates: list[date]) -> list[str]:
    """Lists CSV files beside the dates' folders, and what in those of some dates is no CSV file."""
    beside = [name for name in listed(root) if IS_CSV.search(name)]
    within = [
        f"{folder}/{name}"
        for folder in (FOLDER.format(day=day) for day in dates)
        for name in listed(os.path.join(root, folder))
        if not IS_CSV.search(name)
    ]
    return [printable(name) for name in (*beside, *within)]


def correction_rows(
    root: str, dates: list[date], columns: dict[str, list[str]]
) -> list[dict[str, object]]:
    """Reads the corrections of some dates, from files that can be read."""
    return [
        asdict(row)
        for day in dates
        for feed, path in found_files(Path(root), day)
        for row in read_rows(content_of(path), day, feed, columns[feed])
    ]


def correction_changes(root: str, loaded: Loaded) -> list[dict[str, object]]:
    """Compares the files of the loaded dates with those that are there."""

    def present(day: date) -> dict[str, Path]:
        with reaching(f"corrections/{FOLDER.format(day=day)}"):
            files = found_files(Path(root), day)
            for _, path in files:
                path.stat()
        return {NAME.format(day=day, feed=feed): path for feed, path in files}

    return changes(loaded, present, lambda path: zlib.crc32(content_of(path)))

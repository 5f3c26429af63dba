"""What lies in a partition's folder beside the files of the feeds.

SQL calls stray_files(root, dates, readings) in macros/engine/open_run.sql, as it calls those of
raw_files.py.

A file or folder that looks like a feed's may hold lines that nobody read: an alert of that feed,
which depends on its name and its size, and so does whether a date is stale. The size of a folder is
that of the files in it. A folder's name ends in a slash here: a file of that name is another thing.
"""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sluice.books import feeds
from sluice.files.on_disk import FileState, Unreachable, shown
from sluice.files.raw_files import HIDDEN, files_in_partition
from sluice.files.records import Readings

BESIDE = re.compile(r"\.(md5|sha\d+|crc|sig|asc|ok|done|ready)$", re.I)  # say something of a file


@dataclass(kw_only=True)
class Stray(FileState):
    """Something that is not read. Of its state only the size counts."""

    ingest_date: date
    feed: str | None  # that it looks like a file of
    source_file: str
    checksum: int | None = None


def stray_files(root: str, dates: list[date], readings: Readings) -> list[dict[str, object]]:
    """Lists what else lies in the partitions of `dates`, but for what is hidden.

    Says nothing of a folder that can't be read: raw_files() does.
    """
    found: list[Stray] = []
    for day in dates:
        try:
            _, names = files_in_partition(Path(root), day, readings)
        except Unreachable:
            continue
        found += strays(Path(root), day, names)
    return [asdict(stray) for stray in found]


def strays(root: Path, day: date, names: set[str]) -> list[Stray]:
    """What isn't read in a partition's folder, by name; as one where names are shown alike."""
    folder = f"ingest_date={day}"
    found: dict[str, Stray] = {}
    for name in sorted(names):
        if not name.startswith(HIDDEN):
            path, feed = root / folder / name, feed_of_name(name)
            shown_name = f"{folder}/{shown(name)}{'/' if os.path.isdir(path) else ''}"
            stray = found.setdefault(
                shown_name, Stray(ingest_date=day, feed=feed, source_file=shown_name)
            )
            stray.bytes += size(path) if feed else 0
    return [found[name] for name in sorted(found)]


def unread_files(root: Path, day: date, names: set[str]) -> dict[str, int]:
    """The sizes of what looks like a feed's and isn't read."""
    return {stray.source_file: stray.bytes for stray in strays(root, day, names) if stray.feed}


def feed_of_name(name: str) -> str | None:
    """The feed whose name is a word in a file's: the first one, of two in one place the longer."""
    if BESIDE.search(name):
        return None
    found = []
    for feed in feeds():
        word = re.search(
            rf"(?<![^\W\d_]){re.escape(feed)}(?:raw)?(?![^\W\d_])", name, re.IGNORECASE
        )
        if word:
            found.append((word.start(), -len(feed), feed))
    return min(found)[-1] if found else None


def size(path: Path) -> int:
    """The bytes of a file, or of the files in a folder; of what can't be looked at, none."""
    if not os.path.isdir(path):
        return size_of_file(path)
    return sum(
        size_of_file(Path(folder) / name)
        for folder, _, names in os.walk(path)
        for name in names
        if not name.startswith(HIDDEN)
    )


def size_of_file(path: Path) -> int:
    """The bytes of a file; none where it leads to nothing."""
    try:
        return path.stat().st_size
    except OSError:
        return 0

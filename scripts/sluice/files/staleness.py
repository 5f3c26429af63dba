"""Whether files on the disk are still what was loaded of them.

SQL calls two functions, in macros/engine/find_file_changes.sql, as it calls those of raw_files.py:

- raw_changes(root, readings, loaded): what differs from what was loaded.
- correction_changes(root, loaded): the same of the files of corrections; see corrections.py.

`loaded` has (ingest_date, source_file, bytes, modified_ns, changed_ns, inode, checksum) of every
loaded file, and an entry without a source_file for each loaded date. All but the checksum only tell
which files to read again: whether one is another now is decided by its content. One without a
checksum was not read, though it looks like a feed's: its size decides; see strays.py.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sluice.files.file_bytes import checksum
from sluice.files.on_disk import (
    BadFile,
    FileState,
    Unreachable,
    file_state,
    folders_in,
    reaching,
)
from sluice.files.raw_files import files_in_partition
from sluice.files.records import Readings
from sluice.files.strays import unread_files

Loaded = list[dict[str, object]]
Present = Mapping[str, Path | int] | None  # of what is not read the size


@dataclass
class Change(FileState):
    """What differs of a date or of one of its files. `problem` is a sentence where nobody can tell.

    The rest is the state of a file whose content is what was loaded.
    """

    ingest_date: date
    source_file: str | None = None
    is_other: bool = False
    problem: str | None = None


def raw_changes(root: str, readings: Readings, loaded: Loaded) -> list[dict[str, object]]:
    """Compares the loaded dates with their folders: one that is gone differs."""
    try:
        folders = folders_in(Path(root), root)
        if folders is None:
            raise Unreachable(f"{root} does not exist")
    except Unreachable as error:
        return [asdict(Change(day, problem=str(error))) for day in by_date(loaded)]

    def present(day: date) -> Present:
        if f"ingest_date={day}" not in folders:
            return None
        found, others = files_in_partition(Path(root), day, readings)
        files = {name: Path(root) / name for _, name in found}
        return files | unread_files(Path(root), day, others)

    return changes(loaded, present, checksum)


def changes(
    loaded: Loaded, present: Callable[[date], Present], content: Callable[[Path], int]
) -> list[dict[str, object]]:
    """Compares loaded files with those that are there, by the checksum of their content."""
    return [
        asdict(change)
        for day, files in sorted(by_date(loaded).items())
        for change in changes_of_date(day, files, present, content)
    ]


def by_date(loaded: Loaded) -> dict[date, dict[str, dict[str, object]]]:
    """Groups what was loaded: the files of each date by their name."""
    known: dict[date, dict[str, dict[str, object]]] = {}
    for entry in loaded:
        files = known.setdefault(entry["ingest_date"], {})  # type: ignore[arg-type]
        if entry["source_file"] is not None:
            files[str(entry["source_file"])] = entry
    return known


def changes_of_date(
    day: date,
    files: dict[str, dict[str, object]],
    present: Callable[[date], Present],
    content: Callable[[Path], int],
) -> Iterator[Change]:
    """Compares one date."""
    try:
        found = present(day)
        if found is None or found.keys() != files.keys():
            yield Change(day, is_other=True)
            return
        for name, path in found.items():
            if isinstance(path, int):
                if path != files[name]["bytes"]:
                    yield Change(day, name, is_other=True)
                continue
            with reaching(name):
                yield from change_of_file(day, name, path, files[name], content)
    except Unreachable as error:
        yield Change(day, problem=str(error))


def change_of_file(
    day: date,
    name: str,
    path: Path,
    known: dict[str, object],
    content: Callable[[Path], int],
) -> Iterator[Change]:
    """Compares one file, and reads it where its state is another."""
    try:
        state = file_state(path)
        if state.items() <= known.items():
            return
        is_other = content(path) != known["checksum"]
    except (BadFile, EOFError, zlib.error):
        yield Change(day, name, is_other=True)
        return
    yield Change(day, name, is_other, **state)

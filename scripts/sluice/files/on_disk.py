"""What is on the disk: there, absent, or out of reach, which is neither.

A disk that fails, a folder without permission or a link to nothing must never look like a folder
that someone removed: only "no such file" is absence, and everything else is Unreachable.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

LARGEST = (1 << 63) - 1  # what a BIGINT holds: times beyond 2262 and some inodes don't fit


class Unreachable(Exception):
    """Something that is or may be there, but can't be looked at."""


class BadFile(Exception):
    """A file that can't be read to its end, or not line by line."""


@contextmanager
def reaching(name: str) -> Iterator[None]:
    """Turns what the system says into Unreachable, with the name of what was to be reached."""
    try:
        yield
    except OSError as error:
        raise Unreachable(f"{name} cannot be read: {error.strerror or error}") from None


def names_in(folder: Path, name: str) -> list[str] | None:
    """Lists a folder; None only where there is none."""
    with reaching(name):
        try:
            return sorted(os.listdir(folder))
        except FileNotFoundError:
            if os.path.lexists(folder):
                raise Unreachable(f"{name} is a link to nothing") from None
            return None
        except NotADirectoryError:
            return None


def folders_in(folder: Path, name: str) -> list[str] | None:
    """Lists the folders in a folder, with what may be one; None only where there is none."""
    if names_in(folder, name) is None:
        return None
    with reaching(name), os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if may_be_folder(entry))


def may_be_folder(entry: os.DirEntry[str]) -> bool:
    """Tells whether an entry is a folder, or out of reach, as a link to nothing is."""
    try:
        return stat.S_ISDIR(entry.stat().st_mode)
    except OSError:
        return True


@dataclass(kw_only=True)
class FileState:
    """What tells one state of a file from another without reading it; see file_state()."""

    bytes: int = 0
    modified_ns: int = 0
    changed_ns: int = 0
    inode: int = 0


def file_state(path: Path) -> dict[str, Any]:
    """What tells one state of a regular file from another without reading it."""
    found = path.stat()
    check_regular(found)
    return {
        "bytes": found.st_size,
        "modified_ns": found.st_mtime_ns & LARGEST,
        "changed_ns": found.st_ctime_ns & LARGEST,
        "inode": found.st_ino & LARGEST,
    }


def is_in_state(path: Path, known: Mapping[str, object]) -> bool:
    """Tells whether a file is in a known state."""
    try:
        return file_state(path).items() <= known.items()
    except (BadFile, OSError):
        return False


def check_regular(found: os.stat_result) -> None:
    """Raises BadFile for what isn't a regular file: reading a pipe or a device may never end."""
    if stat.S_ISDIR(found.st_mode):
        raise BadFile("is a folder, not a file")
    if not stat.S_ISREG(found.st_mode):
        raise BadFile("is not a regular file")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A regular file, open for reading bytes."""
    check_regular(path.stat())
    with open(path, "rb", opener=without_waiting) as stream:
        check_regular(os.fstat(stream.fileno()))
        yield stream


def without_waiting(path: str, flags: int) -> int:
    """Opens a file, also a pipe whose other end nobody opens."""
    return os.open(path, flags | os.O_NONBLOCK)


def shown(name: str) -> str:
    """A name as text, with a mark for each byte that isn't UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")

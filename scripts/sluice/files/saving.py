"""Writes small files so that whoever reads one finds it whole, as it was or as it is now."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sluice.problems import cannot_write


def save(file: Path, content: bytes, name: str | None = None) -> None:
    """Replaces a file in one step, called `name` where that fails; its folder is made if needed.

    A link stays one: what it leads to is replaced. A file stays as readable as it was.
    """
    real = file.resolve()
    new = real.with_name(f".{real.name}.{os.getpid()}")
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
        with suppress(FileNotFoundError):
            new.chmod(real.stat().st_mode & 0o777)
        new.replace(real)
    except OSError as error:
        raise cannot_write(name or str(file), error) from None


@contextmanager
def alone_at(file: Path, name: str | None = None) -> Iterator[None]:
    """Keeps others from reading a file until its change is saved: theirs would undo it."""
    folder = file.resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = locked_folder(folder)
    except OSError as error:
        raise cannot_write(name or str(file), error) from None
    try:
        yield
    finally:
        os.close(lock)


def locked_folder(folder: Path) -> int:
    """A handle of a folder that no other process has locked, whom it waits for; to be closed."""
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # a file system without locks
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle

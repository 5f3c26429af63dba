"""Writes small files so that whoever reads one finds it whole, as it was or as it is now."""

from __future__ import annotations

import errno
import fcntl
import glob
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

from sluice.problems import cannot_write
from sluice.processes import is_alive

PROCESS = re.compile(r"[1-9][0-9]{0,8}")  # that replaces a file


def save(file: Path, content: bytes, name: str | None = None) -> None:
    """Replaces a file, called `name` where that fails; its folder is made if needed."""
    try:
        make_folder(file)
        replace(file, content)
    except OSError as error:
        raise cannot_write(name or str(file), error) from None


def replace(file: Path, content: bytes) -> None:
    """Replaces a file in one step.

    A link stays one: what it leads to is replaced. A file keeps its mode, and its owner where that
    is allowed. A pipe or another device is written to.
    """
    if file.exists() and not file.is_file():
        file.write_bytes(content)
        return
    real = real_path(file)
    clear(real)
    before = real.stat() if real.exists() else None
    new = real.with_name(f".{real.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if before else 0o666)
    with open(handle, "wb") as written:
        written.write(content)
        if before:
            with suppress(PermissionError):
                os.fchown(handle, before.st_uid, before.st_gid)
            os.fchmod(handle, before.st_mode & 0o777)
    new.replace(real)


def clear(file: Path) -> None:
    """Removes what processes left beside a file that were killed while they replaced it."""
    for path in file.parent.glob(f".{glob.escape(file.name)}.[1-9]*"):
        process = path.name.rpartition(".")[2]
        if PROCESS.fullmatch(process) and path.is_file() and not is_alive(int(process)):
            path.unlink(missing_ok=True)


def make_folder(file: Path) -> None:
    """Makes the folder of a file that is no link."""
    if not file.is_symlink():
        file.parent.mkdir(parents=True, exist_ok=True)


def real_path(file: Path) -> Path:
    """Where a file is or will be, through links."""
    try:
        return file.resolve()
    except RuntimeError:  # until Python 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(file)) from None


@contextmanager
def alone_at(file: Path, name: str | None = None) -> Iterator[None]:
    """Keeps others from reading a file until its change is saved: theirs would undo it."""
    try:
        make_folder(file)
        lock = locked_folder(real_path(file).parent)
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


def check_writable(root: Path) -> None:
    """Raises an OSError where nothing can be written into the folder."""
    root.mkdir(parents=True, exist_ok=True)
    TemporaryFile(dir=root).close()

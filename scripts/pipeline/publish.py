"""Publishes folders so that a reader sees the old one or the new one, always whole.

A new folder is written under `<root>/.new` and then trades places with the published one. Where the
system can't swap two folders at once, the published one steps aside to `<root>/.old` for a moment;
should the process die just then, the next publication puts it back first.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2
NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)


def publish(root: Path, name: str, fill: Callable[[Path], None]) -> None:
    """Replaces the folder `root/name` by one that `fill` writes."""
    with alone_in(root):
        new, target = root / ".new" / name, root / name
        new.mkdir(parents=True)
        fill(new)
        sync(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        swap(new, target, root / ".old" / name)
        shutil.rmtree(root / ".old", ignore_errors=True)


def publish_file(root: Path, name: str, text: str) -> None:
    """Replaces the file `root/name` in one step."""
    with alone_in(root):
        folder = root / ".new"
        folder.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
        sync(folder)
        (folder / name).replace(root / name)


def withdraw(root: Path, name: str) -> None:
    """Removes the folder `root/name` at one go, if there is one."""
    with alone_in(root):
        aside = root / ".new" / name
        aside.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            (root / name).rename(aside)


@contextmanager
def alone_in(root: Path) -> Iterator[None]:
    """Keeps other publishers out, mends what a dead one left, and leaves no scratch folders."""
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        put_back(root)
        shutil.rmtree(root / ".new", ignore_errors=True)
        yield
    finally:
        shutil.rmtree(root / ".new", ignore_errors=True)
        os.close(handle)


def put_back(root: Path) -> None:
    """Returns folders that stepped aside for a new one that never came."""
    aside = root / ".old"
    for folder in sorted(aside.rglob("ingest_date=*")):
        target = root / folder.relative_to(aside)
        if not target.exists():
            folder.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def swap(new: Path, target: Path, aside: Path) -> None:
    """Puts `new` in the place of `target`."""
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        aside.parent.mkdir(parents=True, exist_ok=True)
        target.rename(aside)
        new.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Lets two folders trade places in one step; False where the system can't."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    if library.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def sync(folder: Path) -> None:
    """Makes sure that the folder's files are on the disk before it is published."""
    for path in [*folder.iterdir(), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

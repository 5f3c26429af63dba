"""Keeps a warehouse to one run at a time, from its first look at the files to its last report.

The lock is a file beside the warehouse. The system gives it back when the process ends, however it
ends, and no process that a run starts holds on to it.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sluice.problems import WarehouseLocked, cannot_write

TAKEN = (BlockingIOError, PermissionError)  # either, depending on the system
GLANCES, GLANCE_SECONDS = 10, 0.02


@contextmanager
def locked(path: Path, name: str, has_copies: bool = True) -> Iterator[None]:
    """Holds the lock; WarehouseLocked, with who has it, where another process does."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise cannot_write(name, error) from None
    try:
        take(handle, name, has_copies)
        yield
    finally:
        os.close(handle)


def take(handle: int, name: str, has_copies: bool) -> None:
    """Locks an open file and writes into it who does."""
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except TAKEN:
        raise WarehouseLocked(name, holder(handle), has_copies) from None
    except OSError:
        return  # a file system without locks: what opens the warehouse has its own
    with suppress(OSError):  # a full disk: who it is matters less than that it runs
        os.truncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} ({Path(sys.argv[0]).name})".encode(), 0)


def holder(handle: int) -> str:
    """Who has the lock: it takes a moment from having it to being named."""
    for _ in range(GLANCES):
        if name := os.pread(handle, 100, 0).decode(errors="replace"):
            return name
        time.sleep(GLANCE_SECONDS)
    return "another process"

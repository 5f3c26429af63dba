"""Runs a command as a process of its own, and tells what it cost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

LOOK_EVERY = 0.5  # seconds between two looks at the disk
MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


class Failed(Exception):
    """A command that did not succeed."""


@dataclass(frozen=True)
class Cost:
    """What one process took: `written` to the disk in all, `disk` the most it held there."""

    seconds: float
    cpu_seconds: float
    memory: int
    written: int
    disk: int


@dataclass
class DiskWatch:
    """Looks at the size of a folder now and then; for use with `with`."""

    folder: Path
    most: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> DiskWatch:
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()
        self.most = max(self.most, size_of(self.folder))

    def watch(self) -> None:
        """Keeps the largest size that it sees."""
        while not self.done.wait(LOOK_EVERY):
            self.most = max(self.most, size_of(self.folder))


def measure(command: Sequence[str | Path], folder: Path, **environment: str) -> Cost:
    """Runs a command to its end; `folder` is where it writes."""
    os.sync()  # the last command's pages are not this one's burden
    started = perf_counter()
    with DiskWatch(folder) as disk, (folder / "output.txt").open("w+") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
        )
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        seconds = perf_counter() - started
        written = bytes_written(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise Failed(f"{' '.join(map(str, command))}\n{output.read()}")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Cost(seconds, cpu_seconds, usage.ru_maxrss * MEMORY_UNIT, written, disk.most)


def bytes_written(pid: int) -> int:
    """What an ended process sent to the disk, where the system tells."""
    try:
        lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("write_bytes")), 0)


def size_of(folder: Path) -> int:
    """The bytes of all files under a folder, but for what is gone while they are counted."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += os.stat(os.path.join(parent, name)).st_size
    return total

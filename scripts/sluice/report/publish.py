"""Publishes folders so that a reader sees the old one or the new one, always whole.

A new folder is written under `<root>/.sluice-new` and then trades places with the published one.
Where the system can't swap two folders at once, the published one steps aside to
`<root>/.sluice-old` for a moment; should the process die just then, the next publication puts it
back first.

What was not made here is neither replaced nor removed, and no link below `root` is followed: a
folder that holds nothing of ours is refused, and what a user laid beside our files stays there.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sluice.files.saving import locked_folder

NEW, OLD = ".sluice-new", ".sluice-old"
PARTITION = "ingest_date="  # how the name of every published folder begins
OURS = ("validation_report.json", "alerts.json", "index.html", "rows.parquet")
TELLING = ("validation_report.json", "alerts.json", "rows.parquet")  # one of them: it is our folder
AT_FDCWD, RENAME_EXCHANGE = -100, 2
NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)


class NotOurs(FileExistsError):
    """Something stands where we publish that was not made here."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(errno.EEXIST, f"{path} {why}")


def publish(root: Path, name: str, fill: Callable[[Path], None]) -> None:
    """Replaces the folder `root/name` by one that `fill` writes."""
    with alone_in(root):
        check(root, name)
        new, target = root / NEW / name, root / name
        new.mkdir(parents=True)
        fill(new)
        sync(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        for entry in others(target):
            entry.rename(new / entry.name)
        swap(new, target, root / OLD / name)


def publish_file(root: Path, name: str, text: str) -> None:
    """Replaces the file `root/name` in one step."""
    with alone_in(root):
        folder = root / NEW
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        sync(folder)
        (folder / name).replace(root / name)


def withdraw(root: Path, name: str) -> None:
    """Removes the folder `root/name` at one go, if there is one; what isn't ours comes back."""
    with alone_in(root):
        check(root, name)
        aside = root / NEW / name
        aside.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            (root / name).rename(aside)


def check(root: Path, name: str) -> None:
    """Raises NotOurs where `root/name` can't be replaced or removed."""
    target = root / name
    for path in (*(root / parent for parent in reversed(Path(name).parents)), target):
        if path != root and path.is_symlink():
            raise NotOurs(path, "is a link, and links are not followed")
        if path.exists() and not path.is_dir():
            raise NotOurs(path, "is no folder")
    seen = {entry.name for entry in others(target) if not entry.name.startswith(".")}
    if seen and not any((target / telling).is_file() for telling in TELLING):
        raise NotOurs(target, "holds other files, and was not made here")


def check_scratch(root: Path) -> None:
    """Raises NotOurs where a link or a file has the place of a scratch folder."""
    for folder in (root / NEW, root / OLD):
        if os.path.lexists(folder) and not is_folder(folder):
            raise NotOurs(folder, "is in the way")


def others(folder: Path) -> list[Path]:
    """What lies in a published folder that is not ours."""
    return [entry for entry in folder.iterdir() if not is_ours(entry)] if folder.exists() else []


def is_ours(entry: Path) -> bool:
    """Tells whether an entry of a published folder is one of our files."""
    return entry.name in OURS and entry.is_file() and not entry.is_symlink()


@contextmanager
def alone_in(root: Path) -> Iterator[None]:
    """Keeps other publishers out, mends what a dead one left, and leaves no scratch folders."""
    root.mkdir(parents=True, exist_ok=True)
    handle = locked_folder(root)
    try:
        tidy(root)
        try:
            yield
        finally:
            tidy(root)
    finally:
        os.close(handle)


def tidy(root: Path) -> None:
    """Puts back what stepped aside for a folder that never came, and removes the scratch."""
    aside = root / OLD
    check_scratch(root)
    for folder in sorted(aside.rglob(f"{PARTITION}*")):
        target = root / folder.relative_to(aside)
        if is_folder(folder) and not os.path.lexists(target):
            folder.rename(target)
    for folder in (root / NEW, aside):
        if folder.exists():
            clear(folder, root)


def clear(scratch: Path, place: Path) -> None:
    """Removes our files and empty folders; gives `place` back what is not ours, or leaves it."""
    is_published = scratch.name.startswith(PARTITION)
    for entry in list(scratch.iterdir()):
        if is_folder(entry) and not is_published:
            clear(entry, place / entry.name)
        elif is_ours(entry):
            entry.unlink()
        elif is_published and not os.path.lexists(place / entry.name):
            place.mkdir(parents=True, exist_ok=True)
            entry.rename(place / entry.name)
    if not any(scratch.iterdir()):
        scratch.rmdir()


def is_folder(path: Path) -> bool:
    """Tells whether there is a folder itself, not a link to one."""
    return path.is_dir() and not path.is_symlink()


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

"""Whether there is room for generated days: what stands in their place is somebody's data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sluice.words import counted


@dataclass(frozen=True)
class Room:
    """The folders that days are generated into."""

    out: Path
    truth: Path | None
    days: list[date]
    names: list[str]  # of raw files in a day's folder, or in one in it
    truths: list[str]  # of files in a day's folder of the truth

    def folders(self) -> list[Path]:
        """The folders of every day, of raw files and of the truth, and those of parts."""
        roots = [self.out, *([self.truth] if self.truth else [])]
        days = [root / f"ingest_date={day}" for root in roots for day in self.days]
        return days + [path.parent for path in self.files() if path.parent not in days]

    def files(self) -> list[Path]:
        """Every file that may be written or removed."""
        raw = [self.out / f"ingest_date={day}" / name for day in self.days for name in self.names]
        if self.truth is None:
            return raw
        truth = self.truth
        return raw + [
            truth / f"ingest_date={day}" / name for day in self.days for name in self.truths
        ]

    def replaced(self) -> list[Path]:
        """The files that are there already."""
        return [path for path in self.files() if path.is_symlink() or path.exists()]

    def problem(self, may_replace: bool) -> str | None:
        """Why nothing may be written; None where all is well."""
        there = [path for path in self.folders() if path.is_symlink() or path.exists()]
        odd = [path for path in there if path.is_symlink() or not path.is_dir()]
        odd = odd or [path for path in self.replaced() if path.is_symlink() or not path.is_file()]
        if odd:
            return f"this is no plain folder or file, so nothing was written: {odd[0]}"
        if there and not may_replace:
            more = f" and {counted(len(there) - 1, 'more', 'more')}" if there[1:] else ""
            return (
                f"there is already {there[0]}{more}, so nothing was written: name other dates,"
                " another --out and --truth, or --force to replace the feeds' files there"
            )
        return None


def remove(folder: Path, names: Iterable[str]) -> None:
    """Removes files of a day's folder, and a folder in it that has none left."""
    for path in (folder / name for name in names):
        path.unlink(missing_ok=True)
        inner = path.parent
        if inner != folder and inner.is_dir() and not any(inner.iterdir()):
            inner.rmdir()

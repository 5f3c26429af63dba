"""Remembers beside the published folders which dates a run is about to change.

The note is written before a run and settled after it. What a killed run left behind is thus found
by the next run of anything: dates it finished but didn't publish, and removed dates whose folders
are still there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sluice.files.saving import clear, replace
from sluice.problems import BAD_INPUT, Problem

NOTE = ".pending.json"


@dataclass
class Pending:
    """Dates whose folders are to be written, and dates whose folders are to be removed."""

    write: set[date] = field(default_factory=set)
    remove: set[date] = field(default_factory=set)


def read(root: Path) -> Pending:
    """Reads the note; an empty one where there is none, a Problem where it can't be understood."""
    path = root / NOTE
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        found = [{date.fromisoformat(day) for day in note[name]} for name in ("write", "remove")]
    except FileNotFoundError:
        return Pending()
    except OSError as error:
        raise Problem(BAD_INPUT, f"Cannot read {path}: {error.strerror or error}.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        problem = f"{path} is damaged, which says what is still to be published."
        remedy = "Remove it, and run the pipeline for every date that lacks its report."
        raise Problem(BAD_INPUT, f"{problem} {remedy}") from None
    return Pending(*found)


def note(root: Path, write: Iterable[date], remove: Iterable[date]) -> None:
    """Adds dates to the note."""
    known = read(root)
    save(root, Pending(known.write | set(write), known.remove | set(remove)))


def save(root: Path, pending: Pending) -> None:
    """Replaces the note; removes it when nothing is pending."""
    path = root / NOTE
    if not pending.write and not pending.remove:
        path.unlink(missing_ok=True)
        return
    root.mkdir(parents=True, exist_ok=True)
    dates = {name: sorted(map(str, days)) for name, days in vars(pending).items()}
    replace(path, (json.dumps(dates) + "\n").encode())


def settle(
    root: Path,
    finished: set[date],
    begun: set[date],
    write: Callable[[list[date]], None],
    remove: Callable[[list[date]], None],
) -> Pending:
    """Writes and removes what is pending, as far as the warehouse has finished it; returns that."""
    clear(root / NOTE)
    pending = read(root)
    done = Pending(pending.write & finished, pending.remove - finished - begun)
    write(sorted(done.write))
    remove(sorted(done.remove))
    save(root, Pending(pending.write & begun, pending.remove & begun))
    return done

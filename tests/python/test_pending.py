"""The note beside the published folders: what a killed run leaves of it."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

from sluice.report import pending

DAY = date(2025, 12, 10)


def test_what_a_run_left_that_was_killed_while_it_wrote_the_note_is_removed(tmp_path: Path):
    with subprocess.Popen(["true"]) as process:
        pass
    left, others = (
        tmp_path / f".{pending.NOTE}.{number}" for number in (process.pid, os.getppid())
    )
    left.write_text("{")
    others.write_text("{")
    pending.note(tmp_path, [DAY], [])
    pending.settle(tmp_path, {DAY}, set(), lambda days: None, lambda days: None)
    assert [path.name for path in tmp_path.iterdir()] == [others.name]

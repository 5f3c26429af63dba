"""Where a run puts its scratch files: beside the warehouse, apart from those of any other run."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from sluice.processes import is_alive

MARKED_COPY = re.compile(r"\d{4}-\d{2}-\d{2}_.+")  # the files in such a folder


def own_scratch(warehouse: str) -> str:
    """This process's folder; those that processes left that died are removed."""
    path = Path(warehouse)
    for folder in path.parent.glob("*.scratch.[0-9]*"):
        process = folder.suffix[1:]
        is_named_so = folder.stem == f"{path.name}.scratch" and process.isdecimal()
        if is_named_so and not is_alive(int(process)) and holds_only_copies(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return f"{warehouse}.scratch.{os.getpid()}"


def holds_only_copies(folder: Path) -> bool:
    """Tells whether all that is in a folder are files as runs make them there."""
    return not folder.is_symlink() and all(
        MARKED_COPY.fullmatch(entry.name) and entry.is_file() for entry in folder.iterdir()
    )

"""Where a run puts its scratch files: beside the warehouse, apart from those of any other run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pipeline.pending import is_alive


def own_scratch(warehouse: str) -> str:
    """This process's folder; those of processes that died are removed."""
    path = Path(warehouse)
    for folder in path.parent.glob("*.scratch.[0-9]*"):
        process = folder.suffix[1:]
        is_ours = folder.stem == f"{path.name}.scratch" and process.isdecimal()
        if is_ours and not is_alive(int(process)):
            shutil.rmtree(folder, ignore_errors=True)
    return f"{warehouse}.scratch.{os.getpid()}"

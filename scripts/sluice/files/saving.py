"""Writes small files so that whoever reads one finds it whole, as it was or as it is now."""

from __future__ import annotations

import os
from pathlib import Path

from sluice.problems import cannot_write


def save(file: Path, content: bytes, name: str | None = None) -> None:
    """Replaces a file in one step, called `name` where that fails; its folder is made if needed."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
        new.replace(file)
    except OSError as error:
        raise cannot_write(name or str(file), error) from None

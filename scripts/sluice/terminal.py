"""Text at the width of the terminal that shows it; elsewhere lines stay whole, as for grep."""

from __future__ import annotations

import shutil
import textwrap
from typing import Any

FALLBACK = (80, 24)  # columns and lines, where there is no terminal


def width() -> int:
    """The columns of the terminal, or as many as any has."""
    return shutil.get_terminal_size(FALLBACK).columns


def fitted(text: str, stream: Any) -> str:
    """A text whose long lines are broken where the stream is a terminal."""
    if not stream.isatty():
        return text
    most = max(width(), 20)
    return "\n".join(part for line in text.split("\n") for part in broken(line, most))


def broken(line: str, most: int) -> list[str]:
    """A line as some that are no longer than `most`; what follows is indented further."""
    if len(line) <= most:
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.wrap(
        line,
        most,
        subsequent_indent=f"{indent}  ",
        expand_tabs=False,
        replace_whitespace=False,
        break_on_hyphens=False,
    )


def cut(text: str, most: int) -> str:
    """A text that is no longer than `most`."""
    return text if len(text) <= most else f"{text[: max(most - 1, 0)]}…"

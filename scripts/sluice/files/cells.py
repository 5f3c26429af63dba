"""Cells that a spreadsheet shows as text and not as a formula, and the way back.

A cell that begins with = + - @, a tab or CR, or a full-width form of these, gets an apostrophe
before it; so does one that begins with apostrophes before such a character, which makes the way
back exact for every text. Spreadsheets show the apostrophe or drop it; both come back the same.
"""

from __future__ import annotations

import re

STARTS_FORMULA = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
DANGEROUS = re.compile(f"'*{STARTS_FORMULA}")
PROTECTED = re.compile(f"'+{STARTS_FORMULA}")


def protected(text: str) -> str:
    """A text as a cell that is no formula."""
    return f"'{text}" if DANGEROUS.match(text) else text


def bare(cell: str) -> str:
    """The text that a cell stands for."""
    return cell[1:] if PROTECTED.match(cell) else cell

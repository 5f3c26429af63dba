"""How a feed's files are written, as its entry in the feed book says."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

BAD_BYTE = "\udce9"  # written as a byte that isn't of the file's encoding: in UTF-8 E9, Latin-1's é
SUBSTITUTES: dict[str, str | bytes] = {"₹": "INR", "€": "EUR", "\u202f": " ", BAD_BYTE: b"\x81"}


@dataclass(frozen=True)
class Writing:
    """The words of a feed's entry that the generator goes by, under their names."""

    encoding: str = "utf-8"
    skip_lines: int = 0
    multiline: bool = False
    escape: str = "doubled"
    literal_quotes: bool = False
    pad_short_lines: bool = False
    folders: str = "alert"
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    decimal_mark: str = "auto"
    date_order: str = "mdy"
    naive_timezone: str = "UTC"
    day_zone: str = "UTC"
    two_digit_years: bool = False
    time_formats: Sequence[str] = ()
    missing_words: Sequence[str] = ()
    key: Sequence[str] = ()
    keep: str = "best"
    lookback_days: int = 0
    across_partitions: str = "first"

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Writing:
        """What an entry says."""
        names = [word.name for word in fields(cls) if word.name in entry]
        return cls(**{name: entry[name] for name in names})

    @property
    def spared(self) -> set[str]:
        """The ways to mangle a line that leave it well-formed, or make it part of a record."""
        found = {"stray_quote", "blank_before_quote"} if self.literal_quotes else set()
        found |= {"too_few_fields", "cut_short", "blanks_only"} if self.pad_short_lines else set()
        found |= {"late_quote"} if self.literal_quotes and self.pad_short_lines else set()
        found |= {"not_utf8"} if self.encoding == "latin-1" else set()
        return found | ({"line_break"} if self.multiline else set())

    def quoted(self, text: str) -> str:
        """A field in quotes."""
        if self.escape == "doubled":
            return '"' + text.replace('"', '""') + '"'
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def file_names(self, feed: str) -> list[str]:
        """The names in a partition that a feed's files may have."""
        names = [f"{feed}_raw.csv"]
        if self.folders == "read":
            names = [f"{feed}_raw.csv/part-{number:05}.csv" for number in range(2)]
        return [f"{name}{packed}" for name in names for packed in ("", ".gz")]


STRICT = Writing()


def plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    """Writes a character that an encoding lacks otherwise, with the same meaning if it has any."""
    assert isinstance(error, UnicodeEncodeError)
    return SUBSTITUTES.get(error.object[error.start], "?"), error.start + 1


codecs.register_error("plainly", plainly)


def encoded(text: str, encoding: str) -> bytes:
    """A text in the encoding of a file."""
    if encoding == "utf-8":
        return text.encode("utf-8", "surrogateescape")
    if encoding == "utf-16":
        return text.replace(BAD_BYTE, "\ud800").encode("utf-16-le", "surrogatepass")
    return text.encode(encoding, "plainly")

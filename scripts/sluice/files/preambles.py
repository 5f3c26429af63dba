"""What a file is before its first line is read: its form, its encoding, and where its header is.

What stands before the header (blank lines, Excel's sep=, as many lines as the feed book says) goes
behind it as empty lines: so the lines of data keep the numbers that they have in the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

HEAD_BYTES = 64  # at least, of a file that has so many
BOM = b"\xef\xbb\xbf"
UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
FORMS = {
    b"\x1f\x8b": "a gzip file, which is unpacked once, where its name ends in .gz",
    b"PK\x03\x04": "a zip file, as .xlsx is",
    b"PK\x05\x06": "a zip file without content",
    codecs.BOM_UTF32_LE: "UTF-32, which no encoding in the feed book reads",
    codecs.BOM_UTF32_BE: "UTF-32, which no encoding in the feed book reads",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet, .xls",
    b"PAR1\x15": "a Parquet file",
}  # by their first bytes
LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
SEPARATOR = re.compile(rb'"?sep=(?:\\t|[^"])?"?[,;|\t]*', re.IGNORECASE)
FOREIGN = "\udcff"  # in UTF-8 a byte that never occurs there


class OtherForm(Exception):
    """A file that isn't text in its feed's encoding, and what it is instead."""


def foreign(error: UnicodeError) -> tuple[str, int]:
    """Bytes that their encoding doesn't have become what UTF-8 doesn't."""
    return FOREIGN, error.end  # type: ignore[attr-defined]


codecs.register_error("foreign", foreign)


def codec_of(head: bytes, encoding: str) -> str:
    """How a file that begins like that is decoded. OtherForm where it can't be."""
    for start, form in FORMS.items():
        if head.startswith(start):
            raise OtherForm(form)
    utf16 = utf16_of(head)
    if utf16 and encoding != "utf-16":
        raise OtherForm("UTF-16, which encoding: utf-16 in the feed book reads")
    if encoding == "utf-16" and head and not utf16:
        raise OtherForm("not UTF-16, as the feed book says")
    return utf16 or encoding


def utf16_of(head: bytes) -> str | None:
    """Which UTF-16 a file looks like: by its mark, or where every other byte is zero."""
    if mark := UTF16.get(head[:2]):
        return mark
    if re.match(rb"\0[^\0](?:\0[^\0]|\Z)", head):
        return "utf-16-be"
    return "utf-16-le" if re.match(rb"[^\0]\0(?:[^\0]\0|\Z)", head) else None


def as_utf8(chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """The same text in UTF-8."""
    decoder = codecs.getincrementaldecoder(codec)(errors="foreign")
    is_first = True
    for chunk in chunks:
        text = decoder.decode(chunk)
        yield (text.lstrip("\ufeff") if is_first else text).encode("utf-8", "surrogateescape")
        is_first = is_first and not text
    yield decoder.decode(b"", True).encode("utf-8", "surrogateescape")


def header_place(text: bytes, skip_lines: int) -> tuple[int, int] | None:
    """Where the header begins, and how many lines are before it; None where there is none."""
    at = lines = 0
    while at < len(text):
        found = LINE.match(text, at)
        assert found
        line = without_marks(found[1])
        if lines >= skip_lines and not (is_blank(line) or SEPARATOR.fullmatch(line)):
            return at, lines
        at, lines = found.end(), lines + 1
    return None


def header_first(text: bytes, at: int, lines: int) -> bytes:
    """A text whose header begins there; what is before it becomes empty lines behind it."""
    found = LINE.match(text, at)
    assert found
    header = without_marks(found[1])
    if not lines:
        return header + text[found.end(1) :]
    return header + b"\n" * (lines + 1) + text[found.end() :]


def without_marks(text: bytes) -> bytes:
    """A text without byte-order marks at its begin."""
    while text.startswith(BOM):
        text = text.removeprefix(BOM)
    return text


def is_blank(line: bytes) -> bool:
    """Tells whether a line has white space alone."""
    return not line.replace(b"\xc2\xa0", b"").strip(b" \t\v\f")

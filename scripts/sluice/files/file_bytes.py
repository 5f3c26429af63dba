"""The bytes of a file, unpacked and in blocks of whole lines."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from sluice.files.on_disk import BadFile, opened
from sluice.files.preambles import (
    HEAD_BYTES,
    as_utf8,
    codec_of,
    header_first,
    header_place,
    without_marks,
)
from sluice.files.records import STRICT, Reading

BLOCK_BYTES = 1 << 20  # fits the processor's cache: 4 MiB takes three times as long
MAX_LINE_BYTES = 32 << 20  # a little less than max_line_size in macros/engine/read_lines.sql
GZIP = 31  # zlib's word for: with gzip's header and trailer, which it checks
PLAIN_FLAGS = (b"\0", b"\x08")  # of a gzip header: none, or a file's name


class Content:
    """A file's bytes, as its feed's files are written.

    `is_plain` turns false where they are packed, or stand there, as not every reader can read.
    """

    def __init__(self, path: Path, reading: Reading = STRICT) -> None:
        self.path, self.reading = path, reading
        self.is_plain = True
        self.has_mark = False  # a byte-order mark of UTF-8
        self.checksum = 0

    def unpacked_chunks(self) -> Iterator[bytes]:
        """Yields the bytes without byte-order marks of UTF-8, the first ones together."""
        with opened(self.path) as stream:
            chunks = self.unpacked(stream) if self.path.suffix == ".gz" else plain(stream)
            head = b""
            while len(head) < HEAD_BYTES and (chunk := next(chunks, b"")):
                head += chunk
            text = without_marks(head)
            self.has_mark = len(text) < len(head)
            for chunk in chain([text], chunks):
                self.checksum = zlib.crc32(chunk, self.checksum)
                yield chunk

    def text_chunks(self) -> Iterator[bytes]:
        """Yields the same in UTF-8. OtherForm where it isn't in the feed's encoding."""
        chunks = self.unpacked_chunks()
        head = next(chunks, b"")
        codec = codec_of(head, "utf-8" if self.has_mark else self.reading.encoding)
        if codec == "utf-8":
            return chain([head], chunks)
        self.is_plain = False
        return as_utf8(chain([head], chunks), codec)

    def blocks(self) -> Iterator[bytes]:
        """Yields the text in UTF-8 from its header on, cut only behind line ends."""
        blocks, first, place = whole_lines(self.text_chunks()), b"", None
        for block in blocks:
            first += block
            place = header_place(first, self.reading.skip_lines)
            if place:
                at, lines = place
                self.is_plain &= not lines
                yield header_first(first, at, lines)
                break
        yield from blocks

    def unpacked(self, stream: BinaryIO) -> Iterator[bytes]:
        """Yields what gzip's members hold, one behind the other; zeros between them are padding."""
        packed = stream.read(BLOCK_BYTES)
        self.is_plain = not packed or packed[3:4] in PLAIN_FLAGS
        while packed:
            member = zlib.decompressobj(GZIP)
            while not member.eof:
                chunk = member.decompress(packed, BLOCK_BYTES)
                if chunk:
                    yield chunk
                packed = member.unconsumed_tail
                if not (packed or member.eof or len(chunk) == BLOCK_BYTES):
                    packed = stream.read(BLOCK_BYTES)
                    if not packed:
                        raise EOFError
            packed = member.unused_data or stream.read(BLOCK_BYTES)
            self.is_plain &= not packed
            while packed and not (rest := packed.lstrip(b"\0")):
                packed = stream.read(BLOCK_BYTES)
            packed = rest if packed else b""


def whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yields the same bytes, cut only behind line ends."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        if end:
            yield data[:end]
        rest = data[end:]
        check_line_lengths(rest)
    if rest:
        yield rest


def plain(stream: BinaryIO) -> Iterator[bytes]:
    """Yields the bytes of a file that isn't packed."""
    while chunk := stream.read(BLOCK_BYTES):
        yield chunk


def check_line_lengths(block: bytes) -> None:
    """Raises BadFile for a line that DuckDB could not read."""
    if len(block) > MAX_LINE_BYTES and max(map(len, block.splitlines())) > MAX_LINE_BYTES:
        raise BadFile(f"has a line longer than {MAX_LINE_BYTES >> 20} MiB")


def checksum(path: Path) -> int:
    """Returns the CRC-32 of a file's unpacked bytes without byte-order marks of UTF-8."""
    content = Content(path)
    for _ in content.unpacked_chunks():
        pass
    return content.checksum


def first_line(block: bytes) -> bytes:
    """Returns the first line without its end."""
    return re.match(rb"[^\r\n]*", block)[0]  # type: ignore[index]


def is_utf8(block: bytes) -> bool:
    """Tells whether whole lines decode as UTF-8."""
    if block.isascii():
        return True
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def with_newlines(block: bytes) -> bytes:
    """Replaces every line end by LF."""
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in block else block

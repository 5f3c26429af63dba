"""What the raw files are, found out by reading their bytes.

SQL calls these functions, in macros/engine/open_run.sql and find_stale_dates.sql, on DuckDB through
duckdb_functions.py and on Spark through pyspark_sluice:

- raw_partitions(root): the folders under `root`, as (name, ingest_date or NULL).
- raw_files(root, dates, scratch): one row per feed file of those dates, with its header, its own
  count of data lines and a checksum, found without any CSV reader.
- stray_files(root, dates): what else lies in the folders of those dates.
- changed_dates(root, loaded): the dates whose files are no longer what was loaded.

The engine then reads the lines. What its reader would lose or alter (bytes that are not UTF-8,
mixed line ends) is first copied to a scratch folder, one marked line each, so that nothing is lost.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO

import numpy as np

from sluice.books import feeds

PARTITION = re.compile(r"ingest_date=(\d{4}-\d{2}-\d{2})")
BLOCK_BYTES = 1 << 20  # fits the processor's cache: 4 MiB takes three times as long
MAX_LINE_BYTES = 32 << 20  # a little less than max_line_size in macros/engine/read_lines.sql
BOM = b"\xef\xbb\xbf"
SEPARATOR = b"\x01\x02\x03\x04"  # separates nothing: one column; see read_lines.sql
GOOD, BAD = b"=", b"!"  # first byte of a line in a marked copy: valid UTF-8 or not
NEWLINE, BLANK = ord("\n"), ord(" ")
IS_EDGE = np.isin(np.arange(256), list(b',;|" \n'))  # of a byte: a value may begin or end beside it
ODD_BLANKS = (b"\t", b"\v", b"\f")  # and, in two bytes, the no-break space; see blanks.sql
NO_BREAK_SPACE = "\u00a0".encode()


@dataclass
class RawFile:
    """One file of a feed. `problem` is a sentence when the file can't be read as a whole."""

    ingest_date: date
    feed: str
    source_file: str
    read_path: str
    is_marked_copy: bool = False
    has_nul: bool = False
    is_trimmed: bool = True
    header: str | None = None
    data_lines: int = 0
    bytes: int = 0
    modified_ns: int = 0
    checksum: int = 0
    problem: str | None = None


BEGUN: dict[tuple[object, ...], Future[list[dict[str, object]]]] = {}  # by begin_raw_files()


class BadFile(Exception):
    """A file that can't be read to its end, or not line by line."""


def raw_partitions(root: str) -> list[dict[str, object]] | None:
    """Lists the folders under `root` by name; None where `root` is no folder."""
    if not Path(root).is_dir():
        return None
    names = sorted(entry.name for entry in Path(root).iterdir() if entry.is_dir())
    return [{"name": name, "ingest_date": partition_date(name)} for name in names]


def partition_date(folder_name: str) -> date | None:
    """Reads D from `ingest_date=D`; None for any other name or an impossible date."""
    match = PARTITION.fullmatch(folder_name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def raw_files(root: str, dates: list[date], scratch: str) -> list[dict[str, object]]:
    """Inspects every feed file of the partitions of `dates`, in order of date, feed and name."""
    begun = BEGUN.pop(place(root, dates, scratch), None)
    return begun.result() if begun else inspect_all(root, dates, scratch)


def begin_raw_files(root: str, dates: list[date], scratch: str) -> None:
    """Begins raw_files() beside this process, which has a second of other work until it asks."""
    pool = ProcessPoolExecutor(1, mp_context=get_context("fork"))
    BEGUN[place(root, dates, scratch)] = pool.submit(inspect_all, root, dates, scratch)
    pool.shutdown(wait=False)


def end_raw_files() -> None:
    """Waits for what was begun and never asked for, and forgets it: files may change by then."""
    while BEGUN:
        wait([BEGUN.popitem()[1]])


def place(root: str, dates: list[date], scratch: str) -> tuple[object, ...]:
    """What tells one call of raw_files() from another."""
    return (Path(root).resolve(), *dates, Path(scratch).resolve())


def inspect_all(root: str, dates: list[date], scratch: str) -> list[dict[str, object]]:
    """Does what raw_files() is asked for."""
    shutil.rmtree(scratch, ignore_errors=True)
    return [
        asdict(inspect(Path(root), day, feed, source_file, Path(scratch)))
        for day in dates
        for feed, source_file in feed_files(Path(root), day)
    ]


def feed_files(root: Path, day: date) -> list[tuple[str, str]]:
    """Lists the feed files of a partition as (feed, path under `root`)."""
    names = [
        (feed, f"ingest_date={day}/{feed}_raw.{suffix}")
        for feed in feeds()
        for suffix in ("csv", "csv.gz")
    ]
    return [(feed, name) for feed, name in names if os.path.lexists(root / name)]


def stray_files(root: str, dates: list[date]) -> list[str]:
    """Lists what else lies in the partitions of `dates`, but for names that begin with . or _."""
    found = []
    for day in dates:
        folder = Path(root) / f"ingest_date={day}"
        names = {f"{folder.name}/{entry.name}" for entry in folder.iterdir()}
        names -= {name for _, name in feed_files(Path(root), day)}
        found += sorted(name for name in names if not name.split("/")[1].startswith((".", "_")))
    return found


def inspect(root: Path, day: date, feed: str, source_file: str, scratch: Path) -> RawFile:
    """Reads one file to its end; makes a marked copy where DuckDB's reader would not be exact."""
    path = root / source_file
    file = RawFile(day, feed, source_file, str(path))
    try:
        file.bytes, file.modified_ns = path.stat().st_size, path.stat().st_mtime_ns
        if scan(path, file):
            copy = scratch / f"{day}_{path.name.replace('.gz', '_gz')}"
            write_marked_copy(path, copy)
            file.read_path, file.is_marked_copy = str(copy), True
    except BadFile as error:
        file.problem = f"{source_file} {error}"
    except EOFError:
        file.problem = f"{source_file} is truncated: its gzip stream ends too early"
    except (gzip.BadGzipFile, zlib.error) as error:
        file.problem = f"{source_file} is not a readable gzip file ({error})"
    except OSError as error:
        file.problem = f"{source_file} cannot be read: {error.strerror or error}"
    return file


def scan(path: Path, file: RawFile) -> bool:
    """Fills in what `file` says of its content; True when the file needs a marked copy."""
    line_ends: set[bytes] = set()
    is_inexact = False
    lines = 0
    for block in blocks(path):
        check_line_lengths(block)
        file.checksum = zlib.crc32(block, file.checksum)
        if file.header is None:
            header = first_line(block)
            file.header = header.decode("utf-8", "replace")
            lines -= header != b""
        is_inexact |= not is_utf8(block)
        file.has_nul |= b"\0" in block
        line_ends |= line_ends_of(block)
        block = with_newlines(block)
        file.is_trimmed = file.is_trimmed and is_trimmed(block)
        lines += count_lines(block)
    file.data_lines = lines
    if file.has_nul and any(SEPARATOR in block for block in blocks(path)):
        raise BadFile(
            "holds both NUL and the bytes 01 02 03 04, which no reader here can tell apart"
        )
    return is_inexact or len(line_ends) > 1


def check_line_lengths(block: bytes) -> None:
    """Raises BadFile for a line that DuckDB could not read."""
    if len(block) > MAX_LINE_BYTES and max(map(len, block.splitlines())) > MAX_LINE_BYTES:
        raise BadFile(f"has a line longer than {MAX_LINE_BYTES >> 20} MiB")


def count_lines(block: bytes) -> int:
    """Counts the lines of a block that are not empty."""
    is_newline = np.frombuffer(block, np.uint8) == NEWLINE
    follows_newline = np.count_nonzero(is_newline[1:] & is_newline[:-1])
    newlines = int(np.count_nonzero(is_newline))
    return newlines - int(follows_newline) - bool(is_newline[0]) + (not is_newline[-1])


def is_trimmed(block: bytes) -> bool:
    """Tells whether the only white space in a block's lines is single blanks inside values."""
    if any(blank in block for blank in ODD_BLANKS):
        return False
    if NO_BREAK_SPACE[1:] in block and NO_BREAK_SPACE in block:  # one byte is found much faster
        return False
    text = np.frombuffer(block, np.uint8)
    blanks = np.flatnonzero(text == BLANK)
    if not blanks.size:
        return True
    if blanks[0] == 0 or blanks[-1] == len(text) - 1:
        return False
    return not (IS_EDGE[text[blanks - 1]].any() or IS_EDGE[text[blanks + 1]].any())


def changed_dates(root: str, loaded: list[dict[str, object]]) -> list[date]:
    """Returns the loaded dates whose folder is gone or whose files are not those in `loaded`.

    `loaded` has (ingest_date, source_file, bytes, modified_ns, checksum) of every loaded file, and
    an entry without a source_file for each loaded date. Size and time only tell which files to
    read again: whether one changed is decided by its content.
    """
    known = sorted(by_date(loaded).items())
    return [day for day, files in known if has_changed(Path(root), day, files)]


def by_date(loaded: list[dict[str, object]]) -> dict[date, dict[str, dict[str, object]]]:
    """Groups what changed_dates() gets: the files of each loaded date by their name."""
    known: dict[date, dict[str, dict[str, object]]] = {}
    for entry in loaded:
        files = known.setdefault(entry["ingest_date"], {})  # type: ignore[arg-type]
        if entry["source_file"] is not None:
            files[str(entry["source_file"])] = entry
    return known


def has_changed(root: Path, day: date, files: dict[str, dict[str, object]]) -> bool:
    """Tells whether a partition's files differ from what was loaded of it."""
    if not (root / f"ingest_date={day}").is_dir():
        return True
    present = {name for _, name in feed_files(root, day)}
    return present != set(files) or any(is_other(root / name, files[name]) for name in present)


def is_other(path: Path, loaded: dict[str, object]) -> bool:
    """Tells whether a file's content is another than what was loaded."""
    try:
        stat = path.stat()
        if (stat.st_size, stat.st_mtime_ns) == (loaded["bytes"], loaded["modified_ns"]):
            return False
        return checksum(path) != loaded["checksum"]
    except (BadFile, EOFError, OSError, zlib.error):
        return True


def checksum(path: Path) -> int:
    """Returns the CRC-32 of a file's uncompressed bytes without a byte-order mark."""
    value = 0
    for block in blocks(path):
        value = zlib.crc32(block, value)
    return value


def blocks(path: Path) -> Iterator[bytes]:
    """Yields the file's bytes without a byte-order mark, cut only behind line ends."""
    with open_bytes(path) as stream:
        rest = stream.read(len(BOM)).removeprefix(BOM)
        while chunk := stream.read(BLOCK_BYTES):
            data = rest + chunk
            end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
            if end:
                yield data[:end]
            rest = data[end:]
            check_line_lengths(rest)
    if rest:
        yield rest


def open_bytes(path: Path) -> BinaryIO:
    """Opens a plain or gzipped file for reading bytes."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


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


def line_ends_of(block: bytes) -> set[bytes]:
    """Returns which of LF, CRLF and lone CR end a line in the block."""
    if b"\r" not in block:
        return {b"\n"} if b"\n" in block else set()
    crlf = block.count(b"\r\n")
    counts = {b"\r\n": crlf, b"\n": block.count(b"\n") - crlf, b"\r": block.count(b"\r") - crlf}
    return {end for end, count in counts.items() if count}


def with_newlines(block: bytes) -> bytes:
    """Replaces every line end by LF."""
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in block else block


def write_marked_copy(path: Path, copy: Path) -> None:
    """Writes each line that is not empty, decoded as it can be, behind a mark: is it UTF-8?"""
    copy.parent.mkdir(parents=True, exist_ok=True)
    with copy.open("wb") as out:
        for block in blocks(path):
            for line in with_newlines(block).removesuffix(b"\n").split(b"\n"):
                mark = GOOD if is_utf8(line) else BAD
                text = line.decode("utf-8", "replace").encode()
                check_line_lengths(text)
                out.write((mark + text if text else b"") + b"\n")


def remove_scratch(scratch: str) -> bool:
    """Removes the folder of marked copies."""
    shutil.rmtree(scratch, ignore_errors=True)
    return True

"""What the raw files are, found out by reading their bytes.

SQL calls these functions, most of them in macros/engine/open_run.sql; see warehouse/functions.py:

- raw_partitions(root): the folders under `root`, as (name, ingest_date or NULL).
- raw_files(root, dates, scratch, readings): one row per feed file of those dates, with its header,
  its own count of data lines and a checksum, found without any CSV reader. `readings` says how the
  files of each feed are written; see records.py.
- changed_files(root, files): those that are no longer what they were when they were inspected.

The engine then reads the lines. What its reader would lose or alter (bytes that are not UTF-8,
mixed line ends, odd gzip), or what only a look at other lines tells (that one stands inside a
quoted field), is first copied to a scratch folder, one marked line each: see marked_copies.py.
staleness.py tells later whether a file is still what was loaded, strays.py what else lies there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import permutations
from pathlib import Path

import numpy as np

from sluice.books import feeds
from sluice.files.companion import Companion
from sluice.files.file_bytes import (
    Content,
    check_line_lengths,
    checksum,
    first_line,
    is_utf8,
    with_newlines,
)
from sluice.files.joined_records import TAKEN
from sluice.files.line_fingerprints import BITS, FINGERPRINTS, Fingerprint, sum_of_hashes
from sluice.files.marked_copies import lines_inside, write_marked_copy
from sluice.files.on_disk import (
    BadFile,
    FileState,
    Unreachable,
    file_state,
    folders_in,
    is_in_state,
    names_in,
    shown,
)
from sluice.files.preambles import OtherForm
from sluice.files.records import STRICT, Reading, Readings, may_be_open

PARTITION = re.compile(r"ingest_date=(\d{4}-\d{2}-\d{2})", re.ASCII)
PART = re.compile(r"part-[\w.=+-]*\.csv(\.gz)?", re.ASCII)  # as Spark calls them
HIDDEN = (".", "_")  # begin the names of what others put aside, or say of a folder
YEARS = range(1900, 2200)  # in which a row's times can be
SEPARATORS = [bytes(four) for four in permutations(range(1, 9), 4)]  # see read_lines.sql
NEWLINE, BLANK = ord("\n"), ord(" ")
IS_EDGE = np.isin(np.arange(256), list(b',;|" \n'))  # of a byte: a value may begin or end beside it
ODD_BLANKS = (b"\t", b"\v", b"\f")  # and, in two bytes, the no-break space; see blanks.sql
NO_BREAK_SPACE = "\u00a0".encode()


@dataclass
class RawFile(FileState):
    """One file of a feed. `problem` is a sentence when the file can't be read as a whole.

    `form` says what it is instead of text in the feed's encoding; then it isn't read.
    """

    ingest_date: date
    feed: str
    source_file: str
    read_path: str
    is_marked_copy: bool = False
    has_nul: bool = False
    separator: str = ""
    is_trimmed: bool = True
    header: str | None = None
    data_lines: int = 0
    lines_fingerprint: int = 0
    checksum: int = 0
    form: str | None = None
    problem: str | None = None


BEGUN: dict[tuple[object, ...], Companion] = {}  # by begin_raw_files()


def raw_partitions(root: str) -> list[dict[str, object]] | None:
    """Lists the folders under `root` by name; None where there is no `root`.

    What can't be reached is listed as a folder, so that it is not taken for absent. One row with a
    `problem` where `root` itself can't be listed.
    """
    try:
        names = folders_in(Path(root), root)
    except Unreachable as error:
        return [partition(None, str(error))]
    return None if names is None else [partition(name) for name in names]


def partition(name: str | None, problem: str | None = None) -> dict[str, object]:
    """A row of raw_partitions()."""
    day = partition_date(name) if name else None
    return {"name": shown(name) if name else None, "ingest_date": day, "problem": problem}


def partition_date(folder_name: str) -> date | None:
    """Reads D from `ingest_date=D`; None for any other name, or a date that no row could have."""
    match = PARTITION.fullmatch(folder_name)
    try:
        day = date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def raw_files(
    root: str, dates: list[date], scratch: str, readings: Readings, fingerprint: str = "duckdb"
) -> list[dict[str, object]]:
    """Inspects every feed file of the partitions of `dates`, in order of date, feed and name.

    The fingerprint of a file's lines is one that the named engine takes too.
    """
    begun = BEGUN.pop(place(root, dates, scratch, readings), None)
    if begun:
        return begun.result()
    return inspect_all(root, dates, scratch, readings, FINGERPRINTS[fingerprint])


def begin_raw_files(root: str, dates: list[date], scratch: str, readings: Readings) -> None:
    """Begins raw_files() beside this process, which has a second of other work until it asks."""
    asked = (root, dates, scratch, readings)
    BEGUN[place(*asked)] = Companion(inspect_all, *asked)


def end_raw_files() -> None:
    """Waits for what was begun and never asked for, and forgets it: files may change by then."""
    while BEGUN:
        BEGUN.popitem()[1].wait()


def place(root: str, dates: list[date], scratch: str, readings: Readings) -> tuple[object, ...]:
    """What tells one call of raw_files() from another."""
    how = json.dumps(readings, sort_keys=True)
    return (os.path.realpath(root), *dates, os.path.realpath(scratch), how)


def inspect_all(
    root: str,
    dates: list[date],
    scratch: str,
    readings: Readings,
    fingerprint: Fingerprint = sum_of_hashes,
) -> list[dict[str, object]]:
    """Does what raw_files() is asked for, with the fingerprint that the engine takes too."""
    shutil.rmtree(scratch, ignore_errors=True)
    files: list[RawFile] = []
    for day in dates:
        try:
            found, _ = files_in_partition(Path(root), day, readings)
        except Unreachable as error:
            folder = f"ingest_date={day}"
            files.append(RawFile(day, feeds()[0], folder, folder, problem=str(error)))
            continue
        for feed, name in found:
            reading = Reading.of(readings[feed])
            files.append(inspect(Path(root), day, feed, name, Path(scratch), reading, fingerprint))
    return [asdict(file) for file in files]


def files_in_partition(
    root: Path, day: date, readings: Readings
) -> tuple[list[tuple[str, str]], set[str]]:
    """The feed files of a partition as (feed, path under `root`), and what else is there by name.

    A folder is no feed's file; where its feed is read so, the parts in it are.
    """
    folder, others = f"ingest_date={day}", names_in_partition(root, day)
    found = []
    for feed in feeds():
        for name in (f"{feed}_raw.csv", f"{feed}_raw.csv.gz"):
            path = root / folder / name
            if name in others and not os.path.isdir(path):
                others.remove(name)
                found.append((feed, f"{folder}/{name}"))
            elif name in others and readings.get(feed, {}).get("folders") == "read":
                parts, rest = parts_in(path, f"{folder}/{name}")
                if parts:
                    others.remove(name)
                    others |= {f"{name}/{other}" for other in rest}
                    found += [(feed, f"{folder}/{name}/{part}") for part in parts]
    return found, others


def parts_in(path: Path, called: str) -> tuple[list[str], list[str]]:
    """The parts in a folder that is written in place of a file, and what else is in it."""
    names = [name for name in names_in(path, called) or [] if not name.startswith(HIDDEN)]
    parts = [name for name in names if PART.fullmatch(name) and not os.path.isdir(path / name)]
    return sorted(parts), [name for name in names if name not in parts]


def names_in_partition(root: Path, day: date) -> set[str]:
    """What lies in a partition's folder, which is there."""
    folder = f"ingest_date={day}"
    names = names_in(root / folder, folder)
    if names is None:
        raise Unreachable(f"{folder} was there a moment ago, and is gone")
    return set(names)


def changed_files(root: str, files: list[dict[str, object]]) -> list[str]:
    """Names those of some inspected files that are no longer what they were then."""
    return [
        str(file["source_file"])
        for file in files
        if not is_in_state(Path(root) / str(file["source_file"]), file)
    ]


def inspect(
    root: Path,
    day: date,
    feed: str,
    source_file: str,
    scratch: Path,
    reading: Reading = STRICT,
    fingerprint: Fingerprint = sum_of_hashes,
) -> RawFile:
    """Reads one file to its end; makes a marked copy where the engine would not be exact."""
    path = root / source_file
    file = RawFile(day, feed, source_file, str(path))
    try:
        state = file_state(path)
        file = replace(file, **state)
        try:
            needs_copy, has_odd = scan(path, file, reading, fingerprint)
        except OtherForm as found:
            file.form, file.checksum = str(found), checksum(path)
            return file
        inside = lines_inside(path, reading) if has_odd else b""
        file.is_trimmed = file.is_trimmed and TAKEN not in inside  # a line break is white space
        place = source_file.partition("/")[2]
        if needs_copy or inside or "/" in place:
            copy = scratch / f"{day}_{place.replace('/', '_').replace('.gz', '_gz')}"
            file.lines_fingerprint = write_marked_copy(path, copy, inside, fingerprint, reading)
            file.lines_fingerprint &= BITS
            file.read_path, file.is_marked_copy = str(copy), True
        if not is_in_state(path, state):
            raise BadFile("changed while it was read")
    except BadFile as error:
        file.problem = f"{source_file} {error}"
    except EOFError:
        file.problem = f"{source_file} is truncated: its gzip stream ends too early"
    except zlib.error as error:
        file.problem = f"{source_file} is not a readable gzip file ({error})"
    except OSError as error:
        file.problem = f"{source_file} cannot be read: {error.strerror or error}"
    return file


def scan(
    path: Path, file: RawFile, reading: Reading, fingerprint: Fingerprint
) -> tuple[bool, bool]:
    """Fills in what `file` says of its content.

    Whether the engine's reader would not be exact, and whether a line may end in an open quote.
    """
    content = Content(path, reading)
    line_ends: set[bytes] = set()
    is_inexact = has_odd = False
    lines = total = 0
    for block in content.blocks():
        check_line_lengths(block)
        header = b""
        if file.header is None:
            header = first_line(block)
            file.header = header.decode("utf-8", "replace")
            lines -= header != b""
        is_inexact |= not is_utf8(block)
        file.has_nul |= b"\0" in block
        line_ends |= line_ends_of(block)
        block = with_newlines(block)
        has_odd = has_odd or may_be_open(block, reading)
        file.is_trimmed = file.is_trimmed and is_trimmed(block)
        lines += count_lines(block)
        if not is_inexact:
            total += fingerprint(block[len(header) :])
    file.checksum = content.checksum
    file.data_lines, file.lines_fingerprint = lines, total & BITS
    file.separator = free_separator(path, reading).hex() if file.has_nul else ""
    return is_inexact or len(line_ends) > 1 or not content.is_plain, has_odd


def free_separator(path: Path, reading: Reading = STRICT) -> bytes:
    """Four bytes that don't occur in a file: they separate nothing."""
    for separator in SEPARATORS:
        if not any(separator in block for block in Content(path, reading).blocks()):
            return separator
    raise BadFile("holds NUL and everything else that could separate columns")


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


def line_ends_of(block: bytes) -> set[bytes]:
    """Returns which of LF, CRLF and lone CR end a line in the block."""
    if b"\r" not in block:
        return {b"\n"} if b"\n" in block else set()
    crlf = block.count(b"\r\n")
    counts = {b"\r\n": crlf, b"\n": block.count(b"\n") - crlf, b"\r": block.count(b"\r") - crlf}
    return {end for end, count in counts.items() if count}


def remove_scratch(scratch: str) -> bool:
    """Removes the folder of marked copies."""
    shutil.rmtree(scratch, ignore_errors=True)
    return True

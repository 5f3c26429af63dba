"""Writing a file line by line, with its truth; and the ways to mangle a line."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from sluice.generator.dice import COLUMNS
from sluice.generator.plans import FilePlan
from sluice.generator.rows import Row
from sluice.generator.rules import REJECTS, WARNINGS, broken

EMPTY_LINE, QUOTED = "empty_line", "quoted"
BAD_BYTE = "\udce9"  # written as the single byte E9: Latin-1, not UTF-8
CHUNK = 4096  # lines
TRUTH_HEADER = "source_file,line_number,reject_reason,warnings,defect\n"


def quoted(text: str) -> str:
    """A field in quotes, those inside doubled."""
    return '"' + text.replace('"', '""') + '"'


# How a well-formed line (its fields, the delimiter) becomes a malformed one. Field 1 is mangled.
MALFORMED: dict[str, Callable[[list[str], str], list[str]]] = {
    "too_few_fields": lambda f, d: f[:-1],
    "too_many_fields": lambda f, d: [*f, "extra", "1"],
    "trailing_delimiter": lambda f, d: [*f, ""],
    "delimiter_inside": lambda f, d: [f[0], f"{f[1]}{d} Inc", *f[2:]],
    "stray_quote": lambda f, d: [f[0], f'{f[1][:3]}"{f[1][3:]}', *f[2:]],
    "text_after_quote": lambda f, d: [f[0], f'"{f[1]}"x', *f[2:]],
    "blank_before_quote": lambda f, d: [f[0], f' "{f[1]}"', *f[2:]],
    "unclosed_quote": lambda f, d: [f[0], f'"{f[1]}', *f[2:]],
    "unclosed_last_quote": lambda f, d: [*f[:-1], f'"{f[-1]}'],
    "not_utf8": lambda f, d: [f[0], f"{f[1][:2]}{BAD_BYTE}{f[1][2:]}", *f[2:]],
    "cut_short": lambda f, d: [*f[:3], f[3][:2]],
    "blanks_only": lambda f, d: ["  \u00a0"],
}


class LineWriter:
    """Turns rows into lines of a file."""

    def __init__(self, plan: FilePlan) -> None:
        self.delimiter, self.extra = plan.delimiter, plan.extra
        self.delimiters = len(plan.picks) - 1
        is_usual = plan.picks == tuple(range(len(COLUMNS[plan.feed])))
        self.arrange = None if is_usual else itemgetter(*plan.picks)

    def line(self, row: Row) -> str:
        """The row as it stands in the file, without its line end."""
        if row.style == EMPTY_LINE:
            return ""
        texts = [cell[0] for cell in row.cells]
        if self.arrange:
            texts = self.arrange([*texts, self.extra])
        line = self.delimiter.join(texts)
        if not row.style and '"' not in line and line.count(self.delimiter) == self.delimiters:
            return line
        return self.careful_line(texts, row.style)

    def careful_line(self, texts: Iterable[str], style: str) -> str:
        """A line that needs quotes, or is mangled."""
        if style == QUOTED:
            return self.delimiter.join(map(quoted, texts))
        if style in MALFORMED:
            bare = [text.replace('"', "").replace(self.delimiter, "") for text in texts]
            return self.delimiter.join(MALFORMED[style](bare, self.delimiter))
        special = ('"', self.delimiter)
        fields = (quoted(text) if any(s in text for s in special) else text for text in texts)
        return self.delimiter.join(fields)


def truth_line(source: str, number: int, row: Row, feed: str) -> str:
    """What must become of a line: its reasons, its warnings, and what was done to it."""
    issues, defects = row.issues(), row.defects()
    if not issues:
        return f"{source},{number},,,{'|'.join(defects)}\n"
    reasons = "|".join(broken(REJECTS[feed], issues))
    warnings = "|".join(broken(WARNINGS[feed], issues))
    return f"{source},{number},{reasons},{warnings},{'|'.join(defects)}\n"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Opens a file that appears under its name, as a whole, only when all went well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as stream:
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", 6, stream, mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_file(folder: Path, plan: FilePlan, rows: Iterable[Row], truth: BinaryIO | None) -> None:
    """Writes one file of a partition and adds its lines to the day's truth."""
    with replacing(folder / plan.file_name) as stream:
        if plan.content == "nothing":
            return
        stream.write((("\ufeff" if plan.bom else "") + plan.header()).encode())
        if plan.has_rows:
            write_rows(f"{folder.name}/{plan.file_name}", plan, rows, stream, truth)
        if plan.final_newline:
            stream.write(plan.newline.encode())


def write_rows(
    source: str, plan: FilePlan, rows: Iterable[Row], stream: BinaryIO, truth: BinaryIO | None
) -> None:
    """Writes the lines behind the header, each behind a line end."""
    line_of, feed = LineWriter(plan).line, plan.feed
    lines, truths = [""], [""]
    for number, row in enumerate(rows, start=2):
        lines.append(line_of(row))
        if truth and row.style != EMPTY_LINE:
            truths.append(truth_line(source, number, row, feed))
        if len(lines) > CHUNK:
            flush(stream, plan.newline, lines)
            flush(truth, "", truths)
    flush(stream, plan.newline, lines)
    flush(truth, "", truths)


def flush(stream: BinaryIO | None, separator: str, texts: list[str]) -> None:
    """Writes what has gathered and leaves one empty text, so that the next one gets a separator."""
    if stream:
        stream.write(separator.join(texts).encode("utf-8", "surrogateescape"))
    texts[:] = [""]

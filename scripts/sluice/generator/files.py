"""Writing a file line by line, with its truth; and the ways to mangle a line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

from sluice.generator.accidents import FORMS
from sluice.generator.dice import COLUMNS
from sluice.generator.plans import FilePlan
from sluice.generator.rows import Row
from sluice.generator.rules import broken, sides
from sluice.generator.written import BAD_BYTE, encoded

EMPTY_LINE, QUOTED = "empty_line", "quoted"
CHUNK = 4096  # lines
TRUTH_HEADER = "source_file,line_number,reject_reason,warnings,defect\n"


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
    "line_break": lambda f, d: [*f[:-1], f'"{f[-1]}\nand more"'],
    "note_of_records": lambda f, d: note_of(f, d, 2),
    "note_of_80_lines": lambda f, d: note_of(f, d, 78),
    "late_quote": lambda f, d: ['thanks"'],
}
QUOTES = ("note_of_records", "note_of_80_lines", "late_quote")  # only where they are asked for


def note_of(fields: list[str], delimiter: str, lines: int) -> list[str]:
    """A line with an open quote, others that look like records, and one that closes it."""
    others = [delimiter.join([f"{fields[0]}{line}", *fields[1:]]) for line in range(lines)]
    return [*fields[:-1], "\n".join([f'"{fields[-1]}', *others, 'thanks"'])]


class LineWriter:
    """Turns rows into lines of a file."""

    def __init__(self, plan: FilePlan) -> None:
        self.delimiter, self.extra, self.newline = plan.delimiter, plan.extra, plan.newline
        self.writing = plan.writing
        self.is_plain = not (self.writing.multiline or self.writing.pad_short_lines)
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
        is_usual = '"' not in line and line.count(self.delimiter) == self.delimiters
        if not row.style and is_usual and self.is_plain:
            return line
        return self.careful_line(texts, row.style)

    def careful_line(self, texts: list[str], style: str) -> str:
        """A line that needs quotes or breaks, is cut short or is mangled."""
        if style in MALFORMED:
            style = "too_many_fields" if style in self.writing.spared else style
            bare = [text.replace('"', "").replace(self.delimiter, "") for text in texts]
            line = self.delimiter.join(MALFORMED[style](bare, self.delimiter))
            return line.replace("\n", self.newline)
        if self.writing.multiline:
            texts = [text.replace("\n", self.newline) for text in texts]
            texts = self.broken(texts)
        if style == QUOTED:
            return self.delimiter.join(map(self.writing.quoted, texts))
        while self.writing.pad_short_lines and len(texts) > 2 and not texts[-1]:
            texts = texts[:-1]
        return self.delimiter.join(map(self.field, texts))

    def field(self, text: str) -> str:
        """A field, in quotes where it needs them."""
        is_bare = self.writing.literal_quotes and text[:1] != '"'
        special = (self.delimiter, "\n", "\r", *(() if is_bare else '"'))
        return self.writing.quoted(text) if any(s in text for s in special) else text

    def broken(self, texts: list[str]) -> list[str]:
        """The same values, of one row in thirty with line breaks behind one; of copies the same."""
        chance = zlib.crc32("\t".join(texts).encode("utf-8", "surrogateescape"))
        at = chance % len(texts)
        if chance // 64 % 30 or not texts[at] or '"' in texts[at]:
            return texts
        return [*texts[:at], texts[at] + self.newline * (1 + chance // 32 % 2), *texts[at + 1 :]]


def truth_line(source: str, number: int, row: Row, feed: str) -> str:
    """What must become of a line: its reasons, its warnings, and what was done to it."""
    issues, defects = row.issues(), row.defects()
    if not issues:
        return f"{source},{number},,,{'|'.join(defects)}\n"
    reasons, warnings = ("|".join(broken(rules, issues)) for rules in sides(feed))
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
    """Writes one file of a partition and adds its lines, if they are read, to the day's truth."""
    with replacing(folder / plan.file_name) as stream:
        if plan.content == "nothing":
            return
        head = [*plan.before, plan.header()]
        stream.write(encoded("\ufeff" * plan.bom + plan.newline.join(head), plan.encoding))
        if plan.has_rows:
            told = truth if plan.is_read else None
            write_rows(f"{folder.name}/{plan.file_name}", plan, rows, stream, told)
        if plan.final_newline:
            stream.write(encoded(plan.newline, plan.encoding))
    if plan.form:
        path = folder / plan.file_name
        path.write_bytes(FORMS[plan.form](path.read_bytes()))


def write_rows(
    source: str, plan: FilePlan, rows: Iterable[Row], stream: BinaryIO, truth: BinaryIO | None
) -> None:
    """Writes the lines behind the header, each behind a line end."""
    line_of, feed = LineWriter(plan).line, plan.feed
    lines, truths = [""], [""]
    number = len(plan.before) + 2
    for row in rows:
        lines.append(line := line_of(row))
        more = line.count(plan.newline)
        if truth and row.style != EMPTY_LINE:
            is_malformed = row.style in MALFORMED
            for further in range(1 + more if is_malformed else 1):
                truths.append(truth_line(source, number + further, row, feed))
        number += 1 + more
        if len(lines) > CHUNK:
            flush(stream, plan.newline, lines, plan.encoding)
            flush(truth, "", truths)
    flush(stream, plan.newline, lines, plan.encoding)
    flush(truth, "", truths)


def flush(
    stream: BinaryIO | None, separator: str, texts: list[str], encoding: str = "utf-8"
) -> None:
    """Writes what has gathered and leaves one empty text, so that the next one gets a separator."""
    if stream:
        stream.write(encoded(separator.join(texts), encoding))
    texts[:] = [""]

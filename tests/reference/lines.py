"""Section 1: from the bytes of a file to its header and its physical lines, split into fields."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.reference.values import lower_case, trim
from tests.reference.variables import COLUMNS, Variables

LINE_END = re.compile(rb"\r\n|\r|\n")
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Line:
    """One data line, or a record of several. `fields` is None when it is malformed."""

    number: int
    text: str
    fields: tuple[str, ...] | None
    is_corrected: bool = False  # then `fields` are not those of `text`, which are `sent`
    sent: tuple[str, ...] | None = None
    is_waived: bool = False
    despite_bytes: tuple[str, ...] | None = None  # the fields, where only bytes make it malformed
    taken: int = 0  # how many further data lines the record has


@dataclass(frozen=True)
class FeedFile:
    """One file of a feed: its header cells, in look-up form, and its data lines."""

    source_file: str
    feed: str
    header: tuple[str, ...] | None  # None: 0 bytes, there is no header
    lines: tuple[Line, ...]
    fingerprint: str
    is_text: bool = True  # in its feed's encoding; else nothing of it is read

    @property
    def data_lines(self) -> int:
        """How many physical lines behind the header are not empty."""
        return len(self.lines) + self.further_lines

    @property
    def further_lines(self) -> int:
        """How many of them are no row of their own."""
        return sum(line.taken for line in self.lines)

    @property
    def missing_columns(self) -> list[str]:
        """Required columns that are absent, in the feed's order."""
        if self.header is None:
            return []
        required = [column for column in COLUMNS[self.feed] if column != "ingest_date"]
        return [column for column in required if not self.has(column)]

    @property
    def unexpected_columns(self) -> list[str]:
        """Names we don't know, in the header's order."""
        return [name for name in self.header or () if name not in COLUMNS[self.feed]]

    def has(self, column: str) -> bool:
        """A name that occurs twice counts as absent."""
        return self.header is not None and self.header.count(column) == 1

    def received(self, line: Line) -> dict[str, str | None]:
        """The feed's columns of a line, by name; None where absent or malformed."""
        return {
            column: line.fields[self.header.index(column)]
            if line.fields is not None and self.header is not None and self.has(column)
            else None
            for column in COLUMNS[self.feed]
        }


def read_feed(
    raw: Path, folder: str, feed: str, variables: Variables | None = None
) -> list[FeedFile]:
    """Reads the files of a feed in one partition, in name order; none may be there."""
    variables = variables or Variables()
    names = [f"{feed}_raw.csv", f"{feed}_raw.csv.gz"]
    return [
        read_file(raw / folder / name, f"{folder}/{name}", feed, variables)
        for whole in names
        for name in (
            [whole]
            if (raw / folder / whole).is_file()
            else parts(raw / folder / whole, feed, variables)
        )
    ]


def parts(path: Path, feed: str, variables: Variables) -> list[str]:
    """What is read of a folder with a file's name, by its path from the partition."""
    if variables.folders.get(feed) != "read" or not path.is_dir():
        return []
    name = re.compile("part-[a-zA-Z0-9_.=+-]*[.]csv([.]gz)?")
    inner = sorted(other.name for other in path.iterdir() if other.is_file())
    return [f"{path.name}/{other}" for other in inner if name.fullmatch(other)]


def unread(raw: Path, folder: str, feed: str, variables: Variables | None = None) -> dict[str, int]:
    """What has the feed's name as the first word that is one's, and isn't read: names and sizes."""
    found = {}
    for path in sorted((raw / folder).iterdir()):
        is_feeds = path.name in (f"{feed}_raw.csv", f"{feed}_raw.csv.gz")
        is_read = is_feeds and not path.is_dir()
        if is_feeds and (whole := parts(path, feed, variables or Variables())):
            for other in path.iterdir():
                name = f"{path.name}/{other.name}"
                is_told = name not in whole and other.name[0] not in "._"
                if is_told and not is_about_another(other.name):
                    found[f"{name}/" if other.is_dir() else name] = bytes_in(other)
            continue
        is_about = is_about_another(path.name)
        words = re.findall(r"[^\W\d_]+", path.name.lower())
        feeds = [word.removesuffix("raw") for word in words if word.removesuffix("raw") in COLUMNS]
        named = feeds[0] if feeds else None
        if named == feed and not is_read and not is_about and path.name[0] not in "._":
            name = f"{path.name}/" if path.is_dir() else path.name
            found[name] = bytes_in(path)
    return found


def is_about_another(name: str) -> bool:
    """Tells of a checksum or a marker: it says something of a file."""
    last = name.lower().rpartition(".")[2]
    is_sum = last.rstrip("0123456789") in ("md", "sha") and last[-1:].isdigit()
    return is_sum or last in ("crc", "sig", "asc", "ok", "done", "ready")


def bytes_in(path: Path) -> int:
    """The size of a file, or of all in a folder that isn't hidden."""
    if not path.is_dir():
        return path.stat().st_size if path.exists() else 0
    inner = [other for other in path.iterdir() if other.is_dir() or other.name[0] not in "._"]
    return sum(map(bytes_in, inner))


def read_file(path: Path, source_file: str, feed: str, variables: Variables) -> FeedFile:
    """Reads one file to its end. A broken gzip file raises."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    fingerprint = hashlib.sha256(content).hexdigest()
    bare = re.sub(rb"\A(?:\xef\xbb\xbf)+", b"", content)
    encoding = "utf-8" if bare != content else variables.encoding.get(feed, "utf-8")
    if has_other_form(bare, encoding):
        return FeedFile(source_file, feed, None, (), fingerprint, is_text=False)
    skipped = variables.skip_lines.get(feed, 0)
    lines = from_header(physical_lines(in_utf8(bare, encoding)), skipped)
    if not lines:
        return FeedFile(source_file, feed, None, (), fingerprint)
    header_line = lines[0].decode("utf-8", errors="replace")
    delimiter = find_delimiter(header_line)
    header = own_names(split_header(header_line, delimiter), variables.aliases.get(feed, {}))
    may_be_short = variables.pad_short_lines.get(feed, False)
    quotes = quotes_of(feed, variables)
    texts = [line.decode("utf-8", errors="replace") for line in lines]
    most = variables.max_record_lines
    data = []
    for first, end in records(texts, delimiter, len(header), most, quotes, may_be_short):
        is_row = first > 0 and variables.multiline.get(feed, False)
        for at, last in [(first, end)] if is_row else [(at, at) for at in range(first, end + 1)]:
            whole = b"\n".join(lines[at : last + 1])
            if at == 0 or whole == b"":
                continue
            line = Line(at + 1, whole.decode("utf-8", errors="replace"), None)
            if at == first:
                line = replace(
                    line,
                    fields=split(whole, delimiter, len(header), may_be_short, quotes),
                    despite_bytes=split(
                        line.text.encode(), delimiter, len(header), may_be_short, quotes
                    ),
                    taken=sum(other != b"" for other in lines[at + 1 : last + 1]),
                )
            data.append(line)
    return FeedFile(source_file, feed, header, tuple(data), fingerprint)


def quotes_of(feed: str, variables: Variables) -> frozenset[str]:
    """What else a quote may be in a feed's files than RFC 4180 has."""
    found = {"escaped"} if variables.escape.get(feed) == "backslash" else set()
    return frozenset(found | ({"literal"} if variables.literal_quotes.get(feed) else set()))


def has_other_form(content: bytes, encoding: str) -> bool:
    """A packed file or a spreadsheet, or UTF-16 where that isn't said, or not where it is."""
    packed = (b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"PAR1\x15")
    if content.startswith((*packed, b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return True
    first = content[:4]
    has_zeros = len(first) > 1 and (first[0] == 0) != (first[1] == 0)
    if has_zeros and len(first) > 2:
        alike = [(first[at] == 0) == (first[at - 2] == 0) for at in range(2, len(first))]
        has_zeros = len(first) == 4 and all(alike)
    looks_wide = has_zeros or first[:2] in (b"\xff\xfe", b"\xfe\xff")
    return looks_wide != (encoding == "utf-16") and (looks_wide or content != b"")


def in_utf8(content: bytes, encoding: str) -> bytes:
    """The content in UTF-8; what its encoding doesn't have is a byte that UTF-8 doesn't."""
    if encoding == "utf-8":
        return content
    if encoding == "utf-16":
        is_big = content[:2] == b"\xfe\xff" or content[:1] == b"\0"
        even = content[: len(content) // 2 * 2]
        text = even.decode("utf-16-be" if is_big else "utf-16-le", "surrogatepass").lstrip("\ufeff")
        text = re.sub("[\ud800-\udfff]", "\udcff", text) + "\udcff" * (len(content) % 2)
        return text.encode("utf-8", "surrogateescape")
    table = {byte: bytes([byte]).decode(encoding, "ignore") or "\udcff" for byte in range(256)}
    return "".join(table[byte] for byte in content).encode("utf-8", "surrogateescape")


def from_header(lines: list[bytes], skipped: int) -> list[bytes]:
    """The header, as many empty lines as stand before it, and the rest."""
    for index, line in enumerate(lines):
        bare = re.sub(rb"\A(?:\xef\xbb\xbf)+", b"", line)
        blank = trim(bare.decode("utf-8", "replace")) == ""
        separator = re.fullmatch(rb'"?[sS][eE][pP]=(\\t|[^"]?)"?[,;|\t]*', bare)
        if index >= skipped and not blank and not separator:
            return [bare] + [b""] * index + lines[index + 1 :]
    return []


def records(
    texts: list[str],
    delimiter: str,
    width: int,
    most: int,
    quotes: Collection[str] = (),
    may_be_short: bool = False,
) -> list[tuple[int, int]]:
    """Indices of the first and the last line of each record, the header's too."""
    found = []
    first = 0
    while first < len(texts):
        end = end_of_record(texts, first, delimiter, width, most, quotes, may_be_short)
        found.append((first, end))
        first = end + 1
    return found


def inside_records(
    texts: list[str],
    delimiter: str,
    width: int,
    most: int,
    quotes: Collection[str] = (),
    may_be_short: bool = False,
) -> set[int]:
    """Numbers of the lines that stand inside a quoted field of an earlier line's record."""
    found = records(texts, delimiter, width, most, quotes, may_be_short)
    return {number for first, end in found for number in range(first + 2, end + 2)}


def end_of_record(
    texts: list[str],
    first: int,
    delimiter: str,
    width: int,
    most: int,
    quotes: Collection[str] = (),
    may_be_short: bool = False,
) -> int:
    """Index of the last line of the record that begins at a line: mostly that line."""
    fields, state = 1, "start"
    for index in range(first, min(first + most, len(texts))):
        for character in texts[index]:
            if state == "escaping":
                state = "quoted"
            elif state == "quoted":
                state = "quote" if character == '"' else "quoted"
                if character == "\\" and "escaped" in quotes:
                    state = "escaping"
            elif character == '"':
                if state == "plain" and "literal" not in quotes:
                    return first
                state = "plain" if state == "plain" else "quoted"
            elif character == delimiter:
                fields, state = fields + 1, "start"
            elif state == "quote":
                return first
            else:
                state = "plain"
        state = "quoted" if state == "escaping" else state
        if state != "quoted":
            fits = fields == width or (may_be_short and fields < width)
            return index if fits else first
    return first


def physical_lines(content: bytes) -> list[bytes]:
    """Cuts at LF, CRLF and lone CR; what follows the last line end is a line if not empty."""
    lines = LINE_END.split(content)
    return lines[:-1] if lines[-1] == b"" else lines


def find_delimiter(header_line: str) -> str:
    """The delimiter that occurs most; the first of the list on a tie."""
    return max(DELIMITERS, key=header_line.count)


def split_header(header_line: str, delimiter: str) -> tuple[str, ...]:
    """Header cells, unquoted where that's possible, trimmed and lower-cased."""
    cells: Sequence[str] | None = split_fields(header_line, delimiter)
    if cells is None:
        cells = header_line.split(delimiter)
    return tuple(lower_case(trim(cell)) for cell in cells)


def own_names(header: tuple[str, ...], aliases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The header with the names that the feed book has for its columns."""
    own = {lower_case(trim(name)): column for column in aliases for name in aliases[column]}
    return tuple(own.get(name, name) for name in header)


def split(
    line: bytes, delimiter: str, width: int, may_be_short: bool, quotes: Collection[str]
) -> tuple[str, ...] | None:
    """Fields of a data line; None when it's malformed."""
    try:
        fields = split_fields(line.decode("utf-8"), delimiter, quotes)
    except UnicodeDecodeError:
        return None
    if fields is not None and may_be_short:
        fields += ("",) * (width - len(fields))
    return fields if fields is not None and len(fields) == width else None


def split_fields(line: str, delimiter: str, quotes: Collection[str] = ()) -> tuple[str, ...] | None:
    """Splits and unquotes; None when a quote is not part of a well-formed quoted field."""
    fields = []
    position = 0
    while True:
        if line.startswith('"', position):
            end = end_of_quoted(line, position, "escaped" in quotes)
            if end is None:
                return None
            fields.append(unquoted(line[position + 1 : end - 1], "escaped" in quotes))
        else:
            end = line.find(delimiter, position)
            end = len(line) if end == -1 else end
            if '"' in line[position:end] and "literal" not in quotes:
                return None
            fields.append(line[position:end])
        if end == len(line):
            return tuple(fields)
        if line[end] != delimiter:
            return None
        position = end + 1


def unquoted(text: str, is_escaped: bool) -> str:
    """What stands between a field's quotes."""
    found, position = "", 0
    while position < len(text):
        pair = text[position : position + 2]
        is_pair = pair == '""' or (is_escaped and pair in ('\\"', "\\\\"))
        found += pair[1] if is_pair else text[position]
        position += 1 + is_pair
    return found


def end_of_quoted(line: str, start: int, is_escaped: bool = False) -> int | None:
    """Position behind the closing quote of the field that opens at `start`."""
    position = start + 1
    while position < len(line):
        if line.startswith('""', position) or (is_escaped and line[position] == "\\"):
            position += 2
        elif line[position] == '"':
            return position + 1
        else:
            position += 1
    return None

"""What stands before a header, and files in other encodings or of other forms."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from conftest import HEADERS, ROOT

sys.path.insert(0, str(ROOT))

from differential import Dbt, compare  # noqa: E402

from sluice.books import feed_book, readings  # noqa: E402
from sluice.files.raw_files import inspect  # noqa: E402
from sluice.files.records import STRICT, Reading  # noqa: E402

DAY = date(2025, 12, 10)
NAME = f"ingest_date={DAY}/orders_raw.csv"
ROWS = [f"o{n},c1,{DAY} 08:00:00,5.00,EUR,paid," for n in range(3)]
TEXT = "\n".join([HEADERS["orders"], *ROWS, ""])
ODD = TEXT.replace("c1", "Österreich", 1)
MARK = codecs.BOM_UTF8
ZIP = io.BytesIO()
with zipfile.ZipFile(ZIP, "w") as packed:
    packed.writestr("[Content_Types].xml", TEXT)
LONE = {"utf-16-le": b"\x00\xd8", "utf-16-be": b"\xd8\x00"}  # half of a surrogate pair
LATER = TEXT.encode() * 20_000  # more than a block

# By what is odd: the file, what the feed book says, and where its header and first line are
READ = {
    "a mark": (MARK + TEXT.encode(), {}, 1),
    "two marks": (MARK * 2 + TEXT.encode(), {}, 1),
    "sep=": (b"sep=;\r\n" + TEXT.replace("\n", "\r\n").encode(), {}, 2),
    "sep= quoted, CR": (b'"SEP=,"\r' + TEXT.replace("\n", "\r").encode(), {}, 2),
    "a mark, sep=": (MARK + b"sep=\t\n" + TEXT.encode(), {}, 2),
    "blank lines": (b"\n \t\xc2\xa0\n\r\n" + TEXT.encode(), {}, 4),
    "a blank line, a mark": (b"\n" + MARK + TEXT.encode(), {}, 2),
    "a title": (b"Orders, of all shops\n" + TEXT.encode(), {"skip_lines": 1}, 2),
    "a title, a blank line": (b"Orders\n\n" + TEXT.encode(), {"skip_lines": 1}, 3),
    "sep=, a title": (b"sep=,\nOrders\n" + TEXT.encode(), {"skip_lines": 2}, 3),
    "a long title": (b"x" * (2 << 20) + b"\n" + TEXT.encode(), {"skip_lines": 1}, 2),
    "more than a block behind": (b"sep=,\n" + LATER, {}, 2),
    "cp1252": (ODD.encode("cp1252"), {"encoding": "cp1252"}, 1),
    "latin-1": (ODD.encode("latin-1"), {"encoding": "latin-1"}, 1),
    "UTF-8 by its mark": (MARK + ODD.encode(), {"encoding": "cp1252"}, 1),
    "cp1252, a title": (b"\xd6\n" + ODD.encode("cp1252"), dict(encoding="cp1252", skip_lines=1), 2),
    "UTF-16": (ODD.encode("utf-16"), {"encoding": "utf-16"}, 1),
    "UTF-16, no mark": (ODD.encode("utf-16-le"), {"encoding": "utf-16"}, 1),
    "UTF-16, big": (codecs.BOM_UTF16_BE + ODD.encode("utf-16-be"), {"encoding": "utf-16"}, 1),
    "UTF-16, big, no mark": (ODD.encode("utf-16-be"), {"encoding": "utf-16"}, 1),
    "UTF-16, sep=": (("sep=;\n" + ODD).encode("utf-16"), {"encoding": "utf-16"}, 2),
}
OTHER = {
    "UTF-16": (ODD.encode("utf-16"), {}, "UTF-16, which"),
    "UTF-16, no mark": (ODD.encode("utf-16-le"), {"encoding": "cp1252"}, "UTF-16, which"),
    "UTF-16, big, no mark": (ODD.encode("utf-16-be"), {"skip_lines": 1}, "UTF-16, which"),
    "no UTF-16": (TEXT.encode(), {"encoding": "utf-16"}, "not UTF-16"),
    "gzip": (gzip.compress(TEXT.encode()), {}, "a gzip file"),
    "gzip in UTF-16": (gzip.compress(TEXT.encode()), {"encoding": "utf-16"}, "a gzip file"),
    "zip": (ZIP.getvalue(), {}, "a zip file"),
    "empty zip": (b"PK\x05\x06" + bytes(18), {}, "a zip file without content"),
    "UTF-32": (ODD.encode("utf-32"), {"encoding": "utf-16"}, "UTF-32, which no"),
    "UTF-32, big": (codecs.BOM_UTF32_BE + ODD.encode("utf-32-be"), {}, "UTF-32, which no"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + TEXT.encode(), {}, "an old spreadsheet"),
}


@pytest.mark.parametrize("name", READ)
def test_a_header_is_found_and_lines_keep_their_numbers(tmp_path: Path, name: str) -> None:
    content, words, header_line = READ[name]
    folder_of(tmp_path, {NAME: content})
    file = inspect(tmp_path, DAY, "orders", NAME, tmp_path / "s", Reading(100, **words))  # type: ignore[arg-type]
    assert (file.problem, file.form, file.header) == (None, None, HEADERS["orders"])
    if file.is_marked_copy:
        lines = Path(file.read_path).read_text().split("\n")
        assert lines[0] == f"={file.header}"
        assert lines[1:header_line] == [""] * (header_line - 1)
        first = (ODD if "Ö" in "".join(lines[: header_line + 1]) else TEXT).split("\n")[1]
        assert lines[header_line] == f"={first}"
    else:
        assert header_line == 1


@pytest.mark.parametrize("name", OTHER)
def test_what_is_no_text_is_named(tmp_path: Path, name: str) -> None:
    content, words, form = OTHER[name]
    folder_of(tmp_path, {NAME: content})
    file = inspect(tmp_path, DAY, "orders", NAME, tmp_path / "s", Reading(100, **words))  # type: ignore[arg-type]
    assert (file.problem, file.header, file.data_lines) == (None, None, 0)
    assert file.form and file.form.startswith(form)


@pytest.mark.parametrize("content", [b"", MARK, MARK * 2, b"\n \n", b"sep=;", b"sep=;\n\n", b"\r"])
def test_nothing_but_a_preamble_is_an_empty_file(tmp_path: Path, content: bytes) -> None:
    folder_of(tmp_path, {NAME: content})
    file = inspect(tmp_path, DAY, "orders", NAME, tmp_path / "s")
    assert (file.problem, file.form, file.header, file.data_lines) == (None, None, None, 0)


@pytest.mark.parametrize("skip_lines", [0, 1, 2, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "latin-1"])
def test_each_encoding_with_each_count_of_lines(
    tmp_path: Path, encoding: str, skip_lines: int
) -> None:
    text = "title\n" * skip_lines + "\nsep=,\n" + ODD
    folder_of(tmp_path, {NAME: text.encode(encoding)})
    reading = Reading(100, encoding=encoding, skip_lines=skip_lines)
    file = inspect(tmp_path, DAY, "orders", NAME, tmp_path / "s", reading)
    assert (file.problem, file.form, file.header) == (None, None, HEADERS["orders"])
    lines = Path(file.read_path).read_text().split("\n")
    assert lines[1 : skip_lines + 3] == [""] * (skip_lines + 2)
    assert lines[skip_lines + 3] == "=" + ODD.split("\n")[1]


def test_dbt_and_python_read_alike(dbt: Dbt, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "{{ tojson([readings(), feed_words().encoding, feed_words().skip_lines]) }}"
    found, encoding, skip_lines = json.loads(dbt.compile(query))
    assert found == readings()
    assert (STRICT.encoding, STRICT.skip_lines) == (encoding["default"], skip_lines["default"])
    book = feed_book()
    odd = book | {"orders": book["orders"] | {"encoding": "utf-16", "skip_lines": 2}}
    monkeypatch.setattr("sluice.books.feed_book", lambda: odd)
    assert readings()["orders"] == found["orders"] | {"encoding": "utf-16", "skip_lines": 2}
    assert readings()["events"] == found["events"]


def folder_of(raw: Path, files: dict[str, bytes]) -> None:
    """Writes files by their paths in a raw folder."""
    for name, content in files.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_bytes(content)


def test_files_are_built_as_the_reference_has_them(dbt: Dbt, tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    strict = [content for content, words, _ in READ.values() if not words and len(content) < 9999]
    for number, content in enumerate([*strict, *(found[0] for found in OTHER.values())]):
        folder = f"ingest_date={date(2025, 12, 1 + number)}"
        files[f"{folder}/orders_raw.csv"] = content
        customers = f"{HEADERS['customers']}\nc1,,2025-01-01,DE,active,\n"
        files[f"{folder}/customers_raw.csv"] = customers.encode()
    folder_of(tmp_path / "raw", files)
    assert compare(dbt, tmp_path / "raw") == []


def test_feeds_in_encodings_are_built_as_the_reference_has_them(dbt: Dbt, tmp_path: Path) -> None:
    customers = (
        HEADERS["customers"]
        + "\n"
        + "".join(
            f"{name},,2025-01-01,DE,active,\n" for name in ("c1", "Österreich", "\u0081x", "Ž")
        )
    )
    events = (
        HEADERS["events"]
        + "\n"
        + "".join(
            f"e{n},{name},{DAY} 08:00:00,login,ios,s,1,\n"
            for n, name in enumerate(("c1", "Österreich", "Ž", "unknown"))
        )
    )
    lone = [*HEADERS["orders"], "\n", *ROWS[0], "\n", *ROWS[1]]
    files = {}
    for number, wide in enumerate(("utf-16-le", "utf-16-be")):
        folder = f"ingest_date={date(2025, 12, 10 + number)}"
        whole = b"".join(part.encode(wide) for part in lone)
        files[f"{folder}/orders_raw.csv"] = whole + LONE[wide] + "x\n".encode(wide) + b"\0"
        encoded = customers.encode("latin-1", "replace").replace(b"?", b"\x8e")
        files[f"{folder}/customers_raw.csv"] = encoded
        files[f"{folder}/events_raw.csv"] = b"Report \xd6\n\n" + events.encode("cp1252")
    folder_of(tmp_path / "raw", files)
    words = {
        "encoding": {"orders": "utf-16", "customers": "cp1252", "events": "cp1252"},
        "skip_lines": {"events": 1},
    }
    assert compare(dbt, tmp_path / "raw", {"words": words}) == []

"""Records of several lines, where the feed book says that there may be some."""

from __future__ import annotations

import csv
import gzip
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from differential import Dbt, compare
from hypothesis import given, settings
from hypothesis import strategies as st
from test_records import CASES

from sluice.books import feed_book
from sluice.files.correction_rows import read_rows
from sluice.files.joined_records import TAKEN, joined_records
from sluice.files.raw_files import inspect
from sluice.files.records import Reading
from sluice.quarantine import asked, mending
from sluice.quarantine.exporting import as_csv, export
from sluice.quarantine.mending import Line
from sluice.quarantine.stories import stories, stories_text
from sluice.report.pages.examples import legible
from sluice.report.reports import read_days, validation_report

DAY = date(2025, 12, 10)
NAME = f"ingest_date={DAY}/orders_raw.csv"
HEADER = "order_id,customer_id,order_time,amount,currency,status,note"
CUSTOMERS = "customer_id,email,created_at,country,status\nc1,,2025-01-01,DE,active\n"


def order(name: str, note: str = "", status: str = "paid") -> str:
    """A line of the orders file."""
    return f"{name},c1,2025-12-10 08:00:00,5.00,USD,{status},{note}"


def records_in(folder: Path, content: bytes, name: str = NAME, **words: Any) -> dict[int, str]:
    """The records of a file by line number, the header aside, as SQL has them."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    reading = Reading(**{"max_record_lines": 100, "multiline": True} | words)
    file = inspect(folder, DAY, "orders", name, folder / "s", reading)
    assert file.problem is None
    with Path(file.read_path).open(encoding="utf-8", newline=None) as stream:
        lines = stream.read().split("\n")
    texts = {number: line for number, line in enumerate(lines, 1) if line and number > 1}
    if not file.is_marked_copy:
        return texts
    assert {line[0] for line in texts.values()} <= {"=", "!", '"'}
    return {
        number: line[1:].replace("\\n", "\n").replace("\\-", "\\") for number, line in texts.items()
    }


TEXTS = st.text(st.sampled_from('ab,;"\\\n\r\u00d6 n-='), max_size=8)
ROWS = st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(ROWS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_records_are_those_of_python(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    texts = records_in(tmp_path_factory.mktemp("csv"), stream.getvalue().encode())
    found = [next(csv.reader([text])) for text in texts.values()]
    assert found == [[re.sub("\r\n?", "\n", text) for text in row] for row in rows]


@given(
    st.lists(st.tuples(st.sampled_from([b"", b"a", b"\\", b"\\n"]), st.sampled_from([0, TAKEN]))),
    st.lists(st.integers(1, 9)),
)
def test_records_are_joined_wherever_blocks_end(
    lines: list[tuple[bytes, int]], sizes: list[int]
) -> None:
    lines = [(b"header", 0), *lines, (b"end", 0)]
    inside = bytes(state for _, state in lines)
    texts, rest = [], [line for line, _ in lines]
    for size in [*sizes, len(rest)]:
        texts.append(b"\n".join(rest[:size]))
        rest = rest[size:]
        if not rest:
            break
    found = b"\n".join(joined_records(iter(texts), inside))
    (whole,) = joined_records(iter([b"\n".join(line for line, _ in lines)]), inside)
    assert found == whole
    assert whole.count(b"\n") == len(lines) - 1


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_record_may_lie_across_blocks(tmp_path: Path, end: bytes, is_packed: bool) -> None:
    note = ["said:", "x" * 700_000, "", "y" * 700_000, "z" * 700_000]
    before, after = [order(f"b{n}") for n in range(20_000)], [order("a1"), order("a2", '"\n"')]
    lines = [HEADER, *before, order("long", '"' + "\n".join(note) + '"'), *after, ""]
    content = end.join("\n".join(lines).encode().split(b"\n"))
    name = NAME + ".gz" if is_packed else NAME
    texts = records_in(tmp_path, gzip.compress(content) if is_packed else content, name)
    assert [(number, text[:4]) for number, text in texts.items()][-4:] == [
        (20_001, "b199"),
        (20_002, "long"),
        (20_007, "a1,c"),
        (20_008, "a2,c"),
    ]
    assert texts[20_002].count("\n") == 4 and texts[20_002].endswith('z"')


def test_a_record_that_an_engine_could_not_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).parent.mkdir()
    note = "\n".join(["x" * (12 << 20)] * 3)
    (tmp_path / NAME).write_text(f"{HEADER}\n{order('o1')}" + f'"{note}"\n')
    reading = Reading(100, multiline=True)
    file = inspect(tmp_path, DAY, "orders", NAME, tmp_path / "s", reading)
    assert file.problem == f"{NAME} has a line longer than 32 MiB"
    assert inspect(tmp_path, DAY, "orders", NAME, tmp_path / "s").problem is None


def lines_of(*lines: str, end: str = "\n") -> bytes:
    """A file of orders."""
    return end.join([HEADER, *lines, ""]).encode()


SHOP = (
    order("s1", '"said:\n' + order("s99", "copied") + '\nthanks"'),
    order("s2"),
    order("s3", '"two\n\nblank\n"'),
    order("s4", '"\n"', '"paid\n"'),
    order("s5", '""', '"\npaid"'),
    order("s6", "", '"pa\nid"'),
    order("s7", '"\n"', '"refunded\n\n"'),
    order('"s8\n"'),
    order('"s\n9"'),
    order('" s8 "', '"\n"'),  # the same id
    order("s3", '"two\n\nblank\n"'),  # a copy
    order("s3", '"two\n\nblank\n\n"'),  # but for the note, which is no column
    order("s10", r'"C:\new\n\-"'),
    order("s11", r"C:\new\n\-"),
    order('"\n"', '"\n"'),
    order("s12", '"x\ny"', '"declined,\nfor good"'),
)
OTHERS = {
    "LF": lines_of(*SHOP),
    "CRLF": b"\r\n".join(lines_of(*SHOP).split(b"\n")),
    "CR": b"\r".join(lines_of(*SHOP).split(b"\n")),
    "mixed": lines_of(*SHOP).replace(b"said:\n", b"said:\r\n").replace(b'"paid\n', b'"paid\r'),
    "no end": lines_of(*SHOP, order("s13", '"last\nline"'))[:-1],
    "no end, open": lines_of(*SHOP, order("s13", '"last\nline'))[:-1],
    "sep=": b"sep=,\n\n" + lines_of(*SHOP),
    "semicolons": lines_of(*SHOP).replace(b"declined,", b"declined;").replace(b",", b";"),
    "NUL": lines_of(*SHOP).replace(b"copied", b"cop\0ied").replace(b"C:", b"\0"),
    "other bytes": lines_of(*SHOP).replace(b"copied", b"\xd6").replace(b"C:", b"\xd6"),
    "a stray before": lines_of(order("t1", '"oh'), *SHOP),
    "a stray behind": lines_of(*SHOP, order("t1", '"oh'), order("t2")),
    "a header of two": lines_of(*SHOP).replace(b"note", b'"no\nte"', 1),
    "all quoted": lines_of(*('"' + line.replace(",", '","') + '"' for line in SHOP[1:2] * 2)),
    "backslashes alone": lines_of(order("u1", r"\n"), order("u2", r"\-")),
    "a column missing": lines_of(*SHOP).replace(b"currency", b"x", 1),
    "blank lines": lines_of("", order("v1", '"\n\n\n"'), "", order("v2"), "", "", '"\n"'),
}


@pytest.fixture(scope="module")
def built(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> dict[str, date]:
    """The dates of the cases in a warehouse that agrees with the reference."""
    raw = tmp_path_factory.mktemp("records") / "raw"
    cases = {
        case: "\n".join(lines).encode() for case, (lines, _) in CASES.items() if len(lines) < 200
    }
    days = {}
    for number, (case, content) in enumerate((cases | OTHERS).items()):
        days[case] = date.fromordinal(DAY.toordinal() + number)
        folder = raw / f"ingest_date={days[case]}"
        folder.mkdir(parents=True)
        is_packed = case in ("CRLF", "80 lines")
        name = "orders_raw.csv.gz" if is_packed else "orders_raw.csv"
        (folder / name).write_bytes(gzip.compress(content) if is_packed else content)
        (folder / "customers_raw.csv").write_text(CUSTOMERS)
    words = {"multiline": {"orders": True}, "lookback_days": {"orders": 0}}
    assert compare(dbt, raw, {"words": words}, with_tests=True) == []
    return days


def rows_of(dbt: Dbt, query: str, **values: object) -> list[Any]:
    """The rows of a query."""
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        return warehouse.execute(query, values or None).fetchall()


def test_a_record_of_several_lines_is_one_row(dbt: Dbt, built: dict[str, date]) -> None:
    query = """
        select order_id, line_number, status from clean.clean_orders
        where ingest_date = $day order by line_number
    """
    clean = rows_of(dbt, query, day=built["LF"])
    numbers = [("s1", 2), ("s2", 5), ("s3", 6), ("s4", 10), ("s5", 13), ("s7", 17), ("s8", 21)]
    assert [row[:2] for row in clean] == [*numbers, ("s\n9", 23), ("s10", 36), ("s11", 37)]
    assert {row[0]: row[2] for row in clean}["s4"] == "paid"
    for case in ("CRLF", "CR", "mixed", "NUL"):
        assert rows_of(dbt, query, day=built[case]) == clean, case
    query = "select raw_line from staging.stg_orders where line_number = 2 and ingest_date = $day"
    assert rows_of(dbt, query, day=built["CRLF"]) == [(SHOP[0],)]
    everywhere = "select count(*) from clean.clean_orders where order_id = 's99'"
    assert rows_of(dbt, everywhere) == [(0,)]


def test_the_balance_counts_every_line(dbt: Dbt, built: dict[str, date]) -> None:
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        found = read_days(warehouse, built.values())
    for case, day in built.items():
        orders = validation_report(day, found[day])["datasets"]["orders"]
        (file,) = orders["files"]
        assert orders["balanced"], case
        assert orders["total"] == file["data_lines"] - file["further_lines"], case
    (file,) = validation_report(built["LF"], found[built["LF"]])["datasets"]["orders"]["files"]
    lines = [line for line in OTHERS["LF"].split(b"\n")[1:] if line]
    assert (file["data_lines"], len(lines) - file["further_lines"]) == (len(lines), len(SHOP))


@pytest.fixture
def is_multiline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed book that says so of orders, for the commands."""
    book = feed_book() | {"orders": feed_book()["orders"] | {"multiline": True}}
    for module in (asked, mending):
        monkeypatch.setattr(module, "feed_book", lambda: book)


@pytest.mark.usefixtures("is_multiline")
def test_any_line_of_a_record_names_it(dbt: Dbt, built: dict[str, date]) -> None:
    path = f"ingest_date={built['LF']}/orders_raw.csv"
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        for number, first in ((2, 2), (3, 2), (4, 2), (5, 5), (6, 6), (9, 6), (37, 37)):
            assert asked.place_of(warehouse, f"{path}:{number}") == ("orders", path, first)
        assert mending.line_at(warehouse, f"{path}:16") == Line("orders", path, 15)
        told = stories_text(stories(warehouse, f"{path}:16"))
    assert f"orders {path}:15, in quarantine" in told
    assert r'USD,"pa\nid",' in told
    assert mending.changes("orders", ["status=a\nb"]) == {"status": "a\nb"}
    assert legible("a\nb", 3) == "a↵b"


COLUMNS = feed_book()["orders"]["columns"]
QUOTES = r"""
e1,c1,{day} 08:00:00,login,web,"said \"oh
\", yes",5
e2,c1,{day} 08:00:00,login,web,5" pipe,"5
"
e3,c1,{day} 08:00:00,login,"we
b"
e4,c1,{day} 08:00:00,login,"web
e9,c1,{day} 08:00:00,login,web,s,1
"
e5,c1,{day} 08:00:00,login,web,"\
\\",5
e6,c1,{day} 08:00:00,login,web,"never
e7,c1,{day} 08:00:00,login
"""  # of events: a backslash before quotes, quotes inside bare fields, short lines
PEOPLE = (
    'c1,"\u00d6\n",2025-01-01,"United\nStates",active\n'
    '"c\u00f6\n2",,2025-01-01,"\nDE",active\nc3,"open\nc99,x,2025-01-01,DE,active\n"\nc4\n'
)


def test_records_are_corrected_and_written_in_every_way(
    dbt: Dbt, built: dict[str, date], tmp_path: Path
) -> None:
    day = built["LF"]
    file, names = tmp_path / f"corrections/ingest_date={day}/orders.csv", list(COLUMNS)
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        table, _ = export(warehouse, day, "orders", lambda row: True, file, "me")
    by_line = {row["line_number"]: row for row in table}
    by_line[15]["status"] = "paid"  # it was "pa\nid"
    by_line[38]["order_id"] = "new\r\nid"
    by_line[41].update(waive="yes")
    by_line[25].update(order_id="s14", customer_id="\nc1")
    mending.save(file, as_csv(names, table))
    assert [row.problem for row in read_rows(file.read_bytes(), day, "orders", names)] == [None] * 6
    folder = tmp_path / f"raw/ingest_date={day}"
    folder.mkdir(parents=True)
    (folder / "orders_raw.csv").write_bytes(OTHERS["LF"])
    header = "customer_id,email,created_at,country,status\n"
    (folder / "customers_raw.csv").write_bytes((header + PEOPLE).encode("cp1252"))
    header = "event_id,customer_id,event_time,event_type,platform,session_id,duration_ms\n"
    events = QUOTES.strip().replace("{day}", str(day))
    (folder / "events_raw.csv").write_text(header + events)
    words = {
        "multiline": {"orders": True, "events": True, "customers": True},
        "encoding": {"customers": "cp1252"},
        "escape": {"events": "backslash"},
        "literal_quotes": {"events": True},
        "pad_short_lines": {"events": True, "customers": True},
    }
    corrections = tmp_path / "corrections"
    given = {"words": words}
    assert compare(dbt, tmp_path / "raw", given, corrections, with_tests=True) == []
    mended = "select order_id, line_number, received_line from clean.clean_orders where corrected"
    assert sorted(rows_of(dbt, mended)) == [
        ("new\nid", 38, SHOP[14]),
        ("s14", 25, SHOP[9]),
        ("s6", 15, SHOP[5]),
    ]
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        again, notes = export(warehouse, day, "orders", lambda row: True, file, "me")
    assert notes == []
    assert {row["line_number"]: row["order_id"] for row in again}[38] == "new\nid"
    ids = [row[0] for row in rows_of(dbt, "select event_id from clean.clean_events order by all")]
    assert ids == ["e1", "e2", "e3", "e4", "e5", "e7"]
    people = "select customer_id, country from clean.clean_customers order by all"
    assert rows_of(dbt, people) == [("c1", "US"), ("c\u00f6\n2", "DE")]
    known = rows_of(dbt, "select distinct customer_id from intermediate.int_known_customers")
    assert sorted(known) == [("c1",), ("c3",), ("c4",), ("c\u00f6\n2",)]

"""Lines inside a quoted field that was opened on an earlier line: nothing is invented of them."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest
from differential import Dbt, compare

from sluice.files.open_quotes import records_otherwise
from sluice.files.records import Reading, has_odd_quotes, may_be_open, records_of_lines
from tests.reference.lines import inside_records

HEADER = "order_id,customer_id,order_time,amount,currency,status,note"
WIDTH = HEADER.count(",") + 1


def order(number: int, note: str = "") -> str:
    """A line of the orders file."""
    return f"o{number},c1,2025-12-10 08:00:00,5.00,USD,paid,{note}"


def orders(*others: tuple[int, str], count: int = 1_000) -> list[str]:
    """A header and lines, some of them others."""
    lines = [HEADER, *(order(number) for number in range(2, count + 1))]
    for number, line in others:
        lines[number - 1] = line
    return lines


def note_of(lines: int) -> list[tuple[int, str]]:
    """A genuine record of so many lines, from line 10, whose note holds whole orders."""
    inner = [(number, order(number)) for number in range(11, 9 + lines)]
    return [(10, order(10, '"said:')), *inner, (9 + lines, 'thanks"')]


CASES = {
    "note": (orders(*note_of(3), count=20), range(11, 13)),
    "stray in line 2": (orders((2, order(2, '"oh'))), ()),
    "stray in the middle of a field": (orders((2, order(2, 'o"h'))), ()),
    "stray in the header": ([HEADER + '"', *orders()[1:]], ()),
    "stray name in the header": ([f'"{HEADER}', *orders()[1:]], ()),
    "stray in the last line": (orders((1_000, order(1_000, '"'))), ()),
    "two 500 lines apart": (orders((2, order(2, '"a')), (502, order(502, '"b'))), ()),
    "two 500 lines apart that fit": (orders((2, order(2, '"a')), (502, 'b"')), ()),
    "two near ones that don't fit": (orders((2, order(2, '"a')), (9, order(9, '"b'))), ()),
    "a record that is too wide": (orders((2, order(2, '"a')), (4, 'x",y')), ()),
    "80 lines": (orders(*note_of(80), count=120), range(11, 90)),
    "100 lines": (orders(*note_of(100), count=120), range(11, 110)),
    "101 lines": (orders(*note_of(101), count=120), ()),
    "a stray before a record": (orders((9, order(9, '"a')), *note_of(3), count=20), range(11, 13)),
    "a record in the header": ([HEADER + '"', order(2), 'x"', order(4)], ()),
    "a note in the header": ([HEADER.replace("note", '"note'), order(2), '"', order(4)], (2, 3)),
    "several open fields": (
        [HEADER, 'o2,"c', '1","2025', '",5.00,USD,paid,"', order(5), '"', order(7)],
        (3, 4, 5, 6),
    ),
    "every field quoted": (
        [HEADER, '"o2","c1","t","5","USD","paid","old:', '"o9","c1","t","9","USD","paid",""', '"'],
        (),
    ),
    "every field quoted, doubled inside": (
        [HEADER, '"o2","c1","t","5","USD","paid","old:', '""o9"",""c1"",""t""', '"', order(5)],
        (3, 4),
    ),
    "empty lines": ([HEADER, order(2, '"'), "", order(4), "", '"', order(7)], range(3, 7)),
}  # fmt: skip


def inside(lines: list[str], most: int = 100, may_be_short: bool = False) -> set[int]:
    """What the product takes for inside."""
    reading = Reading(most, pad_short_lines=may_be_short)
    spans = records_of_lines([line.encode() for line in lines], reading)
    return {number for first, last in spans for number in range(first + 1, last + 1)}


@pytest.mark.parametrize("case", CASES)
def test_a_line_is_inside_what_an_earlier_one_opened(case: str) -> None:
    lines, expected = CASES[case]
    assert inside(lines) == set(expected)


def test_any_lines_are_taken_as_the_second_implementation_does() -> None:
    dice = random.Random(16)
    found = 0
    for _ in range(20_000):
        delimiter = dice.choice(",;\t|")
        letters = ["a", '"', '""', delimiter, delimiter + '"', '"' + delimiter, ""]
        lines = [delimiter * 2] + [
            "".join(dice.choices(letters, k=dice.randrange(7))) for _ in range(dice.randrange(12))
        ]
        if dice.random() < 0.2:
            lines[0] += '"'
        most, may_be_short = dice.choice([1, 2, 4, 100]), dice.random() < 0.2
        width = 3
        if delimiter not in lines[0]:
            continue
        expected = inside_records(lines, delimiter, width, most, (), may_be_short)
        assert inside(lines, most, may_be_short) == expected, (lines, most)
        assert not expected or has_odd_quotes("\n".join(lines).encode()), lines
        found += bool(expected)
    assert found > 500


@pytest.mark.parametrize("quotes", [{"escaped"}, {"literal"}, {"escaped", "literal"}, set()])
def test_lines_written_otherwise_are_taken_as_the_second_implementation_does(
    quotes: set[str],
) -> None:
    dice = random.Random(17)
    found = 0
    for _ in range(10_000):
        delimiter, most = dice.choice(",;\t|"), dice.choice([1, 2, 4, 100])
        letters = ["a", '"', '""', delimiter, delimiter + '"', '"' + delimiter, "", "\\", '\\"']
        lines = [delimiter * 2] + [
            "".join(dice.choices(letters, k=dice.randrange(7))) for _ in range(dice.randrange(12))
        ]
        may_be_short = dice.random() < 0.2
        reading = Reading(
            most, "escaped" in quotes, "literal" in quotes, pad_short_lines=may_be_short
        )
        spans = records_otherwise([line.encode() for line in lines], reading)
        taken = {number for first, last in spans for number in range(first + 1, last + 1)}
        expected = inside_records(lines, delimiter, 3, most, quotes, may_be_short)
        assert taken == expected, (lines, most)
        assert not taken or may_be_open("\n".join(lines).encode(), reading)
        found += bool(taken)
    assert found > 500


def test_a_customer_is_known_whatever_the_bytes_of_its_name(dbt: Dbt, tmp_path: Path) -> None:
    folder = tmp_path / "raw/ingest_date=2025-12-10"
    folder.mkdir(parents=True)
    names = [
        "customer_id,email",
        "c1,\u00d6",
        "c\u00d6,x",
        "c3,\u00d6,",
        '"c4",\u00d6"',
        " c5 ,\u00d6",
    ]
    names += ["-,\u00d6", 'c6,"\u00d6', 'c7,x"', "c8,x", "c9,x"]
    (folder / "customers_raw.csv").write_bytes("\n".join(names).encode("latin-1"))
    lines = [order(n).replace("c1", f"c{n}") for n in range(1, 10)]
    lines += [
        order(n).replace("c1", f"c{letter}") for n, letter in ((20, "\ufffd"), (21, "\u00d6"))
    ]
    (folder / "orders_raw.csv").write_text("\n".join([HEADER, *lines]))
    assert not compare(dbt, tmp_path / "raw", {})
    known = duckdb.connect(str(dbt.warehouse)).execute(
        "select customer_id from clean.clean_orders order by all"
    )
    assert [row[0] for row in known.fetchall()] == ["c1", "c5", "c8", "c9"]


def test_what_a_note_says_is_no_order(dbt: Dbt, tmp_path: Path) -> None:
    ends = ["\n", "\r\n", "\r"]
    short = {case: lines for case, (lines, _) in CASES.items() if len(lines) < 200}
    for day, (case, lines) in enumerate(short.items(), 1):
        folder = tmp_path / f"raw/ingest_date=2025-12-{day:02}"
        folder.mkdir(parents=True)
        text = ends[day % 3].join(lines)
        if case == "80 lines":
            text = text.replace("o20,", "ö20,")
        bad = text.encode("latin-1") if case == "80 lines" else text.encode()
        (folder / "orders_raw.csv").write_bytes(bad)
        (folder / "customers_raw.csv").write_text("customer_id\nc1\n")
    assert not compare(dbt, tmp_path / "raw", {})
    assert not compare(dbt, tmp_path / "raw", {"max_record_lines": 79})

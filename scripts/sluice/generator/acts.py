"""The rare defects of whole lines: mangled, repeated, or in conflict with another line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sluice.books import variables
from sluice.generator.accidents import shortened_id
from sluice.generator.dice import Cell
from sluice.generator.files import EMPTY_LINE, MALFORMED, QUOTED, QUOTES
from sluice.generator.kinds import padded
from sluice.generator.rows import ID, LAST, TIME, FeedDay, Row
from sluice.generator.rules import sides
from sluice.generator.time_forms import DAY

Act = Callable[[FeedDay, list[Cell]], list[Row]]
STATUS = 5  # in orders
# A column that may hold a note, and what it then breaks.
NOTES: dict[str, tuple[int, tuple[str, ...]]] = {
    "customers": (1, ("email_invalid",)),
    "events": (5, ()),
    "orders": (1, ("customer_id_orphan",)),
}


def compete(day: FeedDay, rows: list[Row]) -> list[Row]:
    """Marks all but the best of rows, in line order, that share a key: section 5's order."""
    rejects, warnings = sides(day.feed)

    def merit(row: Row) -> tuple[bool, int, int]:
        issues, at = row.issues(), row.cells[TIME].value
        is_rejected = any(issue in rejects for issue in issues)
        if day.writing.keep == "last":
            return is_rejected, 0, -rows.index(row)
        warned = sum(issue in warnings for issue in issues)
        return is_rejected, warned, -at if isinstance(at, int) else 1 << 60

    taken: set[tuple[object, ...]] = set()
    for row in sorted(rows, key=merit):
        if (key := day.key_of(row.cells)) in taken:
            row.marks += (f"{day.columns[ID]}_duplicate",)
        taken.add(key)
    return rows


def copies(day: FeedDay, cells: list[Cell], styles: tuple[str, ...], note: str) -> list[Row]:
    """A row and exact copies of it, perhaps with other quotes."""
    day.settle(cells)
    return [Row(cells), *(Row(list(cells), style, ("row_duplicate",), [note]) for style in styles)]


def changed(day: FeedDay, cells: list[Cell], note: str, new: dict[int, Cell]) -> list[Row]:
    """A row and another one that differs in some cells, not yet compared."""
    other = list(cells)
    for column, cell in new.items():
        other[column] = cell
    day.settle(cells)
    day.settle(other)
    return [Row(cells), Row(other, notes=[note])]


def near(day: FeedDay, cells: list[Cell]) -> Cell:
    """Another second of the same minute."""
    at = cells[TIME].value
    second = (at + day.dice.between(1, 59)) % 60
    return day.clock.plain(at - at % 60 + second, day.dice)


def twin_time(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The same id at another time: the latest stays, of a customer the last line."""
    return compete(day, changed(day, cells, "same_id_other_time", {TIME: near(day, cells)}))


def twin_bad_time(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The same id with a time that can't be read."""
    new = {TIME: day.clock.invalid(cells[TIME].value, "words")}
    return compete(day, changed(day, cells, "same_id_bad_time", new))


def twin_padded_id(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The same values, but blanks around the id: no exact copy."""
    return compete(day, changed(day, cells, "same_id_padded", {ID: padded(day, cells[ID])}))


def twin_wrong_date(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The same id at another time with the ingest_date of another day."""
    wrong = Cell("2099-01-01", ("ingest_date_mismatch",), "ingest_date_sentinel")
    new = {TIME: near(day, cells), LAST: wrong if day.has_ingest_date else day.today}
    return compete(day, changed(day, cells, "same_id_wrong_date", new))


def twin_warned(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The same id with one warning more, perhaps later: fewer warnings come first."""
    word = Cell("NULL", (f"{day.columns[4]}_missing",), "missing_token")
    return compete(day, changed(day, cells, "same_id_warned", {TIME: near(day, cells), 4: word}))


def twin_and_copy(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """Two lines with the same id, and an exact copy of each."""
    rows = twin_time(day, cells)
    again = [Row(list(row.cells), "", ("row_duplicate",), ["exact_copy"]) for row in rows]
    return [*rows, *again]


def case_twin(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """An id that differs only in case: another id, unless it is a number."""
    upper = cells[ID]._replace(text=cells[ID].text.upper())
    new = {ID: upper, TIME: near(day, cells)}
    return compete(day, changed(day, cells, "id_differs_in_case", new))


def refund_line(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The refund of a paid order: a new line of the same order, not a duplicate."""
    at = cells[TIME].value
    later = day.clock.plain(day.dice.between(at, at - at % DAY + DAY - 1), day.dice)
    cells[STATUS] = Cell("paid", value="paid")
    new = {TIME: later, STATUS: Cell("refunded", value="refunded")}
    return compete(day, changed(day, cells, "refund_of_same_day", new))


def twin_synonym(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The same order with another word for the same status."""
    cells[STATUS] = Cell("paid", value="paid")
    new = {TIME: near(day, cells), STATUS: Cell("Settled", value="paid")}
    return compete(day, changed(day, cells, "same_id_status_synonym", new))


def malformed(day: FeedDay, cells: list[Cell], style: str) -> list[Row]:
    """A line that can't be split into its fields."""
    bare = [Cell(cell.text) for cell in cells]
    return [Row(bare, style, ("line_malformed",), [style])]


def with_empty_line(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """An empty line, which is no data line but counts in line numbers."""
    day.settle(cells)
    return [Row([], EMPTY_LINE), Row(cells)]


def all_quoted(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """A line with quotes around every field."""
    day.settle(cells)
    return [Row(cells, QUOTED, (), ["needless_quotes"])]


def nothing_but_delimiters(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """A line whose values are all missing."""
    columns = day.columns[:LAST]
    bare = [*(Cell("", (f"{column}_missing",)) for column in columns), Cell("")]
    day.settle(cells)
    return [Row(cells), Row(bare, notes=["all_missing"])]


def repeated_header(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """The header once more, as where two exports were joined."""
    day.settle(cells)
    again = [Cell(column) for column in day.columns]
    return [Row(cells), Row(again, "", ("header_repeated",), ["repeated_header"])]


def note_of_records(day: FeedDay, cells: list[Cell], style: str) -> list[Row]:
    """Lines that look like records inside an open quote; one value where the feed is multiline."""
    if not day.writing.multiline:
        return malformed(day, cells, style)
    column, issues = NOTES[day.feed]
    line = ",".join(cell.text for cell in cells)
    cells[column] = Cell("\n".join(["it was:", *[line] * 78, "thanks"]), issues, style)
    day.settle(cells)
    return [Row(cells)]


def quote_closed_too_late(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """An open quote and one that would close it, if they were not too many lines apart."""
    first = malformed(day, cells, "unclosed_last_quote")
    between = [Row([], EMPTY_LINE)] * variables()["max_record_lines"]
    return [*first, *between, *malformed(day, cells, "late_quote")]


def shortened_ids(day: FeedDay, cells: list[Cell]) -> list[Row]:
    """Two rows with other ids, of which a spreadsheet made the same number."""
    cells[ID] = Cell(shortened_id(day.day), defect="own_id_shortened")
    return twin_time(day, cells)


EXACT_COPY = partial(copies, styles=("",), note="exact_copy")
TWINS: tuple[Act, ...] = (twin_time, twin_bad_time, twin_padded_id, twin_wrong_date)
MORE = {"customers": (twin_warned,), "events": (twin_warned,), "orders": (twin_synonym,)}
ONCE: tuple[Act, ...] = (nothing_but_delimiters, repeated_header, with_empty_line)
MANGLED: tuple[Act, ...] = tuple(
    partial(malformed, style=style) for style in MALFORMED if style not in QUOTES
)


def repeating_acts(feed: str) -> list[Act]:
    """Everything that can happen to whole lines of a feed, each once on a large day."""
    acts: list[Act] = [*TWINS, *MORE[feed], *ONCE, twin_and_copy, case_twin, all_quoted]
    acts.append(partial(copies, styles=(QUOTED,), note="exact_copy_quoted"))
    acts.append(partial(copies, styles=("", ""), note="exact_copy"))
    return [*acts, refund_line] if feed == "orders" else acts


def acts_asked_for(day: FeedDay) -> list[Act]:
    """What happens to whole lines on the days that it was asked for."""
    acts: list[Act] = []
    if day.world.has("open_quotes", day.day):
        acts += [partial(note_of_records, style=style) for style in QUOTES[:2]]
        acts += [quote_closed_too_late, partial(malformed, style="unclosed_quote")]
    return [*acts, shortened_ids] if day.change else acts

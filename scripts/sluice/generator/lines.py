"""All lines of one feed on one day: ordinary rows, and what happens to some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from sluice.generator.acts import (
    EXACT_COPY,
    MANGLED,
    TWINS,
    Act,
    acts_asked_for,
    refund_line,
    repeating_acts,
)
from sluice.generator.dice import FEEDS, Cell, Dice
from sluice.generator.files import MALFORMED
from sluice.generator.kinds import Kind, groups_of, kinds_asked_for, own_times
from sluice.generator.people import World
from sluice.generator.plans import FilePlan
from sluice.generator.returns import returning_rows, rows_to_return
from sluice.generator.rows import ID, TIME, FeedDay, Row

PART = 1 << 28  # numbers of rows in second files begin here
STRAY = 1 << 27  # numbers of rows that are not read
RARE, COPY, TWIN, MANGLE, REFUND = 0.008, 0.010, 0.004, 0.0015, 0.03  # shares of ordinary rows
Script = dict[int, "list[Kind] | Act"]


class Lines:
    """The lines of one feed on one day, in the order of the file."""

    def __init__(self, day: FeedDay) -> None:
        self.day, self.dice = day, Dice(day.world.seed, day.day, day.feed, "lines")
        self.count = day.world.count(day.feed)
        self.groups = groups_of(day.feed)
        if day.writing.time_formats:
            self.groups.append(own_times(day.writing.time_formats))
        self.kinds = [kind for group in self.groups for kind in group.kinds]
        self.later: list[tuple[int, int, Row]] = []
        self.serial = 0

    def __iter__(self) -> Iterator[Row]:
        script, day = self.script(), self.day
        for row in [*returning_rows(day, self.dice), *rows_to_return(day)]:
            self.add(self.dice.between(0, self.count - 1), row)
        for index in range(self.count):
            while self.later and self.later[0][0] <= index:
                yield heappop(self.later)[2]
            scripted = script.get(index)
            if scripted is None and day.is_absent(index):
                continue
            first, *others = self.rows(index, scripted)
            due = index
            for row in others:
                due += self.dice.between(0, 40) if self.dice.chance(0.7) else 0
                self.add(due, row)
            yield first
        while self.later:
            yield heappop(self.later)[2]

    def add(self, due: int, row: Row) -> None:
        """Keeps a row for later in the file."""
        self.serial += 1
        heappush(self.later, (due, self.serial, row))

    def rows(self, index: int, scripted: list[Kind] | Act | None) -> list[Row]:
        """An ordinary row as the script, or chance, would have it."""
        cells = self.day.base(index)
        if scripted is None and not self.day.is_untouched(index):
            scripted = self.surprise(cells)
        if callable(scripted):
            return scripted(self.day, self.sound(index, cells))
        for kind in scripted or ():
            kind.change(self.day, cells)
        self.day.settle(cells)
        return [Row(cells)]

    def surprise(self, cells: list[Cell]) -> list[Kind] | Act | None:
        """What happens to one row in forty."""
        chance = self.dice.random()
        odd: tuple[tuple[float, Sequence[Act]], ...]
        odd = ((COPY, (EXACT_COPY,)), (TWIN, TWINS), (MANGLE, MANGLED))
        for share, acts in odd:
            if chance < share:
                return self.dice.pick(acts)
            chance -= share
        if chance < RARE:
            return [self.dice.pick(self.kinds)]
        is_paid = self.day.feed == "orders" and cells[5].value == "paid"
        return refund_line if is_paid and chance < RARE + REFUND else None

    def sound(self, index: int, cells: list[Cell]) -> list[Cell]:
        """Mends the id, the time and the status, which other lines are compared by."""
        day = self.day
        if cells[ID].issues:
            cells[ID] = Cell(day.id_of(index))
        if cells[TIME].value is None:
            cells[TIME] = day.clock.plain(day.moment(), self.dice)
        if day.feed == "orders" and cells[5].value is None:
            cells[5] = Cell("paid", value="paid")
        return cells

    def script(self) -> Script:
        """Which row gets which rare defect: each at least once on a large day."""
        script: Script = {}
        scale = self.day.world.scale()
        mangled = self.chosen(list(MANGLED), self.day.feed == "events")
        for act in [*repeating_acts(self.day.feed), *mangled]:
            if self.dice.chance(scale):
                self.place(script, act)
        for group in self.groups:
            for kind in self.chosen(group.kinds, group.all_of_them):
                if self.dice.chance(scale):
                    self.place(script, kind)
        asked: list[Kind | Act] = [*acts_asked_for(self.day), *kinds_asked_for(self.day)]
        for what in asked:
            self.place(script, what)
        return script

    def chosen(self, options: list, all_of_them: bool) -> list:
        """All options, or some of them: as many as a small file can hold, but one at least."""
        if all_of_them:
            return options
        share = self.count / 2000
        some = [option for option in options if self.dice.random() < share]
        return some or [self.dice.pick(options)]

    def place(self, script: Script, what: Kind | Act) -> None:
        """Finds a row that nothing else has happened to, in the same columns at least."""
        for _ in range(60):
            index = self.dice.between(0, self.count - 1)
            taken = script.get(index, [])
            if self.day.is_untouched(index) or callable(taken):
                continue
            if not isinstance(what, Kind):
                if not taken:
                    script[index] = what
                    return
            elif not any(set(kind.columns) & set(what.columns) for kind in taken):
                script[index] = [*taken, what]
                return


def learning(day: FeedDay, rows: Iterator[Row]) -> Iterator[Row]:
    """Notes the customers of lines, well-formed but for their bytes, on their way to a file."""
    if day.feed != "customers":
        yield from rows
        return
    unread = set(MALFORMED) - ({"not_utf8"} - day.writing.spared)
    for row in rows:
        cells = row.cells
        if cells and row.style not in unread and "customer_id_missing" not in cells[ID].issues:
            day.world.learn(cells[ID].text, day.day)
        yield row


def lines_of(day: FeedDay, plan: FilePlan) -> Iterator[Row]:
    """The lines of a feed's main file."""
    if not plan.has_ingest_date:
        day.drop_ingest_date()
    rows = iter(Lines(day))
    return learning(day, rows) if plan.is_read else rows


def has_part(world: World, day: FeedDay) -> bool:
    """Tells if a second file comes: for all feeds of every third day, when days are large."""
    dice = Dice(world.seed, day.day, "part")
    return (day.day.toordinal() + world.seed) % len(FEEDS) == 0 and dice.chance(world.scale() ** 2)


def lines_of_part(day: FeedDay) -> Iterator[Row]:
    """The lines of a feed's second file: rejected, but its customers are known."""
    return learning(day, part_rows(day))


def part_rows(day: FeedDay) -> Iterator[Row]:
    """A few rows of a file that lacks a column."""
    dice = Dice(day.world.seed, day.day, day.feed, "part rows")
    for number in range(dice.between(3, 9)):
        cells = [Cell(cell.text) for cell in day.plain(PART + number * 997, dice)]
        style = "too_few_fields" if number == 2 else ""
        yield Row(cells, style, ("column_missing",), ["column_missing"])


def lines_of_stray(day: FeedDay) -> Iterator[Row]:
    """A few sound rows of a file that nobody reads."""
    dice = Dice(day.world.seed, day.day, day.feed, "stray rows")
    for number in range(dice.between(1, 9)):
        yield Row(day.plain(STRAY + number, dice))

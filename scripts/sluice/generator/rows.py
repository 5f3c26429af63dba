"""A row to be, and what the ordinary rows of every feed have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sluice.generator.accidents import CHANGES, change_of
from sluice.generator.amounts import MISSING_TOKENS
from sluice.generator.dice import COLUMNS, WHITE_SPACE, Cell, Dice, row_id
from sluice.generator.people import World
from sluice.generator.time_forms import DAY
from sluice.generator.times import HOUR, Clock, seconds_at

ID, CUSTOMER, TIME, LAST = 0, 1, 2, -1  # positions of columns in every feed that has them
BUSY = (2, 1, 1, 1, 1, 2, 3, 4, 6, 7, 8, 8, 7, 8, 8, 8, 7, 7, 8, 9, 9, 7, 5, 3)  # by hour
EVERYDAY_BAD_TIMES = ("words", "question_mark", "february_30", "day_first", "hour_24", "zero_date")


@dataclass(slots=True)
class Row:
    """A line to be: its cells, how it is written, and what only other lines can tell."""

    cells: list[Cell]
    style: str = ""  # how the line is mangled or quoted: see files.py
    marks: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    def issues(self) -> tuple[str, ...]:
        """Every rule the line breaks, rejects and warnings, in no order."""
        found = self.marks
        for cell in self.cells:
            if cell[1]:
                found += cell[1]
        return found

    def defects(self) -> list[str]:
        """What was done to the line."""
        return [cell[2] for cell in self.cells if cell[2]] + self.notes


def meaning(cell: Cell) -> object:
    """What is read of a cell, to compare it with: nothing where it breaks a rule of its own."""
    if any(issue.endswith(("_missing", "_unknown", "_invalid")) for issue in cell.issues):
        return None
    return cell.value if isinstance(cell.value, int | str) else cell.text.strip(WHITE_SPACE)


class FeedDay:
    """One feed on one day. Its content depends on the arguments and the day, on nothing else."""

    feed = ""

    def __init__(self, world: World, day: date) -> None:
        self.world, self.day = world, day
        self.dice = Dice(world.seed, day, self.feed)
        self.columns, self.writing = COLUMNS[self.feed], world.writing(self.feed)
        self.clock = Clock(self.columns[TIME], day, self.writing)
        self.midnight = seconds_at(day)
        silent = world.silent_hours(day) if self.feed == "events" else ()
        self.hours = [h for h, busy in enumerate(BUSY) if h not in silent for _ in range(busy)]
        self.today, self.has_ingest_date = Cell(day.isoformat()), True
        is_changed = world.has("changed_ids", day) and self.feed != "customers"
        self.change = change_of(world.seed, day, self.feed) if is_changed else ""
        self.customers: dict[int, Cell] = {}  # by slot, as far as they were needed

    def drop_ingest_date(self) -> None:
        """Leaves the column empty: the file does without it."""
        self.today, self.has_ingest_date = Cell(""), False

    def moment(self, dice: Dice | None = None) -> int:
        """Some second of the day, by its own clock."""
        random = (dice or self.dice).random
        hour = self.hours[int(random() * len(self.hours))]
        return self.clock.point(self.midnight + hour * HOUR + int(random() * HOUR))

    def base(self, index: int) -> list[Cell]:
        """An ordinary row."""
        raise NotImplementedError

    def plain(self, number: int, dice: Dice) -> list[Cell]:
        """A row without any defect; `number` must differ from every ordinary row's."""
        raise NotImplementedError

    def settle(self, cells: list[Cell]) -> None:
        """Completes cells whose rules look at other cells of the row."""

    def id_of(self, number: int) -> str:
        """The id of the row with this number."""
        return row_id(self.feed[0], self.world.seed, self.day, number)

    def key_of(self, cells: list[Cell]) -> tuple[object, ...]:
        """What two rows of one day or of several must not share, as far as it can be read."""
        names = self.writing.key or self.columns[:1]
        return tuple(meaning(cells[self.columns.index(name)]) for name in names)

    def is_untouched(self, index: int) -> bool:
        """Tells if an ordinary row must stay as it is."""
        return False

    def is_absent(self, index: int) -> bool:
        """Tells if an ordinary row does not come today."""
        return False

    def missing(self, column: int) -> Cell:
        """A missing value that breaks the rule `<column>_missing`."""
        text = self.dice.pick((*MISSING_TOKENS, *self.writing.missing_words))
        return Cell(text, (f"{self.columns[column]}_missing",), "missing_token")

    def time(self, missing: float, invalid: float) -> Cell:
        """The time of an ordinary row."""
        chance = self.dice.random()
        if chance < missing:
            return self.missing(TIME)
        if chance < missing + invalid:
            return self.clock.invalid(self.moment(), self.dice.pick(EVERYDAY_BAD_TIMES))
        if chance > 0.998:
            at = self.clock.point(self.midnight + 400 * DAY)
            return self.clock.plain(at, self.dice, "time_next_year")
        return self.clock.plain(self.moment(), self.dice)

    def ingest_date(self, wrong: float) -> Cell:
        """The ingest_date of an ordinary row."""
        if self.dice.random() >= wrong or not self.has_ingest_date:
            return self.today
        other = self.day + timedelta(days=self.dice.pick((-1, 1, -365, -30)))
        return Cell(other.isoformat(), ("ingest_date_mismatch",), "wrong_ingest_date")

    def customer(self, text: str, defect: str = "") -> Cell:
        """A customer_id in events and orders, known or not."""
        if self.change and (other := CHANGES[self.change](text)) != text:
            text, defect = other, defect or self.change
        if self.world.knows(text):
            return Cell(text, (), defect)
        return Cell(text, ("customer_id_orphan",), defect or "orphan_not_yet_there")

    def some_customer(self, missing: float, orphan: float) -> Cell:
        """The customer_id of an ordinary row."""
        chance = self.dice.random()
        if chance < missing:
            return self.missing(CUSTOMER)
        if chance < missing + orphan:
            return self.customer(f"c0{self.dice.between(1000, 9999)}", "orphan")
        slot = int(self.dice.random() * self.world.customers)
        cell = self.customers.get(slot)
        if cell is None:
            cell = self.customers[slot] = self.customer(self.customer_at(slot))
        return cell

    def customer_at(self, slot: int) -> str:
        """The customer_id of an account today."""
        return self.world.customer_id(slot, self.day)

    def steady_customer(self, dice: Dice) -> str:
        """A customer who is in every snapshot."""
        return self.customer_at(dice.between(0, (self.world.customers - 1) // 10) * 10)

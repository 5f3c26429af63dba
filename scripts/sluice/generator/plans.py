"""What can be wrong with a file as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sluice.generator.accidents import TWO_MARKS, form_of, stray_names, stray_of
from sluice.generator.dice import COLUMNS, Dice
from sluice.generator.people import World
from sluice.generator.written import STRICT, Writing

RENAMED = {"created_at": "signed_up", "event_time": "occurred_at", "amount": "total"}


@dataclass(frozen=True)
class FilePlan:
    """How a file is written. `picks` are positions in the feed's columns; one beyond is `extra`."""

    feed: str
    names: tuple[str, ...]
    picks: tuple[int, ...]
    content: str = "rows"  # or header, nothing (0 bytes), absent
    suffix: str = "csv"
    delimiter: str = ","
    newline: str = "\n"
    bom: int = 0  # byte-order marks
    final_newline: bool = True
    extra: str = ""
    before: tuple[str, ...] = ()  # lines above the header
    writing: Writing = STRICT
    part: int = 0  # of a folder in place of a file
    stray: str = ""  # the name of a file that isn't the feed's
    form: str = ""  # another one than text

    @property
    def encoding(self) -> str:
        """What the file is in: a byte-order mark of UTF-8 counts more than the feed book."""
        wide = self.writing.encoding == "utf-16"
        return "utf-8" if self.bom and not wide else self.writing.encoding

    @property
    def has_rows(self) -> bool:
        """Tells if any data line is in the file."""
        return self.content == "rows"

    @property
    def is_read(self) -> bool:
        """Tells if the file's lines are: not those of other files or in other forms."""
        return not self.stray and self.form in ("", TWO_MARKS)

    @property
    def has_ingest_date(self) -> bool:
        """Tells if the file has the one column that may be left out."""
        return len(COLUMNS[self.feed]) - 1 in self.picks

    @property
    def file_name(self) -> str:
        """The file's name in its partition."""
        if self.stray:
            return self.stray
        names = self.writing.file_names(self.feed)
        return [name for name in names if name.endswith(self.suffix)][self.part % (len(names) // 2)]

    def header(self) -> str:
        """The header line."""
        return self.delimiter.join(self.names)


def file_plan(seed: int, day: date, feed: str, writing: Writing = STRICT) -> FilePlan:
    """What is wrong with a feed's file as a whole on a day: nothing, as a rule."""
    dice, columns = Dice(seed, day, feed, "file"), COLUMNS[feed]
    picks, extra = list(range(len(columns))), ""
    if dice.chance(0.015):
        picks.pop()
    if dice.chance(0.03):
        picks = sorted(picks, key=lambda _: dice.random())
    names = [columns[pick] for pick in picks]
    if dice.chance(0.02):
        extra = dice.pick(("4.2.1", "batch-7", "x;y"))
        place = dice.between(0, len(picks))
        picks.insert(place, len(columns))
        names.insert(place, dice.pick(("app_version", "source_system", "_loaded_by")))
    if dice.chance(0.02):
        names = dice.pick(HEADER_STYLES)(names)
    plan = FilePlan(
        feed=feed,
        names=tuple(names),
        picks=tuple(picks),
        extra=extra,
        content=dice.pick(("header", "nothing", "absent")) if dice.chance(0.01) else "rows",
        suffix="csv.gz" if dice.chance(0.03) else "csv",
        delimiter=dice.pick((";", "\t", "|")) if dice.chance(0.03) else ",",
        newline=dice.pick(("\r\n", "\r\n", "\r\n", "\r")) if dice.chance(0.03) else "\n",
        bom=int(dice.chance(0.03)),
        final_newline=not dice.chance(0.04),
        writing=writing,
    )
    before = [f"{feed} – {day}", "", "übersicht"] * writing.skip_lines
    odd = dice.pick(([f"sep={plan.delimiter}"], [""], ["", " "])) if dice.chance(0.03) else []
    names = [dice.pick((name, *writing.aliases.get(name, ()))) for name in plan.names]
    return replace(plan, names=tuple(names), before=(*before[: writing.skip_lines], *odd))


def plan_of(world: World, day: date, feed: str) -> FilePlan:
    """The same, and in what form the file is."""
    plan = file_plan(world.seed, day, feed, world.writing(feed))
    if not plan.has_rows or not world.has("other_forms", day):
        return plan
    form = form_of(world.seed, day, feed, plan.writing.encoding)
    if not form:
        return plan
    return replace(plan, form=form, suffix="csv", bom=2 if form == TWO_MARKS else 0)


HEADER_STYLES: tuple[Callable[[list[str]], list[str]], ...] = (
    lambda names: [name.upper() for name in names],
    lambda names: [f" {name.title()}" for name in names],
    lambda names: [f'"{name}"' for name in names],
)


def part_plan(main: FilePlan, dice: Dice) -> FilePlan:
    """A second, small file whose header lacks a required column, or has it twice."""
    columns = COLUMNS[main.feed]
    lost = next(column for column in columns if column in RENAMED)
    new = {lost: RENAMED[lost]} if dice.chance(0.6) else {columns[-1]: lost}
    return FilePlan(
        feed=main.feed,
        names=tuple(new.get(column, column) for column in columns),
        picks=tuple(range(len(columns))),
        suffix="csv" if main.suffix == "csv.gz" else "csv.gz",
        before=main.before[: main.writing.skip_lines],
        writing=main.writing,
        part=1,
    )


def stray_plan(main: FilePlan, seed: int, day: date) -> tuple[FilePlan, str]:
    """A small file beside a feed's, and what was done."""
    what, columns = stray_of(seed, day, main.feed), COLUMNS[main.feed]
    name = stray_names(main.feed)[what]
    return FilePlan(main.feed, columns, tuple(range(len(columns))), stray=name), what

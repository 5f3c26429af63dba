"""Ids that come again on a later day, within the look-back and beyond it.

A few rows of each day are made for it. They follow from their own day alone, so that a later day
can refer to them without that day being generated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sluice.generator.dice import Cell, Dice
from sluice.generator.plans import plan_of
from sluice.generator.rows import CUSTOMER, ID, LAST, TIME, FeedDay, Row
from sluice.generator.rules import broken, sides

LAGS = {"customers": (), "events": (1, 2, 7, 8), "orders": (1, 30, 90, 91)}  # in days
RETURNS = 1 << 29  # numbers of rows that return begin here


def rows_to_return(day: FeedDay) -> Iterator[Row]:
    """Rows without defects, whose ids will come again on a later day."""
    for cells in returning_cells(day, LAGS[day.feed]):
        yield Row(cells)


def returning_cells(day: FeedDay, lags: tuple[int, ...]) -> Iterator[list[Cell]]:
    """Rows of a day made to be repeated so many days later, from that day alone."""
    for lag in lags:
        for copy in range(max(1, day.world.count(day.feed) // 5000)):
            number = RETURNS + (lag << 20) + copy
            yield day.plain(number, Dice(day.world.seed, day.day, day.feed, number))


def returning_rows(day: FeedDay, dice: Dice) -> Iterator[Row]:
    """Rows with ids of earlier days: late copies, new rows under an old id, refunds."""
    world = day.world
    for lag in LAGS[day.feed]:
        earlier = type(day)(world, day.day - timedelta(days=lag))
        plan = plan_of(world, earlier.day, day.feed)
        is_kept = day.writing.across_partitions == "first"
        is_seen = (
            is_kept
            and lag <= day.writing.lookback_days
            and earlier.day >= world.start
            and (plan.has_rows and plan.is_read)
        )
        for cells in returning_cells(earlier, (lag,)):
            was_clean = is_seen and (
                world.knows(cells[CUSTOMER].text, earlier.day)
                or "customer_id_orphan" in sides(day.feed)[1]
            )
            chance = {1: 0.0, 2: 0.5, 30: 0.5}.get(lag, dice.random())
            if dice.chance(world.scale()):
                yield returned(day, cells, dice, chance, was_clean)


def returned(day: FeedDay, cells: list[Cell], dice: Dice, chance: float, was_clean: bool) -> Row:
    """A row with the id of an earlier one, and what becomes of it."""
    at, key = cells[TIME].value, day.key_of(cells)
    cells = [*cells[:LAST], day.today]
    cells[CUSTOMER] = day.customer(cells[CUSTOMER].text)
    if chance < 0.4:
        cells[TIME] = day.clock.plain(at, dice)
        row = Row(cells, notes=["id_again_late_copy"])
    else:
        cells[TIME] = day.clock.plain(day.moment(dice), dice)
        row = Row(cells, notes=["id_again_new_row"])
    if chance > 0.9:
        cells[CUSTOMER] = day.customer("c0777", "orphan")
    elif chance > 0.7 and day.feed == "orders":
        cells[5] = Cell("refunded", value="refunded")
        row = Row(cells, notes=["refund_of_earlier_day"])
    is_again = was_clean and day.key_of(cells) == key
    if is_again and not broken(sides(day.feed)[0], row.issues()):
        row.marks = (f"{day.columns[ID]}_duplicate",)
    return row

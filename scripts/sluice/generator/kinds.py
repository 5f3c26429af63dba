"""The rare defects of single values: what each feed's columns can hold now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple, TypeVar

from sluice.generator.amounts import (
    AMOUNTS,
    DURATIONS,
    ENDED,
    SHARED_MARKS,
    SYMBOLS,
    Amount,
    SharedMark,
    duration,
    formed_amount,
    marked,
)
from sluice.generator.dice import Cell
from sluice.generator.rows import CUSTOMER, ID, LAST, TIME, FeedDay
from sluice.generator.time_forms import DAY, FORMS, INVALID
from sluice.generator.times import HOUR, shown_by
from sluice.generator.words import missing_words, odd_emails, unusual_words

T = TypeVar("T")


class Kind(NamedTuple):
    """A rare defect: the columns it changes, and how."""

    columns: tuple[int, ...]
    change: Callable[[FeedDay, list[Cell]], None]


class Group(NamedTuple):
    """Kinds that belong together: each of them once a day, or at least one of them."""

    kinds: list[Kind]
    all_of_them: bool = True


SESSIONS = {
    "delimiters_inside": "s1,s2;s3|s4\ts5",
    "quotes_inside": 's-"beta"-7f3',
    "quotes_and_delimiter": '"s8k2", "s9m4"',
    "only_a_quote": '"',
    "emoji": "s🚀4kq2",
    "line_separator": "s7x\u2028k2\u0085m",
    "formula": "=1+1",
    "markup": "<b>s3f</b>",
    "backslash": "s\\n4\\",
    "very_long": "s" + "0123456789" * 40,
}
LIMITS = {  # seconds from the day's midnight
    "time_tomorrow": DAY + 3 * 3600,
    "time_at_future_limit": 2 * DAY,
    "time_past_future_limit": 2 * DAY + 1,
    "time_in_2_years": 730 * DAY,
    "time_at_late_limit": -7 * DAY,
    "time_past_late_limit": -7 * DAY - 1,
    "time_last_month": -30 * DAY + 40_000,
}


def put(column: int, make: Callable[[FeedDay, list[Cell]], Cell]) -> Kind:
    """A kind that replaces one cell by a new one."""

    def change(day: FeedDay, cells: list[Cell]) -> None:
        cells[column] = make(day, cells)

    return Kind((column,), change)


def put_each(
    column: int, values: Iterable[T], make: Callable[[FeedDay, list[Cell], T], Cell]
) -> list[Kind]:
    """A kind per value, each of which replaces one cell by one made of its value."""

    def kind(value: T) -> Kind:
        return put(column, lambda day, cells: make(day, cells, value))

    return [kind(value) for value in values]


def constants(column: int, cells: Iterable[Cell]) -> Group:
    """Kinds that put the same cell every time."""
    return Group(put_each(column, cells, lambda day, cells, cell: cell))


def moment(day: FeedDay, cells: list[Cell]) -> int:
    """The row's time, or some other one where it has none."""
    at = cells[TIME].value
    return at if isinstance(at, int) else day.moment()


def time_groups(is_events: bool) -> list[Group]:
    """The forms of times, good and bad, and the limits of future and late."""
    good = put_each(
        TIME, FORMS, lambda day, cells, name: day.clock.formed(moment(day, cells), name)
    )
    bad = put_each(
        TIME, INVALID, lambda day, cells, name: day.clock.invalid(moment(day, cells), name)
    )
    limits = put_each(
        TIME,
        LIMITS.items(),
        lambda day, cells, limit: day.clock.plain(
            day.clock.point(day.midnight + limit[1]), day.dice, limit[0]
        ),
    )
    missing = [put(TIME, lambda day, cells: day.missing(TIME))]
    return [Group(good, is_events), Group(bad, is_events), Group(limits), Group(missing)]


def label(day: FeedDay, text: str, seconds: int) -> Cell:
    """An ingest_date with a zone, so many seconds from UTC's midnight: the day is the feed's."""
    shown = shown_by(day.writing.day_zone, day.midnight + seconds)
    is_today = day.midnight <= shown < day.midnight + DAY
    return Cell(text, () if is_today else ("ingest_date_mismatch",))


def ingest_dates(day: FeedDay, name: str) -> Cell:
    """An unusual ingest_date, of this day or of another one."""
    if not day.has_ingest_date:
        return day.today
    today = day.day.isoformat()
    tomorrow = (day.day + timedelta(days=1)).isoformat()
    mismatch = ("ingest_date_mismatch",)
    cells = {
        "compact": Cell(today.replace("-", "")),
        "slashes": Cell(today.replace("-", "/")),
        "with_time": Cell(f"{today} 23:59:59"),
        "with_zone": label(day, f"{today}T00:00:00Z", 0),
        "padded": Cell(f" {today}\u00a0"),
        "missing": Cell(""),
        "null": Cell("NULL"),
        "today_in_utc": label(day, f"{tomorrow}T00:30:00+01:00", DAY - HOUR // 2),
        "yesterday_in_utc": label(day, f"{today} 00:30:00+02:00", -3 * HOUR // 2),
        "sentinel": Cell("2099-01-01", mismatch),
        "tomorrow": Cell(tomorrow, mismatch),
        "cut": Cell(today[:-1] + "_", mismatch),
        "word": Cell("today", mismatch),
    }
    return cells[name]._replace(defect=f"ingest_date_{name}")


INGEST_DATES = (
    *("compact", "slashes", "with_time", "with_zone", "padded", "missing", "null"),
    *("today_in_utc", "yesterday_in_utc", "sentinel", "tomorrow", "cut", "word"),
)


def padded(day: FeedDay, cell: Cell) -> Cell:
    """The same value with white space around it."""
    return cell._replace(text=f"\u00a0{cell.text}\t", defect="padded_id")


def other_case(day: FeedDay, cells: list[Cell]) -> Cell:
    """A customer_id that is known in lower case only, as a rule."""
    return day.customer(day.steady_customer(day.dice).upper(), "orphan_by_case")


def shared_groups(is_events: bool) -> list[Group]:
    """What every feed has: ids, times, the ingest_date."""
    dates = put_each(LAST, INGEST_DATES, lambda day, cells, name: ingest_dates(day, name))
    ids = [put(ID, lambda day, cells: day.missing(ID)), put(ID, pad_id)]
    return [*time_groups(is_events), Group(dates, is_events), Group(ids)]


def pad_id(day: FeedDay, cells: list[Cell]) -> Cell:
    """The row's id with white space around it."""
    return padded(day, cells[ID])


def customer_groups() -> list[Group]:
    """How the customer_id of events and orders can be wrong."""
    return [
        Group(
            [
                put(CUSTOMER, lambda day, cells: day.missing(CUSTOMER)),
                put(CUSTOMER, lambda day, cells: padded(day, cells[CUSTOMER])),
                put(CUSTOMER, lambda day, cells: day.customer("c0999", "orphan")),
                put(CUSTOMER, other_case),
            ]
        )
    ]


def amount_kind(name: str) -> Kind:
    """An amount in this form, in a row whose status and currency suit it."""
    form = AMOUNTS[name]

    def change(day: FeedDay, cells: list[Cell]) -> None:
        status = day.dice.pick(form.statuses)
        cells[5] = Cell(status, value=status)
        if form.mark:
            currency = day.dice.pick(tuple(SYMBOLS))
            cells[4] = Cell(currency, value=currency)
        cells[3] = formed_amount(name, cells[4].value, day.dice, day.writing.decimal_mark)

    return Kind((3, 4, 5) if form.mark else (3, 5), change)


def odd_duration(day: FeedDay, cells: list[Cell], name: str) -> Cell:
    """A duration in the form of that name."""
    return duration(name, day.dice, day.writing.decimal_mark)


def own_times(formats: Sequence[str]) -> Group:
    """Times in the feed's own forms."""
    kinds = put_each(
        TIME, formats, lambda day, cells, form: day.clock.own(moment(day, cells), form)
    )
    return Group(kinds)


def groups_of(feed: str) -> list[Group]:
    """Every rare kind of a feed."""
    shared = shared_groups(is_events=feed == "events")
    if feed == "customers":
        return [
            *shared,
            constants(1, [*odd_emails(), missing_words("email")[2]]),
            constants(3, [*unusual_words("country", "country"), missing_words("country")[3]]),
            constants(4, [*unusual_words("customer_status", "status"), missing_words("status")[4]]),
        ]
    if feed == "events":
        sessions = [Cell(text, (), f"session_{name}") for name, text in SESSIONS.items()]
        return [
            *shared,
            *customer_groups(),
            constants(3, unusual_words("event_type", "event_type")),
            constants(3, [missing_words("event_type")[5]]),
            constants(4, [*unusual_words("platform", "platform"), missing_words("platform")[6]]),
            constants(5, [*sessions, *missing_words("session_id")]),
            Group(put_each(6, DURATIONS, odd_duration)),
            constants(6, [missing_words("duration_ms")[7]]),
        ]
    return [
        *shared,
        *customer_groups(),
        Group([amount_kind(name) for name in AMOUNTS]),
        constants(4, [*unusual_words("currency", "currency"), missing_words("currency")[8]]),
        constants(5, [*unusual_words("order_status", "status"), missing_words("status")[9]]),
    ]


def shared_mark(form: SharedMark) -> Kind:
    """An amount with a mark that several currencies share, in a row with one of them."""

    def change(day: FeedDay, cells: list[Cell]) -> None:
        code = day.dice.pick(form.codes)
        number = marked(f"{day.dice.between(101, 240)}.50", day.writing.decimal_mark)
        cells[5] = Cell("paid", value="paid")
        cells[4] = Cell(code, value=code)
        amount = Amount("usual", mark="" if form.suits else "another")
        cells[3] = Cell(form.text.format(n=number), (), "amount_shared_mark", amount)

    return Kind((3, 4, 5), change)


def ended_currency(day: FeedDay, cells: list[Cell], code: str) -> Cell:
    """A currency up to its last day as legal tender, and after it."""
    if day.day <= ENDED[code]:
        return Cell(code, (), "currency_to_end", code)
    return Cell(code, ("currency_unknown",), "currency_ended")


def kinds_asked_for(day: FeedDay) -> list[Kind]:
    """What single values of orders hold on the days that it was asked for."""
    if day.feed != "orders" or not day.world.has("shared_marks", day.day):
        return []
    return [*map(shared_mark, SHARED_MARKS), *put_each(4, ENDED, ended_currency)]

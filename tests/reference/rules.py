"""Section 4: one row of a feed with its values, and the rules it can break, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tests.reference.lines import FeedFile, Line
from tests.reference.timestamps import parse_timestamp
from tests.reference.values import (
    Number,
    Vocabularies,
    find_currency,
    is_email,
    is_missing,
    legal_currencies,
    look_up_form,
    lower_case,
    parse_number,
    to_amount,
    to_whole,
    trim,
)
from tests.reference.variables import FEEDS, ID, TIME, Variables, on_the_wall

REJECT, WARN = "reject", "warn"


@dataclass
class Row:
    """One data line of a feed on day D."""

    feed: str
    day: date
    source_file: str
    line_number: int
    raw_line: str
    has_all_columns: bool  # the file's header has them
    is_well_formed: bool
    sent: dict[str, str | None] | None  # by column, as in the file; None where malformed
    received: dict[str, str | None]  # the same, or as corrected; None where there is none
    texts: dict[str, str | None]  # trimmed; None where missing
    values: dict[str, object]  # read; None where missing, invalid or unknown
    sign: int | None = None  # how an order's amount counts
    amount_marks: frozenset[str] | None = None  # the currencies that the amount's marks may be
    is_amount_ambiguous: bool = False
    has_known_customer: bool = True
    is_copy: bool = False  # breaks row_duplicate
    is_duplicate: bool = False  # breaks <id>_duplicate
    is_corrected: bool = False
    is_waived: bool = False

    @property
    def takes_part(self) -> bool:
        """Whether the row is one of those that section 5 looks at."""
        return self.has_all_columns and self.is_well_formed

    @property
    def place(self) -> tuple[str, int]:
        """Where the line stands: the order of lines."""
        return self.source_file, self.line_number

    @property
    def id(self) -> str | None:
        """The row's own id."""
        return self.texts[ID[self.feed]]

    @property
    def time(self) -> datetime | None:
        """The business timestamp."""
        return self.values[TIME[self.feed]]  # type: ignore[return-value]

    def key(self, variables: Variables) -> tuple[object, ...] | None:
        """What rows that compete share, in canonical form: for orders the id and the status."""
        if self.id is None:
            return None
        return tuple(self.canonical(column) for column in variables.key[self.feed])

    def canonical(self, column: str) -> object:
        """A value as clean has it; None where it has none, or an unknown one."""
        value = self.values[column]
        if column == "duration_ms":
            return to_whole(value)  # type: ignore[arg-type]
        return abs(value) if isinstance(value, Decimal) else value


def make_row(
    file: FeedFile, line: Line, day: date, names: Vocabularies, variables: Variables
) -> Row:
    """Reads the values of one line."""
    received = file.received(line)
    sent = replace(line, fields=line.sent) if line.is_corrected else line
    words = variables.missing_words.get(file.feed, ())
    texts = {
        column: None if text is None or is_missing(column, text, words) else trim(text)
        for column, text in received.items()
    }
    values: dict[str, object] = {
        column: None if text is None else read(file.feed, column, text, day, names, variables)
        for column, text in texts.items()
    }
    number = values.get("amount")
    if isinstance(number, Number):
        values["amount"] = to_amount(number)
    has_amount_mark = isinstance(number, Number) and values["amount"] is not None
    return Row(
        feed=file.feed,
        day=day,
        source_file=file.source_file,
        line_number=line.number,
        raw_line=line.text,
        has_all_columns=not file.missing_columns,
        is_well_formed=line.fields is not None,
        sent=None if sent.fields is None else file.received(sent),
        received=received,
        texts=texts,
        values=values,
        sign=names.sign.get(str(values.get("status"))) if file.feed == "orders" else None,
        amount_marks=number.currencies if has_amount_mark else None,
        is_amount_ambiguous=has_amount_mark and number.is_ambiguous,
        is_corrected=line.is_corrected,
        is_waived=line.is_waived,
    )


def read(
    feed: str, column: str, text: str, day: date, names: Vocabularies, variables: Variables
) -> object:
    """Reads one text that is not missing."""
    if column in (TIME[feed], "ingest_date"):
        # ingest_date is a label: without a zone it is of the feed's day, whatever its times are in.
        day_zone, naive = variables.day_zone.get(feed, "UTC"), variables.naive_timezone[feed]
        zone = day_zone if column == "ingest_date" else naive
        return parse_timestamp(
            text,
            zone,
            variables.date_order[feed],
            two_digit_years=variables.two_digit_years.get(feed, False),
            time_formats=tuple(variables.time_formats.get(feed, ())),
        )
    if column == "email":
        return lower_case(text) if is_email(text) else None
    if column == "country":
        return names.country.get(look_up_form(text))
    if column == "currency":
        return find_currency(text, day, names.currency, variables.symbols.get(feed, {}))
    if column in ("event_type", "platform"):
        return names.category[column].get(look_up_form(text))
    if column == "status":
        return names.category[f"{feed.removesuffix('s')}_status"].get(look_up_form(text))
    if column == "amount":
        return parse_number(text, legal_currencies(day), variables.decimal_mark.get(feed, "auto"))
    if column == "duration_ms":
        # A duration takes no currency mark.
        number = parse_number(text, {}, variables.decimal_mark.get(feed, "auto"))
        return number and number.value
    return text


Broken = Callable[[Row, Variables], bool]


@dataclass(frozen=True)
class Rule:
    """A named reason to reject a row or to warn of it."""

    name: str
    severity: str
    is_broken: Broken


def missing(column: str, severity: str) -> Rule:
    """The column holds no value."""
    return Rule(f"{column}_missing", severity, lambda row, _: row.texts[column] is None)


def unreadable(column: str, failure: str, severity: str) -> Rule:
    """The column holds a text that is no value of its kind."""
    return Rule(
        f"{column}_{failure}",
        severity,
        lambda row, _: row.texts[column] is not None and row.values[column] is None,
    )


def duplicate(feed: str) -> Rule:
    """Section 5 found a better row of the same key."""
    return Rule(f"{ID[feed]}_duplicate", REJECT, lambda row, _: row.is_duplicate)


def in_future(column: str) -> Rule:
    """After D + 2 days, 00:00 of the feed's day."""
    return Rule(
        f"{column}_in_future",
        REJECT,
        lambda row, limits: (
            row.time is not None
            and on_the_wall(row.time, row.feed, limits) > midnight(row.day, limits.future_days)
        ),
    )


def late(column: str) -> Rule:
    """More than 7 days before D, 00:00 of the feed's day."""
    return Rule(
        f"{column}_late",
        WARN,
        lambda row, limits: (
            row.time is not None
            and on_the_wall(row.time, row.feed, limits) < midnight(row.day, -limits.late_days)
        ),
    )


def midnight(day: date, days: int) -> datetime:
    """00:00 some days after `day`."""
    return datetime.combine(day + timedelta(days=days), time())


def number_rule(column: str, failure: str, severity: str, test: Callable) -> Rule:
    """A rule on the value of a number that could be read: test(value, row, variables)."""
    return Rule(
        f"{column}_{failure}",
        severity,
        lambda row, limits: (
            isinstance(row.values[column], Decimal) and test(row.values[column], row, limits)
        ),
    )


def is_ingest_date_wrong(row: Row, variables: Variables) -> bool:
    """Neither missing nor, read as a timestamp, on D."""
    if row.texts["ingest_date"] is None:
        return False
    moment = row.values["ingest_date"]
    if not isinstance(moment, datetime):
        return True
    return on_the_wall(moment, row.feed, variables).date() != row.day


def is_orphan(row: Row, _: Variables) -> bool:
    """A customer_id that no customers file up to D has."""
    return row.texts["customer_id"] is not None and not row.has_known_customer


def is_amount_missing(row: Row, _: Variables) -> bool:
    """Only an order whose amount counts nothing needs none."""
    return row.texts["amount"] is None and row.sign != 0


def is_currency_in_conflict(row: Row, _: Variables) -> bool:
    """The amount's own mark says another currency than the row."""
    currency = row.values["currency"]
    marks = row.amount_marks
    return currency is not None and marks is not None and currency not in marks


def is_header(row: Row, variables: Variables) -> bool:
    """A line that holds the names of its id and its time, as a header may have them."""
    if not row.takes_part:
        return False
    others = variables.aliases.get(row.feed, {})
    return all(
        lower_case(row.texts[column] or "")
        in (column, *(lower_case(trim(name)) for name in others.get(column, ())))
        for column in (ID[row.feed], TIME[row.feed])
    )


LINE_RULES = [
    Rule("line_malformed", REJECT, lambda row, _: row.has_all_columns and not row.is_well_formed),
    Rule("column_missing", REJECT, lambda row, _: not row.has_all_columns),
    Rule("header_repeated", REJECT, is_header),
]
COMMON_RULES = [
    Rule("ingest_date_mismatch", REJECT, is_ingest_date_wrong),
    Rule("row_duplicate", REJECT, lambda row, _: row.is_copy),
]
CUSTOMER_RULES = [
    missing("customer_id", REJECT),
    duplicate("customers"),
    missing("created_at", REJECT),
    unreadable("created_at", "invalid", REJECT),
    in_future("created_at"),
    missing("email", WARN),
    unreadable("email", "invalid", WARN),
    missing("country", WARN),
    unreadable("country", "unknown", WARN),
    missing("status", WARN),
    unreadable("status", "unknown", WARN),
]
EVENT_RULES = [
    missing("event_id", REJECT),
    duplicate("events"),
    missing("customer_id", REJECT),
    Rule("customer_id_orphan", REJECT, is_orphan),
    missing("event_time", REJECT),
    unreadable("event_time", "invalid", REJECT),
    in_future("event_time"),
    unreadable("duration_ms", "invalid", REJECT),
    number_rule("duration_ms", "negative", REJECT, lambda value, row, limits: value < 0),
    number_rule(
        "duration_ms",
        "too_long",
        REJECT,
        lambda value, row, limits: value > Decimal(str(limits.max_duration_ms)),
    ),
    late("event_time"),
    missing("duration_ms", WARN),
    missing("event_type", WARN),
    unreadable("event_type", "unknown", WARN),
    missing("platform", WARN),
    unreadable("platform", "unknown", WARN),
    missing("session_id", WARN),
]
ORDER_RULES = [
    missing("order_id", REJECT),
    duplicate("orders"),
    missing("customer_id", REJECT),
    Rule("customer_id_orphan", REJECT, is_orphan),
    missing("order_time", REJECT),
    unreadable("order_time", "invalid", REJECT),
    in_future("order_time"),
    missing("status", REJECT),
    unreadable("status", "unknown", REJECT),
    missing("currency", REJECT),
    unreadable("currency", "unknown", REJECT),
    Rule("amount_missing", REJECT, is_amount_missing),
    unreadable("amount", "invalid", REJECT),
    number_rule(
        "amount",
        "negative",
        REJECT,
        lambda value, row, limits: value < 0 and row.sign in (0, 1),
    ),
    number_rule(
        "amount",
        "zero",
        REJECT,
        lambda value, row, limits: value == 0 and row.sign in (-1, 1),
    ),
    Rule("amount_currency_conflict", REJECT, is_currency_in_conflict),
    Rule("amount_ambiguous", WARN, lambda row, _: row.is_amount_ambiguous),
    late("order_time"),
    number_rule(
        "amount",
        "too_large",
        WARN,
        lambda value, row, limits: abs(value) > Decimal(str(limits.max_amount)),
    ),
]
RULES = {
    "customers": LINE_RULES + COMMON_RULES + CUSTOMER_RULES,
    "events": LINE_RULES + COMMON_RULES + EVENT_RULES,
    "orders": LINE_RULES + COMMON_RULES + ORDER_RULES,
}


def is_fixed(feed: str, rule: str) -> bool:
    """Tells whether a row that breaks the rule lacks its fields, id or time: never a warning."""
    return rule in (
        "line_malformed",
        "column_missing",
        "header_repeated",
        f"{ID[feed]}_missing",
        f"{TIME[feed]}_missing",
        f"{TIME[feed]}_invalid",
    )


def severities(feed: str, overrides: Mapping[str, str]) -> dict[str, str]:
    """Severity of every rule of a feed, in order, with the user's changes by rule or feed.rule."""
    for name, severity in overrides.items():
        meant = [
            (of, rule.name)
            for of in FEEDS
            for rule in RULES[of]
            if name in (rule.name, f"{of}.{rule.name}")
        ]
        if not meant or severity not in (REJECT, WARN):
            raise ValueError(f"rule_severities: {name}: {severity}")
        if severity == WARN and any(is_fixed(*rule) for rule in meant):
            raise ValueError(f"rule_severities: {name} can't be a warning")
    return {
        rule.name: overrides.get(f"{feed}.{rule.name}", overrides.get(rule.name, rule.severity))
        for rule in RULES[feed]
    }


def broken_rules(row: Row, variables: Variables) -> list[str]:
    """Names of the rules that a row breaks, in order."""
    is_record = row.takes_part and not is_header(row, variables)
    rules = RULES[row.feed] if is_record else LINE_RULES
    return [rule.name for rule in rules if rule.is_broken(row, variables)]


def reasons_and_warnings(row: Row, variables: Variables) -> tuple[list[str], list[str]]:
    """The same, apart by severity."""
    severity = severities(row.feed, variables.rule_severities)
    broken = broken_rules(row, variables)
    return (
        [name for name in broken if severity[name] == REJECT],
        [name for name in broken if severity[name] == WARN],
    )

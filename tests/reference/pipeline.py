"""Sections 2 and 5: from the raw folder to staging, clean and quarantine of every date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any

from tests.reference import alerts, reports
from tests.reference.corrections import Decisions, corrected
from tests.reference.lines import FeedFile, read_feed, unread
from tests.reference.metrics import metrics
from tests.reference.rules import Row, make_row, reasons_and_warnings
from tests.reference.values import (
    SEEDS,
    Vocabularies,
    is_missing,
    read_seed,
    read_vocabularies,
    to_whole,
    trim,
)
from tests.reference.variables import COLUMNS, FEEDS, TIME, Variables

PARTITION = re.compile(r"ingest_date=([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True)
class FeedDay:
    """All that one feed gave on one date."""

    feed: str
    day: date
    files: list[FeedFile]
    rows: list[Row]
    staging: list[dict]
    clean: list[dict]
    quarantine: list[dict]
    not_applied: int = 0  # corrections
    unread: Mapping[str, int] = field(default_factory=dict)  # names and sizes


@dataclass
class Result:
    """Tables by date and feed (`result.clean[day]["events"]`) and metrics by table name."""

    variables: Variables
    signs: Mapping[str, int]  # of the statuses of orders
    days: list[date] = field(default_factory=list)
    skipped: list[date] = field(default_factory=list)  # asked for, but there is no folder
    feed_days: dict[date, dict[str, FeedDay]] = field(default_factory=dict)
    staging: dict[date, dict[str, list[dict]]] = field(default_factory=dict)
    clean: dict[date, dict[str, list[dict]]] = field(default_factory=dict)
    quarantine: dict[date, dict[str, list[dict]]] = field(default_factory=dict)
    metrics: dict[str, list[dict]] = field(default_factory=dict)

    def add(self, day: date, feed_days: dict[str, FeedDay]) -> None:
        """Appends one date."""
        self.days.append(day)
        self.feed_days[day] = feed_days
        self.staging[day] = {feed: found.staging for feed, found in feed_days.items()}
        self.clean[day] = {feed: found.clean for feed, found in feed_days.items()}
        self.quarantine[day] = {feed: found.quarantine for feed, found in feed_days.items()}
        for table, rows in metrics(day, feed_days, self.variables).items():
            self.metrics.setdefault(table, []).extend(rows)

    def validation_report(self, day: date) -> dict:
        """What validation_report.json holds."""
        return reports.validation_report(self, day)

    def alerts(self, day: date) -> dict:
        """What alerts.json holds."""
        return alerts.alerts(self, day)


def build(
    raw: Path,
    dates: Sequence[date] | None = None,
    variables: Variables | None = None,
    corrections: Path | None = None,
    seeds: Path = SEEDS,
) -> Result:
    """Processes the dates in order; by default every partition. Raises on a broken gzip file.

    Known customers and look-backs come from all of <raw> up to a date, baselines of alerts only
    from the dates processed here: they are the "loaded partitions".
    """
    variables = variables or Variables()
    days_off = [row["day"] for row in read_seed(seeds / "holidays.csv")]
    variables = replace(variables, announced_dates=[*variables.announced_dates, *days_off])
    history = History(raw, variables, read_vocabularies(seeds), corrections)
    result = Result(history.variables, history.names.sign)
    for day in sorted(set(history.partitions if dates is None else dates)):
        if day in history.partitions:
            result.add(day, {feed: history.feed_day(day, feed) for feed in FEEDS})
        else:
            result.skipped.append(day)
    return result


def partitions(raw: Path) -> list[date]:
    """Dates of the folders named ingest_date=YYYY-MM-DD, in order; others are ignored."""
    days = []
    for folder in raw.iterdir():
        match = PARTITION.fullmatch(folder.name)
        try:
            if match and folder.is_dir():
                days.append(date.fromisoformat(match[1]))
        except ValueError:  # no such day
            continue
    return sorted(days)


def kept(work: Callable[..., Any]) -> Callable[..., Any]:
    """A method of History that works out each answer once."""

    @wraps(work)
    def answer(history: History, *question: object) -> Any:
        key = (work.__name__, *question)
        if key not in history.answers:
            history.answers[key] = work(history, *question)
        return history.answers[key]

    return answer


class History:
    """The raw folder. Each answer is worked out once and kept."""

    def __init__(
        self, raw: Path, variables: Variables, names: Vocabularies, corrections: Path | None
    ) -> None:
        """Lists the partitions; files are read when they're asked for."""
        self.raw = raw
        self.corrections = corrections
        self.variables = variables
        self.names = names
        self.partitions = partitions(raw)
        self.answers: dict[tuple, Any] = {}

    @kept
    def decisions(self, day: date, feed: str) -> Decisions:
        """The feed's files in the partition of a day, as corrected."""
        files = read_feed(self.raw, f"ingest_date={day}", feed, self.variables)
        folder = self.corrections
        path = folder and folder / f"ingest_date={day}" / f"{feed}.csv"
        return corrected(files, path, self.variables.multiline.get(feed, False))

    def files(self, day: date, feed: str) -> list[FeedFile]:
        """The files alone."""
        return self.decisions(day, feed).files

    @kept
    def typed_rows(self, day: date, feed: str) -> list[Row]:
        """Rows with their values, before any rule that looks at other rows."""
        return [
            make_row(file, line, day, self.names, self.variables)
            for file in self.files(day, feed)
            for line in file.lines
        ]

    @kept
    def known_customers(self, day: date) -> set[str | None]:
        """Every customer_id on a well-formed line of a customers file up to D or somewhat later."""
        last_day = day + timedelta(days=self.variables.late_customer_days)
        ids = {
            row.texts["customer_id"]
            for partition in self.partitions
            if partition <= last_day
            for row in self.typed_rows(partition, "customers")
            if row.is_well_formed
        }
        return ids.union(
            *(self.ids_among_bytes(day) for day in self.partitions if day <= last_day)
        ) - {None}

    @kept
    def ids_among_bytes(self, day: date) -> set[str]:
        """The customer_ids of lines whose bytes elsewhere are not UTF-8."""
        found = {
            line.despite_bytes[file.header.index("customer_id")]
            for file in self.files(day, "customers")
            for line in file.lines
            if line.fields is None
            and line.despite_bytes
            and file.header
            and file.has("customer_id")
        }
        words = self.variables.missing_words.get("customers", ())
        ids = {trim(text) for text in found if "\ufffd" not in text}
        return {text for text in ids if not is_missing("", text, words)}

    @kept
    def rows_within_partition(self, day: date, feed: str) -> list[Row]:
        """Rows with all decided but the rule across partitions."""
        rows = self.typed_rows(day, feed)
        if feed != "customers":
            for row in rows:
                row.has_known_customer = row.texts["customer_id"] in self.known_customers(day)
        mark_copies(rows)
        mark_losers(rows, self.variables)
        return rows

    @kept
    def clean_keys(self, day: date, feed: str) -> set[tuple[object, ...] | None]:
        """Keys that would be clean on a day, setting the rule across partitions aside."""
        rows = self.rows_within_partition(day, feed)
        return {row.key(self.variables) for row in rows if would_be_clean(row, self.variables)}

    def feed_day(self, day: date, feed: str) -> FeedDay:
        """Decides the rest and splits into clean and quarantine."""
        first_day = day - timedelta(days=self.variables.lookback_days[feed])
        earlier = [partition for partition in self.partitions if first_day <= partition < day]
        if self.variables.across_partitions.get(feed) == "replace":
            earlier = []
        arrived = set().union(*(self.clean_keys(partition, feed) for partition in earlier))
        rows = [
            replace(row, is_duplicate=True)
            if row.key(self.variables) in arrived and would_be_clean(row, self.variables)
            else row
            for row in self.rows_within_partition(day, feed)
        ]
        found = split(feed, day, self.files(day, feed), rows, self.variables)
        left = unread(self.raw, f"ingest_date={day}", feed, self.variables)
        for file in found.files:
            if not file.is_text:
                name = file.source_file.split("/", 1)[1]
                left[name] = (self.raw / file.source_file).stat().st_size
        left = dict(sorted(left.items()))
        return replace(found, not_applied=self.decisions(day, feed).not_applied, unread=left)


def mark_copies(rows: Iterable[Row]) -> None:
    """Of lines equal in all the feed's columns as received, all but the first are copies."""
    seen = set()
    for row in sorted((row for row in rows if row.takes_part), key=lambda row: row.place):
        line = tuple(row.received.values())
        row.is_copy = line in seen
        seen.add(line)


def mark_losers(rows: Iterable[Row], variables: Variables) -> None:
    """Of the rows that share a key and are no copies, all but the best are duplicates."""
    rivals: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        key = row.key(variables)
        if row.takes_part and not row.is_copy and key is not None:
            rivals.setdefault(key, []).append(row)
    for group in rivals.values():
        for row in best_first(group, variables)[1:]:
            row.is_duplicate = True


def best_first(rows: list[Row], variables: Variables) -> list[Row]:
    """No other reject reason, fewest warnings, latest time (missing last), first place.

    Where the last stays, the place alone decides among those without a reject reason.
    """
    if variables.keep.get(rows[0].feed) == "last":
        latest = sorted(rows, key=lambda row: row.place, reverse=True)
        return sorted(latest, key=lambda row: bool(reasons_and_warnings(row, variables)[0]))

    def rank(row: Row) -> tuple:
        reasons, warnings = reasons_and_warnings(row, variables)
        age = datetime.max - (row.time or datetime.min)
        return bool(reasons), len(warnings), age, row.place

    return sorted(rows, key=rank)


def would_be_clean(row: Row, variables: Variables) -> bool:
    """No reject reason; what the duplicate rules found counts whatever their severity is."""
    reasons, _ = reasons_and_warnings(row, variables)
    return not reasons and not row.is_copy and not row.is_duplicate


def split(
    feed: str, day: date, files: list[FeedFile], rows: list[Row], variables: Variables
) -> FeedDay:
    """Puts each row into clean or quarantine."""
    result = FeedDay(feed, day, files, rows, [], [], [])
    for row in rows:
        origin = {"source_file": row.source_file, "line_number": row.line_number}
        reasons, warnings = reasons_and_warnings(row, variables)
        result.staging.append({"ingest_date": day, **origin, "raw_line": row.raw_line})
        if reasons:
            result.quarantine.append(
                {
                    "ingest_date": day,
                    **origin,
                    "raw_line": row.raw_line,
                    **received_columns(row),
                    **read_columns(row),
                    "reject_reason": reasons,
                    "warnings": warnings,
                    "corrected": row.is_corrected,
                    "waived": row.is_waived,
                }
            )
        else:
            columns = clean_columns(row)
            columns["names_its_date"] = row.texts["ingest_date"] is not None
            columns["corrected"] = row.is_corrected
            columns["received_line"] = row.raw_line if row.is_corrected else None
            result.clean.append({"ingest_date": day, **columns, "warnings": warnings, **origin})
    return result


def received_columns(row: Row) -> dict[str, str | None]:
    """The feed's columns as they came."""
    return {
        "ingest_date_raw" if column == "ingest_date" else column: text
        for column, text in row.received.items()
    }


def read_columns(row: Row) -> dict[str, object]:
    """The feed's columns as they were read."""
    return {
        f"{column}_utc" if column == TIME[row.feed] else f"{column}_read": to_whole(value)  # type: ignore[arg-type]
        if column == "duration_ms"
        else value
        for column, value in row.values.items()
        if column != "ingest_date"
    }


def clean_columns(row: Row) -> dict[str, object]:
    """The feed's columns in canonical form."""
    columns: dict[str, object] = {}
    for column in COLUMNS[row.feed]:
        value = row.values[column]
        if column == "ingest_date":
            continue
        elif column == TIME[row.feed]:
            columns[f"{column}_utc"] = value
        elif column in ("country", "status", "event_type", "platform", "currency"):
            columns[column] = value or "unknown"
        elif column == "duration_ms":
            columns[column] = to_whole(value)  # type: ignore[arg-type]
        elif column == "amount":
            columns |= amounts(value, row.sign)  # type: ignore[arg-type]
        else:
            columns[column] = value
    return columns


def amounts(amount: Decimal | None, sign: int | None) -> dict[str, Decimal | None]:
    """The magnitude, and what it adds to net revenue."""
    magnitude = None if amount is None else abs(amount)
    if sign == 0:
        signed: Decimal | None = Decimal("0.0000")
    elif magnitude is None or sign is None:
        signed = None
    else:
        signed = sign * magnitude
    return {"amount": magnitude, "signed_amount": signed}

"""Section 3, timestamps: one pattern per accepted form, tried in turn."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

ZONES = {name for name in available_timezones() if "/" in name}
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
MONTH_NUMBERS |= {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
MONTH_NUMBERS["sept"] = 9

# Pieces. In the patterns a blank is a space; upper and lower case are the same.
WEEKDAY = r"(?:(?:mon|fri|sun)(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|sat(?:urday)?)"
CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d+))?)?"
OFFSET = r"[+-]\d{2}(?::?\d{2})?"
LOCATION = r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+"
ZONE = rf"(?: *(?P<zone>Z|UTC|GMT|{OFFSET}|{LOCATION}))?"
HALF = r" *(?P<half>[AP]M)"
YEAR, MONTH, DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
MONTH_NAME = r"(?P<month_name>[A-Za-z]+)"

YEAR_FIRST = rf"{YEAR}(?P<separator>[/-]){MONTH}(?P=separator){DAY}"
FIRST, NEXT = r"(?P<first>\d{1,2})", r"(?P<next>\d{1,2})"
YEAR_LAST = rf"{FIRST}(?P<separator>[/-]){NEXT}(?P=separator){YEAR}"
DOTTED = rf"{DAY}\.{MONTH}\.{YEAR}"
NAMED = [
    rf"(?:{WEEKDAY}(?:, *| +))?{written}"
    for written in (
        rf"{DAY} +{MONTH_NAME} +{YEAR}",
        rf"{DAY}-{MONTH_NAME}-{YEAR}",
        rf"{MONTH_NAME} +{DAY}, +{YEAR}",
    )
]
NAMED_DAY = rf"{WEEKDAY} +{MONTH_NAME} +{DAY}"
FULL_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
COMPACT_DATE = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
COMPACT_CLOCK = r"(?P<hour>\d{2})(?P<minute>\d{2})(?:(?P<second>\d{2})(?:\.(?P<fraction>\d+))?)?"

FORMS = [
    # ISO 8601
    YEAR_FIRST,
    rf"{YEAR_FIRST}(?:T| +){CLOCK}{ZONE}",
    COMPACT_DATE,
    rf"{COMPACT_DATE}T{COMPACT_CLOCK}(?: *(?P<zone>Z|{OFFSET}))?",
    rf"{COMPACT_DATE}(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})",
    # year last, and month names
    *(
        day + rest
        for day in (YEAR_LAST, DOTTED, *NAMED)
        for rest in ("", rf" +{CLOCK}{ZONE}", rf" +{CLOCK}{HALF}{ZONE}")
    ),
    # C, JavaScript
    rf"{NAMED_DAY} +{FULL_CLOCK} +{YEAR}",
    rf"{NAMED_DAY} +{YEAR} +{FULL_CLOCK} +GMT(?P<zone>[+-]\d{{4}})(?: +\(.*\))?",
]
PATTERNS = [re.compile(form, re.ASCII | re.IGNORECASE) for form in FORMS]
EPOCH = re.compile(
    r"(?P<seconds>\d{10})(?:\.(?P<fraction>\d+))?|(?P<millis>\d{13})|(?P<micros>\d{16})", re.ASCII
)


def parse_timestamp(
    text: str, naive_timezone: str = "UTC", order: str = "mdy", fold: int = 0
) -> datetime | None:
    """Reads a trimmed text; returns UTC without a zone, or None when it's invalid.

    `fold` is which of two readings a local time has that daylight saving repeats or skips.
    """
    epoch = EPOCH.fullmatch(text)
    if epoch:
        return from_epoch(epoch)
    for pattern in PATTERNS:
        match = pattern.fullmatch(text)
        moment = from_parts(match.groupdict(), naive_timezone, order, fold) if match else None
        if moment is not None:
            return moment
    return None


def from_epoch(match: re.Match[str]) -> datetime | None:
    """Counts from 1970."""
    seconds, fraction, millis, micros = match.group("seconds", "fraction", "millis", "micros")
    if seconds:
        count = int(seconds) * 1_000_000 + microseconds(fraction)
    else:
        count = int(millis) * 1_000 if millis else int(micros)
    moment = datetime(1970, 1, 1) + timedelta(microseconds=count)
    return in_range(moment)


def from_parts(
    parts: dict[str, str | None], naive_timezone: str, order: str, fold: int
) -> datetime | None:
    """Puts a match together; None when a part is impossible."""
    month, day = month_and_day(parts, order)
    year, hour = int(parts["year"] or 0), clock_hour(parts)
    zone = find_zone(parts.get("zone"), naive_timezone)
    if month is None or hour is None or zone is None or not 1899 <= year <= 2200:
        return None
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    fraction = microseconds(parts.get("fraction"))
    try:
        local = datetime(year, month, day, hour, minute, second, fraction, tzinfo=zone, fold=fold)
    except ValueError:
        return None
    return in_range(local.astimezone(UTC).replace(tzinfo=None))


def in_range(moment: datetime) -> datetime | None:
    """A UTC time of the years that are accepted; None for any other."""
    return moment if 1900 <= moment.year <= 2199 else None


def month_and_day(parts: dict[str, str | None], order: str) -> tuple[int | None, int]:
    """Finds the month (None when the name is unknown) and the day."""
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["next"] or 0)
        return (first, second) if order == "mdy" else (second, first)
    if parts.get("month_name"):
        return MONTH_NUMBERS.get((parts["month_name"] or "").lower()), int(parts["day"] or 0)
    return int(parts["month"] or 0), int(parts["day"] or 0)


def clock_hour(parts: dict[str, str | None]) -> int | None:
    """The hour of 24; None for one that AM or PM can't have."""
    hour, half = int(parts.get("hour") or 0), (parts.get("half") or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half == "pm" else 0)


def find_zone(written: str | None, naive_timezone: str) -> tzinfo | None:
    """Finds the zone as written, or the feed's; None for one that doesn't exist."""
    if written is None:
        return ZoneInfo(naive_timezone)
    if written.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if written[0] not in "+-":
        return ZoneInfo(written) if written in ZONES else None
    digits = written[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 15 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)


def microseconds(fraction: str | None) -> int:
    """The first six digits of a fraction of a second; further ones are cut."""
    return int((fraction or "")[:6].ljust(6, "0"))

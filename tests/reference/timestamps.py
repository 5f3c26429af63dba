"""Section 3, timestamps: one pattern per accepted form, tried in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

ZONES = {name for name in available_timezones() if "/" in name}
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
MONTH_NUMBERS |= {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
MONTH_NUMBERS["sept"] = 9

# Pieces. In the patterns a blank is a space, which stands for any of BLANKS, and a tilde for what
# may stand between parts: a comma or blanks; upper and lower case are the same.
BLANKS = "[ \u00a0\u202f]"
WEEKDAY = r"(?:(?:mon|fri|sun)(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|sat(?:urday)?)"
FRACTION = r"(?:[.,](?P<fraction>\d+))?"
CLOCK = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}){FRACTION})?"
OFFSET = r"[+-]\d{2}(?::?\d{2})?"
LOCATION = r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+"
PLACE = rf"(?:\[(?P<place>UTC|GMT|{LOCATION})\])?"
ZERO = r"[+-]00(?::?00)? +(?:UTC|GMT)"
ZONE = rf"(?: *(?:(?P<zone>Z|{OFFSET}){PLACE}|(?P<word>{ZERO}|UTC|GMT|{LOCATION})))?"
HALF = r" *(?P<half>[AP]M)"
YEAR, MONTH, DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
SHORT_YEAR = r"(?P<year>\d{4}|\d{2})"
MONTH_NAME = r"(?P<month_name>[A-Za-z]+)"

YEAR_FIRST = rf"{YEAR}(?P<separator>[/-]){MONTH}(?P=separator){DAY}"
FIRST, NEXT = r"(?P<first>\d{1,2})", r"(?P<next>\d{1,2})"
NAMED_DAY = rf"{WEEKDAY} +{MONTH_NAME} +{DAY}"
FULL_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
DOTTED_CLOCK = rf"(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})\.(?P<second>\d{{2}}){FRACTION}"
COMPACT_DATE = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
COMPACT_CLOCK = rf"(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?:(?P<second>\d{{2}}){FRACTION})?"


def days(year: str) -> list[str]:
    """Days whose year may be written with two digits."""
    named = (
        rf"{DAY} +{MONTH_NAME} +{year}",
        rf"{DAY}-{MONTH_NAME}-{year}",
        rf"{MONTH_NAME} +{DAY}~{year}",
    )
    return [
        rf"{FIRST}(?P<separator>[/-]){NEXT}(?P=separator){year}",
        rf"{DAY}\.{MONTH}\.{year}",
        *(rf"(?:{WEEKDAY}~)?{written}" for written in named),
    ]


def forms(year: str) -> list[str]:
    """Every form but epochs."""
    return [
        # ISO 8601
        YEAR_FIRST,
        rf"{YEAR_FIRST}(?:T|~){CLOCK}{ZONE}",
        COMPACT_DATE,
        rf"{COMPACT_DATE}T{COMPACT_CLOCK}(?: *(?P<zone>Z|{OFFSET}){PLACE})?",
        rf"{COMPACT_DATE}(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})",
        # year last, and month names
        *(
            day + rest
            for day in days(year)
            for rest in ("", rf"~{CLOCK}{ZONE}", rf"~{CLOCK}{HALF}{ZONE}")
        ),
        # Oracle
        *(rf"{DAY}-{MONTH_NAME}-{year}~{DOTTED_CLOCK}{half}{ZONE}" for half in ("", HALF)),
        # C, Java, JavaScript
        *(rf"{NAMED_DAY} +{FULL_CLOCK}{half}{ZONE} +{YEAR}" for half in ("", HALF)),
        rf"{NAMED_DAY} +{YEAR} +{FULL_CLOCK} *GMT(?P<zone>[+-]\d{{4}})(?: +\(.*\))?",
    ]


def compiled(form: str) -> re.Pattern[str]:
    """A form with its blanks spelled out."""
    spelled = form.replace("~", "(?:, *| +)").replace(" ", BLANKS)
    return re.compile(spelled, re.ASCII | re.IGNORECASE)


PATTERNS = {
    short: [compiled(form) for form in forms((YEAR, SHORT_YEAR)[short])] for short in (False, True)
}
EPOCH = re.compile(
    r"(?P<seconds>\d{10})(?:[.,](?P<fraction>\d+))?"
    r"|(?P<millis>\d{13})(?:[.,](?P<rest>\d+))?|(?P<micros>\d{16})|(?P<nanos>\d{19})",
    re.ASCII,
)

# What the codes of a strptime pattern stand for.
CODES = {
    "Y": YEAR,
    "y": r"(?P<year>\d{2})",
    "b": MONTH_NAME,
    "B": MONTH_NAME,
    "f": r"(?P<fraction>\d+)",
    "p": r"(?P<half>[AP]M)",
    "a": WEEKDAY,
    "A": WEEKDAY,
    "z": rf"(?P<zone>Z|UTC|GMT|{OFFSET})",
    "Z": rf"(?P<zone>Z|UTC|GMT|{LOCATION})",
    "%": "%",
}
COUNTS = {"m": "month", "d": "day", "H": "hour", "I": "hour", "M": "minute", "S": "second"}


@cache
def own_pattern(written: str) -> re.Pattern[str]:
    """A strptime pattern: where two numbers touch, each has all its digits."""
    spelled, is_after_number = "", False
    pieces = re.findall("%(.)|(.)", written)
    for at, (code, text) in enumerate(pieces):
        is_number = code in COUNTS or code in ("Y", "y", "f")
        touches = is_after_number or (at + 1 < len(pieces) and is_digits(pieces[at + 1][0]))
        if code in COUNTS:
            spelled += rf"(?P<{COUNTS[code]}>\d{{{2 if touches else 1},2}})"
        else:
            spelled += CODES[code] if code else " +" if text == " " else re.escape(text)
        is_after_number = is_number
    return re.compile(spelled.replace(" ", BLANKS), re.ASCII | re.IGNORECASE)


def is_digits(code: str) -> bool:
    """A code of a strptime pattern that stands for digits."""
    return code in COUNTS or (code != "" and code in "Yyf")


def parse_timestamp(
    text: str,
    naive_timezone: str = "UTC",
    order: str = "mdy",
    fold: int = 0,
    two_digit_years: bool = False,
    time_formats: Sequence[str] = (),
) -> datetime | None:
    """Reads a trimmed text; returns UTC without a zone, or None when it's invalid.

    `fold` is which of two readings a local time has that daylight saving repeats or skips.
    """
    for written in time_formats:
        if match := own_pattern(written).fullmatch(text):
            return from_parts(match.groupdict(), naive_timezone, order, fold)
    epoch = EPOCH.fullmatch(text)
    if epoch:
        return from_epoch(epoch)
    for pattern in PATTERNS[two_digit_years]:
        match = pattern.fullmatch(text)
        moment = from_parts(match.groupdict(), naive_timezone, order, fold) if match else None
        if moment is not None:
            return moment
    return None


def from_epoch(match: re.Match[str]) -> datetime | None:
    """Counts from 1970."""
    seconds, millis, micros = match.group("seconds", "millis", "micros")
    if seconds:
        count = int(seconds) * 1_000_000 + microseconds(match.group("fraction"))
    elif millis:
        count = int(millis) * 1_000 + microseconds(match.group("rest")) // 1_000
    else:
        count = int(micros) if micros else int(match.group("nanos")) // 1_000
    moment = datetime(1970, 1, 1) + timedelta(microseconds=count)
    return in_range(moment)


def from_parts(
    parts: dict[str, str | None], naive_timezone: str, order: str, fold: int
) -> datetime | None:
    """Puts a match together; None when a part is impossible."""
    month, day = month_and_day(parts, order)
    year, hour = full_year(parts["year"] or ""), clock_hour(parts)
    zone = find_zone(parts.get("zone") or parts.get("word"), naive_timezone)
    if month is None or hour is None or zone is None or not 1899 <= year <= 2200:
        return None
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    fraction = microseconds(parts.get("fraction"))
    try:
        local = datetime(year, month, day, hour, minute, second, fraction, tzinfo=zone, fold=fold)
    except ValueError:
        return None
    if not agrees(local, parts.get("place")):
        return None
    return in_range(local.astimezone(UTC).replace(tzinfo=None))


def agrees(local: datetime, place: str | None) -> bool:
    """Tells whether the clocks of a place in brackets, if any, show that time then."""
    if place is None:
        return True
    if place.upper() in ("UTC", "GMT"):
        return local.utcoffset() == timedelta(0)
    if place not in ZONES:
        return False
    return local.astimezone(ZoneInfo(place)).replace(tzinfo=None) == local.replace(tzinfo=None)


def full_year(written: str) -> int:
    """A year; of two digits, one from 1969 to 2068."""
    if len(written) != 2:
        return int(written)
    return int(written) + (1900 if written >= "69" else 2000)


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
    digits = re.split(BLANKS, written[1:])[0].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 15 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)


def microseconds(fraction: str | None) -> int:
    """The first six digits of a fraction of a second; further ones are cut."""
    return int((fraction or "")[:6].ljust(6, "0"))

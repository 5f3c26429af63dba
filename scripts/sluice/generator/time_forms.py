"""The many ways to write a point in time, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

Form = Callable[[datetime], str]
EPOCH = datetime(1970, 1, 1)
DAY = 86400
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def local(at: datetime, minutes: int, separator: str = "T") -> str:
    """ISO date and time so many minutes east of UTC, without the zone."""
    return (at + timedelta(minutes=minutes)).isoformat(separator)


def compact(at: datetime) -> str:
    """YYYYMMDDHHMMSS."""
    return at.isoformat("-").replace("-", "").replace(":", "")


def iso_compact(at: datetime) -> str:
    """YYYYMMDDTHHMMSS."""
    return f"{compact(at)[:8]}T{compact(at)[8:]}"


def us(at: datetime, separator: str = "/") -> str:
    """M/D/YYYY."""
    return f"{at.month}{separator}{at.day}{separator}{at.year}"


def twelve(at: datetime, seconds: bool = True) -> str:
    """The time of day by a clock of twelve hours."""
    tail = f":{at.second:02}" if seconds else ""
    return f"{at.hour % 12 or 12}:{at.minute:02}{tail} {'AM' if at.hour < 12 else 'PM'}"


def month(at: datetime) -> str:
    """The month's short name."""
    return MONTHS[at.month - 1][:3]


def weekday(at: datetime) -> str:
    """The weekday's short name."""
    return DAYS[at.weekday()][:3]


def clock(at: datetime) -> str:
    """HH:MM:SS."""
    return at.isoformat()[11:]


def dotted(at: datetime) -> str:
    """Oracle's time of day."""
    return f"{twelve(at)[:-3].replace(':', '.')}.250000000 {twelve(at)[-2:]}"


def javascript(at: datetime) -> str:
    """A JavaScript date in a zone eight hours ahead."""
    there = at + timedelta(hours=8)
    day = f"{weekday(there)} {month(there)} {there.day:02} {there.year}"
    return f"{day} {clock(there)} GMT+0800 (CST)"


def epoch(at: datetime) -> int:
    """Seconds since 1970."""
    return int((at - EPOCH).total_seconds())


TO_SECOND: dict[str, Form] = {
    "iso_t": lambda at: at.isoformat(),
    "iso_lower_case": lambda at: f"{at.isoformat()}z".lower(),
    "iso_fraction": lambda at: f"{at.isoformat(' ')}.250",
    "iso_microseconds": lambda at: f"{at.isoformat()}.250417Z",
    "iso_nanoseconds": lambda at: f"{at.isoformat()}.250417999Z",
    "iso_blank_before_z": lambda at: f"{at.isoformat()} Z",
    "iso_blanks": lambda at: at.isoformat(" ").replace(" ", "   "),
    "iso_padded": lambda at: f"\u00a0 {at.isoformat(' ')}\t",
    "iso_utc": lambda at: f"{at.isoformat(' ')} UTC",
    "iso_gmt": lambda at: f"{at.isoformat()}GMT",
    "iso_offset_hh": lambda at: local(at, 60, " ") + "+01",
    "iso_offset_hhmm": lambda at: local(at, 330) + "+0530",
    "iso_offset_hh_mm": lambda at: local(at, 345) + "+05:45",
    "iso_offset_blank": lambda at: local(at, -480, " ") + " -08:00",
    "iso_offset_largest": lambda at: local(at, -959) + "-15:59",
    "iso_zone_name": lambda at: local(at, 330, " ") + " Asia/Kolkata",
    "iso_zone_name_west": lambda at: local(at, -420, " ") + " America/Phoenix",
    "iso_slashes": lambda at: at.isoformat(" ").replace("-", "/"),
    "iso_one_digit": lambda at: f"{at.year}-{at.month}-{at.day} {at.hour}:{clock(at)[3:]}",
    "compact": compact,
    "compact_t": iso_compact,
    "compact_t_fraction": lambda at: f"{iso_compact(at)}.5Z",
    "compact_t_offset": lambda at: iso_compact(at + timedelta(hours=9)) + "+0900",
    "us": lambda at: f"{at.month:02}/{at.day:02}/{at.year} {clock(at)}",
    "us_am_pm": lambda at: f"{us(at)} {twelve(at)}",
    "us_dashes": lambda at: f"{us(at, '-')} {clock(at)}",
    "us_fraction_zone": lambda at: f"{us(at)} {clock(at)}.75 +00:00",
    "german": lambda at: f"{at.day}.{at.month}.{at.year} {clock(at)}",
    "day_month_name": lambda at: f"{at.day} {month(at)} {at.year} {clock(at)}",
    "day_month_dashes": lambda at: f"{at.day:02}-{month(at).upper()}-{at.year} {clock(at)}",
    "month_name_first": lambda at: f"{month(at)} {at.day}, {at.year} {twelve(at)}",
    "month_full_name": lambda at: f"{MONTHS[at.month - 1]} {at.day}, {at.year} {clock(at)} UTC",
    "rfc_2822": lambda at: f"{weekday(at)}, {at.day:02} {month(at)} {at.year} {clock(at)} +0000",
    "c_date": lambda at: f"{weekday(at)} {month(at)} {at.day:02} {clock(at)} {at.year}",
    "javascript": javascript,
    "java_date": lambda at: f"{weekday(at)} {month(at)} {at.day:02} {clock(at)} UTC {at.year}",
    "java_place": lambda at: f"{local(at, 540)}+09:00[Asia/Tokyo]",
    "java_utc": lambda at: f"{at.isoformat()}Z[UTC]",
    "log4j": lambda at: f"{at.isoformat(' ')},250",
    "browser": lambda at: f"{us(at)}, {twelve(at)}".replace(" A", "\u202fA").replace(
        " P", "\u202fP"
    ),
    "go": lambda at: f"{at.isoformat(' ')}.250417999 +0000 UTC",
    "oracle": lambda at: f"{at.day:02}-{month(at).upper()}-{at.year} {dotted(at)}",
    "epoch_milliseconds_fraction": lambda at: f"{epoch(at)}125.25",
    "epoch_nanoseconds": lambda at: f"{epoch(at)}125250417",
    "epoch_seconds": lambda at: f"{epoch(at)}",
    "epoch_fraction": lambda at: f"{epoch(at)}.125",
    "epoch_milliseconds": lambda at: f"{epoch(at)}125",
    "epoch_microseconds": lambda at: f"{epoch(at)}125250",
}
TO_MINUTE: dict[str, Form] = {
    "iso_minutes": lambda at: at.isoformat(" ")[:16],
    "iso_minutes_z": lambda at: at.isoformat()[:16] + "Z",
    "compact_t_minutes": lambda at: f"{iso_compact(at)[:13]}Z",
    "us_minutes_am_pm": lambda at: f"{us(at)} {twelve(at, seconds=False).lower()}",
    "sql_server": lambda at: (
        f"{month(at)} {at.day:2} {at.year} {twelve(at, seconds=False).replace(' ', '')}"
    ),
    "german_minutes": lambda at: f"{at.day:02}.{at.month:02}.{at.year} {clock(at)[:5]}",
}
TO_DAY: dict[str, Form] = {
    "date": lambda at: at.isoformat()[:10],
    "date_slashes": lambda at: at.isoformat()[:10].replace("-", "/"),
    "date_compact": lambda at: compact(at)[:8],
    "date_us": us,
    "date_german": lambda at: f"{at.day}.{at.month}.{at.year}",
    "date_month_name": lambda at: f"{at.day:02}-{month(at)}-{at.year}",
    "date_weekday": lambda at: f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year}",
}
FORMS = {
    **{name: (form, 1) for name, form in TO_SECOND.items()},
    **{name: (form, 60) for name, form in TO_MINUTE.items()},
    **{name: (form, DAY) for name, form in TO_DAY.items()},
}
ZONED = {  # the forms that say their zone, or need none
    *("iso_lower_case", "iso_microseconds", "iso_nanoseconds", "iso_blank_before_z", "iso_utc"),
    *("iso_gmt", "iso_zone_name", "iso_zone_name_west", "compact_t_fraction", "compact_t_offset"),
    *("us_fraction_zone", "month_full_name", "rfc_2822", "javascript", "java_date", "java_place"),
    *("java_utc", "go", "iso_minutes_z", "compact_t_minutes"),
    *(name for name in FORMS if name.startswith(("iso_offset_", "epoch_"))),
}
INVALID: dict[str, Form] = {
    "words": lambda at: "yesterday evening",
    "question_mark": lambda at: "?",
    "zero_date": lambda at: "0000-00-00 00:00:00",
    "february_30": lambda at: f"{at.year}-02-30 {clock(at)}",
    "month_13": lambda at: f"{at.year}-13-{at.day:02} {clock(at)}",
    "hour_24": lambda at: f"{at.isoformat()[:10]} 24:00:00",
    "second_60": lambda at: f"{at.isoformat()[:17]}60Z",
    "day_first": lambda at: f"{at.day % 16 + 13}/{at.month}/{at.year} {clock(at)}",
    "iso_am_pm": lambda at: f"{at.isoformat()[:10]} {twelve(at)}",
    "hour_13_pm": lambda at: f"{us(at)} 13:{at.minute:02} PM",
    "zone_abbreviation": lambda at: f"{at.isoformat(' ')} EST",
    "zone_lower_case": lambda at: f"{at.isoformat(' ')} asia/tokyo",
    "zone_unheard_of": lambda at: f"{at.isoformat(' ')} Mars/Olympus",
    "offset_too_large": lambda at: f"{at.isoformat()}+16:00",
    "two_digit_year": lambda at: f"{at.month}/{at.day}/{at.year % 100:02} {clock(at)}",
    "oracle_two_digits": lambda at: f"{at.day:02}-{month(at).upper()}-{at.year % 100:02}",
    "place_of_another_offset": lambda at: f"{at.isoformat()}+01:00[Asia/Tokyo]",
    "zone_abbreviation_inside": lambda at: (
        f"{weekday(at)} {month(at)} {at.day} {clock(at)} CET {at.year}"
    ),
    "year_1899": lambda at: f"1899-{at.isoformat()[5:]}",
    "year_2200": lambda at: f"2200-{at.isoformat()[5:10]}",
    "compact_impossible": lambda at: f"{at.year}1340",
    "trailing_text": lambda at: f"{at.isoformat(' ')} (approx)",
    "spreadsheet_number": lambda at: f"{at.toordinal() - 693594}.{at.second:02}",
    "spreadsheet_error": lambda at: "#VALUE!",
    "digits_12": lambda at: f"{epoch(at)}12",
    "infinity": lambda at: "infinity",
    "the_word_epoch": lambda at: "epoch",
}

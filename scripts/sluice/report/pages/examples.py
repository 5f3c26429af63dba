"""The lines that are shown as examples of a reason."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from sluice.books import columns, feeds
from sluice.report.dates import as_text

Block = dict[str, Any]  # what the pages show of a date
CANDIDATES = 12  # per reason, among which those are looked for that are unlike each other
MAX_CHARACTERS = 400  # of a line that is shown
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
OUTER_BLANKS = re.compile(r"^ +| +$")
LETTERS, DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")

# First which lines, then what they hold: a day may have a million lines in quarantine.
QUERY = f"""
    with reasons as (
        select
            ingest_date,
            len(reject_reason) as reason_count,
            source_file,
            line_number,
            unnest(reject_reason) as reason,
        from quarantine.quarantine_{{feed}}
        where ingest_date in (from unnest(cast($days as date[])))
    ),

    firsts as (
        select
            ingest_date,
            reason,
            unnest(min(
                {{{{
                    'reason_count': reason_count,
                    'source_file': source_file,
                    'line_number': line_number
                }}}},
                {CANDIDATES}
            )) as place,
        from reasons
        group by ingest_date, reason
    )

    select
        firsts.ingest_date,
        firsts.reason,
        lines.source_file,
        lines.line_number,
        left(lines.raw_line, {MAX_CHARACTERS}),
        length(lines.raw_line),
        lines.reject_reason,
        left(files.header, {MAX_CHARACTERS}),
        files.delimiter,
    from firsts
    inner join quarantine.quarantine_{{feed}} as lines
        on lines.ingest_date = firsts.ingest_date
        and lines.source_file = firsts.place.source_file
        and lines.line_number = firsts.place.line_number
    inner join staging.stg_files as files
        on lines.ingest_date = files.ingest_date and lines.source_file = files.source_file
    where lines.ingest_date in (from unnest(cast($days as date[])))
    order by firsts.ingest_date, firsts.reason, firsts.place
"""


def add_examples(
    connection: DuckDBPyConnection, blocks: dict[date, Block], days: list[date], limit: int
) -> None:
    """Adds to some dates' blocks lines of each reason, and the headers of their files.

    Lines with that reason alone come first; of them those that are unlike each other.
    """
    for day in days:
        blocks[day]["examples"], blocks[day]["headers"] = {}, {}
    for feed in feeds():
        found: dict[tuple[date, str], list[list[Any]]] = {}
        query = QUERY.format(feed=feed)
        for row in connection.execute(query, {"days": as_text(days)}).fetchall():
            day, reason, file, line, text, length, reasons, header, delimiter = row
            name = file.partition("/")[2]
            span = wrong_field(reason, feed, text, length, header, delimiter)
            others = [other for other in reasons if other != reason]
            example = [name, line, legible_parts(text, length, span), others]
            found.setdefault((day, reason), []).append(example)
            if header:
                headers = blocks[day]["headers"].setdefault(feed, {})
                headers[name] = legible(header, len(header))
        for (day, reason), examples in found.items():
            blocks[day]["examples"].setdefault(feed, {})[reason] = unlike(examples, limit)


def unlike(examples: list[list[Any]], limit: int) -> list[list[Any]]:
    """Some examples in their order: of each form one, as far as there are so many forms."""
    firsts: dict[str, int] = {}
    for place, (_, _, parts, _) in enumerate(examples):
        firsts.setdefault(form(parts[1] if len(parts) > 1 else parts[0]), place)
    others = (place for place in range(len(examples)) if place not in firsts.values())
    return [examples[place] for place in sorted([*firsts.values(), *others][:limit])]


def form(text: str) -> str:
    """What a text looks like, whatever its letters and digits are."""
    return DIGITS.sub("9", LETTERS.sub("a", text))


def wrong_field(
    reason: str, feed: str, text: str, length: int, header: str | None, delimiter: str
) -> tuple[int, int] | None:
    """Where the field is in a line that a reason is about; None where that can't be told.

    A rule is named after its column.
    """
    about = [name for name in columns(feed) if reason.startswith(f"{name}_")]
    if not about or not header:
        return None
    names = [header[slice(*span)].strip(' "\t\ufeff').lower() for span in fields(header, delimiter)]
    spans = fields(text, delimiter)
    is_whole = len(spans) == len(names) or length > len(text) > 0
    column = max(about, key=len)
    place = names.index(column) if column in names else len(spans)
    return spans[place] if is_whole and place < len(spans) else None


def fields(line: str, delimiter: str) -> list[tuple[int, int]]:
    """Where the fields of a line begin and end, quotes included."""
    field = re.compile(rf'\s*"(?:[^"]|"")*"[^{re.escape(delimiter)}]*|[^{re.escape(delimiter)}]*')
    spans, start = [], 0
    while start <= len(line) and (match := field.match(line, start)):
        spans.append(match.span())
        start = match.end() + 1
    return spans


def legible_parts(text: str, length: int, span: tuple[int, int] | None) -> list[str]:
    """A line as shown, before, in and after the field that is wrong; in one part without any."""
    if span is None:
        return [legible(text, length)]
    start, end = span
    marked = with_blanks(text)
    after = named(marked[end:]) + rest(text, length)
    return [named(marked[:start]), named(marked[start:end]), after]


def legible(text: str, length: int) -> str:
    """A line as shown: what can't be seen or changes direction is named; a long one is cut."""
    return named(with_blanks(text)) + rest(text, length)


def with_blanks(text: str) -> str:
    """A text whose blanks at either end show."""
    return OUTER_BLANKS.sub(lambda match: "␣" * len(match[0]), text)


def named(text: str) -> str:
    """A text in which what can't be seen is named."""
    return UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text.replace("\n", "↵"))


def rest(text: str, length: int) -> str:
    """What is said of the end of a line that is cut."""
    return "" if length <= len(text) else f"… ({length:,} characters)"

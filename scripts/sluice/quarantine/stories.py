"""One row's whole story: what came, how it was read, which rules it broke, and what beat it."""

from __future__ import annotations

from typing import Any

from duckdb import DuckDBPyConnection

from sluice.books import customer_column, feed_book, feeds
from sluice.printable import printable
from sluice.problems import BAD_INPUT, Problem
from sluice.quarantine.alike_ids import id_hint
from sluice.quarantine.asked import not_found, place_of
from sluice.quarantine.lines import NOT_VALUES, lines
from sluice.quarantine.reading import Row, rows
from sluice.quarantine.words import indented, mend, mending_notes

MAX_STORIES = 20  # of rows that share an id
AT_PLACE = "select * from {lines} where source_file = $file and line_number = $number"
WITH_ID = """
    select * from {lines}
    where {id} = $id
    order by is_clean, ingest_date, source_file, line_number
    limit $most
"""
RULES = """
    select rule, severity, description
    from marts.rules
    where dataset = $feed and list_contains($names, rule)
    order by rule_number
"""
WINNER = """
    select winner_ingest_date, winner_source_file, winner_line_number
    from intermediate.int_{feed}_duplicates
    where
        ingest_date = $ingest_date and source_file = $source_file and line_number = $line_number
        and (is_row_duplicate or is_id_duplicate)
"""
# Of a winner on an earlier date only the date is kept: its line is the clean one with the key.
EARLIER_WINNER = """
    select source_file, line_number
    from {lines}
    where ingest_date = $day and {key}
    order by is_clean desc, source_file, line_number
    limit 1
"""
DECIDED = """
    select status, is_waived, column_name, received_value, corrected_value, corrected_by, note
    from marts.corrections_audit
    where
        ingest_date = $ingest_date and source_file = $source_file and line_number = $line_number
        and status <> 'not applied'
    order by row_number, column_name
"""
LEDGER = """
    select row_id, status, first_seen, status_since, resolved_by, reject_reason
    from marts.quarantine_ledger
    where ingest_date = $ingest_date and source_file = $source_file and line_number = $line_number
    order by first_seen, row_id
"""
WITH_ROW_ID = "select * from marts.quarantine_ledger where row_id = $id"
FIRST_NAMED = """
    select min(ingest_date) as day from intermediate.int_known_customers where customer_id = $id
"""


def stories(connection: DuckDBPyConnection, wanted: str) -> list[Row]:
    """The stories of a line, FILE:LINE, or of the rows with an id."""
    if place := place_of(connection, wanted):
        feed, file, number = place
        at_place = rows(connection, AT_PLACE.format(lines=lines(feed)), file=file, number=number)
        found = [story(connection, feed, row) for row in at_place]
    else:
        found = [
            story(connection, feed, row)
            for feed in feeds()
            for row in wanted_rows(connection, feed, wanted)
        ]
    gone = [] if found else rows(connection, WITH_ROW_ID, id=wanted)
    for row in gone:
        line = f"{row['source_file']}:{row['line_number']}"
        raise Problem(BAD_INPUT, f"The line {line} is no longer there.{ledger_line(row)}")
    if not found:
        raise not_found(connection, wanted)
    return found[:MAX_STORIES]


def wanted_rows(connection: DuckDBPyConnection, feed: str, wanted: str) -> list[Row]:
    """The rows of a feed that have an id: the feed's own, or that of a row of the queue."""
    for row in rows(connection, WITH_ROW_ID, id=wanted):
        if row["dataset"] != feed:
            return []
        query = AT_PLACE.format(lines=lines(feed))
        return rows(connection, query, file=row["source_file"], number=row["line_number"])
    query = WITH_ID.format(lines=lines(feed), id=feed_book()[feed]["id"])
    return rows(connection, query, id=wanted, most=MAX_STORIES)


def story(connection: DuckDBPyConnection, feed: str, row: Row) -> Row:
    """All that is known of a row."""
    place = {name: row[name] for name in ("ingest_date", "source_file", "line_number")}
    names = [*row["reject_reason"], *row["warnings"]]
    notes = mending_notes()
    broken = rows(connection, RULES, feed=feed, names=names)
    customer, own_id = customer_column(feed), feed_book()[feed]["id"]
    odd_id = row[own_id] if f"{own_id}_duplicate" in names else None
    odd_customer = row[customer] if customer and f"{customer}_orphan" in names else None
    return {
        "feed": feed,
        **place,
        "is_clean": row["is_clean"],
        "raw_line": row["raw_line"],
        "values": {name: value for name, value in row.items() if name not in NOT_VALUES},
        "rules": [{**rule, "mend": mend(notes, feed, rule["rule"])} for rule in broken],
        "ledger": rows(connection, LEDGER, **place),
        "decided": rows(connection, DECIDED, **place),
        "winner": winner(connection, feed, row, place),
        "customer_first_named": first_named(connection, feed, row),
        "id_hint": id_hint(connection, odd_customer, odd_id),
    }


def winner(
    connection: DuckDBPyConnection, feed: str, row: Row, place: dict[str, Any]
) -> Row | None:
    """The row that stays instead of a duplicate."""
    found = rows(connection, WINNER.format(feed=feed), **place)
    if not found:
        return None
    day, file, number = found[0].values()
    if file is None:
        compared = key_of(feed)
        key = " and ".join(
            f"{by.format(name)} is not distinct from {by.format(f'${name}')}"
            for name, by in compared.items()
        )
        query = EARLIER_WINNER.format(lines=lines(feed), key=key)
        earlier = rows(connection, query, day=day, **{name: row[name] for name in compared})
        file, number = earlier[0].values() if earlier else (None, None)
    query = AT_PLACE.format(lines=lines(feed))
    best = rows(connection, query, file=file, number=number) if file else []
    kept = {name: value for line in best for name, value in line.items() if name not in NOT_VALUES}
    return {"ingest_date": day, "source_file": file, "line_number": number, "values": kept}


def key_of(feed: str) -> dict[str, str]:
    """The columns of a feed's key, as lines() names them, and what is compared of each."""
    found = {}
    for column in feed_book()[feed]["key"]:
        kind = feed_book()[feed]["columns"][column]["kind"]
        name = f"{column}_utc" if kind == "timestamp" else column
        found[name] = "abs({})" if kind == "amount" else "{}"
    return found


def first_named(connection: DuckDBPyConnection, feed: str, row: Row) -> Any:
    """The date of the first customers file that names a row's customer; None while none does."""
    column = customer_column(feed)
    if column is None or row[column] is None:
        return None
    return rows(connection, FIRST_NAMED, id=row[column])[0]["day"]


def stories_text(found: list[Row]) -> str:
    """Stories for a person."""
    return "\n\n".join(map(story_text, found))


def story_text(told: Row) -> str:
    """One story in paragraphs."""
    is_waived = any(decision["is_waived"] for decision in told["decided"])
    verdict = "clean" if told["is_clean"] else "waived" if is_waived else "in quarantine"
    parts = [
        f"{told['feed']} {told['source_file']}:{told['line_number']}, {verdict}",
        "  received",
        indented(printable(told["raw_line"])),
        *map(decision_line, told["decided"]),
        "  read as",
        indented(values_text(told["values"])),
    ]
    for rule in told["rules"]:
        verb = "rejected by" if rule["severity"] == "reject" else "warned by"
        parts += [f"  {verb} {rule['rule']}", indented(f"{rule['description']}\n{rule['mend']}")]
    return "\n".join([*parts, *context_lines(told), *map(ledger_line, told["ledger"])])


def ledger_line(entry: Row) -> str:
    """What became of the row, or of another text in its place."""
    by = f" by {entry['resolved_by']}" if entry["resolved_by"] else ""
    since = f"in quarantine since {entry['first_seen']}"
    return f"  {entry['row_id']}: {since}, {entry['status']}{by} since {entry['status_since']}"


def decision_line(decision: Row) -> str:
    """What someone decided about the row."""
    what = change(decision) if decision["column_name"] else "waived"
    by = f" by {decision['corrected_by']}" if decision["corrected_by"] else ""
    note = f": {decision['note']}" if decision["note"] else ""
    return printable(f"  {what}{by}{note}")


def change(decision: Row) -> str:
    """What was done to a value."""
    name, before, after = (
        decision[key] for key in ("column_name", "received_value", "corrected_value")
    )
    if not before:
        return f"{name} filled in with '{after}'"
    return (
        f"{name} corrected from '{before}' to '{after}'"
        if after
        else f"{name} emptied of '{before}'"
    )


def context_lines(told: Row) -> list[str]:
    """What other rows have to do with it."""
    lines = []
    if beaten := told["winner"]:
        place = f"{beaten['source_file']}:{beaten['line_number']}"
        where = place if beaten["source_file"] else f"a row of {beaten['ingest_date']}"
        lines += [f"  stays instead: {where}", indented(values_text(beaten["values"]))]
    if any(rule["rule"] == "customer_id_orphan" for rule in told["rules"]):
        day = told["customer_first_named"]
        seen = f"is first named on {day}" if day else "is in no customers file so far"
        lines.append(f"  its customer {printable(told['values']['customer_id'])} {seen}")
    if told["id_hint"]:
        lines.append(f"  {printable(told['id_hint'])}")
    return lines


def values_text(values: Row) -> str:
    """Values, one per line."""
    width = max(map(len, values), default=0)
    return "\n".join(
        f"{name.ljust(width)}  {'-' if value is None else printable(str(value))}"
        for name, value in values.items()
    )

"""Every line of a feed with its values as they were read, whichever table it is in."""

from __future__ import annotations

from sluice.books import feed_book

LINES = """
    (
        select
            ingest_date, source_file, line_number, staged.raw_line,
            is_clean, reject_reason, warnings, {names}
        from (
            select
                ingest_date, source_file, line_number,
                true as is_clean, cast([] as varchar[]) as reject_reason, warnings, {clean}
            from clean.clean_{feed}
            union all
            select
                ingest_date, source_file, line_number,
                false as is_clean, reject_reason, warnings, {quarantined}
            from quarantine.quarantine_{feed}
        ) as lines
        inner join staging.stg_{feed} as staged using (ingest_date, source_file, line_number)
    )
"""
NOT_VALUES = (
    *("ingest_date", "source_file", "line_number", "raw_line"),
    *("is_clean", "reject_reason", "warnings"),
)


def lines(feed: str) -> str:
    """A subquery of the lines of a feed: where each is, whether it is clean, rules and values."""
    names, clean, quarantined = [], [], []
    for column, entry in feed_book()[feed]["columns"].items():
        if entry["kind"] == "partition":
            continue
        name = f"{column}_utc" if entry["kind"] == "timestamp" else column
        names.append(name)
        quarantined.append(f"{name if name != column else f'{column}_read'} as {name}")
        is_named = entry["kind"] == "category"
        clean.append(f"nullif({column}, 'unknown') as {column}" if is_named else name)
    parts = {"names": names, "clean": clean, "quarantined": quarantined}
    return LINES.format(feed=feed, **{part: ", ".join(sql) for part, sql in parts.items()})

"""The events job as one would write it by hand in Polars: a peer, not part of Sluice.

Reads one day's events and customers, parses, checks six rules and three warnings, drops duplicates,
and writes clean and quarantined rows as Parquet. It has less to do than the pipeline: no staging
copy, no other feeds, no exotic formats, no malformed lines, no look-back, no tests, no metrics.

    python benchmarks/polars_events.py RAW_PARTITION OUT_DIR
"""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl

MISSING = ["", "null", "none", "nil", "nan", "n/a", "na", "-", "\\n"]
PLATFORMS = {
    "ios": "ios", "iphone": "ios", "ipad": "ios", "ipados": "ios",
    "android": "android", "and": "android", "droid": "android",
    "web": "web", "browser": "web", "www": "web",
}  # fmt: skip
EVENT_TYPES = ["login", "logout", "feature_use", "error", "paywall_view"]
MAX_DURATION_MS = 86_400_000


def value(column: str) -> pl.Expr:
    """Trims a column; NULL where it says that there is no value."""
    text = pl.col(column).str.strip_chars()
    return pl.when(text.str.to_lowercase().is_in(MISSING)).then(None).otherwise(text)


def event_time() -> pl.Expr:
    """Reads ISO 8601 with an offset, or without one as UTC."""
    text = value("event_time").str.replace(" ", "T", literal=True)
    zoned = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False, time_zone="UTC")
    naive = text.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False).dt.replace_time_zone("UTC")
    return pl.when(text.str.len_bytes() > 19).then(zoned).otherwise(naive)


def parsed(partition: Path) -> pl.LazyFrame:
    """Reads the events, every value in its type."""
    event_type = value("event_type").str.to_lowercase().str.replace_all("[ -]", "_")
    return (
        pl.scan_csv(partition / "events_raw.csv", infer_schema=False)
        .with_row_index("line_number", offset=2)
        .with_columns(
            event_id=value("event_id"),
            customer_id=value("customer_id"),
            event_time_utc=event_time(),
            event_type=pl.when(event_type.is_in(EVENT_TYPES)).then(event_type),
            platform=value("platform").str.to_lowercase().replace_strict(PLATFORMS, default=None),
            session_id=value("session_id"),
            duration=value("duration_ms").cast(pl.Float64, strict=False),
        )
    )


def checked(events: pl.LazyFrame, customers: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """Adds the reject reasons and the warnings of every row."""
    limit = datetime.combine(day, time()) + timedelta(days=2)
    known = customers.select(customer_id=value("customer_id")).unique().with_columns(is_known=True)
    rules = {
        "event_id_duplicate": ~pl.col("event_id").is_first_distinct(),
        "customer_id_orphan": pl.col("is_known").is_null(),
        "event_time_invalid": pl.col("event_time_utc").is_null(),
        "event_time_in_future": pl.col("event_time_utc")
        > pl.lit(limit).dt.replace_time_zone("UTC"),
        "duration_ms_negative": pl.col("duration") < 0,
        "duration_ms_too_long": pl.col("duration") > MAX_DURATION_MS,
    }
    warnings = [f"{name}_missing" for name in ("event_type", "platform", "session_id")]
    columns = ["event_type", "platform", "session_id"]
    return events.join(known, on="customer_id", how="left", maintain_order="left").with_columns(
        reject_reason=pl.concat_list(
            pl.when(broken).then(pl.lit(name)) for name, broken in rules.items()
        ).list.drop_nulls(),
        warnings=pl.concat_list(
            pl.when(pl.col(column).is_null()).then(pl.lit(name))
            for name, column in zip(warnings, columns, strict=True)
        ).list.drop_nulls(),
    )


def main() -> None:
    """Runs the job on one partition."""
    partition, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    day = date.fromisoformat(partition.name.removeprefix("ingest_date="))
    customers = pl.scan_csv(partition / "customers_raw.csv", infer_schema=False)
    rows = checked(parsed(partition), customers, day)
    is_clean = pl.col("reject_reason").list.len() == 0
    clean = rows.filter(is_clean).select(
        "event_id", "customer_id", "event_time_utc", "event_type", "platform", "session_id",
        pl.col("duration").round().cast(pl.Int64), "warnings", "line_number",
    )  # fmt: skip
    pl.collect_all(
        [
            clean.sink_parquet(out / "clean.parquet", lazy=True),
            rows.filter(~is_clean).sink_parquet(out / "quarantine.parquet", lazy=True),
        ],
        engine="streaming",
    )


if __name__ == "__main__":
    main()

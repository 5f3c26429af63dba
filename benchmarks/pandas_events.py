"""The events job row by row in pandas, as it is often written at first: a peer for small days.

It does what polars_events.py does. Needs pandas, which is best kept out of Sluice's environment
otherwise: where it is installed, dbt imports it, and every run starts half a second later.

    python benchmarks/pandas_events.py RAW_PARTITION OUT_DIR
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

MISSING = {"", "null", "none", "nil", "nan", "n/a", "na", "-", "\\n"}
PLATFORMS = {"iphone": "ios", "ipad": "ios", "and": "android", "browser": "web", "www": "web"}
PLATFORMS |= {name: name for name in PLATFORMS.values()}
EVENT_TYPES = {"login", "logout", "feature_use", "error", "paywall_view"}
MAX_DURATION_MS = 86_400_000


class Known(NamedTuple):
    """What a row is checked against."""

    limit: datetime
    customers: set[str]
    seen: set[str | None]


def value(text: str) -> str | None:
    """A trimmed text; None where it says that there is none."""
    text = text.strip()
    return None if text.lower() in MISSING else text


def event_time(text: str | None) -> datetime | None:
    """Reads ISO 8601 with an offset, or without one as UTC."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def checked(row: Any, known: Known) -> dict[str, Any]:
    """Parses one row and finds what is wrong with it."""
    found: dict[str, Any] = {name: value(getattr(row, name)) for name in row._fields}
    found["event_time_utc"] = at = event_time(found["event_time"])
    event_type = (found["event_type"] or "").lower().replace(" ", "_")
    found["event_type"] = event_type if event_type in EVENT_TYPES else None
    found["platform"] = PLATFORMS.get((found["platform"] or "").lower())
    duration = float(found["duration_ms"] or 0)
    reasons = {
        "event_id_missing": found["event_id"] is None,
        "event_id_duplicate": found["event_id"] in known.seen,
        "customer_id_orphan": found["customer_id"] not in known.customers,
        "event_time_invalid": at is None,
        "event_time_in_future": at is not None and at > known.limit,
        "duration_ms_negative": duration < 0,
        "duration_ms_too_long": duration > MAX_DURATION_MS,
    }
    known.seen.add(found["event_id"])
    found["reject_reason"] = ", ".join(name for name, holds in reasons.items() if holds)
    missing = [name for name in ("event_type", "platform", "session_id") if found[name] is None]
    found["warnings"] = ", ".join(f"{name}_missing" for name in missing)
    return found


def main() -> None:
    """Runs the job on one partition."""
    partition, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    day = date.fromisoformat(partition.name.removeprefix("ingest_date="))
    limit = datetime.combine(day, time(), UTC) + timedelta(days=2)
    events, customers = (
        pd.read_csv(partition / f"{feed}_raw.csv", dtype=str, keep_default_na=False)
        for feed in ("events", "customers")
    )
    known = Known(limit, set(customers["customer_id"].str.strip()), set())
    rows = pd.DataFrame([checked(row, known) for row in events.itertuples(index=False)])
    is_bad = rows["reject_reason"] != ""
    rows[~is_bad].to_csv(out / "clean.csv", index=False)
    rows[is_bad].to_csv(out / "quarantine.csv", index=False)


if __name__ == "__main__":
    main()

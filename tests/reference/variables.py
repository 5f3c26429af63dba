"""What the contract fixes (feeds and their columns) and what a user may set (variables)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

FEEDS = ("customers", "events", "orders")
COLUMNS = {
    "customers": ("customer_id", "email", "created_at", "country", "status", "ingest_date"),
    "events": (
        "event_id",
        "customer_id",
        "event_time",
        "event_type",
        "platform",
        "session_id",
        "duration_ms",
        "ingest_date",
    ),
    "orders": (
        "order_id",
        "customer_id",
        "order_time",
        "amount",
        "currency",
        "status",
        "ingest_date",
    ),
}
ID = {"customers": "customer_id", "events": "event_id", "orders": "order_id"}
TIME = {"customers": "created_at", "events": "event_time", "orders": "order_time"}


def per_feed(value: str) -> dict[str, str]:
    """Gives every feed the same value."""
    return dict.fromkeys(FEEDS, value)


@dataclass(frozen=True)
class Variables:
    """Every threshold, under the names and with the defaults of dbt_project.yml."""

    # How a value is read
    naive_timezone: Mapping[str, str] = field(default_factory=lambda: per_feed("UTC"))
    day_zone: Mapping[str, str] = field(default_factory=dict)
    date_order: Mapping[str, str] = field(default_factory=lambda: per_feed("mdy"))
    decimal_mark: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing_words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    two_digit_years: Mapping[str, bool] = field(default_factory=dict)
    time_formats: Mapping[str, Sequence[str]] = field(default_factory=dict)

    # How files are written
    aliases: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    escape: Mapping[str, str] = field(default_factory=dict)
    literal_quotes: Mapping[str, bool] = field(default_factory=dict)
    pad_short_lines: Mapping[str, bool] = field(default_factory=dict)
    multiline: Mapping[str, bool] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    encoding: Mapping[str, str] = field(default_factory=dict)
    skip_lines: Mapping[str, int] = field(default_factory=dict)

    # How many lines a record may have
    max_record_lines: int = 100

    # When a value breaks a rule
    future_days: int = 2
    late_days: int = 7
    max_duration_ms: float = 86_400_000
    max_amount: float = 1_000_000
    rule_severities: Mapping[str, str] = field(default_factory=dict)

    # How far back a repeated id is a duplicate, in days
    lookback_days: Mapping[str, int] = field(
        default_factory=lambda: {"customers": 0, "events": 7, "orders": 90}
    )

    # The columns that no two clean rows share, and what a later arrival of theirs does
    key: Mapping[str, Sequence[str]] = field(
        default_factory=lambda: {
            "customers": ["customer_id"],
            "events": ["event_id"],
            "orders": ["order_id", "status"],
        }
    )
    across_partitions: Mapping[str, str] = field(default_factory=dict)

    # Which of a partition's rows with one key stays
    keep: Mapping[str, str] = field(default_factory=lambda: {"customers": "last"})

    # How many days later a customer may arrive
    late_customer_days: int = 0

    # When a load is suspicious; `alerts` has what differs by feed
    alerts: Mapping[str, Mapping[str, float | bool]] = field(default_factory=dict)
    announced_dates: Sequence[str] = ()
    baseline_weekdays: int = 4
    min_baseline_weekdays: int = 3
    baseline_partitions: int = 7
    min_baseline_partitions: int = 3
    level_days: int = 7
    min_level_days: int = 4
    spread_days: int = 28
    drops_days: int = 70
    month_days: int = 124
    min_month_days: int = 3
    min_spread_days: int = 14
    unusual_deviation: float = 0.3
    unusual_hours: int = 3
    hour_days: int = 56
    min_hour_days: int = 5
    max_empty_hours: Mapping[str, int] = field(default_factory=lambda: {"events": 3})
    min_missing_lines: float = 12
    hourly_drop_ratio: float = 0.7
    hourly_spread_factor: float = 2.5
    min_low_hours: int = 2
    min_lacking_lines: float = 30
    volume_drop_ratio: float = 0.5
    volume_spread_factor: float = 3.2
    volume_drops_factor: float = 1.75
    min_volume_drop: float = 0.15
    max_volume_drop: float = 0.9
    volume_chance_factor: float = 3.5
    volume_spike_ratio: float = 2.0
    max_quarantine_rate: float = 0.5
    max_warning_rate: float = 0.5
    quarantine_rate_warn: float = 0.10
    quarantine_rate_error: float = 0.25
    quarantine_chance_factor: float = 4
    malformed_rate_error: float = 0.01

    def of_feed(self, name: str, feed: str) -> float:
        """A number that may differ by feed."""
        return self.alerts.get(feed, {}).get(name, getattr(self, name))


def on_the_wall(moment: datetime, feed: str, variables: Variables) -> datetime:
    """A time in UTC as the clock of a feed's day shows it."""
    zone = ZoneInfo(variables.day_zone.get(feed, "UTC"))
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

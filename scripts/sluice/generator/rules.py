"""The rules of each feed by name, in the order of a line's reasons and warnings."""

from __future__ import annotations

from functools import cache

from sluice import books

COMMON: tuple[str, ...] = (
    *("line_malformed", "column_missing", "header_repeated"),
    *("ingest_date_mismatch", "row_duplicate"),
)
REJECTS = {
    "customers": (
        *COMMON,
        *("customer_id_missing", "customer_id_duplicate"),
        *("created_at_missing", "created_at_invalid", "created_at_in_future"),
    ),
    "events": (
        *COMMON,
        *("event_id_missing", "event_id_duplicate", "customer_id_missing", "customer_id_orphan"),
        *("event_time_missing", "event_time_invalid", "event_time_in_future"),
        *("duration_ms_invalid", "duration_ms_negative", "duration_ms_too_long"),
    ),
    "orders": (
        *COMMON,
        *("order_id_missing", "order_id_duplicate", "customer_id_missing", "customer_id_orphan"),
        *("order_time_missing", "order_time_invalid", "order_time_in_future"),
        *("status_missing", "status_unknown", "currency_missing", "currency_unknown"),
        *("amount_missing", "amount_invalid", "amount_negative", "amount_zero"),
        "amount_currency_conflict",
    ),
}
WARNINGS = {
    "customers": (
        *("email_missing", "email_invalid", "country_missing", "country_unknown"),
        *("status_missing", "status_unknown"),
    ),
    "events": (
        *("event_time_late", "duration_ms_missing", "event_type_missing", "event_type_unknown"),
        *("platform_missing", "platform_unknown", "session_id_missing"),
    ),
    "orders": ("amount_ambiguous", "order_time_late", "amount_too_large"),
}


def sides(feed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules of a feed that reject and those that warn, as the project chooses them."""
    return divided(feed, tuple(sorted(books.severities(feed).items())))


@cache
def divided(
    feed: str, chosen: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same for what is chosen."""
    severities = dict(chosen)
    found: dict[str, list[str]] = {"reject": [], "warn": []}
    for usual, rules in (("reject", REJECTS[feed]), ("warn", WARNINGS[feed])):
        for rule in rules:
            found.get(severities.get(rule, usual), found[usual]).append(rule)
    return tuple(found["reject"]), tuple(found["warn"])


def broken(rules: tuple[str, ...], issues: tuple[str, ...]) -> list[str]:
    """Returns those of `rules` that are among `issues`, in the order of `rules`."""
    return [rule for rule in rules if rule in issues] if issues else []

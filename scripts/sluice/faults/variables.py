"""What is wrong with the variables of --vars and of dbt_project.yml, a sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sluice.faults.feed_book import Book, feed_book_faults, of_feed
from sluice.faults.values import SEVERITIES, Entry, shown, value_fault, variable_book
from sluice.literals import literal, read_yaml
from sluice.words import nearest

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def variable_faults(given: str, names: list[str]) -> list[str]:
    """Of the variables that are set, as YAML, and of all names that are set. For SQL."""
    values = read_yaml(given)
    feeds = values["feeds"]
    of_feeds = feed_book_faults(feeds)
    found = [*unknown_names(names), *of_feeds]
    for name, entry in variable_book().items():
        if name in values and not of_feeds:  # the values are by feed
            found.extend(faults_of(name, entry, values[name], feeds))
    return found or list(span_faults(values))


def tunable() -> list[str]:
    """The numbers of the alerts that can be set for one feed."""
    return literal("alerts/tunable_settings.sql", "settings")


def unknown_names(names: Iterable[str]) -> Iterator[str]:
    """Names that no variable has."""
    known = list(variable_book())
    for name in dict.fromkeys(names):
        if name not in known:
            yield f"No variable is called {shown(name)}{nearest(name, known) or '.'}"


def faults_of(name: str, entry: Entry, value: Any, feeds: Book) -> Iterable[str]:
    """What is wrong with a variable's value."""
    if entry["kind"] == "feed book":  # what else is wrong with it was told first
        return [fault for feed in feeds for fault in own_alert_faults(feed, feeds[feed])]
    if entry["kind"] in ("date", "dates"):
        return date_faults(name, entry, value)
    if "by" not in entry and entry["kind"] not in ("severities", "alert settings"):
        fault = value_fault(entry, value)
        return [name + fault] if fault else ()
    if not isinstance(value, dict):
        by = "rule" if entry["kind"] == "severities" else "feed"
        return [f"{name} must have values by {by}, not be {shown(value)}."]
    if entry["kind"] == "severities":
        return severity_faults(name, value)
    return (by_feed_faults if "by" in entry else alert_faults)(name, entry, value, feeds)


def date_faults(name: str, entry: Entry, value: Any) -> Iterator[str]:
    """Dates that are none, or not written as they must be."""
    place = "" if name == "date" else f" in {name}"
    if entry["kind"] == "dates" and not isinstance(value, list):
        yield f"{name} must be a list of dates, not {shown(value)}."
        return
    for day in value if entry["kind"] == "dates" else [value]:
        if not DAY.fullmatch(str(day)):
            yield f"Invalid date {shown(day)}{place}: write it as YYYY-MM-DD."
        elif not is_day(str(day)):
            yield f"Invalid date {shown(day)}{place}: no such calendar day."


def is_day(text: str) -> bool:
    """Tells whether a text is a day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def span_faults(values: Book) -> Iterator[str]:
    """Dates that say nothing together of what a run is to build."""
    day, start, end = (values.get(name) for name in ("date", "start_date", "end_date"))
    if day is not None and (start, end) != (None, None):
        yield "Give either date or start_date and end_date, not both."
    elif (start is None) != (end is None):
        yield "start_date and end_date go together."
    elif start is not None and str(start) > str(end):
        yield f"start_date {start} is after end_date {end}."


def severity_faults(name: str, value: Book) -> Iterator[str]:
    """Severities that are none; whether there are such rules, the rule book tells."""
    for rule, severity in value.items():
        if severity not in SEVERITIES:
            yield f"{name}: {rule} must be reject or warn, not {shown(severity)}."


def by_feed_faults(name: str, entry: Entry, value: Book, feeds: Book) -> Iterator[str]:
    """A mapping that has values for some feeds, or for some of those with hours."""
    with_hours = [feed for feed in feeds if feeds[feed]["has_hours"]]
    for feed, chosen in value.items():
        if entry["by"] == "feed" and feed not in feeds:
            yield no_feed(name, feed, feeds)
        elif entry["by"] == "hourly feed" and feed not in with_hours:
            wanted = f"be a feed with hours, which are {', '.join(with_hours)}"
            yield f"{name}: {feed} must {wanted}."
        elif fault := value_fault(of_feed(name, dict(entry), feeds[feed]), chosen):
            yield f"{name}: {feed}{fault}"


def alert_faults(name: str, _: Entry, value: Book, feeds: Book) -> Iterator[str]:
    """The feeds and numbers that are set of alerts; that checks exist, the alert book tells."""
    for feed, settings in value.items():
        if feed not in feeds:
            yield no_feed(name, feed, feeds)
        elif not isinstance(settings, dict):
            wanted = "have names and values, such as {volume_spike: false}"
            yield f"{name}: {feed} must {wanted}, not be {shown(settings)}."
        else:
            yield from alert_number_faults(f"{name}: {feed}", settings)


def own_alert_faults(feed: str, entry: Book) -> Iterator[str]:
    """The same of what a feed's entry sets."""
    return alert_number_faults(f"feeds: {feed}.alerts", entry.get("alerts", {}))


def alert_number_faults(place: str, settings: Book) -> Iterator[str]:
    """Numbers of alerts that are none, or out of their bounds."""
    for name, value in settings.items():
        if name in tunable() and (fault := value_fault(variable_book()[name], value)):
            yield f"{place}.{name}{fault}"


def no_feed(name: str, feed: Any, feeds: Book) -> str:
    """A sentence about a feed that isn't in the feed book."""
    return f"{name}: no feed is called {shown(feed)}, only {', '.join(feeds)}."

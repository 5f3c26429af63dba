"""What needs no history fires from the first day on, once, with the reason and its first line."""

from __future__ import annotations

import json

from conftest import Workspace, checks_of

ORPHANS, OTHER_ORDER, UNREADABLE = "2025-12-04", "2025-12-05", "2025-12-06"
EVENTS, ORDERS = 40, 40


def events(day: str) -> list[str]:
    """A day's events: ids in another case, days and months swapped, times of no format."""
    case = "C" if day == ORPHANS else "c"
    times = {
        ORPHANS: f"{day}T%02d:10:00Z",
        OTHER_ORDER: "05/12/2025 %02d:10:00",
        UNREADABLE: f"{day} at %d o'clock",
    }
    return [
        f"{day}-{number},{case}{number % 9},{times[day] % (number % 24)},click,web,s,5,"
        for number in range(EVENTS)
    ]


def test_what_is_wrong_from_the_first_day_on(workspace: Workspace) -> None:
    for number, day in enumerate((ORPHANS, OTHER_ORDER, UNREADABLE)):
        names = range(9 + number)
        people = [f"c{name},c{name}@example.com,2025-01-01T00:00:00Z,US,active," for name in names]
        workspace.put(day, "customers", people)
        workspace.put(day, "events", events(day))
        times = [f"{day}T{number % 24:02}:20:00Z" for number in range(ORDERS)]
        placed = [f"{day}-{n},c1,{time},{n + 1},EUR,paid," for n, time in enumerate(times)]
        malformed = placed[0] + ",and,more"
        workspace.put(day, "orders", [*placed, *[malformed] * (number * 3)])
    assert workspace.pipeline().code == 0

    fired = []
    for day in (ORPHANS, OTHER_ORDER, UNREADABLE):
        report = workspace.reports / f"ingest_date={day}" / "alerts.json"
        for alert in json.loads(report.read_text("utf-8"))["alerts"]:
            fired.append((day, alert["dataset"], alert["type"], alert["severity"]))
            if alert["dataset"] == "events":
                place = f"ingest_date={day}/events_raw.csv:2"
                assert alert["details"]["first"] == place, alert
                assert f"`sluice quarantine why {place}`" in alert["message"]
                assert "@" not in alert["message"]
    # Three malformed lines of 43 may be chance, six of 46 are not.
    assert fired == [
        (ORPHANS, "events", "quarantine_rate", "error"),
        (OTHER_ORDER, "events", "warning_rate", "warn"),
        (UNREADABLE, "orders", "malformed_lines", "error"),
        (UNREADABLE, "events", "quarantine_rate", "error"),
    ]
    [(usual,)] = workspace.query(
        "select median_quarantine_rate from intermediate.int_baselines"
        f" where ingest_date = '{UNREADABLE}' and dataset = 'events'"
    )
    assert usual == 0


def test_a_day_of_old_times_says_nothing_of_hours(workspace: Workspace) -> None:
    """A first day that is loaded after the fact has no hours of its own, which is no usual day."""
    backfill, today = "2025-12-08", "2025-12-09"
    times = {backfill: "2020-01-01T%02d:00:00Z", today: f"{today}T%02d:00:00Z"}
    for day, time in times.items():
        workspace.put(day, "customers", ["c1,c1@example.com,2019-01-01T00:00:00Z,US,active,"])
        lines = [f"{day}-{n},c1,{time % (9 + n % 15)},click,web,s,5," for n in range(EVENTS)]
        workspace.put(day, "events", lines)
    assert workspace.pipeline().code == 0
    assert checks_of(workspace, backfill)["hourly_coverage", "events"][0] == "not_evaluated"
    found = checks_of(workspace, today)["hourly_coverage", "events"]
    assert found[0] == "firing" and found[1].startswith("9 of 24 hours have no events"), found

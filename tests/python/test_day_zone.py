"""A feed's day goes by the clock of its day_zone, as the reference has it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import Workspace  # noqa: E402
from differential import Dbt, compare  # noqa: E402

ZONES = {"customers": "Asia/Kolkata", "events": "America/New_York", "orders": "Australia/Lord_Howe"}
NEW_YORK = ZoneInfo(ZONES["events"])
# In New York days of 23, 24 and 25 hours; on Lord Howe of 23.5 and 24.5, where half an hour is
# passed over or comes twice; and a day that begins a week after the clocks went back.
DAYS = [
    date(2025, 3, 9),
    date(2025, 3, 10),
    date(2025, 4, 6),
    date(2025, 10, 5),
    date(2025, 11, 2),
    date(2025, 11, 9),
]


def around(day: date, zone: ZoneInfo) -> list[datetime]:
    """Every half hour of a day by the clock of a zone, and the last before and first after it."""
    begin, end = (
        datetime.combine(day + timedelta(days=days), datetime.min.time(), zone).astimezone(UTC)
        for days in (0, 1)
    )
    step = timedelta(minutes=30)
    return [begin - step, *(begin + n * step for n in range((end - begin) // step)), end]


def edges(day: date, zone: ZoneInfo) -> list[datetime]:
    """Where times are late or in the future, a second to either side."""
    found = []
    for days in (-7, 2):
        begin = datetime.combine(day + timedelta(days=days), datetime.min.time(), zone)
        found += [begin.astimezone(UTC) + timedelta(seconds=seconds) for seconds in (-1, 0, 1)]
    return found


def labels(day: date) -> list[str]:
    """What may stand for a date, some of it on another day by the clock of New York."""
    return [
        str(day),
        "",
        f"{day} 23:30:00",
        f"{day}T23:30:00-05:00",
        f"{day}T03:30:00Z",
        f"{day}T18:00:00Z",
        f"{day + timedelta(days=1)}T03:30:00Z",
        str(day - timedelta(days=1)),
    ]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Days with lines in all hours of each feed's own day, and at all its edges."""
    workspace = Workspace(tmp_path_factory.mktemp("zones"))
    for day in DAYS:
        customers = [
            f"{day}-{n},,{time:%Y-%m-%d %H:%M:%S}Z,DE,active,{day}"
            for n, time in enumerate(edges(day, ZoneInfo(ZONES["customers"])))
        ]
        times = [*around(day, NEW_YORK), *edges(day, NEW_YORK)]
        events = [
            f"{day}-{n},c1,{time:%Y-%m-%d %H:%M:%S}Z,login,web,s1,5,{label}"
            for n, (time, label) in enumerate(
                [(time, day) for time in times] + [(times[5], label) for label in labels(day)]
            )
        ]
        lord_howe = ZoneInfo(ZONES["orders"])
        orders = [
            f"{day}-{n},c1,{time:%Y-%m-%d %H:%M:%S}Z,5.00,EUR,paid,{day}"
            for n, time in enumerate([*around(day, lord_howe), *edges(day, lord_howe)])
        ]
        workspace.put(str(day), "customers", ["c1,,2025-01-01,DE,active,", *customers])
        workspace.put(str(day), "events", events)
        workspace.put(str(day), "orders", orders)
    return workspace.raw


HOURS = "select list(received order by hour) from marts.hourly_volume where dataset = '{}' and {}"


def test_days_of_each_length_are_built_as_the_reference_has_them(dbt: Dbt, raw: Path) -> None:
    assert (
        compare(
            dbt, raw, {"words": {"day_zone": ZONES}, "min_baseline_partitions": 7}, with_tests=True
        )
        == []
    )
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:

        def hours(feed: str, day: date) -> list[int | None]:
            query = HOURS.format(feed, f"ingest_date = '{day}'")
            return warehouse.execute(query).fetchone()[0]  # type: ignore[index]

        more = [0] * 5 + [0] * 19
        more[2] = len(labels(DAYS[0]))  # their time is that of the third hour
        plain = [2 + extra for extra in more]
        spring, autumn = hours("events", DAYS[0]), hours("events", DAYS[4])
        assert spring[2] is None and None not in spring[3:]
        assert autumn[1] == 2 * plain[1] + len(labels(DAYS[4]))
        assert hours("events", DAYS[1]) == plain
        assert [hours("orders", DAYS[n])[2] for n in (1, 3)] == [2, 1]
        assert hours("orders", DAYS[2])[1] == 3
        query = "select status from marts.daily_alerts where type = 'hourly_coverage'"
        assert ("firing",) not in warehouse.execute(query).fetchall()


def series(begin: date, days: int) -> list[date]:
    """Some days in a row."""
    return [begin + timedelta(days=number) for number in range(days)]


GAP = date(2025, 11, 11)
SERIES = [*series(date(2025, 2, 24), 21), *series(date(2025, 10, 20), 24)]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weeks around both changes of the clocks, 12 events an hour; once the evening is lacking."""
    workspace = Workspace(tmp_path_factory.mktemp("history"))
    for day in SERIES:
        times = [
            time + timedelta(minutes=3 * n) for time in around(day, NEW_YORK) for n in range(6)
        ]
        times = [
            time
            for time in times
            if day != GAP or time.astimezone(NEW_YORK) < datetime(2025, 11, 11, 19, tzinfo=NEW_YORK)
        ]
        workspace.put(str(day), "customers", ["c1,,2025-01-01,DE,active,"])
        workspace.put(
            str(day),
            "events",
            [f"{day}-{n},c1,{t:%Y-%m-%d %H:%M:%S}Z,login,web,s1,5," for n, t in enumerate(times)],
        )
    return workspace.raw


def test_an_evening_that_is_lacking_is_seen_and_no_clock_change_is(dbt: Dbt, history: Path) -> None:
    settings = {"words": {"day_zone": ZONES}, "min_hour_days": 3}
    assert compare(dbt, history, settings) == []
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        query = """
            select ingest_date, type, message from marts.daily_alerts
            where dataset = 'events' and kind = 'lacking' and status = 'firing'
        """
        ((day, kind, message),) = warehouse.execute(query).fetchall()
    assert (day, kind) == (GAP, "hourly_coverage")
    assert message.startswith(
        "5 of 24 hours have no events (19:00-24:00 America/New_York), usually about 60;"
    )

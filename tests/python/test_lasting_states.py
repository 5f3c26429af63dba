"""What is amiss every day is told when it begins, and is a state from then on."""

from __future__ import annotations

from conftest import HEADERS, Workspace, checks_of
from differential import from_reference, from_warehouse, table_differences

from tests.reference import build

DAYS = ("2025-12-08", "2025-12-09", "2025-12-10", "2025-12-11", "2025-12-12")
# The unknown columns of each day: one goes and comes back, another joins it.
UNKNOWN = dict(zip(DAYS, (("a",), ("a",), (), ("a",), ("a", "b")), strict=True))
NAME = "daily_alerts"


def put(workspace: Workspace, day: str, unknown: tuple[str, ...]) -> None:
    """A day whose customers are those of every other, with unknown columns of events."""
    workspace.put(day, "customers", [f"c1,a@x.com,2025-01-01,FR,active,{day}"])
    event = f"{day},c1,{day} 08:00:00,login,web,s1,5,{day}"
    header = ",".join((HEADERS["events"], *unknown))
    workspace.put(day, "events", [event + ",x" * len(unknown)], header)
    workspace.put(day, "orders", [f"{day},c1,{day} 08:00:00,5,EUR,paid,{day}"])


def statuses(workspace: Workspace, name: str, feed: str) -> list[str]:
    """The status of a check on each day."""
    return [checks_of(workspace, day)[name, feed][0] for day in DAYS]


def differences(workspace: Workspace) -> list[str]:
    """Where the alerts are not those of the reference."""
    expected = from_reference(build(workspace.raw))
    found = from_warehouse(workspace.warehouse)
    return table_differences(NAME, found[NAME], expected[NAME])


def test_what_stays_is_told_once_and_then_is_a_state(new_workspace) -> None:
    workspace: Workspace = new_workspace()
    for day in DAYS:
        put(workspace, day, UNKNOWN[day])
    finished = workspace.pipeline()
    assert finished.code == 0, finished.err
    columns = ("unexpected_column", "events")
    assert statuses(workspace, *columns) == ["firing", "ok", "ok", "firing", "firing"]
    snapshot = ("repeated_feed", "customers")
    assert statuses(workspace, *snapshot) == ["not_evaluated", "firing", "ok", "ok", "ok"]
    of_last = checks_of(workspace, DAYS[-1])
    assert of_last[snapshot][1] == (
        "the content is that of 2025-12-11, and has been since 2025-12-08"
    )
    assert checks_of(workspace, DAYS[1])[columns][1] == (
        "unknown column a in events_raw.csv (1 of 1 line), as since 2025-12-08, which was told then"
    )
    assert differences(workspace) == []

    # The first day without the column: it begins on the second, which is stale for that.
    put(workspace, DAYS[0], ())
    put(workspace, DAYS[2], ("a",))
    refreshed = workspace.pipeline("--refresh-stale")
    assert refreshed.code == 0, refreshed.err
    assert statuses(workspace, *columns) == ["ok", "firing", "ok", "ok", "firing"]
    assert checks_of(workspace, DAYS[3])[columns][1].endswith(
        "since 2025-12-09, which was told then"
    )
    assert differences(workspace) == []

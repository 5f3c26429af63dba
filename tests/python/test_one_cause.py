"""What one cause does to several checks is told once, or named where it shows."""

from __future__ import annotations

from conftest import HEADERS, Workspace, checks_of
from differential import from_reference, from_warehouse, table_differences

from tests.reference import build

DAY = "2025-12-10"


def test_one_cause_is_told_once_or_named_where_it_shows(new_workspace) -> None:
    workspace: Workspace = new_workspace()
    workspace.put(DAY, "customers", [])
    events = [f"{n},c1,{DAY} {n:02d}:00:00,login,web,s1,5,{DAY}" for n in range(24)]
    workspace.put(DAY, "events", events)
    # Another separator than any that is known: a single column, and an unknown one.
    orders = [f"o{n}^c1^{DAY} 08:00:00^5^EUR^paid^{DAY}" for n in range(3)]
    workspace.put(DAY, "orders", orders, HEADERS["orders"].replace(",", "^"))
    finished = workspace.pipeline()
    assert finished.code == 0, finished.err
    checks = checks_of(workspace, DAY)
    firing = sorted(name for name, (status, _) in checks.items() if status == "firing")
    assert firing == [
        ("column_missing", "orders"),
        ("feed_empty", "customers"),
        ("quarantine_rate", "events"),
    ]
    assert checks["unexpected_column", "orders"] == ("not_evaluated", "see column_missing")
    said = checks["quarantine_rate", "events"][1]
    assert "24 for customer_id_orphan" in said
    assert "; the customers file has no lines, mend that first; correct it and rerun" in said
    name = "daily_alerts"
    found, expected = from_warehouse(workspace.warehouse), from_reference(build(workspace.raw))
    assert table_differences(name, found[name], expected[name]) == []


def test_the_cause_is_named_where_the_lines_say_it(workspace: Workspace) -> None:
    """Bytes of another encoding, and an order of day and month only where another would do."""
    encoding, swapped, other = "2025-12-04", "2025-12-05", "2025-12-06"
    events = {encoding: f"{encoding}T08:00:00Z", swapped: "04/12/2025 10:00", other: "2020-01-01"}
    orders = {encoding: f"{encoding}T08:00:00Z", swapped: "29/11/2025", other: "2099-01-01"}
    for day in (encoding, swapped, other):
        workspace.put(day, "customers", ["c1,c1@example.com,2019-01-01T00:00:00Z,US,active,"])
        lines = [f"{day}-{n},c1,{events[day]},login,web,s1,{n}," for n in range(24)]
        workspace.put(day, "events", lines)
        lines = [f"{day}-{n},c1,{orders[day]},{n},EUR,payé," for n in range(24)]
        path = workspace.put(day, "orders", lines)
        if day == encoding:
            path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert workspace.pipeline().code == 0

    checks = {day: checks_of(workspace, day) for day in (encoding, swapped, other)}
    assert checks[encoding]["malformed_lines", "orders"] == ("not_evaluated", "see quarantine_rate")
    for day, check, feed, cause in (
        (
            *(encoding, "quarantine_rate", "orders"),
            "24 for line_malformed: 24 of them hold bytes that are none of the file's encoding, "
            "write encoding: for the feed if it is another one: `sluice",
        ),
        (swapped, "quarantine_rate", "orders", "as days and months in the other order ("),
        (swapped, "warning_rate", "events", "as days and months in the other order ("),
        (other, "quarantine_rate", "orders", "as a clock that runs ahead, or a date that stands"),
        (other, "warning_rate", "events", "24 lines, as an old file would do"),
    ):
        status, said = checks[day][check, feed]
        assert status == "firing" and cause in said, said
    name = "daily_alerts"
    found, expected = from_warehouse(workspace.warehouse), from_reference(build(workspace.raw))
    assert table_differences(name, found[name], expected[name]) == []

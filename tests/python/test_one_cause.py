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

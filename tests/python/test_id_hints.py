"""An orphan's story says so where a program plainly changed its customer's id."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest
from conftest import Workspace
from test_quarantine import DAY, quarantine

from sluice.quarantine.alike_ids import id_hint

KNOWN = ["c1", "17850", "9912140000000012", "{AB-12}", "200.0", "x" * 40, "9" * 400]
SHORTENED = "a spreadsheet shortened 5E+3 to a number: the last digits of the id are lost"
HINTS = {
    "C1": "the known customer c1 differs by case alone, and ids are case-sensitive",
    "X" * 40: f"the known customer {'x' * 40} differs by case alone, and ids are case-sensitive",
    "17850.0": "the known customer 17850 differs by .0 alone",
    "200": "the known customer 200.0 differs by .0 alone",
    "ab-12": "the known customer {AB-12} differs by braces alone",
    "9.91214E+15": "the known customer 9912140000000012 may be meant, among others",
    "9.91214e15": "the known customer 9912140000000012 may be meant, among others",
    "5E+3": SHORTENED,
    "c1": None,
    "c11": None,
    "1.0": None,
    "17850.1": None,
    "9.91215E+15": "a spreadsheet shortened 9.91215E+15",
    "12E+3": None,  # a spreadsheet writes one digit before the dot
    "o'brien": None,
}


@pytest.mark.parametrize("wanted", HINTS, ids=lambda wanted: wanted[:12])
def test_an_id_that_a_program_changed_is_known(wanted: str) -> None:
    hint = HINTS[wanted]
    with duckdb.connect() as connection:
        connection.execute("create schema intermediate")
        connection.execute("create table intermediate.int_known_customers (customer_id varchar)")
        connection.executemany(
            "insert into intermediate.int_known_customers values (?)", [[text] for text in KNOWN]
        )
        found = id_hint(connection, wanted, None)
        assert (found or "").startswith(hint) if hint else found is None
        assert id_hint(connection, None, "c1") is None
        assert id_hint(connection, None, "5E+3") == SHORTENED
        assert id_hint(connection, None, None) is None


def test_the_story_of_a_row_has_the_hint(new_workspace: Callable[[], Workspace]) -> None:
    workspace = new_workspace()
    workspace.put(DAY, "customers", [f"c1,c1@x.com,2025-01-01,DE,active,{DAY}"])
    orders = [
        f"o1,C1,{DAY} 08:00:00,5,EUR,paid,{DAY}",
        f"9.91E+15,c1,{DAY} 08:00:00,5,EUR,paid,{DAY}",
        f"9.91E+15,c1,{DAY} 08:00:00,6,EUR,paid,{DAY}",
        f"o2,c1,{DAY} 08:00:00,5,EUR,payd,{DAY}",
    ]
    workspace.put(DAY, "orders", orders)
    assert workspace.pipeline().code == 0
    assert f"\n  the known customer {HINTS['C1'][19:]}\n" in quarantine(workspace, "why", "o1").out
    twice = quarantine(workspace, "why", "9.91E+15").out
    assert twice.count("a spreadsheet shortened 9.91E+15 to a number") == 1
    assert "known customer" not in quarantine(workspace, "why", "o2").out


CHANGED = {
    "2025-12-10": ("C{n}", "ids of known customers in another case"),
    "2025-12-11": ("{n}7850.0", "ids of known customers but for .0"),
    "2025-12-12": ("9.9{n}E+15", "ids that a spreadsheet shortened to numbers like 9.91E+15"),
    "2025-12-13": ("x{n}", None),
}


def test_the_alert_says_what_happened_to_most_ids(new_workspace: Callable[[], Workspace]) -> None:
    workspace = new_workspace()
    for day, (written, _) in CHANGED.items():
        known = [f"c{n}" for n in range(5)] + [f"{n}7850" for n in range(5)]
        customers = [f"{name},,2025-01-01,DE,active,{day}" for name in known]
        workspace.put(day, "customers", customers)
        ids = [*(written.format(n=n) for n in range(5)), "unknown", "unknown", "unknown", "c1"]
        orders = [f"{day}-{n},{name},{day} 08:00:00,5,EUR,paid,{day}" for n, name in enumerate(ids)]
        workspace.put(day, "orders", orders)
    assert workspace.pipeline().code == 0
    query = "select message from marts.daily_alerts where status = 'firing'"
    query += " and type = 'quarantine_rate' order by ingest_date"
    said = [message for (message,) in workspace.query(query)]
    for message, (_, what) in zip(said, CHANGED.values(), strict=True):
        assert f"; 8 for customer_id_orphan, {f'most of them {what}' if what else 'as'}" in message

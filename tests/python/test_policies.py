"""What the feed book says of repeated keys and of versions, as the reference has it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import Workspace  # noqa: E402
from differential import Dbt, compare  # noqa: E402

DAYS = ("2025-12-10", "2025-12-11", "2025-12-12")
CUSTOMERS = [
    "c1,old@a.co,2025-01-01,DE,active,{0}",
    "c1,new@a.co,2025-01-01,DE,banned,{0}",
    "c2,kept@a.co,2025-01-01,DE,active,{0}",
    "c2,last@a.co,soon,DE,active,{0}",  # another reason rejects it
    "c3,a@a.co,2025-01-01,DE,active,{0}",
    "c3,b@a.co,2025-01-01,,,{0}",  # more warnings, and last
    "c3,a@a.co,2025-01-01,DE,active,{0}",  # an exact copy never competes
    "c4,a@a.co,soon,DE,active,{0}",
    "c4,b@a.co,soon,DE,active,{0}",
]
EVENTS = [
    "e1,c1,{0} 08:00:00,login,web,s1,5,{0}",
    "e1,c1,{0} 08:00:00,login,web,s1,5.4,{0}",  # the same to the millisecond
    "e1,c1,{0} 08:00:00,login,web,s1,6,{0}",
    "e1,c1,{0} 08:00:00,login,web,s1,,{0}",
    "e2,,{0} 09:00:00,login,web,s1,6,{0}",
    "e3,,{0} 09:00:00,login,web,s1,6,{0}",
]
ORDERS = {
    DAYS[0]: [
        "o1,c1,{0} 08:00:00,70.00,EUR,paid,{0}",
        "o1,c1,{0} 09:00:00,20.00,EUR,refunded,{0}",
        "o1,c1,{0} 10:00:00,50.00,EUR,refunded,{0}",
        "o1,c1,{0}T10:00:00Z,-50,EUR,refund,{0}",  # the same refund, spelled otherwise
        "o2,c1,{0} 08:00:00,10.00,EUR,refunded,{0}",
        "o2,c1,{0} 08:00:00,10.00,EUR,paid,{0}",  # of the same second, and further down
        "o3,,{0} 08:00:00,3.00,EUR,paid,{0}",  # a guest
        "o4,c1,{0} 08:00:00,4.00,EUR,paid,{0}",
        "o5,c1,{0} 08:00:00,4.00,EUR,paid,{0}",
        "o6,c1,{0} 08:00:00,6.00,EUR,refunded,{0}",
    ],
    DAYS[1]: [
        "o4,c1,2025-12-10 08:00:00,4.50,EUR,paid,{0}",  # a corrected amount
        "o5,c1,2025-12-10 08:00:00,0,EUR,paid,{0}",  # rejected: replaces nothing
        "o6,c1,2025-12-09 08:00:00,6.00,EUR,paid,{0}",  # arrived later, but is of before
    ],
    DAYS[2]: [
        "o4,c1,2025-12-10 08:00:00,4.75,EUR,paid,{0}",
        "o1,c1,2025-12-10 10:00:00,50.00,EUR,refunded,{0}",
    ],
}
GUESTS = {"events.customer_id_missing": "warn", "orders.customer_id_missing": "warn"}
REFUNDS = {"orders": ["order_id", "status", "order_time", "amount"]}
RESTATING = {"orders": "replace", "events": "replace"}
POLICIES: dict[str, dict[str, Any]] = {
    "the book's": {},
    "best, guests": {
        "words": {"keep": {"customers": "best", "orders": "last"}},
        "rule_severities": GUESTS,
    },
    "refunds": {"words": {"key": REFUNDS | {"events": ["event_id", "duration_ms"]}}},
    "restating": {"words": {"across_partitions": RESTATING}, "lookback_days": {"orders": 1}},
    "restated refunds": {"words": {"across_partitions": RESTATING, "key": REFUNDS}},
}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days with versions, guests, several refunds and restated orders."""
    workspace = Workspace(tmp_path_factory.mktemp("policies"))
    for day in DAYS:
        lines = {"customers": CUSTOMERS, "events": EVENTS, "orders": ORDERS[day]}
        for feed, of_feed in lines.items():
            workspace.put(day, feed, [line.format(day) for line in of_feed])
    return workspace.raw


FIGURES = {
    "the book's": {
        "select customer_id, email from marts.customers_current order by all": [
            ("c1", "new@a.co"),
            ("c2", "kept@a.co"),
            ("c3", "b@a.co"),
        ],
        "select order_id, status from marts.orders_current order by all": [
            ("o1", "refunded"),
            ("o2", "refunded"),
            ("o4", "paid"),
            ("o5", "paid"),
            ("o6", "refunded"),
        ],
    },
    "best, guests": {
        "select email, status from marts.customers_current where customer_id in ('c1', 'c3') "
        "order by all": [("a@a.co", "active"), ("old@a.co", "active")],
        "select customer_id, amount from marts.orders_current where order_id = 'o3'": [(None, 3)],
        "select dataset, clean, active_customers from marts.daily_volume "
        f"where ingest_date = '{DAYS[0]}' and dataset <> 'customers' order by all": [
            ("events", 3, 1),
            ("orders", 8, 1),
        ],
    },
    "refunds": {
        "select sum(signed_amount) from clean.clean_orders where order_id = 'o1'": [(0,)],
        "select count(*) from clean.clean_events where event_id = 'e1'": [(3,)],
    },
    "restating": {
        "select amount, ingest_date::text from marts.orders_current where order_id in ('o4', 'o5') "
        "order by all": [(4, DAYS[0]), (4.75, DAYS[2])],
        "select sum(signed_amount) from clean.clean_orders "
        "anti join marts.superseded_rows using (ingest_date, source_file, line_number) "
        "where order_id = 'o4'": [(4.75,)],
        "select dataset, id, ingest_date::text, superseded_by::text from marts.superseded_rows "
        "where dataset = 'orders' order by all": [
            ("orders", "o4", DAYS[0], DAYS[1]),
            ("orders", "o4", DAYS[1], DAYS[2]),
        ],
    },
    "restated refunds": {  # what is corrected is another row where the key holds it
        "select dataset, id, ingest_date::text, superseded_by::text from marts.superseded_rows "
        "where dataset = 'orders' order by all": [("orders", "o1", DAYS[0], DAYS[2])],
        "select sum(signed_amount) from clean.clean_orders where order_id = 'o4'": [(13.25,)],
    },
}


@pytest.mark.parametrize("name", POLICIES)
def test_policies_are_built_as_the_reference_has_them(dbt: Dbt, raw: Path, name: str) -> None:
    assert compare(dbt, raw, POLICIES[name], with_tests=True) == []
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        for query, rows in FIGURES[name].items():
            assert warehouse.execute(query).fetchall() == rows, query

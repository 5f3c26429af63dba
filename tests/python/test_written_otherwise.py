"""Files that are written otherwise than the strict reading has it, as the feed book may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import IS_LONG, Workspace
from differential import Dbt, compare

DAYS = ("2025-12-10", "2025-12-11", "2025-12-12", "2025-12-13")


def asked(dbt: Dbt, query: str) -> list[Any]:
    """The rows of a query; of one column its values."""
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        rows = warehouse.execute(query).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


ALIASES = {
    "customers": {"customer_id": [" ID\t", "Kunden-Nr."], "email": ["E-Mail"]},
    "orders": {"order_id": ["Name", "Order İD"], "order_time": ["Created at"], "amount": ["Total"]},
}
SHOP = "name;CUSTOMER_ID; created AT ;total;currency;status;Ingest_Date"
HEADERS = {  # of orders, and of what each line then lacks
    DAYS[0]: (SHOP, []),
    DAYS[1]: (SHOP.replace("name", "order_id"), []),
    DAYS[2]: (SHOP + ";Order_ID", ["order_id"]),  # an alias beside the name
    DAYS[3]: (SHOP.replace("name", '"order iD"') + ";nAme", ["order_id"]),  # two aliases
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders and customers under other names, some lines cut short behind their last value."""
    workspace = Workspace(tmp_path_factory.mktemp("exports"))
    for day, (header, _) in HEADERS.items():
        n, more = day[-1], ";x" if header.count(";") > 6 else ""
        orders = [
            f"a{n};c1;{day} 08:00:00;1.00;EUR;paid;{day}{more}",
            f'b{n};"c2";{day} 08:00:00;2.00;EUR;paid',
            f"c{n};c2;{day} 08:00:00;3.00;EUR",
            f"d{n};c1",
            f"d{n};c1;",  # the same but for nothing
            f"e{n}",
            f"e{n}",
            f'"e{n}"',
            f"f{n};c1;{day} 08:00:00;1.00;EUR;paid;{day};{more};",  # too long
            f'"g{n};c1',
            ";",
            " ",
            " ",
        ]
        workspace.put(day, "orders", orders, header)
        customers = [
            *(f"c{n},c@a.co,2025-01-01,DE,active,x", f"c{n}", "c1,x,2025-01-01,DE,,", "c2,,,,,")
        ]
        workspace.put(day, "customers", customers, "id,e-mail,created_at,country,status,Kunde")
        events = [f"v{n},c2,{day} 08:00:00,login,web,s1", f"v{n},c9", f"w{n}"]
        header = "event_id,customer_id,event_time,event_type,platform,session_id,duration_ms"
        workspace.put(day, "events", events, header)
    return workspace.raw


@pytest.mark.parametrize("is_padded", [False, True])
def test_names_and_short_lines_are_as_the_reference_has_them(
    dbt: Dbt, exports: Path, is_padded: bool
) -> None:
    words = {"aliases": ALIASES, "pad_short_lines": {"orders": is_padded, "events": is_padded}}
    assert compare(dbt, exports, {"words": words}, with_tests=True) == []
    files = asked(
        dbt,
        "select missing_columns, unexpected_columns, repeated_columns from marts.feed_files"
        " where dataset = 'orders' order by ingest_date",
    )
    assert [missing for missing, _, _ in files] == [missing for _, missing in HEADERS.values()]
    assert [unexpected for _, unexpected, _ in files] == [[]] * 4
    assert [twice for _, _, twice in files] == [[], [], ["name", "order_id"], ["order id", "name"]]
    messages = asked(
        dbt,
        "select message from marts.daily_alerts where type = 'column_missing' and status = 'firing'"
        " and dataset = 'orders' order by ingest_date",
    )
    assert len(messages) == 2
    assert (
        "no column order_id in orders_raw.csv (13 of 13 lines), which every file must have;"
        " more than once there, which counts as absent: name, order_id in orders_raw.csv"
    ) in messages[0]
    assert "name its columns in the feed's aliases" in messages[0]
    clean = asked(dbt, f"select order_id from clean.clean_orders where ingest_date = '{DAYS[0]}'")
    assert sorted(clean) == (["a0", "b0"] if is_padded else ["a0"])
    column = "select distinct email from clean.clean_customers where customer_id = 'c0'"
    assert asked(dbt, column) == ["c@a.co"]


QUOTES = [
    r'"{n}a","c1","{day} 08:00:00","1.00","EUR","paid","said \"hi\", twice"',
    r'{n}b,c1,{day} 08:00:00,1.00,EUR,paid,"C:\\"',
    r'{n}c,c1,{day} 08:00:00,1.00,EUR,paid,"C:\"',
    r'{n}d,c1,{day} 08:00:00,1.00,EUR,paid,"C:\new ""one"" \\x"',
    r'{n}e,c1,{day} 08:00:00,1.00,EUR,paid,5" pipe',
    r'{n}f,c1,{day} 08:00:00,1.00,EUR,paid,5\" pipe, "x"',
    r'{n}g,c1,{day} 08:00:00,1.00,EUR,paid,"half" open',
    r'{n}h,c1,{day} 08:00:00,1.00,EUR,paid," open \" and',  # a record of three lines
    r"{n}i,c1,{day} 08:00:00,999.00,EUR,paid,copied \\ \"",
    r'thanks"',
    r'{n}j"",c1,{day} 08:00:00,1.00,EUR,paid,5" and "open',  # the same but for what is before
    r"{n}k,c1,{day} 08:00:00,999.00,EUR,paid,x",
    r'"{n}l,5""",c1,{day} 08:00:00,1.00,EUR,paid,"',
    r"{n}m,c1,{day} 08:00:00,999.00,EUR,paid,x",
    r'"',
    r"\"{n}n\",c1,{day} 08:00:00,1.00,EUR,paid,\N",
]


@pytest.mark.parametrize(
    ("escape", "is_literal"),
    [("doubled", True), ("backslash", False)]
    + [("doubled", False), ("backslash", True)] * IS_LONG,  # pairs of words have their tests
)
def test_quotes_are_as_the_reference_has_them(
    dbt: Dbt, tmp_path: Path, escape: str, is_literal: bool
) -> None:
    workspace = Workspace(tmp_path)
    header = "order_id,customer_id,order_time,amount,currency,status,note"
    for day in DAYS[:2]:
        workspace.put(day, "customers", ["c1,c@a.co,2025-01-01,DE,active"], CUSTOMER)
        lines = [line.replace("{n}", day[-1]).replace("{day}", day) for line in QUOTES]
        workspace.put(day, "orders", lines[: 9 if day == DAYS[0] else 99], header)
    words = {
        "escape": {"orders": escape},
        "literal_quotes": {"orders": is_literal},
        "pad_short_lines": {"orders": is_literal},
    }
    assert compare(dbt, workspace.raw, {"words": words}, with_tests=True) == []
    clean = set(asked(dbt, "select order_id from clean.clean_orders"))
    assert ("0i" in clean) == is_literal  # of a record that never ends
    assert not clean & {"1m"}  # inside a note
    assert ("1i" in clean) == (is_literal and escape == "doubled")
    assert ("1a" in clean) == (escape == "backslash")
    assert ("1e" in clean) == is_literal
    assert "1g" not in clean


CUSTOMER = "customer_id,email,created_at,country,status"

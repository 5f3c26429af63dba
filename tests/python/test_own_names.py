"""Names and values of one's own: read at the next run, checked before it, counted as they say."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import ROOT, Workspace, copy_project  # noqa: E402
from differential import from_reference, from_warehouse, table_differences  # noqa: E402

from sluice.files.own_names import added_names  # noqa: E402
from tests.reference import build  # noqa: E402

DAY = "2025-12-10"
CATEGORIES = ["country", "currency", "customer_status", "event_type", "order_status", "platform"]
HEADER = "category,name,value,sign"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The vocabularies, without a file of own names."""
    for path in (ROOT / "seeds").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def read(seeds: Path, *lines: str) -> list[tuple]:
    """What the file with these lines adds, or its problems alone."""
    (seeds / "own_names.csv").write_text("\n".join(lines), encoding="utf-8")
    found = added_names(CATEGORIES, seeds)
    return [row.problem or (row.category, row.name, row.value, row.sign) for row in found]


def test_a_new_value_is_a_name_of_itself_and_names_are_read_as_values_are(seeds: Path) -> None:
    assert read(
        seeds,
        f"\ufeff{HEADER}",
        "event_type, Item\u00a0 Purchased ,purchase",
        "",
        "country,Kosovo,XK,",
        "order_status,Authorised,authorized,0",
        "order_status,auth,authorized,",
        "order_status,payd,paid,",
        "order_status,paid,paid,",  # known
        "currency,bitcoins,BTC",
        "currency,bitcoins,BTC",
    ) == [
        ("country", "kosovo", "XK", None),
        ("country", "xk", "XK", None),
        ("currency", "bitcoins", "BTC", None),
        ("currency", "btc", "BTC", None),
        ("event_type", "item purchased", "purchase", None),
        ("event_type", "purchase", "purchase", None),
        ("order_status", "auth", "authorized", 0),
        ("order_status", "authorised", "authorized", 0),
        ("order_status", "authorized", "authorized", 0),
        ("order_status", "payd", "paid", 1),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("colour,red,red,", "no category is called 'colour', only country"),
        ("platform,-,tv,", "'-' stands for a missing value"),
        ("platform,t\x01v,tv,", "can't be seen"),
        ("platform,tv,T V,", "must be small letters, digits and underscores"),
        ("platform,tv,unknown,", "and not 'unknown'"),
        ("country,kosovo,Kosovo,", "a value of country must be two capital letters"),
        ("currency,coin5,BTC,", "a currency's mark stands next to numbers"),
        ("event_type,login,signed_in,", "'login' is login already, and can't be signed_in too"),
        ("order_status,pending,pending,2", "a sign must be 1, -1 or 0, not '2'"),
        ("order_status,payd,paid,1", "only a new value of order_status has a sign"),
        ("order_status,pending,pending,", "order_status pending needs one sign: 1, -1 or 0"),
        ("order_status,a,held,1\norder_status,b,held,0", "order_status held needs one sign"),
        ("platform,box,tv,\nplatform,BOX,radio,", "'box' of platform is tv and radio"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(seeds: Path, line: str, words: str) -> None:
    (problem,) = read(seeds, HEADER, line)
    assert problem.startswith("seeds/own_names.csv") and words in problem


def test_a_file_with_other_columns_is_refused(seeds: Path) -> None:
    for header in ("category,name,value", "name,value", ""):
        assert "must have the columns" in read(seeds, header, "a,b,c")[0]
    assert "can't be read" in read(seeds, HEADER, 'a,"b,c')[0]


OWN = f"""{HEADER}
event_type,purchase,purchase,
event_type,page view,page_view,
order_status,pending,pending,0
order_status,topped up,top_up,1
order_status,clawback,clawback,-1
country,kosovo,XK,
"""
LINES = {
    "customers": ["c1,a@x.com,2025-01-01,XK,active,{0}", "c2,a@x.com,2025-01-01,kosovo,active,{0}"],
    "events": [
        f"e{n},c1,{{0}} 08:00:00,{name},web,s1,5,{{0}}"
        for n, name in enumerate(("Purchase", "page  view", "page_view", "login", "purchased"))
    ],
    "orders": [
        f"o{n},c1,{{0}} 08:00:00,{amount},EUR,{status},{{0}}"
        for n, (status, amount) in enumerate(
            [("pending", "5"), ("pending", ""), ("pending", "0"), ("pending", "-5")]
            + [("Topped  up", "7"), ("top_up", "0"), ("top_up", "-7"), ("top_up", "")]
            + [
                ("clawback", "3"),
                ("clawback", "-3"),
                ("clawback", "0"),
                ("paid", "9"),
                ("held", "1"),
            ]
        )
    ]
    + [
        "x1,c1,{0} 08:00:00,5,EUR,clawback,{0}",
        "x1,c1,{0} 08:00:00,5,EUR,top_up,{0}",
        "x1,c1,{0} 08:00:00,5,EUR,pending,{0}",
    ],
}


def test_own_values_hold_from_the_next_run_on(new_workspace, tmp_path: Path) -> None:
    workspace: Workspace = new_workspace()
    workspace.project = copy_project(tmp_path)
    own = workspace.project / "seeds" / "own_names.csv"
    for feed, lines in LINES.items():
        workspace.put(DAY, feed, [line.format(DAY) for line in lines])
    own.write_text(OWN + "event_type,login,other,\n", encoding="utf-8")
    refused = workspace.pipeline("--date", DAY)
    assert refused.code == 2
    assert refused.err == (
        "seeds/own_names.csv, row 8: 'login' is login already, and can't be other too. "
        "Nothing was changed.\n"
    )
    own.write_text(OWN, encoding="utf-8")
    finished = workspace.pipeline("--date", DAY)
    assert finished.code == 0, finished.err
    expected = from_reference(build(workspace.raw, seeds=own.parent))
    found = from_warehouse(workspace.warehouse)
    assert [
        text for name in expected for text in table_differences(name, found[name], expected[name])
    ] == []
    assert found["orders_current"]["x1",]["status"] == "clawback"
    with duckdb.connect(str(workspace.warehouse), read_only=True) as warehouse:
        kept = "select order_id, signed_amount from clean.clean_orders where order_id < 'p'"
        assert warehouse.execute(kept + " order by length(order_id), 1").fetchall() == [
            ("o0", 0),
            ("o1", 0),
            ("o2", 0),
            ("o4", 7),
            ("o8", -3),
            ("o9", -3),
            ("o11", 9),
        ]
    own.write_text(f"{HEADER}\n", encoding="utf-8")
    assert workspace.pipeline("--date", DAY).code == 0
    assert workspace.query("select count(*) from clean.clean_orders") == [(1,)]

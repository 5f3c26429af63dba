"""Files that look like a feed's and are not read: told, and part of what a date was built of."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import HEADERS, Workspace
from differential import Dbt, compare

from sluice.files import raw_files, staleness, strays
from sluice.quarantine.asked import place_of
from tests.reference.lines import unread

DAY = "2025-12-10"
FOLDER = f"ingest_date={DAY}"
NAMES = {
    "orders_raw_part2.csv": "orders",
    "orders_raw (1).csv": "orders",
    "ORDERS_RAW.CSV": "orders",
    "orders.csv": "orders",
    "orders": "orders",
    "orders_raw.csv.part": "orders",
    "orders_raw.csv.tmp": "orders",
    "orders_raw.xlsx": "orders",
    "orders_raw.csv.bz2": "orders",
    "Kopie von orders_raw.csv": "orders",
    "2025-12-10_orders.csv": "orders",
    "raw-Events2.csv": "events",
    "customers_of_orders.csv": "customers",
    "orders\ufffd.csv": "orders",
    "ordersraw.csv": "orders",
    "OrdersRaw.CSV": "orders",
    "ordersraws.csv": None,
    "preorders.csv": None,
    "order_items.csv": None,
    "ordersé.csv": None,
    "event_raw.csv": None,
    "readme.txt": None,
    "orders_raw.csv.md5": None,
    "orders_raw.csv.SHA256": None,
    "orders.done": None,
}


@pytest.mark.parametrize(("name", "feed"), NAMES.items())
def test_what_looks_like_a_feeds(tmp_path: Path, name: str, feed: str | None) -> None:
    assert strays.feed_of_name(name) == feed
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / name).write_text("12345")
    for other in ("customers", "events", "orders"):
        assert unread(tmp_path, FOLDER, other) == ({name: 5} if other == feed else {})


def test_of_two_feeds_in_one_place_the_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strays, "feeds", lambda: ["orders", "orders_eu"])
    assert strays.feed_of_name("orders_eu_raw_2.csv") == "orders_eu"
    assert strays.feed_of_name("orders_us_raw.csv") == "orders"


def test_sizes(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    inner = folder / "orders_raw.csv" / "hour=00"
    inner.mkdir(parents=True)
    (inner / "part-00000.csv").write_text("123")
    (inner.parent / "part-00001.csv").write_text("1234")
    (inner.parent / ".part-00001.csv.crc").write_text("12345678")
    (inner.parent / "_SUCCESS").write_text("")
    (folder / "orders_raw.csv.gz").write_text("read")
    (folder / "orders_lost.csv").symlink_to("nowhere")
    (folder / b"orders\xe9.csv".decode(errors="surrogateescape")).write_text("1")
    (folder / b"orders\xe8.csv".decode(errors="surrogateescape")).write_text("12")
    (folder / "orders_raw").mkdir()
    sizes = {"orders_lost.csv": 0, "orders_raw.csv/": 7, "orders_raw/": 0, "orders\ufffd.csv": 3}
    day = date.fromisoformat(DAY)
    _, others = raw_files.files_in_partition(tmp_path, day, {})
    found = strays.unread_files(tmp_path, day, others)
    assert found == {f"{FOLDER}/{name}": size for name, size in sizes.items()}


def part(*lines: str) -> bytes:
    """A part of orders."""
    return "\n".join([HEADERS["orders"], *lines, ""]).encode()


def order(name: str) -> str:
    """A line of orders."""
    return f"{name},c1,{DAY} 08:00:00,5.00,EUR,paid,"


PARTS = {
    "orders_raw.csv/part-00000-a=1.c000.csv": part(order("o1"), order("o2")),
    "orders_raw.csv/part-00001.csv": part(order("o2"), order("o3,"), order("\u00d6")),
    "orders_raw.csv/part-00002.csv.gz": gzip.compress(part(order("o4"))),
    "orders_raw.csv/part-00003.csv": b"",
    "orders_raw.csv/part-00004.csv": part(),
    "orders_raw.csv/part-00005.csv": b"status,order_id\npaid,o5\n",
    "orders_raw.csv/part-00006.csv": part(order("o6")).decode().encode("utf-16"),
    "orders_raw.csv/part-00007.csv": part(order("o7")) + b"\xd6\n",
    "orders_raw.csv/part-00008.parquet": b"12",
    "orders_raw.csv/part-\u00e9.csv": b"123",
    "orders_raw.csv/hour=00/part-00000.csv": part(order("o9")),
    "orders_raw.csv/_SUCCESS": b"",
    "orders_raw.csv/.part-00000.csv.crc": b"1",
    "orders_raw.csv/part-00000.csv.md5": b"1",
    "orders_raw.csv.gz": gzip.compress(part(order("o1"), order("o8"))),
    "customers_raw.csv/part-00001.csv": b"customer_id\nc1\n",
    "customers_raw.csv.gz/_SUCCESS": b"",
    "customers_raw.csv.gz/other.csv": b"customer_id\nc2\n",
    "events_raw.csv/part-00000.csv": b"event_id\ne1\n",
}
UNREAD = {
    "customers_raw.csv.gz/": 15,
    "events_raw.csv/": 12,
    "orders_raw.csv/hour=00/": len(PARTS["orders_raw.csv/hour=00/part-00000.csv"]),
    "orders_raw.csv/part-00008.parquet": 2,
    "orders_raw.csv/part-\u00e9.csv": 3,
}


def test_parts_in_a_folder_are_files_where_the_feed_book_says_so(dbt: Dbt, tmp_path: Path) -> None:
    for name, content in PARTS.items():
        path = tmp_path / "raw" / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    root, day = tmp_path / "raw", date.fromisoformat(DAY)
    readings = {
        feed: {"max_record_lines": 100, "folders": how}
        for feed, how in (("customers", "read"), ("events", "alert"), ("orders", "read"))
    }
    _, others = raw_files.files_in_partition(root, day, readings)
    expected = {f"{FOLDER}/{name}": size for name, size in UNREAD.items()}
    assert strays.unread_files(root, day, others) == expected
    words = {"folders": {"customers": "read", "orders": "read"}}
    assert compare(dbt, root, {"words": words}, with_tests=True) == []
    with duckdb.connect(str(dbt.warehouse), read_only=True) as warehouse:
        clean = warehouse.execute("select order_id from clean.clean_orders order by all").fetchall()
        assert [name for (name,) in clean] == ["o1", "o2", "o4", "o7", "o8", "\u00d6"]
        alerts = "select dataset, details, message from marts.daily_alerts where type = $1"
        rows = warehouse.execute(alerts, ["unread_file"]).fetchall()
        found = {feed: rest for feed, *rest in rows}
        details, message = found["orders"]
        assert "(parts in such a folder are called part-*.csv or part-*.csv.gz, without" in message
        assert "(or write folders: read for the feed" in found["events"][1]
        assert sorted(json.loads(details)["files"]) == sorted(
            [*list(UNREAD)[2:], "orders_raw.csv/part-00006.csv"]
        )
        line = f"{FOLDER}/orders_raw.csv/part-00001.csv"
        for name in (line, f"raw/{line}", line.replace("/", "\\"), "orders_raw.csv/part-00001.csv"):
            assert place_of(warehouse, f"{name}:3") == ("orders", line, 3)


def test_a_part_that_comes_or_goes_is_another_date(tmp_path: Path) -> None:
    readings = {feed: {"max_record_lines": 100, "folders": "read"} for feed in HEADERS}
    folder, day = tmp_path / "raw" / FOLDER / "orders_raw.csv", date.fromisoformat(DAY)
    folder.mkdir(parents=True)
    root = str(tmp_path / "raw")
    (folder / "part-0.csv").write_bytes(part(order("o1")))
    loaded = raw_files.raw_files(root, [day], str(tmp_path / "s"), readings)
    loaded = [{"ingest_date": day, "source_file": None}, *loaded]

    def is_other(how: dict[str, dict[str, object]]) -> bool:
        return any(change["is_other"] for change in staleness.raw_changes(root, how, loaded))

    assert not is_other(readings)
    assert is_other({})
    (folder / "_SUCCESS").write_bytes(b"")
    assert not is_other(readings)
    (folder / "part-1.csv").write_bytes(b"")
    assert is_other(readings)


def test_an_unread_file_is_an_alert_and_part_of_what_a_date_was_built_of(built: Workspace) -> None:
    day = built.raw / FOLDER
    (day / "orders_raw (1).csv").write_text("x" * 1204)
    (day / "events_raw.csv").rename(day / "EVENTS_RAW.CSV")
    parts = day / "customers_raw.csv.gz"
    parts.mkdir()
    (parts / "part-00000.csv").write_text("x")
    found = built.pipeline("--date", DAY, "--json", "--fail-on", "warn")
    assert found.code == 1
    (summary,) = found.summary["days"]
    alerts = [alert for alert in summary["alerts"] if alert["type"] != "volume_drop"]
    size = (day / "EVENTS_RAW.CSV").stat().st_size
    seen = [
        ("customers", "customers_raw.csv.gz/ (1 byte)"),
        ("events", f"EVENTS_RAW.CSV ({size:,} bytes)"),
        ("orders", "orders_raw (1).csv (1,204 bytes)"),
    ]
    assert [(alert["type"], alert["dataset"], alert["severity"]) for alert in alerts] == [
        ("unread_file", feed, "error") for feed, _ in seen
    ]
    for alert, (_, text) in zip(alerts, seen, strict=True):
        assert alert["message"].startswith(f"not read: {text}; lines may be lacking")
    details = "select details from marts.daily_alerts where type = 'unread_file' and dataset = ?"
    details += f" and ingest_date = '{DAY}'"
    assert built.query(details, "orders") == [('{"files":["orders_raw (1).csv"],"bytes":[1204]}',)]
    quiet = built.pipeline("--date", "2025-12-11", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", ""), "as loaded, the date is not stale"

    def stale() -> list[str]:
        return [day for day, _ in built.query("select * from raw.stale_dates order by all")]

    assert str(date.fromisoformat(DAY)) not in [str(day) for day in stale()]
    (day / "orders_raw (1).csv").write_text("x" * 1205)
    built.pipeline("--date", "2025-12-13", "--quiet")
    assert DAY in [str(day) for day in stale()]
    (day / "orders_raw (1).csv").unlink()
    parts.rename(day / ".parts")
    (day / "EVENTS_RAW.CSV").rename(day / "events_raw.csv")
    assert built.pipeline("--refresh-stale", "--quiet", "--fail-on", "error").code == 0
    fired = "from marts.daily_alerts where type = 'unread_file' and status <> 'ok'"
    assert built.query(fired) == [] and stale() == []

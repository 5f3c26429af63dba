"""docs/exports.md by runs: each producer's file, read with what its row says to write."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HEADERS, ROOT, Workspace, copy_project

FIRST = date(2025, 12, 1)
WORDS = re.compile(r"`(\w+: [^`]+)`")
CUSTOMERS, EVENTS, ORDERS = (HEADERS[feed] for feed in ("customers", "events", "orders"))


@dataclass
class Case:
    """A producer's files of a day, by name, and what comes of them.

    Runs hold the cases whose rows can be said together. `more` is what a row says in prose.
    """

    run: str
    feed: str
    files: dict[str, str]
    finds: dict[str, list[tuple]]
    encoding: str = "utf-8"
    later: dict[str, str] = field(default_factory=dict)  # the day after
    more: dict[str, Any] = field(default_factory=dict)


def file_of(feed: str, *lines: str, end: str = "\r\n") -> dict[str, str]:
    """A feed's file with these lines."""
    return {f"{feed}_raw.csv": "".join(line + end for line in lines)}


def workbook() -> str:
    """A spreadsheet's own file, as far as anything looks at it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return content.getvalue().decode("latin-1")


IDS = "select {feed_id} from clean.clean_{feed} where ingest_date = '{day}' order by all"
REJECTED = "select count(*) from quarantine.quarantine_{feed} where ingest_date = '{day}'"
AMOUNTS = "select order_id, customer_id, amount::double, currency from clean.clean_orders"
AMOUNTS += " where ingest_date = '{day}' order by all"
TIMES = "select {time}::varchar from clean.clean_{feed} where ingest_date = '{day}' order by all"
UNREAD = "select json_extract_string(details, '$.files[0]') from marts.daily_alerts"
UNREAD += " where ingest_date = '{day}' and dataset = '{feed}' and status = 'firing'"
UNREAD += " and type = 'unread_file'"

CASES = {
    "a spreadsheet, *CSV UTF-8*": Case(
        "kept",
        "orders",
        file_of(
            "orders",
            "\ufeffsep=;",
            f"{ORDERS};note".replace(",", ";"),
            'su1;Ö1;{day} 08:00;12,50;EUR;paid;;"first line\nsecond line"',
            "su2;Ö1;{day} 08:00;1.234,56;EUR;paid;;",
        ),
        {
            AMOUNTS: [("su1", "Ö1", 12.5, "EUR"), ("su2", "Ö1", 1234.56, "EUR")],
            REJECTED: [(0,)],
        },
    ),
    "a spreadsheet, *CSV* on Windows": Case(
        "told",
        "orders",
        file_of(
            "orders",
            ORDERS.replace(",", ";"),
            "sw1;Ö1;{dmy} 08:00;2,804;EUR;paid;",
            "sw2;Ö1;{dmy} 08:00;1.234,50 €;EUR;paid;",
        ),
        {
            AMOUNTS: [("sw1", "Ö1", 2.804, "EUR"), ("sw2", "Ö1", 1234.5, "EUR")],
            TIMES: [("{day} 08:00:00",)] * 2,
        },
        encoding="cp1252",
    ),
    "a spreadsheet, *Unicode text*": Case(
        "told",
        "customers",
        file_of(
            "customers",
            CUSTOMERS.replace(",", "\t"),
            "Ö1\tö@example.com\t2025-01-01\tÖsterreich\tactive\t",
            "k1\t\t2025-01-01\tÖsterreich\tactive\t",
        ),
        {IDS: [("k1",), ("Ö1",)], REJECTED: [(0,)]},
        encoding="utf-16",
    ),
    "a spreadsheet, `.xlsx`": Case(
        "plain",
        "orders",
        {"orders_raw.xlsx": workbook()},
        {UNREAD: [("orders_raw.xlsx",)]},
        encoding="latin-1",
    ),
    "a report with a title above its table": Case(
        "kept",
        "customers",
        file_of(
            "customers",
            "Customers of all shops",
            "as of {day}",
            CUSTOMERS,
            *(f"{name},a@example.com,2025-01-01,DE,active," for name in ("Ö1", "c1", "c2")),
        ),
        {IDS: [("c1",), ("c2",), ("Ö1",)], REJECTED: [(0,)]},
    ),
    "a shop": Case(
        "kept",
        "orders",
        file_of(
            "orders",
            f"{ORDERS},note",
            'sh1,c1,{day} 08:00:00,5.00,EUR,paid,,"old order was:',
            "sh9,c1,{day} 08:00:00,999.00,EUR,paid,,copied",
            'thanks"',
            "sh2,c1,{day} 08:00:00,6.00,EUR,paid,,",
        ),
        {IDS: [("sh1",), ("sh2",)], REJECTED: [(0,)]},
    ),
    "guest orders, statuses of its own, several refunds of one order": Case(
        "kept",
        "orders",
        file_of(
            "orders",
            ORDERS,
            "gu1,,{day} 08:00:00,5.00,EUR,paid,",
            "gu2,c1,{day} 08:00:00,70.00,EUR,authorized,",
            "gu2,c1,{day} 08:00:00,70.00,EUR,paid,",
            "gu2,c1,{day} 09:00:00,20.00,EUR,refunded,",
            "gu2,c1,{day} 10:00:00,50.00,EUR,refunded,",
        ),
        {
            "select sum(signed_amount) from clean.clean_orders where order_id = 'gu2'": [(0,)],
            "select status from marts.orders_current where order_id = 'gu2'": [("refunded",)],
            "select customer_id, amount from clean.clean_orders where order_id = 'gu1'": [
                (None, 5)
            ],
            REJECTED: [(0,)],
        },
    ),
    "a payment provider": Case(
        "told",
        "orders",
        file_of(
            "orders",
            ORDERS.replace(",", ";"),
            "pp1;k1;{dmy} 08:00;1.234,56;$;paid;",
            "pp2;k1;{dmy} 08:00;$ 12,50;CAD;paid;",
        ),
        {AMOUNTS: [("pp1", "k1", 1234.56, "CAD"), ("pp2", "k1", 12.5, "CAD")]},
    ),
    "Spark": Case(
        "kept",
        "events",
        {
            f"events_raw.csv/{name}": content
            for name, content in {
                "_SUCCESS": "",
                "part-00000-1f.csv": EVENTS + "\nsp1,c1,{day} 08:00:00,login,,,,\n",
                "part-00001-1f.csv": EVENTS + "\nsp2,c1,{day} 08:00:00,login,,,,\n",
                "notes.txt": "x",
            }.items()
        },
        {IDS: [("sp1",), ("sp2",)], UNREAD: [("events_raw.csv/notes.txt",)]},
    ),
    "Oracle": Case(
        "kept",
        "events",
        file_of(
            "events",
            f'"{EVENTS.upper().replace(",", chr(34) + "," + chr(34))}"',
            '"or1","c1","{oracle} 08.00.00.000000 AM","login","web","s1","5",""',
            '"or2","c1","{oracle} 08.00.00.500000 PM","login","web","s1","5",""',
        ),
        {TIMES: [("{day} 08:00:00",), ("{day} 20:00:00.5",)]},
    ),
    "a system whose day isn't UTC's": Case(
        "told",
        "events",
        file_of(
            "events",
            EVENTS,
            "dz1,Ö1,{day} 22:30:00,login,web,s1,5,{day}",
            "dz2,Ö1,{next}T03:45:00Z,login,web,s1,5,{day}T23:30:00",
        ),
        {
            TIMES: [("{next} 03:30:00",), ("{next} 03:45:00",)],
            "select hour, received from marts.hourly_volume where ingest_date = '{day}'"
            " and dataset = 'events' and received > 0": [(22, 2)],
        },
        more={"naive_timezone": "America/New_York"},
    ),
    "SQL Server, `bcp -w`": Case(
        "told",
        "customers",
        file_of(
            "customers",
            CUSTOMERS.replace(",", "\t"),
            "bcp1\t\t2025-01-01 00:00:00.000\tDE\tactive\t",
        ),
        {IDS: [("bcp1",)], REJECTED: [(0,)]},
        encoding="utf-16",
    ),
    "SQL Server, Management Studio": Case(
        "plain",
        "orders",
        file_of(
            "orders",
            f"\ufeff{ORDERS}",
            "ms1,c1,{day} 08:00:00.1234567,5.0000,EUR,paid,NULL",
            "ms2,c1,{day} 08:00:00.0000000,NULL,EUR,failed,NULL",
        ),
        {
            IDS: [("ms1",), ("ms2",)],
            TIMES: [("{day} 08:00:00",), ("{day} 08:00:00.123456",)],
        },
    ),
    "MySQL, `INTO OUTFILE`": Case(
        "told",
        "events",
        file_of(
            "events",
            EVENTS.replace(",", "\t"),
            "my1\tk1\t{day} 08:00:00+00:00\tlogin\t\\N\t\\N\t\\N\t\\N",
            'my2\tk1\t{day} 08:00:00+00:00\tlogin\tweb\tsay "hi"\t5\t\\N',
            end="\n",
        ),
        {
            "select event_id, platform, session_id, duration_ms from clean.clean_events"
            " where ingest_date = '{day}' order by all": [
                ("my1", "unknown", None, None),
                ("my2", "web", 'say "hi"', 5),
            ]
        },
    ),
    "Postgres, `COPY … WITH CSV HEADER`": Case(
        "kept",
        "orders",
        file_of(
            "orders",
            f"{ORDERS},note",
            "pg1,c1,{day} 08:00:00.25+00,5.00,EUR,paid,{day},",
            'pg2,c1,{day} 09:00:00+01,5.00,EUR,paid,{day},"says ""hi"",\nand goes"',
            "pg3,c1,{day} 13:30:00+05:30,,EUR,failed,{day},\\.",
            end="\n",
        ),
        {
            IDS: [("pg1",), ("pg2",), ("pg3",)],
            TIMES: [
                ("{day} 08:00:00",),
                ("{day} 08:00:00",),
                ("{day} 08:00:00.25",),
            ],
        },
    ),
    "analytics": Case(
        "kept",
        "events",
        file_of(
            "events",
            EVENTS,
            "an1,c1,{day} 08:00:00,login,(not set),(NOT SET),(not set),",
            "(not set),c1,{day} 08:00:00,login,web,s1,5,",
        ),
        {
            "select platform, session_id, list_sort(warnings) from clean.clean_events"
            " where ingest_date = '{day}'": [
                ("unknown", None, ["duration_ms_missing", "platform_missing", "session_id_missing"])
            ],
            "select reject_reason from quarantine.quarantine_events where ingest_date = '{day}'": [
                (["event_id_missing"],)
            ],
        },
    ),
    "several refunds of one order": Case(
        "kept",
        "orders",
        file_of(
            "orders",
            ORDERS,
            "re1,c1,{day} 08:00:00,70.00,EUR,paid,",
            "re1,c1,{day} 09:00:00,20.00,EUR,refunded,",
            "re1,c1,{day} 10:00:00,50.00,EUR,refunded,",
            "re1,c1,{day} 10:00:00,-50.00,EUR,refund,",
        ),
        {
            "select sum(signed_amount) from clean.clean_orders where order_id = 're1'": [(0,)],
            "select reject_reason from quarantine.quarantine_orders where ingest_date = '{day}'": [
                (["order_id_duplicate"],)
            ],
        },
    ),
    "each file has several versions of a row, the last counts": Case(
        "kept",
        "events",
        file_of(
            "events",
            EVENTS,
            "ke1,c1,{day} 09:00:00,login,web,s1,5,",
            "ke1,c1,{day} 08:00:00,logout,,,,",
            "ke1,c1,soon,error,web,s1,5,",
        ),
        {
            "select event_type from clean.clean_events where ingest_date = '{day}'": [("logout",)],
            REJECTED: [(2,)],
        },
    ),
    "restates its last 30 days every day, corrected": Case(
        "told",
        "orders",
        file_of(
            "orders",
            ORDERS.replace(",", ";"),
            "rs1;k1;{dmy} 08:00;4,00;EUR;paid;",
            "rs2;k1;{dmy} 08:00;5,00;EUR;paid;",
        ),
        {
            "select id, ingest_date::varchar, superseded_by::varchar from marts.superseded_rows": [
                ("rs1", "{day}", "{next}")
            ],
            "select order_id, amount from marts.orders_current where order_id like 'rs%'"
            " order by all": [("rs1", 4.75), ("rs2", 5)],
            "select count(*) from clean.clean_orders where order_id = 'rs1'": [(2,)],
        },
        later=file_of(
            "orders",
            ORDERS.replace(",", ";"),
            "rs1;k1;{dmy} 08:00;4,75;EUR;paid;",
        ),
    ),
    "anonymous events, guest orders": Case(
        "kept",
        "events",
        file_of("events", EVENTS, "gu1,,{day} 08:00:00,login,web,s1,5,"),
        {
            "select message like '%; 1 line: %' from marts.daily_alerts where type = 'warning_rate'"
            " and dataset = '{feed}' and ingest_date = '{day}'": [(True,)],
            "select customer_id, warnings from clean.clean_events where event_id = 'gu1'": [
                (None, ["customer_id_missing"])
            ],
        },
    ),
}

DAYS = {  # of each feed's cases in a run; what comes the day after has that for itself
    row: FIRST + timedelta(days=2 * number)
    for run, feed in {(case.run, case.feed): None for case in CASES.values()}
    for number, row in enumerate(
        row for row, case in CASES.items() if (case.run, case.feed) == (run, feed)
    )
}
ROWS = {}  # from what names a row, its first cell or where that is empty its second, to its last
for line in (ROOT / "docs" / "exports.md").read_text("utf-8").splitlines():
    cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line[:2] == "| " else []
    if cells and not cells[0].startswith(("---", "your f")):
        ROWS[cells[0].strip("| ") or cells[1]] = cells[-1].rstrip("| ")


def said(value: Any, row: str) -> Any:
    """What a case has, with its day and its feed in it."""
    if isinstance(value, list | tuple):
        return type(value)(said(part, row) for part in value)
    day, feed = DAYS[row], CASES[row].feed
    names = {"day": str(day), "next": str(day + timedelta(days=1)), "feed": feed}
    names |= {"dmy": f"{day:%d/%m/%Y}", "oracle": f"{day:%d-%b-%y}".upper()}
    names |= {"feed_id": f"{feed[:-1]}_id", "time": f"{feed[:-1]}_time_utc"}
    for name, text in names.items() if isinstance(value, str) else ():
        value = value.replace(f"{{{name}}}", text)
    return value


def words_of(row: str) -> dict[str, Any]:
    """What a row of the page says to write, and what it says in prose."""
    found = dict(CASES[row].more)
    for text in WORDS.findall(ROWS[row]):
        found |= yaml.safe_load(text)
    return found


def with_words(folder: Path, run: str) -> Path:
    """The project as its user has it who wrote what the rows of a run say."""
    project = copy_project(folder)
    content = yaml.safe_load((project / "dbt_project.yml").read_text("utf-8"))
    book = content["vars"]["feeds"]
    for row, case in CASES.items():
        for word, value in words_of(row).items() if case.run == run else ():
            if word == "rule_severities":
                content["vars"][word] = value
            else:
                assert book[case.feed].setdefault(word, value) == value or word in BOOKED, row
                book[case.feed][word] = value
    (project / "dbt_project.yml").write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    own = "category,name,value,sign\norder_status,authorized,authorized,0\n"
    (project / "seeds" / "own_names.csv").write_text(own, "utf-8")
    return project


BOOKED = ("key",)  # what the project's own book says otherwise


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workspace]:
    """The runs: without a word, and with those of the rows that can be said together."""
    found = {}
    for run in dict.fromkeys(case.run for case in CASES.values()):
        folder = tmp_path_factory.mktemp(run)
        project = ROOT if run == "plain" else with_words(folder / "project", run)
        found[run] = workspace = Workspace(folder / "work", project)
        workspace.raw.mkdir(parents=True)
        for row, case in CASES.items():
            if case.run == run:
                put(workspace, row, DAYS[row], case.files)
                put(workspace, row, DAYS[row] + timedelta(days=1), case.later)
        if run == "plain":
            workspace.put(str(FIRST), "customers", ["c1,,2025-01-01,DE,active,"])
        finished = workspace.pipeline()
        assert finished.code == 0, finished.err
    return found


def put(workspace: Workspace, row: str, day: date, files: dict[str, str]) -> None:
    """Writes a case's files of a day."""
    for name, text in files.items():
        path = workspace.raw / f"ingest_date={day}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said(text, row).encode(CASES[row].encoding))


def test_every_row_of_the_page_is_tried() -> None:
    assert list(CASES) == list(ROWS)


@pytest.mark.parametrize("row", CASES)
def test_what_a_row_says_to_write_reads_the_file(runs: dict[str, Workspace], row: str) -> None:
    assert words_of(row) or CASES[row].run == "plain" or "key" in ROWS[row]
    for query, rows in CASES[row].finds.items():
        assert runs[CASES[row].run].query(said(query, row)) == said(rows, row), query

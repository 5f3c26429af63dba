"""The pages people look at, as files: what they hold, and that they hold it safely."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import ROOT, Workspace, differing
from hypothesis import given
from hypothesis import strategies as st

from sluice.report.pages.examples import MAX_CHARACTERS, legible, legible_parts, wrong_field
from sluice.report.pages.html import embedded, page
from sluice.report.pages.overview import EXAMPLES, overview
from sluice.warehouse.state import open_warehouse

DAY = "2025-12-10"
LAST = "2025-12-13"
HOSTILE = "</script><script>alert(1)</script>\u2028<!--data--><img src=x onerror=alert(2)>"
YEAR = 364  # days, in steps of the four sample days


class Elements(HTMLParser):
    """The scripts, styles and attributes of a page, as an HTML parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for every element."""
        self.found.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        """Called for text; scripts and styles have one text."""
        if self.found and data.strip():
            tag, attributes, before = self.found[-1]
            self.found[-1] = (tag, attributes, before + data)

    def texts(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        """The attributes and text of every such element."""
        return [(attributes, text) for name, attributes, text in self.found if name == tag]


def shown_in(path: Path) -> dict[str, Any]:
    """The data in a page."""
    scripts = Elements(path.read_text(encoding="utf-8")).texts("script")
    return next(json.loads(text) for attributes, text in scripts if attributes.get("id") == "data")


def page_of(workspace: Workspace, day: str) -> Path:
    """The page of a date."""
    return workspace.reports / f"ingest_date={day}" / "index.html"


# Safe


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_embedded_data_comes_back_and_is_inert(value: Any) -> None:
    text = embedded({"value": value})
    assert json.loads(text) == {"value": value}
    assert not re.search("[<>&\u2028\u2029]", text)


def test_hostile_data_adds_no_element() -> None:
    quiet, hostile = (Elements(page("Title", {"value": value})) for value in ("", HOSTILE))
    assert [tag for tag, *_ in hostile.found] == [tag for tag, *_ in quiet.found]


def test_only_the_scripts_and_styles_of_the_page_may_run() -> None:
    elements = Elements(page("Title", {"value": HOSTILE}))
    policy = next(
        attributes["content"] or ""
        for attributes, _ in elements.texts("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    scripts = [text for attributes, text in elements.texts("script") if "type" not in attributes]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [as_source(text) for text in scripts]
    assert as_source(elements.texts("style")[0][1]) in rules["style-src"].split()
    assert "unsafe" not in policy and "http" not in policy.lower()


def as_source(text: str) -> str:
    """What a policy calls a script or style."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_nothing_in_a_page_is_elsewhere() -> None:
    elements = Elements(page("Title", {}))
    assert not [
        attributes for _, attributes, _ in elements.found if {"src", "href"} & set(attributes)
    ]


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("a,b", 3, "a,b"),
        ("  a b ", 6, "␣␣a b␣"),
        ("   ", 3, "␣␣␣"),
        ("", 0, ""),
        ("a\tb\0", 4, "a⟨U+0009⟩b⟨U+0000⟩"),
        ("\u202eabc\u200b", 5, "⟨U+202E⟩abc⟨U+200B⟩"),
        ("x" * MAX_CHARACTERS, 12345, "x" * MAX_CHARACTERS + "… (12,345 characters)"),
    ],
)
def test_a_line_is_shown_so_that_nothing_hides_in_it(text: str, length: int, shown: str) -> None:
    assert legible(text, length) == shown


# True


def test_the_pages_have_the_numbers_of_the_reports(built_template: Workspace) -> None:
    whole = shown_in(built_template.reports / "index.html")
    assert whole["days"] == ["2025-12-10", "2025-12-11", "2025-12-13"]
    for day in whole["days"]:
        folder = built_template.reports / f"ingest_date={day}"
        report = json.loads((folder / "validation_report.json").read_text())
        one = shown_in(folder / "index.html")
        for block in (whole["blocks"][day], one["block"]):
            for feed, counts in report["datasets"].items():
                names = ("total", "clean", "quarantine")
                assert block["volume"][feed] == [counts[name] for name in names]
                broken = {rule: n for rule, n in counts["quarantine_by_reason"].items() if n}
                assert block.get("reasons", {}).get(feed, {}) == broken
            hours = report["metrics"]["hourly_events"]
            assert block["hours"]["events"][0] == [row["received"] for row in hours]


def test_the_pages_have_the_alerts_of_the_reports(built_template: Workspace) -> None:
    folder = built_template.reports / f"ingest_date={LAST}"
    alerts = json.loads((folder / "alerts.json").read_text())["alerts"]
    block = shown_in(built_template.reports / "index.html")["blocks"][LAST]
    firing = [check for check in block["checks"] if check[2] in ("warn", "error")]
    wanted = ("type", "dataset", "severity", "message")
    assert (
        [check[: len(wanted)] for check in firing]
        == [[alert[name] for name in wanted] for alert in alerts]
        != []
    )


def test_examples_have_that_reason_alone_and_are_unlike_each_other(workspace: Workspace) -> None:
    hostile = HOSTILE.replace("\u2028", " ")
    times = ["never", "ever", "never", hostile, "", "2025-02-30"]
    lines = [
        f"e{n},{'c1' if n else 'c9'},{time},login,ios,s,1,{DAY}" for n, time in enumerate(times)
    ]
    workspace.put(DAY, "customers", [f"c1,a@example.com,2025-01-01,DE,active,{DAY}"])
    workspace.put(DAY, "events", lines)
    assert workspace.pipeline("--date", DAY).code == 0
    whole = shown_in(workspace.reports / "index.html")["blocks"][DAY]["examples"]
    block = shown_in(workspace.reports / f"ingest_date={DAY}" / "index.html")["block"]
    found = block["examples"]["events"]["event_time_invalid"]
    # Line 2 has another reason too, and line 4 looks like line 3.
    assert [line for _, line, *_ in found] == [3, 5, 7]
    assert [parts[1] for *_, parts, _ in found] == ["ever", hostile, "2025-02-30"]
    assert found[0][2] == ["e1,c1,", "ever", f",login,ios,s,1,{DAY}"]
    assert block["headers"]["events"]["events_raw.csv"].startswith("event_id,customer_id,")
    assert [line for _, line, *_ in whole["events"]["event_time_invalid"]] == [3, 5][:EXAMPLES]
    assert block["examples"]["events"]["event_time_missing"][0][2][1] == ""


@pytest.mark.parametrize(
    ("reason", "line", "wrong"),
    [
        ("amount_invalid", "o1,c1,t,12x,USD,paid,d", "12x"),
        ("amount_currency_conflict", 'o1,c1,t,"1,2 €",USD,paid,d', '"1,2 €"'),
        ("order_time_missing", "o1,c1,,1,USD,paid,d", ""),
        ("ingest_date_mismatch", "o1,c1,t,1,USD,paid,d", "d"),
        ("order_id_duplicate", " o1 ,c1,t,1,USD,paid,d", "␣o1 "),
        ("line_malformed", "o1,c1", None),
        ("row_duplicate", "o1,c1,t,1,USD,paid,d", None),
        ("amount_invalid", "o1,c1,t,12x,USD,paid,d,more", None),
    ],
)
def test_the_field_that_a_reason_is_about_is_found(
    reason: str, line: str, wrong: str | None
) -> None:
    header = "\ufeffOrder_ID, customer_id,order_time,amount,currency,status,ingest_date"
    span = wrong_field(reason, "orders", line, len(line), header, ",")
    parts = legible_parts(line, len(line), span)
    assert (parts[1] if len(parts) > 1 else None) == wrong
    assert "".join(parts) == legible(line, len(line))


def test_hours_are_shown_of_every_feed_that_has_them(built: Workspace) -> None:
    with open_warehouse(built.warehouse, "it", read_only=True) as connection:
        hours = overview(connection)["blocks"][DAY]["hours"]
    assert sorted(hours) == ["events", "orders"]
    assert [len(counts) for feed in hours.values() for counts in feed] == [24] * 4


def test_nothing_is_usual_before_there_are_dates_enough(built_template: Workspace) -> None:
    whole = shown_in(built_template.reports / "index.html")
    assert [block.get("usual", {}) for block in whole["blocks"].values()] == [{}, {}, {}]


def test_the_page_of_a_date_depends_on_that_date_alone(workspace: Workspace) -> None:
    currencies = {
        DAY: ["EUR", "USD", "GBP", "JPY", "CHF", "SEK"],
        "2025-12-11": ["AUD", "NZD", "CAD", "INR", "BRL"] * 2,
    }
    for day, names in currencies.items():
        workspace.put(day, "customers", [f"c1,a@example.com,2025-01-01,DE,active,{day}"])
        orders = [f"{day}{n},c1,{day} 08:00:00,5,{name},paid,{day}" for n, name in enumerate(names)]
        workspace.put(day, "orders", orders)
    assert workspace.pipeline().code == 0
    together = workspace.published()
    assert "amount SEK" in shown_in(page_of(workspace, DAY))["block"]["middles"]["orders"]
    assert workspace.export("--date", DAY).code == 0
    assert workspace.published() == together


# Published


def test_a_run_ends_with_the_path_of_the_page(built_template: Workspace) -> None:
    summary = json.loads((built_template.folder / "summary.json").read_text())
    assert summary["page"] == "reports/index.html"
    assert (built_template.folder / summary["page"]).is_file()


def test_a_second_export_writes_the_same_bytes(built: Workspace) -> None:
    before = built.published()
    assert {name.rpartition("/")[2] for name in before} == {
        "index.html",
        "alerts.json",
        "validation_report.json",
    }
    assert built.export().code == 0
    assert built.published() == before


def test_a_date_that_is_not_finished_is_left_out_and_named(built: Workspace) -> None:
    built.change(f"insert into raw.begun_dates (ingest_date) values ('{DAY}')")
    built.export()
    found = shown_in(built.reports / "index.html")
    assert DAY not in found["days"] and found["unfinished"] == [DAY]


def test_a_removed_date_leaves_the_page(built: Workspace) -> None:
    for path in sorted((built.raw / f"ingest_date={LAST}").iterdir()):
        path.unlink()
    (built.raw / f"ingest_date={LAST}").rmdir()
    assert built.pipeline("--refresh-stale").code == 0
    found = shown_in(built.reports / "index.html")
    assert LAST not in found["days"] and LAST not in found["blocks"]


def test_without_any_date_there_is_no_page(built: Workspace) -> None:
    built.change("delete from marts.built_dates")
    for path in [*built.reports.glob("ingest_date=*/validation_report.json"), None]:
        finished = built.export()
        assert (finished.code, "Open" in finished.out) == (0, False)
        assert (built.reports / "index.html").exists() == (path is not None)
        if path:
            path.unlink()


def test_a_warehouse_without_a_build_takes_no_page_of_anothers_dates_away(built: Workspace) -> None:
    before = built.published()
    built.warehouse.unlink()
    duckdb.connect(str(built.warehouse)).close()
    refused = built.export()
    problem = "holds no finished build. Build a date first.\n"
    assert (refused.code, refused.err) == (2, f"{built.warehouse} {problem}")
    assert built.pipeline("--refresh-stale").code == 0
    assert differing(before, built.published()) == []


def test_a_warehouse_of_an_older_version_is_refused(built: Workspace) -> None:
    built.change("drop table marts.daily_usual")
    finished = built.export()
    assert finished.code == 2 and "run the pipeline for any date first" in finished.err


def test_a_year_is_small(sample_days: Workspace, tmp_path: Path) -> None:
    year = Workspace(tmp_path)
    shutil.copy(sample_days.warehouse, year.warehouse)
    for table in dated_tables(year):
        year.change(f"""
            insert into {table}
            select days.* replace (cast(days.ingest_date + later.days as date) as ingest_date)
            from {table} as days
            cross join
                (select cast(range * 4 as integer) as days from range(1, {YEAR} // 4)) as later
        """)
    with open_warehouse(year.warehouse, "it", read_only=True) as connection:
        text = page("A year", overview(connection))
    assert text.count('"volume":{') == YEAR
    assert len(text.encode()) < 2_000_000


def dated_tables(workspace: Workspace) -> list[str]:
    """The tables behind the pages that have rows by date."""
    found = workspace.query("""
        select distinct table_schema || '.' || table_name
        from information_schema.columns
        inner join information_schema.tables using (table_schema, table_name)
        where column_name = 'ingest_date' and table_type = 'BASE TABLE'
            and table_schema in ('marts', 'intermediate', 'quarantine')
        order by all
    """)
    return [row[0] for row in found]


# The library


def test_the_bundled_library_is_the_pinned_one() -> None:
    folder = ROOT / "scripts" / "sluice" / "report" / "pages" / "plot"
    pinned = json.loads((folder / "package.json").read_text())["dependencies"]
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    version = pinned["@observablehq/plot"]
    assert locked["node_modules/@observablehq/plot"]["version"] == version
    assert f"/* Observable Plot {version} " in (folder / "plot.min.js").read_text()[:100]


def test_the_projects_own_reports_are_those_of_its_sample_days(sample_days: Workspace) -> None:
    kept = {
        str(path.relative_to(ROOT / "reports")): path.read_bytes()
        for path in sorted((ROOT / "reports").glob("ingest_date=2025-12-1[0-3]/*.json"))
    }
    built = {name: text for name, text in sample_days.published().items() if name.endswith(".json")}
    assert kept == built

"""What the feed book says of a feed holds everywhere: a new feed or column needs no second list."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import ROOT, Workspace, copy_project, started
from dbt_common.exceptions import DbtRuntimeError
from test_settings import ALL_OTHER, OTHERS, at_bound

from dbt_sluice import FeedBook
from sluice.books import columns as columns_of
from sluice.books import feeds
from sluice.faults.feed_book import feed_book_faults
from sluice.files.correction_rows import DECISIONS, KEY, SHOWN

DAYS = ("2025-12-10", "2025-12-11")
VISITS = {
    "id": "visit_id",
    "key": ["visit_id"],
    "time": "visit_time",
    "lookback_days": 3,
    "date_order": "mdy",
    "naive_timezone": "UTC",
    "is_snapshot": False,
    "has_hours": True,
    "dimensions": ["device"],
    "distributions": {"seconds": None},
    "columns": {
        "visit_id": {"kind": "id"},
        "customer_id": {"kind": "reference", "feed": "customers"},
        "visit_time": {"kind": "timestamp"},
        "device": {"kind": "category", "category": "platform"},
        "page": {"kind": "text", "required": False},
        "seconds": {"kind": "number", "whole": True},
        "ingest_date": {"kind": "partition", "required": False},
    },
}
RULES = """
- name: visit_id_missing
  feeds: [visits]
  severity: reject
  fixed: true
  when: visit_id is null
  description: A visit needs an id.
- name: visit_id_duplicate
  feeds: [visits]
  severity: reject
  when: is_id_duplicate
  description: The visit_id arrived before.
- name: customer_id_orphan
  feeds: [visits]
  severity: reject
  when: customer_id is not null and not is_known_customer
  description: No customers file names the customer_id.
- name: visit_time_missing
  feeds: [visits]
  severity: reject
  fixed: true
  when: visit_time_value is null
  description: A visit needs a time.
- name: visit_time_invalid
  feeds: [visits]
  severity: reject
  fixed: true
  when: visit_time_value is not null and visit_time_utc is null
  description: visit_time is in none of the accepted forms.
- name: device_unknown
  feeds: [visits]
  severity: warn
  when: device_value is not null and device is null
  description: The device is not in the vocabulary of platforms.
- name: seconds_invalid
  feeds: [visits]
  severity: reject
  when: seconds_value is not null and seconds_outward is null
  description: seconds is not a number.
"""
TYPES = {
    "visit_id": "varchar",
    "customer_id": "varchar",
    "visit_time_utc": "timestamp",
    "device": "varchar",
    "page": "varchar",
    "seconds": "bigint",
}
CLEAN = """
with lines as (
    select * from {{ run_lines('visits') }}
),

{{ parse('visits') }},

{{ check_lines('visits') }}

select
    ingest_date,
    visit_id,
    customer_id,
    visit_time_utc,
    coalesce(device, 'unknown') as device,
    page,
    seconds,
    {{ common_columns('visits') | indent(4) }}
from checked
where not is_rejected
"""
LINEAGE = {"source_file": "varchar", "line_number": "bigint"}
MORE = {  # a column more of each feed, and before which one it stands in clean
    "customers": ("segment", "email"),
    "events": ("referrer", "duration_ms"),
    "orders": ("coupon", "customer_id"),
}
HEADER = "visit_id,customer_id,visit_time,device,page,seconds,ingest_date"


def columns(types: dict[str, str]) -> list[dict[str, str]]:
    """Columns as a property file has them."""
    return [{"name": name, "data_type": kind} for name, kind in types.items()]


def properties() -> dict[str, Any]:
    """The property file of the toy feed."""
    received = {name: "varchar" for name in VISITS["columns"] if name != "ingest_date"}
    read = {name if name.endswith("_utc") else f"{name}_read": kind for name, kind in TYPES.items()}
    tables = {
        "stg_visits": LINEAGE | {"raw_line": "varchar", "flaw": "varchar"},
        "clean_visits": TYPES
        | {"warnings": "varchar[]", **LINEAGE, "names_its_date": "boolean"}
        | {"corrected": "boolean", "received_line": "varchar"},
        "quarantine_visits": LINEAGE
        | {"raw_line": "varchar", **received, "ingest_date_raw": "varchar", **read}
        | {"reject_reason": "varchar[]", "warnings": "varchar[]"}
        | {"corrected": "boolean", "waived": "boolean"},
    }
    test = {"breaks_no_reject_rule": {"arguments": {"feed": "visits"}}}
    return {
        "models": [
            {"name": name, "columns": columns({"ingest_date": "date"} | types)}
            | ({"data_tests": [test]} if name == "clean_visits" else {})
            for name, types in tables.items()
        ]
    }


def with_toys(folder: Path) -> Path:
    """The project with a feed more, as CONTRIBUTING says, and a column more of the events."""
    project = copy_project(folder)
    book = yaml.safe_load((project / "dbt_project.yml").read_text())
    for feed, (column, _) in MORE.items():
        new = {column: {"kind": "text", "required": False}}
        book["vars"]["feeds"][feed]["columns"] |= new
    book["vars"]["feeds"]["visits"] = VISITS
    (project / "dbt_project.yml").write_text(yaml.safe_dump(book, sort_keys=False))
    for layer, name in [
        ("staging", "stg_orders"),
        ("intermediate", "int_orders_duplicates"),
        ("quarantine", "quarantine_orders"),
    ]:
        text = (project / "models" / layer / f"{name}.sql").read_text()
        new = project / "models" / layer / f"{name.replace('orders', 'visits')}.sql"
        new.write_text(text.replace("'orders'", "'visits'"))
    (project / "models" / "clean" / "clean_visits.sql").write_text(CLEAN)
    (project / "models" / "_visits.yml").write_text(yaml.safe_dump(properties()))
    add(project / "macros" / "books" / "reject_rules.sql", r"\n\{% endset %\}", RULES.rstrip())
    for feed, (column, place) in MORE.items():
        clean = project / "models" / "clean" / f"clean_{feed}.sql"
        add(clean, rf"\n    {place},", f"\n    {column},")
        of_table = "\n      - name: {}\n        data_type: varchar"
        path = project / "models" / f"_{feed}.yml"
        in_clean = r"\n      - name: warnings(?=[\s\S]*- name: quarantine_)"
        add(path, in_clean, of_table.format(column))
        add(path, r"\n      - name: \w+_read", of_table.format(column))
        add(path, r"\n      - name: reject_reason", of_table.format(f"{column}_read"))
    return project


def add(path: Path, pattern: str, text: str) -> None:
    """Puts a text before the first place that matches."""
    found = re.search(pattern, path.read_text())
    assert found, (path, pattern)
    whole = path.read_text()
    path.write_text(whole[: found.start()] + text + whole[found.start() :])


def put_days(workspace: Workspace) -> None:
    """Two days of every feed; of the visits one is good, the others are rejected."""
    for day in DAYS:
        workspace.put_day(day)
        clean = f"v{day},c1,{day} 10:00:00,ios,/start,12,{day}"
        bad = [f"o{day},nobody,{day} 11:00:00,web,,x,", f"v{DAYS[0]},c1,{day} 09:00:00,pda,,7,"]
        workspace.put(day, "visits", [clean, clean, *bad], HEADER)
        lines = [f"{day}-{n},c1,{day} 0{n}:00:00,login,ios,s1,{n},{day},a.example" for n in (1, 2)]
        lines.append(f"{day}-3,c1,{day} 03:00:00,login,ios,s1,3,{day},")
        header = "event_id,customer_id,event_time,event_type,platform,session_id,duration_ms"
        workspace.put(day, "events", lines, f"{header},ingest_date,referrer")


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, new_workspace: Any) -> Workspace:
    """Days of the project with a feed and a column more, built. Not to be changed."""
    project = with_toys(tmp_path_factory.mktemp("project"))
    found = Workspace(new_workspace().folder, project)
    put_days(found)
    finished = found.pipeline("--parquet", "parquet", "--json")
    assert finished.code == 0, finished.err
    (found.folder / "summary.json").write_text(finished.out)
    return found


def marts(workspace: Workspace, table: str, columns: str, dataset: str = "visits") -> list[tuple]:
    """The rows of a mart of the first day."""
    query = f"select {columns} from marts.{table} where dataset = ? and ingest_date = ?"
    return workspace.query(f"{query} order by all", dataset, DAYS[0])


def test_every_table_has_the_feed(toy: Workspace) -> None:
    counts = "select count(*) from {}.{}_visits where ingest_date = ?"
    found = [
        toy.query(counts.format(schema, name), DAYS[1])[0][0]
        for schema, name in [("staging", "stg"), ("clean", "clean"), ("quarantine", "quarantine")]
    ]
    assert found == [4, 1, 3]
    reasons = "select reject_reason, device_read from quarantine.quarantine_visits order by all"
    assert toy.query(reasons) == [
        (["customer_id_orphan", "seconds_invalid"], "web"),
        (["customer_id_orphan", "seconds_invalid"], "web"),
        (["row_duplicate"], "ios"),
        (["row_duplicate"], "ios"),
        (["visit_id_duplicate"], None),
        (["visit_id_duplicate"], None),
    ]


def test_unit_tests_hold_with_more_feeds_and_columns_and_whatever_is_set(toy: Workspace) -> None:
    """They are of the logic, and part of every `dbt build`."""
    chosen = at_bound("at_least") | OTHERS["choices"] | {"rule_severities": ALL_OTHER}
    places = {"SLUICE_RAW_DIR": str(toy.raw), "SLUICE_WAREHOUSE": str(toy.warehouse)}
    command = [Path(sys.executable).with_name("dbt"), "--no-use-colors", "test", "--quiet"]
    by_dbt = subprocess.run(
        [*command, "--select", "test_type:unit", "--vars", json.dumps({**chosen, "date": DAYS[1]})],
        cwd=toy.project,
        env=toy.environment(**places),
        capture_output=True,
        text=True,
    )
    assert by_dbt.returncode == 0, by_dbt.stdout


def test_every_mart_has_the_feed(toy: Workspace) -> None:
    assert marts(toy, "daily_volume", "total, clean, quarantine, active_customers") == [
        (4, 1, 3, 1)
    ]
    assert marts(toy, "daily_breakdowns", "dimension, value, rows") == [("device", "ios", 1)]
    assert marts(toy, "daily_distributions", "column_name, p50") == [("seconds", 12.0)]
    quality = dict(
        ((metric, column), number)
        for metric, column, number in marts(toy, "daily_quality", "metric, column_name, numerator")
    )
    assert quality["orphan", "customer_id"] == 1
    assert quality["missing", "page"] == 2 and quality["missing", "ingest_date"] == 2
    assert {("invalid_timestamp", "visit_time"), ("duplicate_id", "visit_id")} <= set(quality)
    assert sum(row[0] for row in marts(toy, "hourly_volume", "received")) == 4
    assert len(marts(toy, "hourly_volume", "hour")) == 24
    assert {row[0] for row in marts(toy, "daily_alerts", "type")} >= {"feed_missing", "hourly_drop"}
    assert marts(toy, "feed_files", "data_lines") == [(4,)]
    assert marts(toy, "daily_corrections", "corrected") == [(0,)]
    unmapped = "select name from marts.unmapped_values where category = 'platform'"
    assert toy.query(unmapped) == [("pda",)]


def test_reports_pages_and_copies_have_the_feed(toy: Workspace) -> None:
    folder = toy.reports / f"ingest_date={DAYS[0]}"
    report = json.loads((folder / "validation_report.json").read_text())
    assert report["datasets"]["visits"]["quarantine_by_reason"]["visit_id_duplicate"] == 1
    order = list(dict.fromkeys(row["dataset"] for row in report["metrics"]["daily_volume"]))
    assert sorted(order) == ["customers", "events", "orders", "visits"]
    alerts = json.loads((folder / "alerts.json").read_text())
    assert "visits" in {check["dataset"] for check in alerts["evaluated"]}
    for page in (toy.reports / "index.html", folder / "index.html"):
        data = re.search(r'id="data"[^>]*>(.*?)</script>', page.read_text(), re.DOTALL)
        assert data and "visits" in json.loads(data[1])["feeds"], page
    summary = json.loads((toy.folder / "summary.json").read_text())
    assert all("visits" in day["datasets"] for day in summary["days"])
    copies = toy.folder / "parquet"
    for layer in ("clean", "quarantine"):
        assert list((copies / layer / "visits" / f"ingest_date={DAYS[0]}").glob("*.parquet"))


def test_a_column_more_is_known_everywhere(toy: Workspace) -> None:
    assert (
        toy.query("select referrer from clean.clean_events order by all limit 3")
        == [("a.example",)] * 3
    )
    missing = marts(toy, "daily_quality", "column_name, numerator, metric", "events")
    assert ("referrer", 1, "missing") in missing
    files = marts(toy, "feed_files", "missing_columns, unexpected_columns", "events")
    assert files == [([], [])]


def test_the_queue_knows_the_feed(toy: Workspace) -> None:
    def ask(*words: str) -> str:
        finished = toy.quarantine(*words)
        assert finished.code == 0, finished.err
        return finished.out

    assert "visits visit_id_duplicate" in ask("list")
    story = ask("why", f"o{DAYS[0]}")
    assert "rejected by seconds_invalid" in story and "is in no customers file" in story
    table = ask("export", "--date", DAYS[0], "--feed", "visits")
    assert table.splitlines()[0].count("visit_time") == 1 and len(table.splitlines()) == 4
    assert started(ROOT, "quarantine")[-1] == "quarantine"


def test_its_contract_can_be_written(toy: Workspace) -> None:
    finished = toy.run("contract", "visits")
    assert finished.code == 0, finished.err
    received, clean = yaml.safe_load(finished.out)["schema"]
    assert [column["name"] for column in received["properties"]][:2] == ["visit_id", "customer_id"]
    assert "seconds_invalid" in {check["name"] for check in received["quality"]}
    assert clean["name"] == "clean_visits" and len(clean["properties"]) > 10


def test_earlier_visits_make_later_dates_stale(toy: Workspace, tmp_path: Path) -> None:
    changed = Workspace(tmp_path / "copy", toy.project)
    shutil.copytree(toy.folder, changed.folder)
    changed.put(DAYS[0], "visits", [f"another,c1,{DAYS[0]} 10:00:00,ios,,1,"], HEADER)
    finished = changed.pipeline("--date", DAYS[0], "--json")
    assert finished.code == 0, finished.err
    assert "visits it looks back at changed" in finished.summary["stale"][DAYS[1]]
    changed.put(
        DAYS[0],
        "events",
        [f"other,c1,{DAYS[0]} 10:00:00,login,ios,s,1,,b.example"],
        "event_id,customer_id,event_time,event_type,platform,session_id,duration_ms,"
        "ingest_date,referrer",
    )
    assert changed.pipeline("--refresh-stale").code == 0
    assert changed.query("select count(*) from clean.clean_visits") == [(3,)]


def entry(**words: object) -> dict[str, Any]:
    """A feed book whose visits say something else."""
    return {"visits": VISITS | words}


def of_column(name: object, column: object) -> dict[str, Any]:
    """A feed book in which a column of the visits is something else."""
    return entry(columns=VISITS["columns"] | {name: column})


SERVE = "kind id or reference or text or category or timestamp or number or amount"
NOT_A_NAME = "must be a name of small letters, digits and underscores."
NO_BOOKS = [
    (None, "feeds must have an entry for each feed, not be nothing."),
    ({}, "feeds must have an entry for each feed, not be '{}'."),
    (["visits"], "feeds must have an entry for each feed, not be '['visits']'."),
    ("visits", "feeds must have an entry for each feed, not be 'visits'."),
    ({"Visits": VISITS}, f"feeds: 'Visits' {NOT_A_NAME}"),
    ({"vi sits;": VISITS}, f"feeds: 'vi sits;' {NOT_A_NAME}"),
    ({5: VISITS}, f"feeds: '5' {NOT_A_NAME}"),
    ({None: VISITS}, f"feeds: nothing {NOT_A_NAME}"),
    ({"visits": None}, "feeds: visits must have names and values, not be nothing."),
    ({"visits": [1]}, "feeds: visits must have names and values, not be '[1]'."),
    (entry(columns={}), "feeds: visits.columns must have an entry for each column."),
    (entry(columns=["visit_id"]), "feeds: visits.columns must have an entry for each column."),
    (of_column("page", "text"), "feeds: visits.page must have a kind of column, not 'text'."),
    (of_column("page", None), "feeds: visits.page must have a kind of column, not nothing."),
    (of_column("page", {}), "feeds: visits.page must have a kind of column, not nothing."),
    (of_column(5, {"kind": "text"}), "feeds: visits.columns: '5' must be the name of a column."),
    (
        of_column("seconds", {"kind": "amount"}),
        "feeds: visits.seconds lacks currency.",
    ),
    (
        entry(id=["visit_id"]),
        "feeds: visits.id must name a column of kind id, not '['visit_id']'.",
    ),
    (
        entry(time={"time": 1}),
        "feeds: visits.time must name a column of kind timestamp, not '{'time': 1}'.",
    ),
    (entry(id="id"), "feeds: visits.id must name a column of kind id, not 'id'."),
    (entry(id="id"), "feeds: visits.key must have the id 'id'."),
    (entry(time=None), "feeds: visits.time must name a column of kind timestamp, not nothing."),
    (entry(key="visit_id"), "feeds: visits.key must be a list of columns, not 'visit_id'."),
    (entry(key=["visit_id", "at"]), f"feeds: visits.key must name a column of {SERVE}, not 'at'."),
    (entry(dimensions=None), "feeds: visits.dimensions must be a list of columns, not nothing."),
    (entry(missing_words=5), "feeds: visits.missing_words must be a list of words, not '5'."),
    (
        entry(severities=None),
        "feeds: visits.severities must be reject or warn by rule, such as {status_missing: warn}, "
        "not nothing.",
    ),
    (
        entry(alerts=[1]),
        "feeds: visits.alerts must be names and values, such as {volume_spike: false}, not '[1]'.",
    ),
    ({"visits": {}}, "feeds: visits lacks columns."),
    (entry(colour="red"), "feeds: visits: no word is 'colour', only id, key, time, "),
]


@pytest.mark.parametrize(("book", "sentence"), NO_BOOKS, ids=range(len(NO_BOOKS)))
def test_what_is_no_feed_book_is_refused_in_a_sentence(
    book: object, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before dbt reads the project, which would stop over it and not say why."""
    assert sentence in " ".join(feed_book_faults(book))
    assert feed_book_faults({"visits": VISITS}) == []
    monkeypatch.setattr("sluice.books.variables", lambda: {"feeds": book})
    with pytest.raises(DbtRuntimeError, match=re.escape(sentence)):
        FeedBook("sluice")
    assert FeedBook("another")
    monkeypatch.undo()
    monkeypatch.setattr("dbt_sluice.get_flags", lambda: Namespace(VARS={"feeds": book}))
    with pytest.raises(DbtRuntimeError, match=re.escape(sentence)):
        FeedBook("sluice")


def test_a_key_of_columns_that_serve_none_is_refused(new_workspace: Any, tmp_path: Path) -> None:
    """Of a kind that no row is told by, nor is a mark one; dbt has read the models by then."""
    project = copy_project(tmp_path / "project")
    workspace = Workspace(new_workspace().folder, project)
    workspace.put_day(DAYS[0])
    path = project / "dbt_project.yml"
    text = path.read_text().replace("key: [customer_id]", "key: [customer_id, email]")
    text = text.replace("      id: order_id\n", "      id: order_id\n      decimal_mark: [',']\n")
    path.write_text(text.replace("key: [event_id]", "key: [event_id, ingest_date]"))
    refused = workspace.pipeline()
    kinds = "id or reference or text or category or timestamp or number or amount"
    assert (refused.code, refused.err) == (
        2,
        f"feeds: customers.key must name a column of kind {kinds}, not 'email'. "
        f"feeds: events.key must name a column of kind {kinds}, not 'ingest_date'. "
        "feeds: orders.decimal_mark must be auto or . or ,, not '[',']'.\n",
    )
    path.write_text(path.read_text().replace("decimal_mark: [',']", "decimal_mark: ','"))
    text = path.read_text().replace("key: [customer_id, email]", "key: [customer_id]")
    text = text.replace("key: [event_id, ingest_date]", "key: [event_id]")
    taken = {"customers": "country_name", "events": "Note", "orders": "order_time_utc"}
    for feed, name in taken.items():
        (before,) = re.findall(rf"\n    {feed}:\n.*?columns:\n", text, re.DOTALL)
        text = text.replace(before, f"{before}        {name}: {{kind: text, required: false}}\n")
    timed = "        other_ingest_date: {kind: timestamp, required: false}\n"
    path.write_text(text.replace("        Note: ", f"{timed}        Note: "))
    refused = workspace.pipeline()
    sentences = (
        f"feeds: {feed}.{name} is a name that lines have for something else: call the column "
        f"otherwise, and list {name} in its aliases. "
        for feed, name in taken.items()
    )
    assert refused.code == 2
    assert not [sentence for sentence in sentences if sentence not in refused.err], refused.err
    assert "feeds: events.columns: two of them are read by way of other_ingest_date_form: " in (
        refused.err
    )


def names_selected(node: Any) -> Iterator[str]:
    """The names of what a query selects, in whatever part of it."""
    if isinstance(node, dict):
        for chosen in node.get("select_list") or []:
            yield chosen.get("alias") or (chosen.get("column_names") or [""])[-1]
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            yield from names_selected(inner)


@pytest.mark.parametrize("feed", feeds())
def test_names_that_a_column_may_not_have_are_all_listed(dbt: Any, feed: str) -> None:
    listed = dbt.compile(
        f"{{{{ (names_of_lines() + names_given('{feed}')) | join(' ') }}}}"
    ).split()
    found = set(KEY + DECISIONS + SHOWN)
    for query in (f"quarantined_rows('{feed}')", f"find_duplicates('{feed}')"):
        compiled = dbt.compile(f"{{{{ {query} }}}}")
        tree = duckdb.sql("select json_serialize_sql($1)", params=[compiled]).fetchall()[0][0]
        found |= set(names_selected(json.loads(tree)))
    assert len(found) > 60
    assert found - {""} <= {*listed, *columns_of(feed)}


def test_a_project_that_has_its_layers_otherwise_is_refused_and_may_have_another_name(
    new_workspace: Any, tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "project")
    workspace = Workspace(new_workspace().folder, project)
    path = project / "dbt_project.yml"
    text = path.read_text()
    renamed = re.sub(r"(?m)^(name: |  )sluice(:?)$", r"\1acme\2", text)
    for changed, sentence in (
        (
            text.replace("+schema: marts", "+schema: x_marts"),
            "dbt_project.yml must have models: sluice: marts: +schema: marts, not 'x_marts'.",
        ),
        (
            text.replace("      +incremental_strategy: replace_dates\n", "", 1),
            "dbt_project.yml must have models: sluice: staging:"
            " +incremental_strategy: replace_dates, not nothing.",
        ),
        (
            text.replace("+schema: vocabulary", "+schema: words"),
            "dbt_project.yml must have seeds: sluice: +schema: vocabulary, not 'words'.",
        ),
        (
            text.replace("name: sluice", "name: acme"),
            "dbt_project.yml says nothing of the models of acme, the project's name.",
        ),
        (
            renamed.replace("session_id: {kind: text}", "session_id: {kind: texts}"),
            "feeds: events.session_id must have a kind of column, not 'texts'.",
        ),
        (
            text.replace("session_id: {kind: text}", "session_id: {kind: partition}"),
            "feeds: events.columns: one of them may be of kind partition,"
            " not session_id and ingest_date.",
        ),
    ):
        path.write_text(changed)
        refused = workspace.pipeline()
        assert refused.code == 2 and sentence in refused.err, refused
        assert refused.err.count("\n") == 1
        assert not workspace.warehouse.exists()
    path.write_text(renamed)
    workspace.put_day(DAYS[0])
    built = workspace.pipeline()
    assert built.code == 0, built.err
    assert workspace.query("select count(*) from clean.clean_events") == [(3,)]


def test_a_feed_without_models_is_refused_and_models_without_a_feed(
    new_workspace: Any, tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "project")
    workspace = Workspace(new_workspace().folder, project)
    workspace.put_day(DAYS[0])
    path = project / "dbt_project.yml"
    path.write_text(path.read_text().replace("\n    orders:\n", "\n    purchases:\n"))
    refused = workspace.pipeline()
    models = "stg_purchases, int_purchases_duplicates, quarantine_purchases and clean_purchases"
    sentence = f"feeds: purchases has no model {models}. feeds lacks orders, which has models.\n"
    assert (refused.code, refused.err) == (2, sentence)
    by_dbt = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--no-use-colors", "build"],
        cwd=project,
        env=workspace.environment(SLUICE_WAREHOUSE=str(workspace.warehouse)),
        capture_output=True,
        text=True,
    )
    assert by_dbt.returncode == 2 and f"Runtime Error\n  {sentence}" in by_dbt.stdout
    assert not workspace.warehouse.exists()
    for old in (project / "models").rglob("*orders*.sql"):
        new = old.with_name(old.name.replace("orders", "purchases"))
        new.write_text(old.read_text().replace("orders", "purchases"))
        old.unlink()
    orders = project / "models" / "_orders.yml"
    orders.write_text(re.sub(r"(?<!tests_of_)orders", "purchases", orders.read_text()))
    refused = workspace.pipeline()
    assert (refused.code, refused.err) == (2, "feeds lacks orders, which has models or rules.\n")


LISTED = re.compile(r"customers\b.{0,200}?\bevents\b.{0,200}?\borders\b", re.DOTALL)


def test_no_list_of_feeds_stands_anywhere_else() -> None:
    """But in the generator, which makes these three, and in sentences."""
    places = [
        path
        for folder, ends in {"macros": "sql", "models": "sql", "tests": "sql"}.items()
        for path in (ROOT / folder).rglob(f"*.{ends}")
        if "fixtures" not in path.parts
    ]
    places += [
        path
        for path in (ROOT / "scripts").rglob("*.py")
        if "generator" not in path.parts and path.name != "generate.py"
    ]
    places += [*(ROOT / "scripts").rglob("assets/*.js")]
    assert len(places) > 100
    assert [str(path.relative_to(ROOT)) for path in places if LISTED.search(path.read_text())] == []

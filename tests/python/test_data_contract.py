"""A feed's data contract fits the standard and says what the books and the warehouse say."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Workspace
from jsonschema import Draft201909Validator

from sluice import books, rule_book
from sluice.build.dbt_runs import read_project
from sluice.cli import main
from sluice.data_contract import SEVERITIES, dimension_of

SCHEMA = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_bytes())


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The contract of every feed, as the command writes it."""
    folder = tmp_path_factory.mktemp("contracts")
    for feed in books.feeds():
        assert main(["contract", feed, "--out", str(folder / feed)]) == 0
    return {feed: yaml.safe_load((folder / feed).read_bytes()) for feed in books.feeds()}


def test_no_other_file_is_overwritten(
    contracts: dict[str, dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, link, linked = tmp_path / "kept.duckdb", tmp_path / "link", tmp_path / "linked"
    kept.write_bytes(b"rows")
    linked.touch(0o640)
    link.symlink_to(linked)
    assert main(["contract", "orders", "--out", str(kept)]) == 2
    assert capsys.readouterr().err == f"{kept} is no data contract: it would be overwritten.\n"
    assert kept.read_bytes() == b"rows"
    kept.write_bytes(b"apiVersion: v1\nkind: Service\n")
    assert main(["contract", "orders", "--out", str(kept)]) == 2
    assert b"Service" in kept.read_bytes()
    assert main(["contract", "orders", "--out", os.devnull]) == 0
    assert not Path(os.devnull).is_file()
    for _ in range(2):
        assert main(["contract", "orders", "--out", str(link)]) == 0
    assert linked.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink() and yaml.safe_load(linked.read_bytes()) == contracts["orders"]


@pytest.mark.parametrize("feed", books.feeds())
def test_it_fits_the_standard(contracts: dict[str, dict[str, Any]], feed: str) -> None:
    assert list(Draft201909Validator(SCHEMA).iter_errors(contracts[feed])) == []
    broken = contracts[feed] | {"kind": "Promise"}
    assert not Draft201909Validator(SCHEMA).is_valid(broken)


@pytest.mark.parametrize("feed", books.feeds())
def test_it_says_what_the_warehouse_has(
    contracts: dict[str, dict[str, Any]], sample_days: Workspace, feed: str
) -> None:
    received, clean = contracts[feed]["schema"]
    assert [column["name"] for column in received["properties"]] == books.columns(feed)
    columns = "select column_name, lower(data_type), not is_nullable from duckdb_columns()"
    where = f"where schema_name = 'clean' and table_name = 'clean_{feed}' order by column_index"
    promised = [(c["name"], c["physicalType"], c["required"]) for c in clean["properties"]]
    assert promised == sample_days.query(f"{columns} {where}")
    rules = "select rule, severity, description from marts.rules"
    assert [
        (check["name"], check["severity"], check["description"]) for check in received["quality"]
    ] == [
        (rule, SEVERITIES[severity], description)
        for rule, severity, description in sample_days.query(
            f"{rules} where dataset = '{feed}' order by rule_number"
        )
    ]
    key = {c["primaryKeyPosition"]: c["name"] for c in clean["properties"] if c.get("primaryKey")}
    assert [key[place] for place in sorted(key)] == ["ingest_date", *books.feed_book()[feed]["key"]]


def test_only_what_no_line_may_lack_is_required(contracts: dict[str, dict[str, Any]]) -> None:
    required = {
        feed: [c["name"] for c in contract["schema"][0]["properties"] if c["required"]]
        for feed, contract in contracts.items()
    }
    assert required == {
        "customers": ["customer_id", "created_at"],
        "events": ["event_id", "customer_id", "event_time"],
        "orders": ["order_id", "customer_id", "order_time", "currency", "status"],
    }


def test_it_says_whom_a_feed_names(contracts: dict[str, dict[str, Any]]) -> None:
    for feed in ("events", "orders"):
        (column,) = (
            c for c in contracts[feed]["schema"][1]["properties"] if c["name"] == "customer_id"
        )
        assert column["relationships"] == [{"to": "clean_customers.customer_id"}]


def test_severities_are_those_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a rule, then of the feed book, then of a feed's rule."""
    chosen = {"customer_id_orphan": "warn", "orders.customer_id_orphan": "reject"}
    book = dict(books.feed_book())
    book["orders"] = book["orders"] | {"severities": {"customer_id_orphan": "warn"}}
    book["events"] = book["events"] | {"severities": {"event_time_late": "reject"}}
    variables = books.variables() | {"rule_severities": chosen, "feeds": book}
    monkeypatch.setattr(books, "variables", lambda: variables)
    found = {
        feed: {rule["name"]: rule["severity"] for rule in rule_book.rules(feed)}
        for feed in ("events", "orders")
    }
    assert found["events"]["customer_id_orphan"] == "warn"
    assert found["events"]["event_time_late"] == "reject"
    assert found["orders"]["customer_id_orphan"] == "reject"


def test_every_table_declares_a_key_and_has_a_row_for_each(sample_days: Workspace) -> None:
    layers = ("staging", "clean", "quarantine", "marts")
    nodes = read_project().nodes.values()
    models = [n for n in nodes if n.resource_type == "model" and n.schema in layers]
    keys = {
        f"{model.schema}.{model.name}": (model.meta[kind], kind == "primary_key")
        for model in models
        for kind in ("primary_key", "unique")
        if kind in model.meta
    }
    assert {f"{model.schema}.{model.name}" for model in models} == set(keys)
    counts = [
        f"select '{table}', count(*) - count(distinct ({', '.join(key)})),"
        f" {' + '.join(f'count(*) - count({column})' for column in key) if is_primary else 0}"
        f" from {table}"
        for table, (key, is_primary) in keys.items()
    ]
    assert [row for row in sample_days.query(" union all ".join(counts)) if any(row[1:])] == []
    assert len(models) > 25


def test_every_rule_is_about_a_dimension_of_quality() -> None:
    names = {rule["name"] for feed in books.feeds() for rule in rule_book.rules(feed)}
    assert [name for name in sorted(names) if dimension_of(name) is None] == []


def test_what_can_not_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["contract", "orders", "--out", str(tmp_path)]) == 2
    assert f"Cannot write {tmp_path}: Is a directory." in capsys.readouterr().err
    assert main(["contract", "invoices"]) == 2
    assert "invoices" in capsys.readouterr().err

"""A date is finished when everything that holds its rows was built in one run, and not before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Finished, Workspace, copy_project

from sluice.build import dbt_runs

DAY, NEXT = "2025-12-10", "2025-12-11"
PART = "only a part of it was built"
UNFINISHED = "its last run did not finish"
TOY = """
select ingest_date, count(*) as lines from {{ ref('stg_orders') }}
where {{ in_run_dates() }} group by ingest_date
"""


class Dbt:
    """dbt by hand, in this process, on a workspace; `manifest` is what it read of the project."""

    def __init__(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, manifest: Any = None
    ) -> None:
        self.workspace = workspace
        self.manifest = manifest
        places = {"SLUICE_RAW_DIR": workspace.raw, "SLUICE_WAREHOUSE": workspace.warehouse}
        for name, value in workspace.environment(**{k: str(v) for k, v in places.items()}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(workspace.project)

    def __call__(self, *arguments: str) -> Finished:
        """Runs a command; in `err` what it said when it gave up."""
        from dbt.cli.main import dbtRunner

        outcome = dbtRunner(manifest=self.manifest).invoke(
            [*arguments, "--quiet", "--log-level", "none"]
        )
        dbt_runs.release()
        return Finished(0 if outcome.success else 1, "", str(outcome.exception or ""))

    def select(self, models: str, day: str = DAY) -> None:
        """Builds a selection for a date, or for all."""
        span = ["--vars", json.dumps({"date": day})] if day else []
        built = self("build", "--exclude-resource-type", "unit_test", "--select", models, *span)
        assert built.code == 0, (models, built)


def begun(workspace: Workspace) -> dict[str, str]:
    """The dates that are not whole, and why, as the last run named them."""
    rows = workspace.query(
        "select cast(ingest_date as varchar), reasons from raw.begun_dates"
        " left join raw.stale_dates using (ingest_date) order by 1"
    )
    return dict(rows)


@pytest.fixture
def dbt(built: Workspace, monkeypatch: pytest.MonkeyPatch, manifest: Any) -> Iterator[Dbt]:
    """dbt by hand on three built days."""
    yield Dbt(built, monkeypatch, manifest)
    dbt_runs.release()


def test_what_holds_no_rows_by_date_begins_nothing(built: Workspace, dbt: Dbt) -> None:
    for selection in ("category_names", "stale_dates", "rules", "resource_type:test"):
        dbt.select(selection)
        assert begun(built) == {}, selection


def test_a_part_concerns_its_dates_alone_and_is_called_a_part(built: Workspace, dbt: Dbt) -> None:
    built.put_day(DAY, events=30)  # the same lines as before, in a newer file
    files = "select source_file, bytes, modified_ns, checksum from raw.loaded_files order by all"
    loaded = built.query(files)
    for selection in ("stg_orders", "marts", "built_dates", "stg_orders+"):
        dbt.select(selection)
        found = begun(built)
        assert list(found) == [DAY] and PART in found[DAY], (selection, found)
        assert built.query(files) == loaded
    refused = built.export("--date", DAY)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"Not exported: {DAY}, as only a part of them was built.\n"
    others = built.export()
    assert f"Left out, as only a part of them was built: {DAY}\n" in others.err
    page = (built.reports / "index.html").read_text()
    assert f'"partly_built":["{DAY}"]' in page.replace(": ", ":")

    refreshed = built.pipeline("--refresh-stale", "--json")
    assert refreshed.code == 0, refreshed.err
    assert [day["ingest_date"] for day in refreshed.summary["days"]][0] == DAY
    assert begun(built) == {}
    dbt.select("daily_volume", "")
    assert list(begun(built)) == [DAY, NEXT, "2025-12-13"]


def test_a_whole_date_is_finished_with_and_without_tests(built: Workspace, dbt: Dbt) -> None:
    span = ("--vars", json.dumps({"date": DAY}))
    for command in (["run"], ["build", "--exclude-resource-type", "unit_test", "seed"]):
        dbt.select("daily_volume")
        assert list(begun(built)) == [DAY]
        assert dbt(*command, *span).code == 0
        assert begun(built) == {}, command


def test_a_run_that_fails_anywhere_finishes_nothing(built: Workspace, dbt: Dbt) -> None:
    span = ("--vars", json.dumps({"date": DAY}))
    built.change("alter table marts.hourly_events rename to kept")
    built.change("create view marts.hourly_events as from marts.kept")
    assert dbt("run", *span).code == 1
    assert UNFINISHED in begun(built)[DAY] and PART not in begun(built)[DAY]
    built.change("drop view marts.hourly_events")
    built.change("alter table marts.kept rename to hourly_events")
    command = [Path(sys.executable).with_name("dbt"), "retry", "--quiet"]  # knows no selection
    subprocess.run(command, check=True)
    assert PART in begun(built)[DAY]
    assert built.pipeline("--date", DAY).code == 0
    assert begun(built) == {}


def test_a_new_model_counts_by_itself(
    built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_project(tmp_path / "project")
    for name, kind in (("toy_incremental", "incremental"), ("toy_table", "table")):
        head = f"{{{{ config(materialized='{kind}', contract={{'enforced': false}}) }}}}\n"
        (project / "models/marts" / f"{name}.sql").write_text(head + TOY)
    (project / "models/marts/toys.yml").write_text(
        "models: [{name: toy_table, columns: [{name: ingest_date}]}]\n"
    )
    dbt = Dbt(Workspace(built.folder, project), monkeypatch)
    dbt.select("toy_incremental toy_table")
    assert list(begun(built)) == [DAY]
    whole = ("run", "--vars", json.dumps({"date": DAY}), "--exclude")
    for toy, left in (("toy_incremental", [DAY]), ("toy_table", [DAY]), ("stale_dates", [])):
        assert dbt(*whole, toy).code == 0
        assert list(begun(built)) == left, toy
    dbt_runs.release()


def test_incremental_models_of_ones_own_are_as_dbt_builds_them(
    built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the project's: by their own strategy, whatever columns they have and declare."""
    project = copy_project(tmp_path / "project")
    (project / "models/own").mkdir()
    newest = "having ingest_date > (select max(ingest_date) from {{ this }})"
    later = f"{{% if is_incremental() %}} {newest} {{% endif %}}"
    for name, key, more in (
        ("own_dates", "ingest_date", later),
        ("own_customers", "customer_id", ""),
    ):
        (project / "models/own" / f"{name}.sql").write_text(
            f"{{{{ config(materialized='incremental', unique_key='{key}') }}}}\n"
            f"select {key}, count(*) as n from {{{{ ref('clean_events') }}}} group by 1 {more}"
        )
    (project / "models/own/own.yml").write_text(
        "models: [{name: own_dates, columns: [{name: n, data_tests: [not_null]}]}]\n"
    )
    dbt = Dbt(Workspace(built.folder, project), monkeypatch)
    dates = [(DAY,), (NEXT,), ("2025-12-13",)]
    for vars in ({}, {"date": DAY}):
        found = dbt("build", "--exclude-resource-type", "unit_test", "--vars", json.dumps(vars))
        assert found.code == 0, found
        assert begun(built) == {}
        assert built.query("select cast(ingest_date as varchar) from own_dates order by 1") == dates
        assert built.query("from own_customers") == [("c1", 78)]
    dbt_runs.release()


def test_project_and_tests_agree_on_what_holds_rows(built: Workspace, manifest: Any) -> None:
    """The rule by strategy finds every table that has an ingest_date, and no other."""
    models = [node for node in manifest.nodes.values() if node.resource_type == "model"]
    how = ("incremental", "replace_dates")
    dated = {
        f"{m.schema}.{m.name}"
        for m in models
        if (m.config.materialized, m.config.incremental_strategy) == how
    }
    tables = built.query(
        "select table_schema || '.' || table_name from information_schema.tables"
        " join information_schema.columns using (table_schema, table_name)"
        " where table_type = 'BASE TABLE' and column_name = 'ingest_date' and table_schema <> 'raw'"
    )
    assert {name for (name,) in tables} == dated

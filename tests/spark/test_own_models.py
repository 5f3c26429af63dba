"""Incremental models of one's own, beside the project's, are as dbt-spark builds them."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from conftest import Workspace, copy_project
from engines import ROOT, in_long_form

DAYS = ("2025-12-10", "2025-12-11", "2025-12-12")
OWN = """
{{ config(materialized='incremental', incremental_strategy='append', file_format='parquet') }}
select ingest_date, count(*) as lines from {{ ref('clean_events') }} group by ingest_date
{% if is_incremental() %} having ingest_date > (select max(ingest_date) from {{ this }}) {% endif %}
"""


@in_long_form
def test_own_incremental_models_are_appended_to(tmp_path: Path):
    workspace = Workspace(tmp_path, copy_project(tmp_path / "project"))
    (workspace.project / "models/own").mkdir()
    (workspace.project / "models/own/own_dates.sql").write_text(OWN)
    shutil.copytree(ROOT / "data" / "raw", workspace.raw)
    places = ("--raw-dir", "raw", "--warehouse", "spark", "--reports-dir", "reports")
    for day in DAYS:
        found = workspace.run("run_pipeline.py", "--target", "spark", *places, "--date", day)
        assert found.code == 0, found.err
    files = tmp_path / "spark/tables/own_dates/*.parquet"
    found = duckdb.sql(f"select cast(ingest_date as varchar) from '{files}' order by all")
    assert found.fetchall() == [(day,) for day in DAYS]
    assert not list((tmp_path / "spark/tables").glob("own_dates__*"))

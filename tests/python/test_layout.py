"""A warehouse that another version built is refused before anything is begun, by every command."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from conftest import ROOT, Workspace
from test_quarantine import quarantine

from sluice.build import dbt_runs
from sluice.warehouse.layout import LAYOUT, RELEASE

DAY = "2025-12-10"
OLDER = {
    "1.0.0 or earlier": "drop table raw.warehouse_version",
    "0.9": f"update raw.warehouse_version set layout = {LAYOUT - 1}, built_by = '0.9'",
    f"{RELEASE} when its layout was 1": "update raw.warehouse_version set layout = 1",
    "9.0": f"update raw.warehouse_version set layout = {LAYOUT + 1}, built_by = '9.0'",
}


@pytest.mark.parametrize("version", OLDER)
def test_every_command_says_which_version_built_it(built: Workspace, version: str) -> None:
    built.change(OLDER[version])
    before = built.published(), built.tables(), built.query("from raw.begun_dates")
    refused = [
        built.pipeline("--date", DAY),
        built.pipeline("--refresh-stale"),
        built.export(),
        *(quarantine(built, *words) for words in (["list"], ["why", "c1"], ["suggest"])),
    ]
    for finished in refused:
        assert (finished.code, finished.out) == (2, "")
        assert re.fullmatch(
            rf"\S*warehouse.duckdb was built by version {version}; the tables of this one,"
            rf" {RELEASE}, are others: .* Nothing was changed.\n",
            finished.err,
        )
    assert (built.published(), built.tables(), built.query("from raw.begun_dates")) == before


def test_dbt_by_hand_says_so_too(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from dbt.cli.main import dbtRunner

    places = {"SLUICE_RAW_DIR": str(built.raw), "SLUICE_WAREHOUSE": str(built.warehouse)}
    for name, value in built.environment(**places).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    assert built.query("from raw.warehouse_version") == [(LAYOUT, RELEASE)]
    built.change(OLDER["1.0.0 or earlier"])
    before = built.tables(), built.query("from raw.begun_dates")
    words = ["--vars", json.dumps({"date": DAY}), "--quiet", "--log-level", "none"]
    outcome = dbtRunner().invoke(["build", *words])
    dbt_runs.release()
    assert "was built by version 1.0.0 or earlier; the tables of" in str(outcome.exception)
    assert (built.tables(), built.query("from raw.begun_dates")) == before
    assert not built.query("select 1 from duckdb_tables() where table_name = 'warehouse_version'")


class DuplicateMacroPatchNameError(Exception):
    """What dbt raises where its cache has a description that is in another file by now."""


class OutdatedRunner:
    """dbt with such a cache."""

    def __init__(self, **_: object) -> None:
        pass

    def invoke(self, words: list[str]) -> SimpleNamespace:
        """Reads the project if it is told to look at every file."""
        is_new = "--no-partial-parse" in words
        error = None if is_new else DuplicateMacroPatchNameError("two schema.yml entries")
        return SimpleNamespace(success=is_new, exception=error, result="the project")


def test_a_project_that_was_updated_over_an_old_cache_is_read_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dbt.cli.main.dbtRunner", OutdatedRunner)
    assert dbt_runs.read_project() == "the project"

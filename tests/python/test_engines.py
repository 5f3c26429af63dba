"""What the engines say differently is in macros/engine alone."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, Workspace


@pytest.mark.parametrize("folder", ["models", "macros", "analyses", "tests"])
def test_no_other_sql_knows_which_engine_it_is_for(folder: str):
    elsewhere = [
        path
        for path in (ROOT / folder).rglob("*.sql")
        if not path.is_relative_to(ROOT / "macros" / "engine")
    ]
    told = {
        str(path.relative_to(ROOT)): found[0]
        for path in elsewhere
        if (found := re.search(r"target\.(type|name)|\b(duckdb|spark)__", path.read_text()))
    }
    assert elsewhere
    assert not told


def test_an_engine_that_there_is_not_is_refused(workspace: Workspace):
    found = workspace.pipeline("--date", "2025-12-10", SLUICE_TARGET="sprk")
    assert found.code == 2
    assert found.err == "SLUICE_TARGET must be duckdb or spark, not 'sprk'.\n"

"""A warehouse that another version of the project built is refused where its columns are others."""

from __future__ import annotations

import pytest
from conftest import Workspace

DAY = "2025-12-10"
CHANGES = {
    "alter received set data type integer": "received: INTEGER -> BIGINT",
    "drop column clean": "clean: none -> BIGINT",
    "add column extra date": "extra: DATE -> none",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_table_with_other_columns_is_refused(workspace: Workspace, change: str):
    workspace.put_day(DAY)
    assert workspace.pipeline("--date", DAY).code == 0
    published = workspace.published()
    workspace.change(f"alter table marts.hourly_volume {change}")
    finished = workspace.pipeline("--date", DAY)
    assert finished.code == 3
    assert f"hourly_volume has other columns in this warehouse: {CHANGES[change]}" in finished.err
    assert workspace.published().items() >= published.items()

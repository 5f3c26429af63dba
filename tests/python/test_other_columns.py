"""A warehouse whose tables have other columns than the models is refused before anything else."""

from __future__ import annotations

from conftest import Workspace

DAY = "2025-12-10"
CHANGES = {
    "clean.clean_orders add column extra date": "clean_orders (extra: DATE -> none)",
    "intermediate.int_missing_values drop rows": "int_missing_values (rows: none -> BIGINT)",
    "marts.hourly_volume alter received type int": "hourly_volume (received: INTEGER -> BIGINT)",
}


def test_tables_with_other_columns_are_refused(workspace: Workspace) -> None:
    workspace.put_day(DAY)
    assert workspace.pipeline("--date", DAY).code == 0
    published = workspace.published()
    for change in CHANGES:
        workspace.change(f"alter table {change}")
    before = workspace.tables()
    finished = workspace.pipeline("--date", DAY)
    others = ", ".join(sorted(CHANGES.values()))
    assert finished.err.startswith(f"Tables have other columns in this warehouse: {others}. ")
    assert finished.code == 2 and finished.err.endswith(" Nothing was changed.\n")
    assert (workspace.published(), workspace.tables()) == (published, before)


def test_a_feed_with_another_key_is_refused(workspace: Workspace) -> None:
    workspace.put_day(DAY)
    assert workspace.pipeline("--date", DAY).code == 0
    workspace.change("alter table intermediate.int_orders_duplicates rename status to state")
    before = workspace.tables()
    finished = workspace.pipeline("--date", DAY)
    assert finished.err.startswith("feeds: orders has another key in this warehouse (")
    assert finished.code == 2 and "state" in finished.err
    assert finished.err.endswith(" build all dates into a new one. Nothing was changed.\n")
    assert workspace.tables() == before

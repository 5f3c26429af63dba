"""A warehouse whose tables have other columns than the models is refused before anything else."""

from __future__ import annotations

from pathlib import Path

from conftest import Workspace, copy_project

DAY = "2025-12-10"
CHANGES = {
    "clean.clean_orders add column extra date": "clean_orders (extra: DATE -> none)",
    "intermediate.int_reason_lists drop rows": "int_reason_lists (rows: none -> BIGINT)",
    "marts.hourly_volume alter received type int": "hourly_volume (received: INTEGER -> BIGINT)",
}

FAULTS = {
    "hourly_events": "select * replace (cast(hour as bigint) as hour) from ({})",
    "rules": "select * exclude (description) from ({})",
    "superseded_rows": "select *, 1 as further from ({})",
}


def test_a_model_whose_query_has_other_columns_fails(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    for name, fault in FAULTS.items():
        file = project / "models" / "marts" / f"{name}.sql"
        file.write_text(fault.format(file.read_text()))
    workspace = Workspace(tmp_path / "work", project)
    workspace.put_day(DAY)
    finished = workspace.pipeline("--date", DAY)
    failed = [line.strip() for line in finished.err.splitlines() if "enforced contract" in line]
    assert finished.code == 3
    assert sorted(line.split(":")[0] for line in failed) == sorted(FAULTS), finished.err
    said = {line.split(":")[0]: " ".join(line.split()) for line in failed}
    assert "| hour | BIGINT | INTEGER | data type mismatch |" in said["hourly_events"]
    assert "| description | | VARCHAR | missing in definition |" in said["rules"]
    assert "| further | INTEGER | | missing in contract |" in said["superseded_rows"]


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

"""With late_customer_days, an orphan waits for its customer, whatever the order of runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import IS_LONG, Workspace, copy_project, in_long_form

DAYS = ["2025-12-09", "2025-12-10", "2025-12-11", "2025-12-12", "2025-12-13"]
WAITED = "customers it waited for came or went"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with late_customer_days: 2."""
    return copy_project(tmp_path_factory.mktemp("project"), late_customer_days=2)


@pytest.fixture
def days(new_workspace: Callable[[], Workspace], project: Path) -> Workspace:
    """The five days, not built yet."""
    found = Workspace(new_workspace().folder, project)
    write_days(found)
    return found


def write_days(workspace: Workspace) -> None:
    """Writes five days with an order and an event of the customer `late`, who comes on the 12th.

    Those of the 10th are the first that wait with success; the events after it are repeats.
    """
    for day in DAYS:
        workspace.put(day, "customers", [f"c1,c1@x.com,2025-01-01,DE,active,{day}"])
        workspace.put(day, "orders", [f"{day},late,{day} 08:00:00,5,EUR,paid,{day}"])
        workspace.put(day, "events", [f"e1,late,{day} 08:00:00,login,ios,s1,5,{day}"])
    name(workspace, "late")


def name(workspace: Workspace, customer: str) -> None:
    """Writes the customers file of the 12th."""
    workspace.put(DAYS[3], "customers", [f"{customer},a@x.com,2025-01-01,DE,active,{DAYS[3]}"])


def run(workspace: Workspace, *arguments: str) -> str:
    """Runs the pipeline; returns what it said."""
    finished = workspace.pipeline(*arguments)
    assert finished.code == 0, finished.err
    return finished.out


def reasons(workspace: Workspace, feed: str) -> dict[str, list[str]]:
    """The reject reasons of each day's row; none where it is clean."""
    query = f"select ingest_date::text, [] from clean.clean_{feed}"
    query += f" union all select ingest_date::text, reject_reason from quarantine.quarantine_{feed}"
    return dict(workspace.query(query))


def from_scratch(workspace: Workspace, folder: Path) -> Workspace:
    """The same raw files built at once."""
    fresh = Workspace(folder, workspace.project)
    folder.mkdir()
    shutil.copytree(workspace.raw, fresh.raw)
    run(fresh)
    return fresh


@pytest.fixture(scope="module")
def at_once(new_workspace: Callable[[], Workspace], project: Path) -> tuple[dict, dict]:
    """What is published of the five days, and their tables, where one run built them."""
    found = Workspace(new_workspace().folder, project)
    write_days(found)
    run(found)
    return found.published(), found.tables()


def test_an_orphan_waits_for_its_customer(days: Workspace, at_once: tuple[dict, dict]) -> None:
    run(days, "--start", DAYS[0], "--end", DAYS[2])
    assert reasons(days, "orders") == {day: ["customer_id_orphan"] for day in DAYS[:3]}
    said = run(days, "--date", DAYS[3])
    assert f"{DAYS[1]}: {WAITED}" in said and f"{DAYS[2]}: {WAITED}" in said
    assert f"{DAYS[0]}: " not in said
    run(days, "--date", DAYS[4], "--refresh-stale")
    assert reasons(days, "orders") == {DAYS[0]: ["customer_id_orphan"]} | dict.fromkeys(
        DAYS[1:], []
    )
    assert reasons(days, "events") == {
        DAYS[0]: ["customer_id_orphan"],
        DAYS[1]: [],
        **dict.fromkeys(DAYS[2:], ["event_id_duplicate"]),
    }
    assert (days.published(), days.tables()) == at_once


@in_long_form
def test_a_customer_that_goes_again_makes_an_orphan(days: Workspace, tmp_path: Path) -> None:
    run(days)
    name(days, "somebody")
    run(days, "--refresh-stale")
    assert reasons(days, "orders")[DAYS[1]] == ["customer_id_orphan"]
    fresh = from_scratch(days, tmp_path / "without")
    assert (days.published(), days.tables()) == (fresh.published(), fresh.tables())


def test_the_order_of_runs_does_not_matter(
    days: Workspace, at_once: tuple[dict, dict], tmp_path: Path
) -> None:
    parts = [(day, day) for day in (DAYS[3], DAYS[1], DAYS[4], DAYS[0], DAYS[2])]
    for start, end in parts if IS_LONG else [(DAYS[2], DAYS[4]), (DAYS[0], DAYS[1])]:
        run(days, "--start", start, "--end", end)
    run(days, "--refresh-stale")
    assert (days.published(), days.tables()) == at_once
    shutil.rmtree(days.raw / f"ingest_date={DAYS[3]}")
    run(days, "--refresh-stale")
    fresh = from_scratch(days, tmp_path / "without")
    assert (days.published(), days.tables()) == (fresh.published(), fresh.tables())

"""Holidays of countries are listed once for each year, and count as announced dates."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import Workspace, checks_of, copy_project
from differential import from_reference, from_warehouse, table_differences

from sluice.cli import main
from sluice.files import holidays
from tests.reference import build

LINES = {
    "customers": "c{0},a@x.com,{1},FR,active,{1}",
    "events": "{1}-{0},c0,{1} 08:00:00,login,web,s1,5,{1}",
    "orders": "{1}-{0},c0,{1} 08:00:00,5,EUR,paid,{1}",
}
OWN = "2026-06-19,,,Our founding"


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of holidays with a row of one's own."""
    path = tmp_path / "holidays.csv"
    path.write_text(f"day,country,subdivision,name\n{OWN}\n", encoding="utf-8")
    monkeypatch.setattr(holidays, "PATH", path)
    return path


def test_holidays_of_countries_and_their_parts_are_listed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["holidays", "us-dc", "DE", "--years", "2025-2026"]) == 0
    told = capsys.readouterr().out
    assert "holidays of US-DC and DE, 2025 to 2026, in seeds/holidays.csv" in told
    rows = path.read_text(encoding="utf-8").splitlines()
    assert rows[0] == "day,country,subdivision,name"
    assert rows[1:] == sorted(rows[1:])
    assert {
        "2025-04-16,US,DC,Emancipation Day",
        "2025-11-27,US,DC,Thanksgiving Day",
        "2026-07-03,US,DC,Independence Day (observed)",
        "2025-10-03,DE,,German Unity Day",
        OWN,
    } <= set(rows)
    assert {row[:4] for row in rows[1:]} == {"2025", "2026"}


def test_a_country_and_year_is_written_anew_and_all_else_stays(path: Path) -> None:
    assert main(["holidays", "US", "DE", "GB-SCT", "--years", "2024-2026"]) == 0
    whole = path.read_bytes()
    assert main(["holidays", "US", "DE", "GB-SCT", "--years", "2024-2026"]) == 0
    assert path.read_bytes() == whole
    rows = whole.decode().splitlines()
    moved = [row.replace("2025-12-25,US,", "2025-12-24,US,") for row in rows]
    path.write_text("\n".join(moved), encoding="utf-8")
    assert main(["holidays", "US", "--years", "2026"]) == 0
    assert "2025-12-24,US" in path.read_text(encoding="utf-8")  # another year
    assert main(["holidays", "US", "--years", "2025"]) == 0
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["US", "--years", "2026-2024"], "Argument --years: years are 2026 or 2024-2026"),
        (["US", "--years", "26"], "not '26'"),
        (["Germany", "--years", "2026"], "'Germany' is no country: give its two letters"),
        (["XX", "--years", "2026"], "No holidays are known: Country XX not available."),
        (["US-ZZ", "--years", "2026"], "does not have subdivision ZZ."),
        (["US"], "--years"),
    ],
)
def test_what_is_unknown_is_said_and_nothing_written(
    path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = path.read_bytes()
    assert main(["holidays", *words]) == 2
    assert said in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_file_of_other_columns_is_left_alone(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("date,name\n2026-01-01,New Year\n", f"day,country,subdivision,name\n{OWN},x\n"):
        path.write_text(text, encoding="utf-8")
        assert main(["holidays", "US", "--years", "2026"]) == 2
        assert "must have the columns day, country, subdivision, name" in capsys.readouterr().err
        assert path.read_text(encoding="utf-8") == text


def test_without_the_package_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert main(["holidays", "US", "--years", "2026"]) == 2
    assert "pip install --editable '.[holidays]'" in capsys.readouterr().err


def test_a_holiday_is_an_announced_date_from_the_next_run_on(
    new_workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace: Workspace = new_workspace()
    workspace.project = copy_project(tmp_path / "project")
    seeds = workspace.project / "seeds"
    monkeypatch.setattr(holidays, "PATH", seeds / "holidays.csv")
    assert main(["holidays", "US", "FR", "--years", "2025"]) == 0
    for day, lines in (("2025-12-23", 3), ("2025-12-24", 3), ("2025-12-25", 1)):
        for feed, line in LINES.items():
            workspace.put(day, feed, [line.format(n, day) for n in range(lines)])
    finished = workspace.pipeline()
    assert finished.code == 0, finished.err
    evaluated = checks_of(workspace, "2025-12-25")
    for name in ("volume_drop", "volume_spike"):
        assert evaluated[name, "orders"] == ("not_evaluated", "an announced date")
    expected = from_reference(build(workspace.raw, seeds=seeds))
    found = from_warehouse(workspace.warehouse)
    name = "daily_alerts"
    assert table_differences(name, found[name], expected[name]) == []

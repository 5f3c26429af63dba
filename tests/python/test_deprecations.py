"""The project parses without a single warning, also with the checks that dbt keeps from DuckDB."""

from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas
from dbt_common.events.base_types import EventLevel, EventMsg

ROOT = Path(__file__).resolve().parents[2]
SUPPORTED = "_JSONSCHEMA_SUPPORTED_ADAPTERS"  # private, hence dbt is pinned


@pytest.fixture
def warnings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Parse the project as strictly as dbt can; return what it complains about."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SLUICE_WAREHOUSE", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setattr(jsonschemas, SUPPORTED, {*getattr(jsonschemas, SUPPORTED), "duckdb"})
    seen: list[str] = []

    def note(event: EventMsg) -> None:
        if event.info.level in (EventLevel.WARN, EventLevel.ERROR):
            seen.append(f"{event.info.name}: {event.info.msg}")

    arguments = ["parse", "--no-partial-parse", "--show-all-deprecations"]
    arguments += ["--profiles-dir", str(ROOT), "--log-path", str(tmp_path)]
    result = dbtRunner(callbacks=[note]).invoke([*arguments, "--target-path", str(tmp_path)])
    return [*seen, *([str(result.exception)] if result.exception else [])]


def test_parsing_the_project_warns_of_nothing(warnings: list[str]) -> None:
    assert not warnings

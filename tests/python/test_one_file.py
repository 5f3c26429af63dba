"""What is done for a run's single file of a feed, or a trimmed file, changes no outcome."""

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HEADERS, ROOT, Workspace
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(ROOT))

from sluice.files import raw_files  # noqa: E402

DAY = "2025-12-10"
BLANKS = " \t\v\f\r\u00a0"
DELIMITERS = ",;|\t"
TABLES = ("staging.stg_{}", "clean.clean_{}", "quarantine.quarantine_{}", "marts.daily_volume")
words = st.text(st.sampled_from('ab,;|" \t\v\f\u00a0\u00e0'), max_size=12)


def values(line: str, delimiter: str) -> list[str]:
    """What a line's values may be, their quotes left out."""
    return [part for field in line.split(delimiter) for part in field.split('"')]


@given(st.lists(words, min_size=1, max_size=4))
def test_no_value_of_a_trimmed_file_has_blanks_to_remove(lines: list[str]) -> None:
    if raw_files.is_trimmed("\n".join([*lines, ""]).encode()):
        for value in [v for line in lines for sign in DELIMITERS for v in values(line, sign)]:
            assert value == value.strip(BLANKS)
            assert "  " not in value


@given(st.lists(st.text("ab\u00e0", min_size=1), min_size=1), st.sampled_from(",;|"))
def test_single_blanks_inside_values_leave_a_file_trimmed(some: list[str], sign: str) -> None:
    assert raw_files.is_trimmed(f"{sign.join(some)}\n{' '.join(some)}\n".encode())


@pytest.mark.parametrize("blank", BLANKS.replace("\r", ""))
@pytest.mark.parametrize("line", ["{}a,b", "a{},b", "a,{}b", "a,b{}", '"a{}",b', "a b{}{}c,d"])
def test_one_odd_blank_is_found(blank: str, line: str) -> None:
    assert not raw_files.is_trimmed(f"a,b\n{line.replace('{}', blank)}\nc,d\n".encode())


def trimmed_lines(feed: str) -> list[str]:
    """The sample day's lines of a feed that leave a file trimmed."""
    path = ROOT / "data" / "raw" / f"ingest_date={DAY}" / f"{feed}_raw.csv"
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    return [line for line in text.split("\n")[1:] if line and raw_files.is_trimmed(line.encode())]


@pytest.fixture(scope="module")
def sample(new_workspace: Callable[[], Workspace]) -> Workspace:
    """The trimmed lines of the sample day and, after them, one malformed line; built alone."""
    found = new_workspace()
    for feed in HEADERS:
        found.put(DAY, feed, [*trimmed_lines(feed), "the last line"])
    finished = found.pipeline("--date", DAY)
    assert finished.code == 0, finished.err
    assert found.query("select bool_and(is_trimmed) from staging.stg_files") == [(True,)]
    return found


def outcome(workspace: Workspace, *left_out: str) -> dict[str, list[tuple]]:
    """The sample day's rows in every table about lines."""
    names = dict.fromkeys(table.format(feed) for table in TABLES for feed in HEADERS)
    columns = f"columns(lambda name: name not in ('', {str([*left_out])[1:-1]}))"
    query = f"select {columns} from {{}} where ingest_date = date '{DAY}' order by all"
    return {name: workspace.query(query.format(name)) for name in names}


def test_a_line_that_needs_trimming_changes_no_other(
    sample: Workspace, workspace: Workspace
) -> None:
    shutil.copytree(sample.raw, workspace.raw, dirs_exist_ok=True)
    for path in workspace.raw.rglob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("the last line", " the last  line"), encoding="utf-8")
    assert workspace.pipeline("--date", DAY).code == 0
    assert workspace.query("select bool_or(is_trimmed) from staging.stg_files") == [(False,)]
    expected, found = outcome(sample, "raw_line"), outcome(workspace, "raw_line")
    assert len(expected["quarantine.quarantine_events"]) > 20
    assert found == expected


def test_a_day_is_the_same_in_a_run_of_several(sample: Workspace, workspace: Workspace) -> None:
    shutil.copytree(sample.raw, workspace.raw, dirs_exist_ok=True)
    workspace.put_day("2025-12-11")
    assert workspace.pipeline().code == 0
    assert outcome(workspace) == outcome(sample)


def test_a_day_is_the_same_from_two_files(sample: Workspace, workspace: Workspace) -> None:
    for feed in HEADERS:
        lines = [*trimmed_lines(feed), "the last line"]
        half = len(lines) // 2
        path = workspace.put(DAY, feed, lines[:half])
        second: Path = path.with_name(f"{path.name}.gz")
        second.write_bytes(gzip.compress("\n".join([HEADERS[feed], *lines[half:], ""]).encode()))
    assert workspace.pipeline("--date", DAY).code == 0
    place = ("source_file", "line_number")
    assert outcome(workspace, *place) == outcome(sample, *place)

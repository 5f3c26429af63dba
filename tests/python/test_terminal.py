"""Nothing is wider than the terminal; where there is none, lines stay whole."""

from __future__ import annotations

import io

import pytest

from sluice.build.console import ERASE_LINE, Console
from sluice.problems import complain
from sluice.terminal import cut, fitted

LONG = "Skipped, as there is no folder: " + ", ".join(f"2025-12-{n:02d}" for n in range(1, 32))
PATH = "/a/path/without/a/blank" * 9


class Terminal(io.StringIO):
    """What a terminal is to a program."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch) -> int:
    """A narrow terminal."""
    monkeypatch.setenv("COLUMNS", "60")
    return 60


@pytest.mark.parametrize("line", [LONG, f"    {LONG}", PATH, f"Cannot write to {PATH}.", "x" * 61])
def test_a_long_line_is_broken_and_loses_nothing(line: str, columns: int) -> None:
    first, *more = fitted(line, Terminal()).split("\n")
    assert more and all(len(part) <= columns for part in (first, *more))
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    assert all(part.startswith(indent) for part in more)
    assert "".join("".join([first, *more]).split()) == "".join(line.split())


def test_short_lines_stay_as_they_are() -> None:
    text = f"short\n\n  {'x' * 58}\na  table  of  cells"
    assert fitted(text, Terminal()) == text


def test_elsewhere_lines_stay_whole() -> None:
    assert fitted(LONG, io.StringIO()) == LONG


def test_all_that_a_run_says_fits(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    out, err = Terminal(), Terminal()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    shown = Console(is_quiet=False)
    shown.progress("steps", 0, 1_000_000, "a_model_with_a_name_that_is_very_very_long_indeed" * 2)
    shown.say(LONG)
    shown.warning(LONG)
    shown.problem(LONG)
    complain(LONG)
    lines = (out.getvalue() + err.getvalue()).replace(ERASE_LINE, "\n").split("\n")
    assert len(lines) > 20 and max(map(len, lines)) <= columns


@pytest.mark.parametrize(("most", "shown"), [(4, "abcd"), (3, "ab…"), (1, "…")])
def test_a_cut_says_so(most: int, shown: str) -> None:
    assert cut("abcd", most) == shown

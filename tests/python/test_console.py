"""What a run says while it runs: a counter in a terminal, plain lines elsewhere, or nothing."""

from __future__ import annotations

import pytest

from sluice.build import console
from sluice.build.console import ERASE_LINE, Console, clock, in_time

STEPS = [(0, 0.0), (1, 1.0), (2, 4.0), (3, 12.0), (4, 13.0)]  # what is done, and when


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def monotonic(self) -> float:
        """The time it was set to."""
        return self.now


def said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_terminal: bool,
    is_quiet: bool = False,
) -> str:
    """What a console prints of the steps."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal, raising=False)
    monkeypatch.setattr(console, "time", found := Clock())
    shown = Console(is_quiet)
    for done, found.now in STEPS:
        shown.progress("steps", done, 6, f"model_{done}")
    shown.say("Done.")
    return capsys.readouterr().out


def test_a_terminal_has_a_counter_with_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = said(monkeypatch, capsys, is_terminal=True).split(ERASE_LINE)
    assert texts == [
        "",
        "  0/6 steps  model_0",
        "  1/6 steps  model_1",
        "  2/6 steps  model_2  0:04 so far, about 0:08 left",
        "  3/6 steps  model_3  0:12 so far, about 0:12 left",
        "  4/6 steps  model_4  0:13 so far, about 0:06 left",
        "Done.\n",
    ]


def test_elsewhere_a_plain_line_tells_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(monkeypatch, capsys, is_terminal=False)
    assert text == "  3/6 steps  model_3  0:12 so far, about 0:12 left\nDone.\n"


def test_quiet_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(monkeypatch, capsys, is_terminal=True, is_quiet=True) == ""


@pytest.mark.parametrize("is_quiet", [False, True])
def test_a_warning_is_on_standard_error_once(
    is_quiet: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Console(is_quiet)
    for text in ("Ignored: \x1bx", "Ignored: y", "Ignored: \x1bx"):
        shown.warning(text)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Warning: Ignored: \\x1bx\nWarning: Ignored: y\n")
    assert shown.warnings == ["Ignored: \\x1bx", "Ignored: y"]


def test_time_is_foretold_only_from_something() -> None:
    assert in_time(60, 0, 10) == "" and in_time(1, 5, 10) == ""
    assert in_time(60, 1, 61) == "  1:00 so far, about 1:00:00 left"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (125, "2:05"), (3725, "1:02:05")]
)
def test_a_duration_is_written_as_a_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text

"""What the benchmark measures beside time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks.processes import size_of  # noqa: E402


def test_a_folder_that_is_gone_meanwhile_has_no_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "file").write_bytes(b"12345")
    gone, scandir = tmp_path / "gone", os.scandir
    gone.mkdir()

    def vanishing(path: object) -> object:
        if Path(str(path)) == gone:
            raise FileNotFoundError(path)
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", vanishing)
    assert size_of(tmp_path) == 5

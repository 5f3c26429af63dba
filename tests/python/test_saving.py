"""Small files are replaced in one step, and stay what they were: links, modes, owners."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluice.files.saving import alone_at, save
from sluice.problems import Problem


def test_a_link_stays_one_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "kept" / "file"
    file.parent.mkdir()
    file.write_bytes(b"before")
    file.chmod(0o640)
    link.symlink_to(file)
    for content in (b"one", b"two"):
        with alone_at(link):
            save(link, content)
        assert link.is_symlink() and file.read_bytes() == content
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in file.parent.iterdir()) == ["file"]


def test_a_new_file_gets_its_folder_and_a_link_to_nothing_none(tmp_path: Path) -> None:
    save(tmp_path / "new" / "file", b"text", "file")
    assert (tmp_path / "new" / "file").read_bytes() == b"text"
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "unmounted" / "file")
    with pytest.raises(Problem, match="Cannot write its name: No such file or directory"):
        save(link, b"text", "its name")
    assert not (tmp_path / "unmounted").exists()


def test_only_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    names = [".a[b].1.bak", ".a[b].0", ".a[b].99999999999999999999", ".a[b].1x", ".ab.999999998"]
    for name in [*names, ".a[b].999999998"]:
        (tmp_path / name).touch()
    (tmp_path / ".a[b].999999999").mkdir()
    save(tmp_path / "a[b]", b"text")
    kept = [*names, ".a[b].999999999", "a[b]"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


def test_a_link_to_itself_is_said(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(Problem, match="Cannot write its name: Too many levels of symbolic links"):
        save(link, b"text", "its name")
    with (
        pytest.raises(Problem, match="Cannot write its name: Too many levels of symbolic links"),
        alone_at(link, "its name"),
    ):
        raise AssertionError

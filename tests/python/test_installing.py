"""What is installed is fixed, and a Python that can't work is refused in a sentence."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sluice.warehouse.layout import RELEASE

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONSTRAINTS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
FIXED = {canonicalize_name(found.name): str(found.specifier) for found in CONSTRAINTS}
EXTRAS = PROJECT["project"]["optional-dependencies"]
NAMED = [
    Requirement(text) for text in (*PROJECT["project"]["dependencies"], *sum(EXTRAS.values(), []))
]
NEEDED = "Sluice needs Python 3.11, 3.12 or 3.13"
PRETENDING = """#!/bin/sh
exec {python} -c 'import sys; sys.version_info = {version}; exec(sys.argv.pop())' "$2"
"""


def needed(names: list[Requirement]) -> set[str]:
    """The names of packages, and of all that they need here."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        wanted = waiting.pop()
        if (name := canonicalize_name(wanted.name)) in found:
            continue
        try:
            texts = requires(wanted.name) or []
        except PackageNotFoundError:  # of an extra that isn't installed
            continue
        found.add(name)
        extras = wanted.extras or {""}
        more = [Requirement(text) for text in texts]
        waiting += [
            other
            for other in more
            if other.marker is None or any(other.marker.evaluate({"extra": of}) for of in extras)
        ]
    return found


def test_every_package_has_one_version() -> None:
    assert all(re.fullmatch(r"==[^,*]+", text) for text in FIXED.values())
    assert needed(NAMED) <= set(FIXED)
    assert {
        canonicalize_name(found.name): str(found.specifier) for found in NAMED
    }.items() <= FIXED.items()


def test_the_lock_names_no_place() -> None:
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_what_is_imported_is_declared() -> None:
    imports = re.compile(r"^(?:from|import) (\w+)", re.MULTILINE)
    modules = {
        module
        for path in (ROOT / "scripts" / "sluice").rglob("*.py")
        for module in imports.findall(path.read_text(encoding="utf-8"))
    }
    foreign = modules - sys.stdlib_module_names - {"sluice"}
    declared = {"dbt": "dbt-core", "yaml": "pyyaml"}
    names = {found.name for found in map(Requirement, PROJECT["project"]["dependencies"])}
    assert {declared.get(module, module) for module in foreign} <= names


def test_the_version_is_said_once() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {
        "attr": "sluice.warehouse.layout.RELEASE"
    }
    assert "version" not in yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d+\.\d+\.\d+", RELEASE)


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0), (4, 0, 0)], ids=str)
def test_another_python_is_refused_in_a_sentence(tmp_path: Path, version: tuple) -> None:
    finished = make(tmp_path, version)
    assert finished.returncode == 2
    assert finished.stdout == (
        "Sluice needs Python 3.11, 3.12 or 3.13, as dbt 1.11 breaks on 3.14,"
        " and ./python is another: make setup PYTHON=...\n"
    )
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 9)], ids=str)
def test_these_are_not(tmp_path: Path, version: tuple) -> None:
    assert "Sluice needs" not in make(tmp_path, version).stdout


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (
            "sys.version_info = (3, 10, 9)",
            "Sluice needs Python 3.11, 3.12 or 3.13, and this is 3.10.",
        ),
        (
            "sys.version_info = (3, 14, 0)",
            "Sluice needs Python 3.11, 3.12 or 3.13, and this is 3.14.",
        ),
        (
            "sys.path = [path for path in sys.path if 'packages' not in path]",
            "This Python has none of Sluice's packages: `make setup`, then use .venv/bin/python.",
        ),
    ],
)
def test_a_script_says_what_its_python_lacks(before: str, sentence: str) -> None:
    work = f"import sys; {before}; sys.path.insert(0, 'scripts'); import sluice"
    command = [sys.executable, "-c", work]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == f"{sentence}\n"


def test_all_agree_on_the_pythons() -> None:
    matrix = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert matrix["jobs"]["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.14"
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "(3, 11) <= sys.version_info < (3, 14)" in script and "3.14" not in script
    package = (ROOT / "scripts" / "sluice" / "__init__.py").read_text(encoding="utf-8")
    assert "(3, 11) <= sys.version_info[:2] < (3, 14)" in package


def test_the_makefile_says_each_target_once() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.findall(r"(?m)^\.PHONY: (.*)$", text)[0].split()
    said = re.findall(r"(?m)^([a-z0-9-]+):.*# ", text)
    assert sorted(said) == sorted(phony)
    shown = subprocess.run(
        ["make", "--dry-run", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stderr == ""


def make(folder: Path, version: tuple) -> subprocess.CompletedProcess[str]:
    """`make setup` in an empty folder, with a Python that says it is of some version."""
    python = folder / "python"
    python.write_text(PRETENDING.format(python=sys.executable, version=version))
    python.chmod(0o755)
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).touch()
    command = ["make", "--silent", "--file", str(ROOT / "Makefile"), "setup", "PYTHON=./python"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

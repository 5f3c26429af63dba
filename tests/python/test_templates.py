"""What Jinja compiled is kept from run to run, and only what would be compiled alike."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment

from sluice.build import templates
from sluice.build.templates import kept_templates

TEXTS = ["{{ a + 1 }}", "{% macro one(b) %}{{ b }}!{% endmacro %}{{ one(a) }}", "plain"]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that Jinja had to look at."""
    found: list[str] = []
    plain = Environment._parse

    def parse(self: Environment, source: str, *more: str | None) -> object:
        found.append(source)
        return plain(self, source, *more)

    monkeypatch.setattr(Environment, "_parse", parse)
    return found


def rendered(file: Path, environment: Environment, texts: list[str] = TEXTS) -> list[str]:
    """What texts give with a file of templates."""
    with kept_templates(file):
        return [environment.from_string(text).render(a=1) for text in texts]


def test_a_text_is_compiled_once_and_gives_the_same(tmp_path: Path, parsed: list[str]) -> None:
    plain = Environment.compile
    file = tmp_path / "target" / "templates"
    first = rendered(file, Environment())
    assert first == ["2", "1!", "plain"] and parsed == TEXTS
    kept = file.read_bytes()
    assert rendered(file, Environment()) == first and parsed == TEXTS
    assert file.read_bytes() == kept and list(file.parent.iterdir()) == [file]
    assert rendered(file, Environment(), ["{{ a + 2 }}"]) == ["3"] and parsed[3:] == ["{{ a + 2 }}"]
    assert rendered(file, Environment()) == first and len(parsed) == 4  # what was there still is
    assert Environment.compile is plain


def test_each_kind_of_environment_has_its_own(tmp_path: Path) -> None:
    file = tmp_path / "templates"
    assert rendered(file, Environment(), ["{{ [a] }}"]) == ["[1]"]
    native = rendered(file, NativeEnvironment(), ["{{ [a] }}"])
    assert native == [[1]]
    for environment, is_there in ((Environment(), "True"), (SandboxedEnvironment(), "False")):
        assert rendered(file, environment, ["{{ a.__class__ is defined }}"]) == [is_there]
    with pytest.raises(TemplateSyntaxError):
        rendered(file, Environment(), ["{% do [].append(1) %}"])
    done = Environment(extensions=["jinja2.ext.do"])
    assert rendered(file, done, ["{% do [].append(1) %}"]) == [""]
    with pytest.raises(TemplateSyntaxError):
        rendered(file, Environment(), ["{% do [].append(1) %}"])


@pytest.mark.parametrize(
    "bytes_kept", [b"", b"no marshal", marshal.dumps(1), marshal.dumps((1, 2))]
)
def test_a_file_of_something_else_is_written_anew(tmp_path: Path, bytes_kept: bytes) -> None:
    file = tmp_path / "templates"
    file.write_bytes(bytes_kept)
    assert rendered(file, Environment()) == ["2", "1!", "plain"]
    assert len(templates.read(file)) == 3


def test_another_version_takes_nothing_of_it(
    tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "templates"
    rendered(file, Environment())
    monkeypatch.setattr(templates, "version", lambda name: "another")
    rendered(file, Environment())
    assert parsed == TEXTS * 2


def test_it_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "templates"
    monkeypatch.setattr(templates, "MOST", 10)
    for n in range(12):
        rendered(file, Environment(), [f"{{{{ a + {n} }}}}"])
        assert 1 <= len(templates.read(file)) <= 10


def test_without_a_place_for_it_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("no folder")
    assert rendered(tmp_path / "target" / "templates", Environment()) == ["2", "1!", "plain"]
    (tmp_path / "templates").mkdir()
    assert rendered(tmp_path / "templates", Environment()) == ["2", "1!", "plain"]
    assert {path.name for path in tmp_path.iterdir()} == {"target", "templates"}


def test_a_run_that_fails_leaves_the_class_as_it_was(tmp_path: Path) -> None:
    plain = Environment.compile
    with pytest.raises(ZeroDivisionError), kept_templates(tmp_path / "templates"):
        raise ZeroDivisionError
    assert Environment.compile is plain


def test_who_asks_dbt_for_what_it_compiles_gets_it(
    tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_MACRO_DEBUGGING", "1")
    for _ in range(2):
        rendered(tmp_path / "templates", Environment())
    assert parsed == TEXTS * 2

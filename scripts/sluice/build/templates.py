"""Keeps what Jinja makes of macros and models for later runs: a seventh of a small run."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from types import CodeType
from typing import Any

from sluice.build.replacing import replaced

MOST = 5_000  # texts; beyond it, those that a run didn't need are forgotten


@contextmanager
def kept_templates(file: Path) -> Iterator[None]:
    """Has Jinja compile no text that is in `file`; what it compiled is in there afterwards.

    dbt keeps compiled macros no longer than its process, and Jinja's own cache is for files.
    """
    from jinja2 import Environment

    if os.environ.get("DBT_MACRO_DEBUGGING"):  # with it dbt writes down what it compiles
        yield
        return
    compile_anew = Environment.compile
    kept = read(file)
    used: dict[str, CodeType] = {}

    def compile_once(self: Environment, source: Any, *more: Any, **named: Any) -> Any:
        if more or named or not isinstance(source, str):
            return compile_anew(self, source, *more, **named)
        key = f"{type(self).__name__} {' '.join(sorted(self.extensions))} {source}"
        code = used.get(key) or kept.get(key) or compile_anew(self, source)
        used[key] = code
        return code

    with replaced(Environment, "compile", compile_once):
        yield
    if not used.keys() <= kept.keys():
        together = kept | used
        write(file, together if len(together) <= MOST else used)


def made_by() -> list[str]:
    """What compiled texts depend on besides the texts."""
    return [sys.version, *(version(name) for name in ("jinja2", "dbt-core", "dbt-common"))]


def read(file: Path) -> dict[str, CodeType]:
    """What an earlier run left; nothing where that was another Python, Jinja or dbt."""
    try:
        makers, kept = marshal.loads(file.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):  # not there, or damaged
        return {}
    return kept if makers == made_by() else {}


def write(file: Path, kept: dict[str, CodeType]) -> None:
    """Leaves it for the next run, whole or not at all; without room there is just no gain."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(marshal.dumps((made_by(), kept)))
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)

"""Builds editable installs alone: without its checkout, a project of dbt's, Sluice is nothing."""

from __future__ import annotations

from typing import Any, NoReturn

from setuptools.build_meta import (  # noqa: F401
    build_editable,
    get_requires_for_build_editable,
    prepare_metadata_for_build_editable,
)


def build_wheel(*arguments: Any, **named: Any) -> NoReturn:
    """Called for `pip install .` and the like."""
    raise SystemExit("Sluice works in its checkout alone: pip install --editable .")


build_sdist = build_wheel

"""Builds the docs site as one file that needs nothing else: dbt's, with its picture put in."""

from __future__ import annotations

import argparse
import json
import os
from base64 import b64encode

from dbt.cli.main import dbtRunner

from sluice import command_line as commands
from sluice.build.dbt_runs import ARTIFACTS, plain, quiet_options
from sluice.problems import BAD_INPUT, DONE, FAILED, Parser, Problem
from sluice.report.pages.html import embedded
from sluice.settings import (
    ROOT,
    TARGETS,
    check_dbt_folders,
    clear_environment,
    project_options,
    target_folder,
)
from sluice.warehouse import spark
from sluice.warehouse.state import as_held

PICTURE = "docs/flow.svg"  # as models/overview.md names it
SITE = "static_index.html"
MANIFEST = '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest'
UNIT_TEST = "unit_test."


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    return commands.run(lambda: Parser(description=__doc__).parse_args(argv), build)


def build(arguments: argparse.Namespace) -> int:
    """Builds the site and says where it is."""
    if spark.is_chosen():
        raise Problem(BAD_INPUT, spark.NOT_HERE)
    clear_environment()
    check_dbt_folders()
    os.chdir(ROOT)
    command = ["docs", "generate", "--static", *project_options(), *quiet_options(), *ARTIFACTS]
    built = dbtRunner().invoke(command)
    if isinstance(built.exception, KeyboardInterrupt):
        raise built.exception
    if built.exception and (held := as_held(built.exception, os.environ.get(*TARGETS["duckdb"]))):
        raise held
    if not built.success:
        why = plain(str(built.exception)) if built.exception else "its log says why."
        raise Problem(FAILED, f"dbt could not build the docs: {why}")
    site = target_folder() / SITE
    page = without_unit_tests(with_picture(site.read_text(encoding="utf-8")))
    site.write_text(page, encoding="utf-8")
    print(f"Open {site}")
    return DONE


def with_picture(page: str) -> str:
    """The page with the picture itself in the place of its path."""
    link = f"]({PICTURE})"
    if link not in page:
        raise ValueError(f"models/overview.md does not show {PICTURE}")
    picture = b64encode((ROOT / PICTURE).read_bytes()).decode()
    return page.replace(link, f"](data:image/svg+xml;base64,{picture})")


def without_unit_tests(page: str) -> str:
    """The page with no unit tests in its lineage, where they hide what the models are made of."""
    start = page.index(MANIFEST)
    manifest, end = json.JSONDecoder().raw_decode(page, start)
    manifest["unit_tests"] = {}
    for links in (manifest["parent_map"], manifest["child_map"]):
        for name in [name for name in links if name.startswith(UNIT_TEST)]:
            del links[name]
        for name, others in links.items():
            links[name] = [other for other in others if not other.startswith(UNIT_TEST)]
    return page[:start] + embedded(manifest) + page[end:]

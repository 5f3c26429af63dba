"""Builds the docs site as one file that needs nothing else: dbt's, with its picture put in."""

from __future__ import annotations

import os
import sys
from base64 import b64encode

from dbt.cli.main import dbtRunner

from sluice.problems import Parser
from sluice.settings import ROOT, clear_environment, project_options

PICTURE = "docs/flow.svg"  # as models/overview.md names it
SITE = "static_index.html"


def main(argv: list[str] | None = None) -> int:
    """Builds the site and says where it is."""
    Parser(description=__doc__).parse_args(argv)
    clear_environment()
    os.chdir(ROOT)
    command = ["--quiet", "docs", "generate", "--static", *project_options()]
    built = dbtRunner().invoke(command)
    if not built.success:
        print(built.exception or "dbt could not build the docs.", file=sys.stderr)
        return 1
    site = ROOT / os.environ.get("DBT_TARGET_PATH", "target") / SITE
    site.write_text(with_picture(site.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"Open {site}")
    return 0


def with_picture(page: str) -> str:
    """The page with the picture itself in the place of its path."""
    link = f"]({PICTURE})"
    if link not in page:
        raise ValueError(f"models/overview.md does not show {PICTURE}")
    picture = b64encode((ROOT / PICTURE).read_bytes()).decode()
    return page.replace(link, f"](data:image/svg+xml;base64,{picture})")

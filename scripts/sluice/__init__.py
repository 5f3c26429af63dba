"""The part of the project that is Python: what dbt can't do, and the command `sluice`."""

import sys
from importlib.util import find_spec


def refusal() -> "str | None":
    """Why this Python can't run the project, if it can't: in words that any Python 3 reads."""
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        number = ".".join(map(str, sys.version_info[:2]))
        return "Sluice needs Python 3.11, 3.12 or 3.13, and this is " + number
    if find_spec("duckdb") is None:
        return "This Python has none of Sluice's packages: `make setup`, then use .venv/bin/python"
    return None


why = refusal()
if why:
    sys.stderr.write(why + ".\n")
    sys.exit(2)

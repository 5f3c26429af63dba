"""Which tables a warehouse has, as a number that it remembers and every command looks at first.

Count LAYOUT up with any change after which a warehouse has to be built anew. It and the release
stand here alone; macros/engine/check_layout.sql asks these functions.
"""

from __future__ import annotations

LAYOUT = 4
RELEASE = "1.1.0"  # the version of the project: pyproject.toml reads it here
UNNUMBERED = "1.0.0 or earlier"  # built a warehouse that has dates and remembers no layout


def this_layout() -> dict[str, object]:
    """What a new warehouse remembers."""
    return {"layout": LAYOUT, "built_by": RELEASE}


def layout_problem(warehouse: str, layout: int | None, built_by: str | None) -> str | None:
    """Why this version can't work on a warehouse that was built; None where it can."""
    if layout == LAYOUT:
        return None
    by = built_by or UNNUMBERED
    before = f" when its layout was {layout}" if by == RELEASE else ""
    return (
        f"{warehouse} was built by version {by}{before}; the tables of this one,"
        f" {RELEASE}, are others: build all dates into a new warehouse. Nothing was changed."
    )

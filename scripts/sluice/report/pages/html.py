"""Puts a page together: one file that needs nothing else and may do nothing else."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SCRIPTS = (  # in this order
    *("words.js", "elements.js", "findings.js", "frames.js", "charts.js", "drawings.js"),
    *("verdicts.js", "reasons.js", "parts.js", "page.js"),
)
# A chart's own style sheet, as the library writes it: it has to be allowed by its hash too.
CHART_STYLE = re.compile(r"`(:where\(\.\$\{(\w+)\}\) \{\s+--plot-background.*?)`", re.DOTALL)
CHART_CLASS = "plot"
MARKER = re.compile(r"<!--(\w+)-->")


def page(title: str, data: dict[str, Any]) -> str:
    """The text of a page."""
    style, charts, script = assets()
    parts = {
        "policy": policy(style, charts, script),
        "title": title,
        "style": style,
        "data": embedded(data),
        "charts": charts,
        "script": script,
    }
    return MARKER.sub(lambda marker: parts[marker[1]], text_of("assets/page.html"))


@cache
def assets() -> tuple[str, str, str]:
    """The style sheet, the chart library and our own script."""
    own = "".join(text_of(f"assets/{name}") for name in SCRIPTS)
    return (
        text_of("assets/page.css"),
        text_of("plot/plot.min.js"),
        f'"use strict";\n(() => {{\n{own}}})();\n',
    )


def text_of(name: str) -> str:
    """The text of a file beside this one."""
    return (HERE / name).read_text(encoding="utf-8")


def policy(style: str, *scripts: str) -> str:
    """The content security policy: exactly these styles and scripts, and nothing else."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(hashed, scripts))}",
            f"style-src {hashed(style)} {hashed(chart_style(scripts[0]))}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def chart_style(library: str) -> str:
    """The style sheet that the chart library puts into a chart."""
    match = CHART_STYLE.search(library)
    if match is None:
        raise ValueError("plot.min.js has no style sheet of the form that is expected")
    return match[1].replace(f"${{{match[2]}}}", CHART_CLASS)


def hashed(text: str) -> str:
    """A source of a content security policy: this text alone."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def embedded(data: dict[str, Any]) -> str:
    """Data as JSON that is inert in HTML, whatever it holds."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

"""Writes what a run did as metrics for Prometheus, as node_exporter's textfile collector reads it.

It is the one output with a clock. What a run that failed can't know stays as an earlier one wrote.
"""

from __future__ import annotations

import os
import re
import time
from calendar import timegm
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sluice.files.saving import replace
from sluice.printable import printable
from sluice.problems import BAD_INPUT, Problem

HELP = {
    "sluice_last_run_timestamp_seconds": "When the last run ended.",
    "sluice_last_success_timestamp_seconds": "When the last run ended that published its dates.",
    "sluice_last_run_exit_code": "How the last run ended: 0 done, 1 alerts, 2 bad input, 3 failed,"
    " 4 the warehouse was held, 130 interrupted.",
    "sluice_last_run_duration_seconds": "How long the last run took.",
    "sluice_stale_dates": "Dates that are no longer up to date.",
    "sluice_latest_date_timestamp_seconds": "The latest date that the last successful run built;"
    " what follows is of that date.",
    "sluice_received_lines": "Lines that were received.",
    "sluice_clean_lines": "Lines that are clean.",
    "sluice_quarantined_lines": "Lines in quarantine.",
    "sluice_clean_share": "Share of the lines that is clean.",
    "sluice_alerts": "Alerts that fire and that nobody has acknowledged.",
}
COUNTS = {
    "total": "sluice_received_lines",
    "clean": "sluice_clean_lines",
    "quarantine": "sluice_quarantined_lines",
}
SAMPLE = re.compile(r"^(sluice_\w+)((?:\{[^}\n]*\})?) (-?\d+(?:\.\d+)?)$", re.MULTILINE)
Samples = dict[tuple[str, str], float]  # by name and labels


@dataclass(frozen=True)
class MetricsFile:
    """A file of ours, and its name as the user knows it."""

    path: Path
    name: str

    def check(self) -> None:
        """Raises a Problem where it can't be written, or would replace what isn't ours."""
        try:
            is_ours = not self.path.exists() or self.path.read_text("utf-8")[:7] in ("", "# HELP ")
        except (OSError, UnicodeDecodeError):
            is_ours = False
        if not is_ours:
            raise Problem(BAD_INPUT, f"{self.name} holds no metrics: it would be overwritten.")
        if not self.path.parent.is_dir():
            raise Problem(BAD_INPUT, f"Cannot write {self.name}: there is no such folder.")
        if not os.access(self.path.parent, os.W_OK):
            raise Problem(BAD_INPUT, f"Cannot write {self.name}: its folder can't be written to.")

    def write(self, samples: Samples) -> str | None:
        """Replaces the file, keeping what isn't known anew; a warning if that fails.

        What it is written to before is not read by Prometheus, as it is no *.prom.
        """
        try:
            known = read(self.path)
            if any(name == "sluice_latest_date_timestamp_seconds" for name, _ in samples):
                known = {}
            replace(self.path, as_text(known | samples).encode())
        except OSError as error:
            return f"Cannot write {self.name}: {error.strerror or error}."
        return None


def of_run(exit_code: int, seconds: float) -> Samples:
    """What is known of any run."""
    return {
        ("sluice_last_run_timestamp_seconds", ""): int(time.time()),
        ("sluice_last_run_exit_code", ""): exit_code,
        ("sluice_last_run_duration_seconds", ""): round(seconds, 3),
    }


def of_success(stale: int, day: dict[str, Any] | None) -> Samples:
    """What is known of a run that published: `day` is its latest date, as in the summary."""
    found: Samples = {
        ("sluice_last_success_timestamp_seconds", ""): int(time.time()),
        ("sluice_stale_dates", ""): stale,
    }
    return found | (of_date(day) if day else {})


def of_date(day: dict[str, Any]) -> Samples:
    """The numbers of a date, by feed."""
    midnight = time.strptime(f"{day['ingest_date']} UTC", "%Y-%m-%d %Z")
    found: Samples = {("sluice_latest_date_timestamp_seconds", ""): timegm(midnight)}
    for feed, counts in day["datasets"].items():
        of_feed = f'{{feed="{feed}"}}'
        found |= {(name, of_feed): counts[count] for count, name in COUNTS.items()}
        if counts["total"]:
            found["sluice_clean_share", of_feed] = round(counts["clean"] / counts["total"], 6)
        for severity in ("warn", "error"):
            alerts = [
                alert
                for alert in day["alerts"]
                if (alert["dataset"], alert["severity"]) == (feed, severity)
                and "acknowledged" not in alert
            ]
            found["sluice_alerts", f'{{feed="{feed}",severity="{severity}"}}'] = len(alerts)
    return found


def read(path: Path) -> Samples:
    """What a file of ours holds; nothing where there is none."""
    if not path.exists():
        return {}
    found = SAMPLE.finditer(path.read_text(encoding="utf-8"))
    return {(name, labels): float(value) for name, labels, value in (m.groups() for m in found)}


def as_text(samples: Samples) -> str:
    """The text that Prometheus reads."""
    lines = []
    for name, what in HELP.items():
        of_name = sorted(labels for known, labels in samples if known == name)
        if of_name:
            lines += [f"# HELP {name} {printable(what)}", f"# TYPE {name} gauge"]
            lines += [f"{name}{labels} {samples[name, labels]:.15g}" for labels in of_name]
    return "\n".join([*lines, ""])

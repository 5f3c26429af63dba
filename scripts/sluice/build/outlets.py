"""Who is told of a run besides whoever started it: a webhook, and a file of metrics."""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sluice.build.places import Places, resolved
from sluice.build.spelled import given
from sluice.build.summary import Summary
from sluice.problems import INTERRUPTED, Problem
from sluice.report import metrics
from sluice.report.metrics import MetricsFile
from sluice.report.notify import check_address, notify, notify_failure

ADDRESS = "SLUICE_NOTIFY_URL"


@dataclass
class Outlets:
    """Where a run is told of."""

    address: str | None
    metrics_file: MetricsFile | None
    command: str
    began: float = field(default_factory=time.monotonic)
    reports: Path | None = None  # once they are known
    span: tuple[date, date] | None = None

    def learn(self, places: Places) -> None:
        """Learns where everything is: where places overlap, nothing is written into them."""
        file, self.metrics_file = self.metrics_file, None
        places.check_apart()
        self.metrics_file, self.reports = file, places.reports.path

    def succeeded(self, summary: Summary, exit_code: int) -> list[str]:
        """Tells of a run that published its dates; returns warnings."""
        days: list[date | str] = [*summary.days, *summary.published_late]
        warnings = []
        if self.address and self.reports:
            warnings.append(notify(self.address, self.reports, days, summary.removed))
        if self.metrics_file:
            latest = summary.days[max(summary.days)] if summary.days else None
            samples = self.of_run(exit_code)
            if not summary.left_out:
                samples |= metrics.of_success(len(summary.stale), latest)
            warnings.append(self.metrics_file.write(samples))
        for day, why in summary.left_out.items():
            problem = Problem(exit_code, f"{why}. The other dates were built.")
            if self.address:
                warnings.append(
                    notify_failure(self.address, self.reports, problem, self.command, day)
                )
        return [warning for warning in warnings if warning]

    def failed(self, problem: Problem) -> list[str]:
        """Tells of a run that failed, but not of one that somebody interrupted."""
        warnings = []
        if self.address and problem.exit_code != INTERRUPTED:
            start, end = self.span or (None, None)
            day = str(start) if start and start == end else ""
            told = notify_failure(self.address, self.reports, problem, self.command, day)
            warnings.append(told)
        if self.metrics_file:
            warnings.append(self.metrics_file.write(self.of_run(problem.exit_code)))
        return [warning for warning in warnings if warning]

    def of_run(self, exit_code: int) -> metrics.Samples:
        """What is known of any run."""
        return metrics.of_run(exit_code, time.monotonic() - self.began)


def find_outlets(arguments: argparse.Namespace, words: list[str]) -> Outlets:
    """Where a run is to be told of; a Problem where that can't be."""
    address = check_address(arguments.notify or os.environ.get(ADDRESS))
    file = None
    if arguments.metrics:
        file = MetricsFile(resolved(arguments.metrics), arguments.metrics)
        file.check()
    return Outlets(address, file, given(words, arguments.notify))

"""Who is told of a run besides whoever started it: a webhook, and a file of metrics."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sluice.build.places import Places, resolved
from sluice.build.spelled import given
from sluice.build.summary import Summary
from sluice.problems import INTERRUPTED, Parser, Problem
from sluice.report import metrics
from sluice.report.metrics import MetricsFile
from sluice.report.news import EVERY, STALE
from sluice.report.notify import check_address, notify, notify_failure
from sluice.words import first_of

ADDRESS = "SLUICE_NOTIFY_URL"
MAX_REASONS = 12  # of dates that were left out


@dataclass
class Outlets:
    """Where a run is told of."""

    address: str | None
    metrics_file: MetricsFile | None
    command: str
    began: float = field(default_factory=time.monotonic)
    reports: Path | None = None  # once they are known
    asked: str | None = None  # what the run is to do, as news.py has it; once it is known

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
            asked = None if summary.left_out else self.asked
            warnings.append(notify(self.address, self.reports, days, summary.removed, asked))
        if self.metrics_file:
            latest = summary.days[max(summary.days)] if summary.days else None
            samples = self.of_run(exit_code)
            if not summary.left_out:
                samples |= metrics.of_success(len(summary.stale), latest)
            warnings.append(self.metrics_file.write(samples))
        if summary.left_out and self.address:
            reasons = "; ".join(first_of(list(summary.left_out.values()), MAX_REASONS))
            problem = Problem(exit_code, f"{reasons}. The other dates were built.")
            told = notify_failure(
                self.address, self.reports, problem, self.command, summary.left_out
            )
            warnings.append(told)
        return [warning for warning in warnings if warning]

    def failed(self, problem: Problem) -> list[str]:
        """Tells of a run that failed, but not of one that somebody interrupted."""
        warnings = []
        if self.address and problem.exit_code != INTERRUPTED:
            asked = [] if self.asked is None else [self.asked]
            told = notify_failure(self.address, self.reports, problem, self.command, asked)
            warnings.append(told)
        if self.metrics_file:
            warnings.append(self.metrics_file.write(self.of_run(problem.exit_code)))
        return [warning for warning in warnings if warning]

    def of_run(self, exit_code: int) -> metrics.Samples:
        """What is known of any run."""
        return metrics.of_run(exit_code, time.monotonic() - self.began)

    def use_metrics(self, name: str | None) -> None:
        """Has metrics written into a file; a Problem where that can't be."""
        if name:
            file = MetricsFile(resolved(name), name)
            file.check()
            self.metrics_file = file


def find_outlets(notify_url: str | None, words: list[str]) -> Outlets:
    """The webhook that is told of a run; a Problem where it can't be."""
    address = check_address(notify_url or os.environ.get(ADDRESS))
    return Outlets(address, None, given(words))


def outlets_of_refused(words: list[str]) -> Outlets:
    """Where it is told that a command can't be read, as far as that can."""
    found = Outlets(None, None, given(words))
    lenient = Parser(add_help=False, allow_abbrev=False)
    lenient.add_argument("--notify")
    lenient.add_argument("--metrics")
    with suppress(Problem):
        arguments, _ = lenient.parse_known_args(words)
        found = find_outlets(arguments.notify, words)
        found.use_metrics(arguments.metrics)
    return found


def asked_for(span: tuple[date, date] | None, refreshes: bool) -> str:
    """What a run is asked for: a date, dates A/B, every date, or the stale ones alone."""
    if span is None:
        return STALE if refreshes else EVERY
    start, end = map(str, span)
    return start if start == end else f"{start}/{end}"

"""Builds dates from their raw files and publishes their reports.

examples:
  python scripts/run_pipeline.py --date 2025-12-10
  python scripts/run_pipeline.py --start 2025-12-01 --end 2025-12-31 --fail-on error
  python scripts/run_pipeline.py --start 2025-12-01              up to the latest date
  python scripts/run_pipeline.py                   every date that has a folder
  python scripts/run_pipeline.py --date 2025-12-10 --notify https://hooks.example.com/T0/B0/secret
  python scripts/run_pipeline.py --date 2025-12-10 --metrics /var/lib/node_exporter/sluice.prom
  python scripts/run_pipeline.py --refresh-stale   just the dates that are no longer up to date
  python scripts/run_pipeline.py --target spark    on Apache Spark, in a warehouse of its own
  python scripts/run_pipeline.py --date yesterday --quiet --fail-on warn || page-me    for cron
  python scripts/run_pipeline.py --date 2025-12-10 --json | jq .days[0].datasets

In a terminal a counter shows the steps of the build, then the dates whose reports are written, and
about how long it will take; elsewhere a line tells now and then. Warnings are on standard error,
also with --quiet, and among what --json prints. At the end come the alerts, errors first, where
the page is that shows all dates, a table of them, and the run in a line.

exit codes:
  0 done   1 alerts at or above --fail-on   2 wrong arguments or unreadable input
  3 the build or the publication failed   4 another process has the warehouse open
  130 interrupted   143 ended by SIGTERM
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from functools import partial

from sluice import command_line as commands
from sluice.build import dbt_runs
from sluice.build.console import Console
from sluice.build.outlets import Outlets, asked_for, find_outlets, outlets_of_refused
from sluice.build.places import Places, find_places
from sluice.build.runs import Run, Span
from sluice.build.spelled import refresh_command
from sluice.build.summary import LEVELS, Summary, alert_lines
from sluice.files.raw_files import end_raw_files
from sluice.problems import (
    BAD_INPUT,
    Parser,
    Problem,
    add_date_arguments,
    complain,
    date_range,
)
from sluice.settings import (
    ROOT,
    WAREHOUSE_HELP,
    add_acknowledged_argument,
    add_target_argument,
    choose_target,
)
from sluice.warehouse import spark
from sluice.warehouse.state import when_free

STOPPED = "Interrupted: dates that were being built stay unfinished. Run it again."


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_date_arguments(found)
    add = found.add_argument
    add("--refresh-stale", action="store_true", help="rebuild stale dates, oldest first")
    add(
        "--remove-missing",
        action="store_true",
        help="let --refresh-stale remove dates whose folders are gone even where they are many",
    )
    add_target_argument(found)
    add("--raw-dir", metavar="DIR", help="default: SLUICE_RAW_DIR or data/raw")
    add(
        "--corrections-dir",
        metavar="DIR",
        help="default: SLUICE_CORRECTIONS_DIR or data/corrections",
    )
    add("--warehouse", metavar="FILE", help=WAREHOUSE_HELP)
    add("--reports-dir", metavar="DIR", help="default: SLUICE_REPORTS_DIR or reports")
    add_acknowledged_argument(found)
    add(
        "--parquet",
        metavar="DIR",
        help="also copy clean, quarantine and marts there, as Parquet, for readers that need not"
        " wait; not on Spark; default: SLUICE_PARQUET_DIR, else no copies",
    )
    add(
        "--keep-going",
        action="store_true",
        help="where files can't be read, build the other dates; then exit with 2",
    )
    add("--fail-on", choices=list(LEVELS), default="never", help="exit with 1 on such an alert")
    add(
        "--notify",
        metavar="URL",
        help="post new and gone alerts and failures there; default: SLUICE_NOTIFY_URL",
    )
    add(
        "--artifacts",
        action="store_true",
        help="keep dbt's manifest, run results and catalog, in target or DBT_TARGET_PATH",
    )
    add("--metrics", metavar="FILE", help="write metrics for Prometheus' textfile collector there")
    add("--wait", type=seconds, default=0, metavar="SECONDS", help="wait so long for the warehouse")
    add("--quiet", action="store_true", help="say nothing but what is wrong or odd")
    add("--json", action="store_true", help="print a summary for machines instead")
    return found


def seconds(text: str) -> float:
    """Reads a time to wait; the type of --wait."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0 <= found < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds from 0 on")
    return found


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    words = sys.argv[1:] if argv is None else argv
    return commands.run(lambda: parsed(words), partial(command, words), tell)


def parsed(words: list[str]) -> argparse.Namespace:
    """The arguments; of a command that can't be read the webhook and the metrics hear too."""
    try:
        return parser().parse_args(words)
    except Problem as refusal:
        for warning in outlets_of_refused(words).failed(refusal):
            complain(warning)
        raise


def command(words: list[str], arguments: argparse.Namespace) -> int:
    """Does what was asked for and says what came of it; returns the exit code."""
    console = arguments.console = Console(arguments.quiet or arguments.json)
    arguments.outlets = Outlets(None, None, "")
    with commands.ended_by_signals(STOPPED):
        outlets = arguments.outlets = find_outlets(arguments.notify, words)
        outlets.use_metrics(arguments.metrics)
        summary = run(arguments, console)
    exit_code = summary.exit_code(arguments.fail_on)
    for warning in outlets.succeeded(summary, exit_code):
        console.warning(warning)
    show(arguments, console, summary, exit_code)
    return exit_code


def tell(arguments: argparse.Namespace, problem: Problem) -> None:
    """Says what went wrong, to a machine too where it listens."""
    arguments.console.problem(str(problem))
    for warning in arguments.outlets.failed(problem):
        arguments.console.warning(warning)
    if arguments.json:
        values = {"exit_code": problem.exit_code, "error": str(problem)}
        print(commands.as_json({**values, "warnings": arguments.console.warnings}))


def show(arguments: argparse.Namespace, console: Console, summary: Summary, exit_code: int) -> None:
    """Says what was done: as text, as JSON, or no more than what is odd."""
    console.say(summary.as_text())
    if arguments.quiet or arguments.json:
        for clue in summary.clues():
            console.warning(clue)
    for day, why in summary.left_out.items():
        console.problem(f"Left out: {day}. {why}.")
    if arguments.json:
        summary.warnings = console.warnings
        print(summary.as_json(exit_code))
    elif arguments.quiet and exit_code:
        console.problem("\n".join(alert_lines(summary.sorted_days())))


def run(arguments: argparse.Namespace, console: Console) -> Summary:
    """Does what was asked for."""
    outlets = arguments.outlets
    span = date_range(arguments)
    outlets.asked = asked_for(span, arguments.refresh_stale)
    if arguments.remove_missing and not arguments.refresh_stale:
        raise Problem(BAD_INPUT, "--remove-missing goes with --refresh-stale.")
    choose_target(arguments.target)
    if spark.is_chosen() and arguments.parquet:
        raise Problem(
            BAD_INPUT, "--parquet is for DuckDB: on Spark the tables are Parquet already."
        )
    places = find_places(arguments)
    outlets.learn(places)
    places.check()
    os.chdir(ROOT)  # dbt's paths are relative to the project

    def work() -> Summary:
        summary = new_summary(arguments, places)
        options = (arguments.remove_missing, arguments.keep_going, arguments.artifacts)
        return run_once(arguments, span, Run(places, console, summary, *options))

    warehouse = places.warehouse
    return when_free(warehouse.path, warehouse.name, arguments.wait, work)


def run_once(arguments: argparse.Namespace, span: Span | None, found: Run) -> Summary:
    """Builds, refreshes and publishes, alone in the warehouse from first to last."""
    try:
        if arguments.refresh_stale:
            found.check_folders()
        if span or not arguments.refresh_stale:
            found.build_requested(span)
        if arguments.refresh_stale:
            found.refresh()
        found.publish_latest()
        if arguments.artifacts:
            dbt_runs.write_catalog(found.places.warehouse.name, found.console)
        return found.summary
    finally:
        end_raw_files()
        dbt_runs.release()


def new_summary(arguments: argparse.Namespace, places: Places) -> Summary:
    """What is known before the run."""
    parquet = places.parquet.name if places.parquet else None
    return Summary(places.reports.name, parquet, refresh_command(arguments))

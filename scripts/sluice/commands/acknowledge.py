"""Says that alerts of a date are known: they stay in its reports, and no longer page.

They no longer count for --fail-on, --notify, the metrics and the page's list of open problems,
until more, less or something else is amiss than was then. To take it back, remove the alert's
line from the file and run `sluice report --date D`.

examples:
  sluice acknowledge 2025-12-13 orders.hourly_coverage --note "the shop was closed"
  sluice acknowledge 2025-12-13 orders.hourly_coverage events.hourly_drop --by ana --note "holiday"

exit codes: 0 done   2 wrong arguments, or no such alert   3 writing failed
            4 another process has the warehouse open
"""

from __future__ import annotations

import argparse
from datetime import date

from duckdb import DuckDBPyConnection

from sluice import command_line as commands
from sluice.build.places import find_places
from sluice.commands.mending import user
from sluice.commands.report import built, check_folder, write
from sluice.printable import printable
from sluice.problems import BAD_INPUT, DONE, Parser, Problem, calendar_day, some_words
from sluice.quarantine.asked import check_dates
from sluice.report.acknowledged import Row, add, row_of
from sluice.report.reports import alerts_report, read_days
from sluice.settings import (
    WAREHOUSE_HELP,
    add_acknowledged_argument,
    add_target_argument,
    choose_target,
)
from sluice.words import listed, nearest


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_argument = found.add_argument
    add_argument("day", type=calendar_day, metavar="DATE", help="the date, YYYY-MM-DD")
    add_argument("alerts", metavar="FEED.TYPE", nargs="+", help="as its reports name them")
    add_argument("--note", required=True, type=some_words, metavar="TEXT", help="why they may stay")
    add_argument("--by", metavar="NAME", help="who knows (default: the user of this machine)")
    add_acknowledged_argument(found)
    add_target_argument(found)
    add_argument("--warehouse", metavar="FILE", help=WAREHOUSE_HELP)
    add_argument("--reports-dir", metavar="DIR", help="default: SLUICE_REPORTS_DIR or reports")
    return found


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    return commands.run(lambda: parser().parse_args(argv), acknowledge)


def acknowledge(arguments: argparse.Namespace) -> int:
    """Saves who knows of the alerts and why, and publishes their date anew."""
    choose_target(arguments.target)
    places = find_places(arguments)
    day, by = arguments.day, user() if arguments.by is None else arguments.by
    with built(places) as connection:
        check_dates(connection, (day, day))
        check_folder(places, [day])
        alerts = firing(connection, day)
        chosen = [chosen_alert(name, alerts) for name in arguments.alerts]
        for alert in chosen:
            row = row_of(day, alert, by, arguments.note)
            add(places.acknowledged.path, places.acknowledged.name, row)
        write(connection, places, [day])
    names = listed(f"{alert['dataset']}.{alert['type']}" for alert in chosen)
    print(f"{names} of {day} {'is' if len(chosen) == 1 else 'are'} in {places.acknowledged.name}")
    return DONE


def firing(connection: DuckDBPyConnection, day: date) -> list[Row]:
    """The alerts of a date."""
    return alerts_report(day, read_days(connection, [day])[day])["alerts"]


def chosen_alert(name: str, alerts: list[Row]) -> Row:
    """The alert that is meant by feed.type; a Problem where it doesn't fire."""
    known = {f"{alert['dataset']}.{alert['type']}": alert for alert in alerts}
    if name not in known:
        there = f"there {'is' if len(known) == 1 else 'are'} {listed(known)}"
        raise Problem(
            BAD_INPUT, f"No alert is {printable(name)}, {there}{nearest(name, known) or '.'}"
        )
    return known[name]

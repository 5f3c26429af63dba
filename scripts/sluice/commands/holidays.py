"""Lists the holidays of countries in seeds/holidays.csv, from the package `holidays`.

They count as announced dates at the next run: no volume check looks at them, and no later date is
compared with them. What the file has of a country and a year is written anew, all else stays: other
countries, other years, and rows of one's own. The package is an extra: pip install '.[holidays]'.

examples:
  sluice holidays US --years 2024-2026
  sluice holidays US-DC GB-ENG DE --years 2026    of parts of countries, as ISO 3166-2 names them

exit codes: 0 done   2 wrong arguments, or the package isn't there   3 writing failed
"""

from __future__ import annotations

import argparse
import re
from importlib import import_module

from sluice import command_line as commands
from sluice.files import holidays
from sluice.printable import printable
from sluice.problems import BAD_INPUT, DONE, Parser, Problem
from sluice.words import counted, from_to, listed

NOT_INSTALLED = "The package holidays is not installed here: pip install --editable '.[holidays]'."
FIRST_YEAR, LAST_YEAR = 1900, 2199


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = "a country, or a part of one: US, US-DC"
    found.add_argument("places", type=place, metavar="COUNTRY", nargs="+", help=what)
    what = "a year or from one to another: 2024-2026"
    found.add_argument("--years", type=years, metavar="YEARS", required=True, help=what)
    return found


def main(argv: list[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    return commands.run(lambda: parser().parse_args(argv), fill)


def fill(arguments: argparse.Namespace) -> int:
    """Writes the holidays, and says how many there are."""
    found = [row for place in arguments.places for row in known(place, arguments.years)]
    holidays.replace(found, set(arguments.places), set(arguments.years))
    names = listed("-".join(filter(None, place)) for place in arguments.places)
    span = from_to(str(arguments.years[0]), str(arguments.years[-1]))
    print(
        f"{counted(len(found), 'holiday')} of {names}, {span}, in {holidays.NAME}. They count at"
        " the next run; build dates again that should follow."
    )
    return DONE


def known(place: holidays.Place, span: range) -> list[holidays.Row]:
    """The holidays of a country, or a part of one, by the package; a Problem where it has none."""
    try:
        package = import_module("holidays")
    except ImportError:
        raise Problem(BAD_INPUT, NOT_INSTALLED) from None
    country, part = place
    try:
        plain = package.country_holidays(country, subdiv=part or None)
        # In English where there is a choice, whatever this machine speaks.
        speaks = "en_US" if "en_US" in plain.supported_languages else plain.default_language
        days = package.country_holidays(country, subdiv=part or None, years=span, language=speaks)
    except NotImplementedError as error:
        raise Problem(BAD_INPUT, f"No holidays are known: {printable(str(error))}.") from None
    in_span = sorted((day, name) for day, name in days.items() if day.year in span)
    if not in_span:
        raise Problem(BAD_INPUT, f"No holidays are known of {country} in these years.")
    return [(str(day), country, part, name) for day, name in in_span]


def place(text: str) -> holidays.Place:
    """Reads `US` or `US-DC`; the type of an argument."""
    found = re.fullmatch("([A-Za-z]{2})(?:-([A-Za-z0-9]{1,3}))?", text)
    if not found:
        raise argparse.ArgumentTypeError(
            f"'{printable(text)}' is no country: give its two letters, or those and a part, US-DC"
        )
    return found[1].upper(), (found[2] or "").upper()


def years(text: str) -> range:
    """Reads `2026` or `2024-2026`; the type of an argument."""
    found = re.fullmatch("([0-9]{4})(?:-([0-9]{4}))?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        what = f"years are 2026 or 2024-2026, of {FIRST_YEAR} to {LAST_YEAR}"
        raise argparse.ArgumentTypeError(f"{what}, not '{printable(text)}'")
    return range(first, last + 1)

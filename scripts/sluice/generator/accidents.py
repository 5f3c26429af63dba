"""What befalls every K-th day where it is asked for: sluice generate --<accident>-every K."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date

from sluice.generator.dice import FEEDS, Dice

# What such a day has.
ACCIDENTS = {
    "partial_load": "lacks the events of 4 to 6 hours in a row",
    "open_quotes": "has quotes that are closed some lines later, or too late, or never",
    "changed_ids": "has customer_ids in upper case, with .0 or as 9.91E+15; half are numbers then",
    "shared_marks": "has amounts in $, kr and the like, and currencies that came to an end",
    "stray_files": "has files beside the feeds' own that look like them and are not read",
    "other_forms": "has a feed's file in UTF-16, packed, or with two byte-order marks",
}

STRAYS = {  # by what was done, the name of a file beside the feed's
    "numbered_copy": "{feed}_raw (1).csv",
    "second_part": "{feed}_raw_part2.csv",
    "unfinished": "{feed}_raw.csv.part",
    "short_name": "{feed}.csv",
    "upper_case": "{upper}_RAW.CSV",
    "folder": "{upper}_RAW/part-00000.csv",
}


def stray_names(feed: str) -> dict[str, str]:
    """The names of all files that can lie beside a feed's, by what was done."""
    return {what: name.format(feed=feed, upper=feed.upper()) for what, name in STRAYS.items()}


def stray_of(seed: int, day: date, feed: str) -> str:
    """What lies beside a feed's file on a day with strays."""
    return Dice(seed, day, feed, "stray").pick(tuple(STRAYS))


def zipped(content: bytes) -> bytes:
    """A zip file of one text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("export.csv"), content)
    return packed.getvalue()


TWO_MARKS = "two_marks"  # the one form that is read
FORMS: dict[str, Callable[[bytes], bytes]] = {
    TWO_MARKS: lambda content: content,
    "utf_16": lambda content: content.decode("utf-8", "replace").encode("utf-16-le"),
    "utf_16_with_mark": lambda content: content.decode("utf-8", "replace").encode("utf-16"),
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "zip": zipped,
}


def form_of(seed: int, day: date, feed: str, encoding: str) -> str:
    """The form of a feed's file on a day with other forms: of one feed another one."""
    dice = Dice(seed, day, "other form")
    if dice.pick(FEEDS) != feed:
        return ""
    return dice.pick(tuple(FORMS) if encoding == "utf-8" else ("gzip", "zip"))


CHANGES: dict[str, Callable[[str], str]] = {
    "id_in_upper_case": str.upper,
    "id_with_point_zero": lambda text: f"{text}.0" if text.isdigit() else text,
    "id_shortened": lambda text: f"{int(text):.5E}" if text.isdigit() else text,
}


def change_of(seed: int, day: date, feed: str) -> str:
    """What a program did to the customer_ids of a feed on a day with changed ids."""
    return Dice(seed, day, feed, "changed ids").pick(tuple(CHANGES))


def shortened_id(day: date) -> str:
    """What a spreadsheet makes of several ids; no other day has the same."""
    return f"9.{day.toordinal() % 90_000 + 10_000}E+15"

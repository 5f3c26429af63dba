"""Writes big raw days quickly: a feed is one COPY of rows that DuckDB computes from their numbers.

The mix is that of the sample days: of the events 90 % are clean, 6 % have no readable time, 2 % an
unknown customer, 1 % are exact copies; times with and without offset, spellings in mixed case,
missing values. The same arguments give the same bytes, and no id comes twice on different days.

    python benchmarks/big_days.py RAW_DIR --start 2025-12-10 --days 1 --events 10000000
"""

from __future__ import annotations

import argparse
import shutil
import sys
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

KINDS = ("ordinary", "rejected", "quoted", "exotic", "skewed")
MARK = "made_of.txt"  # in a finished day: what it was made of

# The customers known on a day; a tenth of them are new to it. Two in a hundred rows name others.
CUSTOMER = "'c' || ({first} + roll(n, 2) % {customers})"
ORPHAN = "'x' || roll(n, 2) % 100000"
COMMON_TIME = """case roll(n, 11) % 5
    when 0 then replace(cast(instant as varchar), ' ', 'T') || '-05:00'
    when 1 then replace(cast(instant as varchar), ' ', 'T') || '+00:00'
    else cast(instant as varchar) end"""
EXOTIC_TIME = """case n % 8
    when 0 then strftime(instant, '%m/%d/%Y %I:%M %p')
    when 1 then strftime(instant, '%d %b %Y %H:%M:%S')
    when 2 then strftime(instant, '%Y%m%dT%H%M%SZ')
    when 3 then strftime(instant, '%a, %d %b %Y %H:%M:%S GMT')
    when 4 then strftime(instant, '%d.%m.%Y %H:%M')
    when 5 then strftime(instant, '%B %d, %Y %H:%M')
    when 6 then strftime(instant, '%Y/%m/%d %H:%M:%S') || ' Europe/Berlin'
    else cast(epoch_ms(instant) as varchar) end"""
BAD_TIME = "one_of(n, 12, ['not-a-time', 'yesterday', '2025-13-45 10:00:00', '24:61', 'N/A', ''])"

MACROS = """
    create temp macro roll(n, salt) as cast(hash(n, {ordinal}, salt) >> 13 as bigint);
    create temp macro code(n, salt, digits) as lower(to_base(roll(n, salt), 36, digits));
    create temp macro one_of(n, salt, words) as words[1 + roll(n, salt) % len(words)];
    create temp macro someone(n) as
        case when {orphan} then {ORPHAN} when {favourite} then 'c{first}' else {CUSTOMER} end;
    create temp macro moment(n, instant) as case when {bad_time} then {BAD_TIME} else {time} end;
    create temp macro during_day(n) as
        timestamp '{day}' + to_seconds(cast(roll(n, 3) % 86400 as bigint));
    create temp macro long_before(n) as
        timestamp '{day}' - to_seconds(cast(roll(n, 3) % 30000000 as bigint));
"""

# Every hundredth event and order is an exact copy of an earlier one.
ROWS = "from range({rows}) as numbers(i) select case when {copied} then i - 37 else i end as n"

FEEDS = {
    "customers": """
        'c' || ({first} + n) as customer_id,
        case when roll(n, 4) % 50 > 0 then 'user' || n || '@example.com' end as email,
        moment(n, long_before(n)) as created_at,
        one_of(n, 5, ['US', 'usa', 'United States', 'india', 'IN', 'GB', 'uk', 'BR', 'N/A', ''])
        as country,
        one_of(n, 6, ['active', 'ACTIVE', 'active', 'inactive', 'banned', 'actve', ''])
        as status""",
    "events": """
        case when {nameless} then '' when {shared} then 'e0' else 'e' || code(n, 1, 10) end
        as event_id,
        someone(n) as customer_id,
        moment(n, during_day(n)) as event_time,
        one_of(n, 4, [
            'feature_use', 'FEATURE_USE', 'feature_use', 'feature_use', 'login', 'login', 'login',
            'Logout', 'logout', 'paywall_view', 'error', ''
        ]) as event_type,
        one_of(n, 5, [
            'ios', 'ios', 'iPhone', 'android', 'android', 'AND', 'web', 'web', 'Web', 'browser', ''
        ]) as platform,
        case when roll(n, 6) % 33 > 0 then 's' || left(code(n, 6, 8), 8) end as session_id,
        case when {negative} then '-' else '' end || (500 + roll(n, 7) % 200000) as duration_ms""",
    "orders": """
        case when {nameless} then '' when {shared} then 'o0' else 'o' || code(n, 1, 10) end
        as order_id,
        someone(n) as customer_id,
        moment(n, during_day(n)) as order_time,
        (3 + roll(n, 4) % 200) || case when {negative} then '.x' else '.' end
        || (10 + roll(n, 5) % 90) as amount,
        one_of(n, 6, [
            'USD', 'usd', 'USD', 'USD', 'EUR', 'eur', 'EUR', 'GBP', 'JPY', '$', '€', '???'
        ]) as currency,
        one_of(n, 7, ['paid', 'PAID', 'succeeded', 'paid', 'refunded', 'failed', 'chargeback'])
        as status""",
}


@dataclass(frozen=True)
class Day:
    """What a day is made of.

    Every event and order of a `rejected` day is bad, in four ways. Half of them on a `skewed` day
    are of one customer, and a tenth have one id.
    """

    day: date
    events: int
    customers: int
    orders: int
    kind: str = "ordinary"

    def parts(self) -> dict[str, object]:
        """What the SQL above is filled with."""
        bad, skewed = self.kind == "rejected", self.kind == "skewed"
        time = EXOTIC_TIME if self.kind == "exotic" else COMMON_TIME
        return {
            "day": self.day,
            "ordinal": self.day.toordinal(),
            "first": 1_000_000 + self.day.toordinal() % 1000 * self.customers // 10,
            "customers": self.customers,
            "bad_time": "n % 4 = 0" if bad else "roll(n, 8) % 100 < 6",
            "orphan": "n % 4 = 1" if bad else "roll(n, 9) % 100 < 2",
            "nameless": "n % 4 = 2" if bad else "roll(n, 10) % 1000 < 2",
            "favourite": "roll(n, 14) % 2 = 0" if skewed else "false",
            "shared": "roll(n, 15) % 10 = 0" if skewed else "false",
            "negative": "n % 4 = 3" if bad else "roll(n, 13) % 1000 < 3",
            "time": time,
        }

    def write(self, folder: Path) -> None:
        """Writes the feeds' files."""
        parts = self.parts()
        quoted = self.kind == "quoted"  # also what is missing: "" instead of nothing
        value = f"{'coalesce' if quoted else 'nullif'}(columns(*), '')"
        options = "header, force_quote *" if quoted else "header"
        parts |= {name: text.format(**parts) for name, text in TEXTS.items()}
        with duckdb.connect() as connection:
            connection.execute(MACROS.format(**parts))
            for feed, columns in FEEDS.items():
                copied = "false" if feed == "customers" else "i % 100 = 99"
                rows = ROWS.format(copied=copied, rows=getattr(self, feed))
                columns = f"{columns.format(**parts)}, '{self.day}' as ingest_date"
                table = f"select {columns} from ({rows})"
                connection.execute(
                    f"copy (select {value} from ({table})) to '{folder}/{feed}_raw.csv' ({options})"
                )


TEXTS = {"ORPHAN": ORPHAN, "CUSTOMER": CUSTOMER, "BAD_TIME": BAD_TIME}


def make_day(raw: Path, day: Day) -> Path:
    """Makes a day unless it is there, made of the same; returns its folder."""
    folder = raw / f"ingest_date={day.day}"
    made_of = f"{day}\n{zlib.crc32(Path(__file__).read_bytes())}\n"
    mark = folder / MARK
    if not mark.is_file() or mark.read_text() != made_of:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        day.write(folder)
        mark.write_text(made_of)
    return folder


def main(words: list[str] | None = None) -> int:
    """Makes the days of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("raw", type=Path, metavar="RAW_DIR")
    add("--start", type=date.fromisoformat, default=date(2025, 12, 10), metavar="DATE")
    add("--days", type=int, default=1, metavar="N")
    add("--events", type=int, default=1_000_000, metavar="N", help="per day")
    add("--customers", type=int, metavar="N", help="default: 4 %% of the events")
    add("--orders", type=int, metavar="N", help="default: 8 %% of the events")
    add("--kind", choices=KINDS, default="ordinary")
    chosen = parser.parse_args(words)
    customers = chosen.customers or max(100, chosen.events * 4 // 100)
    orders = chosen.orders or max(100, chosen.events * 8 // 100)
    for number in range(chosen.days):
        day = chosen.start + timedelta(days=number)
        make_day(chosen.raw, Day(day, chosen.events, customers, orders, chosen.kind))
    return 0


if __name__ == "__main__":
    sys.exit(main())

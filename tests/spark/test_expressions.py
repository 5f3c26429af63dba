"""Every expression of macros/engine means the same on Spark as on DuckDB.

dbt renders each query once for either engine; both run it over the same values, and DuckDB compares
the results row by row. The values are drawn as those of tests/python/test_differential.py are.
"""

from __future__ import annotations

import csv
import os
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow
import pytest
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

from conftest import IS_LONG  # noqa: E402
from differential import CURRENCY_COLUMNS, VALUE_QUERY  # noqa: E402
from engines import session, share_session  # noqa: E402
from test_differential import (  # noqa: E402
    ANY_TEXT,
    CATEGORIES,
    EMAILS,
    HOSTILE,
    NUMBERS,
    QUOTING,
    TEXTS,
    TIMES,
    drawn,
)

COUNT = 20_000 if IS_LONG else 1_000
SHOWN = 12  # differences of a column
Tables = dict[str, tuple[str, list[tuple]]]  # columns and rows, by name
SEPARATOR = "\n;;;;\n"

# What the engines are compared in: SQL over the tables below, with `n` as its key.
QUERIES = {
    path.name.partition(".")[0]: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests/spark/expressions").glob("*.sql.jinja"))
}
QUERIES["values"] = VALUE_QUERY.replace("select\n    value,", "select\n    n,\n    value,", 1)


def rendered(target: str, work: Path) -> dict[str, str]:
    """The queries as dbt renders them for an engine; none is run."""
    from dbt.cli.main import dbtRunner

    portable = "{{ portable_sql(sql) if target.type == 'spark' else sql }}"
    inline = SEPARATOR.join(
        f"{{% set sql %}}{sql}{{% endset %}}{portable}" for sql in QUERIES.values()
    )
    result = dbtRunner().invoke(
        [
            "--log-level",
            "none",
            "compile",
            "--target",
            target,
            "--no-populate-cache",
            "--no-introspect",
        ]
        + ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        + ["--target-path", str(work), "--log-path", str(work), "--inline", inline]
    )
    assert result.success, result.exception
    found = result.result.results[0].node.compiled_code.split(SEPARATOR)  # type: ignore[union-attr]
    return dict(zip(QUERIES, found, strict=True))


class Engines:
    """DuckDB and Spark with the same tables, and every query for either."""

    def __init__(self, work: Path, values: Tables) -> None:
        """Renders the queries and writes the tables for both.

        Spark compiles code here, as for a big day: a session of its own keeps what a small one sets
        from it, and these tables from others.
        """
        self.work = work
        project_of_session = Path(os.environ["DBT_TARGET_PATH"])  # parsed already
        self.queries = {
            "duckdb": rendered("duckdb", work),
            "spark": rendered("spark", project_of_session),
        }
        self.duckdb = duckdb.connect()
        self.duckdb.execute("set TimeZone = 'UTC'")
        self.spark = session().newSession()
        for name, (columns, rows) in values.items():
            self.create(name, columns, rows)

    def create(self, name: str, columns: str, rows: list[tuple]) -> None:
        """A table of `rows` for both engines; `columns` as in SQL, `n bigint, text varchar`."""
        names = [column.split(" ")[0] for column in columns.split(", ")]
        received = pyarrow.table(dict(zip(names, zip(*rows, strict=True), strict=True)))
        self.duckdb.execute(f"create table {name} ({columns})")
        self.duckdb.register("received", received).execute(f"insert into {name} from received")
        self.duckdb.execute(f"copy {name} to '{self.work / name}.parquet'")
        self.spark.read.parquet(f"{self.work / name}.parquet").createOrReplaceTempView(name)

    def differences(self, query: str) -> list[str]:
        """What the engines disagree on, column by column."""
        of_spark = str(self.work / f"{query}.spark")
        self.spark.sql(self.queries["spark"][query]).write.parquet(of_spark)
        self.duckdb.execute(
            f"create table {query}_spark as from read_parquet('{of_spark}/*.parquet')"
        )
        self.duckdb.execute(f"create table {query}_duckdb as {self.queries['duckdb'][query]}")
        columns = [row[0] for row in self.duckdb.execute(f"describe {query}_duckdb").fetchall()]
        lost = self.duckdb.execute(
            f"select n from {query}_duckdb full join {query}_spark using (n)"
            f" where {query}_duckdb.rowid is null or {query}_spark.rowid is null"
        ).fetchall()
        assert not lost, f"{query}: rows of one engine alone: {lost[:SHOWN]}"
        return [text for column in columns for text in self.differences_of(query, column)]

    def differences_of(self, query: str, column: str) -> list[str]:
        """What the engines disagree on in one column of a query."""
        pairs = self.duckdb.execute(
            f"select n, d.{column}, s.{column}"
            f" from {query}_duckdb as d inner join {query}_spark as s using (n)"
            f" where d.{column} is distinct from s.{column} order by n"
        ).fetchall()
        shown = [
            f"{query}.{column} n={n}: DuckDB {one!r}, Spark {other!r}"
            for n, one, other in pairs[:SHOWN]
        ]
        return [*shown, *([f"{query}.{column}: {len(pairs)} in all"] if pairs else [])]


def tables() -> Tables:
    """The tables that the queries read."""
    lines = drawn(LINES, COUNT, 1) + drawn(QUOTING, COUNT, 2) + drawn(HOSTILE, 100, 3) + LONG
    lines += drawn(st.text('\n\\n-,"', max_size=9), COUNT, 12)
    times = drawn(TIMES, 2 * COUNT, 4) + CLOCKS + fixture_values("times")
    return {
        "texts": (
            "n bigint, text varchar",
            numbered(drawn(TEXTS, 4 * COUNT, 5) + LONG + fixture_values("")),
        ),
        "times": ("n bigint, text varchar", numbered(times)),
        "zone_times": ("n bigint, text varchar", numbered(zone_times())),
        "numbers": (
            "n bigint, text varchar",
            numbered(drawn(PLAIN_NUMBERS, 2 * COUNT, 6) + LONG_NUMBERS),
        ),
        "doubles": ("n bigint, number double", numbered(drawn(DOUBLES, 2 * COUNT, 7))),
        "characters": ("n bigint, text varchar", characters()),
        "pairs": (
            "n bigint, one varchar, other varchar",
            [(n, *pair) for n, pair in enumerate(drawn(PAIRS, COUNT, 8))],
        ),
        "lines": ("n bigint, text varchar", numbered(lines)),
        "headers": (
            "n bigint, text varchar",
            numbered([None, "", *drawn(HEADERS, COUNT, 9), *lines]),
        ),
        "small": ("n integer, text varchar", numbered(["a", "it's", "\\n", "\n", "b", None])),
        "members": ("n integer, place integer, value double, text varchar", members()),
        "currency_names": (CURRENCY_COLUMNS, currency_names()),
    }


def numbered(values: list) -> list[tuple]:
    """Values with their number."""
    return list(enumerate(values))


def characters() -> list[tuple[int, str]]:
    """Every character that Unicode 3.2 has; of newer ones, engines know as many as they are new."""
    kinds = unicodedata.ucd_3_2_0.category
    return [(n, chr(n)) for n in range(1, 0x110000) if kinds(chr(n)) not in ("Cn", "Cs")]


def currency_names() -> list[tuple]:
    """The rows of the seed."""
    with (ROOT / "seeds" / "currency_names.csv").open(encoding="utf-8", newline="") as stream:
        return [
            (
                *(row[column] or None for column in ("name", "code", "shared_by")),
                date.fromisoformat(row["legal_until"]) if row["legal_until"] else None,
            )
            for row in csv.DictReader(stream)
        ]


def fixture_values(kind: str) -> list[str]:
    """The received values in the fixtures of the unit tests."""
    return [
        value
        for path in sorted((ROOT / "tests" / "fixtures").glob(f"*_*{kind}.csv"))
        for row in csv.DictReader(path.open(encoding="utf-8", newline=""))
        for column, value in row.items()
        if column.endswith("_raw") and value
    ]


def zone_times() -> list[str]:
    """Local times of every zone, most of them where clocks are put forward or back.

    Each engine has a tz database of its own: zones whose past or future was decided anew are read
    by the rules of either. So all zones are compared where rules stand, and a few everywhere.
    """
    with duckdb.connect() as engine:
        names = [
            row[0] for row in engine.execute("select name from pg_timezone_names()").fetchall()
        ]
    areas = [name for name in sorted(names) if "/" in name and name not in UNKNOWN_ZONES]
    clocks = ("00:30", "01:59", "02:30", "12:00")
    everywhere = [
        f"{year}-{day} {clock}:00 {zone}"
        for zone in areas
        for year in (1985, 2015)
        for day in ZONE_DAYS
        for clock in clocks
    ]
    always = st.builds(
        lambda zone, time: f"{time:%Y-%m-%d %H:%M:%S} {zone}",
        st.sampled_from(LASTING_ZONES),
        st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)),
    )
    return (
        everywhere
        + drawn(always, 2 * COUNT, 10)
        + [f"2015-01-01 00:00:00 {zone}" for zone in NO_ZONES]
    )


def members() -> list[tuple]:
    """Groups of up to 40 values, some missing, as (group, place, value, text)."""
    rows = []
    for group, values in enumerate(
        drawn(st.lists(st.one_of(st.none(), MEMBERS), max_size=40), COUNT // 4, 11)
    ):
        rows += [(group, place, value, f"t{place}") for place, value in enumerate(values, start=1)]
    return rows


ZONE_DAYS = ("01-01", "03-09", "03-30", "04-06", "07-01", "09-28", "10-05", "10-26", "11-02")
LASTING_ZONES = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata"),
    *("Asia/Tokyo", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland", "Etc/GMT+5"),
    *("America/Chicago", "US/Eastern", "America/Argentina/Buenos_Aires", "Asia/Kathmandu"),
)
# In DuckDB's list alone: two that no tz database has any more, and one newer than many a Java.
UNKNOWN_ZONES = ("Canada/East-Saskatchewan", "US/Pacific-New", "America/Coyhaique")
NO_ZONES = ("europe/berlin", "Europe/Atlantis", "Etc/GMT+99", "A/B", "A/B/C/D", "Europe/Berlin/")
# Around the hours that Berlin, New York and Lord Howe Island have twice or not at all.
CLOCKS = [
    f"{day} {hour:02d}:{minute}:15"
    for day in (
        "2025-03-09",
        "2025-03-30",
        "2025-04-06",
        "2025-10-05",
        "2025-10-26",
        "2025-11-02",
        "1945-05-24",
        "1986-01-01",
    )
    for hour in range(24)
    for minute in ("00", "15", "30", "45")
]
LONG = [
    "x" * 300_000,
    "1" * 300_000 + "x",
    "1" + "x" * 300_000 + "1",
    '"' + "a" * 100_000 + '""' * 100_000 + '"',
    ",".join(['"a""b"'] * 20_000),
    "," * 100_000,
    "1" + ",000" * 50_000,
    "1" + ".000" * 50_000 + ",5",
    "2025-12-10 08:30" + " " * 100_000 + "x",
    "2025-12-10 08:30 a" + "/b" * 50_000,
    "2025-12-10 08:30:15." + "1" * 100_000,
    "a@" + "b." * 50_000 + "de",
    "€" * 100_000 + "5",
    "5" + " €" * 50_000,
    "5" + "-€" * 50_000 + "5",
]
LONG_NUMBERS = [
    "1" * 1_000_000,
    "0" * 1_000_000 + "12.50005",
    "1." + "9" * 1_000_000,
    "1" + "0" * 300 + "e-300",
    "0." + "0" * 300 + "125e301",
    "0." + "0" * 1_000_000 + "125",
    "1e1000000000",
    "1e-1000000000",
    "0e1000000000",
    "-0e-1000000000",
    "1e99999999999999999999",
    "5e-5",
    "-5e-5",
    "4.9999e-5",
    "99999999999999.99994",
    "99999999999999.99995",
    "9999999999999999999999e-8",
    "-.5",
    "5.",
    "1e14",
    "1e13",
]
PLAIN_NUMBERS = st.builds(
    lambda sign, whole, fraction, exponent: (
        sign + (whole or "0" * (not fraction)) + (fraction and "." + fraction) + exponent
    ),
    st.sampled_from(["", "", "-"]),
    st.text("0123456789", max_size=18),
    st.text("0459", max_size=8),
    st.one_of(
        st.just(""),
        st.just(""),
        st.integers(-30, 30).map(lambda power: f"e{power}"),
        st.integers(0, 40).map(lambda power: f"E+{power}"),
    ),
)
DOUBLES = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda number: number / 1000),
    st.integers(0, 10**7).map(lambda number: number / 2),
    st.integers(0, 2 * 10**7).map(lambda number: number * 50.0),
    st.floats(-1e15, 1e15).filter(lambda number: number == 0 or abs(number) > 1),
    st.floats(1, 1e9),
)
MEMBERS = st.one_of(
    st.integers(0, 50).map(float),
    st.integers(0, 10**8).map(lambda number: number / 10**4),
    st.floats(0, 1),
)
PAIRS = st.tuples(st.one_of(CATEGORIES, ANY_TEXT), st.one_of(CATEGORIES, ANY_TEXT)).map(
    lambda pair: pair if len(pair[0]) % 3 else (pair[0], pair[0][::-1] + pair[1][:3])
)
FIELD = st.one_of(TIMES, NUMBERS, EMAILS, CATEGORIES, st.text('", ;\t|ab', max_size=6))
LINES = st.builds(
    lambda mark, fields, quoted: mark.join(
        '"' + field.replace('"', '""') + '"' if quoted & 2**place else field
        for place, field in enumerate(fields)
    ),
    st.sampled_from(",;\t|"),
    st.lists(FIELD, min_size=1, max_size=8),
    st.sampled_from([0, 0, 255, 255, 1, 6, 129]),
)
HEADERS = st.builds(
    lambda mark, names: mark.join(names),
    st.sampled_from(",;\t|"),
    st.lists(
        st.sampled_from(
            [
                "id",
                "ID ",
                " b",
                "B",
                "ingest_date",
                '"id"',
                '"a""b"',
                "\u00a0b\v",
                "x,y",
                "",
                "İd",
                "c",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Both engines; values are drawn while Java starts."""
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor() as pool:
        values = pool.submit(tables)
        share_session(tmp_path_factory.getbasetemp() / "spark", patch)
        yield Engines(tmp_path_factory.mktemp("expressions"), values.result())


@pytest.mark.parametrize("query", QUERIES)
def test_both_engines_give_the_same(engines: Engines, query: str) -> None:
    assert engines.differences(query) == []

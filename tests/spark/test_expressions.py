"""Every expression of macros/engine means the same on Spark as on DuckDB.

dbt renders each query once for either engine; both run it over the same values, and DuckDB compares
the results row by row. The values are drawn as those of tests/python/test_differential.py are.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
import yaml
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "python")]
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"

from differential import VALUE_QUERY  # noqa: E402
from test_differential import (  # noqa: E402
    ANY_TEXT,
    CATEGORIES,
    EMAILS,
    HOSTILE,
    IS_LONG,
    NUMBERS,
    QUOTING,
    TEXTS,
    TIMES,
    drawn,
)

COUNT = 20_000 if IS_LONG else 2_000
SHOWN = 12  # differences of a column
SEPARATOR = "\n;;;;\n"
DELIMITERS = {"comma": "','", "semicolon": "';'", "tab": "chr(9)", "bar": "'|'"}

# What an expression is rendered to: SQL over the table `texts` and the like, with `n` as its key.
QUERIES = {
    "values": VALUE_QUERY.replace("select\n    value,", "select\n    n,\n    value,", 1),
    "steps": """
        select
            n,
            {{ timestamp_form('text', 'mdy') }} as mdy_form,
            {{ timestamp_form('text', 'dmy') }} as dmy_form,
            {{ timestamp_text(timestamp_form('text', 'mdy')) }} as timestamp_text,
            {{ number_text('text') }} as number_text,
            {{ amount_mark('text') }} as amount_mark,
            {{ amount_digits('text') }} as amount_digits,
            {{ folded('text') }} as folded,
            {{ has_blanks('text') }} as has_blanks,
            {{ trimmed('text', 'true') }} as trimmed,
            {{ lower_case('text') }} as lower_case,
            {{ csv_field('text') }} as csv_field,
            {{ quoted_field('text', "';'") }} as quoted_field,
            {{ text_fingerprint('text') }} as text_fingerprint,
            {{ json_object({'text': 'text', 'none': 'cast(null as varchar)', "it's \\\\ ${x}": 'n'}) }} as json,
            {{ row_id('events', 'text') }} as row_id,
        from (select *, 'a/b.csv' as source_file, n as line_number from texts)
    """,
    "utc": """
        select
            n,
            {%- for zone in ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Etc/GMT+5', 'EST'] %}
            {{ utc_timestamp('common', zone) }} as utc_{{ loop.index }},
            {%- endfor %}
        from (select n, {{ timestamp_text(timestamp_form('text', 'mdy')) }} as common from times)
    """,
    "zones": "select n, {{ utc_timestamp('text') }} as utc from zone_times",
    "amounts": """
        select
            n,
            {{ finite_double('text') }} as finite_double,
            {{ amount('text') }} as amount,
            case when abs({{ finite_double('text') }}) < 1e18 then {{ whole_number(finite_double('text')) }} end as whole_number,
        from numbers
    """,
    "doubles": """
        select
            n,
            {{ whole_text('number') }} as whole_text,
            {{ percent_text('number / 1e7') }} as percent_text,
            round(number / 1e7, 9) as rounded,
            {{ json_object({'number': 'number', 'small': 'number / 1e7', 'int': 'n', 'list': list_concat(text_list(['a']), text_list(['"']))}) }} as json,
        from doubles
    """,
    "characters": """
        select
            n,
            {{ lower_case('text') }} as lower_case,
            {{ lower_case("'A' || text || 'B'") }} as lower_case_inside,
            {{ trimmed("text || 'a' || text", 'true') }} as trimmed,
            {{ folded("text || 'a' || text") }} as folded,
            {{ is_email("'a@' || text || '.de'") }} as is_email,
            {{ is_email("text || '@a.de'") }} as is_email_local,
            {{ number_text("'1' || text") }} as number_text,
            {{ timestamp_form("'2025-12-10T08:30:15' || text") }} as timestamp_form,
        from characters
    """,
    "similarities": "select n, {{ text_similarity('one', 'other') }} as similarity from pairs",
    "lines": """
        select
            n,
            {%- for name, delimiter in DELIMITERS.items() %}
            {{ split_fields('text', delimiter) }} as {{ name }}_fields,
            {{ nth(split_fields('text', delimiter), 2) }} as {{ name }}_second,
            {{ list_length(split_fields('text', delimiter)) }} as {{ name }}_length,
            case when {{ split_fields('text', delimiter) }} is not null and contains(text, {{ delimiter }})
                then {{ one_field('text', delimiter, 1) }} end as {{ name }}_one,
            {{ has_odd_blanks('text', delimiter) }} as {{ name }}_odd,
            {%- endfor %}
        from lines
    """.replace("DELIMITERS", repr(DELIMITERS)),
    "headers": """
        select
            n,
            names,
            {{ header_positions('names', text_list(['id', 'b', 'ingest_date'])) }} as positions,
            {{ missing_columns('names', text_list(['id', 'b', 'ingest_date'])) }} as missing,
            {{ unexpected_columns('names', text_list(['id', 'b', 'ingest_date'])) }} as unexpected,
        from (
            select n, {{ header_names('text', 'delimiter') }} as names
            from (select *, {{ header_delimiter('text') }} as delimiter from headers)
        )
    """,
    "lists": """
        select
            n,
            {{ list_of_present(["case when n % 2 = 0 then 'even' end", "case when n % 3 = 0 then 'third' end"]) }} as present,
            {{ list_has(text_list(['a', "it's", '\\\\n']), 'text') }} as has,
            {{ list_has_suffix("case when n % 2 = 0 then " ~ text_list([]) ~ " else " ~ text_list(['x_unknown', 'y']) ~ " end", '_unknown') }} as has_suffix,
            {{ joined_list(list_concat(text_list(['a', '|']), text_list(['b'])), '|') }} as joined,
            {{ nth(text_list(['a', 'b']), 'n') }} as nth,
            {{ list_length(text_list([])) }} as no_length,
            {{ add_days('day', -7) }} as week_before,
            {{ add_days('day', '-7 * n') }} as weeks_before,
            {{ date_after('day', 3) }} as date_after,
            {{ list_has(date_list(['2025-12-10', '2024-02-29']), 'day') }} as is_listed,
            'on ' || day || ', ' || n || ' of ' || cast(n as varchar) as message,
            {{ clock_range('n', 'n + 1') }} as clock_range,
        from (select n, text, cast({{ add_days("date '2025-12-01'", 'n') }} as date) as day from small)
    """,
    "groups": """
        select
            n,
            {{ collected('value', 'place') }} as collected,
            {{ collected_present('case when place % 2 = 0 then text end', 'place') }} as collected_present,
            {{ collected_text('case when place % 3 > 0 then text end', 'place') }} as collected_text,
            {{ json_object({'files': json_object_of('file', 'files')}) }} as json_object_of,
            {{ percentile('value', 0.5) }} as median,
            {{ percentile('case when place > 1 then value end', 0.95) }} as high,
            {{ percentile_of_many('cast(value as decimal(18, 4))', 0.5) }} as median_of_many,
            {{ percentile_of_many('cast(value as decimal(18, 4))', 0.95) }} as high_of_many,
            count(*) filter (where place % 2 = 0) as even,
        from (
            select
                *,
                cast(n as varchar) || '/' || place as file,
                case when place % 4 = 1 then {{ text_list(['b', 'a']) }} else {{ text_list([]) }} end as files,
            from members
        )
        group by n
    """,
    "windows": """
        select
            1000 * n + place as n,
            {{ percentile('value', 0.5, 'last_days') }} as median,
            {{ windowed_text('text', 'two_rows') }} as texts,
            count(value) over last_days as days,
            sum(value) over (partition by n order by day rows between unbounded preceding and 1 preceding) as sum_before,
            lag(day) over (partition by n order by day) as day_before,
        from (select *, cast({{ add_days("date '2025-12-01'", 'place') }} as date) as day from members)
        window
            last_days as (partition by n order by day range between interval 3 day preceding and interval 1 day preceding),
            two_rows as (partition by n order by day rows between 1 preceding and current row)
    """,
}
# Not equal by design, but each must tell the same values apart: what a query counts is compared.
FINGERPRINTS = """
    select
        0 as n,
        count(distinct {{ key_hash('text') }}) as keys,
        count({{ key_hash('text') }}) as hashed,
        count(distinct {{ row_fingerprint(['text', 'n % 2', 'cast(null as varchar)']) }}) as fingerprints,
        count(distinct {{ row_fingerprint(['case when n % 2 = 0 then 1 end', 'case when n % 2 = 1 then 1 end']) }}) as sides,
        {{ lines_fingerprint('text', 'n % 2 = 0') }} = (
            select {{ lines_fingerprint('text', 'n % 2 = 0') }} from (select * from texts order by text limit 1000000) as texts
        ) as is_free_of_order,
        {{ lines_fingerprint('text', 'true') }} = {{ lines_fingerprint('text', 'false') }} as is_free_of_marks,
    from texts
"""
QUERIES["fingerprints"] = FINGERPRINTS


def rendered(target: str, work: Path) -> dict[str, str]:
    """The queries as dbt renders them for an engine; none is run."""
    from dbt.cli.main import dbtRunner

    portable = "{{ portable_sql(sql) if target.type == 'spark' else sql }}"
    inline = SEPARATOR.join(f"{{% set sql %}}{sql}{{% endset %}}{portable}" for sql in QUERIES.values())
    result = dbtRunner().invoke(
        ["--quiet", "compile", "--target", target, "--no-populate-cache", "--no-introspect"]
        + ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        + ["--target-path", str(work / target), "--log-path", str(work), "--inline", inline]
    )
    assert result.success, result.exception
    found = result.result.results[0].node.compiled_code.split(SEPARATOR)  # type: ignore[union-attr]
    return dict(zip(QUERIES, found, strict=True))


class Engines:
    """DuckDB and Spark with the same tables, and every query for either."""

    def __init__(self, work: Path) -> None:
        """Renders the queries, writes the tables for both and starts Spark."""
        from pyspark.sql import SparkSession

        self.work = work
        self.queries = {target: rendered(target, work) for target in ("duckdb", "spark")}
        self.duckdb = duckdb.connect()
        self.duckdb.execute("set TimeZone = 'UTC'")
        builder = SparkSession.builder.master("local[2]")
        for name, value in settings_of_spark().items():
            builder = builder.config(name, value)
        self.spark = builder.config("spark.sql.warehouse.dir", str(work / "spark")).getOrCreate()
        for name, (columns, rows) in tables().items():
            self.create(name, columns, rows)

    def create(self, name: str, columns: str, rows: list[tuple]) -> None:
        """A table of `rows` for both engines; `columns` as in SQL, `n bigint, text varchar`."""
        types = [column.split(" ", 1) for column in columns.split(", ")]
        unnested = ", ".join(f"unnest(?::{kind}[]) as {column}" for column, kind in types)
        self.duckdb.execute(f"create table {name} as select {unnested}", list(zip(*rows, strict=True)))
        self.duckdb.execute(f"copy {name} to '{self.work / name}.parquet'")
        self.spark.read.parquet(f"{self.work / name}.parquet").createOrReplaceTempView(name)

    def differences(self, query: str) -> list[str]:
        """What the engines disagree on, column by column."""
        of_spark = str(self.work / f"{query}.spark")
        self.spark.sql(self.queries["spark"][query]).write.parquet(of_spark)
        self.duckdb.execute(f"create table {query}_spark as from read_parquet('{of_spark}/*.parquet')")
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
            f"select n, d.{column}, s.{column} from {query}_duckdb as d inner join {query}_spark as s using (n)"
            f" where d.{column} is distinct from s.{column} order by n"
        ).fetchall()
        shown = [f"{query}.{column} n={n}: DuckDB {one!r}, Spark {other!r}" for n, one, other in pairs[:SHOWN]]
        return [*shown, *([f"{query}.{column}: {len(pairs)} in all"] if pairs else [])]


def settings_of_spark() -> dict[str, str]:
    """What profiles.yml sets of Spark, but where its tables are."""
    profile = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    settings = profile["sluice"]["outputs"]["spark"]["server_side_parameters"]
    return {name: value for name, value in settings.items() if "{{" not in value}


def tables() -> dict[str, tuple[str, list[tuple]]]:
    """The tables that the queries read."""
    lines = drawn(LINES, COUNT, 1) + drawn(QUOTING, COUNT, 2) + drawn(HOSTILE, 100, 3) + LONG
    times = drawn(TIMES, 2 * COUNT, 4) + CLOCKS + fixture_values("times")
    return {
        "texts": ("n bigint, text varchar", numbered(drawn(TEXTS, 4 * COUNT, 5) + LONG + fixture_values(""))),
        "times": ("n bigint, text varchar", numbered(times)),
        "zone_times": ("n bigint, text varchar", numbered(zone_times())),
        "numbers": ("n bigint, text varchar", numbered(drawn(PLAIN_NUMBERS, 2 * COUNT, 6) + LONG_NUMBERS)),
        "doubles": ("n bigint, number double", numbered(drawn(DOUBLES, 2 * COUNT, 7))),
        "characters": ("n bigint, text varchar", [(n, chr(n)) for n in range(1, 0x110000) if not 0xD800 <= n < 0xE000]),
        "pairs": ("n bigint, one varchar, other varchar", [(n, *pair) for n, pair in enumerate(drawn(PAIRS, COUNT, 8))]),
        "lines": ("n bigint, text varchar", numbered(lines)),
        "headers": ("n bigint, text varchar", numbered([None, "", *drawn(HEADERS, COUNT, 9), *lines])),
        "small": ("n integer, text varchar", numbered(["a", "it's", "\\n", "\n", "b", None])),
        "members": ("n integer, place integer, value double, text varchar", members()),
        "currency_names": ("name varchar, code varchar", vocabulary("currency_names")),
    }


def numbered(values: list) -> list[tuple]:
    """Values with their number."""
    return list(enumerate(values))


def vocabulary(name: str) -> list[tuple[str, str]]:
    """The names and codes of a seed."""
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return [(row["name"], row["code"]) for row in csv.DictReader(stream)]


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
    """Local times of every zone, most of them where clocks are put forward or back."""
    with duckdb.connect() as engine:
        names = engine.execute("select name from pg_timezone_names() where contains(name, '/') order by name").fetchall()
    days = [f"{year}-{month:02d}-{day:02d}" for year in ZONE_YEARS for month, day in ZONE_DAYS]
    return [
        f"{day} {clock}:00 {name}" for (name,) in names for day in days for clock in ("00:30", "01:59", "02:30", "12:00")
    ] + drawn(st.builds(lambda name, time: f"{time:%Y-%m-%d %H:%M:%S} {name[0]}", st.sampled_from(names),
        st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31))), 5 * COUNT, 10)


def members() -> list[tuple]:
    """Groups of up to 40 values, some missing, as (group, place, value, text)."""
    rows = []
    for group, values in enumerate(drawn(st.lists(st.one_of(st.none(), MEMBERS), max_size=40), COUNT // 4, 11)):
        rows += [(group, place, value, f"t{place}") for place, value in enumerate(values, start=1)]
    return rows


ZONE_YEARS = (1925, 1943, 1985, 2025, 2150) if not IS_LONG else range(1900, 2200, 3)
ZONE_DAYS = ((1, 1), (3, 9), (3, 30), (4, 6), (7, 1), (9, 28), (10, 5), (10, 26), (11, 2))
# Around the hours that Berlin, New York and Lord Howe Island have twice or not at all.
CLOCKS = [
    f"{day} {hour:02d}:{minute}:15"
    for day in ("2025-03-09", "2025-03-30", "2025-04-06", "2025-10-05", "2025-10-26", "2025-11-02", "1945-05-24", "1986-01-01")
    for hour in range(24)
    for minute in ("00", "15", "30", "45")
]
LONG = [
    "x" * 3_000_000,
    "1" * 3_000_000 + "x",
    "1" + "x" * 3_000_000 + "1",
    '"' + "a" * 1_000_000 + '""' * 1_000_000 + '"',
    ",".join(['"a""b"'] * 200_000),
    "," * 1_000_000,
    "1" + ",000" * 500_000,
    "1" + ".000" * 500_000 + ",5",
    "2025-12-10 08:30" + " " * 1_000_000 + "x",
    "2025-12-10 08:30 a" + "/b" * 500_000,
    "2025-12-10 08:30:15." + "1" * 1_000_000,
    "a@" + "b." * 500_000 + "de",
    "€" * 1_000_000 + "5",
    "5" + " €" * 500_000,
    "5" + "-€" * 500_000 + "5",
]
LONG_NUMBERS = [
    "1" * 1_000_000,
    "0" * 1_000_000 + "12.50005",
    "1." + "9" * 1_000_000,
    "1" + "0" * 1_000_000 + "e-1000000",
    "0." + "0" * 1_000_000 + "125e1000001",
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
    lambda sign, whole, fraction, exponent: sign + (whole or "0" * (not fraction)) + (fraction and "." + fraction) + exponent,
    st.sampled_from(["", "", "-"]),
    st.text("0123456789", max_size=18),
    st.text("0459", max_size=8),
    st.one_of(st.just(""), st.just(""), st.integers(-30, 30).map(lambda power: f"e{power}"), st.integers(0, 40).map(lambda power: f"E+{power}")),
)
DOUBLES = st.one_of(
    st.integers(-10**9, 10**9).map(lambda number: number / 1000),
    st.integers(0, 10**7).map(lambda number: number / 2),
    st.integers(0, 2 * 10**7).map(lambda number: number * 50.0),
    st.floats(-1e15, 1e15),
    st.floats(0, 1e-3),
    st.floats(0, 1),
)
MEMBERS = st.one_of(st.integers(0, 50).map(float), st.integers(0, 10**8).map(lambda number: number / 10**4), st.floats(0, 1))
PAIRS = st.tuples(st.one_of(CATEGORIES, ANY_TEXT), st.one_of(CATEGORIES, ANY_TEXT)).map(
    lambda pair: pair if len(pair[0]) % 3 else (pair[0], pair[0][::-1] + pair[1][:3])
)
FIELD = st.one_of(TIMES, NUMBERS, EMAILS, CATEGORIES, st.text('", ;\t|ab', max_size=6))
LINES = st.builds(
    lambda mark, fields, quoted: mark.join('"' + field.replace('"', '""') + '"' if quoted & 2**place else field for place, field in enumerate(fields)),
    st.sampled_from(",;\t|"),
    st.lists(FIELD, min_size=1, max_size=8),
    st.sampled_from([0, 0, 255, 255, 1, 6, 129]),
)
HEADERS = st.builds(
    lambda mark, names: mark.join(names),
    st.sampled_from(",;\t|"),
    st.lists(st.sampled_from(["id", "ID ", " b", "B", "ingest_date", '"id"', '"a""b"', "\u00a0b\v", "x,y", "", "İd", "c"]), min_size=1, max_size=6),
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Both engines; Spark is stopped at the end."""
    found = Engines(tmp_path_factory.mktemp("expressions"))
    yield found
    found.spark.stop()


@pytest.mark.parametrize("query", QUERIES)
def test_both_engines_give_the_same(engines: Engines, query: str) -> None:
    assert engines.differences(query) == []

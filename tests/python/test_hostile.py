"""Input that means harm, and files damaged in every way: kept with its text or refused aloud.

Many damaged files go into one build, two per feed and date. The short form draws the same ones
every time; SLUICE_LONG=1 draws new ones, many more, and prints the seed; SLUICE_SEED=n draws those
of a printed seed again, SLUICE_DAMAGED=n so many of them.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import HEADERS, IS_LONG, ROOT, SEED, Workspace
from forked_runs import Driver
from test_crashes import MODELS_ONLY

sys.path.insert(0, str(ROOT))

from sluice.build import dbt_runs
from sluice.files import raw_files
from tests.reference.lines import from_header, has_other_form

DAMAGED = int(os.environ.get("SLUICE_DAMAGED") or (1_200 if IS_LONG else 60))
FILES_PER_BUILD = 240
DAY = "2025-12-10"
FIRST = date(2025, 12, 1)
FEEDS = ("customers", "events", "orders")
HOSTILE = [
    "'; drop table clean.clean_events; --",
    "\"; drop schema clean cascade; --",
    "{{ 7 * 7 }}{% do exceptions.raise_compiler_error('x') %}{# #}",
    "$(touch /tmp/sluice-was-here)`touch /tmp/sluice-was-here`",
    "; touch /tmp/sluice-was-here & | > /tmp/sluice-was-here",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\u202ecod.exe\u2066x\u2069\u200f",
    "bell\x07 backspace\x08 escape\x1b[2J delete\x7f",
    "nul\x00inside",
    "\x01\x02\x03 unit\x1f",
    "%s %d %n {0} {x.__class__} \\1 \\x41 \\",
    "\ufeffmark\ufffe\uffff",
    "\U0001f600\u0301e\u0301",
    "$$ $1 ?1 :x @x #",
    "/*", "*/ -- ",
    "x" * 70_000,
]  # fmt: skip


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Driver:
    """Runs of the pipeline at a few seconds each."""
    return Driver(tmp_path_factory.mktemp("hostile"))


def quoted(text: str) -> str:
    """A text as a quoted field."""
    return '"' + text.replace('"', '""') + '"'


# Values


def test_hostile_values_round_trip(driver: Driver) -> None:
    built = driver.new_workspace("values")
    sentinel = Path("/tmp/sluice-was-here")
    sentinel.unlink(missing_ok=True)
    lines = {
        "customers": [f",{quoted(value)},{quoted(value)},DE,active,{DAY}" for value in HOSTILE],
        "events": [
            f"e{n},{quoted(value)},x,{quoted(value)},ios,s1,5,{DAY}"
            for n, value in enumerate(HOSTILE)
        ],
        "orders": [
            f"o{n},{quoted(value)},{quoted(value)},1,EUR,paid," for n, value in enumerate(HOSTILE)
        ],
    }
    for feed, texts in lines.items():
        built.put(DAY, feed, texts)
    # Known under a hostile name: clean, as received but trimmed.
    built.put(
        DAY,
        "customers",
        [*lines["customers"], *(f"{quoted(value)},,2025-01-01,DE,active," for value in HOSTILE)],
    )
    finished = driver.run(built, "--date", DAY, "--parquet", "parquet")
    assert finished.code == 0, finished.err
    assert not sentinel.exists()
    for feed in FEEDS:
        kept = built.query(
            f"select raw_line from quarantine.quarantine_{feed} order by line_number"
        )
        assert [row[0] for row in kept] == lines[feed]
        copies = built.folder / f"parquet/quarantine/{feed}/ingest_date={DAY}/rows.parquet"
        copied = built.query(f"select raw_line from '{copies}' order by line_number")
        assert copied == kept
    known = built.query("select customer_id from clean.clean_customers order by line_number")
    assert [row[0] for row in known] == [value.strip(" ") for value in HOSTILE]


def test_hostile_names_of_everything(driver: Driver, tmp_path: Path) -> None:
    built = driver.new_workspace("names")
    name = "raw 'x'; -- \"y\" [a-z]* {b,c} ? $(id) {{ 7 * 7 }} ü\u202e%20\\n"
    folder = built.raw / name / f"ingest_date={DAY}"
    folder.mkdir(parents=True)
    for stranger in (".ingest_date=2025-12-11", "ingest_date=../x", "ingest_date=2025-12-11'; --"):
        (built.raw / name / stranger.replace("/", "\u2044")).mkdir()
    line = "c1,\udcff@x,2025-01-01,DE,active,".encode("utf-8", "surrogateescape")  # a marked copy
    path = folder / "customers_raw.csv"
    path.write_bytes(HEADERS["customers"].encode() + b",{{ 1/0 }}\n" + line + b",x\n")
    (folder / "events_raw.csv'; drop table x").write_text("x")
    finished = driver.run(built, "--raw-dir", built.raw / name, "--date", DAY)
    assert finished.code == 0, finished.err
    rows = built.query("select source_file, line_number from quarantine.quarantine_customers")
    assert rows == [(f"ingest_date={DAY}/customers_raw.csv", 2)]
    assert not list(built.folder.glob("*.scratch*"))


def test_hostile_vars_are_refused(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, manifest: Any
) -> None:
    from dbt.cli.main import dbtRunner

    built = driver.new_workspace("variables")
    built.put_day(DAY)
    assert driver.run(built, build_options=MODELS_ONLY).code == 0
    before = built.tables()
    for name, value in built.environment(
        SLUICE_RAW_DIR=str(built.raw), SLUICE_WAREHOUSE=str(built.warehouse)
    ).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DBT_TARGET_PATH", str(driver.folder / "target"))
    monkeypatch.chdir(ROOT)
    injections = [
        "2025-12-10'; drop table x; --",
        "../../etc",
        "{{ 7 * 7 }}",
        "2025-12-10\n",
        "٢٠٢٥-12-10",
        "",
    ]
    variables = [
        *({"date": text} for text in injections),
        *({"start_date": DAY, "end_date": text} for text in injections),
        *({"date": DAY, "removed_dates": [text]} for text in injections),
        {"date": [DAY]},
        {"date": {"x": DAY}},
        {"date": DAY, "rule_severities": {"x'; drop table y; --": "warn"}},
        {"date": DAY, "rule_severities": {"email_missing": "reject'; drop table y; --"}},
        {"date": DAY, "naive_timezone": dict.fromkeys(FEEDS, "UTC'; drop table x; --")},
    ]
    accepted = []
    for chosen in variables:
        arguments = ["build", *MODELS_ONLY, "--vars", json.dumps(chosen)]
        outcome = dbtRunner(manifest=manifest).invoke([*arguments, *dbt_runs.quiet_options()])
        dbt_runs.release()
        if outcome.success:
            accepted.append(chosen)
    assert not accepted
    assert built.tables() == before


# Size


def test_a_line_of_ten_megabytes_and_a_header_of_a_million_columns(driver: Driver) -> None:
    built = driver.new_workspace("wide")
    long_line = f"e1,c1,{'x' * 10_000_000},login,ios,s1,5,{DAY}"
    built.put(DAY, "events", [long_line])
    names = ",".join(f"column_{number}" for number in range(1_000_000))
    built.put(DAY, "orders", ["o1" + "," * 1_000_006], f"{HEADERS['orders']},{names}")
    finished = driver.run(built, "--date", DAY, "--json", build_options=MODELS_ONLY)
    assert finished.code in (0, 2), finished.err
    if finished.code == 0:
        assert built.query("select raw_line from quarantine.quarantine_events") == [(long_line,)]
        totals = {feed: of["total"] for feed, of in finished.summary["days"][0]["datasets"].items()}
        assert totals == {"customers": 0, "events": 1, "orders": 1}
    else:
        assert "columns" in finished.err
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    assert peak < 4, f"{peak:.1f} GiB"


def test_a_hundred_thousand_unknown_categories(driver: Driver) -> None:
    built = driver.new_workspace("categories")
    count = 100_000
    built.put(DAY, "customers", ["c1,,2025-01-01,DE,active,"])
    lines = [f"e{n},c1,{DAY} 10:00:00,type {n},platform {n},s1,5,{DAY}" for n in range(count)]
    built.put(DAY, "events", lines)
    finished = driver.run(
        built, "--date", DAY, "--json", build_options=MODELS_ONLY, SLUICE_MEMORY_LIMIT="500MB"
    )
    assert finished.code == 0, finished.err
    assert finished.summary["days"][0]["datasets"]["events"]["total"] == count
    report = built.published()[f"ingest_date={DAY}/validation_report.json"]
    assert len(report) < 2_000_000, len(report)


def test_gzip_bombs(driver: Driver) -> None:
    built = driver.new_workspace("bombs")
    folder = built.raw / f"ingest_date={DAY}"
    folder.mkdir()
    bomb = folder / "events_raw.csv.gz"
    header = HEADERS["events"].encode() + b"\n"
    bomb.write_bytes(gzip.compress(header + b"x" * 200_000_000, 9, mtime=0))
    assert bomb.stat().st_size < 1_000_000
    refused = driver.run(built, "--date", DAY)
    assert refused.code == 2, refused.err
    assert "events_raw.csv.gz has a line longer than 32 MiB" in refused.err
    assert not built.published()

    line = b"x" * 59 + b"\n"
    lines = 500_000 if not IS_LONG else 5_000_000
    bomb.write_bytes(gzip.compress(header + line * lines, 9, mtime=0))
    assert bomb.stat().st_size < 1_000_000
    finished = driver.run(built, "--date", DAY, "--json", build_options=MODELS_ONLY)
    assert finished.code == 0, finished.err
    counts = finished.summary["days"][0]["datasets"]["events"]
    assert (counts["total"], counts["quarantine"]) == (lines, lines)


# Damage

Damage = Callable[[bytes, random.Random], bytes]
GOOD_LINES = {
    "customers": "c{n}-{file},c{n}@example.com,2025-01-0{n},DE,active,{day}",
    "events": "e{n}-{file},c{n},{day} 0{n}:00:00,login,ios,s{n},{n},{day}",
    "orders": "o{n}-{file},c{n},{day} 0{n}:00:00,1{n}.50,EUR,paid,{day}",
}


def good_file(feed: str, day: str, file: int) -> bytes:
    """A header and four good lines whose ids are in no other file."""
    lines = [GOOD_LINES[feed].format(n=n, day=day, file=file) for n in range(1, 5)]
    return "\n".join([HEADERS[feed], *lines, ""]).encode()


def insert(content: bytes, at: int, text: bytes) -> bytes:
    """Bytes with others put in."""
    return content[:at] + text + content[at:]


def positions(content: bytes, text: bytes) -> list[int]:
    """Where a text occurs."""
    return [match.start() for match in re.finditer(re.escape(text), content)]


def stray_quote(content: bytes, dice: random.Random) -> bytes:
    """A quote anywhere."""
    return insert(content, dice.randrange(len(content)), b'"')


def surplus_delimiter(content: bytes, dice: random.Random) -> bytes:
    """A delimiter anywhere."""
    return insert(content, dice.randrange(len(content)), b",")


def lost_delimiter(content: bytes, dice: random.Random) -> bytes:
    """A delimiter less."""
    at = dice.choice(positions(content, b","))
    return content[:at] + content[at + 1 :]


def cut(content: bytes, dice: random.Random) -> bytes:
    """The file ends early."""
    return content[: dice.randrange(len(content))]


def lost_bytes(content: bytes, dice: random.Random) -> bytes:
    """Some bytes are missing."""
    at = dice.randrange(len(content))
    return content[:at] + content[at + dice.randint(1, 80) :]


def other_delimiter(content: bytes, dice: random.Random) -> bytes:
    """Another delimiter, everywhere or on one line."""
    mark = dice.choice([b";", b"\t", b"|", b":", b"^", b" ", b",,", b"\x1f"])
    lines = content.split(b"\n")
    if dice.random() < 0.5:
        return content.replace(b",", mark)
    at = dice.randrange(len(lines) - 1)
    lines[at] = lines[at].replace(b",", mark)
    return b"\n".join(lines)


def other_line_ends(content: bytes, dice: random.Random) -> bytes:
    """Other line ends, everywhere or on one line, or one too many."""
    end = dice.choice(
        [b"\r\n", b"\r", b"\n\r", b"\n\n", b"\r\r\n", b"\x0b", b"\xc2\x85", b"\xe2\x80\xa8"]
    )
    if dice.random() < 0.5:
        return content.replace(b"\n", end)
    at = dice.choice(positions(content, b"\n"))
    return content[:at] + end + content[at + 1 :]


def line_end_anywhere(content: bytes, dice: random.Random) -> bytes:
    """A line is broken in two."""
    return insert(content, dice.randrange(len(content)), dice.choice([b"\n", b"\r", b"\r\n"]))


def other_encoding(content: bytes, dice: random.Random) -> bytes:
    """The bytes of another encoding."""
    text = content.decode().replace("active", "aktív").replace("login", "lógin")
    return text.encode(
        dice.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "utf-8-sig", "cp500"])
    )


def odd_bytes(content: bytes, dice: random.Random) -> bytes:
    """Bytes that don't belong there."""
    odd = [
        b"\x00",
        b"\xff",
        b"\xe2\x82",
        b"\xed\xa0\x80",
        b"\x1a",
        b"\xef\xbb\xbf",
        b"\x01\x02\x03\x04",
    ]
    return insert(content, dice.randrange(len(content)), dice.choice(odd))


def preamble(content: bytes, dice: random.Random) -> bytes:
    """Lines before the header."""
    lines = [
        b"sep=,\n",
        b"# export of today\n",
        b"\n",
        b"\n\n",
        b"a,b\n",
        b'"\n',
        b",,,,,\n",
        b" \n",
    ]
    return dice.choice(lines) + content


def footer(content: bytes, dice: random.Random) -> bytes:
    """Lines behind the last."""
    lines = [
        b"total,4\n",
        b"(4 rows)\n",
        b"\n\n\n",
        b'"',
        b",,,,,\n",
        b"EOF",
        b"\x1a",
        b"\x00" * 9,
        b"\\.",
    ]
    return content + dice.choice(lines)


def header_trouble(content: bytes, dice: random.Random) -> bytes:
    """The header is lost, comes twice, or is another one."""
    header, rest = content.split(b"\n", 1)
    other = dice.choice([HEADERS[feed].encode() for feed in FEEDS])
    tries = [
        rest,
        header + b"\n" + content,
        content + header + b"\n",
        other + b"\n" + rest,
        header.upper() + b"\n" + rest,
        b"\xef\xbb\xbf\xef\xbb\xbf" + content,
        header.replace(b"_", b" ") + b"\n" + rest,
    ]
    return dice.choice(tries)


def column_trouble(content: bytes, dice: random.Random) -> bytes:
    """A column is lost, comes twice or moves, in the header alone or everywhere."""
    rows = [line.split(b",") for line in content.splitlines()]
    at, to = (dice.randrange(len(rows[0])) for _ in range(2))
    way = dice.choice(["lost", "twice", "moved"])
    for row in rows[: dice.choice([1, len(rows)])]:
        value = row[at] if way == "twice" else row.pop(at)
        if way != "lost":
            row.insert(to, value)
    return b"\n".join([b",".join(row) for row in rows] + [b""])


DAMAGES: list[Damage] = [
    stray_quote,
    surplus_delimiter,
    lost_delimiter,
    cut,
    lost_bytes,
    other_delimiter,
    other_line_ends,
    line_end_anywhere,
    other_encoding,
    odd_bytes,
    preamble,
    footer,
    header_trouble,
    column_trouble,
]


def physical_lines(content: bytes) -> list[tuple[int, str, bool]]:
    """The data lines of a file by number: text and whether it is UTF-8, without the empty ones."""
    found = []
    for number, line in enumerate(lines_from_header(content), 1):
        if number > 1 and line:
            try:
                found.append((number, line.decode(), True))
            except UnicodeDecodeError:
                found.append((number, line.decode("utf-8", "replace"), False))
    return found


def lines_from_header(content: bytes) -> list[bytes]:
    """The header, an empty line for each before it, and the rest; nothing of a packed file."""
    bare = re.sub(rb"\A(?:\xef\xbb\xbf)+", b"", content)
    if has_other_form(bare, "utf-8"):
        return []
    return from_header(re.split(rb"\r\n|\n|\r", bare), 0)


def damaged_files(count: int, first: int) -> Iterator[tuple[str, str, str, str, bytes]]:
    """(damage, feed, day, file name, content), two files per feed and date."""
    for number in range(first, first + count):
        slot, at_date = divmod(number - first, 2)
        feed, day = FEEDS[slot % 3], str(FIRST + timedelta(days=slot // 3))
        damage = DAMAGES[number % len(DAMAGES)]
        dice = random.Random(f"{SEED} {number}")
        content = damage(good_file(feed, day, number), dice)
        suffix = ("csv", "csv.gz")[at_date]
        yield damage.__name__, feed, day, f"{feed}_raw.{suffix}", content


def values_of(workspace: Workspace, feed: str) -> dict[tuple[str, int], dict[str, object]]:
    """The clean rows of a feed by file and line."""
    import duckdb

    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        cursor = connection.execute(f"select * from clean.clean_{feed}")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["source_file"], row["line_number"]): row for row in rows}


def test_damaged_files(driver: Driver) -> None:
    print(f"{DAMAGED} damaged files, seed {SEED}")
    failures: list[str] = []
    outcome: dict[str, int] = defaultdict(int)
    for first in range(0, DAMAGED, FILES_PER_BUILD):
        built = driver.new_workspace(f"damaged{first}")
        files = {}
        count = min(FILES_PER_BUILD, DAMAGED - first)
        before = str(FIRST - timedelta(days=1))
        built.put(before, "customers", [f"c{n},,2025-01-01,DE,active," for n in range(1, 5)])
        for damage, feed, day, name, content in damaged_files(count, first):
            path = built.raw / f"ingest_date={day}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                gzip.compress(content, mtime=0) if name.endswith(".gz") and content else content
            )
            source = str(path.relative_to(built.raw))
            found = raw_files.inspect(
                built.raw, date.fromisoformat(day), feed, source, built.folder / "scratch"
            )
            if found.problem:  # the whole run would be refused, aloud
                outcome["refused"] += 1
                path.unlink()
            else:
                files[source] = (damage, feed, content)
        finished = driver.run(built, "--quiet")
        assert finished.code == 0, (SEED, first, finished.err)
        failures += [
            f"{source} ({damage}, build from {first}): {text}"
            for source, (damage, text) in checked(built, files, outcome).items()
        ]
    print(dict(outcome))
    assert not failures, "\n".join([f"{len(failures)}, seed {SEED}", *failures[:20]])


def checked(
    built: Workspace, files: dict[str, tuple[str, str, bytes]], outcome: dict[str, int]
) -> dict[str, tuple[str, str]]:
    """What is wrong with what became of each file."""
    failures = {}
    quarantined: dict[str, dict[int, tuple[str, list[str]]]] = defaultdict(dict)
    for feed in FEEDS:
        columns = "source_file, line_number, raw_line, reject_reason"
        for source, number, text, reasons in built.query(
            f"select {columns} from quarantine.quarantine_{feed}"
        ):
            quarantined[source][number] = (text, reasons)
    clean = {feed: values_of(built, feed) for feed in FEEDS}
    for source, (damage, feed, content) in files.items():
        expected = physical_lines(content)
        rejected = quarantined[source]
        kept = {number: row for (file, number), row in clean[feed].items() if file == source}
        numbers = sorted([*rejected, *kept])
        if numbers != [number for number, _, _ in expected]:
            failures[source] = (damage, f"lines {numbers} instead of {len(expected)}")
            continue
        for number, text, _ in expected:
            if number in rejected:
                outcome["quarantined lines"] += 1
                if rejected[number][0] != text or not rejected[number][1]:
                    failures[source] = (damage, f"line {number}: {rejected[number]} for {text!r}")
            else:
                outcome["clean lines"] += 1
                if difference := altered(kept[number], feed, content, text):
                    failures[source] = (damage, f"line {number}: {difference}")
        outcome["files"] += 1
    return failures


def altered(row: dict[str, object], feed: str, content: bytes, text: str) -> str | None:
    """How a clean row's texts differ from the fields of its line, split in the plainest way."""
    header = lines_from_header(content)[0].decode("utf-8", "replace")
    delimiter = max(",;\t|", key=header.count)
    names = [name.strip(' "').lower() for name in header.split(delimiter)]
    fields = text.split(delimiter)
    if len(fields) != len(names):
        return None if '"' in text else f"{len(fields)} fields for {len(names)} columns: {text!r}"
    received = dict(zip(reversed(names), reversed(fields), strict=True))  # the first of a name
    for column in (f"{feed[:-1]}_id", "customer_id", "session_id"):
        if column in row and row[column] is not None:
            plain = received.get(column, "").strip().strip('"').replace('""', '"').strip()
            if row[column] != plain:
                return f"{column} is {row[column]!r} in {text!r}"
    return None

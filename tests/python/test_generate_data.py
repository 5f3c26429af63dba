"""Generated days are reproducible, hold every defect, and their truth is what the contract says."""

from __future__ import annotations

import csv
import gzip
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import copy_project

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from sluice.books import feed_book  # noqa: E402
from sluice.commands.generate import main  # noqa: E402
from sluice.generator.accidents import ACCIDENTS, CHANGES  # noqa: E402
from sluice.generator.people import World  # noqa: E402
from sluice.generator.rules import REJECTS, WARNINGS  # noqa: E402
from tests.reference import Result, Variables, build  # noqa: E402

FEEDS = ("customers", "events", "orders")
LINE_END = re.compile(rb"\r\n|\r|\n")
EVERY_DAY = [word for name in ACCIDENTS for word in (f"--{name.replace('_', '-')}-every", "1")]
EVERY_THIRD = ["3" if word == "1" else word for word in EVERY_DAY]
PARTIAL_EVERY = 3  # so that one of the three days is a partial load


def generate(folder: Path, start: str, end: str, *more: str) -> Path:
    """Generates days into folder/raw and folder/truth."""
    places = ["--out", str(folder / "raw"), "--truth", str(folder / "truth")]
    assert main(["--start", start, "--end", end, *places, *more]) == 0
    return folder


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days with 5,000 events each."""
    more = ["--events", "5000", "--seed", "7", "--partial-load-every", str(PARTIAL_EVERY)]
    return generate(tmp_path_factory.mktemp("days"), "2025-12-10", "2025-12-12", *more)


@pytest.fixture(scope="module")
def small_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen weeks of small days: long look-backs, and defects of whole files."""
    more = ["--events", "150", "--orders", "40", "--customers", "40", "--seed", "5"]
    return generate(tmp_path_factory.mktemp("small_days"), "2024-01-20", "2024-05-10", *more)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def truth_rows(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Every line of the truth, with its feed."""
    for path in sorted(folder.glob("truth/*/*_truth.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield path.name.removesuffix("_truth.csv"), row


def data_lines(path: Path) -> dict[int, bytes]:
    """The lines behind the header that are not empty, by number."""
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    content = content.removeprefix(b"\xef\xbb\xbf")
    lines = list(enumerate(LINE_END.split(content), start=1))
    header = next(number for number, line in lines if line.strip() and line[:4] != b"sep=")
    return {number: line for number, line in lines if number > header and line}


def event_hours(folder: Path, day: date) -> set[int]:
    """The hours of a day with events, as far as datetime.fromisoformat can tell."""
    hours = set()
    for path in (folder / "raw" / f"ingest_date={day}").glob("events_raw.*"):
        for line in data_lines(path).values():
            for text in line.decode("utf-8", "replace").split(","):
                try:
                    at = datetime.fromisoformat(text) if len(text) > 10 else None
                except ValueError:
                    continue
                if at is not None:
                    zone = at.tzinfo or UTC
                    at = at.replace(tzinfo=zone).astimezone(UTC)
                    hours |= {at.hour} if at.date() == day else set()
    return hours


def test_the_same_arguments_give_the_same_bytes(days: Path, tmp_path: Path) -> None:
    more = ["--events", "5000", "--seed", "7", "--partial-load-every", str(PARTIAL_EVERY)]
    words = ["--start", "2025-12-10", "--end", "2025-12-12", *more]
    places = ["--out", str(tmp_path / "raw"), "--truth", str(tmp_path / "truth")]
    script = [sys.executable, "-m", "sluice.cli", "generate"]
    subprocess.run([*script, *words, *places], check=True, capture_output=True)
    assert contents(tmp_path) == contents(days)


def test_another_seed_gives_other_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        generate(tmp_path / seed, "2025-12-10", "2025-12-10", "--events", "100", "--seed", seed)
    assert contents(tmp_path / "1") != contents(tmp_path / "2")


def test_a_day_is_the_same_in_any_range(days: Path, tmp_path: Path) -> None:
    more = ["--events", "5000", "--seed", "7", "--partial-load-every", str(PARTIAL_EVERY)]
    for day in ("2025-12-12", "2025-12-11"):
        generate(tmp_path, day, day, *more)
        folder = f"raw/ingest_date={day}"
        assert contents(tmp_path / folder) == contents(days / folder)


@pytest.mark.parametrize("more", [[], EVERY_DAY], ids=["", "accidents"])
def test_a_smaller_run_leaves_no_file_of_a_larger_one(more: list[str], tmp_path: Path) -> None:
    day = ("2025-12-10", "2025-12-10")
    for number in range(12):
        generate(
            tmp_path / "again", *day, "--events", "2000", "--seed", str(number), *more, "--force"
        )
        generate(tmp_path / str(number), *day, "--events", "2000", "--seed", str(number), *more)
        assert contents(tmp_path / "again") == contents(tmp_path / str(number))


@pytest.mark.parametrize("name", ["days", "small_days"])
def test_the_truth_names_every_data_line(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    named = Counter((row["source_file"], int(row["line_number"])) for _, row in truth_rows(folder))
    there = Counter(
        (str(path.relative_to(folder / "raw")), number)
        for path in (folder / "raw").glob("*/*_raw.*")
        for number in data_lines(path)
    )
    assert named == there
    defects = {row["defect"] for _, row in truth_rows(folder)}
    assert "blanks_only" in defects and "all_missing" in defects


def test_some_lines_are_empty(days: Path) -> None:
    content = b"".join(path.read_bytes() for path in (days / "raw").glob("*/*_raw.csv"))
    assert b"\n\n" in content


def test_every_rule_is_broken(days: Path) -> None:
    broken: dict[str, Counter[str]] = {feed: Counter() for feed in FEEDS}
    for feed, row in truth_rows(days):
        broken[feed].update(row["reject_reason"].split("|") + row["warnings"].split("|"))
    for feed in FEEDS:
        never = [rule for rule in REJECTS[feed] + WARNINGS[feed] if not broken[feed][rule]]
        assert not never, f"{feed}: {never}"


def test_most_events_are_clean(days: Path) -> None:
    rows = [row for feed, row in truth_rows(days) if feed == "events"]
    clean = sum(not row["reject_reason"] for row in rows)
    assert 0.85 <= clean / len(rows) <= 0.92


def test_every_third_day_is_a_partial_load(days: Path) -> None:
    world = World(7, date(2025, 12, 10), 5000, 200, 400, {"partial_load": PARTIAL_EVERY})
    lengths = []
    for number in (10, 11, 12):
        day = date(2025, 12, number)
        silent = set(range(24)) - event_hours(days, day)
        assert silent == set(world.silent_hours(day))
        lengths.append(len(silent))
    assert lengths.count(0) == 2 and 4 <= max(lengths) <= 6


def test_whole_files_have_defects_too(small_days: Path) -> None:
    files = {path: path.read_bytes() for path in (small_days / "raw").glob("*/*_raw.*")}
    headers = [LINE_END.split(content)[0] for content in files.values()]
    assert any(header.startswith(b"sep=") for header in headers)
    assert any(content[:1] in (b"\n", b"\r") for content in files.values())
    starts = {header.lower().split(b"_id")[0] for header in headers}
    assert any(path.suffix == ".gz" for path in files)
    assert any(content.startswith(b"\xef\xbb\xbf") for content in files.values())
    assert any(b"\r\n" in content for content in files.values())
    assert any(content and content[-1:] not in b"\r\n" for content in files.values())
    assert any(b";" in header or b"\t" in header or b"|" in header for header in headers)
    assert any(header and b"ingest_date" not in header.lower() for header in headers)
    assert len(starts) > len(FEEDS), "columns in another order"
    assert len(files) != 3 * 112 or any(not content for content in files.values())


@pytest.mark.parametrize("name", ["days", "small_days"])
def test_the_truth_is_what_the_reference_finds(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    assert found_in(folder) == truth_in(folder)


def found_in(folder: Path, variables: Variables | None = None) -> dict[tuple[str, int], Any]:
    """What the reference makes of each line."""
    return found_of(build(folder / "raw", None, variables))


def found_of(result: Result) -> dict[tuple[str, int], Any]:
    """The same of what it built."""
    found = {}
    for day in result.days:
        for feed in FEEDS:
            for row in result.clean[day][feed]:
                found[row["source_file"], row["line_number"]] = ("", "|".join(row["warnings"]))
            for row in result.quarantine[day][feed]:
                reasons = "|".join(row["reject_reason"])
                found[row["source_file"], row["line_number"]] = (reasons, "|".join(row["warnings"]))
    return found


def truth_in(folder: Path) -> dict[tuple[str, int], Any]:
    """The truth of each line."""
    return {
        (row["source_file"], int(row["line_number"])): (row["reject_reason"], row["warnings"])
        for _, row in truth_rows(folder)
    }


SPREADSHEET = {"encoding": "cp1252", "multiline": True, "decimal_mark": ",", "date_order": "dmy"}
DUMP = {"encoding": "utf-16", "escape": "backslash", "folders": "read", "two_digit_years": True}
LOOSE = {"literal_quotes": True, "pad_short_lines": True, "encoding": "latin-1", "skip_lines": 2}
OTHERS = {"missing_words": ["(not set)", "gelöscht"], "time_formats": ["%d.%b.%y %Hh%M'%S"]}
BOOKS: list[dict[str, dict[str, Any]]] = [
    {
        "customers": SPREADSHEET | {"aliases": {"customer_id": ["Kunde", "Größe"]}},
        "events": DUMP | {"skip_lines": 1},
        "orders": LOOSE | OTHERS | {"decimal_mark": ".", "across_partitions": "replace"},
    },
    {
        "customers": DUMP | {"multiline": True, "pad_short_lines": True, "keep": "best"},
        "events": SPREADSHEET | LOOSE | {"folders": "read", "escape": "backslash"},
        "orders": SPREADSHEET | OTHERS | {"lookback_days": 2, "skip_lines": 3, "keep": "last"},
    },
]


ZONES = {  # days on which clocks change: New York's, Berlin's, and Lord Howe's by half an hour
    "customers": {"naive_timezone": "Asia/Kolkata", "day_zone": "Pacific/Kiritimati"},
    "events": {
        "naive_timezone": "America/New_York",
        "day_zone": "America/New_York",
        "two_digit_years": True,
        "date_order": "dmy",
        "time_formats": ["%d.%b.%y %H:%M:%S", "%d.%b.%y %H:%M:%S %z"],
    },
    "orders": {"naive_timezone": "Europe/Berlin", "day_zone": "Australia/Lord_Howe"},
}


KEYS = {  # several refunds of one order; versions of a customer and of an event
    "customers": {"key": ["customer_id", "status"]},
    "events": {"key": ["event_id", "platform"], "keep": "last"},
    "orders": {"key": ["order_id", "status", "order_time", "amount"]},
}
BARE_KEYS = {"orders": {"key": ["order_id"]}, "events": {"key": ["event_time", "event_id"]}}


SEVERITIES = [
    {"events.customer_id_missing": "warn", "orders.customer_id_missing": "warn"},
    {"customers.email_invalid": "reject", "created_at_in_future": "warn"},
    {"event_time_late": "reject", "amount_too_large": "reject", "amount_ambiguous": "reject"},
    {"amount_negative": "warn", "duration_ms_too_long": "warn", "ingest_date_mismatch": "warn"},
    {"orders.status_unknown": "warn", "currency_unknown": "warn", "event_time_in_future": "warn"},
    {"customer_id_orphan": "warn", "platform_missing": "reject", "country_unknown": "reject"},
    {"row_duplicate": "warn", "event_id_duplicate": "warn", "order_id_duplicate": "warn"},
]


@pytest.mark.parametrize("chosen", SEVERITIES, ids=lambda chosen: next(iter(chosen)))
def test_the_truth_goes_by_chosen_severities(chosen: dict[str, str], tmp_path: Path) -> None:
    hold_to_the_reference({}, tmp_path, ("2025-12-08", "2025-12-10"), chosen)


def test_words_of_ones_own_are_not_unknown(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    own = ["category,name,value,sign", "event_type,scroll,scroll,", "country,Untied States,US,"]
    own += ["order_status,pending,pending,0", "platform,andriod,android,", "currency,XTS?,BTC,"]
    (project / "seeds" / "own_names.csv").write_text("\n".join(own))
    script = [sys.executable, "-m", "sluice.cli", "generate", "--start", "2025-12-10", "--end"]
    places = ["--out", str(tmp_path / "raw"), "--truth", str(tmp_path / "truth")]
    environment = os.environ | {"PYTHONPATH": str(project / "scripts")}
    subprocess.run(
        [*script, "2025-12-12", "--events", "3000", *places],
        check=True,
        capture_output=True,
        env=environment,
    )
    found = build(tmp_path / "raw", seeds=project / "seeds")
    assert found_of(found) == truth_in(tmp_path)
    assert b",scroll?," in b"".join(contents(tmp_path / "raw").values())


def hold_to_the_reference(
    words: dict[str, dict[str, Any]],
    folder: Path,
    days: tuple[str, str],
    severities: dict[str, str] | None = None,
    more: Sequence[str] = (),
) -> Result:
    """Generates days as a feed book says; their truth is what is found, and they come again."""
    book = {feed: entry | words.get(feed, {}) for feed, entry in feed_book().items()}
    variables = {"feeds": book, "rule_severities": severities or {}}
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("sluice.books.variables", lambda: variables)
        generate(folder, *days, "--events", "700", "--seed", "3", *more)
        before = contents(folder)
        generate(folder, *days, "--events", "700", "--seed", "3", *more, "--force")
    assert contents(folder) == before
    said: dict[str, dict[str, Any]] = {"keep": {"customers": "last"}}
    for feed in words:
        for word, value in words[feed].items():
            standard = getattr(Variables(), word)
            said.setdefault(word, dict(standard))[feed] = value
    chosen = Variables(**said, rule_severities=severities or {})  # type: ignore[arg-type]
    result = build(folder / "raw", None, chosen)
    assert found_of(result) == truth_in(folder)
    return result


@pytest.mark.parametrize("words", [*BOOKS, KEYS, BARE_KEYS])
def test_days_are_written_as_the_feed_book_says(
    words: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    hold_to_the_reference(words, tmp_path, ("2025-12-08", "2025-12-14"))


@pytest.mark.parametrize("start", ["2025-03-08", "2025-03-29", "2025-10-04", "2025-11-01"])
def test_times_are_of_the_zones_of_the_feed_book(start: str, tmp_path: Path) -> None:
    end = date.fromisoformat(start) + timedelta(days=2)
    hold_to_the_reference(ZONES, tmp_path, (start, str(end)))
    rules = {row["reject_reason"] + row["warnings"] for _, row in truth_rows(tmp_path)}
    assert {"order_time_late", "event_time_in_future", "ingest_date_mismatch"} <= rules


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ({}, EVERY_DAY),
        ({}, EVERY_THIRD),
        *((book, EVERY_DAY) for book in BOOKS),
        (KEYS, EVERY_THIRD),
    ],
)
def test_the_truth_holds_what_accidents_lead_to(
    words: dict[str, dict[str, Any]], more: list[str], tmp_path: Path
) -> None:
    found = hold_to_the_reference(words, tmp_path, ("2026-01-26", "2026-02-03"), None, more)
    told = {
        (feed, f"ingest_date={day}/{name}", size)
        for day, feeds in found.feed_days.items()
        for feed, found_day in feeds.items()
        for name, size in found_day.unread.items()
    }
    assert told == set(unread_truth(tmp_path)) and len(told) > 9
    defects = {defect for _, row in truth_rows(tmp_path) for defect in row["defect"].split("|")}
    asked_for = {*CHANGES, "own_id_shortened", "note_of_80_lines", "late_quote", "unclosed_quote"}
    asked_for |= {"amount_shared_mark", "currency_ended"}
    assert asked_for <= defects or more == EVERY_THIRD


def unread_truth(folder: Path) -> Iterator[tuple[str, str, int]]:
    """What the truth says of files that aren't read."""
    for path in sorted(folder.glob("truth/*/unread_files.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                yield row["dataset"], row["source_file"], int(row["bytes"])


@pytest.mark.parametrize(
    "words",
    [
        ["--start", "2025-12-11", "--end", "2025-12-10"],
        ["--start", "2025-02-30", "--end", "2025-03-01"],
        ["--start", "1999-01-01", "--end", "1999-01-01"],
        ["--start", "2025-12-10", "--end", "2025-12-10", "--events", "0"],
    ],
)
def test_impossible_arguments_are_refused(words: list[str], tmp_path: Path) -> None:
    assert main([*words, "--out", str(tmp_path / "raw"), "--truth", "none"]) == 2
    assert not (tmp_path / "raw").exists()


SMALL = ["--start", "2025-12-10", "--end", "2025-12-12", "--events", "100"]


def refused(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What is said where nothing is generated; fails where anything has changed."""
    before = contents(folder)
    places = ["--out", str(folder / "raw"), "--truth", str(folder / "truth")]
    assert main([*SMALL, *places, *more]) == 2
    assert contents(folder) == before
    words = capsys.readouterr().err
    assert len(words.splitlines()) == 1
    return words


@pytest.mark.parametrize("place", ["raw", "truth"])
def test_folders_that_are_there_are_not_touched(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in ("2025-12-11", "2025-12-12"):
        folder = tmp_path / place / f"ingest_date={day}"
        folder.mkdir(parents=True)
        (folder / "orders_raw.csv").write_text("somebody's only copy")
    words = refused(tmp_path, capsys)
    assert f"{tmp_path / place}/ingest_date=2025-12-11 and 1 more" in words and "--force" in words


def test_force_replaces_the_feeds_files_alone_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate(tmp_path, *SMALL[1:4:2], *SMALL[4:])
    expected = contents(tmp_path)
    mine = tmp_path / "raw" / "ingest_date=2025-12-11"
    for name in ("orders_raw.csv", "orders_raw.csv.gz", "orders_raw_part2.csv", "notes.txt"):
        (mine / name).write_text("mine")
    (mine / "backup").mkdir()
    capsys.readouterr()
    generate(tmp_path, *SMALL[1:4:2], *SMALL[4:], "--force")
    assert "Replacing 19 files, " in capsys.readouterr().out
    folder = "raw/ingest_date=2025-12-11"
    kept = {f"{folder}/{name}": b"mine" for name in ("orders_raw_part2.csv", "notes.txt")}
    assert contents(tmp_path) == expected | kept and (mine / "backup").is_dir()


@pytest.mark.parametrize("kind", ["link", "file", "folder for a file", "link for a file"])
def test_force_follows_no_link_and_replaces_no_other_thing(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "orders_raw.csv").write_text("mine")
    place = tmp_path / "raw" / "ingest_date=2025-12-11"
    place.parent.mkdir()
    if kind == "link":
        place.symlink_to(elsewhere)
    elif kind == "file":
        place.write_text("mine")
    elif kind == "folder for a file":
        (place / "orders_raw.csv").mkdir(parents=True)
    else:
        place.mkdir()
        (place / "orders_raw.csv").symlink_to(elsewhere / "orders_raw.csv")
    assert str(place) in refused(tmp_path, capsys, "--force")

"""Finding and reading raw bytes: what is out of reach, changes meanwhile, or is oddly packed."""

from __future__ import annotations

import errno
import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import HEADERS, ROOT, Finished, Workspace, copy_project
from test_run_pipeline import is_one_sentence

from sluice.books import readings
from sluice.build import dbt_runs
from sluice.files import companion, corrections, line_fingerprints, raw_files, staleness, strays
from sluice.files.file_bytes import Content
from sluice.files.on_disk import BadFile
from sluice.problems import Problem

DAY, NEXT, THIRD = (date(2025, 12, day) for day in (10, 11, 13))
NAME = f"ingest_date={DAY}"
FAULTS = (errno.EACCES, errno.EIO, errno.ESTALE, errno.ELOOP)
SECONDS = 20  # for a process to end


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, path: Path, number: int) -> Iterator[None]:
    """Whatever is asked of the system about a path, or about what lies in it, fails."""

    def refusing(function: Callable[..., object]) -> Callable[..., object]:
        def work(asked: object, *arguments: object, **more: object) -> object:
            if isinstance(asked, str | os.PathLike) and Path(asked).is_relative_to(path):
                raise OSError(number, os.strerror(number), str(asked))
            return function(asked, *arguments, **more)

        return work

    with monkeypatch.context() as patch:
        for name in ("stat", "lstat", "listdir", "scandir", "open"):
            patch.setattr(os, name, refusing(getattr(os, name)))
        yield


def loaded_of(files: list[dict[str, object]]) -> staleness.Loaded:
    """Inspected files, as those that a finished run loaded."""
    return files + [{"ingest_date": DAY, "source_file": None}]


def unchanged(workspace: Workspace, refused: Finished, before: object) -> None:
    """A run said one sentence, and left everything as it was."""
    assert refused.code == 2, (refused.code, refused.err)
    assert is_one_sentence(refused), refused.err
    assert (workspace.tables(), workspace.published()) == before
    assert workspace.query("select * from raw.begun_dates") == []


# Unreachable is not absent


@pytest.mark.parametrize("number", FAULTS)
def test_what_the_system_refuses_is_a_problem(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    workspace.put_day(str(DAY))
    root, scratch = str(workspace.raw), str(workspace.folder / "scratch")
    words = os.strerror(number)
    loaded = loaded_of(raw_files.raw_files(root, [DAY], scratch, readings()))
    assert len(loaded) == 4
    for place in (workspace.raw, workspace.raw / NAME, workspace.raw / NAME / "events_raw.csv"):
        with failing(monkeypatch, place, number):
            found = [row["problem"] for row in raw_files.raw_partitions(root) or []]
            problems = [
                row["problem"] for row in raw_files.raw_files(root, [DAY], scratch, readings())
            ]
            changes = staleness.raw_changes(root, {}, loaded)
            strays.stray_files(root, [DAY], {})
        assert (any(found)) == (place == workspace.raw), place
        assert sum(words in (problem or "") for problem in problems) == 1, (place, problems)
        assert [(row["is_other"], words in str(row["problem"])) for row in changes] == [
            (False, True)
        ], place
    assert staleness.raw_changes(root, {}, loaded) == []


@pytest.mark.parametrize("number", FAULTS)
def test_corrections_that_the_system_refuses_are_a_problem(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = workspace.corrections / NAME
    folder.mkdir(parents=True)
    key = "source_file,line_number,line_fingerprint\n"
    (folder / "orders.csv").write_text(key)
    root, columns = str(workspace.corrections), {"customers": [], "events": [], "orders": []}
    loaded = loaded_of(corrections.correction_files(root, [DAY], columns))
    assert len(loaded) == 2 and loaded[0]["problem"] is None
    for place in (workspace.corrections, folder, folder / "orders.csv"):
        for known in (loaded, loaded[1:]):
            with failing(monkeypatch, place, number):
                problems = corrections.correction_files(root, [DAY], columns)
                changes = corrections.correction_changes(root, known)
                corrections.correction_folders(root)
            assert any(os.strerror(number) in str(row["problem"]) for row in problems), place
            assert [row["is_other"] for row in changes] == [False] and changes[0]["problem"]
    assert corrections.correction_changes(root, loaded) == []


def test_only_no_such_file_is_absence(workspace: Workspace) -> None:
    root, loaded = workspace.raw, loaded_of([])
    assert [row["is_other"] for row in staleness.raw_changes(str(root), {}, loaded)] == [True]
    (root / NAME).write_text("a file is no folder")
    assert [row["is_other"] for row in staleness.raw_changes(str(root), {}, loaded)] == [True]
    assert raw_files.raw_partitions(str(root)) == []
    assert raw_files.raw_partitions(str(root / "nowhere")) is None
    assert staleness.raw_changes(str(root / "nowhere"), {}, loaded)[0]["problem"]
    (root / NAME).unlink()
    for target in ("nowhere", NAME):
        (root / NAME).symlink_to(target)
        (row,) = raw_files.raw_partitions(str(root)) or []
        assert row["ingest_date"] == DAY
        (file,) = raw_files.raw_files(
            str(root), [DAY], str(workspace.folder / "scratch"), readings()
        )
        assert file["problem"]
        (change,) = staleness.raw_changes(str(root), {}, loaded)
        assert (change["is_other"], bool(change["problem"])) == (False, True)
        (root / NAME).unlink()
    (vanished,) = raw_files.raw_files(
        str(root), [DAY], str(workspace.folder / "scratch"), readings()
    )
    assert "is gone" in str(vanished["problem"])


def test_a_partition_out_of_reach_changes_nothing(built: Workspace) -> None:
    folder, away = built.raw / NAME, built.folder / "away"
    before = (built.tables(), built.published())
    folder.rename(away)
    for target in ("/nowhere/at/all", folder.name):
        folder.symlink_to(target)
        for arguments in (["--date", DAY], ["--refresh-stale"], []):
            unchanged(built, built.pipeline(*arguments, "--quiet"), before)
        beside = built.pipeline("--date", THIRD)
        assert beside.code == 0 and f"still what was loaded: {NAME} " in beside.err + beside.out
        assert (built.tables(), built.published()) == before
        folder.unlink()
    folder.symlink_to(away)
    assert built.pipeline("--refresh-stale", "--json").summary["days"] == []
    events = away / "events_raw.csv"
    kept = events.rename(built.folder / "events")
    events.symlink_to("events_raw.csv")
    for arguments in (["--date", DAY], ["--refresh-stale"]):
        unchanged(built, built.pipeline(*arguments, "--quiet"), before)
    events.unlink()
    events.symlink_to(kept)  # a link to a file is that file
    assert built.pipeline("--refresh-stale", "--json").summary["days"] == []
    decisions = built.corrections / NAME / "orders.csv"
    decisions.parent.mkdir(parents=True)
    decisions.symlink_to("nowhere")
    for arguments in (["--date", DAY], ["--refresh-stale"]):
        unchanged(built, built.pipeline(*arguments, "--quiet"), before)


def test_dbt_by_hand_says_in_a_sentence_what_is_out_of_reach(workspace: Workspace) -> None:
    (workspace.raw / NAME).symlink_to("nowhere")
    places = {"SLUICE_RAW_DIR": workspace.raw, "SLUICE_WAREHOUSE": workspace.warehouse}
    finished = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "build", "--no-use-colors"],
        cwd=ROOT,
        env=workspace.environment(**{name: str(place) for name, place in places.items()}),
        capture_output=True,
        text=True,
    )
    assert finished.returncode != 0 and "Traceback" not in finished.stdout
    assert "Compilation Error in operation" in finished.stdout
    assert f"\n  {NAME} is a link to nothing. Nothing was changed.\n" in finished.stdout


@pytest.mark.parametrize("wrapper", ["", "Runtime Error\n  "])  # Spark's adapter has one
def test_a_look_that_reaches_nothing_is_bad_input(wrapper: str) -> None:
    sentence = f"{NAME} is a link to nothing. Nothing was changed."
    error = f"{wrapper}Compilation Error in macro find_stale_dates (x.sql)\n  {sentence}\n  \n"
    outcome = SimpleNamespace(exception=None, success=False, result=None)
    with pytest.raises(Problem) as found:
        dbt_runs.check(outcome, [f"{error}  > in macro tell_unreachable (y.sql)"], "warehouse")
    assert (found.value.exit_code, str(found.value)) == (2, sentence)


# What is read is what was inspected

COLUMNS = ("line", "file_index", "filename", "file_number", "raw_line", "read_path", "value")


def odd_files(workspace: Workspace) -> None:
    """A file of each way of reading."""
    workspace.put_day(str(DAY))
    orders = workspace.raw / NAME / "orders_raw.csv"
    orders.write_bytes(orders.read_bytes().replace(b"\n", b"\r\n") + b"not UTF-8 \xff\n")
    events = workspace.raw / NAME / "events_raw.csv"
    events.with_suffix(".csv.gz").write_bytes(gzip.compress(events.read_bytes() + b"\0,\n"))


def test_parent_folders_are_no_columns(new_workspace: Callable[[], Workspace]) -> None:
    found = []
    for names in ([], [f"{name}={number}" for number, name in enumerate(COLUMNS)]):
        workspace = new_workspace()
        odd_files(workspace)
        root = workspace.folder.joinpath(*names, "ingest_date=2020-01-01", "deep")
        root.parent.mkdir(parents=True, exist_ok=True)
        workspace.raw.rename(root)
        finished = workspace.pipeline("--raw-dir", root, "--date", DAY)
        assert finished.code == 0, finished.err
        found.append((workspace.tables(), workspace.published()))
    assert found[0] == found[1]


ALTERED = """case
    when line like '%-1,c1,%' then replace(line, 'login', 'xlogi')
    when line like '%-2,c1,%' then replace(line, 'login', 'nlogx')
    when line like '=%,paid,%' then replace(line, '=', '!')
    else replace(line, 'DE,active', 'active,DE')
end
"""


def test_lines_that_are_not_those_of_the_bytes_are_refused(
    tmp_path: Path, workspace: Workspace
) -> None:
    workspace.project = copy_project(tmp_path / "project")
    macro = workspace.project / "macros" / "engine" / "read_lines.sql"
    macro.write_text(macro.read_text().replace("}}, line\n", f"}}}}, {ALTERED}"))
    odd_files(workspace)
    refused = workspace.pipeline("--date", DAY, "--quiet")
    names = ("customers_raw.csv", "events_raw.csv", "events_raw.csv.gz", "orders_raw.csv")
    altered = ", ".join(f"{NAME}/{name}" for name in names)
    sentence = f"The lines read of {altered} are not those of its bytes. Nothing was changed."
    assert (refused.code, refused.err) == (2, f"{sentence}\n")
    assert workspace.query("select * from raw.begun_dates") == []


def test_the_invariant_holds_the_texts(built: Workspace) -> None:
    built.change("update raw.read_files set lines_fingerprint = lines_fingerprint + 1")
    places = {"SLUICE_RAW_DIR": str(built.raw), "SLUICE_WAREHOUSE": str(built.warehouse)}
    test = ["test", "-s", "every_data_line_is_in_clean_or_quarantine", "--no-use-colors"]
    found = subprocess.run(
        [Path(sys.executable).with_name("dbt"), *test, "--vars", f"{{date: {DAY}}}"],
        cwd=ROOT,
        env=built.environment(**places),
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1 and "Got 3 results" in found.stdout


def test_a_fingerprint_is_that_of_the_lines_in_any_order() -> None:
    lines = ["a,b", "ü,\0", "x" * 100_000, "a", "12345678", "123456789012", "1234567890123"]
    for take in (line_fingerprints.sum_of_hashes, line_fingerprints.sum_of_crcs):
        whole = take("\n".join(lines).encode())
        assert whole == take("\n\n".join([*lines[::-1], "", ""]).encode())
        assert whole == sum(take(line.encode()) for line in lines)
        assert whole != take("\n".join([*lines[1:], "a,c"]).encode())
        assert take(b"") == take(b"\n\n") == 0
    hashed = "select sum(hash(line)) from (select unnest(?) as line)"
    (expected,) = line_fingerprints.calculator().execute(hashed, [lines]).fetchone() or (None,)
    assert line_fingerprints.sum_of_hashes("\n".join(lines).encode()) == expected


@contextmanager
def restless(path: Path) -> Iterator[None]:
    """A file whose columns are swapped and put back all the time; size and time stay."""
    stopped = threading.Event()
    content, times = path.read_bytes(), path.stat().st_mtime_ns
    other = content.replace(b"ios,s1", b"s1,ios")

    def change() -> None:
        while not stopped.is_set():
            for text in (other, content):
                path.write_bytes(text)
                os.utime(path, ns=(times, times))
                time.sleep(0.02)

    thread = threading.Thread(target=change)
    thread.start()
    yield
    stopped.set()
    thread.join()


def test_a_file_that_changes_while_it_is_read_is_refused(built: Workspace) -> None:
    before = (built.tables(), built.published())
    with restless(built.raw / NAME / "events_raw.csv"):
        refused = built.pipeline("--date", DAY, "--quiet")
    assert "events_raw.csv changed while" in refused.err, refused.err
    unchanged(built, refused, before)


def test_a_file_that_changes_while_it_is_inspected_has_a_problem(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, original = workspace.put(str(DAY), "orders", ["o1"]), raw_files.line_ends_of

    def touch(block: bytes) -> set[bytes]:
        os.utime(path)
        return original(block)

    monkeypatch.setattr(raw_files, "line_ends_of", touch)
    for ending in (b"", b"\xff"):
        path.write_bytes(path.read_bytes() + ending)
        (file,) = raw_files.raw_files(
            str(workspace.raw), [DAY], str(workspace.folder / "s"), readings()
        )
        assert file["problem"] == f"{NAME}/orders_raw.csv changed while it was read"


def test_other_content_of_the_same_size_and_time_is_seen(built: Workspace) -> None:
    events = built.raw / NAME / "events_raw.csv"
    state = "select changed_ns, inode from raw.loaded_files where source_file like '%10/events%'"
    (before,) = built.query(state)
    touched = events.with_name("touched")
    shutil.copy(events, touched)
    touched.rename(events)
    assert built.pipeline("--refresh-stale", "--json").summary["days"] == []
    (remembered,) = built.query(state)
    assert remembered == (events.stat().st_ctime_ns, events.stat().st_ino) != before
    times = events.stat().st_mtime_ns
    events.write_text(events.read_text().replace("ios", "web"))
    os.utime(events, ns=(times, times))
    refreshed = built.pipeline("--refresh-stale", "--json").summary["days"]
    assert refreshed[0]["ingest_date"] == str(DAY)
    platforms = "select distinct platform from clean.clean_events where ingest_date = ?"
    assert built.query(platforms, DAY) == [("web",)]


# Nothing hangs

PARENT = """
import os, sys, time
from sluice.files import raw_files
def inspect_all(*arguments):
    with open(sys.argv[1], "w") as file:
        file.write(str(os.getpid()))
    time.sleep(60)
raw_files.inspect_all = inspect_all
raw_files.begin_raw_files("raw", [], "scratch", {})
time.sleep(60)
"""


def test_a_killed_run_leaves_no_process(tmp_path: Path) -> None:
    note = tmp_path / "child"
    command = [sys.executable, "-c", PARENT, str(note)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    until(lambda: note.exists() and note.read_text() != "")
    process.kill()
    assert process.communicate(timeout=SECONDS) == (b"", None)
    until(lambda: not is_alive(int(note.read_text())))


def until(happened: Callable[[], bool]) -> None:
    """Waits, but not for ever."""
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    """Tells whether a process is there and not a mere entry that nobody has asked for."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_work_is_done_where_the_companion_dies() -> None:
    parent = os.getpid()

    def work(answer: int) -> int:
        if os.getpid() != parent:
            os._exit(1)
        return answer

    assert companion.Companion(work, 5).result() == 5
    assert companion.Companion(os.getppid).result() == parent


def test_only_regular_files_are_opened(built: Workspace) -> None:
    before = (built.tables(), built.published())
    folder = built.raw / "ingest_date=2025-12-12"
    folder.mkdir()
    os.mkfifo(folder / "customers_raw.csv")
    os.mkfifo(folder / "customers_raw.csv.gz")
    (folder / "events_raw.csv").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(folder)  # a socket's name is short
        listener.bind("orders_raw.csv")
        os.chdir(here)
        refused = built.pipeline("--date", "2025-12-12", "--quiet")
    unchanged(built, refused, before)
    assert refused.err.count("is not a regular file") == 4
    events = built.raw / NAME / "events_raw.csv"
    events.unlink()
    os.mkfifo(events)  # the look for stale dates doesn't wait for it either
    refused = built.pipeline("--refresh-stale", "--quiet")
    assert refused.code == 2 and is_one_sentence(refused)
    assert built.tables() == before[0]
    before = (built.tables(), built.published())
    decisions = built.corrections / f"ingest_date={THIRD}"
    decisions.mkdir(parents=True)
    os.mkfifo(decisions / "orders.csv")
    refused = built.pipeline("--date", THIRD, "--quiet")
    assert refused.err.count("orders.csv is not a regular file") == 1
    unchanged(built, refused, before)


# Odd names and times


def test_odd_names_and_times_stop_nothing(workspace: Workspace) -> None:
    odd = os.fsdecode(b"odd \xff")
    days = ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "1900-01-01", "2199-12-31")
    for day in (*days, DAY, NEXT):
        workspace.put_day(str(day))
    (workspace.raw / odd).mkdir()
    (workspace.raw / "ingest_date=٢٠٢٥-١٢-١٢").mkdir()
    (workspace.raw / NAME / odd).write_text("")
    (workspace.corrections / odd).mkdir(parents=True)
    (workspace.corrections / NAME).mkdir()
    (workspace.corrections / NAME / odd).write_text("")
    for feed, year in {"customers": 1800, "events": 2300, "orders": 2446}.items():
        seconds = int((year - 1970) * 365.25 * 86_400)
        os.utime(workspace.raw / NAME / f"{feed}_raw.csv", (seconds, seconds))
    finished = workspace.pipeline()
    assert finished.code == 0, finished.err
    ignored = re.search("Ignored in .*1900 to 2199: (.*)", finished.out + finished.err)
    assert ignored and all(day in ignored[1] for day in (*days[:4], "odd \ufffd", "٢٠٢٥"))
    assert "not named like a feed's file: " + NAME + "/odd \ufffd" in finished.out + finished.err
    loaded = workspace.query("select distinct ingest_date from clean.clean_events order by all")
    assert [str(day) for (day,) in loaded] == ["1900-01-01", str(DAY), str(NEXT), "2199-12-31"]
    assert workspace.pipeline("--refresh-stale", "--json").summary["days"] == []


# Odd packings


def member(content: bytes, flags: int = 0, fields: bytes = b"") -> bytes:
    """A member of a gzip file with fields of its header."""
    header = b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\xff" + fields
    header += (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little") if flags & 2 else b""
    packer = zlib.compressobj(wbits=-15)
    trailer = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    return header + packer.compress(content) + packer.flush() + trailer


def packings(content: bytes) -> dict[str, bytes]:
    """Every way to pack some bytes as a valid gzip file."""
    half = len(content) // 2
    return {
        "plain": member(content),
        "name": member(content, 8, b"name\0"),
        "text": member(content, 1),
        "header checksum": member(content, 2),
        "extra": member(content, 4, b"\4\0abcd"),
        "comment": member(content, 16, b"comment\0"),
        "all fields": member(content, 31, b"\2\0ab" + b"name\0" + b"comment\0"),
        "padding": member(content) + bytes(512),
        "a byte of padding": member(content) + b"\0",
        "much padding": member(content) + bytes(3 << 20),
        "two": member(content[:half]) + member(content[half:]),
        "an empty first": member(b"") + member(content),
        "an empty last": member(content) + member(b""),
        "padding between": member(content[:half]) + bytes(100) + member(content[half:], 8, b"n\0"),
        "a block": member(content[:half]) + member(content[half:], 4, b"\2\0ab") + bytes(9),
    }


@pytest.mark.parametrize("content", [b"", b"a", b"\xef\xbb", b"a,b\r\nc\n", b"line\n" * 500_000])
def test_gzip_is_unpacked_as_python_does(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv.gz"
    for name, packed in packings(content).items():
        path.write_bytes(packed)
        assert gzip.decompress(packed) == content
        found = Content(path)
        assert b"".join(found.blocks()) == content, name
        assert found.is_plain == (name in ("plain", "name")), name


def test_gzip_that_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv.gz"
    two = member(b"a,b\n" * 99, 8, b"n\0") + member(b"c,d\n" * 99)
    ends = (0, len(member(b"a,b\n" * 99, 8, b"n\0")))
    for cut in range(len(two)):
        path.write_bytes(two[:cut])
        if cut not in ends:
            with pytest.raises(EOFError):
                list(Content(path).blocks())
    for damaged in (two + b"x", b"\0" + two, two + b"\0\0x", two[:-1] + b"x", b"no gzip at all"):
        path.write_bytes(damaged)
        with pytest.raises((zlib.error, EOFError)):
            list(Content(path).blocks())


@pytest.mark.parametrize(
    "content",
    [
        b"h\ra\r\rb\xff",
        b"h\r\r\rb\xff\n",
        b"h\n\r\n\ra",
        b"\n\rh\r\nb\n\n\xff\n\n",
        b"h\r\n\r\n\n",
        b"h\r\n\n\xff",
    ],
)
def test_an_empty_line_is_none_in_a_marked_copy(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "raw" / NAME
    folder.mkdir(parents=True)
    (folder / "orders_raw.csv").write_bytes(content)
    (file,) = raw_files.raw_files(
        str(tmp_path / "raw"), [DAY], str(tmp_path / "scratch"), readings()
    )
    assert file["is_marked_copy"]
    copied = Path(str(file["read_path"])).read_bytes().splitlines()
    lines = [line for line in re.split(b"[\r\n]+", content) if line]
    assert [line[1:] for line in copied if line] == [
        line.decode("utf-8", "replace").encode() for line in lines
    ]
    assert file["data_lines"] == len(lines) - 1


def test_oddly_packed_files_are_read(workspace: Workspace) -> None:
    lines = [f"o{n},c1,2025-12-10 10:00:00,1,EUR,paid," for n in range(1, 4)]
    separator = b"\x01\x02\x03\x04"
    content = "\n".join([HEADERS["orders"], *lines, ""]).encode()
    odd = content + b"o\0," + separator + b"\xc3\xbc,x\n" + b"\1\1\2\3\4\1\2\4\3\n"
    start = date(2025, 12, 10).toordinal()
    expected: dict[str, list[str]] = {}
    for number, packed in enumerate([*packings(content).values(), None]):
        day = date.fromordinal(start + number)
        workspace.put(str(day), "customers", ["c1,,2025-01-01,DE,active,"])
        folder = workspace.raw / f"ingest_date={day}"
        if packed is None:
            (folder / "orders_raw.csv").write_bytes(odd)
            (folder / "orders_raw.csv.gz").write_bytes(gzip.compress(content + b"\0x\n"))
            texts = odd.decode().split("\n")[1:-1]
            expected[f"ingest_date={day}/orders_raw.csv"] = texts
            expected[f"ingest_date={day}/orders_raw.csv.gz"] = [*lines, "\0x"]
        else:
            (folder / "orders_raw.csv.gz").write_bytes(packed)
            expected[f"ingest_date={day}/orders_raw.csv.gz"] = lines
    finished = workspace.pipeline("--quiet")
    assert finished.code == 0, finished.err
    counted = dict(workspace.query("select source_file, data_lines from raw.read_files"))
    counted = {name: lines for name, lines in counted.items() if "orders" in name}
    assert counted == {name: len(texts) for name, texts in expected.items()}
    for name, number, text in workspace.query(
        "select source_file, line_number, raw_line from quarantine.quarantine_orders"
    ):
        assert expected[name][number - 2] == text


def test_a_separator_is_found_that_does_not_occur(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    first = raw_files.SEPARATORS[:3]
    path.write_bytes(b"\0" + b"|".join(first) + b"\n")
    assert raw_files.free_separator(path) == raw_files.SEPARATORS[3]
    path.write_bytes(b"\n".join(raw_files.SEPARATORS))
    with pytest.raises(BadFile):
        raw_files.free_separator(path)

"""--notify posts what was published to a real local server; it costs no run and tells no secret."""

from __future__ import annotations

import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import Workspace
from forked_runs import LOGGED

from sluice.build.outlets import Outlets
from sluice.build.spelled import without_secret
from sluice.build.summary import Summary
from sluice.problems import Problem
from sluice.report.metrics import HELP, MetricsFile, of_run, of_success
from sluice.report.news import EVERY, STALE
from sluice.report.notify import check_address, masked, notify, notify_failure

SECRET = "T0SECRET/B0SECRET"
DAY = date(2025, 12, 13)


@dataclass
class Webhook:
    """A local server that keeps what is posted."""

    url: str
    posted: list[dict] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    location: str = ""
    drips: bool = False


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """A running server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    found = Webhook("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(found))
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}/services/{SECRET}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    found.drips = False
    server.shutdown()
    server.server_close()


def handler_of(webhook: Webhook) -> type[BaseHTTPRequestHandler]:
    """What answers a request."""

    class Handler(BaseHTTPRequestHandler):
        """Keeps the body and answers as told."""

        def do_POST(self) -> None:  # noqa: N802
            """Called by the server."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            webhook.posted.append(json.loads(body))
            webhook.heads.append({"path": self.path, "type": self.headers["Content-Type"]})
            while webhook.drips:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " if not self.wfile.closed else b"")
                time.sleep(0.05)
            self.send_response(webhook.status)
            if webhook.location:
                self.send_header("Location", webhook.location)
            self.end_headers()
            self.wfile.write(f"{SECRET} is unknown".encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler


def written(root: Path, day: date, *messages: str) -> Path:
    """A published alerts.json."""
    alerts = [
        {"type": "volume_drop", "dataset": "events", "severity": "error", "message": message}
        for message in messages
    ]
    report = {"ingest_date": str(day), "status": "firing" if alerts else "ok", "alerts": alerts}
    folder = root / f"ingest_date={day}"
    folder.mkdir(parents=True)
    (folder / "alerts.json").write_text(json.dumps(report))
    return root


def test_a_channel_hears_of_what_is_new_and_gone_and_of_failures(
    built: Workspace, webhook: Webhook
) -> None:
    missing = "2025-12-12"
    options = ("--notify", webhook.url, "--metrics", "sluice.prom")

    def run(day: object) -> str:
        webhook.posted.clear()
        finished = built.pipeline("--date", day, *options, **LOGGED)
        logs = "".join(path.read_text() for path in built.folder.rglob("*.log"))
        assert "run-operation" in logs or "build" in logs
        note = (built.reports / ".notified.json").read_text()
        told = json.dumps(webhook.posted) + (built.folder / "sluice.prom").read_text()
        assert SECRET not in logs + finished.out + finished.err + note + told
        return f"{finished.code} {webhook.posted[0]['text'] if webhook.posted else ''}"

    headline, *sentences = run(DAY).splitlines()
    (posted,) = webhook.posted
    published = json.loads((built.reports / f"ingest_date={DAY}" / "alerts.json").read_text())
    assert posted["reports"] == [published]
    assert headline == f"0 Sluice {DAY}: {len(published['alerts'])} new alerts"
    assert len(sentences) == len(published["alerts"]) > 1
    assert "unexpected_column (warn): unknown column referrer" in posted["text"]
    assert webhook.heads == [{"path": f"/services/{SECRET}", "type": "application/json"}]
    assert measured(built)["sluice_last_run_exit_code"] == 0

    assert run(DAY) == "0 "  # nothing is new

    built.put_day(str(DAY), 24)
    gone = f"• {DAY} events unexpected_column is gone"
    assert run(DAY) == f"0 Sluice {DAY}: 1 gone\n{gone}"
    named = {"ingest_date": str(DAY), "type": "unexpected_column", "dataset": "events"}
    assert webhook.posted[0]["gone"] == [named]

    before = measured(built)
    headline, command = run(missing).splitlines()
    assert headline.startswith("2 Sluice failed with exit code 2: ")
    assert headline.endswith(f"/ingest_date={missing}: nothing to load.")
    port = webhook.url.split(":")[2].split("/")[0]
    shown = f"--date {missing} --notify http://127.0.0.1:{port}/... --metrics sluice.prom"
    assert command.endswith(f"run_pipeline.py {' '.join(built.options)} {shown}")
    failed = measured(built)
    assert failed["sluice_last_run_exit_code"] == 2
    stays = "sluice_last_success_timestamp_seconds"
    assert failed[stays] == before[stays]
    assert failed['sluice_clean_lines{feed="events"}'] == 24

    built.put_day(missing, 24)
    text = run(missing)
    assert text.startswith(f"0 Sluice {missing}")
    assert text.endswith(f"• {missing} was built, after a run that failed")


def measured(built: Workspace) -> dict[str, float]:
    """The metrics that a run wrote."""
    text = (built.folder / "sluice.prom").read_text()
    rows = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in rows}


def test_an_address_on_this_machine_goes_to_no_proxy(
    tmp_path: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, nobody(webhook))
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert notify(webhook.url, written(tmp_path, DAY, "few"), [DAY]) is None
    assert len(webhook.posted) == 1


def test_a_webhook_that_fails_costs_one_warning(built: Workspace, webhook: Webhook) -> None:
    before = built.published()
    webhook.status = 403
    finished = built.pipeline(
        *("--date", str(DAY), "--quiet", "--fail-on", "error"),
        SLUICE_NOTIFY_URL=webhook.url,
        **LOGGED,
    )
    assert finished.code == 0
    port = webhook.url.split(":")[2].split("/")[0]
    sentence = f"The alerts were not posted to http://127.0.0.1:{port}/...: it answered 403."
    assert finished.err == f"Warning: {sentence}\n"
    assert len(webhook.posted) == 1
    published = built.published()
    assert json.loads(published.pop(".notified.json"))["untold"] == [str(DAY)]
    assert published == before
    logs = "".join(path.read_text() for path in built.folder.rglob("*.log"))
    assert SECRET not in logs + finished.out + finished.err


@pytest.mark.parametrize(
    "address",
    [
        f"http://hooks.example.com/{SECRET}",
        f"https:///{SECRET}",
        f"https://hooks.example.com:port/{SECRET}",
        f"https://someone:{SECRET}@hooks.example.com/x",
        f"https://hooks.example.com/{SECRET} x",
        f"file:///{SECRET}",
        SECRET,
    ],
)
def test_an_address_that_cannot_be_used_is_refused(workspace: Workspace, address: str) -> None:
    with pytest.raises(Problem) as problem:
        check_address(address)
    assert problem.value.exit_code == 2
    assert SECRET not in str(problem.value)


def test_addresses_that_can_be_used() -> None:
    for address in ("https://hooks.example.com/x", "http://localhost:8000/x", "http://[::1]/x"):
        assert check_address(address) == address
    assert check_address("") is None
    assert masked(f"https://hooks.example.com:8443/{SECRET}?a=b") == (
        "https://hooks.example.com:8443/..."
    )


def test_a_refused_address_changes_nothing(built: Workspace) -> None:
    before = built.tables()
    finished = built.pipeline("--date", str(DAY), "--notify", f"http://example.com/{SECRET}")
    assert (finished.code, finished.out) == (2, "")
    assert finished.err == "--notify needs an https address, not http://example.com/....\n"
    assert built.tables() == before


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("raw/sluice.prom", "The metrics file raw/sluice.prom is inside the raw folder raw: "),
        ("kept.csv", "kept.csv holds no metrics: it would be overwritten."),
        ("nowhere/sluice.prom", "Cannot write nowhere/sluice.prom: there is no such folder."),
    ],
)
def test_a_metrics_file_that_would_harm_is_refused(
    workspace: Workspace, file: str, sentence: str
) -> None:
    (workspace.folder / "kept.csv").write_text("kept")
    finished = workspace.pipeline("--date", str(DAY), "--metrics", file)
    assert finished.code == 2
    assert finished.err.startswith(sentence)
    assert (workspace.folder / "kept.csv").read_text() == "kept"
    assert not list(workspace.raw.iterdir())


def test_metrics_are_written_in_one_step_and_keep_what_a_failure_cannot_know(
    tmp_path: Path,
) -> None:
    file = MetricsFile(tmp_path / "sluice.prom", "sluice.prom")
    file.check()
    counts = {"total": 10, "clean": 9, "quarantine": 1}
    alerts = [{"dataset": "events", "severity": "warn"}] * 2
    day = {"ingest_date": "2025-12-10", "datasets": {"events": counts}, "alerts": alerts}
    assert file.write(of_run(1, 12.3456) | of_success(3, day)) is None
    assert file.write(of_run(3, 1)) is None
    file.check()
    assert list(tmp_path.iterdir()) == [file.path]
    lines = re.sub(r"(run|success)(_timestamp_seconds) \d+", r"\1\2 …", file.path.read_text())
    shown = [line for line in lines.splitlines() if not line.startswith("# HELP")]
    assert [line for line in shown if line.startswith("#")] == [
        f"# TYPE {name} gauge" for name in HELP
    ]
    assert [line for line in shown if not line.startswith("#")] == [
        "sluice_last_run_timestamp_seconds …",
        "sluice_last_success_timestamp_seconds …",
        "sluice_last_run_exit_code 3",
        "sluice_last_run_duration_seconds 1",
        "sluice_stale_dates 3",
        "sluice_latest_date_timestamp_seconds 1765324800",
        'sluice_received_lines{feed="events"} 10',
        'sluice_clean_lines{feed="events"} 9',
        'sluice_quarantined_lines{feed="events"} 1',
        'sluice_clean_share{feed="events"} 0.9',
        'sluice_alerts{feed="events",severity="error"} 0',
        'sluice_alerts{feed="events",severity="warn"} 2',
    ]


def nobody(webhook: Webhook) -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/{SECRET}"


def redirecting(webhook: Webhook) -> str:
    """An address that sends elsewhere."""
    webhook.status, webhook.location = 307, webhook.url + "/elsewhere"
    return webhook.url


def dripping(webhook: Webhook) -> str:
    """An address whose answer never ends."""
    webhook.drips = True
    return webhook.url


@pytest.mark.parametrize(
    ("address", "why", "posts"),
    [
        (nobody, "that failed (ConnectionRefusedError)", 0),
        (redirecting, "it answered 307", 1),
        (dripping, "no answer within 1 seconds", 1),
    ],
)
def test_what_can_go_wrong_is_said_in_one_line(
    tmp_path: Path,
    webhook: Webhook,
    address: Callable[[Webhook], str],
    why: str,
    posts: int,
) -> None:
    url = address(webhook)
    warning = notify(url, written(tmp_path, DAY, "few"), [DAY], timeout=1)
    assert warning == f"The alerts were not posted to {masked(url)}: {why}."
    assert len(webhook.posted) == posts


def test_a_long_sentence_is_cut_in_the_text_alone(tmp_path: Path, webhook: Webhook) -> None:
    root = written(tmp_path, DAY, "x" * 2_000)
    assert notify(webhook.url, root, [DAY]) is None
    (posted,) = webhook.posted
    assert len(posted["text"]) < 600 and posted["text"].endswith("x…")
    assert posted["reports"][0]["alerts"][0]["message"] == "x" * 2_000


def test_no_date_no_post_and_a_long_range_one_post(tmp_path: Path, webhook: Webhook) -> None:
    assert notify(webhook.url, tmp_path, []) is None
    assert webhook.posted == []
    days = [date(2025, 1, number) for number in range(1, 32)] + [date(2025, 2, 1)]
    for day in days:
        written(tmp_path, day, "few <!channel> & co")
    assert notify(webhook.url, tmp_path, days) is None
    (posted,) = webhook.posted
    assert [report["ingest_date"] for report in posted["reports"]] == [str(d) for d in days[1:]]
    lines = posted["text"].splitlines()
    assert lines[0] == "Sluice 2025-01-01 to 2025-02-01: 32 new alerts"
    assert lines[1].endswith("(error): few &lt;!channel&gt; &amp; co")
    assert (len(lines), lines[-1]) == (22, "and 12 more")


def test_a_date_without_an_alert_is_no_news_and_one_without_its_errors_is_complete(
    tmp_path: Path, webhook: Webhook
) -> None:
    assert notify(webhook.url, written(tmp_path / "quiet", DAY), [DAY]) is None
    assert webhook.posted == []
    root = written(tmp_path, DAY, "few")
    assert notify(webhook.url, root, [DAY]) is None
    shutil.rmtree(root / f"ingest_date={DAY}")
    assert notify(webhook.url, written(root, DAY), [DAY]) is None
    assert webhook.posted[1]["text"] == (
        f"Sluice {DAY}: 1 gone\n• {DAY} events volume_drop is gone\n• {DAY} is complete now"
    )


def test_a_post_that_failed_is_made_up_for_by_the_next_run(
    tmp_path: Path, webhook: Webhook
) -> None:
    other = date(2025, 12, 14)
    webhook.status = 500
    assert notify(webhook.url, written(tmp_path, DAY, "few"), [DAY]) is not None
    webhook.status = 200
    assert notify(webhook.url, written(tmp_path, other, "few"), [other]) is None
    assert webhook.posted[1]["text"].startswith(f"Sluice {DAY} to {other}: 2 new alerts")
    assert notify(webhook.url, tmp_path, [DAY, other]) is None
    assert len(webhook.posted) == 2


def test_a_date_that_was_removed_is_forgotten(tmp_path: Path, webhook: Webhook) -> None:
    root = written(tmp_path, DAY, "few")
    assert notify(webhook.url, root, [DAY]) is None
    shutil.rmtree(root / f"ingest_date={DAY}")
    assert notify(webhook.url, root, [], [str(DAY)]) is None
    assert notify(webhook.url, written(root, DAY, "few"), [DAY]) is None
    assert len(webhook.posted) == 2


@pytest.mark.parametrize(
    ("failed", "asked", "said"),
    [
        (EVERY, EVERY, "Sluice\n• Runs succeed again"),
        (EVERY, "2025-12-01/2025-12-31", None),
        (EVERY, str(DAY), None),
        (STALE, EVERY, "Sluice\n• Runs succeed again"),
        (STALE, STALE, "Sluice\n• Runs succeed again"),
        (STALE, str(DAY), None),
        (str(DAY), None, f"Sluice\n• {DAY} was built, after a run that failed"),
        ("2025-12-14", str(DAY), None),
        ("2025-12-14", EVERY, "Sluice\n• 2025-12-14 was built, after a run that failed"),
        (
            "2025-12-11/2025-12-13",
            "2025-12-10/2025-12-13",
            "Sluice\n• 2025-12-11 to 2025-12-13 were built, after a run that failed",
        ),
        ("2025-12-11/2025-12-13", "2025-12-12/2025-12-13", None),
        ("2025-12-11/2025-12-13", str(DAY), None),
        (
            "2025-12-11/9999-12-31",
            "2025-12-11/9999-12-31",
            "Sluice\n• The dates from 2025-12-11 on were built, after a run that failed",
        ),
    ],
)
def test_a_failure_is_told_each_time_and_what_mends_it_once(
    tmp_path: Path, webhook: Webhook, failed: str, asked: str | None, said: str | None
) -> None:
    problem = Problem(3, "The build <failed>.\n  a step: why")
    for _ in range(2):
        assert notify_failure(webhook.url, tmp_path, problem, "sluice run", [failed]) is None
    assert webhook.posted[0] == webhook.posted[1]
    assert webhook.posted[0]["text"] == (
        "Sluice failed with exit code 3: The build &lt;failed&gt;.\n  a step: why\nsluice run"
    )
    assert webhook.posted[0]["error"] == str(problem)
    written(tmp_path, DAY)
    assert notify(webhook.url, tmp_path, [DAY], asked=asked) is None
    assert notify(webhook.url, tmp_path, [DAY], asked=asked) is None
    assert [post["text"] for post in webhook.posted[2:]] == ([said] if said else [])


def test_dates_that_are_left_out_are_one_failure_and_no_recovery(
    tmp_path: Path, webhook: Webhook
) -> None:
    outlets = Outlets(webhook.url, None, "sluice run", reports=tmp_path, asked=EVERY)
    assert outlets.failed(Problem(2, "a can't be read")) == []
    summary = Summary("reports", None, [])
    summary.left_out = {"2025-12-11": "a can't be read", "2025-12-12": "b can't be read"}
    assert outlets.succeeded(summary, 2) == []
    first, second = webhook.posted
    assert second["error"] == "a can't be read; b can't be read. The other dates were built."
    summary.left_out = {}
    assert outlets.succeeded(summary, 0) == []
    assert webhook.posted[2]["text"].count("• ") == 3  # both dates, and runs of all


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--date", "2025-02-30"], "Argument --date: '2025-02-30' "),
        (["--fail-on", "eror"], "Argument --fail-on: invalid choice: 'eror'"),
        (["--metrics", "nowhere/sluice.prom"], "Cannot write nowhere/sluice.prom: there is no"),
    ],
)
def test_a_command_that_cannot_be_read_is_told_too(
    workspace: Workspace, webhook: Webhook, words: list[str], sentence: str
) -> None:
    finished = workspace.pipeline("--metrics", "sluice.prom", *words, SLUICE_NOTIFY_URL=webhook.url)
    assert finished.code == 2
    assert finished.err.startswith(sentence)
    (posted,) = webhook.posted
    assert (posted["exit_code"], posted["error"] + "\n") == (2, finished.err)
    if "--metrics" not in words:
        assert measured(workspace)["sluice_last_run_exit_code"] == 2


def test_a_run_that_is_ended_from_outside_says_so(workspace: Workspace, webhook: Webhook) -> None:
    workspace.put_day(str(DAY))
    options = (*workspace.options, "--date", DAY, "--notify", webhook.url)
    run = workspace.start(*options, "--metrics", "sluice.prom")
    while not (workspace.folder / "warehouse.duckdb.lock").exists():
        assert run.poll() is None
        time.sleep(0.05)
    run.terminate()
    out, err = run.communicate()
    assert (run.returncode, out.count("Traceback")) == (143, 0)
    assert err.endswith("Interrupted: dates that were being built stay unfinished. Run it again.\n")
    assert [post["exit_code"] for post in webhook.posted] == [143]
    assert measured(workspace)["sluice_last_run_exit_code"] == 143


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("https://hooks.example.com/secret", "https://hooks.example.com/..."),
        ("--notify=https://hooks.example.com/secret", "--notify=https://hooks.example.com/..."),
        ("md:db?motherduck_token=secret", "md:..."),
        ("--warehouse=md:db?motherduck_token=secret", "--warehouse=md:..."),
        ("s3://key:secret@bucket/folder", "s3://bucket/..."),
        ("--date=2025-12-10", "--date=2025-12-10"),
        ("a folder/of: mine", "a folder/of: mine"),
    ],
)
def test_no_command_that_is_shown_holds_a_secret(word: str, shown: str) -> None:
    assert without_secret(word) == shown

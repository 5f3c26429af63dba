"""--notify posts what was published to a real local server; it costs no run and tells no secret."""

from __future__ import annotations

import json
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

from sluice.problems import Problem
from sluice.report.notify import check_address, masked, notify

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


def test_a_run_posts_the_alerts_it_published(built: Workspace, webhook: Webhook) -> None:
    finished = built.pipeline("--date", str(DAY), "--notify", webhook.url)
    assert finished.code == 0, finished.err
    (posted,) = webhook.posted
    published = json.loads((built.reports / f"ingest_date={DAY}" / "alerts.json").read_text())
    assert posted["reports"] == [published]
    headline, *sentences = posted["text"].splitlines()
    assert headline == f"Sluice {DAY}: {len(published['alerts'])} alerts"
    assert len(sentences) == len(published["alerts"]) > 1
    assert "unexpected_column (warn): unknown column referrer" in posted["text"]
    assert webhook.heads == [{"path": f"/services/{SECRET}", "type": "application/json"}]
    logs = "".join(path.read_text() for path in built.folder.rglob("*.log"))
    assert "run-operation" in logs or "build" in logs
    assert SECRET not in logs + finished.out + finished.err


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
        "--date", str(DAY), "--quiet", "--fail-on", "error", SLUICE_NOTIFY_URL=webhook.url
    )
    assert finished.code == 0
    port = webhook.url.split(":")[2].split("/")[0]
    sentence = f"The alerts were not posted to http://127.0.0.1:{port}/...: it answered 403."
    assert finished.err == f"Warning: {sentence}\n"
    assert len(webhook.posted) == 1
    assert built.published() == before
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
    assert lines[0] == "Sluice 2025-01-01 to 2025-02-01: 32 alerts"
    assert lines[1].endswith("(error): few &lt;!channel&gt; &amp; co")
    assert (len(lines), lines[-1]) == (22, "and 12 more")

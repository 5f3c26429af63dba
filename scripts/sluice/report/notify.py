"""Tells a webhook of the alerts of the dates that were built. Whatever happens, a run goes on.

The address is a secret, as whoever knows it can post: it is shown without its path, and nothing
that a server or a library says is repeated, as that may hold it.
"""

from __future__ import annotations

import http.client
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any

from sluice.problems import BAD_INPUT, Problem
from sluice.report.reports import folder
from sluice.words import counted, first_of, from_to

TIMEOUT = 10.0  # seconds
LOCAL = ("localhost", "127.0.0.1", "::1")  # where plain http is fine
MAX_SENTENCES = 20  # in the text; the rest is in the reports
MAX_LETTERS = 500  # of a sentence
MAX_REPORTS = 31  # of a long range the latest


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the alerts to an address nobody named."""

    def redirect_request(self, *arguments: object) -> None:
        """Called by urllib: not followed, so that it counts as an error."""


def check_address(address: str | None) -> str | None:
    """Returns an address that can be posted to; a Problem where it can't."""
    if not address:
        return None
    try:
        parts = urllib.parse.urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Problem(BAD_INPUT, "The address of --notify is no URL.") from None
    if not host or not address.isascii() or any(letter.isspace() for letter in address):
        raise Problem(BAD_INPUT, "The address of --notify is no URL.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOCAL):
        raise Problem(BAD_INPUT, f"--notify needs an https address, not {masked(address)}.")
    if parts.username is not None or parts.password is not None:
        raise Problem(BAD_INPUT, "--notify takes no user name or password in the address.")
    return address


def masked(address: str) -> str:
    """An address that may be shown: without path, query and credentials."""
    parts = urllib.parse.urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}/..."


def published_alerts(root: Path, days: list[date]) -> list[dict[str, Any]]:
    """The alerts.json of some dates, as they were published."""
    paths = [root / folder(day) / "alerts.json" for day in days]
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def message(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """What is posted: the alerts.json of each date, and a text as Slack shows it."""
    return {"text": text(reports), "reports": reports[-MAX_REPORTS:]}


def text(reports: list[dict[str, Any]]) -> str:
    """A headline, and the alerts as sentences."""
    sentences = [
        f"• {report['ingest_date']} {alert['dataset']} {alert['type']}"
        f" ({alert['severity']}): {alert['message']}"
        for report in reports
        for alert in report["alerts"]
    ]
    days = [report["ingest_date"] for report in reports]
    count = counted(len(sentences), "alert") if sentences else "no alerts"
    shown = first_of([shortened(sentence) for sentence in sentences], MAX_SENTENCES)
    return escaped("\n".join([f"Sluice {from_to(days[0], days[-1])}: {count}", *shown]))


def shortened(sentence: str) -> str:
    """A sentence without its end where a file's names make it long."""
    return sentence if len(sentence) <= MAX_LETTERS else f"{sentence[:MAX_LETTERS]}…"


def escaped(plain: str) -> str:
    """Text in which nothing is a link or a mention to Slack: it names columns and files."""
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def notify(address: str, root: Path, days: list[date], timeout: float = TIMEOUT) -> str | None:
    """Posts the alerts of some dates; returns a warning where that failed."""
    if not days:
        return None
    failed: list[str] = []

    def work() -> None:
        try:
            post(address, message(published_alerts(root, days)), timeout)
        except (OSError, http.client.HTTPException, ValueError) as error:
            failed.append(reason(error))

    # A timeout of urllib's is for each step: a server that drips its answer would never reach it.
    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(timeout)
    if worker.is_alive():
        failed = [f"no answer within {timeout:g} seconds"]
    return f"The alerts were not posted to {masked(address)}: {failed[0]}." if failed else None


def post(address: str, content: dict[str, Any], timeout: float) -> None:
    """Posts JSON; raises unless the answer is a success."""
    request = urllib.request.Request(
        address,
        data=json.dumps(content, sort_keys=True).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "sluice"},
        method="POST",
    )
    # What is on this machine is no business of a proxy's.
    is_local = urllib.parse.urlsplit(address).hostname in LOCAL
    handlers = [urllib.request.ProxyHandler({})] if is_local else []
    opener = urllib.request.build_opener(NoRedirects, *handlers)
    with opener.open(request, timeout=timeout) as answer:
        answer.read(1)


def reason(error: Exception) -> str:
    """Why posting failed, in words of our own."""
    if isinstance(error, urllib.error.HTTPError):
        return f"it answered {error.code}"
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return "it doesn't answer"
    return f"that failed ({type(cause).__name__})"

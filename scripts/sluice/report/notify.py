"""Tells a webhook what is new or gone of the alerts, or that a run failed. A run goes on anyway.

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
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sluice.problems import BAD_INPUT, Problem
from sluice.report.news import EVERY, STALE, News, after, news, published, read, save
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


def message(found: News) -> dict[str, Any]:
    """What is posted: a text as Slack shows it, and the alerts.json of the dates it is about."""
    gone = [dict(zip(("ingest_date", "type", "dataset"), what, strict=True)) for what in found.gone]
    return {"text": text(found), "reports": found.reports[-MAX_REPORTS:], "gone": gone}


def text(found: News) -> str:
    """A headline, and what is new or gone as sentences."""
    new = [
        f"• {day} {alert['dataset']} {alert['type']} ({alert['severity']}): {alert['message']}"
        for day, alert in found.new
    ]
    gone = [f"• {day} {feed} {kind} is gone" for day, kind, feed in found.gone]
    complete = [f"• {day} is complete now" for day in found.complete]
    recovered = [f"• {recovery(what)}" for what in found.recovered]
    sentences = [*new, *gone, *complete, *recovered]
    shown = first_of([shortened(sentence) for sentence in sentences], MAX_SENTENCES)
    return escaped("\n".join([headline(found), *shown]))


def headline(found: News) -> str:
    """The dates, and how many alerts are new and gone."""
    days = [report["ingest_date"] for report in found.reports]
    span = from_to(days[0], days[-1]).strip() if days else ""
    counts = [
        *([counted(len(found.new), "new alert")] if found.new else []),
        *([f"{len(found.gone)} gone"] if found.gone else []),
    ]
    return f"Sluice {span}: {', '.join(counts)}" if counts else f"Sluice {span}".rstrip()


def recovery(what: str) -> str:
    """That what a failed run was asked for has succeeded."""
    if what in (EVERY, STALE):
        return "Runs succeed again"
    start, is_range, end = what.partition("/")
    if end == str(date.max):
        return f"The dates from {start} on were built, after a run that failed"
    verb = f"to {end} were" if is_range else "was"
    return f"{start} {verb} built, after a run that failed"


def failure(exit_code: int, sentence: str, command: str) -> dict[str, Any]:
    """What is posted of a run that failed."""
    words = f"Sluice failed with exit code {exit_code}: {sentence}\n{command}"
    return {
        "text": escaped("\n".join(map(shortened, words.splitlines()))),
        "exit_code": exit_code,
        "error": sentence,
        "command": command,
    }


def shortened(sentence: str) -> str:
    """A sentence without its end where a file's names make it long."""
    return sentence if len(sentence) <= MAX_LETTERS else f"{sentence[:MAX_LETTERS]}…"


def escaped(plain: str) -> str:
    """Text in which nothing is a link or a mention to Slack: it names columns and files."""
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def notify(
    address: str,
    root: Path,
    days: Iterable[date | str],
    removed: Sequence[str] = (),
    asked: str | None = None,
    timeout: float = TIMEOUT,
) -> str | None:
    """Posts what is new or gone of some dates; returns a warning where that failed.

    `asked` is what the run was asked for, where it has done all of it.
    """
    try:
        told = read(root)
        wanted = {*map(str, days), *told.untold}
        reports = published(root, wanted)
        found = news(told, reports, asked)
        warning = send(address, message(found), timeout) if found else None
        told.untold = sorted(wanted)
        save(root, told if warning else after(told, reports, removed, found))
    except (OSError, ValueError, KeyError) as error:
        return f"The alerts were not posted to {masked(address)}: {reason(error)}."
    return warning


def notify_failure(
    address: str,
    root: Path | None,
    problem: Problem,
    command: str,
    asked: Iterable[str],
    timeout: float = TIMEOUT,
) -> str | None:
    """Posts that a run failed, and remembers what it was asked for; a warning if that failed."""
    warning = send(address, failure(problem.exit_code, str(problem), command), timeout)
    try:
        if not warning and root and root.is_dir():
            told = read(root)
            told.failed = sorted({*told.failed, *asked})
            save(root, told)
    except OSError as error:
        return f"Cannot remember in {root} that a failure was posted: {error.strerror or error}."
    return warning


def send(address: str, content: dict[str, Any], timeout: float) -> str | None:
    """Posts JSON within some seconds; returns a warning where that failed."""
    failed: list[str] = []

    def work() -> None:
        try:
            post(address, content, timeout)
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

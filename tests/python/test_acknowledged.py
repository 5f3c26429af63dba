"""Alerts that somebody knows of: they stay in the reports, and no longer page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Finished, Workspace
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_export_reports import schema_of
from test_pages import page_of, shown_in

from sluice.books import alert_types, feeds
from sluice.build.summary import Summary, alert_line
from sluice.problems import Problem
from sluice.report.acknowledged import COLUMNS, Acknowledged, add, read, row_of
from sluice.report.metrics import of_date
from sluice.report.news import Told, after, news

DAY = "2025-12-13"
NAME, OTHER = "events.unexpected_column", "customers.repeated_feed"
KNOWN = {"by": "ana", "note": "a new export"}
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=9).map(
    str.strip
)
NUMBERS = st.none() | st.integers(-9, 10**9) | st.floats(0, 1e6, allow_nan=False)


@given(
    st.sampled_from(feeds()),
    st.sampled_from(alert_types()),
    NUMBERS,
    st.lists(st.text()),
    TEXTS,
    TEXTS,
)
def test_what_is_added_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    feed: str,
    kind: str,
    observed: float | None,
    names: list[str],
    by: str,
    note: str,
) -> None:
    path = tmp_path_factory.mktemp("known") / "new" / "acknowledged.csv"
    check = {"dataset": feed, "type": kind, "observed": observed, "status": "firing"}
    check["details"] = {"columns": {"a.csv": names}, "usual": 3, "compared_with": "3 dates"}
    add(path, "a.csv", row_of(date.fromisoformat(DAY), check, "b", "before"))
    add(path, "a.csv", row_of(date.fromisoformat(DAY), check, by, note))
    found = read(path, "a.csv")
    assert found.of(DAY, check) == {"by": by, "note": note}
    assert found.of("2025-12-12", check) is None
    assert found.of(DAY, {**check, "type": kind + "x"}) is None
    changed = {**check, "observed": (observed or 0) + 1}
    assert bool(found.of(DAY, changed)) is (observed is None)
    details = {"columns": {"a.csv": [*names, "another"]}, "usual": 3, "compared_with": "3 dates"}
    other = {**check, "details": details}
    assert bool(found.of(DAY, other)) is (not names)
    details = {"columns": {"a.csv": names}, "usual": 4, "compared_with": "4 dates"}
    assert found.of(DAY, {**check, "details": details})
    assert len(path.read_text(encoding="utf-8").splitlines()) >= 2


HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "has no column ingest_date, dataset, type, observed, by and note: its first line is"),
        (b"ingest_date,dataset,type,observed,by\n", "has no column note"),
        (
            f"{HEADER}\n12.12.2025,orders,volume_drop,1,a,b\n".encode(),
            "row 2: ingest_date must be a date YYYY-MM-DD, not '12.12.2025'",
        ),
        (
            f"{HEADER}\n{DAY},order,volume_drop,1,a,b\n".encode(),
            "no feed is called 'order'; did you mean",
        ),
        (f"{HEADER}\n{DAY},orders,hourly,1,a,b\n".encode(), "no alert is called 'hourly'; did you"),
        (
            f"{HEADER}\n{DAY},orders,volume_drop,many,a,b\n".encode(),
            "row 2: observed must be a number, or nothing, not 'many'",
        ),
        (
            f'{HEADER}\n{DAY},orders,volume_drop,1,"a,b\n'.encode(),
            "a.csv is no CSV file: unexpected end",
        ),
        (f"{HEADER}\n{DAY},orders,volume_drop,1,a,\xd6\n".encode("latin-1"), "it is not UTF-8"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(Problem, match=problem.replace("?", r"\?")):
        read(tmp_path / "a.csv", "a.csv")


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"Cannot read a\.csv: Is a directory"):
        read(tmp_path, "a.csv")


def test_without_the_file_nothing_is_acknowledged(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "a.csv") == Acknowledged()


def alert(**more: Any) -> dict[str, Any]:
    """An alert as reports have it."""
    found = {"type": "hourly_drop", "dataset": "orders", "severity": "error", "observed": 2}
    return found | {"message": "2 hours lack lines"} | more


def summary_of(*alerts: dict[str, Any]) -> Summary:
    """What a run did that built a date with some alerts."""
    found = Summary("reports", None, [])
    counts = {"total": 9, "clean": 9, "quarantine": 0, "top_reason": None}
    day = {"ingest_date": DAY, "datasets": {"orders": counts}, "alerts": list(alerts)}
    found.days = {None: day}  # type: ignore[dict-item]
    return found


@pytest.mark.parametrize("known", [{"acknowledged": KNOWN}, {"as_before": True}])
def test_a_known_alert_is_shown_and_no_longer_counts(known: dict[str, Any]) -> None:
    quiet, loud = summary_of(alert(**known)), summary_of(alert(), alert(**known))
    assert (quiet.exit_code("warn"), quiet.exit_code("error"), loud.exit_code("error")) == (0, 0, 1)
    assert "; 1 known or as before; " in quiet.total()
    assert "; 1 error; 1 known or as before; " in loud.total()
    shown = loud.as_text().splitlines()
    assert shown[0].endswith("orders hourly_drop (error): 2 hours lack lines")
    assert shown[1] == alert_line(DAY, alert(**known))
    assert ("acknowledged by ana: a new export" in shown[1]) is ("acknowledged" in known)


def test_metrics_leave_acknowledged_alerts_out() -> None:
    sign = ("sluice_alerts", '{feed="orders",severity="error"}')
    for alerts, count in [((alert(acknowledged=KNOWN),), 0), ((alert(as_before=True),), 1)]:
        (day,) = summary_of(*alerts).days.values()
        assert of_date(day)[sign] == count


def report(*alerts: dict[str, Any]) -> dict[str, Any]:
    """An alerts.json."""
    return {"ingest_date": DAY, "alerts": list(alerts)}


def test_a_channel_hears_of_an_acknowledged_alert_only_when_it_changes() -> None:
    known, changed = report(alert(acknowledged=KNOWN)), report(alert(observed=9))
    assert not news(Told(), [known])
    seen = [report(alert())]
    told = after(Told(), seen, [], news(Told(), seen))
    found = news(told, [known])
    assert not found and not found.complete
    told = after(told, [known], [], found)
    assert not news(told, [report()])
    assert [entry["observed"] for _, entry in news(told, [changed]).new] == [9]


def of_hours(*hours: int) -> dict[str, Any]:
    """An alerts.json of a date some of whose hours lack lines."""
    return report(alert(details={"low_hours": list(hours), "usual": 3.5}))


def test_a_channel_hears_of_what_was_not_amiss_when_it_was_told() -> None:
    told = after(Told(), [of_hours(1, 2)], [], news(Told(), [of_hours(1, 2)]))
    assert not news(told, [of_hours(1, 2)]) and not news(told, [of_hours(2)])
    assert news(told, [of_hours(2, 3)]).new
    older = Told({DAY: [["hourly_drop", "orders", "error"]]})  # a note without what alerts name
    assert not news(older, [of_hours(2, 3)])


def test_another_fault_of_the_same_size_is_another_alert(built: Workspace) -> None:
    path = built.raw / f"ingest_date={DAY}" / "events_raw.csv"
    lines, run = path.read_text(), ("--date", DAY, "--fail-on", "error")
    missing = "events.column_missing"
    path.write_text(lines.replace("platform", "plat_form", 1))
    assert built.pipeline(*run).code == 1
    assert acknowledge(built, DAY, missing, "--note", "platform is coming").code == 0
    assert built.pipeline(*run).code == 0
    path.write_text(lines.replace("duration_ms", "dur", 1))
    assert built.pipeline(*run).code == 1
    assert "acknowledged" not in alerts_in(built)[missing]


def acknowledge(workspace: Workspace, *words: str) -> Finished:
    """Runs the command."""
    return workspace.run("acknowledge", *words, *workspace.options[2:])


def alerts_in(workspace: Workspace) -> dict[str, Any]:
    """The date's alerts as published, by name."""
    path = workspace.reports / f"ingest_date={DAY}" / "alerts.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [*Draft202012Validator(schema_of("alerts.json")).iter_errors(found)] == []
    return {f"{entry['dataset']}.{entry['type']}": entry for entry in found["alerts"]}


def test_an_alert_is_acknowledged_in_one_command(built: Workspace) -> None:
    file, run = built.folder / "acknowledged.csv", ("--date", DAY, "--fail-on", "warn", "--json")
    before = alerts_in(built)
    assert sorted(before) == [OTHER, NAME] and "acknowledged" not in before[NAME]
    done = acknowledge(built, DAY, NAME, OTHER, "--by", "ana", "--note", KNOWN["note"])
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{NAME} and {OTHER} of {DAY} are in {file}\n"
    known = {"acknowledged": KNOWN}
    assert alerts_in(built) == {name: before[name] | known for name in before}
    published = built.published()
    for page, checks in {
        page_of(built, DAY): lambda shown: shown["block"]["checks"],
        built.reports / "index.html": lambda shown: shown["blocks"][DAY]["checks"],
    }.items():
        (shown,) = [check for check in checks(shown_in(page)) if check[0] == "unexpected_column"]
        assert shown[5:] == ["ana", "a new export"]
    again = built.pipeline(*run)
    assert again.code == 0, again.err
    assert built.published() == published
    assert [entry["acknowledged"] for entry in again.summary["days"][0]["alerts"]] == [KNOWN] * 2

    for words, problem in {
        (
            DAY,
            "events.unexpected_colum",
        ): "No alert is events.unexpected_colum, there are ",
        ("2025-12-10", NAME): f"No alert is {NAME}, there are none.",
        ("2025-12-12", NAME): "Never built: 2025-12-12",
    }.items():
        refused = acknowledge(built, *words, "--note", "x")
        assert refused.code == 2 and problem in refused.err, refused.err

    text = file.read_text()
    file.write_text(
        text.replace(f"unexpected_column,{before[NAME]['observed']},", "unexpected_column,9,")
    )
    assert file.read_text() != text
    changed = built.pipeline(*run)
    assert changed.code == 1
    assert {name: "acknowledged" in entry for name, entry in alerts_in(built).items()} == {
        NAME: False,
        OTHER: True,
    }
    file.write_text("nonsense\n")
    kept = built.published()
    damaged = built.pipeline(*run)
    assert damaged.code == 2 and "has no column" in damaged.err
    assert built.published() == kept


def test_a_refreshed_date_pages_for_what_is_new_alone(built: Workspace) -> None:
    path = built.raw / f"ingest_date={DAY}" / "orders_raw.csv"
    refresh = ("--refresh-stale", "--fail-on", "warn", "--json")
    path.write_bytes(path.read_bytes() + b"\n")
    same = built.pipeline(*refresh)
    assert same.code == 0, same.out
    assert [entry.get("as_before") for entry in same.summary["days"][0]["alerts"]] == [True] * 2
    assert built.pipeline("--date", DAY, "--fail-on", "warn").code == 1
    path.unlink()
    worse = built.pipeline(*refresh)
    assert worse.code == 1
    found = {entry["type"]: "as_before" in entry for entry in worse.summary["days"][0]["alerts"]}
    assert found == {"feed_missing": False, "unexpected_column": True, "repeated_feed": True}

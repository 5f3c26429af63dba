"""What the engines say differently is in macros/engine alone."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import ROOT, Workspace
from dbt.include import duckdb, global_project
from dbt_common.clients.jinja import get_environment
from forked_runs import LOGGED, Driver
from jinja2 import nodes

from sluice.books import feed_book
from sluice.warehouse import spark

BOOK = feed_book()


@pytest.mark.parametrize("folder", ["models", "macros", "analyses", "tests"])
def test_no_other_sql_knows_which_engine_it_is_for(folder: str):
    elsewhere = [
        path
        for path in (ROOT / folder).rglob("*.sql")
        if not path.is_relative_to(ROOT / "macros" / "engine")
    ]
    told = {
        str(path.relative_to(ROOT)): found[0]
        for path in elsewhere
        if (
            found := re.search(
                r"target\.(type|name)|\b(duckdb|spark)__|\bby_engine\(", path.read_text()
            )
        )
    }
    assert elsewhere
    assert not told


def test_an_engine_that_there_is_not_is_refused(workspace: Workspace):
    found = workspace.pipeline("--date", "2025-12-10", SLUICE_TARGET="sprk")
    assert found.code == 2
    assert found.err == "SLUICE_TARGET must be duckdb or spark, not 'sprk'.\n"


# Functions of dbt and of Jinja, which no file defines.
OF_DBT = {"config", "env_var", "fromjson", "fromyaml", "load_result", "log", "ref", "return"}
OF_DBT |= {"set", "source", "store_result", "tojson", "toyaml", "var"}
OF_JINJA = {"caller", "dict", "namespace", "range", "super", "zip"}


def defined_in(folder: Path) -> set[str]:
    """The names of the macros below a folder."""
    heads = r"{%-?\s*(?:macro|test|materialization)\s+(\w+)"
    return {name for path in folder.rglob("*.sql") for name in re.findall(heads, path.read_text())}


def test_every_macro_that_is_called_is_there() -> None:
    """Also those that Spark alone calls, and the expressions that it is held against DuckDB in."""
    packages = [Path(package.__path__[0]) for package in (global_project, duckdb)]
    known = set().union(*map(defined_in, [ROOT / "macros", ROOT / "tests", *packages]))
    called: dict[str, set[str]] = {}
    for folder, suffix in {
        **dict.fromkeys(("macros", "models", "analyses", "tests"), "sql"),
        "tests/spark/expressions": "jinja",
    }.items():
        for path in (ROOT / folder).rglob(f"*.{suffix}"):
            tree = get_environment().parse(path.read_text())
            own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
            calls = (call.node for call in tree.find_all(nodes.Call))
            names = {node.name for node in calls if isinstance(node, nodes.Name)}
            for name in names - own - known - OF_DBT - OF_JINJA:
                called.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    assert not called


def test_every_macro_of_an_engine_has_its_twin() -> None:
    """What is dispatched has a body for either engine, or one for both."""
    names = defined_in(ROOT / "macros")
    text = "\n".join(path.read_text() for path in (ROOT / "macros").rglob("*.sql"))
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)'", text))
    assert dispatched
    lacking = {
        f"{engine}__{name}"
        for name in dispatched
        for engine in ("duckdb", "spark")
        if not {f"{engine}__{name}", f"default__{name}"} & names
    }
    assert not lacking


def test_java_starts_as_suits_the_size_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spark.JAVA_OPTIONS, "")  # so that it is put back
    monkeypatch.delenv(spark.JAVA_OPTIONS)
    (tmp_path / "nested").mkdir()
    files = [tmp_path / "events_raw.csv", tmp_path / "nested" / "orders_raw.csv"]
    for path in files:
        with path.open("wb") as file:
            file.truncate(spark.SMALL // 2)
    spark.suit_java(tmp_path.rglob("*"))
    assert spark.JAVA_OPTIONS not in os.environ
    files[0].write_bytes(b"few")
    spark.suit_java(tmp_path.rglob("*"))
    assert os.environ[spark.JAVA_OPTIONS] == spark.SMALL_JAVA
    macro = (ROOT / "macros" / "engine" / "suit_size.sql").read_text()
    assert f".columns[0].values()[0] < {spark.SMALL})" in macro


@pytest.mark.parametrize(
    "lines, said",
    [
        (
            122_879,
            ["set threads = 1", "set disabled_optimizers = 'cte_inlining,common_subexpressions'"],
        ),
        (122_880, ["reset threads", "reset disabled_optimizers"]),
    ],
)
def test_duckdb_has_one_thread_and_plans_less_where_there_are_few_lines(
    tmp_path: Path, lines: int, said: list[str]
) -> None:
    driver = Driver(tmp_path)
    workspace = driver.new_workspace("day")
    workspace.put("2025-12-10", "events", ["x"] * (lines - 1))
    workspace.put("2025-12-10", "orders", ["x"])
    driver.run(workspace, build_options=["--select", "stg_partitions"], **LOGGED)
    assert settings_of_size(tmp_path) == said


LOADED = [  # days before the first date of a run of two, and whether such a date makes it large
    *[(feed, entry["lookback_days"], entry["lookback_days"] > 0) for feed, entry in BOOK.items()],
    *[(feed, entry["lookback_days"] + 1, False) for feed, entry in BOOK.items()],
    *[("events", days, False) for days in (0, -2, -3)],  # dates of the run, and one behind it
    ("events", -1, True),
]


@pytest.mark.parametrize("feed, days, is_large", LOADED)
def test_lines_that_are_looked_back_at_count(
    tmp_path: Path, feed: str, days: int, is_large: bool
) -> None:
    """Of the days before, as far as the feed looks back; a date that is built anew counts once."""
    driver = Driver(tmp_path)
    workspace = driver.new_workspace("day")
    first = date(2025, 12, 16)
    for day in (first, first + timedelta(2)):
        workspace.put(str(day), "events", ["x"])
    only = ["--select", "stg_partitions"]
    driver.run(workspace, build_options=only)
    loaded = first - timedelta(days)
    row = f"('ingest_date={loaded}/{feed}_raw.csv', {64 * 122_880}, 1, 1, 1, 1, date '{loaded}')"
    workspace.change(f"insert into raw.loaded_files values {row}")
    driver.run(workspace, build_options=only, **LOGGED)
    assert settings_of_size(tmp_path)[0] == ("reset threads" if is_large else "set threads = 1")


def settings_of_size(folder: Path) -> list[str]:
    """What the latest run set as suits its size, as its log has it."""
    log = (folder / "logs" / "dbt.log").read_text("utf-8")
    settings = r"(?:re)?set (?:threads|disabled_optimizers)\b(?: = ['\w,]+)?"
    return re.findall(settings, log)[-2:]

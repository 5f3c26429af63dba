"""Where everything is: what would be harmed, or can't be, is refused before anything is done."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from conftest import ROOT, Finished, Workspace, copy_project

from sluice.build.places import Place, Places, check_input, find_place
from sluice.commands import docs as build_docs
from sluice.problems import Problem
from sluice.warehouse.state import check_name, open_warehouse

DAY = "2025-12-10"
DEFAULTS = {"raw": "raw", "corrections": "corrections", "reports": "reports", "parquet": "copies"}
DEFAULTS |= {"warehouse": "warehouse.duckdb", "acknowledged": "acknowledged.csv"}


def places(folder: Path, **names: str) -> Places:
    """Places in a folder, some of them elsewhere than usual."""
    chosen = DEFAULTS | names
    return Places(**{what: Place(folder / name, name) for what, name in chosen.items()})


def refusal(finished: Finished) -> str:
    """The one sentence of a command that refused its input."""
    assert (finished.code, finished.out) == (2, ""), finished.err
    assert finished.err.count("\n") == 1 and "Traceback" not in finished.err
    return finished.err


# Places that overlap

OVERLAPS = [
    {"reports": "raw"},
    {"reports": "raw/reports"},
    {"reports": f"raw/ingest_date={DAY}"},
    {"reports": "corrections"},
    {"raw": "reports/raw"},
    {"raw": "raw", "corrections": "raw"},
    {"parquet": "raw"},
    {"parquet": "corrections/copies"},
    {"raw": "copies/clean/events"},
    {"corrections": "copies/quarantine"},
    {"parquet": "reports"},
    {"parquet": f"reports/ingest_date={DAY}/copies"},
    {"reports": "copies/clean"},
    {"warehouse": "raw/warehouse.duckdb"},
    {"warehouse": f"reports/ingest_date={DAY}/w.duckdb"},
    {"warehouse": "copies/clean/w.duckdb"},
    {"reports": "warehouse.duckdb.wal"},
    {"acknowledged": f"reports/ingest_date={DAY}/a.csv"},
    {"acknowledged": "reports/index.html"},
    {"acknowledged": "copies/clean/a.csv"},
    {"acknowledged": "warehouse.duckdb"},
    {"acknowledged": "corrections"},
    {"reports": "link to raw"},
    {"raw": "link to reports"},
    {"reports": "link to raw/below"},
    {"warehouse": "link to raw/warehouse.duckdb"},
    {"reports": "raw/../raw"},
]


@pytest.mark.parametrize("names", OVERLAPS, ids=str)
def test_places_that_overlap_are_refused(tmp_path: Path, names: dict[str, str]) -> None:
    for name in ("raw", "reports"):
        (tmp_path / name).mkdir()
        (tmp_path / f"link to {name}").symlink_to(name)
    with pytest.raises(Problem, match="give each a place of its own") as problem:
        places(tmp_path, **names).check_apart()
    assert problem.value.exit_code == 2


@pytest.mark.parametrize(
    "names",
    [
        {},
        {"raw": "data/raw", "corrections": "data/corrections", "warehouse": "data/w.duckdb"},
        {"corrections": "raw/corrections"},
        {"parquet": "reports/copies", "warehouse": "reports/w.duckdb"},
        {"reports": "copies/reports"},
        {"reports": "rawest"},
        {"reports": "real reports", "raw": "real reports of raw"},
    ],
    ids=str,
)
def test_places_that_only_lie_near_are_fine(tmp_path: Path, names: dict[str, str]) -> None:
    places(tmp_path, **names).check_apart()


def test_a_warehouse_on_spark_holds_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLUICE_TARGET", "spark")
    places(tmp_path, warehouse="spark").check_apart()
    for names in ({"reports": "spark/reports"}, {"raw": "spark"}, {"warehouse": "raw/spark"}):
        with pytest.raises(Problem, match="place of its own"):
            places(tmp_path, **{"warehouse": "spark"} | names).check_apart()


def test_no_command_writes_over_the_raw_files(workspace: Workspace) -> None:
    workspace.put_day(DAY)
    before = sorted(workspace.folder.rglob("*"))
    assert "is also the" in refusal(workspace.pipeline("--reports-dir", "raw"))
    assert "is also the" in refusal(workspace.pipeline("--parquet", "corrections"))
    (workspace.folder / "link").symlink_to("raw")
    assert "is also the" in refusal(workspace.pipeline("--reports-dir", "link"))
    (workspace.folder / "link").unlink()
    named = {"SLUICE_RAW_DIR": str(workspace.raw), "SLUICE_REPORTS_DIR": str(workspace.raw)}
    for script in ("run_pipeline.py", "export_reports.py"):
        assert "is also the" in refusal(workspace.run(script, "--date", DAY, **named))
    assert sorted(workspace.folder.rglob("*")) == before


def test_what_was_not_made_here_stops_a_run_before_it_begins(built: Workspace) -> None:
    before = built.tables()
    reports, copies = built.reports, built.folder / "parquet"
    strange = reports / f"ingest_date={DAY}"
    strange.rename(reports / "kept")
    strange.mkdir()
    (strange / "events_raw.csv").write_text("mine")
    assert "was not made here" in refusal(built.pipeline("--date", DAY, "--quiet"))
    assert "was not made here" in refusal(built.export("--date", DAY))
    shutil.rmtree(strange)
    strange.symlink_to("kept")
    assert "is a link" in refusal(built.pipeline("--date", DAY, "--quiet"))
    strange.unlink()
    page = reports / "index.html"
    page.write_text("<h1>my own site</h1>")
    assert "index.html was not made here" in refusal(built.pipeline("--date", DAY, "--quiet"))
    page.unlink()
    other = copies / f"clean/events/ingest_date={DAY}/part-0.parquet"
    other.write_bytes(b"mine")
    refused = built.pipeline("--date", DAY, "--quiet", "--parquet", "parquet")
    assert "holds another Parquet file" in refusal(refused)
    assert other.read_bytes() == b"mine"
    assert built.tables() == before


# Places that can't be read or written


def test_an_input_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")

    def denied(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    sentences = {
        "nowhere": "No raw folder: nowhere does not exist.",
        "file": "No raw folder: file is no folder.",
        "loop": "The raw folder loop cannot be read: Too many levels of symbolic links.",
        "secret": "The raw folder secret cannot be read: Permission denied.",
    }
    for name, sentence in sentences.items():
        if name == "secret":
            monkeypatch.setattr(os, "scandir", denied)
        with pytest.raises(Problem, match=re.escape(sentence)) as problem:
            check_input("raw folder", Place(tmp_path / name, name))
        assert problem.value.exit_code == 2


def test_an_option_whose_links_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(Problem, match="cannot be found"):
        find_place(f"{tmp_path}/loop/x", "SLUICE_TEST", "x")


def test_places_that_cannot_be_used_are_said_in_a_sentence(workspace: Workspace) -> None:
    (workspace.folder / "file").touch()
    (workspace.folder / "loop").symlink_to("loop")
    for option, sentence in {
        ("--raw-dir", "file"): "No raw folder: file is no folder.\n",
        ("--corrections-dir", "file"): "No folder of corrections: file is no folder.\n",
        ("--corrections-dir", "none"): "No folder of corrections: none does not exist.\n",
        ("--raw-dir", "loop"): "loop cannot be found: its links lead nowhere.\n",
        ("--wait", "nan"): "Argument --wait: 'nan' is no number of seconds from 0 on",
        ("--wait", "inf"): "'inf' is no number of seconds",
        ("--wait=-1",): "'-1' is no number of seconds",
        ("--wait", "soon"): "'soon' is no number of seconds",
    }.items():
        assert sentence in refusal(workspace.pipeline(*option)), option


@pytest.mark.parametrize("variable", ["DBT_LOG_PATH", "DBT_TARGET_PATH"])
def test_folders_of_dbts_that_cannot_be_written(workspace: Workspace, variable: str) -> None:
    nowhere, hint = {variable: "/proc/dbt"}, "name folders for dbt's log and build files."
    for finished in (
        workspace.pipeline("--date", DAY, **nowhere),
        workspace.run("contract", "orders", **nowhere),
        workspace.run("docs", **nowhere),
    ):
        refused = refusal(finished)
        assert refused.startswith("Cannot write to /proc/dbt: ")
        assert refused.endswith(f"DBT_LOG_PATH and DBT_TARGET_PATH {hint}\n")
    assert not workspace.warehouse.exists()


# Names of warehouses

NAMES = ["raw.duckdb", "staging", "CLEAN.duckdb", "marts.db", "temp.duckdb", "Main", "system.x"]
NAMES += ["scratch.duckdb", "it's.duckdb", 'a"b.duckdb', "a;b.duckdb", "a?b.duckdb", "a#b/w.duckdb"]
NAMES += ["a\nb.duckdb", ":memory:", "md:sales", "s3://bucket/w.duckdb", "sqlite:w.db"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_warehouse_can_have(name: str) -> None:
    with pytest.raises(Problem, match=r"^The warehouse.*\.$") as problem:
        check_name(Path("/data") / name, name)
    assert problem.value.exit_code == 2


def test_an_address_is_not_repeated() -> None:
    with pytest.raises(Problem) as problem:
        check_name(Path("/data/md:x"), "md:x?motherduck_token=SECRET")
    assert "SECRET" not in str(problem.value)


@pytest.mark.parametrize("what", DEFAULTS)
def test_an_address_is_no_place(tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_TARGET", "spark")
    (tmp_path / "raw").mkdir()
    with pytest.raises(Problem, match=r"must be a path on this machine, not s3a://\.\.\.") as found:
        places(tmp_path, **{what: "s3a://KEY:SECRET@bucket/data"}).check()
    assert found.value.exit_code == 2
    assert "SECRET" not in str(found.value)
    assert ("SLUICE_SPARK_TABLES" in str(found.value)) == (what == "warehouse")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_a_file_that_is_no_warehouse_is_refused_and_kept(workspace: Workspace) -> None:
    with sqlite3.connect(workspace.folder / "w.db") as other:
        other.execute("create table a (x)")
    (workspace.folder / "x.csv").write_text("a,b\n1,2\n")
    (workspace.folder / "empty").touch()
    (workspace.folder / "folder").mkdir()
    os.mkfifo(workspace.folder / "pipe")
    before = {path: path.read_bytes() for path in workspace.folder.iterdir() if path.is_file()}
    for name in ("w.db", "x.csv", "empty"):
        refused = refusal(workspace.pipeline("--warehouse", name))
        assert refused == f"Cannot open the warehouse {name}: it is no DuckDB database.\n"
    for name in ("folder", "pipe"):
        refused = refusal(workspace.pipeline("--warehouse", name))
        assert refused == f"Cannot open the warehouse {name}: it is no file.\n"
    named = workspace.start("--date", DAY, script="export_reports.py", SLUICE_WAREHOUSE=":memory:")
    assert named.communicate()[1].startswith("The warehouse must be a file on this machine, not :")
    assert {path: path.read_bytes() for path in before} == before


@pytest.fixture
def odd_project(tmp_path: Path, new_workspace: Callable[[], Workspace]) -> Workspace:
    """The project in a folder whose name holds what SQL, shells and addresses act upon."""
    workspace = new_workspace()
    workspace.project = copy_project(tmp_path / 'it\'s a; "b" project')
    workspace.put_day(DAY)
    return workspace


def test_odd_names_that_work_and_a_caller_with_a_dbt_project_of_its_own(
    odd_project: Workspace, tmp_path: Path
) -> None:
    other = tmp_path / "other project"
    (other / "models").mkdir(parents=True)
    (other / "dbt_project.yml").write_text("name: other\nprofile: other\n")
    (other / "models/surprise.sql").write_text("select 1 as x")
    (other / "profiles.yml").write_text(
        "other: {target: prod, outputs: {prod: {type: duckdb, path: prod.duckdb}}}"
    )
    settings = {"DBT_PROJECT_DIR": other, "DBT_PROFILES_DIR": other, "DBT_TARGET": "prod"}
    settings |= {"DBT_RESOURCE_TYPES": "test", "DBT_FULL_REFRESH": "1", "DBT_EMPTY": "1"}
    settings |= {
        "DBT_WARN_ERROR": "1",
        "DBT_PROFILE": "other",
        "DBT_EXCLUDE_RESOURCE_TYPES": "model",
    }
    finished = odd_project.pipeline(
        *("--warehouse", "it's a/select a.b é %s `.duckdb", "--quiet"),
        **{name: str(value) for name, value in settings.items()},
        SLUICE_TARGET="",
        SLUICE_MEMORY_LIMIT="",
        SLUICE_REPORTS_DIR="",
    )
    assert (finished.code, finished.err) == (0, "")
    assert (odd_project.reports / f"ingest_date={DAY}/alerts.json").is_file()
    assert not list(tmp_path.rglob("prod.duckdb"))
    assert not list(other.rglob("target"))


def test_the_docs_are_those_of_this_project(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Runner:
        """Stands for dbt's."""

        def invoke(self, arguments: list[str]) -> SimpleNamespace:
            """Keeps what was asked for."""
            asked.extend(arguments)
            return SimpleNamespace(success=False, exception="no docs today")

    monkeypatch.setattr(build_docs, "dbtRunner", Runner)
    monkeypatch.setenv("DBT_PROJECT_DIR", "/nowhere")
    monkeypatch.chdir(ROOT)
    assert build_docs.main([]) == 3
    start = asked.index("--project-dir")
    assert asked[start : start + 4] == ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
    assert "DBT_PROJECT_DIR" not in os.environ


def test_extensions_are_never_installed_by_themselves(built_template: Workspace) -> None:
    profile = yaml.safe_load((ROOT / "profiles.yml").read_text())["sluice"]["outputs"]["duckdb"]
    with open_warehouse(built_template.warehouse, "w", read_only=True) as connection:
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert profile["config_options"][name] is False
            assert connection.execute("select current_setting(?)", [name]).fetchone() == (False,)


def test_what_is_under_a_file_overlaps_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    places(tmp_path, reports="file/reports").check_apart()

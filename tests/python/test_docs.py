"""Everything a user may meet is described as it is, and pages made from code are up to date."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Workspace

from sluice.commands.docs import MANIFEST, PICTURE, with_picture, without_unit_tests

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
# as a text or a link names it
FILE = re.compile(
    r"\b(?:analyses|benchmarks|docs|macros|models|scripts|seeds|tests)/[\w/]+(?:\.\w+)+"
)
DBT_OWN_TESTS = {"unique", "not_null", "accepted_values", "relationships"}
COLUMN_TYPES = """
    select table_schema || '.' || table_name, column_name, lower(data_type)
    from information_schema.columns
"""

Node = dict
Manifest = dict[str, dict[str, Node]]
Columns = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def manifest(manifest: Any, tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """What dbt read of the project, as it writes it for others."""
    path = tmp_path_factory.mktemp("docs") / "manifest.json"
    manifest.writable_manifest().write(str(path))
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def actual(built_template: Workspace) -> Columns:
    """The columns of every relation of a warehouse, with their types."""
    found: Columns = {}
    for relation, column, data_type in built_template.query(COLUMN_TYPES):
        found.setdefault(relation, {})[column] = data_type
    return found


def test_every_model_and_seed_says_what_its_rows_are(manifest: Manifest) -> None:
    nodes = [*of_type(manifest, "model"), *of_type(manifest, "seed")]
    assert not [node["name"] for node in nodes if not node["description"].startswith("One row per")]


def test_every_source_exposure_and_group_is_described(manifest: Manifest) -> None:
    sources = own(manifest["sources"])
    assert not undescribed([*sources, *own(manifest["exposures"]), *own(manifest["groups"])])
    assert all(source["source_description"] for source in sources)


def test_every_column_is_described_as_it_is(manifest: Manifest, actual: Columns) -> None:
    nodes = [*of_type(manifest, "model"), *of_type(manifest, "seed"), *own(manifest["sources"])]
    documented = {relation(node): node["columns"] for node in reversed(nodes)}
    problems = []
    for name, columns in documented.items():
        problems += [
            f"{name}.{column} is not documented" for column in actual[name].keys() - columns
        ]
        problems += [f"{name}.{column} does not exist" for column in columns.keys() - actual[name]]
        problems += [
            f"{name}.{column} is not described" for column in undescribed(columns.values())
        ]
    assert not problems


def test_every_column_has_the_type_it_says(manifest: Manifest, actual: Columns) -> None:
    wrong = [
        f"{relation(model)}.{name}: {column['data_type']}, is {actual[relation(model)].get(name)}"
        for model in of_type(manifest, "model")
        for name, column in model["columns"].items()
        if column["data_type"] != actual[relation(model)].get(name)
    ]
    assert not wrong


def test_every_macro_and_argument_is_described(manifest: Manifest) -> None:
    macros = [macro for macro in own(manifest["macros"]) if "__" not in macro["name"]]
    arguments = [
        f"{macro['name']}({argument['name']})"
        for macro in macros
        for argument in macro["arguments"]
        if argument["name"] != "supported_languages"  # dbt's own, of a materialization
        if not (argument["description"] and argument["type"])
    ]
    assert not undescribed(macros) + arguments


def test_every_test_is_described(manifest: Manifest) -> None:
    tests = [
        test
        for test in of_type(manifest, "test")
        if (test.get("test_metadata") or {}).get("name") not in DBT_OWN_TESTS
    ]
    assert not undescribed([*tests, *own(manifest["unit_tests"])])


def test_what_users_read_has_a_contract(manifest: Manifest) -> None:
    public = [model for model in of_type(manifest, "model") if model["access"] == "public"]
    assert {model["schema"] for model in public} == {"clean", "quarantine", "marts"}
    assert all(model["contract"]["enforced"] for model in public)


def test_the_overview_links_every_model_users_read(manifest: Manifest) -> None:
    text = (ROOT / "models" / "overview.md").read_text(encoding="utf-8")
    links = set(re.findall(r"#!/(?:model|exposure)/([\w.]+)", text))
    public = {
        model["unique_id"] for model in of_type(manifest, "model") if model["access"] == "public"
    }
    assert links <= {*manifest["nodes"], *manifest["exposures"]}
    assert {*public, *manifest["exposures"]} <= links


def test_the_rules_page_is_up_to_date() -> None:
    command = [sys.executable, "scripts/build_rules_page.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_every_link_of_a_page_leads_to_a_file_and_heading() -> None:
    links = [(page, *link) for page in PAGES for link in links_of(page)]
    assert len(links) > 50
    broken = [
        f"{page.name}: {path}#{heading}"
        for page, path, heading in links
        if not is_there(page.parent / path if path else page, heading)
    ]
    assert broken == []


def test_the_readme_links_every_page() -> None:
    linked = {(ROOT / path).resolve() for path, _ in links_of(ROOT / "README.md") if path}
    assert [page.name for page in PAGES if page not in {*linked, ROOT / "README.md"}] == []


def test_no_picture_of_the_readme_is_big() -> None:
    linked = [ROOT / path for path, _ in links_of(ROOT / "README.md")]
    pictures = [path for path in linked if path.suffix == ".png"]
    assert len(pictures) > 5
    assert [path.name for path in pictures if path.stat().st_size > 300_000] == []


def test_every_file_that_a_page_names_is_there() -> None:
    named = {(page.name, name) for page in PAGES for name in FILE.findall(words_of(page))}
    assert len(named) > 20
    assert sorted(f"{page}: {name}" for page, name in named if not (ROOT / name).exists()) == []


def test_the_session_of_the_readme_shows_the_reports_of_its_day() -> None:
    text = words_of(ROOT / "README.md")
    rows = re.findall(r"  (customers|events|orders) +(\d+) +(\d+) +(\d+) ", text)
    day = ROOT / "reports" / "ingest_date=2025-12-12"
    report = json.loads(day.joinpath("validation_report.json").read_text(encoding="utf-8"))
    assert rows == [
        (feed, *(str(report["datasets"][feed][name]) for name in ("total", "clean", "quarantine")))
        for feed in ("customers", "events", "orders")
    ]
    alerts = json.loads(day.joinpath("alerts.json").read_text(encoding="utf-8"))["alerts"]
    sentences = [alert["message"] for alert in alerts if alert["severity"] == "error"]
    assert sentences and all(sentence in text for sentence in sentences)
    lines = (ROOT / "data/raw/ingest_date=2025-12-12/orders_raw.csv").read_text(encoding="utf-8")
    assert lines.splitlines()[24] in text


def test_the_overview_shows_the_picture_that_the_site_puts_in() -> None:
    assert f"]({PICTURE})" in (ROOT / "models" / "overview.md").read_text(encoding="utf-8")
    assert PICTURE not in with_picture(f"![flow]({PICTURE})")


def test_the_lineage_of_the_docs_has_no_unit_tests() -> None:
    links = '{"model.a": ["unit_test.b", "model.c"], "unit_test.b": ["model.a"]}'
    parts = f'"unit_tests": {{"unit_test.b": {{}}}}, "parent_map": {links}, "child_map": {links}'
    page = without_unit_tests(f'before {MANIFEST}/v12.json"}}, {parts}}} after')
    assert page.startswith('before {"') and page.endswith("} after")
    assert '"model.a":["model.c"]' in page and "unit_test." not in page


def test_every_link_of_the_overview_leads_to_a_node(manifest: Manifest) -> None:
    text = (ROOT / "models" / "overview.md").read_text(encoding="utf-8")
    nodes = [*manifest["nodes"], *manifest["sources"], *manifest["exposures"]]
    linked = set(re.findall(r"\(#!/\w+/([\w.]+)\)", text))
    models = {node["unique_id"] for node in of_type(manifest, "model")}
    assert linked <= set(nodes)
    assert {model for model in models if model.startswith("model.sluice.daily_")} <= linked


def test_every_variable_has_a_comment() -> None:
    lines = (ROOT / "dbt_project.yml").read_text(encoding="utf-8").splitlines()
    variables = yaml.safe_load("\n".join(lines))["vars"]
    assert not [name for name in variables if not has_comment(name, lines)]


def words_of(page: Path) -> str:
    """Return a page's text."""
    return page.read_text(encoding="utf-8")


def links_of(page: Path) -> list[tuple[str, str]]:
    """Return a page's links to files of the project, each with its heading, either may be empty."""
    return re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", words_of(page))


def is_there(file: Path, heading: str) -> bool:
    """Tell whether there is such a file, and such a heading in it, where one is asked for."""
    if not heading or not file.exists():
        return file.exists()
    titles = re.findall(r"^#+ +(.+)$", words_of(file), re.MULTILINE)
    return heading in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def own(nodes: dict[str, Node]) -> list[Node]:
    """Return the nodes that are this project's."""
    return [node for node in nodes.values() if node["package_name"] == "sluice"]


def of_type(manifest: Manifest, resource_type: str) -> list[Node]:
    """Return this project's nodes of a type."""
    return [node for node in own(manifest["nodes"]) if node["resource_type"] == resource_type]


def undescribed(nodes: Iterable[Node]) -> list[str]:
    """Return the names of nodes without a description, or with a placeholder for one."""
    return [node["name"] for node in nodes if node["description"].strip() in {"", "TODO"}]


def relation(node: Node) -> str:
    """Return a node's schema and name in the warehouse."""
    return f"{node['schema']}.{node['name']}"


def has_comment(variable: str, lines: list[str]) -> bool:
    """Tell whether a variable's line, or the first of its group, has a comment."""
    number = next(n for n, line in enumerate(lines) if line.startswith(f"  {variable}:"))
    group = lines[:number]
    start = max((n for n, line in enumerate(group) if not line.strip()), default=0)
    return " # " in lines[number] or any(line.startswith("  # ") for line in group[start:])

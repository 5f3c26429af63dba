"""Every rule has unit-test lines that break it and lines that just keep it."""

import csv
import re
from pathlib import Path

import pytest

from sluice.books import feeds, variables
from sluice.rule_book import rule_book as rules_of_the_macro

ROOT = Path(__file__).resolve().parents[2]
CASE = re.compile(r"(breaks|keeps):(\w+)")


def rule_book() -> list[dict]:
    """Return the rules, each with its feeds."""
    return [{"feeds": feeds(), **rule} for rule in rules_of_the_macro(variables().get)]


def names(list_text: str) -> list[str]:
    """Return the rules in a list written as `[one, other]`."""
    return [name for name in list_text.strip("[]").split(", ") if name]


def cases(feed: str) -> list[tuple[str, str, list[str]]]:
    """Return (breaks or keeps, rule, the rules the line breaks) of each case of a feed."""
    fixture = ROOT / "tests" / "fixtures" / f"rules_of_{feed}.csv"
    with fixture.open(encoding="utf-8", newline="") as lines:
        return [
            (*case, names(row["reject_reason"]) + names(row["warnings"]))
            for row in csv.DictReader(lines)
            for case in CASE.findall(row["raw_line"])
        ]


RULES = [(feed, rule["name"]) for rule in rule_book() for feed in rule["feeds"]]
FEEDS = sorted({feed for feed, _ in RULES})


@pytest.mark.parametrize(("feed", "rule"), RULES)
@pytest.mark.parametrize("effect", ["breaks", "keeps"])
def test_every_rule_has_a_line(feed: str, rule: str, effect: str) -> None:
    """Each rule of a feed has a line that breaks it and one that keeps it, and expects that."""
    broken = [rules for case, name, rules in cases(feed) if (case, name) == (effect, rule)]
    assert broken, f"tests/fixtures/rules_of_{feed}.csv has no line `{effect}:{rule}`"
    for rules in broken:
        assert (rule in rules) == (effect == "breaks"), f"`{effect}:{rule}` expects {rules}"


@pytest.mark.parametrize("feed", FEEDS)
def test_fixtures_name_declared_rules_in_order(feed: str) -> None:
    """Cases and expected lists name only rules of the feed, lists in rule-book order."""
    declared = [name for rule_feed, name in RULES if rule_feed == feed]
    severity = {rule["name"]: rule["severity"] for rule in rule_book() if feed in rule["feeds"]}
    for _, name, rules in cases(feed):
        assert name in declared
        for kind in ("reject", "warn"):
            of_kind = [rule for rule in rules if severity[rule] == kind]
            assert of_kind == [rule for rule in declared if rule in of_kind]


@pytest.mark.parametrize("feed", FEEDS)
def test_fixtures_are_used(feed: str) -> None:
    """The unit tests of the rules read each fixture, both as given and as expected."""
    unit_tests = (ROOT / "models" / "quarantine" / "_unit_tests_rules.yml").read_text("utf-8")
    assert f"tests/fixtures/rules_of_{feed}.csv" in unit_tests
    assert f"fixture: rules_of_{feed}" in unit_tests

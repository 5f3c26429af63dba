"""Numbers, lists and dates are written alike wherever a person reads them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import ROOT

from sluice.quarantine.stories import change
from sluice.words import counted, dates_in_words, from_to, grouped, in_few_words, listed, nearest

DAYS = [f"2025-12-0{number}" for number in range(1, 10)]


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 dates"), (1, "1 date"), (2, "2 dates"), (1234567, "1,234,567 dates")],
)
def test_a_number_has_its_noun(number: int, text: str) -> None:
    assert counted(number, "date") == text
    assert grouped(number) == text.split()[0]


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert [counted(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]


def test_things_are_listed_as_a_person_does() -> None:
    assert [listed("abc"[:length]) for length in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert from_to(DAYS[0], DAYS[0]) == DAYS[0]
    assert dates_in_words(DAYS) == f"9 dates, {DAYS[0]} to {DAYS[-1]}"
    assert dates_in_words(DAYS[:1]) == DAYS[0]
    assert in_few_words(DAYS) == [*DAYS[:3], "3 more", *DAYS[-3:]]
    assert in_few_words(DAYS[:6]) == DAYS[:6]


def test_a_typo_is_told_what_it_is_most_like() -> None:
    known = ["amount_invalid", "amount_zero", "status_unknown"]
    assert nearest("amount_invalidd", known) == "; did you mean amount_invalid?"
    assert nearest("xyz", known) == ""


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("payd", "paid", "status corrected from 'payd' to 'paid'"),
        (None, "paid", "status filled in with 'paid'"),
        ("", "paid", "status filled in with 'paid'"),
        ("payd", "", "status emptied of 'payd'"),
    ],
)
def test_a_correction_reads_like_a_sentence(before: Any, after: str, words: str) -> None:
    decision = {"column_name": "status", "received_value": before, "corrected_value": after}
    assert change(decision) == words


def test_no_text_leaves_the_plural_to_the_reader() -> None:
    texts = [
        path
        for folder in ("scripts", "macros", "models", "analyses", "docs")
        for ending in ("py", "sql", "yml", "js", "md")
        for path in (ROOT / folder).rglob(f"*.{ending}")
        if "plot.min" not in path.name and "node_modules" not in path.parts
    ]
    assert len(texts) > 100
    optional = re.compile(r"[a-z]\((?:s|es|ies)\)")
    lazy = {path.name: optional.findall(path.read_text(encoding="utf-8")) for path in texts}
    assert not {name: found for name, found in lazy.items() if found}

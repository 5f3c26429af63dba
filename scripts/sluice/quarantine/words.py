"""Texts for a person: received ones made harmless, and what usually mends a broken rule."""

from __future__ import annotations

from sluice.literals import read_yaml
from sluice.settings import ROOT

NOTES = ROOT / "docs" / "rules_notes.yml"
WIDTH = 120  # of an example


def mending_notes() -> dict[str, str]:
    """What usually mends a broken rule, by `rule` or `feed.rule`."""
    notes = read_yaml(NOTES.read_text(encoding="utf-8"))
    return {name: " ".join(note["mend"].split()) for name, note in notes.items()}


def mend(notes: dict[str, str], feed: str, rule: str) -> str:
    """What usually mends a rule of a feed."""
    return notes.get(f"{feed}.{rule}") or notes.get(rule) or ""


def indented(text: str) -> str:
    """A paragraph under a heading."""
    return "\n".join(f"    {line}" for line in text.splitlines())

"""Received text, made harmless for a terminal."""

from __future__ import annotations


def printable(text: str, width: int = 0) -> str:
    """A received text without anything a terminal would act upon; cut where `width` is given."""
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
    return shown[: width - 1] + "…" if 0 < width < len(shown) else shown

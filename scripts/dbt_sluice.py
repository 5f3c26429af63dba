"""Refuses a feed book that is wrong before dbt reads the models, and fails without a reason.

dbt looks for modules whose names begin like this one's, and makes their plugins before it parses.
"""

from __future__ import annotations

from dbt.flags import get_flags
from dbt.plugins import dbtPlugin


class FeedBook(dbtPlugin):
    """Holds the feed book against its form and the models, for whatever dbt is asked to do."""

    def initialize(self) -> None:
        """Called for the project that dbt is in; a Problem's sentence is what dbt says."""
        from sluice import books  # any project of this environment makes it

        if self.project_name == books.project().get("name"):
            books.check_models()
            given = getattr(get_flags(), "VARS", {})
            if "feeds" in given:
                books.check_book(given["feeds"])


plugins = [FeedBook]

"""Likeness alone teaches a misspelling, and never what means something else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sluice.quarantine.alike import why_another

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def names(category: str) -> dict[str, str]:
    """The names of a category, with what they stand for."""
    own_seed = SEEDS / f"{category}_names.csv"
    seed = own_seed if own_seed.exists() else SEEDS / "category_names.csv"
    with seed.open(encoding="utf-8", newline="") as stream:
        return {
            row["name"]: row.get("value") or row["code"]
            for row in csv.DictReader(stream)
            if row.get("category", category) == category
        }


MISSPELLED = """
    order_status payd paid|order_status faild failed|order_status compleeted completed
    order_status refundde refunded|order_status paid, paid|order_status charge--back chargeback
    customer_status activ active|customer_status actiev active|customer_status banend banned
    event_type featureuse feature_use|event_type loginn login|event_type paywal_view paywall_view
    platform andriod android|platform browsr browser|platform i-phone iphone
    country untied~states united~states|country germny germany|country switserland switzerland
"""
OTHERS = """
    order_status refund_failed refunded|order_status refund_pending refunded
    order_status dispute_won disputed|order_status chargeback_reversed chargeback
    order_status unpaid paid|order_status incomplete completed|order_status uncaptured captured
    order_status unsettled settled|order_status not~paid paid|order_status paid~out paid
    order_status settle settled|order_status capture captured|order_status chargeable chargeback
    order_status refunding refunded|order_status prepaid paid|order_status repaid paid
    order_status non-refunded refunded|order_status undisputed disputed|order_status pai paid
    customer_status unactive active|customer_status deactive active|customer_status unbanned banned
    customer_status reactive active|customer_status unactve actve
    event_type signup logout|event_type sign~up sign~out|event_type login_failed login
    event_type logged login|event_type no~error error
    platform webb web|platform weba web|platform ios2 ios
    country georgia~(us) georgia|country south~sudann sudan|country ira iran|country irap iran
    country slovanka slovakia|country gbx gb|country new~mexico mexico
"""


def cases(text: str) -> list[list[str]]:
    """Category, name and known name of each case."""
    lines = [case.split() for line in text.split("\n") for case in line.split("|") if case.strip()]
    return [[word.replace("~", " ") for word in line] for line in lines]


@pytest.mark.parametrize(("category", "name", "known"), cases(MISSPELLED))
def test_a_misspelling_is_the_known_name(category: str, name: str, known: str) -> None:
    assert why_another(name, known, names(category)) is None


@pytest.mark.parametrize(("category", "name", "known"), cases(OTHERS))
def test_what_may_mean_something_else_is_not(category: str, name: str, known: str) -> None:
    assert why_another(name, known, names(category))

"""The words of categories, and e-mail addresses: usual, unusual, misspelt, unheard of."""

from __future__ import annotations

from functools import cache

from sluice.files.own_names import SEEDS, added_names, look_up_form
from sluice.generator.amounts import MISSING_TOKENS
from sluice.generator.dice import Cell, deck

# Per column: what a known word means, and how often each spelling of it is used in usual rows.
KNOWN: dict[str, dict[str, dict[str, int]]] = {
    "event_type": {
        "feature_use": {"feature_use": 340, "FEATURE_USE": 15, "Feature_Use": 5},
        "login": {"login": 235, "Login": 10},
        "logout": {"logout": 140, "LOGOUT": 6},
        "paywall_view": {"paywall_view": 115},
        "error": {"error": 70, "ERROR": 4},
    },
    "platform": {
        "ios": {"ios": 290, "iOS": 30, "iPhone": 30},
        "android": {"android": 280, "Android": 35, "AND": 10},
        "web": {"web": 240, "browser": 25},
    },
    "customer_status": {
        "active": {"active": 720, "ACTIVE": 40, "Active": 25, "actve": 12},
        "inactive": {"inactive": 120, "Inactive": 8},
        "banned": {"banned": 25},
    },
    "order_status": {
        "paid": {"paid": 640, "PAID": 25, "succeeded": 60, "completed": 20},
        "failed": {"failed": 90, "declined": 15},
        "refunded": {"refunded": 70, "Refund": 5},
        "chargeback": {"chargeback": 25},
    },
    "currency": {
        "USD": {"USD": 420, "usd": 20, "$": 15},
        "EUR": {"EUR": 210, "eur": 8, "€": 15},
        "GBP": {"GBP": 110, "£": 8},
        "INR": {"INR": 60, "₹": 4},
        "BRL": {"BRL": 40},
        "JPY": {"JPY": 35},
        "AUD": {"AUD": 30},
        "CAD": {"CAD": 25},
        "SEK": {"SEK": 15},
    },
}
UNUSUAL: dict[str, dict[str, str]] = {
    "event_type": {
        "feature use": "feature_use",
        "Feature-Use": "feature_use",
        "paywall view": "paywall_view",
        "paywall-view": "paywall_view",
        "log  in": "login",
        "log_in": "login",
        "Sign In": "login",
        "signin": "login",
        "Log\u00a0Out": "logout",
        "log_out": "logout",
        "sign out": "logout",
        "SIGNOUT": "logout",
        "\u00a0login\t": "login",
    },
    "platform": {
        "ipad": "ios",
        "iPadOS": "ios",
        "IOS": "ios",
        "droid": "android",
        "and": "android",
        "ANDROID": "android",
        "WWW": "web",
        "\tweb\v\f": "web",
        "\u00a0ios ": "ios",
    },
    "customer_status": {
        "actv": "active",
        "inactve": "inactive",
        "In-Active": "inactive",
        "in_active": "inactive",
        "baned": "banned",
        " BANNED": "banned",
    },
    "order_status": {
        "success": "paid",
        "captured": "paid",
        "Settled": "paid",
        "\u00a0paid": "paid",
        "failure": "failed",
        "REFUNDED": "refunded",
        "charge back": "chargeback",
        "Charge_Back": "chargeback",
        "disputed": "chargeback",
    },
    "currency": {
        "US$": "USD",
        "uSd": "USD",
        " USD ": "USD",
        "¥": "JPY",
        "A$": "AUD",
        "chf": "CHF",
        "NOK": "NOK",
        "Pln": "PLN",
        "KRW": "KRW",
        "\u00a0zar": "ZAR",
    },
    "country": {
        "na": "NA",
        "Namibia": "NA",
        "NAM": "NA",
        "Korea, Republic of": "KR",
        "south korea": "KR",
        "Côte d'Ivoire": "CI",
        "united \u00a0 states": "US",
        "GREAT BRITAIN": "GB",
        "Czech Republic": "CZ",
        " Viet Nam ": "VN",
        "Türkiye": "TR",
        "nzl": "NZ",
    },
}
UNKNOWN: dict[str, tuple[str, ...]] = {
    "event_type": ("scroll", "logn", "purchase", "login, retry", "0"),
    "platform": ("andriod", "windows phone", "tv", "ios/android", "?"),
    "customer_status": ("suspended", "deleted", "true"),
    "order_status": ("pending", "processing", "cancelled", "payed", "paid,"),
    "currency": ("???", "XXX", "XTS", "BTC", "USDD", "credits"),
    "country": ("Atlantis", "Untied States", "ZZ", "EU", "12"),
}
COUNTRIES = (
    deck({"US": 60, "USA": 15, "United States": 20, "usa": 5}),
    deck({"US": 90, "us": 10}),
    deck({"GB": 60, "UK": 25, "uk": 5, "United Kingdom": 10}),
    deck({"IN": 70, "India": 20, "IND": 5, "india": 5}),
    deck({"BR": 75, "Brazil": 20, "BRA": 5}),
    deck({"DE": 75, "Germany": 20, "DEU": 5}),
    deck({"FR": 85, "France": 15}),
    deck({"CA": 85, "Canada": 15}),
    deck({"ES": 85, "Spain": 15}),
    deck({"JP": 90, "JPN": 10}),
    deck({"AU": 85, "Australia": 15}),
    deck({"NL": 85, "Netherlands": 15}),
    deck({"NA": 100}),
)
LONG_LABEL = "x" * 63
EMAILS = {
    "email_upper_case": "Maria.ROSSI@Example.ORG",
    "email_plus": "lena.koch+news@example.com",
    "email_apostrophe": "sean.o'neill@example.org",
    "email_symbols": "{a_b}!#$%&*/=?^`|~-c@example.com",
    "email_subdomain": "tomas.novak@mail-2.eu.example.org",
    "email_other_script": "anna.schmidt@bücher.example.com",
    "email_local_of_64": "k" * 64 + "@example.com",
    "email_label_of_63": f"li.wei@{LONG_LABEL}.example.org",
    "email_of_254": f"{'q' * 50}@{LONG_LABEL}.{LONG_LABEL}.{LONG_LABEL}.example.com",
    "email_padded": "\u00a0ines.costa@example.com ",
}
BAD_EMAILS = {
    "no_at": "priya.shahexample.com",
    "two_ats": "omar.haddad@@example.com",
    "blank_inside": "noah brown@example.com",
    "no_local": "@example.org",
    "no_domain": "emma.larsen@",
    "one_label": "emma.larsen@localhost",
    "two_dots": "yuki..tanaka@example.com",
    "dot_first": ".yuki.tanaka@example.com",
    "dot_last": "yuki.tanaka.@example.com",
    "dot_behind": "yuki.tanaka@example.com.",
    "hyphen_first": "ana.lima@-example.com",
    "hyphen_last": "ana.lima@example-.com",
    "underscore": "ana.lima@exam_ple.com",
    "number_last": "ana.lima@example.123",
    "comma": "ana,lima@example.com",
    "with_name": "Ana Lima <ana.lima@example.com>",
    "quoted_local": '"ana lima"@example.com',
    "accent_in_local": "josé.garcía@example.com",
    "local_of_65": "k" * 65 + "@example.com",
    "label_of_64": f"li.wei@x{LONG_LABEL}.example.org",
    "too_long": f"{'q' * 64}@{LONG_LABEL}.{LONG_LABEL}.{LONG_LABEL}.example.com",
}


@cache
def own_words() -> set[tuple[str | None, str | None]]:
    """The words that are known besides those that come with Sluice, each with its category."""
    return {(row.category, row.name) for row in added_names(list(UNKNOWN), SEEDS)}


def unheard_of(category: str, word: str) -> str:
    """An unknown word; another one where it is known by now."""
    while (category, look_up_form(word)) in own_words():
        word += "?"
    return word


def usual_words(category: str, column: str, missing: int, unknown: int) -> tuple[Cell, ...]:
    """The cells of a category in usual rows, to pick from; weights are per thousand."""
    cells = {
        Cell(text, value=value): weight
        for value, spellings in KNOWN[category].items()
        for text, weight in spellings.items()
    }
    odd = unheard_of(category, UNKNOWN[category][0])
    cells[Cell(odd, (f"{column}_unknown",), "unknown_word")] = unknown
    cells[Cell("", (f"{column}_missing",), "missing")] = missing
    return deck(cells)


def unusual_words(category: str, column: str) -> list[Cell]:
    """The cells of a category that occur now and then: other spellings, unknown words."""
    known = [
        Cell(text, (), f"{column}_synonym", value) for text, value in UNUSUAL[category].items()
    ]
    issues = (f"{column}_unknown",)
    unknown = [unheard_of(category, text) for text in UNKNOWN[category]]
    return known + [Cell(text, issues, "unknown_word") for text in unknown]


def missing_words(column: str) -> list[Cell]:
    """One cell for each way to write that a value is missing."""
    tokens = [text for text in MISSING_TOKENS if column != "country" or text.lower() != "na"]
    return [Cell(text, (f"{column}_missing",), "missing_token") for text in dict.fromkeys(tokens)]


def odd_emails() -> list[Cell]:
    """Valid addresses that look invalid, and the other way round."""
    valid = [Cell(text, (), name) for name, text in EMAILS.items()]
    issues = ("email_invalid",)
    return valid + [Cell(text, issues, f"bad_email_{name}") for name, text in BAD_EMAILS.items()]

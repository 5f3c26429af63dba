"""The vocabulary seeds hold the names the contract promises, each once and in look-up form."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDS_ISO_LISTS = "the ISO lists come from pycountry and Babel, which only development needs"
MISSING_TOKENS = {"", "null", "none", "nil", "nan", "n/a", "na", "-", "\\n"}

COUNTRY_EXAMPLES = """
    NA=na NA=nam NA=namibia GB=uk GB=u.k. GB=england GB=great_britain US=usa US=u.s. US=the_us
    US=united_states_of_america NL=holland NL=the_netherlands GE=georgia CZ=czech_republic
    CI=cote_d'ivoire CI=côte_d\u2019ivoire CW=curacao RE=reunion AX=aland_islands TR=turkiye
    KR=korea,_republic_of KR=republic_of_korea KR=korea_(the_republic_of) KR=south_korea KR=korea
    KP=north_korea CG=congo CD=drc CD=democratic_republic_of_the_congo CD=congo,_dem._rep.
    SZ=swaziland MM=burma CV=cape_verde MK=macedonia VA=vatican AE=uae PS=palestine
    TR=turkey TW=taiwan LC=st_lucia LC=st._lucia LC=saint_lucia TT=trinidad_&_tobago
    VC=st_vincent_and_the_grenadines BS=bahamas,_the GM=the_gambia BR=brasil
    DE=deutschland ES=espana ES=españa IT=italia
"""
CURRENCY_EXAMPLES = """
    USD=$ EUR=€ GBP=£ JPY=¥ USD=us$ USD=us_$ AUD=a$ CAD=c$ NZD=nz$ HKD=hk$ SGD=s$ TWD=nt$ BRL=r$
    MXN=mx$ INR=₹ KRW=₩ PLN=zł CZK=kč MYR=rm IDR=rp CNY=cn¥ USD=\uff04
    XCG=xcg ZWG=zwg XAU=xau CHE=che
"""
CATEGORIES = {
    "customer_status": """
        active=active active=actve active=actv inactive=inactive inactive=inactve
        inactive=in-active inactive=in_active banned=banned banned=baned""",
    "event_type": """
        login=login logout=logout feature_use=feature_use error=error paywall_view=paywall_view
        feature_use=feature~use feature_use=feature-use paywall_view=paywall~view
        paywall_view=paywall-view login=log~in logout=log~out login=sign~in logout=sign~out
        login=signin logout=signout login=log_in logout=log_out""",
    "order_status": """
        paid=paid paid=succeeded paid=success paid=completed paid=captured paid=settled
        failed=failed failed=failure failed=declined refunded=refunded refunded=refund
        chargeback=chargeback chargeback=charge~back chargeback=charge_back
        chargeback=disputed""",
    "platform": """
        ios=ios ios=iphone ios=ipad ios=ipados android=android android=and android=droid web=web
        web=browser web=www""",
}


def rows(seed: str) -> list[dict[str, str]]:
    """Return the rows of a seed file."""
    with (ROOT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def codes(seed: str) -> dict[str, str]:
    """Return the code of every name in a seed file."""
    return {row["name"]: row["code"] for row in rows(seed)}


def pairs(examples: str, blank: str = "_") -> list[tuple[str, str]]:
    """Split "CODE=some_name ..." into (name, code) pairs."""
    split = (example.split("=", 1) for example in examples.split())
    return [(name.replace(blank, " "), code) for code, name in split]


def look_up_form(name: str) -> str:
    """Return `name` as the pipeline looks it up."""
    return " ".join(name.lower().split())


@pytest.mark.parametrize("seed", ["country_names", "currency_names", "category_names"])
def test_names_are_unique_and_in_look_up_form(seed: str) -> None:
    """A look-up meets every name, and meets it once."""
    keys = [(row.get("category"), row["name"]) for row in rows(seed)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert [name for _, name in keys if name != look_up_form(name)] == []
    missing = {name for _, name in keys} & MISSING_TOKENS
    assert missing == ({"na"} if seed == "country_names" else set())


@pytest.mark.parametrize("seed", ["country_names", "currency_names", "category_names", "own_names"])
def test_files_are_sorted_with_unix_line_ends(seed: str) -> None:
    """A rebuilt seed differs only where a name does."""
    assert b"\r" not in (ROOT / "seeds" / f"{seed}.csv").read_bytes()
    values = [tuple(row.values()) for row in rows(seed)]
    assert values == sorted(values)


@pytest.mark.parametrize(("name", "code"), pairs(COUNTRY_EXAMPLES))
def test_country_examples(name: str, code: str) -> None:
    """Codes, English names and common other names lead to their country."""
    assert codes("country_names").get(name) == code


@pytest.mark.parametrize("name", ["el", "kosovo", "virgin islands", "xk", "eu", "zz", "su", "yu"])
def test_what_is_no_single_country_stays_unknown(name: str) -> None:
    """A name of two countries, or of none in ISO 3166-1, is not guessed at."""
    assert name not in codes("country_names")


def test_every_country_is_known_by_its_codes_and_english_names() -> None:
    """All 249 countries, and no others, are known by every name ISO gives them."""
    pycountry = pytest.importorskip("pycountry", reason=NEEDS_ISO_LISTS)
    known = codes("country_names")
    lost = [
        (country.alpha_2, field)
        for country in pycountry.countries
        for field in ("alpha_2", "alpha_3", "name", "common_name", "official_name")
        if known.get(look_up_form(getattr(country, field, country.alpha_2))) != country.alpha_2
    ]
    assert lost == []
    assert set(known.values()) == {country.alpha_2 for country in pycountry.countries}
    assert len(set(known.values())) == 249


@pytest.mark.parametrize(("name", "code"), pairs(CURRENCY_EXAMPLES))
def test_currency_examples(name: str, code: str) -> None:
    """Codes and symbols lead to their currency."""
    assert codes("currency_names").get(name) == code


def test_every_currency_code_is_a_name_of_itself() -> None:
    """A currency that a symbol stands for is known by its code too."""
    known = codes("currency_names")
    assert [code for code in known.values() if code and known.get(code.lower()) != code] == []


@pytest.mark.parametrize("name", ["xxx", "xts", "₿", "btc", "r", "su", "gbx"])
def test_reserved_and_strange_marks_stay_unknown(name: str) -> None:
    """Only a currency's own mark is known."""
    assert name not in codes("currency_names")


def test_retired_currencies_have_their_last_day() -> None:
    """They are known, and until when; an active one has no end."""
    ends = {row["code"]: row["legal_until"] for row in rows("currency_names")}
    assert [ends[code] for code in ("BGN", "HRK", "SLL", "DEM", "EUR")] == [
        *("2026-01-31", "2023-01-14", "2023-12-31", "2002-05-15", "")
    ]


def test_shared_symbols_are_those_that_the_feed_book_may_give_a_meaning() -> None:
    """Each with the currencies that use it, among them the one that it means alone."""
    shared = {row["name"]: row for row in rows("currency_names") if row["shared_by"]}
    assert all(row["code"] in ["", *row["shared_by"].split()] for row in shared.values())
    known = codes("currency_names")
    sharing = {code for row in shared.values() for code in row["shared_by"].split()}
    assert {known[code.lower()] for code in sharing} == sharing


def test_currency_marks_hold_no_character_of_a_number() -> None:
    """A mark next to an amount is never mistaken for a part of the amount."""
    marks = codes("currency_names").keys() - {"rs.", "kr."}
    assert [mark for mark in marks if any(c.isdigit() or c in "+-.,()" for c in mark)] == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_categories_are_exactly_the_contract(category: str) -> None:
    """Every promised name of a category's values is known, and nothing else."""
    seeded = [row for row in rows("category_names") if row["category"] == category]
    assert {(r["name"], r["value"]) for r in seeded} == set(pairs(CATEGORIES[category], blank="~"))
    signs = {"paid": "1", "failed": "0", "refunded": "-1", "chargeback": "-1"}
    assert all(row["sign"] == signs.get(row["value"], "") for row in seeded)


def test_seeds_are_what_the_script_writes() -> None:
    """Nobody edited a seed by hand or forgot to run the script."""
    pytest.importorskip("pycountry", reason=NEEDS_ISO_LISTS)
    pytest.importorskip("babel", reason=NEEDS_ISO_LISTS)
    command = [sys.executable, ROOT / "scripts" / "build_vocabularies.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

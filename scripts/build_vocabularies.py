"""Write the vocabulary seeds from ISO's lists, Babel's English names and the tables in this file.

Usage: python scripts/build_vocabularies.py [--check]

Needs pycountry and Babel, which only this script uses. A name that every user should have is added
to a table below, then the script is run; one that only your data uses, to seeds/own_names.csv.
"""

import argparse
import csv
import io
import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pycountry
from babel import Locale
from babel.core import get_global

SEEDS = Path(__file__).resolve().parents[1] / "seeds"

Row = tuple[str, ...]

# What the pipeline reads as "no value". The letters NA are Namibia, in a country column only.
MISSING_TOKENS = {"", "null", "none", "nil", "nan", "n/a", "na", "-", "\\n"}


# --- countries -----------------------------------------------------------------------------------

# Names that could be two countries: "congo" is ISO's own short name of CG, "korea" is what OECD and
# IMF call KR. Left unknown on purpose: "virgin islands" (two territories), "kosovo" and "el" (both
# not in ISO 3166-1), names long out of use (persia, zaire) and misspellings.
DECIDED = {"congo": "CG", "korea": "KR"}

# Other names, short forms and native names, split at the semicolons. What SPELLINGS makes of them
# ("uae" of "u.a.e.") needs no entry.
OTHER_COUNTRY_NAMES = {
    "AE": "u.a.e.; emirates; الإمارات; the uae",
    "AG": "antigua; barbuda",
    "AL": "shqipëria",
    "AR": "república argentina",
    "AT": "österreich; oesterreich",
    "AX": "åland; ahvenanmaa",
    "BA": "bosnia; bosnia-herzegovina; bosna i hercegovina",
    "BE": "belgië; belgique; belgien",
    "BG": "българия",
    "BL": "st barth; st barts",
    "BN": "negara brunei darussalam; nation of brunei",
    "BQ": "bonaire; sint eustatius; saba; bes islands",
    "BR": "brasil",
    "BY": "belorussia; беларусь",
    "CC": "cocos islands; keeling islands; cocos (keeling) islands (the)",
    "CD": "d.r.c.; d.r. congo; dem. rep. congo; congo, dr; congo, drc; congo, dem. rep.; "
    "congo-kinshasa; congo (kinshasa); rd congo; république démocratique du congo; the drc; "
    "the dr congo",
    "CF": "centrafrique",
    "CG": "congo-brazzaville; congo (brazzaville); congo, rep.; congo, republic of the; "
    "république du congo",
    "CH": "schweiz; die schweiz; suisse; svizzera",
    "CI": "ivory coast; côte d'ivoire (ivory coast)",
    "CM": "cameroun",
    "CN": "mainland china; p.r. china; p.r.c.; china, people's republic of; china (mainland); "
    "中国; 中國",
    "CU": "república de cuba",
    "CY": "kypros",
    "CZ": "czech rep.; česko; česká republika",
    "DE": "deutschland; bundesrepublik deutschland; brd",
    "DK": "danmark",
    "DO": "dominican rep.; república dominicana",
    "DZ": "algérie",
    "EE": "eesti",
    "EG": "egypt, arab rep.; مصر",
    "ES": "españa",
    "FI": "suomi",
    "FJ": "fiji islands",
    "FK": "falklands; falkland islands (islas malvinas); falkland islands (the) [malvinas]; "
    "malvinas; islas malvinas",
    "FM": "micronesia, fed. sts.",
    "FO": "faeroe islands; faroes; føroyar",
    "FR": "république française; metropolitan france",
    "GB": "u.k.; great britain; britain; england; scotland; wales; northern ireland; "
    "united kingdom (uk); uk (great britain); u.k; the u.k.; "
    "united kingdom of great britain and northern ireland (the)",
    "GE": "sakartvelo; საქართველო",
    "GF": "guyane; guyane française",
    "GG": "alderney; sark",
    "GQ": "guinea ecuatorial",
    "GR": "hellas; ellada; ελλάδα; ελλαδα",
    "GS": "south georgia",
    "HK": "hongkong; hong kong, china; hong kong sar, china; hong kong s.a.r.; "
    "china, hong kong special administrative region; 香港",
    "HM": "heard island",
    "HR": "hrvatska",
    "HU": "magyarország",
    "IE": "ireland, republic of; éire; southern ireland; irish republic",
    "IL": "ישראל",
    "IM": "man, isle of",
    "IN": "bharat; भारत",
    "IO": "chagos islands; chagos archipelago; diego garcia",
    "IR": "iran, islamic rep.",
    "IT": "italia; repubblica italiana",
    "JP": "nippon; nihon; 日本",
    "KG": "kirghizia; kirgizstan",
    "KN": "st. kitts; nevis; st. christopher and nevis",
    "KP": "d.p.r.k.; korea, north; korea, dem. people's rep.",
    "KR": "rok; korea, south; korea, rep.; s. korea; 대한민국; 한국",
    "KY": "caymans",
    "LA": "lao p.d.r.",
    "LT": "lietuva",
    "LU": "luxemburg; lëtzebuerg",
    "LV": "latvija",
    "LY": "libyan arab jamahiriya; state of libya",
    "MA": "maroc",
    "MD": "moldavia",
    "ME": "crna gora",
    "MF": "collectivity of saint martin; saint-martin",
    "MK": "macedonia; republic of macedonia; fyr macedonia; f.y.r.o.m.; "
    "macedonia, the former yugoslav republic of; severna makedonija",
    "MM": "burma; union of myanmar; republic of the union of myanmar; myanmar/burma; "
    "burma (myanmar)",
    "MO": "macau; macao sar; macau sar; macau sar china; macao, china; macao sar, china; "
    "macau, china; china, macao special administrative region; 澳門",
    "MP": "northern marianas; cnmi",
    "MV": "maldive islands",
    "MX": "méxico; mejico; estados unidos mexicanos",
    "NC": "nouvelle-calédonie",
    "NL": "holland; nederland; netherlands, kingdom of the",
    "NO": "norge; noreg",
    "NZ": "aotearoa; aotearoa new zealand; n.z.",
    "PA": "panamá",
    "PE": "perú",
    "PF": "polynésie française",
    "PH": "pilipinas",
    "PL": "polska",
    "PM": "saint-pierre-et-miquelon",
    "PN": "pitcairn island",
    "PR": "porto rico; commonwealth of puerto rico; puerto rico (us)",
    "PS": "palestine; palestinian territory; palestinian territory, occupied; west bank; gaza; "
    "gaza strip; west bank and gaza",
    "PT": "república portuguesa",
    "PY": "república del paraguay",
    "RE": "la réunion; reunion island",
    "RO": "românia",
    "RS": "srbija; србија",
    "RU": "rossiya; россия; russian fed.",
    "RW": "republic of rwanda",
    "SA": "k.s.a.; saudi; السعودية",
    "SE": "sverige",
    "SH": "ascension; ascension island; tristan da cunha",
    "SI": "slovenija",
    "SJ": "svalbard; jan mayen; spitsbergen; svalbard and jan mayen islands",
    "SK": "slovensko",
    "SN": "sénégal",
    "ST": "são tomé; são tomé e príncipe",
    "SV": "república de el salvador",
    "SX": "st. maarten; sint-maarten",
    "SZ": "swaziland; kingdom of swaziland",
    "TC": "turks and caicos",
    "TD": "tchad",
    "TF": "french southern and antarctic lands; french southern and antarctic territories",
    "TH": "prathet thai; ไทย; ประเทศไทย",
    "TL": "east timor; timor-leste (east timor)",
    "TN": "tunisie",
    "TR": "turkey; republic of turkey",
    "TT": "trinidad; tobago; trinidad-tobago",
    "TW": "taiwan (province of china); taiwan, r.o.c.; taiwan, republic of china; "
    "republic of china (taiwan); chinese taipei; 台灣; 臺灣; 台湾",
    "UA": "ukraina; україна; украина",
    "UM": "us minor outlying islands",
    "US": "u.s.; u.s.a.; america; united states (us); united states of america (usa); "
    "united states of america (the); estados unidos; états-unis; u.s; u.s.a; the u.s.; the u.s.a.",
    "UZ": "o'zbekiston",
    "VA": "vatican; vatican city state; holy see; state of vatican city; vaticano; "
    "holy see (vatican city)",
    "VC": "saint vincent",
    "VE": "venezuela, rb",
    "VG": "b.v.i.; virgin islands, uk",
    "VI": "u.s.v.i.; united states virgin islands",
    "VN": "việt nam",
    "WF": "wallis-et-futuna; wallis and futuna islands",
    "WS": "western samoa",
    "YE": "yemen, rep.",
    "ZA": "r.s.a.; suid-afrika",
}

# Names used with an article: "the X", and also "X, the" and "X (the)" where X is short.
TAKES_ARTICLE = re.compile(
    r"bahamas|british indian ocean territory|comoros|congo|falklands|gambia|holy see|isle of man"
    r"|ivory coast|lebanon|maldives|netherlands|niger|philippines|seychelles|sudan|ukraine|vatican"
    r"|.*\b(commonwealth|confederation|emirates|federation|islands|kingdom|principality|republic"
    r"|state of|states|sultanate|territories)\b.*"
)

# Other spellings of a part of a name. Each line works on what the lines above it gave.
SPELLINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(?:saint|st\.?)(?= )", ("saint", "st.", "st")),
    (r" (?:and|&) ", (" and ", " & ")),
    (r"\b(of|and|&) the\b", (r"\1",)),
    (r"['\u2019]", ("'", "\u2019", "")),
    (r"\.", ("",)),
    (r",", ("",)),
    (r"-", (" ",)),
)


def look_up_form(name: str) -> str:
    """Return `name` as the pipeline looks it up: trimmed, lower case, inner white space folded."""
    return " ".join(name.lower().split())


def ascii_form(name: str) -> str:
    """Return `name` without accents, or unchanged if that leaves other than ASCII letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain if plain.replace("\u2019", "'").isascii() else name


def reordered(name: str) -> set[str]:
    """Turn the register form "korea, republic of" into the forms people write."""
    head, comma, tail = name.partition(", ")
    tail = tail.removeprefix("the ")
    if comma and tail.endswith((" of", " of the")):
        return {f"{head}, {tail}", f"{tail} {head}", f"{head} ({tail})", f"{head} (the {tail})"}
    if comma and " " not in tail:
        return {f"{tail} {head}", f"{head} ({tail})"}
    return set()


def with_article(name: str) -> set[str]:
    """Return the forms of `name` with its article, or nothing if it takes none."""
    if re.search(r"[,(]|^the ", name) or not TAKES_ARTICLE.fullmatch(name):
        return set()
    return {f"the {name}"} if " of " in name else {f"the {name}", f"{name}, the", f"{name} (the)"}


def spellings(name: str) -> set[str]:
    """Return every spelling of one country name that the look-up should know."""
    forms = {look_up_form(name)}
    forms |= {other for form in forms for other in reordered(form)}
    forms |= {other for form in forms for other in with_article(form)}
    for pattern, replacements in SPELLINGS:
        forms |= {re.sub(pattern, to, form) for form in forms for to in replacements}
    forms |= {ascii_form(form) for form in forms}
    return {look_up_form(form) for form in forms}


def country_sources() -> Iterable[tuple[str, str]]:
    """Yield (name, alpha-2 code) from ISO 3166-1, Babel's English names and this file."""
    english = Locale("en").territories
    for country in pycountry.countries:
        code = country.alpha_2
        iso_names = (getattr(country, field, "") for field in ("common_name", "official_name"))
        other_names = OTHER_COUNTRY_NAMES.get(code, "").split(";")
        for name in (code, country.alpha_3, country.name, *iso_names, english[code], *other_names):
            if name.strip():
                yield name, code


def country_rows() -> list[Row]:
    """Return (name, code) for every country; a name that two countries claim is an error."""
    claims: dict[str, set[str]] = {}
    for name, code in country_sources():
        for spelling in spellings(name):
            claims.setdefault(spelling, set()).add(code)
    claims |= {name: {code} for name, code in DECIDED.items()}
    conflicts = {name: sorted(codes) for name, codes in claims.items() if len(codes) > 1}
    unknown = OTHER_COUNTRY_NAMES.keys() - {code for codes in claims.values() for code in codes}
    if conflicts or unknown:
        raise SystemExit(f"Decide these names: {conflicts}; not countries: {sorted(unknown)}")
    return [(name, code) for name, (code,) in claims.items()]


# --- currencies ----------------------------------------------------------------------------------

# The last day on which a currency was legal tender comes from CLDR, as Babel has it ("to" of its
# territories' currencies). What it has otherwise, or doesn't know yet: (last day, reason). The list
# of pycountry 26.2.16 agrees with ISO 4217 up to amendment 180, the latest known when this was
# written; a currency that is there and ended here is a retired one.
RETIRED_CURRENCIES = {
    "ANG": ("2025-06-30", "Curaçao and Sint Maarten: XCG is the only legal tender"),
    "BGN": ("2026-01-31", "Bulgaria joined the euro, and both were legal tender for a month"),
    "CUC": ("2021-06-30", "Cuba withdrew the convertible peso"),
    "HRK": ("2023-01-14", "Croatia joined the euro, and both were legal tender for two weeks"),
    "SLL": ("2023-12-31", "Sierra Leone: SLE, 1 for 1,000"),
    "ZWL": ("2024-08-31", "Zimbabwe: ZWG"),
}
FIRST_RETIREMENT = date(1999, 1, 1)  # what ended before is in nobody's files
ADDED_CURRENCIES = {
    "SLE": ("2022-04", "Sierra Leone, after SLL"),
    "XAD": ("2025-05", "Arab Monetary Fund, unit of account"),
    "XCG": ("2025-03", "Curaçao and Sint Maarten, after ANG"),
    "ZWG": ("2024-06", "Zimbabwe, after ZWL"),
}

# For tests and for "no currency": never the currency of an order.
NOT_CURRENCIES = {"XTS", "XXX"}

# What several currencies are written with: it contradicts none of them. Alone it is the first one's
# or, where that is empty, none's, unless `symbols` of the feed book says otherwise.
SHARED_SYMBOLS = {
    "$ \uff04": (
        "USD",
        "ARS AUD BBD BMD BND BRL BSD BZD CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD LRD MOP MXN"
        " NAD NZD SBD SGD SRD TTD TWD USD UYU XCD",
    ),
    "¥ ￥": ("JPY", "CNY JPY"),
    "£ ￡": ("GBP", "EGP FKP GBP GIP LBP SDG SHP SSP SYP"),
    "kr kr.": ("", "DKK ISK NOK SEK"),
    "rs rs. ₨": ("", "INR LKR MUR NPR PKR SCR"),
}

# Left out as the mark of several currencies: fr, ﷼, ƒ, 元, лв, lei, fcfa, dh, b$ and any single
# letter. Left out as no ISO currency: ₿. A mark stands next to a number, so none may hold a
# digit, a sign, a comma, a point or a parenthesis (hence no "fr." and no "b/."):
# amount_mark() knows the points of "rs." and "kr.".
CURRENCY_SYMBOLS = {
    "AFN": "؋",
    "AMD": "֏",
    "AZN": "₼",
    "BDT": "৳",
    "CHF": "sfr",
    "CNY": "cn¥ cn￥ rmb",
    "CRC": "₡",
    "CZK": "kč kc",
    "EGP": "e£",
    "EUR": "€",
    "GBP": "gb£",
    "GEL": "₾",
    "GHS": "₵ gh₵",
    "HUF": "ft",
    "IDR": "rp",
    "ILS": "₪ nis",
    "INR": "₹",
    "JPY": "jp¥ jp￥",
    "KES": "ksh",
    "KGS": "⃀",
    "KHR": "៛",
    "KRW": "₩ ￦",
    "KZT": "₸",
    "LAK": "₭",
    "MNT": "₮",
    "MYR": "rm",
    "NGN": "₦",
    "PEN": "s/",
    "PHP": "₱",
    "PLN": "zł zl",
    "PYG": "₲",
    "RUB": "₽",
    "SAR": "⃁",
    "THB": "฿",
    "TRY": "₺ tl",
    "UAH": "₴",
    "USD": "u$s",
    "VND": "₫",
}

# Letters before a dollar sign, with or without a blank: "us$", "us $".
DOLLARS = {
    "ARS": "ar",
    "AUD": "a au",
    "BBD": "bds",
    "BRL": "r",
    "BZD": "bz",
    "CAD": "c ca can",
    "CLP": "cl clp",
    "COP": "co col",
    "DOP": "rd",
    "FJD": "fj",
    "GYD": "gy",
    "HKD": "hk",
    "JMD": "j",
    "KYD": "ci",
    "MOP": "mop",
    "MXN": "mx mex",
    "NAD": "n",
    "NZD": "nz",
    "SGD": "s sg",
    "TTD": "tt",
    "TWD": "nt tw",
    "USD": "us",
    "XCD": "ec",
}

# Also written after the sign, as in "$US" and "$ CA".
TRAILING_LETTERS = ("us", "ca", "au", "nz", "hk", "sg")


def dollar_marks(letters: str) -> set[str]:
    """Return the ways to write the dollar of `letters`."""
    marks = {f"{letters}$", f"{letters} $"}
    return marks | {f"${letters}", f"$ {letters}"} if letters in TRAILING_LETTERS else marks


CURRENCY_COLUMNS = ("name", "code", "shared_by", "legal_until")


def active_currencies() -> set[str]:
    """Return the codes of ISO 4217 that are active."""
    listed = {currency.alpha_3 for currency in pycountry.currencies}
    return (listed | ADDED_CURRENCIES.keys()) - RETIRED_CURRENCIES.keys() - NOT_CURRENCIES


def retired_currencies() -> dict[str, str]:
    """Return the last day of every code that was legal tender within living memory."""
    last: dict[str, date] = {}
    for currencies in get_global("territory_currencies").values():
        for code, _, until, is_tender in currencies:
            if is_tender:
                ended = date(*until) if until else date.max
                last[code] = max(ended, last.get(code, date.min))
    found = {code: str(day) for code, day in last.items() if FIRST_RETIREMENT <= day < date.max}
    found |= {code: day for code, (day, _) in RETIRED_CURRENCIES.items()}
    return {code: day for code, day in found.items() if code not in active_currencies()}


def beside(symbol: str, code: str) -> set[Row]:
    """Return the rows of a symbol with the code of its currency on the same side of an amount."""
    one = code.lower()
    names = {f"{one} {symbol}", f"{symbol} {one}"}
    if not symbol[0].isalpha():
        names |= {f"{one}{symbol}", f"{symbol}{one}"}
    return {(name, code, "", "") for name in names} if "." not in symbol else set()


def shared_rows() -> set[Row]:
    """Return the rows of symbols that several currencies share, alone and beside each code."""
    rows: set[Row] = set()
    for symbols, (code, sharing) in SHARED_SYMBOLS.items():
        for symbol in symbols.split():
            rows.add((symbol, code, sharing, ""))
            rows = rows.union(*(beside(symbol, other) for other in sharing.split()))
    return rows


def currency_rows() -> list[Row]:
    """Return (name, code, shared_by, legal_until); a mark of two currencies is an error."""
    codes, retired = active_currencies(), retired_currencies()
    rows = {(code.lower(), code, "", "") for code in codes}
    rows |= {(code.lower(), code, "", until) for code, until in retired.items()}
    for code, marks in CURRENCY_SYMBOLS.items():
        rows |= {(mark, code, "", "") for mark in marks.split()}
        rows = rows.union(*(beside(mark, code) for mark in marks.split()))
    for code, all_letters in DOLLARS.items():
        for letters in all_letters.split():
            rows |= {(mark, code, "", "") for mark in dollar_marks(letters)}
    rows |= shared_rows()
    unknown = {row[1] for row in rows} - codes - retired.keys() - {""}
    names = [row[0] for row in rows]
    conflicts = {name for name in names if names.count(name) > 1}
    if conflicts or unknown:
        raise SystemExit(f"Marks of two currencies: {conflicts}; not active: {sorted(unknown)}")
    return list(rows)


# --- categories ----------------------------------------------------------------------------------

# Per category, each canonical value and the other names it is known by, split at the semicolons.
CATEGORIES = {
    "customer_status": {
        "active": "actve; actv",
        "inactive": "inactve; in-active; in_active",
        "banned": "baned",
    },
    "event_type": {
        "login": "log in; log_in; sign in; signin",
        "logout": "log out; log_out; sign out; signout",
        "feature_use": "feature use; feature-use",
        "error": "",
        "paywall_view": "paywall view; paywall-view",
    },
    "order_status": {
        "paid": "succeeded; success; completed; captured; settled",
        "failed": "failure; declined",
        "refunded": "refund",
        "chargeback": "charge back; charge_back; disputed",
    },
    "platform": {
        "ios": "iphone; ipad; ipados",
        "android": "and; droid",
        "web": "browser; www",
    },
}


# How the amount of an order counts that has a status.
SIGNS = {"paid": "1", "failed": "0", "refunded": "-1", "chargeback": "-1"}


def category_rows() -> list[Row]:
    """Return (category, name, value, sign) for every known name of a category's values."""
    return [
        (category, name.strip(), value, SIGNS[value] if category == "order_status" else "")
        for category, values in CATEGORIES.items()
        for value, names in values.items()
        for name in (value, *filter(None, names.split(";")))
    ]


# --- files ---------------------------------------------------------------------------------------


def checked(rows: list[Row], name_at: int, allowed: Iterable[str] = ()) -> list[Row]:
    """Return the rows sorted, after making sure that every name can be met in a look-up."""
    for row in rows:
        name = row[name_at]
        if name != look_up_form(name) or name in MISSING_TOKENS.difference(allowed):
            raise SystemExit(f"Not a name in look-up form: {row}")
    keys = [row[: name_at + 1] for row in rows]
    if len(set(keys)) < len(keys):
        raise SystemExit(f"Given twice: {sorted(key for key in set(keys) if keys.count(key) > 1)}")
    return sorted(rows)


def as_csv(header: Row, rows: list[Row]) -> bytes:
    """Return the text of a seed file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def build_seeds() -> dict[Path, bytes]:
    """Return the content of every vocabulary seed by its path."""
    countries = checked(country_rows(), name_at=0, allowed={"na"})
    currencies = checked(currency_rows(), name_at=0)
    categories = checked(category_rows(), name_at=1)
    return {
        SEEDS / "country_names.csv": as_csv(("name", "code"), countries),
        SEEDS / "currency_names.csv": as_csv(CURRENCY_COLUMNS, currencies),
        SEEDS / "category_names.csv": as_csv(("category", "name", "value", "sign"), categories),
    }


def main() -> int:
    """Write the seeds, or with --check name those that differ from what would be written."""
    parser = argparse.ArgumentParser(description="Write the vocabulary seeds.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if one differs")
    check = parser.parse_args().check
    exit_code = 0
    for path, content in build_seeds().items():
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            print(f"{path.name} differs from what the script writes", file=sys.stderr)
            exit_code = 1
    return exit_code


if __name__ == "__main__":
    sys.exit(main())

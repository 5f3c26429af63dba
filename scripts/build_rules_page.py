"""Write docs/RULES.md and the docs site's rule pages from the rule book and docs/rules_notes.yml.

Usage: python scripts/build_rules_page.py [--check]
"""

import argparse
import re
import sys

import yaml

from sluice.books import feeds
from sluice.rule_book import Rule, rule_book
from sluice.settings import ROOT

NOTES = ROOT / "docs" / "rules_notes.yml"
PAGE = ROOT / "docs" / "RULES.md"
SITE_BLOCK = ROOT / "models" / "marts" / "_rule_book.md"

Note = dict[str, str]

INTRODUCTION = """\
# The rules

<!-- Written by scripts/build_rules_page.py from the rule book and docs/rules_notes.yml. -->

Every line of a raw file is checked against every rule of its feed. A rule that **rejects** sends
the line to quarantine, a rule that **warns** keeps it and adds its name to `warnings`. A line
carries the name of every rule it breaks, in the order of this page. Only the first three rules
stand alone: of a line that can't be read, or is no data, nothing else can be known.

Conditions are SQL over one parsed line. `<column>_value` is the received text without white space
around it, NULL when it is missing; `<column>` is what was understood, NULL when that was nothing.
NULL breaks no rule. Days are counted from 00:00 UTC of the folder's date. Limits are variables in
dbt_project.yml. A feed's `severities` in the feed book turn a rule that rejects into one that
warns, or back, and so does a variable, for all feeds or for one:

    rule_severities: {customer_id_orphan: warn, customers.status_unknown: reject}
"""


class Variable(str):
    """A variable's name where its value would be, so that the page holds whatever it is set to."""

    def __neg__(self) -> "Variable":
        """Keep the sign of `-setting('late_days')`."""
        return Variable(f"-{self}")


def main() -> int:
    """Write the page, or with --check tell whether it is what would be written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only tell if the page is up to date")
    check_only = parser.parse_args().check
    try:
        page = rules_page(rule_book(Variable), yaml.safe_load(NOTES.read_text(encoding="utf-8")))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in {PAGE: page, SITE_BLOCK: site_block(page)}.items():
        if not check_only:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            name = path.relative_to(ROOT)
            print(f"{name} is out of date: python scripts/build_rules_page.py", file=sys.stderr)
            return 1
    return 0


def rules_page(rules: list[Rule], notes: dict[str, Note]) -> str:
    """Return the page: how to read it, the rules of each feed, then each rule."""
    unused = set(notes) - {key for rule in rules for key in note_keys(rule)}
    if unused:
        raise ValueError(f"Notes on no rule: {', '.join(sorted(unused))}")
    sections = [section(rule, note(rule, notes), rules) for rule in rules]
    return "\n".join([INTRODUCTION, *contents(rules), *sections])


def site_block(page: str) -> str:
    """Return the same as a docs block. The docs site can't link within a page."""
    text = page.partition("-->\n\n")[2]
    text = re.sub(r"\[(\w+)\]\(#[^)]*\)", r"\1", text).replace("\n## ", "\n### ")
    return f"{{% docs rule_book %}}\n{text}{{% enddocs %}}\n"


def contents(rules: list[Rule]) -> list[str]:
    """Return a table of contents per feed and severity."""
    lines = ["| feed | rejects | warns |", "| --- | --- | --- |"]
    for feed in feeds():
        cells = [
            ", ".join(
                f"[{rule['name']}](#{anchor(title(rule, rules))})"
                for rule in rules
                if feed in rule.get("feeds", feeds()) and rule["severity"] == severity
            )
            for severity in ("reject", "warn")
        ]
        lines.append(f"| {feed} | {cells[0]} | {cells[1]} |")
    return [*lines, ""]


def section(rule: Rule, words: Note, rules: list[Rule]) -> str:
    """Return a rule's section, always of the same shape."""
    verb = "Rejects" if rule["severity"] == "reject" else "Warns"
    fixed = (
        " Can't be made a warning: the row lacks what a clean row needs." if "fixed" in rule else ""
    )
    return f"""\
## {title(rule, rules)}

{rule["description"]}

**{verb}** {", ".join(rule.get("feeds", feeds()))}.{fixed}

- **Broken when:** `{rule["when"]}`
- **For example:** {words["example"].strip()}
- **Why:** {words["why"].strip()}
- **How to mend:** {words["mend"].strip()}
"""


def title(rule: Rule, rules: list[Rule]) -> str:
    """Return the rule's name, with its feeds where another rule has the same name."""
    names = [other["name"] for other in rules]
    of_feeds = (
        f" ({', '.join(rule.get('feeds', feeds()))})" if names.count(rule["name"]) > 1 else ""
    )
    return f"{rule['name']}{of_feeds}"


def anchor(heading: str) -> str:
    """Return what GitHub makes of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def note(rule: Rule, notes: dict[str, Note]) -> Note:
    """Return the rule's note, the one for its feed first."""
    for key in note_keys(rule):
        if key in notes:
            missing = {"example", "why", "mend"} - set(notes[key])
            if missing:
                raise ValueError(f"The note on {key} lacks: {', '.join(sorted(missing))}")
            return notes[key]
    raise ValueError(f"docs/rules_notes.yml has no note on {note_keys(rule)[-1]}")


def note_keys(rule: Rule) -> list[str]:
    """Return the keys a rule's note may have."""
    return [f"{feed}.{rule['name']}" for feed in rule.get("feeds", feeds())] + [str(rule["name"])]


if __name__ == "__main__":
    sys.exit(main())

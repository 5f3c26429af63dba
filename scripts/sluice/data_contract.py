"""A feed's data contract as the Open Data Contract Standard has it: its files and its clean table.

Nothing is said here: what comes and how it is read is the feed book's, the rules are the rule
book's, columns and their descriptions are those of dbt's own contracts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sluice import rule_book
from sluice.books import feed_book
from sluice.warehouse.layout import RELEASE

STANDARD = "v3.2.0"
SHAPE = ("columns", "dimensions", "distributions")  # words of a feed that are said in other places
LOGICAL = {
    **{"date": "date", "timestamp": "timestamp", "boolean": "boolean", "bigint": "integer"},
    **{"double": "number", "decimal": "number", "varchar": "string"},
}  # by dbt's type without its size; a list is an array
SEVERITIES = {"reject": "error", "warn": "warning"}
DIMENSIONS = {
    "accuracy": "negative|too_long|too_large|ambiguous|zero",
    "completeness": "missing",
    "conformity": "malformed|repeated|invalid|unknown",
    "consistency": "conflict|mismatch|orphan",
    "timeliness": "late|in_future",
    "uniqueness": "duplicate",
}  # by how the names of rules end
Column = Mapping[str, Any]


def contract(feed: str, models: Mapping[str, Any]) -> dict[str, Any]:
    """The contract of a feed; `models` are dbt's by name, with columns and descriptions."""
    clean, quarantine = models[f"clean_{feed}"], models[f"quarantine_{feed}"]
    return {
        "apiVersion": STANDARD,
        "kind": "DataContract",
        "id": f"sluice-{feed}",
        "name": feed,
        "version": RELEASE,
        "status": "active",
        "description": {
            "purpose": plain(clean.description),
            "limitations": "A line that breaks a rule of severity error is not in"
            f" {clean.schema}.{clean.name} but, with its reasons, in"
            f" {quarantine.schema}.{quarantine.name}; one that breaks a rule of severity warning"
            " is, and names it in `warnings`.",
        },
        "schema": [received(feed, clean), cleaned(feed, clean)],
    }


def received(feed: str, clean: Any) -> dict[str, Any]:
    """What the sender delivers: files of text, and the rules that each line is held to."""
    entry, rules = feed_book()[feed], rule_book.rules(feed)
    refused = {rule["when"] for rule in rules if rule["severity"] == "reject"}
    settings = {name: value for name, value in entry.items() if name not in SHAPE}
    return {
        "name": f"{feed}_raw",
        "physicalName": f"ingest_date=YYYY-MM-DD/{feed}_raw.csv",
        "physicalType": "file",
        "logicalType": "object",
        "description": "CSV with a header, plain or as .csv.gz, at most one of either per date."
        " Columns may stand in any order.",
        "properties": [
            {
                "name": name,
                "physicalType": "text",
                "logicalType": "string",
                "required": not refused.isdisjoint({f"{name} is null", f"{name}_value is null"}),
                "description": read_as(name, column, clean),
            }
            for name, column in entry["columns"].items()
        ],
        "quality": [check(rule) for rule in rules],
        "customProperties": [
            {"property": camel_case(name), "value": value, "vendor": "sluice"}
            for name, value in settings.items()
        ],
    }


def read_as(name: str, column: Column, clean: Any) -> str:
    """What a column of the file is, and what it becomes in the clean table."""
    kind = column.get("category") or column["kind"]
    found = clean.columns.get(name) or clean.columns.get(f"{name}_utc")
    words = f" {plain(found.description)}" if found and column["kind"] != "partition" else ""
    absent = "" if column.get("required", True) else " The header may leave it out."
    return f"Read as {kind.replace('_', ' ')}.{words}{absent}"


def check(rule: rule_book.Rule) -> dict[str, Any]:
    """A rule as a check of quality, in words: its SQL sees what was read of a line."""
    found = {
        "name": rule["name"],
        "type": "text",
        "description": rule["description"],
        "severity": SEVERITIES[rule["severity"]],
    }
    dimension = dimension_of(rule["name"])
    return found | ({"dimension": dimension} if dimension else {})


def dimension_of(rule: str) -> str | None:
    """The dimension of quality that a rule is about."""
    for dimension, ends in DIMENSIONS.items():
        if re.search(f"_({ends})$", rule):
            return dimension
    return None


def cleaned(feed: str, clean: Any) -> dict[str, Any]:
    """The clean table, as its model promises it."""
    key = ["ingest_date", *feed_book()[feed]["key"]]
    columns = clean.columns.values()
    return {
        "name": clean.name,
        "physicalName": f"{clean.schema}.{clean.name}",
        "physicalType": "table",
        "logicalType": "object",
        "description": plain(clean.description),
        "properties": [promised(column, key, feed) for column in columns],
        "quality": [
            {
                "name": "clean_keys_are_unique",
                "type": "library",
                "metric": "duplicateValues",
                "arguments": {"properties": key},
                "mustBe": 0,
                "severity": "error",
                "dimension": "uniqueness",
            }
        ],
    }


def promised(column: Any, key: list[str], feed: str) -> dict[str, Any]:
    """A column of the clean table."""
    kind = str(column.data_type)
    is_list = kind.endswith("[]")
    found = {
        "name": column.name,
        "physicalType": kind,
        "logicalType": "array" if is_list else LOGICAL[kind.partition("(")[0]],
        "required": any(rule.type == "not_null" for rule in column.constraints),
        "description": plain(column.description),
    }
    if is_list:
        items = kind.removesuffix("[]")
        found["items"] = {"physicalType": items, "logicalType": LOGICAL[items]}
    if column.name in key:
        found |= {"primaryKey": True, "primaryKeyPosition": key.index(column.name) + 1}
    if column.name == "ingest_date":
        found |= {"partitioned": True, "partitionKeyPosition": 1}
    named = feed_book()[feed]["columns"].get(column.name, {})
    if named.get("kind") == "reference":
        other = named["feed"]
        found["relationships"] = [{"to": f"clean_{other}.{feed_book()[other]['id']}"}]
    return found


def camel_case(name: str) -> str:
    """A word of the feed book as the standard spells names."""
    first, *others = name.split("_")
    return "".join([first, *map(str.capitalize, others)])


def plain(text: str) -> str:
    """A description in one line."""
    return " ".join(text.split())

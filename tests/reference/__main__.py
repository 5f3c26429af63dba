"""Writes the reports of every partition: python -m tests.reference RAW OUT_DIR."""

import argparse
import json
from pathlib import Path

from tests.reference import build


def main() -> None:
    """Builds the whole history and writes both reports of each date."""
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("raw", type=Path, metavar="RAW")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    arguments = parser.parse_args()
    result = build(arguments.raw)
    for day in result.days:
        folder = arguments.out / f"ingest_date={day}"
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / "validation_report.json", result.validation_report(day))
        write(folder / "alerts.json", result.alerts(day))
        print(f"{day}: {folder}")


def write(path: Path, report: dict) -> None:
    """Writes one report as JSON with sorted keys."""
    text = json.dumps(report, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

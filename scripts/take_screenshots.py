#!/usr/bin/env python3
"""Takes the pictures of the README, of generated days whose last one is a partial load.

    python scripts/take_screenshots.py

Needs Chromium and its driver (Debian: chromium, chromium-driver). For whoever changes the pages.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs"
DAYS = ["--start", "2025-11-02", "--end", "2025-12-10", "--events", "1500"]
LAST = "2025-12-10"
FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--hide-scrollbars",
]
# name: page, width, height, colours, and the part that is scrolled to
SHOTS = {
    "page_light.png": ("index.html", 1180, 1150, "light", None),
    "page_hours.png": ("index.html", 1180, 720, "light", "hours"),
    "page_reasons.png": ("index.html", 1180, 1200, "light", "reasons"),
    "page_volume.png": ("index.html", 1180, 1300, "light", "volume"),
    "page_dark.png": ("index.html", 1180, 1150, "dark", None),
    "page_phone.png": ("index.html", 390, 1250, "light", None),
    "page_date.png": (f"ingest_date={LAST}/index.html", 1180, 1100, "light", None),
}


def main() -> int:
    """Builds the days and takes every picture."""
    formatter = argparse.RawDescriptionHelpFormatter
    argparse.ArgumentParser(description=__doc__, formatter_class=formatter).parse_args()
    with TemporaryDirectory() as folder, TemporaryDirectory() as profile:
        reports = build(Path(folder))
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in [*FLAGS, f"--user-data-dir={profile}"]:
            options.add_argument(flag)
        with webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver"))) as it:
            for name, shot in SHOTS.items():
                take(it, reports, PICTURES / name, *shot)
    return 0


def build(folder: Path) -> Path:
    """Generates and builds the days; returns where their reports are."""
    raw, reports = folder / "raw", folder / "reports"
    places = ["--warehouse", folder / "warehouse.duckdb", "--reports-dir", reports]
    generate = ["generate", *DAYS, "--partial-load-every", "13", "--truth", "none"]
    environment = os.environ | {"DBT_TARGET_PATH": str(folder), "DBT_LOG_PATH": str(folder)}
    for command in (
        [*generate, "--out", raw],
        ["run", "--raw-dir", raw, *places, "--quiet"],
    ):
        words = [sys.executable, "-m", "sluice.cli", *map(str, command)]
        subprocess.run(words, check=True, env=environment)
    return reports


def take(
    browser: webdriver.Chrome,
    reports: Path,
    picture: Path,
    page: str,
    width: int,
    height: int,
    scheme: str,
    part: str | None,
) -> None:
    """Opens a page and takes a picture of it."""
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    colours = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", colours)
    browser.get("about:blank")
    browser.get((reports / page).as_uri())
    time.sleep(1)  # charts are drawn once their places have a width
    if part:
        browser.execute_script(f"document.getElementById('{part}').scrollIntoView()")
        time.sleep(0.5)
    browser.save_screenshot(str(picture))
    print(f"{picture.name}: {picture.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())

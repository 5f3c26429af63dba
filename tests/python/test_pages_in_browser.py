"""The pages in a real browser: drawn, operable, and inert where a line is hostile.

Skipped where Chromium and its driver are not installed (Debian: chromium, chromium-driver).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from conftest import Workspace
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait
from test_pages import shown_in

from sluice.report.pages.html import page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no Chromium here: apt-get install chromium chromium-driver"
)

FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--window-size=1200,900"),
]
AXE = Path(axe_core_python.__file__).with_name("axe.min.js")
DAYS = ["2025-12-10", "2025-12-11", "2025-12-12", "2025-12-13"]
HOSTILE_DAY = "2025-12-14"
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
HOURLY = 2  # feeds that have hours: events and orders
CHARTS = {"quality": 1, "hours": HOURLY, "reasons": 1, "volume": 3, "rates": 4, "values": 6}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser with a new profile."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    profile = tmp_path_factory.mktemp("profile")
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield found
    found.quit()


@pytest.fixture
def overview(browser: webdriver.Chrome, sample_days: Workspace) -> webdriver.Chrome:
    """The page over all dates."""
    return opened(browser, sample_days.reports / "index.html")


@pytest.fixture(scope="module")
def hostile_days(new_workspace: Callable[[], Workspace]) -> Workspace:
    """A day whose first event tries to run a script."""
    found = new_workspace()
    found.put(HOSTILE_DAY, "customers", [f"c1,a@example.com,2025-01-01,DE,active,{HOSTILE_DAY}"])
    found.put(HOSTILE_DAY, "events", [f"e1,c1,{HOSTILE},login,ios,s1,1,{HOSTILE_DAY}"])
    assert found.pipeline("--date", HOSTILE_DAY).code == 0
    return found


def opened(browser: webdriver.Chrome, path: Path) -> webdriver.Chrome:
    """Opens a page as a double click does, in light colours, and waits for its charts."""
    emulate(browser, 1200, "light")
    browser.get("about:blank")
    browser.get(path.as_uri())
    return drawn(browser)


def drawn(browser: webdriver.Chrome) -> webdriver.Chrome:
    """Waits until every chart is there."""
    script = "return [...document.querySelectorAll('.chart')].every((chart) => chart.firstChild)"
    WebDriverWait(browser, 10).until(lambda found: found.execute_script(script))
    return browser


def emulate(browser: webdriver.Chrome, width: int, scheme: str) -> None:
    """Sets the width of the screen and the preferred colours."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": features})


def count(browser: webdriver.Chrome, selector: str) -> int:
    """How many elements there are."""
    return len(browser.find_elements(By.CSS_SELECTOR, selector))


def text(browser: webdriver.Chrome, selector: str) -> str:
    """The visible text of an element."""
    return browser.find_element(By.CSS_SELECTOR, selector).text


def pick(browser: webdriver.Chrome, label: str, value: str) -> None:
    """Chooses an option of a picker."""
    path = f"//label[span='{label}']/select"
    Select(browser.find_element(By.XPATH, path)).select_by_value(value)
    drawn(browser)


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the console says."""
    return [entry["message"] for entry in browser.get_log("browser")]


def test_the_overview_is_drawn_without_a_complaint(overview: webdriver.Chrome) -> None:
    assert {name: count(overview, f"#{name} svg.plot") for name in CHARTS} == CHARTS
    assert complaints(overview) == []


def test_charts_have_a_mark_per_number(overview: webdriver.Chrome) -> None:
    assert count(overview, "#hours .cells rect") == HOURLY * 24 * len(DAYS)
    assert count(overview, "#hours .holes text") == 6
    assert count(overview, "#volume .bars rect") == 2 * 3 * len(DAYS)
    assert count(overview, "#volume .partial text") == 1
    assert count(overview, "#quality .dots circle") == 3 * len(DAYS)


def test_the_latest_date_is_judged_first(overview: webdriver.Chrome) -> None:
    assert text(overview, "h1") == "13 December 2025 is complete"
    states = text(overview, ".states")
    assert "events: complete" in states and "orders: complete" in states
    assert "618 lines received" in states


def test_a_date_can_be_picked(overview: webdriver.Chrome) -> None:
    pick(overview, "Date", "2025-12-12")
    assert text(overview, "h1") == "12 December 2025: events are not complete"
    assert "6 hours without events: 16:00-22:00 UTC" in text(overview, "#hours")
    assert overview.title == "12 Dec: not complete · Sluice"
    assert "only 2 earlier partitions, needs 3" in text(overview, ".states")
    overview.find_element(By.ID, "earlier").click()
    assert text(overview, "h1").startswith("11 December 2025")
    assert overview.switch_to.active_element.get_attribute("id") == "earlier"
    assert complaints(overview) == []
    overview.back()
    WebDriverWait(overview, 5).until(lambda found: text(found, "h1").startswith("12 December"))


def test_a_feed_can_be_picked(overview: webdriver.Chrome) -> None:
    pick(overview, "Feed", "orders")
    assert count(overview, ".states > li") == 1 and count(overview, "#volume svg.plot") == 1
    assert count(overview, "#hours svg.plot") == 1
    assert {
        row.text for row in overview.find_elements(By.CSS_SELECTOR, "#reasons td:nth-child(2)")
    } == {
        "orders",
        "",
    }


def test_fewer_dates_can_be_shown(overview: webdriver.Chrome) -> None:
    shown = overview.find_elements(By.XPATH, "//label[span='Show']/select/option")
    assert [option.text for option in shown] == ["14 dates", "All dates"]


def test_pickers_work_by_keyboard(overview: webdriver.Chrome) -> None:
    picker = overview.find_element(By.XPATH, "//label[span='Date']/select")
    picker.send_keys(Keys.ARROW_DOWN)
    assert text(overview, "h1").startswith("12 December 2025")
    assert overview.switch_to.active_element.tag_name == "select"


def test_a_value_is_told_where_the_mouse_is(overview: webdriver.Chrome) -> None:
    chart = overview.find_element(By.CSS_SELECTOR, "#volume svg.plot")
    overview.execute_script("arguments[0].scrollIntoView({block: 'center'})", chart)
    webdriver.ActionChains(overview).move_to_element(chart).perform()
    tip = "#volume svg.plot [data-part='tip'], #volume svg.plot [aria-label='tip']"
    WebDriverWait(overview, 5).until(lambda found: "received" in text(found, tip))


def test_a_chart_has_its_numbers_as_a_table(overview: webdriver.Chrome) -> None:
    overview.find_element(By.CSS_SELECTOR, "#quality details summary").click()
    WebDriverWait(overview, 5).until(lambda found: count(found, "#quality tbody tr") == len(DAYS))
    assert "13 December 2025" in text(overview, "#quality tbody tr")


def test_every_control_and_chart_has_a_name(overview: webdriver.Chrome) -> None:
    nameless = """
        const found = "select, button, a, svg.plot, figure, section, summary";
        return [...document.querySelectorAll(found)].filter((element) => !(
            element.textContent.trim() || element.ariaLabel || element.labels?.length
        )).length
    """
    assert overview.execute_script(nameless) == 0
    assert count(overview, "svg.plot[role=img][aria-label]") == count(overview, "svg.plot")
    assert count(overview, "h1") == 1


@pytest.mark.parametrize("name", ["index.html", f"ingest_date={DAYS[2]}/index.html"])
def test_axe_finds_nothing(browser: webdriver.Chrome, sample_days: Workspace, name: str) -> None:
    page = opened(browser, sample_days.reports / name)
    page.execute_script("document.querySelectorAll('details').forEach((one) => one.open = true)")
    for width, scheme in ((1200, "light"), (1200, "dark"), (320, "light")):
        emulate(page, width, scheme)
        # past the page's own policy, which would refuse it
        page.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
        found = page.execute_async_script("axe.run(document).then(arguments[0])")
        assert len(found["passes"]) > 30
        faults = {fault["id"]: fault["nodes"][0]["html"] for fault in found["violations"]}
        assert faults == {}, (width, scheme)


def test_links_lead_to_files(overview: webdriver.Chrome) -> None:
    links = [link.get_attribute("href") for link in overview.find_elements(By.TAG_NAME, "a")]
    paths = [Path(link.partition("#")[0].removeprefix("file://")) for link in links]
    assert len(paths) > 3 * len(DAYS)
    assert [str(path) for path in paths if not path.is_file()] == []


def test_a_date_has_its_page(overview: webdriver.Chrome) -> None:
    pick(overview, "Date", "2025-12-12")
    overview.find_element(By.LINK_TEXT, "All of this date").click()
    drawn(overview)
    assert text(overview, "h1") == "12 December 2025: events are not complete"
    assert count(overview, "#hours .hours rect") == HOURLY * 24
    assert count(overview, "#hours .holes text") == 6
    assert complaints(overview) == []
    checks = overview.find_elements(By.CSS_SELECTOR, "#checks tbody tr")
    assert "firing" in checks[0].text and count(overview, "#values tbody tr") > 1
    overview.find_element(By.PARTIAL_LINK_TEXT, "Previous").click()
    WebDriverWait(overview, 5).until(lambda found: text(found, "h1").startswith("11 December"))
    overview.find_element(By.PARTIAL_LINK_TEXT, "Next").click()
    WebDriverWait(overview, 5).until(lambda found: text(found, "h1").startswith("12 December"))
    overview.find_element(By.PARTIAL_LINK_TEXT, "All dates").click()
    WebDriverWait(overview, 5).until(lambda found: count(drawn(found), "#dates") == 1)


def test_it_fits_a_phone(overview: webdriver.Chrome) -> None:
    emulate(overview, 360, "light")
    drawn(overview)
    assert overview.execute_script("return document.documentElement.scrollWidth") <= 360


def test_it_follows_the_preferred_colours(overview: webdriver.Chrome) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = overview.execute_script(ground)
    emulate(overview, 1200, "dark")
    assert overview.execute_script(ground) != light


def test_an_empty_hour_of_a_feed_of_few_lines_is_not_missing(
    browser: webdriver.Chrome, sample_days: Workspace, tmp_path: Path
) -> None:
    data = shown_in(sample_days.reports / "index.html")
    few, gap = [1, 0] * 12, [2, 0] * 6 + [0] * 12
    for day in DAYS:
        hours = gap if day == DAYS[0] else few
        data["blocks"][day]["hours"]["orders"] = [hours, hours]
    (tmp_path / "index.html").write_text(page("Few", data), encoding="utf-8")
    opened(browser, tmp_path / "index.html")
    assert "no hour is missing (12 hours without orders" in text(
        browser, "#hours > div:nth-of-type(2)"
    )
    assert count(browser, "#hours > div:nth-of-type(2) .holes text") == 0

    for day in DAYS[1:]:
        data["blocks"][day]["hours"]["orders"] = [[3] * 24, [3] * 24]
    (tmp_path / "index.html").write_text(page("More", data), encoding="utf-8")
    opened(browser, tmp_path / "index.html")
    assert "10 December 2025: none at 11:00-24:00" in text(browser, "#hours > div:nth-of-type(2)")


def changed(workspace: Workspace, folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The overview with other data in it, in a folder where no date has a page."""
    data = shown_in(workspace.reports / "index.html")
    data["absent"] = DAYS
    change(data)
    (folder / "index.html").write_text(page("Changed", data), encoding="utf-8")
    return folder / "index.html"


def check_of(severity: str, kind: str) -> list[str]:
    """An alert of a type that no page knows."""
    return ["new_type", "orders", severity, "something new", kind]


@pytest.mark.parametrize(
    ("severity", "kind", "headline"),
    [
        ("error", "lacking", "13 December 2025: orders are not complete"),
        ("error", "lines", "13 December 2025 is complete, with errors"),
        ("error", "file", "13 December 2025 is complete, with errors"),
        ("warn", "lacking", "13 December 2025 is complete, with warnings"),
    ],
)
def test_only_what_says_that_lines_are_lacking_makes_a_date_incomplete(
    browser: webdriver.Chrome,
    sample_days: Workspace,
    tmp_path: Path,
    severity: str,
    kind: str,
    headline: str,
) -> None:
    opened(
        browser,
        changed(
            sample_days,
            tmp_path,
            lambda data: data["blocks"][DAYS[-1]].update(checks=[check_of(severity, kind)]),
        ),
    )
    assert text(browser, "h1") == headline
    assert "new_type" in text(browser, ".states > li:nth-child(3)")
    command = "quarantine export" if kind == "lines" else "sluice run --date 2025-12-13"
    assert command in text(browser, ".states > li:nth-child(3) .remedy")
    assert count(browser, "main a[href*='index.html']") == 0
    assert complaints(browser) == []


def test_a_feed_that_is_mostly_rejected_is_not_fine(
    browser: webdriver.Chrome, sample_days: Workspace, tmp_path: Path
) -> None:
    def reject(data: dict[str, Any]) -> None:
        block = data["blocks"][DAYS[-1]]
        block["checks"] = [["unread_file", "customers", "error", "not read", "lacking"]]
        block["volume"]["orders"] = [100, 49, 51]
        for day, clean in zip(DAYS, (949, 950, 951, 0), strict=True):
            data["blocks"][day]["volume"]["events"] = [1000, clean, 1000 - clean]

    opened(browser, changed(sample_days, tmp_path, reject))
    says = "customers are not complete, and most events and orders were rejected"
    assert text(browser, "h1") == f"13 December 2025: {says}"
    assert "events: worse" in text(browser, ".trends")  # though the bad date itself is not usual
    assert "most lines were rejected" in text(browser, ".states > li.warn")


def test_an_acknowledged_alert_is_shown_and_needs_nobody(
    browser: webdriver.Chrome, sample_days: Workspace, tmp_path: Path
) -> None:
    known = ["ana <b>", "the shop was closed"]

    def acknowledge(data: dict[str, Any]) -> None:
        checks = [check_of("error", "lacking"), check_of("warn", "lines")]
        for day in DAYS:
            data["blocks"][day]["checks"] = [[*check, *known] for check in checks]

    opened(browser, changed(sample_days, tmp_path, acknowledge))
    assert text(browser, "h1") == "13 December 2025: orders are not complete"  # as known as it is
    assert count(browser, ".attention") == 0
    assert count(browser, ".problems > li") == 0
    assert text(browser, ".states .known") == "acknowledged by ana <b>: the shop was closed"
    assert "2 acknowledged" in text(browser, ".states > li:nth-child(3)")
    assert complaints(browser) == []


def test_an_earlier_date_with_an_error_is_named(overview: webdriver.Chrome) -> None:
    assert text(overview, ".attention").startswith("1 earlier date needs attention: 12 December")
    assert "days ago" in text(overview, ".under") or "yesterday" in text(overview, ".under")
    problems = overview.find_elements(By.CSS_SELECTOR, ".problems > li")
    assert "12 December 2025: events are not complete" in problems[0].text
    assert "sluice run --date 2025-12-12" in problems[0].text
    assert count(overview, ".problems .alerts > li") == 2  # an error and a warning
    overview.find_element(By.ID, "errors").click()
    drawn(overview)
    assert count(overview, ".problems .alerts > li") == 1
    overview.find_element(By.CSS_SELECTOR, ".attention a").click()
    WebDriverWait(overview, 5).until(lambda found: text(found, "h1").startswith("12 December"))
    assert count(overview, ".attention") == 0


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (["2025-12-08", "2025-12-09", "2025-12-11", "2025-12-12"], 1),
        (["2025-12-01", "2025-12-08", "2025-12-15", "2025-12-22"], 0),  # weekly
        (
            ["2025-12-04", "2025-12-05", "2025-12-08", "2025-12-09", "2025-12-10", "2025-12-11"]
            + ["2025-12-12", "2025-12-15", "2025-12-16", "2025-12-18", "2025-12-19", "2025-12-22"]
            + ["2025-12-23", "2025-12-24", "2025-12-25", "2025-12-26"],
            1,
        ),  # working days
    ],
)
def test_a_date_that_never_came_is_missing_only_where_there_is_a_rhythm(
    browser: webdriver.Chrome, sample_days: Workspace, tmp_path: Path, days: list[str], gone: int
) -> None:
    def move(data: dict[str, Any]) -> None:
        block = data["blocks"][DAYS[-1]]
        data.update(days=days, blocks=dict.fromkeys(days, block))

    opened(browser, changed(sample_days, tmp_path, move))
    assert count(browser, "#hours .gone rect") == HOURLY * gone
    assert count(browser, ".notices li") == (1 if gone else 0)
    assert text(browser, "#hours").count("the whole date never came") == HOURLY * gone
    assert complaints(browser) == []


def test_many_dates_have_months_and_a_table_of_a_screen(
    browser: webdriver.Chrome, sample_days: Workspace, tmp_path: Path
) -> None:
    days = [str(date(2025, 1, 1) + timedelta(days=n)) for n in range(400)]

    def repeat(data: dict[str, Any]) -> None:
        blocks = [data["blocks"][day] for day in DAYS]
        data.update(days=days, blocks={day: blocks[n % 4] for n, day in enumerate(days)})

    path = changed(sample_days, tmp_path, repeat)
    browser.get("about:blank")
    browser.get(f"{path.as_uri()}#span=all")
    drawn(browser)
    ticks = browser.find_elements(By.CSS_SELECTOR, "#quality [data-part='x-axis tick label'] text")
    assert len(ticks) >= 12 and {"Feb", "Mar"} <= {tick.text for tick in ticks}
    assert browser.execute_script("return document.documentElement.scrollHeight") < 12_000
    assert complaints(browser) == []


def test_dates_that_are_not_there_are_named(
    browser: webdriver.Chrome, built_template: Workspace
) -> None:
    opened(browser, built_template.reports / "index.html")
    assert "Not loaded: 12 December 2025." in text(browser, ".notices")
    assert complaints(browser) == []


def test_an_example_has_its_header_and_its_wrong_field_marked(overview: webdriver.Chrome) -> None:
    assert text(overview, "#reasons code.header").startswith(("event_id,", "order_id,"))
    assert count(overview, "#reasons code mark") > 3 and count(overview, "#reasons code wbr") > 20


def test_what_to_type_is_said_of_lines_and_alerts(overview: webdriver.Chrome) -> None:
    overview.find_element(By.CSS_SELECTOR, ".mend summary").click()
    commands = [c.text for c in overview.find_elements(By.CSS_SELECTOR, ".mend code")]
    place = re.search(r"fix (ingest_date=2025-12-13/\w+_raw\.csv(?:\.gz)?:\d+) COLUMN", commands[1])
    assert place and commands[0] == f"sluice quarantine why {place[1]}"
    assert commands[2] == f'sluice quarantine waive {place[1]} --note "why"'
    pick(overview, "Date", "2025-12-12")
    assert "sluice acknowledge 2025-12-12 events." in text(overview, ".states .note code")


def test_an_earlier_date_that_is_not_shown_still_needs_somebody(
    browser: webdriver.Chrome, sample_days: Workspace, tmp_path: Path
) -> None:
    def fill(data: dict[str, Any]) -> None:
        fine = json.dumps(data["blocks"][DAYS[-1]] | {"checks": []})
        data["days"] = [str(date(2025, 12, 13) - timedelta(days=n)) for n in range(40)][::-1]
        data["blocks"] = {day: json.loads(fine) for day in data["days"]}
        data["blocks"][data["days"][0]]["checks"] = [check_of("error", "lacking")]

    opened(browser, changed(sample_days, tmp_path, fill))
    assert text(browser, ".attention").startswith("1 earlier date needs attention: 4 November")
    assert "4 November 2025: orders are not complete" in text(browser, ".problems > li")


def test_rejected_lines_over_time_are_all_told_apart(overview: webdriver.Chrome) -> None:
    kinds = [e.text for e in overview.find_elements(By.CSS_SELECTOR, "#reasons .legend li")]
    assert {"missing", "invalid", "orphan", "duplicate", "out of range"} <= set(kinds)
    assert len(kinds) <= 12 and len(set(kinds)) == len(kinds)
    assert count(overview, "#reasons .swatch.series-other") == 0


def test_a_hostile_line_is_text(browser: webdriver.Chrome, hostile_days: Workspace) -> None:
    for path in ("index.html", f"ingest_date={HOSTILE_DAY}/index.html"):
        opened(browser, hostile_days.reports / path)
        assert HOSTILE in text(browser, "#reasons .examples")
        assert count(browser, "img") == 0 and count(browser, "body script:not([type])") == 2
        assert "owned" not in browser.title
        assert complaints(browser) == []


def test_the_policy_forbids_what_is_put_in_later(overview: webdriver.Chrome) -> None:
    overview.execute_script("""
        const script = document.createElement("script");
        try {
            script.textContent = "document.title = 'owned'";
            document.body.append(script);
        } catch { }
        const image = document.createElement("img");
        image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
        document.body.append(image);
    """)
    WebDriverWait(overview, 5).until(lambda found: found.get_log("browser"))
    assert "owned" not in overview.title

"""The alert models agree with tests/reference on simulated histories, and the back-test counts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import alerts_backtest  # noqa: E402
from alert_models import AlertModels, announced_dates  # noqa: E402
from best_possible import best_shares  # noqa: E402
from histories import DAYS, FAULTS, KINDS, History, simulate  # noqa: E402

from tests.reference.alerts import lacking_dates  # noqa: E402
from tests.reference.baselines import Baseline, Measured, Past  # noqa: E402
from tests.reference.variables import Variables  # noqa: E402

SEED = 7
DAMAGED = replace(
    KINDS["holidays, announced"], rows=300, lasting=(0.5, 3), month_end=3, month_hours=(1, 2)
)
TUNED = {"events": {"min_missing_lines": 5, "volume_chance_factor": 2, "min_low_hours": 3}}
SUBJECTS = """
select
    ingest_date, compared_with, usual_at_least, usual_at_most, volume_tolerance,
    coalesce(missing_hour_list, []), coalesce(low_hour_list, [])
from intermediate.int_alert_subjects
where dataset = 'events'
order by ingest_date
"""
GAPS = """
select ingest_date, has_rhythm, missing_date_list
from intermediate.int_alert_subjects
where dataset = 'events'
order by ingest_date
"""


@pytest.fixture(scope="module")
def history() -> History:
    """A history with every fault, announced days, lasting changes, and days without a folder."""
    return simulate(DAMAGED, 0, SEED)


@pytest.fixture(scope="module")
def variables(history: History) -> dict[str, object]:
    """Variables that differ from the defaults; every other special day is listed by them."""
    announced = announced_dates([history])[::2]
    return {"alerts": TUNED, "announced_dates": announced, "level_days": 6}


@pytest.fixture(scope="module")
def models(
    tmp_path_factory: pytest.TempPathFactory, variables: dict[str, object], history: History
) -> Iterator[AlertModels]:
    """The project's alert models, compiled; the seed of holidays lists the other special days."""
    holidays = [[day] for day in announced_dates([history])[1::2]]
    with AlertModels(tmp_path_factory.mktemp("alerts"), 1, variables) as found:
        found.connection.executemany("insert into vocabulary.holidays values (?)", holidays)
        yield found


def references(history: History, variables: dict[str, object]) -> dict[date, Baseline]:
    """What tests/reference says is usual on each day."""
    days = [
        Measured(
            history.first_day + timedelta(days=day),
            int(total),
            tuple(map(int, hours)),
            bool(2 * history.quarantine[day] > total),
        )
        for day, (total, hours) in enumerate(zip(history.total, history.hours, strict=True))
    ]
    all_known = variables | {"announced_dates": announced_dates([history])}
    past = Past((day for day in days if day.total), Variables(**all_known))  # type: ignore[arg-type]
    return {day.day: Baseline(past, day, "events") for day in days if day.total}


def test_models_and_reference_agree_on_every_day(
    models: AlertModels, history: History, variables: dict[str, object]
) -> None:
    models.alerts([history])
    expected = references(history, variables)
    rows = [row for row in models.connection.execute(SUBJECTS).fetchall() if row[0] in expected]
    assert len(rows) == len(expected)
    seen = {"weekdays": 0, "tolerances": set(), "missing": 0, "low": 0, "monthly": 0}
    for day, compared_with, at_least, at_most, tolerance, missing, low in rows:
        usual = expected[day]
        assert (compared_with or []) == sorted(str(other.day) for other in usual.days), day
        assert missing == usual.missing_hours, day
        assert low == usual.low_hours, day
        if usual.days:
            wanted = (usual.at_least, usual.at_most, usual.tolerance)
            assert (at_least, at_most, tolerance) == pytest.approx(wanted), day
        seen["weekdays"] += bool(usual.weekdays)
        seen["tolerances"].add(round(tolerance, 3))
        seen["missing"] += bool(missing)
        seen["low"] += bool(low)
        seen["monthly"] += bool(usual.days and usual.monthly)
    assert seen["weekdays"] > 600 and len(seen["tolerances"]) > 20
    assert seen["missing"] > 20 and seen["low"] > 3 and seen["monthly"] > 5


def test_missing_dates_are_those_of_the_reference(models: AlertModels, history: History) -> None:
    """Of a feed that comes daily, then on working days, then as it likes, each with gaps."""
    dice = np.random.default_rng(SEED)
    calm = replace(history, is_there=np.ones(DAYS, bool), is_missing=np.zeros(DAYS, bool))
    weekdays = np.array([(calm.first_day + timedelta(days=day)).weekday() for day in range(DAYS)])
    calm.is_there[200:450] &= weekdays[200:450] < 5
    calm.is_there[450:] &= dice.random(DAYS - 450) < 0.7
    for first in (20, 40, 43, 100, 180, 230, 233, 300, 440):
        calm.is_there[first : first + int(dice.integers(1, 9))] = False
    calm.is_there[320:425] = False
    models.alerts([calm])
    rows = models.connection.execute(GAPS).fetchall()
    there = [calm.first_day + timedelta(days=int(day)) for day in np.flatnonzero(calm.is_there)]
    filled = [day for day in there if calm.total[(day - calm.first_day).days]]
    announced = {date.fromisoformat(day) for day in announced_dates([history])}
    seen = {"told": 0, "none": 0}
    for day, has_rhythm, dates in rows:
        latest = [other for other in reversed(filled) if other < day][:7]
        if not latest or latest[0] == day - timedelta(days=1):
            assert has_rhythm is None, day
            continue
        expected = lacking_dates(day, latest, {*there, *announced}) if len(latest) == 7 else None
        assert has_rhythm == (expected is not None), day
        if has_rhythm:
            assert dates == [str(missing) for missing in expected or []], day
        seen["told"] += bool(has_rhythm and dates)
        seen["none"] += not has_rhythm
    # A feed that begins again after three months has no rhythm.
    again = next(day for day in there if day >= calm.first_day + timedelta(days=425))
    assert (again, False) in {row[:2] for row in rows}
    assert seen["told"] > 7 and seen["none"] > 10


def test_what_happens_on_a_day_changes_no_alert_of_a_day_before(
    models: AlertModels, history: History
) -> None:
    whole = models.alerts([history])[0]
    cut = DAYS - 200
    future = simulate(DAMAGED, 0, SEED + 1)
    other = replace(
        history,
        hours=np.concatenate([history.hours[:cut], future.hours[cut:]]),
        off_day=np.concatenate([history.off_day[:cut], future.off_day[cut:]]),
    )
    assert (models.alerts([other])[0][:cut] == whole[:cut]).all()


def test_a_lasting_change_is_accepted_after_four_days(models: AlertModels) -> None:
    kind = replace(KINDS["weekly"], noise=0.02, lasting=(0.4, 3))
    calm = simulate(kind, 0, SEED, is_damaged=False)
    first, second = 98 + 632 // 3, 98 + 2 * 632 // 3
    alarms = models.alerts([calm])[0] != ""
    for change in (first, second):
        days = np.flatnonzero(alarms[change : change + 150])
        assert days[0] == 0
        assert days[-1] <= 3


@pytest.mark.parametrize("factor", [3, 0.4])
def test_what_comes_once_a_month_is_usual_after_three_months(
    models: AlertModels, factor: float
) -> None:
    kind = replace(KINDS["steady"], month_end=factor, month_hours=(1, 2) if factor > 1 else ())
    calm = simulate(kind, 0, SEED, is_damaged=False)
    days = [calm.first_day + timedelta(days=day) for day in range(DAYS)]
    ends = [n for n, day in enumerate(days) if (day + timedelta(days=1)).day == 1]
    alarms = np.flatnonzero(models.alerts([calm])[0] != "")
    assert set(alarms) <= set(ends[:5]) and len(alarms) >= 3  # some before weekdays are known
    odd = ends[15] + 9
    for counts in (calm.hours, calm.off_day, calm.quarantine):
        counts[ends[12]] = counts[ends[12] - 7]  # it didn't come, which is no loss of a day
        counts[odd] = (counts[odd] * factor).astype(int)
    assert list(np.flatnonzero(models.alerts([calm])[0] != "")) == [*alarms, odd]


def test_the_back_test_counts_what_was_injected() -> None:
    scores, wrong = alerts_backtest.measure(["steady"], 2, True, {})
    ours, z_score = scores["steady"]["Sluice"], scores["steady"]["z-score, 14 days"]
    missing = next(n for n, fault in enumerate(FAULTS) if fault.name == "feed missing")
    assert ours.injected[missing] == ours.found[missing] == 2
    assert sum(ours.found.values()) > sum(z_score.found.values())
    assert ours.normal_days > 1_000 and ours.rate < 1
    assert sum(wrong["steady"].values()) >= ours.false_alarms
    lines = list(alerts_backtest.report(scores, wrong, 2))
    assert any(line.startswith("| feed missing | 2 | 100.0 (1.0) |") for line in lines)


def test_what_could_be_found_is_what_exceeds_a_feeds_own_variation() -> None:
    best = {
        name: best_shares([simulate(KINDS[name], number, SEED) for number in range(3)])
        for name in ("steady", "noisy", "small")
    }
    by_label = {fault.label: index for index, fault in enumerate(FAULTS)}
    gap, shard = by_label["gap of 12 h"], by_label["shard lost, 10 %"]
    assert best["steady"][gap] == best["noisy"][gap] == 100
    assert best["steady"][shard] > best["noisy"][shard] == best["small"][shard] == 0
    assert by_label["feed missing"] not in best["steady"]  # no number of lines has to tell it


def test_the_same_seed_gives_the_same_history() -> None:
    one, other = (simulate(KINDS["weekly"], 3, SEED) for _ in range(2))
    assert (one.hours == other.hours).all() and (one.fault == other.fault).all()
    assert not (one.hours == simulate(KINDS["weekly"], 3, SEED + 1).hours).all()


def test_compiled_models_are_found_in_the_project() -> None:
    for name in ("int_volume_levels", "daily_alerts"):
        assert list(Path(ROOT / "models").rglob(f"{name}.sql"))

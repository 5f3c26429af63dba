"""What else is used to find partial loads: each method says which days of a history alarm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from histories import DAYS, History
from numpy.typing import NDArray

Alarms = NDArray[np.bool_]


def plain_rules(history: History) -> Alarms:
    """Fixed limits against the median of seven loaded days, and at most 3 empty hours."""
    total, rate = history.total, history.quarantine / np.maximum(history.total, 1)
    alarms = history.is_missing | history.is_repeated | ((history.hours == 0).sum(axis=1) > 3)
    for day in range(1, DAYS):
        latest = np.flatnonzero(total[:day] > 0)[-7:]
        if len(latest) >= 3:
            usual = np.median(total[latest])
            alarms[day] |= total[day] < 0.5 * usual or total[day] > 2 * usual
            alarms[day] |= total[day] > 0 and rate[day] >= np.median(rate[latest]) + 0.1
    return alarms


def z_score(history: History) -> Alarms:
    """More than 3 standard deviations from the mean of 14 days that include the tested one."""
    windows = np.lib.stride_tricks.sliding_window_view(history.total.astype(float), 14)
    spread = windows.std(axis=1, ddof=1)
    distance = np.abs(windows[:, -1] - windows.mean(axis=1))
    return np.concatenate([np.zeros(13, bool), distance > 3 * spread])


def same_weekday_sigma(history: History) -> Alarms:
    """More than 3 standard deviations from the mean of the same weekday of 8 weeks before."""
    alarms = np.zeros(DAYS, bool)
    total = history.total.astype(float)
    for day in range(56, DAYS):
        before = total[day - 56 : day : 7]
        alarms[day] = abs(total[day] - before.mean()) > 3 * before.std(ddof=1)
    return alarms


PEERS: dict[str, Callable[[History], Alarms]] = {
    "plain rules": plain_rules,
    "z-score, 14 days": z_score,
    "same weekday, 3 sigma": same_weekday_sigma,
}

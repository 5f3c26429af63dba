"""The most that anybody could find: the faults that exceed what a feed varies by itself.

Whoever could do best knows the feed's calendar, its launches and its changes, the shape of the
fault and the hours it hits, and may be wrong on as many normal days as the target allows. What such
a one doesn't find, no check of the number of lines can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from histories import FAULTS, History
from numpy.typing import NDArray

MAY_BE_WRONG = 0.005  # of normal days

Shares = NDArray[np.float64]  # of what is usual, by day


def best_shares(histories: Sequence[History]) -> dict[int, float]:
    """The share of each fault that could be found on its first day, in percent, by fault."""
    limits = cache(lambda hours: limits_of(histories, np.array(hours)))
    injected: Counter[int] = Counter()
    found: dict[int, Counter[int]] = {}
    for index, kept, history, day in faults(histories):
        hours = kept < 1
        injected[index] += 1
        here = (shares[day] for shares in ways(history, hours))
        for way, (share, limit) in enumerate(zip(here, limits(tuple(hours)), strict=True)):
            found.setdefault(index, Counter())[way] += int(share < limit)
    return {index: 100 * max(found[index].values()) / n for index, n in injected.items()}


def faults(histories: Sequence[History]) -> Iterator[tuple[int, Shares, History, int]]:
    """Each fault that takes lines away from hours, with what it keeps and its first day."""
    for history in histories:
        for day in np.flatnonzero((history.fault >= 0) & (history.fault_day == 0)):
            if FAULTS[history.fault[day]].unit:
                yield int(history.fault[day]), history.kept[day], history, int(day)


def limits_of(histories: Sequence[History], hours: NDArray[np.bool_]) -> list[float]:
    """How little comes on as many normal days as one may be wrong on, by each way to look."""
    normal = [history.judged & (history.fault < 0) for history in histories]
    by_way = zip(*(ways(history, hours) for history in histories), strict=True)
    return [
        quantile(np.concatenate([days[which] for days, which in zip(way, normal, strict=True)]))
        for way in by_way
    ]


def quantile(shares: Shares) -> float:
    """The share that so few normal days are below; NaN, below which nothing is, of no days."""
    known = shares[~np.isnan(shares)]
    return float(np.quantile(known, MAY_BE_WRONG)) if known.size else float("nan")


def ways(history: History, hours: NDArray[np.bool_]) -> tuple[Shares, Shares, Shares]:
    """What came on each day as a share of the usual: of the day, of the hours, of both compared."""
    with np.errstate(divide="ignore", invalid="ignore"):
        day, there, elsewhere = (
            history.hours[:, part].sum(axis=1) / history.usual[:, part].sum(axis=1)
            for part in (np.ones(24, bool), hours, ~hours)
        )
        return day, there, there / elsewhere

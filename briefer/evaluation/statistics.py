"""Shares, means and scores with their 95 % intervals. The only importer of scipy; knows nothing of sets or models."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from briefer.evaluation.report import Figure, Unit

RESAMPLES = 2000
GRID = np.round(np.arange(0.01, 1.0, 0.01), 2)  # the lines that are tried

Indexes = NDArray[np.int64]
Statistic = Callable[[Indexes], float]
"""Called with the positions of some cases, one as often as it was drawn; NaN if the figure does not exist for them."""


def share(name: str, hit: float, of: float) -> Figure:
    """Return a share with its Wilson interval; without a value if there is nothing to count."""
    from scipy.stats import binomtest

    if not of:
        return Figure(name=name, unit=Unit.SHARE, value=None, of=0)
    interval = binomtest(round(hit), round(of)).proportion_ci(method="wilson")
    return Figure(
        name=name, unit=Unit.SHARE, value=hit / of, low=max(0.0, float(interval.low)),
        high=min(1.0, float(interval.high)), hit=hit, of=round(of),
    )  # fmt: skip


def estimate(name: str, unit: Unit, groups: Sequence[str], statistic: Statistic) -> Figure:
    """Return any statistic of some cases with its bootstrap interval; groups names each case's group."""
    value = statistic(np.arange(len(groups)))
    if np.isnan(value):
        return Figure(name=name, unit=unit, value=None, of=0)
    low, high = interval(groups, statistic)
    return Figure(name=name, unit=unit, value=value, low=low, high=high, of=len(groups))


def interval(groups: Sequence[str], statistic: Statistic) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a statistic; whole groups are drawn, since their rows hang together.

    The same cases always give the same interval.
    """
    places: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        places.setdefault(group, []).append(place)
    members = [np.array(found) for found in places.values()]
    random = np.random.default_rng(0)
    draws = random.integers(len(members), size=(RESAMPLES, len(members)))
    alone = len(members) == len(groups)
    values = np.array([statistic(draw if alone else np.concatenate([members[m] for m in draw])) for draw in draws])
    low, high = np.nanquantile(values, [0.025, 0.975])  # a draw without one of two classes has no value
    return float(low), float(high)


def mcnemar(better: int, worse: int) -> float:
    """Return the exact two-sided p of McNemar's test, from the rows that changed each way."""
    from scipy.stats import binomtest

    return float(binomtest(better, better + worse).pvalue) if better + worse else 1.0


def auc(positive: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Return the probability that a positive scores above a negative, ties counting half; NaN without one of either."""
    if positive.all() or not positive.any():
        return float("nan")
    above, below = scores[positive][:, None], scores[~positive]
    return float((above > below).mean() + (above == below).mean() / 2)


def balanced_accuracy(positive: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Return the mean of the shares of positives and negatives that were said to be so; NaN without one of either."""
    if positive.all() or not positive.any():
        return float("nan")
    return float((said[positive].mean() + (~said[~positive]).mean()) / 2)


def best_line(positive: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Return the line, 0.01–0.99, from which on calling a score positive has the best balanced accuracy.

    Of lines that are equally good it is the middle one, which other cases are least likely to cross.
    """
    found = [balanced_accuracy(positive, scores >= line) for line in GRID]
    best = [line for line, value in zip(GRID, found, strict=True) if value == max(found)]
    return float(best[len(best) // 2]) if best else float("nan")

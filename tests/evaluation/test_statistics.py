"""Figures against values worked out by hand."""

import math

import numpy as np
import pytest

from briefer.evaluation import statistics
from briefer.evaluation.report import Unit


def yes(*values):
    return np.array(values, dtype=bool)


@pytest.mark.parametrize(
    ("hit", "of", "low", "high"),
    # (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.95996
    [(8, 10, 0.4902, 0.9433), (15, 15, 0.7961, 1.0), (0, 10, 0.0, 0.2775), (120, 240, 0.4372, 0.5628)],
)
def test_a_share_has_wilsons_interval(hit, of, low, high):
    figure = statistics.share("right", hit, of)
    assert (figure.value, figure.hit, figure.of, figure.unit) == (hit / of, hit, of, Unit.SHARE)
    assert figure.low == pytest.approx(low, abs=1e-4)
    assert figure.high == pytest.approx(high, abs=1e-4)


def test_a_share_of_nothing_has_no_value():
    assert (statistics.share("right", 0, 0).value, statistics.share("right", 0, 0).of) == (None, 0)


def test_the_interval_of_a_mean_is_about_two_standard_errors_and_the_same_each_time():
    values = np.arange(100, dtype=float)
    groups = [str(i) for i in range(100)]
    low, high = statistics.interval(groups, lambda drawn: float(values[drawn].mean()))
    error = values.std() / 10
    assert low == pytest.approx(49.5 - 1.96 * error, abs=1)
    assert high == pytest.approx(49.5 + 1.96 * error, abs=1)
    assert statistics.interval(groups, lambda drawn: float(values[drawn].mean())) == (low, high)


def test_rows_that_hang_together_are_drawn_together():
    values = np.repeat([0.0, 1.0, 0.0, 1.0], 25)
    alone = statistics.interval([str(i) for i in range(100)], lambda drawn: float(values[drawn].mean()))
    together = statistics.interval([str(i // 25) for i in range(100)], lambda drawn: float(values[drawn].mean()))
    assert alone[0] > 0.35
    assert together == (0.0, 1.0)


def test_a_statistic_that_does_not_exist_has_no_value():
    figure = statistics.estimate("AUC", Unit.SCORE, ["a"], lambda drawn: math.nan)
    assert (figure.value, figure.low, figure.of) == (None, None, 0)


def test_auc_counts_pairs_in_the_right_order_and_half_of_ties():
    # pairs of (positive, negative): (.9, .4) (.9, .6) (.4, .4) (.4, .6) are right, right, tied, wrong
    assert statistics.auc(yes(1, 1, 0, 0), np.array([0.9, 0.4, 0.4, 0.6])) == 2.5 / 4
    assert math.isnan(statistics.auc(yes(1, 1), np.array([0.1, 0.2])))


def test_balanced_accuracy_is_the_mean_of_both_shares():
    assert statistics.balanced_accuracy(yes(1, 1, 1, 1, 0, 0), yes(1, 1, 1, 0, 1, 0)) == (3 / 4 + 1 / 2) / 2
    assert math.isnan(statistics.balanced_accuracy(yes(0, 0), yes(1, 0)))


def test_the_best_line_is_the_middle_of_those_that_are_best():
    # every line in 0.31–0.70 tells them apart
    assert statistics.best_line(yes(1, 1, 0, 0), np.array([0.9, 0.7, 0.3, 0.1])) == pytest.approx(0.51)
    assert math.isnan(statistics.best_line(yes(1, 1), np.array([0.9, 0.7])))


@pytest.mark.parametrize(("better", "worse", "p"), [(0, 0, 1.0), (6, 0, 2 / 2**6), (3, 3, 1.0), (5, 1, 2 * 7 / 2**6)])
def test_mcnemar_is_exact(better, worse, p):
    assert statistics.mcnemar(better, worse) == pytest.approx(p)

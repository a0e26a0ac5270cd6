"""Probabilities and their log-odds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.grounding.probability import from_log_odds, log_odds


@given(st.floats(allow_nan=False))
def test_any_log_odds_give_a_probability(odds):
    assert 0 <= from_log_odds(odds) <= 1


@given(st.floats(-10, 10))
def test_log_odds_come_back_from_the_probability_that_they_give(odds):
    assert log_odds(from_log_odds(odds)) == pytest.approx(odds, abs=1e-6)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_more_probable_has_no_lower_log_odds(first, second):
    low, high = sorted((first, second))
    assert log_odds(low) <= log_odds(high)


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_what_is_certain_has_finite_log_odds(certain):
    assert abs(log_odds(certain)) < 20
    assert log_odds(certain) == pytest.approx(-log_odds(1 - certain))

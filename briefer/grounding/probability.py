"""Probabilities and their log-odds. Knows nothing of what is likely."""

from __future__ import annotations

from math import exp, log

LEAST = 1e-6
MOST_ODDS = 50.0  # log-odds beyond which a probability is 0 or 1 to every digit that is shown


def log_odds(probability: float) -> float:
    """Return the logarithm of a probability through its opposite's, finite even for 0 and 1."""
    kept = min(max(probability, LEAST), 1 - LEAST)
    return log(kept / (1 - kept))


def from_log_odds(odds: float) -> float:
    """Return the probability that has these log-odds, for any number."""
    return 1 / (1 + exp(-max(min(odds, MOST_ODDS), -MOST_ODDS)))

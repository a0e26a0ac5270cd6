"""Asks the model how well a passage supports a claim: signals of which none decides alone. Knows no checks.

All but one share the passage's tokens, which are evaluated once.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from briefer.grounding.probability import log_odds
from briefer.models.llm.base import LanguageModel, Prompt
from briefer.models.prompts import fill

LEAST_GAINS = 3


@dataclass(frozen=True, slots=True)
class Signals:
    """What a model tells of a claim and a passage.

    support is the log-odds that the passage says it; gain is by how much the passage raises the logarithm of the
    probability of the claim's tokens, the mean of the three where it does least, where an altered detail shows;
    likelihood is that logarithm with the passage, likewise.
    """

    support: float
    gain: float
    likelihood: float


def signals(claim: str, passage: str, model: LanguageModel) -> Signals:
    """Return what a model tells of a claim and a passage, in three requests."""
    told, untold = _scores(claim, passage, model)
    return Signals(
        support=log_odds(support(claim, passage, model)),
        gain=_least([one - other for one, other in zip(told, untold, strict=True)]),
        likelihood=_least(told),
    )


def support(claim: str, passage: str, model: LanguageModel) -> float:
    """Return the model's probability, 0–1, that a passage says what a claim says."""
    return model.choose(fill("support", {"passage": passage, "claim": claim}), ("Yes", "No"))[0]


def gain(claim: str, passage: str, model: LanguageModel) -> float:
    """Return by how much a passage raises the logarithm of the probability of a claim's tokens, where it does least.

    The mean over the three tokens that gain least; below 0 they are less likely with the passage than without.
    """
    told, untold = _scores(claim, passage, model)
    return _least([one - other for one, other in zip(told, untold, strict=True)])


def likelihood(text: str, prompt: Prompt, model: LanguageModel) -> float:
    """Return the mean logarithm of the probability of a text's tokens as the reply; 0 for an empty text."""
    return fmean(model.score(prompt, text) or [0.0])


def _scores(claim: str, passage: str, model: LanguageModel) -> tuple[list[float], list[float]]:
    return model.score(fill("report", {"passage": passage}), claim), model.score(fill("anything", {}), claim)


def _least(values: list[float]) -> float:
    return fmean(sorted(values)[:LEAST_GAINS]) if values else 0.0

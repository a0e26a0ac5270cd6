"""Chooses among given answers to a question on a text, or says that the text does not tell. Knows no libraries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from string import ascii_uppercase

from briefer.errors import UsageError
from briefer.grounding.probability import LEAST, from_log_odds, log_odds
from briefer.language.tokens import stems
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill

# A logistic regression over all 270 questions of QuAIL; leaving an article out: AUC .86 for telling those without an
# answer (Yes alone .76, words alone .83). With the line: right .71, wrongly rejected .12, rejected .60.
YES_WEIGHT, UNHEARD_WEIGHT, BIAS = 0.78, -4.2, 3.37
LINE = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: its index, None for not enough information.

    probabilities has one of each choice, in order, then that of not enough information; they sum to 1.
    """

    index: int | None
    probabilities: tuple[float, ...]


def choose(question: str, choices: Sequence[str], text: str, model: LanguageModel) -> Choice:
    """Return which of the choices answers a question on a text; none if the best one is not its answer either.

    The model replies with a letter; each choice has each letter once, since models prefer some letters. Whether the
    best one is an answer is then asked by itself: "not enough information" beside the others tells little of it. That
    is weighed with the words by which the choices differ: a text that has few of them does not speak of the matter.
    Raises UsageError for no choices or more than 26, ContextError if the text does not fit the model's context.
    """
    count = len(choices)
    if not 0 < count <= len(ascii_uppercase):
        raise UsageError(f"There are {count} choices to weigh. Give at least one and at most {len(ascii_uppercase)}.")
    letters = ascii_uppercase[:count]
    weights = [0.0] * count
    for turn in range(count if count > 1 else 0):
        order = [*range(turn, count), *range(turn)]
        listed = "\n".join(f"{letter}. {choices[i]}" for letter, i in zip(letters, order, strict=True))
        shown = {"passage": text, "question": question, "choices": listed}
        for i, likely in zip(order, model.choose(fill("letters", shown), letters), strict=True):
            weights[i] += log(max(likely, LEAST)) / count
    best = max(range(count), key=weights.__getitem__)
    shown = {"passage": text, "question": question, "claim": choices[best]}
    yes = model.choose(fill("judge", shown), ("Yes", "No"))[0]
    odds = YES_WEIGHT * log_odds(yes) + UNHEARD_WEIGHT * unheard(question, choices, text) + BIAS
    told = from_log_odds(odds)
    shares = [exp(weight - weights[best]) for weight in weights]
    return Choice(best if told >= LINE else None, (*(told * share / sum(shares) for share in shares), 1 - told))


def unheard(question: str, choices: Sequence[str], text: str) -> float:
    """Return the share, 0–1, that a text does not have of the words by which choices differ, but for the question's."""
    own = [stems(choice) for choice in choices]
    common = set.intersection(*own) if len(own) > 1 else set()
    words = set().union(*own) - common - stems(question)
    return len(words - stems(text)) / len(words) if words else 0.0

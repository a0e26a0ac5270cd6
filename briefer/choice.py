"""Chooses among given answers to a question on a text, or says that the text does not tell. Knows no libraries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from briefer.errors import UsageError
from briefer.llm.base import LanguageModel
from briefer.prompts import fill
from briefer.verify import gains, log_odds

# On 77 questions of QuAIL's news articles the best choice was right for so many of the 51 that have an answer: by the
# letter that the model replies .76, by Yes against No to each choice alone .76, with the gain as well .82. The letter
# of "not enough information" tells little of whether there is one (AUC .63), the best choice's Yes more (.79).
GAIN_WEIGHT = 0.1
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

    Each choice is judged alone, and by how much likelier the text makes its words. Raises UsageError for no choices,
    ContextError if the text does not fit the model's context.
    """
    if not choices:
        raise UsageError("There are no choices to weigh. Give at least one.")
    shown = {"passage": text, "question": question}
    yes = [model.choose(fill("judge", {**shown, "claim": choice}), ("Yes", "No"))[0] for choice in choices]
    given, guessed = fill("reply", shown), fill("guess", {"question": question})
    gained = [sum(gains(choice, given, guessed, model)) for choice in choices]
    weights = [log_odds(p) + GAIN_WEIGHT * gain for p, gain in zip(yes, gained, strict=True)]
    best = max(range(len(choices)), key=weights.__getitem__)
    shares = [exp(weight - weights[best]) for weight in weights]
    told = [yes[best] * share / sum(shares) for share in shares]
    return Choice(best if yes[best] >= LINE else None, (*told, 1 - yes[best]))

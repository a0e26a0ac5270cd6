"""Chooses among given answers to a question on a text, or says that the text does not tell. Knows no libraries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from string import ascii_uppercase

from briefer.errors import UsageError
from briefer.llm.base import LanguageModel
from briefer.prompts import fill
from briefer.verify import LEAST

# Of all 270 questions of QuAIL: right .72, wrongly rejected .12, rejected .53.
LINE = 0.44


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
    best one is an answer is then asked by itself: "not enough information" beside the others tells little of it.
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
    shares = [exp(weight - weights[best]) for weight in weights]
    told = [yes * share / sum(shares) for share in shares]
    return Choice(best if yes >= LINE else None, (*told, 1 - yes))

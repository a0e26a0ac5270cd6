"""Chooses among given answers to a question on a text, or says that the text does not tell. Knows no libraries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from briefer.errors import UsageError
from briefer.llm.base import LanguageModel
from briefer.prompts import fill

MOST = len(ascii_uppercase) - 1  # one letter is for "not enough information"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: its index, None for not enough information.

    probabilities has one of each choice, in order, then that of not enough information; they sum to 1.
    """

    index: int | None
    probabilities: tuple[float, ...]


def choose(question: str, choices: Sequence[str], text: str, model: LanguageModel) -> Choice:
    """Return which of the choices answers a question on a text, weighed by the model's logits of their letters.

    Raises UsageError for no choices or more than MOST, ContextError if the text does not fit the model's context.
    """
    if not 0 < len(choices) <= MOST:
        raise UsageError(f"{len(choices)} choices cannot be weighed; give 1 to {MOST}.")
    letters = ascii_uppercase[: len(choices) + 1]
    listed = "\n".join(f"{letter}. {choice}" for letter, choice in zip(letters, choices, strict=False))
    prompt = fill("choice", {"passage": text, "question": question, "choices": listed, "last": letters[-1]})
    probabilities = model.choose(prompt, tuple(letters))
    best = max(range(len(letters)), key=lambda i: probabilities[i])
    return Choice(best if best < len(choices) else None, tuple(probabilities))

"""Asks the model whether a passage states the answer to a question, and which words of it do.

Knows nothing of searching or of claims.
"""

from __future__ import annotations

from briefer.grounding import probe
from briefer.grounding.probability import log_odds
from briefer.models.llm.base import Copied, LanguageModel, Prompt
from briefer.models.prompts import fill

NOT_STATED = "not stated"  # what prompts/answer.txt has the model reply where a passage does not answer
SHORT, LONG = 16, 72  # tokens of an answer, and of a list


def stated(question: str, passage: str, model: LanguageModel) -> float:
    """Return the log-odds that a passage states the answer, by the model's Yes against its No."""
    return log_odds(model.choose(asked(question, passage, "states"), ("Yes", "No"))[0])


def probed(question: str, passage: str, model: LanguageModel) -> float | None:
    """Return the log-odds that a passage answers, as the probe reads it off the model; None if it is of another."""
    return probe.odds(asked(question, passage, "states"), model)


def short(question: str, passage: str, model: LanguageModel) -> Copied:
    """Return the few words of a passage that the model would answer with, and how likely they are as its answer.

    Unlikely ones are not what it would say: it may know another answer, which the passage does not tell.
    """
    return model.copy(asked(question, passage, "answer"), passage, never=NOT_STATED, max_tokens=SHORT)


def several(question: str, passage: str, model: LanguageModel) -> list[Copied]:
    """Return the words of a passage that the model would answer with where it is asked for several, in its order."""
    return model.copy_list(asked(question, passage, "list"), passage, never=NOT_STATED, max_tokens=LONG)


def decided(question: str, passage: str, model: LanguageModel) -> float:
    """Return the log-odds that a passage tells whether what a question asks is so, be it yes or no."""
    *_, not_stated = model.choose(asked(question, passage, "verdict"), ("Yes", "No", NOT_STATED))
    return log_odds(1 - not_stated)


def affirmed(question: str, passage: str, model: LanguageModel) -> float:
    """Return the log-odds that a passage answers a question with yes against no."""
    return log_odds(model.choose(asked(question, passage, "verdict"), ("Yes", "No"))[0])


def asked(question: str, passage: str, prompt: str) -> Prompt:
    """Return the request that one of the prompts is of a question and a passage."""
    return fill(prompt, {"passage": passage, "question": question})

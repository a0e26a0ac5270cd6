"""Asks the model whether a passage states the answer to a question. Knows nothing of searching or writing."""

from __future__ import annotations

from briefer.grounding.probability import from_log_odds, log_odds
from briefer.grounding.support import likelihood
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill

# A logistic regression over 183 passages and questions, of ClapNQ, two articles and RGB's snippets; weighed on two of
# them and tried on the third: AUC .947, .961 and .923 (Yes against No alone .923, .935 and .911).
STATED_YES, STATED_TOLD, STATED_ALONE, STATED_BIAS = 1.44, 1.20, -0.56, 0.40
UNLIKELY = 0.2  # a Yes that no gain makes up for


def states_answer(question: str, passage: str, model: LanguageModel, *, alone: float) -> float:
    """Return the probability, 0–1, that a passage states the answer to a question; alone from `likelihood_alone`.

    Two signals are added: the model's Yes against No, and how likely the passage makes the question's own words: one
    on the right people but another matter makes the words for that matter no likelier.
    """
    yes = model.choose(fill("read", {"passage": passage, "question": question}), ("Yes", "No"))[0]
    if yes < UNLIKELY:
        return yes
    told = likelihood(question, fill("asks", {"passage": passage}), model)
    odds = STATED_YES * log_odds(yes) + STATED_TOLD * told + STATED_ALONE * alone + STATED_BIAS
    return from_log_odds(odds)


def likelihood_alone(question: str, model: LanguageModel) -> float:
    """Return the likelihood of a question with nothing told, as `states_answer` takes it."""
    return likelihood(question, fill("anyquestion", {}), model)

"""What an answer is made with: where the lines are, the model, and who is told; and what it is made of.

Decides nothing: it knows no prompts and no checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefer.grounding.retrieve import Hit
from briefer.grounding.trace import Trace
from briefer.models.llm.base import LanguageModel
from briefer.progress import Report
from briefer.schema import Claim


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How much is read and where the lines are drawn; probabilities are 0–1.

    The careful default serves a model that nobody measured. answer is the line for the geometric mean of the three
    probabilities that the passage states the answer, that it says the claim, and that the claim is the answer. near is
    the least score of a passage that is read, of the best one's; dissent is by how much the lines are lower for what
    another article says that contradicts an answer. differ is by how much likelier, in log-odds, each of the two
    passages makes its own answer than the other's. wording is the probability of the model's own yes to what it
    wrote below which the source's sentence comes first ("Taiwan was a founding member" of the UN had .67), and stands
    alone where the question is for yes or no, which leads the model on. judged is the least probability that a claim is
    the answer. version is the line for reading the better of two versions of a passage.
    """

    answer: float = 0.75
    support: float = 0.6
    wording: float = 0.7
    judged: float = 0.6
    passages: int = 8
    worth_writing: float = 0.5
    sure: float = 0.85
    near: float = 0.5
    dissent: float = 0.15
    differ: float = 1.5
    version: float = 0.2
    claims: int = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim, how sure the checks together are of it, what it was found in, and what the model wrote there.

    right is the probability, 0–1, that it is the answer.
    """

    claim: Claim
    confidence: float
    hit: Hit
    said: str
    right: float = 1.0

    @property
    def article(self) -> str:
        """Return the path of its article."""
        return self.hit.chunk.article.path

    def stands(self, settings: AnswerSettings) -> bool:
        """Return whether it is an answer: however well it is supported, it must be likely to be the one."""
        return self.confidence >= settings.answer and self.right >= settings.judged


@dataclass(frozen=True, slots=True)
class Context:
    """What an answer is made with, and who is told of it."""

    model: LanguageModel
    settings: AnswerSettings
    trace: Trace
    report: Report
    claimed: Callable[[Claim], None] = lambda _: None

"""What an answer is made with: where the lines are, the model, and who is told; and what it is made of.

Decides nothing: it knows no prompts and no checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from briefer.answering.rank import Sentence
from briefer.answering.windows import Window
from briefer.grounding.trace import Trace
from briefer.models.llm.base import LanguageModel
from briefer.progress import Report
from briefer.schema import Claim


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How much is read and where the lines are drawn; probabilities are 0–1.

    The careful default serves a model that nobody measured. answer is the line for how sure it is that what was read
    answers; support that for what a model writes in a page. From sure on nothing more is read but what may differ.
    dissent is by how much the line is lower for what another article says that contradicts an answer. differ is by how
    much likelier, in log-odds, each of the two passages makes its own answer than the other's; version is the line for
    reading the better of two versions of a passage. passages are found, read of them so many windows at most, more of
    a question for several things or for a number, which may have changed; claims are shown, several for a list.
    """

    answer: float = 0.5
    support: float = 0.6
    sure: float = 0.72
    dissent: float = 0.2
    differ: float = 1.5
    version: float = 0.2
    passages: int = 30
    read: int = 3
    more: int = 5
    claims: int = 2
    several: int = 6

    @property
    def dissenting(self) -> float:
        """Return the line for what may contradict or change an answer: what is below it is looked at no further."""
        return self.answer - self.dissent


@dataclass(frozen=True, slots=True)
class Reading:
    """A window that was read, how sure it is, 0–1, that it states the answer, and the words of it that would be it.

    They are several where several are asked for. likelihood is the mean natural logarithm of the probability of their
    tokens as the model's reply, infinite where code found them.
    """

    window: Window
    probability: float
    words: tuple[str, ...] = ()
    likelihood: float = -inf


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim, how sure it is that it answers, the sentence that it tells, and the window that this was read in.

    words are the few of the window that the model would answer with.
    """

    claim: Claim
    confidence: float
    sentence: Sentence
    window: Window
    words: str = ""

    @property
    def article(self) -> str:
        """Return the path of its article."""
        return self.sentence.article


@dataclass(frozen=True, slots=True)
class Context:
    """What an answer is made with, and who is told of it."""

    model: LanguageModel
    settings: AnswerSettings
    trace: Trace
    report: Report
    claimed: Callable[[Claim], None] = lambda _: None

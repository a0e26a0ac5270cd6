"""Checks a claim against the passage it rests on: named checks by the parse, and a model's signals, weighed together.

A single hard fact that the passage does not have stops a claim. What is no hard fact, another word for the same thing,
is weighed by one small calibrated model. Knows nothing of writing or searching.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from briefer.config import shipped
from briefer.grounding.checks import Finding, findings
from briefer.grounding.comparison import Comparison
from briefer.grounding.probability import from_log_odds
from briefer.grounding.support import Signals, signals
from briefer.language.analysis import analyse
from briefer.language.tokens import bare
from briefer.library.chunks import Chunk
from briefer.models.llm.base import LanguageModel
from briefer.schema import Article

MOST_COUNTED = 2  # findings of one check that weigh
WORDS = "words"  # the check whose findings weigh by their share of the claim's words
# A finding of these stops a claim by itself.
HARD = frozenset(
    {"numbers", "bounds", "amounts", "dates", "names", "quotations", "attribution", "subjects", "negation", "modality"}
    | {"causes", "grave"}
)


class Weights(BaseModel):
    """What a finding of each check adds to the log-odds of support, and each signal of a model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    command: str
    date: date
    bias: float
    findings: dict[str, float]
    signals: dict[str, float]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: the probability that the passage supports the claim, and what speaks against it.

    told is what the model alone makes of it, 0–1, which is surer of all that is said; 0 where it was not asked.
    """

    support: float
    findings: tuple[Finding, ...]
    told: float = 0.0

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the words of hard facts that the passage does not have."""
        return tuple(dict.fromkeys(finding.what for finding in self.findings if finding.check in HARD))


@cache
def weights() -> Weights:
    """Return the weights that ship, in data/check.toml."""
    return Weights.model_validate(tomllib.loads(shipped("check.toml").read_text(encoding="utf-8")))


def compare(claim: str, chunk: Chunk, *, given: str = "") -> Comparison:
    """Return a claim held against a chunk; names of given (a question, a topic) are known if the article has them."""
    article = chunk.article
    allowed = frozenset(bare(given)) & frozenset(bare(article.prose)) if given else frozenset()
    return Comparison(analyse(claim, chunk.parser), chunk.analysis, known=known_of(article), given=allowed)


def known_of(article: Article) -> str:
    """Return what is known of an article beside its text: its title, publisher and date."""
    return "\n".join(filter(None, [article.title, article.publisher, article.date]))


def evidence(text: str, article: Article) -> str:
    """Return the text that facts must stand in: some of an article, and what is known of the article."""
    return f"{text}\n{known_of(article)}"


def check(claim: str, chunk: Chunk, model: LanguageModel, *, given: str = "") -> CheckResult:
    """Return what all checks say of a claim; support is 0 where a hard fact is missing, and the model is not asked."""
    found = tuple(findings(compare(claim, chunk, given=given)))
    if any(finding.check in HARD for finding in found):
        return CheckResult(0.0, found)
    told = signals(claim, chunk.block, model)
    return CheckResult(weigh(claim, found, told), found, from_log_odds(told.support))


def weigh(claim: str, found: Sequence[Finding], told: Signals) -> float:
    """Return the probability, 0–1, that a passage supports a claim, by findings and signals."""
    by = weights()
    odds = by.bias + sum(by.findings.get(name, 0.0) * value for name, value in counts(claim, found).items())
    return from_log_odds(odds + sum(by.signals[name] * value for name, value in asdict(told).items()))


def counts(claim: str, found: Sequence[Finding]) -> dict[str, float]:
    """Return how much there is against a claim by each check, as it is weighed."""
    counted = Counter(finding.check for finding in found)
    share = counted.pop(WORDS, 0) / max(len(claim.split()), 1)
    return {name: float(min(count, MOST_COUNTED)) for name, count in counted.items()} | {WORDS: share}

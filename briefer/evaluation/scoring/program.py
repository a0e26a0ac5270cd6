"""Asks the program as a user does, and scores what every question has: its time, and what is made up."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Protocol

from briefer.errors import ArticleNotFoundError
from briefer.evaluation.report import Case, Score
from briefer.language.names import BY_PLACE, NAME, names, unnamed
from briefer.language.quantities import in_digits, numbers
from briefer.language.tokens import STOPWORDS, bare, stem, stems, undotted
from briefer.library.filters import Filters
from briefer.progress import Report
from briefer.schema import Answer, Article, Brief, Citation, Claim, Passage, Wording

RETRIEVED = 3  # passages that are listed with a failure
MADE_UP = "made up"
CHECKS = {"check", "judge", "verdict", "compare"}  # steps of an answer
NO = "no answer"
ANYTHING = Filters()

WORKED_OUT = re.compile(
    r"\[[^\]]*\d[^\]]*\]"
)  # a day that was worked out from the article's date: "yesterday [3 May 2024]"


class Program(Protocol):
    """A folder of articles that can be asked."""

    def ask(self, question: str, *, filters: Filters = ANYTHING, explain: bool = False) -> Answer:
        """Return what the articles say to a question, with its steps if they are to be explained."""

    def brief(self, topic: str) -> Brief:
        """Return a one-page brief on a topic."""

    def search(self, query: str, *, top_k: int = 8, filters: Filters = ANYTHING) -> list[Passage]:
        """Return the best paragraphs for a query."""

    def article(self, path: str) -> Article:
        """Return one article."""

    def ingest(self, *, report: Report = lambda *_: None) -> object:
        """Bring the library up to date with the folder."""


def ask(program: Program, question: str, filters: Filters = ANYTHING) -> tuple[Answer, float]:
    """Return the program's answer with its steps, and the seconds that it took."""
    started = time.perf_counter()
    answer = program.ask(question, filters=filters, explain=True)
    return answer, time.perf_counter() - started


def asked(
    name: str,
    program: Program,
    answer: Answer,
    *,
    scores: dict[str, Score],
    expected: str,
    failed: bool,
    group: str | None = None,
    positive: bool | None = None,
    filters: Filters = ANYTHING,
) -> Case:
    """Return the case of a question that was asked; what was retrieved is kept where it failed."""
    failed = failed or any(name.startswith(MADE_UP) and score.hit for name, score in scores.items())
    sides = [" against ".join(side.text for side in d.sides) for d in answer.disagreements]
    retrieved = answer.nearest
    if failed and not retrieved:
        retrieved = tuple(program.search(answer.question, top_k=RETRIEVED, filters=filters))
    supports = {f"support {number}": claim.support for number, claim in enumerate(answer.claims, 1)}
    return Case(
        id=name, group=group or name, question=answer.question, expected=expected, positive=positive, failed=failed,
        said=" / ".join([*(claim.text for claim in answer.claims), *sides]) or answer.reason, scores=scores,
        probabilities={"confidence": answer.confidence, **supports}, retrieved=retrieved if failed else (),
    )  # fmt: skip


def common(program: Program, answer: Answer, seconds: float) -> dict[str, Score]:
    """Return the scores that every question has: its seconds, those for checks, its claims with something made up."""
    claims = [*answer.claims, *(side for d in answer.disagreements for side in d.sides)]
    checking = sum(step.seconds for step in answer.steps if step.stage in CHECKS)
    scores = {"seconds": Score(hit=seconds), "checking, of the seconds": Score(hit=checking, of=seconds)}
    return scores | made_up(program, claims)


def made_up(program: Program, claims: Sequence[Claim]) -> dict[str, Score]:
    """Return how many of some claims have something made up; nothing where there are none."""
    wrong = sum(not _stands(program, claim) for claim in claims)
    return {MADE_UP: Score(hit=wrong, of=len(claims))} if claims else {}


def _stands(program: Program, claim: Claim) -> bool:
    """Return whether nothing in a claim is made up: its quotations are where they say, its numbers and names are there.

    The cited articles are looked through as a whole, with what is known of them, and the checks that the program made
    are not asked again.
    """
    texts = []
    for citation in claim.citations:
        try:
            article = program.article(citation.article)
        except ArticleNotFoundError:
            return False
        here = article.text[citation.start : citation.end] == citation.quote
        if not here or citation.quote not in paragraph(program, citation):
            return False
        texts += [article.text, article.title, article.publisher or "", article.date or ""]
    if claim.wording is Wording.COUNTED:
        return True
    text, said = "\n".join(texts), WORKED_OUT.sub("", claim.text)
    named = [*unnamed(names(said), text), *_strange_first(in_digits(said), in_digits(text))]
    return set(numbers(said)) <= set(numbers(text)) and not named


def paragraph(program: Program, citation: Citation) -> str:
    """Return the text of the paragraph that a citation is of, empty if there is none of that number."""
    article = program.article(citation.article)
    part = next((p for p in article.paragraphs if p.number == citation.paragraph), None)
    return article.text[part.start : part.end] if part else ""


def _strange_first(claim: str, text: str) -> list[str]:
    """Return the first word of a claim, in lower case, if a text has it neither as a name nor in any other form.

    `names` leaves it out, since it may be a name or not: "Russia attacked the port" of "Ukraine attacked the port".
    """
    said = NAME.match(undotted(claim).lstrip("“\"‘'"))
    first = bare(said.group())[:1] if said else []
    if not first or first[0] in BY_PLACE | STOPWORDS or first[0].isdigit() or stem(first[0]) in stems(text):
        return []
    return unnamed(first, text)

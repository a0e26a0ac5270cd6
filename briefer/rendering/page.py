"""What a page can be told: its paper, whether it has its evidence. Knows nothing of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from briefer.errors import ArticleNotFoundError, UsageError
from briefer.schema import Answer, Article, Brief

LONGEST_MARK = 80  # characters that stand in one line of a page


class Paper(StrEnum):
    """The size of a sheet."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Page:
    """How a result becomes a file; what a format has no use for, it passes over.

    evidence is whether the cited paragraphs follow from the second sheet on (a page for the screen always has them).
    paragraphs are their texts by article and number; of one that is not there the quoted words alone are shown.
    """

    paper: Paper = Paper.A4
    evidence: bool = False
    paragraphs: Mapping[tuple[str, int], str] = field(default_factory=dict)


def marked(text: str) -> str:
    """Return how a page is to be handled, in one line; raises UsageError for what is too long for one."""
    if len(text) > LONGEST_MARK:
        raise UsageError(f"'{text}' is too long for --mark: at most {LONGEST_MARK} characters, as \"TLP:AMBER\".")
    return " ".join(text.split())


def paragraphs(result: Answer | Brief, article: Callable[[str], Article]) -> dict[tuple[str, int], str]:
    """Return the texts of the paragraphs that a result cites; of an article that is gone, none.

    article returns the article of a path, or raises ArticleNotFoundError.
    """
    sides = [side for d in result.disagreements for side in d.sides] if isinstance(result, Answer) else []
    claims = [*result.claims, *sides] if isinstance(result, Answer) else result.claims()
    places = {(c.article, c.paragraph) for claim in claims for c in claim.citations}
    found: dict[tuple[str, int], str] = {}
    for path in {path for path, _ in places}:
        try:
            whole = article(path)
        except ArticleNotFoundError:
            continue
        found |= {(path, p.number): whole.text[p.start : p.end] for p in whole.paragraphs if (path, p.number) in places}
    return found

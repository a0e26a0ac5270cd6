"""What rows evaluation sets have, a class a kind of set. Knows nothing of files or of measuring."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from briefer.evaluation.report import SetKind
from briefer.schema import Verdict


def matches(pattern: str, text: str) -> bool:
    """Return whether a pattern of a set is in a text: case does not count, a dot matches a line end too."""
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as exc:
        raise ValueError(f"'{pattern}' is no regular expression ({exc})") from exc
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Row(BaseModel):
    """A line of a set; fields that are not needed are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class QuestionRow(Row):
    """A question on a folder of articles; accept is a regular expression that a right answer matches.

    verdict is what is right to answer where a question wants yes or no; also are snippets of other paragraphs that
    may be cited in place of the one with the evidence.
    """

    id: str
    question: str
    answerable: bool
    accept: Pattern | None
    article: str | None
    evidence: str | None
    also: tuple[str, ...] = ()
    verdict: Verdict | None = None

    @model_validator(mode="after")
    def _can_be_scored(self) -> QuestionRow:
        if self.answerable and (self.accept is None or self.evidence is None):
            raise ValueError("'accept' and 'evidence' must be given where 'answerable' is true")
        if self.verdict and not self.answerable:
            raise ValueError("'verdict' must not be given where 'answerable' is false")
        return self


class ChoiceRow(Row):
    """A question with choices on one article; nei_idx is the choice that says "not enough information"."""

    question_id: str
    article_id: str
    type: str
    question: str
    choices: tuple[str, ...] = Field(min_length=2)
    answer_idx: int = Field(ge=0)
    unanswerable: bool
    nei_idx: int = Field(ge=0)

    @model_validator(mode="after")
    def _indexes_are_choices(self) -> ChoiceRow:
        if max(self.answer_idx, self.nei_idx) >= len(self.choices):
            raise ValueError(f"'answer_idx' and 'nei_idx' must be below {len(self.choices)}, the number of 'choices'")
        return self


class StoryRow(Row):
    """An article that multiple-choice questions are about."""

    article_id: str
    text: str


class SummaryRow(Row):
    """A statement on a document, consistent with it (1) or not (0)."""

    id: str
    doc_id: str
    summary: str
    label: Literal[0, 1]
    edit_types: tuple[str, ...]


class DocumentRow(Row):
    """A document that summaries are of."""

    doc_id: str
    text: str


class CitationRow(Row):
    """A question on one passage, with the sentences of it that each annotator chose, if any did."""

    id: str
    question: str
    title: str
    passage: str
    sentences: tuple[str, ...]
    answerable: bool
    selected_sentences: tuple[tuple[str, ...], ...]


class SwapRow(Row):
    """A question with true snippets, and the same ones with the answer swapped for another."""

    id: int | str
    query: str
    answer: Any
    fakeanswer: str
    positive: tuple[str, ...] = Field(min_length=1)
    positive_wrong: tuple[str, ...] = Field(min_length=1)


class Snippet(Row):
    """A document of a mixed row, with the answer that it gives."""

    text: str
    answer: str


class ConflictRow(Row):
    """A question with documents that may give different answers."""

    question: str
    documents: tuple[Snippet, ...] = Field(min_length=1)


class ClaimRow(Row):
    """A claim on a passage of an article, supported by it or altered in one thing, which kind names."""

    id: str
    article: str
    passage: str = Field(min_length=1)
    claim: str = Field(min_length=1)
    supported: bool
    kind: str


class Fact(Row):
    """A fact that a brief must have; one of weight 2 belongs in its headline or bottom line."""

    fact: str
    accept: Pattern
    article: str
    weight: int = Field(ge=1)


class Saying(Row):
    """Words of an article, and a pattern of who said them."""

    speaker: Pattern
    words: str = Field(min_length=1)
    article: str


class Day(Row):
    """A day, as ISO 8601, that a timeline must have an entry of."""

    iso: str
    accept: Pattern
    article: str


class BriefRow(Row):
    """A topic over a folder of articles, which its corpus names: what a brief on it must have, and must not.

    absent is whether the folder has nothing on it; articles are those that it has. off are patterns of what has no
    place in the brief.
    """

    id: str
    corpus: str = Field(min_length=1)
    topic: str
    absent: bool
    facts: tuple[Fact, ...] = ()
    speakers: tuple[Saying, ...] = ()
    dates: tuple[Day, ...] = ()
    off: tuple[Pattern, ...] = ()
    articles: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_scored(self) -> BriefRow:
        if self.absent and self.facts:
            raise ValueError("'facts' must not be given where 'absent' is true")
        if not self.absent and not (self.facts and self.articles):
            raise ValueError("'facts' and 'articles' must be given where 'absent' is false")
        return self


KINDS: dict[SetKind, type[Row]] = {
    SetKind.QUESTIONS: QuestionRow, SetKind.CHOICES: ChoiceRow, SetKind.SUMMARIES: SummaryRow,
    SetKind.PASSAGES: CitationRow, SetKind.SWAPPED: SwapRow, SetKind.MIXED: ConflictRow, SetKind.CLAIMS: ClaimRow,
    SetKind.BRIEFS: BriefRow,
}  # fmt: skip
# The second files: what their rows are, and which field names an article.
BESIDE: dict[SetKind, tuple[type[StoryRow] | type[DocumentRow], str]] = {
    SetKind.CHOICES: (StoryRow, "article_id"),
    SetKind.SUMMARIES: (DocumentRow, "doc_id"),
}


def id_of(row: Row, number: int) -> str:
    """Return what a row is called: its own id, else its line in the file, from 1."""
    return str(getattr(row, "id", None) or getattr(row, "question_id", None) or number)

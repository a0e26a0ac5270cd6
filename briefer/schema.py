"""The data that crosses Briefer's boundaries: articles, claims with their citations, answers and briefs.

Knows nothing of how any of it is made. Everything is frozen, refuses unknown fields, and survives a round trip
through JSON unchanged. Offsets are in characters (Unicode code points) of the article's normalised text.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from briefer import earlier

MOSTLY = 0.5  # of an article's text, below which its list says why so little of it is evidence
Probability = Annotated[float, Field(ge=0, le=1)]


class Model(BaseModel):
    """The settings that all of them share."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True)


class Role(StrEnum):
    """What a paragraph is to its article. Only TEXT is evidence; INSTRUCTION addresses its reader as a machine.

    REPEATED stands in many articles of a paper or a folder and is of none; SUPERSEDED is of an article that a later
    version replaces.
    """

    TEXT = "text"
    HEADLINE = "headline"
    NOTICE = "notice"
    INSTRUCTION = "instruction"
    REPEATED = "repeated"
    SUPERSEDED = "superseded"


class Span(Model):
    """A stretch of an article's text, end exclusive."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)


class Paragraph(Model):
    """The unit that is cited: its number from 1 in reading order, its offsets and its sentences.

    time is when the entry of a live report that it belongs to was written, ISO 8601 as far as the article says it
    ("14:32", "2025-05-06T14:32"); None elsewhere.
    """

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    role: Role = Role.TEXT
    sentences: tuple[Span, ...]
    time: str | None = None


class Article(Model):
    """One article: its normalised text and what is known about it. Dates are ISO 8601, or None.

    language is a code of two letters (ISO 639-1); notes tell in one plain sentence each what was mended or is doubtful;
    pages are the offsets where each page begins, none where the file has no pages. version is "corrected" or "updated"
    where it replaces an earlier version that the folder has too, else "".
    """

    path: str
    title: str
    publisher: str | None = None
    date: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    version: str = ""
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    sha256: str
    text: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def prose(self) -> str:
        """Return the text that is evidence, a line a paragraph: no notices, nothing that addresses a machine."""
        return "\n".join(self.text[p.start : p.end] for p in self.paragraphs if p.role is Role.TEXT)

    def page(self, offset: int) -> int | None:
        """Return the number, from 1, of the page that a place of the text is on; None where there are no pages."""
        return bisect_right(self.pages, offset) or None


class Citation(Model):
    """A paragraph and the words in it that a claim rests on: text[start:end] of the article is the quote.

    page is where the quote begins, None where the file has no pages. version is the article's; sha256 is that of its
    text as it was then, "" where an earlier version of the program cited it.
    """

    article: str
    title: str
    publisher: str | None
    date: str | None
    paragraph: int = Field(ge=1)
    page: int | None = None
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    version: str = ""
    sha256: str = ""


class Passage(Model):
    """A paragraph that a search found; version is its article's, and score is higher for better."""

    article: str
    title: str
    publisher: str | None
    date: str | None
    paragraph: int
    text: str
    start: int
    end: int
    version: str = ""
    score: float


class Wording(StrEnum):
    """Whose words a claim is in: a source's, a source's with some left out, the model's, or the program's count."""

    VERBATIM = "verbatim"
    SHORTENED = "shortened"
    MODEL = "model"
    COUNTED = "counted"


class Certainty(StrEnum):
    """How many independent accounts of the folder say something, or that another says otherwise."""

    CONFIRMED = "confirmed"
    SINGLE = "one account"
    CONTRADICTED = "contradicted"


class Claim(Model):
    """A statement and what it rests on. support is the probability that the citations say it.

    certainty is counted, None where nobody counted. short are the few words of it that answer a question, "" where
    these are no short answer; when is the day or time it was told, ISO 8601, where that matters because it changed, and
    superseded whether a newer source tells it otherwise.
    """

    text: str = Field(min_length=1)
    support: Probability
    wording: Wording
    certainty: Certainty | None = None
    short: str = ""
    when: str = ""
    superseded: bool = False
    citations: tuple[Citation, ...] = Field(min_length=1)

    _earlier = model_validator(mode="before")(earlier.claim)


class Disagreement(Model):
    """Sources that do not agree, side by side."""

    about: str
    sides: tuple[Claim, ...] = Field(min_length=2)


class Step(Model):
    """One step of how a result was made: what was done with what, what came of it, and where.

    value is the score or probability that decided, 0–1, None where none did; seconds and the tokens that the model
    evaluated are since the step before.
    """

    stage: str
    text: str
    outcome: str = ""
    value: float | None = None
    article: str | None = None
    paragraph: int | None = None
    seconds: float = 0.0
    tokens: int = 0


class Verdict(StrEnum):
    """What the sources say to a question that wants a yes or a no."""

    YES = "yes"
    NO = "no"


class Answer(Model):
    """What the sources say to a question, or that they do not. nearest is what was found, never a source.

    verdict is None where the question wants no yes or no, or the sources leave it open; missing are the parts of the
    question that they do not answer. partial is whether they may tell of more, as of a list, of which only the nearest
    passages were read. confidence is that of the best candidate, even of one below the line, and 0 where there was
    none. steps tell how it was made, where that was asked for. seal is a digest of all else, in a file.
    """

    question: str
    answered: bool
    reason: str
    claims: tuple[Claim, ...]
    verdict: Verdict | None = None
    missing: tuple[str, ...] = ()
    partial: bool = False
    disagreements: tuple[Disagreement, ...] = ()
    confidence: Probability = 0.0
    steps: tuple[Step, ...] = ()
    nearest: tuple[Passage, ...]
    model: str
    seconds: float
    seal: str = ""


class Listed(Model):
    """An article or a file of the folder as a list shows it. status is "indexed", or why it cannot be read.

    paragraphs are those of evidence; shares tell how much of the text is of each role, 0–1, copies which other articles
    are copies of it, replaces of which it is a later version, and replaced_by which is a later version of it, "" for
    none.
    """

    path: str
    title: str
    publisher: str | None = None
    date: str | None = None
    language: str | None = None
    paragraphs: int = Field(default=0, ge=0)
    shares: dict[Role, Probability] = {}
    copies: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: str = ""
    notes: tuple[str, ...] = ()
    status: str

    @property
    def evidence(self) -> float:
        """Return the share of the text that can be evidence, 0–1."""
        return self.shares.get(Role.TEXT, 0.0)

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what is wrong or doubtful with it, a sentence each; none for what is read as it stands."""
        if self.status != "indexed":
            return (self.status,)
        repeated = self.shares.get(Role.REPEATED, 0.0)
        of_paper = (f"{repeated:.0%} of its text stands in many articles and was left out.",) if repeated else ()
        return (*self._left_out(), *of_paper, *self.notes)

    def _left_out(self) -> tuple[str, ...]:
        if self.replaced_by:
            return (f"It is replaced by a later version, '{self.replaced_by}'.",)
        if self.evidence >= MOSTLY:
            return ()
        others = sorted(((share, role) for role, share in self.shares.items() if role is not Role.TEXT), reverse=True)
        named = ", ".join(f"{role.value} {share:.0%}" for share, role in others if share)
        return (f"Only {self.evidence:.0%} of its text can be evidence; the rest was taken for {named}.",)


class Statement(Model):
    """Who said what: the speaker and their role as the source names them, "" for none, and the source's own verb."""

    speaker: str
    role: str = ""
    verb: str
    claim: Claim

    _earlier = model_validator(mode="before")(earlier.statement)


class Event(Model):
    """Something that happened or is planned, with its date as the source gives it and, where that is one, as ISO 8601.

    worked_out is whether the ISO date was worked out from the day of the article: "on Monday".
    """

    date: str
    iso: str | None
    worked_out: bool = False
    claim: Claim


class Value(Model):
    """One value of a figure, with the day it is told for, ISO 8601, None if that is unknown."""

    value: str
    date: str | None
    claim: Claim


class Figure(Model):
    """A figure that changed, values of several days with the newest first, or on which sources of one day differ."""

    about: str
    changed: bool
    values: tuple[Value, ...] = Field(min_length=2)


class Story(Model):
    """One event or matter of a brief: its name, the day it is told for, and the articles that tell of it."""

    name: str
    date: str | None
    articles: tuple[str, ...] = Field(min_length=1)


class Source(Model):
    """An article that the brief cites, and which of its paragraphs; version is the article's."""

    article: str
    title: str
    publisher: str | None
    date: str | None
    paragraphs: tuple[int, ...]
    version: str = ""

    _earlier = model_validator(mode="before")(earlier.source)


class Made(Model):
    """How a brief was made: enough to make it again."""

    version: str
    model: str
    model_sha256: str | None
    embedder: str
    corpus: str
    corpus_sha256: str
    articles: int
    settings: dict[str, str | float | int | None]
    at: str
    seconds: float
    tokens: int = Field(default=0, ge=0)


class Brief(Model):
    """One page on a topic, bottom line first. What the sources cannot fill is empty.

    stories are the events it tells of, the weightiest first; rests_on says in one line what it rests on; mark is how
    the page is to be handled ("TLP:AMBER"); seal is a digest of all else, in a file. Schema 1 is read as schema 2.
    """

    version: Literal[2] = Field(default=2, alias="schema")
    topic: str
    answered: bool
    reason: str
    headline: Claim | None
    bottom_line: tuple[Claim, ...]
    key_points: tuple[Claim, ...]
    who_said_what: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    timeline: tuple[Event, ...]
    watch: tuple[Event, ...]
    gaps: tuple[str, ...]
    stories: tuple[Story, ...]
    sources: tuple[Source, ...]
    accounts: int = Field(ge=0)
    rests_on: str = ""
    nearest: tuple[Passage, ...]
    mark: str = ""
    steps: tuple[Step, ...] = ()
    made: Made
    seal: str = ""

    _earlier = model_validator(mode="before")(earlier.brief)

    def claims(self) -> list[Claim]:
        """Return every statement of the brief, in reading order."""
        first = [self.headline] if self.headline else []
        said = [s.claim for s in self.who_said_what]
        values = [value.claim for figure in self.figures for value in figure.values]
        events = [e.claim for e in (*self.timeline, *self.watch)]
        return [*first, *self.bottom_line, *self.key_points, *said, *values, *events]

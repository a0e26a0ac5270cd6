"""What a page is made of: sections, each a block with a title or without. Knows nothing of results or formats.

All texts are as they are in the result: what draws them sees to it that none becomes markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefer.schema import Citation, Claim, Passage, Role, Step


class LeadKind(StrEnum):
    """What is told before a statement: yes or no, the few words that answer, the day it happened or was published."""

    VERDICT = "verdict"
    SHORT = "short"
    DAY = "day"
    PUBLISHED = "published"


class Flow(StrEnum):
    """How statements follow each other: in one paragraph, in a paragraph each, in a list."""

    RUN = "run"
    PARAGRAPHS = "paragraphs"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a statement; note adds to it, as 2024-05-11 does to "last Saturday"."""

    kind: LeadKind
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation by the number that its source has on the page, from 1."""

    source: int
    citation: Citation

    @property
    def label(self) -> str:
        """Return the number of the source and the paragraph, as 2:7."""
        return f"{self.source}:{self.citation.paragraph}"


@dataclass(frozen=True, slots=True)
class Said:
    """A claim on a page, with the marks of what it rests on, each citation once; sure is a word on how sure it is."""

    claim: Claim
    marks: tuple[Mark, ...]
    lead: Lead | None = None
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source with its number on the page, and the quotes to be shown under it."""

    number: int
    article: str
    title: str
    publisher: str | None
    date: str | None
    quotes: tuple[Citation, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The topic of a brief and its headline."""

    topic: str
    headline: Said | None


@dataclass(frozen=True, slots=True)
class Title:
    """The title of an article, or a question, and what is known of it."""

    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Why nothing is said."""

    reason: str


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements, one after another."""

    said: tuple[Said, ...]
    flow: Flow


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something, and what they are, "" where nothing tells."""

    name: str
    role: str

    def __str__(self) -> str:
        """Return both in one line."""
        return ", ".join(filter(None, (self.name, self.role)))


Cell = str | Speaker | Said


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, speakers and statements."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list of texts that rest on no source."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class References:
    """The sources of a page, in the order of their numbers; quoted is whether quotes stand under them."""

    sources: tuple[Reference, ...]
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Passages that a search found, after a line on them."""

    passages: tuple[Passage, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of an article: its number, what it is, and its text."""

    number: int
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The paragraphs of an article."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """How a result was made, step by step."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A line in small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Handling:
    """How the page is to be handled, as TLP:AMBER; it stands at its head and at its foot."""

    text: str


Block = (
    Masthead | Title | Silence | Statements | Table | Points | References | Found | Reading | Steps | Note | Handling
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A block and the title above it, "" where it has none; told is whether a source's own words are the title."""

    block: Block
    title: str = ""
    told: bool = False

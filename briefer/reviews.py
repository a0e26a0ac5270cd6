"""The data that tells of briefs, what changed since an earlier one and what to ask for one on, and of what is amiss.

Knows nothing of how any of it is found. Like `schema`: frozen, and the same after a round trip through JSON.
"""

from __future__ import annotations

from enum import StrEnum

from briefer.schema import Claim, Model


class Finding(Model):
    """One thing that was looked into: what it is, how it is, and what to do about it, "" if nothing is wrong."""

    what: str
    told: str
    remedy: str = ""


class Loss(StrEnum):
    """Why a statement of a brief has lost its source."""

    ARTICLE = "article removed"
    TEXT = "text changed"


class Moved(Model):
    """A number, name or date that an earlier brief gave and a later one gives otherwise, with what each says of it."""

    old: str
    new: str
    before: Claim
    now: Claim


class Gone(Model):
    """A statement of an earlier brief of which no source stands any more, and why."""

    reason: Loss
    claim: Claim


class Changes(Model):
    """What a brief says that an earlier one on the same topic did not.

    since and at tell when the two were made, ISO 8601 in UTC; since is None where there is no earlier one, and all is
    new. reason is why the later one says nothing, else empty. What both say is left out, and what the later one merely
    had no room for.
    """

    topic: str
    since: str | None
    at: str
    reason: str
    nothing_new: bool
    new: tuple[Claim, ...]
    moved: tuple[Moved, ...]
    gone: tuple[Gone, ...]


class Proposal(Model):
    """A topic that a brief can be asked for, how many articles tell of it, when the newest is of, and some titles."""

    topic: str
    articles: int
    newest: str | None
    titles: tuple[str, ...]


class Part(StrEnum):
    """What of a file is verified."""

    FILE = "file"
    PAGE = "page"
    ARTICLE = "article"
    QUOTATION = "quotation"
    STATEMENT = "statement"


class State(StrEnum):
    """What became of it."""

    HOLDS = "holds"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


class Ruling(Model):
    """One part of a file, what became of it, and why; text is what it says, article and paragraph where that stands."""

    part: Part
    state: State
    text: str
    reason: str = ""
    article: str | None = None
    paragraph: int | None = None


class Verification(Model):
    """What of a brief or an answer in a file holds, held against the articles as they are now; holds if all does."""

    file: str
    format: str
    about: str
    holds: bool
    rulings: tuple[Ruling, ...]

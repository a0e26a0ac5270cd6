"""What a reader returns. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block of text is by its layout; UNKNOWN where the layout does not say."""

    UNKNOWN = "unknown"
    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"
    ROW = "row"
    NOTE = "note"  # a footnote
    LABEL = "label"  # all of it is a link, a caption or the like: it names something else


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and what the file says of itself; the date is ISO 8601, or None if it says none.

    kinds has one for each block between the text's blank lines, or none where nothing is known of any. language is what
    the file calls it, as `language.identify.code_of` reads; notes tell in one plain sentence each what was mended or is
    doubtful; pages are the offsets in the text where each page begins, in formats that have pages. by_program says that
    the author is the one as whom a program knew its user, who may be another.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    by_program: bool = False


def joined(blocks: Iterable[tuple[str, Kind]]) -> tuple[str, tuple[Kind, ...]]:
    """Return the text of some blocks and their kinds, without empty ones."""
    kept = [(text.strip("\n"), kind) for text, kind in blocks if text.strip()]
    return "\n\n".join(text for text, _ in kept), tuple(kind for _, kind in kept)

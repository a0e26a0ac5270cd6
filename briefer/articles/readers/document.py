"""What a reader returns. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and what the file says of itself; the date is ISO 8601, or None if it says none.

    language is a code of two letters (ISO 639-1); notes tell in one plain sentence each what was mended or is doubtful;
    pages are the offsets in the text where each page begins, in formats that have pages.
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

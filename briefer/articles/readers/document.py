"""What a reader returns. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and what the file says of itself; the date is ISO 8601, or None if it says none."""

    text: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None

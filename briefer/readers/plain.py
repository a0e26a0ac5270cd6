"""Reads plain text. A text file says nothing of itself beyond its text."""

from __future__ import annotations

from briefer.readers.document import Document


def read(data: bytes) -> Document:
    """Return the document in a plain text file."""
    return Document(data.decode("utf-8-sig"))

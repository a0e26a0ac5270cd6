"""Reads plain text. A text file says nothing of itself beyond its text."""

from __future__ import annotations

from briefer.articles.readers.document import Document
from briefer.articles.readers.html import without_comments


def read(data: bytes) -> Document:
    """Return the document in a plain text file, without the comments that a web page left in it."""
    text = data.decode("utf-8-sig")
    rest, ended = without_comments(text)
    return Document(rest if ended else text)

"""Reads plain text: its paragraphs by the layout of its lines, and what stands above it of names and dates."""

from __future__ import annotations

from briefer.articles.readers.about import about, document
from briefer.articles.readers.document import Document, joined
from briefer.articles.readers.encodings import decode
from briefer.articles.readers.html import without_comments
from briefer.articles.readers.lines import blocks
from briefer.articles.readers.quotes import unquoted


def read(data: bytes) -> Document:
    """Return the document in a plain text file, without the comments that a web page left in it.

    Raises ReadError for bytes that are no text.
    """
    text, notes = decode(data)
    rest, ended = without_comments(text)
    found = about((rest if ended else text).replace("\r\n", "\n").replace("\r", "\n"))
    parts, doubts = blocks(unquoted(found.text))
    whole, kinds = joined(parts)
    return document(found, whole, kinds, (*notes, *doubts))

"""Puts a document and what can be read off it together as an Article: title, date, paragraphs. Knows no index."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from pathlib import Path

from briefer.articles import injection, readers
from briefer.articles.boilerplate import date_of
from briefer.articles.paragraphs import paragraphs
from briefer.articles.readers.document import Document
from briefer.schema import Article, Paragraph, Role

log = logging.getLogger("briefer")


def article_of(path: str, document: Document) -> Article:
    """Return the article in a document; what the file does not say of itself is read off its text, or its name.

    A title or publisher that addresses its reader as a machine is left out, with a warning.
    """
    parts = paragraphs(document.text)
    titles = (document.title, readers.name(headline(document.text, parts)))
    title = next((t for t in titles if t and not _is_order(path, "title", t)), None)
    publisher = document.publisher
    return Article(
        path=path,
        title=title or _title_of(path),
        publisher=publisher if publisher and not _is_order(path, "publisher", publisher) else None,
        date=document.date or dateline(document.text, parts),
        author=document.author,
        language=document.language,
        url=document.url,
        notes=document.notes,
        pages=document.pages,
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        text=document.text,
        paragraphs=parts,
    )


def articles_of(path: str, documents: Sequence[Document]) -> list[Article]:
    """Return the articles of a file: of its path if it is one, else of that path with a number, from 1: mail.mbox#2."""
    if len(documents) == 1:
        return [article_of(path, documents[0])]
    return [article_of(f"{path}#{number}", document) for number, document in enumerate(documents, 1)]


def _is_order(path: str, what: str, text: str) -> bool:
    if not injection.addresses(text):
        return False
    log.warning("The %s of '%s' addresses the reader as a machine; it is left out.", what, path)
    return True


def _title_of(path: str) -> str:
    stem = Path(path).stem.replace("_", " ")
    return "Untitled" if injection.addresses(re.sub(r"[-.]", " ", stem)) else stem


def headline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the leading line if it is a headline, else None."""
    if parts and parts[0].role is Role.HEADLINE:
        return text[parts[0].start : parts[0].end]
    return None


def dateline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the date, as ISO 8601, of a line of its own near the top that tells nothing but a full date, else None."""
    lines = [text[part.start : part.end] for part in parts[:4] if part.role in {Role.HEADLINE, Role.NOTICE}]
    return next(filter(None, map(date_of, lines)), None)

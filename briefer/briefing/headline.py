"""Makes the headline of a page and the names of its stories of the sources' own words. Knows no model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefer.briefing.candidates import Candidate
from briefer.language.core import core
from briefer.language.tokens import stems
from briefer.library.chunks import Chunk
from briefer.schema import Article, Paragraph, Role, Span

LONGEST_NAME = 16  # words of the name of a story
LONGEST = 24  # words of a headline
OPENING = 4  # paragraphs that must tell what an article's own headline does
TOLD = 0.6  # of its words
# A word of letters and digits: the name of a file, and no title.
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])[0-9a-z]{6,}\b")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline and where it stands: spans of the article of chunk."""

    text: str
    chunk: Chunk
    spans: tuple[Span, ...]


def headline(lead: Candidate) -> Headline | None:
    """Return the headline of a page by its first sentence: its article's own, else who did what in the sentence.

    None where neither says it shortly. An article's own is taken where its first paragraphs have most of its words.
    """
    article = lead.chunk.article
    own = next((p for p in article.paragraphs[:2] if p.role is Role.HEADLINE), None)
    if own and not CODE.search(article.title):
        text = article.text[own.start : own.end].strip()
        told = stems(" ".join(article.text[p.start : p.end] for p in _opening(article)))
        wanted = stems(text)
        if wanted and len(wanted & told) >= TOLD * len(wanted) and len(text.split()) <= LONGEST:
            return Headline(text, lead.chunk.alone(own), (Span(start=own.start, end=own.end),))
    text = core(lead.tree)
    return Headline(text, lead.chunk, (lead.span,)) if text and len(text.split()) <= LONGEST else None


def _opening(article: Article) -> list[Paragraph]:
    return [p for p in article.paragraphs if p.role is Role.TEXT][:OPENING]


def name(article: Article, lead: Candidate | None) -> str:
    """Return what a story is called: the title of its main article, or who did what where that is a file's name."""
    if not CODE.search(article.title):
        return article.title
    told = core(lead.tree) if lead else ""
    return told if 0 < len(told.split()) <= LONGEST_NAME else article.title

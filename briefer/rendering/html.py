"""Draws sections as HTML by the templates beside it: for the screen, or for paper. Text never becomes markup.

No other module knows Jinja.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefer.rendering import data
from briefer.rendering.blocks import Mark, Masthead, Reference, References, Said, Section, Title
from briefer.rendering.layout import Result, described, document
from briefer.rendering.page import Page
from briefer.rendering.texts import direction, shown, unmarked

if TYPE_CHECKING:
    from jinja2 import Environment

Texts = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, and whether a statement rests on it."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited paragraph: all of it where it is whole, else what is quoted of it."""

    number: int
    pieces: tuple[Piece, ...]
    whole: bool


def draw(result: Result, page: Page) -> str:
    """Return a result as a page for the screen that needs no other file, its evidence at the end, its data within."""
    from markupsafe import Markup

    told = document(result, evidence=True)
    return filled("screen.html", told, page, data=Markup(data.dumped(result)), name=data.NAME)


def filled(template: str, sections: Sequence[Section], page: Page, **more: object) -> str:
    """Return a template with sections in it, and what else it asks for."""
    anchored = any(isinstance(s.block, References) and s.block.quoted for s in sections)
    return (
        _templates()
        .get_template(template)
        .render(sections=sections, anchored=anchored, texts=page.paragraphs, title=_title(sections), **more)
    )


def paragraphs(source: Reference, texts: Texts) -> Iterator[Cited]:
    """Yield the paragraphs that are quoted of a source, by number."""
    quotes: dict[int, list[str]] = {}
    for quote in sorted(source.quotes, key=lambda q: (q.paragraph, q.start)):
        quotes.setdefault(quote.paragraph, []).append(quote.quote)
    for number, own in quotes.items():
        pieces = tuple(_pieces(texts.get((source.article, number), ""), own))
        if pieces:
            yield Cited(number, pieces, whole=True)
        else:
            yield Cited(number, tuple(Piece(quote, quoted=True) for quote in dict.fromkeys(own)), whole=False)


def _pieces(text: str, quotes: Sequence[str]) -> Iterator[Piece]:
    """Yield a paragraph cut where quotes begin and end; nothing if it has not all of them."""
    places = [(text.find(quote), quote) for quote in quotes]
    if any(start < 0 for start, _ in places):
        return
    inside = {n for start, quote in places for n in range(start, start + len(quote))}
    whole, begin = unmarked(text), 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (end in inside) != (begin in inside):
            yield Piece(whole[begin:end], quoted=begin in inside)
            begin = end


def _title(sections: Sequence[Section]) -> str:
    for section in sections:
        match section.block:
            case Masthead(topic, headline):
                return f"{topic}: {headline.claim.text}" if headline else topic
            case Title(text, _):
                return text
    return "Passages"


def _marks(one: Said) -> list[Mark]:
    """Return the marks of a claim, those of a paragraph once."""
    return list({mark.label: mark for mark in one.marks}.values())


def _leading(pattern: str, mark: Mark) -> str:
    """Return the name of the place that a mark leads to, by a pattern for source and paragraph, or for the source."""
    return pattern % (mark.source, mark.citation.paragraph)[: pattern.count("%")]


def _cited(mark: Mark) -> str:
    """Return in words what a mark cites."""
    cited = mark.citation
    page = f", page {cited.page}" if cited.page else ""
    return f"{described(cited.title, cited.publisher, cited.date, cited.version)}, paragraph {cited.paragraph}{page}"


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def clean(value: object) -> object:
        return shown(value) if isinstance(value, str) and not isinstance(value, Markup) and value.strip() else value

    made = Environment(
        loader=PackageLoader("briefer.rendering"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=clean,
    )  # fmt: skip
    made.filters |= {
        "marks": _marks, "leading": _leading, "cited": _cited, "paragraphs": paragraphs,
        "direction": direction, "kind": lambda block: type(block).__name__,
    }  # fmt: skip
    return made

"""Splits an article's text into paragraphs and sentences, with exact offsets. Knows nothing of files or indexes."""

from __future__ import annotations

import re

from dateutil import parser as dates

from briefer.schema import Paragraph, Role, Span

# A block with a line longer than this is not hard-wrapped: each of its lines is a paragraph.
WRAPPED = 120
TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
HEADLINE_WORDS = 25
LISTED_WORDS = 12
NOTICE = re.compile(
    r"""^(
        (illustrations?|images?|photos?|photographs?|pictures?|graphics?)\ (are|is|was|were)\b.{0,30}\b
            (generated|representations?|illustrative|courtesy|licensed)\b
        | (cover\ )?(illustration|image|photo|photograph|picture|graphic)s?(\ (by|courtesy|credits?|via)\b|:)
        | (sources?|media\ names|references|further\ reading|related(\ articles)?|see\ also|tags?)\b[^.]{0,60}:?$
        | (read|see)\ (more|also|next)\b | sign\ up\b | subscribe\b | follow\ us\b | advertisement\b | share\ this\b
        | (©|\(c\)|copyright) | all\ rights\ reserved
        | (additional\ )?(reporting|writing|editing)\ by\b | this\ (article|story)\ (was\ )?(first|originally)\b
        | click\ here\b | (the\ )?author\ is\b
        | .*\b(image|photo|photograph|picture|credit)s?:\ [^:]{2,60}$
    )""",
    re.IGNORECASE | re.VERBOSE,
)

REFERENCES = re.compile(r"(sources?|references|further reading|see also|related)\b.{0,30}$", re.IGNORECASE)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a normalised text, numbered from 1 in reading order.

    Blank lines separate blocks; a block is one paragraph if it is hard-wrapped, else each of its lines is one.
    A line that is no prose is marked: a headline if prose follows it, else a notice (a bare list of media names, an
    illustration credit). Between paragraphs, and between the sentences of one, the text has only white space.
    """
    from syntok import segmenter  # regular expressions of a second, and only new articles need them

    spans = [span for start, end in _matches(r"(?:.+\n?)+", text) for span in _lines(text, start, end)]
    roles = [_role(text[start:end]) for start, end in spans]
    if len(spans) > 1 and roles[0] is Role.TEXT and _is_leading_line(text[slice(*spans[0])]):
        roles[0] = Role.HEADLINE
    listed = [i for i, span in enumerate(spans) if i and REFERENCES.match(text[slice(*span)])]
    if listed:  # a list of sources ends an article, so what comes after its heading is no prose of it
        roles[listed[-1] :] = [Role.NOTICE] * (len(spans) - listed[-1])
    last_prose = max((i for i, role in enumerate(roles) if role is Role.TEXT), default=-1)
    found = []
    for i, ((start, end), role) in enumerate(zip(spans, roles, strict=True)):
        starts = [
            start + sentence[0].offset for part in segmenter.process(text[start:end]) for sentence in part if sentence
        ]
        edges = [start, *starts[1:], end]
        sentences = tuple(
            Span(start=a, end=a + len(text[a:b].rstrip())) for a, b in zip(edges, edges[1:], strict=False)
        )
        ended = role is Role.HEADLINE and i > last_prose >= 0
        found.append(
            Paragraph(number=i + 1, start=start, end=end, role=Role.NOTICE if ended else role, sentences=sentences)
        )
    return tuple(found)


def headline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the leading line if it is a headline, else None."""
    if parts and parts[0].role is Role.HEADLINE:
        return text[parts[0].start : parts[0].end]
    return None


def dateline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the date, as ISO 8601, of a line of its own near the top that is nothing but a full date, else None."""
    for part in parts[:4]:
        line = text[part.start : part.end]
        if part.role is not Role.TEXT and re.search(r"\b\d{4}\b", line) and len(line.split()) <= 5:
            try:
                return dates.parse(line).date().isoformat()
            except (ValueError, OverflowError):
                continue
    return None


def _is_leading_line(text: str) -> bool:
    return not TERMINAL.search(text) and len(text.split()) <= HEADLINE_WORDS


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    block = text[start:end].rstrip("\n")
    lines = block.split("\n")
    wrapped = max(map(len, lines)) <= WRAPPED and not all(TERMINAL.search(line) for line in lines)
    if wrapped:
        return [(start, start + len(block))]
    return [(start + a, start + b) for a, b in _matches(r".+", block)]


def _matches(pattern: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(pattern, text)]


def _role(text: str) -> Role:
    words = text.split()
    if NOTICE.match(text) and len(words) <= HEADLINE_WORDS:
        return Role.NOTICE
    if TERMINAL.search(text):
        return Role.TEXT
    names = sum(word[0].isupper() for word in words) / len(words)
    if len(words) < LISTED_WORDS or (names > 0.6 and len(words) <= 4 * LISTED_WORDS):
        return Role.HEADLINE
    return Role.TEXT

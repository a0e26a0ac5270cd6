"""Estimates how high a page of a DOCX gets, from its sections. Rather too high: what opens it may have other fonts."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

from briefer.rendering.blocks import (
    Cell,
    Flow,
    Masthead,
    Note,
    Points,
    References,
    Said,
    Section,
    Silence,
    Statements,
    Table,
)
from briefer.rendering.docx.drawing import shares
from briefer.rendering.docx.parts import told
from briefer.rendering.docx.styles import APART, INDENT, SHEETS, SIDE, STYLES, TOP
from briefer.rendering.page import Paper

# In shares of the size of the type: how wide a letter of English is on average, one of another alphabet, and one that
# is as wide as high; how high a line is. Noto Serif has 0.46, 0.54, 1 and 1.36; the rest is for lines that end early.
ENGLISH, OTHER, WIDE, LINE = 0.48, 0.56, 1.03, 1.37
SEPARATOR = 8.0  # points, with the line above the footnotes


def fits(sections: Sequence[Section], paper: Paper, size: float) -> bool:
    """Return whether sections are estimated to fit one page with type of a size, in points."""
    width, height = SHEETS[paper]
    marks = {mark.source: mark for section in sections for one in _said(section) for mark in one.marks}
    notes = sum(_lines("footnote text", f"0 {told(mark)}", width - 2 * SIDE, size) for mark in marks.values())
    told_on = sum(_height(section, width - 2 * SIDE, size) for section in sections)
    return told_on + notes + SEPARATOR <= height - 2 * TOP


def _said(section: Section) -> list[Said]:
    """Return what a section says, in reading order."""
    match section.block:
        case Masthead(_, headline):
            return [headline] if headline else []
        case Statements(said, _):
            return list(said)
        case Table(_, rows):
            return [cell for row in rows for cell in row if isinstance(cell, Said)]
    return []


def _height(section: Section, width: float, size: float) -> float:
    block = section.block
    head = _lines("Story" if section.told else "Heading 2", section.title, width, size) if section.title else 0.0
    match block:
        case Masthead(topic, headline):
            text = _text(headline) if headline else topic
            return _lines("Topic", topic, width, size) + _lines("Heading 1", text, width, size)
        case Silence(text):
            return head + _lines("Lead", text, width, size)
        case Statements(said, Flow.RUN):
            return head + _lines("Lead", " ".join(map(_text, said)), width, size)
        case Statements(said, _):
            return head + sum(_lines("List Bullet", _text(one), width - INDENT, size) for one in said)
        case Table(_, rows):
            return head + _lines("Small", "Who", width, size) + sum(_row(row, width, size) for row in rows)
        case Points(texts):
            return head + sum(_lines("List Bullet", text, width - INDENT, size) for text in texts)
        case References():
            return APART + _lines("Small", section.title, width, size)
        case Note(text):
            return _lines("Small", text, width, size)
    return head


def _row(row: Sequence[Cell], width: float, size: float) -> float:
    texts = [_text(cell) if isinstance(cell, Said) else str(cell) for cell in row]
    return max(_lines("Cell", t, width * share - 9, size) for t, share in zip(texts, shares(len(texts)), strict=True))


def _text(one: Said) -> str:
    lead = f"{one.lead.text} ({one.lead.note}): " if one.lead else ""
    sure = f" ({one.sure})" if one.sure else ""
    return f"{lead}{one.claim.text}{' 0:00' * len(one.marks)}{sure}"


def _lines(style: str, text: str, width: float, size: float) -> float:
    """Return how high a paragraph is, in points."""
    _, share, before, after = STYLES[style]
    wide = sum(map(_letter, text))
    return math.ceil(wide * share * size / width) * LINE * share * size + before + after


def _letter(letter: str) -> float:
    if letter.isascii():
        return ENGLISH
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else OTHER

"""Splits an article's text into paragraphs and sentences, with exact offsets. Knows nothing of files or indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefer.articles import boilerplate
from briefer.articles.readers.document import Kind
from briefer.language.sentences import TERMINAL, sentences
from briefer.schema import Paragraph, Span

# A block with a line longer than this is not hard-wrapped: each of its lines is a paragraph.
WRAPPED = 120
# Bytes in UTF-8 of the longest paragraph, and sentence. No tokenizer makes more tokens of a text than it has bytes, so
# a paragraph always fits a context of 4,096 tokens with a question and its answer.
LONGEST = 1800


def paragraphs(text: str, kinds: Sequence[Kind] = ()) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a normalised text, numbered from 1 in reading order.

    Blank lines separate blocks, of which kinds has one each, or none; a block is one paragraph if it is hard-wrapped,
    else each of its lines is one.
    One longer than LONGEST is made several at its sentences' ends. Between paragraphs, and between the sentences of
    one, the text has only white space. Its role says whether it is prose.
    """
    blocks = _matches(r"(?:.+\n?)+", text)
    known = kinds if len(kinds) == len(blocks) else [Kind.UNKNOWN] * len(blocks)
    placed = [(span, kind) for edges, kind in zip(blocks, known, strict=True) for span in _lines(text, *edges)]
    spans = [span for span, _ in placed]
    found: list[Paragraph] = []
    for (start, end), role in zip(spans, boilerplate.roles(text, spans, [kind for _, kind in placed]), strict=True):
        for group in _parts(text, _sentences(text, start, end)):
            found.append(
                Paragraph(
                    number=len(found) + 1, start=group[0].start, end=group[-1].end, role=role, sentences=tuple(group)
                )
            )
    return tuple(found)


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences of a block; one longer than LONGEST is cut between words, or where it must be."""
    whole = [(start + a, start + b) for a, b in sentences(text[start:end])]
    return [Span(start=a, end=b) for edges in whole for a, b in _cut(text, *edges)]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while _size(text[start : min(end, start + LONGEST + 1)]) > LONGEST:
        limit = start + len(text[start : start + LONGEST].encode()[:LONGEST].decode(errors="ignore"))
        blank = max(text.rfind(mark, start + 1, limit + 1) for mark in " \n")
        yield (start, blank if blank > 0 else limit)
        start = blank + 1 if blank > 0 else limit
    yield (start, end)


def _parts(text: str, whole: list[Span]) -> list[list[Span]]:
    """Return the sentences in as few groups as LONGEST allows, of about the same size."""
    sizes = [_size(text[s.start : s.end]) + 1 for s in whole]
    aim = sum(sizes) / -(-sum(sizes) // LONGEST)
    groups: list[list[Span]] = [[]]
    filled = 0
    for sentence, size in zip(whole, sizes, strict=True):
        if groups[-1] and (filled >= aim or filled + size > LONGEST + 1):
            groups.append([])
            filled = 0
        groups[-1].append(sentence)
        filled += size
    return groups


def _size(text: str) -> int:
    return len(text.encode())


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    block = text[start:end].rstrip("\n")
    lines = block.split("\n")
    wrapped = max(map(len, lines)) <= WRAPPED and not all(TERMINAL.search(line) for line in lines)
    if wrapped and not any(map(boilerplate.stands_alone, lines[1:])):
        return [(start, start + len(block))]
    return [(start + a, start + b) for a, b in _matches(r".+", block)]


def _matches(pattern: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(pattern, text)]

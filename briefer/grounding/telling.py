"""A sentence as a reader is told it: shortened, in its own words, understood alone. Knows no questions or topics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from briefer.grounding.cite import cite, verbatim
from briefer.language.alone import Alone, alone, pair, told
from briefer.language.analysis import Analysis
from briefer.language.discourse import unspoken
from briefer.language.parser import Tree
from briefer.language.shorten import left_out
from briefer.library.chunks import Chunk
from briefer.schema import Citation, Role, Span, Wording

BEFORE = 2  # paragraphs in which whom a pronoun stands for may be named
LEAD = 2  # paragraphs in which an article names the two people that it tells of


@dataclass(frozen=True, eq=False)
class Telling:
    """The sentence of chunk.paragraph at span; keep are stems of words that stay in it."""

    chunk: Chunk
    span: Span
    keep: frozenset[str]

    @cached_property
    def context(self) -> tuple[Analysis, int]:
        """Return it with the paragraphs before it, and its number in these."""
        number = self.chunk.paragraph.number
        first = self.chunk.article.paragraphs[max(number - 1 - BEFORE, 0)]
        wide = replace(self.chunk, first=first) if first.number < number else self.chunk
        return wide.analysis, wide.spans.index(self.span)

    @cached_property
    def tree(self) -> Tree:
        """Return it, parsed, without the place that a report was sent from."""
        analysis, number = self.context
        return analysis.trees[number]

    @cached_property
    def gone(self) -> tuple[tuple[int, int], ...]:
        """Return the offsets in tree.text that are left out."""
        return tuple(left_out(self.tree, keep=self.keep))

    @cached_property
    def alone(self) -> Alone:
        """Return what is put in for it to be understood alone."""
        return alone(*self.context, self.chunk.article.date, gone=self.gone, people=_pair(self.chunk))

    @cached_property
    def text(self) -> str:
        """Return it as it is told."""
        return told(self.tree.text, self.gone, self.alone.put)

    @property
    def unspoken(self) -> bool:
        """Return whether it is part of what somebody says, and does not tell who."""
        return unspoken(*self.context)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Return the citation of it, and that of the sentence that tells who speaks, where it does not itself."""
        return verbatim(self.chunk, self.span).citations if self.unspoken else (cite(self.chunk, self.span),)


def wording(text: str, citations: tuple[Citation, ...]) -> Wording:
    """Return whether a text is the first cited sentence as it stands, or that with something left out or put in."""
    whole = text.strip('“”" ') in citations[0].quote and text.endswith((".", "!", "?", "”", '"'))
    return Wording.VERBATIM if whole and len(text.split()) >= len(citations[0].quote.split()) else Wording.SHORTENED


def _pair(chunk: Chunk) -> tuple[str, ...]:
    """Return the two people that an article's first paragraphs tell of together, if they do."""
    parts = [p for p in chunk.article.paragraphs if p.role is Role.TEXT][:LEAD]
    found = {names for part in parts if (names := pair(chunk.alone(part).analysis))}
    return next(iter(found)) if len(found) == 1 else ()

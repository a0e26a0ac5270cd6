"""A text as it is read: its sentences, each parsed, and what of it is quoted. Knows no articles and no rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefer.language.parser import Parser, Tree
from briefer.language.quotations import quoted
from briefer.language.sentences import sentences

# Where a report was sent from, when, or how it was announced, before its first sentence: "LONDON (Reuters) — The",
# "14.32: Police", "Thursday, May 7, 2015 On Tuesday"; not "MI5 — the service", "On May 7, 2015 she".
DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’]{2,}(?: [A-Z][A-Z.'’]+)*(?:, [A-Z][\w.]+(?: \w+)?)*(?: ?\([A-Z]\w+(?: \w+)*\))?|\([A-Z]\w+\))"
    r" ?[—–-]{1,2} (?=[A-Z“\"])|(?:FIRST ON \w+|EXCLUSIVE|BREAKING(?: NEWS)?|UPDATED?): "
    r"|(?:[A-Z][a-z]+day, )?(?:[A-Z][a-z]+ \d{1,2}|\d{1,2} [A-Z][a-z]+),? \d{4} (?=[A-Z])"
    r"|\d{1,2}[.:]\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?(?:: | [—–-] )"
)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text and what it says. starts are the offsets of its sentences, quotes those of its quotations with marks."""

    text: str
    starts: tuple[int, ...]
    trees: tuple[Tree, ...]
    quotes: tuple[tuple[int, int], ...]
    language: str = "en"

    def at(self, offset: int) -> int:
        """Return the number of the sentence that an offset is in, the last one that begins at it or before."""
        return max(sum(start <= offset for start in self.starts) - 1, 0)

    def quotation(self, offset: int) -> tuple[int, int] | None:
        """Return the quotation that an offset is within, else None."""
        return next(((a, b) for a, b in self.quotes if a <= offset < b), None)


def analyse(text: str, parser: Parser, *, spans: Sequence[tuple[int, int]] | None = None) -> Analysis:
    """Return the analysis of a text; spans are the offsets of its sentences, end exclusive, where these are known."""
    spans = sentences(text) if spans is None else spans
    starts = [sent.end() if (sent := DATELINE.match(text, start, end)) else start for start, end in spans]
    quotes = tuple(quoted(text))
    trees = parser.parse([text[start:end] for start, (_, end) in zip(starts, spans, strict=True)])
    trees = [
        replace(tree, quotes=tuple((max(a - s, 0), b - s) for a, b in quotes if b > s and a < s + len(tree.text)))
        for s, tree in zip(starts, trees, strict=True)
    ]
    return Analysis(text, tuple(starts), tuple(trees), quotes, parser.language)

"""Cites: which sentences a claim's words come from, and a sentence as a claim of its own. Knows no model.

What stands in the source word for word needs no check; only who speaks must stay with it.
"""

from __future__ import annotations

from dataclasses import replace

from briefer.language.analysis import DATELINE
from briefer.language.discourse import teller, unspoken
from briefer.language.tokens import terms
from briefer.library.chunks import Chunk
from briefer.schema import Citation, Claim, Span, Wording

CLOSING = {"“": "“”", '"': '""', "‘": "‘’", "'": "''"}


def align(claim: str, chunk: Chunk, chosen: Span) -> list[Span]:
    """Return the one or two sentences of a paragraph that a claim's words come from, the best first.

    Words are weighed by how few of the paragraph's sentences have them. The sentence that the model chose wins ties;
    a second one is cited only for words that the first does not have.
    """
    sentences = [(span, set(terms(text))) for span, text in zip(chunk.spans, chunk.sentences, strict=True)]
    weights = {word: 1 / sum(word in words for _, words in sentences) for _, words in sentences for word in words}
    wanted = {word for word in terms(claim) if word in weights}

    def worth(words: set[str], missing: set[str]) -> float:
        return sum(weights[word] for word in words & missing)

    first = max(sentences, key=lambda s: worth(s[1], wanted) + (0.5 if s[0] == chosen else 0))
    left = wanted - first[1]
    second = max(sentences, key=lambda s: worth(s[1], left))
    return [first[0], second[0]] if worth(second[1], left) >= 2.5 else [first[0]]


def cite(chunk: Chunk, span: Span) -> Citation:
    """Return the citation of a stretch of a chunk paragraph."""
    article = chunk.article
    return Citation(
        article=article.path, title=article.title, publisher=article.publisher, date=article.date,
        paragraph=chunk.number(span), page=article.page(span.start), quote=article.text[span.start : span.end],
        start=span.start, end=span.end, version=article.version, sha256=article.sha256,
    )  # fmt: skip


def verbatim(chunk: Chunk, span: Span) -> Claim:
    """Return the claim that is a sentence of the article, word for word: nothing supports it better.

    A sentence within a longer quotation stands in its marks, and beside it the sentence that tells who speaks, if any.
    The place that a report was sent from is left out.
    """
    told = _teller(chunk, span)
    parts = [(chunk, span), *([told] if told else [])]
    shown = sorted(parts, key=lambda part: part[1].start)
    follows = not chunk.article.text[shown[0][1].end : shown[-1][1].start].strip()
    said = (" " if follows else " … ").join(_in_marks(*part) for part in shown)
    return Claim(text=said, support=1.0, wording=Wording.VERBATIM, citations=tuple(cite(*part) for part in parts))


def _in_marks(chunk: Chunk, span: Span) -> str:
    """Return a sentence without its dateline, with the marks of a quotation that it is a part of."""
    text, (start, end) = chunk.text, chunk.within(span)
    marks = [(a, b, CLOSING.get(text[a], "“”")) for a, b in chunk.analysis.quotes]
    before = next((pair[0] for a, b, pair in marks if a < start < b), "")
    after = next((pair[-1] for a, b, pair in marks if a < end < b), "")
    sent = DATELINE.match(text, start, end)
    return f"{before}{text[sent.end() if sent else start : end]}{after}"


def _teller(chunk: Chunk, span: Span) -> tuple[Chunk, Span] | None:
    """Return the sentence that tells who says a sentence which is part of a quotation, if that does not tell itself.

    Of the paragraphs before only what a quotation goes on from: each of its paragraphs opens it anew.
    """
    number = chunk.spans.index(span)
    if not unspoken(chunk.analysis, number):
        return None
    told = teller(chunk.analysis, number)
    if told is not None:
        return chunk, chunk.spans[told]
    first = chunk.parts[0].number
    if first == 1:
        return None
    above = chunk.article.paragraphs[first - 2]
    before = chunk.alone(above)
    if not any(end > len(before.text) for _, end in before.analysis.quotes):
        return None
    wider = replace(chunk, first=above)
    told = teller(wider.analysis, number + len(above.sentences))
    if told is not None:
        return wider, wider.spans[told]
    return _teller(before, above.sentences[-1])

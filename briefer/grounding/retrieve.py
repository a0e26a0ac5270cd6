"""Searches a library. Knows nothing of prompts or language models.

Two searches are fused: keywords (BM25 over the paragraphs, stemmed) and vectors (the cosine of a paragraph's best
sentence, in context). Every candidate of either search gets both scores; one without vectors yet, that of its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefer.language.tokens import overlap, terms
from briefer.language.versions import facts
from briefer.library.chunks import Chunk
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder, FloatMatrix
from briefer.schema import Passage

CANDIDATES = 50  # of each search; more changed no figure of bench/retrieval.py
# The weight of keywords against vectors, and the BM25 score that counts for half: tried on five sets of questions
# (bench/README.md), where 0, .3 and .45, and the paragraph's own cosine in the mean, each lost more than it won.
KEYWORD_WEIGHT = 0.15
HALF = 10.0
FOLD = 0.8  # share of common words from which two paragraphs are the same one, printed twice


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that was found. score is 0–1, higher is better; cosine is that of its best sentence."""

    chunk: Chunk
    score: float
    cosine: float
    keyword: float

    def passage(self) -> Passage:
        """Return the paragraph as it is shown to a reader."""
        article, part = self.chunk.article, self.chunk.paragraph
        return Passage(
            article=article.path, title=article.title, publisher=article.publisher, date=article.date,
            paragraph=part.number, text=self.chunk.alone(part).text, start=part.start, end=part.end,
            version=article.version, score=round(self.score, 4),
        )  # fmt: skip


def retrieve(
    query: str,
    library: Library,
    embedder: Embedder,
    *,
    top_k: int = 8,
    filters: Filters = Filters(),  # noqa: B008
) -> list[Hit]:
    """Return the best paragraphs for a query, best first, at most top_k; a paragraph printed twice comes once."""
    vector: FloatMatrix = embedder.encode([query])[0]
    keyword = library.match(terms(query), top_k=CANDIDATES, filters=filters)
    near = library.near(vector, top_k=CANDIDATES, filters=filters)
    near |= library.cosines(vector, [row for row in keyword if row not in near])
    scored = {}
    for row in dict.fromkeys([*near, *keyword]):
        cosine = near[row].sentence if row in near else 0.0
        words = keyword.get(row, 0.0)
        words = words / (words + HALF)
        score = KEYWORD_WEIGHT * words + (1 - KEYWORD_WEIGHT) * max(0.0, cosine) if row in near else words
        scored[row] = (score, cosine, words)
    best = sorted(scored, key=lambda row: (-scored[row][0], row))
    kept: list[Hit] = []
    at_once = max(top_k, 1)
    for at in range(0, len(best), at_once):  # an article is read only for what may be given
        chunks = library.found(best[at : at + at_once])
        kept = fold([*kept, *(Hit(chunk, *scored[row]) for row, chunk in chunks.items())])
        if len(kept) >= top_k:
            break
    return kept[:top_k]


def fold(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without those that repeat a better one's words, unless they have another fact."""
    kept: list[tuple[Hit, set[str], set[str]]] = []
    for hit in hits:
        text = hit.chunk.text
        words, own = set(terms(text)), facts(text)
        if not any(overlap(words, other) >= FOLD and own <= told for _, other, told in kept):
            kept.append((hit, words, own))
    return [hit for hit, *_ in kept]

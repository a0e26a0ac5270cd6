"""Ranks the sentences of the passages that were found by how likely each answers a question. Knows no model.

What is cheap decides which few sentences are worth being read: nearness of meaning in the context of the title, the
question's words weighed by how few paragraphs have them, and whether the sentence has the kind of thing that is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from briefer.answering.giving import sentence_gives
from briefer.answering.question import Question
from briefer.grounding.retrieve import Hit
from briefer.language.parser import Tree
from briefer.language.tokens import stem, stems, terms
from briefer.library.library import Library
from briefer.models.embedder import FloatMatrix
from briefer.schema import Role, Span

# Added to the cosine of a sentence. Of eleven settings the one that had the right sentence among the first four of most
# of 79 questions on four folders: 72; 63 by the cosine alone, 71 by cosine and words (bench/README.md).
OWN_WORDS = 0.15
WORDS_IN_CONTEXT = 0.15
GIVES = 0.1


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage that was found, and how likely it answers before it is read."""

    hit: Hit
    number: int
    score: float

    @property
    def span(self) -> Span:
        """Return where it is in the article's text."""
        return self.hit.chunk.spans[self.number]

    @property
    def text(self) -> str:
        """Return its text."""
        return self.hit.chunk.sentences[self.number]

    @property
    def tree(self) -> Tree:
        """Return its parse."""
        return self.hit.chunk.analysis.trees[self.number]

    @property
    def article(self) -> str:
        """Return the path of its article."""
        return self.hit.chunk.article.path

    @cached_property
    def before(self) -> str:
        """Return the sentence before it, which may be the last of the paragraph before; "" for the first one."""
        chunk = self.hit.chunk
        if self.number:
            return chunk.sentences[self.number - 1]
        above = (p for p in reversed(chunk.article.paragraphs[: chunk.paragraph.number - 1]) if p.role is Role.TEXT)
        span = next((part.sentences[-1] for part in above), None)
        return chunk.article.text[span.start : span.end] if span else ""

    @property
    def shown(self) -> str:
        """Return it as it is read: behind the sentence before it, in which stands who "she" is."""
        return f"{self.before} {self.text}".strip()


def ranked(question: Question, hits: Sequence[Hit], library: Library, vector: FloatMatrix) -> list[Sentence]:
    """Return the sentences of the hits, the likeliest to answer first; vector is the question's, shape (dim,)."""
    wanted = terms(question.text)
    rare = rarities(wanted, library)
    whole = sum(rare.values()) or 1.0

    def share(text: str) -> float:
        return sum(rare[word] for word in rare.keys() & stems(text)) / whole

    vectors = library.vectors({hit.chunk.id: hit.chunk for hit in hits})
    found = []
    for hit in hits:
        for number, near in enumerate(vectors.get(hit.chunk.id, ())):
            one = Sentence(hit, number, 0.0)
            score = (
                float(near @ vector)
                + OWN_WORDS * share(one.text)
                + WORDS_IN_CONTEXT * share(f"{hit.chunk.article.title} {one.shown}")
                + GIVES * (question.yes_or_no or sentence_gives(one.tree, question))
            )
            found.append(Sentence(hit, number, score))
    return sorted(found, key=lambda one: -one.score)


def rarities(words: Sequence[str], library: Library) -> dict[str, float]:
    """Return how much the stem of each word tells, by how few paragraphs of the library have it."""
    counted = library.frequencies(words)
    total = library.paragraphs()
    return {stem(word): log(1 + total / (1 + counted[word])) for word in words}

"""Ranks the sentences of the passages that were found by how likely each answers a question. Knows no model.

What is cheap decides which few sentences are worth being read: nearness of meaning in the context of the title, the
question's words weighed by how few paragraphs have them, and whether the sentence has the kind of thing that is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

from briefer.answering.giving import sentence_gives
from briefer.answering.question import Question
from briefer.grounding.retrieve import Hit
from briefer.language.parser import Tree
from briefer.language.tokens import stem, stems, terms
from briefer.library.chunks import Chunk
from briefer.library.library import Library
from briefer.models.embedder import FloatMatrix
from briefer.schema import Role, Span

# Added to the cosine of a sentence. Of eleven settings the one that had the right sentence among the first four of most
# of 79 questions on four folders: 72; 63 by the cosine alone, 71 by cosine and words (bench/README.md).
OWN_WORDS = 0.15
WORDS_IN_CONTEXT = 0.15
GIVES = 0.1
PARSED = 24  # sentences, of which it is told whether they give what is asked


@dataclass(frozen=True)
class Sentence:
    """The sentence of that number in a paragraph, and how likely it answers before it is read."""

    chunk: Chunk
    number: int
    score: float

    @property
    def span(self) -> Span:
        """Return where it is in the article's text."""
        return self.chunk.spans[self.number]

    @property
    def text(self) -> str:
        """Return its text."""
        return self.chunk.sentences[self.number]

    @property
    def tree(self) -> Tree:
        """Return its parse."""
        return self.chunk.analysis.trees[self.number]

    @property
    def article(self) -> str:
        """Return the path of its article."""
        return self.chunk.article.path

    @property
    def place(self) -> tuple[str, int]:
        """Return what tells it from every other sentence: its article, and where it begins there."""
        return self.article, self.span.start

    @cached_property
    def previous(self) -> Sentence | None:
        """Return the sentence before it, which may be the last of the paragraph before; None for the first one."""
        if self.number:
            return replace(self, number=self.number - 1)
        above = reversed(self.chunk.article.paragraphs[: self.chunk.paragraph.number - 1])
        part = next((p for p in above if p.role is Role.TEXT), None)
        return Sentence(self.chunk.alone(part), len(part.sentences) - 1, 0.0) if part else None


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
            one = Sentence(hit.chunk, number, 0.0)
            context = share(f"{hit.chunk.article.title} {_before(one)} {one.text}")
            score = float(near @ vector) + OWN_WORDS * share(one.text) + WORDS_IN_CONTEXT * context
            found.append(replace(one, score=score))
    best = sorted(found, key=lambda one: -one.score)[:PARSED]
    told = [replace(one, score=one.score + GIVES * _gives(one, question)) for one in best]
    return sorted(told, key=lambda one: -one.score)


def _gives(one: Sentence, question: Question) -> bool:
    return question.yes_or_no or sentence_gives(one.tree, question)


def _before(one: Sentence) -> str:
    return one.previous.text if one.previous else ""


def rarities(words: Sequence[str], library: Library) -> dict[str, float]:
    """Return how much the stem of each word tells, by how few paragraphs of the library have it."""
    counted = library.frequencies(words)
    total = library.paragraphs()
    return {stem(word): log(1 + total / (1 + counted[word])) for word in words}

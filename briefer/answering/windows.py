"""Puts the best sentences together into what is read at once: a few that follow each other in one article.

A sentence of news is understood with its neighbours, and neighbours that are read apart are read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from briefer.answering.rank import Sentence
from briefer.language.tokens import plain
from briefer.library.chunks import Chunk
from briefer.schema import Role

BEST = 6  # sentences around which windows are made
FEW = 3  # windows; where more are wanted they are sought further down, since they are of other articles or times
# What words that are surely the model's add to the rank of the sentence that has them: of 146 windows with an answer
# the right sentence is told in 127, in 119 where it is always the one with the words, and in 104 by rank alone.
SAID = 0.3
WORDS = 120  # of a window that grows no more
NAMED = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)+")
ANSWER = re.compile(r"^(?:A|Answer)\s*[:.]\s")  # of an interview


@dataclass(frozen=True)
class Window:
    """Sentences that follow each other in an article's prose; ranked are those of them that were found, best first."""

    sentences: tuple[Sentence, ...]
    ranked: tuple[Sentence, ...]

    @property
    def article(self) -> str:
        """Return the path of its article."""
        return self.ranked[0].article

    @property
    def chunk(self) -> Chunk:
        """Return the paragraph of its best sentence."""
        return self.ranked[0].chunk

    @property
    def score(self) -> float:
        """Return how likely its best sentence answers before it is read."""
        return self.ranked[0].score

    @property
    def text(self) -> str:
        """Return it as it is read: blank lines would part it. Before an answer of an interview stands who gives it."""
        who = max(NAMED.findall(self.chunk.article.title), key=len, default="A")
        return " ".join(ANSWER.sub(f"{who}: ", one.text) for one in self.sentences)

    def telling(self, words: str, likelihood: float) -> Sentence:
        """Return the sentence that tells best what is asked: the best ranked, likely words of an answer counting too.

        likelihood is the mean natural logarithm of the probability of their tokens.
        """
        worth = SAID * exp(likelihood)
        return max(self.sentences, key=lambda one: one.score + (worth if has(one, words) else 0.0))

    def with_words(self, words: str) -> Sentence | None:
        """Return the best of its sentences that has some words, None if none has."""
        return max((one for one in self.sentences if has(one, words)), key=lambda one: one.score, default=None)


def has(sentence: Sentence, words: str) -> bool:
    """Return whether a sentence has some words, which follow each other; none has no words at all."""
    said = plain(words).strip()
    return bool(said) and f" {said} " in f" {plain(sentence.text)} "


def windows(ranked: Sequence[Sentence], *, most: int) -> list[Window]:
    """Return what is worth reading, the likeliest first, at most so many: each of the best with its neighbours."""
    scores = {one.place: one for one in ranked}
    best = max(BEST, 3 * most) if most > FEW else BEST
    prose: dict[str, list[Sentence]] = {}
    grown: list[tuple[str, set[int]]] = []  # the article, and the places of the sentences in its prose
    for one in ranked[:best]:
        of = prose.setdefault(one.article, [scores.get(s.place, s) for s in _prose(one.chunk)])
        place = next(n for n, other in enumerate(of) if other.place == one.place)
        entry = one.chunk.paragraph.time  # of a live report, which knows nothing of those before it
        around = {n for n in (place - 1, place, place + 1) if 0 <= n < len(of) and of[n].chunk.paragraph.time == entry}
        joined = next((places for path, places in grown if path == one.article and places & around), None)
        if joined is not None and sum(len(of[n].text.split()) for n in joined | around) <= WORDS:
            joined |= around
        elif joined is None or place not in joined:
            grown.append((one.article, around))
    found = []
    for path, places in grown[:most]:
        sentences = tuple(prose[path][n] for n in sorted(places))
        own = {one.place for one in sentences}
        found.append(Window(sentences, tuple(one for one in ranked if one.place in own)))
    return found


def _prose(chunk: Chunk) -> Iterable[Sentence]:
    """Yield the sentences of an article's prose in reading order, as if none had been found."""
    for part in chunk.article.paragraphs:
        if part.role is Role.TEXT:
            for number in range(len(part.sentences)):
                yield Sentence(chunk.alone(part), number, 0.0)

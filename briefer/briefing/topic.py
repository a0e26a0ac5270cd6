"""What a topic is, told once: its words, which other words stand for them, and where it lies. Knows no articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from briefer.answering.names import initials
from briefer.language.names import metonyms
from briefer.language.tokens import WORD, bare, stem, terms, undotted
from briefer.models.embedder import Embedder, FloatMatrix

# From this cosine between two single words on, one stands for the other: deaths and killed .70, religion and religious
# .91, bill and bills .75, refugees and migrants .78; but final and last .65, troop and military .67, mohamed and
# salah .53. Read off pairs of a week of news with all-MiniLM-L6-v2.
SAME_WORD = 0.68
SHORTEST = 2  # letters of a word that tells something: not the v of "England v Tunisia"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: as it was typed, its content words in lower case, its vector of shape (dim,).

    forms has for each word the stems that stand for it; the word's own is among them.
    """

    text: str
    words: tuple[str, ...]
    vector: FloatMatrix = field(compare=False, repr=False)
    forms: dict[str, frozenset[str]] = field(compare=False)

    @property
    def stems(self) -> frozenset[str]:
        """Return all stems that stand for any of its words."""
        return frozenset[str]().union(*self.forms.values())

    def share(self, stems: Iterable[str]) -> float:
        """Return the share of its words that some stems have, 0–1; 1 for a topic without words."""
        known = set(stems)
        return sum(bool(self.forms[word] & known) for word in self.words) / max(len(self.words), 1)


def topic_of(text: str, embedder: Embedder) -> Topic:
    """Return a topic without words of others yet: each word stands for itself, a capital for its country."""
    words = tuple(word for word in dict.fromkeys(bare(text)) if word in _telling(text)) or tuple(terms(text))
    forms = {word: frozenset(map(stem, {word, *metonyms(word)})) for word in words}
    return Topic(text, words, embedder.encode([text])[0], forms)


def with_forms(topic: Topic, texts: Sequence[str], embedder: Embedder) -> Topic:
    """Return a topic whose words stand for those of some texts, too, that mean nearly the same.

    Numbers and names stand for themselves alone: nearness takes Tunisia for Afghanistan.
    """
    together = " ".join(texts)
    common = sorted({word for word in WORD.findall(together) if word.islower() and word in terms(word)})
    known = {stem(word) for word in common}
    named = {stem(word) for word in WORD.findall(together) if word[0].isupper()} - known
    words = [word for word in topic.words if not word.isdigit() and stem(word) not in named]
    if not words or not common:
        return topic
    near = embedder.encode(words) @ embedder.encode(common).T
    forms = {
        word: topic.forms[word] | {stem(common[i]) for i in np.flatnonzero(row >= SAME_WORD)}
        for word, row in zip(words, near, strict=True)
    }
    return replace(topic, forms=topic.forms | forms)


def _telling(text: str) -> set[str]:
    told = {word for term in terms(text) for word in bare(term)} | {word for word in bare(text) if word.isupper()}
    return {word for word in told if len(word) >= SHORTEST}


def compound(topic: str, texts: Iterable[str]) -> list[str]:
    """Return the runs of words of a topic that are a name in one of some texts, as that has them.

    However the topic is written: "internet explorer" is one where a text has "Internet Explorer", and more than as part
    of a headline with capitals throughout.
    """
    together = " ".join(" ".join(texts).split())
    words = [word.capitalize() for word in bare(topic)]
    found: list[str] = []
    start = 0
    while start < len(words) - 1:
        ends = range(len(words), start + 1, -1)
        runs = (" ".join(words[start:end]) for end in ends)
        run = next((r for r in runs if re.search(rf"\b{re.escape(r)}\b(?! [A-Z])", together)), "")
        found += [run] if run else []
        start += max(len(run.split()), 1)
    return found


def has_name(name: str, text: str) -> bool:
    """Return whether a text has a name of several words whole, perhaps with an ending (Korean), or its initials."""
    one = " ".join(text.split())
    return bool(re.search(rf"\b{re.escape(name)}", one, re.IGNORECASE)) or initials(name) in WORD.findall(undotted(one))

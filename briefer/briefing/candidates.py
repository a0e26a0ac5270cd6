"""Finds the sentences that may stand on a page, and how each can be told: shortened, and understood alone.

What is told is in the source's own words; only what brackets hold is put in. Knows nothing of how a page is laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from briefer.briefing.relevance import FULL, Relevant, stems_of, tells
from briefer.briefing.topic import Topic
from briefer.grounding.telling import Telling
from briefer.language.calendar import When, event_date, planned
from briefer.language.lists import words
from briefer.language.parser import Tree
from briefer.language.predicates import VERBS
from briefer.language.tenses import possible
from briefer.library.library import Library
from briefer.models.embedder import Embedder, FloatMatrix

NEAR = 0.45  # cosine from which on a paragraph of an article that is partly on a topic is on it without its words
BEGINS = 0.6  # of the greatest cosine, that the title or first paragraphs of an article on a topic have
EXPECTED = frozenset({"expect", "schedule", "set", "plan"})
MOSTLY = 0.6  # of an article's paragraphs, that tell of what it is about as a whole
LEAD = 2  # sentences of an article, with its title, that tell what it is about
AS_MUCH = 0.75  # of the greatest cosine of a sentence to the topic; .68 for one match of five, .80 and more for all
OPENING = 9  # the place of a caption before the lead: none of the first
GOES_ON = 0.25  # of the paragraph behind one that is on the topic
LEAST = 5  # words of a sentence that tells something
MOST = 55  # words of a sentence, shortened, that a reader can take in; nobody measured it
READ = 120  # sentences that are parsed, the nearest to the topic and the first of their articles


@dataclass(frozen=True, eq=False)
class Candidate(Telling):
    """A sentence that may stand on a page; number is its place in its paragraph.

    place is the paragraph's in its article, from 0 for the first that states something; vector of shape (dim,), unit
    length; near is its cosine to the topic, share that of the topic's words that it has. about is whether its article
    is about the topic, and does not tell of it in passing.
    """

    number: int
    place: int
    vector: FloatMatrix
    near: float
    share: float
    about: bool = True

    @property
    def path(self) -> str:
        """Return the path of its article."""
        return self.chunk.article.path

    @property
    def first(self) -> bool:
        """Return whether its article begins with it."""
        return self.place == 0 and self.number == 0

    @property
    def published(self) -> str | None:
        """Return the date of its article."""
        return self.chunk.article.date

    @cached_property
    def date(self) -> When | None:
        """Return the date of what it tells."""
        return event_date(self.tree, self.published)

    @cached_property
    def planned(self) -> bool:
        """Return whether it announces what is to come after its article, not what may come on a condition."""
        verb = self.tree.root or self.tree.tokens[0]
        will = any(t.lemma in {"will", "shall"} and t.tag == "MD" for t in self.tree.below(verb))
        passive = any(t.dep == "auxpass" for t in self.tree.below(verb))
        expected = verb.lemma in EXPECTED and passive and self.tree.child(verb, "xcomp") is not None
        ahead = planned(self.tree, self.published) or ((will or expected) and not possible(self.tree, verb))
        return ahead and not self._past

    @property
    def _past(self) -> bool:
        """Return whether the day that it tells of was over when its article came out."""
        iso = self.date.iso if self.date else None
        return bool(iso and self.published and iso[: len(self.published)] < self.published[: len(iso)])

    @cached_property
    def entities(self) -> int:
        """Return how many names, numbers and dates it has."""
        return sum(t.begins for t in self.tree.tokens)

    @cached_property
    def sound(self) -> bool:
        """Return whether it says something that can stand on a page: a statement, whole, not too long to take in."""
        tree, text = self.tree, self.text
        begins = tree.tokens[0].text.lower() if tree.tokens else ""
        whole = text.rstrip().endswith((".", "!", "”", '"', ")", "’")) and text.count("“") == text.count("”")
        return (
            LEAST <= len(text.split()) <= MOST
            and whole and text.count('"') % 2 == 0
            and not text.startswith("(") and begins not in words("en", "statements")["asides"]
            and _states(tree)
            and not self.unspoken
        )  # fmt: skip


def candidates(topic: Topic, articles: Sequence[Relevant], library: Library, embedder: Embedder) -> list[Candidate]:
    """Return the sentences of some articles that may tell of a topic, at most READ, each with its vector.

    That is of the sentence alone: under a title that has the topic every sentence is near to it.
    """
    found = [one for relevant in articles for one in _of(topic, relevant, library)]
    ranked = sorted(found, key=lambda c: (not c.first, -(c.near + 0.4 * c.share + 0.1 * (c.place == 0))))[:READ]
    vectors = embedder.encode([one.chunk.sentences[one.number] for one in ranked]) if ranked else ()
    return [replace(one, vector=own, near=float(own @ topic.vector)) for one, own in zip(ranked, vectors, strict=True)]


def _of(topic: Topic, relevant: Relevant, library: Library) -> Iterator[Candidate]:
    chunks = library.prose(relevant.article.path)
    vectors = library.vectors(chunks)
    chunks = {row: chunk for row, chunk in chunks.items() if row in vectors}
    nears = {row: [float(vector @ topic.vector) for vector in vectors[row]] for row in chunks}
    on_it = [tells(topic, stems_of(chunk.text)) or max(nears[row]) >= NEAR for row, chunk in chunks.items()]
    whole = _throughout(relevant, list(nears.values()), on_it)
    opening = [relevant.article.title, *(chunk.text for chunk in list(chunks.values())[:1])]
    named = any(topic.share(stems_of(text)) >= FULL for text in opening)
    about = whole or named or _opens(relevant, list(nears.values()))
    begins = next((n for n, chunk in enumerate(chunks.values()) if _states(chunk.analysis.trees[0])), 0)
    for place, (row, chunk) in enumerate(chunks.items()):
        if not (whole or on_it[place] or (place > 1 and on_it[place - 1] and max(nears[row]) >= GOES_ON)):
            continue
        rows = zip(chunk.paragraph.sentences, chunk.sentences, vectors[row], nears[row], strict=True)
        for number, (span, text, vector, near) in enumerate(rows):
            share = topic.share(stems_of(text))
            at = place - begins if place >= begins else OPENING
            yield Candidate(chunk, span, topic.stems, number, at, vector, near, share, about)


def _throughout(relevant: Relevant, nears: Sequence[Sequence[float]], on_it: Sequence[bool]) -> bool:
    """Return whether an article tells of a topic as a whole: most paragraphs do, or its title or lead as much as any.

    An article on five matches, of which the topic is one, does not: there only the paragraphs on it are used.
    """
    if not nears:
        return False
    lead = max(relevant.title, *nears[0][:LEAD])
    return sum(on_it) >= MOSTLY * len(on_it) or lead >= AS_MUCH * max(max(own) for own in nears)


def _opens(relevant: Relevant, nears: Sequence[Sequence[float]]) -> bool:
    """Return whether an article begins with a topic, and does not only come to it."""
    lead = max([relevant.title, *nears[0]])
    return lead >= BEGINS * max(max(own) for own in nears)


def _states(tree: Tree) -> bool:
    """Return whether a sentence states something: a verb with a tense and a subject, and no question."""
    if tree.text.rstrip('”"’) ').endswith("?"):
        return False
    if not any(t.tag for t in tree.tokens):  # no pipeline parsed it: what looks like a sentence is one
        return True
    root = tree.root
    if root is None or root.pos not in VERBS:
        return False
    tensed = root.tag in {"VBD", "VBZ", "VBP"} or any(t.tag in {"VBD", "VBZ", "VBP", "MD"} for t in tree.below(root))
    return tensed and any(t.pos in {"NOUN", "PROPN", "PRON"} and t.index < root.index for t in tree.tokens)

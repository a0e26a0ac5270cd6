"""Tells which articles of a folder are on a topic. Knows nothing of pages.

An article is on a topic if its names and its distinguishing words stand together in it, in the title or at the
beginning. Nearness of meaning finds the words that stand for others, and where words leave it open the model reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefer.briefing.topic import Topic, compound, has_name, topic_of, with_forms
from briefer.errors import OutputError
from briefer.grounding.retrieve import Hit, retrieve
from briefer.grounding.trace import Trace
from briefer.language.names import spelled
from briefer.language.tokens import bare, plain, stem, terms
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Stage
from briefer.schema import Article, Role

SEARCHED = 60  # paragraphs that are looked at for articles
ARTICLES = 12  # that a page is made from; more changed nothing on briefs.jsonl
OPENING = 6  # paragraphs of an article, with its title, where what it is about stands
SHARE = 0.6  # of a topic's words, that an article must have
OPENED = 0.5  # of those that it has, in its opening
FULL = 0.99  # share from which on an article has all of them
AGAIN = 2  # paragraphs that must have a topic's rarest word if the opening does not
NEAR = 0.5  # cosine from which on a passage without the topic's rarest word is shown to the model
SOME = 0.5  # share of a topic's words from which on an article may be on it in other words
DOUBTFUL = 4  # articles in which other words are looked for; each costs a quarter of a second
ASKED = 3  # passages that it is shown at most
SAYS = 0.6  # probability of its Yes


@dataclass(frozen=True, slots=True)
class Relevant:
    """An article on a topic, and how near its nearest sentence and its title are (cosines)."""

    article: Article
    near: float
    title: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for a topic gave: the topic with what stands for its words, articles on it, the nearest hits."""

    topic: Topic
    articles: tuple[Relevant, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Profile:
    """The stems of an article: of its title, its opening with the title, each paragraph, and all of it."""

    article: Article
    title: frozenset[str]
    opening: frozenset[str]
    paragraphs: tuple[frozenset[str], ...]

    @property
    def every(self) -> frozenset[str]:
        return self.opening.union(*self.paragraphs)


def relevant(
    text: str, library: Library, embedder: Embedder, model: LanguageModel, *, filters: Filters, trace: Trace
) -> Found:
    """Return the articles on a topic, the nearest first, at most ARTICLES; none if the folder tells nothing of it."""
    topic = topic_of(text, embedder)
    hits = retrieve(text, library, embedder, top_k=SEARCHED, filters=filters)
    near: dict[str, float] = {}
    for hit in hits:
        near[hit.chunk.article.path] = max(near.get(hit.chunk.article.path, -1.0), hit.cosine)
    articles = {hit.chunk.article.path: hit.chunk.article for hit in hits}
    profiles = [_profile(article) for article in articles.values()]
    topic = with_forms(topic, [_opening(p.article) for p in _doubtful(topic, profiles, near)], embedder)
    names = compound(text, [article.prose for article in articles.values()])
    on = [p for p in profiles if _is_on(topic, p, names, _rarest(topic, profiles))]
    if on and any(topic.share(p.every) >= FULL for p in on):
        on = [p for p in on if topic.share(p.every) >= FULL]
    if not on:
        on = _read(topic, hits, {p.article.path: p for p in profiles}, model, trace)
    ranked = sorted(on, key=lambda p: (-near[p.article.path], p.article.path))[:ARTICLES]
    titles = embedder.encode([p.article.title for p in ranked]) @ topic.vector if ranked else ()
    found = [Relevant(p.article, near[p.article.path], float(t)) for p, t in zip(ranked, titles, strict=True)]
    return Found(topic, tuple(found), tuple(hits))


def tells(topic: Topic, stems: frozenset[str]) -> bool:
    """Return whether a paragraph with some stems has enough of a topic's words to tell of it."""
    return topic.share(stems) >= SHARE


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text, names as they are abbreviated, too: us for United States."""
    plainly = " ".join(bare(text))
    shorts = {short for short, words in spelled().items() if words in plainly}
    return frozenset({stem(word) for term in terms(text) for word in bare(term)} | shorts)


def _profile(article: Article) -> _Profile:
    parts = [stems_of(article.text[p.start : p.end]) for p in article.paragraphs if p.role is Role.TEXT]
    title = stems_of(article.title) | frozenset((article.date or "").split("-")[:1])
    return _Profile(article, title, title.union(*parts[:OPENING]), tuple(parts))


def _opening(article: Article) -> str:
    """Return the title and the first paragraphs of an article."""
    return "\n".join([article.title, *(article.text[q.start : q.end] for q in article.paragraphs[:OPENING])])


def _doubtful(topic: Topic, profiles: Sequence[_Profile], near: Mapping[str, float]) -> list[_Profile]:
    """Return the nearest articles that lack some of a topic's words: in them others may stand for these."""
    lacking = [p for p in profiles if SOME <= topic.share(p.every) < FULL or near[p.article.path] >= NEAR]
    return sorted(lacking, key=lambda p: -near[p.article.path])[:DOUBTFUL]


def _rarest(topic: Topic, profiles: Sequence[_Profile]) -> str:
    """Return the word of a topic that the fewest articles have."""
    counts = Counter({word: sum(bool(topic.forms[word] & p.every) for p in profiles) for word in topic.words})
    return min(topic.words, key=lambda word: counts[word], default="")


def _is_on(topic: Topic, profile: _Profile, names: Sequence[str], rarest: str) -> bool:
    forms, text = topic.forms, f"{profile.article.title}\n{profile.article.prose}"
    if not topic.words or topic.share(profile.every) < SHARE or not all(has_name(name, text) for name in names):
        return False
    if any(word.isdigit() and not forms[word] & profile.every for word in topic.words):
        return False
    told = sum(bool(forms[rarest] & part) for part in profile.paragraphs)
    if not forms[rarest] & profile.opening and told < AGAIN and plain(topic.text) not in plain(text):
        return False
    own = [word for word in topic.words if forms[word] & profile.every]
    return bool(forms[rarest] & profile.every) and sum(bool(forms[w] & profile.opening) for w in own) >= OPENED * len(
        own
    )


def _read(
    topic: Topic, hits: Sequence[Hit], profiles: Mapping[str, _Profile], model: LanguageModel, trace: Trace
) -> list[_Profile]:
    """Return the articles of the nearest passages that the model takes to be on a topic where no article has its words.

    A number of the topic is never left out: the stampede of 2015 is none of 2006.
    """
    numbers = [word for word in topic.words if word.isdigit()]
    near = [h for h in hits if h.cosine >= NEAR and set(numbers) <= profiles[h.chunk.article.path].every]
    found = {}
    for hit in near[:ASKED]:
        try:
            says = model.choose(fill("topic", {"passage": hit.chunk.text, "topic": topic.text}), ("Yes", "No"))[0]
        except OutputError:  # it does not fit the model's context
            continue
        outcome = "on the topic" if says >= SAYS else "not on the topic"
        trace.add(Stage.READ, hit.chunk.text, outcome, value=says, chunk=hit.chunk)
        if says >= SAYS:
            found[hit.chunk.article.path] = profiles[hit.chunk.article.path]
    return list(found.values())

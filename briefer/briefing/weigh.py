"""Weighs sentences: on the topic, told by several, in the lead, with who, what, when and how many, understood alone.

Knows no page. The weights were read off briefs.jsonl (`brief eval`), but for those that say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from briefer.briefing.candidates import Candidate
from briefer.briefing.relevance import stems_of
from briefer.briefing.speech import speech

WORDS = 0.4  # of the share of a topic's words that it has
CENTRAL = 0.6  # of its mean cosine to the other sentences
ENTITY, ENTITIES = 0.07, 5  # of each name, number and date, up to so many
FIRST, EARLY = 0.4, 0.15  # of an article's first sentence, and of those of its first paragraphs
OPENING = 4
LEANING = 0.55  # times, where whom a word stands for was not found
OLD, DAYS = 0.45, 45  # times at least, where its article is more than so many days older than the newest
HALF_LIFE = 720  # days of age that halve the weight; nobody measured it
SAID_AGAIN = 0.8  # of the greatest cosine to what was chosen before
SAME_ARTICLE = 0.06  # for each statement that was chosen of its article
BACKGROUND = 0.6  # times, where others tell news and its article does not; nobody measured it
IN_PASSING = 0.7  # times, where its article is on something else; nobody measured it
NEWS_WITHIN = 3  # paragraphs in which news gives its day
FRESH = 21  # days between an event and its report
DAY = 10  # characters of an ISO date that is a day
ON_IT = 0.6  # of the greatest cosine of its article, from which on the lead counts in full
NOTHING = 0.7  # times, where no name, number or date is told; nobody measured it
LEAST_NEAR = 0.05  # a cosine; what an article has nearer to the topic is held against its nearest
LONG = 24  # words from which on a sentence takes the room of others


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its weight, higher for more; only the order within one page has a meaning."""

    candidate: Candidate
    weight: float


def weigh(found: Sequence[Candidate]) -> list[Weighed]:
    """Return those of some candidates that can stand on a page, or are somebody's words, the weightiest first."""
    sound = [one for one in found if one.sound or speech(one)]
    if not sound:
        return []
    central = _centrality(sound)
    fresh = news(sound)
    newest = max((day(one.published) for one in sound if not fresh or one.path in fresh), default=0)
    nearest: dict[str, float] = {}
    for one in sound:
        nearest[one.path] = max(nearest.get(one.path, LEAST_NEAR), one.near)
    weighed = []
    for one, middle in zip(sound, central, strict=True):
        weight = one.near + WORDS * one.share + CENTRAL * middle + ENTITY * min(one.entities, ENTITIES)
        titled = one.first and bool(stems_of(one.chunk.article.title) & one.keep)
        lead = 1.0 if titled else min(1.0, max(one.near, 0.0) / (ON_IT * nearest[one.path]))
        weight += max(lead * FIRST, EARLY) if one.first else EARLY if one.place < OPENING else 0.0
        weight *= LEANING if one.alone.leaning else 1.0
        weight *= 1.0 if one.entities or speech(one) else NOTHING
        own = day(one.published)
        age = newest - own if newest and own else 0
        weight *= max(OLD, 0.5 ** (age / HALF_LIFE)) if age > DAYS else 1.0
        weight *= 1.0 if one.about else IN_PASSING
        weight *= BACKGROUND if fresh and one.path not in fresh else 1.0
        weighed.append(Weighed(one, weight))
    return sorted(weighed, key=lambda w: (-w.weight, w.candidate.path, w.candidate.span.start))


def news(found: Sequence[Candidate]) -> set[str]:
    """Return the paths of the articles of some sentences that report what has just happened; others are background.

    One without a date may be either, and is taken for a report.
    """
    own: dict[str, list[Candidate]] = {}
    for one in found:
        own.setdefault(one.path, []).append(one)
    return {path for path, rows in own.items() if _is_news(rows)}


def _is_news(own: Sequence[Candidate]) -> bool:
    """Return whether an article tells of what has just happened: its opening gives a day near its own date, or says so.

    "The court has ruled" is of now; "Three documents frame the relations" is of no day.
    """
    published = day(own[0].published)
    told = [one.date.iso for one in own if one.place < NEWS_WITHIN and one.date and one.date.iso]
    near = any(len(iso) == DAY and abs(day(iso) - published) <= FRESH for iso in told)
    return not published or near or any(_has_just(one) for one in own if one.first)


def _has_just(one: Candidate) -> bool:
    """Return whether a sentence tells what has happened: its verb is in the present perfect."""
    root = one.tree.root
    return root is not None and any(
        t.lemma == "have" and t.dep == "aux" and t.tag in {"VBZ", "VBP"} for t in one.tree.below(root)
    )


def similarity(first: Candidate, second: Candidate) -> float:
    """Return how alike two sentences are by meaning, a cosine."""
    return float(first.vector @ second.vector)


def _centrality(found: Sequence[Candidate]) -> list[float]:
    """Return the mean cosine of each to the others that are near the topic."""
    vectors = np.stack([one.vector for one in found])
    nears = np.array([one.near for one in found])
    near = vectors[nears >= np.median(nears)]
    return [float(value) for value in (vectors @ near.T).mean(axis=1)]


def day(iso: str | None) -> int:
    """Return a date as a number of days, 0 for none; a month or year stands for its first day."""
    if not iso:
        return 0
    parts = [*map(int, iso.split("-")), 1, 1]
    return date(*parts[:3]).toordinal()

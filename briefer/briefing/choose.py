"""Chooses which sentences stand on a page and where: bottom line, key points, who said what, timeline, what to watch.

They are taken in the order of their weight until the page is full; nothing is cut afterwards, and nothing is said
twice: what another account tells too becomes a second citation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from briefer.briefing.candidates import Candidate
from briefer.briefing.figures import Moved
from briefer.briefing.settings import BriefSettings
from briefer.briefing.speech import Speech, speech
from briefer.briefing.weigh import LONG, SAID_AGAIN, SAME_ARTICLE, Weighed, similarity
from briefer.language.lists import words
from briefer.language.mentions import SUBJECT
from briefer.language.quantities import numbers
from briefer.language.tokens import overlap, stems

SAME = 0.75  # cosine from which on two sentences may tell the same; nobody measured it
SHARED = 0.45  # of the words of two sentences that tell the same
LEAST = 0.5  # of the weight of a page's weightiest sentence, that a sentence has which tells something of the topic
# Key points and statements that are chosen before the other parts of a page: where all of them are, long quotations
# leave no room for days. On briefs.jsonl .76 of the facts, .50 of the speakers and .47 of the days are on the page so,
# .72, .55 and .37 where all statements come first, .71, .48 and .57 where three do and plans come last.
FIRST_KEYS, FIRST_SAID = 3, 4
COPIED = 0.8  # of the words of two sentences of two stories
UNNAMED = 0.4  # less, for a sentence of the bottom line that does not name what it is about
LED_AGAIN = 0.3  # of the greatest cosine to the bottom line so far: there it counts more what happened
HEARD = 0.15  # that each statement of a speaker takes off the next: others are to be heard
DENIAL = 0.3  # that an answer to an accusation weighs more; nobody measured it
OWN_WORDS = 0.4  # that a direct quotation weighs more
OF_ONE = 3  # statements of one speaker
MONTH = 7  # characters of an ISO date that is a month or a day


class Place(StrEnum):
    """Where on a page a statement stands."""

    BOTTOM = "bottom line"
    KEY = "key points"
    SAID = "who said what"
    TIME = "timeline"
    WATCH = "what to watch"


SHARE = {Place.SAID: 0.25, Place.TIME: 0.5, Place.WATCH: 0.5}  # of that, where a sentence has a place of its own


@dataclass(frozen=True, eq=False)
class Chosen:
    """A sentence that stands on a page, where, who says it if somebody does, and the others that tell the same."""

    candidate: Candidate
    place: Place
    speech: Speech | None = None
    also: list[Candidate] = field(default_factory=list)

    @property
    def speaker(self) -> str:
        """Return who says it, "" for nobody."""
        return self.speech.speaker if self.speech else ""

    @property
    def text(self) -> str:
        """Return what stands there."""
        return self.speech.text if self.speech else self.candidate.text


@dataclass(slots=True)
class _Page:
    """What is on a page so far, and how many words still fit."""

    room: int
    story: Mapping[str, int]
    chosen: list[Chosen] = field(default_factory=list)
    counts: Counter[Place] = field(default_factory=Counter)

    def takes(self, one: Chosen) -> bool:
        """Return whether a statement fits, and put it on the page if so."""
        words = len(one.text.split()) + (len(one.speech.speaker.split()) if one.speech else 0)
        if words > self.room:
            return False
        self.room -= words
        self.chosen.append(one)
        self.counts[one.place] += 1
        return True


def choose(
    weighed: Sequence[Weighed],
    stories: Sequence[Sequence[str]],
    settings: BriefSettings,
    *,
    figures: Sequence[Moved] = (),
    usable: Callable[[Candidate], bool] = lambda _: True,
) -> list[Chosen]:
    """Return what stands on a page, the weightiest first; stories are the paths of the articles of each.

    usable is asked of a sentence before it is taken, once: whether what is put in is right. What the figures tell is
    said there, and a value that has changed since leads no page.
    """
    told = {c.candidate for row in figures for c in row.values}
    old = {c.candidate for row in figures if row.changed for c in row.values[1:]}
    page = _Page(settings.room, {path: number for number, paths in enumerate(stories) for path in paths})
    asked = cache(usable)
    left = [w for w in weighed if not w.candidate.alone.leaning]
    _bottom_line(
        page, [w for w in left if w.candidate.sound and w.candidate not in old], stories, settings.bottom_line, asked
    )
    least = LEAST * weighed[min(2, len(weighed) - 1)].weight if weighed else 0.0
    for place, most in (
        (Place.KEY, FIRST_KEYS), (Place.WATCH, settings.watch), (Place.SAID, FIRST_SAID), (Place.TIME, settings.events),
        (Place.SAID, settings.statements), (Place.KEY, settings.key_points),
    ):  # fmt: skip
        left = [w for w in left if w.candidate not in told]
        enough = [w for w in left if w.weight >= least * SHARE.get(place, 1.0)]
        _fill(page, enough, place, most, asked)
    for one in page.chosen:
        _confirm(one, [w.candidate for w in weighed])
    return page.chosen


def _confirm(one: Chosen, found: Sequence[Candidate]) -> None:
    """Add to a statement the sentences of other articles that tell the same with the same numbers."""
    mine, counted = stems(one.candidate.text), set(numbers(one.candidate.text))
    known = {one.candidate.path, *(other.path for other in one.also)}
    for other in found:
        alike = similarity(one.candidate, other) >= SAME and overlap(mine, stems(other.text)) >= SHARED / 2
        if other.path not in known and alike and counted <= set(numbers(other.text)):
            one.also.append(other)
            known.add(other.path)


def _fill(
    page: _Page, weighed: Sequence[Weighed], place: Place, most: int, usable: Callable[[Candidate], bool]
) -> None:
    """Put on a page what belongs in a place, what adds most first, until there are so many or nothing fits."""
    on_page = {c.candidate for c in page.chosen}
    left = [w for w in weighed if w.candidate not in on_page and _fits(w.candidate, place)]
    while left and page.counts[place] < most:
        best = max(left, key=lambda w: _gain(w, place, page.chosen))
        left.remove(best)
        one = best.candidate
        said = speech(one) if place is Place.SAID else None
        if place is Place.KEY and page.counts[Place.KEY] < FIRST_KEYS and _places(one):
            continue  # it has a place of its own
        if said and sum(bool(c.speech and c.speech.speaker == said.speaker) for c in page.chosen) >= OF_ONE:
            continue
        if not _same(one, page) and usable(one):
            page.takes(Chosen(one, place, said))


def _fits(one: Candidate, place: Place) -> bool:
    """Return whether a sentence may stand in a place; among the key points every one that is whole may."""
    return one.sound if place is Place.KEY else place in _places(one)


def _gain(weighed: Weighed, place: Place, chosen: Sequence[Chosen]) -> float:
    """Return what a sentence adds in a place: somebody's own words are worth more where it is told who said what."""
    said = speech(weighed.candidate) if place is Place.SAID else None
    heard = sum(bool(c.speech and said and c.speech.speaker == said.speaker) for c in chosen)
    worth = _worth(weighed, chosen) + (DENIAL if _denies(weighed.candidate) else 0.0)
    return worth + (OWN_WORDS if said and said.direct else 0.0) - HEARD * heard


def _denies(one: Candidate) -> bool:
    """Return whether a sentence answers an accusation: what one side says is not all."""
    denying = words("en", "statements")["denying"]
    return any(t.lemma in denying and not one.tree.quote(t) for t in one.tree.tokens)


def _places(one: Candidate) -> set[Place]:
    """Return where a sentence may stand but for the key points: what is planned, what somebody says, what is dated."""
    dated = one.date is not None and one.date.iso is not None and len(one.date.iso) >= MONTH
    if speech(one):
        return {Place.SAID}
    if not one.sound:
        return set()
    later = dated and one.date and one.published and one.date.iso and one.date.iso > one.published
    return {Place.WATCH} if one.planned or later else {Place.TIME} if dated else set()


def _bottom_line(
    page: _Page,
    weighed: Sequence[Weighed],
    stories: Sequence[Sequence[str]],
    most: int,
    usable: Callable[[Candidate], bool],
) -> None:
    """Put on a page what happened: the weightiest sentences of each story, two of each where there are at most two."""
    many = [2] * len(stories) if len(stories) <= 2 else [1] * min(len(stories), most)
    for paths, count in zip(stories, many, strict=False):
        left = [w for w in weighed if w.candidate.path in paths]
        taken = 0
        while left and taken < count:
            best = max(
                left, key=lambda w: _news(w, page.chosen, again=LED_AGAIN) - UNNAMED * (_unnamed(w) + _long_ago(w))
            )
            left.remove(best)
            if not _same(best.candidate, page) and usable(best.candidate):
                taken += page.takes(Chosen(best.candidate, Place.BOTTOM))


def _long_ago(weighed: Weighed) -> bool:
    """Return whether a sentence tells of what was long over when its article came out, and is no news of it."""
    one = weighed.candidate
    iso = one.date.iso if one.date else None
    return bool(iso and one.published and int(iso[:4]) < int(one.published[:4]) - 1)


def _unnamed(weighed: Weighed) -> bool:
    """Return whether a sentence is about what was named before: "The talks stretched beyond greetings"."""
    tree = weighed.candidate.tree
    root = tree.root
    subject = root and tree.child(root, *SUBJECT, "nsubjpass")
    if not root or not subject or subject.pos != "NOUN":
        return False
    if any(t.dep == "ccomp" and t.index < subject.index for t in tree.below(root)):
        return False  # "Nine people died, the fire agency said" is about the nine
    below = [tree.tokens[i] for i in tree.subtree(subject)]
    the = any(t.text.lower() == "the" and t.dep == "det" for t in tree.below(subject))
    return the and not any(t.pos in {"PROPN", "NUM"} for t in below)


def _news(weighed: Weighed, chosen: Sequence[Chosen], *, again: float = SAID_AGAIN) -> float:
    """Return what a sentence adds to those that were chosen; again is how much is taken off for what they tell, too."""
    one = weighed.candidate
    alike = max((similarity(one, other.candidate) for other in chosen), default=0.0)
    of_article = sum(other.candidate.path == one.path for other in chosen)
    return weighed.weight - again * max(alike, 0.0) - SAME_ARTICLE * of_article


def _worth(weighed: Weighed, chosen: Sequence[Chosen]) -> float:
    """Return what a sentence adds for the room it takes."""
    return _news(weighed, chosen) / max(len(weighed.candidate.text.split()) / LONG, 1.0)


def _same(one: Candidate, page: _Page) -> bool:
    """Return whether a page has what a sentence tells; an account of another article is cited beside it.

    What is alike in two stories is told of two events.
    """
    words, counted = stems(one.text), set(numbers(one.text))
    for other in page.chosen:
        told = stems(other.candidate.text)
        if page.story.get(one.path) != page.story.get(other.candidate.path) and overlap(words, told) < COPIED:
            continue
        alike = similarity(one, other.candidate)
        if not (
            words <= told or overlap(words, told) >= SHARED or (alike >= SAME and overlap(words, told) >= SHARED / 2)
        ):
            continue
        another = other.candidate.path != one.path and one not in other.also
        if another and counted <= set(numbers(other.candidate.text)) and alike >= SAME:
            other.also.append(one)
        return True
    return False

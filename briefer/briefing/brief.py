"""Writes a one-page brief on a topic from a library: which articles, which stories, which sentences, where they stand.

Sentences are parsed, shortened and chosen in the sources' own words; the model is asked only whether a passage is on
the topic where the words leave it open, and whether a name that was put in is the one that is meant. Knows no formats.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from briefer.answering.answer import nothing_in
from briefer.answering.question import checked
from briefer.articles import injection
from briefer.briefing.candidates import Candidate, candidates
from briefer.briefing.choose import choose
from briefer.briefing.figures import moved
from briefer.briefing.gaps import gaps
from briefer.briefing.page import Material, laid_out
from briefer.briefing.relevance import Found, relevant
from briefer.briefing.settings import BriefSettings
from briefer.briefing.stories import stories
from briefer.briefing.weigh import Weighed, news, weigh
from briefer.briefing.wording import in_the_models_words
from briefer.errors import OutputError
from briefer.grounding.trace import Trace
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder, FloatMatrix
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage
from briefer.schema import Article, Brief, Made, Step

ASKED = 6  # names that the model is asked of; each costs some 150 tokens
MEANT = 0.5  # probability of its Yes from which on a name is the one that is meant
OPENING = 3  # paragraphs that tell what an article is about
NEAREST = 3  # passages that are shown where there is no brief
ENOUGH = 3  # stories with news, from which on a page needs no background
COUNTED = 80  # of the weightiest sentences, in which figures are compared


@dataclass(slots=True)
class _Referents:
    """Asks the model whether a name that was put in for a pronoun is the one that is meant, of each sentence once."""

    model: LanguageModel
    report: Report
    trace: Trace
    said: dict[Candidate, float] = field(default_factory=dict)

    def usable(self, one: Candidate) -> bool:
        """Return whether a sentence can be understood alone: nothing had to be put in, or what was put in is right."""
        put = next((p for p in one.alone.put if p.start != p.end), None)
        if put is None:
            return True
        if one not in self.said:
            if len(self.said) >= ASKED:
                return False
            self.report(Progress(Stage.RESOLVE, len(self.said), ASKED))
            analysis, number = one.context
            start = max(number - LOOK_BACK, 0)
            passage = " ".join(tree.text for tree in analysis.trees[start : number + 1])
            pronoun, name = (
                one.tree.text[put.start : put.end],
                put.text.strip("[]").removesuffix("’s").removesuffix("’"),
            )
            shown = {"passage": passage, "sentence": one.tree.text, "pronoun": pronoun, "name": name}
            try:
                self.said[one] = self.model.choose(fill("pronoun", shown), ("Yes", "No"))[0]
            except OutputError:  # sentences that do not fit the model's context tell nobody who is meant
                self.said[one] = 0.0
            outcome = "put in its place" if self.said[one] >= MEANT else "left out"
            self.trace.add(Stage.RESOLVE, f"{pronoun} = {name}: {one.tree.text}", outcome, value=self.said[one])
        return self.said[one] >= MEANT


LOOK_BACK = 3  # sentences before a pronoun that the model is shown


def brief(
    topic: str,
    library: Library,
    embedder: Embedder,
    model: LanguageModel,
    *,
    made: Callable[[float, int], Made],
    settings: BriefSettings = BriefSettings(),  # noqa: B008
    filters: Filters = Filters(),  # noqa: B008
    report: Report = lambda *_: None,
    shown: Callable[[Brief], None] = lambda _: None,
    explain: bool = False,
) -> Brief:
    """Return a brief on a topic; `answered` is False, and nearest tells what was found, if no article is on it.

    made is called with the seconds and the tokens it took. report as in `answer`; shown is called with the page before
    the model's words are put into it. Raises UsageError for an empty or overlong topic.
    """
    started, had, trace = time.monotonic(), model.evaluated, Trace(lambda: model.evaluated)
    topic = checked(topic, "topic")

    def now() -> Made:
        return made(round(time.monotonic() - started, 2), model.evaluated - had)

    report(Progress(Stage.RETRIEVE, 0, 1))
    found = relevant(topic, library, embedder, model, filters=filters, trace=trace)
    trace.add(Stage.RETRIEVE, topic, f"{len(found.articles)} articles on it")
    report(Progress(Stage.CHOOSE, 0, 1))
    weighed = weigh(candidates(found.topic, found.articles, library, embedder))
    trace.add(Stage.PARSE, topic, f"{len(weighed)} sentences that can stand on a page")
    why = "" if weighed else "no article in them is about this topic"
    material = _material(
        topic, found, weighed, library=library, model=model, settings=settings, report=report, trace=trace
    )
    if not material.chosen:
        why = why or "no sentence in them on this topic can be understood alone"
        return _silent(topic, found, nothing_in(library, filters, why), now(), trace.steps if explain else ())
    page = laid_out(material, now())
    if settings.wording == "model":
        shown(page)
        page = in_the_models_words(page, library, model, settings=settings, report=report, trace=trace)
    page = page.model_copy(
        update={
            "gaps": (*page.gaps, *injection.gaps(r.article for r in found.articles)),
            "steps": tuple(trace.steps) if explain else (),
            "made": now(),
        }
    )
    shown(page)
    return page


def _material(
    topic: str,
    found: Found,
    weighed: Sequence[Weighed],
    *,
    library: Library,
    model: LanguageModel,
    settings: BriefSettings,
    report: Report,
    trace: Trace,
) -> Material:
    """Return what the page is made of."""
    ranked = list(dict.fromkeys(w.candidate.path for w in weighed))
    by_path = {r.article.path: r.article for r in found.articles}
    articles = [by_path[path] for path in ranked]
    vectors = {a.path: _opening(a, library) for a in articles}
    fresh = news([w.candidate for w in weighed])
    grouped = stories(articles, vectors, fresh)
    whole = {w.candidate.path for w in weighed if w.candidate.about}
    on_it = [story for story in grouped if any(a.path in whole for a in story)]
    told_of = [story for story in on_it if any(a.path in fresh for a in story)]
    # What only explains news, or tells of it in passing, is no event; where there is news enough it gives way.
    grouped = (told_of or on_it or grouped)[: settings.stories]
    paths = [[a.path for a in story] for story in grouped]
    told = {path for story in paths for path in story}
    told |= set(by_path) if len(grouped) < ENOUGH else set()
    weighed = [w for w in weighed if w.candidate.path in told]
    referents = _Referents(model, report, trace)
    every = [w.candidate for w in weighed[:COUNTED]]
    figures = moved(every, paths)[: settings.figures]
    chosen = choose(weighed, paths, settings, figures=figures, usable=referents.usable)
    for one in chosen:
        trace.add(Stage.CHOOSE, one.candidate.tree.text, f"{one.place.value}: {one.text}")
    return Material(
        topic=topic, chosen=chosen, figures=figures,
        gaps=gaps(found.topic, every, [a for story in grouped for a in story], settings.gaps), stories=grouped,
        support=referents.said,
    )  # fmt: skip


def _opening(article: Article, library: Library) -> FloatMatrix:
    """Return the mean vector of an article's first paragraphs, of unit length. Shape (dim,)."""
    chunks = dict(list(library.prose(article.path).items())[:OPENING])
    vectors = np.mean([vector for own in library.vectors(chunks).values() for vector in own], axis=0)
    return np.asarray(vectors / np.linalg.norm(vectors), dtype=np.float32)


def _silent(topic: str, found: Found, why: str, made: Made, steps: Sequence[Step]) -> Brief:
    """Return the page that says that the sources say nothing of a topic, with what was nearest."""
    nearest = tuple(hit.passage() for hit in found.hits[:NEAREST])
    return Brief(
        topic=topic, answered=False, reason=why, headline=None, bottom_line=(),
        key_points=(), who_said_what=(), figures=(), timeline=(), watch=(),
        gaps=tuple(injection.gaps(hit.chunk.article for hit in found.hits[:NEAREST])), stories=(), sources=(),
        accounts=0, nearest=nearest, steps=tuple(steps), made=made,
    )  # fmt: skip

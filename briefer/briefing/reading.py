"""Tells which of the passages that were found are about a topic. Knows nothing of pages."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.briefing.selection import BriefSettings
from briefer.briefing.topic import compound, has_name
from briefer.grounding.retrieve import Hit
from briefer.grounding.trace import Trace
from briefer.language.tokens import singulars
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage


def read_topic(
    topic: str, hits: Sequence[Hit], model: LanguageModel, *, settings: BriefSettings, report: Report, trace: Trace
) -> list[tuple[Hit, float]]:
    """Return the passages that the model takes to be about the topic, of those that have its words or are near it.

    Where those are few, of all: "semiconductors" are "chips" in most of an article on them. A name of several words
    must stand in the article whole: the internet is not Internet Explorer. Nor is every bill a tax bill: where an
    article has all of a topic's words, those that have only some are left out.
    """
    read = []
    likely = [hit for hit in hits if hit.keyword or hit.cosine >= settings.near]
    hits = likely if len(likely) >= settings.few else hits
    proses = {hit.chunk.article.path: hit.chunk.article.prose for hit in hits}
    phrases = compound(topic, proses.values())
    whole = {path for path, prose in proses.items() if all(has_name(phrase, prose) for phrase in phrases)}
    whole = {path for path in whole if singulars(topic) <= singulars(proses[path])} or whole
    hits = [hit for hit in hits if hit.chunk.article.path in whole] or hits
    for done, hit in enumerate(hits):
        report(Progress(Stage.READ, done, len(hits)))
        about = model.choose(fill("topic", {"passage": hit.chunk.text, "topic": topic}), ("Yes", "No"))[0]
        kept = about >= settings.topic * (1.0 if hit.keyword else 1.5)
        trace.add(Stage.READ, hit.chunk.text, "on the topic" if kept else "not on the topic", value=about, hit=hit)
        if kept:
            read.append((hit, about * hit.score))
    return read

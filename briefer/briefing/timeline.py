"""Names the event of each cited article, and puts what is dated in order. Knows nothing of searching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from briefer.briefing.selection import BriefSettings, Point, opening_of
from briefer.errors import OutputError
from briefer.grounding.cite import align, cite
from briefer.grounding.support import support
from briefer.language.dates import when
from briefer.language.tokens import capitalised, terms
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage
from briefer.schema import Claim, Event


class EventName(BaseModel):
    """What an article is about, as a model named it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Annotated[str, Field(min_length=4, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ’'‑-]*$")]


def name_events(
    points: Sequence[Point], model: LanguageModel, settings: BriefSettings, report: Report
) -> dict[str, Claim]:
    """Return the event or matter of each cited article in its own words, by path, so that no two are taken for one."""
    events: dict[str, Claim] = {}
    for path, point in {point.path: point for point in points}.items():
        report(Progress(Stage.LABEL, len(events), settings.articles))
        article = point.hit.chunk.article
        parts = opening_of(article)
        passage = "\n".join(article.text[p.start : p.end] for p in parts)
        if set(terms(article.title)) & set(terms(passage)):  # a title like bc6214 says nothing
            passage = f"{article.title}\n{passage}"
        try:
            name = model.generate(fill("event", {"passage": passage}), EventName, max_tokens=60).event.strip()
        except OutputError:
            continue
        whole = [point.hit.chunk.alone(part) for part in parts]
        wanted = set(terms(name))
        best = max(whole, key=lambda found: len(wanted & set(terms(found.text))))
        told = [article.title, *(sentence for found in whole for sentence in found.sentences)]
        if not any(wanted <= set(terms(text)) for text in told) or not wanted & set(terms(best.text)):
            continue  # words of two sentences are two events made into one; what the title alone has cannot be cited
        spans = align(name, best, best.paragraph.sentences[0])
        events[path] = Claim(
            text=capitalised(name),
            support=support(f"It is about this: {name}", passage, model),
            verbatim=False,
            citations=tuple(cite(best, span) for span in spans),
        )
    return events


def timeline(
    dated: Sequence[Point],
    claims: dict[Point, Claim],
    events: dict[str, Claim],
    points: Sequence[Point],
    settings: BriefSettings,
) -> list[Event]:
    """Return what happened when: the dated points, and the cited articles' own events where dated."""
    found = []
    for path, claim in events.items():
        article = next(point.hit.chunk.article for point in points if point.path == path)
        lead = opening_of(article)[0].sentences[0]
        told = [*(citation.quote for citation in claim.citations), article.text[lead.start : lead.end]]
        date = next((d for text in told if (d := when(text))), None)
        if date:
            found.append(Event(date=date.text, iso=date.iso, claim=claim))
    for point in dated:
        date = when(point.text)
        if date:
            found.append(Event(date=date.text, iso=date.iso, claim=claims[point]))
    return sorted(found[: settings.events], key=lambda event: (event.iso is None, event.iso or ""))

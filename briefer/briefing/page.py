"""Lays the statements that were chosen out as a page: each in its place, with what it rests on and how sure it is.

Knows nothing of searching, and nothing of formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefer.briefing.candidates import Candidate
from briefer.briefing.choose import Chosen, Place
from briefer.briefing.figures import Counted, Moved
from briefer.briefing.headline import Headline, headline, name
from briefer.briefing.sources import rests_on, sources_of
from briefer.grounding.cite import cite
from briefer.grounding.telling import wording
from briefer.language.alone import told
from briefer.language.core import core
from briefer.library.copies import independent
from briefer.schema import (
    Article,
    Brief,
    Certainty,
    Claim,
    Event,
    Figure,
    Made,
    Statement,
    Story,
    Value,
    Wording,
)

SHORT = 16  # words of what the bottom line tells, as the timeline has it again
MONTH = 7  # characters of an ISO date that is a month or a day


@dataclass(frozen=True, slots=True)
class Material:
    """What a page is made of: what was chosen, figures that moved, what is missing, and articles by story.

    support is how sure the model is of a name that was put in.
    """

    topic: str
    chosen: Sequence[Chosen]
    figures: Sequence[Moved]
    gaps: Sequence[str]
    stories: Sequence[Sequence[Article]]
    support: Mapping[Candidate, float]


def laid_out(material: Material, made: Made) -> Brief:
    """Return the page of some material."""
    by = {place: [one for one in material.chosen if one.place is place] for place in Place}
    first = [one.candidate for one in by[Place.BOTTOM]]
    title = headline(first[0]) if first else None
    figures = [_figure(row) for row in material.figures]
    contradicted = {c.candidate for row in material.figures if not row.changed for c in row.values}
    claims = {one: _claim(one, material, contradicted) for one in material.chosen}
    events = _timeline(by[Place.TIME], by[Place.BOTTOM], claims)
    page = Brief(
        topic=material.topic, answered=True, reason="",
        headline=_headline(title) if title else None,
        bottom_line=tuple(claims[one] for one in by[Place.BOTTOM]),
        key_points=tuple(claims[one] for one in by[Place.KEY]),
        who_said_what=tuple(_statements(by[Place.SAID], claims)),
        figures=tuple(figures), timeline=tuple(events),
        watch=tuple(_event(one, claims[one]) for one in by[Place.WATCH]),
        gaps=tuple(material.gaps), stories=(), sources=(), accounts=0, nearest=(), made=made,
    )  # fmt: skip
    sources = sources_of(page.claims())
    told_by = _articles(material)
    accounts = independent([told_by[source.article] for source in sources])
    return page.model_copy(
        update={
            "sources": tuple(sources),
            "stories": tuple(_stories(material, first, {s.article for s in sources})),
            "accounts": accounts,
            "rests_on": rests_on(sources, accounts, page.key_points),
        }
    )


def _articles(material: Material) -> dict[str, Article]:
    """Return the articles of what was chosen and of the figures, by their paths: those of no story among them."""
    chosen = [one for row in material.chosen for one in (row.candidate, *row.also)]
    articles = [one.chunk.article for one in chosen + [c.candidate for row in material.figures for c in row.values]]
    return {article.path: article for article in articles}


def _claim(one: Chosen, material: Material, contradicted: set[Candidate]) -> Claim:
    """Return a statement with its citations, and how many accounts tell it."""
    candidate = one.candidate
    citations = (*candidate.citations, *(other.citations[0] for other in one.also))
    accounts = independent([candidate.chunk.article, *(other.chunk.article for other in one.also)])
    certainty = Certainty.CONFIRMED if accounts > 1 else Certainty.SINGLE
    if candidate in contradicted:
        certainty = Certainty.CONTRADICTED
    return Claim(
        text=one.text, support=material.support.get(candidate, 1.0), wording=wording(one.text, citations),
        certainty=certainty if one.place in {Place.BOTTOM, Place.KEY} else None, citations=citations,
    )  # fmt: skip


def _of_text(text: str, one: Candidate) -> Claim:
    citations = (cite(one.chunk, one.span),)
    return Claim(text=text, support=1.0, wording=Wording.SHORTENED, citations=citations)


def _headline(found: Headline) -> Claim:
    citations = tuple(cite(found.chunk, span) for span in found.spans)
    whole = Wording.VERBATIM if found.text == citations[0].quote.strip() else Wording.SHORTENED
    return Claim(text=found.text, support=1.0, wording=whole, citations=citations)


def _statements(said: Sequence[Chosen], claims: Mapping[Chosen, Claim]) -> Iterator[Statement]:
    """Give who said what, each speaker with the fullest of their roles; one quotation of several sentences is one.

    The statements of a speaker follow each other, in the order of the article.
    """
    roles: dict[str, str] = {}
    order: dict[str, int] = {}
    for one in said:
        if one.speech:
            name, role = one.speech.speaker, one.speech.role
            roles[name] = max(roles.get(name, ""), role, key=len)
            order.setdefault(name, len(order))
    last: Chosen | None = None
    made: list[Statement] = []
    for one in sorted(
        said, key=lambda c: (order[c.speech.speaker] if c.speech else 0, c.candidate.path, c.candidate.span.start)
    ):
        if not one.speech:
            continue
        if last and last.speech and _goes_on(last, one):
            made[-1] = made[-1].model_copy(update={"claim": _joined(made[-1].claim, claims[one], last, one)})
        else:
            name = one.speech.speaker
            made.append(Statement(speaker=name, role=roles[name], verb=one.speech.verb, claim=claims[one]))
        last = one
    yield from made


def _goes_on(first: Chosen, second: Chosen) -> bool:
    """Return whether two statements are parts of what somebody says in one paragraph, in their own words."""
    both = first.speech and second.speech and first.speech.direct and second.speech.direct
    same = first.speech and second.speech and first.speech.speaker == second.speech.speaker
    return bool(
        both
        and same
        and first.candidate.chunk.paragraph == second.candidate.chunk.paragraph
        and first.candidate.path == second.candidate.path
    )


def _joined(one: Claim, other: Claim, first: Chosen, second: Chosen) -> Claim:
    """Return two parts of a quotation as one, with "…" between them where the source has more there."""
    whole = one.text.rstrip("”").endswith((".", "!", "?"))
    gap = " " if whole and second.candidate.number == first.candidate.number + 1 else " … "
    text = f"{one.text.rstrip('”')}{gap}{other.text.lstrip('“')}"
    citations = tuple(dict.fromkeys([*one.citations, *other.citations]))
    return one.model_copy(update={"text": text, "citations": citations, "wording": Wording.SHORTENED})


def _event(one: Chosen, claim: Claim) -> Event:
    date = one.candidate.date
    if date is None:
        return Event(date="", iso=None, claim=claim)
    return Event(date=date.text, iso=date.iso, worked_out=date.worked_out, claim=claim)


def _timeline(dated: Iterable[Chosen], led: Iterable[Chosen], claims: Mapping[Chosen, Claim]) -> list[Event]:
    """Return what happened when, the earliest first: the dated statements, and shortly what the bottom line tells."""
    events = [_event(one, claims[one].model_copy(update={"text": _undated(one.candidate)})) for one in dated]
    for one in led if events else ():  # one event by itself needs no line of time
        date, short = one.candidate.date, core(one.candidate.tree)
        if date and date.iso and len(date.iso) >= MONTH and 0 < len(short.split()) <= SHORT:
            events.append(_event(one, _of_text(short, one.candidate)))
    return sorted(events, key=lambda event: (event.iso is None, event.iso or "")) if len(events) > 1 else events


def _undated(one: Candidate) -> str:
    """Return a sentence without the days put into it: the timeline has them in front."""
    names = [put for put in one.alone.put if put.start != put.end]
    return told(one.tree.text, one.gone, names)


def _figure(row: Moved) -> Figure:
    return Figure(about=row.about, changed=row.changed, values=tuple(map(_value, row.values)))


def _value(one: Counted) -> Value:
    candidate = one.candidate
    citations = (cite(candidate.chunk, candidate.span),)
    short = core(candidate.tree)
    text = short if 0 < len(short.split()) <= SHORT and one.value in short else candidate.text
    claim = Claim(text=text, support=1.0, wording=wording(text, citations), citations=citations)
    return Value(value=one.value, date=one.day or None, claim=claim)


def _stories(material: Material, first: Sequence[Candidate], cited: set[str]) -> Iterable[Story]:
    """Give the stories that the page cites, each by its main article's title and the day it is told for."""
    for articles in material.stories:
        paths = tuple(a.path for a in articles if a.path in cited)
        if not paths:
            continue
        main = next(a for a in articles if a.path in cited)
        lead = next((one for one in first if one.path in paths), None)
        given = lead.date.iso if lead and lead.date and lead.date.iso and len(lead.date.iso) >= MONTH else None
        yield Story(name=name(main, lead), date=given, articles=paths)

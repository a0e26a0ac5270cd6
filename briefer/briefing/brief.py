"""Writes a one-page brief on a topic from a library: retrieve, read, write, check, choose. Knows no formats.

Each statement is written from one paragraph with nothing else in sight, so two events in two articles stay two events.
What matters most is chosen before the page is laid out: statements are taken in the order of their weight until the
page is full, and nothing is cut afterwards.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from briefer.answering.answer import checked, nothing_in
from briefer.answering.question import compound, has_name
from briefer.articles import injection
from briefer.briefing.faithful import faithful
from briefer.briefing.selection import BriefSettings, Page, Point, choose, differing, opening_of, points_on
from briefer.errors import OutputError
from briefer.grounding.check import check
from briefer.grounding.cite import align, cite, verbatim
from briefer.grounding.retrieve import Hit, retrieve
from briefer.grounding.support import support
from briefer.grounding.trace import Trace
from briefer.grounding.write import sentence
from briefer.language.quotations import in_quotation, quotations
from briefer.language.speech import SPEECH, speakers, who_says
from briefer.language.words import CALENDAR, PEOPLE, capitalised, in_order, singulars, stem, stems, terms, when
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel, Prompt
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage
from briefer.schema import (
    Article,
    Brief,
    Citation,
    Claim,
    Disagreement,
    Event,
    Made,
    Source,
    Statement,
    StatementKind,
)  # fmt: skip

ANAPHORA = re.compile(
    r"\b(he|she|they|him|them|his|her|their|it|its|this|these|those|both|"
    r"the (two|same|latter|former|leaders|sides|countries|president|minister|visit|call|talks|meeting|statement|law|"
    r"act|treaty|agreement|court|company|group|report|study))\b",
    re.IGNORECASE,
)
SOMEBODY_SAYS = re.compile(
    rf"\b(?:[Hh]e|[Ss]he|[Tt]hey)(?: \w+){{0,3}} {SPEECH.pattern}|{SPEECH.pattern} (?:he|she|they)\b"
)
UNNAMED = re.compile(r"\b[Hh]e\b|\b[Ss]he\b")
# Begins a statement that cannot be understood alone, unless a name stands behind it in brackets.
OF_ANOTHER = re.compile(
    r"(?:He|She|They|It(?! (?:is|was))|That|These|Those|Both(?! [A-Z])|His|Her|Its|Their|"
    r"One of (?:these|those|them)) (?!\[)"
)
# A model takes most of what is said for fact.
TOLD_AS = {
    StatementKind.ALLEGATION: re.compile(r"\b(?:claim(?:s|ed|ing)|accus\w+|alleg\w+)\b", re.IGNORECASE),
    StatementKind.OPINION: re.compile(
        r"\b(?:should|must|ought|urge[ds]?|hope[ds]?|believe[ds]?|thinks?|thought|feels?|felt|crucial|vital|reasonable|"
        r"likely|regrets?|deplor\w+|welcome[ds]?|praise[ds]?|condemn\w*|enough|good|great|bad|terrible|wrong|excellent|"
        r"emotional|incredibl[ey]|disappoint\w+|shame\w*|proud|happy|angry)\b",
        re.IGNORECASE,
    ),
}
LEAD_WORDS = 70
THE_ARTICLE = "the article"  # speaks where nobody is named
LONGEST_HEADLINE = 90
GAP_CANDIDATES = 4
SAME_ACCOUNT = 0.75  # of the words of the shorter of two articles


def brief(
    topic: str,
    library: Library,
    embedder: Embedder,
    model: LanguageModel,
    *,
    made: Callable[[float], Made],
    settings: BriefSettings = BriefSettings(),  # noqa: B008
    filters: Filters = Filters(),  # noqa: B008
    report: Report = lambda *_: None,
    shown: Callable[[Brief], None] = lambda _: None,
    explain: bool = False,
) -> Brief:
    """Return a brief on a topic; `answered` is False, and nearest tells what was found, if no passage is about it.

    made is called with the seconds it took. report as in `answer`; shown is called with the page so far whenever
    something is added to it. Raises UsageError for an empty or overlong topic.
    """
    started = time.monotonic()
    topic = checked(topic, "topic")
    hits = retrieve(topic, library, embedder, top_k=settings.passages, filters=filters)
    trace = Trace()
    read = _reading(topic, hits, model, settings=settings, report=report, trace=trace)
    page = Page(settings.room)
    # Where few sentences have the topic's words, the nearest ones of the passages that are on it tell of it too.
    candidates = points_on(topic, read, embedder, settings)
    if len(candidates) < settings.few:
        candidates = points_on(topic, read, embedder, replace(settings, near=0.0))
    points = choose(candidates, page, settings)
    claims: dict[Point, Claim] = {}
    for done, point in enumerate(points):
        report(Progress(Stage.WRITE, done, len(points)))
        claims[point] = restate(point, model, settings, trace)
        shown(_so_far(topic, claims, made(time.monotonic() - started)))
    points = [point for point in points if not OF_ANOTHER.match(claims[point].text)] or points
    claims = {point: claims[point] for point in points}
    first = _bottom_line([point for point in points if not point.spoken] or points)
    rest = [point for point in points if point not in first]
    spoken = [point for point in rest if point.spoken][: settings.statements]
    dated = [point for point in rest if point not in spoken and (w := when(point.text)) and w.iso]
    dated = dated if len(dated) > 1 else []
    headline = next((h for point in first if (h := _headline(topic, point.hit, model, settings))), None)
    said = []
    for done, point in enumerate(spoken):
        report(Progress(Stage.ATTRIBUTE, done, len(spoken)))
        said.append(_statement(point, claims[point], model))
    events = _events(points, model, settings, report)
    timeline = _timeline(dated, claims, events, points, settings)
    on_timeline = [event.claim for event in timeline]
    report(Progress(Stage.GAPS, 0, 1))
    gaps = _gaps(topic, claims, read, model, settings)
    result = partial(
        Brief,
        topic=topic,
        answered=bool(points),
        reason="" if points else nothing_in(library, filters, "no passage in them is about this topic"),
        headline=headline,
        bottom_line=tuple(claims[point] for point in first),
        key_points=tuple(claims[p] for p in rest if p not in spoken and claims[p] not in on_timeline),
        who_said_what=tuple(said),
        timeline=tuple(timeline),
        disagreements=tuple(_disagreements(candidates, settings)),
        gaps=(*gaps, *injection.gaps(hit.chunk.article for hit in hits)),
        nearest=() if points else tuple(hit.passage() for hit in hits[:3]),
        steps=tuple(trace.steps) if explain else (),
        made=made(round(time.monotonic() - started, 2)),
    )
    sources = tuple(_sources(result(sources=(), independent_sources=0).claims(), events))
    accounts = independent([library.article(source.article) for source in sources])
    return result(sources=sources, independent_sources=accounts)


def _disagreements(candidates: Sequence[Point], settings: BriefSettings) -> list[Disagreement]:
    """Return where two articles give other numbers for the same thing, both word for word."""
    return [
        Disagreement(
            about=", ".join(dict.fromkeys(t for t in terms(first.text) if t in terms(second.text) and not t.isdigit())),
            sides=(verbatim(first.hit.chunk, first.span), verbatim(second.hit.chunk, second.span)),
        )
        for first, second in differing(candidates)[: settings.disagreements]
    ]


def _so_far(topic: str, claims: dict[Point, Claim], made: Made) -> Brief:
    """Return the page that the statements written so far give; what speaks and what is dated is not told apart yet."""
    points = list(claims)
    first = _bottom_line([point for point in points if not point.spoken] or points)
    return Brief(
        topic=topic, answered=True, reason="", headline=None, bottom_line=tuple(claims[point] for point in first),
        key_points=tuple(claims[point] for point in points if point not in first), who_said_what=(), timeline=(),
        disagreements=(), gaps=(), sources=tuple(_sources(list(claims.values()), {})), independent_sources=0,
        nearest=(), made=made,
    )  # fmt: skip


def restate(point: Point, model: LanguageModel, settings: BriefSettings, trace: Trace) -> Claim:
    """Return what a sentence says so that it can be read alone: the sentence itself, unless it leans on others.

    One that does is rewritten with names in place of its references; if what the model wrote changes anything else,
    or is not supported, the sentence stands as it is.
    """
    found = point.hit.chunk
    original = verbatim(found, point.span)
    if not ANAPHORA.search(point.text):
        return original
    first = opening_of(found.article)[0]
    lead = " ".join(found.article.text[first.start : first.end].split()[:LEAD_WORDS])
    shown = {"lead": lead, "passage": found.text, "sentence": point.text}
    try:
        text = sentence(fill("restate", shown), model)
        if not faithful(text, original.text, found.article.prose):
            text = _named(point, shown, model)
        supported = support(text, f"{lead}\n{found.text}", model) if text else 0.0
    except OutputError:
        return original
    kept = supported >= settings.support
    outcome = "in place of the sentence" if kept else "dropped: the sentence stands as it is"
    trace.add(Stage.RESTATE, text or point.text, outcome, value=supported, hit=point.hit)
    if not kept:
        return original
    return Claim(text=text, support=supported, verbatim=False, citations=original.citations)


def _named(point: Point, shown: dict[str, str], model: LanguageModel) -> str:
    """Return a sentence with the name that is meant by its first he or she in brackets behind it, else nothing.

    Nothing too where the sentence names somebody before. What is quoted stays as it is.
    """
    pronoun = next((p for p in UNNAMED.finditer(point.text) if not in_quotation(point.text, p.start())), None)
    people = _people(f"{shown['lead']} {shown['passage']}")
    if not pronoun or not people or _people(point.text[: pronoun.start()]):
        return ""
    name = _pick(fill("referent", {**shown, "pronoun": pronoun.group()}), people, model)
    return f"{point.text[: pronoun.end()]} [{name}]{point.text[pronoun.end() :]}"


def _people(text: str) -> list[str]:
    return [name for name in names_in(text) if not CALENDAR.fullmatch(name)]


def _reading(
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


def _bottom_line(points: list[Point]) -> list[Point]:
    """Return the weightiest point, and that of a second article, since one article is one account."""
    others = [point for point in points if point.path != points[0].path]
    return points[:1] + others[:1]


class Headline(BaseModel):
    """A headline as a model wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headline: Annotated[
        str, Field(min_length=10, max_length=LONGEST_HEADLINE, pattern=r"^[A-Z0-9“\"'][^\p{C}\p{Zl}\p{Zp}\[\]<>{}|.]*$")
    ]


def _headline(topic: str, hit: Hit, model: LanguageModel, settings: BriefSettings) -> Claim | None:
    found = hit.chunk
    try:
        output = model.generate(fill("headline", {"passage": found.text, "topic": topic}), Headline, max_tokens=60)
    except OutputError:
        return None
    text = output.headline.strip()
    if len(output.headline) >= LONGEST_HEADLINE:
        return None  # cut within a word, perhaps
    cited = cite(found, align(text, found, found.paragraph.sentences[0])[0])
    given = stems(topic) - stems(cited.quote)
    if not in_order(" ".join(word for word in terms(text) if stem(word) not in given), cited.quote):
        return None  # words of two sentences, or in another order: who did what to whom may be another
    result = check(text, found, model, given=topic)
    if result.support < settings.support:
        return None
    return Claim(text=text, support=result.support, verbatim=False, citations=(cited,))


def _statement(point: Point, claim: Claim, model: LanguageModel) -> Statement:
    """Return a claim in which somebody says something, with who speaks and what sort of words they are."""
    words = max(quotations(point.text), key=len, default=point.text)
    teller = who_says(claim.text) or who_says(point.text)
    names = [teller] if teller else []
    if not teller and SOMEBODY_SAYS.search(point.text):
        names = names_in(point.hit.chunk.text)
    prompt = fill("speaker", {"passage": point.hit.chunk.text, "words": words})
    try:
        speaker = _pick(prompt, names, model) if names else THE_ARTICLE
    except OutputError:
        speaker = THE_ARTICLE
    kind = next((kind for kind, told in TOLD_AS.items() if told.search(point.text)), None)
    if kind is None:
        likely = model.choose(fill("kind", {"speaker": speaker, "words": words}), tuple(StatementKind))
        kind = list(StatementKind)[likely.index(max(likely))]
    return Statement(speaker=speaker, claim=claim, kind=kind)


def names_in(text: str) -> list[str]:
    """Return the runs of capitalised words of a text that can be somebody's name, each once."""
    runs = re.findall(PEOPLE, text)
    names = [re.sub(r"['’]s$", "", run) for run in runs]
    return [name for name in dict.fromkeys(names) if set(terms(name)) and len(name) > 1]


def _pick(prompt: Prompt, names: Sequence[str], model: LanguageModel) -> str:
    """Return the name that the model chooses of these; the only one without asking it."""
    if len(names) == 1:
        return names[0]
    schema = create_model("Speaker", __config__=ConfigDict(extra="forbid"), speaker=(Literal[tuple(names)], ...))  # type: ignore[arg-type]
    return str(model.generate(prompt, schema, max_tokens=60).model_dump()["speaker"])


class EventName(BaseModel):
    """What an article is about, as a model named it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Annotated[str, Field(min_length=4, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ’'‑-]*$")]


def _events(points: Sequence[Point], model: LanguageModel, settings: BriefSettings, report: Report) -> dict[str, Claim]:
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


def _timeline(
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


def _gaps(
    topic: str,
    claims: dict[Point, Claim],
    read: Sequence[tuple[Hit, float]],
    model: LanguageModel,
    settings: BriefSettings,
) -> list[str]:
    """Return what a reader will ask next and no passage says.

    Whoever speaks in the cited articles and not on the topic, if the model finds nothing that they say of it; and the
    articles that carry no date.
    """
    gaps = []
    texts = {point.path: point.hit.chunk.article for point in claims}
    heard = set(terms(" ".join([topic, *(claim.text for claim in claims.values())])))
    counted = Counter(name for article in texts.values() for name in speakers(article.prose))
    for name, _ in counted.most_common(GAP_CANDIDATES):
        if set(terms(name)) & heard:
            continue
        question = f"What did {name} say about {topic}?"
        prompts = [fill("read", {"passage": hit.chunk.text, "question": question}) for hit, _ in read[:3]]
        if all(model.choose(prompt, ("Yes", "No"))[0] < settings.says for prompt in prompts):
            gaps.append(f"What {re.sub('^The ', 'the ', name)} said about {topic}.")
    undated = sum(article.date is None for article in texts.values())
    if undated:
        of = "The article" if len(texts) == 1 else f"{undated} of the {len(texts)} articles"
        gaps.append(
            f"When it was published. {of} carries no date."
            if undated == 1
            else f"When they were published. {of} carry no date."
        )
    return gaps[: settings.gaps]


def _sources(claims: Sequence[Claim], events: dict[str, Claim]) -> list[Source]:
    cited: dict[str, list[Citation]] = {}
    for citation in (c for claim in [*claims, *events.values()] for c in claim.citations):
        cited.setdefault(citation.article, []).append(citation)
    return [
        Source(
            article=path, title=rows[0].title, publisher=rows[0].publisher, date=rows[0].date,
            paragraphs=tuple(sorted({c.paragraph for c in rows})), event=events.get(path),
        )
        for path, rows in cited.items()
    ]  # fmt: skip


def corpus_sha256(snapshot: Sequence[tuple[str, str]]) -> str:
    """Return the hash of a corpus: of the paths and hashes of its articles, in order."""
    return hashlib.sha256(json.dumps(snapshot).encode()).hexdigest()


def independent(articles: Sequence[Article]) -> int:
    """Return how many accounts are independent: of two articles, one that has most of the other's words is no other."""
    words = [set(terms(article.prose)) for article in articles]
    return sum(
        all(len(w & other) < SAME_ACCOUNT * min(len(w), len(other)) for other in words[:i]) for i, w in enumerate(words)
    )


def made_now(
    *, version: str, model: LanguageModel, sha256: str | None, embedder: str, corpus: str, library: Library,
    settings: BriefSettings, filters: Filters,
) -> Callable[[float], Made]:  # fmt: skip
    """Return a function from seconds taken to how a brief was made."""
    snapshot = library.snapshot()
    only = {f"only_{name}": ", ".join(v) if isinstance(v, tuple) else v for name, v in asdict(filters).items()}
    used = asdict(settings) | only
    chosen = {name: value for name, value in used.items() if value not in (None, "")}
    return lambda seconds: Made(
        version=version, model=model.name, model_sha256=sha256, embedder=embedder, corpus=corpus,
        corpus_sha256=corpus_sha256(snapshot), articles=len(snapshot),
        settings=chosen, at=datetime.now(UTC).isoformat(timespec="seconds"), seconds=seconds,
    )  # fmt: skip

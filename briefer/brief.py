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
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from briefer.answer import Report, checked
from briefer.embed import Embedder
from briefer.errors import OutputError
from briefer.library import Filters, Library
from briefer.llm.base import LanguageModel
from briefer.prompts import fill
from briefer.retrieve import Hit, retrieve
from briefer.schema import Article, Brief, Claim, Event, Kind, Made, Source, Statement
from briefer.verify import check
from briefer.words import NAME, overlap, quotations, terms, when
from briefer.write import align, cite, draft, verbatim

SPEECH = re.compile(
    r"\b(said|says|say|stated|told|called|calls|calling|described|described|affirmed|reaffirmed|stressed|stressing|"
    r"claimed|claims|argued|argues|warned|announced|declared|emphasi[sz]ed|noted|added|praised|welcomed|condemned|"
    r"denied|insisted|according to|asked|replied|accused|alleged|believes?|expressed)\b"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is read and how much fits; probabilities are 0–1, room is in words of the whole page."""

    topic: float = 0.5
    support: float = 0.6
    passages: int = 12
    points: int = 7
    statements: int = 3
    events: int = 4
    gaps: int = 3
    answer: float = 0.5
    room: int = 360


@dataclass(frozen=True, slots=True)
class Point:
    """A claim on the topic, the passage it was written from, and how much it matters (0–1, higher is more)."""

    claim: Claim
    hit: Hit
    weight: float


class Page:
    """What is on the page so far: nothing is said twice, and nothing is added that does not fit."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._said: list[set[str]] = []

    def takes(self, claim: Claim, *, beside: str = "") -> bool:
        """Return whether a claim is new and fits, and put it on the page if so."""
        words, length = set(terms(claim.text)), len(claim.text.split()) + len(beside.split()) + 1
        if length > self.room or any(overlap(words, said) > 0.45 or words <= said for said in self._said):
            return False
        self.room -= length
        self._said.append(words)
        return True


def brief(
    topic: str,
    library: Library,
    embedder: Embedder,
    model: LanguageModel,
    *,
    made: Callable[[float], Made],
    settings: Settings = Settings(),
    filters: Filters = Filters(),  # noqa: B008
    report: Report = lambda *_: None,
) -> Brief:
    """Return a brief on a topic; `answered` is False, and nearest tells what was found, if no passage is about it.

    made is called with the seconds it took. report as in `answer`. Raises UsageError for an empty or overlong topic.
    """
    started = time.monotonic()
    topic = checked(topic, "topic")
    hits = retrieve(topic, library, embedder, top_k=settings.passages, filters=filters)
    read = _reading(topic, hits, model, settings, report)
    chosen = _spread(read, settings.points)
    points = []
    for done, (hit, weight) in enumerate(chosen):
        report("writing and checking", done, len(chosen))
        claim = point_of(topic, hit, model, settings)
        if claim:
            points.append(Point(claim, hit, weight))
    page = Page(settings.room)
    points = [point for point in points if page.takes(point.claim)]
    first = _bottom_line(points)
    rest = [point.claim for point in points if point not in first]
    report("headline", 0, 1)
    headline = _headline(topic, first[0].hit, model, settings) if first else None
    said = _statements([p.hit for p in points], page, model, settings, report)
    events = _timeline([p.hit for p in points], topic, page, settings)
    gaps = _gaps(topic, points, library, embedder, model, settings, filters, report)
    result = partial(
        Brief,
        topic=topic,
        answered=bool(points),
        reason="" if points else "The sources do not say: no passage in them is about this topic.",
        headline=headline,
        bottom_line=tuple(point.claim for point in first),
        key_points=tuple(rest),
        who_said_what=tuple(said),
        timeline=tuple(events),
        disagreements=(),
        gaps=tuple(gaps),
        nearest=() if points else tuple(hit.passage() for hit in hits[:3]),
        made=made(round(time.monotonic() - started, 2)),
    )
    sources = tuple(_sources(result(sources=(), independent_sources=0).claims()))
    accounts = independent([library.article(source.article) for source in sources])
    return result(sources=sources, independent_sources=accounts)


def point_of(topic: str, hit: Hit, model: LanguageModel, settings: Settings) -> Claim | None:
    """Return what a passage says about the topic in one sentence that stands, else None.

    The model's words are kept if they pass the checks; else the sentence they rest on is, if it is about the topic.
    """
    found = hit.found
    try:
        span, text = draft(fill("point", {"passage": found.text, "topic": topic}), found, model)
    except OutputError:
        return None
    spans = align(text, found, span)
    result = check(text, found, model, given=topic)
    if result.support >= settings.support:
        citations = tuple(cite(found, s) for s in spans)
        return Claim(text=text, support=result.support, verbatim=False, citations=citations)
    sentence = verbatim(found, spans[0])
    return sentence if set(terms(topic)) & set(terms(sentence.text)) else None


def _reading(
    topic: str, hits: Sequence[Hit], model: LanguageModel, settings: Settings, report: Report
) -> list[tuple[Hit, float]]:
    read = []
    for done, hit in enumerate(hits):
        report("reading", done, len(hits))
        about = model.choose(fill("topic", {"passage": hit.found.text, "topic": topic}), ("Yes", "No"))[0]
        if about >= settings.topic:
            read.append((hit, about * hit.score))
    return sorted(read, key=lambda pair: -pair[1])


def _spread(read: list[tuple[Hit, float]], limit: int) -> list[tuple[Hit, float]]:
    """Return the best passages, none of an article's second before every article's first, at most limit."""
    seen: dict[str, int] = {}
    ranked = []
    for hit, weight in read:
        turn = seen[hit.found.article.path] = seen.get(hit.found.article.path, -1) + 1
        ranked.append((turn, -weight, hit.found.id, hit, weight))
    return [(hit, weight) for *_, hit, weight in sorted(ranked, key=lambda row: row[:3])][:limit]


def _bottom_line(points: list[Point]) -> list[Point]:
    """Return the weightiest point, and that of a second article, since one article is one account."""
    if not points:
        return []
    best = max(points, key=lambda point: point.weight)
    others = [p for p in points if p.hit.found.article.path != best.hit.found.article.path]
    return [best, *sorted(others, key=lambda point: -point.weight)[:1]]


class Headline(BaseModel):
    """A headline as a model wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headline: Annotated[str, Field(min_length=10, max_length=90, pattern=r"^[A-Z0-9“\"'][^\n\[\]<>{}|.]*$")]


def _headline(topic: str, hit: Hit, model: LanguageModel, settings: Settings) -> Claim | None:
    found = hit.found
    try:
        output = model.generate(fill("headline", {"passage": found.text, "topic": topic}), Headline, max_tokens=60)
    except OutputError:
        return None
    text = output.headline.strip()
    result = check(text, found, model, given=topic)
    if result.support < settings.support:
        return None
    spans = align(text, found, found.paragraph.sentences[0])
    return Claim(text=text, support=result.support, verbatim=False, citations=(cite(found, spans[0]),))


def _statements(
    hits: Sequence[Hit], page: Page, model: LanguageModel, settings: Settings, report: Report
) -> list[Statement]:
    """Return the sentences in which somebody is quoted that fit the page, with who speaks and what sort of words."""
    found: list[Statement] = []
    for hit in hits:
        for span, sentence in zip(hit.found.paragraph.sentences, hit.found.sentences, strict=True):
            quoted = [q for q in quotations(sentence) if len(q.split()) >= 3]
            speakers = _names(hit.found.text)
            if not quoted or not SPEECH.search(sentence) or not speakers or len(found) == settings.statements:
                continue
            claim = verbatim(hit.found, span)
            if not page.takes(claim, beside="speaker kind"):
                continue
            report("who said what", len(found), settings.statements)
            speaker = _speaker(hit, quoted[0], speakers, model)
            kinds = model.choose(fill("kind", {"speaker": speaker, "words": sentence}), tuple(Kind))
            found.append(Statement(speaker=speaker, claim=claim, kind=list(Kind)[kinds.index(max(kinds))]))
    return found


def _names(text: str) -> list[str]:
    """Return the runs of capitalised words of a text that can be somebody's name, each once."""
    runs = re.findall(rf"{NAME.pattern}(?: {NAME.pattern})*", text)
    names = [re.sub(r"['’]s$", "", run) for run in runs]
    return [name for name in dict.fromkeys(names) if set(terms(name)) and len(name) > 1]


def _speaker(hit: Hit, words: str, speakers: list[str], model: LanguageModel) -> str:
    schema = create_model("Speaker", __config__=ConfigDict(extra="forbid"), speaker=(Literal[tuple(speakers)], ...))  # type: ignore[arg-type]
    prompt = fill("speaker", {"passage": hit.found.text, "words": words})
    return str(model.generate(prompt, schema, max_tokens=60).model_dump()["speaker"])


def _timeline(hits: Sequence[Hit], topic: str, page: Page, settings: Settings) -> list[Event]:
    """Return what happened when: the dated sentences on the topic, and each cited article's own dated beginning."""
    wanted = set(terms(topic))
    events: list[Event] = []
    for hit in hits:
        article = hit.found.article
        parts = [hit.found.paragraph, *[p for p in article.paragraphs if p.role == "text"][:2]]
        for place, part in enumerate(parts):
            for span in part.sentences:
                sentence = article.text[span.start : span.end]
                date = when(sentence)
                about = place > 0 or wanted & set(terms(sentence))
                if date is None or not about or len(sentence.split()) > 45:
                    continue
                citation = cite(type(hit.found)(hit.found.id, article, part), span)
                claim = Claim(text=citation.quote, support=1.0, verbatim=True, citations=(citation,))
                if len(events) < settings.events and page.takes(claim, beside=date.text):
                    events.append(Event(date=date.text, iso=date.iso, claim=claim))
    return sorted(events, key=lambda event: (event.iso is None, event.iso or ""))


class Questions(BaseModel):
    """Questions as a model wrote them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: Annotated[
        list[Annotated[str, Field(min_length=10, max_length=90, pattern=r"^(What|Who|When|Where|Why|How|Which|Did|Has|Will) [^\n\[\]<>?]*\?$")]],
        Field(min_length=4, max_length=4),
    ]  # fmt: skip


def _gaps(
    topic: str,
    points: list[Point],
    library: Library,
    embedder: Embedder,
    model: LanguageModel,
    settings: Settings,
    filters: Filters,
    report: Report,
) -> list[str]:
    """Return the questions a reader asks next to which no passage states an answer."""
    if not points:
        return []
    report("what the sources do not say", 0, 4)
    written = "\n".join(f"- {point.claim.text}" for point in points[:4])
    try:
        asked = model.generate(fill("questions", {"topic": topic, "points": written}), Questions, max_tokens=160)
    except OutputError:
        return []
    gaps: list[str] = []
    for done, question in enumerate(dict.fromkeys(asked.questions)):
        report("what the sources do not say", done, 4)
        hits = retrieve(question, library, embedder, top_k=3, filters=filters)
        shown = [fill("read", {"passage": hit.found.text, "question": question}) for hit in hits]
        if all(model.choose(prompt, ("Yes", "No"))[0] < settings.answer for prompt in shown):
            gaps.append(question)
    return gaps[: settings.gaps]


def _sources(claims: Sequence[Claim]) -> list[Source]:
    cited: dict[str, list[tuple[int, Source]]] = {}
    for citation in (c for claim in claims for c in claim.citations):
        source = Source(**citation.model_dump(include={"article", "title", "publisher", "date"}), paragraphs=())
        cited.setdefault(citation.article, []).append((citation.paragraph, source))
    return [
        rows[0][1].model_copy(update={"paragraphs": tuple(sorted({number for number, _ in rows}))})
        for rows in cited.values()
    ]


def corpus_sha256(snapshot: Sequence[tuple[str, str]]) -> str:
    """Return the hash of a corpus: of the paths and hashes of its articles, in order."""
    return hashlib.sha256(json.dumps(snapshot).encode()).hexdigest()


def independent(articles: Sequence[Article]) -> int:
    """Return how many accounts are independent: articles that share most of their words are one."""
    words = [set(terms(article.text)) for article in articles]
    return sum(all(overlap(w, other) < 0.6 for other in words[:i]) for i, w in enumerate(words))


def made_now(
    *, version: str, model: LanguageModel, sha256: str | None, embedder: str, corpus: str, library: Library,
    settings: Settings, filters: Filters,
) -> Callable[[float], Made]:  # fmt: skip
    """Return a function from seconds taken to how a brief was made."""
    snapshot = library.snapshot()
    chosen = {k: v for k, v in (asdict(settings) | asdict(filters)).items() if v not in (None, ())}
    return lambda seconds: Made(
        version=version, model=model.name, model_sha256=sha256, embedder=embedder, corpus=corpus,
        corpus_sha256=corpus_sha256(snapshot), articles=len(snapshot),
        settings=chosen, at=datetime.now(UTC).isoformat(timespec="seconds"), seconds=seconds,
    )  # fmt: skip

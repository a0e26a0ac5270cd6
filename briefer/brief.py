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
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from briefer import machine
from briefer.answer import Report, checked
from briefer.embed import Embedder
from briefer.errors import OutputError
from briefer.library import Filters, Found, Library
from briefer.llm.base import LanguageModel, Prompt
from briefer.prompts import fill
from briefer.retrieve import Hit, retrieve
from briefer.schema import Article, Brief, Citation, Claim, Event, Kind, Made, Paragraph, Source, Span, Statement
from briefer.verify import check, faithful, support
from briefer.words import DAY, MONTH, NAME, SPEECH, overlap, quotations, speakers, terms, when
from briefer.write import align, cite, sentence, verbatim

ANAPHORA = re.compile(
    r"\b(he|she|they|him|them|his|her|their|it|its|this|these|those|both|"
    r"the (two|same|latter|former|leaders|sides|countries|president|minister|visit|call|talks|meeting|statement|law|"
    r"act|treaty|agreement|court|company|group|report|study))\b",
    re.IGNORECASE,
)
# A sentence that begins so goes on with the one before, and with its topic.
GOES_ON = re.compile(r"(He|She|They|It|His|Her|Their|Its|This|That|These|Those|Both) ")
LEAST_TOLD = 0.5  # of 15 content words: "X also carried a message about Y" tells nothing
LEAD_WORDS = 70
CALENDAR = frozenset(re.findall(r"\w+", f"{MONTH} {DAY}")) - {"?"}
THE_ARTICLE = "the article"  # speaks where nobody is named
LABEL_WORDS = 7  # that stand around a statement: its event, its marks
SOURCE_WORDS = 20  # that stand around a source's title: file, publisher, date, its event and when it was
OPENING = 2  # paragraphs, of an article: what it is about stands there
GAP_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is read and how much fits; probabilities and cosines are 0–1, room is in words."""

    topic: float = 0.5
    near: float = 0.35
    support: float = 0.6
    says: float = 0.4
    passages: int = 12
    points: int = 8
    a_passage: int = 3
    articles: int = 4
    statements: int = 3
    events: int = 4
    gaps: int = 3
    room: int = 400


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence on the topic, the passage it stands in, and how much it matters (higher is more)."""

    hit: Hit
    span: Span
    weight: float

    @property
    def path(self) -> str:
        """Return the path of its article."""
        return self.hit.found.article.path

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self.hit.found.article.text[self.span.start : self.span.end]

    @property
    def spoken(self) -> bool:
        """Return whether somebody's own words are quoted in it."""
        return bool(SPEECH.search(self.text)) and any(len(q.split()) >= 4 for q in quotations(self.text))


class Page:
    """What is on the page so far: nothing is said twice, and nothing is added that does not fit."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._said: list[set[str]] = []

    def takes(self, text: str, *, beside: int = 1) -> bool:
        """Return whether a text is new and fits, and put it on the page if so; beside is what stands around it."""
        words, length = set(terms(text)), len(text.split()) + beside
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
    shown: Callable[[Brief], None] = lambda _: None,
) -> Brief:
    """Return a brief on a topic; `answered` is False, and nearest tells what was found, if no passage is about it.

    made is called with the seconds it took. report as in `answer`; shown is called with the page so far whenever
    something is added to it. Raises UsageError for an empty or overlong topic.
    """
    started = time.monotonic()
    topic = checked(topic, "topic")
    hits = retrieve(topic, library, embedder, top_k=settings.passages, filters=filters)
    read = _reading(topic, hits, model, settings, report)
    page = Page(settings.room)
    points = _choose(_points(topic, read, embedder, settings), page, settings)
    claims: dict[Point, Claim] = {}
    for done, point in enumerate(points):
        report("writing and checking", done, len(points))
        claims[point] = restate(point, model, settings)
        shown(_so_far(topic, claims, made(time.monotonic() - started)))
    first = _bottom_line([point for point in points if not point.spoken] or points)
    rest = [point for point in points if point not in first]
    spoken = [point for point in rest if point.spoken][: settings.statements]
    dated = [point for point in rest if point not in spoken and (w := when(point.text)) and w.iso]
    dated = dated if len(dated) > 1 else []
    headline = next((h for point in first if (h := _headline(topic, point.hit, model, settings))), None)
    said = []
    for done, point in enumerate(spoken):
        report("who said what", done, len(spoken))
        said.append(_statement(point, claims[point], model))
    events = _events(points, model, settings, report)
    timeline = _timeline(dated, claims, events, points, settings)
    on_timeline = [event.claim for event in timeline]
    report("what the sources do not say", 0, 1)
    gaps = _gaps(topic, claims, read, model, settings)
    result = partial(
        Brief,
        topic=topic,
        answered=bool(points),
        reason="" if points else "The sources do not say: no passage in them is about this topic.",
        headline=headline,
        bottom_line=tuple(claims[point] for point in first),
        key_points=tuple(claims[p] for p in rest if p not in spoken and claims[p] not in on_timeline),
        who_said_what=tuple(said),
        timeline=tuple(timeline),
        disagreements=(),
        gaps=(*gaps, *machine.gaps(hit.found.article for hit in hits)),
        nearest=() if points else tuple(hit.passage() for hit in hits[:3]),
        made=made(round(time.monotonic() - started, 2)),
    )
    sources = tuple(_sources(result(sources=(), independent_sources=0).claims(), events))
    accounts = independent([library.article(source.article) for source in sources])
    return result(sources=sources, independent_sources=accounts)


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


def restate(point: Point, model: LanguageModel, settings: Settings) -> Claim:
    """Return what a sentence says so that it can be read alone: the sentence itself, unless it leans on others.

    One that does is rewritten with names in place of its references; if what the model wrote changes anything else,
    or is not supported, the sentence stands as it is.
    """
    found = point.hit.found
    original = verbatim(found, point.span)
    if not ANAPHORA.search(point.text):
        return original
    lead = " ".join(_lead(found.article).split()[:LEAD_WORDS])
    shown = {"lead": lead, "passage": found.text, "sentence": point.text}
    try:
        text = sentence(fill("restate", shown), model)
        if not faithful(text, point.text, found.article.text):
            text = _named(point, shown, model)
        supported = support(text, f"{lead}\n{found.text}", model) if text else 0.0
    except OutputError:
        return original
    if supported < settings.support:
        return original
    return Claim(text=text, support=supported, verbatim=False, citations=original.citations)


def _named(point: Point, shown: dict[str, str], model: LanguageModel) -> str:
    """Return a sentence that begins with He, She or They with the name that is meant in brackets, else nothing."""
    pronoun = re.match(r"He|She|They", point.text)
    people = [name for name in names_in(f"{shown['lead']} {shown['passage']}") if name not in CALENDAR]
    if not pronoun or not people:
        return ""
    name = _pick(fill("referent", {**shown, "pronoun": pronoun.group()}), people, model)
    return f"{pronoun.group()} [{name}]{point.text[pronoun.end() :]}"


def _lead(article: Article) -> str:
    first = next((p for p in article.paragraphs if p.role == "text"), article.paragraphs[0])
    return article.text[first.start : first.end]


def _reading(
    topic: str, hits: Sequence[Hit], model: LanguageModel, settings: Settings, report: Report
) -> list[tuple[Hit, float]]:
    """Return the passages that are about the topic: by their words, or near in meaning and so read."""
    read = []
    for done, hit in enumerate(hits):
        if hit.keyword == 0 and hit.cosine < settings.near:
            continue
        report("reading", done, len(hits))
        about = model.choose(fill("topic", {"passage": hit.found.text, "topic": topic}), ("Yes", "No"))[0]
        if about >= settings.topic * (1.0 if hit.keyword else 1.5):
            read.append((hit, about * hit.score))
    return read


def _points(topic: str, read: list[tuple[Hit, float]], embedder: Embedder, settings: Settings) -> list[Point]:
    """Return the sentences that say something of the topic, each passage's best few, the weightiest first.

    A sentence weighs more the nearer it is to the topic, if it has the topic's words, and the more it tells.
    """
    wanted = set(terms(topic))
    points: list[Point] = []
    for hit, about in read:
        rows = embedder.encode([topic, *hit.found.sentences])
        own: list[Point] = []
        goes_on = 0.0
        for span, text, row in zip(hit.found.paragraph.sentences, hit.found.sentences, rows[1:], strict=True):
            near = float(rows[0] @ row)
            named = float(bool(wanted & set(terms(text)))) or (goes_on if GOES_ON.match(text) else 0.0)
            goes_on = named / 2
            tells = min(len(set(terms(text))), 15) / 15
            if (named or near >= settings.near) and tells >= LEAST_TOLD:
                whole = 1.0 if balanced(text) else 0.5  # half a quotation reads badly
                own.append(Point(hit, span, about * (near + named) * tells * whole))
        points += sorted(own, key=lambda p: -p.weight)[: settings.a_passage]
    return sorted(points, key=lambda p: -p.weight)


def _choose(points: list[Point], page: Page, settings: Settings) -> list[Point]:
    """Return what goes on the page, weightiest first: every article's best before any article's second."""
    seen: dict[str, int] = {}
    ranked = []
    for point in points:
        if point.path not in seen and len(seen) == settings.articles:
            continue
        turn = seen[point.path] = seen.get(point.path, -1) + 1
        ranked.append((turn, -point.weight, point.span.start, point))
    chosen: list[Point] = []
    for *_, point in sorted(ranked, key=lambda row: row[:3]):
        title = point.hit.found.article.title.split()
        listed = 0 if point.path in {other.path for other in chosen} else len(title) + SOURCE_WORDS
        if len(chosen) < settings.points and page.takes(point.text, beside=LABEL_WORDS + listed):
            chosen.append(point)
    return sorted(chosen, key=lambda p: -p.weight)


def _bottom_line(points: list[Point]) -> list[Point]:
    """Return the weightiest point, and that of a second article, since one article is one account."""
    others = [point for point in points if point.path != points[0].path]
    return points[:1] + others[:1]


class Headline(BaseModel):
    """A headline as a model wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headline: Annotated[
        str, Field(min_length=10, max_length=90, pattern=r"^[A-Z0-9“\"'][^\p{C}\p{Zl}\p{Zp}\[\]<>{}|.]*$")
    ]


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


def _statement(point: Point, claim: Claim, model: LanguageModel) -> Statement:
    """Return a claim in which somebody is quoted, with who speaks and what sort of words they are."""
    names = names_in(point.hit.found.text)
    words = max(quotations(point.text), key=len)
    prompt = fill("speaker", {"passage": point.hit.found.text, "words": words})
    try:
        speaker = _pick(prompt, names, model) if names else THE_ARTICLE
    except OutputError:
        speaker = THE_ARTICLE
    kinds = model.choose(fill("kind", {"speaker": speaker, "words": words}), tuple(Kind))
    return Statement(speaker=speaker, claim=claim, kind=list(Kind)[kinds.index(max(kinds))])


def names_in(text: str) -> list[str]:
    """Return the runs of capitalised words of a text that can be somebody's name, each once."""
    runs = re.findall(rf"{NAME.pattern}(?: {NAME.pattern})*", text)
    names = [re.sub(r"['’]s$", "", run) for run in runs]
    return [name for name in dict.fromkeys(names) if set(terms(name)) and len(name) > 1]


def _pick(prompt: Prompt, names: Sequence[str], model: LanguageModel) -> str:
    """Return the name that the model chooses of these."""
    schema = create_model("Speaker", __config__=ConfigDict(extra="forbid"), speaker=(Literal[tuple(names)], ...))  # type: ignore[arg-type]
    return str(model.generate(prompt, schema, max_tokens=60).model_dump()["speaker"])


def balanced(text: str) -> bool:
    """Return whether every quotation mark that a text opens is closed."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


class EventName(BaseModel):
    """What an article is about, as a model named it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Annotated[str, Field(min_length=4, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ’'‑-]*$")]


def _events(points: Sequence[Point], model: LanguageModel, settings: Settings, report: Report) -> dict[str, Claim]:
    """Return the event or matter of each cited article in its own words, by path, so that no two are taken for one."""
    events: dict[str, Claim] = {}
    for path, point in {point.path: point for point in points}.items():
        report("telling the articles apart", len(events), settings.articles)
        article = point.hit.found.article
        parts = _opening(article)
        passage = "\n".join(article.text[p.start : p.end] for p in parts)
        try:
            name = model.generate(fill("event", {"passage": passage}), EventName, max_tokens=60).event.strip()
        except OutputError:
            continue
        whole = [Found(point.hit.found.id, article, part) for part in parts]
        wanted = set(terms(name))
        best = max(whole, key=lambda found: len(wanted & set(terms(found.text))))
        if not wanted or not wanted <= set(terms(passage)):
            continue  # a word that the article's opening does not have was made up
        spans = align(name, best, best.paragraph.sentences[0])
        events[path] = Claim(
            text=name[0].upper() + name[1:],
            support=support(f"It is about this: {name}", passage, model),
            verbatim=False,
            citations=tuple(cite(best, span) for span in spans),
        )
    return events


def _opening(article: Article) -> list[Paragraph]:
    prose = [part for part in article.paragraphs if part.role == "text"]
    return prose[:OPENING] or list(article.paragraphs[:1])


def _timeline(
    dated: Sequence[Point],
    claims: dict[Point, Claim],
    events: dict[str, Claim],
    points: Sequence[Point],
    settings: Settings,
) -> list[Event]:
    """Return what happened when: the dated points, and the cited articles' own events where dated."""
    found = []
    for path, claim in events.items():
        article = next(point.hit.found.article for point in points if point.path == path)
        opening = [article.text[s.start : s.end] for part in _opening(article) for s in part.sentences]
        date = next((d for text in opening if (d := when(text))), None)
        if date:
            found.append(Event(date=date.text, iso=date.iso, claim=claim))
    for point in dated:
        date = when(point.text)
        if date:
            found.append(Event(date=date.text, iso=date.iso, claim=claims[point]))
    return sorted(found[: settings.events], key=lambda event: (event.iso is None, event.iso or ""))


def _gaps(
    topic: str, claims: dict[Point, Claim], read: Sequence[tuple[Hit, float]], model: LanguageModel, settings: Settings
) -> list[str]:
    """Return what a reader will ask next and no passage says.

    Whoever speaks in the cited articles and not on the topic, if the model finds nothing that they say of it; and the
    articles that carry no date.
    """
    gaps = []
    texts = {point.path: point.hit.found.article for point in claims}
    heard = set(terms(" ".join([topic, *(claim.text for claim in claims.values())])))
    counted = Counter(name for article in texts.values() for name in speakers(article.text))
    for name, _ in counted.most_common(GAP_CANDIDATES):
        if set(terms(name)) & heard:
            continue
        question = f"What did {name} say about {topic}?"
        prompts = [fill("read", {"passage": hit.found.text, "question": question}) for hit, _ in read[:3]]
        if all(model.choose(prompt, ("Yes", "No"))[0] < settings.says for prompt in prompts):
            gaps.append(f"What {name} said about {topic}.")
    undated = [n for n, article in enumerate(texts.values(), 1) if article.date is None]
    if undated:
        gaps.append(f"When they were published: {len(undated)} of the {len(texts)} articles carry no date.")
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
    """Return how many accounts are independent: articles that share most of their words are one."""
    words = [set(terms(article.text)) for article in articles]
    return sum(all(overlap(w, other) < 0.6 for other in words[:i]) for i, w in enumerate(words))


def made_now(
    *, version: str, model: LanguageModel, sha256: str | None, embedder: str, corpus: str, library: Library,
    settings: Settings, filters: Filters,
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

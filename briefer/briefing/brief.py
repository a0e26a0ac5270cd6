"""Writes a one-page brief on a topic from a library: retrieve, read, choose, restate, lay out. Knows no formats.

Each statement is written from one paragraph with nothing else in sight, so two events in two articles stay two events.
What matters most is chosen before the page is laid out: statements are taken in the order of their weight until the
page is full, and nothing is cut afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from briefer.answering.answer import nothing_in
from briefer.answering.question import checked
from briefer.articles import injection
from briefer.briefing.gaps import gaps_of
from briefer.briefing.headline import headline
from briefer.briefing.reading import read_topic
from briefer.briefing.selection import BriefSettings, Page, Point, choose, differing, points_on
from briefer.briefing.sources import independent, sources_of
from briefer.briefing.statements import restate, stands_alone, statement
from briefer.briefing.timeline import timeline
from briefer.grounding.cite import verbatim
from briefer.grounding.retrieve import Hit, retrieve
from briefer.grounding.trace import Trace
from briefer.language.calendar import event_date
from briefer.language.tokens import terms
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.progress import Progress, Report, Stage
from briefer.schema import Brief, Claim, Figure, Made, Statement, Value


@dataclass(frozen=True, slots=True)
class _Writing:
    """What a brief is written with."""

    topic: str
    model: LanguageModel
    settings: BriefSettings
    report: Report
    trace: Trace


@dataclass(frozen=True, slots=True)
class _Parts:
    """Which statements stand where on a page."""

    first: list[Point]
    rest: list[Point]
    spoken: list[Point]
    dated: list[Point]


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
    writing = _Writing(checked(topic, "topic"), model, settings, report, Trace())
    hits = retrieve(writing.topic, library, embedder, top_k=settings.passages, filters=filters)
    read = read_topic(writing.topic, hits, model, settings=settings, report=report, trace=writing.trace)
    # Where few sentences have the topic's words, the nearest ones of the passages that are on it tell of it too.
    candidates = points_on(writing.topic, read, embedder, settings)
    if len(candidates) < settings.few:
        candidates = points_on(writing.topic, read, embedder, replace(settings, near=0.0))
    claims: dict[Point, Claim] = {}
    chosen = choose(candidates, Page(settings.room), settings)
    for done, point in enumerate(chosen):
        report(Progress(Stage.WRITE, done, len(chosen)))
        claims[point] = restate(point, model, settings, writing.trace)
        shown(_so_far(writing.topic, claims, made(time.monotonic() - started)))
    page = _lay_out(writing, claims, candidates, read, made(0.0))
    nearest = () if page.answered else tuple(hit.passage() for hit in hits[:3])
    why = "no passage in them is about this topic"
    listed = [library.article(source.article) for source in page.sources]
    return page.model_copy(
        update={
            "reason": "" if page.answered else nothing_in(library, filters, why),
            "gaps": (*page.gaps, *injection.gaps(hit.chunk.article for hit in hits)),
            "accounts": independent(listed),
            "nearest": nearest,
            "steps": tuple(writing.trace.steps) if explain else (),
            "made": made(round(time.monotonic() - started, 2)),
        }
    )


def _lay_out(
    writing: _Writing,
    claims: dict[Point, Claim],
    candidates: Sequence[Point],
    read: Sequence[tuple[Hit, float]],
    made: Made,
) -> Brief:
    """Return the page of some statements: each where it belongs, with what is told of them beside."""
    topic, model, settings, report = writing.topic, writing.model, writing.settings, writing.report
    points = [point for point in claims if stands_alone(claims[point].text, point.hit.chunk)] or list(claims)
    claims = {point: claims[point] for point in points}
    parts = _parts(points, settings)
    title = next((h for point in parts.first if (h := headline(topic, point.hit, model, settings))), None)
    said: list[Statement] = []
    for done, point in enumerate(parts.spoken):
        report(Progress(Stage.ATTRIBUTE, done, len(parts.spoken)))
        said.append(statement(point, claims[point], model))
    dated = timeline(parts.dated, claims, settings)
    on_timeline = [event.claim for event in dated]
    report(Progress(Stage.GAPS, 0, 1))
    page = _so_far(topic, claims, made).model_copy(
        update={
            "answered": bool(points),
            "headline": title,
            "bottom_line": tuple(claims[point] for point in parts.first),
            "key_points": tuple(
                claims[p] for p in parts.rest if p not in parts.spoken and claims[p] not in on_timeline
            ),
            "who_said_what": tuple(said),
            "timeline": tuple(dated),
            "figures": tuple(_differing(candidates, settings)),
            "gaps": tuple(gaps_of(topic, claims, read, model, settings)),
            "sources": (),
        }
    )
    return page.model_copy(update={"sources": tuple(sources_of(page.claims()))})


def _parts(points: list[Point], settings: BriefSettings) -> _Parts:
    """Return which statements are the bottom line, which are somebody's, which are dated; the rest are key points."""
    first = _bottom_line([point for point in points if not point.spoken] or points)
    rest = [point for point in points if point not in first]
    spoken = [point for point in rest if point.spoken][: settings.statements]
    days = {point: event_date(point.tree, point.hit.chunk.article.date) for point in rest if point not in spoken}
    dated = [point for point, day in days.items() if day and day.iso]
    return _Parts(first, rest, spoken, dated if len(dated) > 1 else [])


def _differing(candidates: Sequence[Point], settings: BriefSettings) -> list[Figure]:
    """Return where two articles give other numbers for the same thing, both word for word."""
    return [
        Figure(
            changed=False,
            about=", ".join(dict.fromkeys(t for t in terms(first.text) if t in terms(second.text) and not t.isdigit())),
            values=tuple(
                Value(value="", date=p.hit.chunk.article.date, claim=verbatim(p.hit.chunk, p.span))
                for p in (first, second)
            ),
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
        figures=(), watch=(), stories=(), gaps=(), sources=tuple(sources_of(list(claims.values()))), accounts=0,
        nearest=(), made=made,
    )  # fmt: skip


def _bottom_line(points: list[Point]) -> list[Point]:
    """Return the weightiest point, and that of a second article, since one article is one account."""
    others = [point for point in points if point.path != points[0].path]
    return points[:1] + others[:1]

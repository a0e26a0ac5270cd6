"""Answers a question from a library: retrieve, rank, read, and tell what stands. Knows no formats."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from briefer.answering.comparison import compared, comparison_of
from briefer.answering.context import AnswerSettings, Context
from briefer.answering.followup import standalone
from briefer.answering.names import named, spelled_like
from briefer.answering.question import checked, parts, question_of
from briefer.answering.rank import ranked
from briefer.answering.verdict import verdict
from briefer.answering.walk import Walk
from briefer.grounding.retrieve import retrieve
from briefer.grounding.trace import Trace
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.progress import Report, Stage
from briefer.schema import Answer, Claim, Verdict

NEAREST = 3


def answer(
    question: str,
    library: Library,
    embedder: Embedder,
    model: LanguageModel,
    *,
    settings: AnswerSettings = AnswerSettings(),  # noqa: B008
    filters: Filters = Filters(),  # noqa: B008
    report: Report = lambda *_: None,
    claimed: Callable[[Claim], None] = lambda _: None,
    explain: bool = False,
) -> Answer:
    """Return what the sources say to a question, or that they do not; with its steps if they are to be explained.

    report is called with what is done now; claimed with each claim as it is kept. Raises UsageError for a question that
    is empty or too long.
    """
    started = time.monotonic()
    question = checked(question, "question")
    context = Context(model, settings, Trace(lambda: model.evaluated), report, claimed)
    asked: list[Walk] = []
    whole = question_of(question, library.parser)
    compares = comparison_of(whole)
    for asks in compares.questions if compares else parts(whole):
        # "Who paid for it?" alone asks of anything.
        earlier = [_so_far(part, model) for part in asked]
        alone = standalone(asks, earlier, model, parser=library.parser, report=report)
        hits = retrieve(alone, library, embedder, top_k=settings.passages, filters=filters)
        for hit in hits:
            context.trace.add(Stage.RETRIEVE, hit.chunk.text, value=hit.score, chunk=hit.chunk)
        asked.append(Walk(question_of(alone, library.parser), context, hits))
        asked[-1].walk(ranked(asked[-1].question, hits, library, embedder.encode([alone])[0]))
    kept = compared(compares, [part.kept for part in asked]) if compares else [k for part in asked for k in part.kept]
    nearest = [hit for part in asked for hit in part.nearest]
    return Answer(
        question=question,
        answered=bool(kept),
        reason="" if kept else nothing_in(library, filters, _reason(asked, library)),
        claims=tuple(k.claim for k in kept),
        verdict=None if compares else _verdict(asked, context),
        missing=tuple(part.question.text for part in asked if kept and not part.kept),
        partial=not compares and any(part.kept and part.question.several for part in asked),
        disagreements=() if compares else tuple(part.differ for part in asked if part.differ),
        confidence=max(part.best for part in asked),
        steps=tuple(context.trace.steps) if explain else (),
        nearest=() if kept else tuple(hit.passage() for hit in nearest[:NEAREST]),
        model=model.name,
        seconds=round(time.monotonic() - started, 2),
    )


def _so_far(part: Walk, model: LanguageModel) -> Answer:
    claims = tuple(kept.claim for kept in part.kept)
    return Answer(
        question=part.question.text, answered=bool(claims), reason="", claims=claims, nearest=(), model=model.name,
        seconds=0,
    )  # fmt: skip


def _verdict(asked: Sequence[Walk], context: Context) -> Verdict | None:
    """Return the yes or no of the first part: it stands before the first claim, and no other part may want one."""
    if any(part.differ for part in asked) or any(part.question.yes_or_no for part in asked[1:]):
        return None
    return verdict(asked[0].question, asked[0].kept, context)


def nothing_in(library: Library, filters: Filters, why: str) -> str:
    """Return why nothing is said: because no article passes the filters, else for the reason that is given."""
    why = why if library.allows(filters) else "no article is of the dates, publisher, language or files chosen"
    return f"The sources do not say: {why}{'' if why.endswith('?') else '.'}"


def _reason(asked: Sequence[Walk], library: Library) -> str:
    if not any(part.hits for part in asked):
        return "nothing in them is near to the question"
    nowhere = [name for part in asked for name in part.absent]
    unknown = [
        name for part in asked for name in named(part.question) if 0 in library.frequencies(name.split()).values()
    ]
    found = "\n".join(hit.chunk.article.prose for part in asked for hit in part.hits)
    meant = [other for name in dict.fromkeys(nowhere or unknown) if (other := spelled_like(name, found))]
    told = f"do not tell of {', '.join(nowhere)}" if nowhere else "do not state an answer"
    offered = f". Did you mean “{'”, “'.join(meant)}”?" if meant else ""
    return f"the nearest passages {told}{offered}"

"""Answers a question from a library: retrieve, read, write, check, and keep only what stands. Knows no formats."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from briefer.answering.candidates import claim_of, lacking, reading
from briefer.answering.context import AnswerSettings, Candidate, Context
from briefer.answering.disagreement import contradicted, disagreement, on_it
from briefer.answering.fits import precise
from briefer.answering.followup import standalone
from briefer.answering.question import Question, checked, parts, question_of
from briefer.answering.verdict import verdict
from briefer.grounding.retrieve import Hit, in_context, retrieve
from briefer.grounding.trace import Trace
from briefer.language.tokens import overlap, terms
from briefer.language.versions import facts
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.progress import Progress, Report, Stage
from briefer.schema import Answer, Claim, Disagreement, Verdict

NEAREST = 3


@dataclass(slots=True)
class _Part:
    """A part of a question, and the walk over the passages that were found for it: what is kept, and what is doubtful.

    best is how sure the best candidate is; absent are its names that no article has of those whose passages were read.
    """

    question: Question
    context: Context
    hits: list[Hit]
    read: list[tuple[Hit, float]] = field(default_factory=list)
    kept: list[Candidate] = field(default_factory=list)
    doubtful: list[Candidate] = field(default_factory=list)
    differ: Disagreement | None = None
    best: float = 0.0
    absent: tuple[str, ...] = ()

    def walk(self, hits: list[Hit]) -> None:
        """Keep what the best of these passages say; a second article is heard where it may say otherwise."""
        self.read = reading(self.question, hits, self.context)
        lacks = [lacking(self.question, hit) for hit, _ in self.read]
        everywhere = lacks[0] if lacks else ()
        self.absent = tuple(name for name in everywhere if all(name in missing for missing in lacks))
        tried = [] if self.absent else self.read[: self.context.settings.claims + 1]
        for (hit, probability), missing in zip(tried, lacks, strict=False):
            self._try(hit, probability, missing)
        self.kept.sort(key=lambda k: not precise(k.claim.text, self.question))  # "on 3 May" before "this month"
        if not self.differ:
            named = [pair for pair, missing in zip(self.read, lacks, strict=True) if not missing]
            self.differ, beside = contradicted(
                self.question, named or self.read, self.kept, self.doubtful, self.context
            )
            for made in beside:
                self._keep(made)
        if self.differ:  # it is an answer, though none of its sides alone may be one
            self.best = max(self.best, self.context.settings.answer)

    def _try(self, hit: Hit, probability: float, missing: tuple[str, ...]) -> None:
        """Make a claim of a passage, if it is worth it, and keep it if it is an answer that nothing has given."""
        settings = self.context.settings
        other = self._other(hit)
        if len(self.kept) == settings.claims or probability < self._line(other):
            return
        self.context.report(Progress(Stage.WRITE, len(self.kept), settings.claims))
        made = claim_of(self.question, hit, probability, self.context)
        if made is None:
            return
        if missing:
            self._drop(made, f"doubtful: it lacks {', '.join(missing)}")
            self.doubtful.append(made)
            return
        self.best = max(self.best, made.confidence)
        unsure = other and self.kept and probability < settings.sure
        if not made.stands(settings) or (not self.kept and probability < settings.worth_writing):
            self.doubtful.append(made)
        elif unsure and not on_it(self.question, made.claim, self.kept):
            self._drop(made, "dropped: it may tell of something else")
        elif any(_repeats(made.claim, k.claim) for k in self.kept):
            self._drop(made, "dropped: it repeats another")
        else:
            if other and not self.differ:
                self.differ = disagreement(self.question, self.kept, made, self.context)
            self._keep(made)

    def _other(self, hit: Hit) -> bool:
        """Return whether a passage is of another article than a candidate, where there is one answer."""
        path = hit.chunk.article.path
        return self.question.one and any(k.article != path for k in [*self.kept, *self.doubtful])

    def _line(self, other: bool) -> float:
        """Return the probability of stating the answer from which on a passage is worth a claim."""
        settings = self.context.settings
        if other:
            return settings.worth_writing - settings.dissent
        told = any(precise(k.claim.text, self.question) for k in self.kept)
        return settings.sure if told else settings.worth_writing

    def _keep(self, made: Candidate) -> None:
        self.kept.append(made)
        self.context.claimed(made.claim)

    def _drop(self, made: Candidate, why: str) -> None:
        self.context.trace.add(Stage.CHOOSE, made.claim.text, why, hit=made.hit)


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
    asked: list[_Part] = []
    for asks in parts(question_of(question, library.parser)):
        # "Who paid for it?" alone asks of anything.
        earlier = [_so_far(part, model) for part in asked]
        alone = standalone(asks, earlier, model, parser=library.parser, report=report)
        hits = retrieve(alone, library, embedder, top_k=settings.passages, filters=filters)
        for hit in hits:
            context.trace.add(Stage.RETRIEVE, hit.chunk.text, value=hit.score, hit=hit)
        asked.append(_Part(question_of(alone, library.parser), context, hits))
        asked[-1].walk(in_context(hits))
    kept = [k for part in asked for k in part.kept]
    nearest = [hit for part in asked for hit in ([h for h, _ in part.read] or part.hits)]
    return Answer(
        question=question,
        answered=bool(kept),
        reason="" if kept else nothing_in(library, filters, _reason(asked, settings)),
        claims=tuple(k.claim for k in kept),
        verdict=_verdict(asked, context),
        missing=tuple(part.question.text for part in asked if kept and not part.kept),
        disagreements=tuple(part.differ for part in asked if part.differ),
        confidence=max(part.best for part in asked),
        steps=tuple(context.trace.steps) if explain else (),
        nearest=() if kept else tuple(hit.passage() for hit in nearest[:NEAREST]),
        model=model.name,
        seconds=round(time.monotonic() - started, 2),
    )


def _so_far(part: _Part, model: LanguageModel) -> Answer:
    claims = tuple(kept.claim for kept in part.kept)
    return Answer(
        question=part.question.text, answered=bool(claims), reason="", claims=claims, nearest=(), model=model.name,
        seconds=0,
    )  # fmt: skip


def _verdict(asked: Sequence[_Part], context: Context) -> Verdict | None:
    """Return the yes or no of the first part: it stands before the first claim, and no other part may want one."""
    if any(part.differ for part in asked) or any(part.question.yes_or_no for part in asked[1:]):
        return None
    return verdict(asked[0].question, asked[0].kept, context)


def _repeats(claim: Claim, other: Claim) -> bool:
    """Return whether a claim says what another says: most of its words, and no number or name more."""
    return overlap(set(terms(claim.text)), set(terms(other.text))) > 0.5 and facts(claim.text) <= facts(other.text)


def nothing_in(library: Library, filters: Filters, why: str) -> str:
    """Return why nothing is said: because no article passes the filters, else for the reason that is given."""
    why = why if library.allows(filters) else "no article is of the dates, publisher or files chosen"
    return f"The sources do not say: {why}."


def _reason(asked: Sequence[_Part], settings: AnswerSettings) -> str:
    read = [probability for part in asked for _, probability in part.read]
    if not any(part.hits for part in asked):
        return "nothing in them is near to the question"
    if nowhere := [name for part in asked for name in part.absent]:
        return f"the nearest passages do not tell of {', '.join(nowhere)}"
    if max(read, default=0.0) < settings.worth_writing:
        return "none of the nearest passages states an answer"
    return "no statement on it stood up to checking"

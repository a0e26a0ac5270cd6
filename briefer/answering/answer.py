"""Answers a question from a library: retrieve, read, write, check, and keep only what stands. Knows no formats."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import prod

from briefer.answering.context import AnswerSettings, Candidate, Context
from briefer.answering.disagreement import contradicted, disagreement, on_it
from briefer.answering.followup import standalone
from briefer.answering.question import (
    YES_OR_NO,
    absent,
    gives,
    leaves_out,
    likeliest,
    off_matter,
    only_wanted,
    parts,
    precise,
    wants_kind,
    wants_one,
)
from briefer.answering.verdict import denial, verdict
from briefer.errors import OutputError, UsageError
from briefer.grounding.check import check, evidence
from briefer.grounding.cite import align, cite, verbatim
from briefer.grounding.read import likelihood_alone, states_answer
from briefer.grounding.retrieve import Hit, in_context, retrieve
from briefer.grounding.trace import Trace
from briefer.grounding.write import draft
from briefer.language.speech import SPEECH
from briefer.language.words import facts, overlap, terms
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage
from briefer.schema import Answer, Claim, Disagreement

QUESTION_LENGTH = 1000
NEAREST = 3
FURTHER = 0.1  # by how much less a passage's score may be where those without an answer can be told without reading
BETTER = 0.05  # by how much likelier to be the answer another sentence must be than what the model wrote


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a question: what was found, what was kept, and how sure the best candidate was.

    absent are its names that no article has of those whose passages were read.
    """

    question: str
    hits: list[Hit]
    read: list[tuple[Hit, float]]
    kept: list[Candidate]
    differ: Disagreement | None
    best: float
    absent: tuple[str, ...]


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

    report is called with what is done now; claimed with each claim as it is
    kept. Raises UsageError for a question that is empty or longer than QUESTION_LENGTH characters.
    """
    started = time.monotonic()
    question = checked(question, "question")
    trace = Trace()
    context = Context(model, settings, trace, report, claimed)
    asked: list[_Part] = []
    for asks in parts(question):
        # "Who paid for it?" alone asks of anything.
        part = standalone(asks, [_so_far(earlier, model) for earlier in asked], model, report=report)
        hits = retrieve(part, library, embedder, top_k=settings.passages, filters=filters)
        for hit in hits:
            trace.add(Stage.RETRIEVE, hit.chunk.text, value=hit.score, hit=hit)
        asked.append(_answered(part, in_context(hits), context))
    kept = [k for part in asked for k in part.kept]
    # One yes or no stands before the first claim: it is the first part's, and no other part may want one.
    others = any(YES_OR_NO.match(part.question) for part in asked[1:])
    differ = [part.differ for part in asked if part.differ]
    nearest = [hit for part in asked for hit in ([h for h, _ in part.read] or part.hits)]
    return Answer(
        question=question,
        answered=bool(kept),
        reason="" if kept else nothing_in(library, filters, _reason(asked, settings)),
        claims=tuple(k.claim for k in kept),
        verdict=None if differ or others else verdict(asked[0].question, asked[0].kept, context),
        missing=tuple(part.question for part in asked if kept and not part.kept),
        disagreements=tuple(differ),
        confidence=max(part.best for part in asked),
        steps=tuple(trace.steps) if explain else (),
        nearest=() if kept else tuple(hit.passage() for hit in nearest[:NEAREST]),
        model=model.name,
        seconds=round(time.monotonic() - started, 2),
    )


def _so_far(part: _Part, model: LanguageModel) -> Answer:
    claims = tuple(kept.claim for kept in part.kept)
    return Answer(
        question=part.question, answered=bool(claims), reason="", claims=claims, nearest=(), model=model.name, seconds=0
    )


def checked(text: str, what: str) -> str:
    """Return a question or topic without spare blanks; raises UsageError if it is empty or too long."""
    text = " ".join(text.split())
    if not text:
        raise UsageError(f"The {what} is empty. Say what you want to know.")
    if len(text) > QUESTION_LENGTH:
        raise UsageError(
            f"The {what} has {len(text)} characters; at most {QUESTION_LENGTH} are read. Shorten it: '{text[:40]}…'"
        )
    return text


def _answered(question: str, hits: list[Hit], context: Context) -> _Part:
    """Return what is kept of what the best passages say; a second article is heard where it may say otherwise."""
    settings = context.settings
    read = reading(question, hits, context)
    kept: list[Candidate] = []
    doubtful: list[Candidate] = []
    differ: Disagreement | None = None
    best, one = 0.0, wants_one(question)
    lacks = [lacking(question, hit) for hit, _ in read]
    nowhere = tuple(name for name in (lacks[0] if lacks else ()) if all(name in missing for missing in lacks))
    tried = [] if nowhere else read[: settings.claims + 1]
    for (hit, probability), missing in zip(tried, lacks, strict=False):
        other = one and any(k.article != hit.chunk.article.path for k in [*kept, *doubtful])
        line = settings.worth_writing - settings.dissent if other else settings.worth_writing
        if not other and any(precise(k.claim.text, question) for k in kept):
            line = settings.sure
        if len(kept) == settings.claims or probability < line:
            continue
        context.report(Progress(Stage.WRITE, len(kept), settings.claims))
        made = claim_of(question, hit, probability, context)
        if made is None:
            continue
        if missing:
            context.trace.add(Stage.CHOOSE, made.claim.text, f"doubtful: it lacks {', '.join(missing)}", hit=hit)
            doubtful.append(made)
            continue
        best = max(best, made.confidence)
        if not made.stands(settings) or (not kept and probability < settings.worth_writing):
            doubtful.append(made)
        elif other and kept and probability < settings.sure and not on_it(question, made.claim, kept):
            context.trace.add(Stage.CHOOSE, made.claim.text, "dropped: it may tell of something else", hit=hit)
        elif any(_repeats(made.claim, k.claim) for k in kept):
            context.trace.add(Stage.CHOOSE, made.claim.text, "dropped: it repeats another", hit=hit)
        else:
            differ = differ or (disagreement(question, kept, made, context) if other else None)
            kept.append(made)
            context.claimed(made.claim)
    kept.sort(key=lambda k: not precise(k.claim.text, question))  # "on 3 May" before "this month"
    if not differ:
        named = [pair for pair, missing in zip(read, lacks, strict=True) if not missing]
        differ, beside = contradicted(question, named or read, kept, doubtful, context)
        for made in beside:
            kept.append(made)
            context.claimed(made.claim)
    # A disagreement is an answer, though none of its sides alone may be one.
    return _Part(question, hits, read, kept, differ, max(best, settings.answer) if differ else best, nowhere)


def lacking(question: str, hit: Hit) -> tuple[str, ...]:
    """Return the names of a question that the article of a passage does not have, nor the passage what it is about."""
    article = hit.chunk.article
    return absent(question, evidence(article.prose, article)) or off_matter(question, evidence(hit.chunk.text, article))


def reading(question: str, hits: list[Hit], context: Context) -> list[tuple[Hit, float]]:
    """Return the passages with the probability that each states the answer, the best to write from first.

    Stops at a passage that surely states it, since the best ones come first. Those of articles that lack a name of the
    question come last.
    """
    read = []
    # What gives nothing of the kind is not read, so there is time to look further for what does.
    giving = [hit for hit in hits if YES_OR_NO.match(question) or gives(hit.chunk.text, question)]
    further = FURTHER if wants_kind(question) else 0.0
    near = [hit for hit in giving if hit.score >= (context.settings.near - further) * hits[0].score]
    if wants_one(question) and len({hit.chunk.article.path for hit in near}) == 1:
        near += [hit for hit in giving if hit.chunk.article.path != near[0].chunk.article.path][:1]  # it may differ
    alone = likelihood_alone(question, context.model) if near else 0.0
    for done, hit in enumerate(near):
        context.report(Progress(Stage.READ, done, len(near)))
        if denial(question, hit.chunk):
            probability = context.settings.sure
        else:
            probability = states_answer(question, hit.chunk.block, context.model, alone=alone)
        context.trace.add(Stage.READ, question, "states the answer?", value=probability, hit=hit)
        read.append((hit, probability))
        surely = probability >= context.settings.sure and hit.score >= context.settings.sure * hits[0].score
        if done and surely and not lacking(question, hit):
            break
    # Among passages that were found, shared words tell more than nearness of meaning, which all of them have.
    most = max((hit.keyword for hit in hits), default=0.0) or 1.0
    return sorted(read, key=lambda p: (bool(lacking(question, p[0])), -p[1] * (p[0].score + p[0].keyword / most)))


def claim_of(question: str, hit: Hit, read: float, context: Context) -> Candidate | None:
    """Return a claim that answers the question from one passage, else None; it stands if its confidence is enough.

    What the model wrote is taken if it passes; else the sentence it rests on, if that is the answer.
    """
    found = hit.chunk
    shown = {"passage": found.block, "question": question}
    if span := denial(question, found):
        denied = verbatim(found, span)
        context.trace.add(Stage.WRITE, denied.text, "the source's own sentence: it denies what is asked", hit=hit)
        made = _judged([denied], [read], question, hit=hit, said=denied.text, context=context)
        return made and replace(made, right=1.0)  # that it is the answer is what a model mixes up with a no
    try:
        span, text = draft(fill("answer", shown), found, context.model)
    except OutputError:
        context.trace.add(Stage.WRITE, question, "dropped: the model did not end its claim", hit=hit)
        return None
    context.trace.add(Stage.WRITE, text, hit=hit)
    spans = align(text, found, span)
    own = verbatim(found, spans[0])
    cited = tuple(dict.fromkeys([*own.citations, *(cite(found, s) for s in spans[1:])]))
    result = check(text, found, context.model, given=question)
    lacking = f"the passage lacks: {', '.join(result.missing)}" if result.missing else "does the passage say so?"
    context.trace.add(Stage.CHECK, text, lacking, value=result.support, hit=hit)
    # The source's own sentence is supported by itself, which says nothing of whether it is the answer; that the model's
    # was not does.
    weighed = [read] if result.missing else [read, result.support]
    claims = [Claim(text=text, support=result.support, verbatim=False, citations=cited), own]
    if own.text not in own.citations[0].quote and not SPEECH.search(text):
        claims = claims[1:]  # somebody says it, and the model leaves out that somebody does
    elif result.support < context.settings.wording or leaves_out(text, own.text, question):
        claims.reverse()
        context.trace.add(
            Stage.CHECK, own.text, "the source's own words first: the model's may say something else", hit=hit
        )
    made = _judged(claims, weighed, question, hit=hit, said=text, context=context)
    best = likeliest(question, found.sentences)
    if best is None or found.spans[best] in spans:
        return made
    # A small model may overlook the sentence that has the question's own words.
    other = verbatim(found, found.spans[best])
    context.trace.add(
        Stage.WRITE, other.text, "the source's own sentence: it has more of the question's words", hit=hit
    )
    rival = _judged([other], [read], question, hit=hit, said=other.text, context=context)
    return rival if rival and (not made or rival.right > made.right + BETTER) else made


def _judged(
    claims: Sequence[Claim], weighed: Sequence[float], question: str, *, hit: Hit, said: str, context: Context
) -> Candidate | None:
    """Return the first of some claims that is surely the answer, else the surest one; none where none may be one.

    weighed are the probabilities that their confidence rests on, beside that of being the answer. The words of a
    question for yes or no lead the model on, so more support is asked of what it makes of them.
    """
    settings = context.settings
    least = max(settings.support, settings.wording) if YES_OR_NO.match(question) else settings.support
    best: Candidate | None = None
    for claim in claims:
        telling = SPEECH.sub(" ", claim.text)  # "The mayor is the mayor who said this" names nobody
        fits = YES_OR_NO.match(question) or (gives(telling, question) and not only_wanted(claim.text, question))
        if claim.support < least or not fits:
            context.trace.add(
                Stage.CHECK, claim.text, "dropped: not supported, or not the kind of answer that is asked", hit=hit
            )
            continue
        shown = {"passage": hit.chunk.block, "question": question, "claim": claim.text}
        right = context.model.choose(fill("judge", shown), ("Yes", "No"))[0]
        made = Candidate(claim, prod([*weighed, right]) ** (1 / (len(weighed) + 1)), hit, said, right)
        stands = made.stands(settings)
        outcome = f"{'kept' if stands else 'below the line'}: is it the answer? {right:.2f}"
        context.trace.add(Stage.JUDGE, claim.text, outcome, value=made.confidence, hit=hit)
        if stands:
            return made
        if best is None or made.confidence > best.confidence:
            best = made
    return best


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

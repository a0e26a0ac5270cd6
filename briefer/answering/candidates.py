"""What one passage gives to a question: whether it is read, and the claim that it makes. Knows nothing of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from briefer.answering.context import Candidate, Context
from briefer.answering.fits import leaves_out, likeliest, only_wanted
from briefer.answering.giving import gives
from briefer.answering.kinds import TOLD_BY_FORM
from briefer.answering.names import absent, off_matter
from briefer.answering.question import Question
from briefer.answering.verdict import denial
from briefer.errors import OutputError
from briefer.grounding.check import CheckResult, check, evidence
from briefer.grounding.cite import align, cite, verbatim
from briefer.grounding.read import likelihood_alone, states_answer
from briefer.grounding.retrieve import Hit
from briefer.grounding.write import draft
from briefer.language.analysis import analyse
from briefer.language.attribution import attributions
from briefer.models.prompts import fill
from briefer.progress import Progress, Stage
from briefer.schema import Claim, Span, Wording

FURTHER = 0.1  # by how much less a passage's score may be where those without an answer can be told without reading
BETTER = 0.05  # by how much likelier to be the answer another sentence must be than what the model wrote


def lacking(question: Question, hit: Hit) -> tuple[str, ...]:
    """Return the names of a question that the article of a passage does not have, nor the passage what it is about."""
    article = hit.chunk.article
    return absent(question, evidence(article.prose, article)) or off_matter(question, evidence(hit.chunk.text, article))


def reading(question: Question, hits: Sequence[Hit], context: Context) -> list[tuple[Hit, float]]:
    """Return the passages with the probability that each states the answer, the best to write from first.

    Stops at a passage that surely states it, since the best ones come first. Those of articles that lack a name of the
    question come last.
    """
    read = []
    near = _near(question, hits, context)
    alone = likelihood_alone(question.text, context.model) if near else 0.0
    for done, hit in enumerate(near):
        context.report(Progress(Stage.READ, done, len(near)))
        if denial(question, hit.chunk):
            probability = context.settings.sure
        else:
            probability = states_answer(question.text, hit.chunk.block, context.model, alone=alone)
        context.trace.add(Stage.READ, question.text, "states the answer?", value=probability, hit=hit)
        read.append((hit, probability))
        surely = probability >= context.settings.sure and hit.score >= context.settings.sure * hits[0].score
        if done and surely and not lacking(question, hit):
            break
    # Among passages that were found, shared words tell more than nearness of meaning, which all of them have.
    most = max((hit.keyword for hit in hits), default=0.0) or 1.0
    return sorted(read, key=lambda p: (bool(lacking(question, p[0])), -p[1] * (p[0].score + p[0].keyword / most)))


def _near(question: Question, hits: Sequence[Hit], context: Context) -> list[Hit]:
    """Return the passages that are worth reading; what gives nothing of the kind that is asked for is not.

    So there is time to look further for what does. Of a question with one answer a second article is heard.
    """
    giving = [hit for hit in hits if question.yes_or_no or gives(hit.chunk.analysis, question)]
    further = FURTHER if question.kind in TOLD_BY_FORM else 0.0
    near = [hit for hit in giving if hit.score >= (context.settings.near - further) * hits[0].score]
    if question.one and len({hit.chunk.article.path for hit in near}) == 1:
        near += [hit for hit in giving if hit.chunk.article.path != near[0].chunk.article.path][:1]  # it may differ
    return near


def claim_of(question: Question, hit: Hit, read: float, context: Context) -> Candidate | None:
    """Return a claim that answers the question from one passage, else None; it stands if its confidence is enough.

    What the model wrote is taken if it passes; else the sentence it rests on, if that is the answer.
    """
    if span := denial(question, hit.chunk):
        denied = verbatim(hit.chunk, span)
        context.trace.add(Stage.WRITE, denied.text, "the source's own sentence: it denies what is asked", hit=hit)
        made = _judged([denied], [read], question, hit=hit, said=denied.text, context=context)
        return made and replace(made, right=1.0)  # that it is the answer is what a model mixes up with a no
    shown = {"passage": hit.chunk.block, "question": question.text}
    try:
        span, text = draft(fill("answer", shown), hit.chunk, context.model)
    except OutputError:
        context.trace.add(Stage.WRITE, question.text, "dropped: the model did not end its claim", hit=hit)
        return None
    context.trace.add(Stage.WRITE, text, hit=hit)
    spans = align(text, hit.chunk, span)
    made = _written(text, spans, read, question, hit=hit, context=context)
    best = likeliest(question, hit.chunk.analysis)
    if best is None or hit.chunk.spans[best] in spans:
        return made
    # A small model may overlook the sentence that has the question's own words.
    other = verbatim(hit.chunk, hit.chunk.spans[best])
    context.trace.add(
        Stage.WRITE, other.text, "the source's own sentence: it has more of the question's words", hit=hit
    )
    rival = _judged([other], [read], question, hit=hit, said=other.text, context=context)
    return rival if rival and (not made or rival.right > made.right + BETTER) else made


def _written(
    text: str, spans: Sequence[Span], read: float, question: Question, *, hit: Hit, context: Context
) -> Candidate | None:
    """Return what the model wrote as a claim on the sentences that it rests on, or the first of these in its place."""
    chunk = hit.chunk
    own = verbatim(chunk, spans[0])
    cited = tuple(dict.fromkeys([*own.citations, *(cite(chunk, s) for s in spans[1:])]))
    result = check(text, chunk, context.model, given=question.text)
    lacks = f"the passage lacks: {', '.join(result.missing)}" if result.missing else "does the passage say so?"
    context.trace.add(Stage.CHECK, text, lacks, value=result.support, hit=hit)
    # The source's own sentence is supported by itself, which says nothing of whether it is the answer; that the model's
    # was not does.
    weighed = [read] if result.missing else [read, result.told]
    claims = [Claim(text=text, support=result.support, wording=Wording.MODEL, citations=cited), own]
    unattributed = own.text not in own.citations[0].quote and not _attributed(text, question)
    led = question.yes_or_no and result.told < context.settings.wording  # by the question's own words
    if unattributed or led:
        claims = claims[1:]
    elif _doubted(text, own, result, question, context):
        claims.reverse()
        context.trace.add(
            Stage.CHECK, own.text, "the source's own words first: the model's may say something else", hit=hit
        )
    return _judged(claims, weighed, question, hit=hit, said=text, context=context)


def _attributed(text: str, question: Question) -> bool:
    """Return whether a claim says of something that somebody says it."""
    return any(attributions(tree, question.language) for tree in analyse(text, question.parser).trees)


def _doubted(text: str, own: Claim, result: CheckResult, question: Question, context: Context) -> bool:
    """Return whether the source's own sentence is to be tried before what the model made of it."""
    claim, cited = (analyse(t, question.parser) for t in (text, own.text))
    return result.told < context.settings.wording or leaves_out(claim, cited, question)


def _judged(
    claims: Sequence[Claim],
    weighed: Sequence[float],
    question: Question,
    *,
    hit: Hit,
    said: str,
    context: Context,
) -> Candidate | None:
    """Return the first of some claims that is surely the answer, else the surest one; none where none may be one.

    weighed are the probabilities that their confidence rests on, beside that of being the answer.
    """
    settings = context.settings
    best: Candidate | None = None
    for claim in claims:
        if claim.support < settings.support or not _fits(claim.text, question):
            context.trace.add(
                Stage.CHECK, claim.text, "dropped: not supported, or not the kind of answer that is asked", hit=hit
            )
            continue
        shown = {"passage": hit.chunk.block, "question": question.text, "claim": claim.text}
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


def _fits(text: str, question: Question) -> bool:
    """Return whether a claim gives the kind of thing that is asked for, as a fact where that is asked for."""
    if question.yes_or_no:
        return True
    claim = analyse(text, question.parser)
    return gives(claim, question) and not only_wanted(claim, question)

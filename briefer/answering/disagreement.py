"""Tells where two articles contradict each other on a question. Knows nothing of searching."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from briefer.answering.context import Candidate, Context, Reading
from briefer.answering.giving import gives
from briefer.answering.question import Question
from briefer.grounding.cite import verbatim
from briefer.grounding.probability import log_odds
from briefer.grounding.read import short
from briefer.language.analysis import analyse
from briefer.language.names import names, unnamed
from briefer.language.quantities import numbers
from briefer.language.tokens import overlap, same_matter, stems, terms
from briefer.language.versions import replaced
from briefer.models.prompts import fill
from briefer.progress import Stage
from briefer.schema import Claim, Disagreement

ON_IT = 0.34  # share of the words of a question without names that a claim on its matter has


def contradicted(
    question: Question,
    read: Sequence[Reading],
    kept: Sequence[Candidate],
    doubtful: Sequence[Candidate],
    context: Context,
) -> tuple[Disagreement | None, list[Candidate]]:
    """Return where two articles contradict each other, if they do, and which claims are to be shown for it.

    What alone is no answer is shown then, beside as many claims as there are.
    """
    likely: list[Candidate] = []
    if question.one:
        least = context.settings.dissenting
        likely = [d for d in doubtful if d.confidence >= least and on_it(question, d.claim, kept)]
    compared = (disagreement(question, kept or likely[:n], made, context) for n, made in enumerate(likely))
    differ = next(filter(None, compared), None)
    if not differ and not question.yes_or_no and (likely := versions(question, read, kept, context)):
        differ = Disagreement(about=question.text, sides=tuple(k.claim for k in likely))
    shown = differ.sides if differ else ()
    return differ, [k for k in likely if k.claim in shown and k not in kept]


def disagreement(
    question: Question, kept: Sequence[Candidate], made: Candidate, context: Context
) -> Disagreement | None:
    """Return the first of some claims that another article's contradicts, with it: other answers to one question.

    What is compared is a few words of the cited sentences.
    """
    for first in kept:
        if first.article == made.article:
            continue
        one, other = (k.words or k.claim.text for k in (first, made))
        if not contrary(one, other, question):
            context.trace.add(Stage.COMPARE, f"{one} / {other}", "no difference", chunk=made.sentence.chunk)
            continue
        apart = min(_prefers(first, one, other, question, context), _prefers(made, other, one, question, context))
        line = context.settings.differ
        outcome = f"{'they differ' if apart >= line else 'no difference'}: {apart:.1f}, line {line:.1f}"
        context.trace.add(Stage.COMPARE, f"{one} / {other}", outcome, chunk=made.sentence.chunk)
        if apart >= line:
            return Disagreement(about=question.text, sides=(first.claim, made.claim))
    return None


def contrary(first: str, second: str, question: Question) -> bool:
    """Return whether each of two short answers has words that neither the other nor the question has."""
    known = set(terms(question.text))
    one, other = (set(terms(t)) | set(numbers(t)) for t in (first, second))
    if not numbers(first) and not numbers(second) and overlap(one - known, other - known) >= 0.5:
        return False  # a name, longer or shorter
    return bool(one - other - known) and bool(other - one - known)


def _quotes(claim: Claim) -> str:
    return " ".join(citation.quote for citation in claim.citations)


def _cited(claim: Claim) -> set[str]:
    return set(terms(_quotes(claim)))


def _prefers(made: Candidate, own: str, other: str, question: Question, context: Context) -> float:
    """Return by how much likelier a passage makes its own answer than another's, in log-odds.

    Below a contradiction's where it has both, or says in other words what the other does.
    """
    shown = {"passage": made.window.text, "question": question.text}
    right, wrong = (
        log_odds(context.model.choose(fill("judge", {**shown, "claim": answer}), ("Yes", "No"))[0])
        for answer in (own, other)
    )
    return right - wrong


def versions(
    question: Question, read: Sequence[Reading], kept: Sequence[Candidate], context: Context
) -> list[Candidate]:
    """Return the claims of two articles that say the same in the same words but for the answer; else none.

    One is the other with something changed, so that less is asked of each than of an answer.
    """
    near = [
        [Candidate(verbatim(s.chunk, s.span), one.probability, s, one.window) for s in one.window.sentences]
        for one in read
    ]
    pairs = (
        pair
        for one, other in combinations(filter(None, near), 2)
        if one[0].article != other[0].article
        and max(one[0].confidence, other[0].confidence) >= context.settings.version
        for pair in product(one, other)
    )
    for pair in pairs:
        apart = replaced(*(k.claim.citations[0].quote for k in pair))
        if not apart or not all(gives(analyse(words, question.parser), question) for words in apart):
            continue
        answers = [short(question.text, k.window.text, context.model).words for k in pair]
        told = all(set(terms(words)) & set(terms(said)) for words, said in zip(apart, answers, strict=True))
        differ = told and contrary(answers[0], answers[1], question)
        outcome = f"two versions: {'they differ' if differ else 'no difference'}"
        context.trace.add(Stage.COMPARE, " / ".join(apart), outcome, chunk=pair[1].sentence.chunk)
        if differ:
            return [next((k for k in kept if k.claim.citations == own.claim.citations), own) for own in pair]
    return []


def on_it(question: Question, claim: Claim, kept: Sequence[Candidate]) -> bool:
    """Return whether a claim is on a question's matter: it has one of its names, or is much like what was kept.

    That the passage around it has a name is not enough: it may tell of that and of something else. Where the question
    has no name, what the claim cites has enough of its words.
    """
    if any(same_matter(_cited(claim), _cited(k.claim)) for k in kept):
        return True
    asked = names(question.text)
    if not asked:
        words = stems(question.text)
        return len(words & stems(_quotes(claim))) >= ON_IT * len(words)
    return len(unnamed(asked, f"{claim.text} {_quotes(claim)}")) < len(asked)

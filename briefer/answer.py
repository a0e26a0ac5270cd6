"""Answers a question from a library: retrieve, read, write, check, and keep only what stands. Knows no formats."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from briefer.embed import Embedder
from briefer.errors import OutputError, UsageError
from briefer.library import Filters, Library
from briefer.llm.base import LanguageModel
from briefer.prompts import fill
from briefer.retrieve import Hit, retrieve
from briefer.schema import Answer, Claim
from briefer.verify import check
from briefer.words import numbers, overlap, terms, wants_number
from briefer.write import align, cite, draft, verbatim

Report = Callable[[str, int, int], None]
QUESTION_LENGTH = 1000
NEAREST = 3
YES_OR_NO = re.compile(r"(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is read and where the lines are drawn; probabilities are 0–1.

    The careful default serves a model that nobody measured. answer is the line for the geometric mean of the three
    probabilities that the passage states the answer, that it says the claim, and that the claim is the answer.
    """

    answer: float = 0.75
    support: float = 0.6
    passages: int = 8
    worth_writing: float = 0.5
    sure: float = 0.85
    claims: int = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim that stands, how sure the three checks together are of it, and what it was found in."""

    claim: Claim
    confidence: float
    hit: Hit


def answer(
    question: str,
    library: Library,
    embedder: Embedder,
    model: LanguageModel,
    *,
    settings: Settings = Settings(),
    filters: Filters = Filters(),  # noqa: B008
    report: Report = lambda *_: None,
    claimed: Callable[[Claim], None] = lambda _: None,
) -> Answer:
    """Return what the sources say to a question, or that they do not.

    report is called with what is done now, and how many steps of how many are done; claimed with each claim as it is
    kept. Raises UsageError for a question that is empty or longer than QUESTION_LENGTH characters.
    """
    started = time.monotonic()
    question = checked(question, "question")
    hits = retrieve(question, library, embedder, top_k=settings.passages, filters=filters)
    read = reading(question, hits, model, settings, report)
    kept: list[Kept] = []
    best = 0.0
    for hit, probability in read[: settings.claims + 1]:
        if probability < (settings.sure if kept else settings.worth_writing) or len(kept) == settings.claims:
            break
        report("writing and checking", len(kept), settings.claims)
        made = claim_of(question, hit, probability, model, settings)
        best = max(best, made.confidence) if made else best
        if made and made.confidence >= settings.answer and not any(_repeats(made.claim, other.claim) for other in kept):
            kept.append(made)
            claimed(made.claim)
    nearest = tuple(hit.passage() for hit, _ in read or [(h, 0.0) for h in hits])[:NEAREST]
    return Answer(
        question=question,
        answered=bool(kept),
        reason="" if kept else _reason(hits, read, settings),
        claims=tuple(k.claim for k in kept),
        confidence=best,
        nearest=() if kept else nearest,
        model=model.name,
        seconds=round(time.monotonic() - started, 2),
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


def reading(
    question: str, hits: list[Hit], model: LanguageModel, settings: Settings, report: Report
) -> list[tuple[Hit, float]]:
    """Return the passages with the probability that each states the answer, the best to write from first.

    Stops at a passage that surely states it, since the best ones come first.
    """
    read = []
    for done, hit in enumerate(hits):
        report("reading", done, len(hits))
        prompt = fill("read", {"passage": hit.found.text, "question": question})
        probability = model.choose(prompt, ("Yes", "No"))[0]
        read.append((hit, probability))
        if probability >= settings.sure and hit.score >= settings.sure * hits[0].score and done:
            break
    # Among passages that were found, shared words tell more than nearness of meaning, which all of them have.
    most = max((hit.keyword for hit in hits), default=0.0) or 1.0
    return sorted(read, key=lambda pair: -pair[1] * (pair[0].score + pair[0].keyword / most))


def claim_of(question: str, hit: Hit, read: float, model: LanguageModel, settings: Settings) -> Kept | None:
    """Return a claim that answers the question from one passage, else None; it stands if its confidence is enough.

    What the model wrote is kept if it passes; else the sentence it rests on, if that is the answer.
    """
    best: Kept | None = None
    found = hit.found
    shown = {"passage": found.text, "question": question}
    try:
        span, text = draft(fill("answer", shown), found, model)
    except OutputError:
        return None
    spans = align(text, found, span)
    result = check(text, found, model, given=question)
    candidates = [
        Claim(text=text, support=result.support, verbatim=False, citations=tuple(cite(found, s) for s in spans))
    ]
    candidates.append(verbatim(found, spans[0]))
    for claim in candidates:
        if claim.support < settings.support or not _answers(claim.text, question):
            continue
        right = model.choose(fill("judge", {**shown, "claim": claim.text}), ("Yes", "No"))[0]
        # The source's own sentence is supported by itself, which says nothing of whether it is the answer.
        weighed = [read, right] if claim.verbatim else [read, right, claim.support]
        confidence = prod(weighed) ** (1 / len(weighed))
        if best is None or confidence > best.confidence:
            best = Kept(claim, confidence, hit)
        if confidence >= settings.answer:
            break
    return best


def _answers(text: str, question: str) -> bool:
    """Return whether a claim gives what the question asks for: a number, or at least a word that it does not have."""
    if wants_number(question):
        return bool(numbers(text))
    return bool(YES_OR_NO.match(question)) or not set(terms(text)) <= set(terms(question))


def _repeats(claim: Claim, other: Claim) -> bool:
    return overlap(set(terms(claim.text)), set(terms(other.text))) > 0.5


def _reason(hits: list[Hit], read: list[tuple[Hit, float]], settings: Settings) -> str:
    if not hits:
        return "The sources do not say: nothing in them is near to the question."
    if max(probability for _, probability in read) < settings.worth_writing:
        return "The sources do not say: none of the nearest passages states an answer."
    return "The sources do not say: no statement on it stood up to checking."

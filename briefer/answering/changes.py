"""Tells answers that changed with their time: the newest first, earlier ones as earlier. Knows no model.

Two sources at one time disagree; at two times, what they tell of has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefer.answering.context import Candidate
from briefer.answering.kinds import NUMBERED
from briefer.answering.question import Question
from briefer.language.quantities import numbers


def told_at(made: Candidate) -> str:
    """Return when a source told something, ISO 8601: the day of its article, with the time of its entry if it has one.

    "" where that is unknown.
    """
    day, at = made.sentence.chunk.article.date or "", made.sentence.chunk.paragraph.time or ""
    return f"{day}T{at}" if day and at and "T" not in at else at or day


def changed(question: Question, one: Candidate, other: Candidate) -> bool:
    """Return whether two answers are values of one number at two times."""
    apart = bool(one.words and other.words) and numbers(one.words) != numbers(other.words)
    return (
        question.kind in NUMBERED and apart and told_at(one) != told_at(other) and bool(told_at(one) and told_at(other))
    )


def in_time(question: Question, kept: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with the newest value first, where a number changed, and the earlier ones marked so.

    A value that was told at several times stands once: the newest as it was told last, an earlier one as it was first.
    """
    if len(kept) < 2 or not any(changed(question, kept[0], other) for other in kept[1:]):
        return list(kept)
    values: dict[frozenset[str], list[Candidate]] = {}
    for made in sorted(kept, key=told_at, reverse=True):
        values.setdefault(frozenset(numbers(made.words)), []).append(made)
    newest, *earlier = values.values()
    return [
        replace(made, claim=made.claim.model_copy(update={"when": told_at(made), "superseded": n > 0}))
        for n, made in enumerate([newest[0], *(told[-1] for told in earlier)])
    ]

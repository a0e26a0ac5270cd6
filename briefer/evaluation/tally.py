"""Turns cases into figures, two runs into a comparison, one into a calibrated line. Knows no sets, articles or models.

Whatever is computed here needs only what a report keeps, so an earlier run can be compared or calibrated on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from briefer.errors import EvaluationError, UsageError
from briefer.evaluation import statistics
from briefer.evaluation.report import (
    Calibration,
    Case,
    Change,
    Difference,
    Evaluation,
    Figure,
    Line,
    RunComparison,
    SetKind,
    Unit,
)
from briefer.evaluation.statistics import Indexes, Statistic

# The figures that come first, in this order; what else the cases have follows by name.
FIRST = (
    "right", "right and cited", "yes or no", "answered", "rejected", "wrongly rejected", "citation precision",
    "citation recall", "reported", "reported, same snippet", "false alarm", "AUC", "balanced accuracy, at the line",
    "balanced accuracy, line of the other half", "consistent kept", "inconsistent caught", "kept", "stopped",
    "facts found", "lead facts", "speakers right", "speakers wrong", "dates", "off-topic",
)  # fmt: skip
CHECKING = "checking, of the seconds"
# What is told of a page besides the mean: the scores that it is of, and how they are put together.
SPREAD: Mapping[str, tuple[str, Callable[[NDArray[np.float64]], np.float64]]] = {
    "words, most": ("words", np.max), "seconds, median": ("seconds", np.median), "seconds, most": ("seconds", np.max),
}  # fmt: skip
LAST = ("made up", "error", CHECKING, "words", "words, most", "tokens", "seconds", "seconds, median", "seconds, most")
# Facts have weights, so they are no share of so many like ones.
UNITS = {
    "citation recall": Unit.SCORE, "facts found": Unit.SCORE, CHECKING: Unit.SCORE,
    "words": Unit.COUNT, "words, most": Unit.COUNT, "tokens": Unit.COUNT,
    "seconds": Unit.SECONDS, "seconds, median": Unit.SECONDS, "seconds, most": Unit.SECONDS,
}  # fmt: skip
# Which line a kind of set can set, and the probability that it is drawn through.
CALIBRATES = {
    SetKind.QUESTIONS: (Line.ANSWER, "confidence"),
    SetKind.PASSAGES: (Line.ANSWER, "confidence"),
    SetKind.SUMMARIES: (Line.SUPPORT, "support"),
    SetKind.CLAIMS: (Line.SUPPORT, "support"),
}


def tally(kind: SetKind, cases: Sequence[Case], lines: Mapping[Line, float]) -> tuple[Figure, ...]:
    """Return the figures of some cases, each with its interval: Wilson's for shares, else a bootstrap's."""
    groups = [case.group for case in cases]
    found = []
    for name, statistic in _statistics(kind, cases, lines).items():
        unit = _unit(name)
        of = SPREAD[name][0] if name in SPREAD else name
        counted = [case.scores[of] for case in cases if of in case.scores]
        if unit is Unit.SHARE:
            found.append(statistics.share(name, sum(s.hit for s in counted), sum(s.of for s in counted)))
        else:
            figure = statistics.estimate(name, unit, groups, statistic)
            found.append(figure.model_copy(update={"of": len(counted)}) if counted else figure)
    return tuple(found)


def compare(first: Evaluation, second: Evaluation) -> RunComparison:
    """Return what changed from one run to another of the same set, over the rows that both measured.

    Intervals are a paired bootstrap's over these rows. Raises EvaluationError if the two are of different sets or
    share no row.
    """
    if (first.kind, first.sha256) != (second.kind, second.sha256):
        raise EvaluationError(
            f"The reports are of different sets: '{first.file}' and '{second.file}'. Compare two runs of one set."
        )
    others = {case.id: case for case in second.cases}
    pairs = [(case, others[case.id]) for case in first.cases if case.id in others]
    if not pairs:
        raise EvaluationError(f"The reports on '{first.file}' share no row. Measure again without --limit.")
    differences = []
    before = _statistics(first.kind, [a for a, _ in pairs], first.lines)
    after = _statistics(second.kind, [b for _, b in pairs], second.lines)
    for name in before:
        if name in after:
            differences.append(_difference(name, pairs, before[name], after[name]))
    return RunComparison(
        kind=first.kind, file=first.file, first=_called(first), second=_called(second), rows=len(pairs),
        differences=tuple(d for d in differences if d is not None),
        changes=tuple(change for pair in pairs if (change := _change(*pair))),
    )  # fmt: skip


def calibrate(run: Evaluation) -> Evaluation:
    """Return a run with the line that is best on one half of its rows, and what that gives on the other half.

    A hash of each row's group decides its half, so the halves of a set are always the same. Raises UsageError for a
    kind of set that has no line, EvaluationError if a half lacks positive or negative rows.
    """
    line, probability = calibrates(run.kind)
    cases = [case for case in run.cases if case.positive is not None and probability in case.probabilities]
    positive = np.array([bool(case.positive) for case in cases], dtype=bool)
    scores = np.array([case.probabilities[probability] for case in cases])
    half = _first_half(cases)
    for part in (positive[half], positive[~half]):
        if part.all() or not part.any():
            raise EvaluationError(
                f"'{run.file}' has too few rows to calibrate on: both halves need rows of both sorts. "
                "Take a larger set, or a higher --limit."
            )
    best, before = statistics.best_line(positive[half], scores[half]), run.lines[line]
    held, groups = positive[~half], [case.group for case, first in zip(cases, half, strict=True) if not first]

    def accuracy(value: float) -> Figure:
        said = scores[~half] >= value
        name = f"balanced accuracy, {line} = {value:.2f}"
        return statistics.estimate(
            name, Unit.SCORE, groups, lambda drawn: statistics.balanced_accuracy(held[drawn], said[drawn])
        )

    def right(name: str, sort: NDArray[np.bool_], said: NDArray[np.bool_]) -> Figure:
        return statistics.share(f"{name}, {line} = {best:.2f}", int(said[sort].sum()), int(sort.sum()))

    above = scores[~half] >= best
    found = (
        accuracy(before), accuracy(best),
        right("positive rows kept", held, above), right("negative rows rejected", ~held, ~above),
    )  # fmt: skip
    calibration = Calibration(line=line, before=before, after=best, rows=int(half.sum()), figures=found)
    return run.model_copy(update={"calibration": calibration})


def calibrates(kind: SetKind) -> tuple[Line, str]:
    """Return the line that a kind of set measures and the probability it is for; raises UsageError for none."""
    if kind not in CALIBRATES:
        raise UsageError(f"No line can be calibrated on a set of '{kind}'. Take one of: {', '.join(CALIBRATES)}.")
    return CALIBRATES[kind]


def _unit(name: str) -> Unit:
    whole = name.split(": ", maxsplit=1)[0]
    return UNITS.get(whole, Unit.SCORE if whole.startswith(("AUC", "balanced accuracy")) else Unit.SHARE)


def _statistics(kind: SetKind, cases: Sequence[Case], lines: Mapping[Line, float]) -> dict[str, Statistic]:
    """Return every figure of some cases as a function of which of them are drawn, in the order of a report."""
    found = {name: _ratio(name, cases) for case in cases for name in case.scores}
    if kind in {SetKind.SUMMARIES, SetKind.CLAIMS}:
        found |= _separation(cases, lines[Line.SUPPORT])
    if kind is SetKind.BRIEFS:
        found |= {name: _spread(of, take, cases) for name, (of, take) in SPREAD.items()}
    order = {name: place for place, name in enumerate((*FIRST, *LAST))}
    return dict(
        sorted(found.items(), key=lambda item: (": " in item[0], order.get(item[0].split(": ")[0], 99), item[0]))
    )


def _ratio(name: str, cases: Sequence[Case]) -> Statistic:
    table = np.array([(s.hit, s.of) if (s := case.scores.get(name)) else (0.0, 0.0) for case in cases])

    def statistic(drawn: Indexes) -> float:
        hit, of = table[drawn].sum(axis=0)
        return float(hit / of) if of else float("nan")

    return statistic


def _spread(name: str, take: Callable[[NDArray[np.float64]], np.float64], cases: Sequence[Case]) -> Statistic:
    values = np.array([s.hit if (s := case.scores.get(name)) else np.nan for case in cases])

    def statistic(drawn: Indexes) -> float:
        known = values[drawn][~np.isnan(values[drawn])]
        return float(take(known)) if known.size else float("nan")

    return statistic


def _separation(cases: Sequence[Case], line: float) -> dict[str, Statistic]:
    """Return how well support tells consistent from inconsistent: by itself, and through lines.

    "line of the other half": the documents are split in two, and each half is judged by the line that is best on the
    other, so that no line was chosen on what it judges.
    """
    known = np.array(["support" in case.probabilities for case in cases])
    support = np.array([case.probabilities.get("support", 0.0) for case in cases])
    positive = np.array([bool(case.positive) for case in cases])
    first, crossed = _first_half(cases), np.full(len(cases), line)
    for judged in (first, ~first):
        measured = ~judged & known
        crossed[judged] = statistics.best_line(positive[measured], support[measured])

    def through(said: NDArray[np.bool_]) -> Statistic:
        return lambda drawn: statistics.balanced_accuracy(positive[i := drawn[known[drawn]]], said[i])

    found = {
        "AUC": lambda drawn: statistics.auc(positive[i := drawn[known[drawn]]], support[i]),
        "balanced accuracy, at the line": through(support >= line),
    }
    if not np.isnan(crossed).any():  # as it is where a half has rows of one sort only
        found["balanced accuracy, line of the other half"] = through(support >= crossed)
    return found


def _first_half(cases: Sequence[Case]) -> NDArray[np.bool_]:
    """Return which cases are in the first half: every second group, in the order of the hashes of their names.

    Groups of positive rows and of others are dealt out apart, so that each half has its share of both.
    """
    sorts: dict[str, set[bool | None]] = {}
    for case in cases:
        sorts.setdefault(case.group, set()).add(case.positive)

    def rank(group: str) -> tuple[str, str]:
        return str(sorted(map(str, sorts[group]))), hashlib.sha256(group.encode()).hexdigest()

    first = set(sorted(sorts, key=rank)[::2])
    return np.array([case.group in first for case in cases], dtype=bool)


def _difference(
    name: str, pairs: Sequence[tuple[Case, Case]], first: Statistic, second: Statistic
) -> Difference | None:
    every = np.arange(len(pairs))
    before, after = first(every), second(every)
    if np.isnan(before) or np.isnan(after):
        return None
    low, high = statistics.interval([a.group for a, _ in pairs], lambda drawn: second(drawn) - first(drawn))
    both = [(a.scores[name], b.scores[name]) for a, b in pairs if name in a.scores and name in b.scores]
    yes_or_no = both and all(s.of == 1 and s.hit in {0, 1} for pair in both for s in pair)
    more, fewer = sum(b.hit > a.hit for a, b in both), sum(b.hit < a.hit for a, b in both)
    return Difference(
        name=name, unit=_unit(name), first=before, second=after, difference=after - before, low=low, high=high,
        p=statistics.mcnemar(more, fewer) if yes_or_no and _unit(name) is Unit.SHARE else None, of=len(pairs),
    )  # fmt: skip


def _change(first: Case, second: Case) -> Change | None:
    if first.failed == second.failed:
        return None
    return Change(
        id=first.id, question=first.question, expected=first.expected, first=first.said, second=second.said,
        better=first.failed,
    )  # fmt: skip


def _called(run: Evaluation) -> str:
    lines = ", ".join(f"{line} {value:.2f}" for line, value in run.lines.items())
    return f"{run.model} ({lines}; {run.at[:16]})"

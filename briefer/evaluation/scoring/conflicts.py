"""Scores whether a disagreement of documents is reported, and only there."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.evaluation.report import Case, Score
from briefer.evaluation.rows import ConflictRow, SwapRow
from briefer.evaluation.scoring.corpus import articles
from briefer.evaluation.scoring.program import Program, ask, asked, common
from briefer.language.tokens import plain
from briefer.library.filters import Filters

FALSE_ALARM = "false alarm"


def swapped(name: str, row: SwapRow, program: Program) -> list[Case]:
    """Return whether disagreement is reported between a true and a swapped snippet, and not between two true ones."""
    true, other, copy, second = articles(name, row)
    expected = f"{row.answer} against {row.fakeanswer}"
    # Where there is one snippet only, its own swapped copy is the other one.
    pairs: dict[tuple[str, ...], str] = {("reported",): other, ("reported, same snippet",): copy}
    if len(row.positive_wrong) == 1:
        pairs = {("reported", "reported, same snippet"): copy}
    cases = [
        _conflict(name, figures, row.query, program, paths=(true, path), expected=expected)
        for figures, path in pairs.items()
    ]
    if len(row.positive) > 1:
        cases.append(
            _conflict(name, (FALSE_ALARM,), row.query, program, paths=(true, second), expected="no disagreement")
        )
    return cases


def mixed(name: str, row: ConflictRow, program: Program) -> Case:
    """Return whether disagreement is reported where a row's documents give different answers, and only there."""
    given = sorted({plain(document.answer) for document in row.documents} - {"unknown"})
    figure, expected = ("reported", " against ".join(given)) if len(given) > 1 else (FALSE_ALARM, "no disagreement")
    return _conflict(name, (figure,), row.question, program, paths=list(articles(name, row)), expected=expected)


def _conflict(
    name: str, figures: Sequence[str], question: str, program: Program, *, paths: Sequence[str], expected: str
) -> Case:
    """Return whether a disagreement was reported, as a hit for these figures."""
    filters = Filters(articles=tuple(paths))
    answer, seconds = ask(program, question, filters)
    reported = bool(answer.disagreements)
    scores = {figure: Score(hit=reported) for figure in figures} | {"answered": Score(hit=answer.answered)}
    return asked(
        f"{name}, {figures[0]}", program, answer, group=name, filters=filters, expected=expected,
        scores=scores | common(program, answer, seconds), failed=reported == (FALSE_ALARM in figures),
    )  # fmt: skip

"""Scores questions on a folder of articles: right, cited, rejected."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.evaluation.report import Case, Score
from briefer.evaluation.rows import QuestionRow, matches
from briefer.evaluation.scoring.program import NO, Program, ask, asked, common, paragraph


def question(name: str, row: QuestionRow, program: Program) -> Case:
    """Return how the program answers a question from its folder of articles."""
    answer, seconds = ask(program, row.question)
    statements = []
    for claim in answer.claims:
        statements.append((claim.text, [(c.article, paragraph(program, c)) for c in claim.citations]))
    scores = question_scores(row, statements) | common(program, answer, seconds)
    wanted = ["right and cited" if row.answerable else "rejected"]
    if row.verdict:
        scores["yes or no"] = Score(hit=answer.verdict is row.verdict)
        wanted.append("yes or no")
    expected = f"/{row.accept}/, citing '{row.evidence}' of {row.article or 'any article'}" if row.answerable else NO
    return asked(
        name, program, answer, scores=scores, positive=row.answerable,
        failed=not all(scores[name].hit for name in wanted),
        expected=f"{row.verdict}: {expected}" if row.verdict else expected,
    )  # fmt: skip


def question_scores(row: QuestionRow, statements: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> dict[str, Score]:
    """Return how an answer scores on a question: right, right and cited, wrongly rejected; or rejected.

    statements are what was answered, none if nothing was: the text of each, and the article and the paragraph's text
    of each of its citations.
    """
    if not row.answerable:
        return {"rejected": Score(hit=not statements)}
    right = [cited for text, cited in statements if matches(row.accept or "", text)]
    shown = any(_shows(row, *citation) for cited in right for citation in cited)
    hits = {"right": bool(right), "right and cited": shown, "wrongly rejected": not statements}
    return {name: Score(hit=hit) for name, hit in hits.items()}


def _shows(row: QuestionRow, article: str, text: str) -> bool:
    """Return whether a citation is of the right article and has the evidence; line breaks do not count."""
    shown = " ".join(text.split())
    snippets = [" ".join(part.split()) for part in (row.evidence or "", *row.also)]
    return row.article in {None, article} and any(snippet in shown for snippet in snippets)

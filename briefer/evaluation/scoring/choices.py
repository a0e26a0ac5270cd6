"""Scores multiple-choice questions on one article."""

from __future__ import annotations

import time

from briefer.evaluation.choice import choose
from briefer.evaluation.report import Case, Score
from briefer.evaluation.rows import ChoiceRow
from briefer.models.llm.base import LanguageModel
from briefer.schema import Article


def choice(name: str, row: ChoiceRow, article: Article, model: LanguageModel) -> Case:
    """Return how a choice scores. The set's own "not enough information" is not shown: choosing nothing means it."""
    started = time.perf_counter()
    shown = [i for i in range(len(row.choices)) if i != row.nei_idx]
    made = choose(row.question, [row.choices[i] for i in shown], article.text, model)
    chosen = row.nei_idx if made.index is None else shown[made.index]
    scores = {"seconds": Score(hit=time.perf_counter() - started)}
    if row.unanswerable:
        scores["rejected"] = Score(hit=chosen == row.nei_idx)
    else:
        right = Score(hit=chosen == row.answer_idx)
        scores |= {"right": right, f"right: {row.type}": right, "wrongly rejected": Score(hit=chosen == row.nei_idx)}
    return Case(
        id=name, group=row.article_id, question=row.question, said=row.choices[chosen],
        expected=row.choices[row.answer_idx], failed=chosen != row.answer_idx, scores=scores,
        probabilities={
            f"{i + 1}. {row.choices[i]}": p for i, p in zip([*shown, row.nei_idx], made.probabilities, strict=True)
        },
    )  # fmt: skip

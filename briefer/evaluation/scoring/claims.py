"""Scores whether a claim that a text supports is told from one that it does not: of an article, and of a passage."""

from __future__ import annotations

import time

from briefer.articles.metadata import article_of
from briefer.articles.readers import normalise
from briefer.articles.readers.document import Document
from briefer.evaluation.consistency import consistency
from briefer.evaluation.report import Case, Score
from briefer.evaluation.rows import ClaimRow, SummaryRow
from briefer.grounding.check import check
from briefer.language.parser import Parser
from briefer.library.chunks import Chunk
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.schema import Article


def summary(
    name: str, row: SummaryRow, article: Article, *, embedder: Embedder, model: LanguageModel, line: float
) -> Case:
    """Return how well the support of a statement tells whether an article says it; line is the support line, 0–1."""
    started = time.perf_counter()
    support = consistency(row.summary, article, embedder, model)
    scores = {"seconds": Score(hit=time.perf_counter() - started)}
    if row.label:
        scores["consistent kept"] = Score(hit=support >= line)
    else:
        caught = Score(hit=support < line)
        scores |= {"inconsistent caught": caught} | {f"inconsistent caught: {kind}": caught for kind in row.edit_types}
    return Case(
        id=name, group=row.doc_id, question=row.summary, said=f"support {support:.2f}, line {line:.2f}",
        expected="consistent" if row.label else f"not consistent ({', '.join(row.edit_types) or 'of no named type'})",
        positive=bool(row.label), failed=(support >= line) != bool(row.label), scores=scores,
        probabilities={"support": support},
    )  # fmt: skip


def claim(name: str, row: ClaimRow, *, model: LanguageModel, parser: Parser, line: float) -> Case:
    """Return whether the check keeps a claim that a passage supports and stops an altered one; line is 0–1."""
    started = time.perf_counter()
    article = article_of(row.article, Document(normalise(row.passage)))
    found = Chunk(0, article, article.paragraphs[-1], parser, article.paragraphs[0])
    result = check(row.claim, found, model)
    kept = result.support >= line
    figure = "kept" if row.supported else "stopped"
    hit = Score(hit=kept == row.supported)
    against = f", against it: {', '.join(f'{f.check} ({f.what})' for f in result.findings)}" if result.findings else ""
    return Case(
        id=name, group=row.article, question=row.claim, said=f"support {result.support:.2f}, line {line:.2f}{against}",
        expected="supported" if row.supported else f"not supported ({row.kind})", positive=row.supported,
        failed=kept != row.supported, probabilities={"support": result.support},
        scores={
            figure: hit, f"{figure}: {row.kind}": hit, "seconds": Score(hit=time.perf_counter() - started),
        },
    )  # fmt: skip

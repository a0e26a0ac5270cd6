"""hit@1, hit@10 and MRR@10 of keyword search, dense search and both, over the passages of ClapNQ as one corpus."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from common import Options, Result, Row, library_of, run_part

TOP = 10


def measure(options: Options) -> Result:
    from briefer.library import Filters, Found
    from briefer.retrieve import CANDIDATES, retrieve
    from briefer.words import terms

    rows = options.rows("clapnq/questions.jsonl")
    paths = {text: f"{i:03}.txt" for i, text in enumerate(dict.fromkeys(row["passage"] for row in rows))}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for text, path in paths.items():
            (corpus / path).write_text(text, encoding="utf-8")
        library, embedder = library_of(corpus, Path(folder, "index"))

        def keyword(question: str) -> Iterable[Found]:
            scores = library.match(terms(question), top_k=CANDIDATES, filters=Filters())
            return library.found(sorted(scores, key=scores.__getitem__, reverse=True)).values()

        def dense(question: str) -> Iterable[Found]:
            scores = library.near(embedder.encode([question])[0], top_k=CANDIDATES, filters=Filters())
            order = sorted(scores, key=lambda row: scores[row].whole + scores[row].sentence, reverse=True)
            return library.found(order).values()

        def hybrid(question: str) -> Iterable[Found]:
            return [hit.found for hit in retrieve(question, library, embedder, top_k=CANDIDATES)]

        def score(search: Callable[[str], Iterable[Found]], wanted: list[dict[str, str]]) -> dict[str, float]:
            ranks = []
            for row in wanted:
                order = list(dict.fromkeys(found.article.path for found in search(row["question"])))[:TOP]
                gold = paths[row["passage"]]
                ranks.append(order.index(gold) + 1 if gold in order else None)
            return {
                "hit@1": round(sum(rank == 1 for rank in ranks) / len(ranks), 4),
                "hit@10": round(sum(rank is not None for rank in ranks) / len(ranks), 4),
                "mrr@10": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 4),
            }

        searches = {"keyword": keyword, "dense": dense, "hybrid": hybrid}
        figures = {name: score(search, rows) for name, search in searches.items()}
        stated = [row for row in rows if row["answerable"]]
        answerable = {name: score(search, stated) for name, search in searches.items()}
        library.close()
    best = {k: max(figures["keyword"][k], figures["dense"][k]) for k in ("hit@1", "hit@10")}
    holds = all(figures["hybrid"][k] >= v for k, v in best.items())
    table = [
        Row(f"retrieval: hit@1, hit@10, MRR@10, {name}", ", ".join(f"{v:.3f}" for v in found.values()))
        for name, found in figures.items()
    ]
    table[-1] = Row(table[-1].what, table[-1].value, f">= {best['hit@1']:.3f}, {best['hit@10']:.3f}", holds)
    counts = {"questions": len(rows), "passages": len(paths)}
    return Result(table, {**counts, **figures, "answerable_only": {"questions": len(stated), **answerable}})


if __name__ == "__main__":
    run_part(measure, __doc__)

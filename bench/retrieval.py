"""Keyword search, dense search and both together, over the passages of ClapNQ as one corpus."""

import tempfile
from argparse import Namespace
from pathlib import Path

from common import Result, library_of, rows_of


def retrieval(options: Namespace) -> Result:
    """Return hit@1, hit@10 and MRR@10 of each; every search is the product's own, with its own candidates."""
    from briefer.grounding.retrieve import CANDIDATES, retrieve
    from briefer.language.tokens import terms
    from briefer.library.filters import Filters

    rows = rows_of(options, "clapnq/questions.jsonl")
    paths = {text: f"{i:03}.txt" for i, text in enumerate(dict.fromkeys(row["passage"] for row in rows))}
    ranks: dict[str, list[int | None]] = {"keyword": [], "dense": [], "hybrid": []}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for text, path in paths.items():
            (corpus / path).write_text(text, encoding="utf-8")
        library, embedder = library_of(corpus, Path(folder, "index"))
        for row in rows:
            question, right = row["question"], paths[row["passage"]]
            words = library.match(terms(question), top_k=CANDIDATES, filters=Filters())
            near = library.near(embedder.encode([question])[0], top_k=CANDIDATES, filters=Filters())
            keyword = library.found(sorted(words, key=lambda i: -words[i]))
            dense = library.found(sorted(near, key=lambda i: -near[i].whole - near[i].sentence))
            hybrid = [hit.chunk for hit in retrieve(question, library, embedder, top_k=CANDIDATES)]
            for name, found in zip(ranks, (keyword.values(), dense.values(), hybrid), strict=True):
                order = list(dict.fromkeys(part.article.path for part in found))[:10]
                ranks[name].append(order.index(right) + 1 if right in order else None)
        library.close()
    share = {
        name: {
            "hit@1": sum(rank == 1 for rank in found) / len(rows),
            "hit@10": sum(rank is not None for rank in found) / len(rows),
            "mrr@10": sum(1 / rank for rank in found if rank) / len(rows),
        }
        for name, found in ranks.items()
    }
    table = []
    for measure, hybrid_share in share["hybrid"].items():
        best = max(share["keyword"][measure], share["dense"][measure])
        bar, holds = ("", None) if measure == "mrr@10" else (f">= {best:.3f}", hybrid_share >= best)
        value = " / ".join(f"{found[measure]:.3f}" for found in share.values())
        table.append((f"retrieval: {measure}, keyword / dense / hybrid", value, bar, holds))
    return table, {"questions": len(rows), "passages": len(paths), **share}

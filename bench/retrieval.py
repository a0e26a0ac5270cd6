"""Keyword search, dense search and both together, over the passages of ClapNQ as one corpus."""

import json
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from common import REPOSITORY, Result, Row, corpus_of, library_of, present, rows_of


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


def found(options: Namespace) -> Result:
    """Return where the paragraph that answers is among those found, with titles and without, on sets of questions.

    Without: a paragraph and its sentences are embedded each by itself, as they were before.
    """
    from briefer.grounding.retrieve import retrieve
    from briefer.models.embedder import LocalEmbedder, Titled

    class Apart(LocalEmbedder):
        def encode_titled(self, texts):
            alone = [[Titled("", t) for t in (one.text, *(one.text[a:b] for a, b in one.parts))] for one in texts]
            rows = iter(super().encode_titled([one for own in alone for one in own]))
            return [np.concatenate([next(rows) for _ in own]) for own in alone]

    own = REPOSITORY / "bench"
    sets = {
        "wikinews": ("wikinews", options.eval / "questions_wikinews.jsonl"),
        "readers": ("wikinews", own / "reader_questions.jsonl"),
        "readers, second": ("wikinews", own / "reader_questions_second.jsonl"),
        "readers, third": ("wikinews", own / "reader_questions_more.jsonl"),
        "readers, kept apart": ("wikinews", own / "reader_questions_apart.jsonl"),
        "corpus": ("corpus", own / "corpus_questions.jsonl"),
        "two articles": ("articles", options.eval / "questions.jsonl"),
    }
    table: list[Row] = []
    figures: dict[str, dict[str, list[int]]] = {}
    for name, (corpus, path) in sets.items():
        rows = [row for line in present(path).read_text(encoding="utf-8").splitlines() if (row := json.loads(line))]
        rows = [row for row in rows if row["answerable"]]
        figures[name] = {}
        for way, kind in (("titled", LocalEmbedder), ("apart", Apart)):
            with tempfile.TemporaryDirectory() as index:
                library, embedder = library_of(corpus_of(options, corpus), Path(index), kind)
                ranks = [_rank(row, retrieve(row["question"], library, embedder, top_k=20)) for row in rows]
                library.close()
            figures[name][way] = [sum(rank < most for rank in ranks) for most in (1, 3, 8, 20)]
        shown = "; ".join(" / ".join(map(str, counts)) for counts in figures[name].values())
        table.append((f"found, {name}, of {len(rows)}: first 1 / 3 / 8 / 20, titled; apart", shown, "", None))
    return table, figures


def _rank(row: dict[str, Any], hits: Sequence[Any]) -> int:
    """Return the place of the paragraph that answers among those that were found, from 0; 99 for none."""
    snippets = [row["evidence"], *row.get("also", [])]
    places = (
        n
        for n, hit in enumerate(hits)
        if hit.chunk.article.path == row["article"] and any(s in " ".join(hit.chunk.text.split()) for s in snippets)
    )
    return next(places, 99)

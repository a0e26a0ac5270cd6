"""What each part adds: sentence scoring in dense search, the signals of an answer, the signals of the support check.

Every signal is scored alone and with those before it by how well it tells what has an answer, or is consistent, from
what has or is not: AUC, 0.5 for chance.
"""

import tempfile
from argparse import Namespace
from math import log
from pathlib import Path
from typing import Any

from common import Result, library_of, model_file, rows_of, say

EACH = 30  # rows of each sort, unless --limit says otherwise


def ablations(options: Namespace) -> Result:
    from briefer.config import share_cores

    share_cores()
    from briefer.models.llm.constrained import ConstrainedModel
    from briefer.models.llm.llama import LlamaEngine

    model = ConstrainedModel(LlamaEngine(model_file(options.model), name="default"))
    each = options.limit or EACH
    found = {**sentences(options), **answers(options, model, each), **supports(options, model, each)}
    table = [(f"ablations: {name}", f"{value:.3f}", "", None) for name, value in found.items()]
    return table, {"rows_of_each_sort": each, **{name: round(value, 4) for name, value in found.items()}}


def corpus_of(rows: list[dict[str, Any]], folder: str) -> tuple[Any, Any, dict[str, str]]:
    corpus = Path(folder, "corpus")
    corpus.mkdir()
    paths = {row["passage"]: f"{i:03}.txt" for i, row in enumerate(rows)}
    for text, path in paths.items():
        (corpus / path).write_text(text, encoding="utf-8")
    return *library_of(corpus, Path(folder, "index")), paths


def sentences(options: Namespace) -> dict[str, float]:
    """Return hit@1 of dense search by the whole paragraph, by its best sentence, and by both."""
    from briefer.library.filters import Filters

    rows = rows_of(options, "clapnq/questions.jsonl")
    ways = {
        "whole paragraph": lambda near: near.whole, "best sentence": lambda near: near.sentence,
        "both": lambda near: near.whole + near.sentence,
    }  # fmt: skip
    hits = dict.fromkeys(ways, 0)
    with tempfile.TemporaryDirectory() as folder:
        library, embedder, paths = corpus_of(rows, folder)
        for row in rows:
            near = library.near(embedder.encode([row["question"]])[0], top_k=50, filters=Filters())
            found = library.found(near)
            for name, way in ways.items():
                best = max(near, key=lambda i: way(near[i]))
                hits[name] += found[best].article.path == paths[row["passage"]]
        library.close()
    return {f"dense hit@1, {name}": n / len(rows) for name, n in hits.items()}


def answers(options: Namespace, model: Any, each: int) -> dict[str, float]:
    """Return how well finding, ranking and reading tell the questions that their passage answers."""
    from briefer.answering.candidates import reading
    from briefer.answering.context import AnswerSettings, Context
    from briefer.answering.question import question_of
    from briefer.answering.rank import ranked
    from briefer.answering.windows import windows
    from briefer.grounding.read import stated
    from briefer.grounding.retrieve import retrieve
    from briefer.grounding.trace import Trace
    from briefer.library.filters import Filters

    rows = rows_of(options, "clapnq/questions.jsonl")
    rows = [row for can in (True, False) for row in [r for r in rows if r["answerable"] is can][:each]]
    told: list[dict[str, float]] = []
    context = Context(model, AnswerSettings(), Trace(), lambda *_: None)
    with tempfile.TemporaryDirectory() as folder:
        library, embedder, paths = corpus_of(rows, folder)
        for n, row in enumerate(rows):
            hits = retrieve(row["question"], library, embedder, filters=Filters(articles=(paths[row["passage"]],)))
            question = question_of(row["question"], library.parser)
            best = ranked(question, hits, library, embedder.encode([row["question"]])[0])
            (one,) = reading(question, windows(best, most=1), context)
            told.append({
                "retrieval": hits[0].score, "rank": one.window.score,
                "reading": stated(question.text, one.window.text, model),
                "both, as the program weighs them": one.probability,
            })  # fmt: skip
            say(f"answers {n + 1}/{len(rows)}")
        library.close()
    right = [row["answerable"] for row in rows]
    return {f"answers, {name}": auc([t[name] for t in told], right) for name in told[0]}


def supports(options: Namespace, model: Any, each: int) -> dict[str, float]:
    """Return how well hard facts, Yes against No, and the gain of tokens tell consistent summaries from others."""
    from briefer.articles.metadata import article_of
    from briefer.articles.readers import normalise
    from briefer.articles.readers.document import Document
    from briefer.evaluation.consistency import consistency, gain
    from briefer.evaluation.remembering import RememberingEmbedder
    from briefer.grounding.check import missing_facts, support
    from briefer.models.embedder import LocalEmbedder

    embedder = RememberingEmbedder(LocalEmbedder(model_file(None, "embedder"), name="default"))
    texts = {d["doc_id"]: normalise(d["text"]) for d in rows_of(options, "summedits_news/docs.jsonl")}
    pairs = rows_of(options, "summedits_news/pairs.jsonl")
    # Spread over the documents, from which the rows come in order.
    rows = []
    for label in (1, 0):
        own = [pair for pair in pairs if pair["label"] == label]
        rows += [own[i * len(own) // each] for i in range(min(each, len(own)))]
    told: list[dict[str, float]] = []
    for n, row in enumerate(rows):
        text, claim = texts[row["doc_id"]], row["summary"]
        yes = min(max(support(claim, text, model), 1e-6), 1 - 1e-6)
        told.append({
            "hard facts": float(-len(missing_facts(claim, text))),
            "Yes against No, whole article": log(yes / (1 - yes)), "gain of tokens": gain(claim, text, model),
            "the program's": consistency(claim, article_of(row["doc_id"], Document(text)), embedder, model),
        })  # fmt: skip
        say(f"supports {n + 1}/{len(rows)}")
    right = [bool(row["label"]) for row in rows]
    return {f"support, {name}": auc([t[name] for t in told], right) for name in told[0]}


def auc(scores: list[float], right: list[bool]) -> float:
    """Return the share of pairs of a right and a wrong row in which the right one scores more; ties count half."""
    yes = [s for s, r in zip(scores, right, strict=True) if r]
    no = [s for s, r in zip(scores, right, strict=True) if not r]
    return sum((a > b) + 0.5 * (a == b) for a in yes for b in no) / (len(yes) * len(no))

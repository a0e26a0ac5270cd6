"""Briefer and LlamaIndex's CitationQueryEngine on questions.jsonl: right, cited, rejected, seconds a question.

Same articles, GGUF, embedder and threads, one run; which of the two is asked first alternates by question. Both are
loaded, indexed and asked one other question before the clock starts, and both keep their KV cache between questions.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common import Result, articles_of, embedder_folder, model_file, rows_of, say
from setup_llamaindex import PYTHON

from briefer import Briefer

BRACKETS = re.compile(r"\[([\d,\s]+)\]")
# LlamaIndex says in words that it found nothing; looked for in the first sentence of its answer.
REFUSAL = re.compile(
    r"(?:\bnot?|\bcannot|n['’]t) (?:\w+ ){0,2}(?:mention|provide|specif|state|contain|includ|give|giving|available|found"
    r"|enough|sufficient|helpful|information|answer|detail|source|indicate|disclose|known|determine|find|say)"
    r"|\bnone of the\b|\b(?:unable|impossible) to\b|\bempty response\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reply:
    """What a program answered: its statements, each with the articles and paragraphs it cites; none if it refused."""

    statements: list[tuple[str, list[tuple[str, str]]]]
    seconds: float
    text: str


def questions(options: Namespace) -> Result:
    rows, articles, model = (
        rows_of(options, "questions.jsonl")[: options.limit],
        articles_of(options),
        model_file(options),
    )
    with (
        tempfile.TemporaryDirectory() as index,
        Briefer(articles, index=index, model=options.model) as briefer,
        llamaindex(articles, model) as (version, ask_llamaindex),
    ):

        def ask_briefer(question: str) -> Reply:
            started = time.perf_counter()
            answer = briefer.ask(question)
            seconds = time.perf_counter() - started
            claims = [
                (c.text, [(x.article, paragraph(briefer, x.article, x.paragraph)) for x in c.citations])
                for c in answer.claims
            ]
            return Reply(claims, seconds, " / ".join(text for text, _ in claims) or answer.reason)

        asks = {"Briefer": ask_briefer} | ({"LlamaIndex": ask_llamaindex} if ask_llamaindex else {})
        replies: dict[str, list[Reply]] = {name: [] for name in asks}
        for ask in asks.values():
            ask("What are these articles about?")
        for i, row in enumerate(rows):
            for name in list(asks)[:: -1 if i % 2 else 1]:
                replies[name].append(asks[name](row["question"]))
            say(
                f"questions {i + 1}/{len(rows)}: " + ", ".join(f"{n} {r[-1].seconds:.1f} s" for n, r in replies.items())
            )
    if options.answers:
        told = [{"id": row["id"]} | {name: r[i].text for name, r in replies.items()} for i, row in enumerate(rows)]
        options.answers.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in told), encoding="utf-8")
    found = {name: score(rows, r) for name, r in replies.items()}
    can, ours = sum(row["answerable"] for row in rows), found["Briefer"]
    table = [
        (f"questions: right / right and cited of {can}, rejected of {len(rows) - can}, {name}",
         f"{f['right']} / {f['cited']}, {f['rejected']}", "", None)
        for name, f in found.items()
    ]  # fmt: skip
    table[0] = (*table[0][:2], ">= 13 cited, >= 8", ours["cited"] >= 13 and ours["rejected"] >= 8)
    table += [(f"questions: mean s, {name}", f"{f['seconds']:.1f}", "", None) for name, f in found.items()]
    if ask_llamaindex:
        limit = found["LlamaIndex"]["seconds"]
        table[2] = (*table[2][:2], f"<= {limit:.1f}", ours["seconds"] <= limit)
    return table, {"model": model.name, "llama_index": version, **found}


def paragraph(briefer: Briefer, path: str, number: int) -> str:
    article = briefer.article(path)
    return article.text[article.paragraphs[number - 1].start : article.paragraphs[number - 1].end]


@contextmanager
def llamaindex(articles: Path, model: Path) -> Iterator[tuple[str | None, Callable[[str], Reply] | None]]:
    """Give LlamaIndex's version and a function that asks it; neither if bench/setup_llamaindex.py was not run."""
    if not PYTHON.exists():
        say("LlamaIndex is not there: run bench/setup_llamaindex.py first. Only Briefer is measured.")
        yield None, None
        return
    script = Path(__file__).with_name("llamaindex_baseline.py")
    command = [PYTHON, script, articles, model, embedder_folder()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as child:
        assert child.stdin
        assert child.stdout
        put, get = child.stdin, child.stdout

        def ask(question: str) -> Reply:
            put.write(json.dumps(question) + "\n")
            put.flush()
            reply = json.loads(get.readline())
            text = reply["text"].strip()
            if REFUSAL.search(re.split(r"(?<=[.!?])\s", text)[0]):
                return Reply([], reply["seconds"], text)
            numbers = {int(n) for group in BRACKETS.findall(text) for n in re.findall(r"\d+", group)}
            cited = [tuple(source) for n, source in enumerate(reply["sources"], 1) if n in numbers]
            return Reply([(text, cited)], reply["seconds"], text)

        yield json.loads(get.readline())["version"], ask
        put.close()


def score(rows: list[dict[str, Any]], replies: list[Reply]) -> dict[str, float]:
    counts = {"right": 0, "cited": 0, "rejected": 0, "wrongly_rejected": 0}
    for row, reply in zip(rows, replies, strict=True):
        if not reply.statements:
            counts["wrongly_rejected" if row["answerable"] else "rejected"] += 1
        elif row["answerable"]:
            right = [s for s in reply.statements if re.search(row["accept"], s[0], re.IGNORECASE | re.DOTALL)]
            counts["right"] += bool(right)
            counts["cited"] += any(shows(row, *citation) for _, citations in right for citation in citations)
    return {**counts, "seconds": round(statistics.mean(reply.seconds for reply in replies), 2)}


def shows(row: dict[str, Any], article: str, text: str) -> bool:
    """Return whether a citation is of the right article and has the evidence; line breaks do not count."""
    evidence, shown = (" ".join(part.split()) for part in (row["evidence"], text))
    return row["article"] in {None, article} and evidence in shown

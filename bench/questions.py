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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common import Options, Result, Row, embedder_folder, run_part, say
from setup_llamaindex import PYTHON

from briefer import Briefer

WARM_UP = "What are these articles about?"
BRACKETS = re.compile(r"\[([\d,\s]+)\]")
# LlamaIndex says in words that it found nothing; looked for in an answer's first sentence only.
REFUSAL = re.compile(
    r"\bnot? (?:\w+ ){0,2}(?:mention|provide|specif|state|contain|includ|give|available|found|enough|sufficient|helpful"
    r"|possible|information|answer|details?|sources?|indicate|discuss|address|disclose|known)"
    r"|\b(?:n['’]t|cannot) (?:\w+ ){0,2}(?:mention|provide|specify|state|contain|include|give|answer|determine|find|say|know)"
    r"|\bnone of the\b|\bunable to\b|\bimpossible to\b|\bempty response\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reply:
    """What a program answered: its statements, each with the articles and paragraphs it cites; none if it refused."""

    statements: list[tuple[str, list[tuple[str, str]]]]
    seconds: float
    text: str


def measure(options: Options) -> Result:
    rows = options.rows("questions.jsonl")[: options.limit]
    articles, model = options.articles(), options.model_file()
    found: dict[str, list[Reply]] = {"briefer": []}
    with tempfile.TemporaryDirectory() as index, Briefer(articles, index=index, model=options.model) as briefer:

        def briefer_on(question: str) -> Reply:
            started = time.perf_counter()
            answer = briefer.ask(question)
            took = time.perf_counter() - started
            statements = [
                (claim.text, [(c.article, paragraph(briefer, c.article, c.paragraph)) for c in claim.citations])
                for claim in answer.claims
            ]
            return Reply(statements, took, " / ".join(c.text for c in answer.claims) or answer.reason)

        askers = {"briefer": briefer_on}
        with llamaindex(articles, model) as (version, llamaindex_on):
            if llamaindex_on:
                askers["llamaindex"], found["llamaindex"] = llamaindex_on, []
            for ask in askers.values():
                ask(WARM_UP)
            for i, row in enumerate(rows):
                for name in list(askers)[:: -1 if i % 2 else 1]:
                    found[name].append(askers[name](row["question"]))
                say(
                    f"questions {i + 1}/{len(rows)}: "
                    + ", ".join(f"{n} {r[-1].seconds:.1f} s" for n, r in found.items())
                )
    if options.answers:
        lines = [{"id": row["id"]} | {n: r[i].text for n, r in found.items()} for i, row in enumerate(rows)]
        options.answers.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")
    figures = {name: score(rows, replies) for name, replies in found.items()}
    return Result(
        table(rows, figures, partial=bool(options.limit)), {"model": model.name, "llama_index": version} | figures
    )


def paragraph(briefer: Briefer, path: str, number: int) -> str:
    article = briefer.article(path)
    part = article.paragraphs[number - 1]
    return article.text[part.start : part.end]


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
    right = cited = rejected = wrongly_rejected = 0
    for row, reply in zip(rows, replies, strict=True):
        if not row["answerable"]:
            rejected += not reply.statements
            continue
        wrongly_rejected += not reply.statements
        matching = [s for s in reply.statements if re.search(row["accept"], s[0], re.IGNORECASE | re.DOTALL)]
        right += bool(matching)
        cited += any(stands(row, *citation) for _, citations in matching for citation in citations)
    seconds = [reply.seconds for reply in replies]
    return {
        "right": right, "right_and_cited": cited, "rejected": rejected, "wrongly_rejected": wrongly_rejected,
        "seconds_mean": round(statistics.mean(seconds), 2), "seconds_median": round(statistics.median(seconds), 2),
    }  # fmt: skip


def stands(row: dict[str, Any], article: str, text: str) -> bool:
    """Return whether a citation is of the right article and shows the evidence; line breaks do not count."""
    evidence, shown = (" ".join(part.split()) for part in (row["evidence"], text))
    return (row["article"] is None or article == row["article"]) and evidence in shown


def table(rows: list[dict[str, Any]], figures: dict[str, dict[str, float]], *, partial: bool) -> list[Row]:
    can = sum(row["answerable"] for row in rows)
    lines = []
    for name, f in figures.items():
        value = f"{f['right']}/{can}, {f['right_and_cited']}/{can}, {f['rejected']}/{len(rows) - can}"
        bar, holds = "", None
        if name == "briefer":
            bar, holds = ">= 13 cited, >= 8", f["right_and_cited"] >= 13 and f["rejected"] >= 8
        lines.append(
            Row(f"questions: right, right and cited, rejected, {name}", value, bar, None if partial else holds)
        )
    for name, f in figures.items():
        bar, holds = "", None
        if name == "briefer" and "llamaindex" in figures:
            limit = figures["llamaindex"]["seconds_mean"]
            bar, holds = f"<= {limit:.1f}", f["seconds_mean"] <= limit
        value = f"{f['seconds_mean']:.1f}"
        lines.append(Row(f"questions: mean seconds, {name}", value, bar, None if partial else holds))
    return lines


if __name__ == "__main__":
    run_part(measure, __doc__)

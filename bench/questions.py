"""Briefer and LlamaIndex's CitationQueryEngine on questions.jsonl: right, cited, rejected, seconds a question.

Same articles, GGUF, embedder and threads, one run; which of the two is asked first alternates by question. Both are
loaded, indexed and asked one other question before the clock starts, and both keep their KV cache between questions.
"""

import json
import re
import statistics
import subprocess
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from common import Result, articles_of, model_file, present, say
from setup_llamaindex import PYTHON

from briefer import Briefer
from briefer.evaluation.rows import Row
from briefer.evaluation.scoring.questions import question_scores
from briefer.evaluation.sets import read

# LlamaIndex says in words that it found nothing; looked for in the first sentence of its answer.
REFUSAL = re.compile(
    r"(?:\bnot?|\bcannot|n['’]t) (?:\w+ ){0,2}(?:mention|provide|specif|state|contain|includ|give|available|found"
    r"|enough|sufficient|helpful|information|answer|detail|source|indicate|disclose|known|determine|find|say)"
    r"|\bnone of the\b|\b(?:unable|impossible) to\b|\bempty response\b",
    re.IGNORECASE,
)


class Reply(NamedTuple):
    """What a program answered: its statements, each with the articles and paragraphs it cites; none if it refused."""

    statements: list[tuple[str, list[tuple[str, str]]]]
    seconds: float
    text: str


def questions(options: Namespace) -> Result:
    rows, articles = read(present(options.eval / "questions.jsonl")).rows[: options.limit], articles_of(options)
    replies: dict[str, list[Reply]] = {}
    with (
        tempfile.TemporaryDirectory() as index,
        Briefer(articles, index=index, model=options.model) as briefer,
        llamaindex(articles, model_file(options.model)) as (version, ask_llamaindex),
    ):
        asks = {"Briefer": lambda question: ask_briefer(briefer, question)}
        asks |= {"LlamaIndex": ask_llamaindex} if ask_llamaindex else {}
        for name, ask in asks.items():
            replies[name] = []
            ask("What are these articles about?")
        for i, row in enumerate(rows):
            for name in list(asks)[:: -1 if i % 2 else 1]:
                replies[name].append(asks[name](row.question))
                say(f"questions {i + 1}/{len(rows)}: {name} {replies[name][-1].seconds:.1f} s")
    if options.answers:
        told = [{"id": row.id} | {name: r[i].text for name, r in replies.items()} for i, row in enumerate(rows)]
        options.answers.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in told), encoding="utf-8")
    found = {name: score(rows, r) for name, r in replies.items()}
    can, ours, table = sum(row.answerable for row in rows), found["Briefer"], []
    for name, f in found.items():
        what = f"questions: right / right and cited of {can}, rejected of {len(rows) - can}, {name}"
        holds = (">= 13 cited, >= 8", ours["cited"] >= 13 and ours["rejected"] >= 8) if f is ours else ("", None)
        table.append((what, f"{f['right']} / {f['cited']}, {f['rejected']}", *holds))
    value, theirs = " / ".join(f"{f['seconds']:.1f}" for f in found.values()), found.get("LlamaIndex")
    third = theirs["seconds"] / 3 if theirs else 0.0
    holds = (f"<= {third:.1f}", ours["seconds"] <= third) if theirs else ("", None)
    table.append((f"questions: mean s, {' / '.join(found)}", value, *holds))
    return table, {"model": model_file(options.model).name, "llama_index": version, **found}


def ask_briefer(briefer: Briefer, question: str) -> Reply:
    started = time.perf_counter()
    answer = briefer.ask(question)
    seconds, statements = time.perf_counter() - started, []
    for claim in answer.claims:
        cited = [(briefer.article(citation.article), citation.paragraph - 1) for citation in claim.citations]
        shown = [(a.path, a.text[a.paragraphs[i].start : a.paragraphs[i].end]) for a, i in cited]
        statements.append((claim.text, shown))
    return Reply(statements, seconds, " / ".join(claim.text for claim in answer.claims) or answer.reason)


@contextmanager
def llamaindex(articles: Path, model: Path) -> Iterator[tuple[str | None, Callable[[str], Reply] | None]]:
    """Give LlamaIndex's version and a function that asks it; neither if bench/setup_llamaindex.py was not run."""
    if not PYTHON.exists():
        say("LlamaIndex is not there: run bench/setup_llamaindex.py first. Only Briefer is measured.")
        yield None, None
        return
    command = [
        PYTHON,
        Path(__file__).with_name("llamaindex_baseline.py"),
        articles,
        model,
        model_file(None, "embedder"),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as child:

        def ask(question: str) -> Reply:
            print(json.dumps(question), file=child.stdin, flush=True)
            reply = json.loads(child.stdout.readline())
            text = reply["text"].strip()
            if REFUSAL.search(re.split(r"(?<=[.!?])\s", text)[0]):
                return Reply([], reply["seconds"], text)
            numbers = {int(n) for group in re.findall(r"\[([\d,\s]+)\]", text) for n in re.findall(r"\d+", group)}
            cited = [tuple(source) for n, source in enumerate(reply["sources"], 1) if n in numbers]
            return Reply([(text, cited)], reply["seconds"], text)

        yield json.loads(child.stdout.readline()), ask
        child.stdin.close()


def score(rows: Sequence[Row], replies: list[Reply]) -> dict[str, float]:
    """Return what `brief eval` counts, of either program."""
    names = {
        "right": "right",
        "right and cited": "cited",
        "rejected": "rejected",
        "wrongly rejected": "wrongly_rejected",
    }
    counts = dict.fromkeys(names.values(), 0)
    for row, reply in zip(rows, replies, strict=True):
        for name, found in question_scores(row, reply.statements).items():
            counts[names[name]] += int(found.hit)
    return {**counts, "seconds": round(statistics.mean(reply.seconds for reply in replies), 2)}

"""Tokens a second of constrained decoding against plain llama-cpp-python, on the requests that `brief ask` makes.

Prefill is left out on both sides in the same way: each prompt is evaluated before its clock starts, so it is in the
KV cache. The clock of the constrained side covers all of `generate`: schema, grammar, masks, decoding, validation.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from common import Options, Result, Row, library_of, run_part, say


def measure(options: Options) -> Result:
    import llama_cpp

    from briefer.errors import OutputError
    from briefer.library import Found
    from briefer.llm.base import Prompt
    from briefer.llm.constrained import ConstrainedModel
    from briefer.llm.llama import LlamaEngine
    from briefer.prompts import fill
    from briefer.retrieve import retrieve
    from briefer.write import draft_schema

    questions = [r["question"] for r in options.rows("questions.jsonl") if r["answerable"]][: options.limit]
    with tempfile.TemporaryDirectory() as folder:
        library, embedder = library_of(options.articles(), Path(folder))
        found = [retrieve(question, library, embedder, top_k=1)[0].found for question in questions]
        library.close()
    file, threads = options.model_file(), len(os.sched_getaffinity(0))
    engine = LlamaEngine(file, name=file.stem, threads=threads)
    model = ConstrainedModel(engine)
    length = engine.context_length
    plain = llama_cpp.Llama(
        str(file), n_ctx=length, n_batch=512, n_threads=threads, n_threads_batch=threads, flash_attn=True, verbose=False
    )

    def constrained(prompt: Prompt, passage: Found) -> tuple[int, float]:
        engine.logits(engine.encode(prompt))
        before = model.usage.sampled + model.usage.forced
        started = time.perf_counter()
        try:
            model.generate(prompt, draft_schema(passage.sentences), max_tokens=400)
        except OutputError as exc:  # the tokens were decoded all the same
            say(str(exc))
        return model.usage.sampled + model.usage.forced - before, time.perf_counter() - started

    def unconstrained(prompt: Prompt, count: int) -> tuple[int, float]:
        tokens = engine.encode(prompt)
        plain.create_completion(tokens, max_tokens=1, temperature=0)
        started = time.perf_counter()
        made = plain.create_completion(tokens, max_tokens=count, temperature=0)
        return made["usage"]["completion_tokens"], time.perf_counter() - started  # type: ignore[index]

    def ask(question: str, passage: Found) -> Prompt:
        return fill("answer", {"passage": passage.text, "question": question})

    unconstrained(ask("What is it about?", found[0]), constrained(ask("What is it about?", found[0]), found[0])[0])
    model.usage.sampled = model.usage.forced = 0
    ours: list[tuple[int, float]] = []
    theirs: list[tuple[int, float]] = []
    for question, passage in zip(questions, found, strict=True):
        prompt = ask(question, passage)
        ours.append(constrained(prompt, passage))
        theirs.append(unconstrained(prompt, ours[-1][0]))
        say(f"decoding {len(ours)}/{len(found)}: {rate(ours[-1:]):.1f} against {rate(theirs[-1:]):.1f} tokens/s")
    ratio = rate(ours) / rate(theirs)
    figures = {
        "model": file.name,
        "prompts": len(ours),
        "tokens": {"constrained": sum(n for n, _ in ours), "plain": sum(n for n, _ in theirs)},
        "forced_share": round(model.usage.forced / (model.usage.forced + model.usage.sampled), 3),
        "tokens_per_second": {"constrained": round(rate(ours), 2), "plain": round(rate(theirs), 2)},
        "ratio": round(ratio, 3),
        "ratio_median": round(statistics.median(rate([a]) / rate([b]) for a, b in zip(ours, theirs, strict=True)), 3),
        "plain_ended_early": sum(a[0] != b[0] for a, b in zip(ours, theirs, strict=True)),
    }
    return Result(
        [
            Row("decoding: tokens/s, plain", f"{rate(theirs):.1f}"),
            Row("decoding: tokens/s, constrained", f"{rate(ours):.1f}"),
            Row("decoding: constrained / plain", f"{ratio:.2f}", ">= 1.3", None if options.limit else ratio >= 1.3),
        ],
        figures,
    )


def rate(runs: list[tuple[int, float]]) -> float:
    return sum(n for n, _ in runs) / sum(s for _, s in runs)


if __name__ == "__main__":
    run_part(measure, __doc__)

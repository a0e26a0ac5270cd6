"""Constrained decoding against plain llama-cpp-python, on claims that each rest on a sentence of a passage."""

import os
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from common import Result, articles_of, library_of, model_file, rows_of, say


def decoding(options: Namespace) -> Result:
    """Return the tokens a second of both, the two taking turns on each prompt with the same number of tokens.

    Prefill is left out of both in the same way: the prompt is evaluated before the clock starts, so it is in the KV
    cache. The constrained clock covers all that a request needs: schema, grammar, masks, decoding, validation.
    """
    import llama_cpp

    from briefer.errors import OutputError
    from briefer.grounding.retrieve import retrieve
    from briefer.grounding.write import draft_schema
    from briefer.library.chunks import Chunk
    from briefer.models.llm.constrained import ConstrainedModel
    from briefer.models.llm.llama import LlamaEngine
    from briefer.models.prompts import fill

    asked = [row["question"] for row in rows_of(options, "questions.jsonl") if row["answerable"]][: options.limit]
    with tempfile.TemporaryDirectory() as folder:
        library, embedder = library_of(articles_of(options), Path(folder))
        passages = [retrieve(question, library, embedder, top_k=1)[0].chunk for question in asked]
        library.close()
    file, threads = model_file(options.model), len(os.sched_getaffinity(0))
    engine = LlamaEngine(file, name=file.stem, threads=threads)
    model = ConstrainedModel(engine)
    plain = llama_cpp.Llama(
        str(file),
        n_ctx=engine.context_length,
        n_threads=threads,
        n_threads_batch=threads,
        flash_attn=True,
        verbose=False,
    )
    runs = []

    def both(question: str, passage: Chunk) -> None:
        prompt = fill("answer", {"passage": passage.text, "question": question})
        tokens, before = engine.encode(prompt), model.written
        engine.logits(tokens)
        started = time.perf_counter()
        try:
            model.generate(prompt, draft_schema(passage.sentences), max_tokens=400)
        except OutputError as exc:  # its tokens were decoded all the same
            say(str(exc))
        ours, count = time.perf_counter() - started, model.written - before
        plain.create_completion(tokens, max_tokens=1, temperature=0)
        started = time.perf_counter()
        made = plain.create_completion(tokens, max_tokens=count, temperature=0)
        runs.append((count, ours, made["usage"]["completion_tokens"], time.perf_counter() - started))  # type: ignore[index]

    both("What is it about?", passages[0])  # warms both up
    runs.clear()
    model.usage.sampled = model.usage.forced = 0
    for question, passage in zip(asked, passages, strict=True):
        both(question, passage)
        say("decoding {}/{}: {} tokens in {:.2f} s, plain {} in {:.2f} s".format(len(runs), len(asked), *runs[-1]))
    count, ours, plain_count, theirs = map(sum, zip(*runs, strict=True))
    ratio = (count / ours) / (plain_count / theirs)
    rates = f"{plain_count / theirs:.1f} / {count / ours:.1f}"
    figures = {
        "model": file.name, "prompts": len(runs), "tokens": count, "forced": model.usage.forced,
        "seconds": round(ours, 2), "plain_tokens": plain_count, "plain_seconds": round(theirs, 2),
        "plain_ended_early": sum(run[0] > run[2] for run in runs), "ratio": round(ratio, 3),
    }  # fmt: skip
    table = [
        ("decoding: tokens/s, plain / constrained", rates, "", None),
        ("decoding: ratio", f"{ratio:.2f}", ">= 1.3", ratio >= 1.3),
    ]
    return table, figures

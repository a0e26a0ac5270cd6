"""Fits what the findings of the check and the signals of a model weigh, and says how well that does on other articles.

    python bench/fit_check.py [--write] [--signals FILE]

Fitted on bench/claims_own.jsonl and, where it is there, claims.jsonl of the evaluation sets; each article is judged by
weights that were fitted without it. --write puts the weights into briefer/data/check.toml. The signals of a model take
some seconds a claim, so they are kept in FILE and not asked for again.
"""

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from common import REPOSITORY, model_file, say
from sklearn.linear_model import LogisticRegression

from briefer.articles.metadata import article_of
from briefer.articles.readers import normalise
from briefer.articles.readers.document import Document
from briefer.grounding.check import HARD, WORDS, compare, counts
from briefer.grounding.checks import CHECKS, Finding, findings
from briefer.grounding.support import Signals, signals
from briefer.language.parser import Pipeline
from briefer.library.chunks import Chunk
from briefer.models import registry
from briefer.models.loader import load, weights

OWN = REPOSITORY / "bench" / "claims_own.jsonl"
WEIGHTS = REPOSITORY / "briefer" / "data" / "check.toml"
STRENGTH = 0.3  # the inverse of the regularisation, over standardised columns; .1 gave .783 for .800
COST = {False: 1.3, True: 1.0}  # to let a false claim pass is worse than to strike a true one
CHECKED = [name for name in CHECKS if name not in HARD]
TOLD = [field.name for field in fields(Signals)]
# Kinds of altered claims that must not pass: who, whom, by whom, how many, when, in which words.
CRUCIAL = (
    "subject_swapped_first_word", "role_reversed", "speaker_swapped", "speaker_is_a_place", "number_changed",
    "date_changed", "quote_altered",
)  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval")
    arguments.add_argument("--signals", type=Path, default=Path("signals.json"))
    arguments.add_argument("--known", action="store_true", help="only claims whose signals are in FILE")
    arguments.add_argument("--write", action="store_true")
    options = arguments.parse_args()
    other = options.eval / "claims.jsonl"
    rows = [(row, True) for row in read(other)] if other.exists() else []
    rows += [(row, False) for row in read(OWN)]
    known = json.loads(options.signals.read_text()) if options.signals.exists() else {}
    parser = Pipeline(model_file(None, "parser"), name="parser")
    rows = [(row, shared) for row, shared in rows if row["id"] in known or not options.known]
    cases = measured(rows, parser, known, options.signals)
    columns = np.array([vector(row["claim"], found, told) for row, _, found, told in cases])
    supported = np.array([bool(row["supported"]) for row, *_ in cases])
    stopped = np.array([any(finding.check in HARD for finding in found) for _, _, found, _ in cases])
    articles = np.array([row["article"] for row, *_ in cases])
    likely = np.zeros(len(cases))
    for article in sorted(set(articles)):
        outside = articles != article
        likely[~outside] = fitted(columns[outside & ~stopped], supported[outside & ~stopped])(columns[~outside])
    kept = (likely >= 0.5) & ~stopped
    report(cases, supported, kept)
    if options.write:
        write(columns[~stopped], supported[~stopped])


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measured(
    rows: list[tuple[dict[str, Any], bool]], parser: Pipeline, known: dict[str, Any], kept: Path
) -> list[tuple[dict[str, Any], bool, list[Finding], Signals]]:
    model = None
    cases = []
    for row, shared in rows:
        article = article_of(row["article"], Document(normalise(row["passage"])))
        chunk = Chunk(0, article, article.paragraphs[-1], parser, article.paragraphs[0])
        if row["id"] not in known:
            model = model or load(weights(None))
            say(f"asking of {row['id']}")
            known[row["id"]] = asdict(signals(row["claim"], chunk.block, model))
            kept.write_text(json.dumps(known), encoding="utf-8")
        cases.append((row, shared, findings(compare(row["claim"], chunk)), Signals(**known[row["id"]])))
    return cases


def vector(claim: str, found: list[Finding], told: Signals) -> list[float]:
    counted = counts(claim, found)
    return [counted.get(name, 0.0) for name in CHECKED] + [getattr(told, name) for name in TOLD]


def regression(columns: Any, supported: Any) -> tuple[Any, float]:
    """Return the weight of each column and the bias, for columns as they are.

    A finding never speaks for a claim, so one that would is left out; but for other words, which make a model's signals
    worse than they should be.
    """
    free = [*(name == WORDS for name in CHECKED), *(True for _ in TOLD)]
    used = columns.std(0) > 0
    while True:
        mean, spread = columns[:, used].mean(0), columns[:, used].std(0)
        found = LogisticRegression(C=STRENGTH, max_iter=2000, class_weight=COST).fit(
            (columns[:, used] - mean) / spread, supported
        )
        by = np.zeros(columns.shape[1])
        by[used] = found.coef_[0] / spread
        wrong = (by > 0) & ~np.array(free)
        if not wrong.any():
            return by, float(found.intercept_[0] - (by[used] * mean).sum())
        used &= ~wrong


def fitted(columns: Any, supported: Any) -> Any:
    by, bias = regression(columns, supported)
    return lambda others: 1 / (1 + np.exp(-(others @ by + bias)))


def report(cases: list[Any], supported: Any, kept: Any) -> None:
    shared = np.array([case[1] for case in cases])
    for name, chosen in (("claims.jsonl", shared), ("own", ~shared)):
        if not chosen.any():
            continue
        true, false = chosen & supported, chosen & ~supported
        crucial = false & np.array([row["kind"] in CRUCIAL for row, *_ in cases])
        hit, miss = kept[true].mean(), 1 - kept[false].mean()
        print(
            f"{name}: kept {hit:.3f} of {true.sum()}, stopped {miss:.3f} of {false.sum()}, balanced "
            f"{(hit + miss) / 2:.3f}; crucial kinds stopped {1 - kept[crucial].mean():.3f} of {crucial.sum()}"
        )
        by_kind = defaultdict(list)
        for (row, *_), is_kept, chosen_one in zip(cases, kept, chosen, strict=True):
            if chosen_one:
                by_kind[("kept" if row["supported"] else "stopped", row["kind"])].append(is_kept == row["supported"])
        print("  " + ", ".join(f"{what} {kind} {sum(v)}/{len(v)}" for (what, kind), v in sorted(by_kind.items())))


def write(columns: Any, supported: Any) -> None:
    by, bias = regression(columns, supported)
    lines = [
        "# What a finding of each check, and each signal of the model, adds to the log-odds that a passage supports a",
        "# claim, where no hard fact stops it. Fitted by the command below.",
        f'model = "{registry.load().defaults.llm}"',
        'command = "python bench/fit_check.py --write"',
        f"date = {datetime.now(UTC).date()}",
        f"bias = {bias:.3f}",
        "\n[findings]",
        *(f"{json.dumps(name) if ' ' in name else name} = {w:.3f}" for name, w in zip(CHECKED, by, strict=False)),
        "\n[signals]",
        *(f"{name} = {w:.3f}" for name, w in zip(TOLD, by[len(CHECKED) :], strict=True)),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    say(f"written to {WEIGHTS.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    sys.exit(main())

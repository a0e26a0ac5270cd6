"""Fits how it is told whether a passage answers, from what the model has of the question behind it, and says how well.

    python bench/fit_reading.py [--eval DIR] [--states DIR] [--limit N] [--write]

Of each question the first two windows that code ranks are read: the model's last hidden state at the end of the request
(a state), its own Yes, and whether a sentence of the window answers. A linear probe (logistic regression) over the
states of all other folders of articles judges each folder's, at one line for all that rejects 85 of 100 questions
without an answer. --write puts the probe of all sets into briefer/data/reading.toml. The states take four seconds a
question, so they are kept in DIR and not asked for again.
"""

import argparse
import hashlib
import re
import tempfile
import textwrap
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from common import REPOSITORY, articles_of, library_of, present, rows_of, say
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from briefer.answering.candidates import lacking
from briefer.answering.question import question_of
from briefer.answering.rank import Sentence, ranked
from briefer.answering.windows import windows
from briefer.config import shipped
from briefer.grounding.read import asked as asks
from briefer.grounding.read import stated
from briefer.grounding.retrieve import retrieve
from briefer.models import registry
from briefer.models.llm.base import LanguageModel
from briefer.models.loader import load, weights

Row = dict[str, Any]
Floats = NDArray[np.float64]
WINDOWS = 2
REJECTED = 0.85  # of all; half of those without an answer were written as near misses as hard as they could be
STRENGTH = 0.001  # the inverse of the regularisation, over standardised columns
WRITTEN = REPOSITORY / "briefer" / "data" / "reading.toml"
PASSAGES = "clapnq/questions.jsonl"
# Questions over the articles of Wikinews; the other half of ClapNQ's rows is what `brief eval --limit 100` takes.
OURS = ("reader_questions.jsonl", "reader_questions_second.jsonl", "reader_questions_more.jsonl", "reading_news.jsonl")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval", metavar="DIR")
    arguments.add_argument("--states", type=Path, default=Path("states"), metavar="DIR")
    arguments.add_argument("--limit", type=int, metavar="N", help="only the first N rows of each set")
    arguments.add_argument("--write", action="store_true")
    options = arguments.parse_args()
    kept = options.states / f"{registry.load().defaults.llm}-{asked_with()[:8]}-{WINDOWS}"
    kept.mkdir(parents=True, exist_ok=True)
    model: LanguageModel | None = None
    asked = []
    for name, folder, rows in sets(options):
        some = rows[: options.limit]
        places = {row["id"]: kept / f"{name.replace('/', '-')}-{row['id']}.npz" for row in some}
        if new := [row for row in some if not places[row["id"]].exists()]:
            model = model or load(weights(None))
            with tempfile.TemporaryDirectory() as index:
                library, embedder = library_of(folder, Path(index))
                for row in new:
                    say(f"reading for {name} {row['id']}")
                    np.savez(places[row["id"]], **signals(row, library, embedder, model))
                library.close()
        of = name if name == PASSAGES else str(folder)
        read = [
            dict(np.load(places[row["id"]])) | {"set": name, "of": of, "answerable": row["answerable"]} for row in some
        ]
        asked += [one for one in read if len(one["good"])]
    report(asked, write=options.write)


def asked_with() -> str:
    """Return the sha256 of the prompt whose end the states are of: another needs another probe."""
    return hashlib.sha256((shipped("prompts") / "states.txt").read_bytes()).hexdigest()


def sets(options: Namespace) -> Iterator[tuple[str, Path, list[Row]]]:
    own = Namespace(eval=REPOSITORY / "bench")
    news = present(options.eval / "wikinews")
    yield "questions_wikinews.jsonl", news, rows_of(options, "questions_wikinews.jsonl")
    for name in OURS:
        yield name, news, rows_of(own, name)
    yield "questions.jsonl", articles_of(options), rows_of(options, "questions.jsonl")
    for name in ("corpus_questions.jsonl", "corpus_yes_no.jsonl", "reading_corpus.jsonl"):
        yield name, REPOSITORY / "corpus", rows_of(own, name)
    with tempfile.TemporaryDirectory() as folder:
        for one in rows_of(options, "summedits_news/docs.jsonl"):
            Path(folder, f"{one['doc_id']}.txt").write_text(one["text"], encoding="utf-8")
        yield "reading_other.jsonl", Path(folder), rows_of(own, "reading_other.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(rows_of(options, PASSAGES)[1::2]):
            alone = Path(folder, str(number))
            alone.mkdir()
            (alone / "passage.txt").write_text(row["passage"], encoding="utf-8")
            yield PASSAGES, alone, [row]


def signals(row: Row, library: Any, embedder: Any, model: LanguageModel) -> dict[str, Any]:
    """Return of each window the state, the model's Yes, whether it answers, and whether its article lacks a name."""
    question = question_of(row["question"], library.parser)
    read: dict[str, list[Any]] = {name: [] for name in ("state", "yes", "good", "lacks")}
    hits = retrieve(question.text, library, embedder, top_k=30)
    found = ranked(question, hits, library, embedder.encode([question.text])[0])
    for window in windows(found, most=WINDOWS):
        read["state"].append(model.hidden_state(asks(question.text, window.text, "states")))
        read["yes"].append(stated(question.text, window.text, model))
        read["good"].append(any(right(row, one) for one in window.sentences))
        read["lacks"].append(bool(lacking(question, window)))
    return {name: np.array(values) for name, values in read.items()}


def right(row: Row, sentence: Sentence) -> bool:
    """Return whether a sentence answers a question."""
    if not row["answerable"]:
        return False
    text = " ".join(sentence.text.split())
    if "selected_sentences" in row:
        chosen = " ".join(" ".join(one for some in row["selected_sentences"] for one in some).split())
        return text in chosen
    snippets = [row["evidence"], *row.get("also", [])]
    of_it = any(snippet in " ".join(sentence.chunk.text.split()) for snippet in snippets)
    return of_it and sentence.article == row["article"] and bool(re.search(row["accept"], text, re.I | re.S))


def report(asked: list[Row], *, write: bool) -> None:
    read = {name: np.concatenate([one[name] for one in asked]) for name in ("state", "yes", "good", "lacks")}
    of = np.concatenate([[one["of"]] * len(one["good"]) for one in asked])
    question = np.concatenate([[n] * len(one["good"]) for n, one in enumerate(asked)])
    answerable = np.array([one["answerable"] for one in asked])
    sets_of = np.array([one["set"] for one in asked])
    probed = np.zeros(len(of))
    for folder in set(of):
        by, bias = fitted(read["state"][of != folder], read["good"][of != folder])
        probed[of == folder] = read["state"][of == folder] @ by + bias

    def judged(title: str, told: Floats) -> float:
        """Print how well some log-odds tell what answers, and return the line."""
        print(f"{title}: AUC {roc_auc_score(read['good'], told):.3f}")
        odds = np.where(read["lacks"], -np.inf, told)
        best = [max(np.flatnonzero(question == n), key=odds.__getitem__) for n in range(len(asked))]
        sure, answers = odds[best], read["good"][best]
        line = float(np.quantile(sure[~answerable], REJECTED, method="higher"))
        for name in sorted(set(sets_of)):
            can, cannot = (sets_of == name) & answerable, (sets_of == name) & ~answerable
            told_right, stopped = (answers[can] & (sure[can] > line)).sum(), (sure[cannot] <= line).sum()
            print(f"  {name}: answered {told_right} of {can.sum()}, rejected {stopped} of {cannot.sum()}")
        return line

    judged("Yes against No", read["yes"])
    line = judged("the probe", probed)
    if write:
        written(*fitted(read["state"], read["good"]), line)


def fitted(states: Floats, good: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Return the weight of each number of a state and the bias, for states as they are."""
    mean, spread = states.mean(0), states.std(0)
    found = LogisticRegression(C=STRENGTH, max_iter=2000).fit((states - mean) / spread, good)
    by = found.coef_[0] / spread
    return by, float(found.intercept_[0] - by @ mean)


def written(by: Floats, bias: float, line: float) -> None:
    """Write the probe, with a bias such that at 0 85 of 100 questions without an answer are rejected."""
    numbers = textwrap.fill(
        ", ".join(f"{weight:.4g}" for weight in by), 116, initial_indent="  ", subsequent_indent="  "
    )
    lines = [
        "# What each number of the last hidden state at the end of a request (prompts/states.txt) adds to the log-odds",
        "# that the passage answers the question. Fitted by the command below.",
        f'model = "{registry.load().defaults.llm}"',
        f'prompt = "{asked_with()}"',
        'command = "python bench/fit_reading.py --write"',
        f"date = {datetime.now(UTC).date()}",
        f"bias = {bias - line:.4f}",
        f"weights = [\n{numbers},\n]",
    ]
    WRITTEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    say(f"written to {WRITTEN.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()

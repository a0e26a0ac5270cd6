"""Fits what the model's Yes and the likelihood of its words weigh when a passage is read, and says how well that does.

    python bench/fit_reading.py [--eval DIR] [--signals FILE] [--limit N]

Of each question without yes or no the first windows that code ranks are read, as in an answer; a window is right if the
words that the model copies stand in a sentence that answers. Each set of questions is judged by weights fitted on the
others, at one line for all that rejects nine of ten questions without an answer. The signals take some ten seconds a
question, so they are kept in FILE and not asked for again.
"""

import argparse
import json
import re
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from common import REPOSITORY, articles_of, library_of, present, rows_of, say
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from briefer.answering.candidates import UNLIKELY, lacking
from briefer.answering.question import question_of
from briefer.answering.rank import Sentence, ranked
from briefer.answering.windows import windows
from briefer.grounding.read import short, stated
from briefer.grounding.retrieve import retrieve
from briefer.models.llm.base import LanguageModel
from briefer.models.loader import load, weights

Row = dict[str, Any]
WINDOWS = 3
REJECTED = 0.9
PASSAGES = "clapnq/questions.jsonl"
# The other half of ClapNQ's rows is what `brief eval --limit 100` takes.
OURS = ("reader_questions.jsonl", "reader_questions_second.jsonl", "reader_questions_more.jsonl")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval", metavar="DIR")
    arguments.add_argument("--signals", type=Path, default=Path("reading.json"), metavar="FILE")
    arguments.add_argument("--limit", type=int, metavar="N", help="only the first N rows of each set")
    options = arguments.parse_args()
    known = json.loads(options.signals.read_text()) if options.signals.exists() else {}
    model: LanguageModel | None = None
    for name, folder, rows in sets(options):
        new = [row for row in rows[: options.limit] if f"{name}:{row['id']}" not in known]
        if not new:
            continue
        model = model or load(weights(None))
        with tempfile.TemporaryDirectory() as index:
            library, embedder = library_of(folder, Path(index))
            for row in new:
                say(f"reading for {name} {row['id']}")
                known[f"{name}:{row['id']}"] = signals(row, library, embedder, model) | {"set": name}
                options.signals.write_text(json.dumps(known), encoding="utf-8")
            library.close()
    report([one for one in known.values() if one["windows"]])


def sets(options: Namespace) -> Iterator[tuple[str, Path, list[Row]]]:
    news = present(options.eval / "wikinews")
    yield "questions_wikinews.jsonl", news, rows_of(options, "questions_wikinews.jsonl")
    for name in OURS:
        yield name, news, rows_of(Namespace(eval=REPOSITORY / "bench"), name)
    yield "questions.jsonl", articles_of(options), rows_of(options, "questions.jsonl")
    own = rows_of(Namespace(eval=REPOSITORY / "bench"), "corpus_questions.jsonl")
    yield "corpus_questions.jsonl", REPOSITORY / "corpus", own
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(rows_of(options, PASSAGES)[1::2]):
            alone = Path(folder, str(number))
            alone.mkdir()
            (alone / "passage.txt").write_text(row["passage"], encoding="utf-8")
            yield PASSAGES, alone, [row]


def signals(row: Row, library: Any, embedder: Any, model: LanguageModel) -> Row:
    """Return of each window the model's Yes, how likely its words are, whether they are right, and what it lacks."""
    question = question_of(row["question"], library.parser)
    read = []
    if not question.yes_or_no:
        hits = retrieve(question.text, library, embedder, top_k=30)
        found = ranked(question, hits, library, embedder.encode([question.text])[0])
        for window in windows(found, most=WINDOWS):
            said = short(question.text, window.text, model)
            read.append({
                "yes": stated(question.text, window.text, model), "likelihood": said.likelihood if said.words else None,
                "right": right(row, window.with_words(said.words)), "lacks": bool(lacking(question, window)),
            })  # fmt: skip
    return {"answerable": row["answerable"], "windows": read}


def right(row: Row, sentence: Sentence | None) -> bool:
    if sentence is None or not row["answerable"]:
        return False
    text = " ".join(sentence.text.split())
    if "selected_sentences" in row:
        chosen = " ".join(" ".join(one for some in row["selected_sentences"] for one in some).split())
        return text in chosen
    snippets = [row["evidence"], *row.get("also", [])]
    of_it = any(snippet in " ".join(sentence.chunk.text.split()) for snippet in snippets)
    return of_it and sentence.article == row["article"] and bool(re.search(row["accept"], text, re.I | re.S))


def columns(windows_: list[Row]) -> NDArray[np.float64]:
    likely = [UNLIKELY if w["likelihood"] is None else max(w["likelihood"], UNLIKELY) for w in windows_]
    return np.column_stack([[w["yes"] for w in windows_], likely])


def report(asked: list[Row]) -> None:
    read = [w | {"question": n} for n, one in enumerate(asked) for w in one["windows"]]
    features, good = columns(read), np.array([w["right"] for w in read])
    of = np.array([asked[w["question"]]["set"] for w in read])
    odds = np.zeros(len(read))
    for name in sorted(set(of)):
        odds[of == name] = fitted(features[of != name], good[of != name]).decision_function(features[of == name])
    odds[[w["lacks"] for w in read]] = -np.inf
    best = [
        max((i for i, w in enumerate(read) if w["question"] == n), key=lambda i: odds[i]) for n in range(len(asked))
    ]
    sure, answers = odds[best], good[best]
    answerable = np.array([one["answerable"] for one in asked])
    line = np.quantile(sure[~answerable], REJECTED, method="higher")
    for name in sorted(set(of)):
        own = np.array([one["set"] == name for one in asked])
        told = answers[own & answerable & (sure > line)].sum()
        without = own & ~answerable
        stopped = (sure[without] <= line).sum()
        print(f"{name}: right {told} of {(own & answerable).sum()}, rejected {stopped} of {without.sum()}")
    whole = fitted(features, good)
    weigh, likely = whole.coef_[0]
    print(f"STATED, LIKELIHOOD, BIAS = {weigh:.2f}, {likely:.2f}, {whole.intercept_[0] - line:.2f}")


def fitted(features: NDArray[np.float64], good: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression().fit(features, good)


if __name__ == "__main__":
    main()

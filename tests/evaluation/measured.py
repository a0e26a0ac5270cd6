"""Sets, models and programs whose figures can be worked out by hand; for tests."""

import json
import math
from contextlib import contextmanager

from prompted import prompted, told
from texts import PARSER

from briefer import Evaluation
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.evaluation.report import Line
from briefer.evaluation.run import Subject, evaluate
from briefer.evaluation.sets import read
from briefer.language.quantities import numbers
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.schema import Answer, Citation, Claim, Disagreement, Wording

LINES = {Line.ANSWER: 0.75, Line.SUPPORT: 0.6}


QUESTIONS = [
    {
        "id": "q1", "question": "Who warned that the old ferry must run?", "answerable": True, "accept": "okafor",
        "article": "bridge.md", "evidence": "old ferry must run",
    },
    {
        "id": "q2", "question": "Who warned that the old ferry must run?", "answerable": True, "accept": "okafor",
        "article": "harbour.txt", "evidence": "old ferry must run",
    },
    {
        "id": "q3", "question": "Which penguins colonised Antarctica?", "answerable": True, "accept": "emperor",
        "article": None, "evidence": "penguins",
    },
    {
        "id": "q4", "question": "Which giraffes play the violin?", "answerable": False, "accept": None,
        "article": None, "evidence": None,
    },
]  # fmt: skip


def write(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def figures(run: Evaluation) -> dict[str, object]:
    """Return hit/of of each share and the value of all other figures, by name, without those that are timed."""
    timed = ("seconds", "checking")
    return {
        f.name: f"{f.hit:g}/{f.of}" if f.hit is not None else f.value
        for f in run.figures
        if not f.name.startswith(timed)
    }


class Weighing(FakeModel):
    """Gives the probability that a table has for the claim or question of a request, else for ""; keeps them."""

    def __init__(self, table):
        self.table = table
        self.asked = []

    def choose(self, prompt, options):
        weights = self.row(told(prompt))
        return list(weights) if not isinstance(weights, float) else [weights, 1 - weights]

    def row(self, shown):
        """Return what the table has for what a request tells, by the names of its variables."""
        self.asked.append(shown)
        asked = shown.get("claim") if shown.get("claim") in self.table else shown.get("question")
        return self.table[asked if asked in self.table else ""]


class Unmoved(Weighing):
    """Finds a claim's tokens as likely with a passage as without: what an article adds to them says nothing."""

    def score(self, prompt, reply):
        return [-1.0] * len(reply.split())


class Judging(Unmoved):
    """Says Yes to a choice, or its letter, with the probability that a table has for its question and the choice.

    It likes the letter A: four times as much as it should.
    """

    def choose(self, prompt, options):
        name, shown = prompted(prompt)
        judged = self.row(shown)
        if name == "judge":
            return [judged[shown["claim"]], 1 - judged[shown["claim"]]]
        assert name == "letters"
        listed = [next(c for c in judged if f"{letter}. {c}" in shown["choices"].split("\n")) for letter in options]
        likely = [judged[c] * (4 if letter == "A" else 1) for letter, c in zip(options, listed, strict=True)]
        return [p / sum(likely) for p in likely]


RAIN_FIRST = {True: [0.8, 0.2], False: [0.2, 0.8]}
RAIN, SNOW, NEITHER = {"rain": 0.8, "snow": 0.2}, {"rain": 0.2, "snow": 0.8}, {"rain": 0.04, "snow": 0.03}


class Reader:
    """A program that says there is a disagreement if the numbers of the articles that it may use differ."""

    def __init__(self, corpus):
        self.articles = {
            path.name: article_of(path.name, Document(path.read_text(encoding="utf-8"))) for path in corpus.iterdir()
        }
        self.asked = []

    def ask(self, question, *, filters, explain=False):
        self.asked.append(filters.articles)
        claims = tuple(self.claim(path) for path in filters.articles)
        found = {tuple(numbers(claim.text)) for claim in claims}
        sides = (Disagreement(about="when", sides=claims[:2]),) if len(found) > 1 else ()
        return Answer(
            question=question, answered=True, reason="", claims=claims[:1], disagreements=sides, confidence=0.9,
            nearest=(), model="reader", seconds=0.0,
        )  # fmt: skip

    def claim(self, path):
        text = self.articles[path].text
        cited = Citation(
            article=path, title="", publisher=None, date=None, paragraph=1, quote=text, start=0, end=len(text)
        )
        return Claim(text=text, support=1.0, wording=Wording.VERBATIM, citations=(cited,))

    def search(self, query, *, top_k, filters):
        return []

    def article(self, path):
        return self.articles[path]

    def ingest(self, *, report):
        pass


def subject(program=None, *, model=None, embedder=None, over=None) -> Subject:
    return Subject(program, over, model or FakeModel(), embedder or HashingEmbedder(), PARSER, LINES, "0")


def reading(path, **options):
    """Return the run of a Reader over a set's own articles, and the Reader."""
    readers = []

    @contextmanager
    def over(corpus, index):
        readers.append(Reader(corpus))
        yield readers[0]

    return evaluate(read(path), subject(over=over), **options), readers[0]


@contextmanager
def opened(program):
    yield program


def multiple(tmp_path):
    rows = [
        {
            "question_id": f"m{n}", "article_id": f"a{n % 2}", "type": kind, "question": f"Question {n}?",
            "choices": ["rain", "not enough information", "snow"], "answer_idx": right, "nei_idx": 1,
            "unanswerable": right == 1,
        }
        for n, (kind, right) in enumerate([("Factual", 0), ("Factual", 2), ("Causality", 0), ("None", 1)])
    ]  # fmt: skip
    write(tmp_path / "texts.jsonl", [{"article_id": f"a{n}", "text": f"It rained on day {n}."} for n in range(2)])
    return write(tmp_path / "questions.jsonl", rows)


SUPPORTS = {  # document: support of its consistent and its inconsistent summary
    "d0": (0.9, 0.2), "d1": (0.8, 0.7), "d2": (0.5, 0.1), "d3": (0.7, 0.3),
}  # fmt: skip


def summaries(tmp_path):
    rows, texts = [], []
    for name, (good, bad) in SUPPORTS.items():
        texts.append({"doc_id": name, "text": f"Report {name} says it rained. It was cold. Nobody came. All left."})
        rows.append({"id": f"{name}+", "doc_id": name, "summary": f"{name} {good}.", "label": 1, "edit_types": []})
        kinds = ["negation"] if name in {"d0", "d1"} else ["entity", "negation"]
        rows.append({"id": f"{name}-", "doc_id": name, "summary": f"{name} {bad}.", "label": 0, "edit_types": kinds})
    write(tmp_path / "docs.jsonl", texts)
    return write(tmp_path / "pairs.jsonl", rows)


def supporting():
    """Return a model whose Yes is what gives each summary its support, by the formula of `consistency`."""
    return Unmoved({f"{d} {s}.": yes_for(s) for d, both in SUPPORTS.items() for s in both})


def yes_for(support):
    """Return the probability of Yes that, with nothing gained, comes to a support: log odds 0.80 yes + 0.59."""
    odds = (math.log(support / (1 - support)) - 0.59) / 0.80
    return 1 / (1 + math.exp(-odds))

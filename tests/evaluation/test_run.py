"""What is measured on each kind of set, against figures worked out by hand; comparing and calibrating."""

import hashlib
import json
import math
from contextlib import contextmanager

import numpy as np
import pytest

from briefer import Briefer, Evaluation
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.errors import ContextError, EvaluationError, UsageError
from briefer.evaluation.choice import choose, unheard
from briefer.evaluation.report import Line, SetKind
from briefer.evaluation.run import Subject, evaluate
from briefer.evaluation.scoring import citation_scores, covered_sentences, question_scores
from briefer.evaluation.sets import Question, Selected, read
from briefer.evaluation.tally import calibrate, compare
from briefer.grounding.check import consistency
from briefer.language.words import numbers
from briefer.models.embedder import HashingEmbedder, RememberingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.progress import Progress, Stage
from briefer.rendering import FORMATS
from briefer.schema import Answer, Citation, Claim, Disagreement

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
    """Gives the probability that a table has for the part of the request that it names; counts what it was asked."""

    def __init__(self, table):
        self.table = table
        self.asked = []

    def choose(self, prompt, options):
        self.asked.append(prompt.user)
        weights = next(weights for part, weights in self.table.items() if part in prompt.user)
        return list(weights) if not isinstance(weights, float) else [weights, 1 - weights]


class Unmoved(Weighing):
    """Finds a claim's tokens as likely with a passage as without: what an article adds to them says nothing."""

    def score(self, prompt, reply):
        return [-1.0] * len(reply.split())


class Judging(Unmoved):
    """Says Yes to a choice, or its letter, with the probability that a table has for its question and the choice.

    It likes the letter A: four times as much as it should.
    """

    def choose(self, prompt, options):
        self.asked.append(prompt.user)
        judged = next(judged for part, judged in self.table.items() if part in prompt.user)
        if "Yes" in options:
            yes = next(p for choice, p in judged.items() if f"Proposed answer: {choice}\n" in prompt.user)
            return [yes, 1 - yes]
        listed = [next(c for c in judged if f"\n{letter}. {c}\n" in prompt.user) for letter in options]
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
        return Claim(text=text, support=1.0, verbatim=True, citations=(cited,))

    def search(self, query, *, top_k, filters):
        return []

    def article(self, path):
        return self.articles[path]

    def ingest(self, *, report):
        pass


def subject(program=None, *, model=None, embedder=None, over=None) -> Subject:
    return Subject(program, over, model or FakeModel(), embedder or HashingEmbedder(), LINES, "0")


def reading(path, **options):
    """Return the run of a Reader over a set's own articles, and the Reader."""
    readers = []

    @contextmanager
    def over(corpus, index):
        readers.append(Reader(corpus))
        yield readers[0]

    return evaluate(read(path), subject(over=over), **options), readers[0]


# Questions on a folder


def test_questions_are_right_cited_and_rejected(briefer, tmp_path):
    run = briefer.evaluate(write(tmp_path / "set.jsonl", QUESTIONS))
    assert figures(run) == {
        "right": "2/3", "right and cited": "1/3", "rejected": "1/1", "wrongly rejected": "1/3", "made up": "0/2",
    }  # fmt: skip
    assert [case.failed for case in run.cases] == [False, True, True, False]
    assert (run.model, run.kind, run.rows, run.interrupted) == ("fake", SetKind.QUESTIONS, 4, False)
    assert all(case.retrieved for case in run.cases if case.failed)
    assert run.cases[0].probabilities["confidence"] >= 0.75
    assert {c.positive for c in run.cases} == {True, False}


def test_yes_or_no_counts_where_a_set_says_which_is_right(briefer, tmp_path):
    row = QUESTIONS[0] | {"question": "Did Tom Okafor warn that the old ferry must run?"}
    rows = [row | {"id": verdict, "verdict": verdict} for verdict in ("yes", "no")]
    run = briefer.evaluate(write(tmp_path / "set.jsonl", rows))
    assert figures(run)["yes or no"] == "1/2"
    assert [case.failed for case in run.cases] == [False, True]


@pytest.mark.parametrize(
    ("statements", "right", "cited"),
    [
        ([("It was\nOKAFOR.", [("bridge.md", "the old\n ferry must run")])], 1, 1),
        ([("It was Okafor.", [("bridge.md", "another paragraph")])], 1, 0),
        ([("It was Okafor.", [("museum.txt", "the old ferry must run")])], 1, 0),
        ([("It was Vidal.", [("bridge.md", "the old ferry must run")])], 0, 0),
        ([("It was Vidal.", [("bridge.md", "old ferry must run")]), ("Or Okafor.", [("bridge.md", "x")])], 1, 0),
        ([], 0, 0),
    ],
)
def test_an_answer_is_cited_only_by_a_citation_of_the_right_claim(statements, right, cited):
    scores = question_scores(Question.model_validate(QUESTIONS[0]), statements)
    assert (scores["right"].hit, scores["right and cited"].hit) == (right, cited)
    assert scores["wrongly rejected"].hit == (not statements)


def test_an_accept_pattern_reaches_over_line_ends():
    row = Question.model_validate(QUESTIONS[0] | {"accept": "iran.*cuba"})
    assert question_scores(row, [("Iran,\nthen Cuba", [])])["right"].hit == 1


@pytest.mark.parametrize("made_up", ["It was in 2099.", "Easton was in 1998."])
def test_a_number_or_first_name_that_no_cited_article_has_is_made_up(tmp_path, made_up):
    class Liar(Reader):
        def claim(self, path):
            return super().claim(path).model_copy(update={"text": made_up})

    rows = [{"question": "When?", "documents": [{"text": "It was in 1998.", "type": "correct", "answer": "1998"}]}]
    path = write(tmp_path / "set.jsonl", rows)
    run = evaluate(read(path), subject(over=lambda corpus, index: opened(Liar(corpus))))
    assert figures(run)["made up"] == "1/1"
    assert run.cases[0].failed
    assert figures(reading(path)[0])["made up"] == "0/1"


@contextmanager
def opened(program):
    yield program


# Multiple choice


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


def test_a_choice_of_nothing_is_the_sets_own_not_enough_information(tmp_path):
    model = Judging({"Question 0?": RAIN, "Question 1?": RAIN, "": NEITHER})
    run = evaluate(read(multiple(tmp_path)), subject(model=model))
    assert figures(run) == {
        "right": "1/3", "wrongly rejected": "1/3", "rejected": "1/1", "right: Causality": "0/1",
        "right: Factual": "1/2",
    }  # fmt: skip
    assert [case.said for case in run.cases] == ["rain", "rain", "not enough information", "not enough information"]
    # Odds of 4 against 1, whichever stands first: of what is left for the choices four fifths are the best one's.
    rain, snow = (run.cases[1].probabilities[name] for name in ("1. rain", "3. snow"))
    assert rain == pytest.approx(4 * snow)
    assert run.cases[1].probabilities["2. not enough information"] == pytest.approx(1 - rain - snow)
    assert all("not enough information" not in prompt for prompt in model.asked)
    assert "It rained on day 1." in model.asked[3]


def test_words_by_which_choices_differ_are_heard_in_any_form():
    choices = ("the bridge rained on", "the bridge snowed on")
    assert unheard("What of the crews?", choices, "It rains.") == 0.5
    assert unheard("Did it snow?", choices, "It rains.") == 0.0
    assert unheard("What of the crews?", ("rain", "rain"), "Hail.") == 0.0


def test_the_likeliest_choice_is_chosen_and_none_if_it_is_no_answer_either():
    model = Judging({"Who?": SNOW, "When?": NEITHER})
    assert choose("Who?", ("rain", "snow"), "text", model).index == 1
    assert choose("When?", ("rain", "snow"), "text", model).index is None
    assert sum(choose("When?", ("rain", "snow"), "text", model).probabilities) == pytest.approx(1)
    assert choose("Who?", ("snow",), "text", model).index == 0
    told, untold = (choose("Who?", ("rain", "snow"), t, model).probabilities for t in ("Rain, then snow.", "Hail."))
    assert untold[-1] > told[-1]  # a text without their words does not speak of the matter
    for count in (0, 27):
        with pytest.raises(UsageError, match=f"{count} choices"):
            choose("When?", ("rain",) * count, "text", model)


def test_a_row_that_does_not_fit_the_model_is_an_error_and_in_no_other_figure(tmp_path):
    class Small(FakeModel):
        def choose(self, prompt, options):
            if "Question 2?" in prompt.user:
                raise ContextError("A request does not fit.")
            return RAIN_FIRST["Proposed answer: rain" in prompt.user]

    run = evaluate(read(multiple(tmp_path)), subject(model=Small()))
    assert figures(run)["error"] == "1/1"
    assert figures(run)["right"] == "1/2"
    assert run.cases[2].said == "A request does not fit."


# Consistent or not


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
    return Unmoved({f"Claim: {d} {s}.": yes_for(s) for d, both in SUPPORTS.items() for s in both})


def yes_for(support):
    """Return the probability of Yes that, with nothing gained, comes to a support: log odds 0.80 yes + 0.59."""
    odds = (math.log(support / (1 - support)) - 0.59) / 0.80
    return 1 / (1 + math.exp(-odds))


def test_support_separates_consistent_from_inconsistent(tmp_path):
    run = evaluate(read(summaries(tmp_path)), subject(model=supporting()))
    found = figures(run)
    # .9 .8 .5 .7 against .2 .7 .1 .3: of 16 pairs, .5 < .7 is wrong and .7 = .7 a tie
    assert found["AUC"] == pytest.approx(14.5 / 16)
    # at 0.6: three of four kept, three of four caught
    assert (found["consistent kept"], found["inconsistent caught"]) == ("3/4", "3/4")
    assert found["balanced accuracy, at the line"] == 0.75
    assert found["inconsistent caught: entity"] == "2/2"
    assert found["inconsistent caught: negation"] == "3/4"
    assert 0.5 <= found["balanced accuracy, line of the other half"] <= 1
    assert [case.id for case in run.cases if case.failed] == ["d1-", "d2+"]


# Claims on passages


def test_a_claim_is_kept_or_stopped_by_the_facts_and_the_support(tmp_path):
    passage = "Ukraine attacked the port on Monday. Two ships sank."
    rows = [
        ("Ukraine attacked the port.", True, "shortened"),
        ("On Monday two ships sank.", True, "merged"),
        ("Russia attacked the port.", False, "subject_swapped"),
        ("Two ships sailed.", False, "antonym"),
    ]
    path = write(
        tmp_path / "set.jsonl",
        [
            {"id": f"c{n}", "article": "a.md", "passage": passage, "claim": claim, "supported": true, "kind": kind}
            for n, (claim, true, kind) in enumerate(rows)
        ],
    )
    run = evaluate(read(path), subject(model=Unmoved({"Ukraine attacked the port.\n": 0.9, "": 0.5})))
    found = figures(run)
    assert (found["kept"], found["stopped"], found["balanced accuracy, at the line"]) == ("1/2", "2/2", 0.75)
    assert (found["kept: merged"], found["stopped: subject_swapped"]) == ("0/1", "1/1")
    assert [case.said for case in run.cases][2] == "support 0.00, line 0.60, missing: russia"


def test_the_sentences_of_an_article_are_embedded_once(tmp_path):
    class Counting(HashingEmbedder):
        def __init__(self):
            self.texts = []

        def encode(self, texts):
            self.texts += texts
            return super().encode(texts)

    embedder = Counting()
    evaluate(read(summaries(tmp_path)), subject(model=supporting(), embedder=embedder))
    assert len(embedder.texts) == len(set(embedder.texts))
    assert sum("says it rained" in text for text in embedder.texts) == len(SUPPORTS)


def test_an_embedder_that_remembers_gives_the_same_vectors():
    texts = ["one two", "three", "one two"]
    remembering = RememberingEmbedder(HashingEmbedder())
    for _ in range(2):
        assert np.array_equal(remembering.encode(texts), HashingEmbedder().encode(texts))
    assert remembering.name == "hashing"


def test_consistency_is_asked_of_the_four_sentences_most_like_the_claim_in_their_order():
    text = "Ada came. Birds sang. The harbour of Westhaven reopened. Cats slept. Boats of Westhaven sailed. Rain fell."
    model = Unmoved({"": 0.5})
    article = article_of("a.txt", Document(text))
    consistency("The harbour of Westhaven reopened for boats.", article, HashingEmbedder(), model)
    shown = model.asked[0].split("\n")[1]
    assert "The harbour of Westhaven reopened." in shown
    assert [text.index(part) for part in shown.split(". ")] == sorted(text.index(part) for part in shown.split(". "))
    assert shown.count(". ") == 3
    assert consistency("Anything.", article_of("b.txt", Document("Photo: x")), HashingEmbedder(), model) == 0.0


class Gaining(Weighing):
    """Gives each word of a claim another logarithm with a passage than without."""

    def __init__(self, yes, told, untold):
        super().__init__({"": yes})
        self.told, self.untold = told, untold

    def score(self, prompt, reply):
        return self.told if "Passage:" in prompt.user else self.untold


def test_consistency_adds_the_log_odds_of_yes_and_what_the_least_likely_tokens_gain():
    article = article_of("a.txt", Document("It rained in Westhaven. Ada came."))
    model = Gaining(0.8, told=[-0.1, -1.0, -2.0, -0.5], untold=[-9.0, -1.5, -1.0, -3.5])
    # The gains are 8.9, 0.5, -1 and 3; the mean of the least three is 2.5 / 3. Yes has the odds 4.
    odds = 0.80 * math.log(4) + 0.47 * 2.5 / 3 + 0.59
    found = consistency("It rained all day.", article, HashingEmbedder(), model)
    assert found == pytest.approx(1 / (1 + math.exp(-odds)))


@pytest.mark.parametrize(("yes", "bound"), [(0.0, 1e-4), (1.0, 1 - 1e-4)])
def test_consistency_is_a_probability_even_where_the_model_is_certain(yes, bound):
    article = article_of("a.txt", Document("It rained in Westhaven."))
    found = consistency("It rained.", article, HashingEmbedder(), Unmoved({"": (yes, 1 - yes)}))
    assert 0 < found < bound if yes == 0 else bound < found < 1


# Sentence citations


def selected(*chosen, answerable=True, passage="Ada came at noon . Tom left early . It rained ."):
    return {
        "id": "c1", "question": "who came", "title": "A day", "passage": passage, "answerable": answerable,
        "sentences": [f"{part} ." for part in passage.rstrip(" .").split(" . ")], "selected_sentences": list(chosen),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "covered"),
    [
        ("Ada came at noon.", {0}),
        ("Ada came at noon. Tom left early.", {0, 1}),
        ("at noon. Tom left", {0, 1}),  # half of the first, two thirds of the second
        ("noon", {0}),
        ("Nobody came.", set()),
        ("", set()),
    ],
)
def test_a_quotation_is_of_the_sentences_that_it_has_at_least_half_of(quote, covered):
    assert covered_sentences(quote, selected()["sentences"]) == covered


def test_citations_are_right_if_any_annotator_chose_them_and_recall_is_the_best_annotators():
    row = Selected.model_validate_json(
        json.dumps(selected(["Ada came at noon .", "Tom left early ."], ["It rained ."]))
    )
    both = citation_scores(["Ada came at noon.", "It rained."], row)
    assert (both["citation precision"].hit, both["citation precision"].of) == (2, 2)
    assert both["citation recall"].hit == 1.0  # all of the second annotator's, half of the first's
    half = citation_scores(["Ada came at noon.", "From another passage."], row)
    assert (half["citation precision"].hit, half["citation precision"].of) == (1, 2)
    assert half["citation recall"].hit == 0.5


def test_passages_are_asked_alone_and_with_whole_of_all(tmp_path):
    rows = [
        selected(["Engineer Okafor warned of the old ferry ."], passage="Engineer Okafor warned of the old ferry ."),
        selected(answerable=False) | {"id": "c/2", "question": "which penguins colonised Antarctica"},
    ]
    rows[0]["question"] = "who warned of the old ferry"
    path = write(tmp_path / "set.jsonl", rows)
    with Briefer(tmp_path / "none", language_model=FakeModel(), embedder=HashingEmbedder()) as briefer:
        run = briefer.evaluate(path, whole=True)
    assert figures(run) == {
        "answered": "1/1", "rejected": "1/1", "citation precision": "1/1", "citation recall": 1.0, "made up": "0/1",
        "answered: whole corpus": "1/1", "rejected: whole corpus": "1/1", "citation precision: whole corpus": "1/1",
        "citation recall: whole corpus": 1.0, "made up: whole corpus": "0/1",
    }  # fmt: skip
    assert {"seconds: whole corpus", "checking, of the seconds: whole corpus"} <= {f.name for f in run.figures}
    assert [case.id for case in run.cases] == ["c1", "c1, whole corpus", "c/2", "c/2, whole corpus"]


def test_a_passage_is_read_as_it_stands_whatever_marks_are_in_it(tmp_path):
    passage = "1. The `` Lunar '' phase # is *not* <b>bold</b> & AT&amp;T [x](y) _z_ \\* 5 ."
    path = write(tmp_path / "set.jsonl", [selected(passage=passage, answerable=False) | {"title": 'A "day": 1'}])
    read_as = []

    class Seen(Briefer):
        def ask(self, question, **options):
            read_as.append(self.article(*options["filters"].articles))
            return super().ask(question, **options)

    with Seen(tmp_path / "none", language_model=FakeModel(), embedder=HashingEmbedder()) as briefer:
        briefer.evaluate(path)
    assert (read_as[0].text, read_as[0].title) == (passage, 'A "day": 1')


# Conflict


def test_a_swapped_snippet_is_another_than_the_true_one_where_there_is_another(tmp_path):
    rows = [
        {
            "id": 1, "query": "When?", "answer": "1998", "fakeanswer": "2001",
            "positive": ["It was in 1998.", "In 1998 it was."],
            "positive_wrong": ["It was in 2001.", "In 2001 it was."],
        },
        {
            "id": 2, "query": "When?", "answer": "1998", "fakeanswer": "1999",
            "positive": ["It was in 1998."], "positive_wrong": ["It was in 1999."],
        },
    ]  # fmt: skip
    run, reader = reading(write(tmp_path / "set.jsonl", rows))
    texts = [tuple(reader.articles[path].text for path in paths) for paths in reader.asked]
    assert texts == [
        ("It was in 1998.", "In 2001 it was."), ("It was in 1998.", "It was in 2001."),
        ("It was in 1998.", "In 1998 it was."), ("It was in 1998.", "It was in 1999."),
    ]  # fmt: skip
    assert figures(run) == {
        "reported": "2/2", "reported, same snippet": "2/2", "false alarm": "0/1", "answered": "4/4", "made up": "0/10",
    }  # fmt: skip
    assert not any(case.failed for case in run.cases)


def test_documents_disagree_only_if_they_give_different_answers(tmp_path):
    def row(*pairs):
        return {"question": "When?", "documents": [{"text": t, "type": "correct", "answer": a} for t, a in pairs]}

    rows = [
        row(("In 1998.", "1998"), ("In 2001.", "2001")),
        row(("In 1998.", "May"), ("In 1998.", "June")),  # the reader sees no difference in it
        row(("In 1998.", "yes"), ("In 2001.", "YES"), ("In 2002.", "unknown")),
        row(("In 1998.", "yes"),),
    ]  # fmt: skip
    run, _ = reading(write(tmp_path / "set.jsonl", rows))
    assert (figures(run)["reported"], figures(run)["false alarm"]) == ("1/2", "1/2")
    assert [case.failed for case in run.cases] == [False, True, True, False]


# Runs


def test_a_limit_is_spread_over_the_set(tmp_path):
    rows = [QUESTIONS[3] | {"id": f"q{n}"} for n in range(10)]
    run, told = None, []
    with Briefer(tmp_path, language_model=FakeModel(), embedder=HashingEmbedder()) as briefer:
        (tmp_path / "a.txt").write_text("It rained all day in Westhaven.")
        path = write(tmp_path / "set.jsonl", rows)
        run = briefer.evaluate(path, limit=3, report=told.append)
    assert [case.id for case in run.cases] == ["q0", "q3", "q6"]
    assert (run.rows, told[-1]) == (10, Progress(Stage.MEASURE, 2, 3, "q6"))


def test_ctrl_c_keeps_what_was_measured(tmp_path):
    class Impatient(FakeModel):
        def choose(self, prompt, options):
            if "Question 2?" in prompt.user:
                raise KeyboardInterrupt
            return RAIN_FIRST["Proposed answer: rain" in prompt.user]

    run = evaluate(read(multiple(tmp_path)), subject(model=Impatient()))
    assert (run.interrupted, len(run.cases), figures(run)["right"]) == (True, 2, "1/2")
    assert "Interrupted" in FORMATS["md"](run)


def test_a_report_survives_json_and_shows_its_failures(briefer, tmp_path):
    run = briefer.evaluate(write(tmp_path / "set.jsonl", QUESTIONS))
    assert Evaluation.model_validate_json(FORMATS["json"](run)) == run
    for name in ("md", "terminal"):
        text = FORMATS[name](run)
        assert "2/3" in text
        assert "20.8 to 93.9 %" in text
        assert "Failures: 2 of 4" in text
        assert "Which penguins colonised Antarctica?" in text


def test_a_terminal_shows_ten_failures_and_says_that_there_are_more(tmp_path):
    rows = [QUESTIONS[2] | {"id": f"q{n}"} for n in range(12)]
    (tmp_path / "a.txt").write_text("It rained all day in Westhaven.")
    with Briefer(tmp_path, language_model=FakeModel(), embedder=HashingEmbedder()) as briefer:
        run = briefer.evaluate(write(tmp_path / "set.jsonl", rows))
    assert FORMATS["md"](run).count("penguins colonised") == 12
    assert FORMATS["terminal"](run).count("penguins colonised") == 10
    assert "2 more: --format md or json shows them all" in FORMATS["terminal"](run)


def test_two_runs_are_compared_over_the_rows_that_both_have(tmp_path):
    path = multiple(tmp_path)
    first = evaluate(read(path), subject(model=Judging({"": RAIN})))  # right: m0, m2
    second = evaluate(read(path), subject(model=Judging({"Question 1?": SNOW, "": NEITHER})), limit=4)
    found = compare(first, second)
    right = next(d for d in found.differences if d.name == "right")
    assert (right.first, right.second, right.difference) == (2 / 3, 1 / 3, pytest.approx(-1 / 3))
    assert right.low <= right.difference <= right.high
    assert right.p == 1.0  # one better, two worse: the exact two-sided p of 1 in 3 is 1
    assert {(c.id, c.better) for c in found.changes} == {("m0", False), ("m1", True), ("m2", False), ("m3", True)}
    text = FORMATS["terminal"](found)
    assert "-33.3" in text
    assert "Changed: 2 better, 2 worse" in text
    assert compare(first, first).changes == ()


def test_runs_of_different_sets_are_not_compared(tmp_path):
    first = evaluate(read(summaries(tmp_path)), subject(model=supporting()))
    (tmp_path / "other").mkdir()
    second = evaluate(read(multiple(tmp_path / "other")), subject(model=Judging({"": RAIN})))
    with pytest.raises(EvaluationError, match=r"different sets: .*pairs\.jsonl.* and .*questions\.jsonl"):
        compare(first, second)
    with pytest.raises(EvaluationError, match="share no row"):
        compare(
            first.model_copy(update={"cases": first.cases[:2]}), first.model_copy(update={"cases": first.cases[2:]})
        )


def test_a_line_is_found_on_one_half_and_reported_on_the_other(tmp_path):
    run = evaluate(read(summaries(tmp_path)), subject(model=supporting()))
    found = calibrate(run).calibration
    assert (found.line, found.before, found.rows) == (Line.SUPPORT, 0.6, 4)
    # Worked out from the definition, over the documents of the first half.
    order = sorted(SUPPORTS, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    first, rest = order[::2], order[1::2]

    def accuracy(names, line):
        return sum((SUPPORTS[n][0] >= line) + (SUPPORTS[n][1] < line) for n in names) / (2 * len(names))

    best = max(accuracy(first, line / 100) for line in range(1, 100))
    assert accuracy(first, found.after) == best
    values = {figure.name: figure.value for figure in found.figures}
    assert values["balanced accuracy, support = 0.60"] == accuracy(rest, 0.6)
    assert values[f"balanced accuracy, support = {found.after:.2f}"] == accuracy(rest, found.after)
    assert f"'support' was 0.60; {found.after:.2f} is best" in FORMATS["md"](calibrate(run))


def test_the_answer_line_is_found_from_the_confidences_that_a_report_keeps(briefer, tmp_path):
    rows = [QUESTIONS[0] | {"id": f"a{n}"} for n in range(4)] + [QUESTIONS[3] | {"id": f"u{n}"} for n in range(4)]
    run = briefer.evaluate(write(tmp_path / "set.jsonl", rows))
    run = Evaluation.model_validate_json(FORMATS["json"](run))
    found = calibrate(run).calibration
    confidence = run.cases[0].probabilities["confidence"]
    assert found.line == Line.ANSWER
    assert 0 < found.after <= confidence
    assert [f.value for f in found.figures] == [1.0, 1.0, 1.0, 1.0]


def test_a_set_without_a_line_or_with_too_few_rows_is_not_calibrated_on(briefer, tmp_path):
    choices = evaluate(read(multiple(tmp_path)), subject(model=Judging({"": RAIN})))
    with pytest.raises(
        UsageError, match=r"No line can be calibrated on a set of 'multiple choice'. Take one of: quest"
    ):
        calibrate(choices)
    few = briefer.evaluate(write(tmp_path / "set.jsonl", QUESTIONS))
    with pytest.raises(EvaluationError, match="too few rows"):
        calibrate(few)


@pytest.mark.model
def test_a_real_model_weighs_choices_and_support(tmp_path):
    with Briefer(tmp_path, model="smollm2-135m") as briefer:
        choices, pairs = briefer.evaluate(multiple(tmp_path)), briefer.evaluate(summaries(tmp_path))
    assert all(sum(case.probabilities.values()) == pytest.approx(1) for case in choices.cases)
    assert len({case.probabilities["support"] for case in pairs.cases}) > 1
    assert not any("error" in case.scores for case in (*choices.cases, *pairs.cases))

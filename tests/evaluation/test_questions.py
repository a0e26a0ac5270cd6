"""Questions on a folder: right, cited, rejected, against figures worked out by hand."""

import pytest
from measured import QUESTIONS, Reader, figures, opened, reading, subject, write

from briefer.evaluation.report import SetKind
from briefer.evaluation.rows import QuestionRow
from briefer.evaluation.run import evaluate
from briefer.evaluation.scoring.questions import question_scores
from briefer.evaluation.sets import read


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
    scores = question_scores(QuestionRow.model_validate(QUESTIONS[0]), statements)
    assert (scores["right"].hit, scores["right and cited"].hit) == (right, cited)
    assert scores["wrongly rejected"].hit == (not statements)


def test_an_accept_pattern_reaches_over_line_ends():
    row = QuestionRow.model_validate(QUESTIONS[0] | {"accept": "iran.*cuba"})
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

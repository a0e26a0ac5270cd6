"""A run over a set: limits, interruptions, its report."""

import pytest
from measured import QUESTIONS, RAIN_FIRST, figures, multiple, subject, summaries, write
from prompted import told
from texts import PARSER

from briefer import Briefer, Evaluation
from briefer.evaluation.rendering import FORMATS
from briefer.evaluation.run import evaluate
from briefer.evaluation.sets import read
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.progress import Progress, Stage


def test_a_limit_is_spread_over_the_set(tmp_path):
    rows = [QUESTIONS[3] | {"id": f"q{n}"} for n in range(10)]
    run, told = None, []
    with Briefer(tmp_path, language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        (tmp_path / "a.txt").write_text("It rained all day in Westhaven.")
        path = write(tmp_path / "set.jsonl", rows)
        run = briefer.evaluate(path, limit=3, report=told.append)
    assert [case.id for case in run.cases] == ["q0", "q3", "q6"]
    assert (run.rows, told[-1]) == (10, Progress(Stage.MEASURE, 2, 3, "q6"))


def test_ctrl_c_keeps_what_was_measured(tmp_path):
    class Impatient(FakeModel):
        def choose(self, prompt, options):
            if told(prompt)["question"] == "Question 2?":
                raise KeyboardInterrupt
            return RAIN_FIRST[told(prompt).get("claim") == "rain"]

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
    with Briefer(tmp_path, language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        run = briefer.evaluate(write(tmp_path / "set.jsonl", rows))
    assert FORMATS["md"](run).count("penguins colonised") == 12
    assert FORMATS["terminal"](run).count("penguins colonised") == 10
    assert "2 more: --format md or json shows them all" in FORMATS["terminal"](run)


@pytest.mark.model
def test_a_real_model_weighs_choices_and_support(small_over, tmp_path):
    with small_over(tmp_path, tmp_path / ".briefer") as briefer:
        choices, pairs = briefer.evaluate(multiple(tmp_path)), briefer.evaluate(summaries(tmp_path))
    assert all(sum(case.probabilities.values()) == pytest.approx(1) for case in choices.cases)
    assert len({case.probabilities["support"] for case in pairs.cases}) > 1
    assert not any("error" in case.scores for case in (*choices.cases, *pairs.cases))

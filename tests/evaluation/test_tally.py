"""Two runs are compared, and a line is calibrated."""

import hashlib

import pytest
from measured import (
    NEITHER,
    QUESTIONS,
    RAIN,
    SNOW,
    SUPPORTS,
    Judging,
    multiple,
    subject,
    summaries,
    supporting,
    write,
)

from briefer import Evaluation
from briefer.errors import EvaluationError, UsageError
from briefer.evaluation.rendering import FORMATS
from briefer.evaluation.report import Line
from briefer.evaluation.run import evaluate
from briefer.evaluation.sets import read
from briefer.evaluation.tally import calibrate, compare


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

"""Multiple choice: what is chosen, and when nothing is."""

import pytest
from measured import NEITHER, RAIN, RAIN_FIRST, SNOW, Judging, figures, multiple, subject
from prompted import told

from briefer.errors import ContextError, UsageError
from briefer.evaluation.choice import choose, unheard
from briefer.evaluation.run import evaluate
from briefer.evaluation.sets import read
from briefer.models.llm.fake import FakeModel


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
    assert all("not enough information" not in " ".join(shown.values()) for shown in model.asked)
    assert model.asked[3]["passage"] == "It rained on day 1."


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
    spoken, silent = (choose("Who?", ("rain", "snow"), t, model).probabilities for t in ("Rain, then snow.", "Hail."))
    assert silent[-1] > spoken[-1]  # a text without their words does not speak of the matter
    for count in (0, 27):
        with pytest.raises(UsageError, match=f"{count} choices"):
            choose("When?", ("rain",) * count, "text", model)


def test_a_row_that_does_not_fit_the_model_is_an_error_and_in_no_other_figure(tmp_path):
    class Small(FakeModel):
        def choose(self, prompt, options):
            if told(prompt)["question"] == "Question 2?":
                raise ContextError("A request does not fit.")
            return RAIN_FIRST[told(prompt).get("claim") == "rain"]

    run = evaluate(read(multiple(tmp_path)), subject(model=Small()))
    assert figures(run)["error"] == "1/1"
    assert figures(run)["right"] == "1/2"
    assert run.cases[2].said == "A request does not fit."

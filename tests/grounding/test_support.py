"""What a model tells of a claim and a passage."""

from math import log

import pytest
from prompted import name_of
from prompted import told as shown

from briefer.grounding.support import gain, likelihood, signals, support
from briefer.models.llm.base import Prompt
from briefer.models.llm.fake import FakeModel

PASSAGE = "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024."


@pytest.mark.parametrize(
    ("told", "untold", "gained"),
    [
        ([-1.0, -1.0, -1.0, -1.0], [-1.0, -1.0, -1.0, -1.0], 0.0),
        ([-0.1, -1.0, -2.0, -0.5], [-9.0, -1.5, -1.0, -3.5], (0.5 - 1 + 3) / 3),  # not the 8.9 of the first
        ([-4.0, -2.0], [-1.0, -1.0], -2.0),
        ([], [], 0.0),
    ],
)
def test_gain_is_the_mean_of_the_three_tokens_that_a_passage_helps_least(told, untold, gained):
    class Scoring(FakeModel):
        def score(self, prompt, reply):
            assert reply == "It rained."
            return told if shown(prompt).get("passage") == "It was wet." else untold

    assert gain("It rained.", "It was wet.", Scoring()) == pytest.approx(gained)
    told_of = signals("It rained.", "It was wet.", Scoring())
    assert told_of.gain == pytest.approx(gained)
    assert told_of.likelihood == pytest.approx(sum(sorted(told)[:3]) / max(len(told[:3]), 1))


def test_a_claim_in_the_words_of_a_passage_gains_more_than_another():
    true, false = "The harbour reopened.", "The lighthouse burned."
    assert gain(true, PASSAGE, FakeModel()) > gain(false, PASSAGE, FakeModel())
    assert support(true, PASSAGE, FakeModel()) > support(false, PASSAGE, FakeModel())


def test_signals_are_three_requests_with_the_log_odds_of_what_was_chosen():
    class Counting(FakeModel):
        def __init__(self):
            self.asked: list[Prompt] = []

        def choose(self, prompt, options):
            self.asked.append(prompt)
            assert options == ("Yes", "No")
            return [0.75, 0.25]

        def score(self, prompt, reply):
            self.asked.append(prompt)
            return super().score(prompt, reply)

    model = Counting()
    told = signals("The harbour reopened.", PASSAGE, model)
    assert len(model.asked) == 3
    assert [name_of(prompt) for prompt in model.asked].count("anything") == 1
    assert told.support == pytest.approx(log(3))


def test_the_likelihood_of_a_text_is_the_mean_of_its_tokens_and_of_none_0():
    class Scoring(FakeModel):
        def score(self, prompt, reply):
            return [-1.0, -3.0] if reply else []

    assert likelihood("It rained.", Prompt("x", "y"), Scoring()) == -2.0
    assert likelihood("", Prompt("x", "y"), Scoring()) == 0.0

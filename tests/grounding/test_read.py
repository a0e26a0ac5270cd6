"""Whether a passage states the answer to a question, by a model's Yes and the question's likelihood."""

import pytest
from prompted import told

from briefer.grounding.read import UNLIKELY, likelihood_alone, states_answer
from briefer.models.llm.fake import FakeModel

PASSAGE = "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024."
QUESTION = "When did it reopen?"


@pytest.mark.parametrize("yes", [0.3, 0.6, 0.9])
def test_a_passage_that_makes_the_question_likelier_more_likely_states_its_answer(yes):
    class Weighing(FakeModel):
        def __init__(self, likely):
            self.likely = likely

        def choose(self, prompt, options):
            return [yes, 1 - yes]

        def score(self, prompt, reply):
            assert reply == QUESTION
            return [self.likely if told(prompt).get("passage") == PASSAGE else -5.0] * 4

    def stated(likely):
        model = Weighing(likely)
        return states_answer(QUESTION, PASSAGE, model, alone=likelihood_alone(QUESTION, model))

    helped, not_helped = stated(-1.0), stated(-5.0)
    assert 0 < not_helped < yes
    assert not_helped < helped < 1


def test_a_question_is_not_weighed_with_a_passage_that_the_model_denies_the_answer():
    class Denying(FakeModel):
        def choose(self, prompt, options):
            return [UNLIKELY / 2, 1 - UNLIKELY / 2]

        def score(self, prompt, reply):
            raise AssertionError(reply)

    assert states_answer(QUESTION, PASSAGE, Denying(), alone=-5.0) == UNLIKELY / 2

"""Whether a passage answers, as it is read off a model's hidden state."""

import hashlib

import numpy as np
import pytest

from briefer.config import shipped
from briefer.grounding import probe
from briefer.models.llm.base import Prompt
from briefer.models.llm.fake import FakeModel

ASKED = Prompt("You answer.", "It rained. Did it rain?")


class Stateful(FakeModel):
    """A model with a state, of the name that the probe is for unless it is told another."""

    def __init__(self, state, name=None):
        self.state, self.given = state, name or probe.fitted().model

    @property
    def name(self):
        return self.given

    def hidden_state(self, prompt):
        return self.state


def test_the_more_a_state_is_as_those_of_answers_the_surer_it_is():
    by = np.array(probe.fitted().weights, dtype=np.float32)
    odds = [probe.odds(ASKED, Stateful(by * times)) for times in (-1, 0, 1)]
    assert odds == sorted(odds)
    assert odds[0] < odds[1] < odds[2]
    assert odds[1] == pytest.approx(probe.fitted().bias)


@pytest.mark.parametrize(
    "model",
    [
        FakeModel(),
        Stateful(np.zeros(1536, np.float32), name="another"),
        Stateful(np.zeros(8, np.float32)),
        Stateful(None),
    ],
    ids=["no state", "another model", "another width", "its state is not known"],
)
def test_of_a_model_that_it_was_not_fitted_to_it_tells_nothing(model):
    assert probe.odds(ASKED, model) is None


def test_it_was_fitted_with_the_prompt_that_is_asked():
    asked = (shipped("prompts") / "states.txt").read_bytes()
    assert probe.fitted().prompt == hashlib.sha256(asked).hexdigest()

"""What a model has of a request before it replies."""

import numpy as np
import pytest

from briefer.models.llm.base import Prompt

pytestmark = pytest.mark.model
ASKED = Prompt("You answer.", "The harbour of Westhaven reopened in May. When did it reopen?")
OTHER = Prompt("You answer.", "The harbour of Westhaven reopened in May. Who reopened it?")


@pytest.fixture
def model(small_briefer):
    return small_briefer._models.model()


def test_the_state_at_the_end_of_a_request_is_the_same_whatever_is_remembered(model):
    first = model.hidden_state(ASKED)
    assert (first.shape, first.dtype) == ((576,), np.float32)
    other, again = model.hidden_state(OTHER), model.hidden_state(ASKED)
    assert np.corrcoef(first, again)[0, 1] > 0.999
    assert np.abs(first - other).max() > 10 * np.abs(first - again).max()


def test_a_request_that_is_longer_than_a_batch_has_one_too(model):
    long = Prompt("You answer.", "The harbour of Westhaven reopened in May. " * 100)
    assert np.isfinite(model.hidden_state(long)).all()


def test_asking_for_it_changes_no_reply(model):
    # With more threads than one, llama.cpp adds up in an order that goes by what else the cache holds: a model as small
    # as this one then differs by .03. The other request's Yes is .14 from this one's.
    before = model.choose(ASKED, ("Yes", "No"))
    model.hidden_state(OTHER)
    assert model.choose(ASKED, ("Yes", "No")) == pytest.approx(before, abs=0.1)

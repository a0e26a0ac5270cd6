"""What a model is asked of a passage: whether it states the answer, and in which of its words."""

import pytest
from prompted import Scripted, of

from briefer.grounding.read import NOT_STATED, affirmed, short, stated

PASSAGE = "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024."
QUESTION = "When did it reopen?"


def test_the_words_that_answer_are_copied_from_the_passage_and_are_never_that_nothing_is_stated():
    class Copying(Scripted):
        def copy(self, prompt, text, *, never, max_tokens=24):
            assert (text, never) == (PASSAGE, NOT_STATED)
            return super().copy(prompt, text, never=never, max_tokens=max_tokens)

    model = Copying(copies={"140": "11 March 2024"})
    assert short(QUESTION, PASSAGE, model).words == "11 March 2024"
    assert [name for name, _ in model.asked] == ["answer"]


@pytest.mark.parametrize(("asked", "prompt"), [(stated, "states"), (affirmed, "verdict")])
def test_yes_is_above_0_and_no_below(asked, prompt):
    odds = [asked(QUESTION, PASSAGE, Scripted(yes={of(prompt): yes})) for yes in (0.9, 0.5, 0.1)]
    assert odds[0] > 0 > odds[2]
    assert odds[1] == pytest.approx(0)

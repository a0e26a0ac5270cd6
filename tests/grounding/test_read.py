"""What a model is asked of a passage: whether it states the answer, and in which of its words."""

import pytest
from prompted import Scripted, of, told

from briefer.grounding.read import NOT_STATED, affirmed, short, stated
from briefer.models.llm.fake import FakeModel

PASSAGE = "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024."
QUESTION = "When did it reopen?"


@pytest.mark.parametrize("yes_or_no", [False, True])
def test_the_less_likely_a_reply_that_nothing_is_stated_the_surer_is_an_answer(yes_or_no):
    def odds(likely):
        class Replying(FakeModel):
            def begins(self, prompt, reply):
                assert reply == NOT_STATED
                assert told(prompt) == {"passage": PASSAGE, "question": QUESTION}
                return likely

        return stated(QUESTION, PASSAGE, Replying(), yes_or_no=yes_or_no)

    found = [odds(likely) for likely in (1.0, 0.9, 0.5, 0.1, 0.0)]
    assert found == sorted(found)
    assert found[2] == pytest.approx(0)
    assert found[1] == pytest.approx(-found[3])


def test_a_question_for_yes_or_no_may_be_answered_so():
    model = Scripted(states={of("answer"): 0.9, of("verdict"): 0.1})
    assert stated(QUESTION, PASSAGE, model) > 0 > stated(QUESTION, PASSAGE, model, yes_or_no=True)


def test_the_words_that_answer_are_copied_from_the_passage_and_are_never_that_nothing_is_stated():
    class Copying(Scripted):
        def copy(self, prompt, text, *, never, max_tokens=24):
            assert (text, never) == (PASSAGE, NOT_STATED)
            return super().copy(prompt, text, never=never, max_tokens=max_tokens)

    model = Copying(copies={"140": "11 March 2024"})
    assert short(QUESTION, PASSAGE, model).words == "11 March 2024"
    assert [name for name, _ in model.asked] == ["answer"]


def test_yes_is_above_0_and_no_below():
    odds = [affirmed(QUESTION, PASSAGE, Scripted(yes={of("verdict"): yes})) for yes in (0.9, 0.5, 0.1)]
    assert odds[0] > 0 > odds[2]
    assert odds[1] == pytest.approx(0)

"""A question in a language that is not read is told so; a foreign name in an English one changes nothing."""

import pytest
from texts import table

from briefer.answering.tongue import foreign, told

CASES = table(__file__, "tongue")


@pytest.mark.parametrize(("code", "question"), [(code, q) for code, own in CASES["foreign"].items() for q in own])
def test_a_question_in_another_language_is_told(library, code, question):
    assert foreign(question, library) in {code, *CASES["near"].get(code, [])}


@pytest.mark.parametrize("question", CASES["english"] + CASES["names"])
def test_an_english_question_and_a_name_are_none(library, question):
    assert foreign(question, library) is None


def test_the_answer_says_what_to_do(briefer):
    answer = briefer.ask("Wann wurde der Hafen wieder geöffnet?")
    assert not answer.answered
    assert answer.reason == told("de")
    assert "German" in answer.reason
    assert briefer.ask("When did the harbour of Westhaven reopen?").answered

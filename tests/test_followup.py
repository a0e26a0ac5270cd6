"""Follow-up questions: which ones lean on others, and what a rewritten one may say."""

import pytest

from briefer import Answer
from briefer.errors import OutputError
from briefer.followup import leans, standalone
from briefer.llm.fake import FakeModel


def answered(question: str) -> Answer:
    return Answer(question=question, answered=False, reason="", claims=(), nearest=(), model="fake", seconds=0.0)


class Says(FakeModel):
    """A model that writes what it is told to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: list[str] = []

    def generate(self, prompt, output, *, max_tokens=256):
        self.asked.append(prompt.user)
        if not self.text:
            raise OutputError("nothing")
        return output(question=self.text)


EARLIER = [answered("Why did Ada Brandt visit the quay at Westhaven on 12 March?")]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And what did Putin say?", True),
        ("Why?", True),
        ("Since when?", True),
        ("What did she say there?", True),
        ("What about the insurers?", True),
        ("Was it cold?", True),
        ("Who extended the treaty?", False),
        ("Why did Seoul close the border in May?", False),
        ("How many boats were repaired?", False),
        ("Andorra has how many bridges?", False),
    ],
)
def test_what_leans_on_earlier_questions_is_told_by_its_words(question, expected):
    assert leans(question) == expected


def test_a_follow_up_is_rewritten_with_the_names_it_means():
    model = Says("What did Ada Brandt say at the quay?")
    assert standalone("What did she say?", EARLIER, model) == "What did Ada Brandt say at the quay?"
    assert "Westhaven" in model.asked[0]
    assert "What did she say?" in model.asked[0]


@pytest.mark.parametrize(
    "written",
    [
        "What did Vladimir Putin say at the quay?",
        "What did Ada Brandt say on 14 March?",
        "What happened to the boats at Westhaven?",
        "",
    ],
    ids=["a new name", "a new number", "without the question's own words", "no output"],
)
def test_a_rewritten_question_that_adds_or_loses_something_does_not_count(written):
    assert standalone("What did she say?", EARLIER, Says(written)) == "What did she say?"


def test_a_rewritten_question_that_asks_for_something_else_does_not_count():
    assert standalone("Why did she warn?", EARLIER, Says("What did Ada Brandt warn of?")) == "Why did she warn?"
    assert standalone("Why did she warn?", EARLIER, Says("Why did Ada Brandt warn?")) == "Why did Ada Brandt warn?"


def test_a_question_that_leans_on_none_is_not_given_to_the_model():
    model = Says("What did Ada Brandt say?")
    assert standalone("How many boats were repaired?", EARLIER, model) == "How many boats were repaired?"
    assert standalone("What did she say?", [], model) == "What did she say?"
    assert model.asked == []


def test_a_briefer_rewrites(briefer):
    first = briefer.ask("Who warned that the old ferry must run?")
    assert briefer.standalone("Who approved the bridge?", [first]) == "Who approved the bridge?"
    assert briefer.standalone("And when?", [first])

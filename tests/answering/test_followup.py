"""Follow-up questions: which ones lean on others, and what they are rewritten into."""

import re
import tomllib
from pathlib import Path

import pytest
from texts import PARSER

from briefer import Answer, Claim
from briefer.answering import followup
from briefer.answering.question import QUESTION_LENGTH
from briefer.errors import ContextError
from briefer.models.llm.fake import FakeModel

DIALOGUES = tomllib.loads((Path(__file__).parent / "followups.toml").read_text(encoding="utf-8"))["dialogue"]


def answered(question: str, *said: str) -> Answer:
    claims = tuple(Claim.model_construct(text=text, support=1.0, wording="model", citations=()) for text in said)
    return Answer(
        question=question, answered=bool(said), reason="", claims=claims, nearest=(), model="fake", seconds=0.0
    )


def leans(question):
    return followup.leans(question, PARSER)


def standalone(question, earlier, model):
    return followup.standalone(question, earlier, model, parser=PARSER)


class Prefers(FakeModel):
    """A model to which what matches a pattern is likelier than anything else, and less so the longer it is."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.shown: list[str] = []
        self.scored: list[str] = []

    def score(self, prompt, reply):
        self.shown.append(prompt.user)
        self.scored.append(reply)
        return [0.0 if re.search(self.pattern, reply) else -9.0, -0.01 * len(reply)]


WHY = answered("Why did Ada Brandt visit the quay at Westhaven on 12 March?", "She visited it since a boat had sunk.")
WHO = answered("Who approved the bridge?", "The council approved the bridge in May.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And what did Putin say?", True),
        ("Why?", True),
        ("Since when?", True),
        ("For how long?", True),
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


@pytest.mark.parametrize(
    ("question", "pattern", "expected"),
    [
        ("What did she say?", "Ada Brandt", "What did Ada Brandt say?"),
        ("Who owns it?", "the quay", "Who owns the quay?"),
        ("What was its name?", "boat", "What was the boat’s name?"),
        ("When was that?", "Westhaven", "When was Westhaven?"),
    ],
)
def test_a_pronoun_gives_way_to_what_is_likeliest_of_what_was_said(question, pattern, expected):
    model = Prefers(pattern)
    assert standalone(question, [WHY], model) == expected
    assert "Westhaven" in model.shown[0]
    assert question in model.shown[0]


def test_he_and_she_stand_for_names_and_for_what_has_an_article():
    model = Prefers("Brandt")
    standalone("What did she say?", [WHY], model)
    assert "What did the quay say?" in model.scored
    assert not {"What did visit say?", "What did sunk say?"} & set(model.scored)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Which company moved its office to Lennford?", True),
        ("What did Tom Lenn say about his book?", True),
        ("What is the law that would ban plastic?", True),
        ("How long does it take to cross the strait?", True),
        ("Is it true that Poland closed the border?", True),
        ("Who runs the IT firm?", True),
        ("Who runs it?", False),
    ],
)
def test_a_pronoun_that_means_something_in_its_own_question_can_stay(question, kept):
    model = Prefers(re.escape(question))
    assert (standalone(question, [WHY], model) == question) == kept


@pytest.mark.parametrize("said", ["It's that.", "It’s closed since they're late.", "It's a do-it-yourself boat."])
def test_a_pronoun_never_stands_for_another(said):
    model = Prefers("")
    written = standalone("Why was it so?", [answered("What is this?", said)], model)
    assert not re.search(r"\b(it|this|that|they)\b", written.replace("Why was it so?", ""))


def test_a_question_that_would_get_too_long_stays_as_it_is():
    short, long = (f"Why did she {'really ' * times}visit it?" for times in (2, 139))
    assert len(long) <= QUESTION_LENGTH
    assert standalone(short, [WHY], Prefers("Ada Brandt")) != short
    assert standalone(long, [WHY], Prefers("Ada Brandt")) == long


def test_a_question_full_of_pronouns_or_a_long_conversation_costs_little():
    model = Prefers("")
    standalone("Who " + "saw it and " * 100 + "left?", [WHY], model)
    standalone("And Lennford?", [answered(f"Who owns {' '.join(f'boat{n}' for n in range(200))}?")], model)
    assert len(model.scored) <= 200


@pytest.mark.parametrize("question", ["?", " ", "and", "And ?", "it", "Why", "What about?", "and and and", "…?"])
def test_no_question_is_too_odd(question):
    assert isinstance(standalone(question, [WHY, WHO], Prefers("")), str)


def test_two_pronouns_are_put_one_after_the_other():
    asked = [answered("Who sold the harbour?", "The Harbour Company sold the harbour to Westhaven.")]
    model = Prefers(r"Why did the Harbour Company sell (the harbour|it)\?")
    assert standalone("Why did they sell it?", asked, model) == "Why did the Harbour Company sell the harbour?"


@pytest.mark.parametrize(
    ("question", "earlier", "expected"),
    [
        ("Why?", answered("When was the quay built?"), "Why was the quay built?"),
        ("And by whom?", answered("When was the quay built?"), "By whom was the quay built?"),
        ("When?", WHY, "When did Ada Brandt visit the quay at Westhaven on 12 March?"),
        ("Since when?", answered("Is the quay closed?"), "Since when is the quay closed?"),
        ("Why?", WHO, "Why is it that the council approved the bridge in May?"),
        ("Why?", answered("Who approved the bridge?"), "Who approved the bridge, and why?"),
        ("When?", answered("What did the council approve?"), "When did the council approve?"),
        ("Why?", answered("Which company was sold?", "Arm was sold."), "Why is it that Arm was sold?"),
        (
            "When?",
            answered("How many boats were mended?", "Six boats were mended."),
            "When is it that Six boats were mended?",
        ),
        (
            "Why",
            answered("In 2019, who was elected?", "Ada Brandt was elected."),
            "Why is it that Ada Brandt was elected?",
        ),
        ("Why?", answered("Why was it closed?", "It was closed for good."), "Why is it that it was closed for good?"),
    ],
)
def test_words_that_only_ask_are_put_in_place_of_those_that_asked(question, earlier, expected):
    model = Prefers("")
    assert standalone(question, [earlier], model) == expected
    assert model.scored == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And in 2022?", "How much did Westhaven spend on boats in 2022?"),
        ("What about Easthaven?", "How much did Easthaven spend on boats in 2023?"),
        ("And on quays?", "How much did Westhaven spend on quays in 2023?"),
        ("and the White House", "How much did the White House spend on boats in 2023?"),
    ],
)
def test_another_phrase_takes_the_place_of_the_one_where_it_is_likeliest(question, expected):
    asked = [answered("How much did Westhaven spend on boats in 2023?")]
    assert standalone(question, asked, Prefers(re.escape(expected))) == expected


def test_what_a_question_leaves_out_is_added_where_it_is_about_as_likely():
    asked = [answered("What did Ada Brandt say about the quay?")]
    question, whole = "And what did Tom Lenn say?", "What did Tom Lenn say about the quay?"
    assert standalone(question, asked, Prefers(r"Lenn say( about the quay)?\?")) == whole
    assert standalone(question, asked, Prefers(r"Lenn say\?")) == "What did Tom Lenn say?"


def test_only_the_last_questions_are_looked_at():
    many = [answered(f"Who owns boat {letter}?") for letter in "PQRST"]
    model = Prefers("boat")
    standalone("Who sold it?", many, model)
    assert "boat T" in model.shown[0]
    assert "boat Q" not in model.shown[0]


def test_a_question_that_leans_on_none_is_not_given_to_the_model():
    model = Prefers("")
    assert standalone("How many boats were repaired?", [WHY], model) == "How many boats were repaired?"
    assert standalone("What did she say?", [], model) == "What did she say?"
    assert model.shown == []


def test_a_question_with_nothing_to_put_for_its_pronoun_stays():
    assert standalone("Was it?", [answered("What is that?")], Prefers("")) == "Was it?"


def test_a_conversation_that_does_not_fit_the_model_leaves_the_question_as_it_is():
    class Short(FakeModel):
        def score(self, prompt, reply):
            raise ContextError("too long")

    assert standalone("What did she say?", [WHY], Short()) == "What did she say?"


def test_a_briefer_rewrites(briefer):
    first = briefer.ask("Who warned that the old ferry must run?")
    assert briefer.standalone("Who approved the bridge?", [first]) == "Who approved the bridge?"
    assert "ferry" in briefer.standalone("And when?", [first])


@pytest.mark.model
def test_most_follow_ups_can_be_asked_alone(real_model):
    wrong = []
    for row in DIALOGUES[:10]:
        written = standalone(row["follow_up"], [answered(row["question"], row["answer"])], real_model)
        if not all(re.search(pattern, written) for pattern in row["has"]):
            wrong.append(f"{row['follow_up']} → {written}")
    assert len(wrong) <= 2, wrong

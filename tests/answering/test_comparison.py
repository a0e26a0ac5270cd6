"""Which of two is more: what is asked of each, and that code tells by the numbers, never the model."""

import pytest
from harbours import cited
from prompted import Scripted, of
from texts import PARSER, rows, table

from briefer.answering.comparison import comparison_of
from briefer.answering.question import question_of

TABLE = table(__file__, "comparison")
ASTRA = "The fire on the Astra off Lorne killed 22 people, the coastguard said."
HOTEL = "The fire in the Grand Hotel of Lorne killed 54 people, police said."
DEADLIER = "Which was deadlier, the fire on the Astra or the fire in the Grand Hotel?"
FARES = [f"{who} asks a fare of {fare} crowns to Lorne." for who, fare in (("Blue Line", 29), ("Harrow Ferries", 38))]
DIED = "How many people died in the fire on the Astra?"


@pytest.mark.parametrize("row", rows(TABLE["asked"], "question"))
def test_a_number_of_each_side_is_asked_for(row):
    found = comparison_of(question_of(row["question"], PARSER))
    assert found
    assert (list(found.sides), list(found.questions), found.most) == (row["sides"], row["asks"], row["most"])


@pytest.mark.parametrize("row", rows(TABLE["nothing"], "question"))
def test_what_compares_nothing_is_asked_as_it_is(row):
    assert comparison_of(question_of(row["question"], PARSER)) is None


def scripted(**copies):
    return Scripted(yes={of("states"): 0.99}, copies={"Astra off": "22", "Hotel of": "54"} | copies)


@pytest.mark.parametrize("texts", [(ASTRA, HOTEL), (HOTEL, ASTRA)])
@pytest.mark.parametrize("question", [DEADLIER, DEADLIER.replace("Astra", "x").replace("Grand Hotel", "Astra")])
def test_the_side_with_the_greater_number_comes_first_each_with_its_number_and_its_source(over, texts, question):
    if " x " in question:
        question = question.replace("the fire on the x", "the fire in the Grand Hotel")
    answer = over(*texts, model=scripted()).ask(question)
    shorts = [claim.short for claim in answer.claims]
    assert [short.rpartition(": ")[2] for short in shorts] == ["54", "22"]
    assert "Grand Hotel" in shorts[0] or "Astra" in shorts[0]
    assert [claim.text for claim in answer.claims] == [HOTEL, ASTRA]
    assert (answer.missing, answer.verdict, answer.disagreements) == ((), None, ())


def test_the_least_comes_first_where_the_least_is_wanted(over):
    model = Scripted(yes={of("states"): 0.99}, copies={"29 crowns": "29 crowns", "38 crowns": "38 crowns"})
    question = "Which company has the lower fare, Harrow Ferries or Blue Line?"
    answer = over(*FARES, model=model).ask(question)
    assert [claim.short for claim in answer.claims] == ["Blue Line: 29 crowns", "Harrow Ferries: 38 crowns"]
    assert cited(answer.claims) == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("question", "texts", "first"),
    [
        ("Which country won the most medals?", ["Norway won 22 medals.", "Peru won 54 medals."], "b.md"),
        ("Which country won the fewest medals?", ["Norway won 22 medals.", "Peru won 54 medals."], "a.md"),
        ("Which company has the highest fare to Lorne?", FARES, "b.md"),
    ],
)  # fmt: skip
def test_where_no_sides_are_named_the_values_that_are_found_are_compared(over, question, texts, first):
    copies = {value: value for value in ("22 medals", "54 medals", "29 crowns", "38 crowns")}
    answer = over(*texts, model=Scripted(yes={of("states"): 0.99}, copies=copies)).ask(question)
    assert cited(answer.claims)[0] == first
    assert len(answer.claims) == 2


def test_a_side_without_a_number_is_named_as_what_is_missing(over):
    answer = over(HOTEL, "The Astra is a ferry to Lorne.", model=scripted()).ask(DEADLIER)
    assert cited(answer.claims) == ["a.md"]
    assert answer.claims[0].short.endswith(": 54")
    assert answer.missing == (DIED,)
    nothing = over("The Astra is a ferry to Lorne.", model=scripted()).ask(DEADLIER)
    assert (nothing.answered, nothing.missing) == (False, ())

"""What of what was read is kept: one answer, several of a list, none that repeats another or is doubtful."""

import pytest
from harbours import LATER, OPENED, WHEN, cited
from prompted import Scripted, of

from briefer.answering.context import AnswerSettings
from briefer.progress import Stage

SURE = {of("states"): 0.99}
TREATY = "Which countries signed the treaty of Lenn?"
SIGNED = ["Norway signed the treaty of Lenn.", "Peru signed the treaty of Lenn."]


def dropped(answer):
    return {step.text: step.outcome for step in answer.steps if step.outcome.startswith("dropped")}


@pytest.mark.parametrize("texts", [SIGNED, ["\n\n".join([SIGNED[0], "It rained.", "It snowed.", SIGNED[1]])]])
def test_a_list_is_told_by_several_claims_from_several_paragraphs(over, texts):
    answer = over(*texts, model=Scripted(yes=SURE)).ask(TREATY)
    assert {claim.text for claim in answer.claims} == set(SIGNED)
    assert len({(c.article, c.paragraph) for claim in answer.claims for c in claim.citations}) == 2
    assert (answer.disagreements, answer.partial) == ((), True)


def test_one_country_is_one_answer(over):
    answer = over("\n\n".join(SIGNED), model=Scripted(yes=SURE)).ask("Which country signed the treaty of Lenn?")
    assert (len(answer.claims), answer.partial) == (1, False)


def test_no_more_of_a_list_is_told_than_there_is_room_for(over):
    texts = [f"{country} signed the treaty of Lenn." for country in ("Norway", "Peru", "Chile", "Ghana")]
    asked = over(*texts, model=Scripted(yes=SURE))
    for several in (2, 3):
        assert len(asked.ask(TREATY, settings=AnswerSettings(several=several)).claims) == several


def test_what_says_the_same_again_is_told_once(over):
    again = "On 11 March 2024, the harbour of Westhaven reopened, nine ships and many people being there to see it."
    answer = over(OPENED, again, model=Scripted(yes=SURE, copies={"2024": "11 March 2024"})).ask(WHEN, explain=True)
    assert len(answer.claims) == 1
    assert len(dropped(answer)) == 1


def test_an_open_question_may_have_two_answers(over):
    other = "The harbour of Westhaven reopened with a parade of boats, slowly, after the storm."
    asked = over(OPENED, other, model=Scripted(yes={of("states"): 0.6}))
    answer = asked.ask("How did the harbour of Westhaven reopen after the storm?")
    assert sorted(cited(answer.claims)) == ["a.md", "b.md"]
    assert answer.disagreements == ()


def test_where_nothing_is_stated_nothing_is_told_and_how_sure_that_is_is_known(over):
    answer = over(OPENED, LATER, model=Scripted(yes={of("states"): 0.001})).ask(WHEN)
    assert (answer.answered, answer.claims, answer.disagreements) == (False, (), ())
    assert 0 < answer.confidence < 0.5


def test_the_line_is_the_settings(over):
    asked = over(OPENED, model=Scripted(yes={of("states"): 0.5}))
    told = [asked.ask(WHEN, settings=AnswerSettings(answer=line, dissent=0.0)) for line in (0.01, 0.999)]
    assert [answer.answered for answer in told] == [True, False]
    assert told[1].confidence < 0.999


@pytest.mark.parametrize(("yes", "further"), [(0.001, False), (0.6, True)])
def test_other_values_are_sought_further_down_only_where_there_is_one(over, yes, further):
    texts = [
        f"{who} saw the harbour of Westhaven on day {n}. The harbour of Westhaven was left by {n} ships, it is said."
        for n, who in enumerate(
            ("Ada Brandt", "Tom Lenn", "Oskar Velden", "Ines Roe", "Jon Falk", "Mia Holt", "Ivo Tarn"), 11
        )
    ]
    answer = over(*texts, model=Scripted(yes={of("states"): yes})).ask(
        "How many ships left the harbour of Westhaven?", explain=True
    )
    assert (sum(step.stage == Stage.READ for step in answer.steps) > AnswerSettings().read) == further

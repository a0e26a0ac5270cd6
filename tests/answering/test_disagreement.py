"""Where two articles contradict each other: side by side, each with its source and day, and never one alone."""

import pytest
from harbours import AT_THE_QUAY, LATER, LENNFORD_PAID, OPENED, RAILWAYS_PAID, WHEN, WHO, cited
from prompted import Scripted, of

from briefer import Filters
from briefer.answering.context import AnswerSettings
from briefer.rendering import FORMATS

BOTH_DAYS = {"11 March": "11 March 2024", "14 March": "14 March 2024"}
PAYERS = {"gift": "Valley Rail", LENNFORD_PAID: "Lennford"}
SURE = {of("states"): 0.99}
# Each passage makes its own answer likely, and the other's not.
APART = {
    of("judge", passage=LENNFORD_PAID, claim="Lennford"): 0.99,
    of("judge", passage=LENNFORD_PAID, claim="Valley Rail"): 0.01,
    of("judge", passage=RAILWAYS_PAID, claim="Valley Rail"): 0.99,
    of("judge", passage=RAILWAYS_PAID, claim="Lennford"): 0.01,
}
# What is read as an even chance lies under the first line and far above the second.
WIDE = AnswerSettings(answer=0.97, dissent=0.95, version=0.02)


def test_two_articles_that_give_other_dates_are_shown_side_by_side(over):
    answer = over(OPENED, LATER, model=Scripted(yes=SURE, copies=BOTH_DAYS)).ask(WHEN)
    (found,) = answer.disagreements
    assert found.about == WHEN
    assert sorted(side.text for side in found.sides) == [OPENED, LATER]
    assert sorted(cited(found.sides)) == ["a.md", "b.md"]
    assert set(found.sides) <= set(answer.claims)


def test_articles_that_give_the_same_answer_in_other_sentences_do_not_disagree(over):
    model = Scripted(yes=SURE, copies={"2024": "11 March 2024"})
    assert over(OPENED, AT_THE_QUAY, model=model).ask(WHEN).disagreements == ()


@pytest.mark.parametrize(
    ("judged", "count"),
    [
        ({}, 1),
        ({of("judge", claim="Lennford"): 0.9, of("judge", claim="Valley Rail"): 0.9}, 0),  # each passage takes both
        ({of("judge", passage=LENNFORD_PAID, claim="Valley Rail"): 0.99}, 0),  # one alone does
    ],
)
def test_answers_differ_where_neither_passage_takes_the_others_for_right(over, judged, count):
    model = Scripted(yes=(SURE) | (judged or APART), copies=PAYERS)
    answer = over(LENNFORD_PAID, RAILWAYS_PAID, model=model).ask(WHO)
    assert len(answer.disagreements) == count
    assert len(answer.claims) == count + 1


@pytest.mark.parametrize(
    ("lennford", "railways", "articles"),
    [(0.9999, 0.5, ["a.md", "b.md"]), (0.5, 0.9999, ["b.md", "a.md"]), (0.5, 0.5, ["a.md", "b.md"])],
)
def test_what_alone_is_no_answer_is_shown_beside_one_that_it_contradicts(over, lennford, railways, articles):
    read = {of("states", passage=LENNFORD_PAID): lennford, of("states", passage=RAILWAYS_PAID): railways}
    told = []
    asked = over(LENNFORD_PAID, RAILWAYS_PAID, model=Scripted(yes=(read) | (APART), copies=PAYERS))
    answer = asked.ask(WHO, settings=WIDE, claimed=told.append)
    assert sorted(cited(answer.claims)) == ["a.md", "b.md"]
    assert lennford == railways or cited(answer.claims) == articles
    assert told == list(answer.claims)
    assert answer.disagreements
    assert answer.confidence >= WIDE.answer


def test_one_doubtful_answer_alone_is_none_and_so_are_two_that_say_the_same(over):
    doubt = {of("states"): 0.5}
    again = "For the bridge over the Lenn, its stones and its engineers, the town of Lennford paid, as was agreed."
    for texts in ([LENNFORD_PAID], [LENNFORD_PAID, again]):
        model = Scripted(yes=doubt, copies={"Lennford": "Lennford"})
        assert not over(*texts, model=model).ask(WHO, settings=WIDE).answered


@pytest.mark.parametrize(
    ("later", "question", "count"),
    [
        (LATER, WHEN, 1),
        (LATER, "Where did the harbour reopen after the storm?", 0),  # no date is asked for
        (OPENED.replace("the storm", "the flood"), WHEN, 0),
        (LATER.replace("storm", "storm of 2019"), WHEN, 0),  # more than the answer differs
        (OPENED.replace("11 March 2024", "March 2024"), WHEN, 0),  # the same date in another form
    ],
)
def test_two_versions_of_a_sentence_are_shown_though_neither_alone_is_an_answer(over, later, question, count):
    line = AnswerSettings(answer=0.999999, dissent=0.0, version=0.02)
    model = Scripted(yes={of("states"): 0.5}, copies=BOTH_DAYS)
    assert not over(OPENED, model=model).ask(question, settings=line).answered
    answer = over(OPENED, later, model=model).ask(question, settings=line)
    assert len(answer.disagreements) == count
    if count:
        assert sorted(cited(answer.disagreements[0].sides)) == sorted(cited(answer.claims)) == ["a.md", "b.md"]
        assert all(claim.wording == "verbatim" for claim in answer.claims)


@pytest.mark.parametrize(("first", "second", "count"), [(0.01, 0.9, 1), (0.9, 0.01, 1), (0.01, 0.01, 0)])
def test_the_better_read_of_two_versions_is_enough_and_none_is_too_little(over, first, second, count):
    line = AnswerSettings(answer=0.999999, dissent=0.0, version=0.5)
    model = Scripted(
        yes={of("states", passage=OPENED): first, of("states", passage=LATER): second}, copies=BOTH_DAYS
    )
    assert len(over(OPENED, LATER, model=model).ask(WHEN, settings=line).disagreements) == count


def test_a_version_in_which_the_answer_is_another_fact_is_none(over):
    ships = "The harbour of Westhaven reopened for 30 ships on 11 March 2024 after the storm."
    model = Scripted(yes={of("states"): 0.5}, copies={"harbour": "11 March 2024"})
    line = AnswerSettings(answer=0.999999, dissent=0.0, version=0.02)
    assert not over(ships, ships.replace("30", "40"), model=model).ask(WHEN, settings=line).answered


@pytest.mark.parametrize("other", ["1 March 2024", "11 April 2024"])
def test_another_day_or_month_is_another_answer(over, other):
    model = Scripted(yes=SURE, copies={"11 March": "11 March 2024", other: other})
    assert over(OPENED, OPENED.replace("11 March 2024", other), model=model).ask(WHEN).disagreements


def test_an_answer_that_the_other_source_names_too_is_no_disagreement(over):
    second = "Lennford and Valley Rail paid for the new bridge over the river Lenn."
    model = Scripted(yes=SURE, copies={LENNFORD_PAID: "Lennford", second: "Valley Rail"})
    assert over(LENNFORD_PAID, second, model=model).ask(WHO).disagreements == ()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "The museum was reopened on 14 March 2024 after the storm, as the harbour had been.",
        "The harbour of Easthaven reopened on 14 March 2024 after the storm.",
    ],
)
def test_an_article_that_does_not_name_what_is_asked_of_contradicts_nobody(over, elsewhere):
    answer = over(OPENED, elsewhere, model=Scripted(yes=SURE, copies=BOTH_DAYS)).ask(WHEN)
    assert (cited(answer.claims), answer.disagreements) == (["a.md"], ())


def test_of_two_versions_the_one_of_an_article_without_the_name_is_none(over):
    told = "The harbour reopened on 11 March 2024 after the storm."
    texts = [
        f"{place} rejoiced.\n\n{text}" for place, text in (("Westhaven", told), ("Easthaven", told.replace("11", "14")))
    ]
    assert over(*texts, model=Scripted(yes=SURE, copies=BOTH_DAYS)).ask(WHEN).disagreements == ()


def test_two_sentences_of_one_article_are_no_disagreement_of_sources(over):
    model = Scripted(yes=SURE, copies=BOTH_DAYS)
    assert over(f"{OPENED}\n\n{LATER}", model=model).ask(WHEN).disagreements == ()


def test_what_is_one_of_a_list_contradicts_no_other(over):
    texts = ["Norway signed the treaty of Lenn.", "Peru signed the treaty of Lenn."]
    model = Scripted(yes=SURE, copies={"Norway": "Norway", "Peru": "Peru"})
    answer = over(*texts, model=model).ask("Which countries signed the treaty of Lenn?")
    assert (len(answer.claims), answer.disagreements) == (2, ())


def test_an_article_that_a_filter_leaves_out_disagrees_with_nothing(over):
    asked = over(OPENED, LATER, model=Scripted(yes=SURE, copies=BOTH_DAYS))
    answer = asked.ask(WHEN, filters=Filters(articles=("a.md",)))
    assert (cited(answer.claims), answer.disagreements) == (["a.md"], ())


def test_each_side_is_shown_with_the_date_of_its_article(over):
    text = FORMATS["md"](over(OPENED, LATER, model=Scripted(yes=SURE, copies=BOTH_DAYS)).ask(WHEN))
    listed = text.split("**The sources differ**")[1]
    assert "- 2024-01-01: The harbour of Westhaven reopened on 11 March 2024" in listed
    assert "- 2024-01-02: The harbour of Westhaven reopened on 14 March 2024" in listed

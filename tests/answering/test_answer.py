"""How an answer is put together: parts of a question, who speaks, yes or no, names, and the steps that can be seen."""

import pytest
from harbours import LATER, NOBODYS, OPENED, PAID, WHEN, cited, stages
from prompted import Scripted, of

from briefer import Filters
from briefer.errors import UsageError
from briefer.schema import Verdict

SURE = {of("states"): 0.9999}

# Parts of a question


def test_a_part_that_the_sources_do_not_answer_is_named_and_the_other_is_answered(over):
    answer = over(OPENED, PAID).ask(
        "When did the harbour of Westhaven reopen, and which penguins colonised Antarctica?"
    )
    assert [claim.text for claim in answer.claims] == [OPENED]
    assert answer.missing == ("Which penguins colonised Antarctica?",)
    assert (answer.answered, answer.reason, answer.nearest) == (True, "", ())


def test_each_part_is_answered_from_its_own_passages_in_order(over):
    answer = over(OPENED, PAID).ask(
        "Who paid for the bridge over the Lenn, and when did the harbour of Westhaven reopen?"
    )
    assert cited(answer.claims) == ["b.md", "a.md"]
    assert answer.missing == ()


def test_a_question_of_which_no_part_is_answered_has_no_missing_parts(over):
    answer = over(OPENED).ask("Which penguins colonised Antarctica, and which giraffes play violins?")
    assert (answer.answered, answer.claims, answer.missing) == (False, (), ())
    assert answer.reason
    assert answer.nearest


def test_a_part_that_leans_on_the_first_is_asked_so_that_it_can_be_understood_alone(over):
    model = Scripted()
    answer = over(OPENED, PAID, model=model).ask("When did the harbour of Westhaven reopen, and who paid for it?")
    asked = list(dict.fromkeys(shown["question"] for name, shown in model.asked if name == "answer"))
    assert asked[0] == WHEN
    assert asked[1].startswith("Who paid for ")
    assert " it?" not in asked[1]
    assert PAID not in [claim.text for claim in answer.claims]


def test_where_the_filters_leave_no_article_that_is_the_reason(over):
    result = over(OPENED).ask(WHEN, filters=NOBODYS)
    assert not result.answered
    assert result.reason == "The sources do not say: no article is of the dates, publisher, language or files chosen."
    with pytest.raises(UsageError, match="from 2026-01-01 on and up to 2025-01-01"):
        Filters(since="2026-01-01", until="2025-01-01")


# Who speaks

QUOTED = (
    '"We thank the crews," said Ada Lenn of the ferry Astra. "The dock was hard to leave. '
    'The engine will last thirty years. Nobody was hurt."'
)


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        (
            QUOTED,
            '"We thank the crews," said Ada Lenn of the ferry Astra. … "The engine will last thirty years."',
        ),
        (
            '"We thank the crews," said Ada Lenn of the Astra. "The engine will last thirty years."',
            '"We thank the crews," said Ada Lenn of the Astra. "The engine will last thirty years."',
        ),
        (
            "Tom Brandt said that the works would close. Ada Lenn disagreed. "
            "“The dock was hard to leave. The engine will last thirty years. Nobody was hurt.”",
            "“The engine will last thirty years.”",
        ),
        (
            "“The dock was hard to leave. The engine will last thirty years. Nobody was hurt,” said Ada Lenn.",
            "“The engine will last thirty years.” “Nobody was hurt,” said Ada Lenn.",
        ),
        (
            "‘The dock was hard to leave. The engine will last thirty years. It’s over,’ Ada Lenn wrote.",
            "‘The engine will last thirty years.’ ‘It’s over,’ Ada Lenn wrote.",
        ),
        (
            "“The dock was hard to leave. The engine will last thirty years. Nobody was hurt.”",
            "“The engine will last thirty years.”",
        ),
    ],
)
def test_a_sentence_within_a_quotation_is_shown_as_one_with_who_speaks(over, passage, text):
    model = Scripted(yes=SURE, copies={"engine": "thirty years"})
    answer = over(passage, model=model).ask("How long will the engine last?")
    assert [(claim.text, claim.short) for claim in answer.claims] == [(text, "thirty years")]
    assert answer.claims[0].citations[0].quote.lstrip('"“').startswith("The engine will last")
    assert answer.claims[0].wording == "verbatim"


def test_no_claim_has_a_word_that_its_quotations_do_not_have_whatever_the_model_copies(over):
    told = f"{OPENED} Ada Brandt, who is 54, cheered. She had paid 40 euros for the flag."
    for words in ("11 March 2024", "storm", "Ada", "nothing of it", ""):
        for claim in over(told, model=Scripted(copies={"harbour": words}, yes=SURE)).ask(WHEN).claims:
            quoted = " ".join(citation.quote for citation in claim.citations)
            assert claim.wording in {"verbatim", "shortened"}
            assert claim.text in quoted
            assert claim.support == 1.0


# Yes and no

DID = "Did the harbour of Westhaven reopen after the storm?"


@pytest.mark.parametrize(
    ("yes", "verdict"),
    [
        (0.9, Verdict.YES),
        (0.66, Verdict.YES),
        (0.58, None),  # a model that is asked for yes or no leans to yes
        (0.5, None),
        (0.45, Verdict.NO),
        (0.1, Verdict.NO),
    ],
)
def test_a_verdict_is_given_only_where_the_model_is_decided(over, yes, verdict):
    answer = over(OPENED, model=Scripted(yes={of("verdict"): yes})).ask(DID)
    assert [claim.text for claim in answer.claims] == [OPENED]
    assert answer.verdict is verdict


@pytest.mark.parametrize(
    "question",
    [
        WHEN,
        "Did penguins colonise Antarctica?",  # not answered
        "Did penguins colonise Antarctica, and when did the harbour of Westhaven reopen?",  # nor is its first part
        "When did the harbour of Westhaven reopen, and did the harbour of Westhaven reopen?",  # it would stand first
        "Did the harbour of Westhaven reopen, and was the harbour of Westhaven reopened?",  # of which?
    ],
)
def test_no_verdict_is_asked_for_where_none_is_wanted_or_it_would_be_taken_for_anothers(over, question):
    answer = over(OPENED, PAID).ask(question, explain=True)
    assert answer.verdict is None
    assert stages(answer)
    assert "verdict" not in stages(answer)


def test_the_verdict_of_a_first_part_is_asked_of_its_own_passage(over):
    model = Scripted(yes={of("verdict", passage=OPENED, question="Did the harbour of Westhaven reopen?"): 0.99})
    answer = over(OPENED, PAID, model=model).ask("Did the harbour of Westhaven reopen, and who paid for the bridge?")
    assert answer.verdict is Verdict.YES


def test_a_denial_in_the_words_of_the_question_is_an_answer_though_the_passage_reads_as_none(over):
    denied = "The council of Lennford did not pay for the bridge over the river Lenn."
    question = "Did the council of Lennford pay for the bridge over the river Lenn?"
    model = Scripted(yes={of("verdict", passage="none is asked for"): 0.99})
    answer = over(f"{OPENED} {denied}", model=model).ask(question)
    model.used |= set(model.yes)
    assert ([claim.text for claim in answer.claims], answer.verdict) == ([denied], Verdict.NO)
    unread = Scripted(yes={of("states"): 0.01, of("verdict"): (0.1, 0.1, 0.8)})
    assert not over(f"{OPENED} {PAID}", model=unread).ask(question).answered


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("No boats were damaged when the harbour of Westhaven reopened.", None),
        ("The boats of Westhaven were not hurt when the harbour reopened.", None),
        ("Two boats were damaged when the harbour of Westhaven reopened.", Verdict.YES),
    ],
)
def test_beside_a_sentence_that_denies_a_yes_is_left_open(over, told, verdict):
    model = Scripted(yes={of("states"): 0.99, of("verdict"): 0.9})
    answer = over(told, model=model).ask("Were boats harmed when the harbour of Westhaven reopened?")
    assert ([claim.text for claim in answer.claims], answer.verdict) == ([told], verdict)


def test_the_sentence_that_tells_whether_it_is_so_is_the_one_that_is_told(over):
    both = f"The storm tore the quay of Westhaven. {OPENED}"
    for text in (OPENED, "The storm tore the quay of Westhaven."):
        model = Scripted(yes={of("states", passage=text): 0.9999, of("states"): 0.99})
        (claim, *_) = over(both, model=model).ask("Was Westhaven hit by the storm?").claims
        assert (claim.text, claim.short) == (text, "")


# Names that the sources do not have


def test_a_passage_of_an_article_without_the_name_that_is_asked_of_is_no_answer(over):
    question = "When did the harbour of Easthaven reopen after the storm?"
    answer = over(OPENED, model=Scripted(yes=SURE)).ask(question, explain=True)
    assert (answer.answered, answer.claims, answer.confidence) == (False, (), 0)
    assert answer.reason == "The sources do not say: the nearest passages do not tell of Easthaven."


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("Wesdhaven", "do not tell of Wesdhaven. Did you mean “Westhaven”?"),
        ("Westaven", "do not tell of Westaven. Did you mean “Westhaven”?"),
        ("Ada Brandt of Westaven", "do not tell of Westaven. Did you mean “Westhaven”?"),
        ("Rotterdam", "do not tell of Rotterdam."),
    ],
)
def test_a_name_that_is_misspelt_is_offered_as_the_articles_spell_it(over, asked, ends):
    answer = over(f"{OPENED} Ada Brandt cheered.").ask(f"When did the harbour of {asked} reopen?")
    assert not answer.answered
    assert answer.reason.endswith(ends)
    assert answer.nearest


def test_a_name_that_is_near_enough_to_be_read_is_offered_too_where_nothing_answers(over):
    asked = over(f"{OPENED} Ada Brandt cheered.", model=Scripted(yes={of("states"): 0.01}))
    assert asked.ask("What did Ada Brand wear?").reason.endswith("state an answer. Did you mean “Ada Brandt”?")
    assert asked.ask("What did Ada Brandt wear?").reason.endswith("do not state an answer.")


def test_the_name_may_stand_anywhere_in_the_article(over):
    first = "Fishermen of Westhaven mourned."
    text = f"{first}\n\n{OPENED.replace(' of Westhaven', '')}"
    assert over(text, model=Scripted(yes=SURE)).ask(WHEN).answered


def test_where_another_article_has_the_name_it_answers_and_the_one_without_does_not(over):
    model = Scripted(yes=SURE)
    answer = over(OPENED, LATER.replace("Westhaven", "Easthaven"), model=model).ask(WHEN)
    assert cited(answer.claims) == ["a.md"]
    assert {shown["passage"] for _, shown in model.asked} >= {OPENED, LATER.replace("Westhaven", "Easthaven")}


def test_reading_goes_on_past_articles_without_the_name(over):
    question = "When did the harbour of Westhaven reopen after the storm?"
    elsewhere = [f"The harbour of Easthaven did reopen after the storm on {day} March 2024." for day in (14, 15)]
    named = "Westhaven rejoiced.\n\nThe harbour there reopened after the great storm on 11 March 2024."
    answer = over(*elsewhere, named, model=Scripted(yes=SURE)).ask(question)
    assert set(cited(answer.claims)) == {"c.md"}


# Steps


def test_steps_are_kept_only_where_they_are_asked_for(over):
    briefer = over(OPENED, PAID)
    plain, explained = briefer.ask(WHEN), briefer.ask(WHEN, explain=True)
    assert plain.steps == ()
    assert stages(explained, "a.md", None) == ["retrieve", "read"]
    assert explained.claims == plain.claims
    assert all(step.value is None or 0 <= step.value <= 1 for step in explained.steps)


@pytest.mark.parametrize(
    ("again", "why"),
    [
        ("Then the harbour of Westhaven, closed for weeks, reopened on 11 March 2024 at last.", "it repeats another"),
        ("Music was heard in Westhaven on 11 March 2024: the harbour did reopen.", "the question has one answer"),
    ],
)
def test_steps_name_what_was_dropped_and_why(over, again, why):
    model = Scripted(yes=SURE, copies={"2024": "11 March 2024"})
    answer = over(OPENED, again, model=model).ask(WHEN, explain=True)
    assert len(answer.claims) == 1
    assert [step.outcome for step in answer.steps if step.outcome.startswith("dropped")] == [f"dropped: {why}"]


def test_steps_tell_why_there_is_no_answer(over):
    model = Scripted(yes={of("states"): 0.1})
    answer = over(OPENED, model=model).ask("Who paid for the harbour of Westhaven?", explain=True)
    assert not answer.answered
    assert stages(answer) == ["retrieve", "read"]
    assert answer.steps[-1].value < 0.5


def test_what_is_not_of_the_kind_that_is_asked_for_is_named_and_is_no_answer(over):
    text = "The harbour of Westhaven was able to reopen after the storm."
    model = Scripted(yes=SURE, copies={"harbour": "after the storm"})
    answer = over(text, model=model).ask("How many boats of Westhaven were in the harbour?", explain=True)
    assert not answer.answered
    assert [step.text for step in answer.steps if step.outcome.startswith("dropped: not the kind")] == [text]


def test_after_a_sure_answer_another_version_of_it_is_read_and_no_article_that_is_far_from_the_question(over):
    museum = "A museum shows forty maps; it opened on 14 March 2024."
    asked = over(OPENED, LATER, museum, model=Scripted(yes=SURE))
    for question in (WHEN, "How was the harbour of Westhaven reopened?"):
        steps = asked.ask(question, explain=True).steps
        assert {step.article for step in steps if step.stage == "read"} == {"a.md", "b.md"}


def test_what_is_nearest_is_shown_in_the_order_in_which_it_was_read(over):
    model = Scripted(yes={of("states"): 0.01})
    answer = over(PAID, LATER, OPENED.replace("harbour", "port"), model=model).ask(WHEN)
    assert not answer.answered
    assert answer.nearest[0].article == "b.md"
    assert len({(passage.article, passage.paragraph) for passage in answer.nearest}) == len(answer.nearest)


def test_each_claim_is_told_as_it_is_kept(over):
    told = []
    answer = over(OPENED, PAID).ask(
        "When did the harbour of Westhaven reopen, and who paid for the bridge over the Lenn?", claimed=told.append
    )
    assert told == list(answer.claims)

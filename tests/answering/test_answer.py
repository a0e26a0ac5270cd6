"""How an answer is put together: parts of a question, yes or no, disagreements, and the steps that can be seen."""

import pytest
from prompted import Scripted, of
from texts import PARSER

from briefer import Briefer, Filters
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.errors import UsageError
from briefer.grounding.cite import verbatim
from briefer.grounding.write import itself
from briefer.library.chunks import Chunk
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.rendering import FORMATS
from briefer.schema import Verdict

OPENED = "The harbour of Westhaven reopened on 11 March 2024 after the storm."
LATER = "The harbour of Westhaven reopened on 14 March 2024 after the storm."
AT_THE_QUAY = (
    "Children cheered at the quay when the harbour of Westhaven opened on 11 March 2024, watched by Ada Brandt."
)
PAID = "The council of Lennford paid 18 million euros for the bridge over the river Lenn."
LENNFORD_PAID = "Lennford paid for the new bridge over the river Lenn."
NOBODYS = Filters(publisher="Nobody")
WHEN = "When did the harbour of Westhaven reopen?"
WHO = "Who paid for the bridge over the Lenn?"


@pytest.fixture
def over(tmp_path):
    """Return a Briefer over these texts, an article each: a.md, b.md and so on, dated as the days of January 2024."""
    opened, scripted = [], []

    def make(*texts, model=None):
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        for number, text in enumerate(texts):
            name = "abc"[number]  # as its title too, which is then not shown to the model
            front = f"---\ntitle: {name}\ndate: 2024-01-0{number + 1}\n---\n\n"
            (folder / f"{name}.md").write_text(front + text, encoding="utf-8")
        briefer = Briefer(
            folder,
            index=folder / "index",
            language_model=model or FakeModel(),
            embedder=HashingEmbedder(),
            parser=PARSER,
        )
        opened.append(briefer)
        scripted.extend([model] if isinstance(model, Scripted) else [])
        return briefer

    yield make
    for briefer in opened:
        briefer.close()
    assert {key for model in scripted for key in model.yes} == {key for model in scripted for key in model.used}


def cited(claims):
    return [citation.article for claim in claims for citation in claim.citations]


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
    answer = over(OPENED, PAID).ask("When did the harbour of Westhaven reopen, and who paid for it?", explain=True)
    read = list(dict.fromkeys(step.text for step in answer.steps if step.stage == "read"))
    assert read[0] == "When did the harbour of Westhaven reopen?"
    assert read[1].startswith("Who paid for ")
    assert " it?" not in read[1]
    assert PAID not in [claim.text for claim in answer.claims]


def test_where_the_filters_leave_no_article_that_is_the_reason(over):
    briefer = over(OPENED)
    for result in (briefer.ask(WHEN, filters=NOBODYS), briefer.brief("Westhaven", filters=NOBODYS)):
        assert not result.answered
        assert result.reason == "The sources do not say: no article is of the dates, publisher or files chosen."
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
    model = Scripted(writes={"engine": "The engine will last thirty years."})
    answer = over(passage, model=model).ask("How long will the engine last?")
    assert [claim.text for claim in answer.claims] == [text]
    assert answer.claims[0].citations[0].quote.lstrip('"“').startswith("The engine will last")


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_told_by_whoever_began_it():
    text = "Ada Lenn said: “It was hard.\n\n“It rained. The engine lasts.\n\n“We sail. It is over.”"
    article = article_of("a.md", Document(text))
    second, third = (Chunk(1, article, part, PARSER) for part in article.paragraphs[1:])
    engine = verbatim(second, second.paragraph.sentences[1])
    assert engine.text == "Ada Lenn said: “It was hard.” … “The engine lasts.”"
    assert [citation.paragraph for citation in engine.citations] == [2, 1]
    sail = verbatim(third, third.paragraph.sentences[0])
    assert sail.text == "Ada Lenn said: “It was hard.” … “We sail.”"


def test_words_of_the_model_that_hide_who_speaks_give_way(over):
    model = Scripted(writes={"engine": "The engine will last thirty years."})
    (claim,) = over(QUOTED, model=model).ask("How long will the engine last?").claims
    assert claim.wording == "verbatim"


# Yes and no


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
    answer = over(OPENED, model=Scripted(yes={of("verdict"): yes})).ask(
        "Did the harbour of Westhaven reopen after the storm?"
    )
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
    model = Scripted()
    assert over(OPENED, PAID, model=model).ask(question).verdict is None
    assert model.asked
    assert "verdict" not in {name for name, _ in model.asked}


def test_the_verdict_of_a_first_part_is_asked_of_its_own_passage(over):
    model = Scripted(yes={of("verdict"): 0.99})
    answer = over(OPENED, PAID, model=model).ask("Did the harbour of Westhaven reopen, and who paid for the bridge?")
    assert answer.verdict is Verdict.YES
    asked = [shown for name, shown in model.asked if name == "verdict"]
    assert asked
    assert all(OPENED in shown["passage"] for shown in asked)
    assert all(shown["question"] == "Did the harbour of Westhaven reopen?" for shown in asked)


@pytest.mark.parametrize(("passage", "sentence"), [(0.6, 0.3), (0.3, 0.6)])
def test_a_verdict_is_that_of_the_passage_and_the_cited_sentence_together(over, passage, sentence):
    denial, asked = "The harbour of Westhaven was not reopened after the storm.", "Was the harbour of Westhaven open?"
    model = Scripted(yes={of("verdict", passage=f"{denial} {PAID}"): passage, of("verdict"): sentence})
    assert over(f"{denial} {PAID}", model=model).ask(asked).verdict is Verdict.NO


def test_a_denial_in_the_words_of_the_question_is_an_answer_though_the_passage_reads_as_none(over):
    denied = "The council of Lennford did not pay for the bridge over the river Lenn."
    unread = {of("read"): 0.0}
    question = "Did the council of Lennford pay for the bridge over the river Lenn?"
    for yes, verdict in ((0.1, Verdict.NO), (0.55, None), (0.9, None)):  # never a yes
        answer = over(f"{OPENED} {denied}", model=Scripted(yes=unread | {of("verdict"): yes})).ask(question)
        assert ([claim.text for claim in answer.claims], answer.verdict) == ([denied], verdict)
    assert not over(f"{OPENED} {PAID}", model=Scripted(yes=unread)).ask(question).answered


def test_where_the_models_words_are_hardly_supported_the_sources_own_come_first(over):
    said = "The harbour of Westhaven reopened on 11 March 2024."
    for question, yes, text in (
        ("Did the harbour of Westhaven reopen?", 0.75, said),
        ("Did the harbour of Westhaven reopen?", 0.65, OPENED),
        (WHEN, 0.75, said),
        (WHEN, 0.65, OPENED),
    ):
        model = Scripted(writes={OPENED: said}, yes={of("support", claim=said): yes})
        assert [claim.text for claim in over(OPENED, model=model).ask(question).claims] == [text]
    # What is no answer does not come first; a question for yes or no leads the model on, so its words alone are none.
    for question, texts in ((WHEN, [said]), ("Did the harbour of Westhaven reopen?", [])):
        model = Scripted(writes={OPENED: said}, yes={of("support", claim=said): 0.69, of("judge", claim=OPENED): 0.01})
        assert [claim.text for claim in over(OPENED, model=model).ask(question).claims] == texts


# Disagreements


def test_two_articles_that_give_other_numbers_are_shown_side_by_side(over):
    answer = over(OPENED, LATER).ask(WHEN)
    (found,) = answer.disagreements
    assert found.about == WHEN
    assert sorted(side.text for side in found.sides) == [OPENED, LATER]
    assert sorted(cited(found.sides)) == ["a.md", "b.md"]
    assert set(found.sides) <= set(answer.claims)


def test_articles_that_give_the_same_answer_in_other_sentences_do_not_disagree(over):
    model = Scripted(shortens={"2024": "11 March 2024"})
    answer = over(OPENED, AT_THE_QUAY, model=model).ask(WHEN)
    assert sorted(cited(answer.claims)) == ["a.md", "b.md"]
    assert answer.disagreements == ()


@pytest.mark.parametrize(
    ("judged", "count"),
    [
        ({}, 1),
        ({of("judge", claim="Lennford"): 0.9, of("judge", claim="Valley Rail"): 0.9}, 0),  # each passage takes both
        ({of("judge", passage=LENNFORD_PAID, claim="Valley Rail"): 0.9}, 0),  # one alone does
    ],
)
def test_answers_differ_where_neither_passage_takes_the_others_for_right(over, judged, count):
    second = "The bridge over the Lenn was a gift of the railways: for its stones and engineers Valley Rail paid."
    model = Scripted(yes=judged, shortens={LENNFORD_PAID: "Lennford", second: "Valley Rail"})
    answer = over(LENNFORD_PAID, second, model=model).ask(WHO)
    assert len(answer.disagreements) == count


def test_two_doubtful_answers_are_shown_where_they_contradict_each_other_and_only_then(over):
    texts = {who: f"{who} paid for the new bridge over the river Lenn." for who in ("Lennford", "Valley Rail")}
    doubt = {of("judge", claim=text): 0.35 for text in texts.values()}
    model = Scripted(yes=doubt, shortens={text: who for who, text in texts.items()})
    both = over(*texts.values(), model=model).ask(WHO)
    assert sorted(cited(both.claims)) == ["a.md", "b.md"]
    assert both.disagreements
    again = "Lennford paid for it: the new bridge over the river Lenn cost the town 18 million euros."
    same = Scripted(yes=doubt | {of("judge", claim=again): 0.35}, shortens={"river Lenn": "Lennford"})
    assert not over(texts["Lennford"], again, model=same).ask(WHO).answered


@pytest.mark.parametrize(
    ("later", "question", "read", "count"),
    [
        (LATER, WHEN, 0.25, 1),
        (LATER, WHEN, 0.1, 0),  # it is on something else
        (LATER, "Where did the harbour reopen after the storm?", 0.25, 0),  # no date is asked for
        (OPENED.replace("the storm", "the flood"), WHEN, 0.25, 0),
        (LATER.replace("storm", "storm of 2019"), WHEN, 0.25, 0),  # more than the answer differs
    ],
)
def test_two_versions_of_a_sentence_are_shown_though_neither_alone_is_an_answer(over, later, question, read, count):
    model = Scripted(yes={of("read"): read}, shortens={"11": "11 March 2024", "14": "14 March 2024"})
    assert not over(OPENED, model=model).ask(question).answered
    answer = over(OPENED, later, model=model).ask(question)
    assert len(answer.disagreements) == count
    if count:
        assert sorted(cited(answer.disagreements[0].sides)) == sorted(cited(answer.claims)) == ["a.md", "b.md"]
        assert all(claim.wording == "verbatim" for claim in answer.claims)


def test_the_better_read_of_two_versions_is_enough(over):
    model = Scripted(
        yes={of("read", passage=LATER): 0.1, of("read"): 0.25},
        shortens={"11": "11 March 2024", "14": "14 March 2024"},
    )
    assert over(OPENED, LATER, model=model).ask(WHEN).disagreements


def test_the_same_date_in_another_form_is_no_other_version(over):
    model = Scripted(yes={of("read"): 0.25})
    again = OPENED.replace("11 March 2024", "March 2024")
    assert not over(OPENED, again, model=model).ask(WHEN).answered


def test_a_version_in_which_the_answer_is_another_fact_is_none(over):
    model = Scripted(yes={of("read"): 0.25}, shortens={"harbour": "11 March 2024"})
    ships = "The harbour of Westhaven reopened for 30 ships on 11 March 2024 after the storm."
    assert not over(ships, ships.replace("30", "40"), model=model).ask(WHEN).answered


def test_of_two_versions_the_one_that_the_model_wrote_of_keeps_its_words(over):
    said = "Westhaven reopened its harbour on 11 March 2024."
    model = Scripted(
        yes={of("read", passage=LATER): 0.25},
        writes={OPENED: said},
        shortens={"11": "11 March 2024", "14": "14 March 2024"},
    )
    answer = over(OPENED, LATER, model=model).ask(WHEN)
    assert [claim.text for claim in answer.claims] == [said, LATER]
    assert len(answer.disagreements) == 1


@pytest.mark.parametrize("other", ["1 March 2024", "11 April 2024"])
def test_another_day_or_month_is_another_answer(over, other):
    later = OPENED.replace("11 March 2024", other)
    model = Scripted(shortens={OPENED: "11 March 2024", later: other})
    assert over(OPENED, later, model=model).ask(WHEN).disagreements


def test_what_alone_is_no_answer_is_shown_where_it_contradicts_one(over):
    doubtful = "The bridge over the Lenn was a gift of the railways: for its stones and engineers Valley Rail paid."
    model = Scripted(
        yes={
            of("judge", claim=doubtful): 0.35,
            of("judge", claim=LENNFORD_PAID): 0.99,
            of("read", passage=LENNFORD_PAID): 0.9,
            of("read", passage=doubtful): 0.999,
        },
        writes={"gift": doubtful},
        shortens={LENNFORD_PAID: "Lennford", doubtful: "Valley Rail"},
    )
    assert not over(doubtful, model=model).ask(WHO).answered
    told = []
    answer = over(doubtful, LENNFORD_PAID, model=model).ask(WHO, claimed=told.append)
    assert cited(answer.claims) == ["b.md", "a.md"]  # though it was read first
    assert told == list(answer.claims)
    assert answer.disagreements


def test_an_answer_that_the_other_source_names_too_is_no_disagreement(over):
    second = "Lennford and Valley Rail paid for the new bridge over the river Lenn."
    model = Scripted(shortens={LENNFORD_PAID: "Lennford", second: "Valley Rail"})
    answer = over(LENNFORD_PAID, second, model=model).ask(WHO)
    assert len(answer.claims) == 2
    assert answer.disagreements == ()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "The museum was reopened on 14 March 2024 after the storm, as the harbour had been.",
        "The harbour of Easthaven reopened on 14 March 2024 after the storm.",
    ],
)
def test_an_article_that_does_not_name_what_is_asked_of_contradicts_nobody(over, elsewhere):
    answer = over(OPENED, elsewhere, model=Scripted()).ask(WHEN)
    assert (cited(answer.claims), answer.disagreements) == (["a.md"], ())


def test_an_open_question_may_have_two_answers(over):
    other = "The harbour of Westhaven reopened with a parade of boats, slowly, after the storm."
    answer = over(OPENED, other).ask("How did the harbour of Westhaven reopen after the storm?")
    assert sorted(cited(answer.claims)) == ["a.md", "b.md"]
    assert answer.disagreements == ()


def test_two_sentences_of_one_article_are_no_disagreement_of_sources(over):
    assert over(f"{OPENED}\n\n{LATER}").ask(WHEN).disagreements == ()


def test_an_article_that_a_filter_leaves_out_disagrees_with_nothing(over):
    answer = over(OPENED, LATER).ask(WHEN, filters=Filters(articles=("a.md",)))
    assert (cited(answer.claims), answer.disagreements) == (["a.md"], ())


def test_each_side_is_shown_with_the_date_of_its_article(over):
    text = FORMATS["md"](over(OPENED, LATER).ask(WHEN))
    listed = text.split("**The sources differ**")[1]
    assert "- 2024-01-01: The harbour of Westhaven reopened on 11 March 2024" in listed
    assert "- 2024-01-02: The harbour of Westhaven reopened on 14 March 2024" in listed


# Names that the sources do not have


def test_a_passage_of_an_article_without_the_name_that_is_asked_of_is_no_answer(over):
    model = Scripted(yes={of("read"): 0.99})
    question = "When did the harbour of Easthaven reopen after the storm?"
    answer = over(OPENED, model=model).ask(question, explain=True)
    assert (answer.answered, answer.confidence) == (False, 0)
    assert answer.reason == "The sources do not say: the nearest passages do not tell of Easthaven."
    assert "write" not in {step.stage for step in answer.steps}


def test_the_name_may_stand_anywhere_in_the_article(over):
    model = Scripted(yes={of("judge"): 0.99, of("read"): 0.99})
    first = "Fishermen of Westhaven mourned."
    assert over(f"{first}\n\n{OPENED.replace(' of Westhaven', '')}", model=model).ask(WHEN).answered


def test_where_another_article_has_the_name_it_answers_and_the_one_without_does_not(over):
    model = Scripted(yes={of("judge"): 0.99, of("read"): 0.99})
    answer = over(OPENED, LATER.replace("Westhaven", "Easthaven"), model=model).ask(WHEN, explain=True)
    assert cited(answer.claims) == ["a.md"]
    assert any(step.outcome == "doubtful: it lacks Westhaven" for step in answer.steps)


def test_reading_goes_on_past_articles_without_the_name_and_tries_the_one_with_it_first(over):
    model = Scripted(yes={of("judge"): 0.99, of("read"): 0.99})
    question = "When did the harbour of Westhaven reopen after the storm?"
    elsewhere = [f"The harbour of Easthaven did reopen after the storm on {day} March 2024." for day in (14, 15)]
    named = "Westhaven rejoiced.\n\nThe harbour there reopened after the great storm on 11 March 2024."
    answer = over(*elsewhere, named, model=model).ask(question, explain=True)
    assert cited(answer.claims) == ["c.md"]
    tried = [step.article for step in answer.steps if step.stage == "write"]
    assert tried[0] == "c.md"


def test_of_two_versions_the_one_of_an_article_without_the_name_is_none(over):
    model = Scripted(shortens={"11": "11 March 2024", "14": "14 March 2024"})
    told = "The harbour reopened on 11 March 2024 after the storm."
    texts = [
        f"{place} rejoiced.\n\n{text}" for place, text in (("Westhaven", told), ("Easthaven", told.replace("11", "14")))
    ]
    assert over(*texts, model=model).ask(WHEN).disagreements == ()


# Steps


def test_steps_are_kept_only_where_they_are_asked_for(over):
    briefer = over(OPENED, PAID)
    plain, explained = briefer.ask(WHEN), briefer.ask(WHEN, explain=True)
    assert plain.steps == ()
    assert [step.stage for step in explained.steps if step.article in {"a.md", None}] == [
        "retrieve", "read", "write", "check", "judge",
    ]  # fmt: skip
    assert explained.claims == plain.claims
    assert all(step.value is None or 0 <= step.value <= 1 for step in explained.steps)
    assert explained.steps[-1].outcome.startswith("kept")


def test_steps_name_what_was_dropped_and_why(over):
    lie = OPENED.replace("11", "19")
    briefer = over(OPENED, model=Scripted(writes={OPENED: lie}))
    answer = briefer.ask(WHEN, explain=True)
    assert [(claim.text, claim.wording == "verbatim") for claim in answer.claims] == [(OPENED, True)]
    told = [(step.stage, step.text, step.outcome, step.article, step.paragraph) for step in answer.steps]
    assert ("check", lie, "the passage lacks: 19", "a.md", 1) in told
    assert any(text == OPENED and outcome.startswith("the source's own words first") for _, text, outcome, *_ in told)


def test_that_the_models_claim_is_not_supported_counts_against_the_sentence_too(over):
    said = "The harbour of Westhaven reopened before the storm."
    confidence = [
        over(OPENED, model=Scripted(writes={OPENED: said}, yes={of("support", claim=said): yes})).ask(WHEN).confidence
        for yes in (0.4, 0.1)
    ]
    assert confidence[0] > confidence[1]


def test_a_claim_that_says_nothing_but_that_it_is_said_is_no_answer(over):
    text = "The mayor of Westhaven opened the quay, and said that it is the longest of all."
    circular = "The mayor of Westhaven is the mayor who said this."
    model = Scripted(writes={text: circular}, yes={of("judge"): 0.9})
    assert circular not in [c.text for c in over(text, model=model).ask("Who is the mayor of Westhaven?").claims]


def test_steps_name_a_claim_that_repeats_another(over):
    again = "The harbour of Westhaven, closed after the storm, reopened on 11 March 2024."
    short = "So the harbour of Westhaven reopened on 11 March 2024."
    answer = over(f"{again} {PAID}", short).ask(WHEN, explain=True)
    assert len(answer.claims) == 1
    (dropped,) = (step for step in answer.steps if step.outcome == "dropped: it repeats another")
    assert {dropped.text, answer.claims[0].text} == {again, short}


def test_steps_tell_why_there_is_no_answer(over):
    answer = over(OPENED).ask("Which penguins colonised Antarctica?", explain=True)
    assert not answer.answered
    assert [step.stage for step in answer.steps] == ["retrieve", "read"]
    assert answer.steps[-1].value < 0.5


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The passage states that since 2018 a pipe has run there.", "Since 2018 a pipe has run there."),
        ("According to the passage, the harbour reopened.", "The harbour reopened."),
        (
            "The text of the treaty says that the border is open.",
            "The text of the treaty says that the border is open.",
        ),
        ("The text says that the border is open.", "The text says that the border is open."),  # a treaty's
        ("The passage states that ", "The passage states that "),
    ],
)
def test_a_claim_does_not_speak_of_the_passage_that_it_was_made_from(written, shown):
    assert itself(written) == shown


def test_of_what_has_one_answer_a_second_article_is_read_even_if_it_is_far_from_the_question(over):
    briefer = over(OPENED, "A museum shows forty maps; it opened on 14 March 2024.")
    for question, read in ((WHEN, {"a.md", "b.md"}), ("How was the harbour of Westhaven reopened?", {"a.md"})):
        steps = briefer.ask(question, explain=True).steps
        assert {step.article for step in steps if step.stage == "read"} == read


def test_what_two_short_paragraphs_tell_is_cited_in_the_one_that_tells_it(over):
    reopened = "It reopened on 11 March 2024, and the crews cheered."
    closed = "The harbour of Westhaven was closed after the storm, which had torn the quay."
    model = Scripted(
        yes={of("read"): 0.9, of("judge"): 0.9, of("support"): 0.9},
        writes={"": "The harbour of Westhaven reopened on 11 March 2024."},
    )
    (claim,) = over(f"{closed}\n\n{reopened}", model=model).ask(WHEN).claims
    assert [(c.paragraph, c.quote) for c in claim.citations if "2024" in c.quote] == [(2, reopened)]
    assert {c.paragraph for c in claim.citations if c.quote == closed} <= {1}


def test_a_date_comes_before_a_vaguer_answer_to_when(over):
    vague = "The harbour of Westhaven reopened this month after the storm."
    apart = "The mayor was glad of it. " * 8
    answer = over(f"{vague} {apart}\n\n{apart}\n\n{OPENED} {apart}").ask(WHEN)
    assert answer.claims[0].text == OPENED


def test_a_sentence_with_the_questions_words_is_weighed_where_the_model_overlooks_it(over):
    mourned = "Before the harbour of Westhaven was able to reopen, the crews prayed in June 2019 at the quay."
    model = Scripted(yes={of("judge", claim=mourned): 0.7, of("judge", claim=OPENED): 0.95}, writes={"": mourned})
    assert over(f"{OPENED} {mourned}", model=model).ask(WHEN).claims[0].text == OPENED
    model = Scripted(yes={of("judge", claim=mourned): 0.9, of("judge", claim=OPENED): 0.92}, writes={"": mourned})
    assert over(f"{OPENED} {mourned}", model=model).ask(WHEN).claims[0].text == mourned


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("WESTHAVEN — The harbour reopened on 11 March 2024.", "The harbour reopened on 11 March 2024."),
        ("PORT WESTHAVEN, Lennland (Reuters) - The harbour reopened.", "The harbour reopened."),
        ("EXCLUSIVE: The harbour reopened.", "The harbour reopened."),
        ("NATO — founded in 1949 — reopened the harbour.", "NATO — founded in 1949 — reopened the harbour."),
        ("The U.S. — It is open.", "The U.S. — It is open."),
    ],
)
def test_the_place_that_a_report_was_sent_from_is_no_part_of_what_it_says(line, left):
    article = article_of("a.txt", Document(line))
    claim = verbatim(Chunk(1, article, article.paragraphs[0], PARSER), article.paragraphs[0].sentences[0])
    assert (claim.text, claim.citations[0].quote) == (left, line)

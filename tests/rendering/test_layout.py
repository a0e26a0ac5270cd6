"""What a page has and in which order, whatever draws it."""

import pages
import pytest
from test_rendering import LATER, OPENED, STEPS, answer, claim

from briefer.rendering.blocks import Found, References, Silence, Statements, Steps
from briefer.rendering.layout import said, sections, stated
from briefer.schema import Certainty, Disagreement, Passage, Story, Verdict

DAYS = ("2024-05-11", "2024-05-12", None)  # of three stories
FIRST_OF_EACH = ["reported 2024-05-11", None, None, "reported 2024-05-13"]
BESIDE = claim("It opened in June.", "c.md")


def test_a_mark_has_the_number_of_its_source_and_each_citation_one():
    twice = OPENED.model_copy(update={"citations": (*OPENED.citations, *LATER.citations, *OPENED.citations)})
    assert [mark.label for mark in said(twice, ["b.md", "a.md"]).marks] == ["2:2", "1:2"]


def test_only_the_first_claim_has_the_verdict():
    first = sections(answer(verdict=Verdict.NO))[0].block
    assert isinstance(first, Statements)
    assert [one.lead and one.lead.text for one in first.said] == ["No", None]


@pytest.mark.parametrize(
    ("fields", "lead"),
    [
        ({"short": "22"}, ("short", "22", "")),
        ({"short": "22", "when": "2025-05-08"}, ("short", "22", "2025-05-08")),
        ({"short": "14", "when": "2025-05-06", "superseded": True}, ("short", "14", "earlier, 2025-05-06")),
        ({"when": "2025-05-08"}, ("published", "2025-05-08", "")),
        ({"when": "2025-05-06", "superseded": True}, ("published", "earlier, 2025-05-06", "")),
        ({}, None),
    ],
)
def test_the_few_words_that_answer_stand_before_a_claim_with_when_it_was_told(fields, lead):
    told = sections(answer(claims=(OPENED.model_copy(update=fields),)))[0].block.said[0].lead
    assert (told and (told.kind.value, told.text, told.note)) == lead


def test_the_verdict_stands_in_place_of_the_first_claims_few_words_alone():
    claims = tuple(one.model_copy(update={"short": "22"}) for one in (OPENED, LATER))
    told = sections(answer(claims=claims, verdict=Verdict.YES))[0].block.said
    assert [(one.lead.kind.value, one.lead.text) for one in told] == [("verdict", "Yes"), ("short", "22")]


def test_every_mark_of_an_answer_has_a_source_that_is_listed_with_its_quotes():
    page = sections(answer(disagreements=(Disagreement(about="When?", sides=(OPENED, BESIDE)),)))
    (listed,) = (section.block for section in page if isinstance(section.block, References))
    marks = {mark for s in page if isinstance(s.block, Statements) for one in s.block.said for mark in one.marks}
    assert {(mark.source, mark.citation) for mark in marks} == {(s.number, q) for s in listed.sources for q in s.quotes}
    assert [source.article for source in listed.sources] == ["a.md", "b.md", "c.md"]


def test_what_is_not_answered_has_the_reason_then_what_is_nearest_then_the_steps():
    near = Passage(article="a", title="A", publisher=None, date=None, paragraph=1, text="x", start=0, end=1, score=0.5)
    page = sections(answer(answered=False, reason="Nothing.", claims=(), nearest=(near,), steps=STEPS))
    assert [type(section.block) for section in page] == [Silence, Found, Steps]


def test_the_claims_so_far_are_laid_out_as_those_of_the_answer():
    assert stated((OPENED, LATER)) == sections(answer())
    assert stated(()) == []


def test_a_search_without_results_says_so():
    (section,) = sections([])
    assert section.block == Found((), "Nothing was found.")


@pytest.mark.parametrize(
    ("date", "iso", "worked_out", "note"),
    [
        ("yesterday", "2015-09-11", True, "2015-09-11"),
        ("8 April", "2024-04-08", True, "2024-04-08"),
        ("10 April 2024", "2024-04-10", False, ""),
        ("August 2022", "2022-08", False, ""),
        ("2024-04-10", "2024-04-10", False, ""),
        ("last summer", None, False, ""),
    ],
)
def test_a_date_is_given_as_iso_too_where_the_source_does_not_give_it_whole(date, iso, worked_out, note):
    event = pages.WHEN[0].model_copy(update={"date": date, "iso": iso, "worked_out": worked_out})
    (when,) = (s.block for s in sections(pages.brief(timeline=(event,))) if s.title == "When")
    assert [(one.lead.text, one.lead.note) for one in when.said] == [(date, note)]


def test_a_plan_without_a_day_has_nothing_before_it():
    plan = pages.WATCH[0].model_copy(update={"date": "", "iso": None})
    (watch,) = (s.block for s in sections(pages.brief(watch=(plan,))) if s.title == "What to watch")
    assert [one.lead for one in watch.said] == [None]


@pytest.mark.parametrize(
    ("certain", "shown"),
    [
        ((Certainty.SINGLE, Certainty.SINGLE), ["", ""]),
        ((Certainty.SINGLE, Certainty.CONFIRMED), ["one account", "confirmed"]),
        ((Certainty.CONTRADICTED,), ["contradicted"]),
        ((None, None), ["", ""]),
    ],
)
def test_how_sure_a_key_point_is_stands_beside_it_unless_one_account_is_all_that_any_has(certain, shown):
    points = [pages.RIVER.model_copy(update={"certainty": one}) for one in certain]
    (told,) = (s.block for s in sections(pages.brief(key_points=tuple(points))) if s.title == "Key points")
    assert [one.sure for one in told.said] == shown


def test_the_first_line_on_each_of_several_events_has_its_day_and_the_points_of_each_stand_under_its_name():
    first, second = (pages.BOTTOM[0], pages.claim("The council met in 2024.", (2, 1)))
    undated = pages.claim("Inspectors had asked for repairs.", (3, 1))
    stories = [Story(name=f"Story {n}", date=day, articles=(pages.SOURCES[n][0],)) for n, day in enumerate(DAYS)]
    more = pages.claim("Two are missing.", (1, 3))  # goes on with the first
    brief = pages.brief(bottom_line=(first, more, second, undated), key_points=(undated, first), stories=tuple(stories))
    told = sections(brief)
    (lines,) = (s.block for s in told if s.title == "Bottom line: three separate events")
    assert [one.lead and one.lead.text for one in lines.said] == FIRST_OF_EACH
    assert [s.title for s in told if s.told] == ["Story 0", "Story 2"]

"""What a page has and in which order, whatever draws it."""

from test_rendering import LATER, OPENED, STEPS, answer, claim

from briefer.rendering.blocks import Found, References, Silence, Statements, Steps
from briefer.rendering.layout import said, sections, stated
from briefer.schema import Disagreement, Passage, Verdict

BESIDE = claim("It opened in June.", "c.md")


def test_a_mark_has_the_number_of_its_source_and_each_citation_one():
    twice = OPENED.model_copy(update={"citations": (*OPENED.citations, *LATER.citations, *OPENED.citations)})
    assert [mark.label for mark in said(twice, ["b.md", "a.md"]).marks] == ["2:2", "1:2"]


def test_only_the_first_claim_has_the_verdict():
    first = sections(answer(verdict=Verdict.NO))[0].block
    assert isinstance(first, Statements)
    assert [one.lead and one.lead.text for one in first.said] == ["No", None]


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

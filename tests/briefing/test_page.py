"""How what was chosen is laid out: citations, certainty, order."""

import pytest
from material import MADE, article, candidates_of
from texts import table

from briefer.briefing.choose import choose
from briefer.briefing.figures import moved
from briefer.briefing.page import Material, laid_out
from briefer.briefing.settings import BriefSettings
from briefer.briefing.sources import corpus_sha256
from briefer.briefing.weigh import weigh
from briefer.library.copies import independent
from briefer.schema import Brief, Certainty, Wording

PLAIN = table(__file__, "plain")["articles"]


def page(texts, *, stories=None, topic="storm harbour bridge", dates=None) -> Brief:
    """Return the page of some texts, by their names."""
    articles = {name: article(text, name, date=(dates or {}).get(name)) for name, text in texts.items()}
    weighed = weigh([one for each in articles.values() for one in candidates_of(each, topic=topic)])
    paths = stories or [list(articles)]
    material = Material(
        topic=topic, chosen=choose(weighed, paths, BriefSettings()), gaps=["Why."],
        figures=moved([w.candidate for w in weighed], paths),
        stories=[[articles[path] for path in story] for story in paths], support={},
    )  # fmt: skip
    return laid_out(material, MADE)


PAGE = page(PLAIN, stories=[["storm.md", "toll.md"], ["bridge.md"]])


def test_the_headline_is_who_did_what_in_the_bottom_line():
    assert PAGE.headline.text == "The storm closed the harbour of Westhaven on 2 March 2024"
    assert PAGE.headline.citations[0].quote == PAGE.bottom_line[0].citations[0].quote


def test_the_same_fact_of_two_articles_is_one_statement_with_two_citations_and_confirmed():
    [closed] = [claim for claim in PAGE.bottom_line if "closed the harbour" in claim.text]
    assert [citation.article for citation in closed.citations] == ["storm.md", "toll.md"]
    assert closed.certainty is Certainty.CONFIRMED


def test_what_one_article_tells_is_of_one_account_and_so_is_what_a_copy_tells_too():
    bridge = [claim for claim in PAGE.bottom_line if claim.citations[0].article == "bridge.md"]
    assert {claim.certainty for claim in bridge} == {Certainty.SINGLE}
    copied = page({"a.md": PLAIN["storm.md"], "b.md": PLAIN["storm.md"]})
    assert {claim.certainty for claim in copied.bottom_line} == {Certainty.SINGLE}
    assert copied.accounts == 1


def test_what_another_source_of_the_same_day_counts_otherwise_is_contradicted():
    texts = {
        "a.md": "The storm in the harbour of Westhaven killed nine people.\n\nRescuers searched the cellars all night.",
        "b.md": "The storm in the harbour of Westhaven killed twelve people.\n\nThe market was closed by its owners.",
    }
    same = page(texts, dates=dict.fromkeys(texts, "2024-03-03"))
    assert not same.figures[0].changed
    assert Certainty.CONTRADICTED in {claim.certainty for claim in same.bottom_line}
    later = page(texts, dates={"a.md": "2024-03-03", "b.md": "2024-03-06"})
    assert later.figures[0].changed
    assert [value.value for value in later.figures[0].values] == ["twelve", "nine"]
    assert Certainty.CONTRADICTED not in {claim.certainty for claim in later.bottom_line}


def test_only_the_bottom_line_and_the_key_points_are_counted():
    counted = [*PAGE.bottom_line, *PAGE.key_points]
    assert all(claim.certainty for claim in counted)
    assert not any(claim.certainty for claim in PAGE.claims() if claim not in counted)


def test_the_timeline_goes_from_the_earliest_day_on():
    days = [event.iso for event in PAGE.timeline]
    assert len(days) >= 3
    assert days == sorted(days)


def test_a_whole_sentence_is_verbatim_and_one_with_something_left_out_or_put_in_is_shortened():
    council = "The council elected Ada Brandt, who leads the port authority."
    told = page({"a.md": f"{council}\n\nThe wall was built in 1850 by nine prisoners."})
    wordings = {claim.text: claim.wording for claim in told.bottom_line}
    assert wordings["The council elected Ada Brandt."] is Wording.SHORTENED
    assert wordings["The wall was built in 1850 by nine prisoners."] is Wording.VERBATIM


def test_the_sources_are_in_the_order_of_their_citations_and_the_stories_are_those_that_are_cited():
    order = list(dict.fromkeys(c.article for claim in PAGE.claims() for c in claim.citations))
    assert [source.article for source in PAGE.sources] == order
    assert [story.articles for story in PAGE.stories] == [("storm.md", "toll.md"), ("bridge.md",)]
    assert PAGE.accounts == 3
    assert "3 articles" in PAGE.rests_on
    assert PAGE.gaps == ("Why.",)


def test_an_article_of_no_story_is_an_account_too():
    told = page(PLAIN, stories=[["storm.md", "toll.md"]])
    assert "bridge.md" in {source.article for source in told.sources}
    assert told.accounts == 3


def test_a_quotation_without_its_speaker_is_cited_with_the_sentence_that_names_them():
    text = (
        "Ada Brandt visited the harbour.\n\n“We were lucky,” said Ada Brandt. “The storm broke nine of the old boats.”"
    )
    [said] = [s for s in page({"a.md": text}).who_said_what if "nine" in s.claim.text]
    assert said.speaker == "Ada Brandt"
    assert any("said Ada Brandt" in citation.quote for citation in said.claim.citations)


def test_a_story_is_called_by_its_title_but_never_by_the_name_of_a_file():
    assert PAGE.stories[1].name == "bridge"
    named = page({"a1b2c3d4.md": "The storm closed the harbour of Westhaven.\n\nThe quay was cleared."})
    assert [story.name for story in named.stories] == ["The storm closed the harbour of Westhaven"]


@pytest.mark.parametrize(
    ("shared", "accounts"),
    [("", 2), ("the storm closed the harbour and broke the old wall of the fish market behind the mill", 1)],
)
def test_of_two_articles_one_that_has_most_of_the_other_s_words_is_no_account_of_its_own(shared, accounts):
    first = article(f"{shared} nine boats sank.", "a.md")
    other = article(f"{shared} ten ferries left.", "b.md")
    assert independent([first, other]) == independent([other, first]) == accounts


def test_the_hash_of_a_corpus_changes_with_any_of_its_articles():
    assert corpus_sha256([("a.md", "1")]) == corpus_sha256([("a.md", "1")])
    assert len({corpus_sha256(s) for s in ([], [("a.md", "1")], [("a.md", "2")], [("b.md", "1")])}) == 4

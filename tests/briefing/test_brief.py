"""Briefs of whole folders, without a model: what holds of every page."""

import re
from pathlib import Path

import pytest
from prompted import Scripted, of
from texts import PARSER, table

from briefer import Briefer, Filters
from briefer.errors import UsageError
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.progress import Stage
from briefer.rendering import FORMATS
from briefer.schema import Brief

CORPUS = Path(__file__).parents[2] / "corpus"
HARBOUR = table(__file__, "harbour")["articles"]
TOPIC = "storm in the harbour of Westhaven"
SURE = {of("pronoun"): 0.9}
BRACKETS = re.compile(r"\[[^\]]*\]")
ODD = ["é", "x", "渚の台風", "<b>storm</b>", "storm/harbour", "a\tb", "?!", "STORM", "'; DROP", "$topic", "\\"]


def words(text):
    """Return the words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def assert_told(brief: Brief, briefer: Briefer) -> None:
    """Assert that a page's words are its sources', that they are cited, and that nothing is lost in JSON."""
    for claim in brief.claims():
        assert claim.citations
        for citation in claim.citations:
            article = briefer.article(citation.article)
            part = article.paragraphs[citation.paragraph - 1]
            assert article.text[citation.start : citation.end] == citation.quote
            assert part.start <= citation.start < citation.end <= part.end
        assert len({(c.article, c.start, c.end) for c in claim.citations}) == len(claim.citations)
        own = iter(words(" ".join(citation.quote for citation in claim.citations)))
        assert all(word in own for word in words(BRACKETS.sub(" ", claim.text))), claim
    assert {c.article for claim in brief.claims() for c in claim.citations} == {s.article for s in brief.sources}
    assert Brief.model_validate_json(FORMATS["json"](brief)) == brief
    counted = [claim.text for claim in (*brief.bottom_line, *brief.key_points)]
    assert len(set(counted)) == len(counted)


@pytest.fixture
def harbour(over):
    return over(HARBOUR, model=Scripted(yes=SURE | {of("topic"): 0.0}))


def test_a_page_tells_what_happened_who_said_what_when_and_what_is_planned(harbour):
    page = harbour.brief(TOPIC)
    assert_told(page, harbour)
    told = " ".join(claim.text for claim in page.claims())
    assert "A storm closed the harbour of Westhaven on Saturday [2 March 2024] and killed nine people" in told
    assert {s.speaker for s in page.who_said_what} >= {"Ada Brandt", "Ines Vidal"}
    assert [v.value for figure in page.figures for v in figure.values] == ["twelve", "nine"]
    assert [event.iso for event in page.timeline] == sorted(event.iso for event in page.timeline)
    assert [event.iso for event in page.watch] == ["2024-03-08"]
    assert {s.article for s in page.sources} == {"courier.md", "gazette.md", "later.md"}


def test_no_caption_and_no_question_is_told(harbour):
    told = " ".join(claim.text for claim in harbour.brief(TOPIC).claims())
    assert "?" not in told
    assert "under water" not in told


def test_a_name_is_put_in_only_if_the_model_says_yes(over):
    text = {
        "a.md": "The council of Lennford opened the quay.\n\nAda Brandt saw the quay. She gave the quay 40 new lamps."
    }
    for yes in (0.9, 0.1):
        model = Scripted(yes={of("pronoun"): yes})
        page = over(text, model=model).brief("quay")
        told = [claim.text for claim in page.claims()]
        assert ("[Ada Brandt] gave the quay 40 new lamps." in told) == (yes > 0.5)
        assert not any("She gave" in one for one in told)
        assert [shown["name"] for name, shown in model.asked if name == "pronoun"] == ["Ada Brandt"]


def test_what_names_are_put_in_is_the_support_of_the_statement(over):
    text = {
        "a.md": "The council of Lennford opened the quay.\n\nAda Brandt saw the quay. She gave the quay 40 new lamps."
    }
    page = over(text, model=Scripted(yes={of("pronoun"): 0.8})).brief("quay")
    assert {claim.support for claim in page.claims() if "[Ada" in claim.text} == {0.8}
    assert {claim.support for claim in page.claims() if "[Ada" not in claim.text} == {1.0}


def test_an_absent_topic_has_no_page_but_what_was_nearest(harbour):
    page = harbour.brief("volcano", explain=True)
    assert not page.answered
    assert page.claims() == []
    assert page.nearest
    assert "topic" in page.reason
    assert page.steps
    assert Brief.model_validate_json(FORMATS["json"](page)) == page


def test_the_same_brief_twice_is_the_same_but_for_its_time(harbour):
    pages = [harbour.brief(TOPIC) for _ in range(2)]
    timeless = [
        page.model_copy(update={"made": page.made.model_copy(update={"at": "", "seconds": 0})}) for page in pages
    ]
    assert timeless[0] == timeless[1]


@pytest.mark.parametrize("topic", ODD)
def test_any_topic_has_a_page_or_none(harbour, topic):
    page = harbour.brief(topic)
    assert page.topic == " ".join(topic.split())
    assert_told(page, harbour)
    for draw in FORMATS.values():
        assert draw(page)


@pytest.mark.parametrize("topic", ["", "  ", "\n", "x" * 1001])
def test_an_empty_or_overlong_topic_is_an_error(harbour, topic):
    with pytest.raises(UsageError, match="topic"):
        harbour.brief(topic)


def test_a_folder_of_one_article_without_a_date_has_a_page_that_says_so(over):
    briefer = over({"a.md": "The council of Lennford opened the quay.\n\nThe quay of Lennford has 40 new lamps."})
    page = briefer.brief("quay of Lennford")
    assert len(page.bottom_line) == 2
    assert page.accounts == 1
    assert [source.date for source in page.sources] == [None]
    assert "When it was published: the article carries no date." in page.gaps
    assert_told(page, briefer)


def test_where_no_article_has_a_date_no_day_is_worked_out(over):
    undated = {name: re.sub(r"date: \S+\n", "", text) for name, text in HARBOUR.items()}
    briefer = over(undated)
    page = briefer.brief(TOPIC)
    assert page.answered
    assert not any("[" in claim.text for claim in page.claims())
    assert not any(figure.changed for figure in page.figures)
    assert any("carry no date" in gap for gap in page.gaps)
    assert_told(page, briefer)


def test_only_articles_that_are_let_through_are_told(harbour):
    page = harbour.brief(TOPIC, filters=Filters(articles=("later.md",)))
    assert {source.article for source in page.sources} == {"later.md"}


def test_where_nothing_can_stand_on_a_page_there_is_none(over):
    page = over({"a.md": "He moved the quay of Lennford to the town. She sold the quay of Lennford."}).brief("quay")
    assert not page.answered
    assert page.claims() == []


def test_the_steps_of_a_brief_are_told_where_they_are_asked_for(harbour):
    assert harbour.brief(TOPIC).steps == ()
    stages = {step.stage for step in harbour.brief(TOPIC, explain=True).steps}
    assert {Stage.RETRIEVE, Stage.PARSE, Stage.CHOOSE} <= stages


def test_a_page_has_room_for_so_many_words(harbour):
    for room in (100, 200, 400):
        page = harbour.brief(TOPIC, words=room)
        told = [*page.bottom_line, *page.key_points, *(s.claim for s in page.who_said_what)]
        told += [event.claim for event in page.watch]
        assert sum(len(claim.text.split()) for claim in told) <= room


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return a Briefer over the sample corpus."""
    index = tmp_path_factory.mktemp("sample")
    with Briefer(CORPUS, index=index, language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        yield briefer


@pytest.mark.parametrize(
    "topic",
    ["Taiwan", "Taiwan earthquake", "Xi and Putin", "drills around Taiwan", "Nauru", "Pelosi", "missiles", "2024"],
)
def test_every_statement_of_the_sample_corpus_is_in_its_sources_words_and_cited(sample, topic):
    page = sample.brief(topic)
    assert page.answered
    assert_told(page, sample)

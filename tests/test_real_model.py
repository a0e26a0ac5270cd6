"""The main job with the default model and embedder, on the sample corpus and, where they are, the user's articles."""

from pathlib import Path

import pytest

from briefer import Answer, Brief, Briefer, Claim
from briefer.rendering import FORMATS

ROOT = Path(__file__).parent.parent
OWN_ARTICLES = ROOT.parent / "shared" / "articles"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def briefer(real_over, tmp_path_factory):
    with real_over(ROOT / "corpus", tmp_path_factory.mktemp("index")) as opened:
        yield opened


@pytest.fixture(scope="module")
def brief(briefer) -> Brief:
    return briefer.brief("anti-secession law")


def assert_cited(briefer: Briefer, claims: list[Claim]) -> None:
    assert claims
    for claim in claims:
        assert claim.citations
        for citation in claim.citations:
            article = briefer.article(citation.article)
            assert article.text[citation.start : citation.end] == citation.quote
            part = article.paragraphs[citation.paragraph - 1]
            assert part.start <= citation.start < citation.end <= part.end
            assert part.role == "text"


def test_a_brief_cites_every_statement_at_its_offsets(briefer, brief):
    assert brief.answered
    assert_cited(briefer, brief.claims())


def test_a_brief_is_one_page_and_survives_json(brief):
    assert len(FORMATS["md"](brief).split()) <= 450
    assert Brief.model_validate_json(FORMATS["json"](brief)) == brief


def test_a_brief_rests_on_the_article_about_its_topic(brief):
    assert "anti-secession-law-2005.md" in {source.article for source in brief.sources}


@pytest.mark.parametrize(
    ("question", "said", "article"),
    [
        ("In which year was TSMC founded?", "1987", "taiwan-semiconductor-industry.md"),
        (
            "What does the Anti-Secession Law say about peaceful reunification?",
            "reunification",
            "anti-secession-law-2005.md",
        ),
    ],
)
def test_a_question_is_answered_from_the_right_article(briefer, question, said, article):
    answer: Answer = briefer.ask(question)
    assert answer.answered
    assert_cited(briefer, list(answer.claims))
    assert said in " ".join(claim.text for claim in answer.claims)
    assert article in {c.article for claim in answer.claims for c in claim.citations}


@pytest.mark.parametrize("question", ["Who won the 2018 World Cup?", "What is the boiling point of mercury?"])
def test_a_question_that_the_articles_do_not_answer_is_not_answered(briefer, question):
    answer = briefer.ask(question)
    assert not answer.answered
    assert not answer.claims
    assert answer.nearest


@pytest.mark.long
@pytest.mark.skipif(not OWN_ARTICLES.is_dir(), reason="the user's own articles are not here")
def test_two_meetings_stay_two_meetings(real_over, tmp_path):
    with real_over(OWN_ARTICLES, tmp_path) as own:
        brief = own.brief("taiwan")
        assert_cited(own, brief.claims())
    by_article: dict[str, str] = {}
    for claim in brief.claims():
        assert len({c.article for c in claim.citations}) == 1
        by_article[claim.citations[0].article[:3]] = by_article.get(claim.citations[0].article[:3], "") + claim.text
    assert "Xi" in by_article["002"]
    assert "inseparable" in by_article["002"]
    assert "One China" in by_article["000"]
    assert "back" in by_article["000"]

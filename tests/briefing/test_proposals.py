"""What is proposed to be asked: groups of articles, named by their own words, each of which gives a brief."""

from pathlib import Path

import pytest
from texts import PARSER

from briefer.api import Briefer
from briefer.language.tokens import stems
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.reviews import Proposal

ROOT = Path(__file__).parents[2]
SAMPLE, WEEK = ROOT / "corpus", ROOT.parent / "shared" / "eval" / "wikinews"
QUAKE = """\
---
title: Earthquake shakes Lennford
date: 2024-05-0{day}
publisher: Paper {day}
---

The Lennford earthquake of Monday damaged {count} houses in the old town, the fire service said. Nobody was hurt.

Engineers look at every house before anybody goes back.
"""
OTHERS = {
    "maps.txt": "Museum shows the lost maps\n\nThe city museum of Westhaven shows forty lost maps of the coast.\n",
    "vote.txt": "Voters elect a new mayor\n\nThe voters of Brandal elected Ada Lenn, a teacher, mayor on Sunday.\n",
}


def opened(corpus, index):
    return Briefer(corpus, index=index, language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER)


@pytest.fixture
def folder(tmp_path):
    """Four articles, two of them on one event."""
    corpus = tmp_path / "articles"
    corpus.mkdir()
    for day in (2, 3):
        text = QUAKE.format(day=day, count=day * 20)
        (corpus / f"quake{day}.md").write_text(text, encoding="utf-8")
    for name, text in OTHERS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    return corpus


def test_articles_on_one_event_are_one_topic_with_its_newest_date_and_titles(folder, tmp_path):
    with opened(folder, tmp_path / "index") as briefer:
        first, *others = briefer.topics()
    assert (first.articles, first.newest) == (2, "2024-05-03")
    assert first.titles == ("Earthquake shakes Lennford",) * 2
    assert stems("Lennford earthquake") <= stems(first.topic)
    assert [(one.articles, one.newest) for one in others] == [(1, None), (1, None)]


def test_the_same_is_proposed_each_time_and_no_more_than_is_asked_for(folder, tmp_path):
    with opened(folder, tmp_path / "index") as briefer:
        found = briefer.topics()
        assert briefer.topics() == found
        assert briefer.topics(most=1) == found[:1]
    with opened(folder, tmp_path / "again") as briefer:
        assert briefer.topics() == found


@pytest.mark.parametrize("name", [*OTHERS, "quake2.md"])
def test_a_folder_of_one_article_has_one_topic(folder, tmp_path, name):
    for path in folder.iterdir():
        if path.name != name:
            path.unlink()
    with opened(folder, tmp_path / "index") as briefer:
        (only,) = briefer.topics()
        assert briefer.brief(only.topic).answered


@pytest.mark.parametrize("corpus", [SAMPLE, WEEK], ids=["sample corpus", "wikinews"])
def test_topics_give_briefs_and_have_a_name_of_their_own_in_words_of_one_article(corpus, tmp_path):
    if not corpus.exists():
        pytest.skip(f"{corpus} is not there")
    with opened(corpus, tmp_path / "index") as briefer:
        found = briefer.topics(most=30)
        texts = [stems(f"{a.title} {a.prose}") for a in map(briefer.article, (a.path for a in briefer.articles()))]
        assert len({one.topic.lower() for one in found}) == len(found) > 10
        for one in found:
            assert any(stems(one.topic) <= text for text in texts), one.topic
            assert len(one.topic.split()) <= 12
        assert not [one.topic for one in found if not briefer.brief(one.topic).answered]


def test_a_folder_that_is_about_one_country_has_that_first(tmp_path):
    with opened(SAMPLE, tmp_path / "index") as briefer:
        first = briefer.topics()[0]
    assert first.topic == "Taiwan"
    assert first.articles > 20


def test_a_proposal_survives_json(folder, tmp_path):
    with opened(folder, tmp_path / "index") as briefer:
        for one in briefer.topics():
            assert Proposal.model_validate_json(one.model_dump_json()) == one

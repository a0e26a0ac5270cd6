"""What a reader will ask and no sentence says: the rows of gaps.toml."""

import pytest
from material import EMBEDDER, article, candidates_of
from texts import rows, table

from briefer.briefing.gaps import gaps
from briefer.briefing.topic import topic_of


def missing(*articles, topic="harbour", found=(), most=4):
    return gaps(topic_of(topic, EMBEDDER), found, articles, most)


@pytest.mark.parametrize("row", rows(table(__file__, "gaps")["row"], "text"))
def test_what_is_missing_is_what_the_sentences_leave_open(row):
    one = article(row["text"], date="2024-03-12")
    assert missing(one, topic=row.get("topic", "harbour"), found=candidates_of(one)) == row["gaps"]


def test_articles_without_a_date_are_counted():
    dated, undated = article("The council met.", date="2024-03-12"), article("The council met.")
    assert missing(undated) == ["When it was published: the article carries no date."]
    assert missing(undated, dated) == ["When one of the 2 articles was published: it carries no date."]
    assert missing(undated, dated, undated) == ["When 2 of the 3 articles were published: they carry no date."]
    assert missing(dated) == []


def test_no_more_lines_are_told_than_are_wanted():
    one = article("Critics accused Okafor of neglect. The storm killed nine people.")
    assert len(missing(one, found=candidates_of(one))) == 3
    assert len(missing(one, found=candidates_of(one), most=1)) == 1

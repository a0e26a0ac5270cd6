"""What a reader will ask and no sentence says: the rows of gaps.toml."""

import pytest
from material import article, candidates_of
from texts import rows, table

from briefer.briefing.gaps import gaps


@pytest.mark.parametrize("row", rows(table(__file__, "gaps")["row"], "text"))
def test_what_is_missing_is_what_the_sentences_leave_open(row):
    one = article(row["text"], date="2024-03-12")
    assert gaps(candidates_of(one), [one], 4) == row["gaps"]


def test_articles_without_a_date_are_counted():
    dated, undated = article("The council met.", date="2024-03-12"), article("The council met.")
    assert gaps([], [undated], 4) == ["When it was published: the article carries no date."]
    assert gaps([], [undated, dated, undated], 4) == ["When 2 of the 3 articles were published: they carry no date."]
    assert gaps([], [dated], 4) == []


def test_no_more_lines_are_told_than_are_wanted():
    one = article("Critics accused Okafor of neglect. The storm killed nine people.")
    assert len(gaps(candidates_of(one), [one], 4)) == 3
    assert len(gaps(candidates_of(one), [one], 1)) == 1

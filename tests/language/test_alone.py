"""What is put into a sentence for it to be understood alone: the rows of alone.toml."""

import re

import pytest
from hypothesis import given
from material import candidate
from texts import PARSER, TEXTS, rows, table

from briefer.language.alone import Put, alone, told
from briefer.language.analysis import analyse


@pytest.mark.parametrize("row", rows(table(__file__, "alone")["row"], "text"))
def test_names_stand_for_pronouns_and_days_for_yesterday_in_brackets_where_that_is_sure(row):
    one = candidate(row["text"], date="2024-03-12")
    assert told(one.tree.text, (), one.alone.put) == row["told"]
    assert (one.alone.leaning.text if one.alone.leaning else "") == row.get("leans", "")


def test_without_the_article_s_date_no_day_is_told():
    text = "Fishing crews returned to the sea yesterday."
    assert candidate(text).text == text


def test_nothing_is_put_into_what_is_left_out():
    text = "Yesterday, which was fine, she left the quay."
    put = [Put(9, 9, " [11 March 2024]"), Put(27, 30, "[Ada Brandt]")]
    assert told(text, [(0, 27)], put) == "[Ada Brandt] left the quay."
    assert told(text, [], put) == "Yesterday [11 March 2024], which was fine, [Ada Brandt] left the quay."


@given(TEXTS.filter(bool))
def test_without_what_brackets_hold_and_with_its_pronouns_any_sentence_is_as_it_was(text):
    analysis = analyse(text, PARSER)
    for number, tree in enumerate(analysis.trees):
        put = alone(analysis, number, "2024-03-12").put
        assert all(re.fullmatch(r" ?\[.+\]", one.text, re.DOTALL) for one in put)
        assert all(one.start == one.end or tree.text[one.start : one.end].isalpha() for one in put)
        assert told(tree.text, (), ()).lower() == tree.text.lower()

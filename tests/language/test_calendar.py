"""Which dates a sentence gives, worked out from its article's date, and which of them is that of what it tells."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import PARSER, TEXTS, rows, table

from briefer.language.calendar import dates, event_date, planned
from briefer.language.parser import Blank

ROWS = rows(table(__file__, "dates")["row"], "sentence")


def tree(row):
    """Return the tree of a row's sentence."""
    return PARSER.parse([row["sentence"]])[0]


def published(row):
    """Return the date of a row's article, if it has one."""
    return row.get("published", "2019-07-17") or None


@pytest.mark.parametrize("row", ROWS)
def test_a_sentence_gives_its_dates_worked_out_from_the_article_and_nothing_else(row):
    found = dates(tree(row), published(row))
    assert [[one.text, one.iso or "", one.worked_out] for one in found] == row["dates"]
    assert all(row["sentence"][one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize("row", ROWS)
def test_the_date_of_a_sentence_is_that_of_what_it_tells(row):
    date = event_date(tree(row), published(row))
    assert (date.text if date else "") == row.get("event", row["dates"][0][0] if row["dates"] else "")


@pytest.mark.parametrize("row", ROWS)
def test_a_plan_is_what_a_sentence_announces_for_a_date(row):
    assert planned(tree(row)) == row.get("planned", False)


@given(TEXTS, st.none() | st.dates().map(str) | st.sampled_from(["2019", "2019-02", "2019-13", "0001", "9999-12-31"]))
def test_the_dates_of_any_text_are_in_order_in_its_words_and_in_the_calendar(text, date):
    for parser in (PARSER, Blank()):
        one = parser.parse([text])[0]
        found = dates(one, date)
        assert [each.start for each in found] == sorted(each.start for each in found)
        assert all(text[each.start : each.end] == each.text for each in found)
        assert all(each.iso is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", each.iso) for each in found)
        assert event_date(one, date) in [*found, None]
        planned(one)

"""Who says some words of a text, over its sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import PARSER, TEXTS, rows, table

from briefer.language.analysis import analyse
from briefer.language.discourse import antecedent, teller, unspoken, who_says


@pytest.mark.parametrize("row", rows(table(__file__, "discourse")["row"], "text", "words"))
def test_words_are_said_by_who_is_named_around_them(row):
    start = row["text"].index(row["words"])
    found = who_says(analyse(row["text"], PARSER), start, start + len(row["words"]))
    assert [one.text for one in (found.speakers if found else ())] == row["speakers"]


@pytest.mark.parametrize("row", rows(table(__file__, "discourse")["antecedent"], "text"))
def test_she_is_the_one_whom_the_sentence_before_tells_of(row):
    analysis = analyse(row["text"], PARSER)
    found = antecedent(analysis, len(analysis.trees) - 1)
    assert (found.text if found else "") == row["name"]


@pytest.mark.parametrize("row", rows(table(__file__, "discourse")["unspoken"], "text"))
def test_a_sentence_within_a_quotation_does_not_tell_who_speaks_but_another_may(row):
    analysis = analyse(row["text"], PARSER)
    found = [number for number in range(len(analysis.trees)) if unspoken(analysis, number)]
    tellers = {int(number): None if by < 0 else by for number, by in row["tellers"].items()}
    assert {number: teller(analysis, number) for number in found} == tellers


@given(TEXTS.filter(bool), st.data())
def test_of_any_words_of_any_text_somebody_is_told_or_nobody(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    found = who_says(analyse(text, PARSER), start, data.draw(st.integers(start, len(text))))
    assert found is None or found.speakers

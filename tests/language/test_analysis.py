"""A text as it is read: where its sentences begin, and what of them is quoted."""

import pytest
from hypothesis import given
from texts import PARSER, TEXTS, rows, table

from briefer.language.analysis import analyse
from briefer.language.parser import Blank


@pytest.mark.parametrize("row", rows(table(__file__, "datelines")["row"], "before", "sentence"))
def test_a_sentence_begins_behind_where_it_was_sent_from(row):
    analysis = analyse(row["before"] + row["sentence"], PARSER)
    assert analysis.starts == (len(row["before"]),)
    assert analysis.trees[0].text == row["sentence"]


def test_a_quotation_is_told_in_each_sentence_that_it_goes_over():
    text = "“It rained. It snowed,” said Ada. She “left”."
    analysis = analyse(text, PARSER)
    assert [text[start:end] for start, end in analysis.quotes] == ["“It rained. It snowed,”", "“left”"]
    first, second, third = analysis.trees
    assert first.text[slice(*first.quotes[0])] == "“It rained."
    assert second.text[slice(*second.quotes[0])] == "It snowed,”"
    assert third.text[slice(*third.quotes[0])] == "“left”"
    assert [bool(second.quote(token)) for token in second.tokens if token.text in {"snowed", "said"}] == [True, False]


def test_a_quotation_without_an_end_goes_on_to_the_last_sentence():
    analysis = analyse("It is so. “It goes on. And on.", PARSER)
    assert [bool(tree.quotes) for tree in analysis.trees] == [False, True, True]
    assert analysis.quotation(0) is None
    assert analysis.quotation(analysis.starts[2]) == analysis.quotes[0]


def test_an_offset_is_in_the_last_sentence_that_begins_at_it_or_before():
    analysis = analyse("It rained. It snowed.", PARSER)
    assert [analysis.at(offset) for offset in (0, 5, 10, 11, 20, 99)] == [0, 0, 0, 1, 1, 1]


def test_sentences_that_are_known_are_not_looked_for():
    text = "It rained. It snowed."
    analysis = analyse(text, PARSER, spans=[(0, len(text))])
    assert [tree.text for tree in analysis.trees] == [text]


@given(TEXTS)
def test_the_sentences_of_any_text_stand_at_their_offsets(text):
    analysis = analyse(text, Blank())
    assert len(analysis.starts) == len(analysis.trees)
    for start, tree in zip(analysis.starts, analysis.trees, strict=True):
        assert text[start:].startswith(tree.text)
        assert all(0 <= a < b for a, b in tree.quotes)

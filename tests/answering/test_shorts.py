"""The runs of a sentence that may be a short answer: the rows of shorts.toml."""

import pytest
from hypothesis import given
from texts import PARSER, TEXTS, rows, table

from briefer.answering.question import question_of
from briefer.answering.shorts import short_answers, spans

TABLE = table(__file__, "shorts")


def test_spans_begin_and_end_with_words_that_tell_something():
    assert spans("The harbour reopened on 11 March.") == [
        "harbour", "harbour reopened", "harbour reopened on 11", "harbour reopened on 11 March",
        "reopened", "reopened on 11", "reopened on 11 March", "11", "11 March", "March",
    ]  # fmt: skip


def test_spans_keep_what_belongs_to_an_amount_and_are_no_longer_than_asked():
    assert spans("It cost €1,400.50, or 3.5% more.", longest=1) == ["cost", "€1,400.50", "3.5%"]
    assert spans("of the") == []


@given(TEXTS)
def test_every_span_stands_in_the_sentence_once(text):
    found = spans(text)
    assert all(span in text for span in found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("row", rows(TABLE["short"], "question"))
def test_short_answers_are_of_the_kind_that_is_asked_for(row):
    found = short_answers(TABLE["sentence"], question_of(row["question"], PARSER))
    assert set(row["has"]) <= set(found)
    assert not set(row["lacks"]) & set(found)


@pytest.mark.parametrize("row", rows(TABLE["beside"], "question"))
def test_what_stands_beside_a_date_or_a_name_may_be_the_answer(row):
    assert row["has"] in short_answers(row["sentence"], question_of(row["question"], PARSER))

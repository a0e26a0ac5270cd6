"""The names that a source must have to answer a question: the rows of names.toml."""

import pytest
from texts import PARSER, rows, table

from briefer.answering.names import absent, off_matter
from briefer.answering.question import question_of

TABLE = table(__file__, "names")


@pytest.mark.parametrize("row", rows(TABLE["absent"], "question"))
def test_names_of_a_question_that_a_text_does_not_have(row):
    assert list(absent(question_of(row["question"], PARSER), row.get("text", TABLE["told"]))) == row["found"]


def test_a_year_is_not_absent_where_a_text_has_none():
    assert absent(question_of("What was opened in 2019?", PARSER), "The pier was opened on Monday.") == ()


@pytest.mark.parametrize("row", rows(TABLE["about"], "question", "text"))
def test_what_is_said_is_about_what_the_question_names(row):
    assert list(off_matter(question_of(row["question"], PARSER), row["text"])) == row["off"]

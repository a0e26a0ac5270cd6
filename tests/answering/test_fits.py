"""Whether a text tells what is asked as done, and not only wanted: the rows of fits.toml."""

import pytest
from texts import PARSER, rows, table

from briefer.answering.fits import is_thing, only_wanted
from briefer.answering.question import question_of
from briefer.language.analysis import analyse


@pytest.mark.parametrize("row", rows(table(__file__, "fits")["wanted"], "question", "text"))
def test_what_is_only_wanted_is_not_what_was_done(row):
    assert only_wanted(analyse(row["text"], PARSER), question_of(row["question"], PARSER)) is row["planned"]


@pytest.mark.parametrize("row", rows(table(__file__, "fits")["thing"], "words", "text"))
def test_one_of_several_is_a_thing_of_its_own_and_none_of_the_question(row):
    (tree,) = analyse(row["text"], PARSER).trees
    assert is_thing(row["words"], tree, question_of(row["question"], PARSER)) is row["thing"]

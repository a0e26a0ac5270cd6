"""Whether a text tells what is asked as done, and not only wanted: the rows of fits.toml."""

import pytest
from texts import PARSER, rows, table

from briefer.answering.fits import only_wanted
from briefer.answering.question import question_of
from briefer.language.analysis import analyse


@pytest.mark.parametrize("row", rows(table(__file__, "fits")["wanted"], "question", "text"))
def test_what_is_only_wanted_is_not_what_was_done(row):
    assert only_wanted(analyse(row["text"], PARSER), question_of(row["question"], PARSER)) is row["planned"]

"""Where the sentences of a text begin and end."""

import pytest
from hypothesis import given
from texts import TEXTS, rows, table

from briefer.language.sentences import sentences


@pytest.mark.parametrize("row", rows(table(__file__, "sentences")["row"], "form"))
@pytest.mark.parametrize("blank", [" ", "\n", "  "])
def test_a_text_is_taken_apart_at_the_ends_of_its_sentences(row, blank):
    text = blank.join(row["parts"])
    assert [text[start:end] for start, end in sentences(text)] == row["parts"]


@pytest.mark.parametrize("row", rows(table(__file__, "sentences")["glued"], "form"))
def test_sentences_with_no_blank_between_them_are_taken_apart(row):
    text = "".join(row["parts"])
    assert [text[start:end] for start, end in sentences(text)] == row["parts"]


@given(TEXTS)
def test_the_sentences_of_any_text_are_in_order_with_only_white_space_between_them(text):
    at, between = 0, ""
    for start, end in sentences(text):
        assert at <= start <= end
        between += text[at:start]
        at = end
    assert not (between + text[at:]).strip()

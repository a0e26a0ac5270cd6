"""What a text has in quotation marks."""

from hypothesis import given
from hypothesis import strategies as st
from texts import TEXTS

from briefer.language.quotations import quoted

MARKED = st.lists(st.sampled_from([*"“”\"‘’'`` .,", "``", "''", "It", "rained", "the mayor’s", "crews' "])).map("".join)


@given(TEXTS | MARKED)
def test_the_quotations_of_any_text_are_in_order_apart_and_end_at_most_behind_it(text):
    at = 0
    for start, end in quoted(text):
        assert at <= start < end <= len(text) + 1
        at = end


def test_a_place_is_in_a_quotation_between_its_marks():
    text = "She said “it rained” again."
    ((start, end),) = quoted(text)
    assert [start < text.index(word) < end for word in ("said", "“", "it", "again")] == [False, False, True, False]

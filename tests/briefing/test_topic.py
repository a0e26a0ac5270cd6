"""Which words of a topic are a name, and whether a text has it: the rows of topic.toml."""

import pytest
from texts import rows, table

from briefer.briefing.topic import compound, has_name

TABLE = table(__file__, "topic")


@pytest.mark.parametrize("row", rows(TABLE["topic"], "topic"))
def test_a_name_of_several_words_is_told_by_the_texts(row):
    assert compound(row["topic"], TABLE["texts"]) == row["phrases"]


def test_a_text_has_a_name_whole_or_by_its_initials():
    assert [has_name("North Korea", text) for text in TABLE["texts"]] == [True, *[False] * 4]
    assert has_name("North Korea", "The North Korean army fired.")
    assert has_name("United Nations", "The U.N. met.")
    assert has_name("Red Sea", "On the Red\nSea")
    assert not has_name("Red Sea", "A hundred seats")

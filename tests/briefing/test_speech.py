"""Who says what, with their role and the source's verb: the rows of speech.toml."""

import re

import pytest
from hypothesis import given
from material import article, candidate, candidates_of
from texts import TEXTS, rows, table

from briefer.briefing.speech import speech


@pytest.mark.parametrize("row", rows(table(__file__, "speech")["row"], "text"))
def test_words_are_told_of_who_says_them_with_role_and_verb_or_of_nobody(row):
    said = speech(candidate(row["text"]))
    if "says" not in row:
        assert said is None
    else:
        assert said is not None
        assert (said.speaker, said.verb, said.text) == (row["speaker"], row["verb"], row["says"])
        assert said.role == row.get("role", "")
        assert said.direct == (row["says"][0] == "“")


def test_the_role_may_stand_in_another_paragraph():
    text = "Mayor Ada Brandt opened the quay.\n\nIt rained.\n\nBrandt said that the harbour wall was far too low."
    said = speech(candidates_of(article(text))[-1])
    assert (said.speaker, said.role) == ("Ada Brandt", "Mayor")


@given(TEXTS.filter(str.strip))
def test_what_anybody_says_in_any_text_are_the_text_s_own_words_in_their_order(text):
    for one in candidates_of(article(f"{text}\n\nAda Brandt said that it rained. {text}")):
        said = speech(one)
        if said:
            assert said.speaker
            assert said.verb
            own = iter(re.findall(r"\w+", one.tree.text.lower()))
            assert all(word in own for word in re.findall(r"\w+", re.sub(r"\[.*?\]", "", said.text).lower()))

"""Who says what, in sentences of every form that a report has."""

import pytest
from texts import PARSER, rows, table

from briefer.language.analysis import analyse
from briefer.language.attribution import attributions, speakers
from briefer.language.discourse import who_says


def name(text: str) -> str:
    """Return a name in lower case, without a leading article."""
    words = text.lower().split()
    return " ".join(words[1:] if words[0] in {"a", "an", "the"} else words)


@pytest.mark.parametrize("row", rows(table(__file__, "attribution")["row"], "form"))
def test_words_are_said_by_who_says_them_and_by_nobody_else(row):
    start = row["text"].index(row["words"])
    found = who_says(analyse(row["text"], PARSER), start, start + len(row["words"]))
    said = found.speakers if found else ()
    assert [name(one.text) for one in said] == [name(one) for one in row["speakers"]]


@pytest.mark.parametrize("row", rows(table(__file__, "attribution")["row"], "form"))
def test_an_attribution_names_somebody_at_offsets_of_its_sentence(row):
    for tree in analyse(row["text"], PARSER).trees:
        for said in attributions(tree):
            assert said.speakers
            assert said.covers <= set(range(len(tree.tokens)))
            assert tree.text[said.at :].startswith(said.verb)
            assert all(tree.text[one.start : one.end] == one.text for one in said.speakers)


def test_speakers_are_all_who_say_something_in_order():
    tree = analyse("Ada Brandt said that it rained, and Tom Okafor added that it snowed.", PARSER).trees[0]
    assert [one.text for one in speakers(tree)] == ["Ada Brandt", "Tom Okafor"]

"""Who did what in a sentence: the rows of core.toml."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from texts import PARSER, TEXTS, rows, table

from briefer.language.analysis import analyse
from briefer.language.core import LEAST, core

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize("row", rows(table(__file__, "core")["row"], "form"))
def test_a_core_is_who_did_what_with_negation_hedges_numbers_and_who_says_so(row):
    assert core(analyse(row["text"], PARSER).trees[-1]) == row["core"]


def assert_core(tree):
    told = core(tree)
    own = iter(re.findall(r"\w+", tree.text.lower()))
    assert all(word in own for word in re.findall(r"\w+", told.lower()))
    assert not told or len(told.split()) >= LEAST
    assert told.count("“") == told.count("”")
    return told


@given(TEXTS)
def test_a_core_is_of_the_sentence_s_own_words_in_their_order_with_whole_quotations(text):
    for tree in analyse(text, PARSER).trees:
        assert_core(tree)


def test_so_are_those_of_all_sentences_of_the_corpus_and_many_have_one():
    told = [
        assert_core(tree)
        for path in sorted(CORPUS.glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 80
        for tree in analyse(line, PARSER).trees
    ]
    assert sum(map(bool, told)) > 0.3 * len(told)

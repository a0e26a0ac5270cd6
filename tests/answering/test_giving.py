"""Whether a text gives the kind of thing that a question asks for: the rows of giving.toml."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import PARSER, TEXTS, rows, table

from briefer.answering.giving import gives
from briefer.answering.question import question_of
from briefer.language.analysis import analyse
from briefer.language.parser import Blank

ROWS = table(__file__, "giving")["gives"]
ASKED = sorted({question_of(row["question"], PARSER).kind: row["question"] for row in ROWS}.values())


@pytest.mark.parametrize("row", rows(ROWS, "question", "text"))
def test_a_claim_gives_the_kind_of_thing_that_is_asked_for(row):
    assert gives(analyse(row["text"], PARSER), question_of(row["question"], PARSER)) is row["given"]


@pytest.mark.parametrize("row", rows([row for row in ROWS if row["given"]], "question", "text"))
def test_without_a_pipeline_nothing_that_answers_is_refused(row):
    assert gives(analyse(row["text"], Blank()), question_of(row["question"], Blank()))


@given(TEXTS, st.sampled_from(ASKED))
def test_what_is_asked_for_can_be_looked_for_in_any_text(text, question):
    for parser in (PARSER, Blank()):
        asked, told = question_of(question, parser), analyse(text, parser)
        assert gives(told, asked) >= gives(told, asked, within=(0, len(text) // 2))


def test_a_stretch_of_a_sentence_is_looked_at_as_part_of_it():
    text = analyse("Lenn came. The ferry was built in 1912.", PARSER)
    question = question_of("When was the ferry built?", PARSER)
    assert [gives(text, question, within=place) for place in ((34, 38), (0, 33), (11, 38))] == [True, False, True]

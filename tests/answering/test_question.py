"""What a question wants: its parts, the kind of its answer, and whether it has one."""

import re

import pytest
from hypothesis import given
from texts import PARSER, TEXTS, rows, table

from briefer.answering.kinds import Kind
from briefer.answering.question import parts, question_of
from briefer.language.parser import Blank

TABLE = table(__file__, "question")


@pytest.mark.parametrize("row", rows(TABLE["parts"], "question"))
def test_a_question_has_parts_only_where_each_can_be_asked_alone(row):
    assert parts(question_of(row["question"], PARSER)) == row["asked"]


@given(TEXTS)
def test_no_word_of_a_question_is_lost_in_its_parts(text):
    kept = [word for part in parts(question_of(text, PARSER)) for word in re.findall(r"\w+", part.lower())]
    lost = [word for word in re.findall(r"\w+", text.lower()) if word not in kept]
    assert set(lost) <= {"and"}


@pytest.mark.parametrize("row", rows(TABLE["kind"], "question"))
def test_the_kind_of_answer_is_told_by_the_words_that_ask(row):
    assert question_of(row["question"], PARSER).kind is Kind(row["kind"])


@pytest.mark.parametrize("row", rows(TABLE["one"], "question"))
def test_one_answer_is_wanted_of_who_when_where_which_and_how_many(row):
    assert question_of(row["question"], PARSER).one is row["one"]


@given(TEXTS)
def test_any_text_can_be_taken_for_a_question(text):
    assert all(isinstance(question_of(text, parser).kind, Kind) for parser in (PARSER, Blank()))


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which countries signed?", True),
        ("Which former members of the crew do the articles tell of?", True),
        ("Which Hong Kong politicians lost?", True),
        ("Which of the towns flooded?", True),
        ("What two films won?", True),
        ("What are the reasons?", True),
        ("Who were the victims?", True),
        ("List the boats that sank.", True),
        ("Which country signed?", False),
        ("What is the toll?", False),
        ("What happened in the towns?", False),
        ("Who won?", False),
        ("Which?", False),
    ],
)
def test_what_asks_for_several_is_told_by_the_noun_behind_it(question, several):
    assert question_of(question, PARSER).several is several

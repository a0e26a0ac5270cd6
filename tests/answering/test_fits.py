"""Which of the texts that give what is asked for fit best: the rows of fits.toml, and what is precise."""

import pytest
from texts import PARSER, rows, table

from briefer.answering.fits import leaves_out, likeliest, only_wanted, precise
from briefer.answering.question import question_of
from briefer.language.analysis import analyse

TABLE = table(__file__, "fits")


def test_a_question_that_asks_who_wants_a_name_best():
    asked = question_of("Who went to Lennford with Ada Brandt?", PARSER)
    assert precise("Ada Brandt went to Lennford with Tom Lenn on Monday.", asked)
    assert not precise("Ada Brandt went to Lennford with the whole council on Monday.", asked)


def test_a_question_that_asks_when_wants_a_date_best():
    asked = question_of("When did the harbour of Westhaven reopen on 3 May?", PARSER)
    assert precise("It reopened in March 2024.", asked)
    assert not precise("It reopened on 3 May.", asked)
    assert not precise("It reopened this month.", asked)
    assert precise("It reopened this month.", question_of("How did it reopen?", PARSER))


def test_the_likeliest_sentence_has_most_of_the_questions_words_and_gives_what_it_asks_for():
    sentences = ["The bridge over the Lenn opened to traffic.", "It was opened in May 2019.", "The toll rose."]

    def best(question, texts):
        return likeliest(question_of(question, PARSER), analyse(" ".join(texts), PARSER))

    assert best("When did the bridge over the Lenn open to traffic?", sentences) == 1
    assert best("Did the toll of the bridge rise?", sentences[2:]) == 0
    assert best("How many cars use the bridge?", sentences) is None


@pytest.mark.parametrize("row", rows(TABLE["wanted"], "question", "text"))
def test_what_is_only_wanted_is_not_what_was_done(row):
    assert only_wanted(analyse(row["text"], PARSER), question_of(row["question"], PARSER)) is row["planned"]


@pytest.mark.parametrize("row", rows(TABLE["left_out"], "question", "claim"))
def test_of_several_none_is_left_out(row):
    cited = analyse("Three countries, Lennland, Norway and Peru, signed it.", PARSER)
    assert leaves_out(analyse(row["claim"], PARSER), cited, question_of(row["question"], PARSER)) is row["left_out"]

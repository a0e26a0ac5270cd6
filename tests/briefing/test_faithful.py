"""Whether a sentence that was rewritten to be read alone is still itself."""

import pytest
from texts import PARSER

from briefer.briefing.faithful import faithful

TEXT = (
    "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024. "
    "“We were lucky that nobody was hurt,” she said. The crews did not return to sea."
)


@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        ("Ada Brandt said that 140 boats had been repaired.", True),
        ("She said that 150 boats had been repaired.", False),
        ("She said that 140 boats had not been repaired.", False),
        ("She said that 140 ships had been sunk.", False),
        ("Tom Okafor said that 140 boats had been repaired.", False),
        ("She said that boats had been repaired.", False),
    ],
)
def test_a_rewritten_sentence_is_faithful_if_only_who_and_what_it_refers_to_was_replaced(claim, kept):
    assert faithful(claim, "She said that 140 boats had been repaired.", TEXT, PARSER) is kept


def test_what_a_sentence_names_is_not_what_it_refers_to():
    sentence, article = "In the Union it strengthened those who doubted.", "The Law was passed. In the Union it grew."
    assert faithful("In the Union the Law strengthened those who doubted.", sentence, article, PARSER)
    assert not faithful("In the Union the Union strengthened those who doubted.", sentence, article, PARSER)


def test_a_rewritten_sentence_is_not_joined_to_another():
    sentence = "An Australian said that 140 boats had been repaired."
    assert not faithful(sentence.replace("An ", "And "), sentence, sentence, PARSER)


def test_what_is_quoted_stays_quoted():
    sentence = "“It is good, but it is not enough,” said Ada Brandt."
    assert faithful(sentence.replace("“", '"').replace("”", '"'), sentence, sentence, PARSER)
    assert not faithful("It is good, but it is not enough, said Ada Brandt.", sentence, sentence, PARSER)


def test_nobody_is_made_to_say_what_a_sentence_tells_in_its_own_voice():
    sentence = "Designers no longer needed a factory, and firms could bring chips to market."
    assert faithful(sentence, sentence, sentence, PARSER)
    assert not faithful(f"They said that d{sentence[1:]}", sentence, sentence, PARSER)


@pytest.mark.parametrize("sentence", TEXT.replace("” ", "”\n").replace(". ", ".\n").split("\n"))
def test_any_sentence_is_faithful_to_itself(sentence):
    assert faithful(sentence, sentence, TEXT, PARSER)

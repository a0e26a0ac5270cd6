"""Questions on the folder itself, through the program: counts, what is new, summaries, and what cannot be done."""

import pytest

from briefer import Filters
from briefer.schema import Wording

FOLDER = {
    "fire.md": "---\ntitle: Fire on the ferry Astra\ndate: 2025-05-05\n---\n\nNine people died in a fire on the ferry "
    "Astra off Lorne. The coastguard said that the fire began on the car deck.",
    "fares.md": "---\ntitle: Ferry fares rise\ndate: 2025-03-01\n---\n\nHarrow Ferries raised its fare to 38 crowns. "
    "The governor said that the fare was a tax on islanders.",
    "hotel.md": "---\ntitle: Hotel fire kills 54\ndate: 2025-04-02\n---\n\nA fire killed 54 people in the Grand Hotel.",
}


@pytest.fixture
def folder(over):
    return over(FOLDER)


def sources(answer):
    return {citation.article for claim in answer.claims for citation in claim.citations}


def test_a_count_is_answered_from_the_index_and_said_to_be_one(folder):
    answer = folder.ask("How many articles mention a fire?")
    (claim,) = answer.claims
    assert (claim.short, claim.wording, answer.confidence) == ("2", Wording.COUNTED, 1.0)
    assert sources(answer) == {"fire.md", "hotel.md"}


def test_what_is_new_is_told_newest_first(folder):
    answer = folder.ask("What is new since April 2025?")
    assert [claim.when for claim in answer.claims] == ["2025-05-05", "2025-04-02"]
    assert not folder.ask("What is new since June 2026?").answered


def test_the_article_that_is_meant_is_summarised_from_itself_alone(folder):
    answer = folder.ask("Summarise the article about the hotel fire.")
    assert answer.answered
    assert sources(answer) == {"hotel.md"}
    assert len(set(answer.claims)) == len(answer.claims)
    assert all(claim.wording in {Wording.VERBATIM, Wording.SHORTENED} for claim in answer.claims)


def test_a_summary_of_what_no_article_is_on_says_so(folder):
    answer = folder.ask("Summarise the article about the volcano.")
    assert (answer.answered, answer.claims, answer.confidence) == (False, (), 0.0)
    assert "volcano" in answer.reason


def test_what_cannot_be_done_is_said_with_what_can(folder):
    answer = folder.ask("Which article is more positive in tone?")
    assert not answer.answered
    assert "tone" in answer.reason
    assert "Ask" in answer.reason


def test_filters_hold_for_what_is_asked_of_the_folder(folder):
    only = Filters(articles=("fire.md",))
    assert folder.ask("How many articles mention a fire?", filters=only).claims[0].short == "1"
    assert sources(folder.ask("What is new?", filters=only)) == {"fire.md"}
    assert not folder.ask("Summarise the article about the hotel fire.", filters=only).answered
    nobody = folder.ask("How many articles mention a fire?", filters=Filters(publisher="nobody"))
    assert "no article is of the dates, publisher, language or files chosen" in nobody.reason


def test_any_other_question_is_answered_from_the_passages(folder):
    assert sources(folder.ask("Who raised its fare to 38 crowns?")) == {"fares.md"}

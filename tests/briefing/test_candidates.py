"""Which sentences may stand on a page: the rows of candidates.toml, and the paragraphs that are on the topic."""

import pytest
from material import EMBEDDER, candidate
from texts import rows, table

from briefer.briefing.candidates import candidates
from briefer.briefing.relevance import relevant
from briefer.grounding.trace import Trace
from briefer.library.filters import Filters
from briefer.models.llm.fake import FakeModel

TABLE = table(__file__, "candidates")
COAST = """# Around the coast

In Skarn the fishermen chose a new speaker. They meet again in May.

In Lorne the lighthouse keeper retired after forty years. The lighthouse will be a museum.

In Westhaven the storm closed the harbour. The storm broke nine boats.

In Corrin the school got a library. It has 900 books.

In Linn the border fair began. It ends on Sunday."""
STORM = """# Storm closes the harbour of Westhaven

The storm closed the harbour of Westhaven. Nine boats were broken by it.

The mayor thanked the volunteers of the town. They had cleared the slipway.

The market stays closed. Nobody was hurt."""


@pytest.mark.parametrize("text", TABLE["sound"])
def test_a_statement_that_is_whole_can_stand_on_a_page(text):
    assert candidate(text, date="2024-03-12").sound


@pytest.mark.parametrize("text", TABLE["unsound"])
def test_a_caption_a_question_and_a_piece_of_a_sentence_cannot(text):
    assert not candidate(text, date="2024-03-12").sound


def test_nor_can_what_is_too_long_to_take_in():
    assert not candidate(
        "The council approved " + "the bridge and the harbour and the quay and " * 8 + "a school."
    ).sound


@pytest.mark.parametrize("row", rows(TABLE["planned"], "text"))
def test_what_is_to_come_is_planned_and_what_may_come_or_was_planned_is_not(row):
    assert candidate(row["text"], date="2024-03-12").planned == row["is"]


def test_whom_a_pronoun_stands_for_may_be_named_in_the_paragraph_before():
    one = candidate("Ada Brandt visited the quay.\n\nShe thanked the volunteers who had cleared it.")
    assert one.text == "[Ada Brandt] thanked the volunteers who had cleared it."


def of(library, topic):
    found = relevant(topic, library, EMBEDDER, FakeModel(), filters=Filters(), trace=Trace())
    return [one.tree.text for one in candidates(found.topic, found.articles, library, EMBEDDER)]


def test_of_an_article_that_is_partly_on_a_topic_only_the_paragraphs_on_it_are_used(library_of):
    told = of(library_of({"coast.md": COAST}), "storm harbour Westhaven")
    assert told
    assert all("storm" in text for text in told)


def test_of_one_that_is_on_it_as_a_whole_all_are_those_of_its_first_sentence_first(library_of):
    told = of(library_of({"storm.md": STORM}), "storm harbour Westhaven")
    assert told[0] == "The storm closed the harbour of Westhaven."
    assert len(told) == 6

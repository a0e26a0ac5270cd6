"""A sentence as a claim of its own: with who speaks, without the place that a report was sent from."""

import pytest
from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.grounding.cite import verbatim
from briefer.library.chunks import Chunk


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_told_by_whoever_began_it():
    text = "Ada Lenn said: “It was hard.\n\n“It rained. The engine lasts.\n\n“We sail. It is over.”"
    article = article_of("a.md", Document(text))
    second, third = (Chunk(1, article, part, PARSER) for part in article.paragraphs[1:])
    engine = verbatim(second, second.paragraph.sentences[1])
    assert engine.text == "Ada Lenn said: “It was hard.” … “The engine lasts.”"
    assert [citation.paragraph for citation in engine.citations] == [2, 1]
    sail = verbatim(third, third.paragraph.sentences[0])
    assert sail.text == "Ada Lenn said: “It was hard.” … “We sail.”"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("WESTHAVEN — The harbour reopened on 11 March 2024.", "The harbour reopened on 11 March 2024."),
        ("PORT WESTHAVEN, Lennland (Reuters) - The harbour reopened.", "The harbour reopened."),
        ("EXCLUSIVE: The harbour reopened.", "The harbour reopened."),
        ("NATO — founded in 1949 — reopened the harbour.", "NATO — founded in 1949 — reopened the harbour."),
        ("The U.S. — It is open.", "The U.S. — It is open."),
    ],
)
def test_the_place_that_a_report_was_sent_from_is_no_part_of_what_it_says(line, left):
    article = article_of("a.txt", Document(line))
    claim = verbatim(Chunk(1, article, article.paragraphs[0], PARSER), article.paragraphs[0].sentences[0])
    assert (claim.text, claim.citations[0].quote) == (left, line)

"""Which sentence denies what a question for yes or no asks: the rows of verdict.toml."""

import pytest
from texts import PARSER, rows, table

from briefer.answering.question import question_of
from briefer.answering.verdict import denial
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.library.chunks import Chunk


@pytest.mark.parametrize("row", rows(table(__file__, "verdict")["denial"], "question", "sentence"))
def test_a_sentence_denies_a_question_only_with_its_words_in_order_and_the_negation_at_one_of_them(row):
    article = article_of("a.txt", Document(f"It rained. {row['sentence']}", title="Harbour of Westhaven"))
    chunk = Chunk(1, article, article.paragraphs[0], PARSER)
    span = denial(question_of(row["question"], PARSER), chunk)
    assert (span == chunk.spans[1]) if row["denies"] else (span is None)

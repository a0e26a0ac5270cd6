"""A chunk's text, sentences and offsets, alone and with the paragraph before it."""

from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.library.chunks import Chunk

TEXT = "The ferry runs.\n\nIt runs daily. It costs two euros.\n\nNobody knows why the old bridge was closed in May."


def test_a_chunk_with_the_paragraph_before_it_has_the_sentences_of_both_at_their_places():
    article = article_of("a.txt", Document(TEXT))
    first, second, _ = article.paragraphs
    chunk = Chunk(1, article, second, PARSER, first)
    assert chunk.text == "The ferry runs.\n\nIt runs daily. It costs two euros."
    assert chunk.block == "The ferry runs.\nIt runs daily. It costs two euros."
    assert chunk.sentences == ["The ferry runs.", "It runs daily.", "It costs two euros."]
    assert [chunk.number(span) for span in chunk.spans] == [1, 2, 2]
    assert [chunk.text[slice(*chunk.within(span))] for span in chunk.spans] == chunk.sentences


def test_a_chunk_alone_begins_with_its_own_paragraph():
    article = article_of("a.txt", Document(TEXT))
    first, second, third = article.paragraphs
    chunk = Chunk(1, article, second, PARSER, first).alone(third)
    assert (chunk.start, chunk.parts, chunk.text) == (third.start, (third,), TEXT.split("\n\n")[2])

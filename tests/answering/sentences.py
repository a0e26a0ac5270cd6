"""Sentences and windows of articles made up in a test, as they are found in a library."""

from texts import PARSER

from briefer.answering.context import AnswerSettings, Context
from briefer.answering.rank import Sentence
from briefer.answering.windows import Window
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.grounding.trace import Trace
from briefer.library.chunks import Chunk
from briefer.models.llm.fake import FakeModel
from briefer.schema import Role


def article(text, *, path="a.md", date="2024-01-01", title="a"):
    return article_of(path, Document(text, title=title, date=date))


def sentences(made, **scores):
    """Return the sentences of an article; scores are by a word of the sentence, else 0."""
    found = []
    for part in (part for part in made.paragraphs if part.role is Role.TEXT):
        chunk = Chunk(part.number, made, part, PARSER)
        for number, text in enumerate(chunk.sentences):
            score = next((score for word, score in scores.items() if word in text), 0.0)
            found.append(Sentence(chunk, number, score))
    return found


def window(made, **scores):
    """Return a window of all sentences of an article."""
    found = sentences(made, **scores)
    return Window(tuple(found), tuple(sorted(found, key=lambda one: -one.score)))


def context(model=None, **settings):
    return Context(model or FakeModel(), AnswerSettings(**settings), Trace(), lambda *_: None)

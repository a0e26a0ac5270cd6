"""What tests of briefs share: an article's sentences as candidates, by the words that texts share."""

from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.briefing.candidates import Candidate
from briefer.briefing.relevance import stems_of
from briefer.briefing.topic import topic_of
from briefer.library.chunks import Chunk
from briefer.models.embedder import HashingEmbedder
from briefer.schema import Article, Made, Role


class Words(HashingEmbedder):
    """A HashingEmbedder with room for each word, so that no two stand for each other by chance."""

    name = "words"
    dim = 4096


EMBEDDER = Words()
MADE = Made(
    version="0", model="fake", model_sha256=None, embedder="words", corpus="a", corpus_sha256="0", articles=3,
    settings={}, at="2024-03-12T00:00:00+00:00", seconds=0.0, tokens=0,
)  # fmt: skip


def article(text: str, path: str = "a.md", *, date: str | None = None, title: str | None = None) -> Article:
    """Return the article in a text."""
    return article_of(path, Document(text, date=date, title=title))


def candidates_of(article: Article, *, topic: str = "harbour") -> list[Candidate]:
    """Return all sentences of an article."""
    on = topic_of(topic, EMBEDDER)
    prose = [part for part in article.paragraphs if part.role is Role.TEXT]
    chunks = [Chunk(number, article, part, PARSER) for number, part in enumerate(prose)]
    return [
        Candidate(chunk, span, on.stems, number, place, vector, float(vector @ on.vector), on.share(stems_of(text)))
        for place, chunk in enumerate(chunks)
        for number, (span, text, vector) in enumerate(
            zip(chunk.paragraph.sentences, chunk.sentences, EMBEDDER.encode(chunk.sentences), strict=True)
        )
    ]


def candidate(text: str, **known: str) -> Candidate:
    """Return the last sentence of a text."""
    return candidates_of(article(text, **known))[-1]

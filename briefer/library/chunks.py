"""What is read at once: a paragraph, with its article and those before it that it is read with. Knows no index."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from briefer.language.analysis import Analysis, analyse
from briefer.language.parser import Parser
from briefer.schema import Article, Paragraph, Span


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stored paragraph: its row, its article and itself; with those before it from the first on, if they are read.

    parser is what its sentences are parsed with when somebody asks what they say.
    """

    id: int
    article: Article
    paragraph: Paragraph
    parser: Parser = field(compare=False, repr=False)
    first: Paragraph | None = None

    @property
    def parts(self) -> tuple[Paragraph, ...]:
        """Return its paragraphs."""
        return self.article.paragraphs[(self.first or self.paragraph).number - 1 : self.paragraph.number]

    @property
    def start(self) -> int:
        """Return where the text begins in the article's."""
        return self.parts[0].start

    @property
    def text(self) -> str:
        """Return the text."""
        return self.article.text[self.start : self.paragraph.end]

    @property
    def block(self) -> str:
        """Return the text as a prompt takes it: blank lines would part it."""
        return "\n".join(self.article.text[part.start : part.end] for part in self.parts)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return where the sentences are in the article's text."""
        return tuple(span for part in self.parts for span in part.sentences)

    @property
    def sentences(self) -> list[str]:
        """Return the sentences."""
        return [self.article.text[s.start : s.end] for s in self.spans]

    @property
    def analysis(self) -> Analysis:
        """Return what the text says; its offsets count in the text. Each sentence is parsed once."""
        return analyse(self.text, self.parser, spans=[self.within(span) for span in self.spans])

    def within(self, span: Span) -> tuple[int, int]:
        """Return where a stretch of the article is in the text."""
        return span.start - self.start, span.end - self.start

    def number(self, span: Span) -> int:
        """Return the number of the paragraph that a stretch of the article is in."""
        return next(part.number for part in self.parts if span.end <= part.end)

    def alone(self, part: Paragraph) -> Chunk:
        """Return another paragraph of the same article, alone."""
        return replace(self, paragraph=part, first=None)

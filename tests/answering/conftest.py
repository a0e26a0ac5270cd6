"""What asks a few texts, with a model that answers by the words they share or as a test says."""

from dataclasses import dataclass
from string import ascii_lowercase

import pytest
from harbours import EMBEDDER
from prompted import Scripted
from texts import PARSER

from briefer.answering.answer import answer
from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.library.folder import Read, Stamp
from briefer.library.ingest import embed
from briefer.library.library import Library
from briefer.models.llm.base import LanguageModel
from briefer.models.llm.fake import FakeModel


@dataclass
class Asked:
    """A library and a model."""

    library: Library
    model: LanguageModel

    def ask(self, question, **options):
        return answer(question, self.library, EMBEDDER, self.model, **options)


@pytest.fixture
def over(tmp_path):
    """Return what asks these texts, an article each: a.md, b.md and so on.

    They are dated as the days of January 2024, or as days tells; a title is the name alone, or as titles tells.
    """
    opened = []

    def make(*texts, model=None, days=None, titles=None):
        library = Library(tmp_path / f"index{len(opened)}", embedder=EMBEDDER.name, parser=PARSER)
        opened.append(Asked(library, model or FakeModel()))
        with library.writing():
            for number, text in enumerate(texts):
                name = ascii_lowercase[number]
                day = days[number] if days else f"2024-01-{number + 1:02}"
                title = titles[number] if titles else name
                article = article_of(f"{name}.md", Document(text, title=title, date=day))
                library.put([Read(article.path, Stamp(0, 0), [article])])
            embed(library, EMBEDDER)
        return opened[-1]

    yield make
    models = [one.model for one in opened if isinstance(one.model, Scripted)]
    for one in opened:
        one.library.close()
    assert {key for m in models for key in m.yes} == {key for m in models for key in m.used}

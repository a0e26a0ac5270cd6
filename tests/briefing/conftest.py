"""Libraries and briefs of a few texts, without a model."""

import pytest
from material import EMBEDDER
from texts import PARSER

from briefer import Briefer
from briefer.library.folder import scan
from briefer.library.ingest import ingest
from briefer.library.library import Library
from briefer.models.llm.fake import FakeModel


def write(folder, articles):
    for name, text in articles.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def library_of(tmp_path):
    """Return a library of some texts, which are given by the names of their files."""
    opened = []

    def make(articles):
        folder = tmp_path / f"articles{len(opened)}"
        write(folder, articles)
        opened.append(Library(tmp_path / f"library{len(opened)}", embedder=EMBEDDER.name, parser=PARSER))
        ingest(folder, scan(folder), opened[-1], EMBEDDER)
        return opened[-1]

    yield make
    for library in opened:
        library.close()


@pytest.fixture
def over(tmp_path):
    """Return a Briefer over some texts, which are given by the names of their files."""
    opened = []

    def make(articles, *, model=None):
        folder = tmp_path / str(len(opened))
        write(folder, articles)
        index = tmp_path / f"index{len(opened)}"
        opened.append(
            Briefer(folder, index=index, language_model=model or FakeModel(), embedder=EMBEDDER, parser=PARSER)
        )
        return opened[-1]

    yield make
    for briefer in opened:
        briefer.close()

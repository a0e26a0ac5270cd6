import pytest

from briefer.api import Briefer
from briefer.models.embedder import HashingEmbedder


@pytest.fixture
def open_library(corpus, tmp_path):
    """Open a Briefer over the corpus; all are closed at the end."""
    opened = []

    def make(embedder=None, **options):
        briefer = Briefer(corpus, index=tmp_path / "index", embedder=embedder or HashingEmbedder(), **options)
        opened.append(briefer)
        return briefer

    yield make
    for briefer in opened:
        briefer.close()

"""Vectors of paragraphs are found by nearness, of all articles or some."""

import subprocess
import sys

import numpy as np
import pytest

from briefer.library.vectors import Vectors

OF = {1: {1: (0.6, 0.8), 2: (0, 1)}, 2: {3: (-1, 0)}}
QUERY = np.array([1, 0], dtype=np.float32)


def rows(of):
    return {article: {row: np.array(v, dtype=np.float32) for row, v in own.items()} for article, own in of.items()}


@pytest.fixture
def vectors(tmp_path):
    opened = Vectors(tmp_path / "vectors")
    assert not opened.there
    opened.add(rows(OF))
    yield opened
    opened.close()


def test_an_article_without_prose_has_no_vectors(vectors):
    vectors.add({7: {}})
    assert (vectors.count(), vectors.there) == (3, True)
    assert vectors.nearest(QUERY, top_k=3, articles={7}) == []


def test_paragraphs_come_nearest_first_and_only_of_the_articles_that_are_allowed(vectors):
    assert vectors.nearest(QUERY, top_k=3, articles=None) == [1, 2, 3]
    assert vectors.nearest(QUERY, top_k=1, articles=None) == [1]
    assert vectors.nearest(QUERY, top_k=3, articles={2, 99}) == [3]
    assert vectors.nearest(QUERY, top_k=3, articles=set()) == []


def test_an_article_is_removed_with_all_its_vectors_and_clearing_removes_all(vectors):
    vectors.nearest(QUERY, top_k=3, articles=None)  # what is held in memory is of this moment
    vectors.remove([1])
    assert (vectors.count(), vectors.nearest(QUERY, top_k=3, articles=None)) == (1, [3])
    vectors.clear()
    assert vectors.count() == 0
    assert vectors.nearest(QUERY, top_k=3, articles=None) == []


ADDING = """
import sys
from pathlib import Path
import numpy as np
from briefer.library.vectors import Vectors

vectors = Vectors(Path(sys.argv[1]))
vectors.add({3: {8: np.array([1, 0], dtype=np.float32)}})
vectors.remove([2])
vectors.close()
"""


def test_what_another_process_changes_is_seen(vectors):
    assert vectors.nearest(QUERY, top_k=3, articles=None) == [1, 2, 3]
    subprocess.run([sys.executable, "-c", ADDING, str(vectors.folder)], check=True)
    assert sorted(vectors.nearest(QUERY, top_k=4, articles=None)) == [1, 2, 8]


def test_vectors_of_an_earlier_version_are_too_many_until_all_are_cleared(vectors):
    vectors._client.create_collection("passages", embedding_function=None).add(ids=["1:-1"], embeddings=[[1.0, 0.0]])
    assert vectors.count() == 4
    vectors.clear()
    assert (vectors.count(), vectors.there) == (0, True)


@pytest.mark.parametrize("rows", [200, 10_000])
def test_of_many_in_one_or_more_collections_the_nearest_are_found(tmp_path, monkeypatch, rows):
    monkeypatch.setattr("briefer.library.vectors.ROWS", rows)
    chance = np.random.default_rng(0)
    topics = chance.standard_normal((20, 64))
    every = topics[chance.integers(20, size=1500)] + chance.standard_normal((1500, 64)) / 2
    every = (every / np.linalg.norm(every, axis=1, keepdims=True)).astype(np.float32)
    vectors = Vectors(tmp_path)
    articles = range(len(every) // 5)
    vectors.add({article: {row: every[row] for row in range(article * 5, article * 5 + 5)}
                 for article in articles})  # fmt: skip
    for query in every[:10]:
        ranked = np.argsort(-(every @ query))
        for allowed in (None, set(articles[::2]), set(articles[::60])):
            exact = [row for row in ranked if allowed is None or row // 5 in allowed][:20]
            found = vectors.nearest(query, top_k=20, articles=allowed)
            assert len(found) == len(exact)
            assert len(set(exact) & set(found)) >= 19
    vectors.close()

"""Vectors are kept under their paragraph and article, and found by nearness."""

import numpy as np
import pytest

from briefer.library.vectors import Cosines, Vectors, keys_of

ROWS = {1: 3, 2: 1, 3: 1}  # sentences of each
OF = {"1:-1": (0.6, 0.8), "1:0": (1, 0), "1:1": (0, 1), "1:2": (0, -1), "2:-1": (0, 1), "3:-1": (-1, 0)}
QUERY = np.array([1, 0], dtype=np.float32)


@pytest.fixture
def vectors(tmp_path):
    opened = Vectors(tmp_path / "vectors")
    assert not opened.there
    for article, rows in ((1, (1, 2)), (2, (3,))):
        keys = [key for row in rows for key in keys_of(row, ROWS[row])]
        opened.add([article] * len(keys), keys, np.array([OF[key] for key in keys], dtype=np.float32))
    yield opened
    opened.close()


def test_a_paragraph_of_one_sentence_has_one_vector(vectors):
    assert [key for row, count in ROWS.items() for key in keys_of(row, count)] == list(OF)
    assert (vectors.count(), vectors.there) == (6, True)


def test_paragraphs_come_nearest_first_and_only_of_the_articles_that_are_allowed(vectors):
    assert vectors.nearest(QUERY, top_k=3, articles=None) == [1, 2, 3]
    assert vectors.nearest(QUERY, top_k=1, articles=None) == [1]
    assert vectors.nearest(QUERY, top_k=3, articles=[2]) == [3]


def test_cosines_are_of_the_whole_and_of_the_best_sentence(vectors):
    cosines = vectors.cosines(QUERY, ROWS | {9: 1})
    assert list(cosines) == [1, 2, 3]
    assert cosines[1].whole == pytest.approx(0.6)
    assert cosines[1].sentence == pytest.approx(1)
    assert cosines[2] == Cosines(0, 0)


def test_an_article_is_removed_with_all_its_vectors_and_clearing_removes_all(vectors):
    vectors.remove([1])
    assert vectors.count() == 1
    vectors.clear()
    assert vectors.count() == 0
    assert vectors.nearest(QUERY, top_k=3, articles=None) == []

"""Vectors are kept under their paragraph and article, and found by nearness."""

import numpy as np
import pytest

from briefer.library.vectors import SHORTLIST, Cosines, Vectors

OF = {1: {1: [(0.6, 0.8), (1, 0), (0, 1), (0, -1)], 2: [(0, 1)]}, 2: {3: [(-1, 0)]}}
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


def test_an_article_without_prose_counts_and_has_no_vectors(vectors):
    vectors.add({7: {}})
    assert (vectors.count(), vectors.there) == (3, True)
    assert vectors.nearest(QUERY, top_k=3, articles=[7]) == []


def test_paragraphs_come_nearest_first_and_only_of_the_articles_that_are_allowed(vectors):
    assert vectors.nearest(QUERY, top_k=3, articles=None) == [1, 2, 3]
    assert vectors.nearest(QUERY, top_k=1, articles=None) == [1]
    assert vectors.nearest(QUERY, top_k=3, articles=[2, 99]) == [3]
    assert vectors.nearest(QUERY, top_k=3, articles=[]) == []


def test_cosines_are_of_the_whole_and_of_the_best_sentence(vectors):
    cosines = vectors.cosines(QUERY, [1, 2, 3, 9])
    assert list(cosines) == [1, 2, 3]
    assert cosines[1].whole == pytest.approx(0.6, abs=1e-3)
    assert cosines[1].sentence == pytest.approx(1)
    assert cosines[2] == Cosines(0, 0)


def test_what_is_stored_is_what_was_added(vectors):
    assert vectors.stored([3, 1, 9]).keys() == {1, 3}
    assert np.allclose(vectors.stored([1])[1], OF[1][1], atol=1e-3)


def test_an_article_is_removed_with_all_its_vectors_and_clearing_removes_all(vectors):
    vectors.nearest(QUERY, top_k=3, articles=None)  # what is held in memory is of this moment
    vectors.remove(1)
    assert (vectors.count(), vectors.nearest(QUERY, top_k=3, articles=None)) == (1, [3])
    vectors.clear()
    assert vectors.count() == 0
    assert vectors.nearest(QUERY, top_k=3, articles=None) == []


def test_what_another_process_adds_is_found(vectors):
    assert vectors.nearest(QUERY, top_k=1, articles=None) == [1]
    other = Vectors(vectors.folder)
    other.add(rows({3: {8: [(1, 0)]}}))
    other.close()
    assert set(vectors.nearest(QUERY, top_k=2, articles=None)) == {1, 8}


def test_vectors_of_an_earlier_version_are_cleared_away(tmp_path):
    (tmp_path / "chroma.sqlite3").write_bytes(b"")
    (tmp_path / "segment").mkdir()
    vectors = Vectors(tmp_path)
    assert vectors.count() == 0
    vectors.close()
    assert not (tmp_path / "segment").exists()


def test_of_more_than_the_shortlist_the_nearest_are_found(tmp_path):
    chance = np.random.default_rng(0)
    topics = chance.standard_normal((20, 64))
    every = topics[chance.integers(20, size=4 * SHORTLIST)] + chance.standard_normal((4 * SHORTLIST, 64)) / 2
    every = (every / np.linalg.norm(every, axis=1, keepdims=True)).astype(np.float32)
    vectors = Vectors(tmp_path)
    vectors.add({article: {row: every[row : row + 1] for row in range(article * 100, article * 100 + 100)}
                 for article in range(len(every) // 100)})  # fmt: skip
    for query in every[:10]:
        exact = np.argsort(-(every @ query))[:50]
        assert len(set(exact) & set(vectors.nearest(query, top_k=50, articles=None))) >= 48
        odd = [row for row in np.argsort(-(every @ query)) if row // 100 % 2][:50]
        found = vectors.nearest(query, top_k=50, articles=range(1, len(every) // 100, 2))
        assert len(set(odd) & set(found)) >= 48
    vectors.close()

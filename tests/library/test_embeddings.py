"""The vectors of paragraphs and sentences are kept as they were made, go with their paragraph, and damage is seen."""

import sqlite3

import numpy as np
import pytest

from briefer.library import embeddings
from briefer.library.embeddings import Cosines

OF = {1: np.array([(0.6, 0.8), (1, 0), (0, 1), (0, -1)], dtype=np.float32), 2: np.array([(0, 1)], dtype=np.float32)}
QUERY = np.array([1, 0], dtype=np.float32)
TABLES = """
CREATE TABLE article (id INTEGER PRIMARY KEY, path TEXT, state TEXT);
CREATE TABLE paragraph (id INTEGER PRIMARY KEY, article INTEGER REFERENCES article ON DELETE CASCADE, role TEXT);
INSERT INTO article VALUES (7, 'a.md', 'indexed');
INSERT INTO paragraph VALUES (1, 7, 'text'), (2, 7, 'text'), (3, 7, 'heading');
"""


@pytest.fixture
def db():
    opened = sqlite3.connect(":memory:")
    opened.execute("PRAGMA foreign_keys = ON")
    opened.executescript(TABLES + embeddings.SCHEMA)
    embeddings.put(opened, OF)
    yield opened
    opened.close()


def test_what_is_kept_is_what_was_made(db):
    kept = embeddings.read(db, [2, 1, 9])
    assert list(kept) == [2, 1]
    assert all(np.allclose(kept[row], of, atol=1e-3) and kept[row].dtype == np.float32 for row, of in OF.items())
    embeddings.put(db, {1: OF[2]})
    assert embeddings.read(db, [1])[1].shape == (1, 2)


def test_cosines_are_of_the_whole_and_of_the_best_sentence(db):
    cosines = embeddings.cosines(embeddings.read(db, [1, 2]), QUERY)
    assert cosines[1].whole == pytest.approx(0.6, abs=1e-3)
    assert cosines[1].sentence == pytest.approx(1)
    assert cosines[2] == Cosines(0, 0)


def test_a_paragraph_of_one_sentence_has_the_vector_of_both():
    assert [len(embeddings.sentences(of)) for of in OF.values()] == [3, 1]


@pytest.mark.parametrize("gone", ["DELETE FROM article", "DELETE FROM paragraph WHERE id = 1"])
def test_they_go_with_their_paragraph(db, gone):
    db.execute(gone)
    assert 1 not in embeddings.read(db, [1, 2])


def test_damage_is_told_with_the_article(db):
    assert embeddings.damage(db) == ""
    db.execute("UPDATE embedding SET data = zeroblob(length(data)) WHERE paragraph = 2")
    assert embeddings.damage(db) == "the vectors of 'a.md' are not as they were written"
    embeddings.forget(db, [2])
    assert embeddings.damage(db) == "paragraph 2 of 'a.md' has no vectors"
    db.execute("UPDATE article SET state = 'pending'")
    assert embeddings.damage(db) == ""

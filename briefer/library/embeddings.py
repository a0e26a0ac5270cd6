"""Keeps the vectors of paragraphs and of their sentences in the catalogue, looked up by row. Knows no search.

What is searched is the vector of each paragraph alone (`vectors.py`). The sentences' are in context of their paragraph,
so that one is hardly far from the other, and are compared for the paragraphs that were found.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from briefer.models.embedder import FloatMatrix

SCHEMA = """
CREATE TABLE IF NOT EXISTS embedding (
    paragraph INTEGER PRIMARY KEY REFERENCES paragraph ON DELETE CASCADE, count INTEGER NOT NULL,
    data BLOB NOT NULL, checksum INTEGER NOT NULL);
"""
STORED = np.dtype("<f2")  # a cosine is off by less than .001


@dataclass(frozen=True, slots=True)
class Cosines:
    """The vectors of one paragraph nearest to a query: cosine of the whole, and of its best sentence."""

    whole: float
    sentence: float


def put(db: sqlite3.Connection, vectors: Mapping[int, FloatMatrix]) -> None:
    """Write the vectors of paragraphs, by row: the whole's first; shape (1 + sentences, dim), or (1, dim) of one."""
    for row, of in vectors.items():
        data = of.astype(STORED).tobytes()
        db.execute("INSERT OR REPLACE INTO embedding VALUES (?, ?, ?, ?)", (row, len(of), data, zlib.crc32(data)))


def forget(db: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Remove the vectors of some paragraphs."""
    db.executemany("DELETE FROM embedding WHERE paragraph = ?", [(row,) for row in rows])


def read(db: sqlite3.Connection, rows: Iterable[int]) -> dict[int, FloatMatrix]:
    """Return the vectors of these paragraphs as `put` takes them, by row; one that has none is left out."""
    found = {}
    for row in rows:
        kept = db.execute("SELECT count, data FROM embedding WHERE paragraph = ?", (row,)).fetchone()
        if kept:
            found[row] = np.frombuffer(kept[1], STORED).reshape(kept[0], -1).astype(np.float32)
    return found


def nearest(
    db: sqlite3.Connection, vector: FloatMatrix, *, top_k: int, within: str, values: Sequence[str]
) -> list[int]:
    """Return the rows of the paragraphs whose whole is nearest to a query's vector of shape (dim,), nearest first.

    within is a query for the rows of the articles that count, with its values. Each of their paragraphs is compared.
    """
    found = db.execute(
        "SELECT embedding.paragraph, substr(data, 1, ?) FROM paragraph JOIN embedding"
        f" ON embedding.paragraph = paragraph.id WHERE paragraph.article IN ({within})",
        (vector.size * STORED.itemsize, *values),
    ).fetchall()
    wholes = np.frombuffer(b"".join(data for _, data in found), STORED).reshape(len(found), vector.size)
    best = np.argsort(-(wholes.astype(np.float32) @ vector), kind="stable")[:top_k]
    return [found[place][0] for place in best]


def cosines(vectors: Mapping[int, FloatMatrix], query: FloatMatrix) -> dict[int, Cosines]:
    """Return the cosines of paragraphs to a query's vector of shape (dim,), by row."""
    every = {row: of @ query for row, of in vectors.items()}
    return {row: Cosines(float(of[0]), float(of[1:].max() if len(of) > 1 else of[0])) for row, of in every.items()}


def sentences(of: FloatMatrix) -> list[FloatMatrix]:
    """Return the vector of each sentence of a paragraph, in order: of one that is its only one, the paragraph's."""
    return list(of[1:] if len(of) > 1 else of)


def damage(db: sqlite3.Connection) -> str:
    """Return what is broken in them, "" if nothing is; reads all of them."""
    for path, row, data, kept in db.execute(
        "SELECT path, paragraph.id, data, embedding.checksum FROM article"
        " JOIN paragraph ON paragraph.article = article.id LEFT JOIN embedding ON embedding.paragraph = paragraph.id"
        " WHERE state = 'indexed' AND role = 'text'"
    ):
        if data is None:
            return f"paragraph {row} of '{path}' has no vectors"
        if zlib.crc32(data) != kept:
            return f"the vectors of '{path}' are not as they were written"
    return ""

"""Keeps the vectors of paragraphs and of their sentences, in SQLite, and finds those near another.

Every vector has a code too, the signs of its numbers, a bit each. The codes of all are held in memory (48 bytes of a
vector of 384) and compared with the query's; the vectors of the best by their codes are then read and compared
themselves. So nothing but codes grows in memory, adding is as quick to a large library as to a small one, and a filter
is a mask. Knows rows of the catalogue by their numbers, and nothing of what is in them.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefer.library.integrity import ERRORS, is_corrupt, structure
from briefer.models.embedder import FloatMatrix

# Vectors that are compared themselves. Of fewer all are, so a small library is searched exactly.
SHORTLIST = 1000
BLOCK = 1 << 15  # codes that are compared at once, so that what is in between stays in the processor's cache
FAR = 1 << 15  # more bits than a vector has
SCHEMA = """
CREATE TABLE IF NOT EXISTS vector (
    paragraph INTEGER PRIMARY KEY, article INTEGER NOT NULL, count INTEGER NOT NULL, rows BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS code (article INTEGER PRIMARY KEY, paragraphs BLOB NOT NULL, codes BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS vector_article ON vector (article);
"""


@dataclass(frozen=True, slots=True)
class Cosines:
    """The vectors of one paragraph nearest to a query: cosine of the whole, and of its best sentence."""

    whole: float
    sentence: float


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of all vectors, shape (dim / 64, vectors), and of which article and paragraph each vector is."""

    bits: NDArray[np.uint64]
    articles: NDArray[np.int64]
    paragraphs: NDArray[np.int64]

    def nearest(self, vector: FloatMatrix, articles: Sequence[int] | None) -> NDArray[np.int64]:
        """Return the paragraphs of the SHORTLIST vectors nearest by their codes, of these articles, None for all."""
        distances = np.zeros(len(self.articles), dtype=np.uint16)
        for a in range(0, len(distances), BLOCK):
            for word, own in zip(self.bits, _codes(vector[None])[0], strict=True):
                distances[a : a + BLOCK] += np.bitwise_count(word[a : a + BLOCK] ^ own)
        if articles is not None:
            allowed = np.zeros(self.articles.max(initial=0) + 1, dtype=bool)
            allowed[[article for article in articles if article < len(allowed)]] = True
            distances[~allowed[self.articles]] = FAR
        if len(distances) > SHORTLIST:
            best = np.argpartition(distances, SHORTLIST)[:SHORTLIST]
            return np.unique(self.paragraphs[best[distances[best] < FAR]])
        return np.unique(self.paragraphs[distances < FAR])


class Vectors:
    """A folder with a database, which is opened at the first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "vectors.sqlite"
        self._held: tuple[tuple[int, int], Codes] | None = None

    @property
    def there(self) -> bool:
        """Return whether they were made, as far as can be seen without opening them."""
        return self._path.exists()

    def close(self) -> None:
        """Close them; they are opened again at their next use."""
        if "_db" in self.__dict__:
            self.__dict__.pop("_db").close()
        self._held = None

    def count(self) -> int:
        """Return of how many articles they are."""
        return int(self._db.execute("SELECT count(*) FROM code").fetchone()[0])

    def add(self, vectors: Mapping[int, Mapping[int, FloatMatrix]]) -> None:
        """Keep the vectors of articles, all or none: those of each paragraph by its row, the whole's first.

        Shape of each (1 + sentences, dim), or (1, dim) of a paragraph of one sentence. No article may be there.
        """
        with self._db:
            for article, own in vectors.items():
                rows = [(paragraph, article, len(of), of.astype(np.float16).tobytes()) for paragraph, of in own.items()]
                self._db.executemany("INSERT INTO vector VALUES (?, ?, ?, ?)", rows)
                owners = np.repeat(np.array(list(own), dtype=np.int64), [len(of) for of in own.values()])
                codes = _codes(np.concatenate(list(own.values()))).tobytes() if own else b""
                self._db.execute("INSERT INTO code VALUES (?, ?, ?)", (article, owners.tobytes(), codes))

    def remove(self, article: int) -> None:
        """Forget the vectors of an article."""
        with self._db:
            self._db.execute("DELETE FROM vector WHERE article = ?", (article,))
            self._db.execute("DELETE FROM code WHERE article = ?", (article,))

    def clear(self) -> None:
        """Forget all, in whatever state it is."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(f"{self._path.name}{ending}").unlink(missing_ok=True)

    def damage(self, due: Iterable[tuple[int, Mapping[int, int]]]) -> str:
        """Return what is broken, "" if nothing is; reads all of it.

        due has each article that must have vectors, with the number of sentences of its paragraphs, by row.
        """
        try:
            if broken := structure(self._db):
                return broken
            for article, sentences in due:
                if not self._is_whole(article, sentences):
                    return "those of an article are not as they were written"
        except ERRORS as exc:
            if not is_corrupt(exc):
                raise
            return str(exc)
        return ""

    def _is_whole(self, article: int, sentences: Mapping[int, int]) -> bool:
        """Return whether the vectors of an article are of its paragraphs, of unit length, and their codes theirs."""
        counts = {row: 1 + count if count > 1 else 1 for row, count in sentences.items()}
        kept = self._db.execute("SELECT paragraph, count FROM vector WHERE article = ?", (article,)).fetchall()
        code = self._db.execute("SELECT paragraphs, codes FROM code WHERE article = ?", (article,)).fetchone()
        owners = np.repeat(np.array(list(counts), dtype=np.int64), list(counts.values()))
        if dict(kept) != counts or code is None or code[0] != owners.tobytes():
            return False
        if not counts:
            return True
        try:
            every = np.concatenate(list(self.stored(list(counts)).values()))
            differing = np.bitwise_count(
                _codes(every) ^ np.frombuffer(code[1], dtype=np.uint64).reshape(len(every), -1)
            )
        except ValueError:  # a blob of another length
            return False
        # Numbers that are next to nothing are kept as 0, so that now and then a sign is lost.
        return bool(np.all(np.abs(np.linalg.norm(every, axis=1) - 1) < 0.01) and differing.sum() <= len(every))

    def nearest(self, vector: FloatMatrix, *, top_k: int, articles: Sequence[int] | None) -> list[int]:
        """Return the rows of the paragraphs of these articles, None for all, that have a vector nearest to a query's.

        Shape of vector: (dim,). Nearest first.
        """
        found = self.cosines(vector, self._codes().nearest(vector, articles).tolist())
        return sorted(found, key=lambda row: -max(found[row].whole, found[row].sentence))[:top_k]

    def cosines(self, vector: FloatMatrix, rows: Sequence[int]) -> dict[int, Cosines]:
        """Return the cosines between a query's vector and those of some paragraphs, by row.

        A row whose vectors are not here is left out.
        """
        stored = self.stored(rows)
        if not stored:
            return {}
        every = np.concatenate(list(stored.values())) @ vector
        starts = np.cumsum([0, *(len(of) for of in stored.values())])
        return {
            row: Cosines(float(every[a]), float(every[a + 1 : b].max() if b > a + 1 else every[a]))
            for row, a, b in zip(stored, starts, starts[1:], strict=False)
        }

    def stored(self, rows: Sequence[int]) -> dict[int, FloatMatrix]:
        """Return the vectors of these paragraphs as they were added, by row; one that is not here is left out."""
        found = self._db.execute(
            f"SELECT paragraph, count, rows FROM vector WHERE paragraph IN ({', '.join(map(str, rows))})"
        )
        return {
            row: np.frombuffer(data, dtype=np.float16).reshape(count, -1).astype(np.float32)
            for row, count, data in found
        }

    def _codes(self) -> Codes:
        """Return the codes of what is there now; they are read again only when something changed."""
        state = (int(self._db.execute("PRAGMA data_version").fetchone()[0]), self._db.total_changes)
        if self._held is None or self._held[0] != state:
            rows = self._db.execute("SELECT article, paragraphs, codes FROM code ORDER BY article").fetchall()
            owners = np.frombuffer(b"".join(paragraphs for _, paragraphs, _ in rows), dtype=np.int64)
            counts = [len(paragraphs) // owners.itemsize for _, paragraphs, _ in rows]
            articles = np.repeat(np.array([article for article, *_ in rows], dtype=np.int64), counts)
            codes = np.frombuffer(b"".join(codes for *_, codes in rows), dtype=np.uint64)
            bits = np.ascontiguousarray(codes.reshape(len(owners), len(codes) // max(len(owners), 1)).T)
            self._held = state, Codes(bits, articles, owners)
        return self._held[1]

    @cached_property
    def _db(self) -> sqlite3.Connection:
        if (self.folder / "chroma.sqlite3").exists():  # an earlier version kept them in another way
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        opened = sqlite3.connect(self._path, check_same_thread=False, timeout=30)
        try:
            opened.execute("PRAGMA journal_mode = WAL")
            opened.executescript(SCHEMA)
        except BaseException:
            opened.close()
            raise
        return opened


def _codes(vectors: FloatMatrix) -> NDArray[np.uint64]:
    """Return the signs of each vector's numbers, a bit each. Shape (len(vectors), dim / 64), the last filled up."""
    padded = np.pad(vectors > 0, ((0, 0), (0, -vectors.shape[1] % 64)))
    return np.packbits(padded, axis=1).view(np.uint64)

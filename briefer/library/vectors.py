"""Keeps the vectors of paragraphs and of their sentences, in Chroma, and finds those near another.

The only importer of chromadb. Knows rows of the catalogue by their numbers, and nothing of what is in them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from briefer.errors import LibraryError
from briefer.models.embedder import FloatMatrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "passages"
AT_ONCE = 5000  # Chroma's own limit is 5,461 rows a call
WHOLE = -1  # the sentence number of a paragraph's own vector


@dataclass(frozen=True, slots=True)
class Cosines:
    """The vectors of one paragraph nearest to a query: cosine of the whole, and of its best sentence."""

    whole: float
    sentence: float


class Vectors:
    """A folder of Chroma's. It is opened at the first use, since chromadb is heavy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def there(self) -> bool:
        """Return whether they were made, as far as can be seen without opening them."""
        return (self.folder / "chroma.sqlite3").exists()

    def close(self) -> None:
        """Close them. They cannot be used afterwards."""
        if "_client" in self.__dict__:
            self._client.close()  # type: ignore[attr-defined]

    def count(self) -> int:
        """Return how many there are."""
        return self._collection.count()

    def add(self, articles: Sequence[int], keys: Sequence[str], vectors: FloatMatrix) -> None:
        """Keep vectors, one a key (see `keys_of`) of the article at its place, in place of those of the same keys."""
        for a in range(0, len(keys), AT_ONCE):
            part = keys[a : a + AT_ONCE]
            of = zip(articles[a : a + AT_ONCE], part, strict=True)
            owners = [{"article": article, "paragraph": int(one.split(":")[0])} for article, one in of]
            self._collection.upsert(ids=list(part), embeddings=vectors[a : a + AT_ONCE], metadatas=owners)  # type: ignore[arg-type]

    def remove(self, articles: Sequence[int]) -> None:
        """Forget the vectors of some articles."""
        for a in range(0, len(articles), AT_ONCE):
            where: Any = {"article": {"$in": list(articles[a : a + AT_ONCE])}}
            self._collection.delete(where=where)

    def clear(self) -> None:
        """Forget all."""
        self._client.delete_collection(COLLECTION)
        del self._collection

    def nearest(self, vector: FloatMatrix, *, top_k: int, articles: Sequence[int] | None) -> list[int]:
        """Return the rows of the paragraphs of these articles, None for all, that are nearest to a query's vector.

        Shape of vector: (dim,). Nearest first.
        """
        count = self.count()
        if not count:
            return []
        where: Any = None if articles is None else {"article": {"$in": list(articles)}}
        hits = self._collection.query(
            query_embeddings=vector[None, :], n_results=min(top_k * 4, count), where=where, include=["metadatas"]
        )
        return list(dict.fromkeys(int(m["paragraph"]) for m in (hits["metadatas"] or [[]])[0]))[:top_k]  # type: ignore[arg-type]

    def cosines(self, vector: FloatMatrix, sentences: Mapping[int, int]) -> dict[int, Cosines]:
        """Return the cosines between a query's vector and those of some paragraphs, by row.

        sentences says how many a row's paragraph has. A row whose vectors are not here is left out.
        """
        keys = [one for row, count in sentences.items() for one in keys_of(row, count)]
        stored = self._collection.get(ids=keys, include=["embeddings"])
        if not stored["ids"]:
            return {}
        scores: dict[int, dict[int, float]] = {row: {} for row in sentences}
        for one, cosine in zip(stored["ids"], np.asarray(stored["embeddings"]) @ vector, strict=True):
            row, sentence = map(int, one.split(":"))
            scores[row][sentence] = float(cosine)
        return {
            row: Cosines(s[WHOLE], max((c for n, c in s.items() if n != WHOLE), default=s[WHOLE]))
            for row, s in scores.items()
            if WHOLE in s
        }

    def stored(self, keys: Sequence[str]) -> dict[str, FloatMatrix]:
        """Return the vectors of these keys, each of shape (dim,); a key that is not here is left out."""
        found: dict[str, FloatMatrix] = {}
        for a in range(0, len(keys), AT_ONCE):
            some = self._collection.get(ids=list(keys[a : a + AT_ONCE]), include=["embeddings"])
            found |= dict(zip(some["ids"], np.asarray(some["embeddings"], dtype=np.float32), strict=True))
        return found

    @cached_property
    def _client(self) -> ClientAPI:
        from chromadb import PersistentClient
        from chromadb.config import Settings

        logging.getLogger("chromadb").setLevel(logging.ERROR)
        try:
            return PersistentClient(path=str(self.folder), settings=Settings(anonymized_telemetry=False))
        except Exception as exc:
            raise LibraryError(
                f"The vectors in '{self.folder}' cannot be opened ({exc}). Free some space, or delete "
                "that folder: it is made anew."
            ) from exc

    @cached_property
    def _collection(self) -> Collection:
        return self._client.get_or_create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )


def keys_of(row: int, sentences: int) -> list[str]:
    """Return the keys of a paragraph's vectors: of the whole, and of each sentence if there are more than one."""
    return [f"{row}:{number}" for number in (WHOLE, *range(sentences if sentences > 1 else 0))]


def chroma_error() -> type[Exception]:
    """Return what Chroma raises; to be asked only when something was raised, since chromadb is heavy."""
    from chromadb.errors import ChromaError

    return ChromaError

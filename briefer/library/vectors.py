"""Finds the paragraphs whose vectors are near another, in Chroma.

The only importer of chromadb. Paragraphs whose rows are neighbours share a collection, and one that is full is not
written to again, so that adding to a large library changes little of it. Knows rows of the catalogue by their numbers,
and nothing of what is in them.
"""

from __future__ import annotations

import logging
import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from briefer.models.embedder import FloatMatrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

# That share a collection. Fewer take less memory while they are added, and every collection takes its time in a search.
ROWS = 25_000
NAME = "rows-"  # of a collection, before its number
SPREAD = 1.5  # of what is wanted, asked of the collections at first: near vectors are not spread evenly over them
AT_ONCE = 5000  # Chroma's own limit is 5,461 vectors a call
OPENING = threading.Lock()
# What is added is on the disk as a graph when `add` returns, so that nothing is left to do for who opens it.
HNSW: CreateHNSWConfiguration = {"space": "cosine", "sync_threshold": 2, "batch_size": 2}


class Key(NamedTuple):
    """What a vector is of: the row of its paragraph, and that of its article."""

    row: int
    article: int

    def __str__(self) -> str:
        """Return it as Chroma's id."""
        return ":".join(map(str, self))

    @classmethod
    def of(cls, told: str) -> Key:
        """Return the key that an id of Chroma's tells."""
        return cls(*map(int, told.split(":")))


class Vectors:
    """A folder of Chroma's. It is opened at the first use, since chromadb is heavy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._seen = ""
        self._written: int | None = None

    @property
    def there(self) -> bool:
        """Return whether they were made, as far as can be seen without opening them."""
        return (self.folder / "chroma.sqlite3").exists()

    def close(self) -> None:
        """Close them; they are opened again at their next use."""
        with self._lock:
            self.__dict__.pop("_collections", None)
            if "_client" in self.__dict__:
                del self._client
                self._system.stop()

    def count(self) -> int:
        """Return how many there are."""
        with self._opened():
            return sum(one.count() for one in self._client.list_collections())

    def add(self, vectors: Mapping[int, Mapping[int, FloatMatrix]]) -> None:
        """Keep the vectors of paragraphs, by the rows of their articles and their own; those of the same are replaced.

        Shape of each (dim,).
        """
        every = sorted((row, article) for article, own in vectors.items() for row in own)
        with self._changing():
            for number, some in groupby(every, lambda one: one[0] // ROWS):
                keys = [Key(row, article) for row, article in some]
                self._put(number, keys, np.stack([vectors[key.article][key.row] for key in keys]))

    def _put(self, number: int, keys: Sequence[Key], vectors: FloatMatrix) -> None:
        if number != self._written:
            self.close()  # the memory that the one before has taken is given back
            self._written = number
        collection = self._client.get_or_create_collection(
            f"{NAME}{number}",
            configuration={"hnsw": HNSW},
            embedding_function=None,
        )
        for a in range(0, len(keys), AT_ONCE):
            part = keys[a : a + AT_ONCE]
            collection.upsert(
                ids=list(map(str, part)),
                embeddings=vectors[a : a + AT_ONCE],
                metadatas=[{"article": key.article, "paragraph": key.row} for key in part],
            )

    def pages(self) -> Iterator[tuple[int, list[tuple[Key, Mapping[str, Any], FloatMatrix]]]]:
        """Yield all in pages, each with the number of its collection: keys, what Chroma knows of them, vectors."""
        with self._opened() as collections:
            for number, collection in collections.items():
                for at in range(0, collection.count(), AT_ONCE):
                    got = collection.get(limit=AT_ONCE, offset=at, include=["embeddings", "metadatas"])
                    every = np.asarray(got["embeddings"], np.float32)
                    yield number, list(zip(map(Key.of, got["ids"]), got["metadatas"] or [], every, strict=True))

    def remove(self, articles: Sequence[int]) -> None:
        """Forget the vectors of some articles."""
        if not articles:
            return
        with self._changing() as collections:
            for a in range(0, len(articles), AT_ONCE):
                where: Any = {"article": {"$in": list(articles[a : a + AT_ONCE])}}
                for collection in collections.values():
                    collection.delete(where=where)

    def forget(self, rows: Sequence[int]) -> None:
        """Forget the vectors of some paragraphs."""
        with self._changing() as collections:
            for number, some in groupby(sorted(rows), lambda row: row // ROWS):
                if number in collections:
                    where: Any = {"paragraph": {"$in": list(some)}}
                    collections[number].delete(where=where)

    def clear(self) -> None:
        """Forget all, in whatever state it is."""
        with self._lock:
            self.close()
            if self.folder.exists():
                shutil.rmtree(self.folder)
            with self._changing():
                pass

    def nearest(
        self, vector: FloatMatrix, *, top_k: int, articles: Set[int] | None = None, share: float = 1.0
    ) -> list[int]:
        """Return the rows of the paragraphs of these articles, None for all, whose vectors are nearest to a query's.

        Shape of vector: (dim,). share is about which part of all vectors theirs are. Nearest first.
        """
        best = self._found(vector, top_k, articles, share)
        return sorted(best, key=lambda row: best[row])[:top_k]

    def _found(self, vector: FloatMatrix, top_k: int, articles: Set[int] | None, share: float) -> dict[int, float]:
        """Return distances of the nearest paragraphs, by row, at least top_k if there are as many.

        A collection is asked for more as long as what it has not given may be nearer than the last of top_k.
        """
        best: dict[int, float] = {}
        with self._opened() as collections:
            asked = dict.fromkeys(collections, 1 + int(SPREAD * top_k / share / max(len(collections), 1)))
            while asked:
                upto = {}
                for number, count in asked.items():
                    hits = collections[number].query(
                        query_embeddings=vector[None], n_results=count, include=["distances"]
                    )
                    ids, distances = hits["ids"][0], (hits["distances"] or [[]])[0]
                    for key, distance in zip(map(Key.of, ids), distances, strict=True):
                        if articles is None or key.article in articles:
                            best[key.row] = distance
                    if len(ids) == count:
                        upto[number] = distances[-1]
                last = sorted(best.values())[top_k - 1] if len(best) >= top_k else np.inf
                more = max(2, 2 * top_k // max(len(best), 1))  # as many as the filter lets pass of those so far
                asked = {number: asked[number] * more for number, distance in upto.items() if distance < last}
        return best

    @contextmanager
    def _changing(self) -> Iterator[dict[int, Collection]]:
        """Give the collections to change, and let other processes know that they did."""
        with self._opened() as collections:
            try:
                yield collections
            finally:
                self.__dict__.pop("_collections", None)
                self._seen = uuid.uuid4().hex
                self._changed.write_text(self._seen)

    @contextmanager
    def _opened(self) -> Iterator[dict[int, Collection]]:
        """Give the collections by number, opened anew if another process changed them: Chroma would not see it.

        Raises OSError for what Chroma raises: it is the disk that is full, or files that are broken.
        """
        with self._lock:
            if self.there and (now := self._changed.read_text() if self._changed.exists() else "") != self._seen:
                self.close()
                self._seen = now
            with _translating():
                yield self._collections

    @property
    def _changed(self) -> Path:
        """Return the file that tells one state of the folder from another."""
        return self.folder / "changed"

    @cached_property
    def _client(self) -> ClientAPI:
        from chromadb import PersistentClient
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        logging.getLogger("chromadb").setLevel(logging.ERROR)
        path = str(self.folder)
        with OPENING:
            try:
                client = PersistentClient(path=path, settings=Settings(anonymized_telemetry=False))
                self._system = client._system  # type: ignore[attr-defined]
            finally:
                # Chroma would give it to whoever opens this folder in this process, even one that did not start, so
                # that closing it would not let go of what other processes have changed since.
                SharedSystemClient._identifier_to_system.pop(path, None)
                SharedSystemClient._identifier_to_refcount.pop(path, None)
        return client

    @cached_property
    def _collections(self) -> dict[int, Collection]:
        # An earlier version had one of another name, which counts, so that its vectors are found to be too many.
        some = [one for one in self._client.list_collections() if one.name.startswith(NAME)]
        return {int(one.name.removeprefix(NAME)): one for one in some}


@contextmanager
def _translating() -> Iterator[None]:
    """Raise OSError for what Chroma raises, of which some is no Exception, as what it is written in has it."""
    try:
        yield
    except BaseException as exc:
        from chromadb.errors import ChromaError

        if isinstance(exc, ChromaError) or type(exc).__name__ == "PanicException":
            raise OSError(str(exc)) from exc
        raise

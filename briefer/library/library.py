"""The index of a folder of articles: a catalogue, which is the truth, and the vectors of what it has.

Knows nothing of files, queries' meaning or models: texts and vectors are given to it. What a crash leaves half done
between the two is named by the states of the catalogue's articles, and done again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from briefer.errors import BusyError, LibraryError
from briefer.language.parser import Parser
from briefer.library.catalogue import Catalogue
from briefer.library.chunks import Chunk
from briefer.library.filters import Filters
from briefer.library.folder import Read, Stamp
from briefer.library.vectors import Cosines, Vectors, chroma_error, keys_of
from briefer.models.embedder import FloatMatrix, Titled
from briefer.schema import Article, Listed

EVERYTHING = Filters()
PATIENCE = 600.0  # seconds for which another process that writes is waited for


@dataclass(frozen=True, slots=True)
class Opening:
    """How an article begins: its first paragraphs of prose, and the mean of their vectors, shape (dim,)."""

    chunks: tuple[Chunk, ...]
    vector: FloatMatrix

    @property
    def article(self) -> Article:
        """Return the article."""
        return self.chunks[0].article


class Library:
    """An index folder. Reading may go on in many threads; one process at a time writes."""

    def __init__(self, folder: Path, *, embedder: str, parser: Parser) -> None:
        """Open the index, making it if there is none; raises LibraryError if it cannot be.

        parser is what the chunks that it gives are parsed with.
        """
        self._folder = folder
        self._checked = False
        self._parser = parser
        self._vectors = Vectors(folder / "vectors")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._catalogue = Catalogue(folder / "catalogue.sqlite", embedder=embedder, parser=parser)
        except (OSError, sqlite3.Error) as exc:
            raise LibraryError(
                f"The index '{folder}' cannot be opened ({exc}). Free some space or choose another place with --index."
            ) from exc

    @property
    def parser(self) -> Parser:
        """Return what the chunks that it gives are parsed with."""
        return self._parser

    @contextmanager
    def writing(self, seconds: float = PATIENCE) -> Iterator[None]:
        """Hold the right to change the index; raises BusyError if another process keeps it for so many seconds."""
        with self._translating():
            try:
                held = FileLock(self._folder / "lock", timeout=seconds).acquire()
            except Timeout as exc:
                raise BusyError(f"Another process is writing the index '{self._folder}'. Wait for it to end.") from exc
            with held:
                yield

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except _storage_errors() as exc:
            raise LibraryError(
                f"The index '{self._folder}' cannot be used ({exc}). Free some space, choose another place with "
                "--index, or delete it to have it made anew. The articles are as they were."
            ) from exc

    def close(self) -> None:
        """Close the catalogue and the vectors. The library cannot be used afterwards."""
        self._catalogue.close()
        self._vectors.close()

    # What is there

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamp of every file that was read or skipped, by path."""
        with self._translating():
            return self._catalogue.stamps()

    def skipped(self) -> dict[str, str]:
        """Return why each file that could not be read was skipped, by path."""
        return self._catalogue.skipped()

    def paths(self) -> list[str]:
        """Return the paths of all articles, sorted."""
        return self._catalogue.paths()

    def listing(self) -> list[Listed]:
        """Return every file that was read or skipped, sorted by path."""
        with self._translating():
            return self._catalogue.listing()

    def snapshot(self) -> list[tuple[str, str]]:
        """Return the path and sha256 of every article, sorted by path."""
        return self._catalogue.snapshot()

    def columns(self) -> dict[str, str]:
        """Return the columns of tables that somebody named, by what they are."""
        return self._catalogue.columns()

    def waiting(self) -> int:
        """Return how many articles wait for vectors; they are found by their words alone."""
        return len(self._catalogue.pending())

    def owing(self) -> int:
        """Return how many paragraphs wait for vectors."""
        return self._catalogue.owed()

    def article(self, path: str) -> Article:
        """Return one article; raises ArticleNotFoundError."""
        return self._catalogue.article(path)

    def found(self, ids: Iterable[int]) -> dict[int, Chunk]:
        """Return the paragraphs of these rows, by row, without those that another process has removed since."""
        return self._catalogue.found(ids)

    def prose(self, path: str) -> dict[int, Chunk]:
        """Return the paragraphs of an article that are evidence, by row, in reading order."""
        row = self._catalogue.row(path)
        return {} if row is None else self._catalogue.prose(row)

    def vectors(self, chunks: Mapping[int, Chunk]) -> dict[int, list[FloatMatrix]]:
        """Return the vector of each sentence of some paragraphs, by row, in order; each of shape (dim,), unit length.

        A paragraph whose vectors are not there, because another process is making them anew, is left out.
        """
        keys = {row: keys_of(row, len(chunk.sentences)) for row, chunk in chunks.items()}
        with self._translating():
            stored = self._vectors.stored([one for own in keys.values() for one in own])
        return {
            row: [stored[one] for one in (own[1:] or own)] for row, own in keys.items() if all(k in stored for k in own)
        }

    # Changing it, inside `writing`

    def name_columns(self, columns: Mapping[str, str], endings: Sequence[str]) -> None:
        """Remember by which columns tables are read; files whose names end so are read again."""
        self._catalogue.name_columns(columns, endings)

    def put(self, files: Sequence[Read]) -> None:
        """Write what came of reading some files, in place of all they had, all or none.

        Their articles can be read and found by their words; vectors are owed until `add_vectors`.
        """
        for one in files:
            self.remove(one.file)
        self._catalogue.put(files)

    def owed(self, most: int, *, after: int = 0) -> dict[int, dict[int, Titled]]:
        """Return what needs vectors: of articles, by their rows, each paragraph of prose, by its row.

        Those after a row, in order, until there are so many paragraphs. The parts of one are its sentences, if there
        are more than one.
        """
        found: dict[int, dict[int, Titled]] = {}
        for article in self._catalogue.pending(most, after=after):  # each has a paragraph, or costs nothing
            found[article] = {
                row: Titled(
                    one.article.title, one.text, tuple(map(one.within, one.spans)) if len(one.spans) > 1 else ()
                )
                for row, one in self._catalogue.prose(article).items()
            }
            if sum(map(len, found.values())) >= most:
                break
        return found

    def add_vectors(self, vectors: Mapping[int, Mapping[int, FloatMatrix]]) -> None:
        """Keep the vectors of articles, by the rows by which they are owed; `finish` comes after it.

        Those of a row have the shape (1 + sentences, dim), or (1, dim) if it has one sentence. Other threads may do
        anything meanwhile.
        """
        keys = [
            (article, key)
            for article, own in vectors.items()
            for row, rows in own.items()
            for key in keys_of(row, len(rows) - 1)
        ]
        if keys:
            every = np.concatenate([rows for own in vectors.values() for rows in own.values()])
            self._vectors.add([article for article, _ in keys], [key for _, key in keys], every)

    def finish(self, articles: Iterable[int]) -> None:
        """Mark articles indexed, by their rows: all their vectors are kept."""
        self._catalogue.finish(articles)

    def remove(self, file: str) -> None:
        """Remove all that came from a file; nothing happens if nothing did."""
        rows = self._catalogue.leave(file)
        self._vectors.remove(rows)
        for row in rows:
            self._catalogue.forget(row)

    def whole(self) -> bool:
        """Return whether nothing is left half done, as far as can be seen without opening the vectors."""
        return self._vectors.there and not (self._catalogue.leaving() or self._catalogue.pending(1))

    def repair(self) -> None:
        """Forget what a crash left half done; and all vectors, if they are not those that the catalogue says."""
        for path in self._catalogue.leaving():
            self.remove(path)
        if self._vectors.count() != self._catalogue.due():
            # A crash may have come between keeping the vectors of articles and marking those.
            self._vectors.remove(self._catalogue.pending())
        if self._vectors.count() != self._catalogue.due():
            self._catalogue.start_again()
            self._vectors.clear()

    # Searching it

    def allows(self, filters: Filters) -> bool:
        """Return whether any article passes some filters."""
        return self._catalogue.allowed(filters) != []

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many paragraphs have each of some words, in any form."""
        return self._catalogue.frequencies(words)

    def paragraphs(self) -> int:
        """Return how many paragraphs are searched."""
        return self._catalogue.paragraphs()

    def match(self, words: Sequence[str], *, top_k: int, filters: Filters) -> dict[int, float]:
        """Return the BM25 score (higher is better) of the best paragraphs that have any of the words, by row."""
        return self._catalogue.match(words, top_k=top_k, filters=filters)

    def near(self, vector: FloatMatrix, *, top_k: int, filters: Filters) -> dict[int, Cosines]:
        """Return the cosines of the paragraphs whose vectors are nearest to the query's, by row.

        Shape of vector: (dim,). Raises LibraryError if vectors are lost.
        """
        allowed = self._catalogue.allowed(filters)
        with self._translating():
            self._check_vectors()
            rows = [] if allowed == [] else self._vectors.nearest(vector, top_k=top_k, articles=allowed)
        return self.cosines(vector, rows)

    def _check_vectors(self) -> None:
        """Raise LibraryError if vectors are lost, which is asked once."""
        if not self._checked and self._vectors.count() < self._catalogue.due():
            with self.writing():  # another process may have been between the two
                if self._vectors.count() < self._catalogue.due():
                    raise LibraryError(f"Vectors are missing in '{self._vectors.folder}'. Delete it: it is made anew.")
        self._checked = True

    def having(self, words: Sequence[str], *, filters: Filters) -> list[Chunk]:
        """Return a paragraph of each article that has all of some words in one, or in it and the title."""
        return list(self._catalogue.found(self._catalogue.having(words, filters)).values())

    def count(self, filters: Filters) -> int:
        """Return how many articles pass some filters."""
        allowed = self._catalogue.allowed(filters)
        return len(self.paths() if allowed is None else allowed)

    def openings(self, *, articles: int, paragraphs: int, filters: Filters = EVERYTHING) -> list[Opening]:
        """Return how the newest articles begin, each with the mean of its paragraphs' vectors.

        At most so many articles, those without a date last, and so many paragraphs of prose of each.
        """
        with self._translating():
            self._check_vectors()
            chunks = [self._catalogue.opening(row, paragraphs) for row in self._catalogue.newest(articles, filters)]
            vectors = self._vectors.stored([_key(chunk) for own in chunks for chunk in own])
        return [
            Opening(tuple(own), np.mean([vectors[_key(chunk)] for chunk in own], axis=0))
            for own in chunks
            if own and all(_key(chunk) in vectors for chunk in own)
        ]

    def cosines(self, vector: FloatMatrix, rows: Sequence[int]) -> dict[int, Cosines]:
        """Return the cosines between a query's vector and those of these paragraphs, by row."""
        if not rows:
            return {}
        known = self._catalogue.sentences(rows)
        sentences = {row: known[row] for row in rows if row in known}
        with self._translating():
            return self._vectors.cosines(vector, sentences)


def _key(chunk: Chunk) -> str:
    """Return the key of a paragraph's own vector."""
    return keys_of(chunk.id, 1)[0]


def _storage_errors() -> tuple[type[Exception], ...]:
    """Return what SQLite, Chroma and the disk raise; to be asked only when something was raised."""
    return (sqlite3.Error, OSError, chroma_error())

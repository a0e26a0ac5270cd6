"""The index of a folder of articles: a catalogue, which is the truth, and the vectors of what it has.

Knows nothing of files, queries' meaning or models: texts and vectors are given to it. What a crash leaves half done
between the two is named by the states of the catalogue's articles, and done again. What is broken is made anew: the
folder of articles has all that is in an index.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np
from filelock import FileLock, Timeout

from briefer.errors import BusyError, LibraryError
from briefer.language.parser import Parser
from briefer.library import checked, embeddings, seal
from briefer.library.catalogue import Catalogue
from briefer.library.chunks import Chunk
from briefer.library.embeddings import Cosines
from briefer.library.filters import Filters
from briefer.library.folder import Read, Stamp
from briefer.library.integrity import ERRORS, is_corrupt
from briefer.library.vectors import Vectors
from briefer.models.embedder import FloatMatrix, Titled
from briefer.schema import Article, Listed

EVERYTHING = Filters()
CATALOGUE = "catalogue.sqlite"
# Ten paragraphs are compared in .04 ms, and of a share of all articles the graph gives what is wanted in the more time
# the smaller that is: both take the same where the square of their number is so many times that of all.
FEW = 70
# Times as many paragraphs are looked at as are wanted: their sentences are compared. In 1,735 paragraphs all but 1 % of
# those whose best sentence is among the nearest eight are among the first 102 by the whole, in 300 among 51
# (bench/README.md).
WIDER = 6
MANY = 0.08  # of all articles, from which on it pays to look at the best paragraphs of all before a filter's alone
PATIENCE = 600.0  # seconds for which another process that writes is waited for
log = logging.getLogger("briefer")
Given = ParamSpec("Given")
Returned = TypeVar("Returned")


@dataclass(frozen=True, slots=True)
class Opening:
    """How an article begins: its first paragraphs of prose, and the mean of their vectors, shape (dim,)."""

    chunks: tuple[Chunk, ...]
    vector: FloatMatrix

    @property
    def article(self) -> Article:
        """Return the article."""
        return self.chunks[0].article


def _told(
    method: Callable[Concatenate[Library, Given], Returned],
) -> Callable[Concatenate[Library, Given], Returned]:
    """Return a method that raises LibraryError for what SQLite and the disk raise."""

    @wraps(method)
    def told(self: Library, /, *given: Given.args, **options: Given.kwargs) -> Returned:
        with self._translating():
            return method(self, *given, **options)

    return told


class Library:
    """An index folder. Reading may go on in many threads; one process at a time writes."""

    def __init__(self, folder: Path, *, embedder: str, parser: Parser) -> None:
        """Open the index, making it if there is none; raises LibraryError if it cannot be.

        parser is what the chunks that it gives are parsed with. A catalogue that is no database any more is set aside.
        """
        self._folder = folder
        self._checked = False
        self._parser = parser
        self._embedder = embedder
        self._sealed = seal.holds(folder)
        self._vectors = Vectors(folder / "vectors")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            try:
                self._open()
            except ERRORS as exc:
                if not is_corrupt(exc):
                    raise
                with self.writing():
                    self._open_or_anew()
        except (OSError, *ERRORS) as exc:
            raise LibraryError(
                f"The index '{folder}' cannot be opened ({exc}). Free some space or choose another place with --index."
            ) from exc

    @property
    def parser(self) -> Parser:
        """Return what the chunks that it gives are parsed with."""
        return self._parser

    def _open(self) -> None:
        path = self._folder / CATALOGUE
        self._catalogue = Catalogue(path, embedder=self._embedder, parser=self._parser)
        self._inode = path.stat().st_ino

    def _open_or_anew(self) -> None:
        try:
            self._open()  # another process may have mended it
        except ERRORS as exc:
            if not is_corrupt(exc):
                raise
            self._anew(str(exc))

    def _anew(self, broken: str) -> None:
        """Begin a new catalogue, after setting aside one that is broken; what it had is read again."""
        aside = self._folder / f"{CATALOGUE}.broken"
        log.warning(
            "The catalogue in '%s' is damaged (%s). It was set aside as '%s' and is made anew from the articles.",
            self._folder, broken, aside.name,
        )  # fmt: skip
        for ending in ("-wal", "-shm"):
            (self._folder / f"{CATALOGUE}{ending}").unlink(missing_ok=True)
        (self._folder / CATALOGUE).replace(aside)
        self._open()

    @property
    def suspect(self) -> bool:
        """Return whether the next update looks into all that is stored, and may replace it."""
        return not self._sealed

    @property
    def replaced(self) -> bool:
        """Return whether another catalogue lies in the place of this one, or none."""
        try:
            return (self._folder / CATALOGUE).stat().st_ino != self._inode
        except OSError:
            return True

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
        except (OSError, *ERRORS) as exc:
            self.examine()
            raise LibraryError(
                f"The index '{self._folder}' cannot be used ({exc}). Free some space, choose another place with "
                "--index, or have it mended from the articles, which are as they were: brief doctor --repair"
            ) from exc

    def close(self) -> None:
        """Close the catalogue and the vectors. The library cannot be used afterwards."""
        self._catalogue.close()
        self._vectors.close()
        if self._sealed and seal.there(
            self._folder
        ):  # the last to close moves what SQLite kept beside the database into it
            seal.put(self._folder)

    # What is there

    @_told
    def stale(self, files: Mapping[str, Stamp]) -> tuple[list[str], list[str]]:
        """Return which files that were read or skipped are not among these, and which of these have another stamp."""
        return self._catalogue.stale(files)

    @_told
    def skipped(self) -> dict[str, str]:
        """Return why each file that could not be read was skipped, by path."""
        return self._catalogue.skipped()

    @_told
    def listing(self, filters: Filters = EVERYTHING) -> list[Listed]:
        """Return every file that was read or skipped, sorted by path; of filters, the articles that pass them."""
        return self._catalogue.listing(filters)

    @_told
    def snapshot(self) -> list[tuple[str, str]]:
        """Return the path and sha256 of every article, sorted by path."""
        return self._catalogue.snapshot()

    @_told
    def columns(self) -> dict[str, str]:
        """Return the columns of tables that somebody named, by what they are."""
        return self._catalogue.columns()

    @_told
    def waiting(self) -> int:
        """Return how many articles wait for vectors; they are found by their words alone."""
        return len(self._catalogue.pending())

    @_told
    def owing(self) -> int:
        """Return how many paragraphs wait for vectors."""
        return self._catalogue.owed()

    @_told
    def article(self, path: str) -> Article:
        """Return one article; raises ArticleNotFoundError."""
        return self._catalogue.article(path)

    @_told
    def found(self, ids: Iterable[int]) -> dict[int, Chunk]:
        """Return the paragraphs of these rows, by row, without those that another process has removed since."""
        return self._catalogue.found(ids)

    @_told
    def prose(self, path: str) -> dict[int, Chunk]:
        """Return the paragraphs of an article that are evidence, by row, in reading order."""
        row = self._catalogue.row(path)
        return {} if row is None else self._catalogue.prose(row)

    def vectors(self, chunks: Mapping[int, Chunk]) -> dict[int, list[FloatMatrix]]:
        """Return the vector of each sentence of some paragraphs, by row, in order; each of shape (dim,), unit length.

        A paragraph whose vectors are not there, because another process is making them anew, is left out.
        """
        with self._translating():
            stored = self._catalogue.embeddings(chunks)
        return {row: embeddings.sentences(of) for row, of in stored.items()}

    # Changing it, inside `writing`

    def name_columns(self, columns: Mapping[str, str], endings: Sequence[str]) -> None:
        """Remember by which columns tables are read; files whose names end so are read again."""
        self._catalogue.name_columns(columns, endings)

    def put(self, files: Sequence[Read]) -> list[str]:
        """Write what came of reading some files, in place of all they had, all or none; return those with new articles.

        These can be read and found by their words; vectors are owed until `add_vectors`. A file whose articles are
        there already is not returned.
        """
        new = []
        for one in files:
            if self._catalogue.same(one.file, one.articles):
                self._catalogue.restamp(one.file, one.stamp)
            else:
                self.remove(one.file)
                new.append(one)
        self._catalogue.put(new)
        self._leave_out()
        return [one.file for one in new if one.refused is None]

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
        """Have the paragraphs of articles found by their vectors, by the rows by which they are owed.

        Those of a row have the shape (1 + sentences, dim), the whole's first, or (1, dim) if it has one sentence. Other
        threads may do anything meanwhile. `finish` is to follow.
        """
        self._vectors.add({article: {row: of[0] for row, of in own.items()} for article, own in vectors.items()})

    def finish(self, vectors: Mapping[int, Mapping[int, FloatMatrix]]) -> None:
        """Keep the vectors that were added, and mark their articles indexed."""
        self._catalogue.finish(vectors)

    def _leave_out(self) -> None:
        """Take out of what is searched what is known to be no evidence."""
        for found in self._catalogue.left_out():
            if found.vectored:
                self._catalogue.hold(found.article)
                self._vectors.forget(found.paragraphs)
            self._catalogue.leave_out(found)

    def remove(self, file: str) -> None:
        """Remove all that came from a file; nothing happens if nothing did."""
        rows = self._catalogue.leave(file)
        self._vectors.remove(rows)
        for row in rows:
            self._catalogue.forget(row)

    @_told
    def half_done(self) -> int:
        """Return how many files are half removed, as a crash leaves them."""
        return len(self._catalogue.leaving())

    @_told
    def broken(self) -> bool:
        """Return whether anything is half done or broken, as far as can be seen without reading what is stored.

        That articles wait for vectors is neither.
        """
        if not (self._sealed and self._vectors.there):
            return True
        return bool(self._catalogue.leaving() or self._catalogue.left_out())

    def whole(self) -> bool:
        """Return whether nothing is broken, and no article waits for vectors."""
        return not self.broken() and not self.waiting()

    def repair(self) -> None:
        """Forget what a crash left half done; and all, if the vectors are not those that the catalogue says.

        If the files are not as they were left, all of them are read, and what is broken is made anew.
        """
        if not self._sealed:
            if broken := self._catalogue.damage():
                self._catalogue.close()
                self._anew(broken)
            if broken := self._vectors_damage():
                self._without_vectors(broken)
        for path in self._catalogue.leaving():
            self.remove(path)
        if self._vectors.count() != self._catalogue.due():
            # A crash may have come between keeping the vectors of articles and marking those.
            self._vectors.remove(self._catalogue.pending())
        if (found := self._vectors.count()) != (due := self._catalogue.due()):
            self._without_vectors(f"{found} of {due}")
        self._leave_out()

    def _without_vectors(self, broken: str) -> None:
        if self.count():
            log.warning("The vectors in '%s' are damaged or missing (%s), and are made anew.", self._folder, broken)
        self._vectors.clear()
        self._catalogue.start_again()

    def settle(self) -> None:
        """Remember the files as they are now, so that what happens to them from outside is seen; nothing is broken."""
        self._sealed = True
        seal.put(self._folder)

    def damage(self) -> tuple[str, str]:
        """Return what is broken in the catalogue and in the vectors, "" for what is not; reads all that is stored."""
        with self.writing():
            catalogue = self._catalogue.damage()
            vectors = "" if catalogue else self._vectors_damage()
        if catalogue or vectors:
            self.examine()
        return catalogue, vectors

    def _vectors_damage(self) -> str:
        self._vectors.close()  # what they are checked by may have to write
        return self._catalogue.vectors_damage() or checked.damage(self._vectors.folder, self._catalogue.vectored())

    def examine(self) -> None:
        """Have the next update look into all that is stored, and make anew what is broken."""
        self._sealed = False
        seal.break_(self._folder)

    # Searching it

    @_told
    def allows(self, filters: Filters) -> bool:
        """Return whether any article passes some filters."""
        return self._catalogue.count(filters) > 0

    @_told
    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many paragraphs have each of some words, in any form."""
        return self._catalogue.words.frequencies(words)

    @_told
    def has_word(self, word: str, *, language: str) -> bool:
        """Return whether an article in a language has a word, in any form."""
        return self._catalogue.words.has_word(word, language=language)

    @_told
    def paragraphs(self) -> int:
        """Return how many paragraphs are searched."""
        return self._catalogue.words.paragraphs()

    @_told
    def match(self, words: Sequence[str], *, top_k: int, filters: Filters) -> dict[int, float]:
        """Return the BM25 score (higher is better) of the best paragraphs that have any of the words, by row."""
        among, some, total = self._among(filters)
        many = some >= MANY * total
        return self._catalogue.words.match(words, top_k=top_k, filters=filters, among=among if many else None)

    def _among(self, filters: Filters) -> tuple[Set[int] | None, int, int]:
        """Return the rows of the articles that pass, None where all do, how many these are, and how many there are."""
        passed, total = self._catalogue.allowed(filters), len(self._catalogue.allowed(EVERYTHING))
        return (passed if len(passed) < total else None), len(passed), total

    def near(self, vector: FloatMatrix, *, top_k: int, filters: Filters) -> dict[int, Cosines]:
        """Return the cosines of the paragraphs whose best sentence is nearest to the query, by row, nearest first.

        Shape of vector: (dim,). Raises LibraryError if vectors are lost.
        """
        among, some, total = self._among(filters)
        with self._translating():
            self._check_vectors()
            if some**2 <= FEW * total:
                rows = self._catalogue.nearest(vector, top_k=WIDER * top_k, filters=filters)
            else:
                rows = self._vectors.nearest(vector, top_k=WIDER * top_k, articles=among, share=some / total)
        found = self.cosines(vector, rows)
        return dict(sorted(found.items(), key=lambda one: -one[1].sentence)[:top_k])

    def _check_vectors(self) -> None:
        """Raise LibraryError if vectors are lost, which is asked once."""
        if self._checked:
            return
        due = self._catalogue.due()  # asked first: what another process keeps meanwhile comes on top
        if self._vectors.count() < due:
            with self.writing():  # another process may have been between the two
                if self._vectors.count() < self._catalogue.due():
                    self.examine()
                    raise LibraryError(
                        f"Vectors are missing in '{self._vectors.folder}'. Ask again, and they are made anew."
                    )
        if self._sealed and seal.there(self._folder):  # Chroma writes when it is opened, if only to read
            seal.put(self._folder)
        self._checked = True

    @_told
    def having(self, words: Sequence[str], *, filters: Filters) -> list[Chunk]:
        """Return a paragraph of each article that has all of some words in one, or in it and the title."""
        return list(self._catalogue.found(self._catalogue.words.having(words, filters)).values())

    @_told
    def count(self, filters: Filters = EVERYTHING) -> int:
        """Return how many articles pass some filters."""
        return self._catalogue.count(filters)

    def openings(self, *, articles: int, paragraphs: int, filters: Filters = EVERYTHING) -> list[Opening]:
        """Return how the newest articles begin, each with the mean of its paragraphs' vectors.

        At most so many articles, those without a date last, and so many paragraphs of prose of each.
        """
        with self._translating():
            self._check_vectors()
            chunks = [self._catalogue.opening(row, paragraphs) for row in self._catalogue.newest(articles, filters)]
            vectors = self._catalogue.embeddings([chunk.id for own in chunks for chunk in own])
        return [
            Opening(tuple(own), np.mean([vectors[chunk.id][0] for chunk in own], axis=0))
            for own in chunks
            if own and all(chunk.id in vectors for chunk in own)
        ]

    def cosines(self, vector: FloatMatrix, rows: Sequence[int]) -> dict[int, Cosines]:
        """Return the cosines between a query's vector and those of these paragraphs, by row."""
        with self._translating():
            return embeddings.cosines(self._catalogue.embeddings(rows), vector)

"""Keeps what was read from the articles: a catalogue in SQLite, which is the truth, and vectors in Chroma.

The only importer of chromadb. Knows nothing of files, queries' meaning or models: texts and vectors are given to it.
An article is `pending` from when its rows are written until Chroma has its vectors, and `leaving` from when its
vectors are to go until its rows are gone; what a crash leaves in either state is named by `unfinished` and done again.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from briefer.errors import ArticleNotFoundError, LibraryError, UsageError
from briefer.schema import Article, Listed, Paragraph, Role, Span

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

FloatMatrix = NDArray[np.float32]

VERSION = 6  # of what is stored; an index of another version is made anew
WHOLE = -1  # the sentence number of a paragraph's own vector
SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS article (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, mtime INTEGER NOT NULL, size INTEGER NOT NULL,
    sha256 TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT, date TEXT, text TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS paragraph (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, role TEXT NOT NULL, sentences TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS paragraph_article ON paragraph (article, number);
CREATE TABLE IF NOT EXISTS skipped (
    path TEXT PRIMARY KEY, mtime INTEGER NOT NULL, size INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, title, tokenize = "porter unicode61 remove_diacritics 2");
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells an unchanged file from a changed one without reading it: mtime in ns, size in bytes."""

    mtime: int
    size: int


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search may use; dates are ISO 8601, inclusive. An article without a date fails a date filter."""

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    articles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise UsageError for a time that ends before it begins."""
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"No day is from {self.since} on and up to {self.until}. Exchange the two.")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stored paragraph: its row, its article and itself; with those before it from the first on, if they are read."""

    id: int
    article: Article
    paragraph: Paragraph
    first: Paragraph | None = None

    @property
    def parts(self) -> tuple[Paragraph, ...]:
        """Return its paragraphs."""
        return self.article.paragraphs[(self.first or self.paragraph).number - 1 : self.paragraph.number]

    @property
    def start(self) -> int:
        """Return where the text begins in the article's."""
        return self.parts[0].start

    @property
    def text(self) -> str:
        """Return the text."""
        return self.article.text[self.start : self.paragraph.end]

    @property
    def block(self) -> str:
        """Return the text as a prompt takes it: blank lines would part it."""
        return "\n".join(self.article.text[part.start : part.end] for part in self.parts)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return where the sentences are in the article's text."""
        return tuple(span for part in self.parts for span in part.sentences)

    @property
    def sentences(self) -> list[str]:
        """Return the sentences."""
        return [self.article.text[s.start : s.end] for s in self.spans]

    def within(self, span: Span) -> tuple[int, int]:
        """Return where a stretch of the article is in the text."""
        return span.start - self.start, span.end - self.start

    def number(self, span: Span) -> int:
        """Return the number of the paragraph that a stretch of the article is in."""
        return next(part.number for part in self.parts if span.end <= part.end)

    def alone(self, part: Paragraph) -> Chunk:
        """Return another paragraph of the same article, alone."""
        return replace(self, paragraph=part, first=None)


@dataclass(frozen=True, slots=True)
class Cosines:
    """The vectors of one paragraph nearest to a query: cosine of the whole, and of its best sentence."""

    whole: float
    sentence: float


class Library:
    """An index folder. Reading may go on in many threads; one process at a time writes."""

    def __init__(self, folder: Path, *, embedder: str) -> None:
        """Open the index, making it if there is none; raises LibraryError if it cannot be."""
        self._folder = folder
        self._embedder = embedder
        self._checked = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except (OSError, sqlite3.Error) as exc:
            raise LibraryError(
                f"The index '{folder}' cannot be opened ({exc}). Free some space or choose another place with --index."
            ) from exc

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._folder / "catalogue.sqlite", check_same_thread=False, timeout=30)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
        db.executescript(SCHEMA)
        made_with = json.dumps([VERSION, self._embedder])
        known = db.execute("SELECT value FROM about WHERE key = 'made_with'").fetchone()
        if known and known[0] != made_with:
            for table in ("article", "paragraph", "words", "skipped"):
                db.execute(f"DELETE FROM {table}")
        db.execute("INSERT OR REPLACE INTO about VALUES ('made_with', ?)", (made_with,))
        db.commit()
        return db

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to change the index; raises LibraryError if another process keeps it for 10 minutes."""
        with self._translating():
            try:
                held = FileLock(self._folder / "lock", timeout=600).acquire()
            except Timeout as exc:
                raise LibraryError(
                    f"Another process is writing the index '{self._folder}'. Wait for it to end."
                ) from exc
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
        self._db.close()
        if "_client" in self.__dict__:
            self._client.close()  # type: ignore[attr-defined]

    # What is there

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamp of every file that was read or skipped, by path."""
        query = (
            "SELECT path, mtime, size FROM article WHERE state = 'indexed' UNION SELECT path, mtime, size FROM skipped"
        )
        with self._translating():
            return {path: Stamp(mtime, size) for path, mtime, size in self._db.execute(query)}

    def skipped(self) -> dict[str, str]:
        """Return why each file that could not be read was skipped, by path."""
        return dict(self._db.execute("SELECT path, reason FROM skipped ORDER BY path"))

    def unfinished(self) -> list[str]:
        """Return the paths of articles that a crash left half written or half removed."""
        return [p for (p,) in self._db.execute("SELECT path FROM article WHERE state != 'indexed'")]

    def paths(self) -> list[str]:
        """Return the paths of all articles, sorted."""
        return [p for (p,) in self._db.execute("SELECT path FROM article WHERE state = 'indexed' ORDER BY path")]

    def listing(self) -> list[Listed]:
        """Return every file that was read or skipped, sorted by path; paragraphs are those of prose."""
        rows = self._db.execute(
            "SELECT path, title, publisher, date, state, (SELECT count(*) FROM paragraph"
            " WHERE paragraph.article = article.id AND role = 'text') FROM article WHERE state = 'indexed'"
            " UNION SELECT path, path, NULL, NULL, reason, 0 FROM skipped ORDER BY path"
        )
        return [Listed(path=p, title=t, publisher=b, date=d, status=s, paragraphs=n) for p, t, b, d, s, n in rows]

    def snapshot(self) -> list[tuple[str, str]]:
        """Return the path and sha256 of every article, sorted by path."""
        return list(self._db.execute("SELECT path, sha256 FROM article WHERE state = 'indexed' ORDER BY path"))

    def article(self, path: str) -> Article:
        """Return one article; raises ArticleNotFoundError."""
        row = self._db.execute("SELECT id FROM article WHERE path = ? AND state = 'indexed'", (path,)).fetchone()
        if row is None:
            raise ArticleNotFoundError(f"No article '{path}' is in the library. 'brief ingest' lists what was read.")
        return self._article(row[0])

    def _article(self, row: int) -> Article:
        path, title, publisher, date, sha256, text = self._db.execute(
            "SELECT path, title, publisher, date, sha256, text FROM article WHERE id = ?", (row,)
        ).fetchone()
        parts = self._db.execute(
            "SELECT number, start, end, role, sentences FROM paragraph WHERE article = ? ORDER BY number",
            (row,),
        )
        return Article(
            path=path, title=title, publisher=publisher, date=date, sha256=sha256, text=text,
            paragraphs=tuple(
                Paragraph(
                    number=n, start=a, end=b, role=Role(role),
                    sentences=tuple(Span(start=s, end=e) for s, e in json.loads(spans)),
                )
                for n, a, b, role, spans in parts
            ),
        )  # fmt: skip

    def found(self, ids: Iterable[int]) -> dict[int, Chunk]:
        """Return the paragraphs of these rows, by row, without those that another process has removed since."""
        articles: dict[int, Article] = {}
        result = {}
        with self._db:
            self._db.execute("BEGIN")  # so that all of it is of one moment
            for paragraph in ids:
                row = self._db.execute("SELECT article, number FROM paragraph WHERE id = ?", (paragraph,)).fetchone()
                if row is None:
                    continue
                article, number = row
                if article not in articles:
                    articles[article] = self._article(article)
                result[paragraph] = Chunk(paragraph, articles[article], articles[article].paragraphs[number - 1])
        return result

    # Changing it, inside `writing`

    def put(self, article: Article, stamp: Stamp) -> None:
        """Write an article's rows, in place of an older version's; its vectors are owed until `add_vectors`."""
        self.remove(article.path)
        with self._db:
            row = self._db.execute(
                "INSERT INTO article (path, mtime, size, sha256, title, publisher, date, text, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending')",
                (
                    article.path, stamp.mtime, stamp.size,
                    article.sha256, article.title, article.publisher, article.date, article.text,
                ),
            ).lastrowid  # fmt: skip
            for p in article.paragraphs:
                spans = json.dumps([(s.start, s.end) for s in p.sentences])
                part = self._db.execute(
                    "INSERT INTO paragraph (article, number, start, end, role, sentences) VALUES (?, ?, ?, ?, ?, ?)",
                    (row, p.number, p.start, p.end, p.role, spans),
                ).lastrowid
                if p.role is Role.TEXT:
                    self._db.execute(
                        "INSERT INTO words (rowid, text, title) VALUES (?, ?, ?)",
                        (part, article.text[p.start : p.end], article.title),
                    )

    def owed(self, path: str) -> tuple[list[str], list[str]]:
        """Return the vectors that a pending article needs: their ids and the texts to embed.

        Each paragraph of prose gives its whole text, and its sentences if there are more than one.
        """
        (row,) = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
        rows = self._db.execute("SELECT id FROM paragraph WHERE article = ? AND role = 'text'", (row,))
        ids, texts = [], []
        for part, found in self.found([r for (r,) in rows.fetchall()]).items():
            ids.append(f"{part}:{WHOLE}")
            texts.append(found.text)
            for number, sentence in enumerate(found.sentences if len(found.sentences) > 1 else []):
                ids.append(f"{part}:{number}")
                texts.append(sentence)
        return ids, texts

    def add_vectors(self, path: str, ids: Sequence[str], vectors: FloatMatrix) -> None:
        """Give Chroma the vectors of a pending article, and mark it indexed."""
        (row,) = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
        step = 5000  # Chroma's own limit is 5,461 rows a call
        for a in range(0, len(ids), step):
            part = ids[a : a + step]
            owners = [{"article": row, "paragraph": int(i.split(":")[0])} for i in part]
            self._vectors.upsert(ids=list(part), embeddings=vectors[a : a + step], metadatas=owners)  # type: ignore[arg-type]
        with self._db:
            self._db.execute("UPDATE article SET state = 'indexed' WHERE id = ?", (row,))
            self._db.execute("DELETE FROM skipped WHERE path = ?", (path,))

    def skip(self, path: str, stamp: Stamp, reason: str) -> None:
        """Remember that a file could not be read, and why; an older version of it leaves the index."""
        self.remove(path)
        with self._db:
            self._db.execute("INSERT INTO skipped VALUES (?, ?, ?, ?)", (path, stamp.mtime, stamp.size, reason))

    def remove(self, path: str) -> None:
        """Remove all that came from a file; nothing happens if nothing did."""
        with self._db:
            self._db.execute("DELETE FROM skipped WHERE path = ?", (path,))
            self._db.execute("UPDATE article SET state = 'leaving' WHERE path = ?", (path,))
        row = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
        if row is None:
            return
        self._vectors.delete(where={"article": row[0]})
        with self._db:
            self._db.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM paragraph WHERE article = ?)", row)
            self._db.execute("DELETE FROM article WHERE id = ?", row)

    def whole(self) -> bool:
        """Return whether nothing is left half done, as far as can be seen without opening Chroma."""
        return not self.unfinished() and (self._folder / "vectors" / "chroma.sqlite3").exists()

    def repair(self) -> None:
        """Forget what a crash left half done; and all, if Chroma does not have what the catalogue says it has."""
        for path in self.unfinished():
            self.remove(path)
        if self._vectors.count() != self._due():
            self._client.delete_collection("passages")
            del self._vectors
            with self._db:
                self._db.execute("UPDATE article SET state = 'pending'")

    def _due(self) -> int:
        """Return how many vectors the indexed articles have."""
        counted = self._db.execute(
            "SELECT count(*), coalesce(sum(CASE WHEN json_array_length(sentences) > 1 THEN json_array_length(sentences)"
            " ELSE 0 END), 0) FROM paragraph JOIN article ON article.id = paragraph.article"
            " WHERE role = 'text' AND state = 'indexed'"
        ).fetchone()
        return int(sum(counted))

    # Searching it

    def allows(self, filters: Filters) -> bool:
        """Return whether any article passes some filters."""
        return self._allowed(filters) != []

    def _allowed(self, filters: Filters) -> list[int] | None:
        if filters == Filters():
            return None
        tests: list[tuple[str, str | None]] = [
            ("date >= substr(?, 1, length(date))", filters.since),  # a date may be a year or a month
            ("date <= ?", filters.until),
            ("publisher = ? COLLATE NOCASE", filters.publisher),
        ]
        terms = ["state = 'indexed'", *(term for term, value in tests if value is not None)]
        values = [value for _, value in tests if value is not None]
        if filters.articles:
            terms.append(f"path IN ({', '.join('?' * len(filters.articles))})")
            values += filters.articles
        return [r for (r,) in self._db.execute(f"SELECT id FROM article WHERE {' AND '.join(terms)}", values)]

    def match(self, words: Sequence[str], *, top_k: int, filters: Filters) -> dict[int, float]:
        """Return the BM25 score (higher is better) of the best paragraphs that have any of the words, by row."""
        allowed = self._allowed(filters)
        if not words or allowed == []:
            return {}
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        limit = "" if allowed is None else f" AND paragraph.article IN ({', '.join(map(str, allowed))})"
        rows = self._db.execute(
            "SELECT words.rowid, -bm25(words, 1.0, 0.5) AS score"
            " FROM words JOIN paragraph ON paragraph.id = words.rowid"
            f" WHERE words MATCH ?{limit} ORDER BY score DESC LIMIT ?",
            (query, top_k),
        )
        return dict(rows.fetchall())

    def near(self, vector: FloatMatrix, *, top_k: int, filters: Filters) -> dict[int, Cosines]:
        """Return the cosines of the paragraphs whose vectors are nearest to the query's, by row.

        Shape of vector: (dim,).
        """
        allowed = self._allowed(filters)
        with self._translating():
            count = self._counted
            if allowed == [] or not count:
                return {}
            where: Any = None if allowed is None else {"article": {"$in": allowed}}
            hits = self._vectors.query(
                query_embeddings=vector[None, :],
                n_results=min(top_k * 4, count),
                where=where,
                include=["metadatas"],
            )
        rows = list(dict.fromkeys(int(m["paragraph"]) for m in (hits["metadatas"] or [[]])[0]))[:top_k]  # type: ignore[arg-type]
        return self.cosines(vector, rows)

    @property
    def _counted(self) -> int:
        """Return how many vectors Chroma has; raises LibraryError if it has lost some, which is asked once."""
        if not self._checked and self._vectors.count() < self._due():
            with self.writing():  # another process may have been between the two
                if self._vectors.count() < self._due():
                    raise LibraryError(
                        f"Vectors are missing in '{self._folder / 'vectors'}'. Delete it: it is made anew."
                    )
        self._checked = True
        return self._vectors.count()

    def cosines(self, vector: FloatMatrix, rows: Sequence[int]) -> dict[int, Cosines]:
        """Return the cosines between a query's vector and those of these paragraphs, by row."""
        if not rows:
            return {}
        marks = ", ".join("?" * len(rows))
        counts = self._db.execute(f"SELECT id, json_array_length(sentences) FROM paragraph WHERE id IN ({marks})", rows)
        ids = [f"{row}:{n}" for row, count in counts for n in (WHOLE, *range(count if count > 1 else 0))]
        with self._translating():
            stored = self._vectors.get(ids=ids, include=["embeddings"])
        scores: dict[int, dict[int, float]] = {row: {} for row in rows}
        for key, cosine in zip(stored["ids"], np.asarray(stored["embeddings"]) @ vector, strict=True):
            row, sentence = map(int, key.split(":"))
            scores[row][sentence] = float(cosine)
        return {
            row: Cosines(s[WHOLE], max((c for n, c in s.items() if n != WHOLE), default=s[WHOLE]))
            for row, s in scores.items()
            if WHOLE in s
        }

    @cached_property
    def _client(self) -> ClientAPI:
        from chromadb import PersistentClient
        from chromadb.config import Settings

        logging.getLogger("chromadb").setLevel(logging.ERROR)
        try:
            return PersistentClient(path=str(self._folder / "vectors"), settings=Settings(anonymized_telemetry=False))
        except Exception as exc:
            raise LibraryError(
                f"The vectors in '{self._folder / 'vectors'}' cannot be opened ({exc}). Free some space, or delete "
                "that folder: it is made anew."
            ) from exc

    @cached_property
    def _vectors(self) -> Collection:
        return self._client.get_or_create_collection(
            "passages", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )


def _storage_errors() -> tuple[type[Exception], ...]:
    """Return what SQLite, Chroma and the disk raise; asked only when something was raised, since chromadb is heavy."""
    from chromadb.errors import ChromaError

    return (sqlite3.Error, OSError, ChromaError)

"""Keeps what was read from the articles, in SQLite.

Knows nothing of files, vectors or models. An article is `pending` from when its rows are written until its vectors are
kept, then `indexed`, and `leaving` from when its vectors are to go until its rows are gone. It is read and found by its
words in the first two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from briefer import database
from briefer.errors import ArticleNotFoundError
from briefer.language.parser import Parser
from briefer.language.tokens import spaced
from briefer.library import embeddings, repeats
from briefer.library.chunks import Chunk
from briefer.library.copies import signature
from briefer.library.filters import Filters
from briefer.library.folder import Read, Stamp
from briefer.library.format import settle
from briefer.library.integrity import checksum, damage
from briefer.library.listing import listing
from briefer.library.repeats import LeftOut
from briefer.library.words import HERE, Words, passing
from briefer.models.embedder import FloatMatrix
from briefer.schema import Article, Listed, Paragraph, Role, Span

SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, file TEXT NOT NULL, mtime INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL, signature BLOB NOT NULL, title TEXT NOT NULL,
    publisher TEXT, date TEXT, author TEXT, language TEXT, url TEXT,
    notes TEXT NOT NULL, pages TEXT NOT NULL, state TEXT NOT NULL,
    checksum INTEGER NOT NULL DEFAULT 0, vectors INTEGER NOT NULL DEFAULT 0,
    paper INTEGER NOT NULL, line INTEGER NOT NULL, replaced_by TEXT NOT NULL DEFAULT '', text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS article_file ON article (file);
-- An article's row has its text. These have all that is asked of every article, so that no text is read for it.
CREATE INDEX IF NOT EXISTS article_listed ON article (state, path, file, mtime, size, sha256, vectors);
CREATE INDEX IF NOT EXISTS article_about ON article (state, date, publisher, language, path);
CREATE TABLE IF NOT EXISTS paragraph (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, role TEXT NOT NULL, sentences TEXT NOT NULL,
    time TEXT, line INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS paragraph_article ON paragraph (article, number);
CREATE TABLE IF NOT EXISTS skipped (
    path TEXT PRIMARY KEY, mtime INTEGER NOT NULL, size INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, title, tokenize = "porter unicode61 remove_diacritics 2");
"""
KEPT = 4  # filters whose articles are remembered


class Catalogue:
    """A database of articles, their paragraphs and their words."""

    def __init__(self, path: Path, *, embedder: str, parser: Parser) -> None:
        """Open it, making it if there is none; it is emptied if an earlier version or another embedder made it.

        Raises OSError or sqlite3.Error, and LibraryError if a later version made it.
        """
        self._parser = parser
        self._db = database.connect(path)
        self._passed: dict[Filters, tuple[tuple[int, int], frozenset[int]]] = {}
        try:
            self._prepare(path.parent, embedder)
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, index: Path, embedder: str) -> None:
        if settle(self._db, index, embedder):  # a table of another version may have other columns
            for table in ("embedding", "paragraph", "article", "words", "skipped", "learned"):
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
        self._db.executescript(SCHEMA + repeats.SCHEMA + embeddings.SCHEMA)
        self._db.commit()

    def close(self) -> None:
        """Close it. It cannot be used afterwards."""
        self._db.close()

    # What is there

    def stale(self, files: Mapping[str, Stamp]) -> tuple[list[str], list[str]]:
        """Return which files that were read or skipped are not among these, and which of these have another stamp."""
        gone: dict[str, None] = {}
        same: set[str] = set()
        for path, mtime, size in self._db.execute(
            f"SELECT file, mtime, size FROM article WHERE {HERE} UNION ALL SELECT path, mtime, size FROM skipped"
        ):
            if path not in files:
                gone[path] = None
            elif files[path] == Stamp(mtime, size):
                same.add(path)
        return list(gone), [path for path in files if path not in same]

    def skipped(self) -> dict[str, str]:
        """Return why each file that could not be read was skipped, by path."""
        return dict(self._db.execute("SELECT path, reason FROM skipped ORDER BY path"))

    def leaving(self) -> list[str]:
        """Return the files of which a crash left articles half removed."""
        return [p for (p,) in self._db.execute("SELECT DISTINCT file FROM article WHERE state = 'leaving'")]

    def pending(self, most: int = -1, *, after: int = 0) -> list[int]:
        """Return the rows of the articles that wait for vectors, at most so many of those after a row, in order."""
        query = "SELECT id FROM article WHERE state = 'pending' AND id > ? ORDER BY id LIMIT ?"
        return [row for (row,) in self._db.execute(query, (after, most))]

    def owed(self) -> int:
        """Return how many paragraphs wait for vectors."""
        query = (
            "SELECT count(*) FROM article JOIN paragraph ON paragraph.article = article.id"
            " WHERE state = 'pending' AND role = 'text'"
        )
        return int(self._db.execute(query).fetchone()[0])

    def listing(self, filters: Filters) -> list[Listed]:
        """Return every file that was read or skipped, sorted by path; of filters, the articles that pass them."""
        return listing(self._db, self.snapshot(), lambda path: self.article(path).prose, filters)

    def snapshot(self) -> list[tuple[str, str]]:
        """Return the path and sha256 of every article, sorted by path."""
        return list(self._db.execute(f"SELECT path, sha256 FROM article WHERE {HERE} ORDER BY path"))

    def article(self, path: str) -> Article:
        """Return one article; raises ArticleNotFoundError."""
        row = self._db.execute(f"SELECT id FROM article WHERE path = ? AND {HERE}", (path,)).fetchone()
        if row is None:
            raise ArticleNotFoundError(f"No article '{path}' is in the library. 'brief ingest' lists what was read.")
        return self._article(row[0])

    def _article(self, row: int) -> Article:
        path, title, publisher, date, author, language, url, notes, pages, sha256, text = self._db.execute(
            "SELECT path, title, publisher, date, author, language, url, notes, pages, sha256, text FROM article"
            " WHERE id = ?",
            (row,),
        ).fetchone()
        parts = self._db.execute(
            "SELECT number, start, end, role, sentences, time FROM paragraph WHERE article = ? ORDER BY number",
            (row,),
        )
        article = Article(
            path=path, title=title, publisher=publisher, date=date, author=author, language=language, url=url,
            notes=tuple(json.loads(notes)), pages=tuple(json.loads(pages)), sha256=sha256, text=text,
            paragraphs=tuple(
                Paragraph(
                    number=n, start=a, end=b, role=Role(role), time=time,
                    sentences=tuple(Span(start=s, end=e) for s, e in json.loads(spans)),
                )
                for n, a, b, role, spans, time in parts
            ),
        )  # fmt: skip
        version = repeats.version(self._db, article)
        return article.model_copy(update={"version": version}) if version else article

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
                result[paragraph] = Chunk(
                    paragraph, articles[article], articles[article].paragraphs[number - 1], self._parser
                )
        return result

    def row(self, path: str) -> int | None:
        """Return the row of an article in whatever state, None if there is none."""
        found = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
        return int(found[0]) if found else None

    def prose(self, article: int) -> dict[int, Chunk]:
        """Return the paragraphs of prose of an article, by row."""
        rows = self._db.execute(
            "SELECT id FROM paragraph WHERE article = ? AND role = 'text' ORDER BY number", (article,)
        ).fetchall()
        return self.found(r for (r,) in rows)

    def newest(self, most: int, filters: Filters) -> list[int]:
        """Return the rows of the newest articles with vectors, at most so many; those without a date last."""
        condition, values = passing(filters)
        query = (
            f"SELECT id FROM article WHERE {condition} AND state = 'indexed' AND EXISTS"
            " (SELECT 1 FROM paragraph WHERE paragraph.article = article.id AND role = 'text')"
            " ORDER BY date DESC, path LIMIT ?"
        )
        return [row for (row,) in self._db.execute(query, (*values, most))]

    def opening(self, article: int, paragraphs: int) -> list[Chunk]:
        """Return the first paragraphs of prose of an article."""
        query = "SELECT id FROM paragraph WHERE article = ? AND role = 'text' ORDER BY number LIMIT ?"
        rows = [row for (row,) in self._db.execute(query, (article, paragraphs))]
        found = self.found(rows)
        return [found[row] for row in rows if row in found]

    def due(self) -> int:
        """Return how many paragraphs of the indexed articles have vectors."""
        return int(self._db.execute("SELECT total(vectors) FROM article WHERE state = 'indexed'").fetchone()[0])

    def vectored(self) -> Iterator[tuple[int, int]]:
        """Yield the row of each paragraph that has vectors, with that of its article."""
        return self._db.execute(
            "SELECT paragraph.id, article.id FROM article JOIN paragraph ON article.id = paragraph.article"
            " WHERE state = 'indexed' AND role = 'text' ORDER BY 1"
        )

    def embeddings(self, rows: Iterable[int]) -> dict[int, FloatMatrix]:
        """Return the vectors of these paragraphs as `finish` took them, by row; one that has none is left out."""
        with self._db:
            self._db.execute("BEGIN")
            return embeddings.read(self._db, rows)

    def nearest(self, vector: FloatMatrix, *, top_k: int, filters: Filters) -> list[int]:
        """Return the rows of the paragraphs nearest to a query's vector, of the articles that pass, nearest first."""
        condition, values = passing(filters)
        within = f"SELECT id FROM article WHERE {condition}"
        return embeddings.nearest(self._db, vector, top_k=top_k, within=within, values=values)

    def damage(self) -> str:
        """Return what is broken, "" if nothing is; reads all of it, and needs the right to write."""
        return damage(self._db)

    def vectors_damage(self) -> str:
        """Return what is broken in the vectors that it keeps, "" if nothing is; reads all of them."""
        return embeddings.damage(self._db)

    # Changing it

    def same(self, file: str, articles: Sequence[Article]) -> bool:
        """Return whether a file's articles are here just as they are."""
        known = self._db.execute("SELECT id, state FROM article WHERE file = ? ORDER BY id", (file,)).fetchall()
        return (
            bool(known)
            and all(state != "leaving" for _, state in known)
            and [self._article(row) for row, _ in known] == list(articles)
        )

    def restamp(self, file: str, stamp: Stamp) -> None:
        """Remember another stamp of a file whose articles are as they were."""
        with self._db:
            self._db.execute("UPDATE article SET mtime = ?, size = ? WHERE file = ?", (stamp.mtime, stamp.size, file))

    def put(self, files: Iterable[Read]) -> None:
        """Write the rows of the articles of some files, which are pending, and why others were skipped: all or none.

        No older version of a file may be there. What they show of other articles is learned: which paragraphs are the
        paper's, which article replaces another.
        """
        with self._db:
            for one in files:
                rows = [self._put(one.file, article, one.stamp) for article in one.articles]
                for row in rows:
                    repeats.learn(self._db, row, self._article)
                if one.refused is not None:
                    skipped = (one.file, one.stamp.mtime, one.stamp.size, one.refused)
                    self._db.execute("INSERT INTO skipped VALUES (?, ?, ?, ?)", skipped)
            repeats.relearned(self._db)

    def _put(self, file: str, article: Article, stamp: Stamp) -> int:
        row = self._db.execute(
            "INSERT INTO article (path, file, mtime, size, sha256, signature, title, publisher, date, author, language,"
            " url, notes, pages, text, paper, line, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending') RETURNING id",
            (
                article.path, file, stamp.mtime, stamp.size, article.sha256, signature(article.prose), article.title,
                article.publisher,
                article.date, article.author, article.language, article.url, json.dumps(article.notes),
                json.dumps(article.pages), article.text, repeats.paper(article), repeats.line(article, article.title),
            ),
        ).fetchone()[0]  # fmt: skip
        for p in article.paragraphs:
            text = article.text[p.start : p.end]
            line = repeats.line(article, text)
            role = Role.REPEATED if p.role is Role.TEXT and repeats.is_learned(self._db, line) else p.role
            spans = json.dumps([(s.start, s.end) for s in p.sentences])
            part = self._db.execute(
                "INSERT INTO paragraph (article, number, start, end, role, sentences, time, line)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (row, p.number, p.start, p.end, role, spans, p.time, line),
            ).lastrowid
            if role is Role.TEXT:
                self._db.execute(
                    "INSERT INTO words (rowid, text, title) VALUES (?, ?, ?)",
                    (part, spaced(text), spaced(article.title)),
                )
        self._sign(row)
        return int(row)

    def left_out(self) -> list[LeftOut]:
        """Return what is still evidence, though it is known not to be."""
        return repeats.left_out(self._db)

    def hold(self, article: int) -> None:
        """Mark an article leaving, so that it is read again if what is done to it is not ended by `leave_out`."""
        with self._db:
            self._db.execute("UPDATE article SET state = 'leaving' WHERE id = ?", (article,))

    def leave_out(self, found: LeftOut) -> None:
        """Make some paragraphs no evidence, and their article indexed, unless it waits for vectors."""
        with self._db:
            rows = [(row,) for row in found.paragraphs]
            embeddings.forget(self._db, found.paragraphs)
            self._db.executemany("DELETE FROM words WHERE rowid = ?", rows)
            self._db.executemany(f"UPDATE paragraph SET role = '{found.role.value}' WHERE id = ?", rows)
            self._db.execute(
                "UPDATE article SET state = iif(state = 'leaving', 'indexed', state), vectors = vectors - ?"
                " WHERE id = ?",
                (len(found.paragraphs), found.article),
            )
            self._sign(found.article)

    def _sign(self, article: int) -> None:
        """Write down the checksum of what is kept of an article."""
        self._db.execute("UPDATE article SET checksum = ? WHERE id = ?", (checksum(self._db, article), article))

    def finish(self, vectors: Mapping[int, Mapping[int, FloatMatrix]]) -> None:
        """Keep the vectors of articles, by their rows: of each paragraph of prose, by its row; they are indexed then.

        Shape of each (1 + sentences, dim), the whole's first, or (1, dim) of a paragraph of one sentence.
        """
        with self._db:
            for own in vectors.values():
                embeddings.put(self._db, own)
            counted = [(len(own), row) for row, own in vectors.items()]
            self._db.executemany("UPDATE article SET state = 'indexed', vectors = ? WHERE id = ?", counted)

    def leave(self, file: str) -> list[int]:
        """Mark all articles of a file leaving and forget that it was skipped; return their rows."""
        with self._db:
            self._db.execute("DELETE FROM skipped WHERE path = ?", (file,))
            self._db.execute("UPDATE article SET state = 'leaving' WHERE file = ?", (file,))
        return [row for (row,) in self._db.execute("SELECT id FROM article WHERE file = ?", (file,))]

    def forget(self, article: int) -> None:
        """Remove the rows of an article, and what was learned by it."""
        with self._db:
            repeats.unlearn(self._db, article)
            self._db.execute(
                "DELETE FROM words WHERE rowid IN (SELECT id FROM paragraph WHERE article = ?)", (article,)
            )
            self._db.execute("DELETE FROM article WHERE id = ?", (article,))

    def columns(self) -> dict[str, str]:
        """Return the columns of tables that somebody named, by what they are; see `name_columns`."""
        known = self._db.execute("SELECT value FROM about WHERE key = 'columns'").fetchone()
        return dict(json.loads(known[0])) if known else {}

    def name_columns(self, columns: Mapping[str, str], endings: Sequence[str]) -> None:
        """Remember the columns of tables; files whose names end so have changed by that."""
        with self._db:
            for end in endings:
                self._db.execute("UPDATE article SET mtime = -1 WHERE file LIKE ?", (f"%{end}",))
                self._db.execute("UPDATE skipped SET mtime = -1 WHERE path LIKE ?", (f"%{end}",))
            self._db.execute("INSERT OR REPLACE INTO about VALUES ('columns', ?)", (json.dumps(dict(columns)),))

    def start_again(self) -> None:
        """Mark all articles that have vectors pending: these are lost."""
        with self._db:
            self._db.execute("UPDATE article SET state = 'pending' WHERE state = 'indexed'")

    # Searching it

    @property
    def words(self) -> Words:
        """Return what finds paragraphs by their words."""
        return Words(self._db)

    def allowed(self, filters: Filters) -> frozenset[int]:
        """Return the rows of the articles that pass some filters, as long as nothing changes without asking again."""
        state = (self._db.execute("PRAGMA data_version").fetchone()[0], self._db.total_changes)
        known = self._passed.get(filters)
        if known is None or known[0] != state:
            condition, values = passing(filters)
            rows = self._db.execute(f"SELECT id FROM article WHERE {condition}", values)
            known = state, frozenset(row for (row,) in rows)
            # Those asked last are kept; of 100,000 articles they are 8 MB each.
            self._passed = {**dict(list(self._passed.items())[1 - KEPT :]), filters: known}
        return known[1]

    def count(self, filters: Filters) -> int:
        """Return how many articles pass some filters."""
        condition, values = passing(filters)
        return int(self._db.execute(f"SELECT count(*) FROM article WHERE {condition}", values).fetchone()[0])

"""Keeps what was read from the articles, in SQLite, and finds paragraphs by their words (FTS5).

Knows nothing of files, vectors or models. An article is `pending` from when its rows are written until its vectors are
kept, then `indexed`, and `leaving` from when its vectors are to go until its rows are gone. It is read and found by its
words in the first two.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from briefer.errors import ArticleNotFoundError
from briefer.language.parser import Parser
from briefer.language.tokens import phrases, spaced
from briefer.library.chunks import Chunk
from briefer.library.copies import signature
from briefer.library.filters import Filters
from briefer.library.folder import Read, Stamp
from briefer.library.listing import listing
from briefer.schema import Article, Listed, Paragraph, Role, Span

HERE = "state IN ('pending', 'indexed')"
VERSION = 9  # of what is stored; an index of another version is made anew
SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, file TEXT NOT NULL, mtime INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL, signature BLOB NOT NULL, title TEXT NOT NULL,
    publisher TEXT, date TEXT, author TEXT, language TEXT, url TEXT,
    notes TEXT NOT NULL, pages TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS article_file ON article (file);
CREATE INDEX IF NOT EXISTS article_state ON article (state);
CREATE TABLE IF NOT EXISTS paragraph (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, role TEXT NOT NULL, sentences TEXT NOT NULL,
    time TEXT);
CREATE INDEX IF NOT EXISTS paragraph_article ON paragraph (article, number);
CREATE TABLE IF NOT EXISTS skipped (
    path TEXT PRIMARY KEY, mtime INTEGER NOT NULL, size INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, title, tokenize = "porter unicode61 remove_diacritics 2");
"""


class Catalogue:
    """A database of articles, their paragraphs and their words."""

    def __init__(self, path: Path, *, embedder: str, parser: Parser) -> None:
        """Open it, making it if there is none; it is emptied if another version or embedder made it.

        Raises OSError or sqlite3.Error.
        """
        self._parser = parser
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        made_with = json.dumps([VERSION, embedder])
        known = self._db.execute("SELECT value FROM about WHERE key = 'made_with'").fetchone()
        if known and known[0] != made_with:  # a table of another version may have other columns
            for table in ("paragraph", "article", "words", "skipped"):
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
        self._db.executescript(SCHEMA)
        self._db.execute("INSERT OR REPLACE INTO about VALUES ('made_with', ?)", (made_with,))
        self._db.commit()

    def close(self) -> None:
        """Close it. It cannot be used afterwards."""
        self._db.close()

    # What is there

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamp of every file that was read or skipped, by path."""
        query = f"SELECT file, mtime, size FROM article WHERE {HERE} UNION SELECT path, mtime, size FROM skipped"
        return {path: Stamp(mtime, size) for path, mtime, size in self._db.execute(query)}

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

    def paths(self) -> list[str]:
        """Return the paths of all articles, sorted."""
        return [p for (p,) in self._db.execute(f"SELECT path FROM article WHERE {HERE} ORDER BY path")]

    def listing(self) -> list[Listed]:
        """Return every file that was read or skipped, sorted by path."""
        return listing(self._db, self.snapshot(), lambda path: self.article(path).prose)

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
        return Article(
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

    def sentences(self, rows: Sequence[int]) -> dict[int, int]:
        """Return how many sentences the paragraphs of these rows have, by row."""
        marks = ", ".join("?" * len(rows))
        query = f"SELECT id, json_array_length(sentences) FROM paragraph WHERE id IN ({marks})"
        return dict(self._db.execute(query, rows).fetchall())

    def newest(self, most: int, filters: Filters) -> list[int]:
        """Return the rows of the newest articles with prose, at most so many; those without a date last."""
        query = (
            "SELECT id FROM article WHERE state = 'indexed' AND EXISTS"
            " (SELECT 1 FROM paragraph WHERE paragraph.article = article.id AND role = 'text')"
            f"{_within('id', self.allowed(filters))} ORDER BY date IS NULL, date DESC, path LIMIT ?"
        )
        return [row for (row,) in self._db.execute(query, (most,))]

    def having(self, words: Sequence[str], filters: Filters) -> list[int]:
        """Return the rows of a paragraph of each article that has all of some words in one, or in it and the title."""
        query = (
            "SELECT min(paragraph.id) FROM words JOIN paragraph ON paragraph.id = words.rowid WHERE words MATCH ?"
            f"{_within('paragraph.article', self.allowed(filters))} GROUP BY paragraph.article ORDER BY 1"
        )
        return [row for (row,) in self._db.execute(query, (" AND ".join(map(_quoted, words)),))]

    def opening(self, article: int, paragraphs: int) -> list[Chunk]:
        """Return the first paragraphs of prose of an article."""
        query = "SELECT id FROM paragraph WHERE article = ? AND role = 'text' ORDER BY number LIMIT ?"
        rows = [row for (row,) in self._db.execute(query, (article, paragraphs))]
        found = self.found(rows)
        return [found[row] for row in rows if row in found]

    def due(self) -> int:
        """Return how many vectors the indexed articles have."""
        counted = self._db.execute(
            "SELECT count(*), coalesce(sum(CASE WHEN json_array_length(sentences) > 1 THEN json_array_length(sentences)"
            " ELSE 0 END), 0) FROM paragraph JOIN article ON article.id = paragraph.article"
            " WHERE role = 'text' AND state = 'indexed'"
        ).fetchone()
        return int(sum(counted))

    # Changing it

    def put(self, files: Iterable[Read]) -> None:
        """Write the rows of the articles of some files, which are pending, and why others were skipped: all or none.

        No older version of a file may be there.
        """
        with self._db:
            for one in files:
                for article in one.articles:
                    self._put(one.file, article, one.stamp)
                if one.refused is not None:
                    skipped = (one.file, one.stamp.mtime, one.stamp.size, one.refused)
                    self._db.execute("INSERT INTO skipped VALUES (?, ?, ?, ?)", skipped)

    def _put(self, file: str, article: Article, stamp: Stamp) -> None:
        row = self._db.execute(
            "INSERT INTO article (path, file, mtime, size, sha256, signature, title, publisher, date, author, language,"
            " url, notes, pages, text, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')",
            (
                article.path, file, stamp.mtime, stamp.size, article.sha256, signature(article.prose), article.title,
                article.publisher,
                article.date, article.author, article.language, article.url, json.dumps(article.notes),
                json.dumps(article.pages), article.text,
            ),
        ).lastrowid  # fmt: skip
        for p in article.paragraphs:
            spans = json.dumps([(s.start, s.end) for s in p.sentences])
            part = self._db.execute(
                "INSERT INTO paragraph (article, number, start, end, role, sentences, time)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (row, p.number, p.start, p.end, p.role, spans, p.time),
            ).lastrowid
            if p.role is Role.TEXT:
                self._db.execute(
                    "INSERT INTO words (rowid, text, title) VALUES (?, ?, ?)",
                    (part, spaced(article.text[p.start : p.end]), spaced(article.title)),
                )

    def finish(self, articles: Iterable[int]) -> None:
        """Mark articles indexed, by their rows."""
        with self._db:
            self._db.executemany("UPDATE article SET state = 'indexed' WHERE id = ?", [(row,) for row in articles])

    def leave(self, file: str) -> list[int]:
        """Mark all articles of a file leaving and forget that it was skipped; return their rows."""
        with self._db:
            self._db.execute("DELETE FROM skipped WHERE path = ?", (file,))
            self._db.execute("UPDATE article SET state = 'leaving' WHERE file = ?", (file,))
        return [row for (row,) in self._db.execute("SELECT id FROM article WHERE file = ?", (file,))]

    def forget(self, article: int) -> None:
        """Remove the rows of an article."""
        with self._db:
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
        """Mark all articles pending: their vectors are lost."""
        with self._db:
            self._db.execute("UPDATE article SET state = 'pending'")

    # Searching it

    def allowed(self, filters: Filters) -> list[int] | None:
        """Return the rows of the articles that pass some filters, None if all do because there are none."""
        if filters == Filters():
            return None
        tests: list[tuple[str, str | None]] = [
            ("date >= substr(?, 1, length(date))", filters.since),  # a date may be a year or a month
            ("date <= ?", filters.until),
            ("publisher = ? COLLATE NOCASE", filters.publisher),
        ]
        terms = [HERE, *(term for term, value in tests if value is not None)]
        values = [value for _, value in tests if value is not None]
        if filters.articles:
            terms.append(f"path IN ({', '.join('?' * len(filters.articles))})")
            values += filters.articles
        return [r for (r,) in self._db.execute(f"SELECT id FROM article WHERE {' AND '.join(terms)}", values)]

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many paragraphs have each of some words, in any form."""
        query = "SELECT count(*) FROM words WHERE words MATCH ?"
        return {
            word: self._db.execute(query, (_quoted(" ".join(spaced(word).split())),)).fetchone()[0] for word in words
        }

    def paragraphs(self) -> int:
        """Return how many paragraphs are searched."""
        return int(self._db.execute("SELECT count(*) FROM words").fetchone()[0])

    def match(self, words: Sequence[str], *, top_k: int, filters: Filters) -> dict[int, float]:
        """Return the BM25 score (higher is better) of the best paragraphs that have any of the words, by row."""
        allowed = self.allowed(filters)
        if not words or allowed == []:
            return {}
        wanted = dict.fromkeys(phrase for word in words for phrase in phrases(word))
        query = " OR ".join(map(_quoted, wanted))
        rows = self._db.execute(
            "SELECT words.rowid, -bm25(words, 1.0, 0.5) AS score"
            " FROM words JOIN paragraph ON paragraph.id = words.rowid"
            f" WHERE words MATCH ?{_within('paragraph.article', allowed)} ORDER BY score DESC LIMIT ?",
            (query, top_k),
        )
        return dict(rows.fetchall())


def _within(column: str, allowed: Sequence[int] | None) -> str:
    """Return the condition that a column has one of the rows of the articles that are allowed, "" if all are."""
    return "" if allowed is None else f" AND {column} IN ({', '.join(map(str, allowed))})"


def _quoted(word: str) -> str:
    """Return a word as FTS5 takes any text: nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'

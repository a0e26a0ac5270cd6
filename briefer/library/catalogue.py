"""Keeps what was read from the articles, in SQLite, and finds paragraphs by their words (FTS5).

Knows nothing of files, vectors or models. An article is `pending` from when its rows are written until its vectors are
kept, then `indexed`, and `leaving` from when its vectors are to go until its rows are gone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefer.errors import ArticleNotFoundError
from briefer.language.parser import Parser
from briefer.language.tokens import phrases, spaced
from briefer.library import repeats
from briefer.library.chunks import Chunk
from briefer.library.copies import signature
from briefer.library.filters import Filters
from briefer.library.listing import listing
from briefer.library.repeats import LeftOut
from briefer.schema import Article, Listed, Paragraph, Role, Span

VERSION = 10  # of what is stored; an index of another version is made anew
SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, file TEXT NOT NULL, mtime INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL, signature BLOB NOT NULL, title TEXT NOT NULL,
    publisher TEXT, date TEXT, author TEXT, language TEXT, url TEXT,
    notes TEXT NOT NULL, pages TEXT NOT NULL, state TEXT NOT NULL, paper INTEGER NOT NULL, line INTEGER NOT NULL,
    replaced_by TEXT NOT NULL DEFAULT '', text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS article_file ON article (file);
CREATE TABLE IF NOT EXISTS paragraph (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, number INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, role TEXT NOT NULL, sentences TEXT NOT NULL,
    time TEXT, line INTEGER NOT NULL);
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
            for table in ("paragraph", "article", "words", "skipped", "learned"):
                self._db.execute(f"DROP TABLE IF EXISTS {table}")
        self._db.executescript(SCHEMA + repeats.SCHEMA)
        self._db.execute("INSERT OR REPLACE INTO about VALUES ('made_with', ?)", (made_with,))
        self._db.commit()

    def close(self) -> None:
        """Close it. It cannot be used afterwards."""
        self._db.close()

    # What is there

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamp of every file that was read or skipped, by path."""
        query = (
            "SELECT file, mtime, size FROM article WHERE state = 'indexed' UNION SELECT path, mtime, size FROM skipped"
        )
        return {path: Stamp(mtime, size) for path, mtime, size in self._db.execute(query)}

    def skipped(self) -> dict[str, str]:
        """Return why each file that could not be read was skipped, by path."""
        return dict(self._db.execute("SELECT path, reason FROM skipped ORDER BY path"))

    def unfinished(self) -> list[str]:
        """Return the files of which a crash left articles half written or half removed."""
        return [p for (p,) in self._db.execute("SELECT DISTINCT file FROM article WHERE state != 'indexed'")]

    def paths(self) -> list[str]:
        """Return the paths of all articles, sorted."""
        return [p for (p,) in self._db.execute("SELECT path FROM article WHERE state = 'indexed' ORDER BY path")]

    def listing(self) -> list[Listed]:
        """Return every file that was read or skipped, sorted by path."""
        return listing(self._db, self.snapshot(), lambda path: self.article(path).prose)

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

    def put(self, file: str, articles: Iterable[Article], stamp: Stamp) -> None:
        """Write the rows of a file's articles, all or none; they are pending. No older version may be there.

        What they show of other articles is learned: which paragraphs are the paper's, which article replaces another.
        """
        with self._db:
            rows = [self._put(file, article, stamp) for article in articles]
            for row in rows:
                repeats.learn(self._db, row, self._article)

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
        return int(row)

    def left_out(self) -> list[LeftOut]:
        """Return what of the indexed articles is still evidence, though it is known not to be."""
        return repeats.left_out(self._db)

    def hold(self, article: int) -> None:
        """Mark an article leaving, so that it is read again if what is done to it is not ended by `leave_out`."""
        with self._db:
            self._db.execute("UPDATE article SET state = 'leaving' WHERE id = ?", (article,))

    def leave_out(self, found: LeftOut) -> None:
        """Make some paragraphs no evidence, and their article indexed."""
        with self._db:
            rows = [(row,) for row in found.paragraphs]
            self._db.executemany("DELETE FROM words WHERE rowid = ?", rows)
            self._db.executemany(f"UPDATE paragraph SET role = '{found.role.value}' WHERE id = ?", rows)
            self._db.execute("UPDATE article SET state = 'indexed' WHERE id = ?", (found.article,))

    def finish(self, path: str) -> None:
        """Mark an article indexed."""
        with self._db:
            self._db.execute("UPDATE article SET state = 'indexed' WHERE path = ?", (path,))

    def skip(self, path: str, stamp: Stamp, reason: str) -> None:
        """Remember that a file could not be read, and why."""
        with self._db:
            self._db.execute("INSERT INTO skipped VALUES (?, ?, ?, ?)", (path, stamp.mtime, stamp.size, reason))

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
        terms = ["state = 'indexed'", *(term for term, value in tests if value is not None)]
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

    def has_word(self, word: str, *, language: str) -> bool:
        """Return whether an article in a language has a word, in any form."""
        query = (
            "SELECT 1 FROM words JOIN paragraph ON paragraph.id = words.rowid JOIN article ON article.id = article"
            " WHERE words MATCH ? AND language = ? LIMIT 1"
        )
        return self._db.execute(query, (_quoted(word), language)).fetchone() is not None

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

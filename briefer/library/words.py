"""Finds paragraphs by their words, with FTS5, and articles by filters. Knows nothing of vectors or models."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence, Set
from dataclasses import dataclass

from briefer.language.tokens import phrases, spaced
from briefer.library.filters import Filters

# Paragraphs that are ranked by their words. Words that more have are left out beside rarer ones, and counted by the
# first that have them. Nobody measured what that loses; in a library of fewer paragraphs it changes nothing.
MOST = 10_000
WIDER = 20  # times as many as are wanted are looked at, where enough of them are likely to pass a filter
HERE = "state IN ('pending', 'indexed')"  # of an article that is read and found by its words


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a catalogue's paragraphs."""

    db: sqlite3.Connection
    most: int = MOST

    def having(self, words: Sequence[str], filters: Filters) -> list[int]:
        """Return the rows of a paragraph of each article that has all of some words in one, or in it and the title."""
        within, values = _within(filters)
        query = (
            "SELECT min(paragraph.id) FROM words CROSS JOIN paragraph ON paragraph.id = words.rowid"
            f" WHERE words MATCH ?{within} GROUP BY paragraph.article ORDER BY 1"
        )
        return [row for (row,) in self.db.execute(query, (" AND ".join(map(_quoted, words)), *values))]

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many paragraphs have each of some words, in any form; about how many, if more than `most` have."""
        query = "SELECT count(*), max(rowid) FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)"
        counted = {}
        for word in words:
            count, last = self.db.execute(query, (_quoted(" ".join(spaced(word).split())), self.most)).fetchone()
            if count == self.most:  # the others are taken to be as close to one another as these
                count = count * self.db.execute("SELECT max(id) FROM words_docsize").fetchone()[0] // last
            counted[word] = count
        return counted

    def has_word(self, word: str, *, language: str) -> bool:
        """Return whether an article in a language has a word, in any form."""
        query = (
            "SELECT 1 FROM words JOIN paragraph ON paragraph.id = words.rowid JOIN article ON article.id = article"
            " WHERE words MATCH ? AND language = ? LIMIT 1"
        )
        return self.db.execute(query, (_quoted(word), language)).fetchone() is not None

    def paragraphs(self) -> int:
        """Return how many paragraphs are searched."""
        # FTS5's table of their lengths, since counting those of the words themselves would read them all.
        return int(self.db.execute("SELECT count(*) FROM words_docsize").fetchone()[0])

    def match(
        self, words: Sequence[str], *, top_k: int, filters: Filters, among: Set[int] | None = None
    ) -> dict[int, float]:
        """Return the BM25 score (higher is better) of the best paragraphs that have any of the words, by row.

        A word that very many paragraphs have counts only if no other is rarer; see `MOST`. among are the rows of the
        articles that pass the filters, where these are many: then the best of all that pass are most often enough.
        """
        wanted = list(dict.fromkeys(phrase for word in words for phrase in phrases(word)))
        if not wanted:
            return {}
        telling = self._telling(wanted)
        if among is not None:
            best = self._best(telling, top_k=WIDER * top_k, filters=Filters())
            marks = ", ".join("?" * len(best))
            of = dict(self.db.execute(f"SELECT id, article FROM paragraph WHERE id IN ({marks})", tuple(best)))
            passed = {row: score for row, score in best.items() if of[row] in among}
            if len(passed) >= top_k or len(best) < WIDER * top_k:
                return dict(list(passed.items())[:top_k])
        return self._best(telling, top_k=top_k, filters=filters)

    def _best(self, query: str, *, top_k: int, filters: Filters) -> dict[int, float]:
        within, values = _within(filters)
        rows = self.db.execute(
            "SELECT words.rowid, -bm25(words, 1.0, 0.5) AS score"
            f" FROM words{' CROSS JOIN paragraph ON paragraph.id = words.rowid' if within else ''}"
            f" WHERE words MATCH ?{within} ORDER BY score DESC LIMIT ?",
            (query, *values, top_k),
        )
        return dict(rows.fetchall())

    def _telling(self, wanted: Sequence[str]) -> str:
        """Return a query for any of some words, the rarest of them that together have at most `most` rows.

        If every word has more, for all of them in one paragraph; where none has, the vectors alone decide.
        """
        counted = self.frequencies(wanted)
        if min(counted.values()) >= self.most:
            return " AND ".join(map(_quoted, wanted))
        rows, chosen = 0, set()
        for word in sorted(wanted, key=counted.__getitem__):
            rows += counted[word]
            if rows <= self.most:
                chosen.add(word)
        return " OR ".join(_quoted(word) for word in wanted if word in chosen)


def passing(filters: Filters) -> tuple[str, list[str]]:
    """Return the condition that an article passes some filters, and its values."""
    tests: list[tuple[str, str | None]] = [
        ("date >= substr(?, 1, length(date))", filters.since),  # a date may be a year or a month
        ("date <= ?", filters.until),
        ("publisher = ? COLLATE NOCASE", filters.publisher),
        ("language = ?", filters.language),
    ]
    # Where paths are given, the few rows that have them are looked up, instead of all that are here.
    terms = [f"+{HERE}" if filters.articles else HERE, *(term for term, value in tests if value is not None)]
    values = [value for _, value in tests if value is not None]
    if filters.articles:
        given = "IN (SELECT value FROM json_each(?))"
        terms.append(
            f"id IN (SELECT id FROM article WHERE path {given} UNION ALL SELECT id FROM article WHERE file {given})"
        )
        values += [json.dumps(filters.articles)] * 2
    return " AND ".join(terms), values


def _within(filters: Filters) -> tuple[str, list[str]]:
    """Return the condition that a paragraph's article passes some filters, "" if there are none, and its values."""
    if filters == Filters():
        return "", []
    condition, values = passing(filters)
    return f" AND paragraph.article IN (SELECT id FROM article WHERE {condition})", values


def _quoted(word: str) -> str:
    """Return a word as FTS5 takes any text: nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'

"""Learns which paragraphs are of a paper and not of its articles, and which articles have a later version.

"Subscribe to our newsletter", "Jane Doe is our correspondent in Lorne" stand word for word in many articles and have
nothing to do with what each of them tells. Works on the catalogue's tables; knows no vectors. What is decided here is
left out of evidence by whoever holds the vectors too, see `left_out`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from statistics import mean

from briefer.language.tokens import bare, spaced, stems
from briefer.library.copies import COPY, MARKED, is_corrected, later, runs, shared
from briefer.library.words import HERE
from briefer.schema import Article, Role

LEAST = 5  # independent articles of a paper that have a paragraph which is the paper's
SHARE = 0.01  # and the share of all its articles that have it. Neither was measured
SAMPLE = 24  # articles that are looked into
# Of the words of a paragraph of the paper, the share that the rest of an article has too, in the mean of its articles.
# Ten such paragraphs had .02 to .17 in 54 articles of news, whose own paragraphs had .43 in their median and 7 % less
# than this; see tests/library/test_repeats.py.
OFF_MATTER = 0.2
OWN = 0.5  # of an article's letters that no other of them has, else it counts as a copy
CANDIDATES = 8  # articles that are held against one as its versions
SCHEMA = """
CREATE INDEX IF NOT EXISTS paragraph_line ON paragraph (line, role, article);
CREATE INDEX IF NOT EXISTS article_line ON article (line);
CREATE INDEX IF NOT EXISTS article_paper ON article (paper);
CREATE INDEX IF NOT EXISTS article_replaced ON article (replaced_by) WHERE replaced_by != '';
CREATE TABLE IF NOT EXISTS learned (line INTEGER PRIMARY KEY);
"""
REPLACED = "replaced_by != '' AND replaced_by"  # as its index has it, or every row is looked at
Load = Callable[[int], Article]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Paragraphs of an article that are evidence no more, by their rows, and why.

    vectored says whether they have vectors.
    """

    article: int
    role: Role
    vectored: bool
    paragraphs: tuple[int, ...]


def paper(article: Article) -> int:
    """Return a number for the paper that an article is of; without one, for the folder that it lies in."""
    return _number((article.publisher or PurePosixPath(article.path).parent.as_posix()).casefold())


def line(article: Article, text: str) -> int:
    """Return a number for a paragraph or title of an article's paper: the same for the same words."""
    return _number(f"{paper(article)} {' '.join(bare(spaced(MARKED.sub('', text))))}")


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def is_learned(db: sqlite3.Connection, line: int) -> bool:
    """Return whether a paragraph is known to be its paper's."""
    return db.execute("SELECT 1 FROM learned WHERE line = ?", (line,)).fetchone() is not None


def learn(db: sqlite3.Connection, article: int, load: Load) -> None:
    """Learn which paragraphs of an article that was written just now are its paper's, and whose version it is."""
    lines = [
        found
        for (found,) in db.execute(
            "SELECT DISTINCT line FROM paragraph WHERE article = ? AND role = 'text'", (article,)
        )
    ]
    for one in lines:
        (count,) = db.execute("SELECT count(DISTINCT article) FROM paragraph WHERE line = ?", (one,)).fetchone()
        # Looked into again with every few articles that have it, so that a story of a thousand copies costs little.
        if count and count % LEAST == 0 and _is_of_paper(db, one, count, load):
            db.execute("INSERT INTO learned VALUES (?)", (one,))
    _tell_versions(db, article, [one for one in lines if not is_learned(db, one)], load)


def unlearn(db: sqlite3.Connection, article: int) -> None:
    """Take back what rests on an article that leaves; the articles that it was decided for are to be read again.

    A stamp below zero says so; see `relearned`.
    """
    again: list[int] = []
    for (one,) in db.execute(
        "SELECT line FROM paragraph WHERE article = ? AND role = 'repeated'", (article,)
    ).fetchall():
        others = db.execute(
            "SELECT DISTINCT article FROM paragraph WHERE line = ? AND article != ? LIMIT ?", (one, article, LEAST)
        ).fetchall()
        if len(others) < LEAST:
            db.execute("DELETE FROM learned WHERE line = ?", (one,))
            again += [other for (other,) in others]
    replaced = f"SELECT id FROM article WHERE {REPLACED} = (SELECT path FROM article WHERE id = ?)"
    earlier = [row for (row,) in db.execute(replaced, (article,))]
    db.executemany("UPDATE article SET replaced_by = '' WHERE id = ?", [(row,) for row in earlier])
    files = "UPDATE article SET mtime = -abs(mtime) WHERE file = (SELECT file FROM article WHERE id = ?)"
    db.executemany(files, [(row,) for row in again + earlier])


def relearned(db: sqlite3.Connection) -> None:
    """Take back that articles are to be read again of which all that was decided holds once more.

    The article that it rested on has changed, and shows the same as before.
    """
    db.execute(
        "UPDATE article SET mtime = -mtime WHERE mtime < -1 AND NOT EXISTS ("
        " SELECT 1 FROM article AS own JOIN paragraph ON own.id = paragraph.article WHERE own.file = article.file"
        " AND (role = 'repeated' AND paragraph.line NOT IN (SELECT line FROM learned)"
        " OR role = 'superseded' AND own.replaced_by = ''))"
    )


def left_out(db: sqlite3.Connection) -> list[LeftOut]:
    """Return what is still evidence, though it is known not to be."""
    rows = db.execute(
        "SELECT paragraph.article, 'repeated', state = 'indexed', paragraph.id"
        " FROM learned CROSS JOIN paragraph USING (line) CROSS JOIN article ON article.id = paragraph.article"
        f" WHERE role = 'text' AND {HERE} AND replaced_by = '' UNION ALL"
        " SELECT paragraph.article, 'superseded', state = 'indexed', paragraph.id"
        " FROM article CROSS JOIN paragraph ON article.id = paragraph.article"
        f" WHERE replaced_by != '' AND role = 'text' AND {HERE}"
    )
    found: dict[tuple[int, str, int], list[int]] = {}
    for *of, row in rows:
        found.setdefault(tuple(of), []).append(row)
    return [
        LeftOut(article, Role(role), bool(vectored), tuple(own)) for (article, role, vectored), own in found.items()
    ]


def version(db: sqlite3.Connection, article: Article) -> str:
    """Return what an article is to an earlier version in the folder: "corrected", "updated", "" if there is none."""
    if db.execute(f"SELECT 1 FROM article WHERE {REPLACED} = ?", (article.path,)).fetchone() is None:
        return ""
    return "corrected" if is_corrected(article) else "updated"


def _is_of_paper(db: sqlite3.Connection, line: int, count: int, load: Load) -> bool:
    """Return whether enough articles that tell of different things have a paragraph, beside which it is foreign."""
    chosen = [
        row
        for (row,) in db.execute(
            "SELECT DISTINCT article FROM paragraph WHERE line = ? ORDER BY article * 2654435761 % 4294967296 LIMIT ?",
            (line, SAMPLE),
        )
    ]
    (all_of_it,) = db.execute(
        "SELECT count(*) FROM article WHERE paper = (SELECT paper FROM article WHERE id = ?)", (chosen[0],)
    ).fetchone()
    if count < SHARE * all_of_it:
        return False
    told = [_Told(db, row, line, load(row)) for row in chosen]
    common = {one for a in told for one in a.lines if sum(one in b.lines for b in told) > 1}
    kept: list[tuple[_Told, frozenset[str]]] = []
    for one in told:
        own = runs(one.without(common))
        if one.mostly_own(common) and all(shared(own, other) < COPY for _, other in kept):
            kept.append((one, own))
    return len(kept) >= LEAST and mean(one.on_matter() for one, _ in kept) <= OFF_MATTER


class _Told:
    """An article that has a paragraph: its other paragraphs, by their lines."""

    def __init__(self, db: sqlite3.Connection, row: int, line: int, article: Article) -> None:
        self.article = article
        texts = {p.number: article.text[p.start : p.end] for p in article.paragraphs}
        rows = db.execute("SELECT number, line FROM paragraph WHERE article = ? AND role = 'text'", (row,)).fetchall()
        self.lines = {own: texts[number] for number, own in rows}
        self._line = line

    def without(self, lines: set[int]) -> str:
        """Return its text without some lines."""
        return "\n".join(text for own, text in self.lines.items() if own not in lines)

    def mostly_own(self, common: set[int]) -> bool:
        """Return whether most of it is in no other article."""
        return len(self.without(common)) >= OWN * len(self.without({self._line})) > 0

    def on_matter(self) -> float:
        """Return the share of the paragraph's words that its article has elsewhere; the paper's name is no matter."""
        words = stems(self.lines.get(self._line, "")) - stems(self.article.publisher or "")
        rest = stems(f"{self.article.title}\n{self.without({self._line})}")
        return len(words & rest) / len(words) if words else 0.0


def _tell_versions(db: sqlite3.Connection, row: int, lines: Sequence[int], load: Load) -> None:
    """Write down which of an article and those that share a paragraph or the title with it replaces the other."""
    article = load(row)
    marks = ", ".join("?" * len(lines))
    near = db.execute(
        "SELECT id FROM (SELECT article AS id FROM paragraph WHERE line IN (" + marks + ")"
        " UNION ALL SELECT id FROM article WHERE line = (SELECT line FROM article WHERE id = ?))"
        f" CROSS JOIN article USING (id) WHERE id != ? AND replaced_by = '' AND {HERE}"
        " GROUP BY id ORDER BY count(*) DESC, id LIMIT ?",
        (*lines, row, row, CANDIDATES),
    ).fetchall()
    for (other,) in near:
        found = load(other)
        newer = later(article, found)
        if newer is None:
            continue
        older = found if newer is article else article
        db.execute(
            f"UPDATE article SET replaced_by = ? WHERE path = ? OR ({REPLACED} = ?)",
            (newer.path, older.path, older.path),
        )
        if older is article:
            return

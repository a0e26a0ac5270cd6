"""Lists what the catalogue has: each file with how much of it is evidence, and of what it is a copy."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence

from briefer.library.copies import clusters
from briefer.library.filters import Filters
from briefer.library.words import HERE, passing
from briefer.schema import Listed, Role


def listing(
    db: sqlite3.Connection, snapshot: Sequence[tuple[str, str]], prose: Callable[[str], str], filters: Filters
) -> list[Listed]:
    """Return every file that was read or skipped, sorted by path; of filters, the articles that pass them.

    snapshot has the path and the sha256 of every article, prose gives the evidence of one.
    """
    groups = {path: group for group in _copies(db, snapshot, prose) for path in group}
    parts: dict[str, dict[Role, tuple[int, int]]] = {}
    for path, role, count, letters in db.execute(
        "SELECT path, role, count(*), sum(end - start) FROM paragraph JOIN article ON article.id = article"
        f" WHERE {HERE} GROUP BY article, role"
    ):
        parts.setdefault(path, {})[Role(role)] = (count, letters)
    condition, values = passing(filters)
    skipped = " UNION SELECT path, path, NULL, NULL, NULL, '[]', '', reason FROM skipped"
    skipped = skipped if filters == Filters() else ""
    rows = db.execute(
        "SELECT path, title, publisher, date, language, notes, replaced_by, 'indexed' FROM article"
        f" WHERE {condition}{skipped} ORDER BY path",
        values,
    ).fetchall()
    earlier: dict[str, list[str]] = {}
    for path, *_, newer, _ in rows:
        earlier.setdefault(newer, []).append(path)
    return [
        Listed(
            path=path, title=title, publisher=publisher, date=date, language=language, status=status,
            notes=tuple(json.loads(notes)), paragraphs=parts.get(path, {}).get(Role.TEXT, (0, 0))[0],
            shares=_shares({role: letters for role, (_, letters) in parts.get(path, {}).items()}),
            copies=tuple(other for other in groups.get(path, ()) if other != path),
            replaces=tuple(earlier.get(path, ())), replaced_by=newer,
        )
        for path, title, publisher, date, language, notes, newer, status in rows
    ]  # fmt: skip


def _copies(
    db: sqlite3.Connection, snapshot: Sequence[tuple[str, str]], prose: Callable[[str], str]
) -> list[list[str]]:
    """Return the articles that are copies of one another, in groups; they are worked out once for what is there."""
    state = hashlib.sha256(json.dumps(snapshot).encode()).hexdigest()
    known = db.execute("SELECT value FROM about WHERE key = 'copies'").fetchone()
    if known and (found := json.loads(known[0]))[0] == state:
        return list(found[1])
    signed = dict(db.execute(f"SELECT path, signature FROM article WHERE {HERE}"))
    groups = clusters(signed, prose)
    with db:
        db.execute("INSERT OR REPLACE INTO about VALUES ('copies', ?)", (json.dumps([state, groups]),))
    return groups


def _shares(letters: Mapping[Role, int]) -> dict[Role, float]:
    """Return which share of some letters each role has, 0–1."""
    return {role: count / sum(letters.values()) for role, count in letters.items()}

"""Says in which format an index is, by the version that its catalogue names. Knows nothing of what is in it."""

from __future__ import annotations

import json
import logging
import sqlite3
from pathlib import Path

from briefer.errors import LibraryError

VERSION = 17  # of what is stored; an index of an earlier version is made anew, one of a later version is refused
log = logging.getLogger("briefer")


def read(db: sqlite3.Connection) -> tuple[int, str] | None:
    """Return the version of a catalogue's format and the embedder that it is of; None if it is new."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
        return None
    known = db.execute("SELECT value FROM about WHERE key = 'made_with'").fetchone()
    try:
        version, embedder = json.loads(known[0]) if known else (0, "")
        return int(version), str(embedder)
    except ValueError:
        return 0, ""


def refusal(index: Path, version: int) -> str:
    """Return why an index cannot be used that a later version of the program made, and what to do; "" if it can."""
    if version <= VERSION:
        return ""
    return (
        f"The index '{index}' is of format {version}, and this Briefer knows formats up to {VERSION}. Update Briefer, "
        "choose another place with --index, or delete the index: it is made anew from the articles."
    )


def settle(db: sqlite3.Connection, index: Path, embedder: str) -> bool:
    """Return whether what a catalogue has is to be thrown away, and note that it is in today's format from now on.

    An earlier version or another embedder made it, and that is said. Raises LibraryError if a later version did.
    """
    if read(db) == (VERSION, embedder):
        return False
    db.execute("BEGIN IMMEDIATE")  # another process may be making it anew at this moment
    known = read(db)
    if known and (refused := refusal(index, known[0])):
        raise LibraryError(refused)
    if known == (VERSION, embedder):
        return False
    if known is not None:
        log.warning(
            "The index '%s' (format %s, embedder '%s') is made anew in format %s with embedder '%s'.",
            index, *known, VERSION, embedder,
        )  # fmt: skip
    db.execute("CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    db.execute("INSERT OR REPLACE INTO about VALUES ('made_with', ?)", (json.dumps([VERSION, embedder]),))
    return known is not None

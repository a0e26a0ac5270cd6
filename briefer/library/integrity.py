"""Tells whether a catalogue is as it was written. Knows nothing of vectors or files.

SQLite finds what is wrong with its own structure; what is altered within a row is found by the checksum of its article.
"""

from __future__ import annotations

import sqlite3
import zlib

# What SQLite raises; the text of its error on a damaged database may itself be none.
ERRORS = (sqlite3.Error, UnicodeDecodeError)
CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
ABOUT = "path, file, sha256, signature, title, publisher, date, author, language, url, notes, pages, text"


def is_corrupt(error: Exception) -> bool:
    """Return whether an error says that a database is damaged, not that it is busy or that the disk is full."""
    if isinstance(error, UnicodeDecodeError) or "decode" in str(error):
        return True  # a text that is none any more
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in CORRUPT  # the lowest byte is the kind of error


def checksum(db: sqlite3.Connection, article: int) -> int:
    """Return the checksum of all that is kept of an article, with its paragraphs, but for its state and stamp."""
    row = db.execute(f"SELECT {ABOUT} FROM article WHERE id = ?", (article,)).fetchone()
    parts = db.execute(
        "SELECT id, number, start, end, role, sentences, time FROM paragraph WHERE article = ? ORDER BY number",
        (article,),
    ).fetchall()
    return zlib.crc32(repr((row, parts)).encode())


def damage(db: sqlite3.Connection) -> str:
    """Return what is broken in a catalogue, "" if nothing is; reads all of it, and needs the right to write."""
    try:
        if broken := structure(db):
            return broken
        with db:
            db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 0)")
        for article, path, kept in db.execute("SELECT id, path, checksum FROM article ORDER BY id"):
            if checksum(db, article) != kept:
                return f"'{path}' is not as it was written"
    except ERRORS as exc:
        if not is_corrupt(exc):
            raise
        return str(exc)
    return ""


def structure(db: sqlite3.Connection) -> str:
    """Return what is wrong with a database as SQLite sees it, "" if nothing is."""
    found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if found == "ok" else found

"""Opens SQLite databases in which many processes read while one writes. Knows nothing of what is in them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from filelock import FileLock

WAIT = 30.0  # seconds for which another process that writes is waited for


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that threads may share, making the database if there is none.

    Raises OSError or sqlite3.Error.
    """
    db = sqlite3.connect(path, check_same_thread=False, timeout=WAIT)
    try:
        # SQLite does not wait where two processes change a new database's journal at once: it refuses one of them.
        with FileLock(f"{path}.opening", timeout=WAIT, poll_interval=0.005):
            db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        db.close()
        raise
    return db

"""Keeps what was asked and what was made, so that it is there after a restart: a SQLite file beside the index.

Knows nothing of how answers and briefs are made or shown. Every person sees their own only; the command line's briefs
are nobody's, as the app's are where it has no accounts.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from briefer import database
from briefer.errors import LibraryError
from briefer.schema import Answer, Brief, Claim, Model

ModelT = TypeVar("ModelT", bound=Model)
SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS turn (
    id INTEGER PRIMARY KEY, json TEXT NOT NULL,
    conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS brief (
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, topic TEXT NOT NULL, at TEXT NOT NULL, json TEXT NOT NULL);
"""


class Turn(Model):
    """One question of a conversation: as it was typed, as it was asked, and what came of it.

    answer is None where it was stopped or failed; claims are what had been found by then, note says what happened.
    """

    question: str
    asked: str
    answer: Answer | None = None
    claims: tuple[Claim, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One conversation or brief of the list: its number, what it is about, and when it was, ISO 8601 in UTC."""

    id: int
    title: str
    at: str


class History:
    """The file of one index. Safe to use from many threads; owner is a person's name, "" where there are no names."""

    def __init__(self, folder: Path) -> None:
        """Open the file, making it if there is none; raises LibraryError if it cannot be."""
        self._path = folder / "history.sqlite"
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = database.connect(self._path)
            self._db.executescript(SCHEMA)
        except (OSError, sqlite3.Error) as exc:
            raise LibraryError(
                f"The history '{self._path}' cannot be opened ({exc}). Move it away, or choose another --index."
            ) from exc

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock, self._db:
                yield self._db
        except sqlite3.Error as exc:
            raise LibraryError(
                f"The history '{self._path}' cannot be used ({exc}). Free some space, or choose another --index."
            ) from exc

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    # Conversations

    def begin(self, owner: str, title: str) -> int:
        """Return the number of a new conversation."""
        with self._open() as db:
            row = db.execute("INSERT INTO conversation (owner, title, at) VALUES (?, ?, ?)", (owner, title, _now()))
            return int(row.lastrowid or 0)

    def add(self, conversation: int, turn: Turn) -> None:
        """Add a question and its answer to a conversation; nothing happens if the conversation was deleted."""
        with self._open() as db:
            if db.execute("SELECT 1 FROM conversation WHERE id = ?", (conversation,)).fetchone():
                db.execute(
                    "INSERT INTO turn (conversation, json) VALUES (?, ?)", (conversation, turn.model_dump_json())
                )

    def replace_last(self, conversation: int, turn: Turn) -> None:
        """Put another answer in place of a conversation's last."""
        with self._open() as db:
            db.execute("DELETE FROM turn WHERE id = (SELECT max(id) FROM turn WHERE conversation = ?)", (conversation,))
        self.add(conversation, turn)

    def conversations(self, owner: str, *, limit: int = 100) -> list[Record]:
        """Return a person's conversations, the newest first."""
        with self._open() as db:
            query = "SELECT id, title, at FROM conversation WHERE owner = ? ORDER BY id DESC LIMIT ?"
            return [Record(*row) for row in db.execute(query, (owner, limit))]

    def turns(self, conversation: int, owner: str) -> list[Turn]:
        """Return what was asked and answered in a conversation, in order; nothing if it is not this person's."""
        with self._open() as db:
            rows = db.execute(
                "SELECT turn.json FROM turn JOIN conversation ON conversation.id = turn.conversation"
                " WHERE conversation.id = ? AND owner = ? ORDER BY turn.id",
                (conversation, owner),
            )
            return [turn for (text,) in rows if (turn := _read(Turn, text))]

    def forget(self, conversation: int, owner: str) -> None:
        """Delete a conversation."""
        with self._open() as db:
            db.execute("DELETE FROM conversation WHERE id = ? AND owner = ?", (conversation, owner))

    # Briefs

    def keep(self, owner: str, brief: Brief) -> int:
        """Return the number of a brief that is now kept."""
        with self._open() as db:
            row = db.execute(
                "INSERT INTO brief (owner, topic, at, json) VALUES (?, ?, ?, ?)",
                (owner, brief.topic, _now(), brief.model_dump_json()),
            )
            return int(row.lastrowid or 0)

    def briefs(self, owner: str, *, limit: int = 100) -> list[Record]:
        """Return a person's briefs, the newest first."""
        with self._open() as db:
            query = "SELECT id, topic, at FROM brief WHERE owner = ? ORDER BY id DESC LIMIT ?"
            return [Record(*row) for row in db.execute(query, (owner, limit))]

    def brief(self, number: int, owner: str) -> Brief | None:
        """Return one brief; None if it is not there, not this person's, or of a version that cannot be read."""
        with self._open() as db:
            row = db.execute("SELECT json FROM brief WHERE id = ? AND owner = ?", (number, owner)).fetchone()
        return _read(Brief, row[0]) if row else None

    def last(self, owner: str, topic: str) -> Brief | None:
        """Return a person's newest brief on a topic, however its capitals and blanks are; None if none can be read."""
        with self._open() as db:
            query = "SELECT id, topic FROM brief WHERE owner = ? ORDER BY id DESC"
            numbers = [number for number, about in db.execute(query, (owner,)) if folded(about) == folded(topic)]
        return next(filter(None, (self.brief(number, owner) for number in numbers)), None)


def folded(topic: str) -> str:
    """Return a topic without what makes it no other: capitals and blanks."""
    return " ".join(topic.casefold().split())


def _read(kind: type[ModelT], text: str) -> ModelT | None:
    """Return what was stored, or None if another version of the program wrote it."""
    try:
        return kind.model_validate_json(text)
    except ValidationError:
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

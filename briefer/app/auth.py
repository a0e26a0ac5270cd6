"""Who may use the app: names with hashed passwords, from a file or the environment. Knows nothing of pages.

A line is NAME:HASH, as `brief password NAME` prints it; blank lines and those that begin with # do not count.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from briefer.errors import UsageError

VARIABLE = "BRIEFER_AUTH"
SHORTEST = 8  # characters of a password
HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
WRONG_SECONDS = 1.0  # that a wrong password costs whoever tries it


@dataclass(frozen=True, slots=True)
class Accounts:
    """The hash of each person's password, by name."""

    hashes: dict[str, str]

    async def check(self, name: str, password: str) -> bool:
        """Return whether that is this person's password; a wrong one takes as long for a name that nobody has."""
        right = await asyncio.to_thread(self.verify, name, password)
        if not right:
            await asyncio.sleep(WRONG_SECONDS)
        return right

    def verify(self, name: str, password: str) -> bool:
        """Return whether that is this person's password."""
        known = self.hashes.get(name)
        try:
            return HASHER.verify(known or next(iter(self.hashes.values())), password) and known is not None
        except VerifyMismatchError:
            return False


def accounts(path: Path | None) -> Accounts | None:
    """Return who may use the app: as the file says, else as BRIEFER_AUTH says, else None.

    Raises UsageError if the file cannot be read, says nothing, or has a line that is no name with a hash.
    """
    if path is not None:
        try:
            text, where = path.read_text(encoding="utf-8"), f"'{path}'"
        except (OSError, UnicodeDecodeError) as exc:
            raise UsageError(f"The accounts in '{path}' cannot be read ({exc}). Pass another --auth-file.") from exc
    else:
        text, where = os.environ.get(VARIABLE, ""), VARIABLE
        if not text.strip():
            return None
    hashes: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, known = line.strip().partition(":")
        try:
            HASHER.check_needs_rehash(known)
        except InvalidHashError as exc:
            # The line is not repeated: it may hold a password.
            raise UsageError(
                f"Line {number} of {where} is not NAME:HASH. Make one with: brief password {name if colon else 'NAME'}"
            ) from exc
        hashes[name] = known
    if not hashes:
        raise UsageError(f"{where} names nobody. Add a line with: brief password NAME >> FILE")
    return Accounts(hashes)


def line(name: str, password: str) -> str:
    """Return the line of a file of accounts for this name and password; raises UsageError if either cannot be used."""
    if not name.strip() or ":" in name or name != name.strip() or name.startswith("#") or not name.isprintable():
        raise UsageError(f"'{name}' cannot be a name: no colon, no # first, no blanks around it.")
    if len(password) < SHORTEST:
        raise UsageError(f"The password has {len(password)} characters. Use at least {SHORTEST}.")
    return f"{name}:{HASHER.hash(password)}"

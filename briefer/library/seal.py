"""Remembers how the files of an index were left, so that damage is suspected without reading them.

A crash, a power cut, a failing disk or another program leaves files that are not as they were remembered; whether they
are broken then is for others to find out. Knows nothing of what is in them.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

NAME = "seal.json"
PASSING = ("-wal", "-shm", "-journal")  # SQLite's own, which come and go, and which it checks itself


def holds(folder: Path) -> bool:
    """Return whether the files are as they were left, or there are none yet."""
    now = _state(folder)
    try:
        return bool(json.loads((folder / NAME).read_bytes()) == now)
    except (OSError, ValueError):
        return not now


def there(folder: Path) -> bool:
    """Return whether anything is remembered: not if something was wrong since."""
    return (folder / NAME).exists()


def put(folder: Path) -> None:
    """Remember the files as they are now."""
    with contextlib.suppress(OSError):  # without it they are looked into once more
        beside = folder / f"{NAME}.{os.getpid()}"
        beside.write_text(json.dumps(_state(folder)))
        beside.replace(folder / NAME)


def break_(folder: Path) -> None:
    """Forget how they were left: something was wrong with them."""
    with contextlib.suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)


def _state(folder: Path) -> dict[str, list[int]]:
    """Return size and time of change in ns of each file that the index is kept in, by its path in the folder."""
    found = {}
    for path in (folder / "catalogue.sqlite", *sorted((folder / "vectors").rglob("*"))):
        with contextlib.suppress(OSError):
            if path.is_file() and not path.name.endswith(PASSING):
                stat = path.stat()
                found[path.relative_to(folder).as_posix()] = [stat.st_size, stat.st_mtime_ns]
    return found

"""What is in a folder of articles, and what came of reading a file of it. Knows nothing of the index."""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefer.articles import readers
from briefer.articles.readers.characters import visible
from briefer.config import INDEX_FOLDER
from briefer.errors import CorpusError
from briefer.schema import Article

TICK = 20_000_000  # ns; the clocks of file systems on a disk tick every 10 ms or faster
log = logging.getLogger("briefer")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells an unchanged file from a changed one without reading it: when it changed, in ns, and size in bytes."""

    mtime: int
    size: int


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a file: its articles, or why it was refused."""

    file: str
    stamp: Stamp
    articles: Sequence[Article] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """What is in a folder: the stamp of every file, by its path relative to the folder, sorted; how much is hidden."""

    files: dict[str, Stamp]
    hidden: int = 0


def scan(corpus: Path, index: Path | None = None) -> Folder:
    """Return what is in a folder and the folders in it; of links to folders their own stamp, and nothing behind them.

    Hidden files and folders are only counted; the index is none of either, wherever it lies. Raises CorpusError if
    there is no folder, it cannot be listed, or no file is in it.
    """
    files: dict[str, Stamp] = {}
    hidden, before = 0, len((corpus / "_").as_posix()) - 1
    for path, seen in _walk(corpus, index):
        if not seen:
            hidden += path.name != INDEX_FOLDER
            continue
        relative = path.as_posix()[before:]
        stamp = _stamp(path)
        if not _printable(relative):
            log.warning("%a was skipped: its name has characters that cannot be seen. Rename it.", relative)
        elif stamp is not None:
            files[relative] = stamp
    if not files:
        kinds = ", ".join(readers.ENDINGS)
        raise CorpusError(f"There is no article in '{corpus}' (looked for {kinds}). Put some there, or pass --corpus.")
    return Folder(files, hidden)


def _walk(corpus: Path, index: Path | None) -> Iterator[tuple[Path, bool]]:
    """Yield each file, each folder that is not looked into, and whether it is to be seen."""
    if not corpus.is_dir():
        what = "is not a folder" if corpus.exists() else "does not exist"
        raise CorpusError(f"The corpus '{corpus}' {what}. Pass --corpus DIR or set BRIEFER_CORPUS.")
    closed: list[Path] = []

    def fail(exc: OSError) -> None:
        if Path(exc.filename) == corpus:
            raise CorpusError(
                f"The corpus '{corpus}' cannot be listed ({exc.strerror}). Check its permissions."
            ) from exc
        closed.append(Path(exc.filename))

    for folder, folders, names in os.walk(corpus, onerror=fail):
        yield from ((path, True) for path in closed)
        closed.clear()
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        apart = [name for name in folders if is_hidden(name)]
        for name in sorted([*names, *links, *apart]):
            yield Path(folder) / name, not is_hidden(name)
        own = [name for name in folders if index is not None and (Path(folder) / name).absolute() == index.absolute()]
        folders[:] = sorted(set(folders) - set(links) - set(apart) - set(own))
    yield from ((path, True) for path in closed)


def is_hidden(name: str) -> bool:
    """Return whether nobody looks into a file or folder of that name."""
    return name.startswith((".", "~$")) or name.lower() in {"thumbs.db", "desktop.ini"}


def _stamp(path: Path) -> Stamp | None:
    """Return the stamp of a file, or None if it was removed since its folder was listed."""
    with contextlib.suppress(OSError):
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) and not path.is_dir():
            with contextlib.suppress(OSError):  # a link to nowhere has a stamp of its own: reading it will say so
                found = path.stat()
        # What is written gets a new ctime even if its mtime is set back, by a clock or by a program that copies.
        return Stamp(max(found.st_mtime_ns, found.st_ctime_ns), found.st_size)
    return None


def outlast(stamps: Iterable[Stamp]) -> None:
    """Wait until a later change of any of some files gives it another stamp: one within the same tick does not."""
    now = time.time_ns()
    last = max((one.mtime for one in stamps if one.mtime <= now), default=0)
    if now - last < TICK:
        time.sleep((TICK - (now - last)) / 1e9)


def _printable(path: str) -> bool:
    """Return whether a path shows all that it is: no line ends, direction marks, or bytes that are no UTF-8."""
    if path.isascii():
        return path.isprintable()
    one_line = not any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in path)
    return one_line and visible(path) == unicodedata.normalize("NFC", path)

"""Brings a library up to date with a folder of articles. Never writes to the articles.

Knows no models but the embedder.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefer.articles import readers
from briefer.articles.apart import Apart
from briefer.articles.metadata import articles_of
from briefer.articles.readers.characters import visible
from briefer.config import INDEX_FOLDER
from briefer.errors import CorpusError, ReadError
from briefer.library.catalogue import Stamp
from briefer.library.library import Library
from briefer.models.embedder import Embedder, Titled
from briefer.progress import Progress, Report, Stage

NAMED = 3  # files that are named of those that are not read for one reason
TICK = 20_000_000  # ns; the clocks of file systems on a disk tick every 10 ms or faster
TOGETHER = 400  # paragraphs that are embedded at once; what waits is read again after a crash
log = logging.getLogger("briefer")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What bringing a library up to date did: files that were read, that left, that cannot be read and why.

    Files of which nothing but the stamp changed are in none of these. total counts articles, of which a file may have
    many; hidden the hidden files and folders, which nobody looked into.
    """

    read: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)
    total: int = 0
    hidden: int = 0

    def told(self) -> list[str]:
        """Return a sentence for each reason why files were not read, with how many, and one on hidden ones."""
        reasons: dict[str, list[str]] = {}
        for path, reason in self.skipped.items():
            reasons.setdefault(reason, []).append(path)
        lines = []
        for reason, paths in reasons.items():
            shown = ", ".join(f"'{path}'" for path in paths[:NAMED]) + (" …" if len(paths) > NAMED else "")
            alone = len(paths) == 1 and paths[0] in reason
            lines.append(reason if alone else f"{len(paths)} not read ({shown}): {reason}")
        if self.hidden:
            lines.append(f"{self.hidden} hidden files or folders were not looked into. Rename them to have them read.")
        return lines


@dataclass(frozen=True, slots=True)
class Folder:
    """What is in a folder: the stamp of every file, by its path relative to the folder, sorted; how much is hidden."""

    files: dict[str, Stamp]
    hidden: int = 0


def ingest(
    corpus: Path,
    folder: Folder,
    library: Library,
    embedder: Embedder,
    *,
    report: Report = lambda *_: None,
) -> Ingested:
    """Return what changed after reading new and changed files and forgetting those that are gone.

    folder is what `scan` found. report is told of each file before it is read, and of the end. A file that cannot be
    read is skipped and remembered; the others go on.
    """
    files = folder.files
    if library.stale(files) == ([], []) and library.whole():
        return Ingested(skipped=library.skipped(), total=library.count(), hidden=folder.hidden)
    with library.writing(), Apart() as apart:
        library.repair()
        gone, changed = library.stale(files)
        for path in gone:
            library.remove(path)
        read: list[str] = []
        waiting: dict[str, dict[int, Titled]] = {}
        for done, path in enumerate(changed):
            report(Progress(Stage.INGEST, done, len(changed), path))
            _outlast(files[path])
            try:
                articles = articles_of(path, apart.read(corpus / path))
            except ReadError as exc:
                library.skip(path, files[path], str(exc))
                continue
            if library.put(path, articles, files[path]):
                read.append(path)
                waiting |= {article.path: library.owed(article.path) for article in articles}
            if sum(map(len, waiting.values())) >= TOGETHER:
                _embed(waiting, library, embedder)
        _embed(waiting, library, embedder)
        library.settle()
        report(Progress(Stage.INGEST, len(changed), len(changed)))
    return Ingested(tuple(read), tuple(gone), library.skipped(), library.count(), folder.hidden)


def _embed(waiting: dict[str, dict[int, Titled]], library: Library, embedder: Embedder) -> None:
    """Embed what articles are owed, in one call, so that texts of one length are read together; none waits after it."""
    if not waiting:
        return
    vectors = iter(embedder.encode_titled([text for owed in waiting.values() for text in owed.values()]))
    library.add_vectors({path: {row: next(vectors) for row in owed} for path, owed in waiting.items()})
    waiting.clear()


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
        apart = [name for name in folders if _is_hidden(name)]
        for name in sorted([*names, *links, *apart]):
            yield Path(folder) / name, not _is_hidden(name)
        own = [name for name in folders if index is not None and (Path(folder) / name).absolute() == index.absolute()]
        folders[:] = sorted(set(folders) - set(links) - set(apart) - set(own))
    yield from ((path, True) for path in closed)


def _is_hidden(name: str) -> bool:
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


def _outlast(stamp: Stamp) -> None:
    """Wait until a later change of a file gives it another stamp: one within the same tick does not."""
    age = time.time_ns() - stamp.mtime
    if 0 <= age < TICK:
        time.sleep((TICK - age) / 1e9)


def _printable(path: str) -> bool:
    """Return whether a path shows all that it is: no line ends, direction marks, or bytes that are no UTF-8."""
    if path.isascii():
        return path.isprintable()
    one_line = not any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in path)
    return one_line and visible(path) == unicodedata.normalize("NFC", path)

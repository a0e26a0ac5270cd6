"""Brings a library up to date with a folder of articles. Never writes to the articles.

Knows no models but the embedder.
"""

from __future__ import annotations

import contextlib
import logging
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefer.articles import readers
from briefer.articles.metadata import article_of
from briefer.articles.readers.characters import visible
from briefer.errors import CorpusError, ReadError
from briefer.library.catalogue import Stamp
from briefer.library.library import Library
from briefer.models.embedder import Embedder
from briefer.progress import Progress, Report, Stage

log = logging.getLogger("briefer")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What bringing a library up to date did: paths that were read, that left, that cannot be read and why."""

    read: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)
    total: int = 0


def ingest(
    corpus: Path,
    files: Mapping[str, Stamp],
    library: Library,
    embedder: Embedder,
    *,
    report: Report = lambda *_: None,
) -> Ingested:
    """Return what changed after reading new and changed files and forgetting those that are gone.

    files is what `scan` found. report is told of each file before it is read, and of the end. A file that cannot be
    read is skipped and remembered; the others go on.
    """
    if library.stamps() == files and library.whole():
        return Ingested(skipped=library.skipped(), total=len(library.paths()))
    with library.writing():
        library.repair()
        known = library.stamps()
        gone = [path for path in known if path not in files]
        changed = [path for path, stamp in files.items() if known.get(path) != stamp]
        for path in gone:
            library.remove(path)
        for done, path in enumerate(changed):
            report(Progress(Stage.INGEST, done, len(changed), path))
            try:
                library.put(article_of(path, readers.read(corpus / path)), files[path])
            except ReadError as exc:
                library.skip(path, files[path], str(exc))
                continue
            owed = library.owed(path)
            vectors = embedder.encode_titled(list(owed.values()))
            library.add_vectors(path, dict(zip(owed, vectors, strict=True)))
        report(Progress(Stage.INGEST, len(changed), len(changed)))
    skipped = library.skipped()
    read = tuple(path for path in changed if path not in skipped)
    return Ingested(read=read, gone=tuple(gone), skipped=skipped, total=len(library.paths()))


def scan(corpus: Path) -> dict[str, Stamp]:
    """Return the stamp of every file that a reader takes, by its path relative to the folder, sorted.

    Hidden files and folders are left out, the index among them. Raises CorpusError if there is no folder, it cannot
    be listed, or no such file is in it.
    """
    files = dict(_walk(corpus))
    if not files:
        kinds = ", ".join(readers.READERS)
        raise CorpusError(f"There is no article in '{corpus}' (looked for {kinds}). Put some there, or pass --corpus.")
    return files


def _walk(corpus: Path) -> Iterator[tuple[str, Stamp]]:
    if not corpus.is_dir():
        what = "is not a folder" if corpus.exists() else "does not exist"
        raise CorpusError(f"The corpus '{corpus}' {what}. Pass --corpus DIR or set BRIEFER_CORPUS.")

    def fail(exc: OSError) -> None:
        if Path(exc.filename) == corpus:
            raise CorpusError(
                f"The corpus '{corpus}' cannot be listed ({exc.strerror}). Check its permissions."
            ) from exc

    for folder, folders, names in os.walk(corpus, onerror=fail):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith(".") or path.suffix.lower() not in readers.READERS:
                continue
            stamp = _stamp(path)
            if stamp is None:
                continue
            relative = path.relative_to(corpus).as_posix()
            if not _printable(relative):
                log.warning("%a was skipped: its name has characters that cannot be seen. Rename it.", relative)
                continue
            yield relative, stamp


def _stamp(path: Path) -> Stamp | None:
    """Return the stamp of a file, or None if it was removed since its folder was listed."""
    for follow in (True, False):  # a link to nowhere has a stamp of its own: reading it will say so
        with contextlib.suppress(OSError):
            stat = path.stat(follow_symlinks=follow)
            return Stamp(stat.st_mtime_ns, stat.st_size)
    return None


def _printable(path: str) -> bool:
    """Return whether a path shows all that it is: no line ends, direction marks, or bytes that are no UTF-8."""
    one_line = not any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in path)
    return one_line and visible(path) == unicodedata.normalize("NFC", path)

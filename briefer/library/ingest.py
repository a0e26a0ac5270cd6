"""Brings a library up to date with a folder of articles. Never writes to the articles.

Files are read first, all of them, and are found by their words from then on; vectors are made after that. Knows no
models but the embedder.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from briefer.articles.ahead import read_ahead
from briefer.articles.readers import TABLE_ENDINGS, ocr, pdf
from briefer.errors import BusyError, ReadError
from briefer.library.folder import Folder, Read, Stamp, outlast
from briefer.library.library import PATIENCE, Library
from briefer.models.embedder import Embedder, FloatMatrix
from briefer.progress import Progress, Report, Stage

Made = Mapping[int, Mapping[int, FloatMatrix]]  # vectors, by the rows of articles and paragraphs
NAMED = 3  # files that are named of those that are not read for one reason
TOGETHER = 400  # paragraphs whose vectors are made and kept at once; what is not kept is done again after a crash
EVERY = 1.0  # seconds after which what was read is written; what is not written is read again
SHORT = 1.0  # seconds for which who does not need all of it waits for another process


@dataclass(frozen=True, slots=True)
class Ingested:
    """What bringing a library up to date did: files that were read, that left, that cannot be read and why.

    Files of which nothing but the stamp changed are in none of these. total counts articles, of which a file may have
    many; hidden the hidden files and folders, which nobody looked into; waiting the articles that have no vectors yet,
    and unread the files that another process has still to read.
    """

    read: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)
    total: int = 0
    hidden: int = 0
    waiting: int = 0
    unread: int = 0

    def owing(self) -> list[str]:
        """Return a sentence on articles that have no vectors yet, and one on files that are not read yet."""
        lines = []
        if self.waiting:
            lines.append(
                f"{self.waiting:,} of {self.total:,} articles have no vectors yet: found by words alone; "
                "'brief ingest' goes on."
            )
        if self.unread:
            lines.append(f"{self.unread:,} files are not read yet: another process is reading them.")
        return lines

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


def ingest(
    corpus: Path,
    folder: Folder,
    library: Library,
    embedder: Embedder,
    *,
    columns: Mapping[str, str] | None = None,
    most: int | None = None,
    report: Report = lambda *_: None,
) -> Ingested:
    """Return what changed after reading new and changed files and forgetting those that are gone.

    folder is what `scan` found. report is told of each file that was read, of the vectors that are made, and of the
    end of both. A file that cannot be read is skipped and remembered; the others go on. columns are those of tables, by
    what they are, {"text": "Body"}; None for those that were named before, which the library remembers. If more than
    most paragraphs need vectors, or another process writes the index, that is left for later and counted; None leaves
    nothing.
    """
    files = folder.files
    if columns is not None and dict(columns) != library.columns():
        with library.writing():
            library.name_columns(columns, TABLE_ENDINGS)
    read: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unread = 0
    if not _done(files, library, most):
        try:
            with library.writing(PATIENCE if most is None else SHORT):
                library.repair()
                read, gone = _read(corpus, folder, library, report)
                if most is None or library.owing() <= most:
                    embed(library, embedder, report)
                library.settle()
        except BusyError:
            if most is None:
                raise
            unread = len(_stale(files, library)[1])
    return Ingested(read, gone, library.skipped(), library.count(), folder.hidden, library.waiting(), unread)


def _done(files: Mapping[str, Stamp], library: Library, most: int | None) -> bool:
    """Return whether there is nothing to do, or nothing that cannot wait."""
    if library.broken() or _stale(files, library) != ([], []):  # what is broken may not be read
        return False
    return not library.waiting() or (most is not None and library.owing() > most)


def _stale(files: Mapping[str, Stamp], library: Library) -> tuple[list[str], list[str]]:
    """Return what `Library.stale` does; scans that waited for OCR are to be read again once that is installed."""
    gone, changed = library.stale(files)
    if not ocr.program():
        return gone, changed
    again = {*changed, *(path for path, reason in library.skipped().items() if pdf.OCR in reason)}
    return gone, [path for path in files if path in again]


def _read(corpus: Path, folder: Folder, library: Library, report: Report) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that have other articles now, and those that are gone."""
    gone, changed = _stale(folder.files, library)
    for path in gone:
        library.remove(path)
    if gone:
        _, changed = _stale(folder.files, library)  # what rested on them is to be read again
    outlast(folder.files[path] for path in changed)
    read: list[str] = []
    waiting: list[Read] = []
    written = time.monotonic()
    report(Progress(Stage.INGEST, 0, len(changed)))
    with closing(read_ahead([(corpus / path, path) for path in changed], library.columns())) as results:
        for done, (path, found) in enumerate(zip(changed, results, strict=True), 1):
            stamp = folder.files[path]
            if isinstance(found, ReadError):
                waiting.append(Read(path, stamp, refused=str(found)))
            else:
                waiting.append(Read(path, stamp, found))
            if time.monotonic() - written > EVERY:
                read += library.put(waiting)
                waiting, written = [], time.monotonic()
            report(Progress(Stage.INGEST, done, len(changed), path))
    read += library.put(waiting)
    return tuple(read), tuple(gone)


def embed(library: Library, embedder: Embedder, report: Report = lambda *_: None) -> None:
    """Make the vectors that are owed, many in one call, so that texts of one length are read together.

    Those of one call are kept while the next ones are made.
    """
    total, done, last = library.owing(), 0, 0
    with ThreadPoolExecutor(1, "briefer-keep") as keeper:
        kept: Future[Made] | None = None
        try:
            while waiting := library.owed(TOGETHER, after=last):
                report(Progress(Stage.EMBED, done, total))
                texts = [text for owed in waiting.values() for text in owed.values()]
                made = iter(embedder.encode_titled(texts))
                vectors = {article: {row: next(made) for row in owed} for article, owed in waiting.items()}
                _finish(library, kept)
                kept = keeper.submit(_add, library, vectors)
                done, last = done + len(texts), max(waiting)
        finally:
            _finish(library, kept)
    report(Progress(Stage.EMBED, done, total))


def _add(library: Library, vectors: Made) -> Made:
    library.add_vectors(vectors)
    return vectors


def _finish(library: Library, kept: Future[Made] | None) -> None:
    if kept is not None:
        library.finish(kept.result())

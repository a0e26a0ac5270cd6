"""Tells how the index of a folder is. Changes nothing, and knows no models."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from briefer.errors import BrieferError, CorpusError
from briefer.language.parser import Parser
from briefer.library import format
from briefer.library.folder import scan
from briefer.library.integrity import ERRORS, is_corrupt
from briefer.library.library import CATALOGUE, Library
from briefer.reviews import Finding

REPAIR = "brief doctor --repair"
UPDATE = "brief ingest"
ROOM = 1e9  # bytes that should be free for an index; one of 100,000 paragraphs takes about two thirds of it


def examine(corpus: Path, index: Path, *, embedder: str, parser: Parser) -> Iterator[Finding]:
    """Yield what there is to be said of the articles and their index, each with what to do if something is wrong."""
    try:
        folder = scan(corpus, index)
    except CorpusError as exc:
        yield Finding(what="articles", told="there are none", remedy=str(exc))
        return
    yield Finding(what="articles", told=f"{len(folder.files)} files in '{corpus}'")
    yield _room(index)
    path = index / CATALOGUE
    if not path.exists():
        yield Finding(what="index", told=f"there is none yet in '{index}'", remedy=UPDATE)
        return
    known = _format(path, embedder)
    yield known
    if known.remedy:  # opening it would make it anew
        return
    try:
        with closing(Library(index, embedder=embedder, parser=parser)) as library:
            yield from _contents(library)
            gone, changed = library.stale(folder.files)
            told = f"{len(changed)} files new or changed, {len(gone)} gone" if gone or changed else "up to date"
            yield Finding(what="index", told=told, remedy=UPDATE if gone or changed else "")
            if skipped := library.skipped():
                yield Finding(what="not read", told=f"{len(skipped)} files", remedy="brief articles --problems")
    except BrieferError as exc:
        yield Finding(what="index", told=str(exc), remedy=REPAIR)


def _contents(library: Library) -> Iterator[Finding]:
    catalogue, vectors = library.damage()
    told = f"damaged ({catalogue})" if catalogue else f"{library.count()} articles, {library.paragraphs()} paragraphs"
    yield Finding(what="catalogue", told=told, remedy=REPAIR if catalogue else "")
    told = f"damaged or missing ({vectors})" if vectors else "every article has its own"
    yield Finding(what="vectors", told=told, remedy=REPAIR if vectors else "")
    if waiting := library.waiting():
        yield Finding(what="vectors", told=f"{waiting} articles have none yet", remedy=UPDATE)
    if half := library.half_done():
        yield Finding(what="catalogue", told=f"{half} files are half done, as after a crash", remedy=UPDATE)


def _format(path: Path, embedder: str) -> Finding:
    """Return which format the index is in, looking without changing it."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
            version, of = format.read(db) or (0, "")
    except ERRORS as exc:
        remedy = REPAIR if is_corrupt(exc) else "Check that the index can be read and written, or pass --index."
        return Finding(what="catalogue", told=f"cannot be opened ({exc})", remedy=remedy)
    remedy = format.refusal(path.parent, version)
    if not remedy and (version, of) != (format.VERSION, embedder):
        remedy = f"{UPDATE}: it is made anew in format {format.VERSION} with embedder '{embedder}'"
    size = sum(one.stat().st_size for one in path.parent.rglob("*") if one.is_file())
    return Finding(what="index", told=f"format {version}, embedder '{of}', {size / 1e6:.0f} MB", remedy=remedy)


def _room(index: Path) -> Finding:
    """Return how much room there is where the index lies, or will."""
    there = next(folder for folder in (index.absolute(), *index.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    return Finding(
        what="disk", told=f"{free / 1e9:.1f} GB free", remedy="" if free > ROOM else "Free some space, or pass --index."
    )

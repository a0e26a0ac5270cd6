"""What an index has, to be compared with a new one's; ways to damage its files; a program that is to be interrupted."""

import multiprocessing
import random
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from texts import PARSER

from briefer.api import Briefer
from briefer.library import ingest
from briefer.models.embedder import HashingEmbedder

QUERIES = ("Westhaven museum bridge", "harbour storm boats", "article number word3", "lighthouse")
# Forked from a process that has imported what a trial needs and opened nothing: threads of Chroma's outlive no fork.
FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["wholeness", "chromadb"])


class Program:
    """A process that brings an index up to date, a few articles at a time, so that it is met within every step."""

    def __init__(self, corpus: Path, index: Path, room: int | None = None) -> None:
        """Start it; room is the size in bytes that no file may grow beyond."""
        self._said, to = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=_run, args=(corpus, index, room, to))
        self.process.start()
        to.close()

    def ready(self) -> None:
        """Wait until it begins."""
        self._said.recv()

    def kill(self) -> None:
        """End it without a farewell, wherever it is."""
        self.process.kill()

    def ended(self) -> str | None:
        """Wait for its end and return the error that it ended with, "" if with none, None if it was killed."""
        error = None
        with suppress(EOFError):
            while True:
                error = self._said.recv()
        self._said.close()
        self.process.join()
        killed = self.process.exitcode == -signal.SIGKILL
        self.process.close()
        return None if killed else error


def _run(corpus: Path, index: Path, room: int | None, said: Connection) -> None:
    ingest.TOGETHER, ingest.EVERY = 3, 0.0  # paragraphs and seconds
    if room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    error = ""
    try:
        with opened(corpus, index) as briefer:
            said.send("ready")
            briefer.ingest()
    except Exception as exc:  # noqa: BLE001, it is told
        error = repr(exc)
    said.send(error)


def write(corpus: Path, number: int, seed: int = 0) -> None:
    """Write an article of a few paragraphs."""
    chance = random.Random(f"{seed} {number}")
    lines = []
    for _ in range(chance.randint(2, 6)):
        sentences = range(chance.randint(1, 4))
        lines.append(" ".join(f"The word{chance.randrange(50)} of article {number} is number {n}." for n in sentences))
    (corpus / f"more{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")


@contextmanager
def opened(corpus: Path, index: Path) -> Iterator[Briefer]:
    """Give a program over an index, which needs no models."""
    with Briefer(corpus, index=index, embedder=HashingEmbedder(), parser=PARSER) as briefer:
        yield briefer


def contents(corpus: Path, index: Path) -> dict[str, object]:
    """Return all that an index has after it was brought up to date, in words and numbers that do not tell its history.

    Twice the same path, a paragraph without its vectors, or a vector without its paragraph would be seen.
    """
    with opened(corpus, index) as briefer:
        done = briefer.ingest()
        library = briefer._open()
        assert library.damage() == ("", "")
        assert library.whole()
        db, vectors = library._catalogue._db, library._vectors
        articles = [library.article(path) for (path,) in db.execute("SELECT path FROM article ORDER BY path")]
        rows = db.execute(
            "SELECT path, number, paragraph.id FROM paragraph JOIN article ON article.id = article"
            " WHERE role = 'text' ORDER BY 1, 2"
        ).fetchall()
        kept = library._catalogue.embeddings([row for *_, row in rows])
        return {
            "articles": [article.model_dump() for article in articles],
            "skipped": done.skipped,
            "vectors": [(path, number, np.round(kept[row], 2).tolist()) for path, number, row in rows],
            "counts": [library.paragraphs(), vectors.count()],
            "found": [_found(briefer, query) for query in QUERIES],
        }  # fmt: skip


def _found(briefer: Briefer, query: str) -> list[tuple[float, str, int]]:
    """Return what is found first; of those with the least score, whose order tells an index's history, the score alone.

    Far down Chroma's graph, which is of one history too, may leave out one that is as near as the next.
    """
    hits = [(-round(hit.score, 2), hit.article, hit.paragraph) for hit in briefer.search(query, top_k=8)]
    return sorted(hit if hit[0] < hits[-1][0] else (hit[0], "", 0) for hit in hits)


def damages(seed: int) -> dict[str, Callable[[Path], None]]:
    """Return ways to damage a file, by name."""
    chance = random.Random(seed)

    def scatter(path: Path) -> None:
        data = bytearray(path.read_bytes())
        for _ in range(8):
            at = chance.randrange(max(1, len(data) - 64))
            data[at : at + 64] = chance.randbytes(64)
        path.write_bytes(data)

    return {
        "deleted": Path.unlink,
        "empty": lambda path: _put(path, b""),
        "cut in half": lambda path: _put(path, path.read_bytes()[: path.stat().st_size // 2]),
        "zeroed": lambda path: _put(path, bytes(path.stat().st_size)),
        "a header alone": lambda path: _put(path, b"SQLite format 3\x00" + bytes(5000)),
        "random": lambda path: _put(path, chance.randbytes(path.stat().st_size)),
        "random in places": scatter,
    }


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def stored(index: Path) -> dict[str, Path]:
    """Return the files that an index is kept in, by name."""
    return {path.name: path for path in (index / "catalogue.sqlite", *(index / "vectors").rglob("*")) if path.is_file()}


@contextmanager
def cuts(briefer: Briefer, folder: Path) -> Iterator[list[Path]]:
    """Give copies of an index as a power cut would leave it, one at each statement that is sent to the catalogue.

    It writes with `synchronous = FULL`: what is committed is on the disk, and of what is not any part may be, so of
    each copy there is another in which the end of what was written since the copy before is lost.
    """
    made: list[Path] = []
    library = briefer._open()

    def copy(_: str) -> None:
        to = folder / f"{len(made):05}"
        shutil.copytree(briefer.index, to, ignore=shutil.ignore_patterns("lock"))
        made.append(to)
        before = made[-2] if len(made) > 1 else None
        torn = folder / f"{len(made):05}"
        shutil.copytree(to, torn)
        for log in torn.rglob("*-wal"):
            old = before / log.relative_to(torn) if before else log
            start, end = (old.stat().st_size if old.exists() else 0), log.stat().st_size
            if end > start:
                with log.open("r+b") as file:
                    file.truncate(random.Random(len(made)).randrange(start, end))
        made.append(torn)

    db = library._catalogue._db
    db.set_trace_callback(copy)
    yield made
    db.set_trace_callback(None)

"""Reads files in a process of its own, so that one that hangs or blows up its parser ends that and nothing else.

Plain text and Markdown are read here, by readers that are held to need no such care, unless many files are to be read
beside other work. Knows nothing of formats.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from briefer.articles import readers
from briefer.articles.metadata import articles_of
from briefer.articles.readers.document import Document, Kind
from briefer.articles.readers.records import NO_COLUMNS
from briefer.errors import KindError, ReadError
from briefer.schema import Article

SECONDS = 60.0  # for a file; a PDF of 500 pages takes 15
MORE_SECONDS = 3.0  # for each MB of it
EMPTY = b"\n"  # told when OCR begins with a page
MEMORY = 2_000  # MB; a PDF of 500 pages takes 300
log = logging.getLogger("briefer")


class Apart:
    """A reader of files, from any thread. Its process starts with the first that needs it, and anew when one ends."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        columns: Mapping[str, str] = NO_COLUMNS,
        everything: bool = False,
    ) -> None:
        """Set the limits: seconds for a file of no size, memory in MB.

        columns are those of `readers.read`; everything says whether the process reads plain text too.
        """
        self._seconds, self._memory = seconds, memory
        self._columns, self._everything, self._stopped = dict(columns), everything, False
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Apart:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process, if there is one; the next file starts another."""
        with self._lock:
            self._end()

    def stop(self) -> None:
        """End the process at once, whoever waits for it; it reads nothing more."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def articles(self, path: Path, name: str) -> list[Article]:
        """Return the articles in a file of that name, as `articles_of` makes them; errors as of `read`.

        Raises OSError if something but the file keeps them from being made, such as a full disk.
        """
        if readers.is_written(path) and not self._everything:
            return articles_of(name, readers.read(path))
        result = self._result(path, name)
        if "failed" in result:
            raise OSError(result["failed"])
        for line in result["said"]:
            log.warning("%s", line)
        return [Article.model_validate(one) for one in result["articles"]]

    def read(self, path: Path) -> list[Document]:
        """Return the documents in a file, as `readers.read` does, with its errors.

        Raises ReadError too for a file that takes more time or memory than the limits allow.
        """
        if readers.is_written(path):
            return readers.read(path)
        return [_document(one) for one in self._result(path)["documents"]]

    def _result(self, path: Path, name: str = "") -> dict[str, Any]:
        """Return what the process tells of a file, its articles if it gets a name; raises what it was refused for."""
        with self._lock:
            used = self._process is not None
            line, late = self._ask(path, name)
            if used and not line and not late and not self._stopped:  # something else may have ended it before
                line, late = self._ask(path, name)
        if not line:
            why = f"takes more than {self._allowed(path):.0f} seconds to read" if late else "brings its reader down"
            raise ReadError(f"'{path}' {why}: it is damaged, or made to do so. Save it anew, or its text as .txt.")
        result: dict[str, Any] = json.loads(line)
        if "refused" in result:
            why = result["refused"].replace(f"'{path.absolute()}'", f"'{path}'")  # named as whoever asked names it
            raise (KindError if result.get("kind") else ReadError)(why)
        return result

    def _ask(self, path: Path, name: str) -> tuple[bytes, bool]:
        """Return the line that the process answers with, none if it ended, and whether it was ended for its time."""
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        line = b""
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{os.fsencode(path.absolute()).hex()} {name.encode().hex()}\n".encode())
            process.stdin.flush()
            line = EMPTY
            while line == EMPTY:  # each page that OCR begins with gets the same time again
                timer = threading.Timer(self._allowed(path), end)
                timer.start()
                try:
                    line = process.stdout.readline()
                finally:
                    timer.cancel()
        except OSError:
            line = b""
        finally:
            if not line.endswith(b"\n") or late.is_set():
                self._end()
        return (line if line.endswith(b"\n") else b""), late.is_set()

    def _allowed(self, path: Path) -> float:
        with contextlib.suppress(OSError):
            return self._seconds + MORE_SECONDS * path.stat().st_size / 1_000_000
        return self._seconds

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            # Whoever embeds this may have put folders on the path by hand. The working folder, which may be that of the
            # articles, is none to take code from.
            paths = [str(Path(__file__).parents[2]), *filter(None, sys.path)]
            own = {"PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "briefer.articles.worker", str(self._memory), json.dumps(self._columns)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **own},
            )  # fmt: skip
            if self._stopped:
                self._process.kill()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process = None


def _document(told: dict[str, object]) -> Document:
    told["kinds"] = [Kind(kind) for kind in cast(list[str], told["kinds"])]
    return Document(**{key: tuple(value) if isinstance(value, list) else value for key, value in told.items()})  # type: ignore[arg-type]

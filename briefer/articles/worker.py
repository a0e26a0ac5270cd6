"""Reads files for another process, which may end this one: `python -m briefer.articles.worker MEMORY COLUMNS`.

A line comes in for each file, its path, and its name if its articles are wanted; a line of JSON goes out, documents or
articles, or the reason why there are none. Before it an empty line goes out for each page that OCR begins with, which
takes its time. It holds itself to the memory that it is given, in MB, opens nothing but the files that it is told and
starts nothing but the program for OCR.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from briefer.articles import readers
from briefer.articles.metadata import articles_of
from briefer.articles.readers import ocr
from briefer.articles.readers.document import Document
from briefer.articles.readers.records import NO_COLUMNS
from briefer.errors import KindError, ReadError

REACHING_OUT = frozenset(
    {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}
)


class Said(logging.Handler):
    """Keeps what is logged, for whoever asked."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())


def answer(path: Path, name: str = "", columns: Mapping[str, str] = NO_COLUMNS) -> dict[str, object]:
    """Return what came of reading a file: its `documents`, or why it is `refused` and whether for its `kind`.

    With a name it is the `articles` and what was `said` of them, or what `failed` through no fault of the file.
    """
    try:
        found = readers.read(path, columns)
        if not name:
            return {"documents": [dataclasses.asdict(document) for document in found]}
        return _articles(name, found)
    except KindError as exc:
        return {"refused": str(exc), "kind": True}
    except ReadError as exc:
        return {"refused": str(exc), "kind": False}
    except MemoryError:
        return {
            "refused": f"'{path}' needs more memory to be read than any article. Split it, or save its text as .txt."
        }
    # Libraries that take files apart fail on broken ones in ways that they do not name.
    except Exception as exc:  # noqa: BLE001
        what = f"{type(exc).__name__}: {exc}"[:200]
        return {"refused": f"'{path}' is damaged or of an unknown form ({what}). Save it anew, or its text as .txt."}


def _articles(name: str, found: Sequence[Document]) -> dict[str, object]:
    said, log = Said(), logging.getLogger("briefer")
    log.addHandler(said)
    try:
        articles = articles_of(name, found)
    except OSError as exc:  # the disk is full: telling the language needs room for a moment
        return {"failed": str(exc)}
    finally:
        log.removeHandler(said)
    return {"articles": [one.model_dump(mode="json") for one in articles], "said": said.lines}


def serve(tasks: TextIO, results: TextIO, columns: Mapping[str, str] = NO_COLUMNS) -> None:
    """Answer each line until there are no more."""
    for line in tasks:
        path, name = (bytes.fromhex(word) for word in line.removesuffix("\n").split(" "))
        results.write(json.dumps(answer(Path(os.fsdecode(path)), name.decode(), columns)) + "\n")
        results.flush()


def limited(megabytes: int) -> None:
    """Hold this process to so much memory, where the system can; what needs more fails with a MemoryError."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stay(results: TextIO) -> Callable[[str, tuple[object, ...]], None]:
    """Return a hook that refuses what would reach out of this process: no file may call anybody, or start a program.

    But for the one for OCR, of whose start whoever waits for the results is told.
    """
    recogniser = ocr.program()

    def check(event: str, arguments: tuple[object, ...]) -> None:
        if event == "subprocess.Popen" and recogniser is not None and arguments[0] == recogniser:
            results.write("\n")
            results.flush()
        elif event in REACHING_OUT:
            raise PermissionError(f"a reader of files must not do this: {event}")

    return check


def main() -> None:
    """Serve on what were standard input and output; what libraries print goes nowhere."""
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    limited(int(sys.argv[1]))
    sys.addaudithook(stay(results))
    serve(sys.stdin, results, json.loads(sys.argv[2]))


if __name__ == "__main__":
    main()

"""Reads many files at once, as articles: processes work ahead of whoever takes what they read. Knows no index."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from briefer.articles.apart import Apart
from briefer.articles.readers.records import NO_COLUMNS
from briefer.errors import ReadError
from briefer.schema import Article

FEW = 32  # files that are read before the processes would have started
AHEAD = 4  # files of each process that are read before they are taken

Found = list[Article] | ReadError


def read_ahead(files: Sequence[tuple[Path, str]], columns: Mapping[str, str] = NO_COLUMNS) -> Generator[Found]:
    """Yield the articles of each file, or why it cannot be read, in order; a file is its place and its name.

    columns are those of `readers.read`. Closing it ends what is being read.
    """
    count = len(os.sched_getaffinity(0)) if len(files) > FEW else 1
    readers = [Apart(columns=columns, everything=len(files) > FEW) for _ in range(count)]
    free: SimpleQueue[Apart] = SimpleQueue()
    for one in readers:
        free.put(one)

    def read(file: tuple[Path, str]) -> Found:
        reader = free.get()
        try:
            return reader.articles(*file)
        except ReadError as exc:
            return exc
        finally:
            free.put(reader)

    pool = ThreadPoolExecutor(count, "briefer-read")
    waiting: deque[Future[Found]] = deque()
    try:
        for file in files:
            waiting.append(pool.submit(read, file))
            if len(waiting) > AHEAD * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for one in readers:
            one.stop()
        pool.shutdown(cancel_futures=True)
        for one in readers:
            one.close()

"""Tells whether vectors are as they were added.

Chroma reads its files in native code, which broken ones may bring down: so they are read in a process of its own.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

from briefer.library.integrity import ERRORS, is_corrupt, structure
from briefer.library.vectors import ROWS, Vectors

TOLERANCE = 0.01  # of a length that should be 1


def damage(folder: Path, due: Iterable[tuple[int, int]]) -> str:
    """Return what is broken in a folder of vectors, which nobody has open here, "" if nothing is; reads all of it.

    due has the row of each paragraph that must have one, with that of its article.
    """
    lines = [f"{row} {article}\n" for row, article in due]
    path = folder / "chroma.sqlite3"
    if not path.exists():
        return "there are none" if lines else ""
    try:
        with closing(sqlite3.connect(path, timeout=30)) as db:
            if broken := structure(db):
                return broken
    except ERRORS as exc:
        if not is_corrupt(exc):
            raise
        return str(exc)
    command = [sys.executable, "-m", __name__, str(folder)]
    done = subprocess.run(command, input="".join(lines), capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else "Chroma cannot read them"


def wrong(vectors: Vectors, due: Mapping[int, int]) -> str:
    """Return what is wrong with vectors, "" if nothing is; due has the article of each row.

    What a crash left of articles that are not due is for others to remove.
    """
    found = 0
    for number, page in vectors.pages():
        for key, known, vector in page:
            if key.row not in due:
                continue
            found += 1
            if (
                (key.article, key.row // ROWS) != (due[key.row], number)
                or known != {"article": key.article, "paragraph": key.row}
                or not abs(float(np.linalg.norm(vector)) - 1) < TOLERANCE
            ):
                return "those of an article are not as they were written"
        for key, _, vector in page[:1]:  # whether it can be searched
            if vectors.nearest(vector, top_k=1) == []:
                return f"none is found near '{key}'"
    return "" if found == len(due) else f"{found} of {len(due)}"


def main() -> None:
    """Write what is wrong with a folder's vectors; those that are due come in lines of row and article."""
    due = {int(row): int(article) for row, article in map(str.split, sys.stdin)}
    with closing(Vectors(Path(sys.argv[1]))) as vectors:
        sys.stdout.write(wrong(vectors, due))


if __name__ == "__main__":
    main()

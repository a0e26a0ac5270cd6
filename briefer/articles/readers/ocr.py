"""Reads the words off a picture with Tesseract, where that program is installed. Knows nothing of PDF.

It is started for each page, in the limited process that reads the file, and held to a time of its own.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from functools import cache
from typing import Any

from briefer.articles.readers.columns import Word
from briefer.errors import ReadError

PROGRAM = "tesseract"
SECONDS = 60.0  # for a page, which takes 1 to 5
SURE = 30.0  # percent that it is of a word; below it is mostly stains that are read as letters. Not measured
WORD = "5"  # the level of Tesseract's rows that are words
NO_LANGUAGES = frozenset({"osd", "equ"})  # which way a page stands, and formulas
# Each language more makes it slower and less sure, so of many that are installed these are used.
MOST_LANGUAGES = 5
USUAL = ("eng", "deu", "fra", "spa", "rus")


@cache
def program() -> str | None:
    """Return where Tesseract is, None if it is not installed."""
    return shutil.which(PROGRAM)


@cache
def languages() -> tuple[str, ...]:
    """Return in which languages it reads here: all that are installed, of many the usual ones."""
    listed = _run(["--list-langs"], b"").splitlines()[1:]
    found = tuple(sorted(set(listed) - NO_LANGUAGES, key=lambda code: (code != "eng", code)))
    return found if len(found) <= MOST_LANGUAGES else tuple(code for code in found if code in USUAL) or found[:1]


def words(picture: Any, scale: float, *, contrast: float) -> list[Word]:
    """Return the words on a picture of a page, in the order in which they are read.

    picture is of shape (height, width), from 0 for black to 255; scale is its pixels to a unit of the words' boxes. A
    word of less contrast to its ground is left out: the program reads what no eye does. Raises ReadError if it fails or
    takes too long.
    """
    height, width = picture.shape
    page = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    told = _run(["stdin", "stdout", "-l", "+".join(languages()), "tsv"], page)
    found = []
    for row in csv.DictReader(told.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != WORD or not text or float(row["conf"]) < SURE:
            continue
        left, top, wide, high = (int(row[key]) for key in ("left", "top", "width", "height"))
        shown = picture[top : top + high, left : left + wide]
        if shown.size and float(shown.max()) - float(shown.min()) >= contrast:
            found.append(Word(text, left / scale, top / scale, (left + wide) / scale, (top + high) / scale))
    return found


def _run(arguments: list[str], given: bytes) -> str:
    """Return what the program writes. Of its own threads it gets one, since other files are read beside it."""
    command = [program() or PROGRAM, *arguments]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=SECONDS, check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as exc:
        raise ReadError(f"it is a scan that {PROGRAM} could not read ({exc}). Save its text as .txt.") from exc
    return done.stdout.decode(errors="replace")

"""Reads a file as an article: its text and what the file says of itself. Knows nothing of paragraphs or indexes.

A format joins by adding a module with a `read(data: bytes) -> Document` and a line in READERS.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from briefer.articles.readers import characters, markdown, plain
from briefer.articles.readers.document import Document
from briefer.errors import ReadError

READERS: dict[str, Callable[[bytes], Document]] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}
MAX_BYTES = 20_000_000
# Characters of a title or a publisher's name: room for any real one, none for a text.
LONGEST_NAME = 200


def read(path: Path) -> Document:
    """Return the document in a file, its text normalised.

    Raises ReadError if the file cannot be read, is empty, too large, or not text in UTF-8.
    """
    try:
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            raise ReadError(f"'{path}' is not a file. Remove it.")
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"'{path}' is larger than {MAX_BYTES // 1_000_000} MB. Split it into articles.")
        data = path.read_bytes()
    except OSError as exc:
        raise ReadError(f"'{path}' cannot be read ({exc.strerror}). Check its permissions.") from exc
    if b"\x00" in data:
        raise ReadError(f"'{path}' is not text. Remove it or convert it to a text file in UTF-8.")
    try:
        document = READERS[path.suffix.lower()](data)
    except UnicodeDecodeError as exc:
        raise ReadError(f"'{path}' is not UTF-8 (byte {exc.start}). Save it as UTF-8.") from exc
    except ReadError as exc:
        raise ReadError(f"'{path}': {exc}") from exc
    text = normalise(document.text)
    if not text:
        raise ReadError(f"'{path}' is empty. Remove it or put its text in.")
    return replace(
        document,
        text=text,
        title=name(document.title),
        publisher=name(document.publisher),
        author=name(document.author),
    )


def normalise(text: str) -> str:
    """Return the text in Unicode NFC with plain line ends, without what nobody sees and without spare blanks.

    Normalising twice changes nothing more.
    """
    text = re.sub(r"\r\n?|[\u0085\u2028]", "\n", text).replace("\u2029", "\n\n")
    lines = [" ".join(line.split()) for line in characters.visible(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def name(text: str | None) -> str | None:
    """Return a title or a name in one line of at most LONGEST_NAME characters, or None if nothing is left of it."""
    line = " ".join(normalise(text or "").split())
    return f"{line[: LONGEST_NAME - 1].rstrip()}…" if len(line) > LONGEST_NAME else line or None

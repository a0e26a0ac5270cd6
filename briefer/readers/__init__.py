"""Reads a file as an article: its text and what the file says of itself. Knows nothing of paragraphs or indexes.

A format joins by adding a module with a `read(data: bytes) -> Document` and a line in READERS.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from briefer.errors import ReadError
from briefer.readers import markdown, plain
from briefer.readers.document import Document

READERS: dict[str, Callable[[bytes], Document]] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}
MAX_BYTES = 20_000_000


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
    return Document(text, document.title, document.publisher, document.date)


def normalise(text: str) -> str:
    """Return the text in Unicode NFC with plain line ends, without invisible characters and spare blanks.

    Invisible characters (zero-width, direction marks, tags, control characters) can carry text that a reader of the
    article never sees, so they are not part of it. Normalising twice changes nothing more.
    """
    text = re.sub(r"\r\n?|[\u0085\u2028]", "\n", text).replace("\u2029", "\n\n")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cn", "Cs"})
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

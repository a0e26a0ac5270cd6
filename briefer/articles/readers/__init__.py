"""Reads a file as articles: their texts and what the file says of each. Knows nothing of paragraphs or indexes.

A format joins by adding a module with a `read(data: bytes, name: str) -> list[Document]`, a line in READERS, and its
endings and beginnings in `kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from briefer.articles.readers import (
    archive,
    characters,
    docx,
    encodings,
    epub,
    exports,
    feed,
    mail,
    markdown,
    mhtml,
    odt,
    page,
    pdf,
    plain,
    records,
    rtf,
    warc,
)  # fmt: skip
from briefer.articles.readers.document import Document, Kind, joined
from briefer.articles.readers.footnotes import without_marks
from briefer.articles.readers.kinds import ENDINGS, HEAD, WRITTEN, FileKind, kind_of
from briefer.errors import KindError, ReadError
from briefer.language.identify import code_of

__all__ = [
    "ENDINGS",
    "LONGEST_NAME",
    "MAX_BYTES",
    "TABLE_ENDINGS",
    "Document",
    "documents",
    "is_written",
    "name",
    "normalise",
    "read",
]

READERS: dict[FileKind, Callable[[bytes, str], list[Document]]] = {
    # An export is told by its lines as they stand, before any are joined.
    FileKind.TEXT: lambda data, _: exports.split(encodings.decode(data)[0]) or [plain.read(data)],
    FileKind.MARKDOWN: lambda data, _: [markdown.read(data)],
    FileKind.HTML: page.read,
    FileKind.MHTML: mhtml.read,
    FileKind.PDF: lambda data, name: _parted(pdf.read(data, name)),
    FileKind.DOCX: lambda data, name: _parted(docx.read(data, name)),
    FileKind.ODT: odt.read,
    FileKind.RTF: lambda data, name: _parted(rtf.read(data, name)),
    FileKind.EPUB: epub.read,
    FileKind.MAIL: mail.read,
    FileKind.MBOX: mail.mailbox,
    FileKind.FEED: feed.read,
    FileKind.WARC: warc.read,
}
TABLES: dict[FileKind, Callable[[bytes, Mapping[str, str]], list[Document]]] = {
    FileKind.JSON: records.json_file,
    FileKind.LINES: records.lines,
    FileKind.CSV: records.csv_file,
}
# Of the names of files that may have tables in them.
TABLE_ENDINGS = tuple(end for end, kind in ENDINGS.items() if kind in {*TABLES, FileKind.ZIP, FileKind.GZIP})
MAX_BYTES = 20_000_000  # of a text, and of what the app takes
# Characters of a title or a publisher's name: room for any real one, none for a text.
LONGEST_NAME = 200
LARGEST = 300_000_000  # of any other file
MOST_ARTICLES = 20_000
MOST_LETTERS = 50_000_000  # of all articles of a file


def read(path: Path, columns: Mapping[str, str] = records.NO_COLUMNS) -> list[Document]:
    """Return the documents in a file, their texts normalised: one, or as many as the file has articles.

    columns are those of tables that somebody named, by what they are: {"text": "Body"}.

    Raises KindError if no reader takes files of its kind, ReadError if it cannot be read, is empty or too large.
    """
    try:
        kind = _kind(path)
        most = MAX_BYTES if kind in WRITTEN else LARGEST
        if path.stat().st_size > most:
            raise ReadError(f"'{path}' is larger than {most // 1_000_000} MB. Split it into articles.")
        data = path.read_bytes()
    except OSError as exc:
        raise ReadError(f"'{path}' cannot be read ({exc.strerror}). Check its permissions.") from exc
    try:
        found = documents(data, path.name, columns=columns)
    except KindError:
        raise
    except ReadError as exc:
        raise ReadError(f"'{path}'{'' if str(exc).startswith('is ') else ':'} {exc}") from exc
    if not found:
        raise ReadError(f"'{path}' is empty. Remove it or put its text in.")
    return found


def is_written(path: Path) -> bool:
    """Return whether a file is plain text or Markdown, whose reading needs no process of its own.

    Raises KindError if no reader takes files of its kind, ReadError if it cannot be looked into.
    """
    try:
        return _kind(path) in WRITTEN
    except OSError as exc:
        raise ReadError(f"'{path}' cannot be read ({exc.strerror}). Check its permissions.") from exc


def documents(
    data: bytes, name: str, depth: int = 0, *, columns: Mapping[str, str] = records.NO_COLUMNS
) -> list[Document]:
    """Return the documents of a file of that name, those with a text; depth is how many archives it stands in.

    Raises KindError and ReadError, which name no file.
    """
    kind = kind_of(name, data[:HEAD])
    if kind is FileKind.ZIP and data[:2] == b"PK":
        kind = archive.contained(data)
    inner = partial(documents, columns=columns)
    try:
        if kind is FileKind.ZIP:
            found = archive.zipped(data, name, inner, depth)
        elif kind is FileKind.GZIP or (kind is FileKind.WARC and data[:2] == b"\x1f\x8b" and not _is_warc(data)):
            found = archive.gunzipped(data, name, inner, depth)
        elif kind in TABLES:
            found = TABLES[kind](data, columns)
        else:
            found = READERS[kind](data, name)
    except RecursionError as exc:
        raise ReadError("its parts are nested too deeply. Save it anew, or its text as .txt.") from exc
    if len(found) > MOST_ARTICLES:
        raise ReadError(f"it has {len(found)} articles, more than {MOST_ARTICLES}. Split it.")
    whole = [finished(document) for document in found]
    if sum(len(document.text) for document in whole) > MOST_LETTERS:
        raise ReadError(f"its articles have more than {MOST_LETTERS // 1_000_000} million letters. Split it.")
    return [document for document in whole if document.text]


def finished(document: Document) -> Document:
    """Return a document with its text normalised and its names in one line each; pages begin where they did."""
    text, kinds = _normalised(document)
    pages = document.pages
    if pages and text != document.text:
        pages = tuple(min(len(normalise(document.text[:place])), len(text)) for place in pages)
    return replace(
        document,
        text=text,
        kinds=kinds,
        title=name(document.title),
        publisher=name(document.publisher),
        author=name(document.author),
        language=code_of(document.language),
        url=document.url if (document.url or "").startswith(("http://", "https://")) else None,
        pages=pages,
    )


def _normalised(document: Document) -> tuple[str, tuple[Kind, ...]]:
    """Return a document's text normalised, and the kinds of its blocks, as many as blank lines part."""
    blocks = document.text.split("\n\n")
    if len(blocks) != len(document.kinds):
        return normalise(document.text), ()
    return joined(
        (normalise(block).replace("\n\n", "\n"), kind) for block, kind in zip(blocks, document.kinds, strict=True)
    )


def normalise(text: str) -> str:
    """Return the text in Unicode NFC with plain line ends, without what nobody sees and without spare blanks.

    Normalising twice changes nothing more.
    """
    text = re.sub(r"\r\n?|[\u0085\u2028]", "\n", text).replace("\u2029", "\n\n")
    lines = [" ".join(line.split()) for line in without_marks(characters.visible(text)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def name(text: str | None) -> str | None:
    """Return a title or a name in one line of at most LONGEST_NAME characters, or None if nothing is left of it."""
    line = " ".join(normalise(text or "").split())
    return f"{line[: LONGEST_NAME - 1].rstrip()}…" if len(line) > LONGEST_NAME else line or None


def _kind(path: Path) -> FileKind:
    if path.is_symlink() and path.is_dir():
        raise KindError("Links to folders are not followed. Put the folder itself here.")
    if path.is_dir():
        raise ReadError(f"'{path}' is a folder that cannot be listed. Check its permissions.")
    if path.exists() and not path.is_file():  # reading a pipe would wait for ever
        raise ReadError(f"'{path}' is not a file. Remove it.")
    if path.is_symlink() and not path.exists():
        raise ReadError(f"'{path}' is a link that leads nowhere. Remove it, or put the file itself here.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        return kind_of(path.name, head)
    except KindError:
        raise
    except ReadError as exc:
        raise ReadError(f"'{path}': {exc}") from exc


def _parted(found: list[Document]) -> list[Document]:
    """Return the articles of an export of a database where a document is one."""
    parts = exports.split(found[0].text) if len(found) == 1 else None
    return parts or found


def _is_warc(data: bytes) -> bool:
    return archive.begins(data).startswith(b"WARC/")

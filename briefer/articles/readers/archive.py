"""Opens ZIP and gzip, within limits, and hands what is in them on. Nothing is written to a disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from briefer.articles.readers.document import Document
from briefer.articles.readers.kinds import FileKind
from briefer.errors import KindError, ReadError

MOST_BYTES = 200_000_000  # unpacked, all files of one archive together
MOST_FILES = 5_000
RATIO = 200  # unpacked to packed: text comes to 10, a bomb to 1,000 and more
SMALL = 10_000_000  # bytes that are never too many, whatever the ratio
DEEPEST = 3  # archives within archives
Inner = Callable[[bytes, str, int], list[Document]]
NO_ARTICLES = ("__MACOSX/", "META-INF/")


def checked(data: bytes) -> zipfile.ZipFile:
    """Return an open ZIP whose table of contents keeps to the limits.

    Raises ReadError if it is damaged, locked, or unpacks to more than anybody's articles.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as exc:
        raise ReadError(f"it is a damaged archive ({exc}). Get it anew, or unpack it into the folder.") from exc
    members = opened.infolist()
    size = sum(member.file_size for member in members)
    if len(members) > MOST_FILES:
        raise ReadError(f"it has {len(members)} files, more than {MOST_FILES}. Unpack it into the folder.")
    if size > MOST_BYTES or (size > SMALL and size > RATIO * len(data)):
        raise ReadError(f"it would unpack to {size // 1_000_000} MB. Unpack what you need of it into the folder.")
    return opened


def member(opened: zipfile.ZipFile, name: str) -> bytes:
    """Return a file of a ZIP; raises ReadError if it is damaged, locked, or larger than the archive says."""
    try:
        size = opened.getinfo(name).file_size
        with opened.open(name) as file:
            data = file.read(size + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, KeyError, EOFError, OSError) as exc:
        raise ReadError(f"'{name}' in it cannot be unpacked ({exc}). Get it anew, or unpack it yourself.") from exc
    return data


def contained(data: bytes) -> FileKind:
    """Return what a ZIP is by what is in it: a Word file, an OpenDocument text, a book, or an archive of files."""
    names = set(checked(data).namelist())
    if "word/document.xml" in names or any(n.startswith("word/document") for n in names):
        return FileKind.DOCX
    if "mimetype" in names:
        mime = member(checked(data), "mimetype").strip()
        if mime.startswith(b"application/vnd.oasis.opendocument.text"):
            return FileKind.ODT
        if mime == b"application/epub+zip":
            return FileKind.EPUB
        if mime.startswith(b"application/vnd.oasis"):
            raise KindError(
                "Files of OpenDocument that are no texts are not read. Save a sheet as .csv, slides as PDF."
            )
    if "META-INF/container.xml" in names:
        return FileKind.EPUB
    if "xl/workbook.xml" in names or "ppt/presentation.xml" in names:
        raise KindError("Sheets and slides (.xlsx, .pptx) are not read. Save a sheet as .csv, slides as PDF.")
    return FileKind.ZIP


def zipped(data: bytes, name: str, inner: Inner, depth: int) -> list[Document]:
    """Return the documents of all files in a ZIP that can be read; a note names the others.

    Raises ReadError if there are none, or if it stands in too many others.
    """
    if depth >= DEEPEST:
        raise ReadError(f"'{name}' stands within {depth} archives. Unpack it into the folder.")
    opened = checked(data)
    documents: list[Document] = []
    refused: list[str] = []
    for path in _files(opened):
        try:
            found = inner(member(opened, path), path, depth + 1)
        except KindError:
            refused.append(f"'{path}' (of a kind that is not read)")
        except ReadError as exc:
            refused.append(f"'{path}' ({exc})")
        else:
            documents += [
                document if document.title else replace(document, title=_stem(path, document)) for document in found
            ]
    if not documents:
        raise ReadError(f"nothing in it can be read: {_listed(refused) or 'it is empty'}. Unpack it into the folder.")
    if refused:
        note = f"{len(refused)} files of the archive were not read: {_listed(refused)}."
        documents[0] = replace(documents[0], notes=(*documents[0].notes, note))
    return documents


def gunzipped(data: bytes, name: str, inner: Inner, depth: int) -> list[Document]:
    """Return the documents of what is packed by gzip; raises ReadError if it is damaged or unpacks to very much."""
    if depth >= DEEPEST:
        raise ReadError(f"'{name}' stands within {depth} archives. Unpack it into the folder.")
    return inner(unpacked(data), PurePosixPath(name).name.removesuffix(".gz") or name, depth + 1)


def unpacked(data: bytes) -> bytes:
    """Return what is packed by gzip, all members of it."""
    pieces: list[bytes] = []
    size, rest = 0, data
    most = max(SMALL, min(MOST_BYTES, RATIO * len(data)))
    while rest:
        stream = zlib.decompressobj(wbits=31)
        try:
            piece = stream.decompress(rest, most - size + 1)
        except zlib.error as exc:
            if pieces:  # what follows the last member is padding
                break
            raise ReadError(f"it is damaged ({exc}). Get it anew, or unpack it into the folder.") from exc
        size += len(piece)
        if size > most:
            raise ReadError(f"it would unpack to more than {most // 1_000_000} MB. Unpack what you need of it.")
        if not stream.eof:
            raise ReadError("it ends too early. Get it anew.")
        pieces.append(piece)
        rest = stream.unused_data
    return b"".join(pieces)


def begins(data: bytes) -> bytes:
    """Return the first bytes of what is packed by gzip, nothing if it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:4096], 100)
    except zlib.error:
        return b""


def _files(opened: zipfile.ZipFile) -> Iterator[str]:
    names = opened.namelist()
    web = [name for name in names if name.startswith("archive/") and name.endswith((".warc.gz", ".warc"))]
    for name in dict.fromkeys(web if web and "datapackage.json" in names else names):
        last = PurePosixPath(name).name
        if not name.endswith("/") and not name.startswith(NO_ARTICLES) and not last.startswith("."):
            yield name


def _stem(path: str, document: Document) -> str | None:
    """Return a file's name as a title, for a text that has no line that can be one."""
    first = document.text.lstrip().partition("\n")[0]
    return None if len(first) < 200 and document.text.count("\n") > 1 else PurePosixPath(path).stem.replace("_", " ")


def _listed(refused: list[str]) -> str:
    return ", ".join(refused[:5]) + (f" and {len(refused) - 5} more" if len(refused) > 5 else "")

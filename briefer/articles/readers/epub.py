"""Reads books in EPUB: their chapters in reading order, each by the reader of pages."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from briefer.articles.readers import page, placeholders
from briefer.articles.readers.archive import checked, member
from briefer.articles.readers.document import Document
from briefer.errors import ReadError
from briefer.language import dates

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of a book; raises ReadError if it is damaged or its text is locked."""
    opened = checked(data)
    if "META-INF/encryption.xml" in opened.namelist() and "META-INF/rights.xml" in opened.namelist():
        raise ReadError("its text is locked (DRM). Get it without a lock.")
    place = next(
        (r.get("full-path") for r in _tree(opened, "META-INF/container.xml").iter(f"{CONTAINER}rootfile")), None
    )
    if not place:
        raise ReadError("it is a damaged book: nothing tells where its text is. Get it anew.")
    package = _tree(opened, place)
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    spine = [items[ref.get("idref")] for ref in package.iter(f"{OPF}itemref") if ref.get("idref") in items]
    shown = [item for item in spine if "nav" not in (item.get("properties") or "").split()]
    paths = [posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(i.get("href") or ""))) for i in shown]
    sheets = [
        member(opened, path).decode("utf-8", errors="replace")
        for path in opened.namelist()
        if path.lower().endswith(".css")
    ]
    missing = [path for path in paths if path not in opened.namelist()]
    chapters = [
        page.document_of(page.decoded(member(opened, path))[0], sheets=sheets, whole=True)
        for path in paths
        if path not in missing
    ]
    notes = (f"{len(missing)} chapters that the book names are not in the file.",) if missing else ()
    return [
        Document(
            "\n\n".join(chapter.text for chapter in chapters if chapter.text),
            kinds=tuple(kind for chapter in chapters for kind in chapter.kinds),
            title=placeholders.named("title", _about(package, "title")),
            publisher=_about(package, "publisher"),
            date=dates.iso(_about(package, "date") or ""),
            author=_about(package, "creator"),
            language=_about(package, "language"),
            notes=notes,
        )
    ]


def _tree(opened: Any, path: str) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(member(opened, path), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as exc:
        raise ReadError(f"'{path}' in it is damaged ({exc}). Get the book anew.") from exc


def _about(package: Any, name: str) -> str | None:
    found = next(package.iter(f"{DC}{name}"), None)
    return " ".join((found.text or "").split()) or None if found is not None else None

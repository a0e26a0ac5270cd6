"""Reads OpenDocument texts: paragraphs, tables, text boxes and notes as they stand printed, with changes accepted.

odfpy is not used: it prints what it cannot parse and goes on without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefer.articles.readers import rows
from briefer.articles.readers.archive import checked, member
from briefer.articles.readers.characters import raised
from briefer.articles.readers.document import Document, Kind, joined
from briefer.articles.readers.styles import Look, look
from briefer.articles.readers.titles import given
from briefer.errors import ReadError

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, OFFICE, STYLE, TABLE, DRAW = (f"{{{OASIS}{name}:1.0}}" for name in "text office style table drawing".split())
FO = f"{{{OASIS}xsl-fo-compatible:1.0}}"
META = f"{{{OASIS}meta:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"
SKIPPED = {
    *(f"{TEXT}{tag}" for tag in "tracked-changes note-citation sequence-decls variable-decls user-field-decls".split()),
    f"{TEXT}ruby-text", f"{TEXT}index-title-template", f"{OFFICE}annotation", f"{OFFICE}annotation-end",
    f"{OFFICE}forms", f"{{{OASIS}svg-compatible:1.0}}title", f"{{{OASIS}svg-compatible:1.0}}desc",
}  # fmt: skip
PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
Block = tuple[str, Kind]
MOST_BLANKS = 100


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of an OpenDocument text; raises ReadError if it is damaged or locked with a password."""
    opened = checked(data)
    names = set(opened.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in member(opened, "META-INF/manifest.xml"):
        raise ReadError("it is locked with a password. Open it and save it without one.")
    content = _tree(member(opened, "content.xml"))
    styles = [content, *([_tree(member(opened, "styles.xml"))] if "styles.xml" in names else [])]
    about = _tree(member(opened, "meta.xml")) if "meta.xml" in names else None
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError("it is no OpenDocument text. Save it anew as .odt or .docx.")
    walk = _Walk(styles)
    blocks = list(walk.blocks(body, Look()))
    while walk.notes:
        blocks += walk.blocks(walk.notes.pop(0), Look())
    text, kinds = joined(blocks)
    return [
        Document(
            text,
            kinds=kinds,
            title=given(_meta(about, f"{DC}title") or "", text),
            author=_meta(about, f"{META}initial-creator") or _meta(about, f"{DC}creator"),
            by_program=True,
        )
    ]


def _tree(data: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as exc:
        raise ReadError(f"it is damaged ({exc}). Open it in LibreOffice and save it anew.") from exc


def _meta(about: Any, tag: str) -> str | None:
    found = next(about.iter(tag), None) if about is not None else None
    return (found.text or "").strip() or None if found is not None else None


class _Walk:
    """What is printed of elements, by the styles of the file; the notes that they have are to be printed last."""

    def __init__(self, trees: list[Any]) -> None:
        self._styles: dict[str, Any] = {}
        for tree in reversed(trees):
            self._styles |= {s.get(f"{STYLE}name"): s for s in tree.iter(f"{STYLE}style")}
        self.notes: list[Any] = []

    def blocks(self, parent: Any, around: Look, kind: Kind = Kind.UNKNOWN) -> Iterator[Block]:
        """Yield the paragraphs and rows in an element, in reading order."""
        for element in parent:
            if element.tag in SKIPPED or _is_hidden(element):
                continue
            if element.tag in PARAGRAPHS:
                boxes: list[Any] = []
                text = "".join(self._pieces(element, self._styled(element, around), boxes)).strip()
                own = rows.kind(text) if kind is Kind.UNKNOWN else kind
                if text:
                    text = re.sub(r"\n\s*\n+", "\n", rows.item(text))
                    yield text, Kind.HEADING if element.tag == f"{TEXT}h" else own
                for box in boxes:
                    yield from self.blocks(box, around)
            elif element.tag == f"{TABLE}table":
                yield from ((line, Kind.ROW) for line in self._table(element, self._styled(element, around, TABLE)))
            else:
                inner = Kind.ITEM if element.tag == f"{TEXT}list" else kind
                yield from self.blocks(element, self._styled(element, around), inner)

    def _table(self, table: Any, around: Look) -> Iterator[str]:
        found: list[list[rows.Cell]] = []
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is table:
                names = next(row.iterancestors(f"{TABLE}table-header-rows", f"{TABLE}table")) is not table
                found.append([self._cell(cell, around, names) for cell in row.iterchildren(f"{TABLE}table-cell")])
        yield from rows.table(found)

    def _cell(self, cell: Any, around: Look, names: bool) -> rows.Cell:
        text = " ".join(text for text, _ in self.blocks(cell, self._styled(cell, around, TABLE)))
        spans = (cell.get(f"{TABLE}number-{what}-spanned", "1") for what in ("columns", "rows"))
        across, down = (int(span) if span.isdecimal() else 1 for span in spans)
        return rows.Cell(text, across, down, names)

    def _pieces(self, element: Any, own: Look, boxes: list[Any]) -> Iterator[str]:
        shown = own.legible
        if shown:
            yield _blank(element.text)
        for child in element:
            if child.tag == f"{TEXT}note":
                self.notes += child.iterchildren(f"{TEXT}note-body")
            elif child.tag.startswith(DRAW) if isinstance(child.tag, str) else False:
                boxes.append(child)
            elif child.tag not in SKIPPED and not _is_hidden(child):
                yield from self._piece(child, own, boxes)
            if shown:
                yield _blank(child.tail)

    def _piece(self, child: Any, own: Look, boxes: list[Any]) -> Iterator[str]:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            yield " " * min(int(count) if count.isdigit() else 1, MOST_BLANKS)
        elif child.tag == f"{TEXT}tab":
            yield " "
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        else:
            text = "".join(self._pieces(child, self._styled(child, own), boxes))
            yield raised(text) if self._is_raised(child) else text

    def _chain(self, name: str | None) -> list[Any]:
        """Return the properties that a style and those that it comes from give, the style's own last."""
        chain: list[Any] = []
        while name in self._styles and len(chain) < 20:
            style = self._styles[name]
            chain.insert(0, style)
            name = style.get(f"{STYLE}parent-style-name")
        return [properties for style in chain for properties in style]

    def _is_raised(self, element: Any) -> bool:
        places = [p.get(f"{STYLE}text-position") for p in self._chain(element.get(f"{TEXT}style-name"))]
        return any((place or "").startswith("super") for place in places)

    def _styled(self, element: Any, around: Look, kind: str = TEXT) -> Look:
        for found in self._chain(element.get(f"{kind}style-name")):
            style = []
            if found.get(f"{TEXT}display") == "none":
                style.append("display:none")
            for name, css in (("color", "color"), ("background-color", "background"), ("font-size", "font-size")):
                if value := found.get(f"{FO}{name}"):
                    style.append(f"{css}:{value}")
            around = look({"style": ";".join(style)}, around) if style else around
        return around


def _is_hidden(element: Any) -> bool:
    hidden = element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true"
    return bool(hidden or element.tag == f"{TEXT}hidden-text")


def _blank(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")

"""Reads Word files: paragraphs, tables, text boxes and notes as they stand printed, with changes accepted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from briefer.articles.readers import rows
from briefer.articles.readers.archive import checked
from briefer.articles.readers.characters import raised
from briefer.articles.readers.document import Document, Kind, joined
from briefer.articles.readers.styles import Look, look
from briefer.articles.readers.titles import given
from briefer.errors import ReadError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Deleted text, text that was moved away, fields' commands, comments, and the older form of what is there twice.
SKIPPED = {f"{W}{tag}" for tag in "del moveFrom instrText delText delInstrText commentReference rPr pPr".split()} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
DC = "{http://purl.org/dc/elements/1.1/}"
CORE = re.compile(r"/metadata/core-properties$")
HEADING = re.compile(r"(?i)heading|title")
BREAKS = {
    f"{W}tab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
    f"{W}ptab": " ",
}
Block = tuple[str, Kind]
TINY = 3  # half points
NO_LIST = "0"  # the number of a list by which a paragraph is in none, whatever its style says
HIGHLIGHTS = {"none": "#ffffff", "white": "#ffffff", "lightGray": "#d3d3d3"}


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of a Word file; raises ReadError if it is damaged or locked with a password."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    checked(data)
    try:
        opened = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as exc:
        raise ReadError(f"it is a damaged Word file ({exc}). Open it in Word or LibreOffice and save it anew.") from exc
    walk = _Walk(opened.styles.element)
    blocks = list(walk.blocks(opened.element.body))
    for rel in opened.part.rels.values():
        if not rel.is_external and re.search(r"/(footnotes|endnotes)$", rel.reltype):
            tree = etree.fromstring(rel.target_part.blob, etree.XMLParser(resolve_entities=False))
            notes = [n for n in tree if n.get(f"{W}type") in {None, "normal"}]
            blocks += [block for note in notes for block in walk.blocks(note)]
    text, kinds = joined(blocks)
    title, author = _about(opened.part.package)
    return [Document(text, kinds=kinds, title=given(title, text), author=author or None, by_program=True)]


def _about(package: Any) -> tuple[str, str]:
    """Return the title and the author that a file names, each empty if it does not.

    python-docx knows one way of the two in which programs point to where they stand, and makes up "Word Document"
    where it finds nothing.
    """
    from lxml import etree

    parts = [rel.target_part for rel in package.rels.values() if CORE.search(rel.reltype) and not rel.is_external]
    try:
        tree = (
            etree.fromstring(parts[0].blob, etree.XMLParser(resolve_entities=False)) if parts else etree.Element("no")
        )
    except etree.XMLSyntaxError:
        return "", ""
    return tree.findtext(f"{DC}title") or "", tree.findtext(f"{DC}creator") or ""


class _Walk:
    """What is printed of a Word file's elements, by the styles that it has."""

    def __init__(self, styles: Any) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}

    def blocks(self, parent: Any, around: Look = Look()) -> Iterator[Block]:  # noqa: B008  # it is frozen
        """Yield the paragraphs and rows in an element, in reading order."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element, around)
            elif element.tag == f"{W}tbl":
                yield from ((line, Kind.ROW) for line in self._table(element, around))
            elif element.tag not in SKIPPED:
                yield from self.blocks(element, around)

    def _table(self, table: Any, around: Look) -> Iterator[str]:
        found: list[list[rows.Cell]] = []
        for row in table.iterchildren(f"{W}tr", f"{W}sdt"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            names = row.find(f"{W}trPr/{W}tblHeader") is not None
            cells = (cell for cell in row.iter(f"{W}tc") if _table_of(cell) is table)
            found.append([self._cell(cell, around, names) for cell in cells])
        yield from rows.table(found)

    def _cell(self, cell: Any, around: Look, names: bool) -> rows.Cell:
        """Return a cell, of which Word tells in each row that it spans whether it goes on with what stands above."""
        about = cell.find(f"{W}tcPr")
        text = " ".join(text for text, _ in self.blocks(cell, _shaded(about, around)))
        wide = about.find(f"{W}gridSpan") if about is not None else None
        across = wide.get(f"{W}val", "1") if wide is not None else "1"
        above = about.find(f"{W}vMerge") if about is not None else None
        goes_on = above is not None and above.get(f"{W}val", "continue") == "continue"
        return rows.Cell(text, int(across) if across.isdecimal() else 1, 0 if goes_on else 1, names)

    def _paragraph(self, paragraph: Any, around: Look) -> Iterator[Block]:
        about = paragraph.find(f"{W}pPr")
        own = self._styled(about.find(f"{W}pStyle") if about is not None else None, _shaded(about, around))
        boxes: list[Any] = []
        text = re.sub(r"\n\s*\n+", "\n", "".join(self._pieces(paragraph, own, boxes)).strip())
        if text:
            kind = self._kind(about)
            yield rows.item(text), rows.kind(text) if kind is Kind.UNKNOWN else kind
        for box in boxes:
            yield from self.blocks(box, around)

    def _pieces(self, parent: Any, own: Look, boxes: list[Any]) -> Iterator[str]:
        for element in parent:
            if element.tag in SKIPPED:
                continue
            if element.tag == f"{W}txbxContent":
                boxes.append(element)
            elif element.tag == f"{W}r":
                about = element.find(f"{W}rPr")
                styled = self._styled(about.find(f"{W}rStyle") if about is not None else None, own)
                if _declared(about, styled).legible:
                    text = "".join(self._pieces(element, styled, boxes))
                    high = about is not None and about.find(f"{W}vertAlign[@{W}val='superscript']") is not None
                    yield raised(text) if high else text
            elif element.tag == f"{W}t":
                yield element.text or ""
            elif element.tag in BREAKS:
                yield BREAKS[element.tag]
            else:
                yield from self._pieces(element, own, boxes)

    def _styled(self, reference: Any, around: Look) -> Look:
        """Return a look with what a style and those that it is based on say."""
        for style in reversed(self._chain(reference)):
            around = _declared(style.find(f"{W}rPr"), _shaded(style.find(f"{W}pPr"), around))
        return around

    def _chain(self, reference: Any) -> list[Any]:
        """Return the style that an element names and those that it is based on, its own first."""
        chain: list[Any] = []
        name = reference.get(f"{W}val") if reference is not None else None
        while name in self._styles and len(chain) < 20:
            chain.append(self._styles[name])
            based = self._styles[name].find(f"{W}basedOn")
            name = based.get(f"{W}val") if based is not None else None
        return chain

    def _kind(self, about: Any) -> Kind:
        """Return what a paragraph is by its properties: a heading by its style's name, which Word keeps in English.

        The style's id is in the language of the program: "berschrift2".
        """
        if about is None:
            return Kind.UNKNOWN
        reference = about.find(f"{W}pStyle")
        chain = self._chain(reference)
        names = [name.get(f"{W}val", "") for style in chain for name in style.iterchildren(f"{W}name")]
        if reference is not None and any(HEADING.match(name) for name in names or [reference.get(f"{W}val", "")]):
            return Kind.HEADING
        own = [about, *(style.find(f"{W}pPr") for style in chain)]
        lists = [found for one in own if one is not None for found in one.iterfind(f"{W}numPr/{W}numId")]
        return Kind.ITEM if lists and lists[0].get(f"{W}val") != NO_LIST else Kind.UNKNOWN


def _table_of(cell: Any) -> Any:
    return next(cell.iterancestors(f"{W}tbl"), None)


def _on(about: Any, tag: str) -> bool | None:
    found = about.find(f"{W}{tag}")
    return None if found is None else found.get(f"{W}val", "1") not in {"0", "false", "off"}


def _declared(about: Any, around: Look) -> Look:
    """Return the look of letters with these properties of a run."""
    if about is None:
        return around
    style = []
    if _on(about, "vanish") or _on(about, "specVanish"):
        style.append("display:none")
    elif _on(about, "vanish") is False:
        around = Look(True, around.ink, around.ground)
    colour, size = about.find(f"{W}color"), about.find(f"{W}sz")
    if colour is not None:
        theme = colour.get(f"{W}themeColor") in {"background1", "light1"}
        value = "ffffff" if theme else colour.get(f"{W}val", "auto")
        style.append("color:#000" if value == "auto" else f"color:#{value}")
    if size is not None and size.get(f"{W}val", "24").isdigit() and int(size.get(f"{W}val", "24")) <= TINY:
        style.append("font-size:0")
    light = about.find(f"{W}highlight")
    if light is not None:
        style.append(f"background:{HIGHLIGHTS.get(light.get(f'{W}val', 'none'), 'yellow')}")
    return _shaded(about, look({"style": ";".join(style)}, around))


def _shaded(about: Any, around: Look) -> Look:
    """Return a look on the ground that properties of a run, a paragraph or a cell give."""
    shade = about.find(f"{W}shd") if about is not None else None
    fill = shade.get(f"{W}fill", "auto") if shade is not None else "auto"
    return around if fill == "auto" else look({"bgcolor": fill}, around)

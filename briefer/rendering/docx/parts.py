"""Puts a DOCX together: beside the document the parts with its footnotes and with the data that it carries."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from briefer.rendering.blocks import Mark
from briefer.rendering.layout import described
from briefer.rendering.texts import shown

if TYPE_CHECKING:
    from briefer.rendering.docx.drawing import Drawing

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
OWN = "urn:briefer:result"  # the namespace of what is carried
UNWANTED = ("/customXml", "/thumbnail", "/stylesWithEffects")  # parts of python-docx's template
ITEM = "customXml/item1.xml"
NOTES = "word/footnotes.xml"


def assembled(drawing: Drawing, carried: str, made: datetime) -> bytes:
    """Return the file of a drawing, with what it carries; made is when its result was, and the file's own date."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

    document = drawing.document
    known, whole = document.core_properties, document.part
    known.author = known.last_modified_by = "Briefer"
    known.title, known.comments, known.revision = drawing.title[:255], "", 1
    known.created = known.modified = made
    for rels in (whole.rels, whole.package.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(UNWANTED)]:
            del rels[name]
    notes = _part(drawing, NOTES, CONTENT_TYPE.WML_FOOTNOTES, _footnotes(drawing.notes))
    whole.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    item = _part(drawing, ITEM, CONTENT_TYPE.XML, f'<result xmlns="{OWN}">{escape(carried)}</result>')
    about = (
        f'<ds:datastoreItem xmlns:ds="{CUSTOM}" ds:itemID="{{{str(uuid5(NAMESPACE_URL, carried)).upper()}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{OWN}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    props = _part(drawing, "customXml/itemProps1.xml", CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, about)
    item.relate_to(props, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    whole.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    written = io.BytesIO()
    document.save(written)
    return _dated(written.getvalue())


def _part(drawing: Drawing, name: str, kind: str, content: str) -> Any:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}'
    return Part(PackURI(f"/{name}"), kind, text.encode(), drawing.document.part.package)


def _footnotes(marks: list[Mark]) -> str:
    """Return the footnotes as XML: the lines above them, which every document must have, then each, from 1."""
    rows = [
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    for number, mark in enumerate(marks, 1):
        rows.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(told(mark))}</w:t></w:r></w:p></w:footnote>'
        )
    return f'<w:footnotes xmlns:w="{WORD}">{"".join(rows)}</w:footnotes>'


def told(mark: Mark) -> str:
    """Return what the footnote of a mark says: its source. The mark itself has the paragraph."""
    cited = mark.citation
    return shown(f"{described(cited.title, cited.publisher, cited.date, cited.version)} ({cited.article})")


def _dated(file: bytes) -> bytes:
    """Return a ZIP whose entries all have the first date that one can have, so that it is made alike twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0)), old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()

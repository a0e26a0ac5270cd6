"""How a DOCX looks: its page, styles, fonts, and the bits of its XML that python-docx has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefer.rendering.page import Paper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table
    from docx.text.paragraph import Paragraph

SERIF, SANS, CJK = "Noto Serif", "Noto Sans", "Noto Serif CJK SC"
INSTEAD = {SERIF: "Cambria", SANS: "Calibri", CJK: "Microsoft YaHei"}  # where a computer has not the font
ACCENT, SOFT, LINE, MARKED = "8C1C13", "4A4A46", "B9B7B0", "F7EBC9"
SHEETS = {Paper.A4: (595.3, 841.9), Paper.LETTER: (612.0, 792.0)}  # points
SIDE, TOP = 45.0, 36.0  # points: the margins
APART = 7.0  # points, above what ends a page
INDENT = 12.0  # points, of a list
ASIDE = 0.88  # share of the text's size

# Of each style: its font, its size as a share of the text's, points before and after it.
STYLES = {
    "Normal": (SERIF, 1.0, 0, 2), "Topic": (SANS, 0.8, 0, 0), "Heading 1": (SERIF, 1.6, 0, 3),
    "Heading 2": (SANS, 0.8, 6, 1), "Story": (SERIF, 1.0, 6, 1), "Heading 3": (SANS, 0.85, 6, 1),
    "Lead": (SERIF, 1.05, 0, 2), "List Bullet": (SERIF, 1.0, 0, 1), "Cell": (SERIF, 1.0, 1, 1),
    "Small": (SANS, 0.76, 2, 0), "Evidence": (SERIF, 0.92, 0, 4), "footnote text": (SANS, 0.72, 0, 0),
}  # fmt: skip
CAPITALS = {"Topic", "Heading 2"}
BOLD = {"Topic", "Heading 1", "Heading 2", "Story", "Heading 3"}
COLOURED = {"Topic": ACCENT, "Heading 1": "000000", "Heading 2": ACCENT, "Heading 3": "000000", "Small": SOFT}


def prepare(document: Document, size: float, paper: Paper) -> float:
    """Return how wide the text of a new document is, in points, once it has its page, its styles and its fonts."""
    from docx.shared import Pt

    page = document.sections[0]
    page.page_width, page.page_height = map(Pt, SHEETS[paper])
    page.left_margin = page.right_margin = Pt(SIDE)
    page.top_margin = page.bottom_margin = Pt(TOP)
    page.header_distance = page.footer_distance = Pt(TOP / 2)
    for name in STYLES:
        _style(document, name, size)
    _characters(document, size)
    _settings(document)
    _fonts(document)
    return SHEETS[paper][0] - 2 * SIDE


def handle(document: Document, text: str) -> None:
    """Write at the head and at the foot of every page how it is to be handled."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    page = document.sections[0]
    for edge in (page.header, page.footer):
        row = edge.paragraphs[0]
        row.text, row.style = text, "Topic"
        row.alignment = WD_ALIGN_PARAGRAPH.CENTER
        row.runs[0].font.color.rgb = None


def apart(paragraph: Paragraph) -> None:
    """Set a paragraph apart from what is above it."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(APART)


def turn(properties: Any, name: str) -> None:
    """Make a paragraph ("bidi") or a run ("rtl") run from right to left; properties are its own."""
    if name == "bidi":
        properties.insert_element_before(
            _element("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    else:
        properties.append(_element("w:rtl"))


def turned(paragraph: Any) -> bool:
    """Return whether a paragraph, by its XML, runs from right to left."""
    return paragraph.pPr is not None and any(child.tag == _name("bidi") for child in paragraph.pPr)


def footnote(paragraph: Any, number: int, rest: str) -> None:
    """Add a footnote to a paragraph's XML, in a bookmark by which it can be referred to again, and what follows it."""
    paragraph.append(_element("w:bookmarkStart", id=str(number), name=f"_Note{number}"))
    _raised(paragraph).append(_element("w:footnoteReference", id=str(number)))
    paragraph.append(_element("w:bookmarkEnd", id=str(number)))
    _raised(paragraph, rest)


def again(paragraph: Any, number: int, rest: str) -> None:
    """Add to a paragraph's XML a field with the number of a footnote that is there already, and what follows it."""
    field = _element("w:fldSimple", instr=f" NOTEREF _Note{number} \\f \\h ")
    paragraph.append(field)
    _raised(field, str(number))
    _raised(paragraph, rest)


def rule(table: Table, widths: list[int]) -> None:
    """Give a table its columns' widths, in points, a head that is repeated, and thin lines between its rows."""
    from docx.shared import Pt

    borders = _element("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    properties = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    room = _element("w:tblCellMar")
    room.extend((_element("w:left", w="0", type="dxa"), _element("w:right", w="160", type="dxa")))
    properties.insert_element_before(room, "w:tblLook")
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit"))


def _element(tag: str, /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _raised(into: Any, text: str = "") -> Any:
    """Return a new run, at the end of some XML, that is raised as a footnote's number is; text is all of it, if any."""
    run, properties = _element("w:r"), _element("w:rPr")
    properties.append(_element("w:rStyle", val="FootnoteReference"))
    properties.append(_element("w:b", val="0"))  # in a heading too
    run.append(properties)
    if text:
        run.append(_element("w:t"))
        run[-1].text = text
    into.append(run)
    return run


def _style(document: Document, name: str, size: float) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    font, share, before, after = STYLES[name]
    known = {style.name for style in document.styles}
    style: ParagraphStyle
    if name in known:
        style = document.styles[name]
    else:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.islower())
        style.base_style = document.styles["Heading 2" if name == "Story" else "Normal"]  # in an outline it is one
        style.element.styleId = name.title().replace(" ", "")
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for key, value in (("ascii", font), ("hAnsi", font), ("eastAsia", CJK), ("cs", font)):
        fonts.set(_name(key), value)
    style.font.size, style.font.bold, style.font.italic = Pt(round(2 * share * size) / 2), name in BOLD, False
    style.font.all_caps = name in CAPITALS
    _complex(style.element.get_or_add_rPr())
    if name in COLOURED:
        style.font.color.rgb = RGBColor.from_string(COLOURED[name])
    space = style.paragraph_format
    space.space_before, space.space_after, space.line_spacing = Pt(before), Pt(after), 1.0
    if name == "List Bullet":
        space.left_indent, space.first_line_indent = Pt(INDENT), Pt(-INDENT)
    space.keep_with_next = name in BOLD
    space.widow_control = True


def _complex(properties: Any) -> None:
    """Give scripts such as Arabic and Thai, whose size and weight are told apart, those of all others."""
    for tag, other in (("sz", "szCs"), ("b", "bCs")):
        for found in [child for child in properties if child.tag == _name(tag)]:
            for old in [child for child in properties if child.tag == _name(other)]:
                properties.remove(old)
            found.addnext(_element(f"w:{other}", val=found.get(_name("val")) or "1"))


def _name(key: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{key}"))


def _characters(document: Document, size: float) -> None:
    """Add the styles of a footnote's number, of quoted words and of what is said in passing."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    number = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    number.element.styleId = "FootnoteReference"
    number.font.superscript, number.font.color.rgb = True, RGBColor.from_string(ACCENT)
    aside = document.styles.add_style("Aside", WD_STYLE_TYPE.CHARACTER)
    aside.font.size, aside.font.color.rgb = Pt(round(2 * ASIDE * size) / 2), RGBColor.from_string(SOFT)
    _complex(aside.element.get_or_add_rPr())
    quoted = document.styles.add_style("Quoted", WD_STYLE_TYPE.CHARACTER)
    quoted.element.get_or_add_rPr().append(_element("w:shd", val="clear", color="auto", fill=MARKED))


def _settings(document: Document) -> None:
    """Say where footnotes' separators are, and that the document is of today's Word, not of an older one's."""
    settings = document.settings.element
    notes = _element("w:footnotePr")
    for number in ("-1", "0"):
        notes.append(_element("w:footnote", id=number))
    compat = next(child for child in settings if child.tag == _name("compat"))
    compat.addprevious(notes)
    for child in compat:
        if child.get(_name("name")) == "compatibilityMode":
            child.set(_name("val"), "15")
    for child in settings:
        if child.tag == _name("zoom"):
            child.set(_name("percent"), "100")


def _fonts(document: Document) -> None:
    """Name the fonts that stand in for those that a computer has not."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for name, instead in INSTEAD.items():
        font = _element("w:font", name=name)
        font.append(_element("w:altName", val=instead))
        table.append(font)
    part._blob = serialize_part_xml(table)

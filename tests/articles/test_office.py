"""Word processors' files, written here part by part: what they say of themselves, notes, boxes and raised letters."""

import io
import zipfile

import docx as word_library
import pytest

from briefer.articles.metadata import article_of
from briefer.articles.readers import docx, epub, finished, odt, rtf
from briefer.articles.readers.document import Kind
from briefer.schema import Role

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE = f"{PACKAGE}/relationships/metadata/core-properties"
OTHER_CORE = "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
TEXT = ("Ferry of Lorne sinks", "The ferry of Lorne sank on Monday in calm weather, the harbour office said.")


def word(*paragraphs, styles="", core="", relation=CORE, core_type=CORE_TYPE):
    """Return a Word file; a paragraph is its text, or a style's id and its text."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{shown}</w:t></w:r></w:p>'
        for style, shown in (p if isinstance(p, tuple) else ("Normal", p) for p in paragraphs)
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="{core_type}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{relation}" Target="docProps/core.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="a" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, source in parts.items():
            file.writestr(name, source)
    return out.getvalue()


def article(read, data):
    return article_of("file", finished(read(data)[0]))


@pytest.mark.parametrize(
    "how", [{}, {"relation": OTHER_CORE}, {"core_type": "application/xml"}, {"relation": OTHER_CORE + "-no"}]
)
@pytest.mark.parametrize(
    "title", ["", "Ferry of Lorne sinks | Harrow Times", "Document1", "Bridge of Ansel opens again"]
)
def test_a_word_file_is_read_and_titled_whatever_way_it_says_what_it_is(how, title):
    core = f"<dc:title>{title}</dc:title><dc:creator>Dana Holt</dc:creator>"
    found = article(docx.read, word(*TEXT, core=core, **how))
    assert (found.title, found.text) == (TEXT[0], "\n\n".join(TEXT))
    assert found.author == (None if how.get("relation", "").endswith("-no") else "Dana Holt")


def test_a_text_without_a_headline_has_the_title_that_its_file_says():
    core = "<dc:title>{}</dc:title>"
    assert article(docx.read, word(TEXT[1], core=core.format("A night of storms"))).title == "A night of storms"
    for name in ("Microsoft Word - ferry.doc", "ferry-v3", "https://example.org/ferry"):
        assert article(docx.read, word(TEXT[1], core=core.format(name))).title == "file"


def test_headings_are_told_by_what_word_calls_their_style_in_any_language_and_by_what_it_is_based_on():
    styles = (
        '<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Zwischenzeile"><w:name w:val="Zwischenzeile"/><w:basedOn w:val="berschrift2"/></w:style>'
        '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="Titelei"><w:name w:val="Vorspann"/></w:style>'
    )
    names = ("Titel", "berschrift2", "Zwischenzeile", "Titelei", "Heading1")
    found = docx.read(word(*((name, f"Was {name} hat") for name in names), styles=styles))[0]
    assert found.kinds == (Kind.HEADING, Kind.HEADING, Kind.HEADING, Kind.UNKNOWN, Kind.HEADING)


def rtf_of(body):
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}}\pard " + body + r"\par}").encode("latin-1")


BOX = r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard Of 14 boats nine burnt.\par}}"
SAME = r"{\shprslt{\*\do\dobxpage{\dptxbxtext\pard Of 14 boats nine burnt.\par}}}}"


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (r"It cost 120{\super 4} crowns.", ["It cost 120 crowns."]),
        (r"It cost 120\super 4\nosupersub  crowns on 3 km{\up6 2}.", ["It cost 120 crowns on 3 km²."]),
        (r"It cost 120{\super [4]} crowns{\sub 2}.", ["It cost 120 crowns2."]),
        (
            r"It cost 120{\super\chftn{\*\footnote\chftn\pard\plain The office says 118.}} crowns.",
            ["It cost 120 crowns.", "The office says 118."],
        ),
        (r"It cost 120 crowns.\par " + BOX + "}", ["It cost 120 crowns.", "Of 14 boats nine burnt."]),
        (r"It cost 120 crowns.\par " + BOX + SAME, ["It cost 120 crowns.", "Of 14 boats nine burnt."]),
        (r"{\*\do{\dptxbxtext It burnt.}}It sank.", ["It sank.", "It burnt."]),
        (r"It sank{\*\footnote It {\v never} burnt.}.{\v{\*\footnote Never.}}", ["It sank.", "It burnt."]),
        (r"{\header{\shp{\*\shpinst{\shptxt Never.}}}}It sank.", ["It sank."]),
        (r"It sank.\par {\*\footnote It burnt.", ["It sank."]),
    ],
)
def test_notes_and_text_boxes_of_rtf_stand_behind_its_text_and_marks_are_told_from_numbers(body, parts):
    assert finished(rtf.read(rtf_of(body))[0]).text.split("\n\n") == parts


def book(body, style):
    parts = {
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="a.opf"/></rootfiles></container>'
        ),
        "a.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="c.xhtml"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>'
        ),
        "c.xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>A</title></head><body>{body}</body></html>",
        "a.css": style,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, source in parts.items():
            file.writestr(name, source)
    return out.getvalue()


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("font-size: 0.58em; position: relative; top: -0.33em; vertical-align: baseline", "120 crowns"),
        ("vertical-align: super", "120 crowns"),
        ("font-size: 0.58em", "1204 crowns"),
        ("font-size: 0.58em; position: relative; top: 0.33em", "1204 crowns"),
        ("position: relative; top: -0.33em", "1204 crowns"),
    ],
)
def test_the_mark_of_a_note_in_a_book_is_told_from_a_number_by_its_place(style, shown):
    body = "<p>The ferry of Lorne cost 120<span class='m'>4</span> crowns in its first year, the office said.</p>"
    found = finished(epub.read(book(body, f".m {{ {style} }}"))[0]).text
    assert found == f"The ferry of Lorne cost {shown} in its first year, the office said."


# Lists


ITEMS = ["Nine boats lost", "Two crews hurt"]


def of_text(found):
    return [found.text[p.start : p.end] for p in found.paragraphs if p.role is Role.TEXT]


def test_a_list_whose_style_numbers_it_is_evidence_in_a_word_file():
    styles = (
        '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="L2"><w:name w:val="Mine"/>'
        '<w:basedOn w:val="L"/></w:style><w:style w:type="paragraph" w:styleId="N"><w:name w:val="No list"/>'
        '<w:basedOn w:val="L"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    data = word(*TEXT, ("L", ITEMS[0]), TEXT[1], ("L2", ITEMS[1]), ("N", "What comes next"), TEXT[1], styles=styles)
    assert of_text(article(docx.read, data)) == [TEXT[1], ITEMS[0], TEXT[1], ITEMS[1], TEXT[1]]


def test_a_list_that_was_typed_with_dots_is_evidence_in_a_word_file():
    found = article(docx.read, word(*TEXT, *(f"• {item}" for item in ITEMS), TEXT[1]))
    assert of_text(found) == [TEXT[1], *ITEMS, TEXT[1]]


@pytest.mark.parametrize("sign", [r"\'95", r"\u61623\'3f", r"\'b7", "o", r"\'a7"])
@pytest.mark.parametrize("group", ["listtext", "pntext"])
def test_a_list_of_an_rtf_file_is_evidence_and_has_no_dots(sign, group):
    items = "".join(rf"\pard{{\{group}\pard\plain {sign}\tab}}\ls1 {item}\par " for item in ITEMS)
    data = rf"{{\rtf1\ansi {TEXT[0]}\par {TEXT[1]}\par {items}\pard {TEXT[1]}\par}}".encode()
    assert of_text(article(rtf.read, data)) == [TEXT[1], *ITEMS, TEXT[1]]


def test_a_numbered_list_of_an_rtf_file_keeps_its_numbers():
    items = "".join(rf"{{\listtext {n}.\tab}}{item}\par " for n, item in enumerate(ITEMS, 1))
    found = article(rtf.read, rf"{{\rtf1\ansi {TEXT[0]}\par {TEXT[1]}\par {items}{TEXT[1]}\par}}".encode())
    assert of_text(found) == [TEXT[1], f"1. {ITEMS[0]}", f"2. {ITEMS[1]}", TEXT[1]]


def test_a_list_of_a_book_is_evidence_and_its_heading_is_none():
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    found = article(epub.read, book(f"<h1>{TEXT[0]}</h1><p>{TEXT[1]}</p><ul>{items}</ul><p>{TEXT[1]}</p>", ""))
    assert of_text(found) == [TEXT[1], *ITEMS, TEXT[1]]


def test_cells_of_a_word_file_that_are_one_stand_in_the_columns_and_rows_that_they_span():
    made = word_library.Document()
    made.add_paragraph(TEXT[1])
    table = made.add_table(4, 3)
    for row, texts in zip(table.rows, ("Port Crew Boats", "Lorne Day 14", " Night 9", "Both  23"), strict=True):
        for cell, text in zip(row.cells, texts.split(" "), strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Lorne"
    table.cell(3, 0).merge(table.cell(3, 1)).text = "Both"
    out = io.BytesIO()
    made.save(out)
    lines = ["Port: Lorne; Crew: Day; Boats: 14", "Port: Lorne; Crew: Night; Boats: 9", "Port: Both; Boats: 23"]
    assert of_text(article(docx.read, out.getvalue())) == [TEXT[1], *lines]


def test_cells_of_an_opendocument_text_stand_in_the_columns_and_rows_that_they_span():
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "table"))
    table = ""
    for row in ("Port|Crew|Boats", "rows:Lorne|Day|14", "-|Night|9", "columns:Both|-|23"):
        cells = ""
        for cell in row.split("|"):
            what, _, said = cell.rpartition(":")
            spans = f' table:number-{what}-spanned="2"' if what else ""
            whole = f"<table:table-cell{spans}><text:p>{said}</text:p></table:table-cell>"
            cells += "<table:covered-table-cell/>" if cell == "-" else whole
        table += f"<table:table-row>{cells}</table:table-row>"
    body = f"<text:p>{TEXT[1]}</text:p><table:table>{table}</table:table>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        content = f"<office:text>{body}</office:text>"
        file.writestr("content.xml", f"<office:a{names}><office:body>{content}</office:body></office:a>")
    lines = ["Port: Lorne; Crew: Day; Boats: 14", "Port: Lorne; Crew: Night; Boats: 9", "Port: Both; Boats: 23"]
    assert of_text(article(odt.read, out.getvalue())) == [TEXT[1], *lines]


@pytest.mark.parametrize("name", ["Windows User", "Administrator", "user", "python-docx", "Tom Brandt", "HP"])
def test_a_byline_tells_who_wrote_a_text_and_not_the_program_that_wrote_its_file(name):
    core = f"<dc:creator>{name}</dc:creator>"
    assert article(docx.read, word(TEXT[0], "By Dana Holt", TEXT[1], core=core)).author == "Dana Holt"
    real = name if name in {"Tom Brandt", "HP"} else None
    assert article(docx.read, word(*TEXT, core=core)).author == real
    several = "<dc:creator>Dana Holt, Tom Brandt</dc:creator>"
    assert article(docx.read, word(TEXT[0], "By Dana Holt", TEXT[1], core=several)).author == "Dana Holt, Tom Brandt"


def test_a_title_that_a_program_writes_where_there_is_none_is_no_title():
    core = "<dc:title>Unknown Title</dc:title>"
    assert article(docx.read, word(*TEXT, core=core)).title == TEXT[0]
    assert article(docx.read, word(TEXT[1], core=core)).title == "file"

"""What a file of any format hides is no evidence, and what addresses a machine is marked as in plain text."""
# ruff: noqa: E501  # the files are written here as they are

import io
import json
import tomllib
from email.message import EmailMessage
from html import escape
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from test_hostile_files import ODT, pdf, zipped

from briefer.articles.metadata import article_of
from briefer.articles.readers import documents
from briefer.articles.readers.document import Document
from briefer.schema import Role

HOSTILE = Path(__file__).parent.parent / "hostile"
ATTACKS = tomllib.loads((HOSTILE / "attacks.toml").read_text(encoding="utf-8"))["attack"]
SHOWN = "The ferry sails from the old quay on Friday."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def page(inner, head=""):
    return f"<html><head>{head}</head><body><p>{SHOWN}</p>{inner}</body></html>".encode()


def word(*runs):
    made = docx.Document()
    made.add_paragraph(SHOWN)
    for run in runs:
        made.add_paragraph("")._p.append(
            parse_xml(run.replace("<w:r>", f"<w:r {W}>").replace("<w:del ", f"<w:del {W} "))
        )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def mail(inner, head=""):
    made = EmailMessage()
    made["Subject"], made["From"], made["Message-ID"] = "Ferry", "a@example.org", "<1>"
    made.set_content(SHOWN)
    made.add_alternative(page(inner, head).decode(), subtype="html")
    return made.as_bytes()


def text(style, properties=""):
    ns = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"'
        for n, u in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
    )
    return zipped({
        **ODT,
        "content.xml": f'<office:document-content {ns}><office:automatic-styles><style:style style:name="H" style:family="text">'
        f"<style:text-properties {properties}/></style:style></office:automatic-styles><office:body><office:text>"
        f"<text:p>{SHOWN}</text:p>{style}</office:text></office:body></office:document-content>",
    })  # fmt: skip


def styled(style):
    """Return a Word file with a paragraph and a run of a style that is declared like this."""
    made = docx.Document()
    made.add_paragraph(SHOWN)
    for kind in ("paragraph", "character"):
        made.styles.element.append(
            parse_xml(f'<w:style {W} w:type="{kind}" w:styleId="H{kind}"><w:name w:val="H{kind}"/>{style}</w:style>')
        )
    made.add_paragraph("")._p.append(
        parse_xml(f'<w:r {W}><w:rPr><w:rStyle w:val="Hcharacter"/></w:rPr><w:t>never</w:t></w:r>')
    )
    paragraph = f'<w:p {W}><w:pPr><w:pStyle w:val="Hparagraph"/></w:pPr><w:r><w:t>never</w:t></w:r></w:p>'
    made.add_paragraph("")._p.addnext(parse_xml(paragraph))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def book(inner, head=""):
    opf = 'xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="b/c.opf"/></rootfiles></container>',
        "b/c.opf": f'<package {opf}><metadata><dc:title>Ferry</dc:title></metadata><manifest><item id="a" href="a.xhtml"/>'
        '<item id="n" href="n.xhtml" properties="nav"/><item id="x" href="x.xhtml"/></manifest><spine>'
        '<itemref idref="a"/></spine></package>',
        "b/a.xhtml": page(inner, head),
        "b/n.xhtml": page("<p>never</p>"),
        "b/x.xhtml": page("<p>never</p>"),  # in the file, and in no chapter
    })  # fmt: skip


def saved(inner, head=""):
    return (
        b"From: <Saved>\nSubject: Ferry\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html; charset=utf-8\nContent-Location: https://a.example/\n\n"
        + page(inner, head)
        + b"\n--b--\n"
    )


def entry(inner, head=""):
    body = escape(f"{head}<p>{SHOWN}</p>{inner}")
    return f"<rss version='2.0'><channel><item><description>{body}</description></item></channel></rss>".encode()


def record(inner, head=""):
    return json.dumps({"text": f"{head}<p>{SHOWN}</p>{inner}"}).encode()


SEEN = f"BT /F1 12 Tf 50 700 Td ({SHOWN}) Tj ET "
HIDDEN = {
    "render.pdf": pdf(SEEN + "BT 3 Tr /F1 12 Tf 50 600 Td (never) Tj ET"),
    "white.pdf": pdf(SEEN + "BT 1 1 1 rg /F1 12 Tf 50 600 Td (never) Tj ET"),
    "nearly-white.pdf": pdf(SEEN + "BT 0.97 g /F1 12 Tf 50 600 Td (never) Tj ET"),
    "white-over-a-line.pdf": pdf(SEEN + "0 g 50 599 200 0.5 re f BT 1 g /F1 12 Tf 50 600 Td (never) Tj ET"),
    "tiny.pdf": pdf(SEEN + "BT /F1 0.5 Tf 50 600 Td (never) Tj ET"),
    "off-page.pdf": pdf(SEEN + "BT /F1 12 Tf -500 600 Td (never) Tj ET BT /F1 12 Tf 50 3000 Td (never) Tj ET"),
    "covered.pdf": pdf(SEEN + "BT /F1 12 Tf 50 600 Td (never) Tj ET 1 g 40 590 300 40 re f"),
    "black-bar.pdf": pdf(SEEN + "BT /F1 12 Tf 50 600 Td (never) Tj ET 0 g 40 590 300 40 re f"),
    "clipped.pdf": pdf(SEEN + "q 0 0 10 10 re W n BT /F1 12 Tf 50 600 Td (never) Tj ET Q"),
    "cropped.pdf": pdf(SEEN + "BT /F1 12 Tf 50 100 Td (never) Tj ET", more="/CropBox[0 400 612 792]"),
    "same-colour.pdf": pdf(SEEN + "0.2 0.2 0.6 rg 40 590 300 40 re f BT /F1 12 Tf 50 600 Td (never) Tj ET"),
    "clear.pdf": pdf(SEEN + "/G gs BT /F1 12 Tf 50 600 Td (never) Tj ET").replace(
        b"/Resources<<", b"/Resources<</ExtGState<</G<</ca 0/CA 0>>>>"
    ),
    "layer.pdf": pdf(SEEN + "/OC /O BDC BT /F1 12 Tf 50 600 Td (never) Tj ET EMC")
    .replace(b"/Resources<<", b"/Resources<</Properties<</O 9 0 R>>")
    .replace(b"/Pages 2 0 R", b"/Pages 2 0 R/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]/Order[9 0 R]>>>>")
    .replace(b"trailer", b"9 0 obj<</Type/OCG/Name(L)>>endobj\ntrailer"),
    "note.pdf": pdf(SEEN, more="/Annots[<</Type/Annot/Subtype/Text/Rect[50 600 70 620]/Contents(never)/T(never)>>]"),
    "actual.pdf": pdf(SEEN + "/Span<</ActualText(never)/Alt(never)>>BDC EMC"),
    "style.docx": styled("<w:rPr><w:vanish/></w:rPr>"),
    "white-style.docx": styled('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'),
    "same.docx": word('<w:r><w:rPr><w:color w:val="112233"/><w:shd w:val="clear" w:fill="112233"/></w:rPr><w:t>never</w:t></w:r>'),
    "web.docx": word("<w:r><w:rPr><w:specVanish/></w:rPr><w:t>never</w:t></w:r>"),
    "same.odt": text('<text:p text:style-name="H">never</text:p>', 'fo:color="#112233" fo:background-color="#112233"'),
    "paragraph.odt": text('<text:p text:style-name="H">never</text:p>', 'text:display="none"'),
    "note.odt": text("<text:p><office:annotation><text:p>never</text:p></office:annotation></text:p>"),
    "condition.odt": text('<text:p><text:hidden-text text:string-value="never">never</text:hidden-text></text:p>'),
    "deleted.rtf": f"{{\\rtf1\\ansi {SHOWN}\\par {{\\deleted never}}\\par}}".encode(),
    "unknown.rtf": f"{{\\rtf1\\ansi {SHOWN}\\par {{\\*\\unknown never}}{{\\info{{\\doccomm never}}}}\\par}}".encode(),
    "nearly-white.rtf": f"{{\\rtf1\\ansi{{\\colortbl;\\red250\\green251\\blue250;}} {SHOWN}\\par {{\\cf1 never}}\\par}}".encode(),
    "vanish.docx": word("<w:r><w:rPr><w:vanish/></w:rPr><w:t>never</w:t></w:r>"),
    "white.docx": word('<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>never</w:t></w:r>'),
    "theme.docx": word('<w:r><w:rPr><w:color w:val="FEFEFE" w:themeColor="background1"/></w:rPr><w:t>never</w:t></w:r>'),
    "tiny.docx": word('<w:r><w:rPr><w:sz w:val="1"/></w:rPr><w:t>never</w:t></w:r>'),
    "deleted.docx": word('<w:del w:id="1" w:author="a"><w:r><w:delText>never</w:delText></w:r></w:del>'),
    "moved.docx": word('<w:r><w:rPr><w:vanish w:val="true"/></w:rPr><w:t>never</w:t></w:r>'),
    "field.docx": word("<w:r><w:instrText>never</w:instrText></w:r>"),
    "white.odt": text('<text:p><text:span text:style-name="H">never</text:span></text:p>', 'fo:color="#ffffff"'),
    "hidden.odt": text('<text:p><text:span text:style-name="H">never</text:span></text:p>', 'text:display="none"'),
    "tiny.odt": text('<text:p><text:span text:style-name="H">never</text:span></text:p>', 'fo:font-size="1pt"'),
    "section.odt": text('<text:section text:display="none"><text:p>never</text:p></text:section>'),
    "changes.odt": text("<text:tracked-changes><text:p>never</text:p></text:tracked-changes>"),
    "hidden.rtf": f"{{\\rtf1\\ansi {SHOWN}\\par {{\\v never}}\\v1 never\\v0\\par}}".encode(),
    "white.rtf": f"{{\\rtf1\\ansi{{\\colortbl;\\red255\\green255\\blue255;}} {SHOWN}\\par {{\\cf1 never}}\\par}}".encode(),
    "tiny.rtf": f"{{\\rtf1\\ansi {SHOWN}\\par {{\\fs1 never}}\\par}}".encode(),
    "comment.rtf": f"{{\\rtf1\\ansi {SHOWN}\\par {{\\*\\annotation never}}{{\\header never}}{{\\footer never}}\\par}}".encode(),
}  # fmt: skip
STYLES = {
    "display": ("<p style='display:none'>never</p>", ""),
    "escaped": ("<p style='d\\69splay:no\\6e e'>never</p>", ""),
    "comment": ("<p style='display/**/:/**/none'>never</p>", ""),
    "sheet": ("<p class=a>never</p>", "<style>p.a{display:none}</style>"),
    "important": ("<p class=a style='display:block'>never</p>", "<style>.x,.a{visibility:hidden}</style>"),
    "white": ("<p style='color:rgb(255,255,255)'>never</p>", ""),
    "white-sheet": ("<div class=a><p>never</p></div>", "<style>@media screen{.a p{color:#fefefe}}</style>"),
    "same": ("<p style='background:#123;color:#123'>never</p>", ""),
    "clear": ("<p style='color:rgba(0,0,0,0)'>never</p>", ""),
    "font": ("<font color=white>never</font>", ""),
    "size": ("<p style='font-size:0.5px'>never</p>", ""),
    "box": ("<div style='height:0;overflow:hidden'><p>never</p></div>", ""),
    "away": ("<p style='position:absolute;left:-9999px'>never</p>", ""),
    "moved": ("<p style='transform:translateX(-9999px)'>never</p>", ""),
    "shrunk": ("<p style='transform:scale(0)'>never</p>", ""),
    "clipped": ("<p style='clip-path:inset(100%)'>never</p>", ""),
    "rect": ("<p style='position:absolute;clip:rect(0,0,0,0)'>never</p>", ""),
    "attribute": ("<p hidden>never</p>", ""),
    "template": ("<template><p>never</p></template><dialog>never</dialog><noscript>never</noscript>", ""),
    "opacity": ("<p style='opacity:.01'>never</p>", ""),
    "comment-node": ("<!-- never --><!--> <p>and seen</p>", ""),
    "object": ("<object><p>never</p></object><p>and seen</p>", ""),
    "alt": ("<img alt=never src=x><input value=never><a href='never' title=never>x</a>", ""),
}
HIDDEN |= {f"{name}.html": page(*parts) for name, parts in STYLES.items()}
HIDDEN |= {f"{name}.eml": mail(*parts) for name, parts in STYLES.items()}
HIDDEN |= {f"{name}.epub": book(*parts) for name, parts in STYLES.items()}
HIDDEN |= {f"{name}.mhtml": saved(*parts) for name, parts in STYLES.items()}
HIDDEN |= {f"{name}.xml": entry(*parts) for name, parts in STYLES.items()}
HIDDEN |= {f"{name}.json": record(*parts) for name, parts in STYLES.items()}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_a_file_hides_is_not_read(name):
    found = documents(HIDDEN[name], name)[0]
    assert SHOWN in found.text
    assert "never" not in found.text
    assert "never" not in f"{found.title} {found.publisher}"


@pytest.mark.parametrize(
    "inner",
    [
        "<p style='border-width:0;min-height:0;line-height:0'>and seen</p>",
        "<div style='background:#003'><p style='color:white'>and seen</p></div>",
        "<div style='background-image:url(x.png)'><p style='color:white'>and seen</p></div>",
        "<p style='height:0'>and seen</p>",
        "<p style='clip-path:inset(0)'>and seen</p>",
        "<p style='opacity:0.8;text-indent:-1em'>and seen</p>",
        "<p class=print>and seen</p><style>@media print{.print{display:none}} .print:hover{display:none}</style>",
        "<style>body{visibility:hidden}</style><p>and seen</p>",
        "<p style='display:none;display:block'>and seen</p>",
        "<video controls><p>and seen</p>",
        "<iframe src=x><p>and seen</p>",
    ],
)
def test_what_only_looks_like_hiding_is_read(inner):
    assert "and seen" in documents(page(inner), "a.html")[0].text


# Orders to machines


def as_word(parts):
    made = docx.Document()
    for part in parts:
        made.add_paragraph(part)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_mail(parts):
    made = EmailMessage()
    made["Subject"], made["From"], made["Message-ID"] = "Ferry", "a@example.org", "<1>"
    made.set_content("".join(f"<p>{escape(part)}</p>" for part in parts), subtype="html")
    return made.as_bytes()


FORMS = {
    "html": lambda parts: (
        "<html><body><article>" + "".join(f"<p>{escape(p)}</p>" for p in parts) + "</article></body></html>"
    ).encode(),
    "docx": as_word,
    "eml": as_mail,
    "json": lambda parts: json.dumps({"text": "\n\n".join(parts)}).encode(),
    "xml": lambda parts: (
        "<rss version='2.0'><channel><item><description>"
        + escape("".join(f"<p>{escape(p)}</p>" for p in parts))
        + "</description></item></channel></rss>"
    ).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_addresses_a_machine_is_marked_in_every_format_as_in_plain_text(form):
    for attack in ATTACKS:
        plain = documents((HOSTILE / attack["file"]).read_bytes(), attack["file"])[0]
        article = article_of("a.txt", Document(plain.text))
        parts = [article.text[p.start : p.end] for p in article.paragraphs]
        found = article_of(f"a.{form}", documents(FORMS[form](parts), f"a.{form}")[0])
        evidence = " ".join(
            " ".join(found.text[p.start : p.end].split()) for p in found.paragraphs if p.role is Role.TEXT
        )
        for part, shown in zip(article.paragraphs, parts, strict=True):
            if part.role is Role.INSTRUCTION:
                assert " ".join(shown.split()) not in evidence, attack["file"]

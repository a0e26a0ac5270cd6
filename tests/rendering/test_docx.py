"""A DOCX: real headings and footnotes, its data in a part of its own, one page where LibreOffice opens it."""

import io
import re
import shutil
import subprocess
import zipfile

import docx
import pages
import pypdfium2 as pdfium
import pytest
from docx.oxml import parse_xml

from briefer.errors import ReadError
from briefer.rendering import render
from briefer.rendering.carried import carried
from briefer.rendering.layout import LEFT_OUT
from briefer.rendering.page import Page, Paper
from briefer.reviews import Changes, Gone, Loss, Proposal

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKED = pages.brief(mark="TLP:AMBER")


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def found(tree, name):
    return list(tree.iter(WORD + name))


def test_its_headings_are_headings_and_its_lists_lists():
    opened = docx.Document(io.BytesIO(render(MARKED, "docx")))
    styles = {p.style.name: p.text for p in reversed(opened.paragraphs)}
    assert styles["Heading 1"].startswith("Lennford empties its lower town")
    assert styles["Heading 2"] == "Bottom line"
    assert styles["List Bullet"].startswith(pages.RIVER.text)
    assert opened.core_properties.title.startswith("Lennford empties")
    assert opened.tables[0].rows[1].cells[0].text.startswith("Zoë Łukaszewicz-Nguyễn")


def test_each_source_is_a_footnote_and_each_mark_has_its_number_and_the_paragraph():
    files = parts(render(MARKED, "docx"))
    body, notes = parse_xml(files["word/document.xml"]), parse_xml(files["word/footnotes.xml"])
    told = {n.get(WORD + "id"): "".join(t.text for t in found(n, "t")).strip() for n in found(notes, "footnote")}
    numbers = [*told][2:]  # the first two are the lines above footnotes
    assert [note.get(WORD + "id") for note in found(body, "footnoteReference")] == numbers
    assert numbers == [str(n) for n in range(1, len(MARKED.sources) + 1)]
    again = {re.search(r"NOTEREF _Note(\d+) ", field.get(WORD + "instr"))[1] for field in found(body, "fldSimple")}
    assert again <= set(numbers)
    assert told["1"] == "The Lenn breaks its banks at Lennford, Valley News, 2024-05-11 (lenn/flood-first.md)"
    seen = carried(render(MARKED, "docx"), "brief.docx").visible
    for claim in (claim for claim in MARKED.claims() if "[" not in claim.text):
        titles = [f"{c.title}, " if c.publisher else c.title for c in claim.citations]
        places = [next(n for n in numbers if told[n].startswith(title)) for title in titles]
        marks = [f"[{n}:{c.paragraph}]" for n, c in zip(places, claim.citations, strict=True)]
        assert f"{claim.text} {' '.join(marks)}" in seen


def test_every_part_is_well_formed_and_of_a_known_kind():
    files = parts(render(MARKED, "docx", Page(evidence=True)))
    kinds = files["[Content_Types].xml"].decode()
    for name, content in files.items():
        if name.endswith((".xml", ".rels")):
            parse_xml(content)
        assert f'PartName="/{name}"' in kinds or f'Extension="{name.rsplit(".", 1)[1]}"' in kinds
    ids = [element.get(WORD + "id") for element in found(parse_xml(files["word/document.xml"]), "bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_how_it_is_to_be_handled_stands_at_head_and_foot_of_every_page():
    files = parts(render(MARKED, "docx"))
    assert all(b"TLP:AMBER" in files[name] for name in ("word/header1.xml", "word/footer1.xml"))
    assert "word/header1.xml" not in parts(render(pages.brief(), "docx"))


def test_text_from_the_right_is_set_so():
    body = parse_xml(parts(render(MARKED, "docx"))["word/document.xml"])
    arabic = [p for p in found(body, "p") if "البلدية" in "".join(t.text for t in found(p, "t"))]
    assert all(found(p, "bidi") and found(p, "rtl") for p in arabic)
    assert arabic


def test_what_is_left_out_is_said_and_not_carried():
    read = carried(render(pages.brief(4), "docx"), "brief.docx")
    left = read.result.made.settings[LEFT_OUT]
    assert f"{left} statements are left out to fit one page." in read.visible
    assert all(c.text in read.visible for c in read.result.claims() if "[" not in c.text)


def test_a_part_that_would_fill_the_memory_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 100_000_001)
    with pytest.raises(ReadError, match="damaged"):
        carried(held.getvalue(), "bomb.docx")


def test_an_entity_that_names_a_file_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("the secret", encoding="utf-8")
    files = parts(render(pages.brief(), "docx"))
    entity = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    files["word/header1.xml"] = (
        f'{entity}<w:hdr xmlns:w="{WORD[1:-1]}"><w:p><w:r><w:t>&s;</w:t></w:r></w:p></w:hdr>'.encode()
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert "the secret" not in carried(held.getvalue(), "brief.docx").visible


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this computer: make setup installs it")
def test_libreoffice_opens_it_and_a_brief_is_one_page_however_long(tmp_path):
    made = {
        "plain": (pages.brief(), Page()), "marked": (MARKED, Page(Paper.LETTER)), "long": (pages.brief(2), Page()),
        "longest": (pages.brief(4), Page(Paper.LETTER)), "cited": (pages.brief(), Page(evidence=True)),
        "answer": (pages.answer(), Page()),
    }  # fmt: skip
    for name, (result, page) in made.items():
        (tmp_path / f"{name}.docx").write_bytes(render(result, "docx", page))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    subprocess.run([*command, *sorted(tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=300)
    counts = {name: len(pdfium.PdfDocument(tmp_path / f"{name}.pdf")) for name in made}
    assert counts.pop("cited") >= 2
    assert set(counts.values()) == {1}
    shown = pdfium.PdfDocument(tmp_path / "plain.pdf")[0].get_textpage().get_text_bounded()
    assert "1:2" in shown
    assert ":10" in shown
    assert "Zoë Łukaszewicz" in shown


def test_a_table_of_any_number_of_columns_is_drawn():
    gone = Gone(reason=Loss.ARTICLE, claim=pages.RIVER)
    changed = Changes(topic="x", since=None, at="", reason="", nothing_new=False, new=(), moved=(), gone=(gone,))
    proposed = [Proposal(topic="River", articles=2, newest=None, titles=("A river rises",))]
    for result in (changed, proposed):
        assert docx.Document(io.BytesIO(render(result, "docx", Page()))).tables

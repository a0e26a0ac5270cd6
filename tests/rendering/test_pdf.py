"""A PDF: one sheet whatever is in the brief, its evidence behind it, tagged, its fonts within."""

import ctypes
import os
import re
import subprocess
import sys
import zlib

import pages
import pypdfium2 as pdfium
import pytest

from briefer.rendering import render
from briefer.rendering.carried import carried
from briefer.rendering.fitting import lighter
from briefer.rendering.layout import LEFT_OUT
from briefer.rendering.page import Page, Paper

BOTH = pytest.mark.parametrize("paper", Paper)


def opened(content):
    return pdfium.PdfDocument(content)


def fonts(document):
    """Return whether each font that a document writes in is within it, by name."""
    found = {}
    for page in document:
        for thing in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.raw.FPDFTextObj_GetFont(thing)
            name = ctypes.create_string_buffer(200)
            pdfium.raw.FPDFFont_GetBaseFontName(font, name, 200)
            found[name.value.decode()] = pdfium.raw.FPDFFont_GetIsEmbedded(font) == 1
    return found


@BOTH
@pytest.mark.parametrize("times", [1, 2, 4])
def test_a_brief_is_one_sheet_however_long_it_is(paper, times):
    document = opened(render(pages.brief(times), "pdf", Page(paper=paper)))
    assert len(document) == 1
    sizes = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}
    assert tuple(round(side) for side in document[0].get_size()) == sizes[paper]


def test_what_gives_way_is_whole_statements_and_the_page_says_how_many():
    whole = pages.brief(4)
    found = carried(render(whole, "pdf"), "brief.pdf")
    left, shown = found.result.made.settings[LEFT_OUT], [c.text for c in found.result.claims()]
    assert f"{left} statements are left out to fit one page." in found.visible
    assert set(shown) < {c.text for c in whole.claims()}
    assert found.result.headline == whole.headline
    assert found.result.bottom_line[0] == whole.bottom_line[0]
    assert all(text in found.visible for text in shown if text.isascii() and "[" not in text)
    assert {s.article for s in found.result.sources} == {
        c.article for claim in found.result.claims() for c in claim.citations
    }


def test_a_brief_that_fits_is_carried_as_it_is():
    assert carried(render(pages.brief(), "pdf"), "brief.pdf").result == pages.brief()


def test_of_each_list_the_least_weighty_go_first_and_the_headline_and_a_first_line_stay():
    whole = pages.brief(2)
    steps = list(lighter(whole))
    assert steps[-1].headline == whole.headline
    assert steps[-1].bottom_line == whole.bottom_line[:1]
    assert len(steps[-1].claims()) == 2
    for step in steps:
        for name in ("key_points", "who_said_what", "figures", "watch", "gaps"):
            kept = getattr(step, name)
            assert kept == getattr(whole, name)[: len(kept)]
        assert step.timeline == whole.timeline[len(whole.timeline) - len(step.timeline) :]


def test_the_cited_paragraphs_begin_on_the_second_sheet_where_they_are_wanted():
    document = opened(render(pages.brief(), "pdf", Page(evidence=True, paragraphs=pages.PARAGRAPHS)))
    first, second = (document[n].get_textpage().get_text_bounded() for n in (0, 1))
    assert "Rain fell for three days." in second
    assert "Rain fell for three days." not in first
    assert len(opened(render(pages.brief(), "pdf"))) == 1


def test_it_is_tagged_has_a_title_and_a_day_and_all_its_fonts():
    document = opened(render(pages.brief(), "pdf"))
    known = document.get_metadata_dict()
    assert document.is_tagged()
    assert known["Title"].startswith("Lennford floods: Lennford empties")
    assert known["CreationDate"].startswith("D:20240515")
    assert fonts(document)
    assert all(fonts(document).values())


def test_it_says_that_it_is_for_readers_of_all_kinds():
    content = render(pages.brief(), "pdf")
    streams = re.findall(rb"stream\n(x.*?)endstream", content, re.DOTALL)
    assert any(b"pdfuaid" in zlib.decompressobj().decompress(stream) for stream in streams)


def test_the_text_is_read_in_the_order_of_the_page():
    seen = carried(render(pages.brief(mark="TLP:AMBER"), "pdf"), "brief.pdf").visible
    order = ["TLP:AMBER", "LENNFORD FLOODS", "Lennford empties", "BOTTOM LINE", pages.BOTTOM[0].text, "KEY POINTS"]
    order += [pages.RIVER.text, pages.POINTS[1].text, "WHO SAID WHAT", "李明", "WHEN", "in 1954", "1. The Lenn breaks"]
    places = [seen.index(text) for text in [*order, "Made by fake"]]
    assert places == sorted(places)


def test_every_script_has_its_letters():
    """No letter is drawn by a font that lacks it: such a one is drawn by glyph 0, which is a box."""
    document = opened(render(pages.brief(), "pdf"))
    names = " ".join(fonts(document))
    if "Noto" not in names:
        pytest.skip("the fonts are not on this computer: make setup installs them")
    assert all(script in names for script in ("CJK", "Thai", "Arabic"))


def test_without_the_libraries_that_draw_text_the_error_says_what_to_install(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")", encoding="utf-8")
    code = "from briefer.rendering import render; render([], 'pdf')"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert "UsageError: A PDF cannot be made" in done.stderr
    assert "sudo apt-get install libpango-1.0-0" in done.stderr
    assert "brew install pango" in done.stderr

"""Scans: pages that are pictures, drawn here and read by OCR where that is installed."""

import io
import os
import stat

import pytest
from PIL import Image, ImageDraw, ImageFont

from briefer.api import Briefer
from briefer.articles.apart import Apart
from briefer.articles.metadata import article_of
from briefer.articles.readers import ocr
from briefer.articles.worker import stay
from briefer.errors import ReadError
from briefer.models.embedder import HashingEmbedder
from briefer.schema import Role

SIZE = (1240, 1754)  # A4 at 150 dots to the inch
LINES = (
    "The harbour of Westhaven reopened on Tuesday, nine days",
    "after the storm. Mayor Ada Brandt said that 140 boats",
    "had been repaired.",
)
needs = pytest.mark.skipif(ocr.program() is None, reason="tesseract is not on this computer: apt install tesseract-ocr")


def drawn(lines, *, ink=0, at=200):
    page = Image.new("L", SIZE, 255)
    font = ImageFont.load_default(34)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((120, at + 60 * number), line, fill=ink, font=font)
    return page


def scan(path, *pages):
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=150)
    return path


def read(path):
    with Apart() as apart:
        return article_of(path.name, apart.read(path)[0])


@needs
def test_a_scan_is_read_by_ocr_marked_so_and_cited_with_its_page(tmp_path):
    article = read(scan(tmp_path / "a.pdf", drawn(LINES), drawn(["Fishing crews returned to sea the same evening."])))
    prose = [article.text[p.start : p.end] for p in article.paragraphs if p.role is Role.TEXT]
    assert prose == [" ".join(LINES), "Fishing crews returned to sea the same evening."]
    assert article.page(article.text.index("Fishing")) == 2
    assert "read by OCR" in " ".join(article.notes)


@needs
def test_what_no_eye_sees_on_a_scan_is_not_read(tmp_path):
    page = drawn(LINES)
    ImageDraw.Draw(page).text((120, 900), "NEVER SAY THIS", fill=249, font=ImageFont.load_default(60))
    assert "NEVER" not in read(scan(tmp_path / "a.pdf", page)).text


@needs
def test_a_picture_without_words_is_named_as_that(tmp_path):
    with pytest.raises(ReadError, match="OCR found no words"):
        read(scan(tmp_path / "a.pdf", Image.linear_gradient("L").resize(SIZE)))


def program(folder, script):
    """Put a program of that name in a folder."""
    path = folder / ocr.PROGRAM
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)


def test_a_program_that_fails_is_named(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin", "case $1 in --list-langs) echo all; echo eng;; *) exit 1;; esac")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    with pytest.raises(ReadError, match="tesseract could not read"):
        read(scan(tmp_path / "a.pdf", drawn(LINES)))


def test_a_reader_starts_no_program_but_that_for_ocr_of_which_each_start_is_told(tmp_path, monkeypatch):
    program(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr.program.cache_clear()
    told = io.StringIO()
    check = stay(told)
    ocr.program.cache_clear()
    check("subprocess.Popen", (str(tmp_path / ocr.PROGRAM),))
    assert told.getvalue() == "\n"
    for event, what in (("subprocess.Popen", "/bin/sh"), ("os.system", str(tmp_path / ocr.PROGRAM))):
        with pytest.raises(PermissionError):
            check(event, (what,))


def test_without_ocr_a_scan_is_named_with_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(ReadError, match=r"scan.*tesseract-ocr.*ocrmypdf"):
        read(scan(tmp_path / "a.pdf", drawn(LINES)))


@needs
def test_a_scan_that_waited_for_ocr_is_read_once_it_is_there(tmp_path, monkeypatch):
    (tmp_path / "corpus").mkdir()
    scan(tmp_path / "corpus" / "a.pdf", drawn(LINES))
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        ocr.program.cache_clear()
        with Briefer(tmp_path / "corpus", embedder=HashingEmbedder()) as briefer:
            assert "tesseract-ocr" in briefer.ingest().skipped["a.pdf"]
    ocr.program.cache_clear()
    with Briefer(tmp_path / "corpus", embedder=HashingEmbedder()) as briefer:
        assert briefer.ingest().skipped == {}
        assert any("read by OCR" in problem for problem in briefer.articles()[0].problems)

"""Reads PDFs: the words that a page shows, in reading order, with where each page begins.

Each page is drawn, small, and a word counts only where something of it is to be seen: invisible, white, covered, tiny
and far-off text is left out, whatever way it is hidden. A page that is no more than a picture is read by OCR where that
is installed; without it, a file of such pages is refused, with the remedy.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from briefer.articles.readers import leaves, ocr
from briefer.articles.readers.columns import Word
from briefer.articles.readers.document import Document
from briefer.articles.readers.letters import BLANK, SUPPOSED, Letter, words_of
from briefer.articles.readers.titles import given
from briefer.errors import ReadError

MOST_PAGES = 3_000
FINE = 8  # units of place to a point
LARGEST = 2_000  # points of a page's longer side that are drawn; more is drawn smaller
HIGHEST = 300  # points; a font that says that its letters are higher is broken
TINY = 1.5  # points of height that nobody reads
CONTRAST = 16  # of 255; below it letters cannot be told from their ground
HYPHENS = {0x2, 0xAD}  # at the end of a line, as PDFium has them
INVISIBLE = {3, 7}  # render modes that draw nothing
GARBLED = 0.3  # share of letters that have no meaning, above which a text layer is none
BELOW = 0.22  # of a letter's size: how far a line reaches below its base line
MOST_SCANNED = 200  # pages of a file that OCR reads; one takes some seconds
SHARP = 300 / 72  # pixels to a point, as OCR programs want them
LONGEST = 5_000  # pixels of the longer side of a page for OCR; more is drawn smaller
OCR = (
    "Install Tesseract (apt install tesseract-ocr), or run OCR on it (ocrmypdf in.pdf out.pdf) and put the result here."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was seen on a page: its words, and whether it has pictures."""

    words: list[Word]
    width: float
    height: float
    pictures: bool
    by_ocr: bool = False
    recognised: bool = False  # by OCR, here


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of a PDF; raises ReadError if it is damaged, locked, endless, or a scan that nobody reads."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        opened = PdfDocument(data)
    except PdfiumError as exc:
        locked = "password" in str(exc).lower()
        what = "locked with a password. Save it without one" if locked else f"a damaged PDF ({exc}). Get it anew"
        raise ReadError(f"it is {what}.") from exc
    try:
        if len(opened) > MOST_PAGES:
            raise ReadError(f"it has {len(opened)} pages, more than {MOST_PAGES}. Split it.")
        sheets = _read_scans(opened, [_sheet(opened, number) for number in range(len(opened))])
        about = opened.get_metadata_dict()
    finally:
        opened.close()
    empty = [number for number, sheet in enumerate(sheets, 1) if not sheet.words]
    if len(empty) == len(sheets):
        raise ReadError(_unread())
    text, pages, kinds = leaves.text_of([(sheet.words, sheet.width, sheet.height) for sheet in sheets])
    return [
        Document(
            text, title=given(about.get("Title", ""), text), author=about.get("Author") or None, by_program=True,
            pages=tuple(pages), kinds=tuple(kinds), notes=tuple(_notes(sheets, empty)),
        )
    ]  # fmt: skip


def _unread() -> str:
    if ocr.program():
        return "it is a picture in which OCR found no words. If it has some, save them as .txt."
    return f"it is a scan or a picture without a text layer. {OCR}"


def _read_scans(opened: Any, sheets: list[Sheet]) -> list[Sheet]:
    """Return what was seen on each page, with what OCR reads on those that have pictures alone, if it is installed."""
    scans = [n for n, sheet in enumerate(sheets) if sheet.pictures and not sheet.words and sheet.width]
    for number in scans[:MOST_SCANNED] if ocr.program() else ():
        try:
            sheets[number] = _recognised(opened[number], sheets[number])
        except ReadError:
            if not any(sheet.words for sheet in sheets):
                raise
    return sheets


def _recognised(page: Any, sheet: Sheet) -> Sheet:
    """Return a page with the words that OCR reads on it and that a reader sees."""
    scale = min(SHARP, LONGEST / max(sheet.width, sheet.height))
    try:
        drawn = np.asarray(page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()).squeeze()
    finally:
        page.close()
    words = [word for word in ocr.words(drawn, scale, contrast=CONTRAST) if word.height >= TINY]
    return replace(sheet, words=words, recognised=bool(words))


def _notes(sheets: list[Sheet], empty: list[int]) -> Iterator[str]:
    if scanned := [number for number in empty if sheets[number - 1].pictures]:
        yield f"Pages without a text layer were not read: {_listed(scanned)}. {'' if ocr.program() else OCR}".strip()
    if any(sheet.by_ocr for sheet in sheets):
        yield "It is a scan: the text was recognised by a program and may have its errors."
    if read := [number for number, sheet in enumerate(sheets, 1) if sheet.recognised]:
        which = "It is a scan" if len(read) == len(sheets) else f"Scanned pages ({_listed(read)})"
        yield f"{which}, read by OCR (Tesseract, {', '.join(ocr.languages())}), which makes errors: check quotations."


def _listed(pages: list[int]) -> str:
    return ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")


def _sheet(opened: Any, number: int) -> Sheet:
    from pypdfium2 import PdfiumError
    from pypdfium2 import raw as pdfium

    try:
        page = opened[number]
    except PdfiumError:
        return Sheet([], 0, 0, pictures=True)
    try:
        width, height = page.get_size()
        scale = min(1.0, LARGEST / max(width, height, 1))
        letters = list(_letters(page, width, height))
        pictures = any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5))
        if not letters:
            return Sheet([], width, height, pictures=pictures)
        drawn = np.asarray(page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()).squeeze()
    finally:
        page.close()
    # A scan that went through OCR: its picture shows the words, its text layer lies under them and draws nothing.
    by_ocr = pictures and all(letter.drawn_not for letter in letters)
    words = [word for word, group in words_of(letters) if _is_seen(group, drawn, scale, by_ocr=by_ocr)]
    garbled = sum(unicodedata.category(c) in {"Co", "Cn", "Cc"} or c == "\ufffd" for word in words for c in word.text)
    if garbled > GARBLED * sum(len(word.text) for word in words):
        words = []
    return Sheet(words, width, height, pictures=pictures or bool(garbled), by_ocr=by_ocr and bool(words))


def _letters(page: Any, width: float, height: float) -> Iterator[Letter]:
    """Yield the letters of a page as its file has them; a blank stands for each space or line end."""
    from pypdfium2 import raw as pdfium

    layer = page.get_textpage()
    places = _places(page, width, height)
    shared: dict[int, tuple[float, float, float | None, bool]] = {}
    box = [ctypes.c_double() for _ in range(4)]
    loose = pdfium.FS_RECTF()
    for i in range(pdfium.FPDFText_CountChars(layer)):
        code = pdfium.FPDFText_GetUnicode(layer, i)
        text = (
            "-" if code in HYPHENS else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        )
        if text.isspace():
            yield SUPPOSED if pdfium.FPDFText_IsGenerated(layer, i) == 1 else BLANK
            continue
        pdfium.FPDFText_GetCharBox(layer, i, *map(ctypes.byref, box))
        left, right, bottom, top = (value.value for value in box)
        _, ya, _, yb = places(left, top, right, bottom)
        if pdfium.FPDFText_GetLooseCharBox(layer, i, ctypes.byref(loose)) and 0 < loose.top - loose.bottom < HIGHEST:
            left, top, right, bottom = loose.left, loose.top, loose.right, loose.bottom
        x0, y0, x1, y1 = places(left, top, right, bottom)
        owner = pdfium.FPDFText_GetTextObject(layer, i)
        key = ctypes.addressof(owner.contents) if owner else 0
        if key not in shared:
            shared[key] = (*_line(layer, i, places), *_ink(layer, i, owner))
        base, size, ink, drawn_not = shared[key]
        # A letter that is twice as high as its size has one that is not of points.
        if size and yb - ya < 2 * size:
            y0, y1 = base - (1 - BELOW) * size, base + BELOW * size
        else:
            size = 0.0
        yield Letter(text, x0, y0, x1, y1, ya, yb, base, size, ink, drawn_not)


def _line(layer: Any, i: int, places: Callable[..., tuple[float, float, float, float]]) -> tuple[float, float]:
    """Return the base line that a letter stands on and its size, which is 0 if that line is not level.

    The font's own heights are not asked, for many have none, and the letters' boxes differ: a comma hangs below.
    """
    from pypdfium2 import raw as pdfium

    turn = pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    size = pdfium.FPDFText_GetFontSize(layer, i)
    if not (
        pdfium.FPDFText_GetMatrix(layer, i, ctypes.byref(turn))
        and pdfium.FPDFText_GetCharOrigin(layer, i, ctypes.byref(x), ctypes.byref(y))
    ):
        return 0.0, 0.0
    (ax, ay), (bx, by), (_, cy) = (
        places(x.value + dx * size, y.value + dy * size, x.value + dx * size, y.value + dy * size)[:2]
        for dx, dy in ((0, 0), (turn.a, turn.b), (turn.c, turn.d))
    )
    is_level = bx - ax > 50 * abs(by - ay)
    return ay, ay - cy if is_level and 0 < ay - cy < HIGHEST else 0.0


def _places(page: Any, width: float, height: float) -> Callable[..., tuple[float, float, float, float]]:
    """Return what maps a box of the file to one from the upper left corner, as left, top, right, bottom.

    A page may be turned and cropped; PDFium tells where three of its points come to stand.
    """
    from pypdfium2 import raw as pdfium

    x, y = ctypes.c_int(), ctypes.c_int()
    points = []
    for a, b in ((0, 0), (1000, 0), (0, 1000)):
        pdfium.FPDF_PageToDevice(
            page, 0, 0, int(width * FINE), int(height * FINE), 0, a, b, ctypes.byref(x), ctypes.byref(y)
        )
        points.append((x.value / FINE, y.value / FINE))
    (ox, oy), (ax, ay), (bx, by) = points
    ax, ay, bx, by = ((p - o) / 1000 for p, o in ((ax, ox), (ay, oy), (bx, ox), (by, oy)))

    def placed(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        xs = ox + left * ax + top * bx, ox + right * ax + bottom * bx
        ys = oy + left * ay + top * by, oy + right * ay + bottom * by
        return min(xs), min(ys), max(xs), max(ys)

    return placed


def _ink(layer: Any, i: int, owner: Any) -> tuple[float | None, bool]:
    """Return how light a letter is, from 0 to 255, None if that is not told, and whether it is not drawn at all."""
    from pypdfium2 import raw as pdfium

    colour = [ctypes.c_uint() for _ in range(4)]
    ink, clear = None, False
    if pdfium.FPDFText_GetFillColor(layer, i, *map(ctypes.byref, colour)):
        red, green, blue, alpha = (value.value for value in colour)
        ink, clear = 0.3 * red + 0.59 * green + 0.11 * blue, alpha < CONTRAST
    return ink, clear or (bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) in INVISIBLE)


def _is_seen(group: list[Letter], drawn: Any, scale: float, *, by_ocr: bool) -> bool:
    """Return whether the drawn page shows something where a word stands, that is not of the colour of its ground."""
    x0, x1 = min(g.x0 for g in group), max(g.x1 for g in group)
    y0, y1 = min(g.top for g in group), max(g.bottom for g in group)
    # A dash or a full stop is low, so it is the letters' breadth that tells beside their height.
    if max(y1 - y0, (x1 - x0) / len(group)) < TINY or (group[0].drawn_not and not by_ocr):
        return False
    if x1 < 0 or y1 < 0:
        return False
    shown, around = (
        drawn[
            max(int(y0 * scale) - edge, 0) : int(y1 * scale) + 1 + edge,
            max(int(x0 * scale) - edge, 0) : int(x1 * scale) + 1 + edge,
        ]
        for edge in (0, 1)
    )
    if not shown.size or float(shown.max()) - float(shown.min()) < CONTRAST:
        return False
    if by_ocr or group[0].ink is None:
        return True
    # A line that runs through letters of their ground's colour covers less than a quarter of the place.
    levels = np.sort(around, axis=None).astype(float)
    return any(abs(group[0].ink - levels[len(levels) * part // 4]) >= CONTRAST for part in (1, 3))

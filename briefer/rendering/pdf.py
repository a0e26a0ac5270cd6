"""Draws a result as a PDF: one sheet, its evidence from the second on if it is wanted, its data attached.

No other module knows WeasyPrint.
"""

from __future__ import annotations

import hashlib
import io
import logging
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from briefer.errors import UsageError
from briefer.rendering import data, html
from briefer.rendering.blocks import Handling, Section, Steps
from briefer.rendering.fitting import fitted
from briefer.rendering.layout import Result, document
from briefer.rendering.page import Page
from briefer.schema import Brief

if TYPE_CHECKING:
    from weasyprint import Document

SIZES = (10.5, 10.0, 9.5, 9.0)  # points, the first that fits; below 9 a serif on paper is no pleasure to read
NOTHING = "\u200b"  # is copied for a glyph that has no letter of its own
NO_DAY = "2000-01-01T00:00:00+00:00"  # of what does not say when it was made, so that it is made alike twice


def draw(result: Result, page: Page) -> bytes:
    """Return a result as a tagged PDF (PDF/UA-1) with its fonts; a brief is one page, less weighty statements left out.

    The same result gives the same bytes. Raises UsageError where the libraries that WeasyPrint calls are not there.
    """
    size = next((size for size in SIZES if _fits(result, page, size)), 0.0)
    if not size and isinstance(result, Brief):
        result = fitted(result, lambda lighter: _fits(lighter, page, SIZES[-1]))
    told = _told(result, evidence=page.evidence)
    return _written(_laid(told, page, size or SIZES[-1], _day(result)), result)


def _fits(result: Result, page: Page, size: float) -> bool:
    return len(_laid(_told(result), page, size, _day(result)).pages) == 1


def _told(result: Result, *, evidence: bool = False) -> list[Section]:
    """Return what is on paper: no steps, and how it is to be handled once, since it stands in the margins too."""
    told = [section for section in document(result, evidence=evidence) if not isinstance(section.block, Steps)]
    return [s for n, s in enumerate(told) if n == 0 or not isinstance(s.block, Handling)]


def _laid(told: Sequence[Section], page: Page, size: float, day: str) -> Document:
    text = html.filled("paper.html", told, page, size=size, paper=page.paper.value, created=day)
    library, fonts = _weasyprint()
    return library.HTML(string=text).render(font_config=fonts, pdf_variant="pdf/ua-1")


def _written(laid: Document, result: Result) -> bytes:
    from weasyprint import Attachment

    text, day = data.dumped(result), datetime.fromisoformat(_day(result))
    laid.metadata.attachments = [
        Attachment(
            string=text, name=f"{data.NAME}.json", description="What this page says, as data", created=day,
            modified=day, relationship="Data",
        )
    ]  # fmt: skip
    known = hashlib.sha256(text.encode()).hexdigest()[:32].encode()
    return bytes(laid.write_pdf(finisher=_spelt, pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=known))


def _spelt(laid: Document, pdf: Any) -> None:
    """Have glyphs copied as the letters that their fonts draw with them.

    WeasyPrint takes what a glyph stood for at its first use. Where several stand for a syllable, as in Thai, that is
    all of the syllable, wrong wherever else the glyph is used, or nothing, which readers of PDF take for a digit.
    """
    from fontTools.ttLib import TTFont

    written = {thing["BaseFont"]: thing for thing in pdf.objects if isinstance(thing, dict) and "ToUnicode" in thing}
    for font in laid.fonts.values():
        amiss = {glyph: text for glyph, text in font.to_unicode.items() if len(text) != 1}
        if not amiss or font.name not in written:
            continue
        drawn = TTFont(io.BytesIO(font.file_content), fontNumber=font.index)
        letters = {drawn.getGlyphID(name): chr(code) for code, name in sorted((drawn.getBestCmap() or {}).items())}
        # A ligature that is a letter of its own, as ﬁ, is left with the letters that it stands for.
        plain = {glyph: letter for glyph, letter in letters.items() if normalize("NFKC", letter) == letter}
        table = pdf.objects[int(written[font.name]["ToUnicode"].split()[0])].stream
        for glyph, text in amiss.items():
            row, letter = f"<{glyph:04x}> <", plain.get(glyph, text or NOTHING).encode("utf-16-be").hex()
            table[:] = [f"{row}{letter}>".encode() if line.startswith(row.encode()) else line for line in table]


def _day(result: Result) -> str:
    return result.made.at if isinstance(result, Brief) else NO_DAY


def ready() -> None:
    """Raise UsageError if no PDF can be made here."""
    _weasyprint()


@cache
def _weasyprint() -> tuple[Any, Any]:
    """Return the library and what it knows of fonts, found once; raises UsageError if it cannot be loaded."""
    try:
        with redirect_stdout(sys.stderr):  # to which it tells what is missing
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
    except OSError as exc:
        raise UsageError(
            f"A PDF cannot be made: a library that draws text is missing ({exc}). Install Pango (Debian: sudo apt-get "
            f"install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango), or choose "
            f"--format html, which prints as well."
        ) from exc
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint, FontConfiguration()

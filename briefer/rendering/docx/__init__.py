"""DOCX: drawing a result as one, and reading one back. No other package knows python-docx."""

from __future__ import annotations

from datetime import datetime

from briefer.rendering import data
from briefer.rendering.docx.drawing import Drawing
from briefer.rendering.docx.estimate import fits
from briefer.rendering.docx.parts import assembled
from briefer.rendering.fitting import fitted
from briefer.rendering.layout import Result, document
from briefer.rendering.page import Page
from briefer.schema import Brief

SIZES = (10.0, 9.5, 9.0)  # points; the first with which a brief is estimated to fit its page
NO_DAY = "2000-01-01T00:00:00+00:00"  # of what does not say when it was made, so that it is made alike twice


def draw(result: Result, page: Page) -> bytes:
    """Return a result as a DOCX; a brief is laid out to fit one page, less weighty statements left out.

    How much fits depends on the program that opens it, so it is estimated, rather too little. The same result gives
    the same bytes.
    """
    size = next((size for size in SIZES if fits(document(result), page.paper, size)), 0.0)
    if not size and isinstance(result, Brief):
        result = fitted(result, lambda lighter: fits(document(lighter), page.paper, SIZES[-1]))
    drawing = Drawing(size or SIZES[-1], page)
    for section in document(result, evidence=page.evidence):
        drawing.add(section)
    made = datetime.fromisoformat(result.made.at if isinstance(result, Brief) else NO_DAY)
    return assembled(drawing, data.dumped(result), made)

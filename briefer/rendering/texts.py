"""Texts of sources and users as a page shows them. Knows nothing of formats."""

from __future__ import annotations

import re
import unicodedata

# Numbers in square brackets of any kind: a mark [2:7], or the [2] before a source.
MARK = re.compile(r"[\[［【〔〚⟦❲⁅]([\s\d:：︰∶ː.,;¶/–-]*\d[\s\d:：︰∶ː.,;¶/–-]*)[\]］】〕〛⟧❳⁆]")
# What XML 1.0 cannot hold, so neither a DOCX nor the tags of a PDF: all control characters but white space.
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def unmarked(text: str) -> str:
    """Return a text with what looks like a mark in round brackets, (2:7), so that only the page's own marks are marks.

    It is as long as it was.
    """
    return MARK.sub(r"(\1)", text)


def shown(text: str) -> str:
    """Return a text in one line, blanks for white space, without control characters and what looks like a mark."""
    return re.sub(r"\s+", " ", unmarked(FORBIDDEN.sub("", text)))


def direction(text: str) -> str:
    """Return "rtl" for a text whose first letter is of a script that runs from right to left, else "ltr"."""
    strong = (kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL"))
    return "ltr" if next(strong, "L") == "L" else "rtl"

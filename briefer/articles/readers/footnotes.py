"""Takes the marks of footnotes off the words that they stand behind: 45³ people are 45. Knows no formats."""

from __future__ import annotations

import re

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
DIGITS = str.maketrans("0123456789", RAISED)
# Behind a number (but ten, of which it is a power, and before a stroke, with which it is a fraction: 3¹/2), a word or a
# mark, or in brackets; behind a unit of length it belongs to it: km².
MARK = re.compile(
    rf"(?<=\d)(?<!(?<![\d.,])10)[{RAISED}]+(?![{RAISED}/⁄])|(?<=[^\W\d_]{{3}})[{RAISED}]+(?!\w)"
    rf"|(?<=[.,;:!?”’\"»)])[{RAISED}]+(?!\w)|\[[{RAISED}]+\]"
)
RAISED_MARK = re.compile(r"\s*(?:\[?\(?(?:\d{1,3}|[a-z]|[ivx]{1,5}|note \d+)\)?\]?|[*†‡§]+)(?:\s*,\s*\d{1,3})*\s*")
UNIT = re.compile(r"(?:\b(?:[kcdm]?m|ft|mi|in|yd)|(?<![\d.,])10)$")


def without_marks(text: str) -> str:
    """Return a text without raised numbers that are marks of footnotes; powers and units keep theirs."""
    return MARK.sub("", text)


def raised(before: str, text: str) -> str:
    """Return what a raised text adds to what stands before it: nothing if it is a mark, a power with raised digits."""
    if text.strip().isdigit() and UNIT.search(before):
        return text.strip().translate(DIGITS)
    return "" if RAISED_MARK.fullmatch(text) else text

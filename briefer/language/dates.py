"""Reads dates as a person or a file writes them, alone or in a text. Fills in nothing that was not written."""

from __future__ import annotations

import datetime as dt
import re

from dateutil import parser

YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
LONGEST = 60  # characters; no date is longer
# Two days that have nothing in common: what both fill in alike was written.
DEFAULTS = (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2))
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_MONTH = rf"(?:{MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
DATE = re.compile(
    rf"""\b(?:
        (?:{DAY},\s)?\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s\d{{4}})?   # 26 December 1949
        | (?:{DAY},\s)?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b # December 26, 1949
        | {_MONTH},?\s\d{{4}}                                             # December 1949
        | \d{{4}}-[01]\d-[0-3]\d                                         # 1949-12-26
        | (?:1[5-9]|20)\d\d(?![\d,.]\d|\s(?:people|men|soldiers|years|days|km|kilometres))
    )\b""",
    re.VERBOSE,
)


def iso(text: str) -> str | None:
    """Return a date as ISO 8601, as exactly as it is written (YYYY, YYYY-MM or YYYY-MM-DD), or None if it is none.

    A date that is read one way in Europe and another in America (10/05/2025) is only as exact as its year.
    """
    if len(text) > LONGEST:
        return None
    year_first = YEAR_FIRST.match(text.strip())
    try:
        if year_first:
            return dt.date(*map(int, year_first.groups())).isoformat()
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    try:
        days = [parser.parse(text, default=d, dayfirst=f, ignoretz=True) for d in DEFAULTS for f in (True, False)]
    except (ValueError, OverflowError):
        return None
    exact = next((form for form in ("%Y-%m-%d", "%Y-%m", "%Y") if len({d.strftime(form) for d in days}) == 1), None)
    return days[0].strftime(exact) if exact else None

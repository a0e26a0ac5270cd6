"""Reads dates as a person or a file writes them, alone or in a text. Fills in nothing that was not written."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from dateutil import parser

from briefer.language.lists import everywhere

YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
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

# Full dates in the order and with the words of other languages: 6. Mai 2025, 1er mai 2025, 6 de mayo de 2025.
DAY_FIRST = re.compile(
    r"(?<![\d.,-])(\d{1,2})(?:\.|er|º|ª|st|nd|rd|th)?[\s-]+(?:de\s+|of\s+)?([^\W\d_]{3,12})\.?,?[\s-]+(?:del?\s+)?"
    r"(\d{4})(?!\d)(?:\s?(?:г\.|года|р\.|року|r\.))?",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s\d\d:\d\d:\d\d(?:\s[A-Z]{2,5})?)?,?\s(\d{4})(?!\d)",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
NUMERIC = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/\d{4}(?!\d)")
# From one day to another of a month: "6-8 May 2025", "May 6-8, 2025". It is of the first.
RANGE = re.compile(r"(?<![\d-])(\d{1,2})\s?[-–—]\s?\d{1,2}(?=\.?,?\s)")
RELATIVE = re.compile(r"\b(?:ago|yesterday|today|tomorrow|now|last|next)\b", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    return {
        name: n for own in everywhere("months").values() for n, names in enumerate(own, 1) for name in names.split()
    }


def full(text: str) -> tuple[str, int, int] | None:
    """Return the first date in a text that has a day, a month and a year, as ISO 8601, and its offsets; else None.

    In the languages of data/months.toml, in small letters or capitals, and in Chinese, Japanese and Korean.
    """
    found = []
    for form in (DAY_FIRST, MONTH_FIRST, DOTTED, EAST, YEAR_FIRST, NUMERIC):
        for match in form.finditer(text):
            day = iso(match.group()) if form is NUMERIC else _given(form, match)
            if day and len(day) == len("2025-05-08"):
                found.append((match.start(), match.end(), day))
                break
    start, end, day = min(found, default=(0, 0, ""))
    return (day, start, end) if day else None


def _given(form: re.Pattern[str], match: re.Match[str]) -> str | None:
    one, two, three = match.groups()
    if form is MONTH_FIRST:
        one, two = two, one
    month = _months().get(two.lower(), 0) if form in {DAY_FIRST, MONTH_FIRST} else int(two)
    year, day = (one, three) if form in {EAST, YEAR_FIRST} else (three, one)
    try:
        return dt.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def iso(text: str, *, day_first: bool | None = None) -> str | None:
    """Return a date as ISO 8601, as exactly as it is written (YYYY, YYYY-MM or YYYY-MM-DD), or None if it is none.

    A date that is read one way in Europe and another in America (10/05/2025) is only as exact as its year, unless
    day_first says which it is. Of several days of a month it is the first. What leans on the day on which it was
    written ("2 days ago") is none.
    """
    if len(text) > LONGEST or RELATIVE.search(text):
        return None
    for form in (DAY_FIRST, DOTTED, EAST):
        if (match := form.search(text)) and (day := _given(form, match)):
            return day
    text = RANGE.sub(r"\1", text) if re.search(r"[^\W\d_]{3}", text) else text
    year_first = YEAR_FIRST.match(text.strip())
    try:
        if year_first:
            return dt.date(*map(int, year_first.groups())).isoformat()
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    try:
        orders = (True, False) if day_first is None else (day_first,)
        days = [parser.parse(text, default=d, dayfirst=f, ignoretz=True) for d in DEFAULTS for f in orders]
    except (ValueError, OverflowError):
        return None
    exact = next((form for form in ("%Y-%m-%d", "%Y-%m", "%Y") if len({d.strftime(form) for d in days}) == 1), None)
    return days[0].strftime(exact) if exact else None

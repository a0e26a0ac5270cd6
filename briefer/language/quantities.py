"""The numbers of a text, as digits. The only importer of text_to_num; knows nothing of what they count."""

from __future__ import annotations

import re
from decimal import Decimal

from text_to_num import alpha2digit

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SIZES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12}
SIZED = re.compile(  # 2.5 million, $3bn; 5m alone may be metres
    r"(?:[$€£¥](?P<sum>\d[\d,]*(?:\.\d+)?)[ -]?(?P<short>k|mn?|bn?|tn)"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?|half an?)[ -]?(?P<size>thousand|million|mn|billion|bn|trillion|tn))\b",
    re.IGNORECASE,
)


def numbers(text: str) -> list[str]:
    """Return the numbers of a text as digits, each once: '80th', 'eightieth' and 'eighty' are all 80."""
    # "one" is an article more often than a number, and what it counts is seldom a fact.
    return list(dict.fromkeys(n.replace(",", "") for n in NUMBER.findall(in_digits(text)) if n != "1"))


def in_digits(text: str) -> str:
    """Return a text with its numbers in words as digits."""
    spaced = re.sub(r"(?<=[a-z])[-‑–](?=[a-z])", " ", SIZED.sub(_in_full, text), flags=re.IGNORECASE)
    return str(alpha2digit(spaced, "en", threshold=0)) if spaced.strip() else ""


def _in_full(found: re.Match[str]) -> str:
    """Return a number with its size as digits: 2500000 for 2.5 million."""
    given, size = found["sum"] or found["number"], found["short"] or found["size"]
    number = Decimal("0.5") if given.lower().startswith("half") else Decimal(given.replace(",", ""))
    return f"{number.scaleb(SIZES[size.lower()]):f}"

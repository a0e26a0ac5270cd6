"""What a text has in quotation marks. Knows nothing of who speaks."""

from __future__ import annotations

import re

# A straight mark opens a quotation at the beginning of a word, and closes one elsewhere.
MARK = re.compile(r"[“”\"‘’']|``|''")
PAIRS = {"“": '“”"', '"': '“”"', "‘": "’'", "'": "’'", "``": "''"}


def quoted(text: str) -> list[tuple[int, int]]:
    """Return where the quotations of a text are, their marks included, in order; a quotation within one is part of it.

    One without an end goes on to the text's, as each paragraph of a long quotation does; its end is behind the text's
    then. A single mark may be an apostrophe: it begins a quotation only before a word, and where another can end it.
    """
    found: list[tuple[int, int]] = []
    marks = list(MARK.finditer(text))
    at = 0
    for n, mark in enumerate(marks):
        if mark.start() < at or not _opens(text, mark):
            continue
        ends = PAIRS[mark.group()]
        end = next((m.end() for m in marks[n + 1 :] if m.group() in ends and _closes(text, m)), None)
        if end is None and mark.group() in "‘'":
            continue
        at = end or len(text) + 1
        found.append((mark.start(), at))
    return found


def _opens(text: str, mark: re.Match[str]) -> bool:
    before, after = text[: mark.start()][-1:], text[mark.end() :][:1]
    if mark.group() == "“":
        return not before.strip() or bool(after.strip())
    if mark.group() == "``":
        return True
    alone = not before or before.isspace() or before in "([—–“"
    return alone and mark.group() in PAIRS and bool(after.strip()) and (mark.group() == '"' or after.isalpha())


def _closes(text: str, mark: re.Match[str]) -> bool:
    before, after = text[: mark.start()][-1:], text[mark.end() :][:2]
    if mark.group() in {"”", "''"}:
        return True
    if mark.group() in '"“':  # “ where ” was meant, at a word's end
        return not _opens(text, mark)
    workers = before == "s" and after[:1] == " " and after[1:].islower()  # the workers’ union
    return not before.isspace() and not after[:1].isalnum() and not workers


def quotations(text: str) -> list[str]:
    """Return what a text has in quotation marks, without the marks; not a letter alone."""
    within = (text[start:end].strip("“”\"‘’'`").strip() for start, end in quoted(text) if end <= len(text))
    return [words for words in within if len(words) > 1]

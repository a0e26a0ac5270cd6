"""Takes the marks off lines that a mail program quoted: "> The quay is shut". Knows no mails."""

from __future__ import annotations

import re
from itertools import groupby

MARKS = re.compile(r"(?:>[ \t]?)+")


def unquoted(text: str) -> str:
    """Return a text with what it quotes line by line as paragraphs of their own, without the marks before the lines.

    A line alone is a quotation below one that announces it; else it may say "> 50 boats".
    """
    lines: list[str] = []
    before = 0
    for found, group in groupby(text.split("\n"), key=_depth):
        own = list(group)
        announced = next((line.rstrip().endswith(":") for line in reversed(lines) if line.strip()), False)
        depth = found if before or len(own) > 1 or announced else 0
        if depth != before:
            lines.append("")
        lines += [MARKS.sub("", line, count=1) for line in own] if depth else own
        before = depth
    return "\n".join(lines)


def _depth(line: str) -> int:
    found = MARKS.match(line)
    return found.group().count(">") if found else 0

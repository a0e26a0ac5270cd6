"""Tells which words of a topic are a name of several words, and whether a text has it. Knows no models."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefer.answering.names import initials
from briefer.language.tokens import WORD, bare, undotted


def compound(topic: str, texts: Iterable[str]) -> list[str]:
    """Return the runs of words of a topic that are a name in one of some texts, as that has them.

    However the topic is written: "internet explorer" is one where a text has "Internet Explorer", and more than as part
    of a headline with capitals throughout.
    """
    together = " ".join(" ".join(texts).split())
    words = [word.capitalize() for word in bare(topic)]
    found: list[str] = []
    start = 0
    while start < len(words) - 1:
        ends = range(len(words), start + 1, -1)
        runs = (" ".join(words[start:end]) for end in ends)
        run = next((r for r in runs if re.search(rf"\b{re.escape(r)}\b(?! [A-Z])", together)), "")
        found += [run] if run else []
        start += max(len(run.split()), 1)
    return found


def has_name(name: str, text: str) -> bool:
    """Return whether a text has a name of several words whole, perhaps with an ending (Korean), or its initials."""
    one = " ".join(text.split())
    return bool(re.search(rf"\b{re.escape(name)}", one, re.IGNORECASE)) or initials(name) in WORD.findall(undotted(one))

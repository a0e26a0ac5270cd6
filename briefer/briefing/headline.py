"""Makes the headline of a page and the names of its stories of the sources' own words. Knows no model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefer.briefing.candidates import Candidate
from briefer.language.core import core
from briefer.schema import Article

LONGEST = 24  # words of a headline
# A word of letters and digits: the name of a file, and no title.
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])[0-9a-z]{6,}\b")


def headline(candidates: Sequence[Candidate]) -> tuple[str, Candidate] | None:
    """Return who did what in the first of some sentences, if that can be said shortly enough, and the sentence."""
    for one in candidates[:1]:
        text = core(one.tree)
        if text and len(text.split()) <= LONGEST:
            return text, one
    return None


def name(article: Article, lead: Candidate | None) -> str:
    """Return what a story is called: the title of its main article, or who did what where that is a file's name."""
    if not CODE.search(article.title):
        return article.title
    told = core(lead.tree) if lead else ""
    return told or article.title

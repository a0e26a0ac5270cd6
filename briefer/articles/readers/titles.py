"""Tells the title of a text from what a program, a template or another article left in its file. Knows no formats."""

from __future__ import annotations

import re

from briefer.articles.readers import placeholders
from briefer.articles.readers.characters import SENTENCE_END, visible

HEAD = 2_000  # letters of a text in which its title stands
BLOCKS = 10  # at its beginning, one of which may be the title
LONGEST = 25  # words of a headline
FILE_NAME = re.compile(r"(?i)[!-~]+|.*(?:://|\.(?:docx?|odt|rtf|pdf|html?|pptx?|indd|qxp)$).*")
BESIDE = re.compile(r"\s+[|·–—-]\s+")  # before or behind the name of a site: Abbey sold | Harrow Times


def given(title: str, text: str) -> str | None:
    """Return the title that a file tells of itself if it is its text's, else None.

    Half of its words must stand where the text begins, and all of what looks like a file's name or an address. Where
    they do not, it is the text's own headline that holds; a text without one keeps what the file says.
    """
    plain = placeholders.named("title", " ".join(visible(title).split()))
    if plain is None:
        return None
    blocks = [" ".join(block.split()) for block in text[:HEAD].split("\n\n")]
    parts = {part.casefold() for part in (plain, *BESIDE.split(plain))}
    shown = next((block for block in blocks[:BLOCKS] if block.casefold() in parts), None)
    if shown or FILE_NAME.fullmatch(plain):
        return shown
    words = re.findall(r"\w+", plain.casefold())
    head = " ".join(blocks).casefold()
    headed = len(blocks[0].split()) <= LONGEST and not SENTENCE_END.search(blocks[0])
    if headed and 2 * sum(word in head for word in words) < len(words):
        return None
    return plain or None

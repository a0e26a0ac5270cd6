"""Takes apart what databases export: many articles in one text, each with the lines that say what it is.

The forms are those of Nexis (old and new), Factiva (with and without its codes), ProQuest and Europresse. What belongs
to the form (numbers, section, length, classification, copyright) is no part of an article's text. A form joins by
adding a module whose `split` yields the articles of a text, none if it is of another form, and a line in FORMS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.document import Document
from briefer.articles.readers.exports import europresse, factiva, nexis, proquest
from briefer.articles.readers.exports.marks import COPYRIGHT, Part

FORMS: tuple[Callable[[str], Iterator[Part]], ...] = (nexis.split, factiva.split, proquest.split, europresse.split)
STATED_WORDS = 6  # of a line beside the articles that may be a sentence; not measured
SHOWN = 60  # letters of such a line that a note shows


def split(text: str) -> list[Document] | None:
    """Return the articles of an export, in their order; None if a text is of no such form.

    Sentences that stand above, below or between the articles, such as somebody's own remarks, are named in a note.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    for form in FORMS:
        parts = list(form(text))
        found = [part for part in parts if isinstance(part, Document) and part.text.strip()]
        if found:
            beside = [line for part in parts if isinstance(part, str) for line in _stated(part)]
            note = (_told(beside),) if beside else ()
            return [replace(found[0], notes=(*found[0].notes, *note)), *found[1:]]
    return None


def _stated(part: str) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in part.split("\n"))
    yield from (
        line
        for line in lines
        if len(line.split()) >= STATED_WORDS and SENTENCE_END.search(line) and not COPYRIGHT.search(line)
    )


def _told(lines: list[str]) -> str:
    first = f"{lines[0][:SHOWN].rstrip()}…" if len(lines[0]) > SHOWN else lines[0]
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"What stands beside the articles of the export was left out: '{first}'{more}."

"""Holds the text that a reader of a file sees against the data that the file carries. Knows no library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefer.rendering import render
from briefer.rendering.carried import carried
from briefer.rendering.layout import EVIDENCE
from briefer.rendering.page import Page, Paper
from briefer.schema import Answer
from briefer.verifying.reading import Written

AROUND = 40  # characters of what is shown on both sides of a place
UNTOLD = {"pdf": "-\u00ad‐‑\x02"}  # a PDF does not tell a hyphen at a line's end from one that is meant


def difference(written: Written, paragraphs: Mapping[tuple[str, int], str]) -> tuple[str, str] | None:
    """Return where a file shows something else than its data gives: what it shows and what the data does, else None.

    The page is drawn again in each way in which it may have been: for each paper, and of cited paragraphs that are not
    there any more the quotations alone.
    """
    nearest: tuple[int, str, str] | None = None
    for page in _pages(written, paragraphs):
        again = carried(render(written.result, written.format, page), str(written.path)).visible
        place = _parts(written.visible, again, UNTOLD.get(written.format, ""))
        if place is None:
            return None
        nearest = max(nearest or (-1, "", ""), place)
    return nearest[1:] if nearest else None


def _pages(written: Written, paragraphs: Mapping[tuple[str, int], str]) -> Iterator[Page]:
    evidence = EVIDENCE.casefold() in written.visible.casefold()
    cited = evidence or written.format == "html" or isinstance(written.result, Answer)
    shown = [paragraphs, {}] if cited else [{}]
    papers = Paper if written.format in {"pdf", "docx"} else [Paper.A4]
    if written.format != "json":
        yield from (Page(paper, evidence=evidence, paragraphs=texts) for paper in papers for texts in shown)


def _parts(first: str, second: str, untold: str) -> tuple[int, str, str] | None:
    """Return how far two texts are the same, and what each has around the place where they part; None if they do not.

    White space does not count, nor do the signs of untold.
    """
    mine, theirs = ([n for n, c in enumerate(t) if not c.isspace() and c not in untold] for t in (first, second))
    pairs = zip((first[n] for n in mine), (second[n] for n in theirs), strict=False)
    at = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(mine), len(theirs)))
    if at == len(mine) == len(theirs):
        return None
    return at, _around(first, mine, at), _around(second, theirs, at)


def _around(text: str, places: list[int], at: int) -> str:
    middle = places[at] if at < len(places) else len(text)
    return text[max(middle - AROUND, 0) : middle + AROUND]

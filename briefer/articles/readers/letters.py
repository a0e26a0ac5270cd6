"""Puts the letters of a page together to words, with raised digits as such. Knows nothing of PDF."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from briefer.articles.readers.characters import raised
from briefer.articles.readers.columns import Word

SPACE = 0.3  # of a letter's height: a gap wider than that parts words
NARROW = 0.1  # and where a blank is supposed, one wider than that
# How far above its neighbours' base line a raised digit is drawn, in sizes of theirs: in all fonts digits stand on that
# line or hang below it, and marks are set at 0.17 to 0.6.
HIGHER = 0.15
LEAST = 0.45  # of its neighbours' size, that a raised digit has; the lines beside a large initial are smaller
SMALLER = 0.9  # and at most, where the file has it elsewhere than the word on which it stands


@dataclass(slots=True)
class Letter:
    """A letter of the text layer: its line's height at its place, its own box within that, its base line and size.

    In points from the page's upper left corner; size is 0 where its line is not level or nothing tells of it; ink is
    from 0 to 255.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    top: float
    bottom: float
    base: float
    size: float
    ink: float | None
    drawn_not: bool


BLANK = Letter(" ", 0, 0, 0, 0, 0, 0, 0, 0, None, True)
SUPPOSED = Letter("", 0, 0, 0, 0, 0, 0, 0, 0, None, True)  # where the file has none, but its gap is one


def words_of(letters: Iterable[Letter]) -> Iterator[tuple[Word, list[Letter]]]:
    """Yield the words of a page in the order of its file, each with its letters."""
    groups: list[list[Letter]] = [[]]
    supposed = False
    for letter in letters:
        if letter is SUPPOSED:
            supposed = True
            continue
        last = groups[-1]
        if last and (letter is BLANK or _is_apart(last, letter, NARROW if supposed else SPACE)):
            groups.append([])
        supposed = False
        if letter is not BLANK:
            groups[-1].append(letter)
    for group in _with_marks(list(filter(None, groups))):
        yield _word(group), group


def _with_marks(groups: list[list[Letter]]) -> list[list[Letter]]:
    """Return groups of letters, with each small number that is drawn after its line in the group on which it stands."""
    size = median(group[0].size for group in groups) if groups else 0.0
    marks = [g for g in groups if 0 < g[0].size < SMALLER * size and all(letter.text.isdigit() for letter in g)]
    wide = max((letter.size for group in groups for letter in group), default=0.0)
    near: dict[tuple[float, float], list[list[Letter]]] = defaultdict(list)
    for group in groups if marks else ():
        near[_cell(group[-1].x1, group[-1].base, wide)].append(group)
    moved = set()
    for mark in marks:
        x, y = _cell(mark[0].x0, mark[0].base, wide)
        beside = [group for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for group in near.get((i, j), [])]
        on = next((group for group in beside if group is not mark and _stands_on(mark, group[-1])), None)
        if on is not None:
            on.extend(mark)
            moved.add(id(mark))
    return [group for group in groups if id(group) not in moved]


def _cell(x: float, y: float, wide: float) -> tuple[float, float]:
    """Return in which square of a page a place is: what touches it is in that one or in one beside it."""
    return x // wide, y // wide


def _stands_on(mark: list[Letter], last: Letter) -> bool:
    """Return whether a small number is drawn behind a letter, above its base line."""
    behind = (last.x0 + last.x1) / 2 < mark[0].x0 < last.x1 + SPACE * last.size
    return behind and mark[0].size < SMALLER * last.size and all(_is_raised(letter, last) for letter in mark)


def _is_apart(group: list[Letter], letter: Letter, space: float) -> bool:
    last = group[-1]
    height = max(g.y1 - g.y0 for g in [*group[-5:], letter])
    gap = max(letter.x0 - last.x1, last.x0 - letter.x1)
    together = min(letter.y1, last.y1) - max(letter.y0, last.y0)
    return gap > space * height or together < 0.3 * height or letter.drawn_not != last.drawn_not


def _word(group: list[Letter]) -> Word:
    largest = max(group, key=lambda letter: letter.size)
    text = "".join(raised(g.text) if g.text.isdigit() and _is_raised(g, largest) else g.text for g in group)
    text = unicodedata.normalize("NFKC", text) if any("\ufb00" <= c <= "\ufb06" for c in text) else text
    level = [largest] if largest.size else group
    return Word(
        text, min(g.x0 for g in group), min(g.y0 for g in level), max(g.x1 for g in group), max(g.y1 for g in level)
    )  # fmt: skip


def _is_raised(digit: Letter, beside: Letter) -> bool:
    """Return whether a digit is drawn above the base line of a letter, but not above its line."""
    above = beside.base - digit.bottom
    return HIGHER * beside.size < above < beside.size and digit.size > LEAST * beside.size > 0

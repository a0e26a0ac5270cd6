"""Puts the words of a page in lines, in reading order: column after column, tables row by row.

Places are in points from the upper left corner. Knows nothing of PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf
from statistics import median

from briefer.articles.readers import rows
from briefer.articles.readers.characters import visible

WIDE = 1.5  # of a line's height: a gap wider than that is none between words
LOOSE = 0.55  # one that may part cells, if one in the next row begins at the same place
ALIGNED = 1.5  # points
ALIKE = 1.3  # the widest gap of a line that is stretched to its column's edge, as a multiple of its narrowest
LINES = 4  # that each of two columns has at least
WORDS = 3  # that a line of a column has at least, else it is a table's
FILLED = 0.55  # of its column's width, that half of its lines have at least
MARK = re.compile(r"[•‣▪●◦*–—-]|\(?\d{1,2}[.)]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a whole line of them, and its box."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    parts: tuple[Word, ...] = ()

    @property
    def height(self) -> float:
        """Return how high it is."""
        return max(self.y1 - self.y0, 0.1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column: its text and box, its column's edges, its page from 0, and whether it is a table's row."""

    text: str
    box: Word
    left: float
    right: float
    page: int
    row: bool = False


def lines(words: Sequence[Word], page: int) -> list[Line]:
    """Return the lines of a page, from its words in the order of its file; page is its number from 0."""
    # A file has columns one after the other, mostly, so what it has in one go on a line is of one column, however wide
    # the gaps are of a line that is stretched to the column's edge.
    whole = _segments(words, inf)
    return list(_ordered(whole if _gutter(whole) is not None else _segments(words, WIDE), page, 0))


def _segments(words: Sequence[Word], wide: float) -> list[Word]:
    """Return stretches of words on one base line, in the file's order, with no gap between them as wide as that."""
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        if last is not None and _on_one_line(last, word) and _gap(last, word) < wide * max(last.height, word.height):
            found[-1].append(word)
        else:
            found.append([word])
    return [_around(group) for group in found]


def _around(group: Sequence[Word]) -> Word:
    return Word(
        " ".join(word.text for word in group),
        min(w.x0 for w in group), min(w.y0 for w in group), max(w.x1 for w in group), max(w.y1 for w in group),
        tuple(part for word in group for part in word.parts or (word,)),
    )  # fmt: skip


def _gap(a: Word, b: Word) -> float:
    return max(b.x0 - a.x1, a.x0 - b.x1)


def _on_one_line(a: Word, b: Word) -> bool:
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0.3 * min(a.height, b.height)


def _ordered(segments: list[Word], page: int, depth: int) -> Iterator[Line]:
    """Yield the lines of a part of a page: column after column where it has columns, with what spans them between."""
    gutter = _gutter(segments) if depth < 4 else None
    if gutter is None:
        yield from _rows(segments, page)
        return
    order = {id(segment): number for number, segment in enumerate(segments)}
    band: list[Word] = []
    across: list[Word] = []
    for segment in sorted(segments, key=lambda s: s.y0):
        if segment.x0 < gutter < segment.x1:
            yield from _halves(sorted(band, key=lambda s: order[id(s)]), gutter, page, depth)
            band = []
            across.append(segment)
        else:
            yield from _rows(across, page)
            across = []
            band.append(segment)
    yield from _rows(across, page)
    yield from _halves(sorted(band, key=lambda s: order[id(s)]), gutter, page, depth)


def _halves(band: list[Word], gutter: float, page: int, depth: int) -> Iterator[Line]:
    """Yield the lines left of a gutter and those right of it; band is in the order of the file."""
    if band:
        yield from _ordered([s for s in band if s.x1 <= gutter], page, depth + 1)
        yield from _ordered([s for s in band if s.x1 > gutter], page, depth + 1)


def _gutter(segments: list[Word]) -> float | None:
    """Return where a blank strip parts two columns of prose, the one that fewest lines cross; None if there is none."""
    if len(segments) < 2 * LINES:
        return None
    edges = sorted({round(s.x0) - 2 for s in segments})
    left_edge, right_edge = min(s.x0 for s in segments), max(s.x1 for s in segments)
    best: tuple[int, float] | None = None
    for place in edges:
        if not left_edge + 0.1 * (right_edge - left_edge) < place < right_edge - 0.1 * (right_edge - left_edge):
            continue
        left = [s for s in segments if s.x1 <= place]
        right = [s for s in segments if s.x0 >= place]
        across = len(segments) - len(left) - len(right)
        if across >= min(len(left), len(right)) or not _beside(left, right):
            continue
        in_turn = _is_in_turn(segments, place)
        if _is_column(left, in_turn=in_turn) and _is_column(right, in_turn=in_turn):
            best = min(best, (across, place)) if best else (across, place)
    return best[1] if best else None


def _is_in_turn(segments: list[Word], place: float) -> bool:
    """Return whether a file has several lines left of a place before several right of it, not a row after another."""
    sides = [s.x1 <= place for s in segments if s.x1 <= place or s.x0 >= place]
    return LINES * sum(a != b for a, b in pairwise(sides)) <= len(sides)


def _is_column(segments: list[Word], *, in_turn: bool) -> bool:
    """Return whether these lines fill a column as prose does, or, of a file that has columns in turn, several."""
    if len(segments) < LINES:
        return False
    width = max(s.x1 for s in segments) - min(s.x0 for s in segments)
    rows = _on_lines(segments) if in_turn else [[s] for s in segments]
    widths, words = median(sum(s.x1 - s.x0 for s in r) for r in rows), median(len(s.text.split()) for s in segments)
    return widths >= FILLED * width and words >= WORDS


def _beside(left: list[Word], right: list[Word]) -> bool:
    top, bottom = (
        max(min(s.y0 for s in left), min(s.y0 for s in right)),
        min(max(s.y1 for s in left), max(s.y1 for s in right)),
    )
    shorter = min(max(s.y1 for s in half) - min(s.y0 for s in half) for half in (left, right))
    return bottom - top > 0.5 * shorter


def _rows(segments: list[Word], page: int) -> Iterator[Line]:
    """Yield the lines of one column; what stands in one row with wide gaps is joined as the cells of a table."""
    if not segments:
        return
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    boxes = [_around(sorted(row, key=lambda s: s.x0)) for row in _on_lines(segments)]
    cells = [
        [" ".join(visible(" ".join(word.text for word in cell)).split()) for cell in row]
        for row in _cells(boxes, left, right)
    ]
    cells = [[" ".join(row[:2]), *row[2:]] if MARK.fullmatch(row[0]) else row for row in cells]
    at = 0
    for _, group in groupby(cells, key=len):
        table = list(group)
        written = list(rows.lines(table))
        for text, box in zip(written, boxes[at + len(table) - len(written) :], strict=False):
            yield Line(text, box, left, right, page, row=len(table[0]) > 1)
        at += len(table)


def _on_lines(segments: list[Word]) -> list[list[Word]]:
    """Return the stretches of each line, from the top."""
    found: list[list[Word]] = []
    for segment in sorted(segments, key=lambda s: s.y0 + s.y1):
        if found and any(_on_one_line(other, segment) for other in found[-1]):
            found[-1].append(segment)
        else:
            found.append([segment])
    return found


def _cells(boxes: list[Word], left: float, right: float) -> list[list[list[Word]]]:
    """Return the words of each row by cells: what parts them is a very wide gap, or one that stands below another."""
    widths = [[max(_gap(a, b), 0) / max(a.height, b.height) for a, b in pairwise(box.parts)] for box in boxes]
    gaps = [
        {word.x0: width for word, width in zip(box.parts[1:], own, strict=True) if width > LOOSE}
        for box, own in zip(boxes, widths, strict=True)
    ]
    prose = _stretched(boxes, widths, gaps, (left, right))
    found = []
    for i, box in enumerate(boxes):
        near = [x for other in (*gaps[max(i - 1, 0) : i], *gaps[i + 1 : i + 2]) for x in other]
        cells: list[list[Word]] = [[]]
        # In a line that is stretched to its column's edge all gaps are alike.
        least = min([1.0, *(2 * gap for gap in widths[i])])
        for word in box.parts:
            gap = gaps[i].get(word.x0, 0.0)
            below = gap >= least and any(abs(x - word.x0) < ALIGNED for x in near)
            if cells[-1] and (gap >= WIDE or below) and i not in prose:
                cells.append([])
            cells[-1].append(word)
        found.append(cells)
    return found


def _stretched(
    boxes: list[Word], widths: list[list[float]], gaps: list[dict[float, float]], edges: tuple[float, float]
) -> set[int]:
    """Return which lines are prose that is stretched from edge to edge of its column, however wide its gaps are.

    All gaps of such a line are alike, and do not all stand below those of a line beside it, as a table's do. A gap that
    is the only one is a table's if a line beside it has a wide one, and is not stretched itself.
    """
    full = [
        i for i, box in enumerate(boxes) if box.x0 - edges[0] < ALIGNED and edges[1] - box.x1 < ALIGNED and widths[i]
    ]
    beside = {i: [j for j in (i - 1, i + 1) if 0 <= j < len(boxes)] for i in full}
    found = set()
    for i in full:
        near = [x for j in beside[i] for x in gaps[j]]
        below = sum(any(abs(x - own) < ALIGNED for x in near) for own in gaps[i])
        if len(widths[i]) > 1 and max(widths[i]) < ALIKE * min(widths[i]) and below < len(widths[i]):
            found.add(i)
    for i in [i for i in full if len(widths[i]) == 1 and beside[i]]:
        if all(j in found or max(gaps[j].values(), default=0.0) < WIDE for j in beside[i]):
            found.add(i)
    return found

"""Joins the lines of pages to paragraphs: line ends, paragraphs over two pages, running heads and feet.

Places are in points from the upper left corner. Knows nothing of PDF.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from statistics import median

from briefer.articles.readers import columns, rows
from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.columns import Line, Word
from briefer.articles.readers.document import Kind

APART = 1.55  # heights from one line to the next, above which the end of a sentence ends a paragraph
ROOM = 0.12  # of its column's width, that a line leaves free after which its paragraph ends
NEAR = 3  # lines below one, that tell how far the text reaches beside it
LARGE = 1.15  # of a page's usual height, from which on a line is a heading's: those are set wider, and broken by hand
FAR = 3  # heights below the text of a page, from which on what stands at its edge is its foot
COMMON = 0.9  # share of a text's steps from line to line, those between paragraphs among them, that are no wider
FURTHER = 0.3  # of a line's height: what stands that much further from the text is apart from it; not measured
EDGE = 3  # lines at the top and at the bottom of a page that may be its head and foot
PAGE_NUMBER = re.compile(r"(?i)\W*(page|seite|página|p\.|s\.)?\s*\d{1,4}(\s*(/|of|von|de|sur)\s*\d{1,4})?\W*")
# What a browser prints above and below a page.
PRINTED_FOOT = re.compile(r"(?i)((https?|file)://\S+|about:blank)(;? \d+/\d+)?")
PRINTED_HEAD = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d( ?[AP]M)?(;? .*)?")
BULLET = re.compile(r"(?:[•‣▪●◦*–—-]|\(?\d{1,2}[.)])\s")
UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
HYPHENED = re.compile(r"(?<=[^\W\d_])[-\u2010]$")

Place = tuple[str, int]  # what a line says but for its figures, and how far down it stands


def text_of(pages: Sequence[tuple[Sequence[Word], float, float]]) -> tuple[str, list[int], list[Kind]]:
    """Return the text of pages, each its words in its file's order, width and height, and where each page begins."""
    lines = [columns.lines(words, number) for number, (words, _, _) in enumerate(pages)]
    kept = _without_edges(lines, [height for *_, height in pages])
    return _joined([line for page in kept for line in page], len(pages))


# Heads and feet of pages


def _without_edges(pages: list[list[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Return the pages without numbers and without what stands at the same edge of several of them."""
    edges = [_edges(lines) for lines in pages]
    groups: defaultdict[Place, list[Line]] = defaultdict(list)
    for edge in edges:
        for key, line in {_key(line): line for line in edge}.items():
            groups[key].append(line)
    often = max(2, len(pages) / 3)
    repeated = {key for key, group in groups.items() if len(pages) > 1 and len(group) >= often}
    inner = {_said(line) for lines, edge in zip(pages, edges, strict=True) for line in lines if line not in edge}
    apart = {id(line) for line in _apart(pages, edges, repeated)}
    running = {key for key in repeated if _is_running(groups[key], apart, inner)}
    kept = []
    for lines, edge, height in zip(pages, edges, heights, strict=True):
        printed = any(PRINTED_FOOT.fullmatch(line.text) for line in edge)
        drop = {
            id(line)
            for line in edge
            if (_key(line) in running and _is_outer(line, height) and not _goes_on(line))
            or (PAGE_NUMBER.fullmatch(line.text) and _is_outer(line, height) and _is_alone(line, apart, inner))
            or (printed and (PRINTED_FOOT.fullmatch(line.text) or PRINTED_HEAD.fullmatch(line.text)))
        }
        kept.append(_foot_last([line for line in lines if id(line) not in drop], height))
    return kept


def _is_running(group: Sequence[Line], apart: Set[int], inner: Set[str]) -> bool:
    """Return whether lines at one place of several pages, alike but for figures, are a running head or foot.

    Most stand apart from the text. Where they do not, their figures stay or count the pages, and no line further in is
    like them: rows of a table and entries of a chronicle go on over the page's end.
    """
    if 2 * sum(id(line) in apart for line in group) > len(group):
        return True
    counted = sum(map(_counts, group, group[1:]))
    return 2 * counted >= len(group) - 1 and not any(_said(line) in inner for line in group)


def _counts(a: Line, b: Line) -> bool:
    """Return whether each figure of a line stays as it is on a later page, or grows with the pages: by one, or two."""
    was, now = ([int(figure[-9:]) for figure in re.findall(r"\d+", line.text)] for line in (a, b))
    turned = b.page - a.page
    return all(new - old in {0, turned, 2 * turned} for old, new in zip(was, now, strict=True))


def _is_alone(line: Line, apart: Set[int], inner: Set[str]) -> bool:
    return id(line) in apart or _said(line) not in inner


def _apart(pages: Sequence[list[Line]], edges: Sequence[list[Line]], repeated: Set[Place]) -> Iterator[Line]:
    """Yield the lines at the edges of pages that stand further from the text than its paragraphs from each other."""
    text = [[line for line in lines if _key(line) not in repeated] for lines in pages]
    steps = sorted(
        b.box.y0 - a.box.y1 for lines in text for a, b in pairwise(lines) if (a.left, a.right) == (b.left, b.right)
    )
    usual = steps[int(COMMON * len(steps))] if steps else 0.0
    for lines, edge in zip(pages, edges, strict=True):
        down = sorted(lines, key=lambda line: line.box.y0)
        for line in edge:
            at = down.index(line)
            inward = down[at:] if at < len(down) / 2 else down[at::-1]
            if _is_far(inward, usual, repeated):
                yield line


def _is_far(inward: Sequence[Line], usual: float, repeated: Set[Place]) -> bool:
    """Return whether there is a gap between a line at an edge and the text; other lines of its head are passed."""
    for a, b in pairwise(inward):
        if max(b.box.y0 - a.box.y1, a.box.y0 - b.box.y1) > usual + FURTHER * a.box.height:
            return True
        if _key(b) not in repeated:
            return False
    return True


def _foot_last(lines: list[Line], height: float) -> list[Line]:
    """Return the lines of a page with its foot behind all columns: what stands far below the text, at the edge."""
    foot: list[Line] = []
    for a, b in pairwise(lines):
        far = b.box.y0 - a.box.y1 > FAR * b.box.height or (a in foot and b.box.y0 > a.box.y0)
        if far and b.box.y0 > height / 2 and _is_outer(b, height):
            foot.append(b)
    return [line for line in lines if line not in foot] + foot


def _edges(lines: list[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: line.box.y0)
    return ordered if len(ordered) <= 2 * EDGE else [*ordered[:EDGE], *ordered[-EDGE:]]


def _is_outer(line: Line, height: float) -> bool:
    return line.box.y1 < 0.14 * height or line.box.y0 > 0.86 * height


def _goes_on(line: Line) -> bool:
    """Return whether a line can only be the middle of a sentence: two pages may begin with the same words."""
    return line.text[:1].islower() and len(line.text.split()) > 2


def _key(line: Line) -> Place:
    return _said(line), round(line.box.y0 / 12)


def _said(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


# Paragraphs


def _joined(lines: list[Line], pages: int) -> tuple[str, list[int], list[Kind]]:
    """Return the lines as paragraphs, parted by blank lines, and where each page begins."""
    whole = {word for line in lines for word in re.findall(r"\w+(?:-\w+)*", line.text)}
    begins: dict[int, int] = {}
    pieces: list[str] = []
    kinds: list[Kind] = []
    at = 0
    last: Line | None = None
    usual = median([line.box.height for line in lines] or [1.0])
    spread = _spread([line for line in lines if abs(line.box.height - usual) < 0.15 * usual])
    alone = True  # whether the last line is the only one of its paragraph so far
    for number, line in enumerate(lines):
        ends = last is not None and (
            _breaks(last, line, spread, usual)
            or (alone and last.box.height < LARGE * usual and _leaves_room(last, lines[number : number + NEAR]))
        )
        alone = last is None or ends
        between = "" if last is None else "\n\n" if ends else _blank(last, line)
        if between == " " and last is not None and HYPHENED.search(last.text) and line.text[:1].islower():
            before, after = re.split(r"\s", pieces[-1])[-1], re.match(r"[\w-]*", line.text)
            together = before + (after.group() if after else "")
            between = ""
            if together not in whole or together.replace("-", "") in whole:
                pieces[-1], at = pieces[-1][:-1], at - 1
        if last is None or between == "\n\n":
            kinds.append(Kind.ROW if line.row else rows.kind(line.text))
        at += len(between)
        begins.setdefault(line.page, at)
        text = rows.item(line.text)
        pieces += [between, text] if between else [text]
        at += len(text)
        last = line
    places: list[int] = []
    for page in reversed(range(pages)):
        at = begins.get(page, at)
        places.insert(0, at)
    return "".join(pieces), [0, *places[1:]], kinds


def _blank(a: Line, b: Line) -> str:
    """Return what parts the words of two lines of a paragraph: nothing in scripts that have no blanks."""
    return "" if UNSPACED.match(a.text[-1:]) and UNSPACED.match(b.text[:1]) else " "


def _spread(lines: list[Line]) -> float:
    """Return how far one line of a paragraph is from the next, in heights of a line.

    It is the least of what is common: where paragraphs are short, most steps are those between them.
    """
    steps = [
        (b.box.y1 - a.box.y1) / max(a.box.height, b.box.height)
        for a, b in pairwise(lines)
        if a.page == b.page and b.left == a.left
    ]
    near = sorted(step for step in steps if 0 < step < 3)
    return max(near[len(near) // 4], 1.0) if near else 1.0


def _breaks(a: Line, b: Line, spread: float, usual: float) -> bool:
    """Return whether a paragraph ends between two lines that follow each other."""
    if BULLET.match(b.text) or a.row or b.row:
        return True
    ends = bool(SENTENCE_END.search(a.text))
    higher = max(a.box.height, b.box.height)
    if abs(a.box.height - b.box.height) > 0.15 * higher:
        return True
    if a.page != b.page or b.box.y1 <= a.box.y1 or (a.left, a.right) != (b.left, b.right):
        goes_on = b.text[:1].islower() and a.right - a.box.x1 < _needed(a, b)
        return ends or not (goes_on or a.text[-1:] in ",-–—" or _is_full(a))
    # A full line is set wider too where it has the mark of a footnote.
    tight = higher < LARGE * usual and (ends or not _is_full(a))
    if b.box.y1 - a.box.y1 > (1.2 if tight else 1.45) * spread * higher:
        return True
    if ends and b.box.y1 - a.box.y1 > APART * higher:
        return True
    if b.box.x0 - b.left > 0.8 * b.box.height and a.box.x0 - a.left < 0.5 * a.box.height:
        return True
    return ends and a.right - a.box.x1 > ROOM * (a.right - a.left)


def _leaves_room(a: Line, below: Sequence[Line]) -> bool:
    """Return whether the next line's first word had found room in a line, as behind a byline, so that it ends there.

    How far the text reaches is told by the lines below of the same size; beside a picture it reaches less far.
    """
    alike = [
        line.box.x1
        for line in below
        if (line.page, line.left, line.right) == (a.page, a.left, a.right)
        and abs(line.box.height - a.box.height) < 0.15 * a.box.height
    ]
    return not below[0].text[:1].islower() and max(alike, default=0.0) - a.box.x1 > _needed(a, below[0])


def _needed(a: Line, b: Line) -> float:
    """Return how much room a line must leave to have had some for the next one's first word."""
    first = b.box.parts[0] if b.box.parts else b.box
    return first.x1 - first.x0 + ROOM * (a.right - a.left)


def _is_full(line: Line) -> bool:
    """Return whether a line ends at its column's right edge, so that its sentence may go on elsewhere."""
    return line.right - line.box.x1 < 0.08 * (line.right - line.left) and line.right - line.left > 100

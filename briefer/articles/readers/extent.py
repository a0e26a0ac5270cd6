"""Tells which lines of a page's window are the article's, by where they stand. Knows nothing of files or of styles.

Told by what a finder of articles found, by the element that holds it, by <article> elements and by links. In doubt a
line is the article's: a menu that is kept is a smaller fault than a sentence that is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.document import Kind
from briefer.articles.readers.window import Block

PROSE = 40  # letters of a line outside what was found to be the article, to count as prose; half in Chinese
LINKED = 0.6  # share of a line's letters that are links, above which it is a menu's
NAMED = 8  # letters of a line that is the page's title by no chance
TEASER = 2  # paragraphs of prose up to which an <article> may only announce another story
TIME = re.compile(r"\b\d{1,2}[.:h]\d\d\b|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
# What stands in one of these has no box of its own.
TEXTUAL = frozenset(
    "blockquote caption center dd dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre table ul".split()
)


def kept(blocks: Sequence[Block], main: Sequence[str], title: str) -> list[Block]:
    """Return the lines of an article: from its heading to the last that was found, what stands beside these in the same
    element, and whatever else reads like prose.

    main are the lines that were found, title is that of the page's window.
    """
    blocks = [part for block in blocks for part in _parted(block, title)]
    boxes = _boxes(blocks)
    shown = [block for block in blocks if not block.menu and not block.apart]
    if not any(map(is_prose, shown)):
        shown = [block for block in blocks if not block.menu]
    places = _places(shown, main, boxes)
    head = _head(shown, places, title)
    others = _others(shown, head, places)
    shown = [block for block in shown if not set(block.articles) & others]
    places = _places(shown, main, boxes)
    head = _head(shown, places, title)
    first, last = (places[0], places[-1]) if places else (0, len(shown) - 1)
    inside = set(range(first if head is None else head, last + 1))
    own = {shown[i].articles[-1] for i in places if shown[i].articles}
    inside |= {i for i, block in enumerate(shown) if block.articles and block.articles[-1] in own}
    inside |= set(_beside(shown, places))
    found = set(places)
    asides = {shown[i].outside for i in inside if is_prose(shown[i])} - {0}
    asides |= _fact_boxes([block for block in shown if block.articles and block.articles[-1] in own])
    return [
        block
        for i, block in enumerate(shown)
        if (i in inside and (i in found or not block.outside or is_prose(block) or _is_of(block, asides)))
        or (i not in inside and is_prose(block) and not block.outside and not _is_boxed(block, boxes))
    ]


def is_prose(block: Block) -> bool:
    """Return whether a line reads like a sentence of an article, wherever it stands."""
    long = PROSE if " " in block.text else PROSE // 2
    return not _is_linked(block) and len(block.text) >= long and bool(SENTENCE_END.search(block.text))


def letters(text: str) -> str:
    """Return the letters and digits of a text, by which it is compared."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _places(blocks: Sequence[Block], main: Sequence[str], boxes: set[Any]) -> list[int]:
    """Return the places of the lines that were found, without those that stand beside a button if there are others."""
    wanted = {letters(line) for line in main} | {letters(line.lstrip("-#| ")) for line in main}
    whole = "".join(map(letters, main))
    mine = ((i, letters(block.text)) for i, block in enumerate(blocks))
    found = [i for i, text in mine if text in wanted or (len(text) >= PROSE and text in whole)]
    bare = [i for i in found if not _is_boxed(blocks[i], boxes)]
    return bare if any(is_prose(blocks[i]) for i in bare) else found


def _head(blocks: Sequence[Block], places: Sequence[int], title: str) -> int | None:
    """Return the place of the last heading of the page before what was found, or where that begins; else None.

    Old pages have it as a line that says what the window's title says.
    """
    before = range(places[0] + 1 if places else len(blocks))
    heads = [i for i in before if blocks[i].level == 1]
    named = [i for i in before if _is_title(blocks[i].text, title)]
    return next(iter([*heads[-1:], *named[-1:]]), None)


def _is_title(text: str, title: str) -> bool:
    """Return whether a line is the window's title, which may name the site too."""
    line, window = letters(text), letters(title)
    return len(line) >= NAMED and line in window and 2 * len(line) >= len(window)


def _parted(block: Block, title: str) -> list[Block]:
    """Return a block, or two if its first line is the page's title, as old pages write it: bold, and a line break."""
    first, _, rest = block.text.partition("\n")
    if not rest or not _is_title(first, title):
        return [block]
    return [replace(block, text=first, kind=Kind.HEADING), replace(block, text=rest)]


def _others(blocks: Sequence[Block], head: int | None, places: Sequence[int]) -> set[int]:
    """Return the <article> elements that announce other stories, where the page has one of its own.

    Such a card has a line or two, and a heading that leads to its story, or it stands beside the <article> that has the
    page's heading. An entry of a live report looks like one, but tells its time.
    """
    prose = Counter(number for block in blocks if is_prose(block) for number in block.articles)
    around = {block.articles[-1]: set(block.articles) for block in reversed(blocks) if block.articles}
    own = set(blocks[head].articles) if head is not None else set()
    first = {number: block for block in reversed(blocks) if block.level for number in block.articles}
    leading = {number for number, block in first.items() if block.is_link}
    timed = {n for block in blocks if TIME.search(block.text) and not is_prose(block) for n in block.articles}
    told = max((prose[number] for number in own), default=0) > 1
    beside = {number for number, outer in around.items() if told and not outer & own}
    cards = {number for number in (leading | beside) - own - timed if prose[number] <= TEASER}
    rest = [
        len(block.text) for block in (blocks[i] for i in places) if is_prose(block) and not set(block.articles) & cards
    ]
    longest = max((len(block.text) for block in blocks if set(block.articles) & cards), default=0)
    return cards if len(rest) > 1 or sum(rest) > longest else set()


def _beside(blocks: Sequence[Block], places: Sequence[int]) -> Iterator[int]:
    """Yield the places of the lines that stand in the element that holds all that was found as its paragraphs do.

    A line with a box of its own there counts if the box is as one of a paragraph that was found, or if it is a table.
    Where all that was found is one box, so does a sentence in a box beside it.
    """
    found = [blocks[i].element for i in places]
    holder = _holder(found)
    if holder is None:
        return
    one = holder in found and holder.tag != "body"
    holder = holder.getparent() if one else holder
    ways = {_way(element, holder) for element in found}
    for i, block in enumerate(blocks):
        if block.element is None or block.outside or _is_linked(block):
            continue
        if one and block.element not in found and not SENTENCE_END.search(block.text):
            continue
        way = _way(block.element, holder)
        if way is None:
            continue
        row = block.kind is Kind.ROW and holder.tag != "body"
        if way in ways or row or all(tag in TEXTUAL for tag, _ in way):
            yield i


def _holder(elements: Iterable[Any]) -> Any:
    """Return the innermost element that holds all of these, and is none of them unless it is a box; else None."""
    common: list[Any] | None = None
    for element in elements:
        if element is None:
            continue
        chain = [*reversed([element, *element.iterancestors()])]
        common = chain if common is None else [a for a, b in zip(common, chain, strict=False) if a is b]
    while common and common[-1].tag in TEXTUAL:
        common.pop()
    return common[-1] if common else None


def _way(element: Any, holder: Any) -> tuple[tuple[str, str], ...] | None:
    """Return the elements from one that holds another down to that, by name and class; None if it does not hold it."""
    way = []
    while element is not holder:
        if element is None:
            return None
        way.append((element.tag, element.get("class") or ""))
        element = element.getparent()
    return tuple(reversed(way))


def _fact_boxes(blocks: Iterable[Block]) -> set[int]:
    """Return the numbers of the asides that tell something, however short, by the lines of the article they stand in.

    Most lines of one that leads to other stories are links, and an offer of letters has something to fill in.
    """
    lines: dict[int, list[Block]] = {}
    for block in blocks:
        if block.outside and not block.level:
            lines.setdefault(block.outside, []).append(block)
    return {number for number, own in lines.items() if 2 * sum(map(_is_linked, own)) < len(own) and _only_tells(own[0])}


def _only_tells(block: Block) -> bool:
    """Return whether a line stands in an <aside> in which nothing is to be filled in or pressed."""
    asides = [*block.element.iterancestors("aside")] if block.element is not None else []
    return bool(asides) and next(asides[-1].iter("form", "input", "button"), None) is None


def _is_of(block: Block, asides: set[int]) -> bool:
    return block.outside in asides and not _is_linked(block)


def _is_linked(block: Block) -> bool:
    return block.linked > LINKED * len("".join(block.text.split()))


def _boxes(blocks: Sequence[Block]) -> set[Any]:
    """Return the elements that have a button of their own, as consent to cookies and offers of letters do."""
    root = next((block.element.getroottree() for block in blocks if block.element is not None), None)
    return {button.getparent() for button in root.iter("button")} if root is not None else set()


def _is_boxed(block: Block, boxes: set[Any]) -> bool:
    box = block.element.getparent() if block.element is not None else None
    return box is not None and box.tag != "body" and box in boxes

"""Tells what the window of a browser shows of a page's tree, line by line. Knows nothing of what an article is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from briefer.articles.readers import lines, rows
from briefer.articles.readers.document import Kind
from briefer.articles.readers.html import BLOCKS, EMBEDDED, NEVER_SHOWN, above_the_line
from briefer.articles.readers.styles import Declarations, Look, Sheets, declarations, look
from briefer.language.sentences import TERMINAL

MENUS = frozenset("nav menu button select textarea svg".split())
MENU_ROLES = frozenset("navigation search menu menubar toolbar tablist".split())
OUTSIDE = frozenset("footer aside".split())
OUTSIDE_ROLES = frozenset("complementary contentinfo".split())
DIALOGS = frozenset("dialog alertdialog".split())
COMMENT = re.compile(r"schema\.org/(?:\w*Comments?)$")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
HIDDEN = Look(seen=False)
MOST_SPANNED = 65_534  # rows, by HTML


@dataclass(slots=True)
class Block:
    """A line of a page: its text, how many of its letters are links to elsewhere, and where it stands.

    menu says whether that is a menu, and apart whether it is a dialog or a comment of a reader. outside is the number
    of the <aside> or <footer> it is in, from 1, or 0; level that of a heading, from 1, or 0; articles are the numbers
    of the <article> elements around it, from the outermost. element is the block of the page's tree that it is in.
    """

    text: str = ""
    linked: int = 0
    menu: bool = False
    apart: bool = False
    outside: int = 0
    level: int = 0
    articles: tuple[int, ...] = ()
    kind: Kind = Kind.UNKNOWN
    element: Any = None

    @property
    def is_link(self) -> bool:
        """Return whether all of it is a link to elsewhere."""
        return self.linked >= len("".join(self.text.split()))


def seen(tree: Any, sheets: Iterable[str] = ()) -> list[Block]:
    """Return the lines that the window shows of a page, by lxml's tree of it, in reading order.

    The marks of footnotes are taken out of the lines, and of the tree.
    """
    from lxml import etree

    walk = _Walk(tree, sheets)
    for event, element in etree.iterwalk(tree.body, events=("start", "end")):
        if event == "start":
            walk.begin(element)
        else:
            walk.end(element)
    walk.close()
    return walk.blocks


@dataclass(slots=True)
class _Table:
    element: Any
    rows: list[list[rows.Cell]] = field(default_factory=list)


class _Walk:
    """What has been seen so far, and which elements are open."""

    def __init__(self, tree: Any, sheets: Iterable[str]) -> None:
        shown = tree.xpath("//style[not(ancestor::noscript)]")  # the others are for browsers without scripts
        own = [s.text or "" for s in shown if (s.get("media") or "all") in {"all", "screen"}]
        self.blocks: list[Block] = []
        self._said = Sheets([*sheets, *own]).on(tree)
        self._looks = [Look()]
        self._menus = self._apart = self._links = self._articles = self._items = self._asides = self._pre = 0
        self._within: list[int] = []
        self._outside: list[int] = []
        self._table: _Table | None = None
        self._open = Block()
        self._pieces: list[str] = []
        self._raised: tuple[Any, list[str], int] | None = None

    def begin(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = tag in NEVER_SHOWN and not (tag in EMBEDDED and _lacks_end(element))
        hidden = hidden and not (tag == "dialog" and "open" in element.attrib)
        self._looks.append(HIDDEN if hidden else look(element.attrib, self._looks[-1], self._said.get(element)))
        self._count(element, tag, 1)
        if tag == "table" and self._table is None and _has_data(element):
            self.close()
            self._table = _Table(element)
        elif tag in BLOCKS:
            self._begin_block(tag)
        elif tag == "br":
            self._pieces.append("\n" if self._table is None and not self._open.level else " ")
        if _is_raised(element, tag, self._said.get(element)):
            self._raised = (element, self._pieces, len(self._pieces))
        self._take(element.text, element)

    def end(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if self._table is not None and element is self._table.element:
            for line in rows.table(self._table.rows):
                self._add(line, Kind.ROW, element)
            self._table, self._pieces = None, []
        elif tag in BLOCKS:
            self._end_block(tag, element)
        if self._raised is not None and element is self._raised[0]:
            self._lower(element)
        self._looks.pop()
        self._count(element, tag, -1)
        if element.getparent() is not None and tag != "body":
            self._take(element.tail, element.getparent())

    def close(self) -> None:
        """End the line that is open."""
        whole = "".join(self._pieces)
        if self._pre and not self._open.level:  # its lines stand as they were typed
            linked = self._open.linked if self._open.linked >= len("".join(whole.split())) else 0
            for text, kind in lines.blocks(whole)[0]:
                self._add(text, kind, self._open.element, linked)
            whole = ""
        for part in re.split(r"\n[^\S\n]*\n\s*", whole):
            if text := "\n".join(filter(None, (" ".join(line.split()) for line in part.split("\n")))):
                kind = Kind.HEADING if self._open.level else Kind.ITEM if self._items else Kind.UNKNOWN
                self._add(text, kind, self._open.element, self._open.linked, self._open.level)
        self._pieces, self._open = [], Block()

    def _add(self, text: str, kind: Kind, element: Any, linked: int = 0, level: int = 0) -> None:
        outside = self._outside[0] if self._outside else 0
        block = Block(
            text, linked, self._menus > 0, self._apart > 0, outside, level, tuple(self._within), kind, element
        )
        if kind is not Kind.HEADING and block.is_link and not TERMINAL.search(text):
            block.kind = Kind.LABEL
        self.blocks.append(block)

    def _lower(self, element: Any) -> None:
        """Put what a raised element adds to the text in the place of its letters: 45 with a note 3 is not 453."""
        _, pieces, start = self._raised or (None, [], 0)
        self._raised = None
        if pieces is not self._pieces:
            return
        mark = "".join(pieces[start:])
        linked = next(element.iter("a"), None) is not None or next(element.iterancestors("a"), None) is not None
        shown = above_the_line(mark, linked=linked)
        pieces[start:] = [shown]
        for inner in element.iterdescendants():
            inner.text = inner.tail = None
        element.text = shown

    def _begin_block(self, tag: str) -> None:
        if self._table is None:
            self.close()
            self._open.level = HEADINGS.get(tag, 0)
        elif tag == "tr":
            self._table.rows.append([])
            self._pieces = []
        else:
            self._pieces = [] if tag in {"td", "th"} else [*self._pieces, " "]

    def _end_block(self, tag: str, element: Any) -> None:
        if self._table is None:
            self.close()
        elif tag in {"td", "th"}:
            if not self._table.rows:
                self._table.rows.append([])
            across, down = _span(element, "colspan"), _span(element, "rowspan")
            self._table.rows[-1].append(rows.Cell("".join(self._pieces), across, down, tag == "th"))
            self._pieces = []
        elif tag == "caption" and (text := " ".join("".join(self._pieces).split())):
            self._add(text, Kind.UNKNOWN, self._table.element)
            self._pieces = []

    def _count(self, element: Any, tag: str, step: int) -> None:
        role = element.get("role") or ""
        menu = tag in MENUS or role in MENU_ROLES
        outside = tag in OUTSIDE or role in OUTSIDE_ROLES
        apart = _is_apart(element, tag, role)
        if (menu or outside or apart or tag in {"li", "pre"}) and self._table is None:
            self.close()
        self._items += step if tag == "li" else 0
        self._apart += step if apart else 0
        self._pre += step if tag == "pre" else 0
        if tag == "article" and self._table is None:
            self.close()
            self._articles += step > 0
            self._within = [*self._within, self._articles] if step > 0 else self._within[:-1]
        self._menus += step if menu else 0
        if outside:
            self._asides += step > 0
            self._outside = [*self._outside, self._asides] if step > 0 else self._outside[:-1]
        self._links += step if tag == "a" and _leads_elsewhere(element) else 0

    def _take(self, text: str | None, element: Any) -> None:
        if not text or not self._looks[-1].legible:
            return
        self._pieces.append(text if self._pre else re.sub(r"\s+", " ", text))
        if text.strip() and self._open.element is None:
            self._open.element = next((e for e in (element, *element.iterancestors()) if e.tag in BLOCKS), element)
        self._open.linked += len("".join(text.split())) if self._links else 0


def _is_raised(element: Any, tag: str, sheet: Declarations | None) -> bool:
    """Return whether an element stands above the line, by what it is, its own style, or else the style sheets."""
    style = element.get("style") or ""
    found = (declarations(style) if "vertical" in style else {}).get("vertical-align") or (sheet or {}).get(
        "vertical-align", []
    )
    return tag == "sup" or "".join(token.serialize() for token in found) == "super"


def _is_apart(element: Any, tag: str, role: str) -> bool:
    """Return whether an element is a dialog or has comments of readers, and not the page's heading."""
    dialog = tag == "dialog" or role in DIALOGS or element.get("aria-modal") == "true"
    comment = role == "comment" or element.get("itemprop") == "comment" or element.get("id") == "comments"
    comment = comment or COMMENT.search(element.get("itemtype") or "") is not None
    return (dialog or comment) and tag != "body" and next(element.iter("h1"), None) is None


def _leads_elsewhere(link: Any) -> bool:
    target = link.get("href") or ""
    return target == "#" or (target != "" and not target.startswith("#"))


def _lacks_end(element: Any) -> bool:
    """Return whether an embedded element seems never closed: it goes on to the end of what it stands in."""
    parent = element.getparent()
    return parent is not None and element.getnext() is None and not (element.tail or "").strip() and len(element) > 0


def _span(cell: Any, name: str) -> int:
    """Return how many columns or rows a cell spans; 0 is for all that are left."""
    found = re.match(r"\s*(\d{1,9})", cell.get(name) or "1")
    return (int(found.group(1)) or MOST_SPANNED) if found else 1


def _has_data(table: Any) -> bool:
    """Return whether a table shows data, not the layout of a page: rows of cells with a line in each."""
    if next((True for inner in table.iterdescendants("table", "ul", "ol", "h1", "h2", "h3")), False):
        return False
    found = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iterdescendants("tr")]
    if sum(len(cells) > 1 for cells in found) < 2:
        return False
    return all(sum(1 for _ in cell.iterchildren("p", "div")) <= 1 for cells in found for cell in cells)

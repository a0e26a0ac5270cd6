"""Tells what the window of a browser shows of a page's tree, line by line. Knows nothing of what an article is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from briefer.articles.readers import rows
from briefer.articles.readers.document import Kind
from briefer.articles.readers.html import BLOCKS, EMBEDDED, NEVER_SHOWN
from briefer.articles.readers.styles import Look, Sheets, look

MENUS = frozenset("nav menu button select textarea svg".split())
MENU_ROLES = frozenset("navigation search menu menubar toolbar tablist".split())
OUTSIDE = frozenset("footer aside".split())
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
HIDDEN = Look(seen=False)


@dataclass(slots=True)
class Block:
    """A line of a page: its text, how many of its letters are links, whether it stands in a menu, or beside.

    level is that of a heading, from 1, and article the number of the <article> it is in; 0 for none.
    """

    text: str = ""
    linked: int = 0
    menu: bool = False
    outside: bool = False
    level: int = 0
    article: int = 0
    kind: Kind = Kind.UNKNOWN


def seen(tree: Any, sheets: Iterable[str] = ()) -> list[Block]:
    """Return the lines that the window shows of a page, by lxml's tree of it, in reading order."""
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
    rows: list[list[str]] = field(default_factory=list)
    named: bool | None = None


class _Walk:
    """What has been seen so far, and which elements are open."""

    def __init__(self, tree: Any, sheets: Iterable[str]) -> None:
        own = [s.text or "" for s in tree.iter("style") if (s.get("media") or "all") in {"all", "screen"}]
        self.blocks: list[Block] = []
        self._said = Sheets([*sheets, *own]).on(tree)
        self._looks = [Look()]
        self._menus = self._outside = self._links = self._articles = self._items = 0
        self._within: list[int] = []
        self._table: _Table | None = None
        self._open = Block()
        self._pieces: list[str] = []

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
        self._take(element.text)

    def end(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if self._table is not None and element is self._table.element:
            for line in rows.lines(self._table.rows, named=self._table.named):
                self.blocks.append(Block(line, 0, self._menus > 0, self._outside > 0, 0, self._article, Kind.ROW))
            self._table, self._pieces = None, []
        elif tag in BLOCKS:
            self._end_block(tag)
        self._looks.pop()
        self._count(element, tag, -1)
        if element.getparent() is not None and tag != "body":
            self._take(element.tail)

    def close(self) -> None:
        """End the line that is open."""
        whole = "".join(self._pieces)
        for part in re.split(r"\n[^\S\n]*\n\s*", whole):
            lines = [" ".join(line.split()) for line in part.split("\n")]
            if text := "\n".join(filter(None, lines)):
                about = (self._menus > 0, self._outside > 0, self._open.level, self._article)
                kind = Kind.HEADING if self._open.level else Kind.ITEM if self._items else Kind.UNKNOWN
                self.blocks.append(Block(text, self._open.linked, *about, kind))
        self._pieces, self._open = [], Block()

    @property
    def _article(self) -> int:
        return self._within[-1] if self._within else 0

    def _begin_block(self, tag: str) -> None:
        if self._table is None:
            self.close()
            self._open.level = HEADINGS.get(tag, 0)
        elif tag == "tr":
            self._table.rows.append([])
            self._pieces = []
        else:
            self._pieces = [] if tag in {"td", "th"} else [*self._pieces, " "]

    def _end_block(self, tag: str) -> None:
        if self._table is None:
            self.close()
        elif tag in {"td", "th"}:
            if not self._table.rows:
                self._table.rows.append([])
            if tag == "th" and len(self._table.rows) == 1:
                self._table.named = True
            self._table.rows[-1].append("".join(self._pieces))
            self._pieces = []
        elif tag == "caption" and self._pieces:
            self.blocks.append(Block(" ".join("".join(self._pieces).split())))
            self._pieces = []

    def _count(self, element: Any, tag: str, step: int) -> None:
        menu = tag in MENUS or (element.get("role") or "") in MENU_ROLES
        if (menu or tag in OUTSIDE or tag == "li") and self._table is None:
            self.close()
        self._items += step if tag == "li" else 0
        if tag == "article" and self._table is None:
            self.close()
            self._articles += step > 0
            self._within = [*self._within, self._articles] if step > 0 else self._within[:-1]
        self._menus += step if menu else 0
        self._outside += step if tag in OUTSIDE else 0
        self._links += step if tag == "a" else 0

    def _take(self, text: str | None) -> None:
        if text and self._looks[-1].legible:
            self._pieces.append(re.sub(r"\s+", " ", text))
            self._open.linked += len("".join(text.split())) if self._links else 0


def _lacks_end(element: Any) -> bool:
    """Return whether an embedded element seems never closed: it goes on to the end of what it stands in."""
    parent = element.getparent()
    return parent is not None and element.getnext() is None and not (element.tail or "").strip() and len(element) > 0


def _has_data(table: Any) -> bool:
    """Return whether a table shows data, not the layout of a page: rows of cells with a line in each."""
    if next((True for inner in table.iterdescendants("table", "ul", "ol", "h1", "h2", "h3")), False):
        return False
    found = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iterdescendants("tr")]
    if sum(len(cells) > 1 for cells in found) < 2:
        return False
    return all(sum(1 for _ in cell.iterchildren("p", "div")) <= 1 for cells in found for cell in cells)

"""Finds what pieces of HTML within a text show. Knows nothing of Markdown or files; whole pages are `page`'s.

Tags, attributes, comments and what an element hides are not shown; the text between the tags is. What hides an element
from outside it (a style sheet, a script) is not seen here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from html.parser import HTMLParser
from itertools import pairwise

from briefer.articles.readers.document import Kind
from briefer.articles.readers.footnotes import DIGITS, raised
from briefer.articles.readers.styles import Look, look

COMMENT_END = re.compile(r"--!?>")
DECLARATION = re.compile(r"<[!?][^>]*(>|\Z)")
# Vanishes when the text is normalised; until then it keeps what stood around a comment from becoming a tag.
GAP = "\u200b"
NEVER_SHOWN = frozenset(
    """
    audio canvas datalist dialog head iframe noembed noframes noscript object script style template title video
    """.split()
)
# What a browser shows in place of what stands in them; without an end of their own they hide nothing.
EMBEDDED = frozenset("audio canvas iframe noembed noframes object video".split())
IN_HEAD = frozenset("base link meta noscript script style template title".split())
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()
)
DEEPEST = 500  # elements inside one another; deeper than that is no article, and takes long to look through
CELL = frozenset({"td", "th"})
CELLS = re.compile(r"^(?:;\s*)+")  # before the first cell that says something
KINDS = {"li": Kind.ITEM, "tr": Kind.ROW} | dict.fromkeys("h1 h2 h3 h4 h5 h6".split(), Kind.HEADING)
CLOSED_BY_THE_NEXT = frozenset("dd dt li option p td th tr".split())
HIDDEN = Look(seen=False)


def above_the_line(text: str, *, linked: bool = False) -> str:
    """Return what a raised text adds to what it stands behind: no mark of a note, which is a link or looks like one.

    Digits that are no link are raised ones, of which the marks are taken off where all formats' are.
    """
    inner = text.strip()
    if not linked and (inner.isalpha() or re.fullmatch(r"[-−]?\d+", inner)):  # 2<sup>e</sup>, 10<sup>-3</sup>
        return inner.translate(DIGITS | {ord("-"): "⁻", ord("−"): "⁻"})
    return raised("", text)


class Shown:
    """What is shown of a text, given its parts in order: it knows which elements are open and whether one hides.

    source is the whole text, in which an embedded element must have its end to hide what follows it.
    """

    def __init__(self, source: str = "") -> None:
        self._open: list[tuple[str, Look]] = []
        self._ends = Counter(tag.lower() for tag in re.findall(r"</([a-zA-Z]+)", source))

    @property
    def depth(self) -> int:
        """Return how many elements are open."""
        return len(self._open)

    def close_to(self, depth: int) -> None:
        """Close the elements that were opened since there were so many."""
        del self._open[depth:]

    def text(self, text: str) -> str:
        """Return the text if nothing hides it, else nothing."""
        return text if not self._open or self._open[-1][1].legible else ""

    def html(self, source: str) -> str:
        """Return what is shown of HTML, with a blank line where a block begins or ends.

        A comment or tag that does not end hides all that follows, as it does in a browser.
        """
        return "".join(self._parsed(source).shown)

    def blocks(self, source: str) -> Iterator[tuple[str, Kind]]:
        """Yield what `html` returns block by block, each with what its elements say that it is."""
        parser = self._parsed(source)
        for start, end in pairwise([0, *parser.begins, len(parser.shown)]):
            text = "".join(parser.shown[start:end]).strip()
            yield CELLS.sub("", text), parser.begins.get(start, Kind.UNKNOWN)

    def kind(self) -> Kind:
        """Return what a block is by the elements that are open."""
        return next((KINDS[tag] for tag, _ in reversed(self._open) if tag in KINDS), Kind.UNKNOWN)

    def within(self, tags: Set[str]) -> bool:
        """Return whether one of these elements is open."""
        return any(tag in tags for tag, _ in self._open)

    def _parsed(self, source: str) -> _Tags:
        rest, ended = without_comments(source)
        parser = _Tags(self)
        parser.feed(DECLARATION.sub(GAP, rest))
        if not ended or parser.rawdata.startswith("<"):
            self._open.append(("", HIDDEN))
        return parser

    def opened(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note that an element begins."""
        if self._open and self._open[-1][0] == "head" and tag not in IN_HEAD:
            self._open.pop()
        last = self._open[-1][0] if self._open else ""
        if (last == tag and tag in CLOSED_BY_THE_NEXT) or (last == "p" and tag in BLOCKS):
            self._open.pop()
        if tag in VOID or self.depth > DEEPEST or (tag in EMBEDDED and not self._ends[tag]):
            return
        inherited = self._open[-1][1] if self._open else Look()
        never = tag in NEVER_SHOWN or self.depth == DEEPEST
        self._open.append((tag, HIDDEN if never else look(dict(attributes), inherited)))

    def closed(self, tag: str) -> None:
        """Note that an element ends; nothing happens if none of that name is open."""
        self._ends[tag] -= 1
        place = next((i for i in reversed(range(self.depth)) if self._open[i][0] == tag), None)
        if place is not None:
            self.close_to(place)


def without_comments(source: str) -> tuple[str, bool]:
    """Return a text without HTML's comments, and whether the last one ends; what follows an endless one is left out."""
    pieces, at = [], 0
    while (start := source.find("<!--", at)) >= 0:
        pieces += [source[at:start], GAP]
        end = COMMENT_END.search(source, start + 2)
        if end is None:
            return "".join(pieces), False
        at = end.end()
    return "".join([*pieces, source[at:]]), True


class _Tags(HTMLParser):
    """Tells a page of tags, and collects what it shows."""

    def __init__(self, page: Shown) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.shown: list[str] = []
        self.begins: dict[int, Kind] = {}  # the places in it where a block begins
        self._raised: int | None = None  # the place of what stands above the line

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.opened(tag, attrs)
        self._raised = len(self.shown) if tag == "sup" else self._raised
        self._break(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML knows no element that closes itself

    def handle_endtag(self, tag: str) -> None:
        self.page.closed(tag)
        if tag == "sup" and self._raised is not None:
            self.shown[self._raised :] = [above_the_line("".join(self.shown[self._raised :]))]
            self._raised = None
        self._break(tag, ends=True)

    def handle_data(self, data: str) -> None:
        self.shown.append(self.page.text(re.sub(r"\s+", " ", data)))

    def _break(self, tag: str, *, ends: bool = False) -> None:
        if tag in CELL:  # a row is one block
            self.shown.append("" if ends else "; ")
        elif tag in BLOCKS and self.page.within(CELL):
            self.shown.append(" ")
        elif tag in BLOCKS:
            self.shown.append("\n\n")
            self.begins[len(self.shown)] = self.page.kind()
        elif tag == "br":
            self.shown.append(" ")

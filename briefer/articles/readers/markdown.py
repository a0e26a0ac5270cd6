"""Reads Markdown with front matter. What a rendered page would not show (comments, tags, link targets, hidden elements)
is left out; the text between tags is text. A row of a table becomes a line that names its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefer.articles.readers import lines
from briefer.articles.readers.about import LINK, about, document
from briefer.articles.readers.document import Document, Kind, joined
from briefer.articles.readers.encodings import decode
from briefer.articles.readers.footnotes import raised
from briefer.articles.readers.html import Shown
from briefer.articles.readers.lines import Block
from briefer.language.sentences import TERMINAL

FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,30}\](?!:)")
NOTE = re.compile(r"\[\^[^\]\s]{1,30}\]:\s*")
STRUCK = "Words of it that are struck through were left out."
TASK = re.compile(r"^\[[ xX]\]\s+")  # a box to tick, before an item
MARKED = re.compile(r"==(?=\S)([^=\n]+)(?<=\S)==")
# What a note program shows to its writer alone; a percent sign may be written twice, but not before a word.
PRIVATE = re.compile(r"(?<!\S)%%(?=[^\W\d]|\s)[^%]*%%(?![\w%])")
ANCHOR = re.compile(r"\s*\{#[\w-]+\}\s*$")


def read(data: bytes) -> Document:
    """Return the document in a Markdown file: one block of text a heading, paragraph, list item or row of a table.

    Raises ReadError for bytes that are no text.
    """
    text, notes = decode(data)
    found = about(text.replace("\r\n", "\n").replace("\r", "\n"))
    # An article has no code: what is indented is a paragraph.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # every target is left out, however it looks
    own = PRIVATE.sub("", found.text.replace("\v", " ").replace("\f", "\n\n"))
    source = re.sub(r"(?m)^(?=\[\^)", r"\\", own)
    tokens = parser.parse(source)
    blocks = list(_blocks(tokens, Shown(source)))
    whole, kinds = joined(lines.uninterrupted(lines.undoubled(blocks)))
    struck = any(child.type == "s_open" for token in tokens for child in token.children or [])
    return document(found, whole, kinds, (*notes, STRUCK) if struck else notes)


def _blocks(tokens: Sequence[Token], page: Shown) -> Iterator[Block]:
    """Yield the blocks of some tokens, in order."""
    within: list[str] = []
    head: list[str] = []
    cells: list[str] = []
    for token in tokens:
        name = token.type.rpartition("_")[0]
        if token.nesting == 1:
            within.append(name)
            cells = [] if name == "tr" else cells
        elif token.nesting == -1:
            within.pop()
            if name == "tr" and "thead" in within:
                head = cells
            elif name == "tr":
                yield lines.row_text(head, cells), Kind.ROW
            elif name == "table" and not any(t.type == "tbody_open" for t in tokens):
                yield " ".join(head), Kind.ROW
        elif token.type == "inline" and within[-1] in {"th", "td"}:
            cells.append(" ".join(_text(token, page).split()))
        elif token.type == "inline":
            yield from _inline(token, page, within)
        elif token.type == "fence":
            yield from lines.blocks(page.text(token.content))[0]
        elif token.type == "html_block":
            yield from page.blocks(f"{token.content}\n")


def _inline(token: Token, page: Shown, within: Sequence[str]) -> Iterator[Block]:
    """Yield what a heading, a paragraph or an item says, and what it is."""
    text = _text(token, page)
    if within[-1] == "heading":
        yield ANCHOR.sub("", text.replace("\n", " ")), Kind.HEADING
    elif NOTE.match(text):
        yield NOTE.sub("", text.replace("\n", " ")), Kind.NOTE
    elif _is_label(token) and not TERMINAL.search(text):
        yield text.replace("\n", " "), Kind.LABEL
    elif "list_item" in within:
        text = TASK.sub("", text)
        for part, _ in lines.paragraphs(text.split("\n")) if text.strip() else ():
            yield part, Kind.ITEM
    else:
        yield from lines.paragraphs([line for line in text.split("\n") if line.strip()] or [""])


def _is_label(token: Token) -> bool:
    """Return whether all of a block is links, as a menu or a table of contents is."""
    depth, links = 0, 0
    for child in token.children or []:
        depth += child.nesting if child.type.startswith("link_") else 0
        links += child.type == "link_open"
        if depth == 0 and child.type in {"text", "code_inline"} and child.content.strip(" |·•›»-–/,\t"):
            return False
    return links > 0


def _text(token: Token, page: Shown) -> str:
    """Return what is shown of a block, a line feed where a line of its source ends."""
    depth, text, mark, struck = page.depth, "", None, 0
    for child in token.children or []:
        struck += child.nesting if child.type in {"s_open", "s_close"} else 0
        if struck:  # its writer took it back: "~~It cost 40 million.~~ It cost 44 million."
            continue
        tag = child.content.lower().replace(" ", "") if child.type == "html_inline" else ""
        if tag == "<sup>":
            mark = ""
        elif tag == "</sup>" and mark is not None:
            text, mark = text + raised(text, mark), None
        elif mark is not None:
            mark += _piece(child, page)
        else:
            text += _piece(child, page)
    page.close_to(depth)  # what a paragraph opens ends with it
    text = MARKED.sub(r"\1", FOOTNOTE.sub("", text + (mark or "")))
    return LINK.sub(lambda m: m.group(2) or m.group(1), text)


def _piece(token: Token, page: Shown) -> str:
    if token.type == "html_inline":
        return page.html(token.content).replace("\n\n", " ")
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    return page.text(token.content) if token.type in {"text", "code_inline"} else ""

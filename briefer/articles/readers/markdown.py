"""Reads Markdown with front matter. What a rendered page would not show (comments, tags, link targets, hidden elements)
is left out; the text between tags is text.
"""

from __future__ import annotations

import datetime as dt

import yaml
from frontmatter.default_handlers import YAMLHandler  # type: ignore[import-untyped, unused-ignore]
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefer.articles.readers.document import Document
from briefer.articles.readers.html import Shown
from briefer.errors import ReadError
from briefer.language import dates


def read(data: bytes) -> Document:
    """Return the document in a Markdown file: one block of text a heading, paragraph or list item."""
    about, content = _front_matter(data.decode("utf-8-sig"))
    parser = MarkdownIt("commonmark")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # every target is left out, however it looks
    page = Shown(content)
    blocks = [_block(token, page) for token in parser.parse(content)]
    return Document(
        text="\n\n".join(block for block in blocks if block.strip()),
        title=_string(about.get("title")),
        publisher=_string(about.get("publisher")),
        date=dates.iso(_string(about.get("date")) or ""),
    )


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        head, content = handler.split(text)
    except ValueError:  # one rule, and none that closes it
        return {}, text
    try:
        about = handler.load(head)
    except (yaml.YAMLError, ValueError, RecursionError) as exc:  # ValueError: a date such as 2025-13-45
        raise ReadError(f"the front matter is not YAML ({str(exc).partition(chr(10))[0]}). Mend or remove it.") from exc
    return (about, content) if isinstance(about, dict) else ({}, text)


def _block(token: Token, page: Shown) -> str:
    if token.type == "html_block":
        return page.html(f"{token.content}\n")
    if token.type != "inline":
        return ""
    depth = page.depth
    text = "".join(_piece(child, page) for child in token.children or [])
    page.close_to(depth)  # what a paragraph opens ends with it
    return text


def _piece(token: Token, page: Shown) -> str:
    if token.type == "html_inline":
        return page.html(token.content).replace("\n\n", " ")
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return page.text(token.content) if token.type in {"text", "code_inline"} else ""


def _string(value: object) -> str | None:
    """Return a value of front matter as written, or None for a list or a mapping, which may unfold to gigabytes."""
    try:
        return str(value) if isinstance(value, str | int | float | dt.date) else None
    except ValueError:  # a number of thousands of digits
        return None

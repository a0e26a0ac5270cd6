"""Reads Markdown with front matter. What a rendered page would not show (comments, HTML, link targets) is left out."""

from __future__ import annotations

import datetime as dt

import frontmatter  # type: ignore[import-untyped, unused-ignore]
import yaml
from dateutil import parser as dates
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefer.errors import ReadError
from briefer.readers.document import Document


def read(data: bytes) -> Document:
    """Return the document in a Markdown file: one block of text a heading, paragraph or list item."""
    try:
        post = frontmatter.loads(data.decode("utf-8-sig"))
    except yaml.YAMLError as exc:
        raise ReadError(f"the front matter is not YAML ({str(exc).splitlines()[0]}). Mend or remove it.") from exc
    blocks = [_text(t.children or []) for t in MarkdownIt("commonmark").parse(post.content) if t.type == "inline"]
    return Document(
        text="\n\n".join(block for block in blocks if block.strip()),
        title=_string(post.get("title")),
        publisher=_string(post.get("publisher")),
        date=_date(post.get("date")),
    )


def _text(tokens: list[Token]) -> str:
    blanks = {"softbreak", "hardbreak"}
    return "".join(" " if t.type in blanks else t.content for t in tokens if t.type in {"text", "code_inline", *blanks})


def _string(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None


def _date(value: object) -> str | None:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    try:
        return dates.parse(str(value)).date().isoformat() if value else None
    except (ValueError, OverflowError):
        return None

"""Reads Markdown with front matter. What a rendered page would not show (comments, HTML, link targets) is left out."""

from __future__ import annotations

import yaml
from frontmatter.default_handlers import YAMLHandler  # type: ignore[import-untyped, unused-ignore]
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefer import dates
from briefer.errors import ReadError
from briefer.readers.document import Document


def read(data: bytes) -> Document:
    """Return the document in a Markdown file: one block of text a heading, paragraph or list item."""
    about, content = _front_matter(data.decode("utf-8-sig"))
    blocks = [_text(t.children or []) for t in MarkdownIt("commonmark").parse(content) if t.type == "inline"]
    return Document(
        text="\n\n".join(block for block in blocks if block.strip()),
        title=_string(about.get("title")),
        publisher=_string(about.get("publisher")),
        date=dates.iso(str(about.get("date", ""))),
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


def _text(tokens: list[Token]) -> str:
    blanks = {"softbreak", "hardbreak"}
    return "".join(" " if t.type in blanks else t.content for t in tokens if t.type in {"text", "code_inline", *blanks})


def _string(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None

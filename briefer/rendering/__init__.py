"""Turns a Brief, what changed, an Answer, an article or passages into text or a file. Knows not how they are made.

`layout` says what a page has, once for all formats; a format only draws that. A package above that has results of its
own, such as evaluation, has a table of formats of its own with the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefer.rendering import json, markdown, terminal
from briefer.rendering.data import NAME, dumped
from briefer.rendering.layout import Result, document, sections
from briefer.rendering.page import Page
from briefer.rendering.sealing import sealed


def render(result: Result, format: str, page: Page | None = None) -> bytes:
    """Return a result as a file of a format; it carries its data, which `carried` reads back.

    Raises UsageError where a format needs what this computer lacks.
    """
    return FILES[format](result, page or Page())


def _terminal(result: Result) -> str:
    return terminal.draw(sections(result))


def _md(result: Result) -> str:
    return markdown.draw(sections(result))


def _terminal_file(result: Result, page: Page) -> bytes:
    shown = document(result, evidence=True) if page.evidence else sections(result)
    return terminal.draw(shown).encode()


def _md_file(result: Result, page: Page) -> bytes:
    return f"{markdown.draw(document(result, evidence=page.evidence))}\n<!-- {NAME} {dumped(result)} -->\n".encode()


def _html_file(result: Result, page: Page) -> bytes:
    from briefer.rendering import html

    return html.draw(result, page).encode()


def _pdf_file(result: Result, page: Page) -> bytes:
    from briefer.rendering import pdf

    return pdf.draw(result, page)


def _docx_file(result: Result, page: Page) -> bytes:
    from briefer.rendering import docx

    return docx.draw(result, page)


# What is shown at once, without the data.
FORMATS: Mapping[str, Callable[[Result], str]] = {"terminal": _terminal, "md": _md, "json": json.render}
FILES: Mapping[str, Callable[[Result, Page], bytes]] = {
    "terminal": _terminal_file,
    "md": _md_file,
    "json": lambda result, _: json.render(sealed(result)).encode(),
    "html": _html_file,
    "pdf": _pdf_file,
    "docx": _docx_file,
}

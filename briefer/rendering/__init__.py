"""Turns a Brief, an Answer, an article or passages into text. Knows nothing of how they are made.

`layout` says what a page has, once for all formats; a format only draws that. A package above that has results of its
own, such as evaluation, has a table of formats of its own with the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefer.rendering import json, markdown, terminal
from briefer.rendering.layout import Result, sections


def _terminal(result: Result) -> str:
    return terminal.draw(sections(result))


def _md(result: Result) -> str:
    return markdown.draw(sections(result))


FORMATS: Mapping[str, Callable[[Result], str]] = {"terminal": _terminal, "md": _md, "json": json.render}

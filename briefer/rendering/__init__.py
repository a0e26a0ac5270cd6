"""Turns a Brief, an Answer or passages into text. Knows nothing of how they are made.

A package above that has results of its own, such as evaluation, has a table of formats of its own with the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from briefer.rendering import json, markdown, terminal
from briefer.schema import Answer, Article, Brief, Passage

Result = Answer | Brief | Article | Sequence[Passage]
FORMATS: Mapping[str, Callable[[Result], str]] = {
    "terminal": terminal.render,
    "md": markdown.render,
    "json": json.render,
}

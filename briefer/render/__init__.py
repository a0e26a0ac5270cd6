"""Turns a Brief, an Answer or passages into text. Knows nothing of how they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import BaseModel, TypeAdapter

from briefer.render import markdown, terminal
from briefer.schema import Answer, Article, Brief, Passage

Result = Answer | Brief | Article | Sequence[Passage]


def _json(result: Result) -> str:
    """Return a result as its pydantic model is, indented."""
    adapter: TypeAdapter[Result] = TypeAdapter(type(result) if isinstance(result, BaseModel) else list[Passage])
    return adapter.dump_json(result, indent=2).decode() + "\n"


FORMATS: dict[str, Callable[[Result], str]] = {"terminal": terminal.render, "md": markdown.render, "json": _json}

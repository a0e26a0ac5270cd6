"""Turns a Brief, an Answer or passages into text. Knows nothing of how they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import BaseModel, TypeAdapter

from briefer.evaluation import rendering
from briefer.evaluation.report import Evaluation, RunComparison
from briefer.rendering import markdown, terminal
from briefer.schema import Answer, Article, Brief, Passage

Result = Answer | Brief | Article | Sequence[Passage] | Evaluation | RunComparison
MOST = 10  # failures that a terminal shows


def _terminal(result: Result) -> str:
    if isinstance(result, Evaluation | RunComparison):
        return terminal.laid_out(rendering.render(result, most=MOST))
    return terminal.render(result)


def _md(result: Result) -> str:
    return rendering.render(result) if isinstance(result, Evaluation | RunComparison) else markdown.render(result)


def _json(result: Result) -> str:
    """Return a result as its pydantic model is, indented."""
    adapter: TypeAdapter[Result] = TypeAdapter(type(result) if isinstance(result, BaseModel) else list[Passage])
    return adapter.dump_json(result, indent=2).decode() + "\n"


FORMATS: dict[str, Callable[[Result], str]] = {"terminal": _terminal, "md": _md, "json": _json}

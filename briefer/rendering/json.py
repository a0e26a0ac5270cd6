"""Writes results as JSON: the pydantic model as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, TypeAdapter


def render(result: BaseModel | Sequence[BaseModel]) -> str:
    """Return a result, or a list of them, as indented JSON with a line end at its end."""
    adapter: TypeAdapter[Any] = TypeAdapter(type(result) if isinstance(result, BaseModel) else list[BaseModel])
    return adapter.dump_json(result, indent=2, serialize_as_any=True).decode() + "\n"

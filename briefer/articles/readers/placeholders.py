"""Knows what programs write in place of a name or a title, and which names are of an office. Reads no other list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from briefer.articles.readers.fields import plain
from briefer.language.lists import everywhere


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    named = everywhere("placeholders")
    return {what: frozenset(names.split()) for what, names in named.items()}


def named(what: str, value: str | None) -> str | None:
    """Return an author or a title, or None if it is what a program writes where nobody named one."""
    return None if value is None or plain(value) in _lists()[what] else value


def is_office(name: str) -> bool:
    """Return whether a name is that of somebody's office: "Harbour Editor"."""
    return plain(name.rsplit(maxsplit=1)[-1]) in _lists()["office"] if name.strip() else False

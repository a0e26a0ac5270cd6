"""Knows under which names files write their text, title, date and the like. Reads no file but its own list of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from briefer.language.lists import everywhere

WHATS = ("text", "title", "publisher", "date", "author", "language", "url")


@cache
def fields() -> Mapping[str, tuple[str, ...]]:
    """Return the names of each thing, the best first, as `plain` writes them."""
    named = everywhere("fields")
    return MappingProxyType({what: tuple(names.split()) for what, names in named.items()})


def parts_of(line: str) -> str | None:
    """Return what parts the names of columns in a line, None for one that does not name those of a table of articles.

    Most are usual names, one of them that of a text: "title,date,text"; "Text, date" is a line of an article.
    """
    mark = max(",;\t|", key=line.count)
    cells = [cell.strip().strip("\"'") for cell in line.strip("\ufeff\r\n").split(mark)]
    named = [what for cell in cells for what in WHATS if plain(cell) in fields()[what]]
    told = set(named)
    known = "text" in told and len(told) >= (3 if ", " in line else 2) and 2 * len(named) >= len(cells)
    return mark if known else None


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a name as it is looked for: "Date_Published" and "date-published" are one."""
    return re.sub(r"[\W\d_]", "", name[:60].casefold())

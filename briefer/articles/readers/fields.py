"""Knows under which names files write their text, title, date and the like. Reads no file but its own list of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from briefer.language.lists import DATA


@cache
def fields() -> Mapping[str, tuple[str, ...]]:
    """Return the names of each thing, the best first, as `plain` writes them."""
    named = tomllib.loads((DATA / "fields.toml").read_text(encoding="utf-8"))
    return MappingProxyType({what: tuple(names.split()) for what, names in named.items()})


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a name as it is looked for: "Date_Published" and "date-published" are one."""
    return re.sub(r"[\W\d_]", "", name[:60].casefold())

"""Reads what a page says of its article in structured data (JSON-LD). Knows nothing of what the page shows."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

ARTICLE = re.compile(r"(?:^|/|:)(?:\w*Article|\w*Posting|Report)$")
DEEPEST = 6  # lists and objects around an article's


def article(tree: Any) -> dict[str, Any]:
    """Return the first article that a page's structured data tells of, empty if there is none."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            with contextlib.suppress(ValueError, RecursionError):
                if found := next(_articles(json.loads(script.text or "", strict=False)), None):
                    return found
    return {}


def named(value: Any) -> str | None:
    """Return the name of what a property says, which is an object, a list of these, or the name itself."""
    value = next(iter(value), None) if isinstance(value, list) else value
    value = value.get("name") if isinstance(value, dict) else value
    return value if isinstance(value, str) else None


def names(value: Any) -> list[str]:
    """Return the names of all that a property says, without addresses."""
    several = value if isinstance(value, list) else [value]
    found = (" ".join((named(one) or "").split()) for one in several if not isinstance(one, list))
    return [name for name in dict.fromkeys(found) if name and "://" not in name]


def _articles(found: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(found, list):
        for one in found:
            yield from _articles(one, depth + 1)
    elif isinstance(found, dict):
        kinds = found.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and ARTICLE.search(kind) for kind in kinds):
            yield found
        for name in ("@graph", "mainEntity"):
            yield from _articles(found.get(name), depth + 1)

"""Finds the records within the data of a file, and what each has under the names of a text, a title or a date."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from briefer.articles.readers import page
from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.fields import WHATS, fields, plain
from briefer.language.tokens import UNSPACED

LISTS = "articles items entries results records data docs documents posts stories rows hits response feed".split()
DEEPEST = 6  # lists and objects around an article
LEAST_PROSE = 6  # words of a value that may be an article's text though its column has no usual name; not measured
TAGS = re.compile(r"</?(p|div|br|a|b|i|em|strong|span|h[1-6]|ul|ol|li|table|img|script|style)\b[^<>]*>", re.IGNORECASE)


def records_of(found: Any, depth: int = 0) -> list[Mapping[str, Any]]:
    """Return the records of a file: those of a list, or what an object is or holds.

    An object with a text of its own is a record; else what it holds under the usual name of a list, or wherever most of
    the text is, and what stands around the article of a hit of a search is its as well.
    """
    if isinstance(found, list):
        return [record for one in found if isinstance(one, dict) for record in records_of(one, depth + 1)]
    if not isinstance(found, dict):
        return []
    if value_of(found, "text") or depth >= DEEPEST:
        return [found]
    names = {plain(key): key for key in found}
    for name in LISTS:
        value = found.get(names.get(name, ""))
        if isinstance(value, list | dict) and _letters(inner := records_of(value, depth + 1)):
            return inner
    if value_of(found, "summary") or (value_of(found, "title") and any(prose(found))):
        return [found]
    return max(_held(found, depth), key=_weight, default=[]) or [found]


def _held(found: Mapping[str, Any], depth: int) -> Iterator[list[Mapping[str, Any]]]:
    """Yield the records that each list of an object has, and those of all objects in it: {"17": {"title": …}, …}."""
    held = {key: _around(found, value, depth) for key, value in found.items() if isinstance(value, dict)}
    told = {key: own for key, own in held.items() if any(_weight(own))}
    of_others = [own for key, own in told.items() if plain(key) not in _named()] or list(told.values())
    yield [record for own in of_others for record in own]
    for value in found.values():
        if isinstance(value, list) and any(_weight(inner := records_of(value, depth + 1))):
            yield inner


def _around(outer: Mapping[str, Any], value: Any, depth: int) -> list[Mapping[str, Any]]:
    """Return the records in a value; one that an object wraps has of that whatever it does not say itself."""
    found = records_of(value, depth + 1)
    if not isinstance(value, dict) or len(found) != 1:
        return found
    said = {name for what in WHATS if value_of(found[0], what) for name in fields()[what]}
    return [{**{key: own for key, own in outer.items() if plain(key) not in said}, **found[0]}]


def _letters(records: Sequence[Mapping[str, Any]]) -> int:
    return sum(len(value_of(one, "text") or value_of(one, "summary") or "") for one in records)


def _weight(records: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Return the letters of texts, and of what may be such below a title; a description may be of an author."""
    titled = (len(text) for one in records if value_of(one, "title") for _, text in prose(one))
    return sum(len(value_of(one, "text") or "") for one in records), sum(titled)


def _unnamed(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a record has under names that are of no title, date or the like, with those names."""
    yield from ((key, value) for key, value in record.items() if plain(key) not in _named())


@cache
def _named() -> frozenset[str]:
    return frozenset(name for what in WHATS if what != "text" for name in fields()[what])


def prose(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the names under which a record has sentences, and these."""
    for key, value in _unnamed(record):
        own = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in own):  # what has names of its own is another record
            continue
        text = TAGS.sub(" ", string(value) or "").strip()
        words = len(text.split()) + len(UNSPACED.findall(text)) // 2
        if words >= LEAST_PROSE and SENTENCE_END.search(text):
            yield key, text


def _under(record: Mapping[str, Any], what: str) -> Iterator[str]:
    """Yield what a record has under the names of something, the best first, without what is empty."""
    names = {plain(key): key for key in reversed(list(record))}  # of text and text_2 the first
    yield from (value for name in fields()[what] if name in names and (value := string(record[names[name]])))


def value_of(record: Mapping[str, Any], what: str) -> str | None:
    """Return what a record has under the best name of something that is not empty there."""
    return next(_under(record, what), None)


def values(record: Mapping[str, Any], what: str) -> Iterator[str]:
    """Yield what a record has under the names of something, the best first, each in one line as it is shown."""
    for value in _under(record, what):
        shown = page.document_of(value, whole=True).text if TAGS.search(value) else html.unescape(value)
        if line := " ".join(shown.split()):
            yield line


def string(value: Any, depth: int = 0) -> str | None:
    """Return a value as a text: of an object its name or what is rendered of it, of a list its parts."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict) and depth < DEEPEST:
        return _of_object(value, depth + 1)
    if isinstance(value, list) and depth < DEEPEST:
        parts = [s for part in value if (s := string(part, depth + 1))]
        long = any(len(part) > 80 or SENTENCE_END.search(part) for part in parts)
        return ("\n\n" if long else ", ").join(parts) or None
    return None


def _of_object(value: Mapping[str, Any], depth: int) -> str | None:
    """Return an object's name or text, or MongoDB's date; of CSL's also a day in numbers and a name in two parts."""
    if isinstance(days := value.get("date-parts"), list) and days and isinstance(days[0], list):
        return "-".join(str(number).zfill(2) for number in days[0])
    if isinstance(value.get("family"), str):
        return " ".join(str(value[part]) for part in ("given", "family") if value.get(part))
    keys = "rendered name title main original literal value text content $date $numberLong".split()
    return next((s for key in keys if (s := string(value.get(key), depth))), None)

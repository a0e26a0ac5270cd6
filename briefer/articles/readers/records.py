"""Reads articles that are records of data: JSON, JSON lines, CSV.

Columns are known by their usual names, or by those that somebody gave for them; of records whose text has no such name
it is the column with the most prose.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from briefer.articles.readers import page
from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.document import Document
from briefer.articles.readers.fields import fields, plain
from briefer.errors import ReadError, UsageError
from briefer.language import dates
from briefer.language.tokens import UNSPACED

WHATS = ("text", "title", "publisher", "date", "author", "language", "url")
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
LISTS = "articles items entries results records data docs documents posts stories rows hits response feed".split()
OTHER = "if it is another, name that: --columns text=NAME."
NAMES = "Name one 'text', another 'title', or say which they are: --columns text=NAME."
MOST_NAMES = 1000  # of columns that are remembered to be told
LONGEST_CELL = 10_000_000
DEEPEST = 6  # lists and objects around an article
LEAST_PROSE = 6  # words of a value that may be an article's text though its column has no usual name; not measured
CUT = re.compile(r"\s*\[\+\d+ chars\]\s*$")  # what an interface for programs writes where it cuts a text off
SAVED = "Its date may be that of when it was saved; it names no other."
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a first line that tells Excel what parts the cells
TAGS = re.compile(r"</?(p|div|br|a|b|i|em|strong|span|h[1-6]|ul|ol|li|table|img|script|style)\b[^<>]*>", re.IGNORECASE)


def named(columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that somebody named, by what they are, {"text": "Body"}; raises UsageError for others."""
    for what, name in columns.items():
        if what not in WHATS or not name.strip():
            raise UsageError(f"'{what}={name}' names no column (known: {', '.join(WHATS)}). Write it as text=Body.")
    return {what: name.strip() for what, name in columns.items()}


class Naming:
    """Puts the columns that somebody named under their usual names, and remembers which columns there were."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._columns = {what: name.casefold() for what, name in columns.items()}
        self._names = columns
        self._seen: list[str] = []
        self._found: set[str] = set()

    def __call__(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return a record with its columns under their usual names."""
        if len(self._seen) < MOST_NAMES:  # JSON's outer objects come after what is in them, and are told first
            self._seen = [*(key for key in record if key not in self._seen), *self._seen]
        names = {key.strip().casefold(): key for key in record}
        own = {what: record[names[name]] for what, name in self._columns.items() if name in names}
        self._found |= own.keys()
        return {key: value for key, value in record.items() if plain(key) not in own} | own if own else record

    @property
    def has_text(self) -> bool:
        """Return whether somebody named the column of the text: then no other is taken for it."""
        return "text" in self._names

    def listed(self) -> str:
        """Return the names of the columns that there were, as an error tells them."""
        return ", ".join(f"'{name[:40]}'" for name in self._seen[:20]) or "none"

    def check(self) -> None:
        """Raise ReadError if a file has some of the columns that somebody named, and not all."""
        missing = [f"'{name}'" for what, name in self._names.items() if what not in self._found]
        if 0 < len(missing) < len(self._columns):
            raise ReadError(f"it has no column {' or '.join(missing)} (columns: {self.listed()}). {NAMES}")


def json_file(data: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> list[Document]:
    """Return the documents of a JSON file: an article, a list of them, or an object that has such a list."""
    source, notes = page.decoded(data)
    naming = Naming(columns)
    try:
        found = json.loads(source, object_hook=naming)
    except RecursionError as exc:
        raise ReadError("its lists are nested too deeply. Save the articles as a plain list.") from exc
    except ValueError as exc:
        if len(source.strip().splitlines()) > 1 and re.match(r"\s*\{.*\}\s*\n\s*\{", source):
            return lines(data, columns)
        raise ReadError(f"it is not JSON ({exc}). Mend it or save it anew.") from exc
    return _documents(_records(found), [*notes], naming)


def lines(data: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> list[Document]:
    """Return the documents of a file with an object of JSON in each line; lines that are none are named in a note."""
    records, broken, naming = [], [], Naming(columns)
    source, notes = page.decoded(data)
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip():
            continue
        try:
            records += _records(json.loads(line, object_hook=naming))
        except (ValueError, RecursionError):
            broken.append(number)
    if not records:
        raise ReadError("no line of it is an object of JSON. Mend it or save it anew.")
    shown = ", ".join(map(str, broken[:5])) + (" …" if len(broken) > 5 else "")
    note = [f"{len(broken)} lines of the file are no JSON and were left out: {shown}."] if broken else []
    return _documents(records, [*notes, *note], naming)


def csv_file(data: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> list[Document]:
    """Return the documents of a table whose first row names its columns, parted by comma, semicolon or tab."""
    source, notes = page.decoded(data)
    source = source.replace("\x00", "").lstrip("\n\r")
    told = SEPARATOR.match(source)
    source = source[told.end() if told else 0 :]
    head = source.partition("\n")[0]
    mark = told.group(1) if told else max(",;\t|", key=head.count)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.DictReader(io.StringIO(source, newline=""), delimiter=mark))
    except csv.Error as exc:
        raise ReadError(f"it is no table that can be read ({exc}). Save it anew as .csv in UTF-8.") from exc
    finally:
        csv.field_size_limit(limit)
    extra = sum(None in row for row in rows)
    note = (
        [f"{extra} rows of the file have more cells than it has columns; what is over was left out."] if extra else []
    )
    naming = Naming(columns)
    records = [naming({k: v for k, v in row.items() if k is not None}) for row in rows]
    return _documents(records, [*notes, *note], naming)


def _records(found: Any, depth: int = 0) -> list[Mapping[str, Any]]:
    """Return the records of a file: those of a list, or what an object is or holds.

    An object with a text of its own is a record; else what it holds under the usual name of a list, or wherever most of
    the text is, and what stands around the article of a hit of a search is its as well.
    """
    if isinstance(found, list):
        return [record for one in found if isinstance(one, dict) for record in _records(one, depth + 1)]
    if not isinstance(found, dict):
        return []
    if _value(found, "text") or depth >= DEEPEST:
        return [found]
    names = {plain(key): key for key in found}
    for name in LISTS:
        value = found.get(names.get(name, ""))
        if isinstance(value, list | dict) and _letters(inner := _records(value, depth + 1)):
            return inner
    if _value(found, "summary"):
        return [found]
    others = (_around(found, value, depth) for value in found.values() if isinstance(value, list | dict))
    inner = max(others, key=_told, default=[])
    return inner if _told(inner) > sum(len(text) for _, text in _prose(found)) else [found]


def _around(outer: Mapping[str, Any], value: Any, depth: int) -> list[Mapping[str, Any]]:
    """Return the records in a value; one that an object wraps has of that whatever it does not say itself."""
    found = _records(value, depth + 1)
    if not isinstance(value, dict) or len(found) != 1:
        return found
    said = {name for what in WHATS if _value(found[0], what) for name in fields()[what]}
    return [{**{key: own for key, own in outer.items() if plain(key) not in said}, **found[0]}]


def _letters(records: Sequence[Mapping[str, Any]]) -> int:
    return sum(len(_value(one, "text") or _value(one, "summary") or "") for one in records)


def _told(records: Sequence[Mapping[str, Any]]) -> int:
    """Return the letters of texts alone: a description may be of a source or an author."""
    return sum(len(_value(one, "text") or "") for one in records)


def _unnamed(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a record has under names that are of no title, date or the like, with those names."""
    yield from ((key, value) for key, value in record.items() if plain(key) not in _named())


@cache
def _named() -> frozenset[str]:
    return frozenset(name for what in WHATS if what != "text" for name in fields()[what])


def _prose(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the names under which a record has sentences, and these."""
    for key, value in _unnamed(record):
        text = TAGS.sub(" ", _string(value) or "").strip()
        words = len(text.split()) + len(UNSPACED.findall(text)) // 2
        if words >= LEAST_PROSE and SENTENCE_END.search(text):
            yield key, text


def _documents(records: Sequence[Mapping[str, Any]], notes: list[str], naming: Naming) -> list[Document]:
    naming.check()
    lengths: Counter[str] = Counter()
    for record in records:
        if not naming.has_text and not _value(record, "text"):
            lengths.update({key: len(text) for key, text in _prose(record)})
    most = next((key for key, _ in lengths.most_common(1)), "")
    day_first = _day_first(records)
    found = [_document(record, text, day_first) for record in records if (text := _text(record, most))]
    if not found:
        raise ReadError(f"no column has the articles' text (columns: {naming.listed()}). {NAMES}")
    if most and plain(most) not in fields()["summary"]:
        notes = [*notes, f"The text is the column '{most[:40]}', which has the most prose; {OTHER}"]
    if empty := len(records) - len(found):
        notes = [*notes, f"{empty} records of the file have no text and were left out."]
    return [replace(found[0], notes=(*notes, *found[0].notes)), *found[1:]]


def _text(record: Mapping[str, Any], most: str) -> str | None:
    return _value(record, "text") or _string(record.get(most)) or _value(record, "summary")


def _document(record: Mapping[str, Any], text: str, day_first: bool | None) -> Document:
    title = _line(record, "title")
    text = page.document_of(text, whole=True).text if TAGS.search(text) else html.unescape(text)
    text = CUT.sub("", text)
    language = _line(record, "language") or ""
    named = (name for name in _values(record, "publisher") if "://" not in name)
    dated, saved = (
        next(filter(None, (_day(value, day_first) for value in _values(record, what))), None)
        for what in ("date", "saved")
    )
    return Document(
        f"{title}\n\n{text}" if title and not text.lstrip().startswith(title) else text,
        title=title,
        publisher=next(named, None),
        date=dated or saved,
        author=next((name for name in _values(record, "author") if not name.isdigit()), None),
        language=language[:2].lower() if re.match(r"[A-Za-z]{2}([-_]|$)", language) else None,
        url=_line(record, "url"),
        notes=(SAVED,) if saved and not dated else (),
    )


def _day_first(records: Sequence[Mapping[str, Any]]) -> bool | None:
    """Return whether the dates of a file are written day first, as 28/08/2024 shows; None where none shows it."""
    shown = {
        int(day.group(1)) > 12
        for record in records
        for value in _values(record, "date")
        if (day := re.match(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}\b", value)) and max(map(int, day.groups())) > 12
    }
    return shown.pop() if len(shown) == 1 else None


def _day(value: str, day_first: bool | None) -> str | None:
    """Return a date as ISO 8601; one that is seconds or milliseconds since 1970 is that day in UTC."""
    if re.fullmatch(r"\d{9,13}(\.\d+)?", value):
        seconds = float(value) / (1000 if float(value) > 1e11 else 1)
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat()
    return dates.iso(value, day_first=day_first)


def _line(record: Mapping[str, Any], what: str) -> str | None:
    return next(_values(record, what), None)


def _value(record: Mapping[str, Any], what: str) -> str | None:
    """Return what a record has under the best name of something that is not empty there."""
    names = {plain(key): key for key in record}
    return next((value for name in fields()[what] if name in names and (value := _string(record[names[name]]))), None)


def _values(record: Mapping[str, Any], what: str) -> Iterator[str]:
    """Yield what a record has under the names of something, the best first, each in one line as it is shown."""
    names = {plain(key): key for key in record}
    for name in fields()[what]:
        if name in names and (value := _string(record[names[name]])):
            shown = page.document_of(value, whole=True).text if TAGS.search(value) else html.unescape(value)
            if line := " ".join(shown.split()):
                yield line


def _string(value: Any, depth: int = 0) -> str | None:
    """Return a value as a text: of an object its name or what is rendered of it, of a list its parts."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict) and depth < DEEPEST:
        return _of_object(value, depth + 1)
    if isinstance(value, list) and depth < DEEPEST:
        parts = [s for part in value if (s := _string(part, depth + 1))]
        long = any(len(part) > 80 or SENTENCE_END.search(part) for part in parts)
        return ("\n\n" if long else ", ").join(parts) or None
    return None


def _of_object(value: Mapping[str, Any], depth: int) -> str | None:
    """Return an object's name or text; of those of CSL also a day in numbers and a name in two parts."""
    if isinstance(days := value.get("date-parts"), list) and days and isinstance(days[0], list):
        return "-".join(str(number).zfill(2) for number in days[0])
    if isinstance(value.get("family"), str):
        return " ".join(str(value[part]) for part in ("given", "family") if value.get(part))
    keys = ("rendered", "name", "title", "main", "original", "literal", "value", "text", "content")
    return next((s for key in keys if (s := _string(value.get(key), depth))), None)

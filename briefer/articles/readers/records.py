"""Reads articles that are records of data: JSON, JSON lines, CSV.

Columns are known by their usual names, or by those that somebody gave for them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from briefer.articles.readers import page
from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.document import Document
from briefer.errors import ReadError, UsageError
from briefer.language import dates

# The first of these that a record has, and that is not empty, is taken; names without capitals, blanks, - and _.
COLUMNS: dict[str, Sequence[str]] = {
    "text": (
        "text body content contenthtml contenttext articlebody articletext fulltext bodytext maintext story article "
        "plaintext textcontent bodyhtml html markdown inhalt volltext "
        "artikeltext texte texto "
        "contenu contenido cuerpo summary description abstract snippet lead"
    ).split(),
    "title": (
        "title headline heading name articletitle hed subject webtitle titel überschrift titre título titular"
    ).split(),
    "publisher": (
        "publisher source publication newspaper outlet sitename site medium journal paper feed sourcename "
        "publicationtitle provider domain quelle zeitung fuente medio"
    ).split(),
    "date": (
        "date published publishedat publishdate publicationdate datepublished pubdate published on publishedon "
        "publishedtime datetime webpublicationdate time timestamp createdat created dateline issued posted datum fecha"
    ).split(),
    "author": "author authors byline creator writer by reporter autor auteur".split(),
    "language": "language lang locale sprache langue idioma".split(),
    "url": "url link uri permalink sourceurl weburl externalurl canonicalurl".split(),
}
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
LISTS = "articles items entries results records data docs documents posts stories rows hits response feed".split()
NAMES = "Name one 'text', another 'title', or say which they are: --columns text=NAME."
MOST_NAMES = 1000  # of columns that are remembered to be told
LONGEST_CELL = 10_000_000
DEEPEST = 4  # objects around the list of articles
TAGS = re.compile(r"</?(p|div|br|a|b|i|em|strong|span|h[1-6]|ul|ol|li|table|img|script|style)\b[^<>]*>", re.IGNORECASE)


def named(columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns that somebody named, by what they are, {"text": "Body"}; raises UsageError for others."""
    for what, name in columns.items():
        if what not in COLUMNS or not name.strip():
            raise UsageError(f"'{what}={name}' names no column (known: {', '.join(COLUMNS)}). Write it as text=Body.")
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
        return {key: value for key, value in record.items() if _plain(key) not in own} | own if own else record

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
    head = source.lstrip("\n\r").partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.DictReader(io.StringIO(source.replace("\x00", "").lstrip("\n\r"), newline=""), delimiter=mark))
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
    if isinstance(found, list):
        return [_inner(one) for one in found if isinstance(one, dict)]
    if not isinstance(found, dict):
        return []
    names = {_plain(key): key for key in found}
    for name in LISTS:
        value = found.get(names.get(name, ""))
        if isinstance(value, list | dict) and depth < DEEPEST and (inner := _records(value, depth + 1)):
            listed = isinstance(value, list) or any(_value(one, "text") for one in inner)
            if listed and any(_value(one, "text") for one in inner):
                return inner
    return [_inner(found)]


def _inner(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the article of a search engine's hit, which wraps it."""
    inner = record.get("_source") or record.get("fields")
    return inner if isinstance(inner, dict) and not _value(record, "text") else record


def _documents(records: Sequence[Mapping[str, Any]], notes: list[str], naming: Naming) -> list[Document]:
    naming.check()
    found = [_document(record) for record in records if _value(record, "text")]
    if not found:
        raise ReadError(f"no column has the articles' text (columns: {naming.listed()}). {NAMES}")
    empty = len(records) - len(found)
    if empty:
        notes = [*notes, f"{empty} records of the file have no text and were left out."]
    first = found[0]
    found[0] = Document(
        first.text, first.title, first.publisher, first.date, first.author, first.language, first.url, tuple(notes)
    )
    return found


def _document(record: Mapping[str, Any]) -> Document:
    title, text = _line(record, "title"), _value(record, "text") or ""
    if TAGS.search(text):
        text = page.document_of(text, whole=True).text
    language = _line(record, "language") or ""
    return Document(
        f"{title}\n\n{text}" if title and not text.lstrip().startswith(title) else text,
        title=title,
        publisher=_line(record, "publisher"),
        date=_day(_line(record, "date") or ""),
        author=_line(record, "author"),
        language=language[:2].lower() if re.match(r"[A-Za-z]{2}([-_]|$)", language) else None,
        url=_line(record, "url"),
    )


def _day(value: str) -> str | None:
    """Return a date as ISO 8601; one that is seconds or milliseconds since 1970 is that day in UTC."""
    if re.fullmatch(r"\d{9,13}(\.\d+)?", value):
        seconds = float(value) / (1000 if float(value) > 1e11 else 1)
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat()
    return dates.iso(value)


def _line(record: Mapping[str, Any], what: str) -> str | None:
    value = _value(record, what)
    if value and what == "title" and TAGS.search(value):
        value = page.document_of(value, whole=True).text
    return " ".join(value.split()) if value else None


def _value(record: Mapping[str, Any], what: str) -> str | None:
    names = {_plain(key): key for key in record}
    for name in COLUMNS[what]:
        if name in names and (value := _string(record[names[name]])):
            return value
    return None


def _string(value: Any, depth: int = 0) -> str | None:
    """Return a value as a text: of an object its name or what is rendered of it, of a list its parts."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict) and depth < DEEPEST:
        return next(
            (
                s
                for key in ("rendered", "name", "title", "value", "text", "content")
                if (s := _string(value.get(key), depth + 1))
            ),
            None,
        )
    if isinstance(value, list) and depth < DEEPEST:
        parts = [s for part in value if (s := _string(part, depth + 1))]
        long = any(len(part) > 80 or SENTENCE_END.search(part) for part in parts)
        return ("\n\n" if long else ", ").join(parts) or None
    return None


def _plain(name: Any) -> str:
    return re.sub(r"[\W\d_]", "", str(name).casefold())

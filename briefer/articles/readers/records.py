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
from types import MappingProxyType
from typing import Any

from briefer.articles.readers import page
from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.document import Document
from briefer.articles.readers.fields import WHATS, fields, parts_of, plain
from briefer.articles.readers.objects import LEAST_PROSE, TAGS, prose, records_of, string, value_of, values
from briefer.errors import ReadError, UsageError
from briefer.language import dates

NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
OTHER = "if it is another, name that: --columns {}=NAME."
NAMES = "Name one 'text', another 'title', or say which they are: --columns text=NAME."
ABOVE = 10  # lines of a table that may stand above the names of its columns
LONGEST_DAY = 40  # letters
LONGEST_TITLE = 25  # words
ENOUGH = 100  # letters of a text that is looked for in another
MOST_NAMES = 1000  # of columns that are remembered to be told
LONGEST_CELL = 10_000_000
CUT = re.compile(r"\s*\[\+\d+ chars\]\s*$")  # what an interface for programs writes where it cuts a text off
SAVED = "Its date may be that of when it was saved; it names no other."
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a first line that tells Excel what parts the cells


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
    return _documents(records_of(found), [*notes], naming)


def lines(data: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> list[Document]:
    """Return the documents of a file with an object of JSON in each line; lines that are none are named in a note."""
    records, broken, naming = [], [], Naming(columns)
    source, notes = page.decoded(data)
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip():
            continue
        try:
            records += records_of(json.loads(line, object_hook=naming))
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
    top = source.split("\n", ABOVE)[:ABOVE]
    above = next((n for n, line in enumerate(top) if parts_of(line)), 0)
    source = source.split("\n", above)[above]
    head = source.partition("\n")[0]
    mark = told.group(1) if told else parts_of(head) or max(",;\t|", key=head.count)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        first = next(csv.reader(io.StringIO(source, newline=""), delimiter=mark), [])
        named = not _is_article(first, columns)
        names = None if named else [f"column {n}" for n in range(1, len(first) + 1)]
        rows = list(csv.DictReader(io.StringIO(source, newline=""), names, delimiter=mark))
    except csv.Error as exc:
        raise ReadError(f"it is no table that can be read ({exc}). Save it anew as .csv in UTF-8.") from exc
    finally:
        csv.field_size_limit(limit)
    if extra := sum(None in row for row in rows):
        notes = (*notes, f"{extra} rows of the file have more cells than it has columns; what is over was left out.")
    if left := " ".join(" ".join(top[:above]).split()):
        notes = (*notes, f"What stands above the names of the columns was left out: '{left[:60]}'.")
    naming = Naming(columns)
    records = [naming({k: v for k, v in row.items() if k is not None}) for row in rows]
    if not named:
        title = _titles(records)
        records = [{"title" if key == title else key: value for key, value in record.items()} for record in records]
        notes = (*notes, "Its first row names no columns and was read as an article.")
    return _documents(records, [*notes], naming)


def _is_article(cells: Sequence[str], columns: Mapping[str, str]) -> bool:
    """Return whether the first row of a table is an article and names no columns: it has a day or a sentence."""
    known = {name.casefold() for name in columns.values()}
    if any(cell.strip().casefold() in known or plain(cell) in own for cell in cells for own in fields().values()):
        return False
    return any(_is_day(cell) or (len(cell.split()) >= LEAST_PROSE and SENTENCE_END.search(cell)) for cell in cells)


def _titles(records: Sequence[Mapping[str, str | None]]) -> str | None:
    """Return the column whose cells may be titles, of those the one with the most words, where no row names them."""
    found: dict[str, float] = {}
    for key in records[0] if records else ():
        cells = [cell for record in records if (cell := record.get(key))]
        words = [len(cell.split()) for cell in cells]
        if (
            cells
            and max(words) <= LONGEST_TITLE
            and not any(map(_is_day, cells))
            and not any(map(SENTENCE_END.search, cells))
        ):
            found[key] = sum(words) / len(words)
    best = max(found, key=lambda key: found[key], default=None)
    return best if best and found[best] > 1 else None


def _is_day(value: str) -> bool:
    return len(value) <= LONGEST_DAY and len(dates.iso(value.strip()) or "") == len("2025-05-06")


def _documents(records: Sequence[Mapping[str, Any]], notes: list[str], naming: Naming) -> list[Document]:
    naming.check()
    lengths: Counter[str] = Counter()
    for record in records:
        if not naming.has_text and not value_of(record, "text"):
            lengths.update({key: len(text) for key, text in prose(record)})
    most = next((key for key, _ in lengths.most_common(1)), "")
    dated = _only_days(records)
    day_first = _day_first(records, dated)
    kept = [record for record in records if _text(record, most)]
    found = [_document(record, _text(record, most) or "", day_first, dated) for record in kept]
    if not found:
        raise ReadError(f"no column has the articles' text (columns: {naming.listed()}). {NAMES}")
    if most and plain(most) not in fields()["summary"]:
        notes = [*notes, f"The text is the column '{most[:40]}', which has the most prose; {OTHER.format('text')}"]
    if dated:
        notes = [*notes, f"The date is the column '{dated[:40]}', the only one of days; {OTHER.format('date')}"]
    if unread := list(dict.fromkeys(key[:40] for pair in zip(kept, found, strict=True) for key in _unread(*pair))):
        told = ", ".join(f"'{name}'" for name in unread[:5]) + (" …" if len(unread) > 5 else "")
        notes = [*notes, f"Columns that have sentences beside the text were not read: {told}."]
    if empty := len(records) - len(found):
        notes = [*notes, f"{empty} records of the file have no text and were left out."]
    return [replace(found[0], notes=(*notes, *found[0].notes)), *found[1:]]


def _text(record: Mapping[str, Any], most: str) -> str | None:
    return value_of(record, "text") or string(record.get(most)) or value_of(record, "summary")


def _only_days(records: Sequence[Mapping[str, Any]]) -> str:
    """Return the only column of days, "" if there are several or one has a usual name; not when a text was changed."""
    found: dict[str, bool] = {}
    for record in records:
        if any(_day(value, None) for what in ("date", "saved") for value in values(record, what)):
            return ""
        for key, value in record.items():
            if (text := string(value)) and not any(part in plain(key) for part in fields()["otherday"]):
                found[key] = found.get(key, True) and _is_day(text)
    days = [key for key, told in found.items() if told]
    return days[0] if len(days) == 1 else ""


def _unread(record: Mapping[str, Any], document: Document) -> Iterator[str]:
    """Yield the columns of a record that have sentences which its article has not."""
    whole = _letters(document.text)
    yield from (key for key, text in prose(record) if _letters(html.unescape(text))[:ENOUGH] not in whole)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _document(record: Mapping[str, Any], text: str, day_first: bool | None, day: str) -> Document:
    title = _line(record, "title")
    text = page.document_of(text, whole=True).text if TAGS.search(text) else html.unescape(text)
    text = CUT.sub("", text)
    whole = _letters(text)
    leads = [lead for lead in dict.fromkeys(values(record, "lead")) if _letters(lead)[:ENOUGH] not in whole]
    above = [] if title is None or text.lstrip().startswith(title) else [title]
    named = (name for name in values(record, "publisher") if "://" not in name)
    dated, saved = (
        next(filter(None, (_day(value, day_first) for value in values(record, what))), None)
        for what in ("date", "saved")
    )
    dated = dated or (_day(string(record.get(day)) or "", day_first) if day else None)
    return Document(
        "\n\n".join([*above, *leads, text]),
        title=title,
        publisher=next(named, None),
        date=dated or saved,
        author=next((name for name in values(record, "author") if not name.isdigit()), None),
        language=_line(record, "language"),
        url=_line(record, "url"),
        notes=(SAVED,) if saved and not dated else (),
    )


def _day_first(records: Sequence[Mapping[str, Any]], column: str) -> bool | None:
    """Return whether the dates of a file are written day first, as 28/08/2024 shows; None where none shows it."""
    shown = {
        int(day.group(1)) > 12
        for record in records
        for value in (*values(record, "date"), string(record.get(column)) or "")
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
    return next(values(record, what), None)

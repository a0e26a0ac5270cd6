"""Takes what a file says of itself off its text: front matter, lines of names above it, a note program's trailer.

Knows nothing of how the text itself is written. Nothing that stands there makes a file unreadable: what is broken is
read line by line, or left out, and a sentence says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

import yaml

from briefer.articles.readers.document import Document, Kind
from briefer.articles.readers.fields import fields, plain
from briefer.language import dates
from briefer.language.sentences import TERMINAL

# Names that have other uses above a text than to say what it is: "Time: 10 am", "On: Monday".
DOUBTFUL = frozenset("name on time when pub feed medium paper".split())
STATED_WORDS = 6  # of a line within front matter that may be a sentence; not measured
FENCE = re.compile(r"\s*(---|\+\+\+)[ \t]*\n")
KEY = re.compile(r"""\s*["']?(\w[\w .:-]{0,40}?)["']?\s*[:=](?:\s+(.*)|\s*)$""")
OF_YAML = re.compile(r"\s*(?:#.*|-\s.*|[\]}>|].*|\s+\S.*)?$")
OF_TRAILER = re.compile(r"[a-z_]+:(?: |$)")
TITLE = re.compile(r"#\s+(\S.*)")
TRAILERS = (re.compile(r"id: [0-9a-f]{32}"), re.compile(r"type_: \d+"))
LINK = re.compile(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
TEMPLATE = re.compile(r"\{\{.*\}\}|<%.*%>")
MOST_AUTHORS = 5
LONGEST_TRAILER = 60  # lines
DEEPEST = 2  # lists in one another


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself, by the names that it uses as `plain` writes them, its text, and what is doubtful."""

    fields: Mapping[str, Any]
    text: str
    notes: tuple[str, ...] = ()


def about(text: str) -> About:
    """Return a text without what it says of itself, and that."""
    found = _front_matter(text) or _unended(text) or _head_lines(text) or About({}, text)
    lines = found.text.rstrip().split("\n")
    own = list(takewhile(OF_TRAILER.match, reversed(lines[-LONGEST_TRAILER:])))
    if not all(any(map(mark.fullmatch, own)) for mark in TRAILERS):
        return found
    rest = "\n".join(lines[: -len(own)])
    return About({**_lines("\n".join(reversed(own))), **found.fields}, rest, found.notes)


def document(found: About, text: str, kinds: tuple[Kind, ...] = (), notes: tuple[str, ...] = ()) -> Document:
    """Return a text as a document with what its file says of itself."""
    url = next(filter(_is_address, _values(found.fields, "url")), None)
    site = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    named = (value for value in _values(found.fields, "publisher") if not _is_address(value))
    dated = next(filter(None, map(dates.iso, _values(found.fields, "date"))), None)
    saved = None if dated else next(filter(None, map(dates.iso, _values(found.fields, "saved"))), None)
    told = ("Its date is that of when it was saved; it names no other.",) if saved else ()
    return Document(
        text=text,
        title=next(iter(_values(found.fields, "title")), None),
        publisher=next(named, site or None),
        date=dated or saved,
        author=next(iter(_values(found.fields, "author")), None),
        language=next(iter(_values(found.fields, "language")), None),
        url=url,
        notes=(*notes, *found.notes, *told),
        kinds=kinds,
    )


def _values(found: Mapping[str, Any], what: str) -> list[str]:
    """Return what is written under the names of something, the best name first."""
    return [value for name in fields()[what] if (value := _string(found.get(name), what == "author"))]


def _string(value: object, several: bool = False, *, deep: int = 0) -> str | None:
    """Return a value as a line of text: of a list the first, or some authors; of a mapping its name; else None.

    A list may stand in one, as in [[Ada Lenn]]; one that is deeper may unfold to gigabytes and says nothing.
    """
    if isinstance(value, list):
        found = [one for one in (_string(v, deep=deep + 1) for v in value[:MOST_AUTHORS] if deep < DEEPEST) if one]
        return (", ".join(found) if several else found[0]) if found else None
    if isinstance(value, dict):
        return _string(value.get("name")) if isinstance(value.get("name"), str) else None
    if not isinstance(value, str):
        return None
    plain = LINK.sub(lambda m: m.group(2) or m.group(1), value).strip()
    return None if TEMPLATE.search(plain) else plain or None


def _is_address(value: str) -> bool:
    return re.match(r"https?://\S+$", value) is not None


def _front_matter(text: str) -> About | None:
    fence = FENCE.match(f"{text}\n")
    if fence is None:
        return None
    ends = r"(?:---|\.\.\.)" if fence.group(1) == "---" else r"\+\+\+"
    end = re.compile(rf"^{ends}[ \t]*$", re.MULTILINE).search(text, fence.end())
    if end is None:
        return None
    head, rest = text[fence.end() : end.start()], text[end.end() :]
    lines = head.splitlines()
    odd = [line for line in lines if not (KEY.match(line) or OF_YAML.match(line))]
    own, fault = _loaded(head, toml=fence.group(1) == "+++")
    told = own.keys() & {*fields()["title"], *fields()["date"]}
    if not (any(map(KEY.match, lines)) or not lines) or (odd and not told) or (fault and any(map(_is_stated, odd))):
        return None
    if not _every_name() & own.keys() and any(isinstance(value, str) and _is_stated(value) for value in own.values()):
        return None
    if not fault:
        return About(own, rest)
    left = f" and without {', '.join(repr(line.strip()[:40]) for line in odd[:3])}" if odd else ""
    return About(own, rest, (f"The head of the file is broken ({fault}); it was read line by line{left}.",))


def _unended(text: str) -> About | None:
    """Return what front matter says that ends with a blank line and no rule, if it gives a title or a date."""
    fence = FENCE.match(text)
    lines = text[fence.end() :].split("\n") if fence else []
    head = list(
        takewhile(lambda line: KEY.match(line) and (_name(line) in _every_name() or not _is_stated(line)), lines)
    )
    own = _lines("\n".join(head))
    ended = len(lines) > len(head) and not lines[len(head)].strip()
    if not ended or not own.keys() & {*fields()["title"], *fields()["date"]}:
        return None
    return About(
        own, "\n".join(lines[len(head) :]), ("The head of the file has no end; it was read to its first blank line.",)
    )


def _is_stated(line: str) -> bool:
    """Return whether a line of what looks like front matter may be a sentence, between two rules of a text."""
    return len(line.split()) >= STATED_WORDS or TERMINAL.search(line) is not None


def _loaded(head: str, *, toml: bool) -> tuple[dict[str, Any], str]:
    """Return what a head says by its names, and what is wrong with it, "" for nothing."""
    by_line = _lines(head)
    try:
        # All values stay as they are written: the loader makes no numbers of times and no dates of numbers.
        read = tomllib.loads(head) if toml else yaml.load(head, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        return by_line, _fault(exc)
    if read is None:
        return {}, ""
    if not isinstance(read, dict):
        return by_line, "it is no list of names"
    own: dict[str, Any] = {}
    for name, value in _named(read):
        own.setdefault(name, value)
    if isinstance(title := own.get("title"), str) and by_line.get("title", "").startswith(f"{title} #"):
        own["title"] = by_line["title"]  # YAML takes what follows for a comment
    return own, ""


def _named(read: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a mapping has by its names; last what stands in one of its tables, such as Hugo's [params]."""
    for key, value in read.items():
        yield plain(str(key)), value if isinstance(value, str | list | dict) else str(value)
    for key, value in read.items():
        if isinstance(value, dict) and plain(str(key)) not in _every_name():
            yield from ((plain(str(k)), v) for k, v in value.items() if isinstance(v, str))


def _fault(exc: Exception) -> str:
    """Return in a few words what a parser has against a head, with its line in the file where it knows that."""
    if not isinstance(exc, yaml.MarkedYAMLError):
        return str(exc).partition("\n")[0][:80]
    line = f"line {exc.problem_mark.line + 2}: " if exc.problem_mark else ""
    return f"{line}{exc.problem}"[:80]


def _lines(head: str) -> dict[str, str]:
    """Return the values of lines such as "Title: The quay" by their names."""
    found: dict[str, str] = {}
    for line in head.splitlines():
        if key := KEY.match(line):
            value = (key.group(2) or "").strip()
            whole = re.fullmatch(r"""(["'])((?:(?!\1).)*)\1""", value)
            found.setdefault(plain(key.group(1)), whole.group(2) if whole else value)
    return found


def _head_lines(text: str) -> About | None:
    """Return what lines of known names above a text say, if there are two or a title; its heading may stand above them.

    The names of a mail's head are such where one of the lines says what the mail is about.
    """
    lines = text.lstrip("\ufeff \t\r\n").splitlines()
    title = TITLE.match(lines[0]) if lines else None
    first = next((n for n, line in enumerate(lines) if n and line.strip()), 1) if title else 0
    for posted in (True, False):
        known = _known(posted)
        head = list(takewhile(lambda line: _name(line) in known, lines[first:]))  # noqa: B023
        own = _lines("\n".join(head))
        if not posted or set(fields()["subject"]) & own.keys():
            break
    if not _heads() & own.keys() or (len(own) < 2 and (title or "title" not in own)):
        return None
    sender = next((parseaddr(own[name])[0] for name in fields()["sender"] if name in own), "")
    told = {"title": title.group(1) if title else "", "publisher": sender}
    return About({**told, **own}, "\n".join(lines[:first] + lines[first + len(head) :]))


def _name(line: str) -> str | None:
    key = KEY.match(line) if ":" in line[:40] else None
    return plain(key.group(1)) if key else None


def _every_name() -> set[str]:
    return {name for names in fields().values() for name in names}


def _heads() -> set[str]:
    told = ("title", "date", "saved", "publisher", "author", "language", "url")
    return {name for what in told for name in fields()[what]} - DOUBTFUL


def _known(posted: bool) -> set[str]:
    return _heads().union(fields()["other"], *((fields()["sender"], fields()["mail"]) if posted else ()))

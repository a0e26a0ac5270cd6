"""Takes what a file says of itself off its text: front matter, lines of names above it, a note program's trailer.

Knows nothing of how the text itself is written. Nothing that stands there makes a file unreadable: what is broken is
read line by line, or left out, and a sentence says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

import yaml

from briefer.articles.readers.document import Document, Kind
from briefer.language import dates

# The names under which programs write each thing, the best first. Of a date: when a page was saved only if nothing is
# better, and never when it was changed.
NAMES = {
    "title": "title headline og_title dc_title name",
    "date": "published date_published datepublished published_at published_time publication_date publicationdate "
    "publish_date publishdate pubdate pub_date article_published_time issued dc_date date_added_to_site date",
    "saved": "created created_time date_created clipped saved date_saved added accessed",
    "publisher": "publisher sitename site_name og_site_name publication newspaper outlet magazine website site source",
    "author": "author authors byline by creator dc_creator writer",
    "language": "language lang locale",
    "url": "url link source_url sourceurl canonical canonical_url permalink original_url original source",
}
HEADS = frozenset(" ".join(NAMES.values()).split()) - {"name"}
OTHERS = frozenset(
    "section length tags keywords category categories description summary copyright body edition".split()
)
FENCE = re.compile(r"\s*(---|\+\+\+)[ \t]*\n")
KEY = re.compile(r"""\s*["']?(\w[\w .:-]{0,40}?)["']?\s*[:=](?:\s+(.*)|\s*)$""")
OF_YAML = re.compile(r"\s*(?:#.*|-\s.*|[\]}>|].*|\s+\S.*)?$")
OF_TRAILER = re.compile(r"[a-z_]+:(?: |$)")
TRAILERS = (re.compile(r"id: [0-9a-f]{32}"), re.compile(r"type_: \d+"))
LINK = re.compile(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
TEMPLATE = re.compile(r"\{\{.*\}\}|<%.*%>")
MOST_AUTHORS = 5
LONGEST_TRAILER = 60  # lines
DEEPEST = 2  # lists in one another


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself, by the names that it uses in lower case, its text, and what is doubtful."""

    fields: Mapping[str, Any]
    text: str
    notes: tuple[str, ...] = ()


def about(text: str) -> About:
    """Return a text without what it says of itself, and that."""
    found = _front_matter(text) or _head_lines(text) or About({}, text)
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
    language = next(iter(_values(found.fields, "language")), "")[:2].lower()
    return Document(
        text=text,
        title=next(iter(_values(found.fields, "title")), None),
        publisher=next(named, site or None),
        date=dated or saved,
        author=next(iter(_values(found.fields, "author")), None),
        language=language if language.isalpha() else None,
        url=url,
        notes=(*notes, *found.notes, *told),
        kinds=kinds,
    )


def _values(fields: Mapping[str, Any], what: str) -> list[str]:
    """Return what is written under the names of something, the best name first."""
    return [value for name in NAMES[what].split() if (value := _string(fields.get(name), what == "author"))]


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
    if not all(KEY.match(line) or OF_YAML.match(line) for line in lines) or (lines and not any(map(KEY.match, lines))):
        return None
    fields, fault = _loaded(head, toml=fence.group(1) == "+++")
    if not fault:
        return About(fields, rest)
    return About(fields, rest, (f"The head of the file is broken ({fault}); it was read line by line.",))


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
    fields = {_name(key): value if isinstance(value, str | list | dict) else str(value) for key, value in read.items()}
    if isinstance(title := fields.get("title"), str) and by_line.get("title", "").startswith(f"{title} #"):
        fields["title"] = by_line["title"]  # YAML takes what follows for a comment
    return fields, ""


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
            found.setdefault(_name(key.group(1)), whole.group(2) if whole else value)
    return found


def _name(key: object) -> str:
    return re.sub(r"[\s.:-]+", "_", str(key)[:60].strip().lower())


def _head_lines(text: str) -> About | None:
    """Return what lines of known names above a text say, if there are two or a title."""
    body = text.lstrip("\ufeff \t\r\n")
    head = []
    for line in body.splitlines():
        key = KEY.match(line) if ":" in line[:40] else None
        if key is None or _name(key.group(1)) not in HEADS | OTHERS:
            break
        head.append(line)
    fields = _lines("\n".join(head))
    if not HEADS & fields.keys() or (len(fields) < 2 and "title" not in fields):
        return None
    return About(fields, "\n".join(body.splitlines()[len(head) :]))

"""Takes apart exports of Nexis, old and new, in English, German, French and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from briefer.articles.readers.document import Document
from briefer.articles.readers.exports.marks import BY, COPYRIGHT, Part, day, language, names

DOCUMENTS = r"documents?|dokument(?:en?)?|documentos?|documenti"
END = re.compile(r"(?im)^[ \t]*end of document[ \t]*$")
LOADED = re.compile(r"(?im)^[ \t]*load-date:.*$")
PAGE_OF = re.compile(
    r"(?im)^[ \t]*(?:page|document|dokument|seite|página|pagina)?[ \t]*\d+ (?:of|von|de|sur|di) \d+"
    rf"(?: (?:{DOCUMENTS}))?[ \t]*$"
)
DOCUMENT_OF = re.compile(rf"(?im)^[ \t]*\d+ (?:of|von|de|sur|di) \d+ (?:{DOCUMENTS})[ \t]*$")
FIELD = re.compile(r"([^\W\d_]+(?:[ -][^\W\d_]+){0,3}):[ \t]*(.*)")
# Of the names in the table; whatever stands before the text, and whatever comes after it.
HEADS = frozenset(
    "section length byline dateline highlight headline copyright language distribution graphic source".split()
)
FEET = frozenset("classification language publication-type subject load-date update graphic section others".split())
ONLY_FEET = frozenset("load-date publication-type language".split())  # that no article has, in small letters either
# Whatever the language of its month and its day of the week.
NEARLY_DAY = re.compile(r"^(?=.{8,45}$)(?=.*\b(19|20)\d\d\b)(?=.*\b\d{1,2}\b)[^:]*$")
EDITION = re.compile(r"(?i).{0,60}\b(edition|ausgabe|édition|final)\b.{0,30}")


def split(text: str) -> Iterator[Part]:
    """Yield the articles of an export and what stands beside them; nothing for a text of another form."""
    lengths = re.compile(rf"(?im)^(?:{'|'.join(names('nexis')['length'].split())}): *\d|^Body[ \t]*$")
    if not lengths.search(text) or not any(mark.search(text) for mark in (END, LOADED, DOCUMENT_OF)):
        return
    for part in END.split(text):
        starts = [0, *(m.start() for m in PAGE_OF.finditer(part)), len(part)]
        for a, b in pairwise(starts):
            if lengths.search(part[a:b]) or LOADED.search(part[a:b]):
                yield from _article(part[a:b])
            else:
                yield part[a:b]


def _article(part: str) -> Iterator[Part]:
    """Yield an article: newer exports have title, paper, day above their fields, older ones paper, day, title.

    What stands above these is yielded before it.
    """
    older = bool(re.match(r"\s*\d+ \w+ \d+ \w+", part))
    lines = [line.strip() for line in PAGE_OF.sub("", part).split("\n")]
    head = next((i for i, line in enumerate(lines) if _field(line) == "length" or line.lower() == "body"), len(lines))
    dated = next(
        (i for i in reversed(range(head)) if NEARLY_DAY.search(lines[i]) and not COPYRIGHT.search(lines[i])), None
    )
    above = [line for line in lines[: dated or 0] if line and not COPYRIGHT.search(line)]
    below = [line for line in lines[(dated or -1) + 1 : head] if line and not _field(line)]
    fields = {_field(line): line.partition(":")[2].strip() for line in reversed(lines) if _field(line)}
    titles = [line for line in below if not EDITION.fullmatch(line)] if older else above[-2:-1]
    title = fields.get("headline") or next(iter(titles), None)
    yield "\n".join(line for line in above[: -1 if older else -2] if line != title)
    yield Document(
        "\n\n".join(filter(None, [title, fields.get("highlight"), "\n".join(_body(lines, title)).strip("\n")])),
        title=title,
        publisher=next(iter(above[-1:]), None),
        date=day(lines[dated]) if dated is not None else None,
        author=BY.sub("", fields.get("byline", "")) or None,
        language=language(fields.get("language")),
    )


def _body(lines: list[str], title: str | None) -> Iterator[str]:
    """Yield the lines of an article's text: after "Body", else after the last of its head's fields, up to its foot."""
    body = next((i for i, line in enumerate(lines) if line.lower() == "body"), None)
    if body is None:
        heads = [i for i, line in enumerate(lines) if _field(line) in HEADS or COPYRIGHT.match(line)]
        body = next((i for i in heads if _field(lines[i]) == "length"), next(iter(heads), -1))
        while (below := next((i for i in range(body + 1, len(lines)) if lines[i]), None)) is not None and (
            below in heads or lines[below] == title
        ):
            body = below
    rest = lines[body + 1 :]
    foot = max((i for i, line in enumerate(rest) if line.lower() == "classification"), default=len(rest))
    last = max((i for i, line in enumerate(rest[:foot]) if line and not _is_foot(line)), default=-1)
    for line in rest[: last + 1]:
        if not COPYRIGHT.match(line) and line != title:
            yield line


def _is_foot(line: str) -> bool:
    """Return whether a line at the end is one of the form; in mixed case only one that no article has."""
    field = _field(line)
    capitals = line.partition(":")[0].isupper() and field in FEET
    return capitals or field in ONLY_FEET or bool(COPYRIGHT.search(line))


def _field(line: str) -> str:
    """Return the name under which a line's field is known, "" if it is none."""
    found = FIELD.fullmatch(line)
    return _names().get(found.group(1).lower().replace(" ", "-"), "") if found else ""


@cache
def _names() -> dict[str, str]:
    return {name: known for known, written in names("nexis").items() for name in written.split()}

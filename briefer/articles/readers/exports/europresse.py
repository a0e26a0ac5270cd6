"""Takes apart exports of Europresse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.articles.readers.document import Document
from briefer.articles.readers.exports.marks import COPYRIGHT, Part
from briefer.language import dates

NUMBER = re.compile(r"(?m)^[ \t]*news·\d{8}·\w+·\S+[ \t]*$")  # of a document, below it
CERTIFICATE = re.compile(
    r"(?:(?:le |ce )?(?:présent )?certificat (?:est )?émis|(?:this )?certificate (?:is )?issued)\b", re.IGNORECASE
)
HEAD = 4  # lines of an article in which its day stands
SMALL = r"d[eu]|de la|la|le|von|van|et|and|y"  # words within names
NAME = r"[A-ZÀ-Þ][\w.’'-]*"
NAMES = re.compile(rf"{NAME}(?:(?: (?:{SMALL}))?,? {NAME}){{1,7}}")


def split(text: str) -> Iterator[Part]:
    """Yield the articles of an export and what stands beside them; nothing for a text of another form."""
    *parts, rest = NUMBER.split(text)
    yield from map(_article, parts)
    if parts:
        yield rest


def _article(part: str) -> Document:
    """Return an article of the form: paper, section with day and page, title with author, text, rights."""
    lines = [line.strip() for line in re.sub(r"(?m)^_{5,}[ \t]*$", "", part).strip().split("\n")]
    dated = next((i for i, line in enumerate(lines[:HEAD]) if dates.full(line)), None)
    if not dated:
        return Document("\n".join(lines))
    head, _, body = "\n".join(lines[dated + 1 :]).strip().partition("\n\n")
    title, _, author = head.partition("\n")
    if not NAMES.fullmatch(author):
        author = ""
        body = "\n".join(lines[dated + 1 :]).strip().removeprefix(title)
    kept = body.strip().split("\n")
    while kept and (not kept[-1] or CERTIFICATE.match(kept[-1]) or COPYRIGHT.search(kept[-1])):
        kept.pop()
    day = dates.full(lines[dated])
    return Document(
        "\n\n".join(filter(None, [title, "\n".join(kept).strip()])),
        title=title or None,
        publisher=next((line for line in lines[:dated] if line), None),
        date=day[0] if day else None,
        author=author or None,
    )

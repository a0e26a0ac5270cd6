"""Takes apart exports of Factiva, with and without its codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from briefer.articles.readers.document import Document
from briefer.articles.readers.exports.marks import BY, COPYRIGHT, Part, day, language
from briefer.language import dates

NUMBER = r"(?=(?:\w*\d){8})[A-Za-z0-9]{18,30}[ \t]*$"  # of a document
END = re.compile(rf"(?m)^[ \t]*(?:Document|Dokument|Documento) {NUMBER}")
CODED_END = re.compile(rf"(?m)^AN[ \t\n]+(?:(?:Document|Dokument|Documento) )?{NUMBER}")
HEAD = "HD BY CR WC PD ET SN SC ED PG VOL LA CY SE".split()
BODY = ["LP", "TD"]
FOOT = "ART CT RF CLM CO IN NS RE IPC IPD PUB AN".split()  # in the order in which they stand
SUBJECTS = frozenset("CO IN NS RE".split())
SUBJECT = re.compile(r"\s*[\w&/.-]+ ?: ")  # what stands behind those: "gcrim : Crime"
WORDS = re.compile(r"[\d.,]+ (words|wörter|mots|palabras|parole)", re.IGNORECASE)
BYLINE = re.compile(r"(?i:by) [A-Z]")


def split(text: str) -> Iterator[Part]:
    """Yield the articles of an export and what stands beside them; nothing for a text of another form."""
    ends = list(END.finditer(text))
    if len(re.findall(r"(?m)^(?:HD|SN|PD|LP|TD)(?:[ \t]|$)", text)) >= 4:
        parts = CODED_END.split(text)
        for part in parts if len(parts) > 1 else re.split(r"(?m)^(?=(?:SE|HD)[ \t\n])(?<!SE[ \t\n])", text):
            yield from _coded(part)
    elif ends:
        starts = [0, *(m.end() for m in ends)]
        yield from (_plain(text[a : end.start()]) for a, end in zip(starts, ends, strict=False))
        yield text[starts[-1] :]


def _coded(part: str) -> Iterator[Part]:
    """Yield an article with codes, and what stands above the first of them."""
    marks = list(_marks(part))
    if not any(mark.group(1) == "HD" for mark in marks):
        yield part
        return
    yield part[: marks[0].start()]
    fields = {
        mark.group(1): part[mark.end() : after.start() if after else len(part)].strip()
        for mark, after in zip_longest(marks, marks[1:])
    }
    title = " ".join(fields.get("HD", "").split()) or None
    body = [fields.get(code) for code in BODY]
    yield Document(
        "\n\n".join(filter(None, [title, *(_dedented(one) for one in body if one)])),
        title=title,
        publisher=fields.get("SN"),
        date=dates.iso(fields.get("PD", "")),
        author=BY.sub("", fields.get("BY", "")) or None,
        language=language(fields.get("LA")),
    )


def _marks(part: str) -> Iterator[re.Match[str]]:
    """Yield the codes of an article, each where it stands: those of the head, the body and the foot in this order.

    A code stands alone on its line or with a gap behind it, as the title's does; so "CO levels rose" is a line of text.
    Where all gaps are single blanks, those of subjects are told by what stands behind them.
    """
    narrow = re.search(r"(?m)^HD[ \t]?\S", part) is not None
    codes = "|".join([*HEAD, *BODY, *FOOT])
    passed = -1
    for mark in re.finditer(rf"(?m)^({codes})(?: {{{1 if narrow else 2},}}| *\t| *$)", part):
        code = mark.group(1)
        if code in HEAD:
            if passed < 0:
                yield mark
            continue
        place = [*BODY, *FOOT].index(code)
        alone = part[mark.end() : mark.end() + 1] in {"", "\n"}
        if narrow and code in FOOT and not alone and not (code in SUBJECTS and SUBJECT.match(part, mark.end())):
            continue
        if place > passed:
            passed = place
            yield mark


def _dedented(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def _plain(part: str) -> Document:
    """Return an article of the form: title, author, length, day, time, paper, code, language, copyright, text."""
    lines = [line.strip() for line in part.split("\n")]
    count = next((i for i, line in enumerate(lines) if WORDS.fullmatch(line)), None)
    dated = next((i for i, line in enumerate(lines) if i >= (count or 0) and day(line)), None)
    above = [line for line in lines[: count if count is not None else dated] if line]
    titles = [line for line in above if not BYLINE.match(line)] or above
    title = titles[-1] if len(titles) > 1 and len(titles[0].split()) < 3 else next(iter(titles), None)
    rest = [(i, line) for i, line in enumerate(lines) if dated is not None and i > dated and line]
    head = 0
    publisher = spoken = None
    for _, line in rest[:9]:
        if re.fullmatch(
            r"\d{1,2}[:.]\d\d.*|[A-Z][A-Z0-9]{2,7}|\d+|[A-Z]?\d+[A-Z]?|(?i:page|pg|seite) ?\w+|(?i:.{0,40}edition)",
            line,
        ):
            head += 1
        elif language(line) and len(line.split()) == 1:
            spoken, head = language(line), head + 1
        elif COPYRIGHT.search(line):
            head += 1
            break
        elif publisher is None and spoken is None and len(line.split()) <= 8:
            publisher, head = line, head + 1
        elif spoken is not None:
            break
        else:
            head += 1
    start = rest[head - 1][0] + 1 if head and rest else (dated or 0) + 1
    author = next((line for line in above if BYLINE.match(line)), "")
    return Document(
        "\n\n".join(filter(None, [title, "\n".join(lines[start:]).strip("\n")])),
        title=title,
        publisher=publisher,
        date=day(lines[dated]) if dated is not None else None,
        author=BY.sub("", author) or None,
        language=spoken,
    )

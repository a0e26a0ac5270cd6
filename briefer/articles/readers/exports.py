"""Takes apart what databases export: many articles in one text, each with the lines that say what it is.

The forms are those of Nexis (old and new), Factiva (with and without its codes) and ProQuest. What belongs to the form
(numbers, section, length, classification, copyright) is no part of an article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, zip_longest

from briefer.articles.readers.document import Document
from briefer.language import dates

END = re.compile(r"(?im)^[ \t]*(end of document|load-date:.*)[ \t]*$")
PAGE_OF = re.compile(
    r"(?im)^[ \t]*(page|document|dokument|seite|página|pagina)?[ \t]*\d+ (of|von|de|sur|di) \d+"
    r"( documents?| dokumente?n?)?[ \t]*$"
)
FACTIVA_END = re.compile(r"(?m)^[ \t]*(Document|Dokument|Documento) ((?=(?:\w*\d){8})[A-Za-z0-9]{18,30})[ \t]*$")
PROQUEST_RULE = re.compile(r"(?m)^_{20,}[ \t]*$")
FIELD = re.compile(r"([A-Z][A-Za-z]*(?:[ -][A-Za-z]+){0,3}):[ \t]*(.*)")
# Of Nexis; whatever stands before the text, and whatever comes after it.
HEADS = frozenset(
    "section length byline dateline highlight headline copyright language distribution graphic source rubrik ressort "
    "länge autor auteur longueur extensión sección rubrique".split()
)
FEET = frozenset(
    "classification language publication-type subject company organization industry geographic load-date person ticker "
    "journal-code document-type pub-type acc-no graphic country state city correction-date update section notes".split()
)
COPYRIGHT = re.compile(r"(?i)(copyright|©|\(c\))\s*(©|\(c\)|\d{4}|by\b)|all rights reserved\.?$")
# Whatever the language of its month and its day of the week.
NEARLY_DAY = re.compile(r"^(?=.{8,45}$)(?=.*\b(19|20)\d\d\b)(?=.*\b\d{1,2}\b)[^:]*$")
EDITION = re.compile(r"(?i).{0,60}\b(edition|ausgabe|édition|final)\b.{0,30}")
CODES = re.compile(
    r"(?m)^(HD|BY|WC|PD|SN|SC|LA|CY|LP|TD|AN|SE|CR|ED|PG|VOL|ET|CO|IN|NS|RE|IPC|IPD|PUB|ART|CLM|RF|CT)(?:[ \t]+|$)"
)
LONGEST_WEEKDAY = 16  # letters beside a date; "Donnerstag, den " has as many
SPANS = {"wc": r"[\d.,]+ (words|wörter|mots|palabras|parole)"}


def split(text: str) -> list[Document] | None:
    """Return the articles of an export, in their order; None if a text is of no such form."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    for form in (_nexis, _factiva, _proquest):
        if found := [document for document in form(text) if document.text.strip()]:
            return found
    return None


# Nexis


def _nexis(text: str) -> Iterator[Document]:
    if not (END.search(text) and (re.search(r"(?im)^length: *\d", text) or re.search(r"(?m)^Body[ \t]*$", text))):
        return
    for part in re.split(r"(?im)^[ \t]*end of document[ \t]*$", text):
        starts = [0, *(m.start() for m in PAGE_OF.finditer(part)), len(part)]
        for a, b in pairwise(starts):
            if re.search(r"(?im)^(length:|load-date:|body[ \t]*$)", part[a:b]):
                yield _nexis_article(part[a:b])


def _nexis_article(part: str) -> Document:
    """Return an article: newer exports have title, paper, day above their fields, older ones paper, day, title."""
    older = bool(re.match(r"\s*\d+ \w+ \d+ \w+", part))
    lines = [line.strip() for line in PAGE_OF.sub("", part).split("\n")]
    head = next((i for i, line in enumerate(lines) if _field(line) == "length" or line.lower() == "body"), len(lines))
    day = next(
        (i for i in reversed(range(head)) if NEARLY_DAY.search(lines[i]) and not COPYRIGHT.search(lines[i])), None
    )
    above = [line for line in lines[: day or 0] if line and not COPYRIGHT.search(line)]
    below = [line for line in lines[(day or -1) + 1 : head] if line and not _field(line)]
    fields = {_field(line): line.partition(":")[2].strip() for line in reversed(lines) if _field(line)}
    titles = [line for line in below if not EDITION.fullmatch(line)] if older else above[-2:-1]
    title = fields.get("headline") or next(iter(titles), None)
    author = fields.get("byline") or fields.get("autor") or fields.get("auteur") or ""
    return Document(
        "\n\n".join(filter(None, [title, fields.get("highlight"), "\n".join(_nexis_body(lines, title)).strip("\n")])),
        title=title,
        publisher=next(iter(above[-1:]), None),
        date=_day(lines[day]) if day is not None else None,
        author=re.sub(r"^(?i:by|von) ", "", author) or None,
        language=_language(fields.get("language")),
    )


def _nexis_body(lines: list[str], title: str | None) -> Iterator[str]:
    """Yield the lines of an article's text: after "Body", else after the last of its head's fields, up to its foot."""
    body = next((i for i, line in enumerate(lines) if line.lower() == "body"), None)
    if body is None:
        heads = [
            i
            for i, line in enumerate(lines)
            if (_field(line) in HEADS and _field(line) not in FEET) or COPYRIGHT.match(line)
        ]
        lengths = [i for i in heads if _field(lines[i]) == "length"] or heads[:1] or [-1]
        near = [i for i in heads if lengths[0] <= i <= lengths[0] + 12]
        body = max(near, default=lengths[0])
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
    return capitals or field in {"load-date", "publication-type", "language"} or bool(COPYRIGHT.search(line))


def _field(line: str) -> str:
    found = FIELD.fullmatch(line)
    return (
        found.group(1).lower().replace(" ", "-")
        if found and found.group(1).lower().replace(" ", "-") in HEADS | FEET
        else ""
    )


def _day(line: str) -> str | None:
    """Return the full date that a line is, with its day of the week wherever it stands; None for any other line."""
    found = dates.full(line)
    beside = f"{line[: found[1]]}{line[found[2] :]}" if found else ""
    return found[0] if found and len(beside.strip()) < LONGEST_WEEKDAY else None


def _language(name: str | None) -> str | None:
    known = {
        "english": "en",
        "german": "de",
        "deutsch": "de",
        "french": "fr",
        "français": "fr",
        "spanish": "es",
        "español": "es",
    }
    found = re.match(r"\w+", (name or "").lower())
    return known.get(found.group()) if found else None


# Factiva


def _factiva(text: str) -> Iterator[Document]:
    ends = list(FACTIVA_END.finditer(text))
    coded = len(re.findall(r"(?m)^(?:HD|SN|PD|LP|TD)(?:[ \t]|$)", text)) >= 4
    starts = [0, *(m.end() for m in ends)]
    if coded:
        parts = re.split(r"(?m)^(?=(?:SE|HD)[ \t\n])(?<!SE[ \t\n])", text)
        merged = re.split(r"(?m)^AN[ \t]+.*$", text) if re.search(r"(?m)^AN[ \t]", text) else parts
        yield from (_coded(part) for part in merged if re.search(r"(?m)^HD(?:[ \t]|$)", part))
    elif ends:
        for a, end in zip(starts, ends, strict=False):
            yield _factiva_article(text[a : end.start()])


def _coded(part: str) -> Document:
    marks = list(CODES.finditer(part))
    fields: dict[str, str] = {}
    for mark, after in zip_longest(marks, marks[1:]):
        value = part[mark.end() : after.start() if after else len(part)].strip()
        fields[mark.group(1)] = f"{fields[mark.group(1)]}\n\n{value}" if mark.group(1) in fields else value
    title = " ".join(fields.get("HD", "").split()) or None
    body = [fields.get("LP"), fields.get("TD")]
    return Document(
        "\n\n".join(filter(None, [title, *(_dedented(one) for one in body if one)])),
        title=title,
        publisher=fields.get("SN"),
        date=dates.iso(fields.get("PD", "")),
        author=re.sub(r"^(?i:by) ", "", fields.get("BY", "")) or None,
        language=_language(fields.get("LA")),
    )


def _factiva_article(part: str) -> Document:
    """Return an article of the form: title, author, length, day, time, paper, code, language, copyright, text."""
    lines = [line.strip() for line in part.split("\n")]
    count = next((i for i, line in enumerate(lines) if re.fullmatch(SPANS["wc"], line, re.IGNORECASE)), None)
    day = next((i for i, line in enumerate(lines) if i >= (count or 0) and _day(line)), None)
    above = [line for line in lines[: count if count is not None else day] if line]
    titles = [line for line in above if not re.match(r"(?i:by) [A-Z]", line)] or above
    title = titles[-1] if len(titles) > 1 and len(titles[0].split()) < 3 else next(iter(titles), None)
    rest = [(i, line) for i, line in enumerate(lines) if day is not None and i > day and line]
    head = 0
    publisher = language = None
    for _, line in rest[:9]:
        if re.fullmatch(
            r"\d{1,2}[:.]\d\d.*|[A-Z][A-Z0-9]{2,7}|\d+|[A-Z]?\d+[A-Z]?|(?i:page|pg|seite) ?\w+|(?i:.{0,40}edition)",
            line,
        ):
            head += 1
        elif _language(line) and len(line.split()) == 1:
            language, head = _language(line), head + 1
        elif COPYRIGHT.search(line):
            head += 1
            break
        elif publisher is None and language is None and len(line.split()) <= 8:
            publisher, head = line, head + 1
        elif language is not None:
            break
        else:
            head += 1
    start = rest[head - 1][0] + 1 if head and rest else (day or 0) + 1
    author = next((line for line in above if re.match(r"(?i:by) [A-Z]", line)), "")
    return Document(
        "\n\n".join(filter(None, [title, "\n".join(lines[start:]).strip("\n")])),
        title=title,
        publisher=publisher,
        date=_day(lines[day]) if day is not None else None,
        author=re.sub(r"^(?i:by) ", "", author) or None,
        language=language,
    )


def _dedented(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


# ProQuest

PROQUEST = re.compile(
    r"""(?mx)^(Title|Author|Publication\ (title|info|date|year|history|subject)|Publisher|Full\ text|Abstract|Links
    |Document\ URL|ProQuest\ document\ ID|Subject|Location|People|Company\ \S+|Company|Pages|Volume|Issue|Edition
    |e-?ISSN|Source\ type|Language\ of\ publication|Document\ type|Copyright|Last\ updated|Database|Section|Credit
    |First\ page|(Place|Country)\ of\ publication|Identifier\ /\ keyword|ISSN|Number\ of\ pages
    |Dateline|Document\ feature|Contact
    |Classification|Business\ indexing\ term|Online\ publication\ date|Accession\ number|Illustration
    |Terms\ and\ Conditions):[ \t]*"""
)


def _proquest(text: str) -> Iterator[Document]:
    if not (
        re.search(r"(?m)^Full text: ", text) and re.search(r"(?m)^(Publication title|ProQuest document ID): ", text)
    ):
        return
    for part in _records(text):
        marks = list(PROQUEST.finditer(part))
        fields: dict[str, str] = {}
        for mark, after in zip_longest(marks, marks[1:]):
            fields.setdefault(mark.group(1), part[mark.end() : after.start() if after else len(part)].strip())
        if "Full text" in fields or "Abstract" in fields:
            title = " ".join(fields.get("Title", "").split()) or None
            body = fields.get("Full text") or fields.get("Abstract", "")
            yield Document(
                "\n\n".join(filter(None, [title, body])),
                title=title,
                publisher=re.sub(r"; .*", "", fields.get("Publication title", "")) or None,
                date=dates.iso(fields.get("Publication date", "")),
                author=fields.get("Author"),
                language=_language(fields.get("Language of publication")),
                url=fields.get("Document URL"),
            )


def _records(text: str) -> Iterable[str]:
    for mark in (PROQUEST_RULE, re.compile(r"(?m)^Document \d+ of \d+[ \t]*$"), re.compile(r"(?m)^(?=Title: )")):
        if len(parts := mark.split(text)) > 1:
            return parts
    return [text]

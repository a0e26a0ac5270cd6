"""Puts a document and what can be read off it together as an Article: title, date, paragraphs. Knows no index."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from briefer.articles import boilerplate, injection, readers
from briefer.articles.datelines import before_report, beside_names, date_of, is_announced, is_wired, recalls, writer
from briefer.articles.paragraphs import paragraphs
from briefer.articles.readers import placeholders
from briefer.articles.readers.document import Document
from briefer.language.identify import language_of
from briefer.schema import Article, Paragraph, Role

LONGEST_HEAD = 10  # lines above the prose of an article that may tell its title and date
LEAST_TITLE = 4  # words of a title that stands behind a section's or a paper's name
LONGEST_FOOT = 3  # lines at the end of an article that may tell when it was published
LEAST_ENTRIES = 2  # times of a text from which on it is a live report
NAME = re.compile(r"(?:[A-Z][\w’'&-]*|of|the|and)(?: (?:[A-Z][\w’'&-]*|of|the|and)){0,2}")
DAY, MONTH, YEAR = r"(?P<day>[0-3]?\d)", r"(?P<month>[01]?\d)", r"(?P<year>(?:19|20)\d\d)"
STAMP = re.compile(rf"{YEAR}[-_.]?(?P<month>[01]\d)[-_.]?(?P<day>[0-3]\d)(?!\d)")
STAMP_BEHIND = re.compile(rf"(?<!\d){YEAR}[-_.](?P<month>[01]\d)[-_.](?P<day>[0-3]\d)$")
WITH_TIME_BEHIND = re.compile(rf"(?<=[_-]){YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?:[_T-]\d{{4}}(?:\d\d)?)?$")
DOTTED = re.compile(rf"{DAY}\.{MONTH}\.{YEAR}(?!\d)")
DOTTED_BEHIND = re.compile(rf"(?<!\d){DAY}\.{MONTH}\.{YEAR}$")
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{8,30})[)\]]$")
PAPER = re.compile(r"((?:[A-Z][a-z]+){2,4})_(?=.)")

log = logging.getLogger("briefer")


def article_of(path: str, document: Document) -> Article:
    """Return the article in a document; what the file does not say of itself is read off its text, or its name.

    A title or publisher that addresses its reader as a machine is left out, with a warning.
    """
    parts = paragraphs(document.text, document.kinds)
    named, paper, rest = _of_name(path)
    publisher = document.publisher or paper
    titles = (_without(document.title, publisher), readers.name(headline(document.text, parts)))
    title = next((t for t in titles if t and not _is_order(path, "title", t)), None)
    date = document.date or dateline(document.text, parts) or named
    author = _authors(placeholders.named("author", document.author))
    if (document.by_program or not author) and (shown := readers.name(byline(document.text, parts))):
        author = author if author and shown.casefold() in author.casefold() else shown
    return Article(
        path=path,
        title=title or _title_of(rest),
        publisher=publisher if publisher and not _is_order(path, "publisher", publisher) else None,
        date=date,
        author=author if author and not _is_order(path, "author", author) else None,
        language=language_of(document.text, document.language),
        url=document.url,
        notes=document.notes,
        pages=document.pages,
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        text=document.text,
        paragraphs=_timed(document.text, parts, date),
    )


def _authors(told: str | None) -> str | None:
    """Return the names of authors without a "By" before them, parted by commas unless a name has one: "Holt, Dana"."""
    names = writer(told) or told if told else None
    return names.replace("; ", ", ") if names and "," not in names else names


def _without(title: str | None, publisher: str | None) -> str | None:
    """Return a title without the publisher's name behind it: "Ferry stays in port - Harrow Times"."""
    return re.sub(rf"(?<=\S)\s+[-–—|·]\s+{re.escape(publisher)}$", "", title) if title and publisher else title


def articles_of(path: str, documents: Sequence[Document]) -> list[Article]:
    """Return the articles of a file: of its path if it is one, else of that path with a number, from 1: mail.mbox#2."""
    if len(documents) == 1:
        return [article_of(path, documents[0])]
    return [article_of(f"{path}#{number}", document) for number, document in enumerate(documents, 1)]


def _is_order(path: str, what: str, text: str) -> bool:
    if not injection.addresses(text):
        return False
    log.warning("The %s of '%s' addresses the reader as a machine; it is left out.", what, path)
    return True


def _title_of(stem: str) -> str:
    stem = stem.replace("_", " ")
    return "Untitled" if injection.addresses(re.sub(r"[-.]", " ", stem)) else stem


def headline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the line above the prose that is the headline, else None.

    It is the first that is no byline, date or notice; behind what may be a section's or a paper's name ("World", "The
    Harrow Times") a longer one.
    """
    lines = [text[p.start : p.end] for p in _head(parts) if p.role is Role.HEADLINE]
    lines = [line for line in lines if not boilerplate.stands_alone(line) and not boilerplate.time_of(line)]
    longer = next((line for line in lines[1:] if boilerplate.size(line) >= LEAST_TITLE), None)
    return longer if lines and longer and NAME.fullmatch(lines[0]) else next(iter(lines), None)


def _head(parts: tuple[Paragraph, ...]) -> list[Paragraph]:
    """Return what stands above the first prose."""
    return list(takewhile(lambda part: part.role in {Role.HEADLINE, Role.NOTICE}, parts[:LONGEST_HEAD]))


def _lines(text: str, parts: Sequence[Paragraph]) -> list[str]:
    return [line for part in parts for line in text[part.start : part.end].split("\n")]


def byline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return who wrote an article, by a line above its prose that says so: "By Dana Holt"."""
    return next(filter(None, map(writer, _lines(text, _head(parts)))), None)


def dateline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the date of publication, as ISO 8601, that the text gives above its prose or where it begins, else None.

    Only a full one, and never an event's: not the heading of a list of days, and not a first line with no title by it.
    One that a line above the prose or below it announces as that of publication is it in any case.
    """
    lines = _lines(text, _head(parts))
    feet = [text[part.start : part.end] for part in parts[len(_head(parts)) :][-LONGEST_FOOT:]]
    if told := next((day for line in lines if is_announced(line) and (day := date_of(line))), None):
        return told
    prose = next((text[p.start : p.end] for p in parts if p.role is Role.TEXT), "")
    days = [day for part in parts if (day := date_of(text[part.start : part.end]))]
    chronicle = len(set(days)) > 1 and len(days) > sum(map(bool, map(date_of, lines)))
    own: str | None = None
    if not chronicle and not recalls(prose):
        titled = headline(text, parts) is not None
        own = next(filter(None, map(date_of, lines)), None) or next(filter(None, map(beside_names, lines[1:])), None)
        own = (own if titled else None) or (before_report(prose) if titled or is_wired(prose) else None)
    return own or next((day for line in feet if is_announced(line) and (day := date_of(line))), None)


def _timed(text: str, parts: tuple[Paragraph, ...], date: str | None) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a live report with the time of the entry that each belongs to; others as they are."""
    lines = [text[part.start : part.end] for part in parts]
    times = [boilerplate.time_of(line) for line in lines]
    if sum(map(bool, times)) < LEAST_ENTRIES:
        return parts
    day = date if date and len(date) == len("2025-05-08") else None
    now: str | None = None
    timed = []
    for part, line, time in zip(parts, lines, times, strict=True):
        if new := date_of(line):
            day, now = new, None
        if time:
            now = f"{day}T{time[0]}" if day else time[0]
        timed.append(part.model_copy(update={"time": now}) if now else part)
    return tuple(timed)


def _of_name(path: str) -> tuple[str | None, str | None, str]:
    """Return the date and the publisher that a file's name gives, each None if it gives none, and the rest of it."""
    stem = Path(path).stem
    forms = (STAMP.match, STAMP_BEHIND.search, WITH_TIME_BEHIND.search, DOTTED.match, DOTTED_BEHIND.search)
    found = next(filter(None, (form(stem) for form in forms)), None)
    try:
        date = dt.date(*(int(found.group(part)) for part in ("year", "month", "day"))).isoformat() if found else None
    except ValueError:
        date = None
    if date is None and (found := IN_BRACKETS.search(stem)):  # "Quay shut (6 May 2025)"
        date = date_of(found.group(1))
    if found is None or date is None:
        return None, None, stem
    rest = (stem[: found.start()] + stem[found.end() :]).strip(" _-")
    paper = PAPER.match(rest)
    return date, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", paper.group(1)) if paper else None, rest or stem

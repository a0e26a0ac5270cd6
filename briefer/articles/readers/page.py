"""Reads a saved web page: what its window shows of the article, without menus, and what its head says of it.

No other module knows trafilatura, which finds the article's lines.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlsplit

from briefer.articles.datelines import is_announced
from briefer.articles.readers import encodings, extent, placeholders, structured
from briefer.articles.readers.document import Document, joined
from briefer.articles.readers.extent import letters
from briefer.articles.readers.window import Block, seen
from briefer.errors import ReadError
from briefer.language import dates

CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
LANDMARKS = {"contentinfo": "footer", "complementary": "aside"}  # the roles that these elements have by themselves
NOT_SHOWN = "The page shows no text by itself; it was read from what the page tells of it for machines (JSON-LD)."
# What browsers, and SingleFile, write above a page that they save.
SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s*url:\s*)(https?://[^\s<>]+)")
HEAD = 4096  # letters in which a page says how it was written, and where it was
MOST_AUTHORS = 5
STATED_WORDS = 4  # of an author's name that is a sentence: "Eva Holt has covered"
STATED = re.compile(r"(?<!\S)[a-z]{4,}")
BESIDE = 20  # letters beside a time that may be "Last updated at", and no sentence


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of a page as it was saved; raises ReadError if scripts alone would show its text."""
    text, notes = decoded(data)
    found = document_of(text)
    if not found.text and "<script" in text.lower():
        raise ReadError("it shows no text without its scripts. Open the page in a browser and save it from there.")
    return [replace(found, notes=(*notes, *found.notes))]


def decoded(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page or a record, and what was guessed of its encoding, which it or its sender may declare.

    What no encoding fits is read as a browser reads it, with a mark for each letter that is lost.
    """
    found = CHARSET.search(data[:HEAD])
    named = (declared, found.group(1).decode("ascii") if found else None)
    try:
        return encodings.declared(data, filter(None, named))
    except ReadError:
        with contextlib.suppress(UnicodeError):
            return data.decode("utf-8-sig"), ()
        return data.decode("cp1252", errors="replace"), ()


def document_of(source: str, *, sheets: Iterable[str] = (), url: str | None = None, whole: bool = False) -> Document:
    """Return the document of a page's source; sheets are style sheets that came with it.

    With whole all that is seen is kept but menus, as of a mail or a chapter, which have nothing around them.
    Raises ReadError if elements are nested thousands deep.
    """
    tree = parsed(source)
    blocks = seen(tree, sheets)
    if whole:
        text, kinds = joined((block.text, block.kind) for block in blocks if not block.menu)
        return Document(text, language=_language(tree), url=url, kinds=kinds)
    saved = SAVED.search(source[:HEAD])
    url = url or (saved.group(1) if saved else None)
    about, main = _found(tree, url)
    kept = extent.kept(blocks, main, tree.findtext(".//title") or "")
    title = _title(tree, kept) or about.get("title")
    data = structured.article(tree)
    # Beside a text that is shown, one that is not might say something else.
    told = [] if any(map(extent.is_prose, blocks)) else _paragraphs(data.get("articleBody"))
    kept += told
    title = (structured.named(data.get("headline")) if told else None) or title
    text, kinds = joined((block.text, block.kind) for block in kept)
    return Document(
        text,
        kinds=kinds,
        title=title,
        publisher=_publisher(tree, data)
        or about.get("sitename")
        or _site(tree, title)
        or _host(about.get("url") or url),
        date=dates.iso(about.get("date") or ""),
        author="; ".join(structured.names(data.get("author"))[:MOST_AUTHORS]) or _author(about.get("author")),
        language=_language(tree),
        url=about.get("url") or url,
        notes=(NOT_SHOWN,) if told else (),
    )


def parsed(source: str) -> Any:
    """Return the tree of a page, by lxml; raises ReadError if it is nested too deeply for any article."""
    from lxml import etree, html

    if "</iframe" not in source.lower():  # one without an end would take the rest of the page into itself
        source = re.sub(r"<iframe[^>]{0,2000}>", " ", source, flags=re.IGNORECASE)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    bare = source.replace("\x00", "").encode(errors="replace")
    try:
        tree = html.document_fromstring(bare, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # there is nothing in it, or comments alone
        tree = html.document_fromstring("<p></p>", ensure_head_body=True)
    if any("depth" in error.message for error in parser.error_log):
        raise ReadError("its elements are nested thousands deep. Save the page anew, or its text as .txt.")
    return tree


def _found(tree: Any, url: str | None) -> tuple[dict[str, str | None], list[str]]:
    """Return what the head of a page says of it, and the lines that trafilatura takes for the article."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    for element in list(tree.iter("time")):  # a time in a sentence is that of what it tells
        before, parent = element.getprevious(), element.getparent()
        beside = (before.tail if before is not None else parent.text if parent is not None else "") or ""
        if len(f"{beside}{element.tail or ''}".strip()) > BESIDE:
            element.tag = "span"
    for cell in tree.iter("td", "th"):  # it makes as many cells of one as that says it spans
        cell.attrib.pop("colspan", None)
    for role, tag in LANDMARKS.items():
        for element in tree.xpath("//*[@role=$role]", role=role):
            element.tag = tag
    found = trafilatura.bare_extraction(
        tree, url=url, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if found is None or isinstance(found, dict):
        return {}, []
    about = {name: getattr(found, name, None) for name in ("title", "sitename", "date", "author", "url")}
    if about["date"] in {day for *_, days in _events(tree) for day in days}:
        about["date"] = _date_beside(tree, about["url"])
    return about, [line for line in (found.text or "").splitlines() if line.strip()]


def _events(tree: Any) -> Iterator[tuple[Any, set[str]]]:
    """Yield each list whose items tell of several days, and these: they are of what happened, not of publication."""
    for several in tree.iter("ul", "ol", "dl"):
        items = [(item, " ".join(item.text_content().split())) for item in several.iterchildren("li", "dt")]
        days = {day for item, text in items if not is_announced(text) and (day := _day(item, text))}
        if len(days) > 1:
            yield several, days


def _date_beside(tree: Any, url: str | None) -> str | None:
    """Return the date of a page that is found without its lists of events."""
    from htmldate import find_date

    rest = deepcopy(tree)
    for several, _ in list(_events(rest)):
        several.drop_tree()
    return find_date(rest, url=url, extensive_search=False, original_date=True)


def _day(item: Any, text: str) -> str | None:
    """Return the first day that an item of a list has, in its text or for machines."""
    times = [dates.iso(time.get("datetime") or "") for time in item.iter("time")]
    found = dates.full(text)
    return next(((day or "")[:10] for day in (*times, found and found[0]) if day), None)


def _title(tree: Any, kept: list[Block]) -> str | None:
    """Return the title that a page gives for sharing, else the heading that its window's title has, or the first."""
    shared = tree.xpath("//meta[@property='og:title' or @name='twitter:title' or @name='citation_title']/@content")
    window = letters(tree.findtext(".//title") or "")
    heads = [block.text for block in kept if block.level in {1, 2}]
    named = [head for head in heads if len(letters(head)) >= 8 and letters(head) in window]
    first = [block.text for block in kept if block.level == 1] or heads[:1]
    whole = re.sub(r"\s+[-–—|·•]\s+[^-–—|·•]+$", "", " ".join((tree.findtext(".//title") or "").split()))
    found = [*shared, *sorted(named, key=len, reverse=True)[:1], *first, whole]
    return next((title for title in (" ".join(one.split()) for one in found) if title), None)


def _paragraphs(body: Any) -> list[Block]:
    """Return the paragraphs of a text that may have tags in it, none if it is no text."""
    if not isinstance(body, str):
        return []
    marked = re.sub(r"\s*\n\s*", "<p>", body if re.search(r"<\w", body) else escape(body))
    return [block for block in seen(parsed(marked)) if not block.menu]


def _publisher(tree: Any, data: dict[str, Any]) -> str | None:
    """Return the name of the site that a page gives for sharing, else of the publisher that its article has."""
    shared = tree.xpath("//meta[@property='og:site_name']/@content")
    return next((name.strip() for name in shared if name.strip()), None) or structured.named(data.get("publisher"))


def _author(found: str | None) -> str | None:
    """Return the names among what was found to be an author's, without sentences on them and what their office is."""
    parts = [part.strip() for part in (found or "").split(";")]
    told = [part for part in parts if len(part.split()) < STATED_WORDS or not STATED.search(part)]
    return "; ".join([part for part in told if not placeholders.is_office(part)] or told) or None


def _site(tree: Any, title: str | None) -> str | None:
    """Return what the window's title has after the article's: "Ferry stays in port - Harrow Times"."""
    whole = " ".join((tree.findtext(".//title") or "").split())
    rest = whole.removeprefix(title) if title else whole
    found = re.match(r"\s*[-–—|·•:]\s+(.+)", rest)
    return found.group(1) if found and rest != whole else None


def _language(tree: Any) -> str | None:
    named = [element.get(name) for element in (tree, tree.body) for name in ("lang", "xml:lang")]
    return next(filter(None, named), None)


def _host(url: str | None) -> str | None:
    with contextlib.suppress(ValueError):
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    return None

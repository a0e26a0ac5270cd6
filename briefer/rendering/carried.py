"""Reads a file that Briefer made: the data that it carries, and the text that a reader sees of it.

What format a file is in is found by its content. Knows nothing of how the formats are drawn. No other module knows
pypdfium2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

from briefer.errors import ReadError
from briefer.rendering import data, layout, markdown
from briefer.rendering.layout import Result
from briefer.rendering.sealing import unsealed

COMMENT = re.compile(rf"<!-- {data.NAME} (\{{.*?\}}|\[.*?\]) -->", re.DOTALL)
UNSEEN = {"script", "style", "head", "title"}
INLINE = {"a", "b", "bdi", "cite", "em", "i", "mark", "span", "strong"}


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file has: its format, the result that it carries, and all text that a reader sees.

    The text is in reading order and in one line, a blank for each stretch of white space. That of a PDF may have other
    capitals, and in some scripts lack signs above and below letters: `letters` of it can be compared.
    sealed is whether the result is as it was written, None where nothing tells.
    """

    format: str
    result: Result
    visible: str
    sealed: bool | None = None


def carried(file: bytes, name: str) -> Carried:
    """Return what a file has; name is what it is called, for errors.

    Raises ReadError for a file that is none of Briefer's, that is damaged, or that another version wrote.
    """
    format, read = next((f, r) for begins, f, r in FORMATS if re.match(begins, file))
    carries, visible = read(file, name)
    result, whole = unsealed(data.restored(carries, name))
    return Carried(format, result, " ".join(visible.split()), whole)


def letters(text: str) -> str:
    """Return the letters, digits and punctuation of a text, small, without signs that stand above or below others."""
    whole = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in whole if unicodedata.category(sign) not in ("Mn", "Cf") and not sign.isspace())


def _pdf(file: bytes, name: str) -> tuple[str | bytes, str]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(file)
        try:
            held = [document.get_attachment(n) for n in range(document.count_attachments())]
            own = [bytes(one.get_data()) for one in held if one.get_name() == f"{data.NAME}.json"]
            carries = _only(own, name)
            texts = [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
    except PdfiumError as exc:
        raise _broken(name, "PDF") from exc
    # PDFium gives U+0002 for the hyphen at the end of a line; U+200B is a glyph without a letter, see pdf.py.
    return carries, "\n".join(texts).replace("\x02", "-").replace("\u200b", "")


def _docx(file: bytes, name: str) -> tuple[str | bytes, str]:
    from briefer.rendering.docx.reading import read

    try:
        own, seen = read(file)
    except ValueError as exc:
        raise _broken(name, "DOCX") from exc
    return _only(own, name), seen


def _html(file: bytes, name: str) -> tuple[str | bytes, str]:
    seen = Seen()
    seen.feed(_decoded(file, name))
    seen.close()
    return _only(seen.data, name), "".join(seen.texts)


def _json(file: bytes, name: str) -> tuple[str | bytes, str]:
    text = _decoded(file, name)
    try:
        page = markdown.draw(layout.document(data.restored(text, name)))  # all of it is seen, so what it says is
    except ValueError as exc:
        raise ReadError(f"'{name}' cites an article that it does not list among its sources. Make it again.") from exc
    return text, _markdown(page)


def _md(file: bytes, name: str) -> tuple[str | bytes, str]:
    text = _decoded(file, name)
    return _only(COMMENT.findall(text), name), _markdown(COMMENT.sub("", text))


def _markdown(text: str) -> str:
    """Return the text that Markdown shows."""
    from markdown_it import MarkdownIt

    seen = Seen()
    seen.feed(MarkdownIt("commonmark").enable("table").render(text))
    seen.close()
    return "".join(seen.texts)


class Seen(HTMLParser):
    """Collects from HTML the texts that are seen, and what the elements that carry data hold."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.data: list[str] = []
        self._within: list[str] = []
        self._carries = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element in which nothing is seen, and begin a word at any other but those within a line."""
        if tag in UNSEEN:
            self._within.append(tag)
        self._carries = tag == "script" and ("id", data.NAME) in attrs
        if tag not in INLINE:
            self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Forget the element."""
        if self._within and self._within[-1] == tag:
            self._within.pop()
        if tag not in INLINE:
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if self._carries and self._within:
            self.data.append(data)
        elif not self._within:
            self.texts.append(data)


def _decoded(file: bytes, name: str) -> str:
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise ReadError(
            f"'{name}' is no file that Briefer made: no PDF or DOCX, and no text in UTF-8. Give one that `brief` wrote."
        ) from exc


def _only(found: list[str] | list[bytes], name: str) -> str | bytes:
    """Return the one thing that was found; raises ReadError where there is none, or more."""
    if len(found) != 1:
        raise ReadError(
            f"'{name}' carries {'no' if not found else 'more than one'} result of Briefer's. Give a file as `brief` "
            f"wrote it: another program that saves it may drop what it carries."
        )
    return found[0]


def _broken(name: str, kind: str) -> ReadError:
    return ReadError(f"'{name}' is a {kind} that is damaged. Make it again, or fetch it again.")


Read = Callable[[bytes, str], tuple[str | bytes, str]]
# What a file of each format begins with, and what reads it; the last is all others.
FORMATS: tuple[tuple[bytes, str, Read], ...] = (
    (rb"%PDF-", "pdf", _pdf),
    (rb"PK\x03\x04", "docx", _docx),
    (rb"(\xef\xbb\xbf)?\s*(?i:<!doctype html|<html)", "html", _html),
    (rb"(\xef\xbb\xbf)?\s*[\[{]\s*[\"{\]]", "json", _json),
    (rb"", "md", _md),
)

"""Reads a page that was saved in one file (MHTML), with the style sheets that were saved with it."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

from briefer.articles.readers import mail, page
from briefer.articles.readers.document import Document
from briefer.errors import ReadError


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of the page; raises ReadError if there is none in the file."""
    whole = mail.parsed(data)
    parts = [part for part in whole.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]
    pages = [part for part in parts if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    if not pages:
        raise ReadError("there is no page in it. Save the page anew, as one file or as HTML.")
    url = mail.header(whole, "snapshot-content-location") or mail.header(pages[0], "content-location")
    sheets = [mail.content(part) for part in parts if part.get_content_type() == "text/css"]
    found = page.document_of(mail.content(pages[0]), sheets=sheets, url=url if (url or "").startswith("http") else None)
    return [replace(found, title=found.title or mail.header(whole, "subject"))]

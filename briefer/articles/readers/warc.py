"""Reads web archives: each page that was fetched is an article. No other module knows warcio."""

from __future__ import annotations

import io
from dataclasses import replace

from briefer.articles.readers import page
from briefer.articles.readers.document import Document
from briefer.errors import ReadError

MOST_PAGES = 5_000
LARGEST = 20_000_000  # bytes of one page


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the documents of the pages that an archive has; raises ReadError if there are none or very many."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    found: dict[str, Document] = {}
    notes = []
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            headers = record.http_headers
            status = headers.get_statuscode() if headers else "200"
            kind = (headers or record.rec_headers).get_header("Content-Type") or ""
            if record.rec_type not in {"response", "resource"} or status != "200" or "html" not in kind:
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            charset = kind.partition("charset=")[2].strip("\"' ;") or None
            text, guessed = page.decoded(record.content_stream().read(LARGEST), charset)
            one = page.document_of(text, url=url or None)
            found[url] = replace(one, url=url or None, notes=(*guessed, *one.notes))
            if len(found) > MOST_PAGES:
                raise ReadError(f"it has more than {MOST_PAGES} pages. Take what you need of it.")
    # The last is what warcio raises where a record's head has lost one of its lines.
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError) as exc:
        if not found:
            raise ReadError(f"it is a damaged web archive ({exc}). Get it anew.") from exc
        notes = [f"The web archive is damaged after {len(found)} pages; what follows was not read."]
    pages = [one for one in found.values() if one.text.strip()]
    if not pages:
        raise ReadError("there is no page in it that shows a text. Archive the pages anew, or save them as HTML.")
    return [replace(pages[0], notes=(*pages[0].notes, *notes)), *pages[1:]]

"""Tells what kind of file something is, by how it begins and then by its name. Reads none of them."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from briefer.articles.readers.fields import parts_of
from briefer.errors import KindError, ReadError

HEAD = 8192  # bytes that are enough to tell


class FileKind(StrEnum):
    """The kinds of files that are read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    MHTML = "MHTML"
    PDF = "PDF"
    DOCX = "DOCX"
    ODT = "ODT"
    RTF = "RTF"
    EPUB = "EPUB"
    MAIL = "mail"
    MBOX = "mailbox"
    JSON = "JSON"
    LINES = "JSON lines"
    CSV = "CSV"
    FEED = "feed"
    ZIP = "ZIP"
    GZIP = "gzip"
    WARC = "WARC"


_NAMES = {
    FileKind.TEXT: "txt text", FileKind.MARKDOWN: "md markdown", FileKind.HTML: "html htm xhtml",
    FileKind.MHTML: "mhtml mht", FileKind.PDF: "pdf", FileKind.DOCX: "docx docm", FileKind.ODT: "odt",
    FileKind.RTF: "rtf", FileKind.EPUB: "epub", FileKind.MAIL: "eml", FileKind.MBOX: "mbox mbx", FileKind.JSON: "json",
    FileKind.LINES: "jsonl ndjson", FileKind.CSV: "csv tsv", FileKind.FEED: "rss atom xml", FileKind.ZIP: "zip wacz",
    FileKind.GZIP: "gz", FileKind.WARC: "warc",
}  # fmt: skip
ENDINGS = {f".{ending}": kind for kind, endings in _NAMES.items() for ending in endings.split()}
WRITTEN = frozenset({FileKind.TEXT, FileKind.MARKDOWN})
# Of which the reader itself looks for what kind of archive it is.
PACKED = frozenset({FileKind.DOCX, FileKind.ODT, FileKind.EPUB, FileKind.ZIP})
BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (rb"\s*%PDF-", FileKind.PDF),
    (rb"PK(\x03\x04|\x05\x06)", FileKind.ZIP),
    (rb"\x1f\x8b", FileKind.GZIP),
    (rb"\s*\{\\rtf", FileKind.RTF),
    (rb"WARC/\d", FileKind.WARC),
    (rb"From \S.*\d{4}\s*\n[\w-]+: ", FileKind.MBOX),
)
HEADER = re.compile(
    rb"(?im)^(message-id|received|mime-version|return-path|delivered-to|x-mailer|snapshot-content-location):"
)
MARKUP = re.compile(
    rb"(?i)(\s|<!--.*?-->|<\?xml[^>]*\?>|<\?xml-stylesheet[^>]*\?>)*<(!doctype\s+)?([a-z][a-z0-9:]*)", re.DOTALL
)
# An object of JSON with a name, or a list of such.
OBJECT = re.compile(rb'\s*(?:\[\s*)?\{\s*"[^"\n]{1,80}"\s*:\s*["\[{\d\-tfn]')
# Elements that only a page begins with; in a text under the name .txt also those of a piece of one.
PAGE = frozenset({b"html", b"head", b"body", b"nitf"})  # NITF is of agencies, and names its parts as a page does
PIECE = PAGE | frozenset(b"title meta article section div p h1 h2 header main script style table".split())
FEEDS = frozenset({b"rss", b"feed", b"rdf:rdf"})

NOT_READ: dict[str, tuple[str, str]] = {
    "pictures": (
        "png jpg jpeg jpe gif webp tif tiff bmp heic heif svg ico avif psd eps ai raw cr2 nef",
        "Put what they say into a text file, or scans into a PDF with a text layer (OCR).",
    ),
    "sound": ("mp3 wav m4a ogg oga opus flac aac wma aiff", "Put a transcript beside it as .txt."),
    "films": ("mp4 mov avi mkv webm m4v wmv mpg mpeg 3gp", "Put a transcript beside it as .txt."),
    "older or other word processors' files": (
        "doc dot wps wpd pages odm sxw abw tex lyx fodt", "Save it as .docx, .odt or PDF.",
    ),
    "slides": ("ppt pptx odp key pps ppsx", "Save them as PDF."),
    "sheets": ("xls xlsx xlsm ods numbers", "Save it as .csv with columns named title, text, date, source."),
    "other books": ("mobi azw azw3 kfx fb2 djvu xps ps", "Save it as EPUB or PDF."),
    "other mail programs' files": ("msg pst ost emlx", "Save the messages as .eml or .mbox."),
    "other archives": ("rar 7z tar bz2 xz tgz zst dmg iso", "Unpack it into the folder."),
    "web archives of Safari": ("webarchive", "Save the page as HTML or PDF."),
    "programs and their data": (
        "exe dll so bin dat db sqlite sqlite3 js css mjs map py ipynb c h java rs go sh bat ttf otf woff woff2 log "
        "toml yaml yml ini lock pyc class jar parquet feather npy pt gguf", "If it is an article, save it as .txt.",
    ),
}  # fmt: skip
ABOUT = {ending: (what, remedy) for what, (endings, remedy) in NOT_READ.items() for ending in endings.split()}
MAGIC: tuple[tuple[bytes, str], ...] = (
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\x00\x00\x00\x00|II\*\x00|MM\x00\*|RIFF....WEBP|8BPS", "png"),
    (rb"ID3|\xff[\xfb\xf3\xf2]|OggS|fLaC|RIFF....WAVE", "mp3"),
    (rb"....ftyp|\x1a\x45\xdf\xa3|RIFF....AVI |\x00\x00\x01[\xba\xb3]", "mp4"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (rb"Rar!|7z\xbc\xaf|BZh\d|\xfd7zXZ|\x28\xb5\x2f\xfd", "rar"),
    (rb"MZ.{60}|\x7fELF|SQLite format 3|\xca\xfe\xba\xbe", "exe"),
    (rb"bplist00", "webarchive"),
)


def kind_of(name: str, head: bytes) -> FileKind:
    """Return what kind of file one is, by its name and its first bytes (HEAD of them are enough).

    Raises KindError, which names the kind and what to do, for one that no reader takes; ReadError if it only has the
    name of one that is read.
    """
    ending = PurePosixPath(name).suffix.lower()
    named = ENDINGS.get(ending)
    if not head or (named in {FileKind.WARC, FileKind.GZIP} and head[:2] == b"\x1f\x8b"):
        return named or _refuse(ending)
    for begins, kind in BEGINNINGS:
        if re.match(begins, head):
            return named if named in PACKED and kind is FileKind.ZIP else kind
    # A text may begin with the same letters, but has no NUL bytes.
    told = MAGIC if b"\x00" in head or named not in WRITTEN else ()
    if like := next((like for begins, like in told if re.match(begins, head, re.DOTALL)), None):
        if named:
            what, remedy = ABOUT[like]
            raise ReadError(f"it is not what its name says but of a kind that is not read ({what}). {remedy}")
        return _refuse(ending if ending[1:] in ABOUT else f".{like}")
    return _by_text(head, named) or named or _refuse(ending)


def _by_text(head: bytes, named: FileKind | None) -> FileKind | None:
    """Return what a text shows itself to be: a page, a feed, records, a mail; None if nothing tells."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", errors="ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if found := MARKUP.match(head):
        tag = found.group(3).lower()
        if tag in FEEDS or (named is FileKind.FEED and tag not in PAGE):
            return FileKind.FEED
        if tag in PAGE or (tag in PIECE and named not in {FileKind.MARKDOWN, FileKind.FEED}):
            return FileKind.HTML
        return None
    if named in {None, FileKind.TEXT} and OBJECT.match(head):
        return FileKind.JSON
    if named in {None, FileKind.TEXT} and _is_table(head.decode("utf-8", errors="ignore")):
        return FileKind.CSV
    top = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    if re.match(rb"[A-Za-z][\w-]*:[ \t]", top) and len(HEADER.findall(top)) >= (
        1 if named in {None, FileKind.MAIL, FileKind.MHTML} else 2
    ):
        return FileKind.MHTML if b"multipart/related" in top.lower() and named is not FileKind.MAIL else FileKind.MAIL
    return None


def _is_table(head: str) -> bool:
    """Return whether the first line names the columns of a table of articles, and the next has as many cells."""
    first, _, rest = head.lstrip("\r\n").partition("\n")
    mark = parts_of(first)
    return mark is not None and rest.partition("\n")[0].count(mark) >= first.count(mark)


def _refuse(ending: str) -> FileKind:
    what, remedy = ABOUT.get(ending[1:], ("", ""))
    if what:
        raise KindError(f"Files of the kind {ending} ({what}) are not read. {remedy}")
    known = " ".join(ENDINGS)
    called = f"of the kind {ending}" if ending else "whose name has no ending"
    raise KindError(f"Files {called} are not read. If it is an article, save it as one of: {known}.")

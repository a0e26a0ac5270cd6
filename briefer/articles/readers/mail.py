"""Reads mails and mailboxes: the text that a mail program shows, with subject, sender and day. Fetches no picture."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from briefer.articles.readers import page
from briefer.articles.readers.document import Document, Kind, joined
from briefer.articles.readers.fields import fields, plain
from briefer.articles.readers.quotes import unquoted
from briefer.errors import ReadError
from briefer.language import dates

MAIL_BEGINS = re.compile(rb"(?m)^From \S.*\d{4}[ \t]*\r?\n(?=[A-Za-z-]+:)")
MOST_MAILS = 20_000
DEEPEST = 20  # mails within mails
# How to get no more of them is of the mail and not of what it tells; a line of news that has the word speaks to nobody.
LEAVING = re.compile(
    r"\b(?:unsubscribe|abmelden|abbestellen|désabonner|désinscrire|darse de baja|disiscriver\w*|afmelden|отписаться)\b",
    re.IGNORECASE,
)
TO_READER = re.compile(
    r"\b(?:your?|this|here|sie|dies\w*|hier|vous|ici|usted|su|aquí|qui|вы)\b|https?://|\|", re.IGNORECASE
)
FOOT_WORDS = 50  # of such a line; not measured
REMARK_WORDS = 30  # that its sender has put above a mail that is sent on; not measured
HEAD_LINES = 3  # that the head of a mail has at least, where it stands in a text


def read(data: bytes, name: str = "") -> list[Document]:
    """Return the document of a mail, and those of mails that it forwards as attachments."""
    return list(_documents(parsed(data), 0))


def mailbox(data: bytes, name: str = "") -> list[Document]:
    """Return the documents of a mailbox in mbox format; raises ReadError if it has none, or very many."""
    starts = [m.end() for m in MAIL_BEGINS.finditer(data)]
    ends = [*(m.start() for m in MAIL_BEGINS.finditer(data)), len(data)][1:]
    if not starts:
        raise ReadError("there is no mail in it. Export the mailbox as .mbox or the mails as .eml.")
    if len(starts) > MOST_MAILS:
        raise ReadError(f"it has {len(starts)} mails, more than {MOST_MAILS}. Split it.")
    mails = [re.sub(rb"(?m)^>(>*From )", rb"\1", data[a:b]) for a, b in zip(starts, ends, strict=True)]
    return [document for mail in mails for document in read(mail)]


def parsed(data: bytes) -> EmailMessage:
    """Return a mail taken apart; raises ReadError if that cannot be done."""
    try:
        return message_from_bytes(data, policy=policy.default)
    except (MessageError, ValueError, RecursionError, LookupError) as exc:
        raise ReadError(f"it is no mail that can be read ({exc}). Save it anew as .eml.") from exc


def header(mail: EmailMessage, name: str) -> str | None:
    """Return a header in one line, None if there is none, or it cannot be read."""
    # The library raises whatever its parser of addresses and words trips over.
    with contextlib.suppress(
        MessageError, ValueError, IndexError, AttributeError, LookupError, TypeError, RecursionError
    ):
        found = str(mail.get(name) or "")
        return " ".join((_in_bytes(mail, name) if "\ufffd" in found else found).split()) or None
    return None


def _in_bytes(mail: EmailMessage, name: str) -> str:
    """Return a header whose character set nobody knows, or that names none, by its bytes."""
    raw = next(value for key, value in mail.raw_items() if key.casefold() == name.casefold())
    parts = decode_header(str(raw).encode("utf-8", "surrogateescape").decode("latin-1"))
    return "".join(
        page.decoded(part.encode("latin-1") if isinstance(part, str) else part, None)[0] for part, _ in parts
    )


def day(mail: EmailMessage) -> str | None:
    """Return the day that a mail was sent, by its sender's clock, as ISO 8601."""
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        return parsedate_to_datetime(header(mail, "date") or "").date().isoformat()
    return None


def _documents(mail: EmailMessage, depth: int) -> Iterator[Document]:
    if depth > DEEPEST:
        raise ReadError(f"it has mails within mails, more than {DEEPEST} deep. Save the inner one by itself.")
    html, plain, files, inner = _parts(mail)
    sender, address = parseaddr(header(mail, "from") or "")
    text, kinds, language = _text(html, plain)
    title, day_ = header(mail, "subject"), day(mail)
    publisher = sender or address.partition("@")[2] or None
    if title and title != _subject(title):
        title = _subject(title)
        told = _forwarded(text)
        title, publisher, day_ = told.title or title, told.publisher or publisher, told.date or day_
    notes = [f"Its attachment '{file}' was not read. Save it into the folder to have it read." for file in files]
    if text.strip() or not inner:
        yield Document(
            text,
            title=title,
            publisher=publisher,
            date=day_,
            language=language,
            notes=tuple(notes),
            kinds=kinds,
        )
    for forwarded in inner:
        yield from _documents(forwarded, depth + 1)


def _forwarded(text: str) -> Document:
    """Return what the head of a forwarded mail says of it, where little stands above that; else nothing."""
    known = {name for what in ("subject", "sender", "mail") for name in fields()[what]}
    above = 0
    head: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        name, colon, value = line.partition(":")
        if colon and plain(name) in known:
            head.setdefault(plain(name), value.strip("* "))
        elif len(head) >= HEAD_LINES:
            break
        else:
            above += len(line.split())
            head = {}
    if above > REMARK_WORDS or len(head) < HEAD_LINES or not head.keys() & set(fields()["subject"]):
        return Document("")

    def told(what: str) -> str:
        return next((head[name] for name in fields()[what] if name in head), "")

    sender = re.split(r"[<\[(]", told("sender"))[0].strip("\"' ")  # "Ada Lenn", "Ada Lenn <a@b.example>"
    sent = dates.full(told("date"))
    return Document(
        "",
        title=_subject(told("subject")),
        publisher=sender.rpartition("@")[2],
        date=sent[0] if sent else None,
    )


def _subject(line: str) -> str | None:
    """Return a subject without the signs before it that its mail is sent on: "Fwd: The quay is shut"."""
    return re.sub(rf"(?i)(?:(?:{'|'.join(fields()['forwarded'])})\s?: *)*", "", line, count=1) or None


def _text(html: list[str], plain: list[str]) -> tuple[str, tuple[Kind, ...], str | None]:
    """Return what is shown of a mail, what its blocks are, and its language.

    Of its two forms it is the page, unless nothing is seen of that.
    """
    pages = [page.document_of(source, whole=True) for source in html]
    shown = [block for one in pages if one.text.strip() for block in _blocks(one)]
    if shown:
        return *joined(_parted(shown)), pages[0].language
    blocks = [(block, Kind.UNKNOWN) for part in plain for block in re.split(r"\n[ \t]*\n", part)]
    return *joined(_parted(blocks)), None


def _blocks(one: Document) -> list[tuple[str, Kind]]:
    texts = one.text.split("\n\n")
    kinds = one.kinds if len(one.kinds) == len(texts) else [Kind.UNKNOWN] * len(texts)
    return list(zip(texts, kinds, strict=True))


def _parted(blocks: Iterable[tuple[str, Kind]]) -> Iterator[tuple[str, Kind]]:
    """Yield blocks with their lines on how to get no more such mails apart from what else there is."""
    for text, kind in blocks:
        if not LEAVING.search(text):
            yield text, kind
            continue
        for line in text.split("\n"):
            words = len(line.split())
            left = LEAVING.search(line) and (words <= 4 or (words <= FOOT_WORDS and TO_READER.search(line)))
            yield line, Kind.LABEL if left else kind


def _parts(mail: EmailMessage) -> tuple[list[str], list[str], list[str], list[EmailMessage]]:
    """Return the pages, the plain texts, the names of the attached files, and the mails within a mail."""
    html: list[str] = []
    plain: list[str] = []
    files: list[str] = []
    inner: list[EmailMessage] = []
    pending: list[EmailMessage] = [mail]
    while pending:
        part = pending.pop(0)
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner += [p for p in part.iter_parts() if isinstance(p, EmailMessage)]
        elif part.is_multipart():
            pending[:0] = [p for p in part.iter_parts() if isinstance(p, EmailMessage)]
        elif part.get_content_disposition() == "attachment" or kind.partition("/")[0] != "text":
            name = part.get_filename()
            if part.get_content_disposition() == "attachment" and name:
                files.append(" ".join(name.split())[:100])
        elif kind == "text/html":
            html.append(content(part))
        elif kind == "text/plain":
            plain.append(_unflowed(content(part), flowed=part.get_param("format") == "flowed"))
    return html, plain, files, inner


def content(part: EmailMessage) -> str:
    """Return the text of a part, by the character set that it names, else as a page's."""
    found = part.get_payload(decode=True)
    return page.decoded(found, part.get_content_charset())[0] if isinstance(found, bytes) else ""


def _unflowed(text: str, *, flowed: bool) -> str:
    text = unquoted(text.replace("\r\n", "\n"))
    return re.sub(r"(?<!\n-- ) \n(?!\n)", " ", text) if flowed else text

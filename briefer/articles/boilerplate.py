"""Tells which lines of an article are no prose: headlines, captions, notices, lists of sources, orders to machines.

By where a line stands and how, so far as its file says so. Knows nothing of files or sentences. When in doubt a line is
prose, since prose is what can be evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefer.articles import injection
from briefer.articles.datelines import date_of, is_announced, writer
from briefer.articles.notices import AUTHOR, REFERENCES, is_notice, is_source, told_of
from briefer.articles.readers.document import Kind
from briefer.articles.readers.fields import fields, plain
from briefer.language import dates
from briefer.language.sentences import TERMINAL
from briefer.language.tokens import UNSPACED
from briefer.schema import Role

HEADLINE_WORDS = 25
LISTED_WORDS = 12
MAIL_NAMES = 3  # lines of a mail's head
LONGEST_DATE = 120  # characters of a line that tells when it was published or by whom
LONGEST_NAME = 30  # characters of what such a line begins with
STATED_WORDS = 6  # of a line behind the last prose that may be prose without a full stop; not measured
TITLED_WORDS = 4  # of a line of capitals that ends like a sentence
# Of a picture, and no beginning of a name.
UNDERLINE = re.compile(r"(?!(?:al|bin|de|del|della|den|der|di|du|el|la|le|van|von) )[a-z]+ [^.!?]*\.?")
UNDERLINE_WORDS = 15
PULLED = 60  # characters that two blocks have in common by no chance; and as many may name who speaks

# One word over and over fills the searches with itself, one without an end a page, and neither says anything.
FLOOD = re.compile(r"(?<!\S)(\S+)(?:\s+\1(?!\S)){19}|[A-Za-z]{80}")
BYLINE = re.compile(r"(?:By|Von|Par|Por) [A-Z]")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
ABBREVIATED = re.compile(r"(?:[A-Z]\.){2,}$")  # no end of a sentence where it ends a title: "Ferry firm sues the U.S."
TIME = re.compile(r"(\d{1,2})(?:[.:h](\d\d))?\s?(?:([ap])\.?m\.?)?(?:\s?(?:Uhr|[A-Z]{2,4}))?", re.IGNORECASE)
# What an entry of a list of days or times begins with, before what happened then: "6 May 2025 – Sailings end".
ENTRY = re.compile(r"\s?[-–—:|]\s?(?=\S+\s+\S+)")
# How an item of a list begins, where its file does not say that it is one; two beside each other do.
ITEM = re.compile(r"(?:[•‣▪●◦·*–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
SAID = re.compile(r"[\"“„«][^\"“”„«»]{3,},?[\"”“»],? +[^\W\d_]")
SPEAKER = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}: \S+|(?:Q\.?|A\.) \S+ \S+")


def roles(text: str, spans: Sequence[tuple[int, int]], kinds: Sequence[Kind] = ()) -> list[Role]:
    """Return what each stretch of a text is, in reading order; together they are all of it but white space.

    kinds tell how each stands on its page, where that is known: a heading is a headline, an item of a list or a row of
    a table is prose. Of the others, a line that is no prose is a headline if prose follows it, else a notice (a bare
    list of media names, an illustration credit), as are a caption before the first prose and a pull quote; and what
    addresses its reader as a machine, with what its colon announces, is an instruction, wherever it stands.
    """
    kinds = _listed([text[a:b] for a, b in spans], kinds or [Kind.UNKNOWN] * len(spans))
    found = [_role(text[a:b], kind) for (a, b), kind in zip(spans, kinds, strict=True)]
    for i, (_, end) in enumerate(spans[:-1]):
        if found[i] is Role.INSTRUCTION and text[end - 1] == ":":
            found[i + 1] = Role.INSTRUCTION
    if (
        len(spans) > 1
        and found[0] is Role.TEXT
        and kinds[0] is Kind.UNKNOWN
        and _is_leading_line(text[slice(*spans[0])])
    ):
        found[0] = Role.HEADLINE
    prose = False
    for i, (start, end) in enumerate(spans):
        sure = kinds[i] is not Kind.UNKNOWN
        under = i > 0 and not prose and not sure and _is_underline(text[start:end])
        if found[i] is Role.TEXT and (under or _is_pull_quote(text, start, end)):
            found[i] = Role.NOTICE
        if found[i] is Role.TEXT and not sure and _is_in_capitals(text[start:end]) and not text.isupper():
            found[i] = Role.HEADLINE
        prose = prose or found[i] is Role.TEXT
    _mark_mail_heads(text, spans, found)
    _mark_unstopped(text, spans, kinds, found)
    _mark_sources(text, spans, kinds, found)
    _mark_answers(text, spans, kinds, found)
    for i, span in enumerate(spans):
        if found[i] is Role.TEXT and (who := told_of(text[slice(*span)])) and _wrote(text, spans, who):
            found[i] = Role.NOTICE
    last_prose = max((i for i, role in enumerate(found) if role is Role.TEXT), default=-1)
    if last_prose > 0 and AUTHOR.fullmatch(text[slice(*spans[last_prose])]):
        found[last_prose] = Role.NOTICE
        last_prose = max((i for i, role in enumerate(found) if role is Role.TEXT), default=-1)
    behind = [i for i, role in enumerate(found) if role is Role.HEADLINE and i > last_prose >= 0]
    for i in behind:
        sure = kinds[i] is not Kind.UNKNOWN
        found[i] = Role.TEXT if not sure and _may_be_said(text[slice(*spans[i])]) else Role.NOTICE
    return found


def _listed(texts: Sequence[str], kinds: Sequence[Kind]) -> list[Kind]:
    """Return the kinds with that of an item for each line that begins as one and stands beside another."""
    signed = [
        kind is Kind.ITEM or (kind is Kind.UNKNOWN and ITEM.match(text) is not None and date_of(text) is None)
        for text, kind in zip(texts, kinds, strict=True)
    ]
    return [
        Kind.ITEM if signed[i] and any(signed[max(i - 1, 0) : i] + signed[i + 1 : i + 2]) else kind
        for i, kind in enumerate(kinds)
    ]


def _wrote(text: str, spans: Sequence[tuple[int, int]], who: str) -> bool:
    """Return whether a line of a text says that somebody wrote it."""
    lines = (text[start:end] for start, end in spans if end - start <= LONGEST_DATE)
    return any(who.casefold() in name.casefold() for name in map(writer, lines) if name)


def _mark_mail_heads(text: str, spans: Sequence[tuple[int, int]], found: list[Role]) -> None:
    """Mark the head of a mail that was forwarded or answered: three lines or more, one of which has its subject."""
    named = [_mail_names(text[slice(*span)]) for span in spans]
    first = 0
    while first < len(spans):
        last = first
        while last < len(spans) and named[last]:
            last += 1
        names = {name for own in named[first:last] for name in own}
        if len(names) >= MAIL_NAMES and names & set(fields()["subject"]):
            found[first:last] = [Role.INSTRUCTION if r is Role.INSTRUCTION else Role.NOTICE for r in found[first:last]]
        first = max(last, first + 1)


def _mail_names(text: str) -> list[str]:
    """Return the names of the lines of a mail's head that a text is, none if it has any other line."""
    names = [plain(line.partition(":")[0]) if ":" in line[:LONGEST_NAME] else "" for line in text.split("\n")]
    return names if _of_mails().issuperset(names) else []


@cache
def _of_mails() -> frozenset[str]:
    return frozenset(name for part in ("subject", "sender", "mail") for name in fields()[part])


def _mark_unstopped(text: str, spans: Sequence[tuple[int, int]], kinds: Sequence[Kind], found: list[Role]) -> None:
    """Mark as prose what may be said below the first prose of an article none of whose paragraphs has a full stop."""
    said = [i for i, role in enumerate(found) if role is Role.TEXT and kinds[i] in {Kind.UNKNOWN, Kind.PROSE}]
    if not said or any(TERMINAL.search(text[slice(*spans[i])]) for i in said):
        return
    for i in range(said[0] + 1, len(spans)):
        if found[i] is Role.HEADLINE and kinds[i] is Kind.UNKNOWN and _may_be_said(text[slice(*spans[i])]):
            found[i] = Role.TEXT


def _mark_answers(text: str, spans: Sequence[tuple[int, int]], kinds: Sequence[Kind], found: list[Role]) -> None:
    """Mark as prose what answers a question, however short: "Will you resign?", "No comment".

    A heading asks too, but not the first, which stands above whatever an article begins with.
    """
    for i in range(1, len(spans)):
        heading = kinds[i - 1] is Kind.HEADING and kinds[i] is Kind.UNKNOWN and Role.TEXT in found[: i - 1]
        asks = text[: spans[i - 1][1]].rstrip("\"'”’»").endswith(("?", "？", "؟"))
        asked = asks and (heading or found[i - 1] is Role.TEXT)
        last = i + 1 == len(spans) or found[i + 1] is not Role.HEADLINE
        if asked and last and found[i] is Role.HEADLINE:
            found[i] = Role.TEXT


def _mark_sources(text: str, spans: Sequence[tuple[int, int]], kinds: Sequence[Kind], found: list[Role]) -> None:
    """Mark the lines of a list of sources below its heading, up to the next heading or the first that is none."""
    listed = [i for i, span in enumerate(spans) if i and REFERENCES.fullmatch(text[slice(*span)])]
    for first in listed:
        if found[first] is not Role.INSTRUCTION:
            found[first] = Role.NOTICE
        for i in range(first + 1, len(spans)):
            line = text[slice(*spans[i])]
            if kinds[i] is Kind.HEADING or not (found[i] is Role.INSTRUCTION or is_source(line)):
                break
            found[i] = Role.INSTRUCTION if found[i] is Role.INSTRUCTION else Role.NOTICE


def time_of(line: str) -> tuple[str, int] | None:
    """Return the time of day that a line is or begins with as an entry of a live report, and where that ends.

    "14.32 BST" and "2:32pm – Police came" are of 14:32; "9 people died" is of none.
    """
    found = TIME.match(line)
    if found is None or not (found.group(2) or found.group(3)):
        return None
    alone = found.end() == len(line.rstrip(" :"))
    behind = ENTRY.match(line, found.end())
    hour = int(found.group(1)) % 12 + 12 * (found.group(3).lower() == "p") if found.group(3) else int(found.group(1))
    if hour > 23 or int(found.group(2) or 0) > 59 or not (alone or behind):
        return None
    return f"{hour:02}:{found.group(2) or '00'}", behind.end() if behind else found.end()


def stands_alone(line: str) -> bool:
    """Return whether a line within a hard-wrapped block is a paragraph of its own: a byline or a date."""
    signed = BYLINE.match(line) and not TERMINAL.search(line) and len(line.split()) <= LISTED_WORDS
    return bool(signed or date_of(line) or (not line[:1].islower() and writer(line)))


def stands_below_title(line: str) -> bool:
    """Return whether a line may stand right below a headline: one that stands alone, or an address."""
    return stands_alone(line) or writer(line) is not None or ADDRESS.fullmatch(line) is not None


def size(text: str) -> int:
    """Return about how many words a text has, two letters of a script without blanks being one."""
    return len(UNSPACED.sub("", text).split()) + len(UNSPACED.findall(text)) // 2


def _is_leading_line(text: str) -> bool:
    """Return whether a line may stand above prose as its headline: short, and it does not end like a statement."""
    asks = text.rstrip("\"'”’»")[-1:] in {"?", "!", "？", "！"} and not re.search(r"[.!?]\s", text)
    ends = TERMINAL.search(text) and not ABBREVIATED.search(text) and not asks
    return not ends and size(text) <= HEADLINE_WORDS


def _role(text: str, kind: Kind) -> Role:
    if injection.addresses(text):
        return Role.INSTRUCTION
    if FLOOD.search(text) or is_notice(text) or kind is Kind.LABEL or (kind is Kind.NOTE and is_source(text)):
        return Role.NOTICE
    if kind is Kind.HEADING:
        return Role.HEADLINE
    if kind in {Kind.UNKNOWN, Kind.PROSE} and len(text) <= LONGEST_DATE:
        if writer(text) or (date_of(text) and is_announced(text)):
            return Role.NOTICE
        if kind is Kind.UNKNOWN and date_of(text):  # "11 апреля 2024 г." ends like a sentence
            return Role.HEADLINE
    if kind is not Kind.UNKNOWN or TERMINAL.search(text) or is_entry(text):
        return Role.TEXT
    words = text.split()
    names = sum(word[0].isupper() for word in words) / len(words)
    if size(text) < LISTED_WORDS or (names > 0.6 and len(words) <= 4 * LISTED_WORDS):
        return Role.HEADLINE
    return Role.TEXT


def is_entry(text: str) -> bool:
    """Return whether a line says what happened at a time, or what somebody answered: "Lindt: No comment"."""
    day = None if date_of(text) else dates.DATE.match(text) or dates.DAY_FIRST.match(text)
    end = day.end() if day else time[1] if (time := time_of(text)) and time[1] < len(text) else 0
    behind = ENTRY.match(text, end) if day else None
    rest = text[behind.end() if behind else end :]
    if (behind or (end and not day)) and re.search(r"(?:^|\s)[a-z]\w+", rest):
        return True
    return bool(SPEAKER.match(text) or SAID.match(text)) and not date_of(text)


def _may_be_said(text: str) -> bool:
    """Return whether a line without a full stop is as long as a statement, and most of its words are written small."""
    words = text.split()
    small = sum(word[0].islower() for word in words) / len(words)
    return size(text) >= STATED_WORDS and (small > 0.5 or UNSPACED.search(text) is not None)


def _is_underline(text: str) -> bool:
    """Return whether a line can stand under the picture that an article begins with: "pilgrims at the mosque"."""
    return len(text.split()) <= UNDERLINE_WORDS and bool(UNDERLINE.fullmatch(text))


def _is_pull_quote(text: str, start: int, end: int) -> bool:
    """Return whether a block repeats words from within another, but for a name: set apart, without who says them."""
    block = text[start:end].lstrip('“"')
    if len(block) < PULLED:
        return False
    repeated = block[: max(len(block) - PULLED, PULLED)]
    first = text.find(repeated)
    other = first if first < start - 1 else text.find(repeated, end)
    return other > 0 and text[max(other - 2, 0) : other].rstrip('“"').endswith(" ")


def _is_in_capitals(text: str) -> bool:
    return text.isupper() and TITLED_WORDS <= len(text.split()) <= HEADLINE_WORDS

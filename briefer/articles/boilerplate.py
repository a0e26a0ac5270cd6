"""Tells which lines of an article are no prose: headlines, captions, notices, lists of sources, orders to machines.

Knows nothing of files or sentences. When in doubt a line is prose, since prose is what can be evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefer.articles import injection
from briefer.language import dates
from briefer.language.dates import DATE
from briefer.language.sentences import TERMINAL
from briefer.schema import Role

HEADLINE_WORDS = 25
LISTED_WORDS = 12
TITLED_WORDS = 4  # of a line of capitals that ends like a sentence
NOTICE = re.compile(
    r"""^(
        ((all|the)\ )?(illustrations?|images?|photos?|photographs?|pictures?|graphics?)\b.{0,30}\b
            (are|is|was|were)\b.{0,30}\b(generated|representations?|illustrative|courtesy|licensed)\b
        | (cover\ )?(illustration|image|photo|photograph|picture|graphic)s?(\ (by|courtesy|credits?|via)\b|:)
        | (sources?|media\ names|references|further\ reading|related(\ articles)?|see\ also|tags?)\b[^.]{0,60}:?$
        | (read|see)\ (more|also|next)\b | sign\ up\b | subscribe\b | follow\ us\b | advertisement$ | share\ this\b
        | (©|\(c\)|copyright\ (©|\(c\)|\d{4}|by\b)) | all\ rights\ reserved
        | (additional\ )?(reporting|writing|editing)\ by\b | this\ (article|story)\ (was\ )?(first|originally)\b
        | click\ here\b | (the\ )?author\ is\ an?\b | send\ this\ (page|article|story)\b | story\ continues\ below\b
        | \W*with\ files\ from\b | .{3,80}\bcontributed\ to\ this\ (report|article|story)\b
        | (this\ )?((undated|file|handout|combination|aerial|satellite)\ )*(image|photo|photograph|picture|frame\ grab)
            (\ (provided|released|taken|made|from)\b.{0,60})?\ shows\b
        | an?\ ((video|film)\ )?still\ from\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Of the page that an article stood on, however long: an agency's caption, an offer of letters, somebody's tweet.
OF_PAGE = re.compile(
    r"""^FILE\ ?[-–—]+\ | \((?:[\w.]+[ ]){0,3}(?:Photo|Images|Pictures?)\b[^)]{0,60}\)$
    | \bdelivered\ (?:\w+\ )?to\ your\ inbox\b
    | \bby\ (?:click|sign|subscrib)ing\b[^.]{0,40},\ you\ (?:agree|accept|consent)\b
    | [-–—]\ [^\n]{1,60}\(@\w+\)\ [A-Z]\w+\ \d{1,2},\ \d{4}$""",
    re.VERBOSE,
)
CAPTION = re.compile(r"(?s).*\b(?i:image|photo|photograph|picture|credit|video|audio|graphic)s?: [A-Z][^:]{1,60}")
CAPTION_WORDS = 60
# Of a picture, and no beginning of a name.
UNDERLINE = re.compile(r"(?!(?:al|bin|de|del|della|den|der|di|du|el|la|le|van|von) )[a-z]+ [^.!?]*\.?")
UNDERLINE_WORDS = 15
PULLED = 60  # characters that two blocks have in common by no chance; and as many may name who speaks

# One word over and over fills the searches with itself, one without an end a page, and neither says anything.
FLOOD = re.compile(r"(?<!\S)(\S+)(?:\s+\1(?!\S)){19}|[A-Za-z]{80}")
REFERENCES = re.compile(r"(sources?|references|further reading)\s*:?", re.IGNORECASE)
BYLINE = re.compile(r"By [A-Z]")
BESIDE_DATE = re.compile(
    r"(?i:published|updated|posted|date|first|last|modified|on|at|a\.?m\.?|p\.?m\.?|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?)"
    r"|\d{1,2}[.:]\d\d|[A-Z]{2,4}|\W+"
)


def roles(text: str, spans: Sequence[tuple[int, int]]) -> list[Role]:
    """Return what each stretch of a text is, in reading order; together they are all of it but white space.

    A line that is no prose is a headline if prose follows it, else a notice (a bare list of media names, an
    illustration credit), as are a caption before the first prose and a pull quote; and what addresses its reader as a
    machine, with what its colon announces, is an instruction, wherever it stands.
    """
    found = [_role(text[start:end]) for start, end in spans]
    for i, (_, end) in enumerate(spans[:-1]):
        if found[i] is Role.INSTRUCTION and text[end - 1] == ":":
            found[i + 1] = Role.INSTRUCTION
    if len(spans) > 1 and found[0] is Role.TEXT and _is_leading_line(text[slice(*spans[0])]):
        found[0] = Role.HEADLINE
    prose = False
    for i, (start, end) in enumerate(spans):
        under = i > 0 and not prose and _is_underline(text[start:end])
        if found[i] is Role.TEXT and (under or _is_pull_quote(text, start, end)):
            found[i] = Role.NOTICE
        if found[i] is Role.TEXT and _is_in_capitals(text[start:end]) and not text.isupper():
            found[i] = Role.HEADLINE
        prose = prose or found[i] is Role.TEXT
    listed = [i for i, span in enumerate(spans) if i and REFERENCES.fullmatch(text[slice(*span)])]
    if listed:  # a list of sources ends an article, so what comes after its heading is no prose of it
        rest = found[listed[-1] :]
        found[listed[-1] :] = [role if role is Role.INSTRUCTION else Role.NOTICE for role in rest]
    last_prose = max((i for i, role in enumerate(found) if role is Role.TEXT), default=-1)
    return [Role.NOTICE if role is Role.HEADLINE and i > last_prose >= 0 else role for i, role in enumerate(found)]


def date_of(line: str) -> str | None:
    """Return the full date that a line is, perhaps with a time: "Published Thu 8 May 2025 18.32 BST"; else None."""
    found = DATE.search(line)
    day = dates.iso(found.group()) if found else None
    alone = all(BESIDE_DATE.fullmatch(word) for word in re.findall(r"\w+(?:[.:]\w+)*\.?", DATE.sub(" ", line)))
    return day if day and alone and len(day) == len("2025-05-08") else None


def stands_alone(line: str) -> bool:
    """Return whether a line within a hard-wrapped block is a paragraph of its own: a byline or a date."""
    return bool(BYLINE.match(line) and _is_leading_line(line)) or bool(date_of(line))


def _is_leading_line(text: str) -> bool:
    """Return whether a line may stand above prose as its headline: short, and it does not end like a sentence."""
    return not TERMINAL.search(text) and len(text.split()) <= HEADLINE_WORDS


def _role(text: str) -> Role:
    words = text.split()
    if injection.addresses(text):
        return Role.INSTRUCTION
    if FLOOD.search(text) or OF_PAGE.search(text):
        return Role.NOTICE
    if len(words) <= HEADLINE_WORDS and NOTICE.match(text):
        return Role.NOTICE
    if len(words) <= CAPTION_WORDS and CAPTION.fullmatch(text):
        return Role.NOTICE
    if TERMINAL.search(text):
        return Role.TEXT
    names = sum(word[0].isupper() for word in words) / len(words)
    if len(words) < LISTED_WORDS or (names > 0.6 and len(words) <= 4 * LISTED_WORDS):
        return Role.HEADLINE
    return Role.TEXT


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

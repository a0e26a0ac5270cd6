"""Splits an article's text into paragraphs and sentences, with exact offsets. Knows nothing of files or indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.articles import injection
from briefer.language import dates
from briefer.language.words import DATE, TITLE
from briefer.schema import Paragraph, Role, Span

# A block with a line longer than this is not hard-wrapped: each of its lines is a paragraph.
WRAPPED = 120
# Bytes in UTF-8 of the longest paragraph, and sentence. No tokenizer makes more tokens of a text than it has bytes, so
# a paragraph always fits a context of 4,096 tokens with a question and its answer.
LONGEST = 1800
TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
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
# A sentence does not end so: "said Gov.", "by Dr. A.", "on Jan."
OPEN = re.compile(rf"(?:{TITLE.pattern}(?:[A-Z]\. ?)*|\b(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.)$")
# Sentences with no blank between them, as pages lose them: "rose.Shares fell". The next begins behind the marks.
GLUED = re.compile(r"(?:[a-z]{2}|[\d%)])[.!?][\"”)]*(?=[\"“]?(?!Com\b|Org\b|Net\b)[A-Z](?:[\w’'&/-]*[ ,]|\.[A-Z]\.))")
BYLINE = re.compile(r"By [A-Z]")
BESIDE_DATE = re.compile(
    r"(?i:published|updated|posted|date|first|last|modified|on|at|a\.?m\.?|p\.?m\.?|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?)"
    r"|\d{1,2}[.:]\d\d|[A-Z]{2,4}|\W+"
)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a normalised text, numbered from 1 in reading order.

    Blank lines separate blocks; a block is one paragraph if it is hard-wrapped, else each of its lines is one.
    A line that is no prose is marked: a headline if prose follows it, else a notice (a bare list of media names, an
    illustration credit), as are a caption before the first prose and a pull quote; and what addresses its reader as a
    machine, with what its colon announces, is an instruction, wherever it stands. One longer than LONGEST is made
    several at its sentences' ends. Between paragraphs, and between the sentences of one, the text has only white space.
    """
    spans = [span for start, end in _matches(r"(?:.+\n?)+", text) for span in _lines(text, start, end)]
    roles = [_role(text[start:end]) for start, end in spans]
    for i, (_, end) in enumerate(spans[:-1]):
        if roles[i] is Role.INSTRUCTION and text[end - 1] == ":":
            roles[i + 1] = Role.INSTRUCTION
    if len(spans) > 1 and roles[0] is Role.TEXT and _is_leading_line(text[slice(*spans[0])]):
        roles[0] = Role.HEADLINE
    prose = False
    for i, (start, end) in enumerate(spans):
        under = i > 0 and not prose and _is_underline(text[start:end])
        if roles[i] is Role.TEXT and (under or _is_pull_quote(text, start, end)):
            roles[i] = Role.NOTICE
        if roles[i] is Role.TEXT and _is_in_capitals(text[start:end]) and not text.isupper():
            roles[i] = Role.HEADLINE
        prose = prose or roles[i] is Role.TEXT
    listed = [i for i, span in enumerate(spans) if i and REFERENCES.fullmatch(text[slice(*span)])]
    if listed:  # a list of sources ends an article, so what comes after its heading is no prose of it
        rest = roles[listed[-1] :]
        roles[listed[-1] :] = [role if role is Role.INSTRUCTION else Role.NOTICE for role in rest]
    last_prose = max((i for i, role in enumerate(roles) if role is Role.TEXT), default=-1)
    found: list[Paragraph] = []
    for i, ((start, end), role) in enumerate(zip(spans, roles, strict=True)):
        marked = Role.NOTICE if role is Role.HEADLINE and i > last_prose >= 0 else role
        for group in _parts(text, _sentences(text, start, end)):
            found.append(
                Paragraph(
                    number=len(found) + 1, start=group[0].start, end=group[-1].end, role=marked, sentences=tuple(group)
                )
            )
    return tuple(found)


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences of a block; one longer than LONGEST is cut between words, or where it must be."""
    from syntok import segmenter  # regular expressions of a second, and only new articles need them

    firsts = [sentence[0] for part in segmenter.process(text[start:end]) for sentence in part if sentence]
    begun = {first.offset for first in firsts[1:]} | set(_glued(text[start:end]))
    edges = [start]
    for edge in (start + offset for offset in sorted(begun)):
        said = text[edges[-1] : edge].rstrip()
        if TERMINAL.search(said) and not OPEN.search(said):  # "LONDON (Reuters)" goes on, too
            edges.append(edge)
    whole = [(a, a + len(text[a:b].rstrip())) for a, b in zip(edges, [*edges[1:], end], strict=True)]
    return [Span(start=a, end=b) for edges in whole for a, b in _cut(text, *edges)]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while _size(text[start : min(end, start + LONGEST + 1)]) > LONGEST:
        limit = start + len(text[start : start + LONGEST].encode()[:LONGEST].decode(errors="ignore"))
        blank = max(text.rfind(mark, start + 1, limit + 1) for mark in " \n")
        yield (start, blank if blank > 0 else limit)
        start = blank + 1 if blank > 0 else limit
    yield (start, end)


def _glued(block: str) -> Iterator[int]:
    """Give where a sentence begins right behind another's end; a straight mark between them opens or closes."""
    for found in GLUED.finditer(block):
        opens = block[found.end() - 1] == '"' and block.count('"', 0, found.end()) % 2
        yield found.end() - (1 if opens else 0)


def _parts(text: str, sentences: list[Span]) -> list[list[Span]]:
    """Return the sentences in as few groups as LONGEST allows, of about the same size."""
    sizes = [_size(text[s.start : s.end]) + 1 for s in sentences]
    aim = sum(sizes) / -(-sum(sizes) // LONGEST)
    groups: list[list[Span]] = [[]]
    filled = 0
    for sentence, size in zip(sentences, sizes, strict=True):
        if groups[-1] and (filled >= aim or filled + size > LONGEST + 1):
            groups.append([])
            filled = 0
        groups[-1].append(sentence)
        filled += size
    return groups


def _size(text: str) -> int:
    return len(text.encode())


def headline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the leading line if it is a headline, else None."""
    if parts and parts[0].role is Role.HEADLINE:
        return text[parts[0].start : parts[0].end]
    return None


def dateline(text: str, parts: tuple[Paragraph, ...]) -> str | None:
    """Return the date, as ISO 8601, of a line of its own near the top that tells nothing but a full date, else None."""
    lines = [text[part.start : part.end] for part in parts[:4] if part.role in {Role.HEADLINE, Role.NOTICE}]
    return next(filter(None, map(_date_of, lines)), None)


def _date_of(line: str) -> str | None:
    """Return the full date that a line is, perhaps with a time: "Published Thu 8 May 2025 18.32 BST"; else None."""
    found = DATE.search(line)
    day = dates.iso(found.group()) if found else None
    alone = all(BESIDE_DATE.fullmatch(word) for word in re.findall(r"\w+(?:[.:]\w+)*\.?", DATE.sub(" ", line)))
    return day if day and alone and len(day) == len("2025-05-08") else None


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


def _is_leading_line(text: str) -> bool:
    return not TERMINAL.search(text) and len(text.split()) <= HEADLINE_WORDS


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    block = text[start:end].rstrip("\n")
    lines = block.split("\n")
    wrapped = max(map(len, lines)) <= WRAPPED and not all(TERMINAL.search(line) for line in lines)
    if wrapped and not any((BYLINE.match(line) and _is_leading_line(line)) or _date_of(line) for line in lines[1:]):
        return [(start, start + len(block))]
    return [(start + a, start + b) for a, b in _matches(r".+", block)]


def _matches(pattern: str, text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(pattern, text)]


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

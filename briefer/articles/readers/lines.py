"""Puts the lines of a plain text together as its reader sees them: paragraphs, items of lists, lines of a head.

Told by blanks, indents, widths and the ends of lines. Knows nothing of what a line says. No word is lost: what
interrupts a sentence, such as the foot of a page, stands behind the paragraph that it interrupted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, takewhile
from statistics import median

from briefer.articles.readers.document import Kind
from briefer.language import dates
from briefer.language.sentences import TERMINAL
from briefer.language.tokens import UNSPACED

WRAPPED = 120  # characters of a line, up to which it may be one of several of a paragraph
FITS = 0.85  # of the width: a line that ends before though the next word had room was ended on purpose; not measured
BULLET = re.compile(r"\s*(?:([*•‣▪●◦·])\s+|([・●■◆])\s*|[-–—]\s+)(?=\S)")
ITEM = re.compile(rf"{BULLET.pattern}|\s*(?:\d{{1,2}}[.)]|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{2,4}})\))\s+(?=\S)")
HYPHENATED = re.compile(r"([^\W\d_]{2,})[-\u00ad‐]$")
# First halves of words that are written with a hyphen wherever they stand.
HYPHENED = frozenset(
    "all anti anglo co cross ex far first full half high ill left long low mid multi non off old one part post pre pro "
    "right second self semi short so three two vice well".split()
)
FURNITURE = re.compile(
    r"(?:.{0,60}\b(?:page|seite|página|pág\.|p\.)\s*\d+(?:\s*(?:of|von|de|sur|/)\s*\d+)?.{0,40}|[-–—]?\s*\d{1,4}\s*[-–—]?"
    r"|\d+\s*/\s*\d+|https?://\S+(?:\s+.{0,30})?)",
    re.IGNORECASE,
)
FURNITURE_WORDS = 12
NUMBER, YEAR = re.compile(r"[-–+$€£]?[\d.,]+\s?%?|[-–—]|n/?a", re.IGNORECASE), re.compile(r"(?:19|20)\d\d")
LEAST_ROWS = 2
RULE = re.compile(r"[\s+|:]*(?:[-=_~*─━═][\s+|:]*){3,}")  # "------", "+----+----+", "* * *": it parts, and says nothing
CELLS = re.compile(r"\s*[|│]\s*|\s{2,}")
DATED = 40  # characters of a line in which a date that it begins with stands
WIDE = re.compile(rf"{UNSPACED.pattern}|[\u3000-\u303f\uff00-\uffef]")  # letters and signs that need no blank between
GAP = re.compile(r"\S(\s{3,})(?=\S)")
DOUBLE_SPACED = 3  # lines that a blank line parts from the next, of which two at least go on in it

Block = tuple[str, Kind]


def blocks(text: str) -> tuple[list[Block], tuple[str, ...]]:
    """Return the blocks of a text, each in one line, and a sentence for what is doubtful."""
    text = re.sub(r"\r\n?|[\u0085\u2028]", "\n", text).replace("\u2029", "\n\n").replace("\v", " ")
    text = re.sub(r"(?<=\S)\t+", "   ", text).expandtabs(4)
    text = "\n".join(line.rstrip() for line in text.replace("\f", "\n\n").split("\n")).strip("\n")
    groups = [group.split("\n") for group in re.split(r"\n{2,}", text) if group]
    columns = [_columns(group) for group in groups]
    notes = ("Two columns stood side by side and were read one after the other; their order is doubtful.",)
    parted = [part for group, split in zip(groups, columns, strict=True) for part in (split or [group])]
    found = _joined_lines(parted) if _is_double_spaced(parted) else [b for group in parted for b in paragraphs(group)]
    return uninterrupted(found), notes if any(columns) else ()


def _columns(group: Sequence[str]) -> list[list[str]] | None:
    """Return the two columns of words that some lines have side by side, else None; of numbers it is a table."""
    if len(group) < DOUBLE_SPACED:
        return None
    gaps = [GAP.search(line.lstrip()) for line in group]
    parted = [
        (line.lstrip()[: gap.start(1)], line.lstrip()[gap.end(1) :])
        for line, gap in zip(group, gaps, strict=True)
        if gap
    ]
    if len(parted) < len(group) - 1 or len({round((gap.end(1)) / 3) for gap in gaps if gap}) > 2:
        return None
    words = [len(half.split()) for pair in parted for half in pair]
    if median(words) < 3 or any(GAP.search(right) for _, right in parted):
        return None
    return [[left for left, _ in parted], [right for _, right in parted]]


def undoubled(found: Sequence[Block]) -> list[Block]:
    """Return blocks of one line each, those joined that are lines of one paragraph with blank lines between them."""
    found = [block for block in found if block[0].strip()]
    head, rest = (
        [b for b in found[:1] if b[1] is Kind.HEADING],
        found[1 if found and found[0][1] is Kind.HEADING else 0 :],
    )
    groups = [[text] for text, _ in rest]
    if any(kind is not Kind.UNKNOWN for _, kind in rest) or not _is_double_spaced(groups):
        return found
    return [*head, *_joined_lines(groups)]


def _is_double_spaced(groups: Sequence[Sequence[str]]) -> bool:
    single = [group[0] for group in groups if len(group) == 1]
    if len(single) < DOUBLE_SPACED or len(single) < 0.8 * len(groups) or max(map(len, single)) > WRAPPED:
        return False
    goes_on = sum(not TERMINAL.search(a) and _begins_small(b) for a, b in zip(single, single[1:], strict=False))
    return goes_on >= 2 and goes_on >= len(single) / 4


def _joined_lines(groups: Sequence[Sequence[str]]) -> list[Block]:
    """Return the paragraphs of lines that a blank line parts from each other though they go on."""
    lines = [line for group in groups for line in group]
    width = max(map(len, lines))
    rows: list[list[str]] = []
    for n, line in enumerate(lines):
        before = lines[n - 1] if n else ""
        first = line.split(maxsplit=1)[0]
        full = len(before) + 1 + len(first) > FITS * width
        small = _begins_small(line)
        goes_on = (full and small) if TERMINAL.search(before) else (full or small)
        if rows and goes_on and not _item(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_block(row) for row in rows]


def paragraphs(group: Sequence[str]) -> list[Block]:
    """Return the paragraphs of lines with no blank line between them; a rule of hyphens or the like parts them."""
    if any(map(RULE.fullmatch, group)):
        parts = [list(part) for is_rule, part in groupby(group, lambda line: bool(RULE.fullmatch(line))) if not is_rule]
        table = _table([line for part in parts for line in part])
        return table if table is not None else [block for part in parts for block in paragraphs(part)]
    if max(map(len, group)) > WRAPPED:
        return [_block([line]) for line in group]
    if len(group) == 1:
        return [_block(group)]
    if (table := _table(group)) is not None:
        return table
    rows = [[group[0]]]
    entries = sum(map(_is_entry, group)) > 1
    body = group if TERMINAL.search(group[0]) else group[1:]  # a headline may stand right above
    short = len(body) > 1 and all(TERMINAL.search(line) and not _begins_small(line) for line in body)
    below = _below_title(group)
    indents = [len(line) - len(line.lstrip()) for line in group]
    width = max(map(len, group[1:] or group))
    for n, line in enumerate(group[1:], 1):
        if (
            short
            or n <= below
            or (entries and _is_entry(line))
            or _breaks(group[n - 1], line, width, indents[n] > min(indents) >= indents[n - 1], bool(_item(rows[-1][0])))
        ):
            rows.append([line])
        else:
            rows[-1].append(line)
    return [_block(row) for row in rows]


def _below_title(group: Sequence[str]) -> int:
    """Return how many paragraphs begin right below a headline: its byline, date and address, and what follows them."""
    from briefer.articles.boilerplate import stands_below_title

    if TERMINAL.search(group[0]):
        return 0
    below = len(list(takewhile(stands_below_title, (line.strip() for line in group[1:]))))
    goes_on = len(group) > below + 1 and _begins_small(group[below + 1])
    return 0 if goes_on or not below else below + 1


def _breaks(before: str, line: str, width: int, indented: bool, listed: bool) -> bool:
    """Return whether a line begins a paragraph; listed is whether the line before is of an item of a list."""
    if (item := _item(line)) and (
        item.group(1) or item.group(2) or listed or TERMINAL.search(before) or before.endswith(":")
    ):
        return True
    if indented and not listed:
        return True
    if _begins_small(line) or HYPHENATED.search(before):
        return False
    room = len(before) + 1 + len(line.split(maxsplit=1)[0]) <= FITS * width
    return room or _is_head(line) or _is_head(before)


def _table(group: Sequence[str]) -> list[Block] | None:
    """Return the rows of a table of numbers, each with the names of its columns if it has such, else None."""
    if len(group) < LEAST_ROWS:
        return None
    cells = [CELLS.split(line.strip(" |│")) for line in group]
    numbers = [all(NUMBER.fullmatch(cell) for cell in row[1:]) for row in cells]
    if len(set(map(len, cells))) != 1 or len(cells[0]) == 1 or not all(numbers[1:]):
        return None
    headed = not numbers[0] or all(YEAR.fullmatch(cell) for cell in cells[0][1:])
    head, rows = (cells[0], cells[1:]) if headed else (None, cells)
    return [(row_text(head or (), row), Kind.ROW) for row in rows]


def row_text(head: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row of a table as a sentence that names its columns: "Port: Lorne; 2024: 388."."""
    pairs = [(head[n] if n < len(head) else "", cell) for n, cell in enumerate(cells)]
    said = "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)
    return said if TERMINAL.search(said) or not said else f"{said}."


def _is_entry(line: str) -> bool:
    from briefer.articles.boilerplate import is_entry

    return is_entry(line.strip())


def _is_head(line: str) -> bool:
    """Return whether a line is a byline or a date, which is a paragraph of its own wherever it stands."""
    from briefer.articles.boilerplate import stands_alone

    return stands_alone(line.strip())


def _item(line: str) -> re.Match[str] | None:
    """Return how a line begins an item of a list; "6. Mai 2025" begins none."""
    found = ITEM.match(line)
    if found is None or BULLET.match(line):
        return found
    day = dates.full(line[:DATED])
    return None if day and not line[: day[1]].strip() else found


def _begins_small(line: str) -> bool:
    return re.match(r"[\s\"“„«‘'(\[]*[a-zà-öø-ÿа-я]", line) is not None


def _block(lines: Sequence[str]) -> Block:
    """Return some lines as one, without the hyphens that part a word at the end of one, and what it is."""
    kind = Kind.ITEM if _item(lines[0]) else Kind.UNKNOWN
    bullet = BULLET.match(lines[0]) if kind is Kind.ITEM else None  # a dash further on is the item's own
    first = lines[0][bullet.end() :] if bullet else lines[0]
    text = first.strip()
    for line in lines[1:]:
        text = join(text, line.strip())
    return text, kind


def join(before: str, after: str) -> str:
    """Return two lines of a paragraph as one: a word that a hyphen parts is whole again, and Chinese has no blanks."""
    parted = HYPHENATED.search(before)
    if parted and after[:1].islower():
        return before + after if parted.group(1).lower() in HYPHENED else before[:-1] + after
    hyphened = re.search(r"[^\s-]-$", before)  # of a word; two hyphens and more are a dash or a rule
    unspaced = WIDE.match(before[-1:]) and WIDE.match(after[:1])
    return before + after if hyphened or unspaced else f"{before} {after}"


def uninterrupted(found: Iterable[Block]) -> list[Block]:
    """Return blocks with those of one sentence joined that only the foot or the head of a page stands between."""
    blocks = list(found)
    kept: list[Block] = []
    between: list[Block] = []
    for n, (text, kind) in enumerate(blocks):
        open_ = bool(kept) and kept[-1][1] is Kind.UNKNOWN and not TERMINAL.search(kept[-1][0])
        long = open_ and len(kept[-1][0].split()) >= FURNITURE_WORDS
        after = blocks[n + 1][0] if n + 1 < len(blocks) else ""
        short = kind is Kind.UNKNOWN and len(text.split()) <= FURNITURE_WORDS and not TERMINAL.search(text)
        foot = FURNITURE.fullmatch(" ".join(text.split()))
        if short and (foot or (long and not _begins_small(text) and _begins_small(after))):
            between.append((text, Kind.LABEL))
        elif open_ and between and kind is Kind.UNKNOWN and (_begins_small(text) or HYPHENATED.search(kept[-1][0])):
            kept[-1] = (join(kept[-1][0], text), kind)
        else:
            kept += [*between, (text, kind)]
            between = []
    return [*kept, *between]

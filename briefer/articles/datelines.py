"""Tells who wrote an article and when, by a line above it, or by what its report begins with.

The date is never an event's: what stands beside one are words that announce it, a time, and names. Knows no paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import takewhile

from briefer.language import dates
from briefer.language.lists import everywhere
from briefer.language.tokens import UNSPACED

MOST_NAMES = 10
MOST_CASELESS = 6  # letters of a name beside a date, in a script without capitals or blanks
PLACED = 90  # characters of a report in which the place and the date that it begins with stand
JOINING = frozenset("of and the for von und den du des d et de la del el y di da e".split())
PARTICLES = frozenset("van der den ter ten zu bin ibn al el do dos das du le af av".split())  # within a name
BESIDE_NAME = re.compile(r",\s+|\s+(?:in|at|aus|à|en|em)\s+")
LETTERED = re.compile(r"[^\W\d_][\w.’'-]*")  # a word that begins with a letter
WORD = re.compile(r"\w+(?:[.:’'-]\w+)*\.?")
TIME = re.compile(r"\d{1,2}h\d\d|\d{1,2}[.:]\d\d(?:[.:]\d\d)?|\d{1,2}[ap]m|[A-Z]{2,4}", re.ASCII)
CLOCK = re.compile(r"\d{1,2}[.:h]\d\d")
PARTS = re.compile(r"\s*[|·•]\s*")
BRIEF_WORDS = 4  # of what stands beside a date with a number in it: "3 min read", "Lesedauer: 4 Minuten"
PLACE = re.compile(
    r"(?!(?:On|In|By|Since|Until|From|Am|Seit|Le|El)\b)(?P<place>[^\W\d_][^.!?:;\n]{0,50}?),? ?"
    r"(?:\b(?:le|den|el|am|\w+day|\w+tag|\w+di),? )?\(?"
)
DASH = re.compile(r"\)?\.?\s?(?:\([^)]{1,40}\)\s?|/\s?[A-Z]\w+\s?/\s?)?\.?\s?(?:[–—-]{1,2}|:)\s?")
ANY_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
STOP = re.compile(r"\)?\.\s+(?=[^\W\d_a-zà-ÿ])")
PLACE_BEHIND = re.compile(r",\s?(?P<place>[^\W\d_][^.!?:;,\n]{0,40}?)\s?(?:\([^)]{1,40}\)\s?)?[–—-]{1,2}\s")


@cache
def _words(*lists: str) -> frozenset[str]:
    named = everywhere("published")
    return frozenset(word for own in named.values() for name in lists for word in own.get(name, "").split())


@cache
def _phrases(name: str) -> tuple[str, ...]:
    named = everywhere("published")
    return tuple(phrase for own in named.values() for phrase in own.get(name, ()))


def date_of(line: str) -> str | None:
    """Return the full date that a line is; else None.

    Beside it may stand a time and words that announce it, "Published Thu 8 May 2025 18.32 BST", and in parts of their
    own who wrote and how long it takes to read: "By Ana Roe | Jan 5, 2024 | 3 min read".
    """
    found = dates.full(line)
    if found is None:
        return None
    day, start, end = found
    if _announces(line[:start]) and _is_by(line[end:]):
        return day
    parts = PARTS.split(line)
    own = next(part for part in parts if dates.full(part)) if len(parts) > 1 else line
    others = [part for part in parts if part is not own]
    _, start, end = dates.full(own) or found
    rest = f"{own[:start]} {own[end:]}"
    told = is_announced(own)
    if told and (changed := dates.full(rest)):  # "Publié le 4 avril 2024, mis à jour le 5 avril 2024"
        rest = f"{rest[: changed[1]]} {rest[changed[2] :]}"
    named = told or any(map(_signed, others))  # beside who wrote it, names alone are the paper's
    apart = all(_is_apart(part) or (named and _are_names(WORD.findall(part))) for part in others)
    return day if apart and _is_furniture(rest) else None


def is_announced(line: str) -> bool:
    """Return whether a line says that a date in it is that of publication."""
    found = dates.full(line)
    return found is not None and any(word.casefold() in _words("announcing") for word in WORD.findall(line[: found[1]]))


def beside_names(line: str) -> str | None:
    """Return the full date in a line that has only names beside it: "By Dana Holt, Port Ansel, 6 May 2025".

    A sign parts them, or a time stands there too: "Storm of 6 May 2025" and "Born 6 May 2025" are of events.
    """
    line = " | ".join(part for part in PARTS.split(line) if not _is_brief(part))
    found = dates.full(line)
    if found is None or dates.full(line[found[2] :]):  # from one day to another, which is of an event
        return None
    before, behind = line[: found[1]], line[found[2] :]
    words = LETTERED.findall(f"{before} {behind}")
    by = 1 if words and words[0].casefold() in _words("announcing") else 0
    by = bool(words[by:]) and words[by].casefold() in _words("by")
    own = WORD.findall(before)
    while own and own[-1].rstrip(".").casefold() in _words("beside", "announcing"):
        own.pop()
    signed = not own or re.search(rf"{re.escape(own[-1])}\W*[^\w\s]", before) is not None
    apart = not UNSPACED.search(before[-1:] + behind[:1]) and (by or signed or CLOCK.search(f"{before} {behind}"))
    return found[0] if apart and len(words) <= MOST_NAMES and _are_names(words, by=by) else None


def writer(line: str) -> str | None:
    """Return who wrote an article, by a line that says so and has only names: "By Dana Holt | 6 May 2025".

    A role or a place may follow: "Written by Dana Holt, Political Correspondent", "Text: Dana Holt, Kiel".
    """
    return next(filter(None, (_signed(part) for part in PARTS.split(re.sub(r"\s+:", ":", line)))), None)


def _signed(part: str) -> str | None:
    first, _, rest = part.partition(" ")
    if first.casefold() in _words("announcing", "labels"):  # "Written by", "Text von"
        first, _, rest = rest.partition(" ")
    label, colon, _ = first.casefold().partition(":")
    if label not in _words("by", "labels") or (not colon and label not in _words("by")) or re.search(r"[\d;:!?]", rest):
        return None
    rest = rest.strip()
    parts = BESIDE_NAME.split(rest)
    named = list(takewhile(lambda part: _is_person(part) and (part is parts[0] or not _is_role(part)), parts))
    others = parts[len(named) :]
    told = all(_is_role(other) or _are_names(LETTERED.findall(other)) for other in others)
    if not named or not told or len(LETTERED.findall(rest)) > MOST_NAMES:
        return None
    return rest[: rest.index(named[-1]) + len(named[-1])] if others else rest


def _is_person(text: str) -> bool:
    words = LETTERED.findall(text)
    names = [word for word in words if word.casefold() not in {*JOINING, *PARTICLES}]
    return len(names) > 1 and len(words) <= MOST_NAMES and all(map(_is_name, names))


def _is_role(text: str) -> bool:
    """Return whether a few words are what somebody is at a paper: "Political Correspondent", "transport reporter"."""
    words = LETTERED.findall(text)
    return 0 < len(words) <= BRIEF_WORDS and words[-1].casefold() in _words("roles")


def before_report(prose: str) -> str | None:
    """Return the full date in what a report begins with: "LORNE, 6 May 2025 (AP) – The", "Paris, le 6 mai 2025 –"."""
    found = dates.full(prose[:PLACED])
    if found is None:
        return None
    day, start, end = found
    place = PLACE.fullmatch(prose[:start]) if start else PLACE_BEHIND.match(prose, end)
    words = LETTERED.findall(re.sub(r"\([^)]*\)", "", place.group("place"))) if place else []
    if not _are_names(words) or all(word.casefold() in _words("beside") for word in words):
        return None
    told = place if start == 0 else DASH.match(prose, end) or STOP.match(prose, end)
    return day if told and not prose[told.end() : told.end() + 1].islower() else None


def recalls(prose: str) -> bool:
    """Return whether a text tells of a day long past as if it were there: "9 May 1989 – On this night the quay fell".

    So do years that went by since, if no other year is named from which they may count: "Thirty years later, he".
    """
    text = prose.casefold()
    if any(re.search(rf"\b{phrase}\b", text) for phrase in _phrases("then")):
        return True
    later = any(re.search(rf"\b{phrase}\b", text) for phrase in _phrases("later"))
    return later and len(ANY_YEAR.findall(prose)) < 2


def is_wired(prose: str) -> bool:
    """Return whether a report begins with a place in capitals, as agencies write it."""
    first = re.match(r"[^\W\d_]{3,}", prose)
    return first is not None and first.group().isupper() and not prose.isupper()


def _are_names(words: Iterable[str], *, by: bool = False) -> bool:
    joining = {*JOINING, *_words("by", "beside", "with")} if by else JOINING
    return all(_is_name(word) or word.casefold() in joining for word in words)


def _is_name(word: str) -> bool:
    return word[0].isupper() or (not word[0].islower() and len(word) <= MOST_CASELESS)


def _announces(text: str) -> bool:
    words = [word.rstrip(".").casefold() for word in WORD.findall(text)]
    return bool(words) and words[0] in _words("announcing") and _is_furniture(text)


def _is_by(text: str) -> bool:
    words = WORD.findall(text)
    return bool(words) and words[0] in _words("by") and len(words) <= MOST_NAMES and _are_names(words[1:])


def _is_furniture(text: str) -> bool:
    """Return whether a text has only times and words that stand beside a date."""
    known = _words("announcing", "beside")
    words = re.findall(r"\w+(?:[.:]\w+)*\.?", text)
    return all(TIME.fullmatch(word.rstrip(".")) or word.replace(".", "").casefold() in known for word in words)


def _is_apart(part: str) -> bool:
    words = WORD.findall(part)
    by = bool(words) and words[0].casefold() in _words("by") and _are_names(words[1:], by=True)
    changed = bool(words) and words[0].casefold() in _words("announcing")
    return by or changed or _is_brief(part) or _is_furniture(part)


def _is_brief(part: str) -> bool:
    """Return whether a part of a line says with a number how long something takes to read, or when it was changed."""
    words = WORD.findall(part)
    return len(words) <= BRIEF_WORDS and any(map(str.isdigit, words)) and dates.full(part) is None

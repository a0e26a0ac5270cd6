"""Tells which names of a question a text does not have, in any form that is known. Knows no model.

What a text is asked of must be in it: what it says of another harbour is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from briefer.answering.kinds import lists_of, singular
from briefer.answering.question import Question
from briefer.language.lists import words
from briefer.language.names import BY_PLACE, NAME, unnamed
from briefer.language.parser import Token
from briefer.language.quantities import numbers
from briefer.language.tokens import STOPWORDS, WORD, bare, terms, unaccented, undotted

LEAST_SPELLED = 5  # letters of a name that may end in two ways (Texas, Texan); Iran and Iraq are two
LEAST_ALIKE = 5  # letters of a name that may be misspelt
ALIKE = 0.8  # of difflib's ratio, from which on a word may be another, misspelt
MOST_PARTICLES = 3  # between two words of a name
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th) [A-Z]")


@dataclass(frozen=True, slots=True)
class _Source:
    """A text that names are looked for in: its words as written, those with a capital, its first letters in a row."""

    text: str
    written: frozenset[str]
    capitalised: frozenset[str]
    firsts: str


@lru_cache(maxsize=64)
def absent(question: Question, text: str) -> tuple[str, ...]:
    """Return the names of a question that a text does not have in a form that is known, without the dots of U.S.

    Of a name of several words one is enough. So is a number that is part of a name (Apollo 12, 93rd Congress), and a
    year where the text has others, none of them next to it; these not in a question for yes or no, which may be whether
    it is that one. Where a question gives a choice ("Lennford or Easton"), one name is enough.
    """
    return _absent(question, text, 0)


def off_matter(question: Question, text: str) -> tuple[str, ...]:
    """Return the names behind "about" in a question if a text has none of them, in a form that is known; else none.

    What somebody says about South Korea is not what they say about the North in an article that tells of both.
    """
    about = next((t.start for t in question.tree.tokens if t.text == "about"), None)
    if about is None:
        return ()
    missing = _absent(question, text, about)
    return missing if len(missing) == len(list(_named(question, about))) else ()


def spelled_like(name: str, text: str) -> str | None:
    """Return a name as a text spells it, if it has none of its words so but one that is nearly spelled like it."""
    known = {word for found in NAME.findall(text) for word in WORD.findall(found) if len(word) >= LEAST_ALIKE}
    near = {word: get_close_matches(word, known, n=1, cutoff=ALIKE) for word in WORD.findall(name)}
    changed = {word: found[0] for word, found in near.items() if found and found[0] != word}
    for word, other in changed.items():
        name = name.replace(word, other)
    return name if changed else None


def named(question: Question) -> list[str]:
    """Return the names of a question as they are written, but for its first word."""
    return [_said(question, run) for run in _named(question, 0)]


def initials(name: str) -> str:
    """Return the first letters of the words of a name that have a capital: FDA of Food and Drug Administration."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _absent(question: Question, text: str, start: int) -> tuple[str, ...]:
    source = _source(text)
    named = [undotted(_said(question, run)) for run in _named(question, start)]
    joined = lists_of(question.language)["within_names"]
    wide = [_said(question, run) for run in _runs(question, start, joined, most=3)]
    shortened = [run for run in wide if initials(run) in source.written and " " in run]
    found = [n for n in named if not _stands(n, source, question.language) and not any(n in run for run in shortened)]
    if not question.yes_or_no:
        found += [n for n in _numbered(question, text, start) if not any(name in n for name in found)]
    if len(found) < len(named) and any(t.text == "or" for t in question.tree.tokens):
        return ()
    return tuple(dict.fromkeys(found))


def _source(text: str) -> _Source:
    text = undotted(unaccented(text).replace("’", "'"))
    capitalised = frozenset(word for name in NAME.findall(text) for word in bare(name))
    return _Source(text, frozenset(WORD.findall(text)), capitalised, "".join(word[0] for word in bare(text)))


def _stands(name: str, source: _Source, language: str) -> bool:
    """Return whether a text has a name, or part of it that tells which; one that is nothing but a role needs not be."""
    lists = lists_of(language)
    telling = [w for w in bare(name) if len(w) > 1 and w not in STOPWORDS | BY_PLACE | lists["roles"]]
    telling = [w for w in telling if w not in lists["of_many"]] or telling
    short = [word.rstrip("s") for word in name.split() if word.rstrip("s").isupper() and len(word) > 2]
    return (
        len(unnamed(telling, source.text)) < len(telling)
        or not telling
        or any(
            word in source.written or word.lower() in source.firsts for word in short
        )  # GDPs: gross domestic product
        or any(_alike(w, other) for w in telling if len(w) > 2 for other in source.capitalised)
    )


def _alike(name: str, other: str) -> bool:
    """Return whether a name is short for another (Fed, Federal), or may be its spelling (Zelensky, Zelenskyy)."""
    least = min(len(name), len(other))
    return other.startswith(name) or (least >= LEAST_SPELLED and name[: least - 1] == other[: least - 1])


def _numbered(question: Question, text: str, start: int) -> list[str]:
    """Return the years of a question, and the numbers that are part of its names, that a text does not have.

    The 90th Academy Awards may be told as the Oscars of 2018: a text that numbers no such thing may be of any.
    """
    years = [int(year) for year in YEAR.findall(text)]
    tokens = [t for t in question.tree.tokens if t.start >= start]
    asked = [t.text for t in tokens if YEAR.fullmatch(t.text)]
    asked = [year for year in asked if years and min(abs(int(year) - other) for other in years) > 1]
    told, numbering = set(numbers(text)), bool(ORDINAL.search(text))
    for one, other in zip(tokens, tokens[1:], strict=False):
        ordinal = one.text[0].isdigit() and one.text[-2:] in {"st", "nd", "rd", "th"} and _capital(other, question)
        counted = one.text[0].isupper() and not _calendar(one, question) and other.text.isdigit()
        pair = f"{one.text} {other.text}"
        if (counted or (ordinal and numbering)) and terms(pair)[1:]:
            asked.append(pair)
    return [n for n in asked if not set(numbers(n)) <= told]


# Where the names of a question are


def _named(question: Question, start: int) -> Iterator[tuple[Token, Token]]:
    """Yield the first and last token of each name from an offset on, but for the first word of a question.

    Whether that is a name cannot be told; nor can any in a question of capitals.
    """
    return _runs(question, start, lists_of(question.language)["particles"], most=MOST_PARTICLES)


def _runs(question: Question, start: int, joining: frozenset[str], *, most: int) -> Iterator[tuple[Token, Token]]:
    if question.text.isupper():
        return
    tokens = [t for t in question.tree.tokens if t.start >= start]
    place = 0
    while place < len(tokens):
        first = place
        place += 1
        if not _capital(tokens[first], question) or tokens[first].index == 0:
            continue
        last = _tied(tokens, first)
        while (other := _next(tokens, last, joining, most)) and _capital(tokens[other], question):
            last = _tied(tokens, other)
        place = last + 1
        yield tokens[first], tokens[last]


def _tied(tokens: list[Token], place: int) -> int:
    """Return where the word ends that a token begins: "Al-Amin", "Lenn's"."""
    while place + 1 < len(tokens) and tokens[place + 1].start == tokens[place].end:
        if not (tokens[place + 1].text[0].isalnum() or tokens[place + 1].text[0] in "-‑–’'"):
            break
        place += 1
    return place


def _next(tokens: list[Token], last: int, joining: frozenset[str], most: int) -> int:
    """Return where the next word of a name would stand, behind up to so many that join; 0 where none can be."""
    place = last + 1
    for _ in range(most + 1):
        if place < len(tokens) and tokens[place].text in joining:
            place += 1
    apart = tokens[place].start - tokens[place - 1].end if place < len(tokens) else 2
    return place if apart <= 1 else 0


def _capital(token: Token, question: Question) -> bool:
    """Return whether a token may be part of a name: not "May", "Mr." or "I"."""
    shortened = words(question.language, "reporting")["shortened"]
    title = token.text.endswith(".") and token.text.lower().rstrip(".") in shortened
    return token.text[0].isupper() and not title and not _calendar(token, question)


def _calendar(token: Token, question: Question) -> bool:
    lists = lists_of(question.language)
    return bool({token.text.lower(), singular(token.text)} & (lists["months"] | lists["days"]))


def _said(question: Question, run: tuple[Token, Token]) -> str:
    return question.text[run[0].start : run[1].end].rstrip("-‑–’'")

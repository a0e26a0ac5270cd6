"""Tells two versions of one sentence from two sentences: what is other in them. Knows no articles."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

from briefer.language.dates import DATE, iso
from briefer.language.lists import words
from briefer.language.names import names, unnamed
from briefer.language.quantities import numbers
from briefer.language.tokens import SAME_MATTER, bare, plain

RUNS = re.compile(r"[$€£¥]?\w(?:[\w.,:/’'%‑–-]*[\w%])?")  # of signs between blanks, without the punctuation around
DATE_OR_RUN = re.compile(f"{DATE.pattern}|{RUNS.pattern}", re.VERBOSE)
BEGUN = 5  # letters of a name, which may be spelled in two ways behind them


def replaced(first: str, second: str) -> tuple[str, str] | None:
    """Return the number, name or date that each of two sentences gives which are the same but for it, else None.

    "The bridge cost 18 million euros." and "The bridge cost 21 million euros." give 18 and 21.
    """
    mine, theirs = _words(first), _words(second)
    matcher = SequenceMatcher(None, [key for key, _ in mine], [key for key, _ in theirs], autojunk=False)
    changes = [
        (" ".join(said for _, said in mine[a:b]), " ".join(said for _, said in theirs[c:d]))
        for how, a, b, c, d in matcher.get_opcodes()
        if how != "equal"
    ]
    if not changes or matcher.ratio() < SAME_MATTER:
        return None
    longest = max(changes, key=lambda pair: len("".join(pair)))
    known = tuple(set(bare(words)) for words in longest)
    same = all(one and other and {*bare(one)} <= known[0] and {*bare(other)} <= known[1] for one, other in changes)
    return longest if same and _other_fact(longest, (first, second)) else None


def _other_fact(given: tuple[str, str], sentences: tuple[str, str]) -> bool:
    """Return whether two texts give different numbers, names or dates, not one in two forms or more exactly."""
    counted = [set(numbers(words)) for words in given]
    if counted[0] - counted[1] and counted[1] - counted[0]:
        return True
    mine, theirs = (
        unnamed(names(f"that {words}"), other) for words, other in zip(given, reversed(sentences), strict=True)
    )
    alike = {name[:BEGUN] for name in mine} & {name[:BEGUN] for name in theirs}
    return bool(mine and theirs) and not alike and bool(counted[0]) == bool(counted[1])


def _words(sentence: str) -> list[tuple[str, str]]:
    """Return the words of a sentence, a date as one, each with what it is told by before it."""
    said = [found.group() for found in DATE_OR_RUN.finditer(sentence)]
    return [((DATE.fullmatch(word) and iso(word)) or " ".join(bare(word)) or word, word) for word in said]


def facts(text: str) -> set[str]:
    """Return the numbers, names, dates and negations of a text: what tells it from another in nearly the same words."""
    negations = words("en", "words")["negations"]
    short = [word for word in text.lower().replace("’", "'").split() if "n't" in word]
    denied = {*short, *(word for word in plain(text).split() if word in negations)}
    return {*numbers(text), *_ones(text), *names(f"that {text}"), *DATE.findall(text), *denied}


def _ones(text: str) -> list[str]:
    """Return "one" as often as a text counts something by it: "one ship", not "one of them"."""
    return [word for word, after in pairwise(plain(text).split()) if word == "one" and after != "of"]

"""Names by their capitals, without a parse: which a text has, in any form of them. Knows nothing of who they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from briefer.language.lists import table, words
from briefer.language.tokens import bare, undotted

BY_PLACE = words("en", "words")["capitalised_by_place"]
UPPER = "".join(letter for letter in map(chr, range(0x250)) if letter.isupper())  # of the Latin alphabets
RUN = re.compile(rf"[{UPPER}]\w+(?: (?:(?:of|the|and|for) )*[{UPPER}]\w+)+")  # World Health Organization, Bank of Japan
NAME = re.compile(rf"\b[{UPPER}][\w’'‑-]*")


def names(text: str) -> list[str]:
    """Return the capitalised words of a text in lower case, each once, without those that stand first for no reason."""
    found: list[str] = []
    for word in NAME.findall(undotted(text)):
        found += [part for part in bare(word) if part not in BY_PLACE and not part.isdigit()]
    first = bare(text)[:1]
    # A sentence's first word may be a name or not; only what is capitalised elsewhere too can be told for one.
    return [n for n in dict.fromkeys(found) if [n] != first or found.count(n) > 1]


def unnamed(wanted: Iterable[str], text: str) -> list[str]:
    """Return which names, in lower case, a text does not have in any form.

    A country stands for its people and language and the other way round (Russia, Russian), initials for what they
    abbreviate (UN, United Nations).
    """
    words_of = bare(text)
    plainly, known = " ".join(words_of), set(words_of)
    for run in RUN.findall(undotted(text)):
        words = [word for word in run.split() if word[0].isupper() and word.lower() not in BY_PLACE]
        known.add("".join(word[0] for word in words).lower())
    known |= {short for short, words in spelled().items() if words in plainly}
    known |= {word for country in same_country() if known & country for word in country}
    known |= {word for short, words in spelled().items() if short in known for word in words.split()}
    return [name for name in wanted if name not in known and not any(_one_country(name, word) for word in known)]


def _one_country(first: str, second: str) -> bool:
    """Return whether of two words one is a country and the other its adjective: Ukraine, Ukrainian."""
    country, other = sorted((first, second), key=len)
    stem = country.rstrip("aeiouy")
    return len(stem) >= 4 and other.startswith(stem) and other[len(stem) :] in words("en", "names")["adjective"]


@cache
def same_country() -> tuple[frozenset[str], ...]:
    """Return the sets of words that are of one country, or of one month."""
    return tuple(frozenset(line.split()) for line in words("en", "names")["same"])


def metonyms(word: str) -> frozenset[str]:
    """Return the words by which news names a country's government, of one of them in lower case: Moscow for Russia."""
    return frozenset().union(*(line.split() for line in words("en", "names")["governments"] if word in line.split()))


def spelled() -> Mapping[str, str]:
    """Return what initials stand for, in lower case: united states for us."""
    return table("en", "initials")["spelled"]

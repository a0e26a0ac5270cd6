"""The words of a text: which tell something, their stems, their forms without accents or dots. Knows no grammar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import lru_cache

from snowballstemmer import stemmer

from briefer.language.lists import words

STOPWORDS = words("en", "words")["stopwords"]
WORD = re.compile(r"\w+")
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
# Scripts that have no blanks between words: Thai to Khmer, kana, Chinese characters.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
SAME_MATTER = 0.6  # of the words of two sentences, but for those that may differ


def terms(query: str) -> list[str]:
    """Return the words of a query that are searched for, each once, in order."""
    words = [word for word in re.findall(r"\w+", query.lower()) if word not in STOPWORDS]
    return list(dict.fromkeys(words))


def spaced(text: str) -> str:
    """Return a text with blanks around each letter of a script that has none, so that each is a word to look for."""
    return UNSPACED.sub(r" \g<0> ", text)


def phrases(word: str) -> list[str]:
    """Return what to look for in `spaced` texts for a word: itself, or each two letters that follow one another.

    大坝 is "大 坝", and 大坝坏 is "大 坝" and "坝 坏": where words begin is not known.
    """
    parts = spaced(word).split()
    if len(parts) == 1 or not UNSPACED.search(word):
        return [word]
    return [" ".join(parts[n : n + 2]) for n in range(len(parts) - 1)]


def tells(word: str) -> bool:
    """Return whether a word of a text is one that tells something: the US, not us."""
    return word.lower() not in STOPWORDS or (word.isupper() and len(word) > 1)


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the stem that the forms of an English word have in common: sentenc for sentence and sentenced."""
    return str(stemmer("english").stemWord(word.lower()))  # one each time: it is not safe to share between threads


def stems(text: str) -> set[str]:
    """Return the stems of the content words of a text."""
    return {stem(word) for word in terms(text)}


def overlap(first: AbstractSet[str], second: AbstractSet[str]) -> float:
    """Return the share of words that two sets have in common, 0–1 (Jaccard's index)."""
    return len(first & second) / len(first | second) if first or second else 1.0


def same_matter(first: AbstractSet[str], second: AbstractSet[str]) -> bool:
    """Return whether two sentences tell of the same thing by their words, but for those that may differ."""
    return overlap(first, second) >= SAME_MATTER


def capitalised(text: str) -> str:
    """Return a text with its first letter as a capital; the others are let be."""
    return text[:1].upper() + text[1:]


def plain(text: str) -> str:
    """Return the words of a text in lower case with single blanks, without punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


def bare(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and possessive endings; "U.S." is one word, us."""
    plainly = unaccented(undotted(text)).lower().replace("’", "'")
    return [re.sub(r"'s?$", "", w) for w in re.findall(r"\w+(?:'\w+)?", plainly)]


def unaccented(text: str) -> str:
    """Return a text without accents: Erdogan for Erdoğan."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def undotted(text: str) -> str:
    """Return a text without the dots of its abbreviations: US for U.S."""
    return DOTTED.sub(lambda found: found.group().replace(".", ""), text)

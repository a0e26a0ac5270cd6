"""Finds the runs of words of a text that a word of another may stand for. Knows no models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefer.answering.kinds import lists_of
from briefer.language.tokens import STOPWORDS

LONGEST = 4  # words, of what a pronoun stands for
TAIL = 8  # words, that a question leaves out at its end: "What did he say (about the bridge)?"
WORD = re.compile(r"\w+(?:[.’'‑-]\w+)*")


def phrases(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where the runs of words that tell something are, each with its article."""
    lists = lists_of(language)
    pronouns = lists["pronouns"] | lists["pointing"] | {"it"}
    found = list(WORD.finditer(text))
    for i, first in enumerate(found):
        determined = i and found[i - 1].group().lower() in lists["determiners"]
        begin = found[i - 1].start() if determined else first.start()
        for last in found[i : i + LONGEST]:
            word = last.group().lower()
            short = word.replace("’", "'").partition("'")[0]  # it's
            between = text[first.start() : last.end()]
            if word in STOPWORDS or short in pronouns or any(f"{mark} " in between for mark in "?!,;:."):
                break
            whose = word[-2:] in {"’s", "'s"}
            yield begin, last.end() - (2 if whose else 0)
            if whose:
                break


def meant(texts: Sequence[str], language: str, *, people: bool) -> list[str]:
    """Return what a pronoun can stand for, each once, the likely first; for people names and what has an article."""
    found = [_definite(text[start:end]) for text in texts for start, end in phrases(text, language)]
    named = [p for p in found if p.startswith(("the ", "both ")) or all(word[0].isupper() for word in p.split())]
    return list(dict.fromkeys(named if people else [*named, *found]))


def tails(question: str, language: str) -> list[str]:
    """Return the ends of a question that begin with a preposition, and the phrases that it ends with."""
    text = question.rstrip("?")
    prepositions = lists_of(language)["prepositions"]
    starts = [found.start() for found in WORD.finditer(text) if found.group() in prepositions]
    starts += [start for start, end in phrases(text, language) if end == len(text)]
    return [f"{tail}?" for start in starts if (tail := text[start:]) and len(tail.split()) <= TAIL]


def within_sentence(text: str) -> str:
    """Return a text as it is written within a sentence."""
    return text[0].lower() + text[1:] if text.split(maxsplit=1)[0].lower() in STOPWORDS else text


def owned(phrase: str) -> str:
    """Return whose something is, as it is written: the boat’s."""
    return f"{phrase}{'’' if phrase.endswith('s') else '’s'}"


def _definite(phrase: str) -> str:
    """Return a phrase as of something known: the boat, for a boat."""
    said = within_sentence(phrase)
    article, _, rest = said.partition(" ")
    return f"the {rest}" if rest and article in {"a", "an"} else said

"""Tells where the sentences of a text begin and end. The only importer of syntok; knows nothing of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefer.language.lists import words

TERMINAL = re.compile(r"(?:[.!?…؟۔।]\s?[\"'”’“‘»«)\]]*|[。！？｡．][」』”’）】》\"')]*)$")
# Writing without blanks ends a sentence by its mark, with what closes a quotation, behind which Japanese goes on.
WIDE = re.compile(r"[。！？｡]+[」』”’）】》\"')]*\s*(?![\s」』”’）】》とってな、，])(?=.)")
SPACED = re.compile(r"[؟۔।][\"»”)]*\s+(?=\S)|„[^„“”]{2,400}[.!?]“\s+(?=[A-ZÄÖÜ])")
# Sentences with no blank between them, as pages lose them: "rose.Shares fell". The next begins behind the marks.
INITIAL = 2  # characters of an initial with its dot
TITLES = "MD"  # of one letter: M. Dupont, D. Ramón
ABBREVIATED = ("de", "fr", "es", "ru")  # the languages of lists of abbreviations beside the English ones
CLOSING = re.compile(r"»\s+(?=\S)")
LONGEST_MONTH, DAY = 12, 3  # characters of a month with what follows it, and of a day's number with its dot
GLUED = re.compile(r"(?:[a-z]{2}|[\d%)])[.!?][\"”)]*(?=[\"“]?(?!Com\b|Org\b|Net\b)[A-Z](?:[\w’'&/-]*[ ,]|\.[A-Z]\.))")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the offsets of a text's sentences, end exclusive, in order; between them is only white space."""
    from syntok import segmenter  # regular expressions of a second, and only new texts need them

    firsts = [sentence[0] for part in segmenter.process(text) for sentence in part if sentence]
    edges = [0]
    found = {_behind_marks(text, first.offset) for first in firsts[1:]}
    found |= {match.end() for form in (WIDE, SPACED) for match in form.finditer(text)}
    for edge in sorted(found | set(_glued(text))):
        said = text[edges[-1] : edge].rstrip()
        # "LONDON (Reuters)" goes on, too, and so does "am 6. Mai".
        after = text[edge : edge + LONGEST_MONTH]
        if after.strip() and TERMINAL.search(said) and not _open(said, after) and not _ordinal(said, after):
            edges.append(edge)
    return [(a, a + len(text[a:b].rstrip())) for a, b in zip(edges, [*edges[1:], len(text)], strict=True)]


def _open(said: str, after: str) -> bool:
    """Return whether a text ends within a sentence for all its dot: "said Gov.", "by Dr. A.", "Jan.", "art. | 12"."""
    last = said.split()[-3:]
    while len(last) > 1 and len(last[-1]) == INITIAL and last[-1][0].isupper():  # "Dr. A."
        del last[-1]
    word = last[-1].strip("([“„«»\"‘'") if last else ""
    if not word.endswith("."):
        return False
    if len(word) == INITIAL and word[0].isupper():  # "plan B." may end a sentence
        return word[0] in TITLES
    return word[:-1].lower() in _short("shortened") or (after[:1].isdigit() and word[:-1].lower() in _short("numbered"))


@cache
def _short(which: str) -> frozenset[str]:
    english = words("en", "reporting")["shortened"] | words("en", "calendar")["shortened"]
    return english.union(*(words(code, "abbreviations").get(which, frozenset()) for code in ABBREVIATED))


def _behind_marks(text: str, edge: int) -> int:
    """Return where a sentence begins that was thought to begin with what closes the one before: "Je pars. | » Il"."""
    closing = CLOSING.match(text, edge)
    return closing.end() if closing else edge


def _ordinal(said: str, after: str) -> bool:
    """Return whether a text ends in a day's number with a dot before a month, as German writes it: "am 6. | Mai"."""
    last = said.rsplit(maxsplit=1)[-1] if said.split() else ""
    begins = after.split()
    day = last[:-1].isdigit() and len(last) <= DAY and last.endswith(".")
    if not day or not begins:
        return False
    before = said.split()[-2:-1]
    counts = bool(before) and before[0].lower() in words("de", "abbreviations")["ordinal"]
    return counts or begins[0].strip(",.;").lower() in words("de", "calendar")["months"]


def _glued(text: str) -> Iterator[int]:
    """Give where a sentence begins right behind another's end; a straight mark between them opens or closes."""
    for found in GLUED.finditer(text):
        opens = text[found.end() - 1] == '"' and text.count('"', 0, found.end()) % 2
        yield found.end() - (1 if opens else 0)

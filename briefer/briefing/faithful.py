"""Tells whether a sentence that was rewritten to be read alone is still itself. Knows no model."""

from __future__ import annotations

import re
from collections import Counter

from briefer.language.quotations import quotations
from briefer.language.speech import SPEECH
from briefer.language.words import NEGATION, bare, names, numbers, plain, terms, unnamed

MOST_NEW = 1  # words of a rewritten sentence that are neither its own nor names: one verb may change its form
LEAST_KEPT = 0.7  # of a sentence's words, when it is rewritten to be read alone
JOINED = re.compile(r"(?:And|But|Or|Nor|So|Yet|If) ")


def faithful(claim: str, sentence: str, article: str) -> bool:
    """Return whether a claim is a sentence of an article with nothing changed but who and what it refers to.

    Its numbers and quotations are the sentence's, its other words too, but for names that the article has; and
    most of the sentence's words are left.
    """
    said, original = set(terms(claim)), set(terms(sentence))
    new = said - original - set(names(f"about {claim}"))
    # "In the Union it grew" does not mean that the Union did: what a sentence names, it does not mean by it.
    again = Counter(bare(claim)) - Counter(bare(sentence))
    return (
        len(new) <= MOST_NEW
        and not any(again[name] for name in names(f"about {sentence}"))
        and len(said & original) >= LEAST_KEPT * len(original)
        and not unnamed(names(f"about {claim}"), article)
        and set(numbers(claim)) == set(numbers(sentence))
        and [plain(q) for q in quotations(claim)] == [plain(q) for q in quotations(sentence)]
        and len(NEGATION.findall(claim)) == len(NEGATION.findall(sentence))
        and bool(JOINED.match(claim)) == bool(JOINED.match(sentence))  # "An Australian" is not "And Australian"
        and len(SPEECH.findall(claim)) <= len(SPEECH.findall(sentence))  # what nobody said, nobody "said that"
    )

"""Tells whether a sentence that was rewritten to be read alone is still itself. Knows no model."""

from __future__ import annotations

from collections import Counter

from briefer.language.analysis import analyse
from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.names import names, unnamed
from briefer.language.parser import Parser
from briefer.language.quantities import numbers
from briefer.language.quotations import quotations
from briefer.language.tokens import bare, plain, terms

MOST_NEW = 1  # words of a rewritten sentence that are neither its own nor names: one verb may change its form
LEAST_KEPT = 0.7  # of a sentence's words, when it is rewritten to be read alone


def faithful(claim: str, sentence: str, article: str, parser: Parser) -> bool:
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
        and _negations(claim) == _negations(sentence)
        and _joined(claim) == _joined(sentence)  # "An Australian" is not "And Australian"
        and _told(claim, parser) <= _told(sentence, parser)  # what nobody said, nobody "said that"
    )


def _negations(text: str) -> int:
    said = text.lower().replace("’", "'").split()
    return sum(word in words("en", "words")["negations"] for word in plain(text).split()) + sum(
        "n't" in w for w in said
    )


def _joined(text: str) -> bool:
    return text.split(maxsplit=1)[0].lower() in words("en", "words")["joining"]


def _told(text: str, parser: Parser) -> int:
    """Return how often somebody says something in a text."""
    return sum(len(attributions(tree, parser.language)) for tree in analyse(text, parser).trees)

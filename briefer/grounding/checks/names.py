"""Checks of who and where is named. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.grounding.comparison import PLACES, TIMES, Comparison
from briefer.language.analysis import Analysis
from briefer.language.names import unnamed
from briefer.language.quantities import in_digits, numbers
from briefer.language.tokens import bare


def names_of(analysis: Analysis) -> list[str]:
    """Return the words of names in a text, in lower case, each once; the first word of a sentence like any other."""
    found = []
    for tree in analysis.trees:
        for token in tree.tokens:
            if token.pos == "PROPN" and token.text[0].isupper() and token.entity not in TIMES:
                found += bare(token.text)
    return list(dict.fromkeys(w for w in found if len(w) > 1 and not w.isdigit()))


def check_names(pair: Comparison) -> Iterator[str]:
    """Find names that neither the passage nor what is known of its article has."""
    known = set(bare(in_digits(pair.evidence)))
    yield from (n for n in unnamed(names_of(pair.claim), pair.evidence) if n not in known and n not in pair.given)


def check_elsewhere(pair: Comparison) -> Iterator[str]:
    """Find names and numbers that the sentences which the claim comes from lack, though the passage has them."""
    near = set(bare(pair.nearest)) | set(bare(pair.known))
    absent = set(unnamed(names_of(pair.claim), f"{pair.nearest}\n{pair.known}")) - near - pair.given
    if not pair.leans:
        yield from sorted(absent)
    yield from (
        n for n in numbers(pair.claim.text) if n in numbers(pair.passage.text) and n not in numbers(pair.nearest)
    )


def check_places(pair: Comparison) -> Iterator[str]:
    """Find places that the sentences which the claim comes from lack."""
    if pair.leans:
        return
    for tree in pair.claim.trees:
        for token in tree.tokens:
            if (
                token.entity in PLACES
                and token.pos == "PROPN"
                and not pair.given.issuperset(bare(token.text))
                and unnamed(bare(token.text), f"{pair.nearest} {pair.known}")
            ):
                yield token.text

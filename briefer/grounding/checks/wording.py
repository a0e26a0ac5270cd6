"""Checks of the words that a claim adds or leaves out. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefer.grounding.comparison import Comparison
from briefer.language.lists import words
from briefer.language.parser import Tree
from briefer.language.quantities import in_digits
from briefer.language.tokens import stem, terms


def check_new_negation(pair: Comparison) -> Iterator[str]:
    """Find a negation where the sentences which the claim comes from have none."""
    lists = words(pair.claim.language, "polarity")
    denying = lists["negations"] | lists["denials"]
    own = [t for tree in pair.claim.trees for t in tree.tokens if t.lemma in lists["negations"] or t.dep == "neg"]
    told = [t for n in pair.aligned for t in pair.passage.trees[n].tokens if t.lemma in denying or t.dep == "neg"]
    yield from (t.text for t in own if not told)


def _lemmas(trees: Sequence[Tree]) -> set[str]:
    return {t.lemma for tree in trees for t in tree.tokens}


def check_scope(pair: Comparison) -> Iterator[str]:
    """Find words of all that the sentences which the claim comes from do not have."""
    universals = words(pair.claim.language, "polarity")["universals"]
    told = _lemmas([pair.passage.trees[n] for n in pair.aligned])
    yield from sorted(_lemmas(pair.claim.trees) & universals - told)


def check_partial(pair: Comparison) -> Iterator[str]:
    """Find words of a part that the claim lacks, though it has what they tell of: "some crews" where it has "crews"."""
    partials = words(pair.claim.language, "polarity")["partials"]
    tree, own = pair.passage.trees[pair.aligned[0]], _lemmas(pair.claim.trees)
    yield from sorted({t.lemma for t in tree.tokens if t.lemma in partials - own and tree.head(t).lemma in own})


def check_causes(pair: Comparison) -> Iterator[str]:
    """Find a cause that the sentences which the claim comes from do not give."""
    causes = words(pair.claim.language, "polarity")["causes"]
    own, told = (
        {t.text.lower() for tree in trees for t in tree.tokens} & causes
        for trees in (pair.claim.trees, [pair.passage.trees[n] for n in pair.aligned])
    )
    yield from sorted(own if not told else ())


def check_words(pair: Comparison) -> Iterator[str]:
    """Find content words that the passage does not have in any form."""
    known = {stem(w) for w in terms(in_digits(pair.evidence))}
    known |= {stem(t.lemma) for tree in pair.passage.trees for t in tree.tokens}
    for tree in pair.claim.trees:
        for token in tree.tokens:
            if token.pos in {"NOUN", "VERB", "ADJ", "ADV"} and not {stem(token.lemma), stem(token.text)} & known:
                yield token.text


def check_grave(pair: Comparison) -> Iterator[str]:
    """Find words that accuse somebody, and that the passage does not have: "convicted" of "on trial"."""
    grave = tuple(words(pair.claim.language, "polarity")["grave"])
    known = {stem(w) for w in terms(pair.evidence)} | {
        stem(t.lemma) for tree in pair.passage.trees for t in tree.tokens
    }
    for tree in pair.claim.trees:
        for token in tree.tokens:
            if token.lemma.startswith(grave) and not {stem(token.lemma), stem(token.text)} & known:
                yield token.text

"""Checks of who does what to whom, and whether it is so. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.grounding.comparison import Comparison, stems_of
from briefer.language.analysis import Analysis
from briefer.language.discourse import antecedent
from briefer.language.parser import Token, Tree
from briefer.language.words import bare, stem, unnamed


def _words(tree: Tree, token: Token) -> set[str]:
    """Return the stems of a noun and of what is compounded with it."""
    own = [token, *(t for t in tree.below(token) if t.dep in {"compound", "flat", "nmod", "poss", "amod", "appos"})]
    of = [t for t in tree.below(token) if t.lemma == "of"]  # "two of its soldiers", "a group of teenagers"
    own += [t for one in of for t in tree.below(one) if t.dep == "pobj"]
    return {stem(w) for t in own for w in bare(t.text)} | {stem(t.lemma) for t in own}


def check_roles(pair: Comparison) -> Iterator[str]:
    """Find who does to somebody what that one does to them in the passage: "the dog bit the man" of "a man bit a dog".

    Or does what another does, whom the claim names elsewhere: "the city sued by the firm" of "the firm sued the city".
    """
    claimed = {w for tree in pair.claim.trees for w in stems_of(tree)}
    for tree, said, number, told in pair.pairs:
        other = pair.passage.trees[number]
        agents, patients = ([_words(other, t) for t in part] for part in (told.agents, told.patients))
        if any(t.pos == "PRON" for t in (*told.agents, *told.patients)):
            continue
        within = {stem(t.lemma) for t in other.tokens if t.pos in {"NOUN", "PROPN"}}
        for mine, same, opposite in ((said.agents, agents, patients), (said.patients, patients, agents)):
            for token in mine:
                own = _words(tree, token)
                if not same or token.pos == "PRON" or any(own & one for one in same):
                    continue
                crossed = any(own & one for one in opposite)
                if crossed or (stem(token.lemma) in within and any(one & claimed for one in same)):
                    yield token.text


def check_subjects(pair: Comparison) -> Iterator[str]:
    """Find who is said to do what somebody else does in the passage, where both have names."""
    yield from _others(pair, pronouns=False)


def check_pronouns(pair: Comparison) -> Iterator[str]:
    """Find who is said to do what "she" does in the passage, where she seems to be somebody else."""
    yield from _others(pair, pronouns=True)


def _others(pair: Comparison, *, pronouns: bool) -> Iterator[str]:
    for tree, said, number, told in pair.pairs:
        other = pair.passage.trees[number]
        for mine, theirs in ((said.agents, told.agents), (said.patients, told.patients)):
            named = [t for t in mine if t.pos == "PROPN"]
            chosen = [t for t in theirs if (t.pos == "PRON") == pronouns]
            if not named or not chosen or len(chosen) < len(theirs):
                continue
            known = set().union(*(_resolved(pair.passage, number, other, t) for t in chosen))
            for token in named:
                if known and not _words(tree, token) & known and unnamed(bare(token.text), " ".join(known)):
                    yield token.text


def _resolved(passage: Analysis, number: int, tree: Tree, token: Token) -> set[str]:
    """Return the words of a noun, or of whom a pronoun stands for; none where that is not known, or it has no name."""
    if token.pos == "PRON":
        meant = antecedent(passage, number)
        return {stem(w) for w in bare(meant.text)} if meant else set()
    return _words(tree, token) if token.pos == "PROPN" else set()


def check_negation(pair: Comparison) -> Iterator[str]:
    """Find what one of the two denies and the other does not."""
    yield from (said.verb.text for _, said, _, told in pair.pairs if said.denied != told.denied)


def check_modality(pair: Comparison) -> Iterator[str]:
    """Find what is told as a fact and is planned, possible or wanted in the passage."""
    yield from (said.verb.text for _, said, _, told in pair.pairs if told.open and not said.open)

"""Checks of who does what to whom, and whether it is so. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.grounding.comparison import Comparison, stems_of
from briefer.language.analysis import Analysis
from briefer.language.discourse import antecedent
from briefer.language.names import unnamed
from briefer.language.parser import Token, Tree
from briefer.language.predicates import Predicate, joined
from briefer.language.tokens import bare, stem

FOLLOWING = 4  # tokens behind a word that tell of what it is said


def _words(tree: Tree, token: Token) -> set[str]:
    """Return the stems of a noun and of what is compounded with it."""
    own = [token, *(t for t in tree.below(token) if t.dep in {"compound", "flat", "nmod", "poss", "amod", "appos"})]
    of = [t for t in tree.below(token) if t.lemma == "of"]  # "two of its soldiers", "a group of boys and girls"
    own += joined(tree, (t for one in of for t in tree.below(one) if t.dep == "pobj"))
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
            behind = _behind(other, told, told.agents if mine is said.agents else told.patients)
            for token in mine:
                own = _words(tree, token)
                if token.pos == "PRON" or any(own & one for one in same):
                    continue
                crossed = bool(same) and any(own & one for one in opposite)
                swapped = bool(same) and stem(token.lemma) in within and any(one & claimed for one in same)
                if crossed or swapped or stem(token.lemma) in behind:
                    yield token.text


def _behind(tree: Tree, told: Predicate, same: tuple[Token, ...]) -> set[str]:
    """Return the stems of what stands behind a preposition: of the verb where nobody does it, or of who it is done to.

    "Burned by the ferry" of "burned on the ferry"; "blamed Lennford" of "blamed statements by Lennford".
    """
    hung = [told.verb] if not same else [t for t in same if t.pos == "NOUN"]
    prepositions = [
        t for one in hung for t in tree.below(one) if t.dep == "prep" and t.lemma not in {"of", "as", "like"}
    ]
    return {stem(t.lemma) for one in prepositions for t in tree.below(one) if t.dep == "pobj"}


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
            known = " ".join(_resolved(pair.passage, number, other, t) for t in chosen).strip()
            for token in named:
                if known and len(unnamed(_names(tree, token), known)) == len(_names(tree, token)):
                    yield token.text


def _resolved(passage: Analysis, number: int, tree: Tree, token: Token) -> str:
    """Return the words of a name, or of whom a pronoun stands for; none where that is not known, or it has no name."""
    if token.pos == "PRON":
        meant = antecedent(passage, number)
        return meant.text if meant else ""
    return " ".join(_names(tree, token)) if token.pos == "PROPN" else ""


def _names(tree: Tree, token: Token) -> list[str]:
    """Return the words of a name, in lower case, with what is compounded with it or stands beside it."""
    own = [token, *(t for t in tree.below(token) if t.dep in {"compound", "flat", "nmod", "appos"})]
    return [word for t in sorted(own, key=lambda t: t.index) for word in bare(t.text)]


def check_negation(pair: Comparison) -> Iterator[str]:
    """Find what one of the two denies and the other does not."""
    for tree, said, number, told in pair.pairs:
        other = pair.passage.trees[number]
        complement = next((t for t in tree.below(said.verb) if t.dep in {"acomp", "attr"}), None)
        twice = [t for t in other.tokens if complement and t.lemma == complement.lemma]
        denied = _denied_of(tree, complement, other, twice) if complement and len(twice) > 1 else told.denied
        if said.denied != denied:
            yield said.verb.text


def _denied_of(tree: Tree, complement: Token, other: Tree, twice: list[Token]) -> bool:
    """Return whether the passage denies that one of two like complements which the claim has by what follows it.

    "Guilty to theft" of "pleaded not guilty to theft and guilty to fraud".
    """

    def after(where: Tree, token: Token) -> set[str]:
        return {stem(t.lemma) for t in where.tokens[token.index + 1 : token.index + FOLLOWING]}

    own = after(tree, complement)
    best = max(twice, key=lambda t: len(own & after(other, t)))
    return other.tokens[best.index - 1].dep == "neg" or other.child(best, "neg") is not None


def check_modality(pair: Comparison) -> Iterator[str]:
    """Find what is told as a fact and is planned, possible or wanted in the passage."""
    yield from (said.verb.text for _, said, _, told in pair.pairs if told.open and not said.open)

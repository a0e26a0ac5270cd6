"""Tells who does what to whom in a sentence, and whether it is denied, planned or only possible. Knows one sentence.

A passive is told as what it says: in "the bank was robbed by two men" the men rob and the bank is robbed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefer.language.lists import words
from briefer.language.parser import Token, Tree

VERBS = frozenset({"VERB", "AUX"})
SUBJECTS = frozenset({"nsubj", "csubj"})
OBJECTS = frozenset({"dobj", "obj", "dative", "oprd"})
AUXILIARIES = frozenset({"aux", "auxpass"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with the nouns that do it and have it done to them, by the indexes of their heads.

    denied is whether the sentence says that it is not so, open whether it tells it as no fact: planned, possible, asked
    for or on a condition.
    """

    verb: Token
    agents: tuple[Token, ...]
    patients: tuple[Token, ...]
    denied: bool
    open: bool


def predicates(tree: Tree, language: str = "en") -> list[Predicate]:
    """Return the predicates of a sentence, in the order of their verbs; auxiliaries are none of their own."""
    return [
        _predicate(tree, token, language)
        for token in tree.tokens
        if token.pos in VERBS and token.dep not in AUXILIARIES
    ]


def _predicate(tree: Tree, verb: Token, language: str) -> Predicate:
    below = list(tree.below(verb))
    agents = [t for t in below if t.dep in SUBJECTS]
    patients = [t for t in below if t.dep in OBJECTS or (t.dep == "attr")]
    done_to = [t for t in below if t.dep == "nsubjpass"]
    by = [p for t in below if t.dep == "agent" for p in tree.below(t) if p.dep == "pobj"]
    if done_to or by:
        modified = [tree.head(verb)] if verb.dep == "acl" and not done_to else []  # "a man arrested by the police"
        agents, patients = by, done_to + modified + patients
    if not agents and not done_to:
        agents = _inherited(tree, verb, patients, language)
    agents = [_antecedent(tree, t) for t in agents]
    patients = [_antecedent(tree, t) for t in patients]
    return Predicate(
        verb, tuple(joined(tree, agents)), tuple(joined(tree, patients)),
        denied(tree, verb, language), is_open(tree, verb, language),
    )  # fmt: skip


def _inherited(tree: Tree, verb: Token, patients: list[Token], language: str) -> list[Token]:
    """Return who does what a verb without a subject tells: as the verb it is joined to, or the noun it tells of."""
    above = tree.head(verb)
    if above.index == verb.index:
        return []
    if verb.dep in {"acl", "relcl"} and above.pos not in VERBS:
        if verb.tag == "VBN":  # "a man arrested by the police"
            patients.append(above)
            return []
        return [above]
    if verb.dep in {"conj", "xcomp", "advcl"} and above.pos in VERBS:
        if verb.dep == "xcomp":
            told = [t for t in tree.below(above) if t.dep in {"dobj", "obj"}]
            asked = words(language, "reporting")["infinitive"] - words(language, "polarity")["own_plans"]
            if told and above.lemma in asked:
                return told  # "asked the council to help": the council helps
        passive = any(t.dep == "auxpass" for t in tree.below(verb))
        found = [t for t in tree.below(above) if t.dep in {*SUBJECTS, "nsubjpass"}]
        if not found:
            found = _inherited(tree, above, [], language)
        if passive or (verb.tag == "VBN" and any(t.dep == "nsubjpass" for t in tree.below(above))):
            patients += found
            return []
        return found
    return []


def _antecedent(tree: Tree, token: Token) -> Token:
    """Return what "who" or "which" stands for: the noun that its clause tells of."""
    if token.tag in {"WDT", "WP"}:
        clause = tree.head(token)
        if clause.dep in {"relcl", "acl"}:
            return tree.head(clause)
    return token


def joined(tree: Tree, found: Iterable[Token]) -> list[Token]:
    """Return nouns with those joined to them by "and"."""
    every = []
    for token in found:
        one: Token | None = token
        while one:
            every.append(one)
            one = tree.child(one, "conj")
    return every


def denied(tree: Tree, token: Token, language: str = "en") -> bool:
    """Return whether a sentence says of what a word tells that it is not so; two denials are none.

    "Not only the crews returned" denies nothing.
    """
    denials = words(language, "polarity")["denials"]
    count = 0
    for one in (token, *_governing(tree, token)):
        nouns = [t for t in tree.below(one) if t.dep in {*SUBJECTS, "nsubjpass", *OBJECTS, "attr", "acomp"}]
        count += any(_negates(tree, t, language) for t in tree.below(one))
        hung = (d for t in nouns for d in tree.below(t) if d.dep in {"det", "neg", "advmod", "preconj"})
        count += any(_negates(tree, d, language) for d in hung)
        if one is not token:
            count += one.lemma in denials
    return count % 2 == 1


def _negates(tree: Tree, token: Token, language: str) -> bool:
    """Return whether a word is a negation, and not that of "not only"."""
    lists = words(language, "polarity")
    if token.dep != "neg" and not {token.lemma, token.text.lower()} & lists["negations"]:
        return False
    after = tree.tokens[token.index + 1 : token.index + 2]
    return not (after and after[0].text.lower() in lists["affirming"])


def is_open(tree: Tree, token: Token, language: str = "en") -> bool:
    """Return whether a sentence tells what a word says as no fact: "may", "plans to", "if", "asked the council to"."""
    lists = words(language, "polarity")
    for one in (token, *_governing(tree, token)):
        below = list(tree.below(one))
        if any(t.dep == "aux" and t.lemma in lists["modals"] for t in below):
            return True
        if any(t.dep == "mark" and t.text.lower() in lists["conditions"] for t in below):
            return True
        if token.dep == "xcomp" and one is tree.head(token) and any(t.lemma in lists["pending"] for t in below):
            return True
        if one is not token and one.lemma in lists["plans"]:
            return True
    infinitive = any(t.tag == "TO" for t in tree.below(token)) and token.dep in {"acl", "xcomp", "advcl"}
    return infinitive and tree.head(token).lemma in lists["plans"]


def _governing(tree: Tree, token: Token) -> list[Token]:
    """Return the verbs that a verb hangs on as what is wanted, tried or said: not those it is only joined to."""
    found = []
    one = token
    while one.dep in {"xcomp", "ccomp", "pcomp"} or (one.dep == "dobj" and one.pos == "VERB"):
        one = tree.head(one)
        if one.pos in {*VERBS, "ADJ"}:
            found.append(one)
    return found

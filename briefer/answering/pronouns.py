"""Tells the pronouns of a question that stand for something said before. Knows no models."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.answering.kinds import lists_of
from briefer.language.parser import Token, Tree

HYPHENS = "-‑–"


@dataclass(frozen=True, slots=True)
class Pronoun:
    """Where a pronoun is in its text, whether it tells whose something is, and whether it is one for people."""

    start: int
    end: int
    owner: bool
    person: bool


def pronouns(tree: Tree, language: str) -> list[Pronoun]:
    """Return the pronouns that something can be put for, in order."""
    lists = lists_of(language)
    return [
        Pronoun(t.start, t.end, _owner(t, language), t.text.lower() in lists["people_pronouns"])
        for t in tree.tokens
        if _stands(tree, t, language)
    ]


def leaning(tree: Tree, token: Token, language: str) -> bool:
    """Return whether a token makes a question lean on what was said before: a pronoun, "there", "the other"."""
    lists, word = lists_of(language), token.text.lower()
    before = tree.tokens[token.index - 1].text.lower() if token.index else ""
    joins = token.tag in {"IN", "WDT", "WP", "EX"}  # "the law that", "Is it true that", "Is there"
    pointing = word in lists["pointing"] or word in lists["leaning"]
    return (pointing and not joins) or (before == "the" and word in lists["others"])


def _stands(tree: Tree, token: Token, language: str) -> bool:
    word, lists = token.text.lower(), lists_of(language)
    if (token.text[0].isupper() and token.start) or _tied(tree, token):
        return False  # the IT firm, do-it-yourself
    if word in lists["pointing"]:
        return _alone(tree, token, language)
    return word in lists["pronouns"] or (word == "it" and not _expletive(tree, token, language))


def _tied(tree: Tree, token: Token) -> bool:
    around = tree.text[max(token.start - 1, 0) : token.start] + tree.text[token.end : token.end + 1]
    return any(mark in HYPHENS for mark in around)


def _alone(tree: Tree, token: Token, language: str) -> bool:
    """Return whether a "this" stands for something: "Who opposed this?"; not "this bridge", "the law that"."""
    behind = tree.tokens[token.index + 1].text.lower() if token.index + 1 < len(tree.tokens) else "?"
    if behind == "?":
        return True
    if token.text.lower() == "that":
        return token.tag == "DT" and token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}
    return token.dep != "det" and behind in lists_of(language)["auxiliaries"]


def _expletive(tree: Tree, token: Token, language: str) -> bool:
    """Return whether an "it" stands for nothing: "Is it true that …?", "How long does it take to …?"."""
    behind = [t.text.lower() for t in tree.tokens[token.index + 1 : token.index + 4]]
    takes = behind[:1] in (["take"], ["takes"], ["took"]) and "to" in behind[1:]
    return takes or token.dep == "expl" or (behind[:1] != [] and behind[0] in lists_of(language)["expletive"])


def _owner(token: Token, language: str) -> bool:
    return token.tag == "PRP$" or token.text.lower() in lists_of(language)["owners"]

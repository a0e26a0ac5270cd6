"""Tells what kind of thing a question asks for, by the words that ask. Knows no answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache

from briefer.language.lists import words
from briefer.language.parser import Token, Tree


@cache
def lists_of(language: str) -> Mapping[str, frozenset[str]]:
    """Return the word lists on questions of a language; where it has none, each is empty and no kind is certain."""
    return words(language, "questions")


class Kind(Enum):
    """What a question asks for. HOW_MANY counts things; HOW_MUCH is any other amount, how many days too.

    NAME is what goes by one: "which country".
    """

    YES_OR_NO = "yes or no"
    WHEN = "when"
    HOW_LONG = "how long"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    WHO = "who"
    WHERE = "where"
    WHY = "why"
    NAME = "name"
    OTHER = "other"


NUMBERED = frozenset({Kind.HOW_MANY, Kind.HOW_MUCH})
# What a text can be searched for without a model: a time or a number is told by its form.
TOLD_BY_FORM = frozenset({Kind.WHEN, Kind.HOW_LONG, *NUMBERED})
# "who", "how many": there is one answer; not what was said, why or how.
OF_ONE = frozenset({Kind.WHO, Kind.WHERE, Kind.NAME, *TOLD_BY_FORM})


def asked_of(tree: Tree, language: str) -> tuple[Token, ...]:
    """Return a question's tokens from its first question word on: "who …" of "In 2019, who won?"; else all."""
    asking = lists_of(language)["asking"]
    first = next((t.index for t in tree.tokens if t.text.lower() in asking), 0)
    return tree.tokens[first:]


def kind_of(tree: Tree, language: str) -> Kind:
    """Return the kind of thing that a question asks for."""
    lists = lists_of(language)
    asked = asked_of(tree, language)
    if not asked or tree.tokens[0].text.lower() in lists["auxiliaries"]:
        return Kind.YES_OR_NO if asked else Kind.OTHER
    first, second = (asked[i].text.lower() if i < len(asked) else "" for i in (0, 1))
    alone = {"when": Kind.WHEN, "where": Kind.WHERE, "why": Kind.WHY}
    if first in {"who", "whom", "whose"}:
        return Kind.WHO
    if first == "how":
        return _how(asked, second, language)
    if first in {"what", "which"}:
        return _what(tree, asked, language)
    return alone.get(first, Kind.OTHER)


def _how(asked: Sequence[Token], second: str, language: str) -> Kind:
    lists = lists_of(language)
    if second == "long":
        return Kind.HOW_LONG
    if second == "many":
        units = any(is_unit(t, language) or singular(t.text) in lists["currencies"] for t in asked[2:4])
        return Kind.HOW_MUCH if units else Kind.HOW_MANY
    return Kind.HOW_MUCH if second == "much" or second in lists["measured"] else Kind.OTHER


def _what(tree: Tree, asked: Sequence[Token], language: str) -> Kind:
    """Return the kind of "what" or "which" by the noun behind it: "which country", "in what year"."""
    lists = lists_of(language)
    noun = tree.head(asked[0]) if asked[0].dep == "det" else asked[1] if asked[1:] else asked[0]
    if noun.pos == "AUX":  # "what is the death toll"
        noun = next((t for t in asked[2:] if t.dep in {"nsubj", "nsubjpass", "attr"} and t.pos == "NOUN"), noun)
    kinds = {
        "times_asked": Kind.WHEN, "counts": Kind.HOW_MANY, "amounts_asked": Kind.HOW_MUCH, "named": Kind.NAME,
    }  # fmt: skip
    said = {noun.lemma, singular(noun.text)}
    return next((kind for name, kind in kinds.items() if said & lists[name]), Kind.OTHER)


def wants_one(tree: Tree, kind: Kind, language: str) -> bool:
    """Return whether a question has one answer: who, when, where, which, how many; not what was said, why or how."""
    lists = lists_of(language)
    said = [t.text.lower() for t in asked_of(tree, language)[:4]] + [""] * 4
    if kind in OF_ONE:
        return True
    if kind is Kind.YES_OR_NO:
        return False
    what = said[0] == "what"
    return said[0] == "which" or (
        what and (said[1] in lists["single"] or (said[1:3] == ["is", "the"] and said[3] in lists["single_of"]))
    )


def is_unit(token: Token, language: str) -> bool:
    """Return whether a token is a unit of time: "days"."""
    return bool({token.lemma, singular(token.text)} & lists_of(language)["units"])


def singular(word: str) -> str:
    """Return a word in lower case without the ending of many: country for countries."""
    word = word.lower()
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")

"""Tells whether a text gives the kind of thing that a question asks for. Knows no model.

What the question says itself does not count: "on 26 March" is no answer to how many came on 26 March. Where a parse is
unsure, word lists and the form of a word are enough; where there is none, any new word is.
"""

from __future__ import annotations

from collections.abc import Callable

from briefer.answering.amounts import gives_amount
from briefer.answering.kinds import Kind
from briefer.answering.question import Question
from briefer.answering.times import gives_duration, gives_time
from briefer.answering.told import TIMES, Told, named
from briefer.language.analysis import Analysis
from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.tokens import stem, tells

COUNTED = frozenset({*TIMES, "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})  # labels of what is no thing
SUBJECTS = frozenset({"nsubj", "csubj", "ROOT"})  # a root that is a noun has lost its verb
OBJECTS = frozenset({"nsubjpass", "dobj", "pobj", "attr", "appos"})


def gives(text: Analysis, question: Question, *, within: tuple[int, int] | None = None) -> bool:
    """Return whether a text has the kind of thing that a question asks for, or some of it between two offsets.

    A duration for how long, a number for how many, a point in time for when, a name or people for who, a place for
    where, a reason for why, a name for which country; else at least a word.
    """
    start, end = within or (0, len(text.text))
    return any(
        sentence_gives(tree, question, start - base, end - base)
        for base, tree in zip(text.starts, text.trees, strict=True)
    )


def sentence_gives(tree: Tree, question: Question, start: int = 0, end: int | None = None) -> bool:
    """Return whether a sentence, or some of it, has what a question asks for."""
    told = {t.text.lower() for t in question.tree.tokens} - {"when"}  # "when it is full" tells when it is emptied
    end = len(tree.text) if end is None else end
    new = tuple(t for t in tree.tokens if start <= t.start and t.end <= end and t.text.lower() not in told)
    held = Told(tree, new, question)
    return bool(new) and (GIVING.get(question.kind, _word) if held.parsed else _word)(held)


def _word(told: Told) -> bool:
    """Return whether there is a new word but for who says so, and that they do."""
    saying = {one.at for one in attributions(told.tree, told.question.language)}
    return any(t.text[0].isalnum() and tells(t.text) and t.start not in saying for t in told.new)


def _who(told: Told) -> bool:
    asks = told.question.asked[0].dep if told.question.asked else ""
    roles = SUBJECTS if asks in SUBJECTS else SUBJECTS | OBJECTS
    lists = words(told.question.language, "reporting")
    people = lists["titles"] | lists["bodies"]
    return _name(told) or any(
        t.pos in {"NOUN", "NUM", "ADJ"}
        and (told.listed(t, "people") or t.lemma in people or _role(told.tree, t) in roles)
        and t.entity not in TIMES
        for t in told.new
    )


def _role(tree: Tree, token: Token) -> str:
    """Return what a noun is to its verb, as the first of those it is joined to; behind "by" and "to" who does it."""
    token = _joined_to(tree, token)
    above = tree.head(token)
    return "nsubj" if above.dep == "agent" or (token.dep == "pobj" and above.lemma in {"to", "for"}) else token.dep


def _joined_to(tree: Tree, token: Token) -> Token:
    """Return the first of the nouns that one is joined to: "castles" of "castles and towns"; else itself."""
    while token.dep == "conj" and token.head != token.index:
        token = tree.head(token)
    return token


def _name(told: Told) -> bool:
    return bool(named(told, told.new))


def _where(told: Told) -> bool:
    return _name(told) or any(
        told.listed(t, "here", "places") or _placed(told, t, "place") or _holds(told, t) for t in told.new
    )


def _holds(told: Told, token: Token) -> bool:
    """Return whether a noun is what something is in: "the cellar holds the maps"."""
    return token.dep in SUBJECTS and token.pos == "NOUN" and told.listed(told.tree.head(token), "holding")


def _placed(told: Told, token: Token, prepositions: str) -> bool:
    """Return whether a noun stands behind one of some prepositions and is no time or number: "in the old castle"."""
    first = _joined_to(told.tree, token)
    noun = token.pos in {"NOUN", "PROPN"} and first.dep == "pobj"
    time = token.entity in COUNTED or told.unit(token) or told.listed(token, "times")
    return noun and not time and told.listed(told.tree.head(first), prepositions)


def _why(told: Told) -> bool:
    """Return whether there is a word for a reason, an aim, or something else that happens than what is asked about."""
    known = {stem(t.lemma) for t in told.question.tree.tokens}
    saying = {one.at for one in attributions(told.tree, told.question.language)}
    return any(
        told.listed(t, "reasons") or _placed(told, t, "reason") or _is_so(told.tree, t)
        or (t.pos == "VERB" and stem(t.lemma) not in known and t.start not in saying)
        for t in told.new
    )  # fmt: skip


def _is_so(tree: Tree, token: Token) -> bool:
    """Return whether a token is what something is said to be: "it was not ready"."""
    return token.dep in {"acomp", "attr"} and tree.head(token).pos == "AUX"


GIVING: dict[Kind, Callable[[Told], bool]] = {
    Kind.WHEN: gives_time, Kind.HOW_LONG: gives_duration, Kind.HOW_MANY: gives_amount, Kind.HOW_MUCH: gives_amount,
    Kind.WHO: _who, Kind.WHERE: _where, Kind.WHY: _why, Kind.NAME: _name,
}  # fmt: skip

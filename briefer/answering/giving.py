"""Tells whether a text gives the kind of thing that a question asks for. Knows no model.

What the question says itself does not count: "on 26 March" is no answer to how many came on 26 March. Where a parse is
unsure, word lists and the form of a word are enough; where there is none, any new word is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from briefer.answering.kinds import Kind, is_unit, lists_of, singular
from briefer.answering.question import Question
from briefer.language.analysis import Analysis
from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.words import stem, tells

RELIABLE = frozenset({"PERSON", "GPE", "NORP"})  # labels of a parser that alone tell a name
TIMES = frozenset({"DATE", "TIME"})
COUNTED = frozenset({*TIMES, "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"})  # labels of what is no thing
SUBJECTS = frozenset({"nsubj", "csubj", "ROOT"})  # a root that is a noun has lost its verb
OBJECTS = frozenset({"nsubjpass", "dobj", "pobj", "attr", "appos"})
HYPHENS = "-‑–"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, or some of it, as it is held against a question: its tree and the tokens that are new."""

    tree: Tree
    new: tuple[Token, ...]
    question: Question

    @property
    def parsed(self) -> bool:
        """Return whether a parser told more than where its words are."""
        return any(t.tag for t in self.tree.tokens)

    def listed(self, token: Token, *names: str) -> bool:
        """Return whether a token is in one of some word lists, as it stands or in its dictionary form."""
        lists = lists_of(self.question.language)
        return any(token.text.lower() in lists[name] or token.lemma in lists[name] for name in names)

    def before(self, token: Token, count: int) -> list[Token]:
        """Return up to so many tokens before one, the nearest first, without hyphens."""
        found = [t for t in reversed(self.tree.tokens[: token.index]) if t.text not in HYPHENS]
        return found[:count]

    def after(self, token: Token) -> Token | None:
        """Return the token behind one, hyphens left out."""
        return next((t for t in self.tree.tokens[token.index + 1 :] if t.text not in HYPHENS), None)

    def entity(self, token: Token) -> list[Token]:
        """Return the tokens of the name or number that a token is part of."""
        first = last = token.index
        tokens = self.tree.tokens
        while first and not tokens[first].begins and tokens[first - 1].entity == token.entity:
            first -= 1
        while last + 1 < len(tokens) and not tokens[last + 1].begins and tokens[last + 1].entity == token.entity:
            last += 1
        return list(tokens[first : last + 1])

    def number(self, token: Token | None) -> bool:
        """Return whether a token is a number, in digits or a word."""
        return token is not None and (token.pos == "NUM" or token.text[0].isdigit())

    def calendar(self, token: Token) -> bool:
        """Return whether a token is a month or a day of the week, which are written with a capital."""
        name = singular(token.text.rstrip("."))
        lists = lists_of(self.question.language)
        return token.text[0].isupper() and (
            token.text.lower().rstrip(".") in lists["months"] or name in lists["days"] or name in lists["months"]
        )


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


def named(told: Told, tokens: Collection[Token]) -> list[Token]:
    """Return which of some tokens are part of a name, but for months and days."""
    return [
        t
        for t in tokens
        if t.text[0].isupper() and not told.calendar(t) and t.entity not in TIMES
        and (t.entity in RELIABLE or t.pos == "PROPN" or (t.index and tells(t.text) and not _opens(told.tree, t)))
    ]  # fmt: skip


def named_words(tree: Tree, question: Question) -> set[str]:
    """Return the words of a sentence's names, in lower case, but for months and days."""
    return {t.text.lower() for t in named(Told(tree, tree.tokens, question), tree.tokens)}


def _opens(tree: Tree, token: Token) -> bool:
    """Return whether a token stands first in a quotation or behind a colon, where English may write a capital."""
    return tree.tokens[token.index - 1].pos == "PUNCT" and tree.tokens[token.index - 1].text not in ",-–"


def _word(told: Told) -> bool:
    """Return whether there is a new word but for who says so, and that they do."""
    saying = {one.at for one in attributions(told.tree, told.question.language)}
    return any(t.text[0].isalnum() and tells(t.text) and t.start not in saying for t in told.new)


# When, and how long


def _when(told: Told) -> bool:
    return any(
        told.listed(t, "times") or told.calendar(t) or _dated(told, t) or _that_time(told, t)
        or (t.entity in TIMES and any(_tells_which(told, other) for other in told.entity(t)))
        for t in told.new
    )  # fmt: skip


def _tells_which(told: Told, token: Token) -> bool:
    """Return whether a token of a time tells which it is: not "twelve years", which is how long."""
    amount = told.number(token) or is_unit(token, told.question.language) or token.pos in {"PUNCT", "ADP", "DET"}
    return not amount and not told.listed(token, "no_time")


def _dated(told: Told, token: Token) -> bool:
    """Return whether a token is a number that tells a time by its form or what is before it: 1912, 3rd, 10:30, at 9."""
    text, behind = token.text, told.after(token)
    if not text[0].isdigit():
        return False
    year = len(text) > 3 and text[:4].isdigit() and (text[0] == "1" or text[:2] == "20")
    before = told.before(token, 1)
    half = bool(behind) and behind.text.lower().replace(".", "") in {"am", "pm"}  # type: ignore[union-attr]
    return (
        (year and len(text) < 6) or text[-2:] in {"st", "nd", "rd", "th"} or half or text[-2:] in {"am", "pm"}
        or any(a.isdigit() and b in ":/-" and c.isdigit() for a, b, c in zip(text, text[1:], text[2:], strict=False))
        or any(told.listed(t, "at_time") for t in before)
    )  # fmt: skip


def _that_time(told: Told, token: Token) -> bool:
    """Return whether a token is a unit of time that tells which: "that week", "two days into", "every day"."""
    if not is_unit(token, told.question.language):
        return False
    behind = told.after(token)
    return any(told.listed(t, "which_time") for t in told.before(token, 2)) or (
        behind is not None and behind.text.lower() == "into"
    )


def _how_long(told: Told) -> bool:
    has = any(t.lemma == "have" or t.text.lower() in {"has", "have", "had"} for t in told.question.asked)
    lists = ("spans", "distances", *(["since"] if has else []))  # how long something has been so, a "since" tells
    return any(told.listed(t, *lists) or _lasts(told, t) for t in told.new)


def _lasts(told: Told, token: Token) -> bool:
    """Return whether a token is part of a duration or length: "four-day", "for weeks", "400 m", "from 1939 to 1945"."""
    if is_unit(token, told.question.language):
        behind = told.after(token)
        amount = any(told.number(t) or told.listed(t, "some") for t in told.before(token, 3))
        return amount or bool(behind and behind.text.lower() == "long")
    if not token.text[0].isdigit():
        return False
    text, (behind, *more) = token.text, [*told.tree.tokens[token.index + 1 : token.index + 3], None]
    other = more[0] if more else None
    joined = any(
        a.isdigit() and b in f":{HYPHENS}" and c.isdigit() for a, b, c in zip(text, text[1:], text[2:], strict=False)
    )
    unit = told.after(token)
    return (
        joined
        or bool(unit and (told.listed(unit, "lengths") or is_unit(unit, told.question.language)))
        or bool(behind and told.listed(behind, "through") and told.number(other))
    )


# How many, and how much


def _how_many(told: Told) -> bool:
    return any(t.entity != "ORDINAL" and (told.listed(t, "amounts") or _counts(told, t)) for t in told.new)


def _counts(told: Told, token: Token) -> bool:
    """Return whether a token is a number that is no date, nor, to how many, a measure; not "in 2005", "60-day"."""
    if not (told.number(token) or any(c.isdigit() for c in token.text)) or _of_date(told, token):
        return False
    if told.question.kind is not Kind.HOW_MANY:
        return True
    behind, before = told.after(token), told.before(token, 1)
    ordinal = token.text[-2:] in {"st", "nd", "rd", "th"}
    money = token.entity == "MONEY" or any(t.text in "$€£¥" for t in before) or token.text[0] in "$€£¥"
    return not ordinal and not money and not (behind and is_unit(behind, told.question.language))


def _of_date(told: Told, token: Token) -> bool:
    """Return whether a number is part of a date: beside a month, or a year that counts nothing."""
    before, behind = told.before(token, 3), told.after(token)
    digits = token.text.rstrip("sthndr")
    beside = [t for t in (*before[:1], behind) if t and told.calendar(t)]
    if (beside and digits.isdigit() and len(digits) <= 4) or token.text.count("-") == 2:
        return True
    if not (digits.isdigit() and len(digits) == 4 and digits[0] in "12"):
        return False
    after_day = any(told.calendar(t) for t in before) and all(
        told.calendar(t) or told.number(t) or t.text == "," for t in before[:2]
    )
    alone = token.dep != "nummod" and bool(before) and before[0].lemma in {"in", "since", "of", "until", "by", "from"}
    return after_day or alone or (token.dep == "nummod" and is_unit(told.tree.head(token), told.question.language))


# Who, where, why, and names


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
    while token.dep == "conj":
        token = tree.head(token)
    above = tree.head(token)
    return "nsubj" if above.dep == "agent" or (token.dep == "pobj" and above.lemma in {"to", "for"}) else token.dep


def _name(told: Told) -> bool:
    return bool(named(told, told.new))


def _where(told: Told) -> bool:
    return _name(told) or any(told.listed(t, "here", "places") or _placed(told, t, "place") for t in told.new)


def _placed(told: Told, token: Token, prepositions: str) -> bool:
    """Return whether a noun stands behind one of some prepositions and is no time or number: "in the old castle"."""
    above = told.tree.head(token)
    noun = token.pos in {"NOUN", "PROPN"} and token.dep in {"pobj", "conj"}
    thing = (
        token.entity not in COUNTED and not is_unit(token, told.question.language) and not told.listed(token, "times")
    )
    while token.dep == "conj" and above.dep in {"conj", "pobj"}:
        token, above = above, told.tree.head(above)
    return noun and thing and told.listed(above, prepositions)


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
    Kind.WHEN: _when, Kind.HOW_LONG: _how_long, Kind.HOW_MANY: _how_many, Kind.HOW_MUCH: _how_many, Kind.WHO: _who,
    Kind.WHERE: _where, Kind.WHY: _why, Kind.NAME: _name,
}  # fmt: skip

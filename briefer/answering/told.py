"""A sentence as it is held against a question: what of it is new, and what its tokens are. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from briefer.answering.kinds import is_unit, lists_of, singular
from briefer.answering.question import Question
from briefer.language.parser import Token, Tree
from briefer.language.tokens import tells

RELIABLE = frozenset({"PERSON", "GPE", "NORP"})  # labels of a parser that alone tell a name
TIMES = frozenset({"DATE", "TIME"})
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

    def unit(self, token: Token | None) -> bool:
        """Return whether a token is a unit of time: "days"."""
        return token is not None and is_unit(token, self.question.language)

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

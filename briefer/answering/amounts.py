"""Tells whether a sentence gives a number to how many, or any amount to how much. Knows no other kinds."""

from __future__ import annotations

from briefer.answering.kinds import Kind
from briefer.answering.told import Told
from briefer.language.parser import Token

SIGNS = "$€£¥"


def gives_amount(told: Told) -> bool:
    """Return whether there is a number or a word for an amount that is no date, nor, to how many, a measure."""
    return any(t.entity != "ORDINAL" and (told.listed(t, "amounts") or _counts(told, t)) for t in told.new)


def _counts(told: Told, token: Token) -> bool:
    """Return whether a token is a number that is no date, nor, to how many, a measure; not "in 2005", "60-day"."""
    if not (told.number(token) or any(c.isdigit() for c in token.text)) or _of_date(told, token):
        return False
    if told.question.kind is not Kind.HOW_MANY:
        return True
    behind, before = told.after(token), told.before(token, 1)
    ordinal = token.text[-2:] in {"st", "nd", "rd", "th"}
    money = token.entity == "MONEY" or any(t.text in SIGNS for t in before) or token.text[0] in SIGNS
    return not ordinal and not money and not told.unit(behind)


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
    alone = token.dep != "nummod" and bool(before) and told.listed(before[0], "before_year")
    return after_day or alone or (token.dep == "nummod" and told.unit(told.tree.head(token)))

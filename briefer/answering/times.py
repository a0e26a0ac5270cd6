"""Tells whether a sentence gives a time to when, or a duration or length to how long. Knows no other kinds."""

from __future__ import annotations

from briefer.answering.told import HYPHENS, TIMES, Told
from briefer.language.parser import Token


def gives_time(told: Told) -> bool:
    """Return whether there is a point in time: a date, "after the storm"; not "twelve years", which is how long."""
    return any(
        told.listed(t, "times") or told.calendar(t) or _dated(told, t) or _that_time(told, t)
        or (t.entity in TIMES and any(_tells_which(told, other) for other in told.entity(t)))
        for t in told.new
    )  # fmt: skip


def _tells_which(told: Told, token: Token) -> bool:
    """Return whether a token of a time tells which it is: not "twelve years", which is how long."""
    amount = told.number(token) or told.unit(token) or token.pos in {"PUNCT", "ADP", "DET"}
    return not amount and not told.listed(token, "no_time")


def _dated(told: Told, token: Token) -> bool:
    """Return whether a token is a number that tells a time by its form or what is before it: 1912, 3rd, 10:30, at 9."""
    text, behind = token.text.lower(), told.after(token)
    if not text[0].isdigit():
        return False
    year = 3 < len(text) < 6 and text[:4].isdigit() and (text[0] == "1" or text[:2] == "20")
    half = text[-2:] in {"am", "pm"} or (behind is not None and told.listed(behind, "halves"))
    ordinal = text[-2:] in {"st", "nd", "rd", "th"}
    return (
        year or ordinal or half or _joined(text, ":/-") or any(told.listed(t, "at_time") for t in told.before(token, 1))
    )


def _joined(text: str, marks: str) -> bool:
    """Return whether one of some marks stands between two digits: 10:30, 1939–1945."""
    return any(a.isdigit() and b in marks and c.isdigit() for a, b, c in zip(text, text[1:], text[2:], strict=False))


def _that_time(told: Told, token: Token) -> bool:
    """Return whether a token is a unit of time that tells which: "that week", "two days into", "every day"."""
    if not told.unit(token):
        return False
    behind = told.after(token)
    return any(told.listed(t, "which_time") for t in told.before(token, 2)) or (
        behind is not None and behind.text.lower() == "into"
    )


def gives_duration(told: Told) -> bool:
    """Return whether there is a duration or a length: "for weeks", "400 m"; "since" where something has been so."""
    has = any(told.listed(t, "has") for t in told.question.asked)
    lists = ("spans", "distances", *(["since"] if has else []))
    return any(told.listed(t, *lists) or _lasts(told, t) for t in told.new)


def _lasts(told: Told, token: Token) -> bool:
    """Return whether a token is part of a duration or length: "four-day", "for weeks", "400 m", "from 1939 to 1945"."""
    if told.unit(token):
        behind = told.after(token)
        amount = any(told.number(t) or told.listed(t, "some") for t in told.before(token, 3))
        return amount or bool(behind and behind.text.lower() == "long")
    if not token.text[0].isdigit():
        return False
    unit = told.after(token)
    measured = told.unit(unit) or (unit is not None and told.listed(unit, "lengths"))
    return _joined(token.text, f":{HYPHENS}") or measured or _until(told, token)


def _until(told: Told, token: Token) -> bool:
    """Return whether another number stands behind one as its end: "1939 to 1945"."""
    behind, other = [*told.tree.tokens[token.index + 1 : token.index + 3], None, None][:2]
    return behind is not None and told.listed(behind, "through") and told.number(other)

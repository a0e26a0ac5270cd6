"""Answers which of two is more: a number of each is asked for, and code compares them. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefer.answering.context import Candidate
from briefer.answering.kinds import Kind, lists_of
from briefer.answering.question import Question
from briefer.language.lists import table
from briefer.language.parser import Token
from briefer.language.quantities import numbers
from briefer.language.tokens import capitalised


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, the questions for the number of each, and whether the most of it is wanted.

    sides are as the question names them, none where it names none: then one question is asked of all.
    """

    sides: tuple[str, ...]
    questions: tuple[str, ...]
    most: bool


def comparison_of(question: Question) -> Comparison | None:
    """Return what a question compares, None for one that compares nothing: "Who got more votes, Chu or Law?"."""
    tokens = question.tree.tokens
    compares = next((t for t in tokens if _compares(t, question.language)), None)
    if compares is None:
        return None
    measures, lists = table(question.language, "measures"), lists_of(question.language)
    word = compares.text.lower()
    behind = tokens[compares.index + 1] if compares.index + 1 < len(tokens) else None
    counts = behind is not None and behind.pos in {"NOUN", "PROPN"}
    known = measures["asked"].get(compares.lemma.lower()) or measures["asked"].get(word)
    what = f"How many {behind.text}" if counts and word in lists["counted"] and behind else known
    if what is None and counts and behind:
        what = f"What is the {behind.text}"
    if what is None:
        return None
    most = word not in lists["least"]
    sides = _sides(question)
    if sides:
        between = question.text[behind.end : question.text.index(sides[0])].strip(" ,") if counts and behind else ""
        asks = f"{what} {between}".rstrip() if between or not counts else f"{what} for"
        return Comparison(sides, tuple(f"{asks} {side if between else _plainly(side)}?" for side in sides), most)
    if question.kind is Kind.NAME and behind:
        rest = question.text[behind.end :].strip(" ?")
        return Comparison((), (f"{f'{what} {rest}'.strip()}?",), most)
    return None


def compared(asked: Comparison, kept: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Return the candidates of each side with the one that has the most, or the least, first; each with its side.

    In the order in which they were asked for where a number is missing.
    """
    rows = [(side, own[0]) for side, own in zip(asked.sides, kept, strict=True) if own] if asked.sides else [
        ("", one) for one in (kept[0] if kept else ())
    ]  # fmt: skip
    values = [_value(one) for _, one in rows]
    if all(value is not None for value in values):
        order = sorted(range(len(rows)), key=lambda n: values[n] or 0.0, reverse=asked.most)
        rows = [rows[n] for n in order]
    told = []
    for side, one in rows:
        short = f"{capitalised(_plainly(side))}: {one.words}" if side and one.words else one.claim.short
        claim = one.claim.model_copy(update={"short": short, "when": "", "superseded": False})
        told.append(replace(one, claim=claim))
    return told


def _compares(token: Token, language: str) -> bool:
    listed = table(language, "measures")["asked"]
    comparative = token.tag in {"JJR", "RBR", "JJS", "RBS"}
    return comparative and (token.lemma.lower() in listed or token.text.lower() in listed or _more(token, language))


def _more(token: Token, language: str) -> bool:
    lists = lists_of(language)
    return token.text.lower() in lists["counted"] | lists["least"] | lists["greatest"]


def _sides(question: Question) -> tuple[str, ...]:
    """Return the two that "or" joins, as they are named."""
    tree = question.tree
    joint = next((t for t in tree.tokens if t.text.lower() == "or"), None)
    if joint is None or joint.index in {0, len(tree.tokens) - 1}:
        return ()
    end = len(question.text.rstrip(" ?"))
    second = question.text[joint.end : end].strip(" ,")
    prepositions = lists_of(question.language)["prepositions"]
    start, opens = 0, tree.tokens[joint.index + 1].text.lower()  # "in 1991 or in 2006"
    for token in tree.tokens[: joint.index]:
        if token.text in ",:–—" or token.pos in {"VERB", "AUX"}:
            start = token.end
        elif token.text.lower() in prepositions and token.text.lower() == opens:
            start = token.start
    first = question.text[start : joint.start].strip(" ,")
    if "that of" in second:  # "the stampede of 1991 or that of 2006"
        second = second.replace("that of", f"{first.partition(' of ')[0]} of", 1)
    return (first, second) if first and second else ()


def _plainly(side: str) -> str:
    first, _, rest = side.partition(" ")
    return rest if rest and first.lower() in {"in", "on", "at", "by", "of"} else side


def _value(one: Candidate) -> float | None:
    found = [float(n) for n in numbers(one.words) if n.replace(".", "", 1).isdigit()]
    return found[-1] if found else None

"""Tells who says some words of a text: where a quotation goes on over sentences, who "she" is. Knows no articles."""

from __future__ import annotations

from dataclasses import replace

from briefer.language.analysis import Analysis
from briefer.language.attribution import Attribution, attributions
from briefer.language.lists import words
from briefer.language.mentions import SUBJECT, Mention, mention

LOOK_BACK = 3  # sentences before a pronoun in which whom it stands for may be named
LONGEST_SPEECH = 20  # sentences of a quotation, before which whoever speaks is named


def who_says(analysis: Analysis, start: int, end: int) -> Attribution | None:
    """Return who says the words of a text between two offsets, else None.

    Of a report within a report the inner one. Words within a quotation are said by who is named outside it: in the same
    sentence, where the quotation goes on, or by who went on speaking. A pronoun gives way to the name it stands for
    where that is the subject of the sentence before.
    """
    number = analysis.at(start)
    quotation = analysis.quotation(start)
    found, where = _innermost(analysis, number, start, end, quotation), number
    if not found and quotation:
        found, where = _around(analysis, number, quotation)
    found = found or _signed(analysis, number)
    return _resolved(analysis, found, where) if found else None


def _innermost(
    analysis: Analysis, number: int, start: int, end: int, quotation: tuple[int, int] | None
) -> Attribution | None:
    tree, base = analysis.trees[number], analysis.starts[number]
    wanted = {t.index for t in tree.tokens if start - base <= t.start < end - base and t.pos != "PUNCT"}
    found = [
        one
        for one in attributions(tree, analysis.language)
        if wanted and len(one.covers & wanted) >= 0.6 * len(wanted) and not _within(quotation, base + one.at)
    ]
    whole = [one for one in found if len(one.covers & wanted) >= 0.9 * len(wanted)]
    return min(whole or found, key=lambda one: len(one.covers), default=None)


def _within(quotation: tuple[int, int] | None, offset: int) -> bool:
    return bool(quotation and quotation[0] <= offset < quotation[1])


def _around(analysis: Analysis, number: int, quotation: tuple[int, int]) -> tuple[Attribution | None, int]:
    """Return who speaks a quotation that its own sentence does not tell of, and the sentence that tells it.

    One that the quotation goes on in; the next, if it begins with more of it; one before, which told who spoke.
    """
    first, last = analysis.at(quotation[0]), analysis.at(max(quotation[0], quotation[1] - 1))
    within = quotation[0] - analysis.starts[first]
    if within > 0 and analysis.trees[first].text[:within].rstrip().endswith(":"):
        return _introduces(analysis, first), first
    for other in [*range(first, last + 1), last + 1]:
        told = _outside(analysis, other) if other != number and other < len(analysis.trees) else None
        if told and (other <= last or analysis.quotation(analysis.starts[other])):
            return told, other
    for other in range(first - 1, max(first - 1 - LONGEST_SPEECH, -1), -1):
        told = _outside(analysis, other) or _introduces(analysis, other)
        if told or not analysis.quotation(analysis.starts[other]):
            return told, other
    return None, number


def _outside(analysis: Analysis, number: int) -> Attribution | None:
    """Return the last attribution of a sentence whose verb stands outside quotation marks."""
    base = analysis.starts[number]
    found = [
        one
        for one in attributions(analysis.trees[number], analysis.language)
        if not analysis.quotation(base + one.at) and one.verb.split()[0].lower() != "according"
    ]
    return found[0] if found else None


def _introduces(analysis: Analysis, number: int) -> Attribution | None:
    """Return the subject of a sentence that announces a quotation: "Lenn denied it:", "Lenn issued a statement."."""
    tree = analysis.trees[number]
    spoken = words(analysis.language, "reporting")["utterances"]
    announced = tree.text.rstrip().endswith((":", ",")) or any(
        tree.text[:a].rstrip().endswith(":") for a, _ in tree.quotes
    )
    if not announced and not any(t.lemma in spoken and t.pos == "NOUN" for t in tree.tokens):
        return None
    root = tree.root
    subject = root and tree.child(root, *SUBJECT)
    if not root or not subject:
        return None
    return Attribution((mention(tree, subject, analysis.language),), root.text, root.start, frozenset())


def _signed(analysis: Analysis, number: int) -> Attribution | None:
    """Return whose name stands alone at the end of a paragraph, as under a block of somebody's words."""
    last = number
    while last + 1 < len(analysis.trees):
        end = analysis.starts[last] + len(analysis.trees[last].text)
        if "\n" in analysis.text[end : analysis.starts[last + 1]]:
            break
        last += 1
    tree = analysis.trees[last]
    names = [t for t in tree.tokens if t.pos != "PUNCT"]
    if last == number or not 2 <= len(names) <= 4 or any(t.pos != "PROPN" for t in names):
        return None
    named = Mention(tree.said(names[0], names[-1]), names[0].start, names[-1].end, named=True)
    return Attribution((named,), "", 0, frozenset())


def _resolved(analysis: Analysis, found: Attribution, number: int) -> Attribution:
    """Return an attribution with whole names for short ones, and names for pronouns where it is sure whose they are."""
    if all(one.pronoun and one.text.lower() == "they" for one in found.speakers):
        return replace(found, speakers=_several(analysis, number) or found.speakers)
    return replace(found, speakers=tuple(_whole(analysis, one, number) for one in found.speakers))


def _several(analysis: Analysis, number: int) -> tuple[Mention, ...]:
    """Return who "they" are: the names that are the subject of the sentence before, if there are several."""
    tree = analysis.trees[number - 1] if number else None
    root = tree.root if tree else None
    subject = tree.child(root, *SUBJECT) if tree and root else None
    other = tree.child(subject, "conj") if tree and subject else None
    if not tree or not subject or not other or {subject.pos, other.pos} != {"PROPN"}:
        return ()
    return tuple(mention(tree, one, analysis.language) for one in (subject, other))


def _whole(analysis: Analysis, one: Mention, number: int) -> Mention:
    if one.pronoun and one.text.lower() in {"he", "she", "it"}:
        return antecedent(analysis, number) or one
    if not one.named or " " in one.text:
        return one
    for tree in analysis.trees[: number + 1]:
        for token in tree.tokens:
            if token.text == one.text and token.pos == "PROPN":
                longer = mention(tree, token, analysis.language)
                if longer.text.endswith(f" {one.text}"):
                    return replace(one, text=longer.text, role=one.role or longer.role)
    return one


def antecedent(analysis: Analysis, number: int) -> Mention | None:
    """Return who "she" is: the subject of the sentence before, if that is a name; of the one before where it is she."""
    for before in range(number - 1, max(number - 1 - LOOK_BACK, -1), -1):
        tree = analysis.trees[before]
        told = attributions(tree, analysis.language)
        root = tree.root
        subject = root and tree.child(root, *SUBJECT, "nsubjpass")
        subjects = [subject, *(t for t in tree.below(subject) if t.dep == "conj")] if subject else []
        who = [m for one in told for m in one.speakers] + [mention(tree, t, analysis.language) for t in subjects]
        named = {m.text for m in who if m.named}
        if len(named) == 1:
            return _whole(analysis, next(m for m in who if m.named), before)
        if named or not (any(m.pronoun for m in who) or analysis.quotation(analysis.starts[before])):
            return None
    return None


def unspoken(analysis: Analysis, number: int) -> bool:
    """Return whether a sentence is a quotation, or part of one, and does not tell who speaks."""
    tree, start = analysis.trees[number], analysis.starts[number]
    end = start + len(tree.text)
    within = any(a < start < b or a < end < b for a, b in analysis.quotes)
    whole = all(tree.quote(t) for t in tree.tokens if t.pos not in {"PUNCT", "CCONJ"})
    return (within or (whole and bool(tree.quotes))) and _outside(analysis, number) is None


def teller(analysis: Analysis, number: int) -> int | None:
    """Return which other sentence of a text tells who says a sentence that is part of a quotation, else None."""
    start = analysis.starts[number]
    quotation = analysis.quotation(start) or analysis.quotation(start + len(analysis.trees[number].text) - 1)
    if quotation is None:
        return None
    found, where = _around(analysis, number, quotation)
    return where if found else None

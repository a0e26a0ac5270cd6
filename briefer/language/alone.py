"""Has a sentence understood alone: names in place of pronouns, days behind "yesterday", both in brackets.

What is put in stands in square brackets, so that a reader sees that the source does not say it there. Where it is not
sure whom a word stands for, nothing is put in. Knows no page and no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from briefer.language.analysis import Analysis
from briefer.language.calendar import dates
from briefer.language.discourse import antecedent
from briefer.language.lists import words
from briefer.language.mentions import SUBJECT, mention, name
from briefer.language.parser import Token, Tree
from briefer.language.predicates import VERBS
from briefer.language.tokens import capitalised

THIRD = frozenset({"he", "she", "him", "his", "her", "hers", "it", "its", "they", "them", "their", "theirs"})
SINGULAR_PERSON = frozenset({"he", "she", "him", "his", "her", "hers"})
POSSESSIVE = frozenset({"his", "her", "its", "their"})
BEGINS = 4  # words of a sentence, in which "these" stands for what was named before: "Of these, …"
MONTH = 7  # characters of an ISO date that is a month; of a day there are more


@dataclass(frozen=True, slots=True)
class Put:
    """What is put into a sentence in place of what is between two offsets of it, in brackets."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Alone:
    """What makes a sentence understood alone, in order of its offsets; leaning is a word that nothing was found for."""

    put: tuple[Put, ...]
    leaning: Token | None = None


def alone(
    analysis: Analysis,
    number: int,
    published: str | None,
    *,
    gone: Sequence[tuple[int, int]] = (),
    people: Sequence[str] = (),
) -> Alone:
    """Return what makes a sentence of a text understood alone; gone are the offsets in it that are left out.

    people are the two that the text's article begins with, if it does: "both leaders".
    """
    tree = analysis.trees[number]
    put, leaning = _names(analysis, number, gone)
    put += _both(tree, people, gone)
    put += [] if put else _body(analysis, number, gone)
    days = [
        Put(one.end, one.end, f" [{_written(one.iso, one.text)}]")
        for one in dates(tree, published, language=analysis.language)
        if one.worked_out and one.iso and len(one.iso) >= MONTH and not _within(gone, one.start)
        and not tree.quote_at(one.start)
    ]  # fmt: skip
    return Alone(tuple(sorted([*put, *days], key=lambda p: p.start)), leaning)


def told(text: str, gone: Sequence[tuple[int, int]], put: Sequence[Put]) -> str:
    """Return a sentence without what is left out, with what is put in, its first letter a capital."""
    edits = sorted(
        [(a, b, "") for a, b in gone] + [(p.start, p.end, p.text) for p in put if not _within(gone, p.start)]
    )
    shown, at = [], 0
    for start, end, new in edits:
        shown += [text[at:start], new]
        at = max(at, end)
    whole = "".join(shown) + text[at:]
    return f"[{capitalised(whole[1:])}" if whole.startswith("[") else capitalised(whole)


def pair(analysis: Analysis) -> tuple[str, ...]:
    """Return the two people that a text tells of together, by their whole names, nothing where that is not plain."""
    found = {
        (name(tree, first, analysis.language).text, name(tree, second, analysis.language).text)
        for tree in analysis.trees
        for first in tree.tokens
        if first.entity == "PERSON" and first.pos == "PROPN" and first.dep != "compound"
        for second in [tree.child(first, "conj")]
        if second and second.entity == "PERSON" and not tree.child(second, "conj")
    }
    whole = {names for names in found if all(" " in one for one in names)}
    return next(iter(whole)) if len(whole) == 1 else ()


def _body(analysis: Analysis, number: int, gone: Sequence[tuple[int, int]]) -> list[Put]:
    """Return whose a body is that a sentence begins with: "The ministry" is the harbour ministry, told before."""
    tree = analysis.trees[number]
    left = [t for t in tree.tokens if not _within(gone, t.start)][:2]
    if len(left) < 2 or left[0].text.lower() != "the" or left[1].lemma not in words("en", "statements")["bodies"]:
        return []
    the, noun = left
    if noun.dep not in {*SUBJECT, "nsubjpass"} or list(tree.below(noun)) != [the]:
        return []
    for other in reversed(analysis.trees[:number]):
        for token in other.tokens:
            before = [t for t in other.below(token) if t.dep in {"poss", "compound", "amod"} and t.index < token.index]
            if token.lemma.lower() == noun.lemma and before:
                first = min(i for t in before for i in other.subtree(t))
                told = other.said(other.tokens[first], token)
                whose = any(t.dep == "poss" for t in before)
                return [Put(the.start, noun.end, f"[{told}]" if whose else f"[The {told}]")]
    return []


def _both(tree: Tree, people: Sequence[str], gone: Sequence[tuple[int, int]]) -> list[Put]:
    """Return the names of two behind what stands for both: "both leaders [Ada Lenn and Tom Brandt]"."""
    nouns = words("en", "statements")["two"]
    both = next(
        (
            t
            for t in tree.tokens
            if t.lemma in nouns and t.tag == "NNS" and not tree.quote(t) and not _within(gone, t.start)
            and {d.text.lower() for d in tree.below(t)} & {"both", "two", "the"}
            and not any(d.dep in {"prep", "relcl", "acl"} for d in tree.below(t))
        ),
        None,
    )  # fmt: skip
    named = any(one.split()[-1] in tree.text or one.split()[0] in tree.text for one in people)
    if both is None or len(people) != 2 or named:
        return []
    end = both.end + (1 if tree.text[both.end : both.end + 1] in {"’", "'"} else 0)
    return [Put(end, end, f" [{' and '.join(people)}]")]


def _names(analysis: Analysis, number: int, gone: Sequence[tuple[int, int]]) -> tuple[list[Put], Token | None]:
    """Return the names for the first pronoun that stands for somebody outside the sentence, or that pronoun."""
    people = {t.text for tree in analysis.trees for t in tree.tokens if t.entity == "PERSON"}
    tree = analysis.trees[number]
    left = [t for t in tree.tokens if not _within(gone, t.start) and not tree.quote(t)]
    first = next((t for t in left if _points_back(tree, t, left, people)), None)
    if first is None:
        return [], None
    named = _meant(analysis, number, first)
    if not named:
        return [], first
    said = first.text.lower()
    owner = said in POSSESSIVE and first.tag == "PRP$"
    return [Put(first.start, first.end, f"[{_owner(named) if owner else named}]")], None


def _points_back(tree: Tree, token: Token, left: Sequence[Token], people: AbstractSet[str]) -> bool:
    """Return whether a word stands for something that the sentence does not name before it.

    people are the words that are part of a person's name anywhere in the text: a surname may be taken for a place.
    """
    said = token.text.lower()
    begins = token in left[:BEGINS] or token.dep in {*SUBJECT, "nsubjpass"}
    pointing = words("en", "statements")["pointing"]
    if (said in pointing or (said == "that" and token.tag == "DT")) and token.pos == "PRON" and begins:
        return True
    first = token in left[:BEGINS]
    if _goes_on(tree, token, said, first=first):
        return True
    if token.pos == "DET" and _those(said, first=first, dated=tree.head(token).entity in {"DATE", "TIME"}):
        return True
    if said not in THIRD or token.tag not in {"PRP", "PRP$"}:
        return False
    if said in {"it", "its"} and (token.dep == "expl" or _empty(tree, token)):
        return False
    before = [
        t for t in left if t.index < token.index and t.pos in {"PROPN", "NOUN"} and t.entity not in {"DATE", "TIME"}
    ]
    if said in SINGULAR_PERSON:
        subjects = {*SUBJECT, "nsubjpass"}
        # A pipeline takes many a surname for a place or a company: any name may be the one.
        named = {t.text for t in before if t.pos == "PROPN"}
        return not (named & people or any(t.dep in subjects and t.tag in {"NN", "NNP"} for t in before))
    verb = next((t for t in tree.above(token) if t.pos in VERBS), tree.head(token))
    doer = {i for t in tree.below(verb) if t.dep in {*SUBJECT, "nsubjpass"} for i in tree.subtree(t)}
    return not [t for t in before if t.index not in doer]  # whoever does it does it to others


def _goes_on(tree: Tree, token: Token, said: str, *, first: bool) -> bool:
    """Return whether a word goes on with what was told before: "Two minutes later", "Some flew", "fell there"."""
    lists = words("en", "statements")
    if (
        said in lists["goes_on"]
        and token.dep == "advmod"
        and (first or tree.head(token).head == tree.head(token).index)
    ):
        return True
    if said in lists["others"] and token.index == 0 and token.pos in {"PRON", "DET", "ADJ"}:
        return True
    place = any(t.entity in {"GPE", "LOC", "FAC"} or t.dep == "pobj" for t in tree.tokens[: token.index])
    return said == "there" and token.dep == "advmod" and not place


def _those(said: str, *, first: bool, dated: bool) -> bool:
    """Return whether an article points at what was named before: "in these accords", "That visit"; not "this week"."""
    return said in {"these", "those"} or (said in {"this", "that", "such"} and first and not dated)


def _empty(tree: Tree, token: Token) -> bool:
    """Return whether "it" stands for nothing: "it is clear that", "it rained", "it was not until"."""
    verb = tree.head(token)
    if verb.lemma in words("en", "statements")["weather"]:
        return True
    return verb.lemma in {"be", "seem", "appear"} and bool(tree.child(verb, "ccomp", "advcl", "xcomp", "acomp", "attr"))


def _meant(analysis: Analysis, number: int, token: Token) -> str:
    """Return the name that a pronoun stands for, "" where it is not sure."""
    said = token.text.lower()
    if said in SINGULAR_PERSON:
        found = antecedent(analysis, number)
        return found.text if found and found.named and _person(analysis, found.text) else ""
    # "This" may stand for all that was said, and so may what somebody "welcomed it" for: only a doer is one of before.
    if said not in THIRD or not number or token.dep not in {*SUBJECT, "nsubjpass", "poss"}:
        return ""
    return _subject_before(analysis, number, plural=said not in {"it", "its"})


def _person(analysis: Analysis, name: str) -> bool:
    """Return whether a text has a name as a person's, wherever the pipeline takes its last word for part of one."""
    last = name.rsplit(maxsplit=1)[-1]
    return any(t.text == last and t.entity == "PERSON" for tree in analysis.trees for t in tree.tokens)


def _subject_before(analysis: Analysis, number: int, *, plural: bool) -> str:
    """Return the subject of the sentence before, if it is a noun of that number, with "the" where it is no name."""
    tree = analysis.trees[number - 1]
    root = tree.root
    subject = root and tree.child(root, *SUBJECT, "nsubjpass")
    if not subject or subject.pos not in {"NOUN", "PROPN"} or tree.child(subject, "conj"):
        return ""
    if subject.pos == "PROPN" and not plural and subject.entity not in {"ORG", "GPE", "LOC", "FAC", "NORP"}:
        return ""
    if tree.child(subject, "nummod"):  # "two of them" are two of others, perhaps, than the three
        return ""
    if (subject.tag in {"NNS", "NNPS"}) is not plural or (subject.entity == "PERSON" and not plural):
        return ""
    one = mention(tree, subject, analysis.language)
    return one.text if one.named else f"the {one.text[:1].lower()}{one.text[1:]}"


def _owner(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _within(gone: Sequence[tuple[int, int]], offset: int) -> bool:
    return any(a <= offset < b for a, b in gone)


def _written(iso: str, given: str) -> str:
    """Return a day as a reader writes it, 11 September 2015, or of one that is given with its month only the year."""
    day = date.fromisoformat(iso if len(iso) > MONTH else f"{iso}-01")
    month = f"{day:%B}"
    if len(iso) == MONTH:
        return f"{month} {day.year}"
    return str(day.year) if month[:3] in given and str(day.day) in given else f"{day.day} {month} {day.year}"

"""Tells which dates a sentence gives, those that lean on its article's date ("on Tuesday", "last month") worked out.

Knows one sentence and the day on which its article was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefer.language.days import DAY, YEAR, Given, kinds, published_on
from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.tenses import Lies, content, lies, possible, verb_of

NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "EVENT", "LAW", "PRODUCT"})  # labels of what a day may be a word of

BY_NOUN, ASIDE = 1, 5  # the ranks of a date that hangs on a noun, and of one in a clause that tells of a noun
OF_NOUN = frozenset({"compound", "nmod", "nummod", "amod", "poss"})  # "the June 2009 vote", "Tuesday's vote"
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class When:
    """A date as a sentence gives it, sentence[start:end], and as ISO 8601 where it is one: YYYY, YYYY-MM or YYYY-MM-DD.

    worked_out is whether the ISO form needed the article's date.
    """

    text: str
    iso: str | None
    worked_out: bool = False
    start: int = 0
    end: int = 0


def dates(tree: Tree, published: str | None, *, language: str = "en") -> list[When]:
    """Return the dates that a sentence gives, in order; published is its article's date in ISO 8601, if it has one.

    Without it, and where it is only a month for "yesterday", a date that leans on it has no ISO form. Not dates: when
    something began or ended ("since 2000", "until Friday"), what is every week, ages, counts, laws.
    """
    known = published_on(published)
    found = []
    for match, kind in _matches(tree.text):
        start, end = match.span("said" if "said" in match.re.groupindex else 0)
        works = kinds()[kind][1]
        if works is None or _none(tree, kind, (start, end), language):
            continue
        top = _top(_tokens(tree, (start, end)))
        verb, direct = verb_of(tree, top)
        parts = {name: text for name, text in match.groupdict().items() if text}
        iso = works(Given(parts, _lies(tree, verb, top, language), direct), known)
        found.append(When(tree.text[start:end], iso, iso is not None and "year" not in parts, start, end))
    return sorted(found, key=lambda one: one.start)


def event_date(tree: Tree, published: str | None, *, language: str = "en") -> When | None:
    """Return the date of what a sentence tells: of what is reported, else of its main verb, else None.

    "Brandt said on Tuesday that the quay fell on Monday" is on Monday. A date of a relative clause is meant only
    where the main clause has none, and never a year alone: "the law that was made in 1995".
    """
    found = [(rank, one) for one in dates(tree, published, language=language) if (rank := _rank(tree, one)) is not None]
    return min(found, key=lambda each: (each[0], -len(each[1].iso or ""), each[1].start))[1] if found else None


def planned(tree: Tree, published: str | None = None, *, language: str = "en") -> bool:
    """Return whether a sentence announces something for a day to come: "The quay is to open on Friday".

    Not what would be on a condition, nor what would happen again and again, nor what lies before its article's date.
    """
    date = event_date(tree, published, language=language)
    if date is None or (date.iso and published and date.iso < published[: len(date.iso)]):
        return False
    top, rank = _top(_tokens(tree, (date.start, date.end))), _rank(tree, date)
    verb, _ = verb_of(tree, top)
    if rank == ASIDE and lies(tree, content(tree), language) is not Lies.AHEAD:
        return False
    if rank == BY_NOUN and verb and verb.tag == "VBG":
        return False  # "The cash at the end of the year is helping the firm"
    return _lies(tree, verb, top, language) is Lies.AHEAD and not (verb and possible(tree, verb, language))


def _matches(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield what looks like dates with their kinds, the longer kinds first; none within another."""
    taken: set[int] = set()
    for kind, (pattern, _) in kinds().items():
        for match in pattern.finditer(text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                yield match, kind


def _rank(tree: Tree, one: When) -> int | None:
    """Return how far from what a sentence tells a date stands, 0 for the nearest; None for one of something else."""
    main, top = content(tree), _top(_tokens(tree, (one.start, one.end)))
    verb, direct = verb_of(tree, top)
    if _of_noun(tree, top, main):
        return ASIDE if one.iso is None or (one.worked_out and len(one.iso) == DAY) else None
    if verb is None:
        return BY_NOUN
    way = [top, *tree.above(top)]
    way = way[: way.index(main)] if main in way else way
    spans = words("en", "calendar")["spans"]
    if any(t.lemma in spans for up in way for t in (up, *tree.below(up)) if t.dep in {"prep", "mark"}):
        return None
    if any(t.dep in {"relcl", "acl"} for t in way):
        return None if one.iso and len(one.iso) == YEAR else ASIDE
    if main not in (verb, *tree.above(verb)):  # it is the saying's
        return 4
    if any(t.dep == "advcl" for t in way):
        return 3
    return 2 if verb is not main else 0 if direct else BY_NOUN


def _of_noun(tree: Tree, top: Token, main: Token) -> bool:
    """Return whether a date tells of a noun alone: "the June 2009 vote"; but "Tuesday's vote failed"."""
    noun = tree.head(top)
    before = tree.tokens[top.index - 1] if top.index else None
    if top.dep not in OF_NOUN or (before and before.pos == "ADP"):  # "On 3 May Brandt came" is parsed as her name
        return False
    return noun.dep not in SUBJECTS or tree.head(noun) is not main


def _top(tokens: list[Token]) -> Token:
    """Return of some tokens the first on which the others hang."""
    inside = {t.index for t in tokens}
    return next((t for t in tokens if t.head not in inside or t.head == t.index), tokens[0])


def _lies(tree: Tree, verb: Token | None, date: Token, language: str) -> Lies:
    """Return where a date lies by what it hangs on: its verb, or before that a noun of a plan ("the planned vote")."""
    ahead = words(language, "calendar")["ahead"]
    if tree.head(date).lemma == "for":  # "was announced for 3 May"
        return Lies.AHEAD
    for above in tree.above(date):
        if above is verb:
            break
        if above.lemma in ahead or any(t.text.lower() in ahead for t in tree.below(above)):
            return Lies.AHEAD
    return lies(tree, verb, language) if verb else Lies.UNTOLD


def _none(tree: Tree, kind: str, said: tuple[int, int], language: str) -> bool:
    """Return whether what looks like a date is part of a name, every such day, or a bound ("since Monday")."""
    lists = words(language, "calendar")
    before, after = tree.text[: said[0]].lower(), tree.text[said[1] :]
    tokens = _tokens(tree, said)
    if not tokens or any(t.entity in NAMES for t in tokens if t.text[0].isupper()):
        return True
    last = (re.findall(r"[\w']+", before) or [""])[-1]
    if kind == "weekday":
        follows = re.match(r"\s([A-Z][\w-]+)", after)
        if last in lists["named"] or (follows and follows[1].lower() in lists["papers"]):
            return True
        if last in {"a", "the"} and len(tokens) == 1 and tokens[0].dep in {"compound", "nmod"}:
            return False  # "the Tuesday vote"; but "the next Tuesday" is one that was told of
    if kind in {"weekday", "unit", "month"} and last in lists["unfixed"]:
        return True
    if kind == "near" and tokens[0].text.lower() == "today" and _nowadays(tree, tokens[0], language):
        return True
    if kind == "year" and any(t.dep == "nummod" and t.head > t.index for t in tokens):
        return True  # "in 2000 villages"
    bounds, loose = "|".join(sorted(lists["bounds"])), "|".join(sorted(lists["loose"]))
    return not re.match("['’]s", after) and bool(re.search(rf"\b(?:{bounds})(?:[\s-](?:{loose}))*[\s-]$", before))


def _nowadays(tree: Tree, today: Token, language: str) -> bool:
    """Return whether "today" is no day: "Today 900 people live there"; but "the council today says", "leaves today"."""
    verb, _ = verb_of(tree, today)
    if verb is None or verb.tag not in {"VBZ", "VBP"} or any(t.dep == "case" for t in tree.below(today)):
        return False
    reporting = words(language, "reporting")
    said = verb.lemma in reporting["clause"] | reporting["object"]
    return not said and lies(tree, verb, language) is Lies.UNTOLD


def _tokens(tree: Tree, said: tuple[int, int]) -> list[Token]:
    """Return the tokens of a stretch of the text."""
    return [t for t in tree.tokens if t.start < said[1] and t.end > said[0]]

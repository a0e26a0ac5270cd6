"""Finds figures that changed or on which the sources differ: the same thing counted twice, with other numbers.

What is told on two days changed; what two sources tell of one day differs. Knows no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefer.briefing.candidates import Candidate
from briefer.briefing.weigh import similarity
from briefer.language.parser import Token, Tree
from briefer.language.predicates import VERBS
from briefer.language.quantities import numbers
from briefer.language.tokens import stem

ALIKE = 0.6  # cosine of two sentences that count the same thing; nobody measured it
AGES = frozenset({"year", "month", "week", "day", "hour", "minute", "time", "people's"})


@dataclass(frozen=True, eq=False)
class Counted:
    """A number in a sentence: as it stands there, as digits, and what it counts: a noun and what is told of it."""

    candidate: Candidate
    value: str
    number: str
    about: str
    key: tuple[str, str]

    @property
    def day(self) -> str:
        """Return the day that it is told for: the article's, since an older one tells what was known then."""
        return self.candidate.published or ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Values of one thing, the newest first; changed is whether they are of several days."""

    about: str
    changed: bool
    values: tuple[Counted, ...]


def moved(found: Sequence[Candidate], stories: Sequence[Sequence[str]]) -> list[Moved]:
    """Return what is counted with several numbers by articles of one story, the most told first."""
    story = {path: number for number, paths in enumerate(stories) for path in paths}
    groups: dict[tuple[int, tuple[str, str]], list[Counted]] = {}
    for one in found:
        for counted in _counts(one):
            groups.setdefault((story.get(one.path, -1), counted.key), []).append(counted)
    rows = [row for group in groups.values() if (row := _moved(group))]
    return sorted(rows, key=lambda row: (-len(row.values), row.about))


def _moved(group: Sequence[Counted]) -> Moved | None:
    """Return the values of one thing, one an article, if articles give other ones for it."""
    own: dict[str, Counted] = {}
    for counted in group:  # the weightiest sentence of an article comes first
        own.setdefault(counted.candidate.path, counted)
    rows = sorted(own.values(), key=lambda c: c.day, reverse=True)
    if len({c.number for c in rows}) < 2 or not all(
        similarity(rows[0].candidate, other.candidate) >= ALIKE for other in rows[1:]
    ):
        return None
    kept = [c for n, c in enumerate(rows) if n == 0 or c.number != rows[n - 1].number]
    changed = len({c.day for c in kept}) == len(kept) and all(c.day for c in kept)
    return Moved(kept[0].about, changed, tuple(kept)) if len(kept) > 1 else None


def _counts(one: Candidate) -> Iterator[Counted]:
    """Yield what a sentence counts: "nine people died" counts people of whom it is told that they died."""
    tree = one.tree
    for token in tree.tokens:
        found = numbers(token.text)
        if token.dep != "nummod" or len(found) != 1 or token.entity in {"DATE", "TIME", "ORDINAL"} or tree.quote(token):
            continue
        noun = tree.head(token)
        if noun.pos != "NOUN" or noun.lemma in AGES:
            continue
        verb = _told_of(tree, noun)
        if verb is not None:
            about = f"{noun.text} {verb.text}" if verb.index > noun.index else f"{verb.text} {noun.text}"
            yield Counted(one, token.text, found[0], about, (stem(noun.lemma), stem(verb.lemma)))


def _told_of(tree: Tree, noun: Token) -> Token | None:
    """Return the verb that a noun is subject or object of, or the participle that tells of it: "nine injured"."""
    below = next((t for t in tree.below(noun) if t.dep == "acl" and t.tag == "VBN"), None)
    above = tree.head(noun)
    return below or (above if above.pos in VERBS and above.index != noun.index else None)

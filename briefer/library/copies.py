"""Tells which articles are copies of one another, and which is a later version of which.

By runs of words that they have in common; knows no index and no models. The only importer of datasketch. Different
articles on one event share names and now and then a quotation, and few runs of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from briefer.language.tokens import bare, spaced
from briefer.language.versions import facts
from briefer.schema import Article

if TYPE_CHECKING:
    from datasketch import MinHash

T = TypeVar("T")
RUN = 3  # words of a run
# Of the runs of the shorter of two articles, from which share on one is a copy of the other; and of two articles of one
# paper under one title, one of which says that it was corrected, from which on it is the later version. Measured in
# tests/library/test_copies.py and test_wires.py.
COPY, VERSION = 0.5, 0.3
# Paragraphs that both have may be what a paper puts below all of its articles: where they leave more than OWN of both,
# what they leave has ALIKE of its runs in common, too; and from ALIKE on a paragraph is told in the other one's words.
OWN, ALIKE = 0.2, 0.1
NEAR = 0.25  # Jaccard's index of runs from which on two articles of a folder are held against each other
# Of the names, numbers and dates of paragraphs that differ in some words, up to which share are others where these tell
# the same, of the text that has fewer; and of those of them that have no digit. The bulletins of two days have a form
# in common, and other places and figures in it; a later report has another toll.
OTHER_FACTS, OTHER_NAMES = 0.5, 0.3
PERMUTATIONS, SCHEME = 128, "affine32"
MARKED = re.compile(
    r"\b(?:correct(?:ion|ed|s)|updated?|clarification|amended|berichtigt|korrigiert|korrektur|aktualisiert|corrigé|rectificatif"
    r"|corrección|corregido|actualizado)\b",
    re.IGNORECASE,
)
OF_ITSELF = re.compile(r"\b(?:this|an earlier version of this) (?:article|story|report)\b", re.IGNORECASE)
HEAD = 3  # paragraphs at either end of an article in which it is said that it was corrected


def runs(text: str) -> frozenset[str]:
    """Return the runs of three words of a text, or all of one that has fewer."""
    words = bare(spaced(text))
    return frozenset(" ".join(words[n : n + RUN]) for n in range(max(len(words) - RUN + 1, 1)))


def shared(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share of the runs of the shorter of two texts that the other has too, 0–1."""
    return len(first & second) / min(len(first), len(second))


class Prose:
    """What an article tells, to be held against what another does: its lines, by their bare words."""

    def __init__(self, prose: str) -> None:
        self.lines = {" ".join(bare(spaced(line))): line for line in prose.split("\n")}
        self.runs = runs(prose)

    def differs(self, other: Prose) -> list[str]:
        """Return its lines that another has not."""
        return [line for words, line in self.lines.items() if words not in other.lines]

    def share(self, lines: Sequence[str]) -> float:
        """Return what share of it some of its lines are, 0–1, by their letters."""
        return sum(map(len, lines)) / max(sum(map(len, self.lines.values())), 1)

    def same(self, other: Prose, least: float) -> bool:
        """Return whether two tell the same: so much of the shorter's runs, and hardly other facts in what differs."""
        if shared(self.runs, other.runs) < least:
            return False
        mine, theirs = self.differs(other), other.differs(self)
        apart = min(self.share(mine), other.share(theirs)) > OWN
        if apart and shared(runs("\n".join(mine)), runs("\n".join(theirs))) < ALIKE:
            return False
        return _agree(_facts(_retold(mine, theirs)), _facts(_retold(theirs, mine)))


def _retold(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return those of some lines that are told in the words of others, and no new ones."""
    told = runs("\n".join(others))
    return [line for line in lines if len(runs(line) & told) >= ALIKE * len(runs(line))]


def _facts(lines: Sequence[str]) -> set[str]:
    return set().union(*(_facts_of(line) for line in lines))


@lru_cache(maxsize=4096)  # a line of an article with many copies is held against each
def _facts_of(line: str) -> set[str]:
    return facts(line)


def _agree(first: set[str], second: set[str]) -> bool:
    """Return whether the names, numbers and dates of two texts are the same, for the most part."""
    one, two = ({fact for fact in told if not any(sign.isdigit() for sign in fact)} for told in (first, second))
    fewer = min(len(first), len(second))
    same_names = len(one & two) >= (1 - OTHER_NAMES) * min(len(one), len(two))
    return same_names and fewer - len(first & second) <= max(1, OTHER_FACTS * fewer)  # one may have been corrected


def independent(articles: Sequence[Article]) -> int:
    """Return how many accounts some articles are: copies of one another, however many, are one."""
    told = {number: Prose(article.prose) for number, article in enumerate(articles)}
    return len(_groups(told, _copied(told, combinations(told, 2))))


def _copied(told: Mapping[T, Prose], pairs: Iterable[tuple[T, T]]) -> list[tuple[T, T]]:
    """Return those of some pairs of articles of which one is a copy of the other."""
    return [(a, b) for a, b in pairs if told[a].same(told[b], COPY)]


def signature(text: str) -> bytes:
    """Return what a text is told by among many: the MinHash of its runs, the same for the same runs."""
    from datasketch import MinHash  # loads slowly, and only new texts need it

    made = MinHash(num_perm=PERMUTATIONS, scheme=SCHEME)
    made.update_batch([run.encode() for run in sorted(runs(text))])
    return np.asarray(made.hashvalues, dtype=np.uint64).tobytes()


def clusters(signatures: Mapping[str, bytes], prose: Callable[[str], str]) -> list[list[str]]:
    """Return the articles that are copies of one another, by their paths, each group sorted; none that has no copy.

    prose gives the text of an article; it is asked for those alone whose signatures are near another's.
    """
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=NEAR, num_perm=PERMUTATIONS)
    made = {path: _minhash(data) for path, data in signatures.items()}
    pairs: set[tuple[str, str]] = set()
    for path, own in made.items():
        pairs |= {(min(path, str(other)), max(path, str(other))) for other in index.query(own)}
        index.insert(path, own)
    told = {path: Prose(prose(path)) for path in sorted({path for pair in pairs for path in pair})}
    return [group for group in _groups(sorted(made), _copied(told, sorted(pairs))) if len(group) > 1]


def later(first: Article, second: Article) -> Article | None:
    """Return the later version of one article of the same paper that two are, else None.

    That is the one of the later day; of one day, the one that says that it was corrected.
    """
    if (first.publisher or "").casefold() != (second.publisher or "").casefold():
        return None
    known = first.url is not None and first.url == second.url
    titled = known or _title(first) == _title(second)
    marked = [article for article in (first, second) if is_corrected(article)]
    if not (known or first.publisher or (titled and marked)):
        return None  # two that name no paper may be of two
    one, two = Prose(first.prose), Prose(second.prose)
    if not one.same(two, VERSION if titled and marked else COPY):
        return None
    # Under another headline a later article may have all of a short earlier one, and tell of something else.
    if not titled and len(one.runs & two.runs) < COPY * max(len(one.runs), len(two.runs)):
        return None
    if first.date and second.date and first.date != second.date:
        return first if first.date > second.date else second
    return marked[0] if len(marked) == 1 else None


def is_corrected(article: Article) -> bool:
    """Return whether an article says of itself, in its title or a short line at either end, that it was corrected."""
    parts = article.paragraphs
    ends = [*parts[:HEAD], *parts[-HEAD:]]
    lines = [article.title, *(article.text[p.start : p.end] for p in ends)]
    return any(MARKED.match(line) or (OF_ITSELF.search(line) and MARKED.search(line)) for line in lines)


def _title(article: Article) -> list[str]:
    return bare(MARKED.sub("", article.title))


def _minhash(data: bytes) -> MinHash:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, scheme=SCHEME, hashvalues=np.frombuffer(data, dtype=np.uint64))


def _groups(items: Iterable[T], pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """Return items in groups, in their order: each is paired with half of its group's others at least.

    So a digest does not make one of all the articles that it holds.
    """
    near: dict[T, list[T]] = {item: [] for item in items}
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    group: dict[T, list[T]] = {}
    for item in items:
        known = [group[other] for other in near[item] if other in group]
        own = next((one for one in known if 2 * sum(m in near[item] for m in one) >= len(one)), [])
        own.append(item)
        group[item] = own
    return list({id(one): one for one in group.values()}.values())

"""Checks of numbers and dates: which, of what, how bounded, when. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from briefer.grounding.comparison import AROUND, TIMES, Comparison
from briefer.language.analysis import Analysis
from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.quantities import in_digits, numbers
from briefer.language.tokens import bare, stem, terms

ROUNDED = 0.08  # of a number, by which a rounder one may differ
SHARE = 0.045  # by which a share in words may differ from that of the numbers
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip


def check_numbers(pair: Comparison) -> Iterator[str]:
    """Find numbers that the passage does not have, but for one that rounds its own, and shares its numbers make."""
    told = set(numbers(pair.evidence))
    text = pair.claim.text
    shares = list(_shares(text))
    for number in numbers(text):
        if number in told or _rounds(number, text, told) or any(number in used for _, used in shares):
            continue
        yield number
    yield from (" in ".join(used) for share, used in shares if not _makes(share, pair.evidence))


def _rounds(number: str, claim: str, told: set[str]) -> bool:
    """Return whether a number is one of a passage's in rounder form: "more than 84,000" of 84,121."""
    values = [float(t) for t in told if t.replace(".", "", 1).isdigit()]
    own = float(number) if number.replace(".", "", 1).isdigit() else None
    near = own is not None and any(abs(value - own) <= ROUNDED * max(own, value) for value in values)
    return near and bound(claim, number) is not None


def _shares(text: str) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield the shares that a text gives in words, with the numbers in them: "two in five", "three quarters"."""
    said = in_digits(text.lower()).split()
    plainly = [w.strip(".,;") for w in text.lower().split()]
    for before, middle, after in zip(said, said[1:], said[2:], strict=False):
        if middle in {"in", "of"} and before.isdigit() and after.isdigit() and 0 < int(before) < int(after) <= 20:
            yield int(before) / int(after), (before, after)
    for before, part in zip(["", *plainly], plainly, strict=False):
        below = PARTS.get(part.removesuffix("s"))
        above = numbers(before)
        if below and above and part.endswith("s"):
            yield int(above[0]) / below, (above[0], str(below))


def _makes(share: float, text: str) -> bool:
    """Return whether a text has a percentage, or two numbers, that make a share, or the share in other words."""
    values = [float(n) for n in numbers(text) if n.replace(".", "", 1).isdigit()]
    values += [1.0] if "one" in text.lower().split() else []
    ratios = [v / 100 for v in values] + [a / b for a in values for b in values if 0 < a < b]
    return any(abs(ratio - share) <= SHARE for ratio in ratios) or any(
        abs(s - share) <= SHARE for s, _ in _shares(text)
    )


def bound(text: str, number: str) -> str | None:
    """Return how a text bounds a number: "at_most", "at_least" or "about"; None if it does not."""
    digits = f" {' '.join(in_digits(text.lower()).replace(',', '').split())} "
    at = digits.find(f" {number}")
    before = digits[max(at - 24, 0) : at].removesuffix(" the").removesuffix(" a") if at >= 0 else ""
    before = before.rstrip("$€£¥ ")
    lists = words("en", "polarity")
    return next(
        (kind for kind in ("at_most", "at_least", "about") if any(before.endswith(f" {w}") for w in lists[kind])), None
    )


def check_bounds(pair: Comparison) -> Iterator[str]:
    """Find numbers that are bounded otherwise in the passage: "at least 70" of "up to 70", 70 of "more than 70"."""
    for number in numbers(pair.claim.text):
        if number not in numbers(pair.nearest):
            continue
        own, told = bound(pair.claim.text, number), bound(pair.nearest, number)
        if told != own and not (told is None and own == "about") and {own, told} != {None, "about"}:
            yield number


def check_counts(pair: Comparison) -> Iterator[str]:
    """Find numbers of what the passage tells of, but not in that number: "19 sources" of "19 galaxies, 4 sources".

    An age is counted apart: nobody is 35 years old of whom something was 35 years ago.
    """
    told = {stem(w) for w in terms(pair.passage.text)}
    for tree in pair.claim.trees:
        for token in tree.tokens:
            head = tree.head(token)
            value = numbers(token.text)
            if token.dep != "nummod" or not value or value[0] not in numbers(pair.passage.text):
                continue
            around = _around(pair.passage, value[0])
            counted = head.pos in {"NOUN", "PROPN"} and stem(head.lemma) in told and stem(head.lemma) not in around
            aged = any(t.lemma == "old" for t in tree.tokens[token.index : token.index + 4])
            if counted or (aged and _only_ago(pair.passage, value[0])):
                yield f"{token.text} {head.text}"


def _only_ago(passage: Analysis, number: str) -> bool:
    """Return whether a passage has a number only as a time ago: "35 years ago"."""
    places = [(tree, t.index) for tree in passage.trees for t in tree.tokens if number in numbers(t.text)]
    return all(any(t.lemma == "ago" for t in tree.tokens[i : i + 4]) for tree, i in places)


def _around(passage: Analysis, number: str) -> set[str]:
    """Return the stems of the words around a number in a passage."""
    found: set[str] = set()
    for tree in passage.trees:
        for token in tree.tokens:
            if number in numbers(token.text) or token.text.replace(",", "") == number:
                near = tree.tokens[max(token.index - AROUND, 0) : token.index + AROUND + 1]
                found |= {stem(t.lemma) for t in near} | {stem(t.text) for t in near}
    return found


def check_amounts(pair: Comparison) -> Iterator[str]:
    """Find numbers that differ where both tell the same of the same: "15 shells hit" of "six shells hit"."""
    for tree, said, number, told in pair.pairs:
        other = pair.passage.trees[number]
        for mine in (*said.agents, *said.patients):
            for theirs in (*told.agents, *told.patients):
                if stem(mine.lemma) == stem(theirs.lemma):
                    own, known = _amount(tree, mine), _amount(other, theirs)
                    if own and known and not any(n in known or _rounds(n, pair.claim.text, known) for n in own):
                        yield ", ".join(own)


def _amount(tree: Tree, noun: Token) -> set[str]:
    """Return the numbers that count a noun: 140 of "a hundred and forty boats", 1200000 of "1.2 million people"."""
    counting = [t for t in tree.below(noun) if t.dep == "nummod"]
    if not counting:
        return set()
    within = {i for t in counting for i in tree.subtree(t)}
    first, last = min(within), max(within)
    before = (
        tree.tokens[first - 1].text if first and tree.tokens[first - 1].text.lower() in {"a", "$", "€", "£"} else ""
    )
    return set(numbers(f"{before} {tree.said(tree.tokens[first], tree.tokens[last])}"))


def check_dates(pair: Comparison) -> Iterator[str]:
    """Find dates, days and times of day or year that the sentences which the claim comes from lack."""
    near = f"{pair.nearest} {pair.known}"
    told = {stem(word) for word in bare(f"{in_digits(near)} {_spelled(near)}")} | set(numbers(near))
    times = words(pair.claim.language, "polarity")["times"]
    for tree in pair.claim.trees:
        for token in tree.tokens:
            dated = token.entity in TIMES and token.pos in {"PROPN", "NUM"}
            if (dated or token.lemma in times) and not all(
                stem(w) in told or w in told for w in bare(in_digits(token.text))
            ):
                yield token.text


def _spelled(text: str) -> str:
    """Return the dates of a text that are written in figures in words too: "3 May 2024" for 2024-05-03."""
    found = []
    for word in text.split():
        try:
            found.append(f"{date.fromisoformat(word.strip('.,;()')):%d %B %Y %A}")
        except ValueError:
            continue
    return " ".join(found).replace(" 0", " ")


def check_relations(pair: Comparison) -> Iterator[str]:
    """Find what stands behind another preposition in the passage: "before 2010" of "since 2010"."""
    relations = words(pair.claim.language, "polarity")["relations"]
    told = _related([pair.passage.trees[n] for n in pair.aligned], relations)
    for word, own in _related(pair.claim.trees, relations).items():
        if word in told and not own & told[word]:
            yield f"{', '.join(sorted(own))} {word}"


def _related(trees: Sequence[Tree], relations: frozenset[str]) -> dict[str, set[str]]:
    """Return the prepositions that names, numbers and times stand behind, by these words' stems."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        for token in tree.tokens:
            before = tree.head(token)
            if (
                token.dep == "pobj"
                and before.lemma in relations
                and (token.pos in {"PROPN", "NUM"} or token.entity in TIMES)
            ):
                found.setdefault(stem(token.text), set()).add(before.lemma)
    return found

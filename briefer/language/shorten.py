"""Leaves out of a sentence what does not carry its news; what stays are the sentence's own words in their order.

A scene before the subject, what commas or brackets set off, and words that join it to the sentence before may go.
Negation, hedges, who says so, conditions, numbers, quotations and the words that are asked for stay. Where the parse is
doubtful, all stays. Knows one sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from briefer.language.asides import SETTING_OFF, SUBJECTS, asides, mark_at, subject_of
from briefer.language.attribution import Attribution, attributions
from briefer.language.lists import words
from briefer.language.parser import Tree
from briefer.language.predicates import VERBS
from briefer.language.tokens import WORD, capitalised, stem

MARKS = frozenset({"“", "”", '"', "„", "«", "»", "''", "``"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ"})
NUMBERS = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY"})
NEAR = 10  # words within which a clause that is joined has its subject; nobody measured it
LEAST = 4  # words that a sentence has left; nobody measured it


def shorten(tree: Tree, *, keep: Collection[str] = (), language: str = "en") -> str:
    """Return a sentence without what does not carry its news, its own words in order; itself where nothing can go."""
    gone = left_out(tree, keep=keep, language=language)
    edges = [0, *(edge for span in gone for edge in span), len(tree.text)]
    text = "".join(tree.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return capitalised(text) if gone and gone[0][0] == 0 else text


def left_out(tree: Tree, *, keep: Collection[str] = (), language: str = "en") -> list[tuple[int, int]]:
    """Return the offsets of what can be left out of a sentence, in order, each with the blank beside it.

    keep are stems of words that must stay; what they stand in stays with them.
    """
    if not words(language, "shortening")["relatives"] or not _clear(tree):
        return []
    needed, said = _needed(tree, keep, language), attributions(tree, language)
    gone = {
        i for part in asides(tree, language)
        if not needed & set(part) and not _says(tree, part, said) and not _names_who(tree, part, language)
        for i in part
    }  # fmt: skip
    gone |= _commas(tree, gone)
    return _offsets(tree, gone) if gone and _sound(tree, gone) else []


def _clear(tree: Tree) -> bool:
    """Return whether a parse can be relied on: one root, a verb with a subject, and no marks of unknown quotations."""
    roots = [t for t in tree.tokens if t.head == t.index]
    text = tree.text.rstrip()
    if len(roots) != 1 or roots[0].pos not in VERBS or not text.endswith((*".!?", *MARKS)):
        return False
    if tree.tokens[-1].end != len(text):  # what is very long was parsed in part
        return False
    return all(tree.quote(t) for t in tree.tokens if t.text in MARKS) and subject_of(tree, roots[0]) is not None


def _needed(tree: Tree, keep: Collection[str], language: str) -> set[int]:
    """Return the indexes of the words that must stay wherever they stand."""
    lists, polarity = words(language, "shortening"), words(language, "polarity")
    stay = polarity["negations"] | polarity["denials"] | polarity["conditions"] | lists["hedges"]
    grave = tuple(polarity["grave"])
    return {
        t.index
        for t in tree.tokens
        if tree.quote(t)
        or t.text in MARKS
        or t.dep == "neg"
        or t.text.lower().startswith(grave)
        or {t.lemma, t.text.lower()} & stay
        or (t.entity in NUMBERS and t.lemma != "one")
        or (t.tag == "CD" and t.entity != "DATE" and t.lemma != "one")
        or any(stem(word) in keep for word in WORD.findall(t.text))
    }


def _says(tree: Tree, part: range, said: Sequence[Attribution]) -> bool:
    """Return whether a part tells who says something; not "arriving, according to the calendar, in spring"."""
    return any(
        tree.tokens[part[0]].start <= one.at < tree.tokens[part[-1]].end
        and not (one.verb.lower().startswith("according") and one.covers <= set(part))
        for one in said
    )


def _names_who(tree: Tree, part: range, language: str) -> bool:
    """Return whether a part names a person for whom a pronoun behind it stands: "beside Tom Lind, she said he …"."""
    persons = words(language, "shortening")["persons"]
    return any(tree.tokens[i].entity == "PERSON" for i in part) and any(
        t.text.lower() in persons for t in tree.tokens[part[-1] + 1 :]
    )


def _commas(tree: Tree, gone: set[int]) -> set[int]:
    """Return the commas and the like that go with what is left out."""
    found = set()
    between = {
        i for i in range(1, len(tree.tokens) - 1) if tree.tokens[i].text in SETTING_OFF and {i - 1, i + 1} <= gone
    }
    found |= between
    for first in sorted(gone):
        if first - 1 in gone | between:
            continue
        last = first
        while last + 1 in gone | between:
            last += 1
        opens, closes = mark_at(tree, first - 1), mark_at(tree, last + 1)
        if opens in SETTING_OFF and first:
            found.add(first - 1)
            if closes == opens and not _comma_stays(tree, first, last, gone):
                found.add(last + 1)
        elif closes in {",", ":"} and (not first or tree.tokens[first - 1].dep in {"mark", "cc"}):
            found.add(last + 1)
    return found


def _comma_stays(tree: Tree, first: int, last: int, gone: set[int]) -> bool:
    """Return whether the comma behind a part is needed without it, for it ends what stands before the part as well.

    It does behind "After the vote, which …, the mayor left", where a subject follows, and before "and the mayor left".
    """
    before, after = tree.tokens[first - 2], tree.tokens[min(last + 2, len(tree.tokens) - 1)]
    top = tree.tokens[first]
    while top.head in range(first, last + 1) and top.head != top.index:
        top = tree.head(top)
    if after.dep == "cc":  # before another main clause
        near = tree.tokens[after.index : after.index + NEAR]
        return any(t.dep in SUBJECTS and t.tag not in {"WDT", "WP"} and tree.head(t).dep != "relcl" for t in near)
    if before.dep in {"mark", "cc"} or before.tag == "WRB":
        return False
    # The comma before the part may end another: "Lenn, head of the union, who …, said".
    subjects = [t for t in tree.tokens[: first - 1] if t.dep in SUBJECTS and t.head > last]
    if subjects and sum(t.text == "," and t.index not in gone for t in tree.tokens[subjects[-1].index : first - 1]) % 2:
        return True
    closed = any(t.text == "," for t in tree.tokens[tree.head(top).index : first - 1])
    if closed or after.text in MARKS or after.tag == "VBG":
        return True
    verbs = [t for t in tree.above(top) if t.pos in VERBS and t.index > last]
    return any((s := subject_of(tree, verb)) and s.index > last for verb in verbs)


def _sound(tree: Tree, gone: set[int]) -> bool:
    """Return whether what is left is a sentence: its verb and subject, and its marks in order."""
    left = [t for t in tree.tokens if t.index not in gone]
    root = next(t for t in tree.tokens if t.head == t.index)
    subject = subject_of(tree, root)
    if root.index in gone or subject is None or subject.index in gone or left[0].pos == "PUNCT":
        return False
    # Where commas went from between two nouns, the second was no part of what goes on: "the atlas, which …, Lenn".
    glued = any(
        tree.tokens[a.index + 1].text in SETTING_OFF and a.index + 1 in gone and {a.pos, b.pos} <= NOMINAL
        for a, b in zip(left, left[1:], strict=False)
    )
    torn = any(a.text in SETTING_OFF and b.text in {",", ".", ";", ":"} for a, b in zip(left, left[1:], strict=False))
    halved = any(tree.text.count(dash) % 2 == 0 and sum(t.text == dash for t in left) % 2 for dash in "—–")
    return not torn and not glued and not halved and sum(t.pos != "PUNCT" for t in left) >= LEAST


def _offsets(tree: Tree, gone: set[int]) -> list[tuple[int, int]]:
    """Return the offsets of tokens with the blanks before them; of those that a sentence begins with, behind them."""
    found: list[tuple[int, int]] = []
    for i in sorted(gone):
        start = tree.tokens[i - 1].end if i else 0
        end = tree.tokens[i].end
        if i == len(tree.tokens) - 1 and tree.text[:end].endswith("."):
            end -= 1  # the dot of "U.S." ends the sentence as well
        if found and (found[-1][1] == start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    if found and found[0][0] == 0:
        behind = next(t.start for t in tree.tokens if t.end > found[0][1])
        found[0] = (0, behind)
    return found

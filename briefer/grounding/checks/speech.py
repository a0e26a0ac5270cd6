"""Checks of who says it, and in which words. Knows no model."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.grounding.comparison import COVERED, Comparison, stems_of
from briefer.language.analysis import Analysis
from briefer.language.attribution import attributions
from briefer.language.discourse import who_says
from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.quotations import quotations
from briefer.language.tokens import plain, stem, terms


def check_quotations(pair: Comparison) -> Iterator[str]:
    """Find quotations that the passage does not have word for word."""
    yield from (q for q in quotations(pair.claim.text) if plain(q) not in plain(pair.evidence))


def check_speakers(pair: Comparison) -> Iterator[str]:
    """Find who is made to say what somebody else says in the passage, or nobody."""
    for tree in pair.claim.trees:
        for said in attributions(tree, pair.claim.language):
            named = {stem(w) for one in said.speakers for w in terms(one.text)}
            content = {stem(tree.tokens[i].lemma) for i in said.covers} & stems_of(tree)
            place = pair.place(tree, said.covers, content)
            if not named or place is None or all(one.pronoun for one in said.speakers):
                continue
            number, start, end = place
            told = _telling(pair.passage, number, start, end)
            if told is None or named & told:
                continue
            here = {stem(w) for w in terms(pair.passage.trees[number].text)}
            if told or not named & here:
                yield ", ".join(one.text for one in said.speakers)


def _telling(passage: Analysis, number: int, start: int, end: int) -> set[str] | None:
    """Return the stems of who says some words of a passage, of all that is told of them; None where "she" does."""
    tree, base = passage.trees[number], passage.starts[number]
    within = {t.index for t in tree.tokens if start - base <= t.start < end - base}
    found = [one for one in attributions(tree, passage.language) if len(one.covers & within) >= COVERED * len(within)]
    around = who_says(passage, start, end)
    speaking = [m for one in (*found, *([around] if around else [])) for m in one.speakers]
    if any(m.pronoun for m in speaking):
        return None
    known = {stem(w) for m in speaking for w in terms(f"{m.text} {m.role}")}
    return known | {stem(w) for one in found for head in one.heads for w in terms(_phrase(tree, tree.tokens[head]))}


def _phrase(tree: Tree, token: Token) -> str:
    return " ".join(tree.tokens[i].text for i in sorted(tree.subtree(token))[:12])


def _untold(pair: Comparison) -> Iterator[str]:
    """Find who tells what somebody else says, where a claim names only the other: "Lenn said that Brandt told her"."""
    claimed = {w for tree in pair.claim.trees for w in stems_of(tree)}
    tree = pair.passage.trees[pair.aligned[0]]
    told = [one for one in attributions(tree, pair.passage.language) if not any(m.pronoun for m in one.speakers)]
    named = [(one, {stem(w) for m in one.speakers for w in terms(m.text)}) for one in told]
    for outer, who in named:
        if who & claimed or outer.lemma in words(pair.passage.language, "reporting")["acts"]:
            continue
        within = {tree.tokens[i].start for i in outer.covers}
        if any(inner & claimed and one.at in within for one, inner in named):
            yield ", ".join(m.text for m in outer.speakers)


def check_attribution(pair: Comparison) -> Iterator[str]:
    """Find what the passage says only in somebody's words, and the claim as a fact."""
    if any(attributions(tree, pair.claim.language) for tree in pair.claim.trees):
        yield from _untold(pair)
        return
    number = pair.aligned[0]
    tree = pair.passage.trees[number]
    own = {w for t in pair.claim.trees for w in stems_of(t)}
    acts = words(pair.passage.language, "reporting")["acts"]
    shared = [t for t in tree.tokens if {stem(t.lemma), stem(t.text)} & own and t.pos not in {"PUNCT", "DET", "ADP"}]
    for said in attributions(tree, pair.passage.language):
        covered = [t for t in shared if t.index in said.covers]
        # "The law provides for means" still has the verb of "It provides that means are used".
        named = own & {stem(said.lemma), *(stem(w) for one in said.speakers for w in terms(one.text))}
        if shared and len(covered) >= COVERED * len(shared) and not named and said.lemma not in acts:
            yield ", ".join(one.text for one in said.speakers)
            return
    around = who_says(pair.passage, pair.passage.starts[number], pair.passage.starts[number] + len(tree.text))
    if around and pair.passage.quotation(pair.passage.starts[number]):
        yield ", ".join(one.text for one in around.speakers)

"""A claim held against a passage: which sentences it comes from, which verbs they share. Knows no checks, no model."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from briefer.language.analysis import Analysis
from briefer.language.parser import Token, Tree
from briefer.language.predicates import Predicate, predicates
from briefer.language.tokens import plain, stem, terms

MOST_ALIGNED = 2  # sentences of a passage that a claim is held against
LEAST_MORE = 2.0  # weight of words that a second sentence must add
LIGHT = frozenset({"be", "have", "do"})  # verbs that say too little to be the same one
AROUND = 8  # words around a number in which what it counts may stand
COVERED = 0.7  # of the words that a claim and a sentence share, from which on they are somebody's
TIMES = frozenset({"DATE", "TIME"})
PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True)
class Comparison:
    """A claim and what it is held against: a passage, and what is known beside it (the article's title, a question)."""

    claim: Analysis
    passage: Analysis
    known: str = ""
    given: frozenset[str] = field(default_factory=frozenset)  # names that a question or topic has and the article too

    @cached_property
    def aligned(self) -> tuple[int, ...]:
        """Return the numbers of the passage's sentences that the claim's words come from, the best first.

        Words are weighed by how few of the sentences have them.
        """
        sentences = [stems_of(tree) for tree in self.passage.trees]
        weights = {word: 1 / sum(word in s for s in sentences) for s in sentences for word in s}
        left = {word for tree in self.claim.trees for word in stems_of(tree)} & set(weights)
        found: list[int] = []
        while left and len(found) < MOST_ALIGNED:
            best = max(range(len(sentences)), key=lambda n: sum(weights[word] for word in left & sentences[n]))
            if found and sum(weights[word] for word in left & sentences[best]) < LEAST_MORE:
                break
            found.append(best)
            left -= sentences[best]
        return tuple(found or range(len(sentences)))

    @cached_property
    def evidence(self) -> str:
        """Return the text that facts must stand in."""
        return f"{self.passage.text}\n{self.known}"

    @cached_property
    def nearest(self) -> str:
        """Return the text of the sentences that the claim comes from."""
        return " ".join(self.passage.trees[n].text for n in sorted(self.aligned))

    @cached_property
    def leans(self) -> bool:
        """Return whether a pronoun of these sentences may stand for a name that they lack."""
        return any(
            t.pos == "PRON" and t.lemma not in {"that", "which", "who"}
            for n in self.aligned
            for t in self.passage.trees[n].tokens
        )

    def place(self, tree: Tree, covers: frozenset[int], content: set[str]) -> tuple[int, int, int] | None:
        """Return where the passage has what a part of the claim says: its sentence's number, and the words' offsets.

        A quotation is where it stands word for word; else the sentence with most of the words, and these.
        """
        within = [tree.text[a:b].strip("“”\"‘’'.,") for a, b in tree.quotes if b <= len(tree.text)]
        for quote in sorted(within, key=len, reverse=True):
            at = self.passage.text.find(quote)
            if at >= 0:
                return self.passage.at(at), at, at + len(quote)
        counts = [len(stems_of(other) & content) for other in self.passage.trees]
        number = max(range(len(counts)), key=counts.__getitem__)
        if not counts[number]:
            return None
        base = self.passage.starts[number]
        found = [t for t in self.passage.trees[number].tokens if {stem(t.lemma), stem(t.text)} & content]
        return (number, base + found[0].start, base + found[-1].end) if found else None

    @cached_property
    def pairs(self) -> list[tuple[Tree, Predicate, int, Predicate]]:
        """Return each predicate of the claim with that of the passage that has its verb, and its sentence's number."""
        told = [(n, p) for n, tree in enumerate(self.passage.trees) for p in predicates(tree, self.passage.language)]
        found = []
        for tree in self.claim.trees:
            for said in predicates(tree, self.claim.language):
                same = [(n, p) for n, p in told if self._same(tree, said, n, p)]
                if same and not self._verbatim(tree, said.verb):
                    best = max(same, key=lambda np: self._likeness(tree, said, *np))
                    found.append((tree, said, *best))
        return found

    def _verbatim(self, tree: Tree, token: Token) -> bool:
        """Return whether a word stands in a quotation that the passage has word for word."""
        quote = tree.quote(token)
        return bool(quote and plain(tree.text[slice(*quote)]) in plain(self.passage.text))

    def _same(self, tree: Tree, said: Predicate, number: int, told: Predicate) -> bool:
        """Return whether two predicates have one verb; "is", "has" and "does" only with a complement in common."""
        if stem(said.verb.lemma) != stem(told.verb.lemma):
            return False
        if said.verb.lemma not in LIGHT:
            return True
        own, other = (
            {stem(t.lemma) for t in where.below(one.verb) if t.dep in {"attr", "acomp", "dobj"}}
            for where, one in ((tree, said), (self.passage.trees[number], told))
        )
        return bool(own & other)

    def _likeness(self, tree: Tree, said: Predicate, number: int, told: Predicate) -> tuple[int, int, bool]:
        """Return how like two predicates are: by who does it, the words around them, and where they stand."""
        own, other = {stem(t.lemma) for t in tree.tokens}, self.passage.trees[number]
        agents = {stem(t.lemma) for t in said.agents} & {stem(t.lemma) for t in told.agents}
        return (
            len(agents),
            sum(stem(other.tokens[i].lemma) in own for i in other.subtree(told.verb)),
            number in self.aligned,
        )


def stems_of(tree: Tree) -> set[str]:
    """Return the stems of a sentence's content words."""
    return {stem(word) for word in terms(tree.text)}

"""The named checks of a claim against the passage it rests on: each gives its findings. Knows no model of language.

A check compares what two analyses say: who, whom, how many, when, where, in whose words, whether at all. What a finding
weighs is decided elsewhere; here it is only named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefer.language.analysis import Analysis
from briefer.language.attribution import attributions
from briefer.language.discourse import antecedent, who_says
from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.predicates import Predicate, predicates
from briefer.language.quotations import quotations
from briefer.language.words import (
    bare,
    in_digits,
    numbers,
    plain,
    stem,
    terms,
    unnamed,
)

MOST_ALIGNED = 2  # sentences of a passage that a sentence of a claim is held against
LEAST_MORE = 2.0  # weight of words that a second sentence must add
TIMES = frozenset({"DATE", "TIME"})
LIGHT = frozenset({"be", "have", "do"})  # verbs that say too little to be the same one
AROUND = 8  # words around a number in which what it counts may stand
ROUNDED = 0.08  # of a number, by which a rounder one may differ
SHARE = 0.045  # by which a share in words may differ from that of the numbers
COVERED = 0.7  # of the words that a claim and a sentence share, from which on they are somebody's
PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has against a claim: the check's name, and the words in question."""

    check: str
    what: str


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
        return any(t.pos == "PRON" and t.lemma not in {"that", "which", "who"} for n in self.aligned for t in self.passage.trees[n].tokens)

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
                same = [(n, p) for n, p in told if stem(p.verb.lemma) == stem(said.verb.lemma)]
                if same and said.verb.lemma not in LIGHT and not self._verbatim(tree, said.verb):
                    best = max(same, key=lambda np: self._likeness(tree, said, *np))
                    found.append((tree, said, *best))
        return found

    def _verbatim(self, tree: Tree, token: Token) -> bool:
        """Return whether a word stands in a quotation that the passage has word for word."""
        quote = tree.quote(token)
        return bool(quote and plain(tree.text[slice(*quote)]) in plain(self.passage.text))

    def _likeness(self, tree: Tree, said: Predicate, number: int, told: Predicate) -> tuple[float, bool]:
        own = {stem(t.lemma) for t in tree.tokens}
        shared = sum(stem(self.passage.trees[number].tokens[i].lemma) in own for i in _near(self.passage.trees[number], told.verb))
        return shared, number in self.aligned


def _near(tree: Tree, verb: Token) -> set[int]:
    return tree.subtree(verb)


def stems_of(tree: Tree) -> set[str]:
    """Return the stems of a sentence's content words."""
    return {stem(word) for word in terms(tree.text)}


# The checks


def check_numbers(pair: Comparison) -> Iterator[str]:
    """Find numbers that the passage does not have, but for one that rounds its own, and shares that its numbers make."""
    told = set(numbers(pair.evidence))
    text = pair.claim.text
    shares = list(_shares(text))
    for number in numbers(text):
        if number in told or _rounds(number, text, told) or any(number in used for _, used in shares):
            continue
        yield number
    yield from (" in ".join(used) for share, used in shares if not _makes(share, pair.evidence))


def _rounds(number: str, claim: str, told: set[str]) -> bool:
    """Return whether a number is one of a passage's in rounder form, as the claim says: "more than 84,000" of 84,121."""
    values = [float(t) for t in told if t.replace(".", "", 1).isdigit()]
    own = float(number) if number.replace(".", "", 1).isdigit() else None
    near = own is not None and any(abs(value - own) <= ROUNDED * max(own, value) for value in values)
    return near and bound(claim, number) is not None


PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}


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
    return any(abs(ratio - share) <= SHARE for ratio in ratios) or any(abs(s - share) <= SHARE for s, _ in _shares(text))


def bound(text: str, number: str) -> str | None:
    """Return how a text bounds a number: "at_most", "at_least" or "about"; None if it does not."""
    digits = f" {' '.join(in_digits(text.lower()).replace(',', '').split())} "
    at = digits.find(f" {number}")
    before = digits[max(at - 24, 0) : at].removesuffix(" the").removesuffix(" a") if at >= 0 else ""
    before = before.rstrip("$€£¥ ")
    lists = words("en", "polarity")
    return next((kind for kind in ("at_most", "at_least", "about") if any(before.endswith(f" {w}") for w in lists[kind])), None)


def check_bounds(pair: Comparison) -> Iterator[str]:
    """Find numbers that are bounded otherwise in the passage: "at least 70" of "up to 70", 70 of "more than 70"."""
    for number in numbers(pair.claim.text):
        if number not in numbers(pair.nearest):
            continue
        own, told = bound(pair.claim.text, number), bound(pair.nearest, number)
        if told != own and not (told is None and own == "about") and {own, told} != {None, "about"}:
            yield number


def check_counts(pair: Comparison) -> Iterator[str]:
    """Find numbers of what the passage tells of, but not in that number: "19 sources" of "19 galaxies, 4 sources"."""
    told = {stem(w) for w in terms(pair.passage.text)}
    for tree in pair.claim.trees:
        for token in tree.tokens:
            head = tree.head(token)
            value = numbers(token.text)
            if token.dep != "nummod" or not value or head.pos not in {"NOUN", "PROPN"} or stem(head.lemma) not in told:
                continue
            if value[0] in numbers(pair.passage.text) and stem(head.lemma) not in _around(pair.passage, value[0]):
                yield f"{token.text} {head.text}"


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
                    own, known = (
                        {n for t in where.below(one) if t.dep == "nummod" for n in numbers(t.text)}
                        for where, one in ((tree, mine), (other, theirs))
                    )
                    if own and known and not own & known:
                        yield ", ".join(own)


def names_of(analysis: Analysis) -> list[str]:
    """Return the words of names in a text, in lower case, each once; the first word of a sentence like any other."""
    found = []
    for tree in analysis.trees:
        for token in tree.tokens:
            if token.pos == "PROPN" and token.text[0].isupper() and token.entity not in TIMES:
                found += bare(token.text)
    return list(dict.fromkeys(w for w in found if len(w) > 1 and not w.isdigit()))


def check_names(pair: Comparison) -> Iterator[str]:
    """Find names that neither the passage nor what is known of its article has."""
    known = set(bare(in_digits(pair.evidence)))
    yield from (n for n in unnamed(names_of(pair.claim), pair.evidence) if n not in known and n not in pair.given)


def check_elsewhere(pair: Comparison) -> Iterator[str]:
    """Find names and numbers that the sentences which the claim comes from lack, though the passage has them."""
    near = set(bare(pair.nearest)) | set(bare(pair.known))
    absent = set(unnamed(names_of(pair.claim), f"{pair.nearest}\n{pair.known}")) - near
    if not pair.leans:
        yield from sorted(absent)
    yield from (n for n in numbers(pair.claim.text) if n in numbers(pair.passage.text) and n not in numbers(pair.nearest))


def check_quotations(pair: Comparison) -> Iterator[str]:
    """Find quotations that the passage does not have word for word."""
    yield from (q for q in quotations(pair.claim.text) if plain(q) not in plain(pair.evidence))


def check_dates(pair: Comparison) -> Iterator[str]:
    """Find dates, days and times of day or year that the sentences which the claim comes from lack."""
    near = f"{pair.nearest} {pair.known}"
    told = {stem(word) for word in bare(in_digits(near))} | set(numbers(near))
    times = words(pair.claim.language, "polarity")["times"]
    for tree in pair.claim.trees:
        for token in tree.tokens:
            dated = token.entity in TIMES and token.pos in {"PROPN", "NUM"}
            if (dated or token.lemma in times) and not all(stem(w) in told or w in told for w in bare(in_digits(token.text))):
                yield token.text


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
            if token.dep == "pobj" and before.lemma in relations and (token.pos in {"PROPN", "NUM"} or token.entity in TIMES):
                found.setdefault(stem(token.text), set()).add(before.lemma)
    return found


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


def check_attribution(pair: Comparison) -> Iterator[str]:
    """Find what the passage says only in somebody's words, and the claim as a fact."""
    if any(attributions(tree, pair.claim.language) for tree in pair.claim.trees):
        return
    number = pair.aligned[0]
    tree = pair.passage.trees[number]
    own = {w for t in pair.claim.trees for w in stems_of(t)}
    shared = [t for t in tree.tokens if {stem(t.lemma), stem(t.text)} & own and t.pos not in {"PUNCT", "DET", "ADP"}]
    for said in attributions(tree, pair.passage.language):
        covered = [t for t in shared if t.index in said.covers]
        if shared and len(covered) >= COVERED * len(shared):
            yield ", ".join(one.text for one in said.speakers)
            return
    around = who_says(pair.passage, pair.passage.starts[number], pair.passage.starts[number] + len(tree.text))
    if around and pair.passage.quotation(pair.passage.starts[number]):
        yield ", ".join(one.text for one in around.speakers)


def _words(tree: Tree, token: Token) -> set[str]:
    """Return the stems of a noun and of what is compounded with it."""
    own = [token, *(t for t in tree.below(token) if t.dep in {"compound", "flat", "nmod", "poss", "amod", "appos"})]
    of = [t for t in tree.below(token) if t.lemma == "of"]  # "two of its soldiers", "a group of teenagers"
    own += [t for one in of for t in tree.below(one) if t.dep == "pobj"]
    return {stem(w) for t in own for w in bare(t.text)} | {stem(t.lemma) for t in own}


def check_roles(pair: Comparison) -> Iterator[str]:
    """Find who does to somebody what that one does to them in the passage: "the dog bit the man" of "a man bit a dog".

    Or does what another does, whom the claim names elsewhere: "the city sued by the firm" of "the firm sued the city".
    """
    claimed = {w for tree in pair.claim.trees for w in stems_of(tree)}
    for tree, said, number, told in pair.pairs:
        other = pair.passage.trees[number]
        agents, patients = ([_words(other, t) for t in part] for part in (told.agents, told.patients))
        if any(t.pos == "PRON" for t in (*told.agents, *told.patients)):
            continue
        within = {stem(t.lemma) for t in other.tokens if t.pos in {"NOUN", "PROPN"}}
        for mine, same, opposite in ((said.agents, agents, patients), (said.patients, patients, agents)):
            for token in mine:
                own = _words(tree, token)
                if not same or token.pos == "PRON" or any(own & one for one in same):
                    continue
                crossed = any(own & one for one in opposite)
                if crossed or (stem(token.lemma) in within and any(one & claimed for one in same)):
                    yield token.text


def check_subjects(pair: Comparison) -> Iterator[str]:
    """Find who is said to do what somebody else does in the passage, where both have names."""
    yield from _others(pair, pronouns=False)


def check_pronouns(pair: Comparison) -> Iterator[str]:
    """Find who is said to do what "she" does in the passage, where she seems to be somebody else."""
    yield from _others(pair, pronouns=True)


def _others(pair: Comparison, *, pronouns: bool) -> Iterator[str]:
    for tree, said, number, told in pair.pairs:
        other = pair.passage.trees[number]
        for mine, theirs in ((said.agents, told.agents), (said.patients, told.patients)):
            named = [t for t in mine if t.pos == "PROPN"]
            chosen = [t for t in theirs if (t.pos == "PRON") == pronouns]
            if not named or not chosen or len(chosen) < len(theirs):
                continue
            known = set().union(*(_resolved(pair.passage, number, other, t) for t in chosen))
            for token in named:
                if known and not _words(tree, token) & known and unnamed(bare(token.text), " ".join(known)):
                    yield token.text


def _resolved(passage: Analysis, number: int, tree: Tree, token: Token) -> set[str]:
    """Return the words of a noun, or of whom a pronoun stands for; none where that is not known, or it has no name."""
    if token.pos == "PRON":
        meant = antecedent(passage, number)
        return {stem(w) for w in bare(meant.text)} if meant else set()
    return _words(tree, token) if token.pos == "PROPN" else set()


def check_negation(pair: Comparison) -> Iterator[str]:
    """Find what one of the two denies and the other does not."""
    yield from (said.verb.text for _, said, _, told in pair.pairs if said.denied != told.denied)


def check_new_negation(pair: Comparison) -> Iterator[str]:
    """Find a negation where the sentences which the claim comes from have none."""
    lists = words(pair.claim.language, "polarity")
    denying = lists["negations"] | lists["denials"]
    own = [t for tree in pair.claim.trees for t in tree.tokens if t.lemma in lists["negations"] or t.dep == "neg"]
    told = [t for n in pair.aligned for t in pair.passage.trees[n].tokens if t.lemma in denying or t.dep == "neg"]
    yield from (t.text for t in own if not told)


def check_modality(pair: Comparison) -> Iterator[str]:
    """Find what is told as a fact and is planned, possible or wanted in the passage."""
    yield from (said.verb.text for _, said, _, told in pair.pairs if told.open and not said.open)


def _lemmas(trees: Sequence[Tree]) -> set[str]:
    return {t.lemma for tree in trees for t in tree.tokens}


def check_scope(pair: Comparison) -> Iterator[str]:
    """Find words of all that the sentences which the claim comes from do not have."""
    universals = words(pair.claim.language, "polarity")["universals"]
    told = _lemmas([pair.passage.trees[n] for n in pair.aligned])
    yield from sorted(_lemmas(pair.claim.trees) & universals - told)


def check_partial(pair: Comparison) -> Iterator[str]:
    """Find words of a part that the sentence which the claim comes from has, and the claim lacks."""
    partials = words(pair.claim.language, "polarity")["partials"]
    yield from sorted(_lemmas([pair.passage.trees[pair.aligned[0]]]) & partials - _lemmas(pair.claim.trees))


def check_causes(pair: Comparison) -> Iterator[str]:
    """Find a cause that the sentences which the claim comes from do not give."""
    causes = words(pair.claim.language, "polarity")["causes"]
    own, told = (
        {t.text.lower() for tree in trees for t in tree.tokens} & causes
        for trees in (pair.claim.trees, [pair.passage.trees[n] for n in pair.aligned])
    )
    yield from sorted(own if not told else ())


def check_places(pair: Comparison) -> Iterator[str]:
    """Find places that the sentences which the claim comes from lack."""
    if pair.leans:
        return
    for tree in pair.claim.trees:
        for token in tree.tokens:
            if token.entity in PLACES and token.pos == "PROPN" and unnamed(bare(token.text), f"{pair.nearest} {pair.known}"):
                yield token.text


def check_words(pair: Comparison) -> Iterator[str]:
    """Find content words that the passage does not have in any form."""
    known = {stem(w) for w in terms(in_digits(pair.evidence))}
    known |= {stem(t.lemma) for tree in pair.passage.trees for t in tree.tokens}
    for tree in pair.claim.trees:
        for token in tree.tokens:
            if token.pos in {"NOUN", "VERB", "ADJ", "ADV"} and not {stem(token.lemma), stem(token.text)} & known:
                yield token.text


Check = Callable[[Comparison], Iterator[str]]
CHECKS: dict[str, Check] = {
    "numbers": check_numbers, "bounds": check_bounds, "counts": check_counts, "amounts": check_amounts,
    "names": check_names, "elsewhere": check_elsewhere, "quotations": check_quotations, "dates": check_dates,
    "relations": check_relations, "speakers": check_speakers, "attribution": check_attribution, "roles": check_roles,
    "subjects": check_subjects, "pronouns": check_pronouns, "negation": check_negation,
    "new negation": check_new_negation, "modality": check_modality, "scope": check_scope, "partial": check_partial,
    "causes": check_causes, "places": check_places, "words": check_words,
}  # fmt: skip


def findings(pair: Comparison) -> list[Finding]:
    """Return what the checks have against a claim, in their order, each once."""
    return [Finding(name, what) for name, check in CHECKS.items() for what in dict.fromkeys(check(pair))]

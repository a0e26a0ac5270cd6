"""Proposes what to ask for a brief on: groups of articles that are near each other, named by their own words.

The only importer of sklearn; needs no language model and draws nothing at random. The words of a name stand together in
the title or the first paragraphs of an article of its group, so that a brief on it has something to say.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from briefer.language.lists import words
from briefer.language.parser import Parser, Token, Tree
from briefer.language.tokens import WORD, capitalised, stem, stems, tells
from briefer.library.library import Library, Opening
from briefer.models.embedder import Embedder, FloatMatrix
from briefer.reviews import Proposal
from briefer.schema import Article

MOST_ARTICLES = 5000  # of a folder, the newest; grouping takes the square of that in memory
PARAGRAPHS = 3  # of an article, that tell what it is about
READ = 8  # articles of a group, the newest, whose words may name it
NEAR = 0.65  # cosine distance up to which groups are one; set by reading the groups of the sample corpus and 24 reports
SETTLED = 10  # articles of a folder from which on more than half of what all share is taken away; unmeasured
LONGEST = 6  # words of a name
IN_TITLE = 2.0  # times the score; this and the next four unmeasured, set by reading names
NAMED = 1.2
IN_TWO = 0.9
SHARED = 1.5  # power of the share of articles that have all words of a name
PAIRED = 30  # phrases of a group that are tried beside each other
SHORT = 3  # words of a name that stands beside another
LEAST_FOLDER = 4  # articles of a folder that may be about one thing as a whole
EXAMPLES = 3  # titles
COUNTED = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "EVENT", "FAC", "LOC", "PRODUCT", "WORK_OF_ART", "LAW"})
HYPHENS = frozenset("-‑–")
PERIODS = frozenset({"day", "week", "month", "year", "hour"})
LINKING = frozenset({"of", "in", "on", "around", "against", "for", "over"})


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that may name a group: as they are written, their stems, and whether there is a name in them."""

    text: str
    stems: frozenset[str]
    named: bool


def proposals(library: Library, embedder: Embedder, *, most: int) -> list[Proposal]:
    """Return topics, at most so many: those of most articles first, then the newest."""
    openings = library.openings(articles=MOST_ARTICLES, paragraphs=PARAGRAPHS)
    counted = {opening.article.path: Counter(map(stem, WORD.findall(_words(opening)))) for opening in openings}
    holding = Counter(word for words in counted.values() for word in words)
    rare = {word: math.log((1 + len(counted)) / count) for word, count in holding.items()}
    found: dict[str, Proposal] = {}
    everywhere: dict[str, list[Article]] = {}
    for group in _groups(openings, embedder)[:most]:
        phrases = {phrase for opening in group[:READ] for phrase in _phrases(opening, library.parser)}
        articles = [opening.article for opening in group]
        names = _named(phrases, articles, [counted[article.path] for article in articles], rare)
        topic = next((name for name in names if name.lower() not in found), articles[0].title)
        found[topic.lower()] = _proposal(topic, articles)
        for phrase in (p for p in phrases if p.named and len(p.stems) == 1):
            everywhere[phrase.text] = [o.article for o in openings if phrase.stems <= counted[o.article.path].keys()]
    # What a folder is about as a whole tells no group apart, and is what a newcomer asks first.
    broad = max(sorted(everywhere), key=lambda name: len(everywhere[name]), default="")
    if len(openings) >= LEAST_FOLDER and len(everywhere.get(broad, ())) > len(openings) / 2:
        return [_proposal(broad, everywhere[broad]), *found.values()][:most]
    return list(found.values())


def _proposal(topic: str, articles: Sequence[Article]) -> Proposal:
    newest = max(filter(None, (article.date for article in articles)), default=None)
    titles = tuple(article.title for article in articles[:EXAMPLES])
    return Proposal(topic=capitalised(topic), articles=len(articles), newest=newest, titles=titles)


def _groups(openings: Sequence[Opening], embedder: Embedder) -> list[list[Opening]]:
    """Return the openings in groups, the newest of each first; large groups before small ones, then the newest."""
    if len(openings) < 2:
        return [[opening] for opening in openings]
    from sklearn.cluster import AgglomerativeClustering

    titles = embedder.encode([opening.article.title for opening in openings])
    rows = _unit(_unit(np.array([opening.vector for opening in openings])) + titles)
    # Articles that are all on one country are near each other by that alone: what all share tells none apart.
    rows = _unit(rows - rows.mean(axis=0) * len(rows) / (len(rows) + SETTLED))
    grouping = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=NEAR)
    groups: dict[int, list[Opening]] = {}
    for label, opening in zip(grouping.fit_predict(rows), openings, strict=True):
        groups.setdefault(int(label), []).append(opening)
    return sorted(groups.values(), key=lambda group: -len(group))


def _unit(rows: FloatMatrix) -> FloatMatrix:
    unit: FloatMatrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


def _words(opening: Opening) -> str:
    return "\n".join([opening.article.title, *(chunk.text for chunk in opening.chunks)])


def _named(
    phrases: Iterable[_Phrase], group: Sequence[Article], members: Sequence[Counter[str]], rare: Mapping[str, float]
) -> list[str]:
    """Return what a group may be called, the best first: phrases, and a name with a phrase that stands beside it.

    Best are those whose words many of its articles have, and often, and few others.
    """
    within = sum(members, Counter[str]())
    worth = {word: rare[word] * math.log(1 + count) for word, count in within.items()}
    titles = [stems(article.title) for article in group]

    def score(own: frozenset[str]) -> float:
        share = sum(all(word in member for word in own) for member in members) / len(members)
        titled = any(own <= title for title in titles)
        weight = sum(worth[word] for word in own) / math.sqrt(1 + len(own))
        return float(share**SHARED * weight * (IN_TITLE if titled else 1.0))

    best = sorted(phrases, key=lambda phrase: (-score(phrase.stems), phrase.text))[:PAIRED]
    scored = {p.text: score(p.stems) * (NAMED if p.named else 1.0) for p in best if len(p.stems) > 1}
    for name, other in product(best, best):
        apart = name.named and not other.named and not name.stems & other.stems
        if apart and len(name.stems) <= SHORT and len(other.stems) > 1:
            scored[f"{name.text}: {other.text}"] = score(name.stems | other.stems) * IN_TWO
    return sorted(scored, key=lambda text: (-scored[text], text))


def _phrases(opening: Opening, parser: Parser) -> Iterator[_Phrase]:
    """Yield what the title and the first paragraph of an article name: "crane collapse", "drills around Taiwan".

    Two words of a headline are a name only if they stand together in the article, where a parser may take a verb for
    a noun: "Taipei lights up".
    """
    title = f"{_plainly(opening.article)}."
    prose = " ".join(map(stem, WORD.findall(opening.article.prose)))
    for tree in parser.parse([title, *opening.chunks[0].sentences]):
        for first, last in _spans(tree, prose):
            tokens = tree.tokens[first : last + 1]
            content = frozenset(stem(t.text) for t in tokens if WORD.fullmatch(t.text) and tells(t.text))
            if content and len(tokens) <= LONGEST:
                named = any((t.pos == "PROPN" or t.entity in NAMES) and t.text[0].isupper() for t in tokens)
                yield _Phrase(tree.said(tokens[0], tokens[-1]), content, named)


def _spans(tree: Tree, prose: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each run of nouns with what stands before them, and of two that are linked."""
    runs: list[tuple[int, int]] = []
    for token in tree.tokens:
        joins = bool(runs) and runs[-1][1] == token.index - 1
        if not joins and token.index and token.text in HYPHENS and tree.tokens[token.index - 1].end == token.start:
            runs.append((token.index - 1, token.index))  # all-girl
            continue
        if joins and _goes_on(tree, token, prose):
            runs[-1] = (runs[-1][0], token.index)
        elif _names(token):
            runs.append((token.index, token.index))
    nouns = [(first, last) for first, last in runs if tree.tokens[last].pos != "ADJ"]
    yield from nouns
    for (first, end), (start, last) in pairwise(nouns):
        between = tree.tokens[end + 1 : start]
        both = all(tree.tokens[i].pos == "PROPN" for i in (end, last))
        linked = bool(between) and (between[0].lemma in LINKING or (both and between[0].lemma == "and"))
        if linked and all(t.pos == "DET" for t in between[1:]):
            yield first, last


def _goes_on(tree: Tree, token: Token, prose: str) -> bool:
    """Return whether a word goes on with a run: "-" and "te" of Ching-te, 6 of Internet Explorer 6."""
    before = tree.tokens[token.index - 1]
    if before.end == token.start and (token.text in HYPHENS or before.text in HYPHENS):
        return True
    plural = "NNS" in {before.tag, token.tag} and before.pos != "ADJ"
    if plural and f"{stem(before.text)} {stem(token.text)}" not in prose:
        return False
    return _names(token) or (before.pos == "PROPN" and token.text.isdigit())


def _names(token: Token) -> bool:
    """Return whether a word may begin what names something."""
    if token.lemma in PERIODS or token.lemma in words("en", "polarity")["times"]:
        return False
    return token.pos in {"ADJ", "NOUN", "PROPN"} and token.entity not in COUNTED


def _plainly(article: Article) -> str:
    """Return a title with capitals only where the article has them: of "Crane Collapse In Mecca" Mecca's."""
    known = set(WORD.findall(article.prose))
    lower = {word: word.lower() for word in WORD.findall(article.title) if word not in known and word.lower() in known}
    return WORD.sub(lambda found: lower.get(found[0], found[0]), article.title)

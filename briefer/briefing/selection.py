"""Chooses the sentences that a brief is made of: what is on the topic, what matters most, what fits. Knows no models.

What is chosen stands in the sources word for word, so nothing here can say what they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from briefer.errors import UsageError
from briefer.grounding.retrieve import Hit
from briefer.language.attribution import attributions
from briefer.language.dates import DATE
from briefer.language.discourse import unspoken
from briefer.language.lists import words as listed
from briefer.language.parser import Tree
from briefer.language.quantities import numbers
from briefer.language.tokens import overlap, same_matter, singulars, terms
from briefer.models.embedder import Embedder
from briefer.schema import Article, Paragraph, Role, Span

MOSTLY = 0.4  # of an article's paragraphs, that have a topic's words where it is on it
LEAD = 1.15  # times the weight of the opening's other sentences
LEANING = 0.6  # of the weight that it would have
DEFINED = 0.5  # what a topic is, which is no news of it
OPENING = 2  # paragraphs of an article, which tell its news
NEWS = 1.5  # times the weight of what stands further down
SAID_AGAIN = 0.45  # of the words of two sentences
LEAST_TOLD = 0.5  # of 15 content words: "X also carried a message about Y" tells nothing
QUOTED = 5  # tokens of a quotation from which on it is somebody's words, and no name or term
LABEL_WORDS = 7  # that stand around a statement: its event, its marks
SOURCE_WORDS = 20  # that stand around a source's title: file, publisher, date, its event and when it was


@dataclass(frozen=True, slots=True)
class BriefSettings:
    """How much is read and how much fits; probabilities and cosines are 0–1, room is in words."""

    topic: float = 0.5
    near: float = 0.35
    few: int = 4
    support: float = 0.6
    says: float = 0.4
    passages: int = 12
    points: int = 8
    a_passage: int = 3
    articles: int = 4
    statements: int = 3
    events: int = 4
    gaps: int = 3
    disagreements: int = 2
    room: int = 400

    def sized(self, words: int) -> BriefSettings:
        """Return the settings of a page with room for so many words, from 100 to 2,000, and points to fill it.

        Raises UsageError for another number.
        """
        if not 100 <= words <= 2000:
            raise UsageError(f"A brief of {words} words cannot be written. Choose from 100 to 2,000.")
        if words == self.room:
            return self
        return replace(self, room=words, points=max(3, round(self.points * words / self.room)))


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence on the topic, the passage it stands in, and how much it matters (higher is more)."""

    hit: Hit
    span: Span
    weight: float

    @property
    def path(self) -> str:
        """Return the path of its article."""
        return self.hit.chunk.article.path

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self.hit.chunk.article.text[self.span.start : self.span.end]

    @property
    def tree(self) -> Tree:
        """Return the sentence, parsed."""
        return self.hit.chunk.analysis.trees[self.hit.chunk.spans.index(self.span)]

    @property
    def offset(self) -> int:
        """Return where in the sentence its tree begins: behind the place that a report was sent from."""
        return len(self.text) - len(self.tree.text)

    @property
    def spoken(self) -> bool:
        """Return whether somebody's own words are quoted in it, or somebody says in it that something is so."""
        tree = self.tree
        said = attributions(tree)
        quoted = any(sum(a <= t.start < b for t in tree.tokens) > QUOTED for a, b in tree.quotes)
        that = (t for t in tree.tokens if t.text == "that" and t.dep == "mark")
        return bool(said) and (quoted or any(t.index in one.covers for t in that for one in said))


class Page:
    """What is on the page so far: nothing is said twice, and nothing is added that does not fit."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._said: list[tuple[set[str], set[str]]] = []

    def takes(self, text: str, *, beside: int = 1) -> bool:
        """Return whether a text is new and fits, and put it on the page if so; beside is what stands around it."""
        words, counted, length = set(terms(text)), set(numbers(DATE.sub("", text))), len(text.split()) + beside
        for said, numbered in self._said:
            same = len(counted) > 1 and counted <= numbered  # the same figures: the same news
            alike = SAID_AGAIN / 2 if same else SAID_AGAIN
            if overlap(words, said) > alike or words <= said:
                return False
        if length > self.room:
            return False
        self.room -= length
        self._said.append((words, counted))
        return True


def points_on(topic: str, read: list[tuple[Hit, float]], embedder: Embedder, settings: BriefSettings) -> list[Point]:
    """Return the sentences that say something of the topic, each passage's best few, the weightiest first.

    A sentence weighs more the nearer it is to the topic, if it has the topic's words, and the more it tells.
    """
    wanted = singulars(topic)
    points: list[Point] = []
    for hit, about in [*read, *_leads(wanted, read)]:
        rows = embedder.encode([topic, *hit.chunk.sentences])
        own: list[Point] = []
        opening = [part.number for part in opening_of(hit.chunk.article)]
        number = hit.chunk.paragraph.number
        on_it = number == opening[0] and _mostly_on(wanted, hit.chunk.article)
        goes_on = 0.0
        lists = listed("en", "statements")
        for span, text, row in zip(hit.chunk.paragraph.sentences, hit.chunk.sentences, rows[1:], strict=True):
            begins = text.split()[0].lower().removesuffix("’s").removesuffix("'s") if text.split() else ""
            near = float(rows[0] @ row)
            lead = number == opening[0] and span == hit.chunk.paragraph.sentences[0]
            has = bool(wanted & singulars(text))
            named = float(has) or (0.5 if lead and on_it else goes_on if begins in lists["goes_on"] else 0.0)
            goes_on = named / 2
            tells = min(len(set(terms(text))), 15) / 15
            aside = begins in lists["asides"] or (text.startswith("(") and text.endswith(")"))
            told = tells >= LEAST_TOLD and not aside and not _half_quoted(hit, span)
            if told and (named or near >= settings.near):
                whole = 1.0 if balanced(text) else 0.5  # half a quotation reads badly
                alone = LEANING if begins in lists["leans"] else DEFINED if _defines(wanted, text) else 1.0
                news = NEWS * LEAD if lead and has else NEWS if number in opening else 1.0
                own.append(Point(hit, span, about * (near + named) * tells * whole * alone * news))
        points += sorted(own, key=lambda p: -p.weight)[: settings.a_passage]
    return sorted(points, key=lambda p: -p.weight)


def _defines(wanted: set[str], text: str) -> bool:
    """Return whether a sentence begins with telling what a topic is: "DACA is a policy of 2012"."""
    said = text.removeprefix("The ").split()
    at = next((n for n, word in enumerate(said[:-1]) if word in {"is", "was", "are", "were"}), None)
    return bool(at and said[at + 1] in {"a", "an", "the"} and wanted <= singulars(" ".join(said[:at])))


def _leads(wanted: set[str], read: list[tuple[Hit, float]]) -> list[tuple[Hit, float]]:
    """Return the first paragraphs of articles that are mostly on a topic, where these are not among what was read."""
    found = {hit.chunk.article.path: (hit, about) for hit, about in reversed(read)}
    seen = {(hit.chunk.article.path, hit.chunk.paragraph.number) for hit, _ in read}
    return [
        (replace(hit, chunk=hit.chunk.alone(first)), about)
        for hit, about in found.values()
        if (first := opening_of(hit.chunk.article)[0])
        and (hit.chunk.article.path, first.number) not in seen
        and _mostly_on(wanted, hit.chunk.article)
    ]


def _mostly_on(wanted: set[str], article: Article) -> bool:
    prose = _prose(article)
    named = sum(bool(wanted & singulars(article.text[part.start : part.end])) for part in prose)
    return named >= MOSTLY * len(prose) > 0


def choose(points: list[Point], page: Page, settings: BriefSettings) -> list[Point]:
    """Return what goes on the page, weightiest first: every article's best before any article's second."""
    seen: dict[str, int] = {}
    ranked = []
    for point in points:
        if point.path not in seen and len(seen) == settings.articles:
            continue
        turn = seen[point.path] = seen.get(point.path, -1) + 1
        ranked.append((turn, -point.weight, point.span.start, point))
    chosen: list[Point] = []
    for *_, point in sorted(ranked, key=lambda row: row[:3]):
        title = point.hit.chunk.article.title.split()
        listed = 0 if point.path in {other.path for other in chosen} else len(title) + SOURCE_WORDS
        if len(chosen) < settings.points and page.takes(point.text, beside=LABEL_WORDS + listed):
            chosen.append(point)
    return sorted(chosen, key=lambda p: -p.weight)


def differing(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Return the pairs of sentences of two articles that tell of the same thing with other numbers, each point once."""
    found: list[tuple[Point, Point]] = []
    for first, second in combinations(points, 2):
        if first.path == second.path or any(p in pair for pair in found for p in (first, second)):
            continue
        one, other = set(numbers(first.text)), set(numbers(second.text))
        words, told = ({t for t in terms(p.text) if not t.isdigit()} for p in (first, second))
        if one - other and other - one and same_matter(words, told):
            found.append((first, second))
    return found


def opening_of(article: Article) -> list[Paragraph]:
    """Return the first paragraphs of an article, where what it is about stands."""
    return _prose(article)[:OPENING] or list(article.paragraphs[:1])


def _prose(article: Article) -> list[Paragraph]:
    return [part for part in article.paragraphs if part.role is Role.TEXT]


def _half_quoted(hit: Hit, span: Span) -> bool:
    """Return whether a sentence is part of a quotation of which another sentence tells who speaks."""
    return unspoken(hit.chunk.analysis, hit.chunk.spans.index(span))


def balanced(text: str) -> bool:
    """Return whether every quotation mark that a text opens is closed."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0

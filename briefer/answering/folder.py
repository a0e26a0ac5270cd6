"""Tells the questions that are about the folder itself, and answers those that its index can: counts, what is new.

Knows no model: what is counted is counted by words, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from briefer.answering.candidates import claim_of
from briefer.answering.kinds import lists_of
from briefer.answering.person import person_asked
from briefer.answering.question import Question
from briefer.answering.rank import Sentence
from briefer.grounding.cite import cite
from briefer.language.dates import DATE, iso
from briefer.language.parser import Token
from briefer.language.tokens import terms
from briefer.library.chunks import Chunk
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.schema import Claim, Span, Wording

MOST_CITED = 12  # articles of a count
MOST_NEW = 8  # articles


class Task(Enum):
    """What is wanted of the folder."""

    COUNT = "count"
    SUMMARY = "summary"
    NEW = "new"
    UNABLE = "unable"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Request:
    """A task, and the words that say on what: "the ferry fire"."""

    task: Task
    matter: str


def request_of(question: Question) -> Request | None:
    """Return what a question wants of the folder; None for one that its articles answer."""
    if name := person_asked(question):
        return Request(Task.PERSON, name)
    lists = lists_of(question.language)
    tokens = [t for t in question.tree.tokens if t.text not in "?!."]
    said = [t.text.lower() for t in tokens]
    if set(said) & lists["unable"] and set(said) & (lists["articles"] | lists["comparing"]):
        return Request(Task.UNABLE, next(word for word in said if word in lists["unable"]))
    if begins := next((phrase for phrase in SUMMARISE if said[: len(phrase)] == list(phrase)), None):
        return Request(Task.SUMMARY, _rest(question, tokens, len(begins)))
    if said[:2] == ["how", "many"] and (noun := next((n for n, w in enumerate(said[:6]) if w in lists["articles"]), 0)):
        behind = said[noun + 1 :]
        verb = next((noun + 1 + n for n, word in enumerate(behind) if word in lists["mentioning"]), 0)
        if verb and set(said[noun + 1 : verb]) <= lists["around_articles"]:  # not "articles does the treaty have"
            return Request(Task.COUNT, _rest(question, tokens, verb + 1))
    if said[:1] == ["what"] and said[2:3] == ["new"] and (len(said) == 3 or said[3] in lists["since_when"]):
        return Request(Task.NEW, _rest(question, tokens, said.index("new") + 1))
    return None


SUMMARISE = (
    ("summarise",), ("summarize",), ("sum", "up"), ("give", "me", "a", "summary", "of"), ("a", "summary", "of"),
    ("summary", "of"), ("brief", "me", "on"),
)  # fmt: skip
LEADING = re.compile(
    r"^(?:(?:the|an?|this|that|of|about|on|since|articles?|report|story|interview with)\b[\s,]*)+", re.I
)


def _rest(question: Question, tokens: Sequence[Token], place: int) -> str:
    """Return the words of a question from a place on, without its end."""
    return question.text[tokens[place].start : tokens[-1].end] if place < len(tokens) else ""


def bare(matter: str) -> str:
    """Return what a request is on, without the words that only say that it is an article: "the article about"."""
    return LEADING.sub("", matter) or matter


def counted(request: Request, library: Library, filters: Filters) -> tuple[list[Claim], str]:
    """Return how many articles have all the words of a matter in one paragraph, or why nothing is said."""
    matter = bare(request.matter).strip("\"“”'‘’ ")
    words = terms(matter)
    if not words:
        return [], "say what the articles are to mention"
    found = library.having(words, filters=filters)
    if not found:
        return [], f"no article has the words “{matter}” in one paragraph; they were counted by their words"
    total = library.count(filters)
    citations = tuple(cite(chunk, _best(chunk, words)) for chunk in found[:MOST_CITED])
    text = f"{len(found)} of {total} articles mention “{matter}”, counted by their words."
    return [Claim(text=text, support=1.0, wording=Wording.COUNTED, short=str(len(found)), citations=citations)], ""


def _best(chunk: Chunk, words: Sequence[str]) -> Span:
    """Return the sentence of a paragraph that has most of some words."""
    return max(zip(chunk.spans, chunk.sentences, strict=True), key=lambda pair: len(set(terms(pair[1])) & set(words)))[
        0
    ]


def new(request: Request, library: Library, filters: Filters) -> tuple[list[Claim], str]:
    """Return what the articles since a day begin with, the newest first, or why nothing is said.

    Without a day in the request, what the newest begin with.
    """
    days = [day for found in DATE.finditer(request.matter) if (day := iso(found.group()))]
    wanted = replace(filters, since=days[0]) if days else filters
    claims = []
    for opening in library.openings(articles=MOST_NEW, paragraphs=1, filters=wanted):
        chunk = opening.chunks[0]
        claim = claim_of(Sentence(chunk, 0, 0.0), set())
        claims.append(claim.model_copy(update={"when": opening.article.date or ""}))
    since = f" since {days[0]}" if days else ""
    return claims, "" if claims else f"no article{since} is in the folder"


def unable(request: Request) -> str:
    """Return why something is not told of articles, and what can be asked."""
    return (
        f"articles cannot be compared by {request.matter}. Ask what each says of something, which gives the lower or "
        "higher number, or how many mention it"
    )

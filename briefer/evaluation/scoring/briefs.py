"""Scores briefs against what one on their topic must have: facts, speakers, dates, and nothing that is off it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from briefer.evaluation.report import Case, Score
from briefer.evaluation.rows import BriefRow, Day, Fact, Saying, matches
from briefer.evaluation.scoring.program import Program, made_up
from briefer.language.tokens import plain
from briefer.schema import Brief, Claim

LEAD = 2  # the weight of a fact that belongs in the headline or the bottom line


@dataclass(frozen=True, slots=True)
class Scored:
    """What a brief has of what its topic asks for, and what it lacks; `wrong` has who is named instead.

    Words that are on the page without a speaker, or not at all, are in neither right nor wrong.
    """

    found: tuple[Fact, ...]
    missed: tuple[Fact, ...]
    led: tuple[Fact, ...]
    not_led: tuple[Fact, ...]
    right: tuple[Saying, ...]
    wrong: tuple[tuple[Saying, str], ...]
    unnamed: tuple[Saying, ...]
    dated: tuple[Day, ...]
    undated: tuple[Day, ...]
    off: tuple[str, ...]
    statements: int
    words: int


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement of a page, and who is named as saying it."""

    claim: Claim
    speaker: str = ""

    @property
    def text(self) -> str:
        return f"{self.speaker}: {self.claim.text}" if self.speaker else self.claim.text


def page(name: str, row: BriefRow, program: Program) -> Case:
    """Return how the program's brief on a topic does."""
    started = time.perf_counter()
    brief = program.brief(row.topic)
    seconds = time.perf_counter() - started
    scored = score(row, brief)
    scores = brief_scores(row, brief, scored)
    made = made_up(program, brief.claims())
    lacking = faults(row, brief, scored)
    return Case(
        id=name, group=name, question=row.topic, positive=not row.absent, retrieved=brief.nearest,
        failed=bool(lacking) or any(one.hit for one in made.values()),
        said=" / ".join([*lacking, *(said.text for said in _all(brief))]) or brief.reason,
        expected="no brief" if row.absent else
        f"{len(row.facts)} facts, {len(row.speakers)} speakers, {len(row.dates)} dates",
        scores=scores | made | {"tokens": Score(hit=brief.made.tokens), "seconds": Score(hit=seconds)},
    )  # fmt: skip


def score(row: BriefRow, brief: Brief) -> Scored:
    """Return what a brief has of what a row asks for.

    A fact is there if a statement matches it that cites an article on the topic.
    """
    every = _all(brief)
    lead = [claim for claim in (brief.headline, *brief.bottom_line) if claim]
    found = [fact for fact in row.facts if any(_tells(said.claim, said.text, fact, row) for said in every)]
    heads = [fact for fact in row.facts if fact.weight >= LEAD]
    led = [fact for fact in heads if any(_tells(claim, claim.text, fact, row) for claim in lead)]
    named = {saying: _named(saying, every) for saying in row.speakers}
    entries = [*brief.timeline, *brief.watch]
    dated = [d for d in row.dates if any(e.iso == d.iso and matches(d.accept, e.claim.text) for e in entries)]
    return Scored(
        found=tuple(found), missed=tuple(fact for fact in row.facts if fact not in found),
        led=tuple(led), not_led=tuple(fact for fact in heads if fact not in led),
        right=tuple(saying for saying, (right, _) in named.items() if right),
        wrong=tuple((saying, other) for saying, (right, other) in named.items() if other and not right),
        unnamed=tuple(saying for saying, (right, other) in named.items() if not (right or other)),
        dated=tuple(dated), undated=tuple(day for day in row.dates if day not in dated),
        off=tuple(said.text for said in every if any(matches(pattern, said.text) for pattern in row.off)),
        statements=len(every), words=sum(len(said.text.split()) for said in every),
    )  # fmt: skip


def brief_scores(row: BriefRow, brief: Brief, scored: Scored) -> dict[str, Score]:
    """Return what a brief adds to the figures: that it was rejected, or was not and what it has."""
    if row.absent:
        return {"rejected": Score(hit=not brief.answered)}
    facts = sum(fact.weight for fact in scored.found), sum(fact.weight for fact in row.facts)
    counts = {
        "facts found": facts,
        "lead facts": (len(scored.led), len(scored.led) + len(scored.not_led)),
        "speakers right": (len(scored.right), len(row.speakers)),
        "speakers wrong": (len(scored.wrong), len(row.speakers)),
        "dates": (len(scored.dated), len(row.dates)),
        "off-topic": (len(scored.off), scored.statements),
        "wrongly rejected": (int(not brief.answered), 1),
    }
    scores = {name: Score(hit=hit, of=of) for name, (hit, of) in counts.items() if of}
    return scores | ({"words": Score(hit=scored.words)} if brief.answered else {})


def faults(row: BriefRow, brief: Brief, scored: Scored) -> list[str]:
    """Return what is wrong with a brief, a line each, for people: what it lacks and what it should not have."""
    if row.absent:
        return ["a brief on what the articles do not tell of"] if brief.answered else []
    if not brief.answered:
        return [f"rejected: {brief.reason}"]
    elsewhere = [fact for fact in scored.not_led if fact in scored.found]
    return [
        *(f"missed: {fact.fact}" for fact in scored.missed),
        *(f"not in the lead: {fact.fact}" for fact in elsewhere),
        *(f"said by {other}, not by {saying.speaker}: {saying.words}" for saying, other in scored.wrong),
        *(f"without {saying.speaker}: {saying.words}" for saying in scored.unnamed),
        *(f"not dated {day.iso}: {day.accept}" for day in scored.undated),
        *(f"off the topic: {text}" for text in scored.off),
    ]


def _all(brief: Brief) -> list[_Said]:
    """Return every statement of a brief, each once, with its speaker where the brief names one."""
    said = [_Said(s.claim, ", ".join(filter(None, (s.speaker, s.role)))) for s in brief.who_said_what]
    spoken = {one.claim for one in said}
    return list(dict.fromkeys([*(_Said(claim) for claim in brief.claims() if claim not in spoken), *said]))


def _tells(claim: Claim, text: str, fact: Fact, row: BriefRow) -> bool:
    return any(cited.article in row.articles for cited in claim.citations) and matches(fact.accept, text)


def _named(saying: Saying, every: list[_Said]) -> tuple[bool, str]:
    """Return whether a page names who said some words, and who else it names for them, if it does.

    A statement that has the words itself is asked before one that only quotes the source with them: a quotation may
    have the words of two people. One under "who said what" names its speaker there, any other one in its text.
    """
    words = plain(saying.words)
    own = [said for said in every if words in plain(said.claim.text)]
    having = own or [said for said in every if any(words in plain(c.quote) for c in said.claim.citations)]
    right = any(matches(saying.speaker, said.speaker or said.claim.text) for said in having)
    return right, "" if right else next((said.speaker for said in having if said.speaker), "")

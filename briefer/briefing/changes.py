"""Tells what a brief says that an earlier one on the same topic did not. Knows no models.

Two statements are one if they rest on the same words of the same article, or say the same in nearly the same words
with the same facts; those that differ in a fact alone are a figure that moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from briefer.errors import ArticleNotFoundError, UsageError
from briefer.history import folded
from briefer.language.tokens import overlap, same_matter, stems
from briefer.language.versions import facts, replaced
from briefer.reviews import Changes, Gone, Loss, Moved
from briefer.schema import Article, Brief, Citation, Claim

LEAST_WORDS = 4  # of a statement that is part of a longer one; unmeasured


def changes(now: Brief, since: Brief | None, article: Callable[[str], Article]) -> Changes:
    """Return what changed from one brief to a later one; all is new if there was none.

    article gives an article of the library as it is now. Raises UsageError for briefs on two topics.
    """
    if since:
        check_topic(since, now.topic)
    known = since.claims() if since else []
    fresh = [claim for claim in _once(_told(now)) if not any(same(claim, other) for other in known)]
    moved = list(_moved(now, fresh, known))
    new = [claim for claim in fresh if not any(same(claim, one.now) for one in moved)]
    told = [*_told(now), *(one.before for one in moved)]
    gone = [
        Gone(reason=reason, claim=claim)
        for claim in _once(known)
        if (reason := lost(claim, article)) and not any(same(claim, other) for other in told)
    ]
    return Changes(
        topic=now.topic, since=since.made.at if since else None, at=now.made.at, new=tuple(new), moved=tuple(moved),
        gone=tuple(gone), reason=now.reason, nothing_new=not (new or moved or gone),
    )  # fmt: skip


def check_topic(since: Brief, topic: str) -> None:
    """Raise UsageError if an earlier brief is not on a topic."""
    if folded(since.topic) != folded(topic):
        raise UsageError(f"The earlier brief is on '{since.topic}', not on '{topic}'. Compare briefs on one topic.")


def same(first: Claim, second: Claim) -> bool:
    """Return whether two statements are one, by what they cite or by what they say."""
    if any(_one_place(mine, theirs) for mine in first.citations for theirs in second.citations):
        return True
    (mine, told), (theirs, known) = _meant(first.text), _meant(second.text)
    if told != known:
        return False
    part = min(mine, theirs, key=len)
    return same_matter(mine, theirs) or (len(part) >= LEAST_WORDS and part <= mine & theirs)


@lru_cache(maxsize=1024)
def _meant(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems and the facts of a statement."""
    return frozenset(stems(text)), frozenset(facts(text))


def lost(claim: Claim, article: Callable[[str], Article]) -> Loss | None:
    """Return why no citation of a claim stands any more, None while one does, there or elsewhere in its article."""
    reasons = [_lost(citation, article) for citation in claim.citations]
    return None if None in reasons else reasons[0]


def _lost(citation: Citation, article: Callable[[str], Article]) -> Loss | None:
    try:
        return None if citation.quote in article(citation.article).text else Loss.TEXT
    except ArticleNotFoundError:
        return Loss.ARTICLE


def _one_place(first: Citation, second: Citation) -> bool:
    within = first.quote in second.quote or second.quote in first.quote
    return within and first.article == second.article


def _told(brief: Brief) -> list[Claim]:
    """Return the statements of a brief, the headline last: what it is made of says more."""
    claims = brief.claims()
    return [*claims[1:], brief.headline] if brief.headline else claims


def _once(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims, of those that are one the first."""
    kept: list[Claim] = []
    for claim in claims:
        if not any(same(claim, other) for other in kept):
            kept.append(claim)
    return kept


def _moved(now: Brief, fresh: Sequence[Claim], known: Sequence[Claim]) -> Iterable[Moved]:
    """Yield which new statements give another value of what was known, as the brief says or as their words do."""
    valued = {
        values[0].claim: Moved(old=past.value, new=values[0].value, before=past.claim, now=values[0].claim)
        for values in (figure.values for figure in now.figures if figure.changed)
        if (past := next((v for v in values[1:] if any(same(v.claim, claim) for claim in known)), None))
        and values[0].value != past.value
    }
    for claim in fresh:
        if claim in valued:
            yield valued[claim]
        else:
            by_words = sorted(known, key=lambda other: -overlap(_meant(other.text)[0], _meant(claim.text)[0]))
            pairs = ((other, replaced(other.text, claim.text)) for other in by_words)
            if found := next(((other, pair) for other, pair in pairs if pair), None):
                yield Moved(old=found[1][0], new=found[1][1], before=found[0], now=claim)

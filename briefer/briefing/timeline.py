"""Puts what is dated in order. Knows nothing of searching."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.briefing.selection import BriefSettings, Point
from briefer.language.calendar import event_date
from briefer.schema import Claim, Event


def timeline(
    dated: Sequence[Point],
    claims: dict[Point, Claim],
    settings: BriefSettings,
) -> list[Event]:
    """Return what happened when: the dated points."""
    found = []
    for point in dated:
        date = event_date(point.tree, point.hit.chunk.article.date)
        if date:
            found.append(Event(date=date.text, iso=date.iso, worked_out=date.worked_out, claim=claims[point]))
    return sorted(found[: settings.events], key=lambda event: (event.iso is None, event.iso or ""))

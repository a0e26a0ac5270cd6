"""Puts what is dated in order. Knows nothing of searching."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.briefing.selection import BriefSettings, Point
from briefer.language.dates import when
from briefer.schema import Claim, Event


def timeline(
    dated: Sequence[Point],
    claims: dict[Point, Claim],
    settings: BriefSettings,
) -> list[Event]:
    """Return what happened when: the dated points."""
    found = []
    for point in dated:
        date = when(point.text)
        if date:
            found.append(Event(date=date.text, iso=date.iso, claim=claims[point]))
    return sorted(found[: settings.events], key=lambda event: (event.iso is None, event.iso or ""))

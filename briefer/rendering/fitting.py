"""Makes a brief fit a page: whole statements give way, by their weight. Knows nothing of how a page is drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from briefer.briefing.sources import rests_on, sources_of
from briefer.rendering.layout import LEFT_OUT
from briefer.schema import Brief

# How readily a section gives way: the one whose number of entries, times this, is highest loses its least weighty one.
# So a page keeps its proportions. Chosen by looking at pages; nobody measured them.
GIVES_WAY = {"timeline": 1.6, "gaps": 1.4, "watch": 1.1, "who_said_what": 1.0, "figures": 1.0, "key_points": 0.8}


def fitted(brief: Brief, fits: Callable[[Brief], bool]) -> Brief:
    """Return a brief that does not fit with as few statements left out as it takes, at most all that `lighter` can."""
    ever_lighter = list(lighter(brief))
    if not ever_lighter:
        return brief
    least = bisect_left(ever_lighter, True, key=fits)
    return ever_lighter[min(least, len(ever_lighter) - 1)]


def lighter(brief: Brief) -> Iterator[Brief]:
    """Yield a brief with one statement less, then two, and so on; the headline and a first line always stay.

    Lists are in the order of weight, so the last gives way first; of a timeline, the earliest. A source that nothing
    cites any more goes too.
    """
    left = 0
    while name := _heaviest(brief):
        entries = getattr(brief, name)
        kept = entries[1:] if name == "timeline" else entries[:-1]
        left += 1
        brief = _sourced(brief.model_copy(update={name: kept}), left)
        yield brief


def _heaviest(brief: Brief) -> str:
    """Return the list that gives way next: the bottom line after all others, "" when only its first line is left."""
    weights = {name: len(getattr(brief, name)) * readily for name, readily in GIVES_WAY.items()}
    name = max(weights, key=lambda n: weights[n])
    if weights[name]:
        return name
    return "bottom_line" if len(brief.bottom_line) > 1 else ""


def _sourced(brief: Brief, left: int) -> Brief:
    """Return a brief that lists what it cites, and says how many of its statements were left out."""
    cited = {source.article: source for source in sources_of(brief.claims())}
    sources = [cited[source.article] for source in brief.sources if source.article in cited]
    accounts = min(brief.accounts, len(sources))
    return brief.model_copy(
        update={
            "sources": tuple(sources),
            "accounts": accounts,
            "rests_on": rests_on(sources, accounts, brief.key_points) if brief.rests_on else "",
            "made": brief.made.model_copy(update={"settings": brief.made.settings | {LEFT_OUT: left}}),
        }
    )

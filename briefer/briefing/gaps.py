"""Tells what a reader will ask next and no passage says. Knows no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from briefer.briefing.selection import BriefSettings, Point
from briefer.grounding.retrieve import Hit
from briefer.language.attribution import speakers
from briefer.language.tokens import terms
from briefer.library.chunks import Chunk
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.schema import Claim, Role

GAP_CANDIDATES = 4


def gaps_of(
    topic: str,
    claims: Mapping[Point, Claim],
    read: Sequence[tuple[Hit, float]],
    model: LanguageModel,
    settings: BriefSettings,
) -> list[str]:
    """Return what a reader will ask next and no passage says.

    Whoever speaks in the cited articles and not on the topic, if the model finds nothing that they say of it; and the
    articles that carry no date.
    """
    cited = {point.path: point.hit.chunk for point in claims}
    heard = set(terms(" ".join([topic, *(claim.text for claim in claims.values())])))
    gaps = []
    for name in _speaking(list(cited.values())):
        if set(terms(name)) & heard:
            continue
        question = f"What did {name} say about {topic}?"
        prompts = [fill("read", {"passage": hit.chunk.text, "question": question}) for hit, _ in read[:3]]
        if all(model.choose(prompt, ("Yes", "No"))[0] < settings.says for prompt in prompts):
            gaps.append(f"What {name} said about {topic}.")
    undated = sum(chunk.article.date is None for chunk in cited.values())
    return [*gaps, *_undated(undated, len(cited))][: settings.gaps]


def _speaking(cited: Sequence[Chunk]) -> list[str]:
    """Return who speaks most in some articles, by name."""
    counted = Counter(
        one.text
        for chunk in cited
        for part in chunk.article.paragraphs
        if part.role is Role.TEXT
        for tree in chunk.alone(part).analysis.trees
        for one in speakers(tree)
        if one.named
    )
    return [name for name, _ in counted.most_common(GAP_CANDIDATES)]


def _undated(undated: int, count: int) -> list[str]:
    if not undated:
        return []
    of = "The article" if count == 1 else f"{undated} of the {count} articles"
    if undated == 1:
        return [f"When it was published. {of} carries no date."]
    return [f"When they were published. {of} carry no date."]

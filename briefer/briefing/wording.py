"""Puts the bottom line and the key points of a page into the model's words, each statement checked.

Where the model adds anything, or what it wrote is not supported, the source's own words stay. Knows no formats.
"""

from __future__ import annotations

from briefer.briefing.settings import BriefSettings
from briefer.errors import OutputError
from briefer.grounding.check import check
from briefer.grounding.trace import Trace
from briefer.grounding.write import sentence
from briefer.language.tokens import plain
from briefer.library.library import Library
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage
from briefer.schema import Brief, Claim, Wording


def in_the_models_words(
    page: Brief, library: Library, model: LanguageModel, *, settings: BriefSettings, report: Report, trace: Trace
) -> Brief:
    """Return a page with its bottom line and key points restated by the model where that holds."""
    claims = [*page.bottom_line, *page.key_points]
    restated = []
    for done, claim in enumerate(claims):
        report(Progress(Stage.WRITE, done, len(claims)))
        restated.append(
            _restated(claim, page.topic, library=library, model=model, support=settings.support, trace=trace)
        )
    first = len(page.bottom_line)
    return page.model_copy(update={"bottom_line": tuple(restated[:first]), "key_points": tuple(restated[first:])})


def _restated(
    claim: Claim, topic: str, *, library: Library, model: LanguageModel, support: float, trace: Trace
) -> Claim:
    cited = claim.citations[0]
    chunk = next((c for c in library.prose(cited.article).values() if c.paragraph.number == cited.paragraph), None)
    if chunk is None:
        return claim
    try:
        text = sentence(fill("plainly", {"passage": chunk.text, "sentence": claim.text, "topic": topic}), model)
    except OutputError:
        return claim
    if plain(text) == plain(claim.text):  # it has nothing of its own to say
        return claim
    result = check(text, chunk, model)
    kept = result.support >= support and not result.missing
    trace.add(Stage.WRITE, text, "in place of the source's words" if kept else "dropped", value=result.support)
    if not kept:
        return claim
    return claim.model_copy(update={"text": text, "support": result.support, "wording": Wording.MODEL})

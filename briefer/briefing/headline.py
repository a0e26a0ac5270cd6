"""Has the model write a headline, and keeps it only if one sentence says it, in its order. Knows no page."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from briefer.briefing.selection import BriefSettings
from briefer.errors import OutputError
from briefer.grounding.check import check
from briefer.grounding.cite import align, cite
from briefer.grounding.retrieve import Hit
from briefer.language.tokens import in_order, stem, stems, terms
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.schema import Claim, Wording

LONGEST_HEADLINE = 90


class Headline(BaseModel):
    """A headline as a model wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headline: Annotated[
        str, Field(min_length=10, max_length=LONGEST_HEADLINE, pattern=r"^[A-Z0-9“\"'][^\p{C}\p{Zl}\p{Zp}\[\]<>{}|.]*$")
    ]


def headline(topic: str, hit: Hit, model: LanguageModel, settings: BriefSettings) -> Claim | None:
    """Return a headline on what a passage reports about a topic; None if none that is supported was written."""
    found = hit.chunk
    try:
        output = model.generate(fill("headline", {"passage": found.text, "topic": topic}), Headline, max_tokens=60)
    except OutputError:
        return None
    text = output.headline.strip()
    if len(output.headline) >= LONGEST_HEADLINE:
        return None  # cut within a word, perhaps
    cited = cite(found, align(text, found, found.paragraph.sentences[0])[0])
    given = stems(topic) - stems(cited.quote)
    if not in_order(" ".join(word for word in terms(text) if stem(word) not in given), cited.quote):
        return None  # words of two sentences, or in another order: who did what to whom may be another
    result = check(text, found, model, given=topic)
    if result.support < settings.support:
        return None
    return Claim(text=text, support=result.support, wording=Wording.MODEL, citations=(cited,))

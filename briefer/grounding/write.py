"""Has the model write claims from one passage, each with the sentence it rests on. Knows nothing of searching.

The grammar of each request is made for its passage: the quotation can only be one of the passage's own sentences, so
a citation that does not exist cannot be written, whatever the model.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from briefer.language.tokens import capitalised
from briefer.library.chunks import Chunk
from briefer.models.llm.base import LanguageModel, Prompt
from briefer.schema import Span

MOST = 320
# Long enough for a full sentence with its speaker, short enough to be read at a glance.
ClaimText = Annotated[
    str, Field(min_length=8, max_length=MOST, pattern=r"^[A-Z0-9“\"'][^\p{C}\p{Zl}\p{Zp}\[\]<>{}|]*[.!?”\"]$")
]
OF_PASSAGE = re.compile(
    r"(?:according to the passage,? |the passage (?:states|says|reports|mentions|notes|indicates) that )", re.IGNORECASE
)


class Draft(BaseModel):
    """A claim as a model wrote it: the sentence it rests on, then the claim."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quote: str
    claim: ClaimText


class Sentence(BaseModel):
    """One sentence as a model wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: ClaimText


def draft_schema(sentences: list[str]) -> type[Draft]:
    """Return the schema of a claim that rests on one of these sentences."""
    return create_model("Draft", __base__=Draft, quote=(Literal[tuple(sentences)], ...))  # type: ignore[arg-type]


def draft(prompt: Prompt, chunk: Chunk, model: LanguageModel) -> tuple[Span, str]:
    """Return the sentence, as a span of the article, and the claim that the model wrote on it, or it if that was cut.

    Raises OutputError if the model does not end its claim.
    """
    output = model.generate(prompt, draft_schema(chunk.sentences), max_tokens=400)
    whole = len(output.claim) < MOST  # one as long as may be was cut, within a word perhaps
    text = itself(output.claim) if whole else output.quote
    return chunk.spans[chunk.sentences.index(output.quote)], text


def itself(claim: str) -> str:
    """Return a claim without "The passage states that" before it: whoever reads it sees no passage."""
    begun = OF_PASSAGE.match(claim.rstrip())
    return capitalised(claim[begun.end() :]) if begun else claim


def sentence(prompt: Prompt, model: LanguageModel) -> str:
    """Return one sentence that the model wrote; raises OutputError if it does not end it."""
    return itself(model.generate(prompt, Sentence, max_tokens=200).claim)

"""Has the model write claims from one passage, each with the sentence it rests on. Knows nothing of searching.

The grammar of each request is made for its passage: the quotation can only be one of the passage's own sentences, so
a citation that does not exist cannot be written, whatever the model.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from briefer.errors import OutputError
from briefer.library import Found
from briefer.llm.base import LanguageModel, Prompt
from briefer.prompts import fill
from briefer.questions import short_answers
from briefer.schema import Citation, Claim, Span
from briefer.words import MARK, SPEECH, capitalised, in_quotation, terms, unquoted, unspoken

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


def draft(prompt: Prompt, found: Found, model: LanguageModel) -> tuple[Span, str]:
    """Return the sentence, as a span of the article, and the claim that the model wrote on it, or it if that was cut.

    Raises OutputError if the model does not end its claim.
    """
    output = model.generate(prompt, draft_schema(found.sentences), max_tokens=400)
    whole = len(output.claim) < MOST  # one as long as may be was cut, within a word perhaps
    text = itself(output.claim) if whole else output.quote
    return found.paragraph.sentences[found.sentences.index(output.quote)], text


def itself(claim: str) -> str:
    """Return a claim without "The passage states that" before it: whoever reads it sees no passage."""
    begun = OF_PASSAGE.match(claim.rstrip())
    return capitalised(claim[begun.end() :]) if begun else claim


def short(question: str, said: str, claim: Claim, found: Found, model: LanguageModel) -> str:
    """Return the few words of a claim's quotations that answer a question; the claim's text if the model finds none.

    said is what the model wrote of the passage, even where a sentence of the passage stands in its place.
    """
    runs = [run for citation in claim.citations for run in short_answers(citation.quote, question)]
    if not runs:
        return claim.text
    schema = create_model("Short", __config__=ConfigDict(extra="forbid"), short=(Literal[tuple(runs)], ...))  # type: ignore[arg-type]
    shown = {"passage": found.text, "question": question, "claim": said}
    try:
        return str(model.generate(fill("short", shown), schema, max_tokens=60).model_dump()["short"])
    except OutputError:
        return claim.text


def sentence(prompt: Prompt, model: LanguageModel) -> str:
    """Return one sentence that the model wrote; raises OutputError if it does not end it."""
    return itself(model.generate(prompt, Sentence, max_tokens=200).claim)


def align(claim: str, found: Found, chosen: Span) -> list[Span]:
    """Return the one or two sentences of a paragraph that a claim's words come from, the best first.

    Words are weighed by how few of the paragraph's sentences have them. The sentence that the model chose wins ties;
    a second one is cited only for words that the first does not have.
    """
    sentences = [
        (span, set(terms(text))) for span, text in zip(found.paragraph.sentences, found.sentences, strict=True)
    ]
    weights = {word: 1 / sum(word in words for _, words in sentences) for _, words in sentences for word in words}
    wanted = {word for word in terms(claim) if word in weights}

    def worth(words: set[str], missing: set[str]) -> float:
        return sum(weights[word] for word in words & missing)

    first = max(sentences, key=lambda s: worth(s[1], wanted) + (0.5 if s[0] == chosen else 0))
    left = wanted - first[1]
    second = max(sentences, key=lambda s: worth(s[1], left))
    return [first[0], second[0]] if worth(second[1], left) >= 2.5 else [first[0]]


def cite(found: Found, span: Span) -> Citation:
    """Return the citation of a stretch of a found paragraph."""
    article = found.article
    return Citation(
        article=article.path, title=article.title, publisher=article.publisher, date=article.date,
        paragraph=found.paragraph.number, quote=article.text[span.start : span.end], start=span.start, end=span.end,
    )  # fmt: skip


def verbatim(found: Found, span: Span) -> Claim:
    """Return the claim that is a sentence of the article, word for word: nothing supports it better.

    A sentence within a longer quotation stands in its marks, and beside it the sentence that tells who speaks, if any.
    """
    paragraph, text = found.paragraph, found.article.text
    teller = _teller(found, span)
    spans = [span] if teller is None else sorted([span, teller], key=lambda s: s.start)
    said, marks = [], "“”" if "“" in text[paragraph.start : paragraph.end] else '""'
    for part in spans:
        before, after = (in_quotation(text[paragraph.start : edge]) for edge in (part.start, part.end))
        said.append(f"{marks[0] * before}{text[part.start : part.end]}{marks[1] * after}")
    follows = len(spans) == 2 and not text[spans[0].end : spans[1].start].strip()
    cited = tuple(cite(found, part) for part in ([span] if teller is None else [span, teller]))
    return Claim(text=(" " if follows else " … ").join(said), support=1.0, verbatim=True, citations=cited)


def _teller(found: Found, span: Span) -> Span | None:
    """Return the sentence that tells who says a sentence which is part of a quotation, if that does not tell itself.

    It is the one in which the quotation ends or begins; or the one before, if that ends what the same one says before.
    """
    start = found.paragraph.start
    text = found.article.text[start : found.paragraph.end]
    sentences = found.paragraph.sentences
    if not unspoken(text, span.start - start, span.end - start):
        return None
    marks = list(MARK.finditer(text))
    closes = next(
        (mark.start() for mark in marks if not mark["opens"] and mark.start() > span.start - start), len(text)
    )
    opens = max(
        (mark.start() for mark in marks if mark["opens"] and mark.start() < min(closes, span.end - start)), default=0
    )
    first = next(i for i, s in enumerate(sentences) if s.end - start > opens)
    near = [s for s in sentences if s.start - start <= closes < s.end - start] + [sentences[first]]
    before = sentences[max(first - 1, 0)]
    if MARK.search(text[before.start - start : before.end - start]):
        near.append(before)
    return next((s for s in near if SPEECH.search(unquoted(text, s.start - start, s.end - start))), None)

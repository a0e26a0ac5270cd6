"""Has the model write claims from one passage, each with the sentence it rests on. Knows nothing of searching.

The grammar of each request is made for its passage: the quotation can only be one of the passage's own sentences, so
a citation that does not exist cannot be written, whatever the model.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from briefer.answering.question import short_answers
from briefer.errors import OutputError
from briefer.language.quotations import in_quotation, quoted, unquoted
from briefer.language.speech import SPEECH, unspoken
from briefer.language.words import capitalised, terms
from briefer.library.chunks import Chunk
from briefer.models.llm.base import LanguageModel, Prompt
from briefer.models.prompts import fill
from briefer.schema import Citation, Claim, Span

MOST = 320
# Where a report was sent from, or how it was announced, before its first sentence: "LONDON (Reuters) — The".
DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’]{2,}(?: [A-Z][A-Z.'’]+)*(?:, [A-Z][\w.]+(?: \w+)?)*(?: ?\([A-Z]\w+(?: \w+)?\))?|\([A-Z]\w+\))"
    r" ?[—–-]{1,2} (?=[A-Z“\"])|(?:FIRST ON \w+|EXCLUSIVE|BREAKING(?: NEWS)?|UPDATED?): "
)
CLOSING = {"“": "“”", '"': '""', "‘": "‘’", "'": "''"}
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


def short(question: str, said: str, claim: Claim, chunk: Chunk, model: LanguageModel) -> str:
    """Return the few words of a claim's quotations that answer a question; the claim's text if the model finds none.

    said is what the model wrote of the passage, even where a sentence of the passage stands in its place.
    """
    runs = [run for citation in claim.citations for run in short_answers(citation.quote, question)]
    if not runs:
        return claim.text
    schema = create_model("Short", __config__=ConfigDict(extra="forbid"), short=(Literal[tuple(runs)], ...))  # type: ignore[arg-type]
    shown = {"passage": chunk.block, "question": question, "claim": said}
    try:
        return str(model.generate(fill("short", shown), schema, max_tokens=60).model_dump()["short"])
    except OutputError:
        return claim.text


def sentence(prompt: Prompt, model: LanguageModel) -> str:
    """Return one sentence that the model wrote; raises OutputError if it does not end it."""
    return itself(model.generate(prompt, Sentence, max_tokens=200).claim)


def align(claim: str, chunk: Chunk, chosen: Span) -> list[Span]:
    """Return the one or two sentences of a paragraph that a claim's words come from, the best first.

    Words are weighed by how few of the paragraph's sentences have them. The sentence that the model chose wins ties;
    a second one is cited only for words that the first does not have.
    """
    sentences = [(span, set(terms(text))) for span, text in zip(chunk.spans, chunk.sentences, strict=True)]
    weights = {word: 1 / sum(word in words for _, words in sentences) for _, words in sentences for word in words}
    wanted = {word for word in terms(claim) if word in weights}

    def worth(words: set[str], missing: set[str]) -> float:
        return sum(weights[word] for word in words & missing)

    first = max(sentences, key=lambda s: worth(s[1], wanted) + (0.5 if s[0] == chosen else 0))
    left = wanted - first[1]
    second = max(sentences, key=lambda s: worth(s[1], left))
    return [first[0], second[0]] if worth(second[1], left) >= 2.5 else [first[0]]


def cite(chunk: Chunk, span: Span) -> Citation:
    """Return the citation of a stretch of a chunk paragraph."""
    article = chunk.article
    return Citation(
        article=article.path, title=article.title, publisher=article.publisher, date=article.date,
        paragraph=chunk.number(span), quote=article.text[span.start : span.end], start=span.start, end=span.end,
    )  # fmt: skip


def verbatim(chunk: Chunk, span: Span) -> Claim:
    """Return the claim that is a sentence of the article, word for word: nothing supports it better.

    A sentence within a longer quotation stands in its marks, and beside it the sentence that tells who speaks, if any.
    The place that a report was sent from is left out.
    """
    teller = _teller(chunk, span)
    parts = [(chunk, span), *([teller] if teller else [])]
    shown = sorted(parts, key=lambda part: part[1].start)
    follows = not chunk.article.text[shown[0][1].end : shown[-1][1].start].strip()
    said = (" " if follows else " … ").join(_in_marks(*part) for part in shown)
    return Claim(text=said, support=1.0, verbatim=True, citations=tuple(cite(*part) for part in parts))


def _in_marks(chunk: Chunk, span: Span) -> str:
    """Return a sentence without its dateline, with the marks of a quotation that it is a part of."""
    text, (start, end) = chunk.text, chunk.within(span)
    marks = [(a, b, CLOSING.get(text[a], "“”")) for a, b in quoted(text)]
    before = next((pair[0] for a, b, pair in marks if a < start < b), "")
    after = next((pair[-1] for a, b, pair in marks if a < end < b), "")
    sent = DATELINE.match(text, start, end)
    return f"{before}{text[sent.end() if sent else start : end]}{after}"


def _teller(chunk: Chunk, span: Span) -> tuple[Chunk, Span] | None:
    """Return the sentence that tells who says a sentence which is part of a quotation, if that does not tell itself.

    It is the one in which the quotation ends or begins; or the one before, if that ends what the same one says before;
    or that of the paragraph before, where its quotation goes on in this one.
    """
    text, (start, end) = chunk.text, chunk.within(span)
    if not unspoken(text, start, end):
        return None
    opens, closes = next(((a, b) for a, b in quoted(text) if a < end and start < b), (start, end))
    sentences = [(chunk.within(s), s) for s in chunk.spans]
    first = next(i for i, ((_, ends), _) in enumerate(sentences) if ends > opens)
    near = [(place, s) for place, s in sentences if place[0] < closes <= place[1]] + [sentences[first]]
    before = sentences[max(first - 1, 0)]
    if any(a < before[0][1] and before[0][0] < b for a, b in quoted(text)):
        near.append(before)
    told = next((s for place, s in near if SPEECH.search(unquoted(text, *place))), None)
    if told:
        return chunk, told
    number = chunk.parts[0].number
    if opens or number == 1:
        return None
    above = chunk.alone(chunk.article.paragraphs[number - 2])
    if not in_quotation(above.text, len(above.text)):
        return None
    last = above.paragraph.sentences[-1]
    return _teller(above, last) if unspoken(above.text, *above.within(last)) else (above, last)

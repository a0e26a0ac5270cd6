"""The few words of a sentence that answer a question: runs of words that give the kind of thing that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import ConfigDict, create_model

from briefer.answering.giving import gives
from briefer.answering.kinds import Kind, lists_of
from briefer.answering.question import Question
from briefer.errors import OutputError
from briefer.language.analysis import analyse
from briefer.language.dates import DATE
from briefer.language.tokens import STOPWORDS, tells
from briefer.language.versions import RUNS
from briefer.library.chunks import Chunk
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.schema import Claim

LONGEST = 8  # words


def short(question: Question, said: str, claim: Claim, chunk: Chunk, model: LanguageModel) -> str:
    """Return the few words of a claim's quotations that answer a question; the claim's text if the model finds none.

    said is what the model wrote of the passage, even where a sentence of the passage stands in its place.
    """
    runs = [run for citation in claim.citations for run in short_answers(citation.quote, question)]
    if not runs:
        return claim.text
    schema = create_model("Short", __config__=ConfigDict(extra="forbid"), short=(Literal[tuple(runs)], ...))  # type: ignore[arg-type]
    shown = {"passage": chunk.block, "question": question.text, "claim": said}
    try:
        return str(model.generate(fill("short", shown), schema, max_tokens=60).model_dump()["short"])
    except OutputError:
        return claim.text


def spans(sentence: str, *, longest: int = LONGEST) -> list[str]:
    """Return every run of up to so many words of a sentence that does not begin or end with a word that tells nothing.

    In text order, each once, without the punctuation around it.
    """
    return list(dict.fromkeys(sentence[start:end] for start, end in _runs(sentence, longest)))


def short_answers(sentence: str, question: Question) -> list[str]:
    """Return the runs of a sentence that give the kind of thing that a question asks for.

    A date only whole; somebody, or what goes by a name, without a verb: "Walt Disney", not "Walt Disney has paid".
    """
    text = analyse(sentence, question.parser, spans=[(0, len(sentence))])
    runs = [run for run in _runs(sentence, LONGEST) if gives(text, question, within=run)]
    if question.kind in {Kind.WHO, Kind.NAME}:
        links = lists_of(question.language)["inside_names"]
        runs = [(a, b) for a, b in runs if not set(sentence[a:b].split()) & (STOPWORDS - links)]
    else:
        dates = [date.span() for date in DATE.finditer(sentence)]
        runs = [(a, b) for a, b in runs if all((a <= c and d <= b) or b <= c or d <= a for c, d in dates)]
    return list(dict.fromkeys(sentence[start:end] for start, end in runs))


def _runs(sentence: str, longest: int) -> Iterator[tuple[int, int]]:
    """Yield where the runs of up to so many words are that begin and end with words that tell something."""
    places = [found.span() for found in RUNS.finditer(sentence)]
    telling = [tells(sentence[start:end]) for start, end in places]
    for first, (start, _) in enumerate(places):
        for last in range(first, min(first + longest, len(places))):
            end = places[last][1]
            if telling[first] and telling[last] and " ..." not in sentence[start:end]:
                yield start, end

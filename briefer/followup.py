"""Rewrites a follow-up question so that it can be asked alone. Knows nothing of libraries or formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from briefer.errors import OutputError
from briefer.llm.base import LanguageModel
from briefer.prompts import fill
from briefer.schema import Answer
from briefer.words import QUESTION_WORD, bare, names, numbers, terms

# A question that begins so, or has such a word, means something that was said before.
GOES_ON = re.compile(r"(and|but|so|or|what about|how about|why|when was that|where was that)\b", re.IGNORECASE)
LEANS = re.compile(
    r"\b(he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|"
    r"the (same|other|former|latter|two|first|second))\b",
    re.IGNORECASE,
)
ALONE = 2  # words, that are no question by themselves: "Since when?"
SHORT = 5  # words: "Why so late?" goes on, "Why did Seoul close the border?" does not
LOOK_BACK = 3  # questions


class Question(BaseModel):
    """A question as a model wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[str, Field(min_length=8, max_length=240, pattern=r"^[A-Z][^\p{C}\p{Zl}\p{Zp}\[\]<>{}|?]*\?$")]


def standalone(question: str, earlier: Sequence[Answer], model: LanguageModel) -> str:
    """Return a question that asks the same without the ones before it; itself if it leans on none of them.

    What the model wrote counts only if it adds nothing: its names and numbers stand in the question, in the last
    questions or in their answers, and the question's own words are in it, the one that asks among them.
    """
    asked = [answer for answer in earlier[-LOOK_BACK:] if answer.question]
    if not asked or not leans(question):
        return question
    before = "\n".join(_told(answer) for answer in asked)
    try:
        written = model.generate(fill("followup", {"earlier": before, "question": question}), Question, max_tokens=120)
    except OutputError:
        return question
    return written.question if _adds_nothing(written.question, question, before) else question


def leans(question: str) -> bool:
    """Return whether a question can mean something only after another one."""
    length = len(question.split())
    goes_on = bool(GOES_ON.match(question)) and (length < SHORT or bool(re.match(r"and\b", question, re.IGNORECASE)))
    return length <= ALONE or goes_on or bool(LEANS.search(question))


def _told(answer: Answer) -> str:
    said = " ".join(claim.text for claim in answer.claims)
    return f"Question: {answer.question}\nAnswer: {said or 'The sources do not say.'}"


def _adds_nothing(written: str, question: str, before: str) -> bool:
    known = bare(f"{before} {question}")
    own = {word for word in terms(question) if not GOES_ON.match(word) and not LEANS.match(word)}
    asks = QUESTION_WORD.search(question)
    return (
        (asks is None or asks.group().split()[0].lower().strip("?") in bare(written))
        and set(names(f"about {written}")) <= set(known)
        and set(numbers(written)) <= set(numbers(f"{before} {question}"))
        and own <= set(terms(written))
    )

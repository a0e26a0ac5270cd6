"""Reads evaluation sets, which are told apart by their fields, not by their names. Knows nothing of measuring.

A set is a file of JSON lines; some have a second file beside it, which holds the articles. A folder stands for the
set in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from briefer.errors import EvaluationError
from briefer.evaluation.report import Evaluation, SetKind
from briefer.schema import Verdict


class Row(BaseModel):
    """A line of a set; fields that are not needed are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


RowT = TypeVar("RowT", bound=Row)


class Question(Row):
    """A question on a folder of articles; accept is a regular expression that a right answer matches.

    verdict is what is right to answer where a question wants yes or no.
    """

    id: str
    question: str
    answerable: bool
    accept: str | None
    article: str | None
    evidence: str | None
    verdict: Verdict | None = None

    @model_validator(mode="after")
    def _can_be_scored(self) -> Question:
        if self.answerable and (self.accept is None or self.evidence is None):
            raise ValueError("'accept' and 'evidence' must be given where 'answerable' is true")
        if self.verdict and not self.answerable:
            raise ValueError("'verdict' must not be given where 'answerable' is false")
        try:
            re.compile(self.accept or "")
        except re.error as exc:
            raise ValueError(f"'accept' is no regular expression ({exc})") from exc
        return self


class Multiple(Row):
    """A question with choices on one article; nei_idx is the choice that says "not enough information"."""

    question_id: str
    article_id: str
    type: str
    question: str
    choices: tuple[str, ...] = Field(min_length=2)
    answer_idx: int = Field(ge=0)
    unanswerable: bool
    nei_idx: int = Field(ge=0)

    @model_validator(mode="after")
    def _indexes_are_choices(self) -> Multiple:
        if max(self.answer_idx, self.nei_idx) >= len(self.choices):
            raise ValueError(f"'answer_idx' and 'nei_idx' must be below {len(self.choices)}, the number of 'choices'")
        return self


class Story(Row):
    """An article that multiple-choice questions are about."""

    article_id: str
    text: str


class Summary(Row):
    """A statement on a document, consistent with it (1) or not (0)."""

    id: str
    doc_id: str
    summary: str
    label: Literal[0, 1]
    edit_types: tuple[str, ...]


class Text(Row):
    """A document that summaries are of."""

    doc_id: str
    text: str


class Selected(Row):
    """A question on one passage, with the sentences of it that each annotator chose, if any did."""

    id: str
    question: str
    title: str
    passage: str
    sentences: tuple[str, ...]
    answerable: bool
    selected_sentences: tuple[tuple[str, ...], ...]


class Swapped(Row):
    """A question with true snippets, and the same ones with the answer swapped for another."""

    id: int | str
    query: str
    answer: Any
    fakeanswer: str
    positive: tuple[str, ...] = Field(min_length=1)
    positive_wrong: tuple[str, ...] = Field(min_length=1)


class Snippet(Row):
    """A document of a mixed row, with the answer that it gives."""

    text: str
    answer: str


class Mixed(Row):
    """A question with documents that may give different answers."""

    question: str
    documents: tuple[Snippet, ...] = Field(min_length=1)


class PassageClaim(Row):
    """A claim on a passage of an article, supported by it or altered in one thing, which kind names."""

    id: str
    article: str
    passage: str = Field(min_length=1)
    claim: str = Field(min_length=1)
    supported: bool
    kind: str


KINDS: dict[SetKind, type[Row]] = {
    SetKind.QUESTIONS: Question, SetKind.CHOICES: Multiple, SetKind.SUMMARIES: Summary,
    SetKind.PASSAGES: Selected, SetKind.SWAPPED: Swapped, SetKind.MIXED: Mixed, SetKind.CLAIMS: PassageClaim,
}  # fmt: skip
# The second files: what their rows are, and which field names an article.
BESIDE: dict[SetKind, tuple[type[Story] | type[Text], str]] = {
    SetKind.CHOICES: (Story, "article_id"),
    SetKind.SUMMARIES: (Text, "doc_id"),
}


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """A set: its rows in their order, and the texts of the articles that they name, by id."""

    kind: SetKind
    path: Path
    sha256: str
    rows: tuple[Row, ...]
    texts: Mapping[str, str]


def read(path: Path) -> EvaluationSet:
    """Return the set in a file or folder; raises EvaluationError, naming line and field, if it is none."""
    lines = {file: _lines(file) for file in _files(path)}
    found = [(file, kind) for file, raw in lines.items() if (kind := _kind(raw[0]))]
    if not found:
        file, raw = next(iter(lines.items()))
        raise EvaluationError(_unknown(file, raw[0]))
    if len(found) > 1:
        names = ", ".join(str(file) for file, _ in found)
        raise EvaluationError(f"'{path}' holds several sets. Name one: {names}")
    [(file, kind)] = found
    rows: list[Row] = _checked(file, lines[file], KINDS[kind])
    _each_once(file, rows)
    digest, texts = hashlib.sha256(file.read_bytes()), {}
    if kind in BESIDE:
        schema, key = BESIDE[kind]
        beside = _beside(file, schema)
        digest.update(beside.read_bytes())
        texts = {str(getattr(row, key)): str(row.text) for row in _checked(beside, _lines(beside), schema)}
        for number, row in enumerate(rows, 1):
            if getattr(row, key) not in texts:
                absent = f"'{key}' is '{getattr(row, key)}', which '{beside}' does not have"
                raise EvaluationError(f"'{file}', line {number}: {absent}. Add it there.")
    return EvaluationSet(kind, file, digest.hexdigest(), tuple(rows), texts)


def id_of(row: Row, number: int) -> str:
    """Return what a row is called: its own id, else its line in the file, from 1."""
    return str(getattr(row, "id", None) or getattr(row, "question_id", None) or number)


def report_in(path: Path) -> Evaluation | None:
    """Return the report of an earlier run if a file is one, else None."""
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text)
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or "cases" not in data:
        return None
    try:
        return Evaluation.model_validate_json(text)
    except ValidationError as exc:
        raise EvaluationError(f"'{path}' is no report of this version: {_faults(exc)}. Measure again.") from exc


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.jsonl"))
        if not files:
            raise EvaluationError(f"There is no evaluation set in '{path}' (looked for *.jsonl). Name its file.")
        return files
    if not path.is_file():
        raise EvaluationError(f"The evaluation set '{path}' is not there. Evaluation sets do not ship with Briefer.")
    return [path]


def _lines(file: Path) -> list[dict[str, Any]]:
    rows = []
    try:
        text = file.read_text(encoding="utf-8-sig").rstrip()
    except (OSError, UnicodeDecodeError) as exc:
        raise EvaluationError(f"'{file}' cannot be read as UTF-8 text ({exc}). Mend it.") from exc
    if not text:
        raise EvaluationError(f"'{file}' is empty. Give an evaluation set.")
    for number, line in enumerate(text.split("\n"), 1):
        try:
            row = json.loads(line)
        except ValueError as exc:
            raise EvaluationError(f"'{file}', line {number}: this is not JSON ({exc}). Mend it.") from exc
        if not isinstance(row, dict):
            raise EvaluationError(f"'{file}', line {number}: this is no JSON object. Mend it.")
        rows.append(row)
    return rows


def _needed(schema: type[Row]) -> set[str]:
    return {name for name, field in schema.model_fields.items() if field.is_required()}


def _kind(row: Mapping[str, Any]) -> SetKind | None:
    """Return the kind of set that a row has more than half of the fields of: a set that lacks few of them is broken."""
    has = {kind: len(_needed(schema) & set(row)) / len(_needed(schema)) for kind, schema in KINDS.items()}
    best = max(has, key=lambda kind: has[kind])
    return best if has[best] > 0.5 else None


def _unknown(file: Path, row: Mapping[str, Any]) -> str:
    known = "; ".join(f"{kind}: {', '.join(sorted(_needed(schema)))}" for kind, schema in KINDS.items())
    return f"'{file}' is no evaluation set that is known: line 1 has {', '.join(sorted(row)) or 'no fields'}. {known}."


def _beside(file: Path, schema: type[Row]) -> Path:
    for other in sorted(file.parent.glob("*.jsonl")):
        if other != file and _needed(schema) <= set(_lines(other)[0]):
            return other
    fields = " and ".join(sorted(_needed(schema)))
    raise EvaluationError(f"The articles of '{file}' are not there: no .jsonl file beside it has {fields}. Add it.")


def _checked(file: Path, rows: Sequence[Mapping[str, Any]], schema: type[RowT]) -> list[RowT]:
    checked = []
    for number, row in enumerate(rows, 1):
        try:
            checked.append(schema.model_validate_json(json.dumps(row)))  # strict, as JSON: its arrays are our tuples
        except ValidationError as exc:
            raise EvaluationError(f"'{file}', line {number}: {_faults(exc)}. Mend it.") from exc
    return checked


def _each_once(file: Path, rows: Sequence[Row]) -> None:
    lines: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        name = id_of(row, number)
        if lines.setdefault(name, number) != number:
            raise EvaluationError(f"'{file}', line {number}: the id '{name}' is that of line {lines[name]}. Change it.")


def _faults(exc: ValidationError) -> str:
    return "; ".join(
        f"'{'.'.join(map(str, fault['loc']))}': {fault['msg']}" if fault["loc"] else fault["msg"]
        for fault in exc.errors()[:3]
    )

"""Reads evaluation sets, which are told apart by their fields, not by their names. Knows nothing of measuring.

A set is a file of JSON lines; some have a second file or folders beside it, which hold the articles. A folder stands
for the set in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from briefer.errors import EvaluationError
from briefer.evaluation.report import Evaluation, SetKind
from briefer.evaluation.rows import BESIDE, KINDS, BriefRow, Row, id_of

RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """A set: its rows in their order, the texts of the articles that they name, by id, and the folders, by name."""

    kind: SetKind
    path: Path
    sha256: str
    rows: tuple[Row, ...]
    texts: Mapping[str, str]
    folders: Mapping[str, Path]


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
    folders = {row.corpus: _folder(file, row) for row in rows if isinstance(row, BriefRow)}
    return EvaluationSet(kind, file, digest.hexdigest(), tuple(rows), texts, folders)


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


def _folder(file: Path, row: BriefRow) -> Path:
    """Return the folder of a row's articles, which lies beside the set, or beside the set's own folder."""
    places = [place.absolute() / row.corpus for place in (file.parent, file.absolute().parent.parent)]
    for place in places:
        if place.is_dir():
            return place
    tried = "' nor '".join(map(str, places))
    raise EvaluationError(f"'{file}', row '{row.id}': its articles are neither in '{tried}'. Put them there.")


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

"""Measures the program on an evaluation set. Knows no command line and no formats; how a row is scored is in `scoring`.

Sets that bring their own articles get a folder of their own, and those that name folders an index of their own, for as
long as they are measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from briefer.articles.metadata import article_of
from briefer.articles.readers import normalise
from briefer.articles.readers.document import Document
from briefer.errors import OutputError
from briefer.evaluation.remembering import RememberingEmbedder
from briefer.evaluation.report import Case, Evaluation, Line, Score
from briefer.evaluation.rows import (
    BriefRow,
    ChoiceRow,
    CitationRow,
    ClaimRow,
    ConflictRow,
    QuestionRow,
    Row,
    SummaryRow,
    SwapRow,
    id_of,
)
from briefer.evaluation.scoring import briefs, choices, citations, claims, conflicts, corpus, questions
from briefer.evaluation.scoring.program import Program
from briefer.evaluation.sets import EvaluationSet
from briefer.evaluation.tally import tally
from briefer.language.parser import Parser
from briefer.models.embedder import Embedder
from briefer.models.llm.base import LanguageModel
from briefer.progress import Progress, Report, Stage

Measure = Callable[[str, Row], list[Case]]
"""Called with a row's id and the row."""
Over = Callable[[Row], Program]
"""Called with a row; gives the program over the articles that it is asked of."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: the program over the user's folder, and over any (corpus, index); its parts and its lines."""

    program: Program
    over: Callable[[Path, Path], AbstractContextManager[Program]]
    model: LanguageModel
    embedder: Embedder
    parser: Parser
    lines: Mapping[Line, float]
    version: str


def evaluate(
    found: EvaluationSet,
    subject: Subject,
    *,
    limit: int | None = None,
    whole: bool = False,
    report: Report = lambda *_: None,
) -> Evaluation:
    """Return what the program does on a set: its figures, and every row with what was said and the probabilities.

    limit takes so many rows, spread evenly over the set; whole asks SetKind.PASSAGES of the whole corpus too. report is
    told of each row before it is measured. A row whose request does not fit the model
    counts as an error and in no other figure. Ctrl-C ends the run early: what was measured until then is returned.
    """
    every = list(enumerate(found.rows, 1))
    few = limit is not None and limit < len(every)
    rows = [every[i * len(every) // limit] for i in range(limit)] if limit and few else every
    at, measured, interrupted = datetime.now(UTC).isoformat(timespec="seconds"), list[Case](), False
    with _programs(found, every if whole else rows, subject, report) as over:
        measure = _measure(found, subject, over, whole)
        for done, (number, row) in enumerate(rows):
            name = id_of(row, number)
            report(Progress(Stage.MEASURE, done, len(rows), name))
            try:
                measured += measure(name, row)
            except OutputError as exc:
                measured.append(_broken(name, row, exc))
            except KeyboardInterrupt:
                interrupted = True
                break
    lines = dict(subject.lines)
    return Evaluation(
        kind=found.kind, file=str(found.path), sha256=found.sha256, model=subject.model.name, version=subject.version,
        at=at, lines=lines, rows=len(every), interrupted=interrupted,
        figures=tally(found.kind, measured, lines), cases=tuple(measured),
    )  # fmt: skip


def _measure(found: EvaluationSet, subject: Subject, over: Over, whole: bool) -> Measure:
    given = {key: article_of(key, Document(normalise(text))) for key, text in found.texts.items()}
    embedder, model, line = RememberingEmbedder(subject.embedder), subject.model, subject.lines[Line.SUPPORT]

    def measure(name: str, row: Row) -> list[Case]:
        program = over(row)
        match row:
            case QuestionRow():
                return [questions.question(name, row, program)]
            case ChoiceRow():
                return [choices.choice(name, row, given[row.article_id], model)]
            case SummaryRow():
                article = given[row.doc_id]
                return [claims.summary(name, row, article, embedder=embedder, model=model, line=line)]
            case ClaimRow():
                return [claims.claim(name, row, model=model, parser=subject.parser, line=line)]
            case CitationRow():
                places = (False, True) if whole else (False,)
                return [citations.selected(name, row, program, everywhere=everywhere) for everywhere in places]
            case SwapRow():
                return conflicts.swapped(name, row, program)
            case ConflictRow():
                return [conflicts.mixed(name, row, program)]
            case BriefRow():
                return [briefs.page(name, row, program)]
        raise TypeError(f"Rows of {type(row).__name__} are not measured.")

    return measure


@contextmanager
def _programs(
    found: EvaluationSet, rows: Sequence[tuple[int, Row]], subject: Subject, report: Report
) -> Iterator[Over]:
    """Give the program over the folder that each row names; else over the articles that rows bring, or the user's."""
    with ExitStack() as after:
        if not found.folders:
            program = after.enter_context(_program(rows, subject, report))
            yield lambda row: program
            return
        indexes = Path(after.enter_context(TemporaryDirectory()))
        programs: dict[str, Program] = {}
        for corpus in dict.fromkeys(row.corpus for _, row in rows if isinstance(row, BriefRow)):
            over = subject.over(found.folders[corpus], indexes / str(len(programs)))
            programs[corpus] = after.enter_context(over)
            programs[corpus].ingest(report=report)
        yield lambda row: programs[row.corpus] if isinstance(row, BriefRow) else subject.program


@contextmanager
def _program(rows: Sequence[tuple[int, Row]], subject: Subject, report: Report) -> Iterator[Program]:
    """Give the program over the articles that rows bring, else over the user's folder."""
    files = {name: text for number, row in rows for name, text in corpus.articles(id_of(row, number), row).items()}
    if not files:
        yield subject.program
        return
    with TemporaryDirectory() as folder:
        place = Path(folder) / "articles"
        place.mkdir()
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")
        with subject.over(place, Path(folder) / "index") as program:
            program.ingest(report=report)
            yield program


def _broken(name: str, row: Row, exc: OutputError) -> Case:
    """Return the case of a row that the model could not be asked, or did not end its reply to."""
    question = str(
        getattr(row, "question", None)
        or getattr(row, "query", None)
        or getattr(row, "topic", None)
        or getattr(row, "summary", None)
        or getattr(row, "claim", "")
    )
    return Case(
        id=name, group=name, question=question, said=str(exc), expected="no error", failed=True,
        scores={"error": Score(hit=1)},
    )  # fmt: skip

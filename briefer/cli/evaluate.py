"""The command that measures the program, compares two measurements, and calibrates a model's lines."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli.options import (
    CorpusOption,
    ForceOption,
    Format,
    IndexOption,
    ModelOption,
    OutputOption,
    ReportFormat,
    ReportFormatOption,
    WordingOption,
    opened,
)
from briefer.cli.output import INTERRUPTED, progress, target, tell, write
from briefer.errors import UsageError

if TYPE_CHECKING:
    from briefer.evaluation.report import Evaluation
    from briefer.models.registry import Entry

Measure = Callable[[str | None], "Evaluation"]
"""Called with the name of a model, None for the default."""


def evaluate(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Evaluation set (file or folder), or a report of an earlier run."),
    ] = None,
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="A B", help="Compare two reports (json), or two models on FILE."),
    ] = None,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Find the model's line on half of the rows and write it to models.toml.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Only N rows, spread evenly over the set.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Ask each question of all passages too, where a set gives it one.")
    ] = False,
    wording: WordingOption = None,
    format: ReportFormatOption = ReportFormat.TERMINAL,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Measure the program on an evaluation set: figures with intervals, and every failure with what was retrieved."""
    from briefer.evaluation.rendering import FORMATS
    from briefer.evaluation.tally import calibrate as calibrated
    from briefer.evaluation.tally import compare as compared

    if compare and (calibrate or model):
        raise UsageError("--compare names the models or reports itself; --model and --calibrate do not go with it.")
    to = target(Format(format.value), output, force=force)
    kept = _kept(file, compare, other=any((corpus, index, model, limit, whole, wording)))

    def measure(name: str | None) -> Evaluation:
        with opened(corpus, index, name, wording=wording) as briefer, progress() as report:
            return briefer.evaluate(str(file), limit=limit, whole=whole, report=report)

    entry = _calibratable(kept[0] if kept else None, model, file) if calibrate else None
    runs = kept or _measured(compare or (model,), measure)
    interrupted = not kept and runs[-1].interrupted
    run = calibrated(runs[0]) if entry and not interrupted else runs[0]
    shown = compared(*runs) if len(runs) == 2 and runs[1].cases else run
    write(FORMATS[format](shown).encode(), to)
    if entry and run.calibration and not interrupted:
        _keep(entry, run)
    raise typer.Exit(INTERRUPTED if interrupted else 0)


def _kept(file: Path | None, compare: tuple[str, str] | None, *, other: bool) -> list[Evaluation]:
    """Return the reports that are named, none where there is something to measure.

    other is whether options say how to measure. Raises UsageError for what does not go together.
    """
    from briefer.evaluation.sets import report_in

    kept = [report for name in compare or (file,) if name and (report := report_in(Path(name)))]
    if kept and (other or (compare and file)):
        raise UsageError("A report is used as it is. Leave out FILE and options that say how to measure.")
    if (file is None and not kept) or (compare and len(kept) == 1):
        raise UsageError(
            "Say what to measure on: 'brief eval FILE'; --compare takes two reports, or FILE and two models."
        )
    return kept


def _measured(names: Sequence[str | None], measure: Measure) -> list[Evaluation]:
    """Return the runs of some models, those up to the one that was interrupted."""
    runs: list[Evaluation] = []
    for name in names:
        runs.append(measure(name))
        if runs[-1].interrupted:
            break
    return runs


def _calibratable(kept: Evaluation | None, model: str | None, file: Path | None) -> Entry:
    """Return the entry that a line can be written to; raises before anything slow is done."""
    from briefer.evaluation import sets
    from briefer.evaluation.tally import calibrates
    from briefer.models import registry, tables

    calibrates(kept.kind if kept else sets.read(Path(str(file))).kind)
    name = kept.model if kept else model
    if name and name.lower().endswith(".gguf"):
        tell(tables.table_of(Path(name)))
        raise UsageError(
            f"A line is kept in models.toml, which does not have the file '{name}'. Add the table above to it "
            f"('{tables.writable()}'), and pass the model's name instead."
        )
    tables.writable()
    known = registry.load()
    return known.entry(name) if name else known.default("llm")


def _keep(entry: Entry, run: Evaluation) -> None:
    """Write the line that was found to models.toml."""
    from briefer.models import registry, tables

    assert run.calibration is not None
    found = run.calibration
    # The other line is as it stands now: the run may be older than its calibration.
    known = registry.load().entry(entry.name).thresholds
    lines = known.model_dump() if known else {str(line): value for line, value in run.lines.items()}
    command = shlex.join(["brief", *sys.argv[1:]])
    table = registry.Thresholds.model_validate(
        lines | {str(found.line): found.after, "command": command, "date": date.today()}
    )
    path = tables.write_thresholds(entry.name, table, measured=found.line)
    tell(f"{entry.name}: {found.line} = {found.after}, in {path}")

"""What the command line can be told to do. stdout carries the result alone; progress and warnings go to stderr.

Knows nothing of exit codes but what a command means by one: 3, the sources do not say.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from briefer.errors import BrieferError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from briefer.api import Briefer
    from briefer.evaluation.report import Evaluation
    from briefer.library.filters import Filters
    from briefer.models.registry import Entry
    from briefer.progress import Progress, Report
    from briefer.rendering import Result
    from briefer.schema import Answer, Brief

NOTHING_SAID = 3
INTERRUPTED = 130


class Format(StrEnum):
    """What a result is printed as."""

    TERMINAL = "terminal"
    MD = "md"
    JSON = "json"


app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Cited one-page briefs and answers from a folder of articles, written by a model on this computer.",
)
models = typer.Typer(rich_markup_mode=None, help="List, fetch and find models.")
app.add_typer(models, name="models")


def _writable(path: Path | None) -> Path | None:
    """Return a path that a result can be written to; raises UsageError before anything slow is done."""
    if path is not None and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
        raise UsageError(f"'{path}' cannot be written. Choose another place with -o.")
    return path


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text is not None else None
    except ValueError as exc:
        raise UsageError(f"'{text}' is not a day. Write it as 2026-01-31.") from exc


CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="DIR", help="Folder of articles [else BRIEFER_CORPUS, else ./corpus]."),
]
IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index [else .briefer inside the corpus].")
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME|FILE.gguf", help="A model in models.toml, any GGUF file, or 'fake'."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="What to print.")]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write the result there instead of to stdout.", callback=_writable
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only articles from this day on (2026-01-31).", callback=_day),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only articles up to this day.", callback=_day)
]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", metavar="P", help="Only articles of this publisher.")
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help="Show what was found, read, checked and dropped, and why.")
]
TopKOption = Annotated[int, typer.Option("--top-k", min=1, max=100, help="How many paragraphs.")]


@dataclass(slots=True)
class State:
    """What applies to the whole run."""

    debug: bool = False


STATE = State()


@app.callback(invoke_without_command=True)
def run(
    context: typer.Context,
    *,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="T", help="Write a one-page brief on this topic.")
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    format: FormatOption = Format.TERMINAL,
    output: OutputOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    explain: ExplainOption = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show errors with all their details.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Cited one-page briefs and answers from a folder of articles, written by a model on this computer."""
    STATE.debug = debug
    if version:
        from briefer import __version__

        sys.stdout.write(f"{__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        if any((topic, corpus, index, model, output, since, until, publisher, explain, format is not Format.TERMINAL)):
            raise UsageError(f"Options of '{context.invoked_subcommand}' come after it; --topic stands alone.")
        return
    if topic is None:
        raise UsageError("Say what to do: --topic T for a brief, or a command (see 'brief --help').")
    filters = _filters(since, until, publisher)
    with _briefer(corpus, index, model) as briefer, _progress() as report:
        result = briefer.brief(topic, filters=filters, report=report, explain=explain)
    _told(result, format, output)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    format: FormatOption = Format.TERMINAL,
    output: OutputOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    explain: ExplainOption = False,
) -> None:
    """Answer a question from the articles, or say that they do not."""
    filters = _filters(since, until, publisher)
    with _briefer(corpus, index, model) as briefer, _progress() as report:
        result = briefer.ask(question, filters=filters, report=report, explain=explain)
    _told(result, format, output)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words or a question.")],
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format: FormatOption = Format.TERMINAL,
    output: OutputOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    top_k: TopKOption = 8,
) -> None:
    """Show the paragraphs nearest to a query; needs no language model."""
    filters = _filters(since, until, publisher)
    with _briefer(corpus, index, None) as briefer:
        found = briefer.search(query, top_k=top_k, filters=filters)
    _write(found, format, output)
    raise typer.Exit(0 if found else NOTHING_SAID)


@app.command()
def ingest(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Bring the index up to date with the folder; the other commands do this by themselves."""
    with _briefer(corpus, index, None) as briefer, _progress() as report:
        done = briefer.ingest(report=report)
    sys.stdout.write(
        f"{done.total} articles: {len(done.read)} read, {len(done.gone)} gone, {len(done.skipped)} skipped.\n"
    )


@app.command("eval")
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
    format: FormatOption = Format.TERMINAL,
    output: OutputOption = None,
) -> None:
    """Measure the program on an evaluation set: figures with intervals, and every failure with what was retrieved."""
    from briefer.evaluation.sets import report_in
    from briefer.evaluation.tally import calibrate as calibrated
    from briefer.evaluation.tally import compare as compared

    kept = [report for name in compare or (file,) if name and (report := report_in(Path(name)))]
    if compare and (calibrate or model):
        raise UsageError("--compare names the models or reports itself; --model and --calibrate do not go with it.")
    if kept and any((corpus, index, model, limit, whole, compare and file)):
        raise UsageError("A report is used as it is. Leave out FILE and options that say how to measure.")
    if (file is None and not kept) or (compare and len(kept) == 1):
        raise UsageError(
            "Say what to measure on: 'brief eval FILE'; --compare takes two reports, or FILE and two models."
        )

    def measured(name: str | None) -> Evaluation:
        with _briefer(corpus, index, name) as briefer, _progress() as report:
            return briefer.evaluate(str(file), limit=limit, whole=whole, report=report)

    entry = _calibratable(kept[0] if kept else None, model, file) if calibrate else None
    runs = list(kept)
    for name in () if kept else compare or (model,):
        if not any(run.interrupted for run in runs):
            runs.append(measured(name))
    interrupted = not kept and runs[-1].interrupted
    run = calibrated(runs[0]) if entry and not interrupted else runs[0]
    _write(compared(*runs) if len(runs) == 2 and runs[1].cases else run, format, output)
    if entry and run.calibration and not interrupted:
        _keep(entry, run)
    raise typer.Exit(INTERRUPTED if interrupted else 0)


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="Path of the article, relative to the corpus.")],
    *,
    paragraph: Annotated[int | None, typer.Option("--paragraph", min=1, help="Only this paragraph.")] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format: FormatOption = Format.TERMINAL,
    output: OutputOption = None,
) -> None:
    """Show an article's normalised text with its paragraph numbers; citations' offsets count in it."""
    with _briefer(corpus, index, None) as briefer:
        found = briefer.article(article)
    if paragraph is not None:
        if paragraph > len(found.paragraphs):
            raise UsageError(f"'{article}' has {len(found.paragraphs)} paragraphs; there is no {paragraph}.")
        found = found.model_copy(update={"paragraphs": (found.paragraphs[paragraph - 1],)})
    _write(found, format, output)


@app.command()
def ui(
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    host: Annotated[
        str,
        typer.Option("--host", metavar="HOST", help="Address to listen on; any but this computer's needs accounts."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 7860,
    auth_file: Annotated[
        Path | None,
        typer.Option(
            "--auth-file",
            metavar="FILE",
            help="Who may log in: lines of 'brief password'.",
        ),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the app in the browser.")] = True,
) -> None:
    """Open the app: ask, read, make briefs and keep articles in the browser, on this computer alone."""
    from briefer.app.auth import accounts
    from briefer.app.serve import Address, run

    address = Address(host=host, port=port, accounts=accounts(auth_file))
    with _briefer(corpus, index, model) as briefer:
        run(briefer, address, browser=browser)


@app.command()
def password(name: Annotated[str, typer.Argument(help="Who it is for.")]) -> None:
    """Print a line for --auth-file: a name with the hash of a password, which is asked for and never shown."""
    from briefer.app.auth import line

    typed = typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)
    sys.stdout.write(line(name, typed) + "\n")


@models.command("list")
def list_models() -> None:
    """List the models that are known, whether they are here, and what each is good for."""
    from briefer.models import registry

    known = registry.load()
    for name, entry in known.models.items():
        default = "*" if name in known.defaults.names else " "
        here = "here" if registry.installed(entry) else "    "
        sys.stdout.write(
            f"{default} {name:20} {here} {entry.size_told:>7}, needs {entry.memory_gb:4.1f} GB of memory, "
            f"{entry.licence}. {entry.good_for}\n"
        )


@models.command()
def pull(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Models to fetch [the defaults].")
    ] = None,
) -> None:
    """Fetch models, the defaults of each kind if none is named. The only command that uses a network."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from briefer.models import pull as fetching
    from briefer.models import registry

    known = registry.load()
    for name in names or known.defaults.names:
        entry = known.entry(name)
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=_stderr(), transient=True) as bar:
            task = bar.add_task(name, total=entry.size)

            def tell(step: fetching.Transfer) -> None:
                bar.update(task, description=step.what, completed=step.done, total=step.total)  # noqa: B023

            pulled = fetching.pull(entry, report=tell)
        source = f"from {pulled.source}" if pulled.source else "already here"
        _stderr().print(f"{name}: {source}, sha256 right.", highlight=False)
        sys.stdout.write(f"{pulled.path}\n")


@models.command()
def path(name: Annotated[str | None, typer.Argument(help="Model [the default].")] = None) -> None:
    """Print where a model lies on this computer."""
    from briefer.models import registry

    known = registry.load()
    sys.stdout.write(f"{registry.require(known.entry(name or known.defaults.llm))}\n")


@models.command()
def table(path: Annotated[Path, typer.Argument(help="GGUF file, or folder of a spaCy pipeline.")]) -> None:
    """Print the table that makes a model of one's own a model of models.toml."""
    from briefer.models import tables

    sys.stdout.write(f"{tables.table_of(path)}\n")


def _calibratable(kept: Evaluation | None, model: str | None, file: Path | None) -> Entry:
    """Return the entry that a line can be written to; raises before anything slow is done."""
    from briefer.evaluation import sets
    from briefer.evaluation.tally import calibrates
    from briefer.models import registry, tables

    calibrates(kept.kind if kept else sets.read(Path(str(file))).kind)
    name = kept.model if kept else model
    if name and name.lower().endswith(".gguf"):
        _stderr().print(tables.table_of(Path(name)), markup=False, highlight=False, soft_wrap=True)
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
    _stderr().print(f"{entry.name}: {found.line} = {found.after}, in {path}", highlight=False, soft_wrap=True)


@contextmanager
def _briefer(corpus: Path | None, index: Path | None, model: str | None) -> Iterator[Briefer]:
    from briefer.api import Briefer

    with Briefer(corpus, index=index, model=model) as briefer:
        yield briefer


def _filters(since: str | None, until: str | None, publisher: str | None) -> Filters:
    from briefer.library.filters import Filters

    return Filters(since=since, until=until, publisher=publisher)


@contextmanager
def _progress() -> Iterator[Report]:
    from rich import progress as bars

    from briefer.progress import Stage

    columns = (
        bars.TextColumn("{task.description}", markup=False),  # it may have a file's name in it
        bars.BarColumn(),
        bars.TextColumn("{task.completed}/{task.total}"),
        bars.TimeRemainingColumn(),
    )
    console = _stderr()
    with bars.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=None)
        current = Stage.START

        def report(now: Progress) -> None:
            nonlocal current
            if now.stage is not current:  # the time left of one stage says nothing of another's
                bar.reset(task, total=now.total, description=now.text)
                current = now.stage
            bar.update(task, description=now.text, completed=now.done, total=now.total)

        yield report


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def _told(result: Answer | Brief, format: Format, output: Path | None) -> NoReturn:
    """Write what the sources say, and end with the exit code that tells whether they say anything."""
    _write(result, format, output)
    raise typer.Exit(0 if result.answered else NOTHING_SAID)


def _write(result: Result, format: Format, output: Path | None) -> None:
    from briefer.rendering import FORMATS

    text = FORMATS[format.value](result)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as exc:
        sys.stdout.write(text)  # it took too long to make to be lost
        raise BrieferError(f"'{output}' cannot be written ({exc.strerror}); the result is on stdout instead.") from exc

"""The commands that ask the articles: a brief, an answer, a search."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli.options import (
    CorpusOption,
    EvidenceOption,
    ExplainOption,
    ForceOption,
    Format,
    FormatOption,
    IndexOption,
    MarkOption,
    ModelOption,
    OutputOption,
    PaperOption,
    PublisherOption,
    Run,
    Sheet,
    SinceOption,
    UntilOption,
    filters,
    opened,
)
from briefer.cli.output import NOTHING_SAID, Target, progress, target, write
from briefer.errors import UsageError

if TYPE_CHECKING:
    from briefer.api import Briefer
    from briefer.schema import Answer, Brief

TopKOption = Annotated[int, typer.Option("--top-k", min=1, max=100, help="How many paragraphs.")]


def brief(
    context: typer.Context,
    *,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="T", help="Write a one-page brief on this topic.")
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    explain: ExplainOption = False,
    paper: PaperOption = Sheet.A4,
    evidence: EvidenceOption = False,
    mark: MarkOption = "",
    debug: Annotated[bool, typer.Option("--debug", help="Show errors with all their details.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Cited one-page briefs and answers from a folder of articles, written by a model on this computer."""
    context.ensure_object(Run).debug = debug
    if version:
        from briefer import __version__

        sys.stdout.write(f"{__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        own = (topic, corpus, index, model, format, output, force, since, until, publisher, explain, evidence, mark)
        if any(own) or paper is not Sheet.A4:
            raise UsageError(f"Options of '{context.invoked_subcommand}' come after it; --topic stands alone.")
        return
    if topic is None:
        raise UsageError("Say what to do: --topic T for a brief, or a command (see 'brief --help').")
    limits, to = filters(since, until, publisher), target(format, output, force=force)
    with opened(corpus, index, model) as briefer:
        with progress() as report:
            made = briefer.brief(topic, filters=limits, report=report, explain=explain)
        made = made.model_copy(update={"mark": mark})
        write(_rendered(made, to, briefer, paper=paper, evidence=evidence), to)
    raise typer.Exit(0 if made.answered else NOTHING_SAID)


def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    explain: ExplainOption = False,
    paper: PaperOption = Sheet.A4,
    evidence: EvidenceOption = False,
) -> None:
    """Answer a question from the articles, or say that they do not."""
    limits, to = filters(since, until, publisher), target(format, output, force=force)
    with opened(corpus, index, model) as briefer:
        with progress() as report:
            answer = briefer.ask(question, filters=limits, report=report, explain=explain)
        write(_rendered(answer, to, briefer, paper=paper, evidence=evidence), to)
    raise typer.Exit(0 if answer.answered else NOTHING_SAID)


def search(
    query: Annotated[str, typer.Argument(help="Words or a question.")],
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    top_k: TopKOption = 8,
) -> None:
    """Show the paragraphs nearest to a query; needs no language model."""
    limits, to = filters(since, until, publisher), target(format, output, force=force)
    with opened(corpus, index) as briefer:
        found = briefer.search(query, top_k=top_k, filters=limits)
    from briefer.rendering import render

    write(render(found, to.format), to)
    raise typer.Exit(0 if found else NOTHING_SAID)


def _rendered(result: Brief | Answer, to: Target, briefer: Briefer, *, paper: Sheet, evidence: bool) -> bytes:
    from briefer.rendering import render
    from briefer.rendering.page import Page, Paper, paragraphs

    cited = paragraphs(result, briefer.article) if evidence or to.format is Format.HTML else {}
    return render(result, to.format, Page(Paper(paper.value), evidence=evidence, paragraphs=cited))

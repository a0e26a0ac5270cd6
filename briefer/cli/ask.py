"""The commands that ask the articles: a brief, an answer, a search."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from briefer.cli.options import (
    CorpusOption,
    ExplainOption,
    Format,
    FormatOption,
    IndexOption,
    ModelOption,
    OutputOption,
    PublisherOption,
    Run,
    SinceOption,
    UntilOption,
    filters,
    opened,
)
from briefer.cli.output import NOTHING_SAID, progress, write
from briefer.errors import UsageError

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
    context.ensure_object(Run).debug = debug
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
    limits = filters(since, until, publisher)
    with opened(corpus, index, model) as briefer, progress() as report:
        made = briefer.brief(topic, filters=limits, report=report, explain=explain)
    from briefer.rendering import FORMATS

    write(FORMATS[format](made), output)
    raise typer.Exit(0 if made.answered else NOTHING_SAID)


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
    limits = filters(since, until, publisher)
    with opened(corpus, index, model) as briefer, progress() as report:
        answer = briefer.ask(question, filters=limits, report=report, explain=explain)
    from briefer.rendering import FORMATS

    write(FORMATS[format](answer), output)
    raise typer.Exit(0 if answer.answered else NOTHING_SAID)


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
    limits = filters(since, until, publisher)
    with opened(corpus, index) as briefer:
        found = briefer.search(query, top_k=top_k, filters=limits)
    from briefer.rendering import FORMATS

    write(FORMATS[format](found), output)
    raise typer.Exit(0 if found else NOTHING_SAID)

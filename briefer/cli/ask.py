"""The commands that ask the articles: a brief, an answer, a search."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from briefer.cli.options import (
    ArticleOption,
    CorpusOption,
    EvidenceOption,
    ExplainOption,
    ForceOption,
    FormatOption,
    IndexOption,
    LangOption,
    MarkOption,
    ModelOption,
    OutputOption,
    PaperOption,
    PublisherOption,
    Run,
    Sheet,
    SinceOption,
    UntilOption,
    WordingOption,
    filters,
    opened,
    writable,
)
from briefer.cli.output import NOTHING_SAID, progress, target, write
from briefer.cli.pages import rendered
from briefer.errors import UsageError

TopKOption = Annotated[int, typer.Option("--top-k", min=1, max=100, help="How many paragraphs.")]


def brief(
    context: typer.Context,
    *,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="T", help="Write a one-page brief on this topic.")
    ] = None,
    topics: Annotated[
        Path | None,
        typer.Option("--topics", metavar="FILE", help="Write a brief on each line of a file ('-': stdin); -o DIR."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="OLD", help="Show what is new since the brief in that file, on the same topic."
        ),
    ] = None,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Show what is new since the last brief on the topic made here.")
    ] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    format: FormatOption = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the result there; with --topics, a folder."),
    ] = None,
    force: ForceOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    lang: LangOption = None,
    article: ArticleOption = None,
    wording: WordingOption = None,
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
        own = (topic, topics, against, since_last, corpus, index, model, format, output, force)
        if (
            any((*own, since, until, publisher, lang, article, wording, explain, evidence, mark))
            or paper is not Sheet.A4
        ):
            raise UsageError(f"Options of '{context.invoked_subcommand}' come after it; --topic stands alone.")
        return
    if topic is None and topics is None:
        raise UsageError("Say what to do: --topic T for a brief, or a command (see 'brief --help').")
    if (topic is not None and topics) or (against and (topics or since_last)):
        raise UsageError("--topic and --topics do not go together, nor --against with --topics or --since-last.")
    from briefer.cli.briefs import Wanted, many, one, targets, topics_in
    from briefer.verifying.reading import read_brief

    several = topics_in(topics) if topics else []
    to = targets(several, format, output, force=force) if several else target(format, writable(output), force=force)
    wanted = Wanted(
        filters(since, until, publisher, lang, article), explain=explain, paper=paper, evidence=evidence, mark=mark,
        against=read_brief(against) if against else None, since_last=since_last,
    )  # fmt: skip
    with opened(corpus, index, model, wording=wording) as briefer, progress() as report:
        if isinstance(to, list):
            code = many(briefer, several, wanted, to, report)
        else:
            code = one(briefer, str(topic), wanted, to, report)
    raise typer.Exit(code)


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
    lang: LangOption = None,
    article: ArticleOption = None,
    explain: ExplainOption = False,
    paper: PaperOption = Sheet.A4,
    evidence: EvidenceOption = False,
) -> None:
    """Answer a question from the articles, or say that they do not."""
    limits, to = filters(since, until, publisher, lang, article), target(format, output, force=force)
    with opened(corpus, index, model) as briefer:
        with progress() as report:
            answer = briefer.ask(question, filters=limits, report=report, explain=explain)
        write(rendered(answer, to.format, briefer, paper=paper, evidence=evidence), to)
    raise typer.Exit(0 if answer.answered else NOTHING_SAID)


def topics(
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
    top_k: Annotated[int, typer.Option("--top-k", min=1, max=1000, help="How many topics.")] = 20,
) -> None:
    """Propose topics: what the articles tell of, named by their own words; needs no language model."""
    to = target(format, output, force=force)
    with opened(corpus, index) as briefer, progress() as report:
        found = briefer.topics(most=top_k, report=report)
    from briefer.rendering import render

    write(render(found, to.format), to)


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
    lang: LangOption = None,
    article: ArticleOption = None,
    top_k: TopKOption = 8,
) -> None:
    """Show the paragraphs nearest to a query; needs no language model."""
    limits, to = filters(since, until, publisher, lang, article), target(format, output, force=force)
    with opened(corpus, index) as briefer, progress() as report:
        found = briefer.search(query, top_k=top_k, filters=limits, report=report)
    from briefer.rendering import render

    write(render(found, to.format), to)
    raise typer.Exit(0 if found else NOTHING_SAID)

"""The commands that keep and show the folder of articles."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from briefer.cli.options import CorpusOption, ForceOption, FormatOption, IndexOption, OutputOption, opened
from briefer.cli.output import progress, target, write
from briefer.errors import UsageError


def ingest(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Bring the index up to date with the folder; the other commands do this by themselves."""
    with opened(corpus, index) as briefer, progress() as report:
        done = briefer.ingest(report=report)
    sys.stdout.write(
        f"{done.total} articles: {len(done.read)} read, {len(done.gone)} gone, {len(done.skipped)} skipped.\n"
    )


def show(
    article: Annotated[str, typer.Argument(help="Path of the article, relative to the corpus.")],
    *,
    paragraph: Annotated[int | None, typer.Option("--paragraph", min=1, help="Only this paragraph.")] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show an article's normalised text with its paragraph numbers; citations' offsets count in it."""
    to = target(format, output, force=force)
    with opened(corpus, index) as briefer:
        found = briefer.article(article)
    if paragraph is not None:
        if paragraph > len(found.paragraphs):
            raise UsageError(f"'{article}' has {len(found.paragraphs)} paragraphs; there is no {paragraph}.")
        found = found.model_copy(update={"paragraphs": (found.paragraphs[paragraph - 1],)})
    from briefer.rendering import render

    write(render(found, to.format), to)

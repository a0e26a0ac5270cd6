"""The command that holds an earlier result against the articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefer.cli.options import CorpusOption, ForceOption, FormatOption, IndexOption, OutputOption, opened
from briefer.cli.output import target, write

DOES_NOT_HOLD = 1  # exit code


def verify(
    file: Annotated[Path, typer.Argument(help="A brief or an answer, in any format but the terminal's.")],
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format: FormatOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Tell what of a brief or an answer holds: its quotations, articles, words and page; exit code 0 if all does."""
    to = target(format, output, force=force)
    with opened(corpus, index) as briefer:
        found = briefer.verify(file)
    from briefer.rendering import render

    write(render(found, to.format), to)
    raise typer.Exit(0 if found.holds else DOES_NOT_HOLD)

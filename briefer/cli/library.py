"""The commands that keep and show the folder of articles."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from briefer.cli.options import CorpusOption, ForceOption, FormatOption, IndexOption, ModelOption, OutputOption, opened
from briefer.cli.output import progress, target, write
from briefer.errors import UsageError
from briefer.schema import Listed


def ingest(corpus: CorpusOption = None, index: IndexOption = None) -> None:
    """Bring the index up to date with the folder; the other commands do this by themselves."""
    with opened(corpus, index) as briefer, progress() as report:
        done = briefer.ingest(report=report)
    sys.stdout.write(
        f"{done.total} articles: {len(done.read)} read, {len(done.gone)} gone, {len(done.skipped)} skipped.\n"
    )


def doctor(
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="First make anew from the articles what is broken in the index.")
    ] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
) -> None:
    """Tell how index, models, memory, cores, fonts and OCR are, and what to do about what is wrong."""
    with opened(corpus, index, model) as briefer, progress() as report:
        found = briefer.doctor(repair=repair, report=report)
    for one in found:
        sys.stdout.write(f"{'!' if one.remedy else ' '} {one.what:10} {one.told}\n")
        sys.stdout.writelines([f"             {one.remedy}\n"] if one.remedy else [])


def articles(
    *,
    problems: Annotated[
        bool, typer.Option("--problems", help="Only those with something wrong or doubtful, and what it is.")
    ] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """List the articles: title, date, publisher, language, paragraphs, share that is evidence, copies, versions."""
    with opened(corpus, index) as briefer:
        listed = briefer.articles()
    for one in listed:
        if one.problems or not problems:
            sys.stdout.write(f"{_line(one)}\n")
            sys.stdout.writelines(f"    {problem}\n" for problem in one.problems)


def _line(one: Listed) -> str:
    """Return an article in one line; of a file that was not read its path alone."""
    if one.status != "indexed":
        return one.path
    about = (one.date or "no date", one.publisher or "no publisher", one.language or "no language")
    copies = f", copies: {', '.join(one.copies)}" if one.copies else ""
    copies += f", replaces: {', '.join(one.replaces)}" if one.replaces else ""
    counted = f"{one.paragraphs} paragraph{'' if one.paragraphs == 1 else 's'}, {one.evidence:.0%} evidence"
    return f"{one.path}: {one.title} ({', '.join(about)}; {counted}{copies})"


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

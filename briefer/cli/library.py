"""The commands that keep and show the folder of articles."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli.options import (
    ArticleOption,
    CorpusOption,
    ForceOption,
    FormatOption,
    IndexOption,
    LangOption,
    ModelOption,
    OutputOption,
    PublisherOption,
    SinceOption,
    UntilOption,
    filters,
    opened,
)
from briefer.cli.output import progress, target, tell, write
from briefer.errors import CorpusError, UsageError
from briefer.schema import Listed

if TYPE_CHECKING:
    from briefer.api import Briefer
    from briefer.library.ingest import Ingested


def ingest(
    *,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and do it again whenever the folder changes; Ctrl-C ends it.")
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="text=Body,title=Head",
            help="Columns of CSV and JSON that have unusual names; remembered with the index.",
        ),
    ] = None,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Bring the index up to date with the folder; the other commands do this by themselves."""
    with opened(corpus, index, columns=columns) as briefer:
        if watch:
            _watch(briefer)
        else:
            sys.stdout.write(_summary(_updated(briefer)))


def _watch(briefer: Briefer) -> None:
    """Keep the index up to date, with a line for each file that comes, changes or goes; ends when it is interrupted."""
    from briefer.library.watch import changes

    begun = False
    for _ in changes(briefer.corpus, briefer.index):
        try:
            done = _updated(briefer)
        except CorpusError as exc:  # what was emptied may be filled again
            tell(str(exc))
            continue
        if not begun:
            sys.stdout.write(_summary(done))
            begun = True
        else:
            sys.stdout.writelines(f"{path}: read\n" for path in done.read)
            sys.stdout.writelines(f"{path}: gone\n" for path in done.gone)
        sys.stdout.flush()


def _updated(briefer: Briefer) -> Ingested:
    with progress() as report:
        return briefer.ingest(report=report)


def _summary(done: Ingested) -> str:
    return f"{done.total} articles: {len(done.read)} read, {len(done.gone)} gone, {len(done.skipped)} skipped.\n"


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
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    lang: LangOption = None,
    article: ArticleOption = None,
) -> None:
    """List the articles: title, date, publisher, language, paragraphs, share that is evidence, copies, versions."""
    with opened(corpus, index) as briefer:
        listed = briefer.articles(filters=filters(since, until, publisher, lang, article))
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

"""The options that commands share, and the values they make. Knows nothing of what a command does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.errors import UsageError

if TYPE_CHECKING:
    from briefer.api import Briefer
    from briefer.library.filters import Filters


@dataclass(slots=True)
class Run:
    """What applies to the whole run of the program; the context of every command has it."""

    debug: bool = False


class Format(StrEnum):
    """What a result is written as."""

    TERMINAL = "terminal"
    MD = "md"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


class ReportFormat(StrEnum):
    """What a report of an evaluation is written as."""

    TERMINAL = "terminal"
    MD = "md"
    JSON = "json"


class Words(StrEnum):
    """Whose words a brief is in: the sources', shortened, or the model's, each statement checked."""

    SOURCE = "source"
    MODEL = "model"


class Sheet(StrEnum):
    """What a PDF or DOCX is laid out for."""

    A4 = "a4"
    LETTER = "letter"


def writable(path: Path | None) -> Path | None:
    """Return a path that a result can be written to; raises UsageError before anything slow is done."""
    if path is None:
        return None
    if not path.parent.is_dir():
        raise UsageError(f"'{path}' cannot be written: there is no folder '{path.parent}'. Make it, or choose another.")
    new = not path.exists() or path.is_file()  # what is no file, such as /dev/null, is not replaced but written to
    if path.is_dir() or not os.access(path.parent if new else path, os.W_OK):
        raise UsageError(f"'{path}' cannot be written. Choose another place with -o.")
    return path


def _marked(text: str) -> str:
    from briefer.rendering.page import marked

    return marked(text)


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text is not None else None
    except ValueError as exc:
        raise UsageError(f"'{text}' is not a day. Write it as 2026-01-31.") from exc


def _language(name: str | None) -> str | None:
    """Return the code of a language by its code or name; a usage error for what is none."""
    from briefer.language.identify import code_of

    code = code_of(name)
    if name is not None and code is None:
        raise UsageError(f"'{name}' is no language. Give its code, as de, or its name, as German.")
    return code


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
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="What to write [else what the name after -o ends with, else terminal]."),
]
ReportFormatOption = Annotated[ReportFormat, typer.Option("--format", help="What to print.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite the file that -o names.")]
PaperOption = Annotated[Sheet, typer.Option("--paper", help="What a PDF or DOCX is laid out for.")]
EvidenceOption = Annotated[
    bool, typer.Option("--evidence", help="Add the cited paragraphs, on paper from page two (html always has them).")
]
MarkOption = Annotated[
    str,
    typer.Option("--mark", metavar="TEXT", help='How the page is to be handled, as "TLP:AMBER".', callback=_marked),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write the result there instead of to stdout.", callback=writable
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
LangOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANG", help="Only articles in this language (de, German).", callback=_language),
]
ArticleOption = Annotated[
    list[str] | None,
    typer.Option("--article", metavar="PATH", help="Only this article, or all of this file; may be given often."),
]
WordingOption = Annotated[
    Words | None,
    typer.Option("--wording", help="A brief in the sources' own words, or the model's [else what models.toml says]."),
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help="Show what was found, read, checked and dropped, and why.")
]


def opened(
    corpus: Path | None,
    index: Path | None,
    model: str | None = None,
    *,
    wording: Words | None = None,
    columns: str | None = None,
) -> Briefer:
    """Return the program over the folder that the options name."""
    from briefer.api import Briefer

    named = None if columns is None else _columns(columns)
    return Briefer(corpus, index=index, model=model, wording=wording.value if wording else None, columns=named)


def _columns(given: str) -> dict[str, str]:
    """Return the columns of "text=Body,title=Head", by what they are."""
    parts = [part.partition("=") for part in given.split(",")] if given.strip() else []
    return {what.strip(): name for what, _, name in parts}


def filters(
    since: str | None, until: str | None, publisher: str | None, lang: str | None, article: list[str] | None
) -> Filters:
    """Return the filters that the options name."""
    from briefer.library.filters import Filters

    return Filters(
        since=since, until=until, publisher=publisher, language=lang,
        articles=tuple(path.removeprefix("./") for path in article or ()),
    )  # fmt: skip

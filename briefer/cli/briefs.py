"""What is done when briefs are asked for: one or many, or what changed since an earlier one. Knows no options."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.briefing.changes import check_topic
from briefer.cli.options import Format, Sheet
from briefer.cli.output import BINARY, NOTHING_SAID, Target, tell, write
from briefer.cli.pages import rendered
from briefer.errors import BrieferError, CorpusError, LibraryError, ModelError, OutputError, UsageError
from briefer.history import History, folded
from briefer.library.filters import Filters
from briefer.rendering.data import dumped
from briefer.rendering.naming import named
from briefer.reviews import Changes
from briefer.schema import Brief

if TYPE_CHECKING:
    from briefer.api import Briefer
    from briefer.progress import Report

FAILED = 1
OWNER = ""  # whose the briefs of the command line are: nobody's


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which briefs are wanted, how they are laid out, and what they are held against: a brief, or the last one kept."""

    filters: Filters
    paper: Sheet
    explain: bool = False
    evidence: bool = False
    mark: str = ""
    against: Brief | None = None
    since_last: bool = False


def one(briefer: Briefer, topic: str, wanted: Wanted, to: Target, report: Report) -> int:
    """Return the exit code, after a brief on a topic, or what changed, was written and the brief kept."""
    if wanted.against:
        check_topic(wanted.against, topic)  # before anything slow is done
    shown = _shown(briefer, topic, wanted, report)
    write(shown.page(briefer, wanted, to), to)
    shown.keep(briefer)
    return 0 if shown.tells else NOTHING_SAID


def many(briefer: Briefer, topics: Sequence[str], wanted: Wanted, to: Sequence[Target], report: Report) -> int:
    """Return the exit code, after a page on each topic was written to where it goes.

    What fails for one topic is told on stderr, and the others are gone on with.
    """
    told = silent = 0
    for number, (topic, place) in enumerate(zip(topics, to, strict=True)):
        try:
            if place.path and place.path.exists() and not place.force:
                raise UsageError(f"'{place.path}' is there already, and was left as it is. --force overwrites it.")
            shown = _shown(briefer, topic, wanted, report)
            page = shown.page(briefer, wanted, place)
            write(page if place.path else _following(shown, page, place.format, number), place)
            sys.stdout.flush()
            shown.keep(briefer)
        except Exception as exc:
            if _concerns_all(exc):
                raise
            said = str(exc) if isinstance(exc, BrieferError) else f"this is a fault of the program: {exc!r}"
            tell(f"brief: on '{topic[:60]}': {said}")
            continue
        told, silent = told + shown.tells, silent + (not shown.tells)
    failed = len(topics) - told - silent
    where = f", in '{to[0].path.parent}'" if to[0].path else ""
    tell(f"{len(topics)} topics: {told} briefs{where}; on {silent} the sources do not say anything; {failed} failed.")
    return 0 if told else FAILED if failed == len(topics) else NOTHING_SAID


def topics_in(file: Path) -> list[str]:
    """Return the topics of a file, one a line, each once; blank lines and those that begin with # do not count.

    The file "-" is stdin. Raises UsageError for a file that cannot be read, or has none.
    """
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, ValueError) as exc:
        raise UsageError(f"'{file}' cannot be read ({exc}). --topics takes a text file with a topic a line.") from exc
    topics: dict[str, str] = {}
    for line in map(str.strip, text.removeprefix("\ufeff").splitlines()):
        if line and not line.startswith("#"):
            topics.setdefault(folded(line), line)
    if not topics:
        raise UsageError(f"There is no topic in '{file}'. Write one a line.")
    return list(topics.values())


def targets(topics: Sequence[str], format: Format | None, folder: Path | None, *, force: bool) -> list[Target]:
    """Return where the page on each topic goes: a file of its own in a folder, Markdown if nothing is said, or stdout.

    Two topics of one name get a number. Raises UsageError for a folder that cannot be made, and for pages that cannot
    follow each other.
    """
    if folder is None:
        if format in BINARY:
            raise UsageError(f"Several pages as {format} need a folder: -o DIR.")
        return [Target(None, format or Format.TERMINAL)] * len(topics)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise UsageError(f"'{folder}' cannot be made a folder ({exc.strerror}). Choose another with -o.") from exc
    kind = format or Format.MD
    names: list[str] = []
    for topic in topics:
        own = [named(topic), *(f"{named(topic)}-{number}" for number in range(2, len(topics) + 1))]
        names.append(next(name for name in own if name not in names))
    ending = "txt" if kind is Format.TERMINAL else kind.value
    return [Target(folder / f"{name}.{ending}", kind, force) for name in names]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A brief, and what is shown of it: itself, or what changed since an earlier one."""

    made: Brief
    result: Brief | Changes

    @property
    def tells(self) -> bool:
        """Return whether there is anything on the topic; that nothing is new is an answer."""
        if isinstance(self.result, Changes):
            return not (self.result.reason and self.result.nothing_new)
        return self.made.answered

    def page(self, briefer: Briefer, wanted: Wanted, to: Target) -> bytes:
        """Return what is written."""
        return rendered(self.result, to.format, briefer, paper=wanted.paper, evidence=wanted.evidence)

    def keep(self, briefer: Briefer) -> None:
        """Keep the brief, for others to be held against."""
        with closing(History(briefer.index)) as history:
            history.keep(OWNER, self.made)


def _shown(briefer: Briefer, topic: str, wanted: Wanted, report: Report) -> _Shown:
    made = briefer.brief(topic, filters=wanted.filters, report=report, explain=wanted.explain)
    made = made.model_copy(update={"mark": wanted.mark})
    if not wanted.against and not wanted.since_last:
        return _Shown(made, made)
    since = wanted.against
    if since is None:
        with closing(History(briefer.index)) as history:
            since = history.last(OWNER, made.topic)
    return _Shown(made, briefer.changes(made, since=since))


def _concerns_all(exc: Exception) -> bool:
    """Return whether what failed for one topic fails for all of them."""
    return isinstance(exc, OSError | CorpusError | LibraryError | ModelError) and not isinstance(exc, OutputError)


def _following(shown: _Shown, page: bytes, format: Format, number: int) -> bytes:
    """Return a page that follows others on stdout: of JSON a line, so that it can be read line by line."""
    if format is Format.JSON:
        return f"{dumped(shown.result)}\n".encode()
    return (b"\n" if number else b"") + page

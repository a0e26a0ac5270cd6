"""Writes results to stdout or a file, and progress to stderr. Knows nothing of how a result is made or drawn."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.cli.options import Format
from briefer.errors import BrieferError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from briefer.progress import Progress, Report

NOTHING_SAID = 3  # exit code: the sources do not say
INTERRUPTED = 130

BINARY = {Format.PDF, Format.DOCX}
SUFFIXES = {f".{format.value}": format for format in Format if format is not Format.TERMINAL} | {".htm": Format.HTML}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a result goes, None for stdout, and what it is written as."""

    path: Path | None
    format: Format
    force: bool = False


def target(format: Format | None, path: Path | None, *, force: bool = False) -> Target:
    """Return where a result goes and as what; raises UsageError before anything slow is done.

    Without a format it is that which the file's name ends with. A file that is there is only overwritten by force.
    """
    if format is None:
        format = SUFFIXES.get(path.suffix.lower(), Format.TERMINAL) if path else Format.TERMINAL
    if path is None and format in BINARY and sys.stdout.isatty():
        raise UsageError(f"A terminal cannot show {format.value}. Name a file for it: -o brief.{format.value}")
    if path is not None and path.is_file() and not force:
        raise UsageError(f"'{path}' is there already. --force overwrites it; or choose another name with -o.")
    return Target(path, format, force)


def write(content: bytes, to: Target) -> None:
    """Write a result to where it goes, a file all at once.

    Raises BrieferError if the file cannot be written; it says where the result is instead, for it took long to make.
    """
    if to.path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    try:
        _put(content, to.path, force=to.force)
    except OSError as exc:
        raise BrieferError(f"'{to.path}' cannot be written ({exc.strerror}); {_saved(content, to)}.") from exc


def _put(content: bytes, path: Path, *, force: bool) -> None:
    """Put a file in its place once it is whole; what is no file, such as /dev/null, is written to."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    place = path.resolve()  # what a link leads to is replaced, not the link
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        if place.exists() and not force:
            raise FileExistsError(errno.EEXIST, "it came to be there in the meantime")
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _saved(content: bytes, to: Target) -> str:
    """Return where a result is that could not be written to its place: on stdout, or what is no text in a new file."""
    if to.format not in BINARY:
        sys.stdout.buffer.write(content)
        return "the result is on stdout instead"
    with tempfile.NamedTemporaryFile(prefix="brief-", suffix=f".{to.format.value}", delete=False) as file:
        file.write(content)
    return f"the result is in '{file.name}' instead"


def tell(text: str) -> None:
    """Write a line to stderr, since it is no part of the result."""
    stderr().print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress() -> Iterator[Report]:
    """Give what draws progress on stderr, as a bar that goes when it is over; nothing where that is no terminal."""
    from rich import progress as bars

    from briefer.progress import Stage

    columns = (
        bars.TextColumn("{task.description}", markup=False),  # it may have a file's name in it
        bars.BarColumn(),
        bars.TextColumn("{task.completed}/{task.total}"),
        bars.TimeRemainingColumn(),
    )
    console = stderr()
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


def stderr() -> Console:
    """Return the console that writes to stderr."""
    from rich.console import Console

    return Console(stderr=True)

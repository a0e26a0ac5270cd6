"""Writes results to stdout or a file, and progress to stderr. Knows nothing of how a result is made or drawn."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.errors import BrieferError

if TYPE_CHECKING:
    from rich.console import Console

    from briefer.progress import Progress, Report

NOTHING_SAID = 3  # exit code: the sources do not say
INTERRUPTED = 130


def write(text: str, output: Path | None) -> None:
    """Write a result to a file, or to stdout where none is named; raises BrieferError if the file cannot be written."""
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as exc:
        sys.stdout.write(text)  # it took too long to make to be lost
        raise BrieferError(f"'{output}' cannot be written ({exc.strerror}); the result is on stdout instead.") from exc


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

"""The program that runs as `brief`: exit codes, errors and Ctrl-C. What it can be told to do is in `commands`.

Exit codes: 0 done, 1 error, 2 wrong usage, 3 the sources do not say, 130 interrupted. stdout carries the result alone;
progress and warnings go to stderr.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys

WRONG_USAGE = 2


class Interrupt:
    """What Ctrl-C does: the first stops what is being done, a second one ends the program at once."""

    came = False

    def __call__(self, *_: object) -> None:
        """Remember it, since a library may swallow the exception or make another of it."""
        self.came = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        raise KeyboardInterrupt


def main() -> int:
    """Return the exit code of what the command line says."""
    interrupt = Interrupt()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody has it ignored
        signal.signal(signal.SIGINT, interrupt)
    try:
        code = _run()
    except BaseException:
        if not interrupt.came:
            raise
    if interrupt.came:
        from briefer.cli.output import INTERRUPTED

        _say("interrupted. What was indexed is kept.")
        return INTERRUPTED
    return code


def _run() -> int:
    """Return the exit code; errors are one line on stderr, all of it with --debug."""
    from typer import TyperException

    from briefer.cli.commands import app
    from briefer.cli.options import Run
    from briefer.errors import BrieferError, UsageError

    logging.basicConfig(level=logging.WARNING, format="brief: %(message)s", stream=sys.stderr)
    run = Run()
    try:
        code = app(standalone_mode=False, obj=run) or 0
        sys.stdout.flush()
    except TyperException as exc:
        _say(f"{exc.format_message().removesuffix('.')}. See 'brief --help'.")
        return WRONG_USAGE
    except BrieferError as exc:
        if run.debug:
            raise
        _say(str(exc))
        return WRONG_USAGE if isinstance(exc, UsageError) else 1
    except OSError as exc:
        if run.debug:
            raise
        if exc.errno != errno.EPIPE:
            _say(f"the result cannot be written ({exc}).")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python tries again when it ends
        return 1
    except Exception as exc:
        if run.debug:
            raise
        _say(f"this is a fault of the program: {exc!r}. --debug shows where; please report it.")
        return 1
    return code


def _say(text: str) -> None:
    sys.stderr.write(f"brief: {' '.join(text.split())}\n")

"""The commands of the app in the browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from briefer.cli.options import CorpusOption, IndexOption, ModelOption, opened


def ui(
    *,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    host: Annotated[
        str,
        typer.Option("--host", metavar="HOST", help="Address to listen on; any but this computer's needs accounts."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 7860,
    auth_file: Annotated[
        Path | None,
        typer.Option("--auth-file", metavar="FILE", help="Who may log in: lines of 'brief password'."),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the app in the browser.")] = True,
) -> None:
    """Open the app: ask, read, make briefs and keep articles in the browser, on this computer alone."""
    from briefer.app.auth import accounts
    from briefer.app.serve import Address, run

    address = Address(host=host, port=port, accounts=accounts(auth_file))
    with opened(corpus, index, model) as briefer:
        run(briefer, address, browser=browser)


def password(name: Annotated[str, typer.Argument(help="Who it is for.")]) -> None:
    """Print a line for --auth-file: a name with the hash of a password, which is asked for and never shown."""
    from briefer.app.auth import line

    typed = typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)
    sys.stdout.write(line(name, typed) + "\n")

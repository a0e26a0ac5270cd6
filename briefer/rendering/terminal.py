"""Draws sections for a terminal: the Markdown, laid out by rich, with colours where the terminal has them."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable

from briefer.rendering import markdown
from briefer.rendering.blocks import Section

WIDEST = 100


def draw(sections: Iterable[Section]) -> str:
    """Return sections as the terminal that stdout is shows them; see `laid_out`."""
    return laid_out(markdown.draw(sections))


def laid_out(text: str) -> str:
    """Return Markdown laid out for the terminal that stdout is, at most 100 columns; plain text if it is none."""
    from rich.console import Console
    from rich.markdown import Markdown

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    console = Console(file=io.StringIO(), width=width, force_terminal=colour, highlight=False)
    with console.capture() as capture:
        console.print(Markdown(text))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"

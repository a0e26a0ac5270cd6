"""Makes of a result what is written. Knows nothing of where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefer.cli.options import Format, Sheet

if TYPE_CHECKING:
    from briefer.api import Briefer
    from briefer.reviews import Changes
    from briefer.schema import Answer, Brief


def rendered(
    result: Brief | Answer | Changes, format: Format, briefer: Briefer, *, paper: Sheet, evidence: bool
) -> bytes:
    """Return a result as a file of a format, with the paragraphs that it cites where these are shown."""
    from briefer.rendering import render
    from briefer.rendering.page import Page, Paper, paragraphs
    from briefer.reviews import Changes

    shown = not isinstance(result, Changes) and (evidence or format is Format.HTML)
    cited = paragraphs(result, briefer.article) if shown and not isinstance(result, Changes) else {}
    return render(result, format, Page(Paper(paper.value), evidence=evidence, paragraphs=cited))

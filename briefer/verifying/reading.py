"""Reads the brief or answer that a file has. Knows no library: whether what it says holds is told elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefer.errors import ReadError
from briefer.rendering.carried import carried
from briefer.schema import Answer, Brief, Citation, Claim

REMEDY = "Give a file as `brief --topic` or `brief ask` wrote it"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that the program wrote: its bytes and format, the result that it carries, and the text that is seen."""

    path: Path
    content: bytes
    format: str
    result: Brief | Answer
    visible: str


def read(path: Path) -> Written:
    """Return what a file of a brief or an answer has; raises ReadError for any other, and for one edited by hand."""
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise ReadError(f"'{path}' cannot be read ({exc.strerror}). {REMEDY}.") from exc
    found = carried(content, str(path))
    if not isinstance(found.result, Brief | Answer):
        raise ReadError(f"'{path}' has neither a brief nor an answer. {REMEDY}.")
    for citation in cited(found.result):
        if len(citation.quote) != citation.end - citation.start:
            raise ReadError(
                f"'{path}' was edited by hand: a quotation of '{citation.article}' ¶{citation.paragraph} is not as "
                f"long as its offsets say. {REMEDY}."
            )
    return Written(path, content, found.format, found.result, found.visible)


def read_brief(path: Path) -> Brief:
    """Return the brief in a file; raises ReadError likewise, and for an answer."""
    found = read(path).result
    if not isinstance(found, Brief):
        raise ReadError(f"'{path}' has an answer, no brief. {REMEDY}.")
    return found


def claims(result: Brief | Answer) -> list[Claim]:
    """Return every statement of a brief or an answer."""
    if isinstance(result, Brief):
        return result.claims()
    return [*result.claims, *(side for found in result.disagreements for side in found.sides)]


def cited(result: Brief | Answer) -> list[Citation]:
    """Return every citation of a brief or an answer, each once."""
    return list(dict.fromkeys(citation for claim in claims(result) for citation in claim.citations))

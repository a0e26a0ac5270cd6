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
    """A file that the program wrote: its format, the result that it carries, and the text that is seen of it.

    sealed is whether the result is as it was written, None where nothing tells.
    """

    path: Path
    format: str
    result: Brief | Answer
    visible: str
    sealed: bool | None


def read(path: Path) -> Written:
    """Return what a file of a brief or an answer has; raises ReadError for any other."""
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise ReadError(f"'{path}' cannot be read ({exc.strerror}). {REMEDY}.") from exc
    found = carried(content, str(path))
    if not isinstance(found.result, Brief | Answer):
        raise ReadError(f"'{path}' has neither a brief nor an answer. {REMEDY}.")
    return Written(path, found.format, found.result, found.visible, found.sealed)


def read_brief(path: Path) -> Brief:
    """Return the brief in a file; raises ReadError likewise, for an answer, and for one that was edited by hand."""
    written = read(path)
    if not isinstance(written.result, Brief):
        raise ReadError(f"'{path}' has an answer, no brief. {REMEDY}.")
    if written.sealed is False:
        raise ReadError(f"'{path}' was edited after it was written, by hand or by another program. {REMEDY}.")
    return written.result


def claims(result: Brief | Answer) -> list[Claim]:
    """Return every statement of a brief or an answer."""
    if isinstance(result, Brief):
        return result.claims()
    return [*result.claims, *(side for found in result.disagreements for side in found.sides)]


def cited(result: Brief | Answer) -> list[Citation]:
    """Return every citation of a brief or an answer, each once."""
    return list(dict.fromkeys(citation for claim in claims(result) for citation in claim.citations))

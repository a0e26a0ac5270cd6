"""The data that a file carries, so that a program can read back what it shows. Knows nothing of files."""

from __future__ import annotations

import json
import re

from pydantic import TypeAdapter, ValidationError

from briefer.errors import ReadError
from briefer.rendering.layout import Result
from briefer.rendering.sealing import sealed
from briefer.reviews import Changes, Proposal, Verification
from briefer.schema import Answer, Article, Brief, Passage

NAME = "briefer"  # what the data is called in every file
KINDS: dict[str, TypeAdapter[Result]] = {  # by a field that the kinds below it have not
    "nothing_new": TypeAdapter(Changes),
    "rulings": TypeAdapter(Verification),
    "topic": TypeAdapter(Brief),
    "question": TypeAdapter(Answer),
    "sha256": TypeAdapter(Article),
}
LISTS: TypeAdapter[list[Passage] | list[Proposal]] = TypeAdapter(list[Passage] | list[Proposal])


def dumped(result: Result) -> str:
    """Return a result as JSON in ASCII, one line, in which nothing can end a comment or an element of HTML."""
    adapter: TypeAdapter[Result] = TypeAdapter(Result)
    whole = json.dumps(adapter.dump_python(sealed(result), mode="json"), separators=(",", ":"))
    return re.sub(r"[<>&]|-(?=-|>)", lambda found: f"\\u{ord(found[0]):04x}", whole)


def restored(text: str | bytes, name: str) -> Result:
    """Return the result that JSON holds; name is its file's, for errors. Raises ReadError if it holds none."""
    try:
        data = json.loads(text)
        if isinstance(data, list):
            return LISTS.validate_python(data)
        kind = next(adapter for field, adapter in KINDS.items() if field in data)
        return kind.validate_json(text)
    except (ValueError, TypeError, StopIteration, RecursionError) as exc:
        told = f" ({len(exc.errors())} fields are wrong)" if isinstance(exc, ValidationError) else ""
        raise ReadError(
            f"'{name}' carries no result that this version of Briefer can read{told}. Make the file again, or take the "
            f"version of Briefer that made it."
        ) from exc

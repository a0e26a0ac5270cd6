"""Seals what is written to a file with a digest of it, by which an edit by hand is seen. It is no signature.

Whoever means to can make the digest anew; what a brief says is held against the articles for that.
"""

from __future__ import annotations

import hashlib
import json

from briefer.rendering.layout import Result
from briefer.schema import Answer, Brief


def sealed(result: Result) -> Result:
    """Return a brief or an answer with its seal; anything else as it is."""
    return result.model_copy(update={"seal": _seal(result)}) if isinstance(result, Brief | Answer) else result


def unsealed(result: Result) -> tuple[Result, bool | None]:
    """Return a result without its seal, and whether it is the one that was sealed; None where there is no seal."""
    if not isinstance(result, Brief | Answer) or not result.seal:
        return result, None
    return result.model_copy(update={"seal": ""}), result.seal == _seal(result)


def _seal(result: Brief | Answer) -> str:
    # Without what has its default, so that a field that a later version adds breaks no seal.
    told = result.model_dump(mode="json", exclude={"seal"}, exclude_defaults=True)
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

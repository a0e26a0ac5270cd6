"""Names files after what is in them. Knows nothing of where they are put."""

from __future__ import annotations

import re

LONGEST = 60  # characters


def named(topic: str) -> str:
    """Return a file's name for a topic, without an ending: no signs that mean something to a file system or a shell."""
    return re.sub(r"\W+", "-", topic.lower()).strip("-")[:LONGEST].strip("-") or "brief"

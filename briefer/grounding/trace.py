"""Notes how a result is made, step by step. Knows nothing of who shows it."""

from __future__ import annotations

import time

from briefer.grounding.retrieve import Hit
from briefer.progress import Stage
from briefer.schema import Step


class Trace:
    """What was done for a result, in order."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._last = time.monotonic()

    def add(
        self, stage: Stage, text: str, outcome: str = "", *, value: float | None = None, hit: Hit | None = None
    ) -> None:
        """Note a step that has just ended."""
        now, found = time.monotonic(), hit.chunk if hit else None
        self.steps.append(
            Step(
                stage=stage.value, text=text, outcome=outcome, value=None if value is None else round(value, 3),
                article=found.article.path if found else None, paragraph=found.paragraph.number if found else None,
                seconds=round(now - self._last, 3),
            )
        )  # fmt: skip
        self._last = now

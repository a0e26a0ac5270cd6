"""Notes how a result is made, step by step. Knows nothing of who shows it."""

from __future__ import annotations

import time
from collections.abc import Callable

from briefer.library.chunks import Chunk
from briefer.progress import Stage
from briefer.schema import Step


class Trace:
    """What was done for a result, in order. evaluated gives the tokens that the model has evaluated so far."""

    def __init__(self, evaluated: Callable[[], int] = lambda: 0) -> None:
        self.steps: list[Step] = []
        self._last = time.monotonic()
        self._evaluated = evaluated
        self._had = evaluated()

    def add(
        self, stage: Stage, text: str, outcome: str = "", *, value: float | None = None, chunk: Chunk | None = None
    ) -> None:
        """Note a step that has just ended."""
        now = time.monotonic()
        self.steps.append(
            Step(
                stage=stage.value, text=text, outcome=outcome, value=None if value is None else round(value, 3),
                article=chunk.article.path if chunk else None, paragraph=chunk.paragraph.number if chunk else None,
                seconds=round(now - self._last, 3), tokens=(tokens := self._evaluated()) - self._had,
            )
        )  # fmt: skip
        self._last, self._had = now, tokens
